"""What is left where a rate is the target (覆盖率 100%，还剩几家): the count that the report states, else the total less the part.

The two counts are those of the rate's own statement whose quotient is that rate, so none of another metric gets in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.asks import unit_family
from assistant.attainment import Attained, Located
from assistant.clauses import trim
from assistant.evidence import Matcher, Passage, passages_of
from assistant.lookup import place_of
from assistant.patterns import has
from assistant.question import Query
from assistant.writer import Writer, multiplier_of
from corpus import Figure, fold

LEFT = r"(?:还|剩|余|差|缺|欠)(?:有|下|剩|余|差|缺|了)*[^,。?]{0,8}(?:多少|几)|(?:多少|几)[^,。?]{0,4}(?:没|未)"
_STATED = re.compile(r"(?:其余|剩余|余下|剩下|尚有|仍有|还有|另有|还剩|未[\u4e00-\u9fff]{1,4})的?[^,;。\d]{0,8}$")
_ROUNDING = Decimal("0.06")  # percentage points by which a rounded rate may be off


def with_rest(query: Query, text: str, item: Attained, matcher: Matcher, writer: Writer) -> str:
    """The answer about a rate, with how many are left where the question asks that too; else as it is."""
    actual = item.actual
    if actual is None or actual.figure.kind != "percent" or not has(LEFT, query.text):
        return text
    if not any((ask.unit and ask.difference) or (ask.unit and has(LEFT, ask.text)) for ask in query.asks):
        return text
    rest = _rest(actual, matcher, writer)
    return f"{text}\n{rest}" if rest else text


def _rest(actual: Located, matcher: Matcher, writer: Writer) -> str | None:
    counts = rate_counts(actual)
    if counts is None:
        return None
    whole, part = counts
    assert isinstance(whole.value, Decimal)
    assert isinstance(part.value, Decimal)
    left = whole.value - part.value
    stated = next(_stated(actual.passage, left, whole), None)
    if stated is not None:
        start, end = trim(stated.passage, [stated.figure], matcher.weights)
        return f"还剩：{writer.quote(place_of(stated.passage), start, end)}。"
    like = min((whole, part), key=lambda figure: len(multiplier_of(figure)))
    expression = f"{fold(whole.text)} - {fold(part.text)}"
    shown = writer.derive(left, kind="count", unit=whole.unit, expression=expression, like=like)
    start, end = trim(actual.passage, [whole, part], matcher.weights)
    return f"还剩 {shown}（{expression}）：{writer.quote(place_of(actual.passage), start, end)}。"


def rate_counts(actual: Located) -> tuple[Figure, Figure] | None:
    """The two counts before the rate in its statement that it is the quotient of; None where there are none."""
    counts = [
        f
        for f in actual.passage.figures
        if f.kind == "count" and isinstance(f.value, Decimal) and f.role != "target" and f.start < actual.figure.start
    ]
    for i, whole in enumerate(counts):
        for part in counts[i + 1 :]:
            if unit_family(whole.unit or "") == unit_family(part.unit or "") and _is_rate(actual.figure, whole, part):
                return whole, part
    return None


def _is_rate(rate: Figure, whole: Figure, part: Figure) -> bool:
    assert isinstance(rate.value, Decimal)
    assert isinstance(whole.value, Decimal)
    assert isinstance(part.value, Decimal)
    return 0 < part.value < whole.value and abs(part.value / whole.value * 100 - rate.value) <= _ROUNDING


def _stated(passage: Passage, left: Decimal, whole: Figure) -> Iterator[Located]:
    """Where the report itself says how many are left, in the statement of the rate or another of its item."""
    for other in passages_of(passage.document, passage.goal, passage.cell):
        if other.statement.item != passage.statement.item:
            continue
        for figure in other.figures:
            before = fold(other.cell.text[other.statement.start : figure.start])
            alike = figure.kind == "count" and unit_family(figure.unit or "") == unit_family(whole.unit or "")
            if alike and figure.value == left and _STATED.search(before):
                yield Located(other, figure)
