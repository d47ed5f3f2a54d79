"""Targets against actuals: which actual answers which target, and whether it is met.

A target (criteria) and its actual (progress) say the same metric in other words, so pairs are made by the text around
both figures; kind and unit must agree. What can't be paired stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from assistant.clauses import clause_of, clause_spans
from assistant.evidence import GoalSpot, Passage, pairs, passages_of, plain
from corpus import Document, Figure, Goal, fold

Status = Literal["met", "not_met", "unknown"]
_LEAST = 0.3
_LEAST_HEAD = 3  # characters that a clause must have before its figure to say what it measures
_SAME_UNITS = (frozenset("名人位"), frozenset("家个所座处项"), frozenset({"次", "场", "期"}), frozenset({"套", "户"}))


@dataclass(frozen=True, slots=True)
class Located:
    """A figure with the passage it stands in."""

    passage: Passage
    figure: Figure


@dataclass(frozen=True, slots=True)
class Attainment:
    """A target, the actual that answers it (None: not found), their ratio (actual ÷ target) and whether it is met."""

    target: Located
    actual: Located | None
    ratio: Decimal | None
    status: Status


def located(document: Document, goal: Goal, column: str) -> list[Located]:
    """The figures of a column of a goal, each with its statement."""
    cell = goal.cell(column)
    if cell is None:
        return []
    return [Located(p, f) for p in passages_of(document, goal, cell) for f in p.figures]


def _subject(item: Located) -> tuple[set[str], set[str]]:
    """The character pairs of the figure's own clause before (and, for 其中/占, just behind) it, and of the clauses before."""
    spans = clause_spans(item.passage)
    position = clause_of(item.passage, item.figure)
    text, (start, end) = item.passage.cell.text, spans[position]
    inside = [f for f in item.passage.figures if start <= f.start < item.figure.start and f.kind != "period"]
    begin = inside[-1].end if inside else start
    if position and len(plain(text[begin : item.figure.start])) < _LEAST_HEAD:
        begin = spans[position - 1][0]  # 占 67.4% says nothing of itself
    own = plain(text[begin : item.figure.start]) + "|" + plain(text[item.figure.end : end][:14])
    before = plain(text[spans[max(0, position - 2)][0] : begin]) + plain(item.passage.statement.lead)
    return pairs(own), pairs(before)


def likeness(left: Located, right: Located) -> float:
    """How alike (0–1 or a little more) what two figures measure is."""
    (own, context), (other, other_context) = _subject(left), _subject(right)
    if not own or not other:
        return 0.0
    direct = len(own & other) / min(len(own), len(other))
    wide = len((own | context) & (other | other_context)) / max(1, min(len(own | context), len(other | other_context)))
    return 0.75 * direct + 0.35 * wide


def _same_unit(left: Figure, right: Figure) -> bool:
    if left.unit == right.unit:
        return True
    return any((left.unit or "") in group and (right.unit or "") in group for group in _SAME_UNITS)


def comparable(target: Figure, actual: Figure) -> bool:
    """Whether an actual can answer a target at all: kind, unit, and a change only for a change."""
    if target.kind != actual.kind or not _same_unit(target, actual) or actual.role in ("other", "budget"):
        return False
    changing = target.unit == "个百分点"
    return target.kind != "percent" or changing == (actual.unit == "个百分点")


def is_target(figure: Figure) -> bool:
    """Whether a criteria figure demands something that a progress figure can answer."""
    return figure.role == "target" and figure.kind in ("money", "percent", "count", "duration")


def meets(target: Figure, value: Decimal) -> bool:
    """Whether `value` fulfils the target; an approximate target allows 5 % less."""
    goal = target.value
    assert isinstance(goal, Decimal)
    if target.comparator == "le":
        return value <= goal
    if target.comparator == "lt":
        return value < goal
    if target.comparator == "gt":
        return value > goal
    if target.comparator == "approx":
        return value >= goal * Decimal("0.95")
    return value >= goal


def _counts_in_parts(target: Located, actual: Located) -> bool:
    """Whether a target for several things together (新开、优化线路) meets an actual that counts them one by one."""
    spans, position = clause_spans(target.passage), clause_of(target.passage, target.figure)
    head = target.passage.cell.text[spans[position][0] : target.figure.start]
    own = clause_of(actual.passage, actual.figure)
    same = [f for f in actual.passage.figures if (f.kind, f.unit) == (actual.figure.kind, actual.figure.unit)]
    return (
        target.figure.kind != "percent"
        and bool(re.search("[、和]", head))
        and sum(clause_of(actual.passage, f) == own for f in same) > 1
    )


def _judge(target: Located, actual: Located | None) -> Attainment:
    if actual is not None and _counts_in_parts(target, actual):
        return Attainment(target, actual, None, "unknown")
    if actual is None or not isinstance(target.figure.value, Decimal) or not isinstance(actual.figure.value, Decimal):
        return Attainment(target, None, None, "unknown")
    ratio = actual.figure.value / target.figure.value if target.figure.value else None
    return Attainment(target, actual, ratio, "met" if meets(target.figure, actual.figure.value) else "not_met")


def _pairs_of(targets: Sequence[Located], actuals: Sequence[Located]) -> dict[int, Located]:
    """The best actual of each target, best pairs first, each actual used once."""
    scored = sorted(
        (
            (-likeness(target, actual), t, a)
            for t, target in enumerate(targets)
            for a, actual in enumerate(actuals)
            if comparable(target.figure, actual.figure)
        )
    )
    taken: dict[int, Located] = {}
    used: set[int] = set()
    for score, t, a in scored:
        if -score >= _LEAST and t not in taken and a not in used:
            taken[t] = actuals[a]
            used.add(a)
    return taken


def attainments(document: Document, goal: Goal) -> list[Attainment]:
    """The targets of a goal with the actuals that answer them: from the cumulative column, else the quarter's."""
    return list(_attainments(GoalSpot(document, goal)))


@lru_cache(maxsize=1024)
def _attainments(spot: GoalSpot) -> tuple[Attainment, ...]:
    document, goal = spot.document, spot.goal
    targets = [t for t in located(document, goal, "criteria") if is_target(t.figure)]
    found = _pairs_of(targets, located(document, goal, "cumulative_progress"))
    left = [i for i in range(len(targets)) if i not in found]
    if left and goal.cell("cumulative_progress") is None:
        late = _pairs_of([targets[i] for i in left], located(document, goal, "quarter_progress"))
        found |= {left[i]: actual for i, actual in late.items()}
    return tuple(_judge(target, found.get(i)) for i, target in enumerate(targets))


def best_attainments(goals: Iterable[tuple[Document, Goal]]) -> list[Attainment]:
    """The attainments of several goals, in their order."""
    return [a for document, goal in goals for a in attainments(document, goal)]


def is_upper_bound(figure: Figure) -> bool:
    """Whether less is better: 不超过, 以内, 低于."""
    return figure.comparator in ("le", "lt") or "以内" in fold(figure.text)
