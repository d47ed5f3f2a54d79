"""Answers that set figures side by side: two periods, two reports, the part of a period that no column gives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from assistant import patterns
from assistant.attain_answer import bare
from assistant.clauses import trim
from assistant.evidence import passages_of
from assistant.lookup import place_of
from assistant.operands import ALIKE, NUMBERS, Operand, best, counterpart, difference, places_asked, quote, side
from assistant.patterns import has
from assistant.question import Query
from assistant.retrieve import Evidence, rank
from assistant.scope import mentions
from assistant.writer import Writer
from corpus import Column, Document, Period, fold, parse_period


def missing_first_part(query: Query, document: Document) -> Period | None:
    """The period asked for, where the report holds only the whole and the last quarter of it: 一季度 of a half-year report."""
    covered = parse_period(document.period) if document.period else None
    if covered is None or len(query.periods) != 1:
        return None
    asked = query.periods[0]
    quarter_first = covered.last - 2
    return asked if asked.first == covered.first and asked.last == quarter_first - 1 else None


def back_calculate(query: Query, evidence: Evidence, writer: Writer) -> str | None:
    """The first part of a period: the cumulative figure less the last quarter's."""
    plain_query = replace(query, periods=(), columns=("cumulative_progress",))
    ranked = rank(plain_query, evidence.matcher, evidence.passages())
    whole = best(plain_query, Evidence(ranked, evidence.matcher, evidence.documents), column="cumulative_progress")
    if whole is None or whole.figure.kind not in ("money", "count"):
        return None
    goal, document = whole.passage.goal, whole.passage.document
    cell = goal.cell("quarter_progress")
    part = counterpart(whole, passages_of(document, goal, cell)) if cell else None
    if part is None or part.value > whole.value:
        return None
    quoted = f"{quote(whole, evidence.matcher, writer)}，减去 {quote(part, evidence.matcher, writer)}"
    shown, _ = difference(whole, part, writer)
    return f"推算为 {shown}：{quoted}。（{bare(whole.figure)} - {bare(part.figure)} = {shown}）"


def _by_period(query: Query, evidence: Evidence) -> list[Operand]:
    """The figure of each of two periods of one report."""
    found = []
    for period in query.periods[:2]:
        column: Column = "quarter_progress" if period.months == 3 and period.first > 1 else "cumulative_progress"
        narrowed = replace(query, periods=(period,), columns=(column,))
        ranked = rank(narrowed, evidence.matcher, evidence.passages())
        operand = best(narrowed, Evidence(ranked, evidence.matcher, evidence.documents), column=column)
        if operand:
            found.append(operand)
    return found


def _by_document(query: Query, evidence: Evidence) -> list[Operand]:
    """The figure of each report; the later ones are looked up by what the first one measures."""
    documents = sorted(evidence.documents, key=lambda d: (d.year or 0, d.doc_id))
    sides = _sides(query, documents)
    if len(sides) == len(documents):
        named = [side(sides[d.doc_id], query, evidence, kinds=NUMBERS, document=d) for d in documents]
        return [operand for operand in named if operand]
    first = best(query, evidence)
    if first is None:
        return []
    found = []
    for document in documents:
        if document.doc_id == first.passage.document.doc_id:
            found.append(first)
            continue
        column = first.passage.cell.column
        passages = [
            r.passage
            for r in evidence.ranked
            if r.passage.document.doc_id == document.doc_id and r.passage.cell.column == column
        ]
        same = counterpart(first, passages) or best(query, evidence, document=document)
        if same and same.figure.kind == first.figure.kind:
            found.append(same)
    return found


def _sides(query: Query, documents: Sequence[Document]) -> dict[str, str]:
    """What the question says of each report, where it names each organisation in a part of its own."""
    sides: dict[str, str] = {}
    for part in re.split(r"[,;?!。]|和|与|跟|比", query.text):
        named = [d for d in documents if mentions(part, d.organization or "")]
        if len(named) == 1:
            sides.setdefault(named[0].doc_id, part)
    return sides if len(sides) > 1 else {}


def compare(query: Query, evidence: Evidence, writer: Writer) -> str | None:
    """Two figures of one metric side by side (two periods, or two reports), their difference, and growth where asked."""
    several = len(evidence.documents) > 1
    operands = (
        _by_document(query, evidence) if several else _by_period(query, evidence) if len(query.periods) > 1 else []
    )
    if len(operands) < 2:
        return None
    left, right = operands[0], operands[-1]
    if left.figure.kind != right.figure.kind or left.figure.unit != right.figure.unit:
        return None
    quoted = [_labelled(operand, evidence, writer, several=several) for operand in (left, right)]
    shown, sign = difference(right, left, writer)
    names = [_name(operand, several=several) for operand in (left, right)]
    relation = (
        "两者相同"
        if not sign
        else f"{names[1] if sign > 0 else names[0]}更{'高' if left.figure.kind == 'percent' else '多'}，相差 {shown}"
    )
    growth = _growth(query, left, right, writer) if several and left.figure.kind != "percent" else ""
    return f"{'；'.join(quoted)}。{relation}{growth}。"


def _name(operand: Operand, *, several: bool) -> str:
    document, cell = operand.passage.document, operand.passage.cell
    return (
        f"{document.organization or document.title}（{document.year} 年）"
        if several
        else re.sub(r"完成.*$", "", cell.label) or cell.label
    )


def _labelled(operand: Operand, evidence: Evidence, writer: Writer, *, several: bool) -> str:
    return f"{_name(operand, several=several)}：{quote(operand, evidence.matcher, writer)}"


def _growth(query: Query, before: Operand, after: Operand, writer: Writer) -> str:
    """`，增长 8.84%`, where the question asks for it."""
    if not before.value or not re.search(r"增长|增幅|百分之|涨|下降|%|核", query.text):
        return ""
    places = places_asked(query, default=2)
    rate = (after.value / before.value - 1) * 100
    expression = f"{bare(after.figure)} ÷ {bare(before.figure)} - 1"
    return f"，{'增长' if rate >= 0 else '下降'} {writer.derive(abs(rate), kind='percent', unit='%', expression=expression, places=places)}"


def remaining(_query: Query, evidence: Evidence, writer: Writer) -> str | None:
    """What is left of a total (排查隐患 402 处，整改 389 处): the first count of a statement less the next of its unit."""
    for ranked in evidence.ranked[:8]:
        counts = [f for f in ranked.passage.figures if f.kind == "count" and f.role != "target"]
        for first, second in pairwise(counts):
            left, right = Operand(ranked.passage, first), Operand(ranked.passage, second)
            if first.unit == second.unit and left.value > right.value and ranked.overlap > ALIKE:
                start, end = trim(ranked.passage, [first, second], evidence.matcher.weights)
                quoted = writer.quote(place_of(ranked.passage), start, end)
                shown, _ = difference(left, right, writer)
                return f"还有 {shown}：{quoted}（{bare(first)} - {bare(second)} = {shown}）。"
    return None


def step(_query: Query, evidence: Evidence, writer: Writer) -> str | None:
    """By how much a standard was raised or cut, where the report gives both ends (由每人每月 980 元提高到 1060 元)."""
    for ranked in evidence.ranked[:12]:
        passage = ranked.passage
        for first, second in pairwise(passage.figures):
            between = fold(passage.cell.text[max(passage.statement.start, first.start - 16) : second.start])
            same = first.kind == second.kind and (first.unit == second.unit) and isinstance(first.value, Decimal)
            if same and has(patterns.STEP, between) and ranked.overlap > ALIKE:
                left, right = Operand(passage, first), Operand(passage, second)
                start, end = trim(passage, [first, second], evidence.matcher.weights)
                quoted = writer.quote(place_of(passage), start, end)
                shown, sign = difference(right, left, writer)
                return f"{'增加' if sign > 0 else '减少'} {shown}：{quoted}。"
    return None
