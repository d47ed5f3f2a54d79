"""Which months the columns of a report cover, and which of several reports of one body speaks of a period.

A body that reports every quarter leaves reports of one year that hold the same goals. 6 月底 is the end of the first one's
running total and 三季度 the last quarter of the second one: a question that names a period means the report that has a
column for it, though the others hold the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from corpus import Document, Period, parse_period

_QUARTER = 3
_LIST = re.compile(r"(?P<listed>[一二三四1-4](?:、[一二三四1-4]){0,2}[、和与及]?[一二三四1-4])(?:这?[两三]个?)?季度")
_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4}


@lru_cache(maxsize=256)
def _period(text: str) -> Period | None:
    return parse_period(text)


def months(period: Period) -> tuple[int, int]:
    """Its first and last month."""
    return period.first, period.last


def covered_by(document: Document) -> Period | None:
    """The months of the running total; None where nothing says so."""
    return _period(document.period) if document.period else None


def quarter_of(document: Document) -> Period | None:
    """The months of the column of the quarter."""
    labels = (c.label for goal in document.goals for c in goal.cells if c.column == "quarter_progress")
    return next((found for label in labels if (found := _period(label))), None)


def has_column(document: Document, period: Period) -> bool:
    """Whether a column of the report is of just that period."""
    return any(months(own) == months(period) for own in (covered_by(document), quarter_of(document)) if own)


def is_first_part(period: Period, document: Document) -> bool:
    """Whether the period is what the report's own begins with, up to its last quarter."""
    covered = covered_by(document)
    return covered is not None and period.first == 1 and period.last == covered.last - _QUARTER


def reports_for(period: Period, documents: Sequence[Document]) -> list[Document]:
    """The reports of a body that speak of a period: with a column for it, else ending there, else that it can be computed from."""
    exact = [d for d in documents if (own := covered_by(d)) and months(own) == months(period)]
    exact = exact or [d for d in documents if has_column(d, period)]
    ending = [
        d for d in documents if (own := covered_by(d)) and own.last == period.last and period.first == period.last
    ]
    return exact or ending or [d for d in documents if is_first_part(period, d)]


def covering(periods: Sequence[Period], documents: Sequence[Document]) -> tuple[Document, ...]:
    """The reports that a question about these periods means: of each body and year those that speak of one, else all."""
    groups: dict[tuple[str, int | None], list[Document]] = {}
    for document in documents:
        groups.setdefault((document.organization or document.doc_id, document.year), []).append(document)
    meant: set[str] = set()
    for group in groups.values():
        found = [d for period in periods for d in reports_for(period, group)] if len(group) > 1 else group
        meant.update(d.doc_id for d in found or group)
    return tuple(d for d in documents if d.doc_id in meant)


def quarters_listed(text: str) -> tuple[Period, ...]:
    """The quarters of 二、三两个季度 and 一、二、三季度; none where fewer than two are listed."""
    match = _LIST.search(text)
    if not match:
        return ()
    numbers = [_NUMBERS.get(c) or int(c) for c in match["listed"] if c in _NUMBERS or c.isdigit()]
    return _quarters(numbers) if numbers == sorted(set(numbers)) else ()


def _quarters(numbers: Iterable[int]) -> tuple[Period, ...]:
    return tuple(Period(_QUARTER * n - 2, _QUARTER * n) for n in numbers)
