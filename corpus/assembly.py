"""Rows → goals: find the header, tell a new goal from a continued one, and join the pieces.

Works on rows of fields whatever they were read from. It keeps, for each cell, which line and field each piece came
from, and reports every line that it skipped or could not place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpus.columns import SHORT, map_headers
from corpus.fold import fold, is_han, squeeze
from corpus.joining import continuation, joint, place
from corpus.model import Column, Piece
from corpus.text_rows import Row

_NOTE = re.compile(r"^\s*[（(]?(?:备?注|说明|填表说明|填报人|审核人|联系人|联系电话|填表人|制表)")
_SECTION = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十]+[、）)]|第[一二三四五六七八九十]+[章节部分类])")
_STAR = re.compile(r"^[\s★☆＊*]*[★☆＊*]\s*")
_TOTAL = re.compile(r"^(?:合计|总计|小计)$")


@dataclass
class OpenGoal:
    """A goal while its pieces come in: the text and the pieces of each column."""

    texts: list[str]
    pieces: list[list[Piece]]

    def append(self, position: int, text: str, *, line: int, source_field: int) -> None:
        """Join `text` to the cell at `position`."""
        if not text:
            return
        before = self.texts[position]
        start = len(before) + len(joint(before, text))
        self.texts[position] = before + joint(before, text) + text
        self.pieces[position].append(Piece(start, len(self.texts[position]), line, source_field))


@dataclass
class Table:
    """What assembly found: the header, the goals, the lines around the table, and what became of each other line."""

    headers: list[str]
    columns: list[Column]
    goals: list[OpenGoal] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    joined: int = 0
    skipped: list[tuple[int, str]] = field(default_factory=list)
    dropped: list[tuple[int, str, str]] = field(default_factory=list)


def goal_name(text: str) -> tuple[str, bool]:
    """The normalised name, and whether it was starred.

    Left out are the leading star and spaces beside Chinese characters, line feeds in a name included.
    """
    starred = bool(_STAR.match(text))
    name = re.sub(r"\s+", " ", _STAR.sub("", text)).strip()
    kept = [c for i, c in enumerate(name) if c != " " or not (_sticks(name[i - 1]) or _sticks(name[i + 1]))]
    return "".join(kept), starred


def _sticks(character: str) -> bool:
    return is_han(character) or not character.isascii()


def _find_header(rows: list[Row]) -> tuple[int, list[Column]] | None:
    for position, row in enumerate(rows):
        columns = map_headers(list(row.fields))
        if columns:
            return position, columns
    return None


def _fit(row: Row, width: int) -> tuple[list[str], list[str]]:
    """The row's fields cut to the table's width, and what is over."""
    fields = list(row.fields)
    while len(fields) > width and not fields[-1]:
        fields.pop()
    return fields[:width], [text for text in fields[width:] if text]


def _opens_goal(row: Row, table: Table) -> bool:
    """Whether the row begins a goal.

    It has all columns, a name, and where the table has short columns, one of them filled by itself: a continued row
    leaves them empty, since their one line stood on the page before.
    """
    if len(row.fields) < len(table.columns):
        return not table.goals and len(row.filled) > 1
    position = table.columns.index("goal_name")
    if not row.fields[position]:
        return False
    short = [i for i, column in enumerate(table.columns) if column in SHORT]
    if not table.goals:
        return True
    before = table.goals[-1].texts
    if short:
        return any(
            row.fields[i] and continuation(before[i], row.fields[i], column=table.columns[i]) <= 0 for i in short
        )
    return not row.after_break or place(row.fields[: len(before)], before=before, columns=table.columns)[1] <= 0


def _continue(row: Row, table: Table) -> bool:
    """Join the row to the last goal; False where nothing in it continues that goal."""
    goal = table.goals[-1]
    fields, surplus = _fit(row, len(table.columns))
    if len(fields) == len(table.columns):
        positions = list(range(len(fields)))
    else:
        positions, score = place(fields, before=goal.texts, columns=table.columns)
        if len(row.filled) == 1 and score <= 0:
            return False
    for source_field, (position, text) in enumerate(zip(positions, fields, strict=True)):
        goal.append(position, text, line=row.line, source_field=source_field)
    table.dropped.extend((row.line, "字段多于表头", text) for text in surplus)
    table.joined += 1
    return True


def _open(row: Row, table: Table) -> None:
    fields, surplus = _fit(row, len(table.columns))
    goal = OpenGoal([""] * len(table.columns), [[] for _ in table.columns])
    for position, text in enumerate(fields):
        goal.append(position, text, line=row.line, source_field=position)
    table.goals.append(goal)
    table.dropped.extend((row.line, "字段多于表头", text) for text in surplus)


def _take(row: Row, table: Table) -> None:
    """Give one row below the header its place."""
    text = " ".join(row.filled)
    if row.is_rule:
        table.skipped.append((row.line, "分隔线"))
    elif squeeze("".join(row.fields)) == squeeze("".join(table.headers)):
        table.skipped.append((row.line, "重复的表头"))
    elif _NOTE.match(fold(text)):
        table.notes.append(text)
    elif len(row.filled) == 1 and _SECTION.match(text) and row.fields[-1:] != (text,):
        table.skipped.append((row.line, f"分节标题：{text}"))
    elif _TOTAL.match(squeeze(row.filled[0])):
        table.skipped.append((row.line, "合计行"))
    elif _opens_goal(row, table):
        _open(row, table)
    elif not table.goals or not _continue(row, table):
        table.dropped.append((row.line, "不属于任何目标", text))


def assemble(rows: list[Row]) -> Table | None:
    """The goal table in `rows`, or None where no row is a header of one."""
    found = _find_header(rows)
    if found is None:
        return None
    position, columns = found
    table = Table(
        list(rows[position].fields), columns, above=[" ".join(row.filled) for row in rows[:position] if not row.is_rule]
    )
    for row in rows[position + 1 :]:
        _take(row, table)
    return table
