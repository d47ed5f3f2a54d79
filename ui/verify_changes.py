"""What a person changed in a checked draft: corrections that were accepted, and what was typed.

Changes are kept against the draft as it was read, not as a string of edits: so each can be undone by itself, in any
order, and a Word draft comes back with exactly these as tracked changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Literal

from corpus.drafts import Replacement, replaced

MOST_COMPARED = 4000  # characters, or lines, compared one by one; what is more is one change
MOST_EDITS = 200  # at once; more become one
NEAR = 2  # characters between two changes that are read as one
_TOKEN = re.compile(r"\d[\d.,]*|[A-Za-z]+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Change:
    """`source[start:end]` gives way to `text`; `by` tells what the report says from what a person typed."""

    start: int
    end: int
    text: str
    by: Literal["report", "person"] = "person"


@dataclass(frozen=True, slots=True)
class Edit:
    """`current[start:end]` gives way to `text`."""

    start: int
    end: int
    text: str


def changed_text(source: str, changes: Sequence[Change]) -> str:
    """The text with all changes made."""
    return replaced(source, replacements(changes))


def replacements(changes: Sequence[Change]) -> list[Replacement]:
    """The changes as what is replaced by what."""
    return [Replacement(change.start, change.end, change.text) for change in changes]


def positions(changes: Sequence[Change]) -> list[tuple[int, int]]:
    """Where each change stands in the text as it is now."""
    found, moved = [], 0
    for change in changes:
        start = change.start + moved
        found.append((start, start + len(change.text)))
        moved += len(change.text) - (change.end - change.start)
    return found


def with_edit(changes: Sequence[Change], edit: Edit, *, source: str, by: Literal["report", "person"]) -> list[Change]:
    """The changes and one more, made in the text as it is now; those that it touches become one with it.

    What only restores the source is no change.
    """
    current = changed_text(source, changes)
    spans = list(zip(changes, positions(changes), strict=True))
    touched = [(c, span) for c, span in spans if span[0] <= edit.end and span[1] >= edit.start]
    before = [(c, span) for c, span in spans if span[1] < edit.start]
    start, end = edit.start, edit.end
    if touched:
        start, end = min(start, touched[0][1][0]), max(end, touched[-1][1][1])
    moved = sum(len(c.text) - (c.end - c.start) for c, _ in before)
    grown = sum(len(c.text) - (c.end - c.start) for c, _ in touched)
    text = current[start : edit.start] + edit.text + current[edit.end : end]
    made = Change(start - moved, end - moved - grown, text, by)
    rest = [c for c, span in spans if (c, span) not in touched]
    kept = [made] if source[made.start : made.end] != made.text else []
    return sorted([*rest, *kept], key=lambda change: change.start)


def with_edits(changes: Sequence[Change], edits: Sequence[Edit], *, source: str) -> list[Change]:
    """The changes and those that a person typed, all spans being those of the text before any of the edits."""
    found = list(changes)
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        found = with_edit(found, edit, source=source, by="person")
    return found


def edits_between(old: str, new: str) -> list[Edit]:
    """What was typed to make `new` of `old`: line by line, and word by word within lines."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    left, right = old[head : len(old) - tail], new[head : len(new) - tail]
    lines = left.splitlines(keepends=True), right.splitlines(keepends=True)
    found: list[Edit] = []
    for start, end, text in _differences(*lines):
        inner = _differences(_TOKEN.findall(left[start:end]), _TOKEN.findall(text))
        found += [Edit(head + start + first, head + start + last, words) for first, last, words in inner]
    found = _joined(found, old)
    return found if len(found) <= MOST_EDITS else [Edit(head, head + len(left), right)]


def within_lines(edits: Sequence[Edit], *, text: str) -> list[Edit]:
    """The edits with every line end of the text kept: paragraphs of a Word file are not taken out or joined here."""
    found = []
    for edit in edits:
        gone = text[edit.start : edit.end]
        parts = [""] * gone.count("\n") if not edit.text else edit.text.split("\n", gone.count("\n"))
        position = edit.start
        for number, line in enumerate(gone.split("\n")):
            new = parts[number] if number < len(parts) else ""
            if line or new:
                found.append(Edit(position, position + len(line), new))
            position += len(line) + 1
    return found


def as_in(text: str, *, like: str) -> str:
    """A text that a browser sent, which knows line feeds alone, with the line ends of the text that it was made from."""
    if "\r\n" in like and not re.search(r"(?<!\r)\n", like):
        return re.sub(r"\r?\n", "\r\n", text)
    return text


def _common(left: str, right: str) -> int:
    """How many characters both begin with."""
    most = min(len(left), len(right))
    return next((i for i in range(most) if left[i] != right[i]), most)


def _differences(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Spans of the joined `left`, and what stands there in `right`."""
    starts = [0]
    for part in left:
        starts.append(starts[-1] + len(part))
    if max(len(left), len(right)) > MOST_COMPARED:
        yield 0, starts[-1], "".join(right)
        return
    for kind, first, last, begin, end in SequenceMatcher(None, left, right).get_opcodes():
        if kind != "equal":
            yield starts[first], starts[last], "".join(right[begin:end])


def _joined(edits: Sequence[Edit], old: str) -> list[Edit]:
    """Edits that hardly anything stands between become one."""
    found: list[Edit] = []
    for edit in edits:
        last = found[-1] if found else None
        if last is not None and edit.start - last.end <= NEAR and "\n" not in old[last.end : edit.start]:
            found[-1] = replace(last, end=edit.end, text=last.text + old[last.end : edit.start] + edit.text)
        else:
            found.append(edit)
    return found
