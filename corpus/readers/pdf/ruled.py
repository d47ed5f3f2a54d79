"""A grid of cells and the characters on the page → a table whose fields stand in their true columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Literal

from corpus.model import Place
from corpus.readers.pdf.grid import Area, Grid
from corpus.readers.pdf.lines import TextLine, lines_of
from corpus.readers.pdf.sheet import Glyph, Sheet
from corpus.readers.pdf.wraps import Passage, blanks_of, passage
from corpus.source import Field, Row, Table


def ruled_table(grid: Grid, glyphs: Sequence[Glyph], *, sheet: Sheet, first_row: int, after_break: bool) -> Table:
    """The table that `grid` and the characters inside it make; its rows count from `first_row` on."""
    lines = _lines_by_area(grid, glyphs)
    edges = _right_edges(grid, lines)
    blanks = blanks_of(lines.values())
    texts = {
        area: passage(lines[area], edge=edges.get(_columns(area), 0.0), blanks=blanks) if area in lines else Passage("")
        for area in grid.areas
    }
    rows = _rows(grid, texts, sheet=sheet, first_row=first_row)
    return Table(
        rows=tuple(Row(fields, after_break=after_break and not index) for index, fields in enumerate(rows)),
        gridded=True,
    )


def _lines_by_area(grid: Grid, glyphs: Sequence[Glyph]) -> dict[Area, list[TextLine]]:
    owner = {
        (row, column): area
        for area in grid.areas
        for row in range(area.row, area.row + area.rows)
        for column in range(area.column, area.column + area.columns)
    }
    inside: dict[Area, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        inside[owner[grid.place(glyph)]].append(glyph)
    found = {area: lines_of(of_area) for area, of_area in inside.items()}
    return {area: lines for area, lines in found.items() if lines}


def _columns(area: Area) -> tuple[int, int]:
    return area.column, area.columns


def _right_edges(grid: Grid, lines: dict[Area, list[TextLine]]) -> dict[tuple[int, int], float]:
    """How far to the right the text of the cells above and below one another reaches."""
    edges: dict[tuple[int, int], float] = {}
    for area, of_area in lines.items():
        reach = max(line.right for line in of_area)
        edges[_columns(area)] = max(reach, edges.get(_columns(area), 0.0))
    return edges


def _rows(grid: Grid, texts: dict[Area, Passage], *, sheet: Sheet, first_row: int) -> list[tuple[Field, ...]]:
    rows: list[list[Field | None]] = [[None] * (len(grid.lefts) - 1) for _ in grid.tops[1:]]
    for area, text in texts.items():
        for down in range(area.rows):
            for across in range(area.columns):
                place = Place(
                    page=sheet.number,
                    row=first_row + area.row + down,
                    column=area.column + across + 1,
                    box=sheet.shown(area.box),
                )
                rows[area.row + down][area.column + across] = _field(text, place, down=down, across=across)
    return [tuple(field for field in row if field) for row in rows]


def _field(text: Passage, place: Place, *, down: int, across: int) -> Field:
    if not down and not across:
        return Field(text.text, place, doubts=text.doubts)
    merged: Literal["above", "left"] = "left" if across else "above"
    return Field("", place, merged=merged)
