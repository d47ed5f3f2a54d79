"""Bodies beside each other: how far their goals have come, and the metrics that several of them report.

Only reports of one year and one period are compared. A metric is one only where its name says enough to be the same
thing elsewhere, or where the goals bear one name; a body that gives it two values is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.audit.naming import named_characters
from assistant.evidence import plain
from assistant.overview.record import Comparison, GoalState, Metric, Standing, Value
from corpus import Period

_SPEAKING = 4  # characters that name the thing itself, for a name to mean one thing in any goal
_Season = tuple[int, str]


def seasons_of(states: Iterable[GoalState]) -> tuple[_Season, ...]:
    """The years and periods that at least two bodies report on: the one of most bodies first, then the latest."""
    bodies: defaultdict[_Season, set[str]] = defaultdict(set)
    for state in states:
        document = state.document
        if document.organization and document.year and document.period:
            bodies[document.year, document.period].add(document.organization)
    found = [(season, len(names)) for season, names in bodies.items() if len(names) > 1]
    return tuple(season for season, _ in sorted(found, key=lambda pair: (-pair[1], -pair[0][0], pair[0][1])))


def of_season(states: Iterable[GoalState], season: _Season) -> tuple[GoalState, ...]:
    """The goals of the reports of that year and period that name their body."""
    return tuple(s for s in states if (s.document.year, s.document.period) == season and s.document.organization)


def standings_of(states: Sequence[GoalState]) -> tuple[Standing, ...]:
    """Each body with the goals whose completion is known, the furthest first; those that state none are left out."""
    bodies: defaultdict[str, list[GoalState]] = defaultdict(list)
    for state in states:
        bodies[state.document.organization or ""].append(state)
    found = [
        Standing(name, known, len(group))
        for name, group in bodies.items()
        if (known := tuple(state for state in group if state.completion is not None))
    ]
    return tuple(sorted(found, key=lambda standing: (-standing.mean, standing.organization)))


def comparisons_of(states: Sequence[GoalState]) -> tuple[Comparison, ...]:
    """The metrics that at least two bodies report for one period, those of most bodies first."""
    groups: defaultdict[tuple[Metric, Period, str], dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
    for state in states:
        for point in state.points:
            known = named_characters(point.metric.name) >= _SPEAKING
            metric = replace(point.metric, scope=_level(point.metric.scope))
            key = (metric, point.period, "" if known else plain(state.goal.name))
            groups[key][state.document.organization or ""].append(point.value)
    found = [
        Comparison(metric, period, values)
        for (metric, period, _), bodies in groups.items()
        if len(values := _one_each(bodies)) > 1
    ]
    return tuple(sorted(found, key=lambda comparison: -len(comparison.values)))


def _level(scope: str) -> str:
    """What of a scope may be compared: 全市 and 全县 are each the whole of their place, 市本级 and 县本级 its own level."""
    return "本级" if scope.endswith("本级") else "全域" if scope.startswith("全") else scope


def _one_each(bodies: dict[str, list[Value]]) -> tuple[tuple[str, Value], ...]:
    single = [(name, values[0]) for name, values in bodies.items() if len({v.value for v in values}) == 1]
    return tuple(sorted(single, key=lambda pair: (-pair[1].value, pair[0])))
