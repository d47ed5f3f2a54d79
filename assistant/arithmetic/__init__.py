"""Arithmetic on cited figures: what is asked (`wanted`), which figures enter it, and how the result is written (`calculate`)."""

from assistant.arithmetic.asked import refusal, spans_reports, wanted
from assistant.arithmetic.calculating import calculate
from assistant.arithmetic.record import Calculation, Operand, Operation, Side

__all__ = [
    "Calculation",
    "Operand",
    "Operation",
    "Side",
    "calculate",
    "refusal",
    "spans_reports",
    "wanted",
]
