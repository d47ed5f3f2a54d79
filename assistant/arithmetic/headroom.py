"""What is left up to a limit: 用水总量控制在 18.5 亿立方米以内, 已用 8.72 亿立方米 → 还有 9.78 亿立方米."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assistant.arithmetic.likeness import same_measure
from assistant.arithmetic.naming import Named, words_of
from assistant.arithmetic.record import Calculation, Operand, Side, Term
from assistant.arithmetic.results import amount, multiplier_asked, quotes
from assistant.attainment import attainments
from assistant.question import Query
from assistant.retrieve import Evidence
from assistant.targets.writing import bare
from assistant.writer import Writer

_LEAST, _PASSAGES = 0.35, 24
_LIMITS = ("le", "lt")


def headroom(query: Query, evidence: Evidence, calculation: Calculation, writer: Writer) -> str | None:
    """`还有 9.78 亿立方米（18.5 亿立方米 - 8.72 亿立方米）`; None where no limit that the question names has an actual."""
    best = max(_limits(evidence, calculation), default=None, key=lambda found: found[0])
    if best is None or best[0] < _LEAST:
        return None
    _, limit, actual = best
    figures = [limit.figure, actual.figure]
    large, small = (limit, actual) if limit.value >= actual.value else (actual, limit)
    expression = f"{bare(large.figure)} - {bare(small.figure)}"
    shown = amount(
        limit.value - actual.value, figures, expression=expression, writer=writer, asked=multiplier_asked(query.text)
    )
    lead = "还有" if large is limit else "已超出上限，超出"
    terms = (Term(Side("", "上限"), (limit,)), Term(Side("", "实际"), (actual,)))
    return f"{lead} {shown}（{expression}）。{quotes(terms, evidence.matcher, writer)}。"


def _limits(evidence: Evidence, calculation: Calculation) -> Iterator[tuple[float, Operand, Operand]]:
    """Each upper limit with its actual, and how well the question names the two."""
    words, matcher = words_of(calculation.shared), evidence.matcher
    goals = {r.passage.key[:2]: r.passage for r in evidence.ranked[:_PASSAGES]}
    for passage in goals.values():
        for item in attainments(passage.document, passage.goal):
            if item.actual is None or item.target.figure.comparator not in _LIMITS:
                continue
            limit = Operand(item.target.passage, item.target.figure)
            actual = Operand(item.actual.passage, item.actual.figure)
            numbers = isinstance(limit.figure.value, Decimal) and isinstance(actual.figure.value, Decimal)
            if numbers and same_measure(limit.figure, actual.figure):
                yield max(Named(o).cover(words, matcher) for o in (limit, actual)), limit, actual
