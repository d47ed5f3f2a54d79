"""Rules on a page → the cells they enclose, merged cells included.

pdfplumber's table finder wants every corner of a cell to be met by rules; a gap in a rule, a dashed rule or a table
without outer verticals then loses cells, and which cells are merged is not told. Here the rules of a table give a grid
of smallest fields, and fields that no rule parts become one cell, so that no place inside a table is outside all cells.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.readers.pdf.sheet import Box, Glyph, Rule

_NEAR = 3.5  # points: rules closer than this are one (double rules, thick rules drawn by both edges)
_DASH_GAP = 4.0  # points between dashes of one rule
_SHORTEST = 6.0  # points: shorter marks part nothing
_COVERED = 0.6  # share of a side that a rule must cover to part two fields
_OVERHANG = 8.0  # points by which rules reach beyond the last crossing rule where a side is left open
_MOST_RULES = 3000
_MOST_FIELDS = 60_000


@dataclass(frozen=True, slots=True)
class Area:
    """A cell: where it begins in the grid (from 0), how many rows and columns it spans, and its box."""

    row: int
    column: int
    rows: int
    columns: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one table, from top to bottom and left to right, and the places of its rules."""

    lefts: tuple[float, ...]  # of the columns, and the right edge of the last
    tops: tuple[float, ...]  # of the rows, and the bottom of the last
    areas: tuple[Area, ...]

    @property
    def box(self) -> Box:
        """The outline of the table."""
        return self.lefts[0], self.tops[0], self.lefts[-1], self.tops[-1]

    def holds(self, glyph: Glyph) -> bool:
        """Whether the middle of the character is inside the table."""
        across, down = _anchor(glyph)
        left, top, right, bottom = self.box
        return left <= across < right and top <= down < bottom

    def place(self, glyph: Glyph) -> tuple[int, int]:
        """Row and column (from 0) of the field that the middle of a character inside the table is in."""
        across, down = _anchor(glyph)
        return bisect_right(self.tops, down) - 1, bisect_right(self.lefts, across) - 1


def _anchor(glyph: Glyph) -> tuple[float, float]:
    """What decides on the cell of a character: its middle; the beginning of a blank, which may hang over the edge."""
    across, down = glyph.middle
    return (across, down) if glyph.text.strip() else (glyph.left, down)


def has_too_many(horizontals: Sequence[Rule], verticals: Sequence[Rule]) -> bool:
    """Whether there are more rules than any table has: a drawing, in which no table is looked for."""
    return len(_drawn(horizontals)) + len(_drawn(verticals)) > _MOST_RULES


def grids(horizontals: Sequence[Rule], verticals: Sequence[Rule]) -> list[Grid]:
    """The tables that the rules make, from top to bottom; frames of a single cell and what lies within a cell left out."""
    level, upright = _drawn(horizontals), _drawn(verticals)
    if len(level) + len(upright) < 4 or has_too_many(horizontals, verticals):
        return []
    found = [_grid(*group) for group in _connected(level, upright)]
    tables = [grid for grid in found if grid and len(grid.areas) > 1]
    return sorted(
        (grid for grid in tables if not any(_within_a_cell(grid, other) for other in tables if other is not grid)),
        key=lambda grid: (grid.box[1], grid.box[0]),
    )


def _drawn(rules: Iterable[Rule]) -> list[Rule]:
    """The rules with near ones put on one place and the pieces along it joined."""
    by_place: dict[float, list[Rule]] = defaultdict(list)
    place = begin = float("-inf")
    for rule in sorted(rules, key=lambda one: one.at):
        if rule.at - place > _NEAR or rule.at - begin > 2 * _NEAR:
            begin = rule.at
            by_place[begin] = []
        place = rule.at
        by_place[begin].append(rule)
    return [one for pieces in by_place.values() for one in _joined(pieces) if one.length >= _SHORTEST]


def _joined(pieces: Sequence[Rule]) -> list[Rule]:
    longest = max(pieces, key=lambda one: one.length)
    at = longest.at
    joined: list[Rule] = []
    for piece in sorted(pieces, key=lambda one: one.start):
        if joined and piece.start <= joined[-1].end + _DASH_GAP:
            joined[-1] = replace(joined[-1], end=max(joined[-1].end, piece.end))
        else:
            joined.append(Rule(at, piece.start, piece.end))
    return joined


def _connected(level: Sequence[Rule], upright: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of rules that cross or touch."""
    rules = [*level, *upright]
    leader = list(range(len(rules)))

    def lead(index: int) -> int:
        while leader[index] != index:
            leader[index] = leader[leader[index]]
            index = leader[index]
        return index

    for one, horizontal in enumerate(level):
        for other, vertical in enumerate(upright, len(level)):
            if _touch(horizontal, vertical):
                leader[lead(one)] = lead(other)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for index, rule in enumerate(rules):
        groups[lead(index)][index >= len(level)].append(rule)
    return list(groups.values())


def _touch(horizontal: Rule, vertical: Rule) -> bool:
    return (
        horizontal.start - _NEAR <= vertical.at <= horizontal.end + _NEAR
        and vertical.start - _NEAR <= horizontal.at <= vertical.end + _NEAR
    )


def _grid(level: Sequence[Rule], upright: Sequence[Rule]) -> Grid | None:
    """The grid of connected rules, or None where they enclose nothing."""
    if not level or not upright:
        return None
    lefts = _places(upright, level)
    tops = _places(level, upright)
    if len(lefts) < 2 or len(tops) < 2 or len(lefts) * len(tops) > _MOST_FIELDS:
        return None
    areas = _areas(lefts, tops, level=level, upright=upright)
    return _tightened(Grid(tuple(lefts), tuple(tops), tuple(areas)))


def _places(rules: Sequence[Rule], crossing: Sequence[Rule]) -> list[float]:
    """Where the rules are, and where the rules that cross them end if that is well beyond."""
    places = sorted({rule.at for rule in rules})
    first, last = min(rule.start for rule in crossing), max(rule.end for rule in crossing)
    before = [first] if first < places[0] - _OVERHANG else []
    after = [last] if last > places[-1] + _OVERHANG else []
    return [*before, *places, *after]


def _areas(lefts: list[float], tops: list[float], *, level: Sequence[Rule], upright: Sequence[Rule]) -> list[Area]:
    """Fields that no rule parts, as cells."""
    columns, rows = len(lefts) - 1, len(tops) - 1
    parted_right = _sides(upright, places=lefts[1:-1], steps=tops)
    parted_below = _sides(level, places=tops[1:-1], steps=lefts)
    owner: list[list[int]] = [[-1] * columns for _ in range(rows)]
    areas: list[Area] = []
    for row in range(rows):
        for column in range(columns):
            if owner[row][column] < 0:
                wide = _wide(owner[row], row=row, column=column, parted=parted_right)
                tall = _tall(owner, row=row, column=column, wide=wide, below=parted_below, right=parted_right)
                for inner in range(row, row + tall):
                    owner[inner][column : column + wide] = [len(areas)] * wide
                box = (lefts[column], tops[row], lefts[column + wide], tops[row + tall])
                areas.append(Area(row, column, tall, wide, box))
    return areas


def _wide(owned: Sequence[int], *, row: int, column: int, parted: Sequence[Sequence[bool]]) -> int:
    end = column
    while end < len(parted) and not parted[end][row] and owned[end + 1] < 0:
        end += 1
    return end - column + 1


def _tall(
    owner: Sequence[Sequence[int]],
    *,
    row: int,
    column: int,
    wide: int,
    below: Sequence[Sequence[bool]],
    right: Sequence[Sequence[bool]],
) -> int:
    """How many rows the cell goes down: as long as nothing parts all of its fields from those below."""
    across = range(column, column + wide)
    end = row
    while end < len(below):
        if any(below[end][one] or owner[end + 1][one] >= 0 for one in across):
            break
        if any(right[one][end + 1] for one in across[:-1]):
            break
        if _is_open(right, column - 1, end + 1) or _is_open(right, column + wide - 1, end + 1):
            break
        end += 1
    return end - row + 1


def _is_open(parted: Sequence[Sequence[bool]], place: int, step: int) -> bool:
    """Whether the inner place exists and nothing parts the fields beside it."""
    return 0 <= place < len(parted) and not parted[place][step]


def _sides(rules: Sequence[Rule], *, places: Sequence[float], steps: Sequence[float]) -> list[list[bool]]:
    """For each place and each step along it, whether rules cover that side of the fields there."""
    by_place: dict[float, list[Rule]] = defaultdict(list)
    for rule in rules:
        by_place[rule.at].append(rule)
    return [[_is_covered(by_place[place], start, end) for start, end in pairwise(steps)] for place in places]


def _is_covered(rules: Sequence[Rule], start: float, end: float) -> bool:
    covered = sum(max(0.0, min(rule.end, end) - max(rule.start, start)) for rule in rules)
    return covered >= _COVERED * (end - start)


def _tightened(grid: Grid) -> Grid:
    """Without rows and columns in which no cell begins (a rule that parts nothing made them)."""
    rows = sorted({area.row for area in grid.areas})
    columns = sorted({area.column for area in grid.areas})
    new_row = {row: index for index, row in enumerate([*rows, len(grid.tops) - 1])}
    new_column = {column: index for index, column in enumerate([*columns, len(grid.lefts) - 1])}
    areas = tuple(
        Area(
            row=new_row[area.row],
            column=new_column[area.column],
            rows=_count(rows, area.row, area.row + area.rows),
            columns=_count(columns, area.column, area.column + area.columns),
            box=area.box,
        )
        for area in grid.areas
    )
    lefts = (*(grid.lefts[column] for column in columns), grid.lefts[-1])
    tops = (*(grid.tops[row] for row in rows), grid.tops[-1])
    return Grid(lefts, tops, areas)


def _count(places: Sequence[int], start: int, end: int) -> int:
    return sum(start <= place < end for place in places)


def _within_a_cell(grid: Grid, other: Grid) -> bool:
    left, top, right, bottom = grid.box
    return any(
        area.box[0] - _NEAR <= left
        and right <= area.box[2] + _NEAR
        and area.box[1] - _NEAR <= top
        and bottom <= area.box[3] + _NEAR
        for area in other.areas
    )
