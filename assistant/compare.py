"""Answers that set figures side by side: two periods, two reports, the part of a period that no column gives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from assistant import patterns
from assistant.attain_answer import bare
from assistant.attainment import Located, likeness
from assistant.clauses import trim
from assistant.evidence import Passage, pairs, passages_of, plain
from assistant.lookup import near_text, place_of
from assistant.operands import ALIKE, NUMBERS, Operand, best, counterpart, difference, places_asked, quote, side
from assistant.patterns import has
from assistant.question import Query
from assistant.retrieve import Evidence, rank
from assistant.scope import mentions
from assistant.writer import Writer, multiplier_of
from corpus import Column, Document, Period, fold, parse_period

_LEAST_LIKENESS = 0.45  # least likeness of two figures that measure the same


def is_first_part(period: Period, document: Document) -> bool:
    """Whether the report holds only the whole and the last quarter of what begins with `period` (一季度 of a half-year)."""
    covered = parse_period(document.period) if document.period else None
    return covered is not None and period.first == covered.first and period.last == covered.last - 3


def asks_first_part(query: Query, documents: Sequence[Document]) -> bool:
    """Whether nothing but such a first part is asked for."""
    return len(query.periods) == 1 and bool(documents) and all(is_first_part(query.periods[0], d) for d in documents)


def _whole_and_quarter(query: Query, evidence: Evidence) -> tuple[Operand, Operand] | None:
    """The cumulative figure that the question means, and the last quarter's of the same metric."""
    whole_query = replace(query, periods=(), columns=("cumulative_progress",))
    ranked = rank(whole_query, evidence.matcher, evidence.passages())
    whole = best(whole_query, replace(evidence, ranked=ranked), column="cumulative_progress")
    if whole is None or whole.figure.kind not in ("money", "count"):
        return None
    goal, document = whole.passage.goal, whole.passage.document
    cell = goal.cell("quarter_progress")
    part = _quarter_of(whole, passages_of(document, goal, cell)) if cell else None
    return (whole, part) if part is not None and part.value < whole.value else None


def _quarter_of(whole: Operand, passages: Sequence[Passage]) -> Operand | None:
    """The figure of the same metric that is of another period; a quarter's column may repeat cumulative figures."""
    target = Located(whole.passage, whole.figure)
    same = (whole.figure.kind, whole.figure.unit, whole.figure.role)
    found = [
        (likeness(target, Located(p, f)), -i, Operand(p, f))
        for i, (p, f) in enumerate((p, f) for p in passages for f in p.figures)
        if (f.kind, f.unit, f.role) == same and f.period != whole.figure.period
    ]
    best_found = max(found, default=None, key=lambda item: item[:2])
    return best_found[2] if best_found and best_found[0] >= _LEAST_LIKENESS else None


def back_calculate(query: Query, evidence: Evidence, writer: Writer) -> str | None:
    """The first part of a period: the cumulative figure less the last quarter's."""
    operands = _whole_and_quarter(query, evidence)
    if operands is None:
        return None
    whole, part = operands
    quoted = "，减去 ".join(quote(operand, evidence.matcher, writer) for operand in operands)
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
        same = counterpart(first, passages) or _about(best(query, evidence, document=document), evidence)
        if same and same.figure.kind == first.figure.kind:
            found.append(same)
    return found


def _about(operand: Operand | None, evidence: Evidence) -> Operand | None:
    """The operand, if its own clause is about what the question names."""
    if operand is None:
        return None
    near = pairs(plain(near_text(operand.passage, operand.figure)))
    return operand if evidence.matcher.overlap(near) >= ALIKE else None


def _sides(query: Query, documents: Sequence[Document]) -> dict[str, str]:
    """What the question says of each report, where it names each organisation in a part of its own."""
    sides: dict[str, str] = {}
    for part in re.split(r"[,;?!。]|和|与|跟|比", query.text):
        named = [d for d in documents if mentions(part, d.organization or "")]
        if len(named) == 1:
            sides.setdefault(named[0].doc_id, part)
    return sides if len(sides) > 1 else {}


def _by_sides(query: Query, evidence: Evidence) -> list[Operand]:
    """The figures of the two things that the question joins with 和 or 与 (实物配租和租赁补贴哪边多)."""
    parts = [part for part in re.split(r"[和与跟]|还是", re.split(r"哪|谁|[?]", query.text)[0]) if len(part) > 1]
    if len(parts) != 2:
        return []
    kinds = frozenset(kind for ask in query.asks for kind in ask.kinds) & NUMBERS or NUMBERS
    found = [operand for part in parts if (operand := side(part, query, evidence, kinds=kinds))]
    return found if len(found) == 2 and found[0] != found[1] else []


def _first_part_against_quarter(query: Query, evidence: Evidence, writer: Writer) -> str | None:
    """一季度 against 二季度 in a half-year report: the first is the cumulative figure less the second."""
    first = next((p for p in query.periods if is_first_part(p, evidence.documents[0])), None)
    if first is None or len(query.periods) != 2:
        return None
    operands = _whole_and_quarter(query, evidence)
    if operands is None:
        return None
    whole, quarter = operands
    quoted = "；".join(quote(operand, evidence.matcher, writer) for operand in (whole, quarter))
    shown, before = difference(whole, quarter, writer)
    gap = before - quarter.value
    like = quarter.figure if multiplier_of(quarter.figure) == multiplier_of(whole.figure) else None
    earlier, later = f"({bare(whole.figure)} - {bare(quarter.figure)})", bare(quarter.figure)
    expression = f"{earlier} - {later}" if gap > 0 else f"{later} - {earlier}"
    apart = writer.derive(
        abs(gap), kind=quarter.figure.kind, unit=quarter.figure.unit, expression=expression, like=like
    )
    names = [period_name(p) for p in (first, next(p for p in query.periods if p != first))]
    more = names[0] if gap > 0 else names[1]
    return f"{names[0]}推算为 {shown}，{more}更多，相差 {apart}：{quoted}。"


def period_name(period: Period) -> str:
    """A period in words without digits: 一季度, 上半年, 前三季度; months else."""
    known = {
        (1, 3): "一季度",
        (4, 6): "二季度",
        (7, 9): "三季度",
        (10, 12): "四季度",
        (1, 6): "上半年",
        (1, 9): "前三季度",
    }
    return known.get((period.first, period.last), str(period))


def _operands(query: Query, evidence: Evidence) -> list[Operand]:
    if len(evidence.documents) > 2:
        return []  # two are compared; more are looked up one by one
    if len(evidence.documents) > 1:
        return _by_document(query, evidence)
    return _by_period(query, evidence) if len(query.periods) > 1 else _by_sides(query, evidence)


def compare(query: Query, evidence: Evidence, writer: Writer) -> str | None:
    """Two figures of one metric side by side (two periods, or two reports), their difference, and growth where asked."""
    several = len(evidence.documents) > 1
    derived = None if several else _first_part_against_quarter(query, evidence, writer)
    if derived:
        return derived
    operands = _operands(query, evidence)
    if len(operands) < 2:
        return None
    left, right = operands[0], operands[-1]
    if left.figure.kind != right.figure.kind or left.figure.unit != right.figure.unit:
        return None
    labelled = several or len(query.periods) > 1
    quoted = dict.fromkeys(
        _labelled(o, evidence, writer, several=several) if labelled else quote(o, evidence.matcher, writer)
        for o in (left, right)
    )
    shown, sign = difference(right, left, writer)
    names = _names(query, operands, several=several)
    relation = (
        "两者相同"
        if not sign
        else f"{names[1] if sign > 0 else names[0]}更{'高' if left.figure.kind == 'percent' else '多'}，相差 {shown}"
    )
    growth = _growth(query, left, right, writer) if several and left.figure.kind != "percent" else ""
    return f"{'；'.join(quoted)}。{relation}{growth}。"


def _names(query: Query, operands: Sequence[Operand], *, several: bool) -> list[str]:
    """What to call the two: their reports, their periods, else the words before their figures."""
    if several or len(query.periods) > 1:
        return [_name(operand, several=several) for operand in operands]
    return [f"“{operand.figure.metric or bare(operand.figure)}”" for operand in operands]


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
