"""Calculate what a question wants, from cited figures, or give way.

One writer an operation. None is no failure: the question is then answered by looking figures up, or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.arithmetic.asked import wanted
from assistant.arithmetic.averages import average
from assistant.arithmetic.comparing import compare, list_all
from assistant.arithmetic.headroom import headroom
from assistant.arithmetic.record import Calculation, Operation, Term
from assistant.arithmetic.remainders import remaining
from assistant.arithmetic.results import amount, multiplier_asked, quotes
from assistant.arithmetic.steps import step
from assistant.arithmetic.terms import find_terms
from assistant.arithmetic.totals import add, share, times
from assistant.question import Query
from assistant.retrieve import Evidence
from assistant.writer import Writer

Finding = Callable[[Query, Evidence, Calculation, Writer], str | None]
Writing = Callable[[Query, Evidence, Calculation, Sequence[Term], Writer], str | None]


def first_part(query: Query, evidence: Evidence, _: Calculation, terms: Sequence[Term], writer: Writer) -> str | None:
    """`一季度推算为 418.21 亿元（877.82 亿元 - 459.61 亿元）`."""
    term = terms[0]
    if not term.is_derived:
        return None
    expression = term.expression[1:-1]
    figures = [operand.figure for operand in term.operands]
    shown = amount(term.value, figures, expression=expression, writer=writer, asked=multiplier_asked(query.text))
    return f"{term.side.label}推算为 {shown}（{expression}）。{quotes(terms, evidence.matcher, writer)}。"


_FINDING: dict[Operation, Finding] = {
    "average": average,
    "headroom": headroom,
    "rate": remaining,
    "remaining": remaining,
    "step": step,
}
_WRITING: dict[Operation, Writing] = {
    "difference": compare,
    "growth": compare,
    "list": list_all,
    "sum": add,
    "share": share,
    "times": times,
    "first_part": first_part,
}


def calculate(query: Query, evidence: Evidence, writer: Writer) -> str | None:
    """The answer to a question that wants a calculation; None where it wants none, or where a side isn't surely found."""
    calculation = wanted(query, evidence.documents)
    if calculation is None:
        return None
    finding = _FINDING.get(calculation.operation)
    if finding:
        return finding(query, evidence, calculation, writer)
    terms = find_terms(query, evidence, calculation)
    return _WRITING[calculation.operation](query, evidence, calculation, terms, writer) if terms else None
