"""What the tab shows of the reports that a visitor may see, and what its file holds.

Each part looks at as much as it can compare: trends and changes at all periods, the bodies at all bodies. What they leave
out is said where they are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from assistant.overview import (
    Change,
    Comparison,
    GoalState,
    Series,
    Standing,
    changes_of,
    comparisons_of,
    of_season,
    seasons_of,
    series_of,
    standings_of,
    states_of,
)
from corpus import Document
from ui.overview.filters import Filters


@dataclass(frozen=True)
class Board:
    """The documents of a library under some filters."""

    documents: tuple[Document, ...]
    filters: Filters

    @cached_property
    def states(self) -> tuple[GoalState, ...]:
        """All goals."""
        return states_of(self.documents)

    @cached_property
    def seen(self) -> tuple[GoalState, ...]:
        """The goals that are counted: whatever their state."""
        return self.filters.without("status").chosen(self.states)

    @cached_property
    def chosen(self) -> tuple[GoalState, ...]:
        """The goals that are shown."""
        return self.filters.chosen(self.states)

    @cached_property
    def reports(self) -> tuple[Document, ...]:
        """The documents of the goals that are shown."""
        return tuple({state.document.doc_id: state.document for state in self.chosen}.values())

    @cached_property
    def followed(self) -> tuple[GoalState, ...]:
        """The goals that are looked at for trends: of all periods."""
        return self.filters.without("year", "period", "status").chosen(self.states)

    @cached_property
    def series(self) -> tuple[Series, ...]:
        """The metrics that can be followed over reports."""
        return series_of(self.followed)

    @cached_property
    def drawn(self) -> Series | None:
        """The series that is drawn: the chosen one, else the first of a metric, else the first."""
        chosen = [series for series in self.series if series.key == self.filters.series]
        metrics = [series for series in self.series if series.metric is not None]
        return next(iter([*chosen, *metrics, *self.series]), None)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The largest changes first."""
        return changes_of(self.series)

    @cached_property
    def season(self) -> tuple[int, str] | None:
        """The year and period in which bodies are compared: the one that most of them report on."""
        return next(iter(seasons_of(self._beside)), None)

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """The bodies by their completion in that season."""
        return standings_of(of_season(self._beside, self.season)) if self.season else ()

    @cached_property
    def comparisons(self) -> tuple[Comparison, ...]:
        """The metrics that several bodies report in that season."""
        return comparisons_of(of_season(self._beside, self.season)) if self.season else ()

    @cached_property
    def _beside(self) -> tuple[GoalState, ...]:
        return self.filters.without("organization", "status").chosen(self.states)
