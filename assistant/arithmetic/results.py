"""Write a result: the value with its expression first, then each figure that it was computed from, quoted.

A computed amount is written in the unit of its operands, without rounding where none is needed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from assistant.arithmetic.record import Operand, Term
from assistant.clauses import clause_of, clause_spans, is_dependent, trim
from assistant.evidence import Matcher
from assistant.lookup import place_of
from assistant.writer import Writer, multiplier_of
from corpus import MULTIPLIERS, Figure, fold

_EXACT = 4  # decimal places up to which an amount is written in the larger of its operands' units


def like_of(value: Decimal, figures: Sequence[Figure], *, asked: str = "") -> Figure | None:
    """The figure in whose 万 or 亿 the value is written: in what is asked, else the largest that needs no rounding."""
    if figures[0].kind == "percent":
        return None
    ordered = sorted(figures, key=lambda f: -len(multiplier_of(f)) if multiplier_of(f) != "亿" else -9)
    for figure in ordered:
        if asked and multiplier_of(figure) == asked:
            return figure
    for figure in ordered:
        shown = value / MULTIPLIERS[multiplier_of(figure)]
        if shown == shown.quantize(Decimal(1).scaleb(-_EXACT)):
            return figure
    return ordered[-1]


def multiplier_asked(text: str) -> str:
    """The 万 or 亿 that the question asks in; "" where it asks in none."""
    match = re.search(r"(?:多少|几)个?(万|亿)", text)
    return match[1] if match else ""


def places_asked(text: str) -> int | None:
    """The number of decimal places that the question wants (保留两位小数)."""
    match = re.search(r"([一两二三四0-9])\s?位小数|保留到?(整数|个位)", text)
    if not match:
        return None
    return 0 if match[2] else {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4}.get(match[1]) or int(match[1])


def amount(
    value: Decimal,
    figures: Sequence[Figure],
    *,
    expression: str,
    writer: Writer,
    asked: str = "",
    unit: str | None = None,
) -> str:
    """A difference or a sum, in the unit of its operands; that of percents in 百分点."""
    kind = figures[0].kind
    shown_unit = "个百分点" if kind == "percent" else unit or figures[0].unit
    like = like_of(abs(value), figures, asked=asked)
    return writer.derive(abs(value), kind=kind, unit=shown_unit, expression=expression, like=like)


def percent(value: Decimal, *, expression: str, writer: Writer, places: int | None) -> str:
    """A rate or share, with two decimal places where the question asks for no other number of them."""
    return writer.derive(value, kind="percent", unit="%", expression=expression, places=2 if places is None else places)


def rounded(value: Decimal, places: int) -> Decimal:
    """Rounded as it is shown."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def quote(operands: Sequence[Operand], matcher: Matcher, writer: Writer, *, with_change: bool = False) -> str:
    """The clauses of figures of one passage, with their citation mark; with the change stated behind, where asked."""
    passage = operands[0].passage
    figures = [operand.figure for operand in operands]
    if with_change:
        figures.extend(_changes(operands[-1]))
    start, end = trim(passage, figures, matcher.weights)
    return writer.quote(place_of(passage), start, end)


def _changes(operand: Operand) -> list[Figure]:
    """The changes stated in the dependent clauses right behind a figure: 同比减少 0.57 亿元,下降 11.7%."""
    passage, figure = operand.passage, operand.figure
    spans = clause_spans(passage)
    position = clause_of(passage, figure)
    found: list[Figure] = []
    for start, end in spans[position : position + 3]:
        inside = [f for f in passage.figures if start <= f.start < end and f.start > figure.start]
        own = start <= figure.start < end
        if not own and not is_dependent(passage.cell.text[start:end], None):
            break
        if any(f.role != "change" for f in inside if f.kind not in ("period", "date")):
            break
        found.extend(f for f in inside if f.role == "change")
    return found


def quotes(terms: Sequence[Term], matcher: Matcher, writer: Writer, *, with_change: bool = False) -> str:
    """Every side's quotes under its label, figures of one passage in one quote."""
    operands = [operand for term in terms for operand in term.operands]
    if len({operand.passage.key for operand in operands}) == 1:
        return quote(sorted(operands, key=lambda o: o.figure.start), matcher, writer)
    parts = []
    for term in terms:
        shown = "，减去 ".join(quote([o], matcher, writer, with_change=with_change) for o in term.operands)
        plain_label = fold(term.side.label)
        part = f"{plain_label}：{shown}" if plain_label and term.side.text != term.side.label else shown
        parts.append(part)
    return "；".join(dict.fromkeys(parts))
