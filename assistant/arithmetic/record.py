"""What a question wants to be calculated, and what a calculation is made of.

Plain frozen records between the steps (asked → sides → finding → operations), so that each can be tested by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from assistant.evidence import Passage
from assistant.subjects import Located
from assistant.targets.writing import bare
from corpus import Document, Figure, Kind, Period

Operation = Literal[
    "difference",  # one side less the other
    "growth",  # in percent of the earlier side
    "sum",
    "share",  # the first side in percent of the second
    "times",  # the first side divided by the second
    "average",  # the first side by head of the second
    "remaining",  # what is left of a total
    "headroom",  # what is left up to a limit
    "rate",  # the done part in percent of a total
    "step",  # from one level to the next: 由 980 元提高到 1060 元
    "first_part",  # of a period, by what the report holds of the rest
    "list",  # nothing to calculate: each report's figure
]
By = Literal["thing", "period", "document"]
NUMBERS: frozenset[Kind] = frozenset({"money", "count", "percent", "duration"})
AMOUNTS: frozenset[Kind] = frozenset({"money", "count", "duration"})


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things that enter a calculation.

    `text` is what the question says of this side alone ("" where only its period or report differs), `label` what to call
    it in the answer. `period` and `document` are None where any will do.
    """

    text: str
    label: str
    period: Period | None = None
    document: Document | None = None
    value: Decimal | None = None  # where the question names it: 占 18 亿元预算


@dataclass(frozen=True, slots=True)
class Calculation:
    """An operation on the sides that the question names; `readings` are the ways to tell the sides apart, likeliest first.

    `shared` is what the question says of all sides, `kinds` what their figures may be, `unit` the measure word asked for.
    """

    operation: Operation
    by: By
    shared: str
    readings: tuple[tuple[Side, ...], ...]
    kinds: frozenset[Kind] = NUMBERS
    unit: str | None = None
    in_percent: bool = False  # whether the growth is asked for too


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure that enters a calculation, with the passage it is cited from."""

    passage: Passage
    figure: Figure

    @property
    def value(self) -> Decimal:
        """The exact value of the figure."""
        assert isinstance(self.figure.value, Decimal)
        return self.figure.value

    @property
    def located(self) -> Located:
        """The same as other parts of the program take it."""
        return Located(self.passage, self.figure)


@dataclass(frozen=True, slots=True)
class Term:
    """The value of a side: one figure, or the first less the second (一季度 = 1-6月 - 4-6月)."""

    side: Side
    operands: tuple[Operand, ...]

    @property
    def first(self) -> Operand:
        """The figure that gives the term its kind and unit."""
        return self.operands[0]

    @property
    def figure(self) -> Figure:
        """The figure of `first`."""
        return self.operands[0].figure

    @property
    def value(self) -> Decimal:
        """The exact value."""
        first, *rest = (operand.value for operand in self.operands)
        return first - sum(rest, Decimal(0))

    @property
    def is_derived(self) -> bool:
        """Whether no report states it."""
        return len(self.operands) > 1

    @property
    def expression(self) -> str:
        """The figure as it is written, or the sum in brackets."""
        written = " - ".join(bare(operand.figure) for operand in self.operands)
        return f"({written})" if self.is_derived else written


Terms = Sequence[Term]
