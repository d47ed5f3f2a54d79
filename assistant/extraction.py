"""The extraction step: a document that was read, with every goal's attainment filled, before it is stored.

It is a step of its own, between reading and storing, because it needs what lies above `corpus` (statements as passages, and
a language model where one is configured), and because what is stored must be complete: whoever reads the goals later, in
whatever program, finds targets and actuals without working them out again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from assistant.attainment import Attained, worked_out
from assistant.subjects import Located
from corpus import Attainment, Document, Goal


class Proposer(Protocol):
    """Who may propose further pairs for the targets that the rules left open; see `assistant.proposals`."""

    def improved(self, document: Document, goal: Goal, found: tuple[Attained, ...]) -> tuple[Attained, ...]:
        """The same targets in the same order, some of them with an actual that they lacked."""
        ...


def extract(document: Document, *, proposer: Proposer | None = None) -> Document:
    """The document with the attainment of every goal; what was filled in before is worked out anew."""
    return replace(document, goals=tuple(_filled(document, goal, proposer) for goal in document.goals))


def extracted(document: Document, goal: Goal) -> Goal:
    """The goal with its attainment: as it is stored, or, where it was stored without, worked out now."""
    return goal if goal.attainment else _filled(document, goal, None)


def _filled(document: Document, goal: Goal, proposer: Proposer | None) -> Goal:
    found = worked_out(document, goal)
    if proposer is not None:
        found = proposer.improved(document, goal, found)
    positions = {(id(cell), id(figure)): i for i, (cell, figure) in enumerate(goal.figures)}
    return replace(goal, attainment=tuple(_positions(item, positions) for item in found))


def _positions(item: Attained, positions: Mapping[tuple[int, int], int]) -> Attainment:
    def position(of: Located) -> int:
        return positions[id(of.passage.cell), id(of.figure)]

    actual = None if item.actual is None else position(item.actual)
    return Attainment(position(item.target), actual, item.ratio, item.status)
