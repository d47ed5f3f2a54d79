"""Add sides up, and divide one by another: sums, shares, multiples."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.arithmetic.likeness import same_measure
from assistant.arithmetic.record import Calculation, Operand, Term
from assistant.arithmetic.results import amount, multiplier_asked, percent, places_asked, quote, quotes, rounded
from assistant.attainment import meets
from assistant.question import Query
from assistant.retrieve import Evidence
from assistant.writer import Writer
from corpus import Figure


def add(query: Query, evidence: Evidence, _: Calculation, terms: Sequence[Term], writer: Writer) -> str | None:
    """`合计 40 家（13 家 + 27 家）`; percents don't add up."""
    figures = [o.figure for term in terms for o in term.operands]
    if figures[0].kind == "percent":
        return None
    value = sum((term.value for term in terms), Decimal(0))
    expression = " + ".join(term.expression for term in terms)
    shown = amount(value, figures, expression=expression, writer=writer, asked=multiplier_asked(query.text))
    lead = "In total" if query.english else "合计"
    verdict = _against_target(query, evidence, value, figures[0], writer)
    return f"{lead} {shown}（{expression}）{verdict}。{quotes(terms, evidence.matcher, writer)}。"


def _against_target(query: Query, evidence: Evidence, value: Decimal, like: Figure, writer: Writer) -> str:
    """`，已达到要求（目标：…[2]）` where the question names a target that stands in the report; "" else."""
    for named in query.figures:
        for passage in evidence.passages():
            same = [
                f for f in passage.figures if f.role == "target" and f.value == named.value and same_measure(f, like)
            ]
            if same:
                shown = quote([Operand(passage, same[0])], evidence.matcher, writer)
                return f"，{'已达到' if meets(same[0], value) else '未达到'}要求（目标：{shown}）"
    return ""


def share(query: Query, evidence: Evidence, _: Calculation, terms: Sequence[Term], writer: Writer) -> str | None:
    """`占 35.47%（63846.1 万元 ÷ 18 亿元）`."""
    part, whole = terms
    if not whole.value:
        return None
    stated = None if places_asked(query.text) is not None else _stated(part, whole)
    if stated:
        return f"{quotes([whole, part, Term(part.side, (stated,))], evidence.matcher, writer)}。"
    expression = f"{part.expression} ÷ {whole.expression}"
    shown = percent(
        part.value / whole.value * 100, expression=expression, writer=writer, places=places_asked(query.text)
    )
    return f"占 {shown}（{expression}）。{quotes(terms, evidence.matcher, writer)}。"


def _stated(part: Term, whole: Term) -> Operand | None:
    """The share as the statement itself gives it, where it is what the two figures come to."""
    exact = part.value / whole.value * 100
    for figure in part.first.passage.figures:
        if figure.kind == "percent" and figure.start > part.figure.end and isinstance(figure.value, Decimal):
            places = Decimal(1).scaleb(min(0, int(figure.value.as_tuple().exponent)))
            if abs(figure.value - exact) <= places / 2:
                return Operand(part.first.passage, figure)
    return None


def times(query: Query, evidence: Evidence, _: Calculation, terms: Sequence[Term], writer: Writer) -> str | None:
    """`是 7.47 倍（203.8 亿元 ÷ 27.3 亿元）`."""
    left, right = terms
    if not right.value:
        return None
    places = places_asked(query.text)
    expression = f"{left.expression} ÷ {right.expression}"
    value = rounded(left.value / right.value, 2 if places is None else places)
    shown = writer.derive(value, kind="count", unit="倍", expression=expression)
    return f"前者是后者的 {shown}（{expression}）。{quotes(terms, evidence.matcher, writer)}。"
