"""A file in, a document out: the one entry to this package."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from corpus.assembled import Assembled, OpenGoal, goal_name
from corpus.assembly import assemble
from corpus.columns import NO_CHOICES, Choices
from corpus.errors import NoGoals
from corpus.figures import read_figures
from corpus.files import read_bytes
from corpus.formats import read_source
from corpus.heading import Heading, document_id, read_heading
from corpus.model import Cell, Column, Document, Goal, ParseReport, Piece
from corpus.periods import parse_period
from corpus.source import Progress, Source, no_progress
from corpus.statements import split_statements

READER_VERSION = 4  # raise it when files would be read differently: what was read by an older one is read again


def _default_period(column: Column, *, label: str, heading: Heading) -> str | None:
    """The months that a column covers where its text doesn't say."""
    if column == "quarter_progress":
        named = parse_period(label)
        quarter = heading.period and f"{heading.period.last - 2}-{heading.period.last}月"
        return str(named) if named else quarter or None
    if column in ("cumulative_progress", "completion_pct"):
        return str(heading.period) if heading.period else None
    return None


def _cell(open_goal: OpenGoal, position: int, *, heading: Heading) -> Cell:
    column, label = open_goal.header.columns[position], open_goal.header.labels[position]
    text, pieces = open_goal.texts[position], open_goal.pieces[position]
    if column == "goal_name":
        name, _ = goal_name(text)
        return Cell(column, label, name, _clip(pieces, len(name)))
    figures = read_figures(text, column=column, period=_default_period(column, label=label, heading=heading))
    doubts = tuple(open_goal.doubts[position])
    return Cell(column, label, text, tuple(pieces), split_statements(text), figures, doubts)


def _clip(pieces: Sequence[Piece], length: int) -> tuple[Piece, ...]:
    """Pieces of a normalised name: one piece keeps its place, several are cut to the name's length."""
    if len(pieces) == 1:
        return (Piece(0, length, pieces[0].place),)
    return tuple(Piece(min(p.start, length), min(p.end, length), p.place) for p in pieces)


def _goal(number: int, open_goal: OpenGoal, *, heading: Heading) -> Goal:
    name, starred = goal_name(open_goal.name)
    cells = tuple(_cell(open_goal, position, heading=heading) for position in range(len(open_goal.texts)))
    return Goal(number, name, starred, cells)


def _report(state: Assembled) -> ParseReport:
    return ParseReport(
        lines=state.lines,
        goals=len(state.goals),
        joined=state.joined,
        skipped=tuple(state.skipped),
        dropped=tuple(state.dropped),
        headers=tuple(state.mappings),
        remarks=tuple(state.remarks),
    )


def _heading(state: Assembled, *, path: Path) -> Heading:
    """The heading from the lines above the tables, then from the headers, and from the file's name last."""

    def label(column: Column) -> str:
        return next((header.label_of(column) for header in state.headers if header.label_of(column)), "")

    return read_heading(
        state.above,
        notes=state.notes,
        cumulative_header=label("cumulative_progress"),
        quarter_header=label("quarter_progress"),
        file_name=path.stem,
    )


def read_document(path: Path, *, choices: Choices = NO_CHOICES, progress: Progress = no_progress) -> Document:
    """Read a report of any known format, in this process (see `IsolatedReader` for files that can't be trusted).

    `choices` says which column a header stands over that no rule knows (see `columns.map_headers`).

    Raises:
        UnreadableDocument: the file is missing, empty, damaged, encrypted, too large or of no known format.
        NoGoals: it holds no table of goals.
    """
    return read_data(read_bytes(path), path=path, choices=choices, progress=progress)


def read_data(data: bytes, *, path: Path, choices: Choices = NO_CHOICES, progress: Progress = no_progress) -> Document:
    """Read a report from the content of a file; `path` is where it came from, and need not exist. Raises as above."""
    source = read_source(data, path=path, progress=progress)
    return understood(source, path=path, sha256=hashlib.sha256(data).hexdigest(), choices=choices)


def _without_header(path: Path, state: Assembled) -> NoGoals:
    wanted = f"{path}：没有找到目标表的表头（需要“目标名称”和考核内容或进度列）。"
    if not state.candidates:
        return NoGoals(f"{wanted}请确认这是目标完成情况表。")
    named = "、".join(" ".join(header.split()) for header in state.candidates)
    return NoGoals(f"{wanted}若“{named}”就是表头，请指明它们各是哪一列后重新导入。", headers=tuple(state.candidates))


def understood(source: Source, *, path: Path, sha256: str, choices: Choices = NO_CHOICES) -> Document:
    """The document in the tables and lines of a file.

    Raises:
        NoGoals: there is no table of goals among them.
    """
    state = assemble(source, choices=choices)
    if not state.headers:
        raise _without_header(path, state)
    if not state.goals:
        raise NoGoals(f"{path}：表头之下没有任何目标。请确认文件完整。")
    heading = _heading(state, path=path)
    return Document(
        doc_id=document_id(heading, sha256=sha256),
        title=heading.title or path.stem,
        organization=heading.organization,
        year=heading.year,
        period=str(heading.period) if heading.period else None,
        source=str(path),
        sha256=sha256,
        goals=tuple(_goal(i, goal, heading=heading) for i, goal in enumerate(state.goals, start=1)),
        notes=tuple(state.notes),
        report=_report(state),
    )
