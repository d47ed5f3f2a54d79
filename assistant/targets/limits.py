"""A threshold that the question brings along (占比够不够 75%): the actual of the metric asked, compared with it.

The report's own target is shown beside it where it is of that very figure; a target of another metric never stands in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.asks import Ask, unit_family
from assistant.attainment import Attained, Located
from assistant.evidence import Matcher
from assistant.lookup import Choice, choose, near_text
from assistant.question import Query
from assistant.retrieve import Evidence, Ranked
from assistant.sufficiency import why_not
from assistant.targets.asked import Threshold
from assistant.targets.repairing import scoped
from assistant.targets.writing import quoted, verdict
from assistant.writer import Writer, multiplier_of
from corpus import BODY, MULTIPLIERS, Figure, Kind

_SHARE_ASKED, _SHARE_SAID = r"占(?!用|地|道)|比重", r"占|比重|比例|率(?!先)|完成"
_KINDS: tuple[Kind, ...] = ("percent", "money", "count", "duration")


def is_of(threshold: Threshold, target: Figure) -> bool:
    """Whether the threshold is the target itself: 够 98 了吗, where 98% is the target."""
    if not isinstance(target.value, Decimal):
        return False
    value = target.value * 100 if target.kind == "fraction" else target.value
    same_kind = threshold.kind is None or threshold.kind == ("percent" if target.kind == "fraction" else target.kind)
    return same_kind and (threshold.value == value or (threshold.kind is None and threshold.written == written(target)))


def written(figure: Figure) -> Decimal:
    """The number as it is written: 306.8 of 306.8 万人."""
    assert isinstance(figure.value, Decimal)
    return figure.value / MULTIPLIERS[multiplier_of(figure)]


def compared(query: Query, threshold: Threshold, evidence: Evidence) -> Located | None:
    """The actual that the question compares with its threshold; None where the report has none of that metric."""
    progress = [r for r in evidence.ranked if r.passage.cell.column in BODY and r.passage.cell.column != "criteria"]
    found = [c for kind in _kinds(threshold) if (c := _choice(query, threshold, kind, progress, evidence)) is not None]
    best = max(found, key=lambda c: c.score, default=None)
    return scoped(query.text, Located(best.passage, best.figure)) if best else None


def _kinds(threshold: Threshold) -> Sequence[Kind]:
    return [kind for kind in _KINDS if threshold.kind in (None, kind)]


def _choice(
    query: Query, threshold: Threshold, kind: Kind, ranked: Sequence[Ranked], evidence: Evidence
) -> Choice | None:
    unit = threshold.unit if kind in ("count", "duration") else None
    ask = Ask(query.text, frozenset({kind}), unit, quantity=True, change=False)
    best = choose(query, ask, ranked, evidence.matcher)
    if best is None or not isinstance(best.figure.value, Decimal) or best.figure.role in ("target", "budget"):
        return None
    if best.figure.role == "change" and not re.search("[增涨降跌减升幅速]", query.text):
        return None
    if (
        kind == "percent"
        and re.search(_SHARE_ASKED, query.text)
        and not re.search(_SHARE_SAID, near_text(best.passage, best.figure))
    ):
        return None  # a rate of growth is no share
    if unit and unit_family(unit) != unit_family(best.figure.unit or ""):
        return None
    return None if why_not(query, evidence.matcher, [best]) else best


def write_compared(
    threshold: Threshold, actual: Located, own: Attained | None, matcher: Matcher, writer: Writer
) -> str:
    """`是的：… 77.7%[1]，高于问题所说的 75%。`, with the report's own target where there is one."""
    value = actual.figure.value
    assert isinstance(value, Decimal)
    limit = (
        threshold.value
        if threshold.kind is not None or threshold.value == value
        else _limit_of(threshold, actual.figure)
    )
    holds = value <= limit if threshold.is_limit else value >= limit
    relation = "等于" if value == limit else "高于" if value > limit else "低于"
    shown = quoted(actual, matcher, writer)
    gap = _gap(value, limit, actual.figure, threshold, writer)
    text = f"{'是的' if holds else '没有'}：{shown}，{relation}问题所说的{' ' if threshold.text[:1].isdigit() else ''}{threshold.text}{gap}。"
    if own is None or own.status == "unknown":
        return text
    return f"{text}报告自己的目标：{quoted(own.target, matcher, writer)}，{verdict(own, writer)}。"


def _limit_of(threshold: Threshold, figure: Figure) -> Decimal:
    """What a number without a unit means beside a figure: 98 beside 97.3%, 118 万 beside 119.3 万人."""
    return (
        threshold.value
        if threshold.value != threshold.written
        else threshold.written * MULTIPLIERS[multiplier_of(figure)]
    )


def _gap(value: Decimal, limit: Decimal, figure: Figure, threshold: Threshold, writer: Writer) -> str:
    difference = abs(value - limit)
    if not difference:
        return ""
    percent = figure.kind == "percent"
    high, low = (figure.text, threshold.text) if value > limit else (threshold.text, figure.text)
    shown = writer.derive(
        difference,
        kind=figure.kind,
        unit="个百分点" if percent else figure.unit,
        expression=f"{high} - {low}",
        like=None if percent else figure,
    )
    return f"，相差 {shown}"
