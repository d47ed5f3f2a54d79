"""What a report is made of: document → goals (rows) → cells → statements and figures.

Plain frozen records, so that every layer can pass them on without copying or guarding them. All spans are end-exclusive
character offsets into `Cell.text`, which holds the source text with page-break fragments joined and mark-up removed,
and nothing else changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

Column = Literal[
    "goal_name",
    "criteria",
    "attribute",
    "deadline",
    "quarter_progress",
    "cumulative_progress",
    "completion_pct",
    "other",
]
Kind = Literal["money", "percent", "fraction", "count", "date", "duration", "document_no", "period"]
Comparator = Literal["eq", "ge", "gt", "le", "lt", "approx"]
Role = Literal["target", "actual", "budget", "change", "share", "other"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A fragment of the source that a cell was made of: `cell.text[start:end]` stood in `field` of `line`."""

    start: int
    end: int
    line: int  # 1-based line of the source file
    field: int  # 0-based field of that line


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence or a semicolon-separated clause of a cell: the smallest unit that is retrieved and quoted.

    `lead` is the heading of the numbered item that the statement belongs to (加大额度争取力度), or "".
    `item` is the 1-based top-level item of the cell, 0 where the cell has no numbered items.
    """

    start: int
    end: int
    item: int = 0
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure read from a cell: `cell.text[start:end] == text`.

    `value` is exact: money in 元, counts multiplied out, percent as written (77.7 % → 77.7), fractions as a ratio;
    for date, document_no and period it is a string (2021-12, 杭财监督〔2021〕9号, 1-6月). `unit` is 元, %, 个百分点, 个 …
    or None. `metric` is the noun phrase that the figure measures; `period` the months it covers ("1-6月") where the
    text or its column says so; `scope` whose figure it is (全市, 市本级). None means "not found".
    """

    text: str
    start: int
    end: int
    kind: Kind
    value: Decimal | str
    unit: str | None = None
    comparator: Comparator = "eq"
    role: Role = "other"
    metric: str | None = None
    period: str | None = None
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a goal; `label` is the header of its column as the source has it."""

    column: Column
    label: str
    text: str
    pieces: tuple[Piece, ...] = ()
    statements: tuple[Statement, ...] = ()
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class Goal:
    """One row of the table. `number` is 1-based; `name` is normalised (no ★, no spaces between Chinese characters)."""

    number: int
    name: str
    starred: bool
    cells: tuple[Cell, ...]  # in the order of the table's columns, goal_name included

    def cell(self, column: str, *, label: str | None = None) -> Cell | None:
        """The first cell of that column (and header, for `other`), or None."""
        return next((c for c in self.cells if c.column == column and label in (None, c.label)), None)

    def text(self, column: str) -> str:
        """Text of the first cell of that column, "" where there is none."""
        cell = self.cell(column)
        return cell.text if cell else ""


@dataclass(frozen=True)
class ParseReport:
    """What reading a document did: nothing is lost or dropped without standing here."""

    lines: int  # lines of the source that hold text
    goals: int
    joined: int  # rows that were joined to the row they continue
    skipped: tuple[tuple[int, str], ...] = ()  # (line, why): rules of dashes, repeated headers: nothing readable lost
    dropped: tuple[tuple[int, str, str], ...] = ()  # (line, why, text) that could not be placed
    headers: tuple[tuple[str, str], ...] = ()  # (header as in the source, column)

    def summary(self) -> str:
        """One Chinese line: `24 行 → 6 项目标，跨页续接 4 行，丢弃 0 处`."""
        return f"{self.lines} 行 → {self.goals} 项目标，跨页续接 {self.joined} 行，丢弃 {len(self.dropped)} 处"


@dataclass(frozen=True)
class Document:
    """A report. Its identity is its content (`sha256` of the file) and its own heading, never its file name.

    `period` is what the cumulative column covers ("1-6月"); `notes` are the lines outside the table (注：…), verbatim.
    """

    doc_id: str
    title: str
    organization: str | None
    year: int | None
    period: str | None
    source: str
    sha256: str
    goals: tuple[Goal, ...]
    notes: tuple[str, ...] = ()
    report: ParseReport = ParseReport(lines=0, goals=0, joined=0)

    @cached_property
    def report_name(self) -> str:
        """What tells the report from others of its year and period: the organisation and the kind of table.

        Years, periods and remarks in brackets are left out of the title, so that a revision keeps the name.
        """
        bare = re.sub(r"[（(〔\[【].*?[）)〕\]】]", "", self.title)
        kind = re.sub(r"[0-9０-９〇零一二三四五六七八九十年月度季半\s-]", "", bare)
        return f"{self.organization or ''}|{kind}"

    def goal_id(self, goal: Goal) -> str:
        """`doc_id#number`."""
        return f"{self.doc_id}#{goal.number}"

    @cached_property
    def cell_count(self) -> int:
        """Cells of all goals."""
        return sum(len(goal.cells) for goal in self.goals)

    @cached_property
    def figure_count(self) -> int:
        """Figures of all cells."""
        return sum(len(cell.figures) for goal in self.goals for cell in goal.cells)
