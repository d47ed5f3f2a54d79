"""Averages: an amount of one statement by head of what is counted beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.answer import AnswerFigure
from assistant.arithmetic.finding import is_start, months_of
from assistant.arithmetic.naming import Named, about, words_of
from assistant.arithmetic.record import Calculation, Operand, Side, Term
from assistant.arithmetic.results import multiplier_asked, places_asked, quotes, rounded
from assistant.asks import unit_family
from assistant.evidence import Passage, passages_of, plain
from assistant.lookup import near_text
from assistant.question import Query
from assistant.retrieve import Evidence
from assistant.writer import Writer, multiplier_of
from corpus import MULTIPLIERS, Figure, Kind

_LEAST = 0.5
_LARGE = 10_000  # 元 from which on an average is written in 万元
_SAME_STATEMENT, _UNIT, _CUMULATIVE, _NAMED, _HEAD = 0.3, 0.4, 0.7, 0.4, 0.4
_STATED = re.compile(r"均|每")
_PER_YEAR = re.compile(r"[日月年]均")


def average(query: Query, evidence: Evidence, calculation: Calculation, writer: Writer) -> str | None:
    """`平均 37.54 万元（4.73 亿元 ÷ 1260 笔）`; None where the report states an average, or where one side is missing."""
    terms = _find(query, evidence, calculation)
    if terms is None or _is_stated(terms[0].first):
        return None
    over, by = terms
    expression = f"{over.expression} ÷ {by.expression}"
    shown = _write(over.value / by.value, over.figure, query=query, expression=expression, writer=writer)
    lead = "On average" if query.english else "平均"
    return f"{lead} {shown}（{expression}）。{quotes(terms, evidence.matcher, writer)}。"


def _write(value: Decimal, figure: Figure, *, query: Query, expression: str, writer: Writer) -> str:
    places = places_asked(query.text)
    asked = multiplier_asked(query.text) or ("万" if value >= _LARGE * 10 and multiplier_of(figure) else "")
    shown = rounded(value / MULTIPLIERS[asked], 2 if places is None else places)
    text = f"{shown:f}"
    text = text.rstrip("0").rstrip(".") if "." in text and places is None else text
    unit = figure.unit or ""
    exact = shown * MULTIPLIERS[asked]
    written = f"{text} {asked}{unit}"
    derived = AnswerFigure(written, figure.kind, exact, figure.unit, None, derived=True, expression=expression)
    writer.figures.append(derived)
    return written


def _find(query: Query, evidence: Evidence, calculation: Calculation) -> tuple[Term, Term] | None:
    over, by = calculation.readings[0]
    kinds = _kinds(query)
    ranked = []
    for position, amount in enumerate(_amounts(query, evidence, over, kinds)):
        for count, fit in _counts(amount[1], over, by, evidence):
            ranked.append((amount[0] + fit, -position, amount[1], count))
    best = max(ranked, default=None, key=lambda item: item[:2])
    if best is None or not about(query, evidence.matcher, [best[2].passage, best[3].passage]):
        return None
    return Term(over, (best[2],)), Term(by, (best[3],))


def _kinds(query: Query) -> frozenset[Kind]:
    if re.search(r"钱|元|费|款|资金|补[助贴]|罚|how much", query.text):
        return frozenset({"money"})
    return frozenset({"money", "count"})


def _amounts(query: Query, evidence: Evidence, over: Side, kinds: frozenset[Kind]) -> Iterator[tuple[float, Operand]]:
    """The amounts that the question's words name, with how well."""
    words = words_of(over.text)
    for ranked in evidence.ranked[:24]:
        passage = ranked.passage
        if passage.cell.column == "criteria":
            continue
        for figure in passage.figures:
            if figure.kind not in kinds or figure.role not in ("actual", "share") or is_start(passage, figure):
                continue
            named = Named(Operand(passage, figure))
            cover = named.cover(words, evidence.matcher)
            periods = {(p.first, p.last) for p in query.periods}
            if cover >= _LEAST and (not periods or months_of(named.operand) in periods):
                cumulative = _CUMULATIVE * (passage.cell.column == "cumulative_progress")
                said = _HEAD * named.strict(words[-1:], evidence.matcher)  # what is asked for stands last: 使用多少元
                yield cover + 0.5 * named.strict(words, evidence.matcher) + said + cumulative, named.operand


def _counts(amount: Operand, over: Side, by: Side, evidence: Evidence) -> Iterator[tuple[Operand, float]]:
    """The counts of the same cell that the question's divisor names, by unit or by noun."""
    passage = amount.passage
    unit, words = by.text.removeprefix("个")[:2], words_of(by.text)
    for other in passages_of(passage.document, passage.goal, passage.cell):
        for figure in other.figures:
            operand = Operand(other, figure)
            if (
                figure.kind != "count"
                or figure.role not in ("actual", "share")
                or not operand.value
                or figure == amount.figure
            ):
                continue
            fit = _divides(operand, unit, words=by.text if words else "", evidence=evidence)
            if fit and months_of(operand) == months_of(amount):
                named = _NAMED * Named(operand).strict(words_of(over.text), evidence.matcher)
                yield operand, fit + named + _SAME_STATEMENT * (other.key == passage.key) + _near(amount, operand)


def _divides(operand: Operand, unit: str, *, words: str, evidence: Evidence) -> float:
    named = Named(operand)
    same_unit = bool(unit) and unit[:1] == (operand.figure.unit or "")[:1]
    by_noun = named.strict(words_of(words), evidence.matcher) if words else 0.0
    by_people = bool(words) and unit_family(operand.figure.unit or "") == "人" and words[-1] in "民人工员者生师童"
    if same_unit:
        return _UNIT + by_noun
    if by_noun >= _LEAST:
        return by_noun
    return _UNIT / 2 if by_people and named.cover(words_of(words), evidence.matcher) >= _LEAST / 2 else 0.0


def _near(amount: Operand, count: Operand) -> float:
    """What speaks for a count that stands close to the amount in its statement."""
    if amount.passage.key != count.passage.key:
        return 0.0
    between = sorted((amount.figure, count.figure), key=lambda f: f.start)
    return max(0.0, 0.2 - 0.004 * (between[1].start - between[0].end))


def _is_stated(amount: Operand) -> bool:
    """Whether the statement gives an average itself."""
    passage: Passage = amount.passage
    return any(
        f.kind == amount.figure.kind and f.role != "target" and _STATED.search(plain(_before(passage, f)))
        for f in passage.figures
        if f != amount.figure
    )


def _before(passage: Passage, figure: Figure) -> str:
    near = near_text(passage, figure)
    return _PER_YEAR.sub("", near)
