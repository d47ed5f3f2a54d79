"""Periods: what 1-6 月, 上半年, 二季度, 前三季度, 截至 6 月底 and 十三五期间 mean in months.

What is relative (去年, 本月, 今年以来) is resolved against the report's own period where the caller gives it, and kept
relative or left unread where not: the day on which a program runs says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from corpus.fold import fold
from corpus.period import Period, PeriodMatch
from corpus.period_words import (
    AFTER_YEAR,
    AHEAD,
    ANCHOR,
    BACK,
    BEFORE_BODY,
    BEFORE_YEAR,
    BODY,
    DAY,
    DOTTED,
    HEAD,
    HEAD_OF_END,
    LEAD,
    NEAR,
    YEAR_MARKS,
)

__all__ = ["Period", "PeriodMatch", "find_periods", "parse_period", "scan_periods"]

_GOES_ON = frozenset("底末份月-~至到")  # behind 月: the month is more than a date
_HAN_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九十")} | {"零": 0, "两": 2, "首": 1}
_FIVE_YEARS = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026}
_RELATIVE = {"今": 0, "本": 0, "当": 0, "去": -1, "上": -1, "前": -2, "明": 1, "次": 1, "下": 1}


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    if len(text) == 2 and text[0] == "十":
        return 10 + _HAN_DIGITS[text[1]]
    return _HAN_DIGITS[text] if len(text) == 1 else 0


def _year(text: str) -> int | None:
    """2021, 二〇二一, 97: two digits are of the century that is nearer; None for what is no year of reports."""
    if text.isascii():
        year = int(text)
    elif text.startswith("两千"):
        year = 2000 + _small(text[2:].lstrip("〇零"))
    elif all(c in _HAN_DIGITS for c in text):
        year = int("".join(str(_HAN_DIGITS[c]) for c in text))
    else:
        return None
    if len(text) == 2:
        year += 2000 if year < 50 else 1900
    return year if 1900 <= year < 2100 else None


def _small(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    return (_HAN_DIGITS.get(tens, 1) if ten else 0) * 10 + (_HAN_DIGITS.get(ones, 0) if ones else 0)


class _Found(NamedTuple):
    """A body with what leads to it, before it is resolved."""

    body: re.Match[str]
    head: re.Match[str] | None
    report: Period | None

    def has(self, name: str) -> str | None:
        """What the body has under that name."""
        return self.body[name]

    def lead(self, name: str) -> str | None:
        """What the head has under that name."""
        return self.head[name] if self.head else None

    @property
    def year(self) -> int | None:
        """The year that the text names."""
        named = self.lead("year")
        return _year(named) if named else None

    @property
    def shift(self) -> int:
        """Years from the report's own."""
        return _RELATIVE.get(self.lead("shift") or "", 0)

    def months(self, first: int, last: int) -> Period | None:
        """Those months of the year that leads to them, or None where they are none."""
        if not 1 <= first <= last <= 12:
            return None
        return self.dated(Period(first, last, self.year, 0 if self.year else self.shift))

    def dated(self, period: Period) -> Period:
        """The period in the report's years, where those are known."""
        return period.resolved(self.report.year) if self.report else period


def _range(found: _Found) -> Period | None:
    first, last = _number(found.body["a"]), _number(found.body["b"])
    if not found.has("year2") and not found.has("shift2"):
        return found.months(first, last)
    begin = found.dated(Period(1, 12, found.year, found.shift)).year
    to = _year(found.body["year2"]) if found.has("year2") else None
    if to is None and found.report and found.report.year and found.has("shift2"):
        to = found.report.year + _RELATIVE[found.body["shift2"]]
    if begin is None or to is None or not (1 <= first <= 12 and 1 <= last <= 12) or begin > to:
        return None
    return found.months(first, last) if begin == to else Period(first, last, begin, last_year=to)


def _quarters(found: _Found) -> Period | None:
    first = found.has("first") or found.has("han_a") or found.has("digit_a")
    last = found.has("last") or found.has("han_b") or found.has("digit_b")
    assert first
    assert last
    return found.months(3 * _number(first) - 2, 3 * _number(last))


def _month(found: _Found) -> Period | None:
    last = _number(found.body["m"])
    return found.months(1 if _is_point(found) else last, last)


def _first_months(found: _Found) -> Period | None:
    """前九个月; three months alone are a duration."""
    count, first = _number(found.body["n"]), (found.lead("first") or "").strip()
    if first == "第" and found.year:
        return found.months(count, count)
    return found.months(1, count) if first in ("前", "头") else None


def _quarter(found: _Found) -> Period | None:
    quarter, first = _number(found.body["q"]), (found.lead("first") or "").strip()
    if first and first != "第":
        return found.months(1, 3 * quarter)
    if found.has("each") or found.body["q"] == "两":
        return None
    return found.months(1 if found.has("quarter_end") else 3 * quarter - 2, 3 * quarter)


def _half(found: _Found) -> Period | None:
    return found.months(1, 6) if found.body["half"][0] in "上前" else found.months(7, 12)


def _within(found: _Found) -> Period | None:
    """年内: of the year, so far where the report says how far it is; 三年内 is a duration."""
    before = found.body.string[max(0, found.body.start() - 2) : found.body.start()].strip()[-1:]
    if before and (before.isdigit() or before in _HAN_DIGITS or before in "几数多半"):
        return None
    return found.months(1, found.report.last if found.report else 12)


def _since(found: _Found) -> Period | None:
    """今年以来: up to the end of the report's own period, so it has none without a report."""
    own = found.body["since"] == "年初以来" or (found.lead("shift") or "-") in "今本当"
    return found.months(1, found.report.last) if own and found.report else None


def _same(found: _Found) -> Period | None:
    """去年同期为 …: the report's own months of another year."""
    if found.report is None or not (found.year or found.shift):
        return None
    return found.months(found.report.first, found.report.last)


def _this(found: _Found) -> Period | None:
    """本月, 上季度: counted from the last month of the report's own period."""
    if found.report is None:
        return None
    size = 1 if found.body["of"] == "月" else 3
    step = {"上": -1, "下": 1}.get(found.body["which"], 0)
    index = (found.report.last - 1) // size + step
    years, index = divmod(index, 12 // size)
    first = 1 if found.has("this_end") else index * size + 1
    return found.dated(Period(first, (index + 1) * size, None, years))


def _letter(found: _Found) -> Period | None:
    quarter = int(found.body["digit"])
    return found.months(3 * quarter - 2, 3 * quarter)


def _plan(found: _Found) -> Period | None:
    begin = _FIVE_YEARS[found.body["nth"]]
    return Period(1, 12, begin, last_year=begin + 4)


def _years(found: _Found) -> Period | None:
    begin, to = int(found.body["from"]), int(found.body["till"])
    return Period(1, 12, begin, last_year=to) if begin < to else None


def _whole(found: _Found) -> Period | None:
    return found.months(1, 12)


_RULES: dict[str | None, Callable[[_Found], Period | None]] = {
    "range": _range, "quarters": _quarters, "two_quarters": _quarters, "month": _month, "months": _first_months, "quarter": _quarter,
    "half": _half, "whole": _whole, "ending": _whole, "within": _within, "since": _since, "same": _same, "this": _this, "letter": _letter,
    "plan": _plan, "years": _years,
}  # fmt: skip
_LOOSE = ("within", "plan", "years")


def _is_point(found: _Found) -> bool:
    """Whether it says how things stand at the end: 截至 6 月, 6 月底, 到 6 月 30 日; 至 6 月 alone ends a range."""
    until, body = found.lead("until") or "", found.body
    if until.startswith("截"):
        return True
    if body["month_end"] or body["quarter_end"] or body["ending"] or body["until_b"] or body["this_end"]:
        return True
    return bool(until) and DAY.match(body.string, body.end()) is not None


def _head(folded: str, body: re.Match[str], *, floor: int) -> re.Match[str] | None:
    """What leads to a body: its year, 截至, 前; None where nothing does."""
    start = body.start()
    if start <= floor or folded[start - 1] not in BEFORE_BODY:
        return None
    pattern = HEAD_OF_END if body["ending"] or body["letter"] else HEAD
    head = pattern.search(folded, max(floor, start - LEAD), start)
    return head if head and head.group() else None


def _at(folded: str, body: re.Match[str], *, floor: int, report: Period | None) -> tuple[str, PeriodMatch] | None:
    found = _Found(body, _head(folded, body, floor=floor), report)
    name = body.lastgroup or ""
    period, point = _RULES[name](found), _is_point(found)
    day = DAY.match(folded, body.end()) if name in ("month", "range") else None
    if period is None or (day and not (point and name == "month")):
        return None
    end = day.end() if day else body.end()
    return name, PeriodMatch(_start(found, period, point=point), end, period, point)


def _start(found: _Found, period: Period, *, point: bool) -> int:
    """Where it begins: 截至 and years belong to it, 今年 and a 到 that ends nothing don't."""
    head = found.head
    if head is None:
        return found.body.start()
    if head["until"] and point:
        return head.start("until")
    if head["dated"] and (period.year is not None or period.shift):
        return (
            head.start("dated") if found.lead("year") or found.shift or found.has("since") else _after(head, found.body)
        )
    return _after(head, found.body)


def _after(head: re.Match[str], body: re.Match[str]) -> int:
    return head.start("first") if head["first"] else body.start()


def _is_last_of_years(folded: str, position: int) -> bool:
    """Whether a span of years ends here: 2019-2021年."""
    return not YEAR_MARKS.isdisjoint(folded[max(0, position - 7) : max(0, position - 4)])


def _is_date(folded: str, position: int) -> bool:
    """Whether this is the 月 of 2021 年 12 月 and neither the end of a range or of 截至 nor the start of one."""
    before = folded[max(0, position - 14) : position]
    year = before.rfind("年")
    return (
        year >= 4
        and before[year + 1 :].strip().isdigit()
        and before[:year].rstrip()[-4:].isdigit()
        and not before[:year].rstrip()[:-4].rstrip().endswith(("至", "到", "止", "-", "~", ":"))
        and folded[position + 1 : position + 3].lstrip()[:1] not in _GOES_ON
    )


def _is_anchor(folded: str, position: int) -> bool:
    """Whether a period may have its 年, 来, 期 here; most of them belong to dates and other words."""
    character, before = folded[position], folded[position - 1 : position] if position else ""
    if character == "年":
        return (
            before in BEFORE_YEAR
            or folded[position + 1 : position + 3].lstrip()[:1] in AFTER_YEAR
            or _is_last_of_years(folded, position)
        )
    if character == "来":
        return before == "以"
    return character != "期" or before == "同" or "五" in folded[max(0, position - 3) : position]


def scan_periods(folded: str, *, report: Period | None, loose: bool, dates: bool = False) -> Iterator[PeriodMatch]:
    """What `find_periods` finds, in text that is folded already; with `dates`, a month of a year is a date and left out."""
    floor = 0
    for anchor in ANCHOR.finditer(folded):
        position = anchor.start()
        if position < floor or not _is_anchor(folded, position) or (dates and _is_date(folded, position)):
            continue
        if folded[position] == "截":
            dotted = DOTTED.match(folded, position)
            if dotted and 1 <= int(dotted["month"]) <= 12:
                floor = dotted.end()
                yield PeriodMatch(position, floor, Period(1, int(dotted["month"]), _year(dotted["year"])), point=True)
            continue
        begin = max(floor, position - (BACK if folded[position] == "年" else NEAR))
        while (body := BODY.search(folded, begin, position + AHEAD)) is not None and body.start() <= position:
            found = _at(folded, body, floor=floor, report=report)
            if found and (loose or found[0] not in _LOOSE):
                floor = found[1].end
                yield found[1]
                break
            begin = body.start() + 1


def find_periods(text: str, *, report: Period | None = None, loose: bool = False) -> list[PeriodMatch]:
    """All periods of `text`, left to right, none overlapping.

    Args:
        text: any text.
        report: the report's own period, against which 去年, 本月 and 今年以来 are resolved; its `year` may be None.
        loose: also those that are vague or span several years: 年内, 十三五期间, 2019-2021年.
    """
    return list(scan_periods(fold(text), report=report, loose=loose))


def parse_period(text: str) -> Period | None:
    """The first period that `text` names, or None."""
    found = next(scan_periods(fold(text), report=None, loose=False), None)
    return found.period if found else None
