"""Tables of a web page as grids: which text stands in which row and column, as a browser lays them out.

Counting the cells of a row would be simpler, but spans shift them: a goal's name that spans three rows leaves the next
two rows a cell short.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from bs4 import Tag
from bs4.element import NavigableString

from corpus.errors import UnreadableDocument
from corpus.model import Place
from corpus.readers.web.text import CELLS, Flow, LeftOut, cell_text, walk
from corpus.source import Field, Row, Table

MAX_COLUMNS = 200
MAX_ROWS = 5_000
_HEAD, _BODY, _FOOT = 0, 1, 2
_SECTIONS = {"thead": _HEAD, "tbody": _BODY, "tfoot": _FOOT}
_SPAN = re.compile(r"\s*\+?(\d{1,9})")


@dataclass(slots=True)
class _Group:
    """Rows that a rowspan can't leave: those of a thead, tbody or tfoot, or those outside of any."""

    order: int
    rows: list[Tag] = field(default_factory=list)


@dataclass(slots=True)
class _Parts:
    """What a table consists of; `stray` is the text outside its cells, which a browser shows in front of it."""

    captions: list[Tag] = field(default_factory=list)
    groups: list[_Group] = field(default_factory=list)
    stray: Flow = field(default_factory=lambda: Flow(cells_as_text=False))


Merged = Literal["", "above", "left"]
_Fields = dict[int, tuple[str, Merged]]  # of a row, by column


@dataclass(frozen=True, slots=True)
class Reading:
    """What a table was read as: the lines in front of it (its caption first), and its grid if it holds anything."""

    lines: tuple[str, ...]
    table: Table | None


def is_layout(table: Tag) -> bool:
    """Whether the table only arranges the page: it contains tables, and they are what it is about.

    A table of data has two rows in which two cells hold text of their own; what stands in a table within such a cell is
    less than all the rest.
    """
    inner = _inner_tables(table)
    if not inner:
        return False
    if table.get("role") == "presentation":
        return True
    rows = [row for group in _parts(table, LeftOut()).groups for row in group.rows]
    full = sum(sum(_has_own_text(cell) for cell in row.find_all(list(CELLS), recursive=False)) > 1 for row in rows)
    return full < 2 or 2 * sum(map(_length, inner)) > _length(table)


def _is_table(tag: Tag) -> bool:
    return str(tag.name) == "table"


def _inner_tables(table: Tag) -> list[Tag]:
    """The tables in the table, without those in them in turn."""
    events = walk(table, LeftOut(), around=_is_table)
    return [node for kind, node in events if kind == "enter" and isinstance(node, Tag) and _is_table(node)]


def _has_own_text(cell: Tag) -> bool:
    return any(kind == "text" and str(node).strip() for kind, node in walk(cell, LeftOut(), around=_is_table))


def _length(tag: Tag) -> int:
    return sum(len(text.strip()) for text in tag.strings)


def read_table(table: Tag, left_out: LeftOut, *, number: int, source: str) -> Reading:
    """The table as a grid; `number` is its place among the tables of the page.

    Raises:
        UnreadableDocument: it has over `MAX_ROWS` rows or `MAX_COLUMNS` columns.
    """
    parts = _parts(table, left_out)
    count = sum(len(group.rows) for group in parts.groups)
    if count > MAX_ROWS:
        raise UnreadableDocument(f"{source}：第 {number} 个表有 {count} 行，超过 {MAX_ROWS} 行的上限。请拆分后再导入。")
    rows, width = _grid(parts, left_out, where=f"{source}：第 {number} 个表")
    name = "\n".join(filter(None, (cell_text(caption, left_out) for caption in parts.captions)))
    lines = (*name.splitlines(), *parts.stray.text.take_lines())
    kept = tuple(
        _row(fields, width, table=number, row=at)
        for at, fields in enumerate(rows, start=1)
        if any(text for text, _ in fields.values())
    )
    return Reading(lines, Table(kept, gridded=True, name=name) if kept else None)


def _parts(table: Tag, left_out: LeftOut) -> _Parts:
    """The captions and rows of the table itself, a tfoot's last, and the text between them."""
    parts = _Parts()
    groups = [_Group(_BODY)]
    for event in walk(table, left_out, around=lambda tag: tag.name in ("tr", "table", "caption")):
        kind, node = event
        name = node.name if isinstance(node, Tag) else ""
        if name in _SECTIONS:
            groups.append(_Group(_SECTIONS[name] if kind == "enter" else _BODY))
        elif name not in ("tr", "table", "caption"):
            parts.stray.take(event)
        elif kind == "enter" and isinstance(node, Tag) and name != "table":
            (groups[-1].rows if name == "tr" else parts.captions).append(node)
    parts.groups = sorted((group for group in groups if group.rows), key=lambda group: group.order)
    return parts


def _grid(parts: _Parts, left_out: LeftOut, *, where: str) -> tuple[list[_Fields], int]:
    """The fields of each row, and the last column in which a cell begins: spans that go further hold nothing."""
    rows: list[_Fields] = []
    width = 0
    for group in parts.groups:
        last = len(rows) + len(group.rows) - 1
        until: dict[int, int] = {}  # the row to which a cell above reaches down, by column
        for tag in group.rows:
            at, column, fields = len(rows), 1, _Fields()
            for cell in _cells(tag, left_out, parts.stray):
                while until.get(column, -1) >= at:
                    column += 1
                if column > MAX_COLUMNS:
                    raise UnreadableDocument(f"{where}第 {at + 1} 行超过 {MAX_COLUMNS} 列的上限。请拆分后再导入。")
                width = max(width, column)
                columns = range(column, min(column + max(_span(cell, "colspan"), 1), MAX_COLUMNS + 1))
                down = _span(cell, "rowspan")
                for covered in columns:
                    if covered == column or until.get(covered, -1) < at:
                        fields[covered] = (cell_text(cell, left_out), "") if covered == column else ("", "left")
                    until[covered] = max(until.get(covered, -1), min(at + down - 1, last) if down else last)
                column = columns.stop
            fields |= {c: ("", "above") for c, reach in until.items() if reach >= at and c not in fields}
            rows.append(fields)
    return rows, width


def _cells(row: Tag, left_out: LeftOut, stray: Flow) -> list[Tag]:
    cells = []
    for event in walk(row, left_out, around=lambda tag: tag.name in CELLS or tag.name == "table"):
        node = event[1]
        if isinstance(node, NavigableString) or node.name not in CELLS:
            stray.take(event)
        elif event[0] == "enter":
            cells.append(node)
    return cells


def _span(cell: Tag, name: str) -> int:
    match = _SPAN.match(str(cell.get(name, "1")))
    return int(match[1]) if match else 1


def _row(fields: _Fields, width: int, *, table: int, row: int) -> Row:
    empty: tuple[str, Merged] = ("", "")
    made = []
    for column in range(1, width + 1):
        text, merged = fields.get(column, empty)
        made.append(Field(text, Place(table=table, row=row, column=column), merged=merged))
    return Row(tuple(made))
