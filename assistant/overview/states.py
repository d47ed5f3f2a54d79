"""Look at a goal: completion against time, targets, money, and the metrics that may be followed over reports.

What is judged elsewhere is taken from there: pairs of targets and actuals from the extraction step, budgets and what was
spent of them from the audit, time from the schedule. A goal is looked at once as long as its document is loaded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from assistant.attainment import Attained, attainments, is_limit
from assistant.audit.naming import metric_key, named_characters
from assistant.audit.remark import quote_span
from assistant.audit.report import GoalMeasures, Measure
from assistant.audit.targets import is_credible, spending
from assistant.audit.values import is_exact, step
from assistant.evidence import GoalSpot
from assistant.overview.record import GoalState, Metric, Money, Point, Span, Target, Value
from assistant.overview.sources import source
from assistant.schedule import elapsed_pct
from assistant.subjects import Located
from assistant.targets.repairing import repaired
from corpus import Document, Period

_MOST_FIGURES = 1000  # of a goal that is looked into: no table has so many
_REMEMBERED_GOALS = 8192
_LEAST_KEY, _LEAST_NAMED = 3, 2  # characters of a metric's name, and those of them that name the thing itself
_ROLES = ("actual", "share")
_KINDS = ("money", "count", "percent")


def states_of(documents: Iterable[Document]) -> tuple[GoalState, ...]:
    """All goals of the documents, in their order."""
    return tuple(_state(GoalSpot(document, goal)) for document in documents for goal in document.goals)


@lru_cache(maxsize=_REMEMBERED_GOALS)
def _state(spot: GoalSpot) -> GoalState:
    document, goal = spot.document, spot.goal
    measures = GoalMeasures(document, goal)
    elapsed = elapsed_pct(document, goal)
    completion = None if measures.completion is None else _value(measures.completion)
    if len(goal.figures) > _MOST_FIGURES:
        return GoalState(document, goal, completion, elapsed, (), (), ())
    targets = tuple(_targets(measures))
    money = tuple(Money(_value(budget), _value(spent)) for budget, spent in spending(measures))
    return GoalState(document, goal, completion, elapsed, targets, money, tuple(_points(measures)))


def _value(measure: Measure) -> Value:
    place = measure.place
    position = next(i for i, cell in enumerate(place.goal.cells) if cell is place.cell)
    return Value(measure.figure, source(place, *quote_span(measure)), position)


def _targets(goal: GoalMeasures) -> Iterator[Target]:
    for item in attainments(goal.document, goal.goal):
        judged = repaired(item, "")
        wanted, reached = _measure(goal, judged.target), _measure(goal, judged.actual)
        if wanted is None:
            continue
        told = reached is not None and judged.status != "unknown" and is_credible(judged, wanted)
        yield _target(judged, wanted, reached if told else None)


def _measure(goal: GoalMeasures, item: Located | None) -> Measure | None:
    return None if item is None else goal.by_figure.get(id(item.figure))


def _target(item: Attained, wanted: Measure, reached: Measure | None) -> Target:
    limit = is_limit(item.target)
    if reached is None:
        return Target(_value(wanted), None, None, "unknown", limit, item.is_due)
    return Target(_value(wanted), _value(reached), item.ratio, item.status, limit, item.is_due)


def _points(goal: GoalMeasures) -> Iterator[Point]:
    """The values of the goal's metrics; one that is given two values for a period is given none."""
    found: defaultdict[tuple[Metric, Period], list[Measure]] = defaultdict(list)
    for sentence in goal.progress:
        for measure in sentence.measures:
            span = _span(measure)
            if span is not None and _can_be_followed(measure):
                assert measure.period is not None
                found[_metric(measure, span), measure.period].append(measure)
    for (metric, period), measures in found.items():
        if len({measure.value for measure in measures}) == 1:
            yield Point(metric, period, _value(measures[0]))


def _span(measure: Measure) -> Span | None:
    """What the figure adds up, where its column and its period say the same of it."""
    period = measure.period
    if period is None or period.year is None or period.year != measure.place.document.year:
        return None
    if measure.place.cell.column == "cumulative_progress":
        return "year" if period.first == 1 else None
    return "quarter" if period.months == 3 else None


def _can_be_followed(measure: Measure) -> bool:
    figure = measure.figure
    return (
        figure.kind in _KINDS
        and figure.role in _ROLES
        and is_exact(measure)
        and step(figure) > 0
        and len(measure.key) >= _LEAST_KEY
        and named_characters(measure.key) >= _LEAST_NAMED
        and not measure.is_elsewhen
        and "其中" not in measure.head
    )


def _metric(measure: Measure, span: Span) -> Metric:
    figure = measure.figure
    return Metric(
        measure.key,
        figure.kind,
        figure.unit,
        measure.scope,
        figure.role,
        figure.direction,
        figure.basis,
        span,
        _heading(measure),
    )


def _heading(measure: Measure) -> str:
    """What the figure stands under, without numbers and months: the heading of its item, and what a colon sets before it."""
    said, _, _ = measure.before.rpartition(":")
    return " ".join(filter(None, (metric_key(measure.sentence.statement.lead), metric_key(said))))


def followed(states: Iterable[GoalState]) -> int:
    """How many figures of the progress of the goals could be followed over reports."""
    return sum(len(state.points) for state in states)
