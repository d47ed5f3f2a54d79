"""Which goals a visitor looks at: of whom, of when, in what state, with which words.

They arrive from a form or an address and are plain strings; one that fits no report leaves nothing, and is no error.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlencode

from assistant.evidence import GoalSpot, plain

if TYPE_CHECKING:
    from assistant.overview import GoalState
    from corpus import Document

BEHIND = "behind"
STATUSES = (BEHIND, "met", "not_met", "unknown")
_LONGEST = 300  # characters of a value
_REMEMBERED_GOALS = 8192


@dataclass(frozen=True, slots=True)
class Filters:
    """Each is "" where it is not set. `series` is the key of the metric that is drawn, and leaves nothing out."""

    organization: str = ""
    year: str = ""
    period: str = ""
    status: str = ""
    text: str = ""
    series: str = ""

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Self:
        """The filters among what was sent; the rest, and what is no text, is left out."""
        names = [field.name for field in fields(cls)]
        return cls(**{name: value[:_LONGEST] for name in names if isinstance(value := given.get(name), str)})

    @property
    def query(self) -> str:
        """The filters as the query of an address."""
        return urlencode({name: value for name in self.__slots__ if (value := getattr(self, name))})

    def without(self, *names: str) -> Self:
        """The filters with some of them not set."""
        return replace(self, **dict.fromkeys(names, ""))

    def chosen(self, states: Iterable[GoalState]) -> tuple[GoalState, ...]:
        """The goals that they leave, in their order."""
        return tuple(state for state in states if self._takes(state.document) and self._holds(state))

    def _takes(self, document: Document) -> bool:
        return (
            self.organization in ("", body_of(document))
            and self.year in ("", str(document.year or ""))
            and self.period in ("", document.period or "")
        )

    def _holds(self, state: GoalState) -> bool:
        if self.status == BEHIND and not state.is_behind:
            return False
        if self.status not in ("", BEHIND) and self.status not in state.statuses:
            return False
        return plain(self.text) in _searched(GoalSpot(state.document, state.goal))


def body_of(document: Document) -> str:
    """Whose report it is: the organisation, or the title of a report that names none."""
    return document.organization or document.title


@lru_cache(maxsize=_REMEMBERED_GOALS)
def _searched(spot: GoalSpot) -> str:
    return "\n".join(plain(cell.text) for cell in spot.goal.cells)
