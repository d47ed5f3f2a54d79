"""Time: until when a goal must be reached, and how much of that time has passed at the end of the report's period."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from corpus import Document, Goal, find_periods, fold, parse_period

_DATED = re.compile(r"((?:19|20)\d{2})\s*[年./-]\s*(?:(\d{1,2})(?!\d)\s*月?)?")
_BARE_MONTH = re.compile(r"\s*(\d{1,2})\s*月?(?:份|底|末|底前|末前|前)?\s*")
_YEAR_END = re.compile("年底|年末|年内|全年|当年")


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A month of a year; `month` is 1–12."""

    year: int
    month: int

    @property
    def count(self) -> int:
        """Months since the year 0, to reckon with."""
        return 12 * self.year + self.month

    @classmethod
    def end_of(cls, document: Document) -> Self | None:
        """The last month that a report covers; None where it doesn't say."""
        period = parse_period(document.period or "")
        return cls(document.year, period.last) if document.year is not None and period is not None else None


def deadline_text(document: Document, goal: Goal) -> str | None:
    """The deadline as `2021-12` or `2021`; None where the goal names none. A month alone is of the report's year."""
    text = fold(goal.text("deadline"))
    dated = list(_DATED.finditer(text))
    if dated:
        year, month = dated[-1].groups()
        return f"{year}-{int(month):02d}" if month and 1 <= int(month) <= 12 else year
    month = _month_of(text)
    return f"{document.year}-{month:02d}" if month and document.year is not None else None


def _month_of(text: str) -> int | None:
    bare = _BARE_MONTH.fullmatch(text)
    if bare and 1 <= int(bare[1]) <= 12:
        return int(bare[1])
    if _YEAR_END.search(text):
        return 12
    return max((found.period.last for found in find_periods(text)), default=None)


def deadline_of(document: Document, goal: Goal) -> Month | None:
    """The month until whose end the goal must be reached; the end of the report's year where it names none."""
    text = deadline_text(document, goal)
    if text is None:
        return Month(document.year, 12) if document.year is not None else None
    year, _, month = text.partition("-")
    return Month(int(year), int(month or 12))


def elapsed_pct(document: Document, goal: Goal) -> Decimal | None:
    """How much (0–100) of the time from the report's January to the goal's deadline its period covers; None: unknown."""
    end, deadline = Month.end_of(document), deadline_of(document, goal)
    if end is None or deadline is None:
        return None
    begin = Month(min(end.year, deadline.year), 1).count - 1
    share = Decimal(100) * (end.count - begin) / (deadline.count - begin)
    return min(Decimal(100), round(share, 1))
