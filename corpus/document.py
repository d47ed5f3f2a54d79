"""A file in, a document out: the one entry to this package."""

from __future__ import annotations

import hashlib
from pathlib import Path

from corpus.assembly import OpenGoal, Table, assemble, goal_name
from corpus.errors import NoGoals, UnreadableDocument
from corpus.figures import read_figures
from corpus.heading import Heading, document_id, read_heading
from corpus.model import Cell, Column, Document, Goal, ParseReport, Piece
from corpus.periods import parse_period
from corpus.statements import split_statements
from corpus.text_rows import Row, read_bytes, read_rows

_SUFFIXES = (".txt", ".tsv")


def _header_of(table: Table, column: Column) -> str:
    return table.headers[table.columns.index(column)] if column in table.columns else ""


def _default_period(column: Column, *, label: str, heading: Heading) -> str | None:
    """The months that a column covers where its text doesn't say."""
    if column == "quarter_progress":
        named = parse_period(label)
        quarter = heading.period and f"{heading.period.last - 2}-{heading.period.last}月"
        return str(named) if named else quarter or None
    if column in ("cumulative_progress", "completion_pct"):
        return str(heading.period) if heading.period else None
    return None


def _cell(column: Column, *, label: str, text: str, pieces: list[Piece], heading: Heading) -> Cell:
    label = label.replace("\n", "")
    if column == "goal_name":
        name, _ = goal_name(text)
        return Cell(column, label, name, _clip(pieces, len(name)))
    figures = read_figures(text, column=column, period=_default_period(column, label=label, heading=heading))
    return Cell(column, label, text, tuple(pieces), split_statements(text), figures)


def _clip(pieces: list[Piece], length: int) -> tuple[Piece, ...]:
    """Pieces of a normalised name: one piece keeps its place, several are cut to the name's length."""
    if len(pieces) == 1:
        return (Piece(0, length, pieces[0].line, pieces[0].field),)
    return tuple(Piece(min(p.start, length), min(p.end, length), p.line, p.field) for p in pieces)


def _goal(number: int, open_goal: OpenGoal, *, table: Table, heading: Heading) -> Goal:
    name, starred = goal_name(open_goal.texts[table.columns.index("goal_name")])
    cells = tuple(
        _cell(column, label=label, text=text, pieces=pieces, heading=heading)
        for column, label, text, pieces in zip(
            table.columns, table.headers, open_goal.texts, open_goal.pieces, strict=True
        )
    )
    return Goal(number, name, starred, cells)


def _report(rows: list[Row], table: Table) -> ParseReport:
    return ParseReport(
        lines=len(rows),
        goals=len(table.goals),
        joined=table.joined,
        skipped=tuple(table.skipped),
        dropped=tuple(table.dropped),
        headers=tuple(zip(table.headers, table.columns, strict=True)),
    )


def read_document(path: Path) -> Document:
    """Read a report: tab-separated text as text recognition of a scan gives it.

    Raises:
        UnreadableDocument: the file is missing, empty, binary, too large or of another format.
        NoGoals: it holds no table of goals.
    """
    data = read_bytes(path)
    if path.suffix.lower() not in _SUFFIXES:
        raise UnreadableDocument(
            f"{path}：暂不支持 {path.suffix or '无扩展名'} 格式。目前可读 {'、'.join(_SUFFIXES)}（制表符分隔的文本）。"
        )
    rows = read_rows(data, source=str(path))
    table = assemble(rows)
    if table is None:
        raise NoGoals(f"{path}：没有找到目标表的表头（需要“目标名称”和考核内容或进度列）。请确认这是目标完成情况表。")
    if not table.goals:
        raise NoGoals(f"{path}：表头之下没有任何目标。请确认文件完整。")
    heading = read_heading(
        [*table.above],
        cumulative_header=_header_of(table, "cumulative_progress"),
        quarter_header=_header_of(table, "quarter_progress"),
    )
    sha256 = hashlib.sha256(data).hexdigest()
    return Document(
        doc_id=document_id(heading, sha256=sha256),
        title=heading.title or path.stem,
        organization=heading.organization,
        year=heading.year,
        period=str(heading.period) if heading.period else None,
        source=str(path),
        sha256=sha256,
        goals=tuple(_goal(i, goal, table=table, heading=heading) for i, goal in enumerate(table.goals, start=1)),
        notes=tuple(table.notes),
        report=_report(rows, table),
    )
