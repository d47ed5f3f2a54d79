"""Answers that divide or add cited figures: a share of a budget, an average, a sum."""

from __future__ import annotations

import re

from assistant.attain_answer import bare
from assistant.evidence import pairs, passages_of, plain
from assistant.lookup import near_text
from assistant.operands import AMOUNTS, Operand, counterpart, places_asked, quote, side
from assistant.patterns import has
from assistant.question import Query
from assistant.retrieve import Evidence
from assistant.writer import Writer
from corpus import Kind

_LARGE = 10000  # from this value on a quotient is written in 万 or 亿 as its numerator is


def ratio(query: Query, evidence: Evidence, writer: Writer) -> str | None:
    """One cited figure over another: a share of a budget, an average."""
    operands = _average(query, evidence) or _share(query, evidence)
    if operands is None:
        return None
    numerator, denominator = operands
    share = numerator.figure.kind == denominator.figure.kind and numerator.figure.unit == denominator.figure.unit
    quoted = dict.fromkeys(quote(operand, evidence.matcher, writer) for operand in operands)
    expression = f"{bare(numerator.figure)} ÷ {bare(denominator.figure)}"
    value = numerator.value / denominator.value * (100 if share else 1)
    like = None if share or value < _LARGE else numerator.figure
    shown = writer.derive(
        value,
        kind="percent" if share else numerator.figure.kind,
        unit="%" if share else numerator.figure.unit,
        expression=expression,
        like=like,
        places=places_asked(query, default=2),
    )
    return f"{'；'.join(quoted)}。{expression} = {shown}。"


def _average(query: Query, evidence: Evidence) -> tuple[Operand, Operand] | None:
    """Money over a count of one cell, where the question says what it is averaged over (平均每件, 每户)."""
    match = re.search(r"(?:平均|平摊|摊)到?(?:每|一)一?([\u4e00-\u9fff])|每([\u4e00-\u9fff])", query.text)
    if not match:
        return None
    unit = match[1] or match[2]
    money = side(query.text, query, evidence, kinds=frozenset({"money"}))
    if money is None or money.figure.role == "target":
        return None
    cell = [r for r in evidence.ranked if r.passage.cell is money.passage.cell]
    counts = [(r, f) for r in cell for f in r.passage.figures if f.kind == "count" and f.unit == unit and f.value]
    own = [(r, f) for r, f in counts if r.passage is money.passage] or counts
    scored = sorted(own, key=lambda pair: -evidence.matcher.overlap(pairs(plain(near_text(pair[0].passage, pair[1])))))
    return (money, Operand(scored[0][0].passage, scored[0][1])) if scored else None


def _share(query: Query, evidence: Evidence) -> tuple[Operand, Operand] | None:
    """The figures before and behind 占 or 摊到."""
    split = re.split(r"占(?!比)|摊到|平均到|平均每|除以|折合到", query.text, maxsplit=1)
    if len(split) < 2:
        return None
    numerator = side(split[0], query, evidence, kinds=AMOUNTS)
    denominator = _denominator(split[1], query, evidence, numerator)
    if numerator is None or denominator is None or not denominator.value or numerator == denominator:
        return None
    return numerator, denominator


def _denominator(text: str, query: Query, evidence: Evidence, numerator: Operand | None) -> Operand | None:
    """The figure behind 占: the one whose value the question names, else what its words name."""
    if numerator is None:
        return None
    for named in query.figures:
        for passage in evidence.passages():
            same = [f for f in passage.figures if (f.kind, f.value) == (named.kind, named.value)]
            if same and passage.goal is numerator.passage.goal:
                return Operand(passage, same[0])
    kinds: frozenset[Kind] = frozenset({"count"}) if has(r"摊到|平均|人均|每", query.text) else AMOUNTS
    return side(text, query, evidence, kinds=kinds, other=numerator)


def total(query: Query, evidence: Evidence, writer: Writer) -> str | None:
    """The sum of the two figures that the question joins with 和/加, where both stand in the evidence."""
    sides = re.split(r"[加和与跟]", query.text, maxsplit=1)
    if len(sides) < 2:
        return None
    first = side(sides[0], query, evidence, kinds=query.asks[0].kinds or AMOUNTS)
    if first is None:
        return None
    same_cell = [
        r.passage for r in evidence.ranked if r.passage.cell is first.passage.cell and r.passage is not first.passage
    ]
    second = counterpart(first, same_cell) or _other_in(first)
    if second is None:
        return None
    quoted = "；".join(dict.fromkeys(quote(operand, evidence.matcher, writer) for operand in (first, second)))
    expression = f"{bare(first.figure)} + {bare(second.figure)}"
    shown = writer.derive(
        first.value + second.value,
        kind=first.figure.kind,
        unit=first.figure.unit,
        expression=expression,
        like=first.figure,
    )
    return f"{quoted}。合计 {shown}（{expression}）。"


def _other_in(operand: Operand) -> Operand | None:
    """Another figure of the same kind and unit in the same cell."""
    for passage in passages_of(operand.passage.document, operand.passage.goal, operand.passage.cell):
        for figure in passage.figures:
            if figure != operand.figure and (figure.kind, figure.unit) == (operand.figure.kind, operand.figure.unit):
                return Operand(passage, figure)
    return None
