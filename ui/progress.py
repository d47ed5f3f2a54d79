"""How far the reading of many files is, on standard error.

On a terminal it is one line that is written over; elsewhere (a log, a pipe) a line a file. Click's own bar is not used:
it shows neither what is being read inside a file nor a name of double-width characters cut to the terminal.
"""

from __future__ import annotations

import shutil
import sys
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TextIO

from ui.terminal import one_line, say

REPAINT_SECONDS = 0.1
LEAST_NAME = 12  # columns of a terminal that a file's name gets in any case
WIPE = "\r\x1b[2K"


class Progress(Protocol):
    """Told what happens to file after file."""

    def begin(self, path: Path) -> None:
        """A file is begun."""
        ...

    def tell(self, text: str) -> None:
        """How far its reading is."""
        ...

    def end(self, outcome: str, *, failed: bool) -> None:
        """It is done; `outcome` is the line on what became of it."""
        ...

    def step_aside(self) -> None:
        """Something else is about to be written."""
        ...


def open_progress(total: int) -> Progress:
    """What suits standard error, for so many files."""
    return ProgressLine(total, stream=sys.stderr) if sys.stderr.isatty() else ProgressLog(total)


class ProgressLog:
    """A line a file, written when it is done: `2/3 已导入：b.docx`."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0

    def begin(self, path: Path) -> None:
        """Nothing is written before there is an outcome."""

    def tell(self, text: str) -> None:
        """Nothing either."""

    def end(self, outcome: str, *, failed: bool) -> None:  # noqa: ARG002 - every outcome is written
        """Write the outcome."""
        self._done += 1
        say(f"{self._done}/{self._total} {outcome}" if self._total > 1 else outcome)

    def step_aside(self) -> None:
        """What is written stays."""


class ProgressLine:
    """One line that is written over: `12/100 名称.pdf · 第 3 页，共 12 页 · 已用 01:20 · 约剩 02:40`."""

    def __init__(
        self,
        total: int,
        *,
        stream: TextIO,
        clock: Callable[[], float] = time.monotonic,
        columns: Callable[[], int] = lambda: shutil.get_terminal_size().columns,
    ) -> None:
        self._total = total
        self._stream = stream
        self._clock = clock
        self._columns = columns
        self._begun = clock()
        self._painted = 0.0
        self._done = 0
        self._name = ""

    def begin(self, path: Path) -> None:
        """Show the file's name."""
        self._name = one_line(path.name)
        self._paint("")

    def tell(self, text: str) -> None:
        """Show how far its reading is, a few times a second at most."""
        if self._clock() - self._painted >= REPAINT_SECONDS:
            self._paint(one_line(text))

    def end(self, outcome: str, *, failed: bool) -> None:
        """Count the file as done, and leave a line only where it failed."""
        self._done += 1
        if failed:
            self._stream.write(f"{WIPE}{one_line(outcome)}\n")

    def step_aside(self) -> None:
        """Take the line away."""
        self._stream.write(WIPE)
        self._stream.flush()

    def _paint(self, text: str) -> None:
        count = f"{self._done + 1}/{self._total} "
        rest = "".join(f" · {part}" for part in (text, *self._times()) if part)
        room = self._columns() - 1
        name = clip(self._name, max(LEAST_NAME, room - width(count + rest)))
        self._stream.write(WIPE + clip(count + name + rest, room))
        self._stream.flush()
        self._painted = self._clock()

    def _times(self) -> tuple[str, str]:
        used = self._clock() - self._begun
        left = used / self._done * (self._total - self._done) if self._done else 0
        return f"已用 {minutes(used)}", f"约剩 {minutes(left)}" if left else ""


def minutes(seconds: float) -> str:
    """`01:20`, or `1:01:20` from an hour on."""
    hours, rest = divmod(round(seconds), 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60:02}:{rest % 60:02}"


def width(text: str) -> int:
    """Columns of a terminal that the text may take: Chinese characters take two."""
    return sum(_width(character) for character in text)


def clip(text: str, columns: int) -> str:
    """The text, cut to so many columns and marked with … where it is longer."""
    if width(text) <= columns:
        return text
    kept, taken = "", 2  # the mark itself may take two
    for character in text:
        taken += _width(character)
        if taken > columns:
            break
        kept += character
    return kept + "…"


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1
