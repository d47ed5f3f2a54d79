"""One metric over the reports of one body, and what changed most.

Only what bears one name, unit, scope and direction in one goal of one body is followed. A sum of the year to date grows by
itself, so it is compared with the same months of an earlier year; a quarter with the quarter before or the same of an
earlier year; a rate or a stock, and the completion that is claimed, with the report before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from assistant.audit.naming import is_state
from assistant.evidence import plain
from assistant.overview.record import Change, GoalState, Metric, Series, Value
from assistant.schedule import Month
from corpus import Period, parse_period

_Key = tuple[str, str, Metric | None]
_Dated = tuple[Period, Value]


def series_of(states: Iterable[GoalState]) -> tuple[Series, ...]:
    """The series of two periods and more: completion first, then the longest."""
    groups: defaultdict[_Key, list[_Dated]] = defaultdict(list)
    names: dict[_Key, tuple[str, str]] = {}
    for state in states:
        organization = state.document.organization
        if not organization:
            continue
        for metric, dated in _dated(state):
            key = (plain(organization), plain(state.goal.name), metric)
            names[key] = (organization, state.goal.name)
            groups[key].append(dated)
    found = [Series(*names[key], key[2], points) for key, group in groups.items() if (points := _in_order(group))]
    found.sort(key=lambda series: (series.metric is not None, -len(series.points)))  # stable: by report and goal within
    return tuple(found)


def _dated(state: GoalState) -> Iterator[tuple[Metric | None, _Dated]]:
    end = Month.end_of(state.document)
    first = parse_period(state.document.period or "")
    if state.completion is not None and end is not None and first is not None:
        yield None, (Period(first.first, end.month, end.year), state.completion)
    for point in state.points:
        yield point.metric, (point.period, point.value)


def _in_order(group: Sequence[_Dated]) -> tuple[_Dated, ...]:
    """A value a period, in their order; a period that two reports give two values is left out; () for fewer than two."""
    periods: defaultdict[Period, list[Value]] = defaultdict(list)
    for period, value in group:
        periods[period].append(value)
    kept = [(period, values[0]) for period, values in periods.items() if len({v.value for v in values}) == 1]
    kept.sort(key=lambda dated: (dated[0].year or 0, dated[0].last, dated[0].first))
    return tuple(kept) if len(kept) > 1 else ()


def changes_of(series: Iterable[Series]) -> tuple[Change, ...]:
    """The latest change of each series that has one, the largest first; what stayed as it was is left out."""
    found = [change for one in series if (change := _latest(one)) is not None and change.amount]
    return tuple(sorted(found, key=lambda change: -change.size))


def _latest(series: Series) -> Change | None:
    """From the last point that an earlier one may be compared with."""
    for position in range(len(series.points) - 1, 0, -1):
        earlier, after = series.points[:position], series.points[position]
        same = [dated for dated in earlier if is_same_season(dated[0], after[0])]
        if same:
            return Change(series, same[-1], after, "year")
        if _may_follow(series.metric, earlier[-1][0], after[0]):
            return Change(series, earlier[-1], after, "report")
    return None


def is_connected(series: Series, before: Period, after: Period) -> bool:
    """Whether a line from one value to the next says something: sums of the year to date begin anew each year."""
    same = before.year == after.year or is_same_season(before, after)
    return same or _may_follow(series.metric, before, after)


def is_same_season(before: Period, after: Period) -> bool:
    """Whether two periods are the same months of two years."""
    return (before.first, before.last) == (after.first, after.last) and before.year != after.year


def _may_follow(metric: Metric | None, before: Period, after: Period) -> bool:
    """Whether two values of different months may be compared: none of them adds up what the other leaves out."""
    if metric is None:
        return before.year == after.year  # each year has goals of its own
    if metric.span == "quarter":
        return before.months == after.months
    return metric.kind == "percent" or is_state(metric.name)
