"""Recipes: what a question says itself of how to calculate (上半年减二季度; 新登记减注销; 扣掉重大工程，其余的…).

The recipe is cut out, so that only what it is applied to is left to be looked up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.arithmetic.wording import trimmed
from corpus import Period, find_periods

_LESS = r"(?:减去|减掉|减(?![少排税负免轻弱缓灾碳持产半压])|扣除|扣掉)"
_TOTAL = r"(?:的|止|末|底)?(?:累计|合计|全部|总)?(?:完成)?(?:数字|数据|数|值|量)?的?"
_BETWEEN = re.compile(rf"^{_TOTAL}{_LESS}(?:掉|了)?$")
_BEFORE, _BEHIND = (
    re.compile(r"[(,]?(?:请|可以)?[用按拿以由]?$"),
    re.compile(rf"^{_TOTAL}(?:来)?(?:倒推|反推|推算|计算|算出来?|算)?[),:]?"),
)
_BACK = re.compile(
    r"(?:按照?|用|由|从|根据|拿|以)?[^,;?。]{0,24}?(?:倒推|反推|倒算|推算|倒扣)(?:一下|出来?|回去)?[,:]?"
)
_OF_THINGS = re.compile(rf"\((?P<left>[^(),;?。]{{2,24}}?){_LESS}(?P<right>[^(),;?。]{{2,24}})\)")
_EXCEPT = re.compile(
    r"(?P<whole>[^;?。]{2,60}?)(?:里面|里头|之中|当中|里|中)?,?(?:扣掉|扣除|扣去|减去|减掉|刨去|刨除|刨掉|去掉|除去|除开|撇开|除了)"
    r"(?P<part>[^,;?。]{2,24}?)(?:之?后|以后|以外|之外|外)?[,的]?(?:其余|其他|其它|剩余|剩下|余下|另外|剩|还(?:有|剩))[^,;?。]{0,14}?(?:多少|几)"
)


@dataclass(frozen=True, slots=True)
class Recipe:
    """One period less another, and the question without saying so."""

    whole: Period
    part: Period
    rest: str

    @property
    def left(self) -> Period | None:
        """The months that are left; None where the part is neither the beginning nor the end of the whole."""
        if self.whole.first == self.part.first and self.part.last < self.whole.last:
            return Period(self.part.last + 1, self.whole.last)
        if self.whole.last == self.part.last and self.whole.first < self.part.first:
            return Period(self.whole.first, self.part.first - 1)
        return None


def of_periods(text: str) -> Recipe | None:
    """上半年(累计)减二季度, in brackets or not."""
    for whole, part in pairwise(find_periods(text)):
        if not _BETWEEN.match(text[whole.end : part.start]):
            continue
        head = _BEFORE.sub(" ", text[: whole.start])
        behind = text[part.end :]
        return Recipe(whole.period, part.period, head + " " + _BEHIND.sub("", behind))
    return None


def without_back_calculation(text: str) -> str | None:
    """The text without 按累计数和二季度数倒推; None where it asks for none."""
    match = _BACK.search(text)
    return text[: match.start()] + text[match.end() :] if match else None


def of_things(text: str) -> tuple[str, str, str] | None:
    """(新登记减注销): what holds for both, and the two."""
    match = _OF_THINGS.search(text)
    if not match:
        return None
    return text[: match.start()] + text[match.end() :], trimmed(match["left"]), trimmed(match["right"])


def all_but(text: str) -> tuple[str, str] | None:
    """水利投资里，扣掉重大工程，其余的投了多少: the whole and the part."""
    match = _EXCEPT.search(text)
    return (trimmed(match["whole"]), trimmed(match["part"])) if match else None


def lacking(periods: Sequence[Period], known: Sequence[Period]) -> list[Period]:
    """The periods that are none of those known."""
    return [p for p in periods if (p.first, p.last) not in {(k.first, k.last) for k in known}]
