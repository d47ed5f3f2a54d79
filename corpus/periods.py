"""Periods of a year: what 1-6 月, 上半年, 二季度, 前三季度 and 截至 6 月底 mean in months.

A period of reports is a run of whole months of one year, so a pair of months (and a year where the text names one) is
enough; a date library would give days that the text doesn't say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.fold import fold

_HAN_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九十")} | {"零": 0, "两": 2, "首": 1}


@dataclass(frozen=True, slots=True)
class Period:
    """Months `first` to `last` (1–12, both included) of `year`; a year of None is the report's own."""

    first: int
    last: int
    year: int | None = None

    def __str__(self) -> str:
        return f"{self.first}-{self.last}月" if self.first != self.last else f"{self.first}月"

    @property
    def months(self) -> int:
        """How many months it covers."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class PeriodMatch:
    """A period read from a text at `start:end`; `point` marks 截至 …, a state at its end rather than a flow over it."""

    start: int
    end: int
    period: Period
    point: bool = False


_S = r"\s{0,2}"
_YEAR = r"(?:(?P<year>\d{4})\s{0,2}年度?\s{0,2}的?\s{0,2})?"
_N = r"(?<![\d十])\d{1,2}|(?<!十)十[一二]|(?<!十)[一二三四五六七八九十]"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("range", rf"{_YEAR}(?P<a>{_N}){_S}月?份?{_S}(?:-|~|至|到){_S}(?P<b>{_N}){_S}月(?:份|底|末)?"),
        (
            "until",
            rf"(?:截至|截止|截止到|截至到|到|至){_S}(?:时间|日期)?:?{_S}{_YEAR}(?P<b>{_N}){_S}月(?:份)?{_S}(?:\d{{1,2}}{_S}[日号]|底|末)",
        ),
        ("until", rf"(?:截至|截止|截止到|截至到){_S}:?{_S}(?P<year>\d{{4}})[./-](?P<b>\d{{1,2}})(?!\d)"),
        ("first_months", rf"{_YEAR}(?:前|头){_S}(?P<b>{_N}){_S}个月"),
        ("first_quarters", rf"{_YEAR}(?:前|1-|一至|一到){_S}(?P<q>[二三四234])个?季度"),
        ("quarter", rf"{_YEAR}(?:第{_S})?(?P<q>[一二三四1234首]){_S}季度?"),
        ("quarter_letter", rf"{_YEAR}Q(?P<q>[1-4])(?![0-9])"),
        ("first_half", rf"{_YEAR}上半年"),
        ("second_half", rf"{_YEAR}下半年"),
        ("whole", rf"{_YEAR}(?:全年|整年|年底|年末|全年度)"),
        ("month_end", rf"{_YEAR}(?P<b>{_N}){_S}月{_S}(?:底|末)"),
        ("month", rf"{_YEAR}(?P<b>{_N}){_S}月(?:份)?(?!{_S}\d{{1,2}}{_S}[日号])"),
    )
)


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    if len(text) == 2:
        return 10 + _HAN_DIGITS[text[1]]
    return _HAN_DIGITS[text]


def _resolve(name: str, match: re.Match[str]) -> Period | None:
    groups = match.groupdict()
    year = int(groups["year"]) if groups.get("year") else None
    if name == "range":
        first, last = _number(groups["a"]), _number(groups["b"])
    elif name in ("until", "first_months"):
        first, last = 1, _number(groups["b"])
    elif name in ("month", "month_end"):
        first = last = _number(groups["b"])
        first = 1 if name == "month_end" else first
    elif name == "first_quarters":
        first, last = 1, 3 * _number(groups["q"])
    elif name in ("quarter", "quarter_letter"):
        quarter = _number(groups["q"])
        first, last = 3 * quarter - 2, 3 * quarter
    else:
        first, last = {"first_half": (1, 6), "second_half": (7, 12), "whole": (1, 12)}[name]
    return Period(first, last, year) if 1 <= first <= last <= 12 else None


def find_periods(text: str) -> list[PeriodMatch]:
    """All periods of `text`, left to right, none overlapping; of two that start alike the earlier rule wins."""
    folded = fold(text)
    found: list[PeriodMatch] = []
    for name, pattern in _PATTERNS:
        for match in pattern.finditer(folded):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            period = _resolve(name, match)
            if period:
                start = match.start() + len(match.group()) - len(match.group().lstrip())
                found.append(PeriodMatch(start, match.end(), period, point=name in ("until", "month_end")))
    return sorted(found, key=lambda m: m.start)


def parse_period(text: str) -> Period | None:
    """The first period that `text` names, or None."""
    found = find_periods(text)
    return found[0].period if found else None
