"""The grammar of figures: money, percent, counts, dates, periods and document numbers, each with its exact span.

`figure_lexer` finds the cores (a number with its unit), `periods` the periods; here the comparing words around a core are
taken in, and role, metric, period and scope come from the words around. Words are data in the modules beside this one: a new
unit, comparator or cue is a line there, not a branch here. Everything is read from left to right, once.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter

from corpus.comparing import comparing_after, comparing_before
from corpus.figure_context import Context
from corpus.figure_core import Core
from corpus.figure_lexer import cores
from corpus.figure_metrics import measured
from corpus.figure_numbers import STARTS
from corpus.figure_roles import role_of
from corpus.fold import fold
from corpus.model import Column, Comparator, Figure
from corpus.periods import Period, PeriodMatch, parse_period, scan_periods

_DATED = re.compile(
    r"(?:19|20)\d{2}[ ]{0,2}年[ ]{0,2}\d{1,2}[ ]{0,2}月|[一二][〇零一二三四五六七八九]{3}年十?[一二三四五六七八九十]月"
)
_HAN_MONTH = re.compile(r"[一二三四五六七八九十]{1,2}月")
_COMPARED = re.compile(r"(?:[比较与]|同)[ ]?$")
_YEAR_ALONE = re.compile(r"度?[ ]{0,2}[,:]")
_SCOPE = re.compile(r"全[市区县省州国系](?!域|心|统筹)|[市区县省]本级|[市区县]级(?!以上|及以上)|主城区")
_MARGIN = re.compile(r"[比较与][^,。;]{1,16}(?:超过?|高于|低于|高出)[ ]?$")  # 较序时进度超 5 个百分点: no bound
_REACH = 24
_ANYTHING = re.compile(f"[上下前后全整年本当同{STARTS.pattern[1:]}")  # where a number or a period may begin
_BY_PLACE = attrgetter("start", "end")
_BARE_PERCENT = re.compile(r"\s*(?P<value>\d+(?:\.\d+)?)\s*")


@dataclass(slots=True)
class _Reading:
    """What is known of a text while its figures are read: its periods, its scopes, and how far both are passed."""

    text: str
    folded: str
    column: Column
    default: str | None
    periods: list[PeriodMatch]
    scopes: list[re.Match[str]]
    context: Context
    starts: list[int] = field(default_factory=list)
    scope_starts: list[int] = field(default_factory=list)
    year: tuple[int, str] | None = None  # where a year leads a sentence, and the period that it stands for


@lru_cache(maxsize=64)
def _report(period: str | None) -> Period | None:
    return parse_period(period) if period else None


def read_figures(text: str, *, column: Column = "other", period: str | None = None) -> tuple[Figure, ...]:
    """All figures of `text`, left to right.

    Args:
        text: a cell's text, or any other text (a draft, a question).
        column: the column it stands in; it decides target against actual, and what a bare number is.
        period: what the column covers ("4-6月", "2021年1-6月"), for figures whose sentence names none, and for what is said
            relative to it (本月, 今年以来).

    Returns:
        Figures with `text[figure.start:figure.end] == figure.text`. A range (10-15 个) gives two, `ge` and `le`, of one
        span.
    """
    folded = fold(text)
    if column == "completion_pct" and (bare := _BARE_PERCENT.fullmatch(folded)):
        start, end = bare.span("value")
        return (
            Figure(text[start:end], start, end, "percent", Decimal(bare["value"]), "%", "eq", "actual", period=period),
        )
    if not _ANYTHING.search(folded):
        return ()
    periods = _own_periods(folded, _report(period))
    reading = _Reading(text, folded, column, period, periods, list(_SCOPE.finditer(folded)), Context(folded))
    reading.starts = [found.start for found in periods]
    reading.scope_starts = [match.start() for match in reading.scopes]
    figures = [_period_figure(reading, found) for found in periods]
    for core in cores(folded, taken=[(found.start, found.end) for found in periods]):
        figures.extend(_finished(reading, core))
    return tuple(sorted(figures, key=_BY_PLACE) if periods else figures)


def _own_periods(folded: str, report: Period | None) -> list[PeriodMatch]:
    """Periods that are neither dates (2021 年 12 月) nor what something is compared with (比上年末)."""
    kept = []
    for found in scan_periods(folded, report=report, loose=True, dates=True):
        said = folded[found.start : found.end]
        if (
            _DATED.fullmatch(said)
            or _HAN_MONTH.fullmatch(said)
            or _COMPARED.search(folded, max(0, found.start - 2), found.start)
        ):
            continue
        kept.append(found)
    return kept


def _period_figure(reading: _Reading, found: PeriodMatch) -> Figure:
    value = "".join(reading.folded[found.start : found.end].split())
    return Figure(reading.text[found.start : found.end], found.start, found.end, "period", value)


def _finished(reading: _Reading, core: Core) -> list[Figure]:
    """The figure(s) of a core, with the comparing words around it taken in."""
    folded, context = reading.folded, reading.context
    context.move(core.start)
    start, end, comparator = _compared(folded, core, floor=max(context.sentence, context.phrase))
    role = role_of(
        core,
        folded=folded,
        span=(start, end),
        comparator=comparator,
        column=reading.column,
        clause=context.comma,
        sentence=context.sentence,
    )
    gaps = _gaps(reading, context.phrase, start) if reading.periods else ()
    about = measured(core, context=context, start=start, end=end, role=role, gaps=gaps)
    period, scope, text = _period_of(reading, start), _scope_of(reading, start), reading.text[start:end]
    found = [
        Figure(
            text,
            start,
            end,
            core.kind,
            value,
            core.unit,
            sign,
            role,
            about.metric,
            period,
            scope,
            about.direction,
            about.basis,
        )
        for value, sign in _values(core, comparator)
    ]
    context.passed(found[-1])
    if core.kind == "date" and len(str(core.value)) == 4 and _YEAR_ALONE.match(folded, end):
        reading.year = (core.start, f"{core.value}年1-12月")
    return found


def _compared(folded: str, core: Core, *, floor: int) -> tuple[int, int, Comparator]:
    """The span with its comparing words, and what they say."""
    if core.kind in ("date", "document_no"):
        return core.start, core.end, "eq"
    if core.unit == "个百分点" and _MARGIN.search(folded, max(floor, core.start - _REACH), core.start):
        return core.start, core.end, "gt" if core.more else "eq"
    start, end, said = core.start, core.end, None
    after = comparing_after(folded, end)
    if after:
        end, said = after
    before = comparing_before(folded, start, floor=floor)
    if before:
        start, said = before
    return start, end, said or ("gt" if core.more else "eq")


def _values(core: Core, comparator: Comparator) -> tuple[tuple[Decimal | str, Comparator], ...]:
    if core.low is None:
        return ((core.value, comparator),)
    return (core.low, "ge"), (core.value, "le")


def _gaps(reading: _Reading, begin: int, end: int) -> Sequence[tuple[int, int]]:
    """The periods between two offsets."""
    first = bisect_right(reading.starts, begin - 1)
    last = bisect_right(reading.starts, end)
    return [(found.start, found.end) for found in reading.periods[max(0, last - 4, first) : last]]


def _period_of(reading: _Reading, start: int) -> str | None:
    """The nearest period before a figure in its statement, or a year that leads it; else that of the column."""
    position = bisect_right(reading.starts, start) - 1 if reading.periods else -1
    begin = reading.context.sentence
    if position >= 0 and reading.starts[position] >= begin:
        return reading.periods[position].period.label
    if reading.year and reading.year[0] >= begin:
        return reading.year[1]
    return reading.default


def _scope_of(reading: _Reading, start: int) -> str | None:
    """The nearest words before a figure in its sentence that say whose it is."""
    position = bisect_right(reading.scope_starts, start) - 1 if reading.scopes else -1
    if position >= 0 and reading.scope_starts[position] >= reading.context.sentence:
        return reading.scopes[position].group()
    return None
