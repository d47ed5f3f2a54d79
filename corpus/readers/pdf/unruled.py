"""Tables without vertical rules: columns told by the white between them, rows by rules, gaps or a new beginning.

The header is the line with the most words apart; its gaps are followed down the page for as long as no line of text
runs across one of them. A line that does is no part of the table. Ruled tables never come here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.model import Place
from corpus.readers.pdf.lines import TextLine, is_blank, line_of
from corpus.readers.pdf.sheet import Box, Glyph, Rule, Sheet, around
from corpus.readers.pdf.wraps import Blanks, blanks_of, passage
from corpus.source import Field, Row, Table

_APART = 0.8  # ems between two words of a header
_GUTTER = 0.3  # ems of white that must stay free all the way down
_FEWEST_COLUMNS = 3
_LONGEST_WORD = 16  # characters of a header's word
_HEADER_LINES_APART = 1.0  # ems of white between two lines of one header
_WIDE_GAP = 1.35  # times the usual distance of lines: a new row
_FULL_ROW = 0.7  # share of the columns that a line must fill to begin a row by itself
_TO_THE_EDGE = 1.2  # ems from the edge of a column within which a line is full
_MOSTLY = 0.75  # share of a line's texts that go on from full lines above where the line goes on as a whole
_RULE_SHARE = 0.5  # share of the table's width that a rule between rows covers

Gutter = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Columns:
    """A table found: its lines are `lines[first:last + 1]` of the page, split at `cuts`."""

    first: int
    last: int
    cuts: tuple[float, ...]  # between the columns
    lines: tuple[TextLine, ...]

    @property
    def box(self) -> Box:
        """The outline of the text."""
        return around(line.box for line in self.lines)


def find_columns(lines: Sequence[TextLine]) -> Columns | None:
    """The table on a page of these lines, or None where no line looks like a header of three words or more."""
    headers = [(index, gaps) for index, line in enumerate(lines) if (gaps := _gaps(line))]
    best = [(index, gaps) for index, gaps in headers if len(gaps) + 1 >= _FEWEST_COLUMNS]
    for index, gaps in best:
        found = _followed(lines, index, gaps)
        if found.last - found.first >= 1:
            return found
    return None


def continued(lines: Sequence[TextLine], cuts: Sequence[float]) -> Columns | None:
    """The table that goes on from the page before, whose columns were parted at `cuts`, or None."""
    first = next((index for index, line in enumerate(lines) if _keeps(line, cuts, fewest=2)), None)
    if first is None:
        return None
    last = first
    while (
        last + 1 < len(lines) and _keeps(lines[last + 1], cuts, fewest=1) and not _is_far(lines[last], lines[last + 1])
    ):
        last += 1
    return Columns(first, last, tuple(cuts), tuple(lines[first : last + 1]))


def _keeps(line: TextLine, cuts: Sequence[float], *, fewest: int) -> bool:
    """Whether the line fills that many columns and runs across no cut."""
    inked = [glyph for glyph in line.glyphs if not is_blank(glyph)]
    half = _GUTTER * line.size / 2
    if any(glyph.left < cut + half and glyph.right > cut - half for glyph in inked for cut in cuts):
        return False
    return len({bisect_right(cuts, glyph.middle[0]) for glyph in inked}) >= fewest


def _gaps(line: TextLine) -> list[Gutter]:
    """The gaps between the words of a line, none where a word is too long for a header's."""
    words = _words(line.glyphs, size=line.size)
    if any(len(word) > _LONGEST_WORD for word in words):
        return []
    return [(before[-1].right, after[0].left) for before, after in pairwise(words)]


def _words(glyphs: Sequence[Glyph], *, size: float) -> list[list[Glyph]]:
    words: list[list[Glyph]] = []
    for glyph in glyphs:
        if is_blank(glyph):
            continue
        if words and glyph.left - words[-1][-1].right < _APART * size:
            words[-1].append(glyph)
        else:
            words.append([glyph])
    return words


def _followed(lines: Sequence[TextLine], header: int, gaps: Sequence[Gutter]) -> Columns:
    """The lines below (and just above) the header that leave its gaps free."""
    white: list[list[Gutter]] = [[gap] for gap in gaps]
    last = header
    for index in range(header + 1, len(lines)):
        narrowed = _narrowed(white, lines[index])
        if narrowed is None or _is_far(lines[last], lines[index]):
            break
        white, last = narrowed, index
    first = header
    while first and not _is_far(lines[first - 1], lines[first], share=_HEADER_LINES_APART):
        narrowed = _narrowed(white, lines[first - 1])
        if narrowed is None or len(_words(lines[first - 1].glyphs, size=lines[first - 1].size)) < 2:
            break
        white, first = narrowed, first - 1
    widest = [max(parts, key=lambda part: part[1] - part[0]) for parts in white]
    cuts = tuple((left + right) / 2 for left, right in widest)
    return Columns(first, last, cuts, tuple(lines[first : last + 1]))


def _narrowed(white: Sequence[Sequence[Gutter]], line: TextLine) -> list[list[Gutter]] | None:
    """What the line leaves of the white in each gap, None where it closes one."""
    inked = [glyph for glyph in line.glyphs if not is_blank(glyph)]
    left: list[list[Gutter]] = []
    for parts in white:
        free = [rest for part in parts for rest in _free(part, inked) if rest[1] - rest[0] >= _GUTTER * line.size]
        if not free:
            return None
        left.append(free)
    return left


def _free(part: Gutter, inked: Sequence[Glyph]) -> list[Gutter]:
    """The white of `part` between the characters, which stand from left to right."""
    begin, end = part
    free: list[Gutter] = []
    for glyph in inked:
        if glyph.right > begin and glyph.left < end:
            if glyph.left > begin:
                free.append((begin, glyph.left))
            begin = max(begin, glyph.right)
    return [*free, (begin, end)] if begin < end else free


def _is_far(before: TextLine, line: TextLine, *, share: float = 4.0) -> bool:
    return line.box[1] - before.box[3] > share * line.size


def unruled_table(columns: Columns, *, sheet: Sheet, after_break: bool) -> Table:
    """The table of these columns, its rows told as well as lines tell them."""
    rows = _rows(columns, sheet.horizontals)
    blanks = blanks_of(cell for row in rows for cell in row)
    box = columns.box
    lefts = (box[0], *columns.cuts, box[2])
    edges = [max((line.right for row in rows for line in row[index]), default=0.0) for index in range(len(lefts) - 1)]
    return Table(
        rows=tuple(
            Row(
                tuple(
                    _field(
                        cell, edge=edges[column], blanks=blanks, place=_place(row, number, column, lefts, sheet=sheet)
                    )
                    for column, cell in enumerate(row)
                ),
                after_break=after_break and number == 1,
            )
            for number, row in enumerate(rows, 1)
        ),
        gridded=True,
    )


def _field(lines: Sequence[TextLine], *, edge: float, blanks: Blanks, place: Place) -> Field:
    text = passage(lines, edge=edge, blanks=blanks)
    return Field(text.text, place, doubts=text.doubts)


def _place(
    row: Sequence[Sequence[TextLine]], number: int, column: int, lefts: Sequence[float], *, sheet: Sheet
) -> Place:
    _, top, _, bottom = around(line.box for cell in row for line in cell)
    return Place(
        page=sheet.number,
        row=number,
        column=column + 1,
        box=sheet.shown((lefts[column], top, lefts[column + 1], bottom)),
    )


def _rows(columns: Columns, rules: Sequence[Rule]) -> list[list[list[TextLine]]]:
    """For each row its columns' lines."""
    cells = [_split(line, columns.cuts) for line in columns.lines]
    starts = _starts(columns, cells, _row_rules(columns.box, rules))
    ends = [*starts[1:], len(cells)]
    return [
        [[line for cell in cells[start:end] if (line := cell[column])] for column in range(len(columns.cuts) + 1)]
        for start, end in zip(starts, ends, strict=True)
    ]


def _split(line: TextLine, cuts: Sequence[float]) -> list[TextLine | None]:
    parts: list[list[Glyph]] = [[] for _ in range(len(cuts) + 1)]
    for glyph in line.glyphs:
        parts[bisect_right(cuts, glyph.middle[0])].append(glyph)
    return [line_of(part) if any(not is_blank(glyph) for glyph in part) else None for part in parts]


def _row_rules(box: Box, rules: Sequence[Rule]) -> list[float]:
    wide = _RULE_SHARE * (box[2] - box[0])
    return [rule.at for rule in rules if rule.length >= wide and box[1] < rule.at < box[3]]


def _starts(columns: Columns, cells: Sequence[Sequence[TextLine | None]], rules: Sequence[float]) -> list[int]:
    """The lines that begin a row."""
    lines = columns.lines
    pitches = [after.box[1] - before.box[1] for before, after in pairwise(lines)]
    usual = min(median(pitches), 2 * lines[0].size) if pitches else 0.0
    ruled = len(rules) >= _FEWEST_COLUMNS  # a head rule alone parts header and body, not the rows
    wide = [index for index, pitch in enumerate(pitches, 1) if pitch > _WIDE_GAP * usual]
    from_top = bool(wide) and bool(cells[wide[0]][0])  # else rows are centred, and their first line may be anywhere
    edges = _edges(cells)
    starts = [0]
    for index in range(1, len(lines)):
        below, above = lines[index].box[1], lines[index - 1].box[3]
        crossed = any(above - 1 <= rule <= below + 1 for rule in rules)
        apart = index in wide and (bool(cells[index][0]) or not from_top)
        begins = _begins(cells[index]) and not _wraps(cells[index - 1], cells[index], edges)
        if crossed or (not ruled and (apart or begins)):
            starts.append(index)
    return starts


def _begins(cell: Sequence[TextLine | None]) -> bool:
    """Whether a line fills so many columns that it must be the first of its row."""
    return bool(cell[0]) and sum(map(bool, cell)) >= _FULL_ROW * len(cell)


def _edges(cells: Sequence[Sequence[TextLine | None]]) -> list[float]:
    """How far the text of each column reaches to the right."""
    return [max((line.right for line in column if line), default=0.0) for column in zip(*cells, strict=True)]


def _wraps(above: Sequence[TextLine | None], below: Sequence[TextLine | None], edges: Sequence[float]) -> bool:
    """Whether most of a line's texts stand below ones that reach the edge of their column, as wrapped text does."""
    filled = [position for position, line in enumerate(below) if line]
    full = [p for p in filled if (line := above[p]) and line.right >= edges[p] - _TO_THE_EDGE * line.size]
    return len(full) >= _MOSTLY * len(filled)
