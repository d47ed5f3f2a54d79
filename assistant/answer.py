"""What the assistant says: an answer whose every figure carries the span it came from.

These records are what the command line prints as JSON and what the page renders; field names are those of the machine
interface.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, Literal

from corpus import Column, Kind


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier exchange of the conversation."""

    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A span of a cell: `cell.text[start:end] == quote`. `n` is its mark in the answer, from 1.

    `place` is where it stands in the source file ("第 2 页第 3 行"; "" where that isn't known). `doubtful`: it was read
    from a scan, and recognition was not sure of all of it.
    """

    n: int
    doc_id: str
    doc_title: str
    goal_id: str
    goal: str
    column: Column
    column_label: str
    quote: str
    start: int
    end: int
    place: str = ""
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class AnswerFigure:
    """A figure shown in the answer: in the quote of its citation, or derived with the expression that gives it."""

    text: str
    kind: Kind
    value: Decimal | str
    unit: str | None
    citation: int | None
    derived: bool = False
    expression: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to one question. `answer` carries the marks [1] of its citations; `reason` says why nothing was found."""

    question: str
    status: Literal["answered", "not_found"]
    answer: str
    figures: tuple[AnswerFigure, ...] = ()
    citations: tuple[Citation, ...] = ()
    answerer: str = "extractive"
    elapsed_ms: float = 0.0

    def to_json(self, identifier: str | int | None = None) -> dict[str, Any]:
        """The record of the machine interface; a derived figure alone carries `expression`."""
        figures = [{k: v for k, v in asdict(f).items() if k != "expression" or f.derived} for f in self.figures]
        for figure in figures:
            if isinstance(figure["value"], Decimal):
                figure["value"] = float(figure["value"])
        return {
            "id": identifier,
            "question": self.question,
            "status": self.status,
            "answer": self.answer,
            "figures": figures,
            "citations": [asdict(c) for c in self.citations],
            "answerer": self.answerer,
            "elapsed_ms": self.elapsed_ms,
        }
