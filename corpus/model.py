"""What a report is made of: document → goals (rows) → cells → statements and figures.

Plain frozen records, so that every layer can pass them on without copying or guarding them. All spans are end-exclusive
character offsets into `Cell.text`, which holds the source text with page-break fragments joined and mark-up removed,
and nothing else changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
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
How = Literal["rule", "content", "similarity", "person"]
Role = Literal["target", "actual", "budget", "change", "share", "other"]
Direction = Literal["up", "down"]
Status = Literal["met", "not_met", "unknown"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands in its source file; what the format doesn't have is 0, "" or None.

    `row` and `column` are 1-based: line and field of a text file, row and column of a sheet, of table `table` of a
    document, or of the table on a page. `box` is (left, top, right, bottom) in points (1/72 inch) from the top left
    corner of the page as it is displayed, rotation applied; for a picture, in its pixels.
    """

    row: int = 0
    column: int = 0
    page: int = 0
    table: int = 0
    sheet: str = ""
    box: tuple[float, float, float, float] | None = None

    def __str__(self) -> str:
        if self.sheet:
            return f"工作表“{self.sheet}” {column_letters(self.column)}{self.row}"
        parts = [f"第 {self.page} 页" if self.page else "", f"表 {self.table} " if self.table else ""]
        inside = [f"第 {self.row} 行" if self.row else "", f"第 {self.column} 列" if self.table and self.column else ""]
        return "".join([*parts, *inside]).strip()

    @property
    def row_name(self) -> str:
        """The row alone, as people would look for it: 第 12 行, 工作表“进展”第 5 行, 第 2 页第 3 行."""
        return f"工作表“{self.sheet}”第 {self.row} 行" if self.sheet else str(replace(self, column=0))


def column_letters(column: int) -> str:
    """The name of a sheet's column: 1 → A, 27 → AA."""
    name = ""
    while column > 0:
        column, letter = divmod(column - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


@dataclass(frozen=True, slots=True)
class Piece:
    """A fragment of the source that a cell was made of: `cell.text[start:end]` stood at `place`."""

    start: int
    end: int
    place: Place


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
    text or its column says so; `scope` whose figure it is (全市, 市本级). A change has its `direction` (下降 0.6 个百分点: the
    value stays 0.6, the direction is down) and its `basis`, what it is measured against (同比, 环比, 较年初); a share of a
    plan has the plan as basis (年初预算). None means "not found".
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
    direction: Direction | None = None
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class Attainment:
    """A target of a goal and the actual that answers it, as positions in `Goal.figures`.

    `ratio` is actual ÷ target; `status` is `unknown` where no actual answers the target.
    """

    target: int
    actual: int | None
    ratio: Decimal | None
    status: Status


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a goal; `label` is the header of its column as the source has it.

    `doubts` are spans of the text that the recognition of a scan was not sure of.
    """

    column: Column
    label: str
    text: str
    pieces: tuple[Piece, ...] = ()
    statements: tuple[Statement, ...] = ()
    figures: tuple[Figure, ...] = ()
    doubts: tuple[tuple[int, int], ...] = ()

    def is_doubtful(self, start: int, end: int) -> bool:
        """Whether recognition was unsure of something in `text[start:end]`."""
        return any(start < last and first < end for first, last in self.doubts)

    def place_of(self, start: int) -> Place | None:
        """Where the character at `start` stood in the source; None where the cell was empty there."""
        return next((p.place for p in reversed(self.pieces) if p.start <= start), None)


@dataclass(frozen=True)
class Goal:
    """One row of the table. `number` is 1-based; `name` is normalised (no ★, no spaces between Chinese characters)."""

    number: int
    name: str
    starred: bool
    cells: tuple[Cell, ...]  # in the order of the table's columns, goal_name included
    attainment: tuple[Attainment, ...] = ()  # filled by the extraction step, in the order of the targets

    @cached_property
    def figures(self) -> tuple[tuple[Cell, Figure], ...]:
        """All figures of the goal with their cells, cell by cell, left to right."""
        return tuple((cell, figure) for cell in self.cells for figure in cell.figures)

    def cell(self, column: str, *, label: str | None = None) -> Cell | None:
        """The first cell of that column (and header, for `other`), or None."""
        return next((c for c in self.cells if c.column == column and label in (None, c.label)), None)

    def text(self, column: str) -> str:
        """Text of the first cell of that column, "" where there is none."""
        cell = self.cell(column)
        return cell.text if cell else ""


@dataclass(frozen=True, slots=True)
class HeaderMapping:
    """A header as the source has it, and the column that it was taken for.

    `how`: by a rule on its words, by what stands in the column, by the likeness of its meaning, or because a person said
    so. What was found by content or likeness is a guess that a person should look at.
    """

    header: str
    column: Column
    how: How = "rule"

    @property
    def is_guess(self) -> bool:
        """Whether a person should confirm it."""
        return self.how in ("content", "similarity")


@dataclass(frozen=True)
class ParseReport:
    """What reading a document did: nothing is lost or dropped without standing here.

    Each entry begins with where (第 12 行, 第 2 页第 3 行, 工作表“进展”第 5 行; "" for the file as a whole).
    """

    lines: int  # rows of tables and lines of text that hold something
    goals: int
    joined: int  # rows that were joined to the row they continue
    skipped: tuple[tuple[str, str], ...] = ()  # (where, why): rules, repeated headers: nothing readable lost
    dropped: tuple[tuple[str, str, str], ...] = ()  # (where, why, text) that could not be placed
    headers: tuple[HeaderMapping, ...] = ()
    remarks: tuple[tuple[str, str], ...] = ()  # (where, what): hidden rows, tracked changes, a doubtful header …

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
