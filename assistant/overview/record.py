"""What an overview says: values with the spans that they were read from, and what was put beside each other.

Nothing here is computed but what can be shown with its arithmetic: a share, a difference, a mean. `None` is an answer:
the report doesn't say, or says it in a way that can't be compared; such goals are kept and counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

from assistant.answer import Citation
from corpus import Document, Figure, Goal, Period, Status

Span = Literal["year", "quarter"]  # what a figure adds up: the year to date, or a quarter
Basis = Literal["year", "report"]  # compared with the same months of an earlier year, or with the report before


@dataclass(frozen=True, slots=True)
class Value:
    """A figure with a value, and the clause that shows it; `cell` is the position of its cell in `Goal.cells`."""

    figure: Figure
    source: Citation
    cell: int

    @property
    def value(self) -> Decimal:
        """The exact value: 元, percent as written, counts multiplied out."""
        assert isinstance(self.figure.value, Decimal)
        return self.figure.value

    @property
    def text(self) -> str:
        """As the report writes it, on one line."""
        return " ".join(self.figure.text.split())


@dataclass(frozen=True, slots=True)
class Target:
    """A target of a goal, and the actual that answers it. `ratio` is actual ÷ target; `is_limit`: less is better.

    `is_due`: whether its time is up at the end of the report's period; None where nothing says so.
    """

    wanted: Value
    reached: Value | None
    ratio: Decimal | None
    status: Status
    is_limit: bool
    is_due: bool | None


@dataclass(frozen=True, slots=True)
class Money:
    """A sum that a goal sets aside, and what was spent of it; both in 元."""

    budget: Value
    spent: Value

    @property
    def share(self) -> Decimal:
        """What was spent, in percent of the budget."""
        return 100 * self.spent.value / self.budget.value

    @property
    def expression(self) -> str:
        """The arithmetic of the share."""
        return f"{self.spent.text} ÷ {self.budget.text}"


@dataclass(frozen=True, slots=True)
class Metric:
    """What tells a metric of one goal from the others: figures of two reports are compared only where all of it is one."""

    name: str
    kind: str
    unit: str | None
    scope: str
    role: str
    direction: str | None
    basis: str | None
    span: Span
    lead: str = ""  # what it stands under: the heading of its item


@dataclass(frozen=True, slots=True)
class Point:
    """A value of a metric; the period has its year."""

    metric: Metric
    period: Period
    value: Value


@dataclass(frozen=True)
class GoalState:
    """A goal as far as an overview can tell. `elapsed` (0–100) is how much of its time had passed; `points` are its metrics."""

    document: Document
    goal: Goal
    completion: Value | None
    elapsed: Decimal | None
    targets: tuple[Target, ...]
    money: tuple[Money, ...]
    points: tuple[Point, ...]

    @property
    def is_behind(self) -> bool | None:
        """Whether its completion lags behind the time; None where either isn't known."""
        if self.completion is None or self.elapsed is None:
            return None
        return self.completion.value < self.elapsed

    @cached_property
    def statuses(self) -> frozenset[Status]:
        """What its targets are, each status once."""
        return frozenset(target.status for target in self.targets)


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one metric of one goal of one body over at least two periods, the earliest first.

    `metric` is None for the completion that the goal claims.
    """

    organization: str
    goal: str
    metric: Metric | None
    points: tuple[tuple[Period, Value], ...]

    @property
    def key(self) -> str:
        """What tells the series from others."""
        metric = self.metric
        own = (metric.name, metric.scope, metric.role, metric.span, metric.unit, metric.lead) if metric else ()
        return "|".join(str(part or "") for part in (self.organization, self.goal, *own))


@dataclass(frozen=True, slots=True)
class Change:
    """From an earlier value of a series to a later one that may be compared with it."""

    series: Series
    before: tuple[Period, Value]
    after: tuple[Period, Value]
    basis: Basis

    @property
    def amount(self) -> Decimal:
        """The difference, in the unit of the values: percentage points for percentages."""
        return self.after[1].value - self.before[1].value

    @property
    def percent(self) -> Decimal | None:
        """The difference in percent of the earlier value; None for percentages, and where that value is zero."""
        base = self.before[1].value
        return None if self.after[1].figure.kind == "percent" or not base else 100 * self.amount / abs(base)

    @property
    def size(self) -> Decimal:
        """What changes are ordered by: percent, or percentage points."""
        return abs(self.amount if self.percent is None else self.percent)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the goals of one body have come: those whose completion is known, of how many."""

    organization: str
    states: tuple[GoalState, ...]
    goals: int

    @property
    def mean(self) -> Decimal:
        """The mean of the completion, in percent."""
        values = [state.completion.value for state in self.states if state.completion]
        return sum(values, Decimal(0)) / len(values)

    @property
    def elapsed(self) -> Decimal | None:
        """The mean of the time passed of the same goals; None where it isn't known of all."""
        values = [state.elapsed for state in self.states if state.elapsed is not None]
        return sum(values, Decimal(0)) / len(values) if values and len(values) == len(self.states) else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One metric, of one period, of several bodies; the largest value first."""

    metric: Metric
    period: Period
    values: tuple[tuple[str, Value], ...]
