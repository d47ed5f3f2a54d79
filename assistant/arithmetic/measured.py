"""What the figures of a calculation may be: the kinds and the measure word that the question asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.arithmetic import wording
from assistant.arithmetic.record import AMOUNTS, NUMBERS, Operation, Side
from assistant.arithmetic.wording import says
from assistant.asks import kind_named, parse_ask
from assistant.question import Query
from corpus import Kind


def kinds_of(query: Query, operation: Operation, phrase: str, readings: Sequence[tuple[Side, ...]]) -> frozenset[Kind]:
    """What the figures of the sides may be."""
    texts = [phrase, *(side.text for reading in readings[:1] for side in reading)]
    named = {kind for text in texts for kind in kind_named(text)}
    text = query.text
    if operation in ("share", "times", "average", "rate"):
        return AMOUNTS
    if re.search(r"进度|完成率|执行率", text) and says(wording.SPEED, text):
        return frozenset({"percent"})
    if operation == "growth":
        return AMOUNTS
    if says(wording.RATES_COMPARED, text) or re.search(r"占比|比重|比例", phrase):
        return frozenset({"percent"})
    if re.search(r"百分点|几个?点", text) or "percentage point" in text.lower() or "percent" in named:
        return frozenset({"percent"})
    if re.search(r"多少(?:[万亿]+元|元|钱)|几(?:[万亿]+元|元|块)", text) or (
        named == {"money"} and not unit_of(query, operation)
    ):
        return frozenset({"money"})
    if unit_of(query, operation):
        return frozenset({"count", "duration"})
    return NUMBERS


def unit_of(query: Query, operation: Operation) -> str | None:
    """The measure word that the question asks in; an average is asked in that of its numerator."""
    if operation in ("share", "times", "average", "rate"):
        return None
    return next((unit for ask in query.asks if (unit := ask.unit or parse_ask(ask.text).unit)), None)
