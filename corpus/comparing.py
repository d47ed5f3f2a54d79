"""Words that compare a figure: 不少于 150 个, 28% 以内, 约 3.87 亿元. Data, and the look-up beside a number.

Looked up by the character that touches the number, so that nothing is searched for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.model import Comparator


@dataclass(frozen=True, slots=True)
class Comparing:
    """Words that compare, and what they mean.

    `never_beside` are characters that make another word of it: in front of a word before the number (签约, 附近), behind
    a word after it (起步).
    """

    words: tuple[str, ...]
    comparator: Comparator
    never_beside: str = ""


BEFORE: tuple[Comparing, ...] = (
    Comparing(tuple("不少于 不低于 不小于 不下于 不得少于 不得低于 不能少于 不能低于 至少 最少 最低 高于或等于 大于等于 大于或等于 大于或者等于 不短于 不早于 ≥ >=".split()), "ge"),
    Comparing(tuple("不超过 不高于 不多于 不大于 不突破 不长于 不得超过 不得高于 不得多于 不能超过 不能高于 未超过 至多 最多 最高 低于或等于 小于等于 小于或等于 小于或者等于 ≤ <=".split()), "le"),
    Comparing(("超过", "高于", "大于", "多于", "突破", "超出", ">"), "gt"),
    Comparing(("超", "逾"), "gt", "赶反高"),
    Comparing(("低于", "少于", "小于", "不足", "不到", "不满", "未达", "未到", "<"), "lt"),
    Comparing(("大约", "约为", "将近", "接近", "大致", "左右为"), "approx"),
    Comparing(("约",), "approx", "签节契违续合公条解邀履预制"),
    Comparing(("近",), "approx", "附临邻靠最新亲迫相逼远"),
)  # fmt: skip
AFTER: tuple[Comparing, ...] = (
    Comparing(("以上", "及以上", "或以上", "(含)以上", "或者以上", "或更多", "或者更多"), "ge"),
    Comparing(("起",), "ge", "步草伏点始降来到案床重用飞"),
    Comparing(("以下", "及以下", "或以下", "(含)以下", "以内", "之内", "(含)以内"), "le"),
    Comparing(("左右", "上下"), "approx", "岸两翼游级"),
    Comparing(("许",), "approx", "可多久诺昌"),
)
_LINKS = "了有为是达到"  # may stand between the word and the number: 超过了 80, 至少有 10


def _table(words: Iterable[Comparing], *, position: int) -> dict[str, tuple[tuple[str, Comparing], ...]]:
    """The character that touches the number → the words that end (or begin) in it, the longest first."""
    found: dict[str, list[tuple[str, Comparing]]] = {}
    for comparing in words:
        for word in comparing.words:
            found.setdefault(word[position], []).append((word, comparing))
    return {key: tuple(sorted(value, key=lambda item: -len(item[0]))) for key, value in found.items()}


_BEFORE = _table(BEFORE, position=-1)
_AFTER = _table(AFTER, position=0)


def comparing_before(folded: str, start: int, *, floor: int) -> tuple[int, Comparator] | None:
    """Where the comparing word before `start` begins, not before `floor`, and what it means."""
    end = start
    while end > floor and folded[end - 1] == " ":
        end -= 1
    if end <= floor:
        return None
    found = _before(folded, end, floor=floor, least=1)
    if found is None and folded[end - 1] in _LINKS:
        return _before(folded, end - 1, floor=floor, least=2)
    return found


def _before(folded: str, end: int, *, floor: int, least: int) -> tuple[int, Comparator] | None:
    for word, comparing in _BEFORE.get(folded[end - 1 : end], ()):
        begin = end - len(word)
        if begin >= floor and len(word) >= least and folded.startswith(word, begin):
            if begin and comparing.never_beside and folded[begin - 1] in comparing.never_beside:
                continue
            return begin, comparing.comparator
    return None


def comparing_after(folded: str, end: int) -> tuple[int, Comparator] | None:
    """Where the comparing word behind `end` ends, and what it means."""
    begin = end + 1 if folded[end : end + 1] == " " else end
    words = _AFTER.get(folded[begin : begin + 1])
    if words is None:
        return None
    for word, comparing in words:
        if folded.startswith(word, begin):
            after = folded[begin + len(word) : begin + len(word) + 1]
            if after and after in comparing.never_beside:
                continue
            return begin + len(word), comparing.comparator
    return None
