"""A goal as a row: the short values that rows are chosen and ordered by, each with the cell that shows it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.evidence import plain
from assistant.schedule import Month, deadline_of, deadline_text, elapsed_pct
from assistant.writer import Place, Writer
from corpus import Cell, Column, Document, Goal, fold

_UNIT_LABELS = re.compile(r"序号|编号|^单位$|计量单位|分值|权重|得分")


@dataclass(frozen=True, slots=True)
class Row:
    """A goal with its document."""

    document: Document
    goal: Goal

    def cell(self, column: Column) -> Cell | None:
        """The cell of that column, None where it is missing or empty."""
        cell = self.goal.cell(column)
        return cell if cell is not None and cell.text.strip() else None

    @property
    def percent(self) -> Decimal | None:
        """The completion that the report gives (0–100 and more); None where it gives none."""
        cell = self.cell("completion_pct")
        found = [f.value for f in cell.figures if f.kind == "percent"] if cell else []
        return next((value for value in found if isinstance(value, Decimal)), None)

    @property
    def deadline(self) -> Month | None:
        """The month until whose end the goal is due; None where the report doesn't say."""
        return deadline_of(self.document, self.goal) if deadline_text(self.document, self.goal) else None

    @property
    def elapsed(self) -> Decimal | None:
        """How much (0–100) of the goal's time had passed at the end of the report's period."""
        return elapsed_pct(self.document, self.goal)

    @property
    def attribute(self) -> str:
        """约束性, 预期性 … plain; "" where the report has no such column."""
        return plain(self.goal.text("attribute"))

    @property
    def extras(self) -> list[Cell]:
        """The cells of the report's own further columns that hold words (责任单位, 备注)."""
        return [
            c for c in self.goal.cells if c.column == "other" and c.text.strip() and not _UNIT_LABELS.search(c.label)
        ]

    def quote(self, cell: Cell, writer: Writer) -> str:
        """A short cell in full, with its mark."""
        return writer.quote(Place(self.document, self.goal, cell), 0, len(cell.text))


def rows_of(documents: Iterable[Document]) -> list[Row]:
    """All goals of the documents."""
    return [Row(document, goal) for document in documents for goal in document.goals]


def values_of(cell: Cell) -> list[str]:
    """What a short cell lists: 市建设局、市交通局 → both, plain; numbers and single characters are no values."""
    parts = re.split(r"[、,;/\n]", fold(cell.text))
    return [value for part in parts if len(value := plain(part)) > 1 and not value.isdigit()]


def name_in(row: Row, *, documents: Sequence[Document]) -> str:
    """The goal's name, with the report that it is of where several are looked at."""
    if len(documents) < 2:
        return row.goal.name
    return f"{report_name(row.document, documents)} {row.goal.name}"


def report_name(document: Document, documents: Sequence[Document]) -> str:
    """The organisation, with the year where several years of it are looked at."""
    name = document.organization or document.title
    years = {d.year for d in documents if (d.organization or d.title) == name}
    return f"{name}（{document.year} 年）" if len(years) > 1 and document.year else name
