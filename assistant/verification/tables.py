"""Tables in a draft: what a number in a cell measures stands in its row and its column, not before it.

Lines of cells between | or tabs, as Markdown writes them and as Word and spreadsheets paste them. The first cell names the
row, the first line the columns; a unit stands in brackets behind either (新增床位（张）, 金额（万元）).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.verification.mention import Mention
from corpus import Figure, fold, read_figures

_PIPES = re.compile(r"\s*\|.*\|\s*$")
_RULE = re.compile(r"[\s|:+-]+$")
_UNIT = re.compile(r"[(]\s*(?:单位[::]?)?\s*(?P<unit>[^()\d]{1,8}|%)\s*[)]|/(?P<slash>[\u4e00-\u9fff%]{1,6})\s*$")
_NUMBER = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?\s*[万亿]*\s*%?$")
_UNIT_COLUMN = re.compile(r"(?:计量)?单位$")
_LONGEST_CELL = 200


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a draft's table: `draft[start:end] == text`, without the space around it."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row below the header: its span in the draft, its cells and those of the header."""

    start: int
    end: int
    cells: tuple[Cell, ...]
    header: tuple[str, ...]


def table_rows(text: str) -> list[TableRow]:
    """The rows of all tables of a draft that hold a number, in order."""
    rows: list[TableRow] = []
    header: tuple[str, ...] = ()
    offset = 0
    for line in text.split("\n"):
        cells = _cells(line, offset)
        if not cells:
            header = ()
        elif not header:
            header = tuple(cell.text for cell in cells)
        elif not _RULE.fullmatch(line):
            rows.append(TableRow(offset, offset + len(line.rstrip()), cells, header))
        offset += len(line) + 1
    return [row for row in rows if any(_NUMBER.fullmatch(fold(cell.text)) for cell in row.cells[1:])]


def _cells(line: str, offset: int) -> tuple[Cell, ...]:
    """The cells of a line, none where it is no row of a table."""
    mark = "|" if _PIPES.match(line) else "\t"
    body = line.strip().strip("|") if mark == "|" else line.rstrip()
    if mark not in body:
        return ()
    position = offset + line.index(body)
    cells = []
    for part in body.split(mark):
        text = part.strip()
        start = position + (len(part) - len(part.lstrip()))
        cells.append(Cell(text, start, start + len(text)))
        position += len(part) + 1
    return tuple(cells) if all(len(cell.text) <= _LONGEST_CELL for cell in cells) else ()


def mentions_in(row: TableRow, *, above: str) -> Iterator[tuple[Mention, str]]:
    """The figures of a row, each named by its row and column, with the header of its column."""
    label = row.cells[0].text
    units = (
        cell.text for cell, header in zip(row.cells, row.header, strict=False) if _UNIT_COLUMN.match(header.strip())
    )
    unit = next(units, "")
    for position, cell in enumerate(row.cells[1:], start=1):
        header = row.header[position] if position < len(row.header) else ""
        figure = _figure(cell, label=f"{label}（{unit}）" if unit else label, header=header)
        if figure is not None:
            own = fold(f"{_UNIT.sub(' ', fold(label))} {_UNIT.sub(' ', fold(header))}")
            yield Mention(figure, own, "", "", "", own, above), header


def _figure(cell: Cell, *, label: str, header: str) -> Figure | None:
    """The figure that a cell is: a number whose unit stands in it, in its row's name or in its column's."""
    if not _NUMBER.fullmatch(fold(cell.text)):
        whole = [f for f in read_figures(cell.text) if f.text == cell.text]
        return _moved(whole[0], cell) if whole else None
    unit = "" if "%" in fold(cell.text) else _unit_of(label) or _unit_of(header)
    found = [f for f in read_figures(cell.text + unit) if f.start == 0 and f.kind not in ("date", "period")]
    return _moved(found[0], cell) if found else None


def _unit_of(text: str) -> str:
    match = _UNIT.search(fold(text))
    return (match["unit"] or match["slash"] or "").strip() if match else ""


def _moved(figure: Figure, cell: Cell) -> Figure:
    return replace(figure, text=cell.text, start=cell.start, end=cell.end)


def row_of(rows: Sequence[TableRow], start: int) -> TableRow | None:
    """The row, of rows in order, that the character at `start` stands in, or None."""
    position = bisect_right(rows, start, key=lambda row: row.start) - 1
    return rows[position] if position >= 0 and start < rows[position].end else None
