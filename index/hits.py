"""What a search is asked for and what it returns.

A hit is a position in the truth (document, goal, cell, statement), never a text: whoever wants the words reads them
from the document, so that a derived index can be stale but can't put a wrong word on the screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["goal", "cell", "statement"]


@dataclass(frozen=True, slots=True)
class Filters:
    """What a hit must match; an empty tuple or None leaves that field open. The fields are joined by "and"."""

    doc_ids: tuple[str, ...] = ()
    organization: str | None = None
    year: int | None = None
    period: str | None = None
    columns: tuple[str, ...] = ()
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that answers a query.

    `goal` is the goal's number, `cell` the position in `goal.cells` (-1 for a goal as a whole), `statement` the
    position in `cell.statements` (None for a goal or a cell). `score` is the fused score, or that of the one leg asked;
    the ranks are 1-based within each leg, `similarity` is the cosine (-1 … 1); None means that the leg did not return
    it.
    """

    doc_id: str
    goal: int
    column: str
    cell: int
    statement: int | None
    level: str
    score: float
    dense_rank: int | None = None
    lexical_rank: int | None = None
    similarity: float | None = None
