"""The outcomes of a set summed up: how many answers are right, what failed in the others, how long they took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean, median
from typing import Any

from assistant.answer import Answer
from assistant.evaluation.floor import Floor, Shortfall, shortfalls
from assistant.evaluation.judging import REQUIREMENTS
from assistant.evaluation.questions import QuestionSet, TrueQuestion

PERCENTILE = 0.95


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question with its answer, each requirement (True: met), and the share (0–1) of citations of true cells.

    `precision` is None where no true cell is known, or nothing was cited.
    """

    question: TrueQuestion
    answer: Answer
    checks: dict[str, bool]
    precision: float | None = None

    @property
    def is_right(self) -> bool:
        """Whether every requirement is met."""
        return all(self.checks.values())

    @property
    def failed(self) -> tuple[str, ...]:
        """The requirements that are not met."""
        return tuple(name for name, holds in self.checks.items() if not holds)

    def to_json(self) -> dict[str, Any]:
        """The record of an answer that is not right."""
        return {
            "id": self.question.identifier,
            "type": self.question.type,
            "question": self.question.text,
            "fails": list(self.failed),
            "reference": self.question.reference,
            "got": self.answer.answer,
            "status": self.answer.status,
            "cited": [f"{citation.goal}/{citation.column}" for citation in self.answer.citations],
        }


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of how many."""

    right: int
    asked: int

    @property
    def share(self) -> float | None:
        """0–1, None of none."""
        return self.right / self.asked if self.asked else None

    def to_json(self) -> dict[str, Any]:
        """As a record."""
        return {"asked": self.asked, "right": self.right, "accuracy": self.share}


@dataclass(frozen=True)
class Evaluation:
    """The outcomes of a set, at least one, in its order, and the floor that it states."""

    questions: QuestionSet
    outcomes: tuple[Outcome, ...]
    floor: Floor | None = None

    @cached_property
    def total(self) -> Tally:
        """Answers that are right, of all."""
        return _tally(self.outcomes)

    @cached_property
    def types(self) -> dict[str, Tally]:
        """The same by type."""
        return {name: _tally([o for o in self.outcomes if o.question.type == name]) for name in self.questions.types}

    @cached_property
    def failed(self) -> dict[str, int]:
        """How many answers fail each requirement, those that some fail."""
        counts = Counter(name for outcome in self.outcomes for name in outcome.failed)
        return {name: counts[name] for name in REQUIREMENTS if counts[name]}

    @cached_property
    def failures(self) -> tuple[Outcome, ...]:
        """The outcomes that are not right."""
        return tuple(outcome for outcome in self.outcomes if not outcome.is_right)

    @cached_property
    def citation_precision(self) -> float | None:
        """Mean share of an answer's citations that are of a true cell; None where no true cell is known."""
        known = [outcome.precision for outcome in self.outcomes if outcome.precision is not None]
        return fmean(known) if known else None

    @cached_property
    def refused(self) -> Tally:
        """Unanswerable questions that were rightly refused, of all unanswerable ones."""
        ones = [outcome for outcome in self.outcomes if not outcome.question.answerable]
        return Tally(sum(outcome.checks["abstains"] for outcome in ones), len(ones))

    @cached_property
    def wrongly_refused(self) -> Tally:
        """Answerable questions that were refused, of all answerable ones."""
        ones = [outcome for outcome in self.outcomes if outcome.question.answerable]
        return Tally(sum(not outcome.checks["answers"] for outcome in ones), len(ones))

    @cached_property
    def median_ms(self) -> float:
        """Milliseconds of an answer, the median."""
        return median(self._elapsed)

    @cached_property
    def p95_ms(self) -> float:
        """Milliseconds that 95 % of the answers take at most."""
        return self._elapsed[int(PERCENTILE * (len(self._elapsed) - 1))]

    @cached_property
    def below(self) -> tuple[Shortfall, ...]:
        """What is below the floor of the set."""
        shares = {name: tally.share for name, tally in self.types.items()}
        reached = {**shares, "right": self.total.share, "citation_precision": self.citation_precision}
        return shortfalls(self.floor, reached=reached) if self.floor else ()

    @cached_property
    def _elapsed(self) -> Sequence[float]:
        return sorted(outcome.answer.elapsed_ms for outcome in self.outcomes)

    def to_json(self) -> dict[str, Any]:
        """Every number, and what is known of each answer that is not right."""
        return {
            "folder": str(self.questions.folder),
            "questions": self.total.asked,
            "right": self.total.right,
            "accuracy": self.total.share,
            "types": {name: tally.to_json() for name, tally in self.types.items()},
            "failed": self.failed,
            "citation_precision": self.citation_precision,
            "abstention": {
                "unanswerable": self.refused.asked,
                "refused": self.refused.right,
                "answerable": self.wrongly_refused.asked,
                "wrongly_refused": self.wrongly_refused.right,
            },
            "latency_ms": {"median": round(self.median_ms, 1), "p95": round(self.p95_ms, 1)},
            "floor": self.floor.to_json() if self.floor else None,
            "below": [short.to_json() for short in self.below],
            "failures": [outcome.to_json() for outcome in self.failures],
        }


def _tally(outcomes: Sequence[Outcome]) -> Tally:
    return Tally(sum(outcome.is_right for outcome in outcomes), len(outcomes))
