"""Numbers in a text, before any unit: digits, Chinese numerals and mixtures, with their spans.

Everything here is a match at a given place, so that the lexer decides where to look, and no expression searches. Each is
bounded or passes over what it read: a run of ten million digits costs one match.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from corpus.numerals import FINANCIAL_DIGITS, HAN_DIGITS, LARGE_UNITS, read_number, read_unit

_D = "".join(HAN_DIGITS) + "廿卅"
_U = "十百千万亿兆萬億"
_F = "".join(FINANCIAL_DIGITS) + "拾佰仟"
# units behind digits; 百 of 百分点, 千 of 千瓦 and 万 of 万元户 are no part of the number
_MULTIPLIER = r"(?:十(?=[万亿])|百(?!分)|千(?![瓦克米伏卡赫帕字焦])|兆(?![瓦赫字帕伏])|[万亿萬億]){1,4}"
_ARABIC = re.compile(
    rf"(?P<digits>\d+)(?P<groups>(?:,\d{{2,4}}(?!\d)){{0,6}})(?P<decimals>\.\d+)?"
    rf"(?:[ ]{{0,2}}(?P<more>[余多来几](?=[ ]?[十百千万亿]))?[ ]{{0,2}}(?P<multiplier>{_MULTIPLIER}))?"
)


def _tail(units: str) -> re.Pattern[str]:
    """What may follow a unit: parts with the units below it (3亿5000万, 1千零20)."""
    below = rf"|零?[{_D}](?=[{units}])|[{units}](?![分瓦克米伏])" if units else ""
    return re.compile(rf"(?:[ ]?(?:零?\d{{1,12}}(?:\.\d{{1,6}})?(?![\d%]){below}|零[{_D}])){{1,9}}")


_ORDER = "十百千万亿兆"
_TAILS = {unit: _tail(_ORDER[:position]) for position, unit in enumerate(_ORDER)}
_HAN = re.compile(
    rf"(?:[{_D}{_U}{_F}]|[点點][ ]?(?=[{_D}])|(?<=[{_D}])[ ](?=[{_U}])|(?<=[{_U}])[ ](?=[{_D}](?:[ ]?[{_U}点])))+"
)
_VAGUE = re.compile(rf"[数几](?P<unit>[{_U}]{{1,3}})")
_MORE = re.compile(
    r"[ ]?(?P<more>余|多|来(?![自源到访华])|几(?=[ ]?[十百千万亿])|(?<=[十百千])几)[ ]?(?P<unit>[万亿萬億]{0,2})"
)
_PAIR = re.compile(r"一二|二三|两三|三四|三五|四五|五六|六七|七八|八九")
_UNIT_HEADS = {"百": ("分",), "千": tuple("瓦克米伏卡赫帕字焦"), "兆": tuple("瓦赫字帕伏")}
_FINANCIAL_NEXT = frozenset(
    "拾佰仟万亿萬億圆元角分"
)  # financial forms are words of their own (陆地) but for 壹佰, 伍元
_MORE_MARKS = frozenset("余多来几 ")
_ONE = Decimal(1)
_LONGEST = 30  # digits of a number
_LONGEST_HAN = 32
STARTS = re.compile(rf"[\d{_D}{_U}{_F}数几]")


class Number(NamedTuple):
    """A number at `start:end`; a tuple, because a text has thousands and a frozen dataclass takes three times as long to make.

    `high` is the upper end where it stands for two (七八十); `more` says that it is an open one (30 余, 数十). `own` is
    its last large unit (万 in 3 万), which a range lends to its lower end. `bare` numerals hold no digit (十, 百余).
    """

    start: int
    end: int
    value: Decimal
    han: bool = False
    high: Decimal | None = None
    more: bool = False
    own: Decimal = _ONE
    bare: bool = False


def number_at(folded: str, start: int) -> tuple[Number | None, int]:
    """The number that begins at `start`, or None, and the offset up to which nothing else can begin."""
    if folded[start].isascii():
        return _arabic_at(folded, start)
    if folded[start] in "数几":
        return _vague_at(folded, start)
    return _han_at(folded, start)


def _grouped(digits: str, groups: str) -> bool:
    """Whether commas separate groups of one number: thousands, ten thousands (8,7782,0000), or thousands gone wrong."""
    sizes = [len(group) for group in groups[1:].split(",")]
    if (
        len(digits) > 4
        or (digits.startswith("0") and len(digits) > 1)
        or (len(digits) == 4 and digits[:2] in ("19", "20"))
    ):
        return False
    return set(sizes) in ({3}, {4}) or (len(sizes) > 1 and sizes[-1] == 3)


def _arabic_at(folded: str, start: int) -> tuple[Number | None, int]:
    match = _ARABIC.match(folded, start)
    assert match is not None
    digits, groups, decimals, more, multiplier = match.groups()
    end = match.end()
    if groups and not _grouped(digits, groups):
        end, groups, decimals, more, multiplier = match.end("digits"), "", None, None, None
    if len(digits) > _LONGEST:
        return None, end
    value = Decimal(digits + groups.replace(",", "") + (decimals or "")) if groups or decimals else Decimal(digits)
    after = folded[end : end + 1]
    if not multiplier and after not in _MORE_MARKS:
        return Number(start, end, value), end
    own = _ONE
    if multiplier:
        own = read_unit(multiplier)
        value *= own
        tailed = _with_tail(folded, start, end, own=own)
        if tailed is not None:
            return tailed, tailed.end
    found = _MORE.match(folded, end) if after in _MORE_MARKS else None
    if found is None:
        return Number(start, end, value, more=more is not None, own=own), end
    factor = read_unit(found["unit"])
    return Number(start, found.end(), value * factor, more=True, own=own * factor), found.end()


def _with_tail(folded: str, start: int, end: int, *, own: Decimal) -> Number | None:
    """3亿5000万, 1千零20: further parts behind the first unit, each lower than it."""
    after = folded[end : end + 1]
    if not after or not (after.isdigit() or after in HAN_DIGITS or after == " "):
        return None
    pattern = _TAILS.get(folded[end - 1])
    tail = pattern.match(folded, end) if pattern else None
    if tail is None:
        return None
    rest = read_number("".join(tail.group().split()).removeprefix("零"))
    if rest is None or rest >= own:
        return None
    whole = read_number("".join(folded[start : tail.end()].split()))
    return None if whole is None else Number(start, tail.end(), whole)


def _vague_at(folded: str, start: int) -> tuple[Number | None, int]:
    """数十, 几百万: at least that much."""
    match = _VAGUE.match(folded, start)
    if match is None:
        return None, start + 1
    own = read_unit("".join(c for c in match["unit"] if c in LARGE_UNITS))
    return Number(start, match.end(), read_unit(match["unit"]), han=True, more=True, own=own), match.end()


def _han_at(folded: str, start: int) -> tuple[Number | None, int]:
    match = _HAN.match(folded, start)
    if match is None:
        return None, start + 1
    text, end = match.group(), match.end()
    if len(text) > _LONGEST_HAN or (text[0] in _F and folded[start + 1 : start + 2] not in _FINANCIAL_NEXT):
        return None, end
    if folded.startswith(_UNIT_HEADS.get(text[-1], ()), end):  # 百分点, 千瓦: the unit begins with it
        text, end = text[:-1], end - 1
    found = _han_number("".join(text.split()), folded, start=start, end=end)
    return found, max(found.end if found else end, start + 1)


def _han_number(text: str, folded: str, *, start: int, end: int) -> Number | None:
    """The number that a run of numerals says, with what follows it (三百余, 十几)."""
    own = _last_unit(text)
    pair = _paired(text)
    if pair is not None:
        return Number(start, end, pair[0], han=True, high=pair[1], own=own)
    value = read_number(text)
    bare = value is None
    value = _lone_unit(text) if value is None else value
    if value is None:
        return None
    more = _MORE.match(folded, end) if folded[end : end + 1] in ("余", "多", "来", "几") else None
    if more is None:
        return Number(start, end, value, han=True, own=own, bare=bare)
    factor = read_unit(more["unit"])
    return Number(start, more.end(), value * factor, han=True, more=True, own=own * factor, bare=bare)


def _last_unit(text: str) -> Decimal:
    """The large units that a numeral ends in: 三千万 → 万."""
    kept = len(text)
    while kept and text[kept - 1] in LARGE_UNITS:
        kept -= 1
    return read_unit(text[kept:])


def _lone_unit(text: str) -> Decimal | None:
    return read_unit(text) if text and all(c in "百千万亿" for c in text) else None


def _paired(text: str) -> tuple[Decimal, Decimal] | None:
    """The two values of 七八十, 四五千, 十七八: neighbouring digits once, and not read one by one (二三四)."""
    found = _PAIR.search(text)
    if found is None or (len(text) > 2 and all(c in HAN_DIGITS for c in text)):
        return None
    low, high = (
        read_number(text[: found.start()] + text[i] + text[found.end() :]) for i in (found.start(), found.end() - 1)
    )
    return (low, high) if low is not None and high is not None and low < high else None
