"""Targets against actuals: which target is met, by how much, and whether its time is up.

Which actual answers which target is worked out once, at ingest (`assistant.extraction`), and stored with the goal; here it
is read back as the figures themselves. A document that was stored without is judged when it is asked about.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import corpus
from assistant.assignment import pair_up
from assistant.evidence import GoalSpot
from assistant.measures import conversion
from assistant.pairing import Match, comparable, is_target, targets_of
from assistant.schedule import Month, deadline_of
from assistant.subjects import Located, likeness, locate, located, subject_of
from corpus import Document, Figure, Goal, Status, fold, parse_period

__all__ = [
    "Attained",
    "Located",
    "attainments",
    "best_attainments",
    "comparable",
    "is_limit",
    "is_target",
    "is_upper_bound",
    "judge",
    "likeness",
    "located",
    "meets",
    "worked_out",
]

APPROXIMATE = Decimal("0.05")  # how far 左右 and 约 may lie from what they say
BEYOND = Decimal("0.1")  # how much more than it says 超过 may mean
_LIMITS = ("控制在", "控制到", "压缩到", "压缩至", "压降到", "压降至", "下降到", "下降至", "降低到", "降低至", "降到", "降至", "缩短到", "缩短至", "减少到", "减少至")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attained:
    """A target, the actual that answers it (None: not found), their ratio (actual ÷ target) and whether it is met."""

    target: Located
    actual: Located | None
    ratio: Decimal | None
    status: Status

    @property
    def is_due(self) -> bool | None:
        """Whether the time for the target is up at the end of the report's period; None where nothing says when it is.

        A target that is not met and not due is one that there is still time for.
        """
        document, goal = self.target.passage.document, self.target.passage.goal
        end, deadline = Month.end_of(document), deadline_of(document, goal)
        own = parse_period(self.target.figure.period or "")
        if own is not None and deadline is not None:
            deadline = min(deadline, Month(own.year or document.year or deadline.year, own.last))
        return None if end is None or deadline is None else deadline <= end


def is_upper_bound(figure: Figure) -> bool:
    """Whether less is better: 不超过, 以内, 低于."""
    return figure.comparator in ("le", "lt") or "以内" in fold(figure.text)


def is_limit(target: Located) -> bool:
    """Whether less is better, by the figure itself or by what stands before it (控制在 5%, 降至 20 件)."""
    if is_upper_bound(target.figure):
        return True
    subject = subject_of(target)
    said = "".join(subject.clause.split()) + "".join(fold(target.figure.text).split())
    return target.figure.comparator in ("eq", "approx") and any(word in said for word in _LIMITS)


def meets(target: Figure, value: Decimal, *, is_at_most: bool = False) -> bool:
    """Whether `value` fulfils the target; an approximate target allows 5 % less, or, where less is better, more."""
    goal = target.value
    assert isinstance(goal, Decimal)
    slack = abs(goal) * APPROXIMATE if target.comparator == "approx" else Decimal(0)
    if target.comparator in ("lt", "gt"):
        return value < goal if target.comparator == "lt" else value > goal
    return value <= goal + slack if is_at_most or target.comparator == "le" else value >= goal - slack


def _between(figure: Figure, value: Decimal) -> tuple[Decimal, Decimal]:
    """What a progress figure may mean at least and at most: 超过 3 万户, 约 3 亿元."""
    if figure.comparator == "approx":
        return value * (1 - APPROXIMATE), value * (1 + APPROXIMATE)
    if figure.comparator in ("gt", "ge"):
        return value, value * (1 + BEYOND)
    return (value * (1 - BEYOND), value) if figure.comparator in ("lt", "le") else (value, value)


def judge(target: Located, match: Match | None) -> Attained:
    """Whether an actual fulfils a target; unknown where there is none, or where it is too vague to tell."""
    if match is None:
        return Attained(target, None, None, "unknown")
    wanted, said = target.figure, match.actual.figure
    factor = conversion(said.unit, wanted.unit)
    assert isinstance(wanted.value, Decimal)
    assert isinstance(said.value, Decimal)
    assert factor is not None
    if match.is_opposite:
        return Attained(target, match.actual, None, "not_met")
    value, at_most = said.value * factor, is_limit(target)
    verdicts = {meets(wanted, end, is_at_most=at_most) for end in _between(said, value)}
    status: Status = "unknown" if len(verdicts) > 1 else "met" if verdicts == {True} else "not_met"
    return Attained(target, match.actual, value / wanted.value if wanted.value else None, status)


def worked_out(document: Document, goal: Goal) -> tuple[Attained, ...]:
    """The targets of a goal judged anew, whatever is stored."""
    targets = targets_of(document, goal)
    matches = pair_up(document, goal, targets)
    return tuple(judge(target, matches.get(i)) for i, target in enumerate(targets))


def attainments(document: Document, goal: Goal) -> list[Attained]:
    """The targets of a goal with the actuals that answer them, as they are stored; judged now where they are not."""
    return list(_attainments(GoalSpot(document, goal)))


@lru_cache(maxsize=1024)
def _attainments(spot: GoalSpot) -> tuple[Attained, ...]:
    document, goal = spot.document, spot.goal
    if not goal.attainment:
        return worked_out(document, goal)
    return tuple(_read(document, goal, stored) for stored in goal.attainment)


def _read(document: Document, goal: Goal, stored: corpus.Attainment) -> Attained:
    actual = None if stored.actual is None else locate(document, goal, stored.actual)
    return Attained(locate(document, goal, stored.target), actual, stored.ratio, stored.status)


def best_attainments(goals: Iterable[tuple[Document, Goal]]) -> list[Attained]:
    """The attainments of several goals, in their order."""
    return [item for document, goal in goals for item in attainments(document, goal)]
