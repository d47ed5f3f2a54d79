"""Find the header of a goal table, in one row or in several, and say which of its columns hold what.

The header is looked for, not assumed: titles and notes stand above it, its cells may be merged across and down, and the
grid of a sheet or a page may be finer than the columns that people see.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from corpus.columns import BODY, LONGEST_HEADER, NO_CHOICES, Choices, is_goal_table, map_headers, with_names
from corpus.fold import squeeze
from corpus.guessing import describes, guess_columns, is_described
from corpus.model import Column, HeaderMapping
from corpus.source import Field, Row, Table

DEEPEST = 3  # rows of a header
SEARCHED = 60  # rows of a table in which its header is looked for
_CONTENT = re.compile(r"。|^[\d.]+\s*[%％]?$|^[^(（]{2,8}[:：].")  # what no header says
_INSIDE = 8.0  # points right of its left edge where a field surely is in its column
SAMPLED = 50  # rows below a header whose content is looked at


@dataclass(frozen=True)
class Header:
    """The columns of a goal table. `starts` are the 0-based grid columns where they begin; `width` is that of the grid.

    `spans` are left and right edge of each column on the page, where the format has pages. The headers of `mappings`
    are as in the source, but never empty and never alike.
    """

    mappings: tuple[HeaderMapping, ...]
    starts: tuple[int, ...]
    width: int
    lines: frozenset[str]  # what each row of the header says, squeezed: to know it again on the next page
    spans: tuple[tuple[float, float], ...] = ()

    @cached_property
    def columns(self) -> list[Column]:
        """The canonical column of each."""
        return [mapping.column for mapping in self.mappings]

    @cached_property
    def labels(self) -> list[str]:
        """The header of each."""
        return [mapping.header for mapping in self.mappings]

    @cached_property
    def name(self) -> int:
        """The position of the goal's name."""
        return self.columns.index("goal_name")

    @property
    def is_well_known(self) -> bool:
        """Whether at least three of its columns, and most of them, are known by rule."""
        known = sum(mapping.column != "other" and mapping.how != "content" for mapping in self.mappings)
        return known >= 3 and known * 2 > len(self.mappings)

    def label_of(self, column: Column) -> str:
        """The header of a canonical column, "" where the table has none."""
        return self.labels[self.columns.index(column)] if column in self.columns else ""

    def repeats(self, row: Row) -> bool:
        """Whether the row says what a row of the header says."""
        return line_of(row) in self.lines

    def aligned(self, row: Row) -> Row:
        """A row of the same grid, or of the same page width, as one field a column."""
        if len(row.fields) == self.width:
            ends = [*self.starts[1:], self.width]
            runs = [row.fields[start:end] for start, end in zip(self.starts, ends, strict=True)]
        else:
            runs = self._placed(row)
        return replace(row, fields=tuple(combined(run) for run in runs))

    def fits(self, table: Table) -> bool:
        """Whether the rows of a table without a header of its own can be those of this one."""
        first = table.rows[0]
        return len(first.fields) == self.width or (bool(self.spans) and all(self._lies_in(f) for f in first.fields))

    def _lies_in(self, field: Field) -> bool:
        if field.place.box is None:
            return field.merged != ""
        return self.spans[0][0] - 5 <= field.place.box[0] and field.place.box[2] <= self.spans[-1][1] + 5

    def _placed(self, row: Row) -> list[tuple[Field, ...]]:
        """The fields by the column in which they begin on the page."""
        lefts = [left for left, _ in self.spans]
        runs: list[list[Field]] = [[] for _ in lefts]
        for field in row.fields:
            if field.place.box:
                left, _, right, _ = field.place.box
                begins = left + min((right - left) / 2, _INSIDE)
                runs[max(0, bisect_right(lefts, begins) - 1)].append(field)
        return [tuple(run) for run in runs]


def line_of(row: Row) -> str:
    """What a row says, squeezed."""
    return squeeze("".join(row.texts))


def combined(run: Sequence[Field]) -> Field:
    """Several fields of the grid as one: their texts, each a paragraph."""
    filled = [field for field in run if field.text]
    if len(filled) == 1:
        return filled[0]
    if not filled:
        merged = [field for field in run if field.merged == "above"]
        return merged[0] if merged else run[0] if run else Field("")
    text = ""
    doubts: list[tuple[int, int]] = []
    for field in filled:
        text += "\n" if text else ""
        doubts += [(start + len(text), end + len(text)) for start, end in field.doubts]
        text += field.text
    return Field(text, filled[0].place, doubts=tuple(doubts))


def find_header(
    table: Table,
    *,
    choices: Choices = NO_CHOICES,
    after: Header | None = None,
    guess: bool = True,
    searched: int = SEARCHED,
) -> tuple[Header, int, int] | None:
    """The header of the table, and the positions of its first row and of the row below it.

    `after` is the header of a table that this one may go on with: a row of it could look like a header by chance, so
    nothing is guessed then, and another header must have names for most of its columns. Without `guess`, its words
    alone must tell what it is. `searched`: rows of the table in which it may begin.
    """
    for guessing in (False, True) if guess and after is None else (False,):
        for first, row in enumerate(table.rows[:searched]):
            if not _may_be_header(row, strictly=after is not None):
                continue
            end = first + (_depth(table.rows, first) if table.gridded else 1)
            header = _header(table, first, end, choices=choices, guess=guessing)
            if header and (after is None or header.labels == after.labels or header.is_well_known):
                return header, first, end
    return None


def _may_be_header(row: Row, *, strictly: bool) -> bool:
    texts = row.filled
    if len(texts) < 2 or any(_CONTENT.search(text.strip()) for text in texts):
        return False
    return not strictly or all(len(text) <= LONGEST_HEADER for text in texts)


def candidate_headers(table: Table) -> list[str]:
    """The first row that could be a header: short, several, all different, with longer texts below; [] where none is."""
    for first, row in enumerate(table.rows[:SEARCHED]):
        texts = row.filled
        below = [len(text) for other in table.rows[first + 1 :] for text in other.filled]
        if len(texts) >= 3 and len(set(texts)) == len(texts) and max(map(len, texts)) <= LONGEST_HEADER and below:
            return texts
    return []


def _depth(rows: Sequence[Row], first: int) -> int:
    """How many rows the header that begins at `first` has."""
    depth = 1
    while depth < DEEPEST and first + depth < len(rows):
        upper, lower = rows[first + depth - 1], rows[first + depth]
        if any(len(text) > LONGEST_HEADER for text in lower.filled) or not lower.filled:
            break
        across = [i for i, field in enumerate(upper.fields) if field.merged == "left" or _opens_merge(upper, i)]
        spanned = any(field.merged == "above" for field in lower.fields)  # by a cell of the header that reaches down
        under = bool(across) and all(i in across for i, field in enumerate(lower.fields) if field.text)
        if not (spanned or under):
            break
        depth += 1
    return depth


def _opens_merge(row: Row, position: int) -> bool:
    following = row.fields[position + 1] if position + 1 < len(row.fields) else None
    return following is not None and following.merged == "left"


def _header(table: Table, first: int, end: int, *, choices: Choices, guess: bool) -> Header | None:
    rows, below = table.rows[first:end], table.rows[end : end + SAMPLED]
    starts = _starts(rows, below) if table.gridded else list(range(len(rows[0].fields)))
    labels = _labels([" ".join(_levels(rows, start)) for start in starts])
    tails = _tails([_levels(rows, start) for start in starts])
    stops = [*starts[1:], len(rows[0].fields)]
    contents = [_content(below, start, stop) for start, stop in zip(starts, stops, strict=True)]
    described = [is_described(texts) for texts in contents]
    mappings = map_headers(labels, tails=tails, described=described, choices=choices)
    known = {mapping.column for mapping in mappings} - {"other"}
    if guess and (len(labels) < 3 or not below or any(len(label) > LONGEST_HEADER for label in labels)):
        return None
    if not guess and (not BODY & known or len(known) < 2):
        return None
    width = len(rows[0].fields)
    if guess or table.gridded:
        mappings = guess_columns(mappings if guess else with_names(mappings), contents)
    mappings = with_names(mappings)
    if not is_goal_table(mapping.column for mapping in mappings) or (guess and not describes(mappings, contents)):
        return None
    return Header(tuple(mappings), tuple(starts), width, frozenset(map(line_of, rows)), _spans(rows, starts))


def _origin(rows: Sequence[Row], position: int) -> tuple[int, Field]:
    """The lowest field of a header at a position of the grid, and its level; up through what is merged."""
    level = len(rows) - 1
    while level and rows[level].fields[position].merged == "above":
        level -= 1
    return level, rows[level].fields[position]


def _starts(rows: Sequence[Row], below: Sequence[Row]) -> list[int]:
    """The positions of the grid at which a column begins.

    A header over several positions is one column, unless most rows below have texts of their own in them.
    """
    width = len(rows[0].fields)
    starts: list[int] = []
    for position in range(width):
        _, field = _origin(rows, position)
        if field.merged != "left" or (starts and _separate(below, starts[-1], position)):
            starts.append(position)
    return starts


def _separate(below: Sequence[Row], left: int, right: int) -> bool:
    both = sum(bool(row.fields[left].text and row.fields[right].text) for row in below if len(row.fields) > right)
    return both * 2 > sum(len(row.filled) > 1 for row in below) > 0


def _levels(rows: Sequence[Row], position: int) -> list[str]:
    """The texts of a header over a position, top down, each once."""
    texts: list[str] = []
    for row in rows:
        start = position
        while start and row.fields[start].merged == "left":
            start -= 1
        text = row.fields[start].text.replace("\n", "")
        if text and text not in texts:
            texts.append(text)
    return texts


def _tails(levels: Sequence[Sequence[str]]) -> list[str]:
    """The lowest text of each header, with those above it as far as it takes to tell it from the others."""
    tails = []
    for position, texts in enumerate(levels):
        others = [other for at, other in enumerate(levels) if at != position]
        size = 1
        while size < len(texts) and any(other[-size:] == texts[-size:] for other in others):
            size += 1
        tails.append(" ".join(texts[-size:]))
    return tails


def _labels(labels: Sequence[str]) -> list[str]:
    """The headers, those that are empty or alike told apart."""
    told: list[str] = []
    for position, label in enumerate(labels, start=1):
        name = label or f"第 {position} 列"
        earlier = sum(other == label for other in labels[: position - 1])
        told.append(f"{name}（{earlier + 1}）" if label and earlier else name)
    return told


def _content(below: Sequence[Row], start: int, stop: int) -> list[str]:
    return [combined(row.fields[start:stop]).text for row in below if len(row.fields) >= stop]


def _spans(rows: Sequence[Row], starts: Sequence[int]) -> tuple[tuple[float, float], ...]:
    """Left and right edge of each column on the page; () where the format has no pages."""
    boxes = [_origin(rows, start)[1].place.box for start in starts]
    lefts = [box[0] for box in boxes if box]
    if len(lefts) < len(starts):
        return ()
    rights = [box[2] for box in boxes if box]
    return tuple(zip(lefts, [*lefts[1:], rights[-1]], strict=True))
