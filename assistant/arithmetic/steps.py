"""By how much a standard was raised or cut, where the report gives both ends: 由每人每月 980 元提高到 1060 元."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

from assistant import patterns
from assistant.arithmetic.likeness import same_measure
from assistant.arithmetic.naming import Named, about, words_of
from assistant.arithmetic.record import Calculation, Operand
from assistant.arithmetic.results import amount, multiplier_asked, quote
from assistant.patterns import has
from assistant.question import Query
from assistant.retrieve import Evidence
from assistant.targets.writing import bare
from assistant.writer import Writer
from corpus import fold

_STATEMENTS, _LEAST = 24, 0.55
_BEFORE = 24  # characters before the first end in which 由 or 从 must stand


def step(query: Query, evidence: Evidence, calculation: Calculation, writer: Writer) -> str | None:
    """`增加 80 元（1060 元 - 980 元）`; None where no statement about what is asked gives both ends."""
    ends = _find(query, evidence, calculation)
    if ends is None or re.search(r"百分|%|几成|比例|幅度", query.text):
        return None
    before, after = ends
    gap = after.value - before.value
    large, small = (after, before) if gap > 0 else (before, after)
    expression = f"{bare(large.figure)} - {bare(small.figure)}"
    figures = [large.figure, small.figure]
    shown = amount(gap, figures, expression=expression, writer=writer, asked=multiplier_asked(query.text))
    return (
        f"{'增加' if gap > 0 else '减少'} {shown}（{expression}）。{quote([before, after], evidence.matcher, writer)}。"
    )


def _find(query: Query, evidence: Evidence, calculation: Calculation) -> tuple[Operand, Operand] | None:
    words = words_of(calculation.shared)
    ranked = []
    for position, candidate in enumerate(evidence.ranked[:_STATEMENTS]):
        passage = candidate.passage
        for first, second in pairwise(passage.figures):
            lead = fold(passage.cell.text[max(passage.statement.start, first.start - _BEFORE) : second.start])
            if not same_measure(first, second) or not isinstance(first.value, Decimal) or not has(patterns.STEP, lead):
                continue
            named = Named(Operand(passage, first))
            cover = named.cover(words, evidence.matcher)
            if cover >= _LEAST and about(query, evidence.matcher, [passage]):
                ranked.append(
                    (cover + named.strict(words, evidence.matcher), -position, named.operand, Operand(passage, second))
                )
    best = max(ranked, default=None, key=lambda item: item[:2])
    return (best[2], best[3]) if best else None
