"""What a draft calls reports and their months: 杭州市财政局2021年上半年. Each part of it stands in the report's heading."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.drafting.choosing import Source
from corpus import Document, parse_period

_PERIODS = {
    (1, 3): "一季度",
    (1, 6): "上半年",
    (1, 9): "前三季度",
    (1, 12): "全年",
    (4, 6): "二季度",
    (7, 9): "三季度",
    (10, 12): "四季度",
}


def months_of(source: Source) -> str:
    """The months that the source's column tells of: 上半年, 1-5月; "" where nothing says."""
    label = "" if source.is_cumulative or source.progress is None else source.progress.label
    period = parse_period(label) or parse_period(source.document.period or "")
    return _PERIODS.get((period.first, period.last), str(period)) if period else ""


def year_of(document: Document) -> str:
    """`2021年`, "" where the report doesn't say."""
    return f"{document.year}年" if document.year else ""


def body_of(document: Document) -> str:
    """The body that the report is of, else its title."""
    return document.organization or document.title


def called(source: Source) -> str:
    """Body, year and months: `杭州市财政局2021年上半年`."""
    document = source.document
    return f"{body_of(document)}{year_of(document)}{months_of(source)}" if document.organization else document.title


def shared(sources: Sequence[Source]) -> str:
    """What all sources are called by: the body, the year and the months that they share."""
    bodies = {body_of(s.document) for s in sources}
    years = {year_of(s.document) for s in sources}
    months = {months_of(s) for s in sources}
    said = [*bodies] if len(bodies) == 1 else []
    if len(years) == 1 and sources[0].document.organization:
        said += [*years, *(months if len(months) == 1 else ())]
    return "".join(said)


def told_apart(source: Source, sources: Sequence[Source], *, with_months: bool = True) -> str:
    """What tells a source from the others: the body, or the year and the months, or all where all differ."""
    bodies = {body_of(s.document) for s in sources}
    dates = {(year_of(s.document), months_of(s)) for s in sources}
    body = body_of(source.document) if len(bodies) > 1 else ""
    if body and len(dates) == 1:
        return body
    return f"{body}{year_of(source.document)}{months_of(source) if with_months else ''}"
