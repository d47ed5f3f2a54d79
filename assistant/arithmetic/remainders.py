"""What is left of a total: 排查隐患 402 处，整改 389 处 → 13 处 not yet."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.arithmetic.finding import alike_units, months_of
from assistant.arithmetic.likeness import same_measure
from assistant.arithmetic.naming import Named, about, words_of
from assistant.arithmetic.record import Calculation, Operand
from assistant.arithmetic.results import amount, multiplier_asked, percent, places_asked, quote
from assistant.evidence import Passage, plain
from assistant.question import Query, Word
from assistant.retrieve import Evidence
from assistant.targets.writing import bare
from assistant.writer import Writer
from corpus import fold

_STATEMENTS, _LEAST_WHOLE, _LEAST_DONE = 24, 0.5, 0.5
_CUMULATIVE, _NEXT = 0.15, 0.1
_OUT_OF = re.compile(r"[^,;。\d]{1,16}中(?![心小学医国央等])")
_LEFT = re.compile(r"(?:其余|剩余|余下|还有|尚有|仍有|另有|还剩|未[\u4e00-\u9fff]{1,4})[^,;。\d]{0,8}$")


def remaining(query: Query, evidence: Evidence, calculation: Calculation, writer: Writer) -> str | None:
    """`还有 13 处（402 处 - 389 处）`: the total less the part that the question names as done, or as of another kind."""
    found = _find(query, evidence, calculation)
    if found is None:
        return None
    whole, part = found
    if calculation.operation == "rate":
        return _rate(query, evidence, whole, part, writer)
    stated = _stated(whole, part)
    if stated:
        return f"{quote([whole, part, stated], evidence.matcher, writer)}。"
    expression = f"{bare(whole.figure)} - {bare(part.figure)}"
    figures = [whole.figure, part.figure]
    shown = amount(
        whole.value - part.value, figures, expression=expression, writer=writer, asked=multiplier_asked(query.text)
    )
    lead = "Left" if query.english else "还有"
    return f"{lead} {shown}（{expression}）。{quote([whole, part], evidence.matcher, writer)}。"


def _rate(query: Query, evidence: Evidence, whole: Operand, part: Operand, writer: Writer) -> str | None:
    """`89.66%（52 家 ÷ 58 家）`; None where the statement gives a rate itself."""
    if any(f.kind == "percent" and f.start > part.figure.end for f in whole.passage.figures):
        return None
    expression = f"{bare(part.figure)} ÷ {bare(whole.figure)}"
    rate = percent(
        part.value / whole.value * 100, expression=expression, writer=writer, places=places_asked(query.text)
    )
    return f"推算为 {rate}（{expression}）。{quote([whole, part], evidence.matcher, writer)}。"


def _find(query: Query, evidence: Evidence, calculation: Calculation) -> tuple[Operand, Operand] | None:
    ways = (_find_part(query, evidence, calculation, reading[0].text) for reading in calculation.readings)
    return next((found for found in ways if found), None)


def _find_part(query: Query, evidence: Evidence, calculation: Calculation, part: str) -> tuple[Operand, Operand] | None:
    """The whole and the part that is named so; the next amount of the statement where it has no name."""
    done, whole = words_of(part), words_of(calculation.shared)
    if not done and len(part) == 1:
        done = (Word(part, noun=False),)
    ranked = []
    for position, candidate in enumerate(evidence.ranked[:_STATEMENTS]):
        if _says_the_rest(query, calculation, candidate.passage):
            return None
        for left, right in _pairs(query, calculation, candidate.passage):
            score = _score(left, right, done=done, whole=whole, evidence=evidence)
            if score is not None:
                ranked.append((score, -position, left, right))
    best = max(ranked, default=None, key=lambda item: item[:2])
    if best is None or not about(query, evidence.matcher, [best[2].passage]):
        return None
    return best[2], best[3]


def _says_the_rest(query: Query, calculation: Calculation, passage: Passage) -> bool:
    """Whether the report names what isn't of the kind by itself (非现场执法)."""
    part = plain(calculation.readings[0][0].text)
    if not query.periods and passage.cell.column != "cumulative_progress":
        return False
    return bool(part) and any(f"{no}{part}" in passage.plain for no in ("非", "不"))


def _pairs(query: Query, calculation: Calculation, passage: Passage) -> Iterator[tuple[Operand, Operand]]:
    """Two amounts of one statement, the larger before the smaller, of one unit and of what was reached."""
    if passage.cell.column == "criteria":
        return
    amounts = [
        Operand(passage, f)
        for f in passage.figures
        if f.kind in ("money", "count") and f.role not in ("target", "change") and f.comparator in ("eq", "approx")
    ]
    asked = {(p.first, p.last) for p in query.periods}
    for i, left in enumerate(amounts):
        for right in amounts[i + 1 :]:
            fits = same_measure(left.figure, right.figure) and left.value > right.value and right.figure.role != "other"
            of_unit = (
                not calculation.unit or left.figure.kind == "money" or alike_units(left.figure.unit, calculation.unit)
            )
            of_period = not asked or months_of(left) in asked
            if fits and of_unit and of_period and (calculation.kinds >= {left.figure.kind} or calculation.unit):
                yield left, right


def _score(
    left: Operand, right: Operand, *, done: tuple[Word, ...], whole: tuple[Word, ...], evidence: Evidence
) -> float | None:
    """How well the two are the whole and the done part of what the question names; None where they aren't."""
    total, part = Named(left), Named(right)
    matcher = evidence.matcher
    by_part = part.strict(done, matcher) if done else 0.6
    of_total = total.cover(whole, matcher)
    if by_part < _LEAST_DONE or of_total < _LEAST_WHOLE or (done and _says_done(total, done, by_part, evidence)):
        return None
    near = max(0.0, _NEXT - 0.002 * (right.figure.start - left.figure.end))
    cumulative = _CUMULATIVE * (left.passage.cell.column == "cumulative_progress")
    return by_part + of_total + 0.5 * total.strict(whole, matcher) + near + cumulative


def _says_done(total: Named, done: tuple[Word, ...], by_part: float, evidence: Evidence) -> bool:
    """Whether the total itself is of what is done; of 4156 家场所中已安装 … what stands behind 中 isn't the total's."""
    if _OUT_OF.match(total.subject.behind):
        return False
    return total.strict(done, evidence.matcher) >= by_part


def _stated(whole: Operand, part: Operand) -> Operand | None:
    """The rest, where the statement gives it itself: 其余 13 栋."""
    passage = whole.passage
    for figure in passage.figures:
        before = fold(passage.cell.text[part.figure.end : figure.start])
        if figure.start > part.figure.end and figure.value == whole.value - part.value and _LEFT.search(before):
            return Operand(passage, figure)
    return None
