"""The lexer of figures: from left to right, each number with its unit, sign and range, before the words around it are read.

Numbers, units, dates and names have modules of their own; this one decides what a number and its surroundings make
together. It looks at a bounded stretch at each number and passes over what it read, so it is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from operator import itemgetter

from corpus.figure_core import TO, Core, negated
from corpus.figure_dates import date_at, document_numbers
from corpus.figure_fractions import fraction_at, slashed_at
from corpus.figure_names import is_name, touches_name
from corpus.figure_numbers import STARTS, Number, number_at
from corpus.figure_units import CURRENCY_SIGNS, Unit, unit_at
from corpus.numerals import LARGE_UNITS, read_number

_SMALL_MONEY = re.compile(
    r"(?:又)?(?P<tenth>[\d零一二两三四五六七八九壹贰叁肆伍陆柒捌玖])[角毛](?:(?P<cent>[\d零一二三四五六七八九壹贰叁肆伍陆柒捌玖])分)?[钱整正]?"
)
_DAYS = re.compile("日(?=[以之]?内)")
_AND_A_HALF = re.compile("个半(?=小时|钟头|月)")
_HALF = re.compile(r"半(?![年天月日径数个价成])")
_LIST_NUMBER = re.compile(r"^[ ]*\(?\d{1,2}(?:[.、)](?!\d))", re.MULTILINE)
_MONEY_NOUN = re.compile(
    r"(?:投资|资金|支出|收入|经费|补助|补贴|金额|债券|贷款|税收|税|产值|总额|余额|额度|款|费|预算|成交额|交易额|销售额|零售额|[产增]加?值)(?:额|规模|总额)?"
    r"(?:达到?|为|约|近|超过?|突破|共计?|累计|完成|不[少低]于|[ ]){0,4}$"
)
_INDEX_NOUN = re.compile(r"(?:指数|得分|评分|系数|比值|排名分|均分)(?:达到?|为|是|[ ]){0,2}$")
_QUANTIFIED = re.compile(
    r"(?:建成|新建|建设|完成|实现|开展|新增|增加|减少|共|累计|达到?|培训|发放|安装|改造|整治|开通|投放|配备|购置|更新|打造|培育|引进|招引|举办|[少低高多大小]于|超过?|约)"
    r"[^,。;:!?\n\d]{0,16}$"
)
_UNKNOWN_MEASURE = re.compile(r"[ ]?(?P<word>[\u4e00-\u9fff])(?=[,。;:!?、)\n]|$)")
_NO_MEASURE = frozenset("年月日号时分秒线级版届期中后前内外间上下左右等者的了和及与或至到为是")
_SHORT = 18  # characters before a number that say what it counts
# 一 counts with little (统一, 进一步, 一批): what must follow it to be looked at
_AFTER_ONE = frozenset("〇零一二两三四五六七八九十百千万亿兆点分倍元美欧港英个至到-~ ")
_RANGE_MARKS = frozenset("-~至到(")


def cores(folded: str, *, taken: Sequence[tuple[int, int]] = ()) -> Iterator[Core]:
    """The cores of all figures but periods, from left to right; `taken` are spans that are read already, in order."""
    numbers = [Core(n.start, n.end, "document_no", n.value) for n in document_numbers(folded)] if "号" in folded else []
    found = _measured(folded, taken=_spans(folded, taken, numbers))
    return iter(sorted([*numbers, *found], key=itemgetter(0))) if numbers else found


def numbers(folded: str) -> Iterator[Core]:
    """All numbers with their sign, whether or not a unit makes figures of them; a pair (七八十) gives both its values."""
    position = 0
    while (match := STARTS.search(folded, position)) is not None:
        start = match.start()
        fraction = fraction_at(folded, start) if "分" in folded[start : start + 8] else None
        if fraction is not None:
            yield fraction
            position = fraction.end
            continue
        number, position = number_at(folded, start)
        if number is not None and not (number.bare and not number.more):
            begin, value = negated(folded, number.start, number.value)
            low = None if number.high is None else value
            yield Core(
                begin, number.end, "count", value if number.high is None else number.high, None, low, number.more
            )


def _spans(folded: str, taken: Sequence[tuple[int, int]], numbers: Sequence[Core]) -> Sequence[tuple[int, int]]:
    listed = [match.span() for match in _LIST_NUMBER.finditer(folded)]
    if not listed and not numbers:
        return taken
    return sorted([*taken, *listed, *((core.start, core.end) for core in numbers)])


def _measured(folded: str, *, taken: Sequence[tuple[int, int]]) -> Iterator[Core]:
    position = 0
    for begin, end in [*taken, (len(folded), len(folded))]:
        while position < begin and (match := STARTS.search(folded, position, begin)) is not None:
            position = match.start() + 1
            if match.group() == "一" and folded[position : position + 1] not in _AFTER_ONE:
                continue
            core, position = _core_at(folded, match.start(), limit=begin)
            if core is not None:
                yield core
        position = max(position, end)


def _core_at(folded: str, start: int, *, limit: int) -> tuple[Core | None, int]:
    """The core that begins at `start`, or None, and where to go on."""
    near = folded[start + 1 : start + 8]
    if "分" in near:
        fraction = fraction_at(folded, start)
        if fraction is not None:
            return fraction, fraction.end
    if "年" in near or "月" in near or "-" in near or "." in near or "/" in near:
        date = date_at(folded, start)
        if date is not None and date.end <= limit and not touches_name(folded, start):
            return Core(start, date.end, "date", date.value), date.end
    if "/" in near[:2]:
        slashed = slashed_at(folded, start)
        if slashed is not None:
            return slashed, slashed.end
    number, position = number_at(folded, start)
    if number is None or number.end > limit:
        return None, position
    core = _quantity(folded, number, limit=limit)
    return core, core.end if core else position


def _spaces(folded: str, position: int) -> int:
    """The offset behind up to three spaces."""
    for _ in range(3):
        position += folded.startswith(" ", position)
    return position


def _quantity(folded: str, number: Number, *, limit: int) -> Core | None:
    """Money, percent, duration or count; None where the number has no unit that makes it a figure."""
    after = folded[number.end : number.end + 1]
    if after == "个":
        number = _behind_classifier(folded, number)
    found = unit_at(folded, _spaces(folded, number.end) if after == " " else number.end)
    if found is None or found[1] > limit:
        found = _unit_of_days(folded, number)
    ahead = found[1] if found else number.end
    if (folded[ahead + 1 : ahead + 2] if folded.startswith(" ", ahead) else folded[ahead : ahead + 1]) in _RANGE_MARKS:
        ranged = _range(folded, number, found, limit=limit)
        if ranged is not None:
            return ranged
    if found is None or found[1] > limit:
        return _without_unit(folded, number)
    return _with_unit(folded, number, *found)


def _with_unit(folded: str, number: Number, unit: Unit, end: int) -> Core | None:
    """A number and its unit, unless they are part of a name."""
    start, value = negated(folded, number.start, number.value)
    if is_name(folded, number, unit, start=start, end=end):
        return None
    value *= unit.factor
    if unit.kind == "money" or folded.startswith("半", end):
        value, end = _with_small_change(folded, value, unit, end)
    if number.high is None:
        return Core(start, end, unit.kind, value, unit.name, None, number.more, number.han)
    return Core(start, end, unit.kind, number.high * unit.factor, unit.name, value, number.more, number.han)


def _behind_classifier(folded: str, number: Number) -> Number:
    """两个亿, 两个半小时: a part of the number stands behind 个."""
    after = folded[number.end + 1 : number.end + 2]
    if after in LARGE_UNITS:
        factor = Decimal(LARGE_UNITS[after])
        return number._replace(end=number.end + 2, value=number.value * factor, own=factor)
    if _AND_A_HALF.match(folded, number.end):
        return number._replace(end=number.end + 2, value=number.value + Decimal("0.5"))
    return number


def _unit_of_days(folded: str, number: Number) -> tuple[Unit, int] | None:
    """3 日内, 一个半月: 日 and 月 are dates elsewhere."""
    match = _DAYS.match(folded, _spaces(folded, number.end))
    if match:
        return Unit("日", "duration", "天"), match.end()
    return (Unit("个月", "duration", "个月"), number.end + 1) if folded.startswith("半月", number.end - 1) else None


def _with_small_change(folded: str, value: Decimal, unit: Unit, end: int) -> tuple[Decimal, int]:
    """123元1角1分, and half a unit: 两年半."""
    if unit.word in ("元", "圆", "块钱"):
        match = _SMALL_MONEY.match(folded, end)
        if match:
            tenth, cent = (read_number(match[name] or "零") or Decimal(0) for name in ("tenth", "cent"))
            return value + tenth / 10 + cent / 100, match.end()
    if (
        folded.startswith("半", end)
        and unit.kind in ("duration", "count")
        and _HALF.match(folded, end)
        and value == int(value)
    ):
        return value + Decimal("0.5"), end + 1
    return value, end


def _range(folded: str, first: Number, found: tuple[Unit, int] | None, *, limit: int) -> Core | None:
    """10-15 亿元, 10亿元至15亿元, 5%—8%: two numbers of one unit; the unit of the second serves both."""
    after = found[1] if found else first.end
    to = TO.match(folded, after)
    if to is None or after >= limit:
        return None
    second, _ = number_at(folded, to.end())
    if second is None or second.high is not None or first.high is not None:
        return None
    unit, end = unit_at(folded, _spaces(folded, second.end)) or (None, 0)
    if unit is None or end > limit or (found and found[0].name != unit.name) or _is_journey(folded, first.start, found):
        return None
    low, high = first.value, second.value
    if found is None and first.own == 1 and low * second.own < high:
        low *= second.own
    start, low = negated(folded, first.start, low)
    if low == high or (low > high and _is_year(first)):
        return None
    if touches_name(folded, start) or is_name(folded, second, unit, start=start, end=end):
        return None
    return Core(start, end, unit.kind, high * unit.factor, unit.name, low * unit.factor, han=second.han)


def _is_year(number: Number) -> bool:
    """Whether a number may be a year: 2021-3 个 is no range, 30-20 次 is one, if a wrong one."""
    return number.end - number.start == 4 and 1900 <= number.value < 2100


def _is_journey(folded: str, start: int, found: tuple[Unit, int] | None) -> bool:
    """由 69 元到 74 元 says what was and what is, and no range."""
    return found is not None and folded[max(0, start - 2) : start].strip()[-1:] in ("由", "从")


def _without_unit(folded: str, number: Number) -> Core | None:
    """A number that words make a figure without a known unit: 3.2 亿, 指数 102.3, and a measure word that nobody listed."""
    start, value = negated(folded, number.start, number.value)
    if touches_name(folded, start):
        return None
    before = folded[max(0, start - _SHORT) : start]
    sign = CURRENCY_SIGNS.get(before.rstrip()[-1:])
    if sign and not number.han:
        return Core(start, number.end, "money", value, sign, more=number.more)
    if number.own > 1 and (not number.han or number.own >= LARGE_UNITS["亿"]) and not number.bare:
        money = _MONEY_NOUN.search(before)
        return Core(
            start,
            number.end,
            "money" if money else "count",
            value,
            "元" if money else None,
            more=number.more,
            han=number.han,
        )
    if number.han:
        return None
    if _INDEX_NOUN.search(before):
        return Core(start, number.end, "count", value)
    unknown = _UNKNOWN_MEASURE.match(folded, number.end)
    if unknown and unknown["word"] not in _NO_MEASURE and _QUANTIFIED.search(before):
        return Core(start, unknown.end(), "count", value, unknown["word"], more=number.more)
    return None
