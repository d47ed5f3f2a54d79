"""Set sides against each other: which is larger and by how much, and by how many percent."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.arithmetic.record import Calculation, Term
from assistant.arithmetic.results import amount, like_of, multiplier_asked, percent, places_asked, quotes
from assistant.arithmetic.wording import ADJECTIVE, TO_TARGET, says
from assistant.attainment import attainments
from assistant.question import Query
from assistant.retrieve import Evidence
from assistant.targets.writing import write_attainment
from assistant.writer import Writer, render

_WORDS = {"高": "低", "快": "慢", "长": "短", "大": "小", "重": "轻", "多": "少"}


def compare(query: Query, evidence: Evidence, calculation: Calculation, terms: Sequence[Term], writer: Writer) -> str:
    """The relation of the sides in one sentence, then their quotes."""
    _derive_parts(terms, writer)
    relation = _ranking(query, terms) if len(terms) > 2 else _relation(query, calculation, terms, writer)
    change = calculation.by == "document"
    return f"{relation}{_parted(terms)}。{quotes(terms, evidence.matcher, writer, with_change=change)}。"


def list_all(query: Query, evidence: Evidence, _: Calculation, terms: Sequence[Term], writer: Writer) -> str:
    """The quotes of all sides, each under its label; with their targets, where the question asks about these."""
    if not says(TO_TARGET, query.text):
        return f"{quotes(terms, evidence.matcher, writer)}。"
    return "\n".join(_with_target(query, evidence, term, writer) for term in terms)


def _with_target(query: Query, evidence: Evidence, term: Term, writer: Writer) -> str:
    passage = term.first.passage
    for item in attainments(passage.document, passage.goal):
        if item.actual is not None and item.actual.figure == term.figure:
            judged = write_attainment(item, evidence.matcher, writer, english=query.english)
            if judged:
                return f"{term.side.label}：{judged}"
    return f"{quotes([term], evidence.matcher, writer)}。"


def _derive_parts(terms: Sequence[Term], writer: Writer) -> None:
    for term in terms:
        if term.is_derived:
            amount(term.value, [o.figure for o in term.operands], expression=term.expression[1:-1], writer=writer)


def _parted(terms: Sequence[Term]) -> str:
    """`（一季度推算为 418.21 亿元：877.82 亿元 - 459.61 亿元）` for each side that no report states."""
    parts = []
    for term in terms:
        if term.is_derived:
            like = like_of(term.value, [o.figure for o in term.operands])
            parts.append(
                f"{term.side.label}推算为 {render(term.value, unit=term.figure.unit, like=like)}：{term.expression[1:-1]}"
            )
    return f"（{'；'.join(parts)}）" if parts else ""


def words_for(text: str, kind: str) -> tuple[str, str]:
    """The adjectives to compare with: those of the question, else 高 and 低 for percents and 多 and 少 for all else."""
    asked = adjective(text)
    pair = next(((more, less) for more, less in _WORDS.items() if asked in (more, less)), None)
    return pair or (("高", "低") if kind == "percent" else ("多", "少"))


def adjective(text: str) -> str:
    """The adjective that the question compares by (哪个高: 高); "" where it has none."""
    match = ADJECTIVE.search(text)
    return next((match[name] for name in "abc" if match[name]), "") if match else ""


def _relation(query: Query, calculation: Calculation, terms: Sequence[Term], writer: Writer) -> str:
    """`二季度比一季度多 41.38 亿元，增长 9.89%`; the later year is compared with the earlier."""
    new, old = _order(query, calculation, terms)
    gap = new.value - old.value
    figures = [o.figure for term in (new, old) for o in term.operands]
    if not gap:
        return f"{_quoted(new)}与{_quoted(old)}相同"
    parts = [f"{_quoted(new)}比{_quoted(old)}"]
    more, less = words_for(query.text, new.figure.kind)
    large, small = (new, old) if gap > 0 else (old, new)
    shown = amount(
        gap,
        figures,
        expression=f"{large.expression} - {small.expression}",
        writer=writer,
        asked=multiplier_asked(query.text),
    )
    parts.append(f"{more if gap > 0 else less} {shown}")
    growth = _growth(query, calculation, new, old, writer)
    text = f"{''.join(parts)}{growth}"
    expression = f"{large.expression} - {small.expression}"
    if query.english:
        return f"{_quoted(large)} is larger than {_quoted(small)} by {shown} ({expression}){growth}"
    return f"{text}（{expression}）"


def _order(query: Query, calculation: Calculation, terms: Sequence[Term]) -> tuple[Term, Term]:
    """The side that is compared, and the one that it is compared with."""
    first, second = terms[0], terms[-1]
    if calculation.by == "document":
        years = [t.side.document.year if t.side.document else None for t in (first, second)]
        if years[0] != years[1]:
            return second, first
    changes = calculation.operation == "growth" or re.search(r"升|降|涨|跌|变化|回落|提高", query.text)
    if changes and calculation.by == "period" and first.side.period and second.side.period:
        return (first, second) if first.side.period.last > second.side.period.last else (second, first)
    if (
        calculation.by == "document"
        or re.search(r"哪|谁|which", query.text)
        or not re.search(r"(?<!相)比(?!较|起)", query.text)
    ):
        large, small = (first, second) if first.value >= second.value else (second, first)
        return (small, large) if adjective(query.text) in _WORDS.values() else (large, small)
    return first, second


def _growth(query: Query, calculation: Calculation, new: Term, old: Term, writer: Writer) -> str:
    if not calculation.in_percent or not old.value or new.figure.kind == "percent":
        return ""
    rate = (new.value / old.value - 1) * 100
    expression = f"{new.expression} ÷ {old.expression} - 1"
    shown = percent(abs(rate), expression=expression, writer=writer, places=places_asked(query.text))
    if query.english:
        return f", {'up' if rate >= 0 else 'down'} {shown}"
    return f"，{'增长' if rate >= 0 else '下降'} {shown}"


def _quoted(term: Term) -> str:
    """A thing in quotation marks; periods and reports without."""
    return f"“{term.side.label}”" if term.side.text == term.side.label and term.side.label else term.side.label


def _ranking(query: Query, terms: Sequence[Term]) -> str:
    """Of three and more sides, the largest and the smallest."""
    ordered = sorted(terms, key=lambda term: -term.value)
    more, less = words_for(query.text, terms[0].figure.kind)
    top = [term for term in ordered if term.value == ordered[0].value]
    text = f"最{more}的是{'、'.join(map(_quoted, top))}，最{less}的是{_quoted(ordered[-1])}"
    return f"{text}{_caution(terms)}"


def _caution(terms: Sequence[Term]) -> str:
    """What must be said where the reports are of different periods."""
    periods = {t.first.passage.document.period for t in terms}
    return (
        "（各报告的期间不同，比较时请注意）" if len(periods) > 1 and all(t.side.period is None for t in terms) else ""
    )
