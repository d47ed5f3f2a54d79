"""The core of a figure: a number with its unit and sign, before the words around it are read."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from corpus.model import Kind

TO = re.compile(r"(?:\(含\))?[ ]{0,2}(?:-{1,4}|~|至|到)[ ]{0,2}(?=[\d零〇一二两三四五六七八九十百])")
_NAMES_A_BURDEN = frozenset("减增担重抱肩胜不背欠自辜")  # 减负, 增负, 担负: 负 ends a word
_NEGATIVE_AFTER = frozenset("长幅速率为是达降升比至到额值差(,:;。 \n")


class Core(NamedTuple):
    """A number with its unit.

    `low` is the lower end of a range, `more` marks an open number (30 余), `han` one in Chinese numerals.
    """

    start: int
    end: int
    kind: Kind
    value: Decimal | str
    unit: str | None = None
    low: Decimal | None = None
    more: bool = False
    han: bool = False


def is_minus(folded: str, position: int) -> bool:
    """Whether a 负 stands there that makes the number behind it negative: not the end of a word (减负4.12亿元)."""
    return folded.startswith("负", max(position, 0)) and (position < 1 or folded[position - 1] not in _NAMES_A_BURDEN)


def negated(folded: str, start: int, value: Decimal) -> tuple[int, Decimal]:
    """Start and value with the sign before the number; a dash behind a digit or a word is no minus."""
    sign = folded[start - 1] if start else ""
    if is_minus(folded, start - 1) or (sign == "-" and (start == 1 or folded[start - 2] in _NEGATIVE_AFTER)):
        return start - 1, -value
    return start, value
