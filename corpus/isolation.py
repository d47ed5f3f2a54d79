"""Read files in a process of its own, with limits of time and memory: a hostile file can break that process and no more.

One process reads file after file, since starting it and loading a format's library costs more than most files; when it
dies or has to be ended, the next file gets a new one. It is given the bytes of a file, never opens anything itself, and
may not reach the network.
"""

from __future__ import annotations

import json
import logging
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from corpus.columns import NO_CHOICES, Choices
from corpus.drafts import Draft
from corpus.errors import DocumentError, NoGoals, UnreadableDocument
from corpus.model import Document
from corpus.records import document_from
from corpus.source import Progress, no_progress

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take: seconds in all, seconds without a sign of progress, bytes of memory."""

    seconds: float = 1800.0
    silent_seconds: float = 120.0
    memory: int = 4 * 1024**3


LIMITS = Limits()


class IsolatedReader:
    """Reads documents, drafts and page pictures in a process of its own. For one thread at a time; `close` ends the process."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._complaints: IO[bytes] | None = None
        self._unread = b""

    def read(
        self, data: bytes, *, path: Path, choices: Choices = NO_CHOICES, progress: Progress = no_progress
    ) -> Document:
        """The document of a file's content; see `read_document`.

        Raises:
            UnreadableDocument, NoGoals: as `read_document`, or the limits were reached, or the reader broke.
        """
        reply, _ = self._ask({"path": str(path), "choices": dict(choices)}, data, path=path, progress=progress)
        return document_from(reply["document"])

    def draft(self, data: bytes, *, path: Path) -> Draft:
        """The draft in the content of a Word file; see `read_draft`.

        Raises:
            UnreadableDocument: as `read_draft`, or the limits were reached, or the reader broke.
        """
        reply, _ = self._ask({"path": str(path), "draft": True}, data, path=path, progress=no_progress)
        return Draft(reply["text"], "docx", str(path), tuple(reply["left_out"]))

    def picture(self, data: bytes, *, path: Path, page: int) -> bytes:
        """A PNG picture of a page of a PDF or of a picture file.

        Raises:
            UnreadableDocument: there is no such page, the file is of another format, or the limits were reached.
        """
        _, picture = self._ask({"path": str(path), "page": page}, data, path=path, progress=no_progress)
        return picture

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            _end(process)
            for stream in (process.stdin, process.stdout, self._complaints):
                _close(stream)
        self._unread = b""

    def __enter__(self) -> Self:
        """The reader itself; leaving the block closes it."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End the process."""
        self.close()

    def _ask(
        self, request: dict[str, Any], data: bytes, *, path: Path, progress: Progress
    ) -> tuple[dict[str, Any], bytes]:
        """Hand over a request and a file's content, and follow what comes back until it is an answer."""
        deadline = time.monotonic() + self._limits.seconds
        try:
            self._send(json.dumps({**request, "bytes": len(data)}).encode() + b"\n" + data)
            while True:
                reply = json.loads(self._line(deadline))
                if "progress" not in reply:
                    break
                progress(str(reply["progress"]))
            payload = self._take(reply.get("bytes", 0), deadline)
        except TimeoutError as exc:
            self.close()
            raise UnreadableDocument(
                f"{path}：读取用时过长，已中止。文件可能已损坏或过于复杂；请另存或拆分后再试。"
            ) from exc
        except (EOFError, OSError, ValueError) as exc:
            reason = self._last_words()
            logger.warning("%s: the reading process ended: %s", path, reason)
            self.close()
            what = "需要的内存过多，已中止" if "MemoryError" in reason or "alloc" in reason else "读取时出错，已中止"
            raise UnreadableDocument(f"{path}：{what}。文件可能已损坏或过于复杂；请另存或拆分后再试。") from exc
        except BaseException:  # interrupted: the answer that is on its way belongs to nobody
            self.close()
            raise
        if "error" in reply:
            raise _error(reply)
        return reply, payload

    def _send(self, message: bytes) -> None:
        process = self._process
        if process is None or process.poll() is not None:
            self.close()
            process = self._start()
        assert process.stdin is not None
        process.stdin.write(message)
        process.stdin.flush()

    def _start(self) -> subprocess.Popen[bytes]:
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        self._process = subprocess.Popen(  # noqa: S603 - this Python, this package
            [sys.executable, "-P", "-m", "corpus.worker", str(self._limits.memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            env=_environment(),
            start_new_session=True,
        )
        return self._process

    def _line(self, deadline: float) -> bytes:
        while b"\n" not in self._unread:
            self._unread += self._more(deadline)
        line, _, self._unread = self._unread.partition(b"\n")
        return line

    def _take(self, size: int, deadline: float) -> bytes:
        parts, held = [self._unread], len(self._unread)
        while held < size:
            parts.append(self._more(deadline))
            held += len(parts[-1])
        whole = b"".join(parts)
        self._unread = whole[size:]
        return whole[:size]

    def _more(self, deadline: float) -> bytes:
        """What the process says next. Raises TimeoutError where it says nothing in time, EOFError where it ended."""
        assert self._process is not None
        assert self._process.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            if not selector.select(max(0.0, min(self._limits.silent_seconds, deadline - time.monotonic()))):
                raise TimeoutError
        said = os.read(self._process.stdout.fileno(), 1 << 20)
        if not said:
            raise EOFError
        return said

    def _last_words(self) -> str:
        """The last line that the process wrote to its standard error, and how it ended."""
        if self._process is None or self._complaints is None:
            return ""
        _end(self._process)
        self._complaints.seek(0)
        lines = self._complaints.read().decode("utf-8", "replace").strip().splitlines()
        return f"{lines[-1] if lines else ''} ({self._process.returncode})"


def _environment() -> dict[str, str]:
    """The environment of the reading process: where Python and this package are found, and little else."""
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "TEMP", "VIRTUAL_ENV")
    here = str(Path(__file__).resolve().parent.parent)
    return {name: os.environ[name] for name in kept if name in os.environ} | {
        "PYTHONPATH": here,
        "PYTHONUTF8": "1",
        "OMP_NUM_THREADS": str(min(4, os.cpu_count() or 1)),
    }


def _error(reply: dict[str, Any]) -> DocumentError:
    if reply["kind"] == "NoGoals":
        return NoGoals(reply["error"], headers=tuple(reply.get("headers", ())))
    return UnreadableDocument(reply["error"])


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and what it started, and wait for it."""
    if process.poll() is None:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (AttributeError, ProcessLookupError, PermissionError):
            process.kill()
    process.wait()


def _close(stream: IO[bytes] | None) -> None:
    try:
        if stream is not None:
            stream.close()
    except OSError:  # what was still to be written has nobody to read it
        logger.debug("the reading process was gone", exc_info=True)
