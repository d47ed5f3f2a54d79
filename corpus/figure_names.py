"""Numbers that measure nothing: parts of names, orders, grades, versions, codes. Told by what stands around them.

No name is listed: 320 国道 is left out because 国 is no measure word, PM2.5 because a letter touches the number, 第三方
because of 第, “三公” because short quotations hold names.
"""

from __future__ import annotations

import re
from string import ascii_letters

from corpus.figure_numbers import Number
from corpus.figure_units import CURRENCY_SIGNS, LOOSE, Unit

_ORDER_BEFORE = frozenset("第#№")
_TOUCHING = _ORDER_BEFORE | frozenset(f"{ascii_letters}_.@&×*^")
_CODE_BEFORE = frozenset("-/:~至到")
_NAMED_BY = re.compile(
    r"(?:工程(?!师|技术|量|款|项目|车|机)|行动|计划|战略|制度(?!性)|机制|模式|体系|法则|精神|攻略|联动|合一|融合|同步|贯通)"
)
_CLOSING = frozenset("”’」』》")
_OPENING = frozenset("“‘「『")
_LONGEST_QUOTED = 10  # characters of a quotation that is a name
_SLOGAN = re.compile(r"[ ]?[一二两三四五六七八九]")
_GROUPS = re.compile(r"(?:以上|以下|以内|及以上|及以下)?的?[\u4e00-\u9fff]")
_AFTER_YUAN = frozenset("以左上下及的至到整钱人/,。;、)\n ")
_NEAR = frozenset("近上超逾约过达")
_COUNTS_PLANS = frozenset("个项类种")


def touches_name(folded: str, start: int) -> bool:
    """Whether what stands directly before a number makes it part of a name, a code or an order."""
    if not start:
        return False
    before = folded[start - 1]
    if before == " ":
        return folded[max(0, start - 3) : start].rstrip()[-1:] in _ORDER_BEFORE
    if before in _CODE_BEFORE:
        return folded[start - 2 : start - 1].isascii() and folded[start - 2 : start - 1].isalnum()
    return before in _TOUCHING


def quoted_name(folded: str, start: int, end: int) -> bool:
    """Whether a number stands in a short quotation or ends a title: “三名工程”, 《…二十条》."""
    if folded[end : end + 1] in ("》", "”"):
        return True
    begin = max(0, start - _LONGEST_QUOTED)
    opening = max(folded.rfind(mark, begin, start) for mark in _OPENING)
    if opening < 0:
        return False
    return any(folded.find(mark, end, opening + _LONGEST_QUOTED + 2) >= 0 for mark in _CLOSING)


def is_name(folded: str, number: Number, unit: Unit, *, start: int, end: int) -> bool:
    """Whether a number with its unit is part of a name, a grade, an order or a turn of phrase."""
    if touches_name(folded, start) and folded[start - 1] not in CURRENCY_SIGNS:
        return True
    if unit.kind == "percent":
        return False
    if unit.name == "岁":
        return _GROUPS.match(folded, end) is not None
    if folded.startswith("级", end) and not folded.startswith("级别", end):  # 1000 吨级
        return True
    if unit.word == "期" and number.value >= 1900:
        return True
    if number.bare and not (number.more or folded[start - 1 : start] in _NEAR):
        return True
    return number.han and _is_named_han(folded, number, unit, start=start, end=end)


def _is_named_han(folded: str, number: Number, unit: Unit, *, start: int, end: int) -> bool:
    """Chinese numerals make names: one character counts with few measure words (三个维度), and 一 with none."""
    text, after = folded[number.start : number.end], folded[end : end + 1]
    if unit.name == "倍":
        return False
    if (folded[start - 1 : start] == "一" and start) or quoted_name(folded, start, end):
        return True
    if unit.kind == "money":
        return len(text) == 1 and bool(after) and after not in _AFTER_YUAN
    if text == "一":
        return True
    if unit.kind == "duration":
        return unit.word == "年" and after not in ("内", "以", "半")
    if _NAMED_BY.match(folded, end) and unit.word not in _COUNTS_PLANS:
        return True
    if _SLOGAN.match(folded, end):  # 三个一批
        return True
    return len(text) == 1 and unit.word not in LOOSE and len(unit.word) == 1
