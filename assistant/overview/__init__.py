"""Reports at a glance: completion against time, targets, money, metrics over reports, bodies beside each other."""

from assistant.overview.bodies import comparisons_of, of_season, seasons_of, standings_of
from assistant.overview.record import (
    Change,
    Comparison,
    GoalState,
    Metric,
    Money,
    Point,
    Series,
    Standing,
    Target,
    Value,
)
from assistant.overview.sources import recalled, source
from assistant.overview.states import followed, states_of
from assistant.overview.trends import changes_of, is_connected, series_of

__all__ = [
    "Change",
    "Comparison",
    "GoalState",
    "Metric",
    "Money",
    "Point",
    "Series",
    "Standing",
    "Target",
    "Value",
    "changes_of",
    "comparisons_of",
    "followed",
    "is_connected",
    "of_season",
    "recalled",
    "seasons_of",
    "series_of",
    "source",
    "standings_of",
    "states_of",
]
