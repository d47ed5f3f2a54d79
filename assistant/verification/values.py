"""Whether a figure of a draft says what a figure of a report says: unit, conversion, rounding, comparing word.

Exact decimals throughout. A draft may round (6.38 亿元 of 63846.1 万元) but never to fewer than three significant digits
without saying 约, and it may say less (超过 870 亿元), but never more than the report does.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from corpus import MULTIPLIERS, Comparator, Figure, fold

LEAST_DIGITS = 3  # significant digits that a rounded figure keeps where it doesn't say that it is rounded
FARTHEST = Decimal("0.05")  # how far from the truth, as a share of it, 约 may lie
NEAREST = Decimal("0.01")  # what 约 may always mean, whatever its digits
MORE_THAN = Decimal("1.2")  # 130 多 is no 200
LOOSEST = Decimal(3)  # 超过 100 said of 877 is true but says nothing: something else may be meant

_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.(\d+))?")
_MORE = re.compile(r"[\d万亿千百]\s?[多余]")
_TENTHS = re.compile(r"成")  # 三成: tens of percent, rounded by nature
_MULTIPLIER = re.compile("|".join(sorted((m for m in MULTIPLIERS if m), key=len, reverse=True)))
_AT_LEAST: frozenset[Comparator] = frozenset({"ge", "gt"})
_AT_MOST: frozenset[Comparator] = frozenset({"le", "lt"})

# Measure words that say the same of what they count; other counts are compared only in their own unit.
_ANYTHING = frozenset("项家所座处件条块起类种套间栋幢部名位人") | {""}  # what 个 may stand for
_ALIKE = (
    frozenset("人名位"),
    frozenset("家所户"),
    frozenset("处座个"),
    frozenset("项件宗起"),
    frozenset("栋幢座"),
    frozenset("台套部"),
    frozenset("条根"),
    frozenset({"次", "场", "期", "轮", "场次"}),
    frozenset({"批", "批次"}),
    frozenset({"人", "人次", "名"}),
    frozenset({"例", "例次", "人次"}),
    frozenset({"剂", "剂次", "针次", "针"}),
    frozenset({"工作日", "个工作日"}),
    frozenset({"小时", "个小时", "学时", "课时"}),
    frozenset({"个月", "月"}),
)
# The size of a unit in the smallest unit of its kind.
_SIZES: tuple[dict[str, Decimal], ...] = (
    {"毫米": Decimal(1), "厘米": Decimal(10), "米": Decimal(1000), "公里": Decimal(10**6), "千米": Decimal(10**6)},
    {
        "平方米": Decimal(3),
        "㎡": Decimal(3),
        "亩": Decimal(2000),
        "公顷": Decimal(30000),
        "平方公里": Decimal(3 * 10**6),
        "平方千米": Decimal(3 * 10**6),
    },
    {"克": Decimal(1), "公斤": Decimal(1000), "千克": Decimal(1000), "吨": Decimal(10**6)},
    {"分钟": Decimal(1), "小时": Decimal(60), "个小时": Decimal(60), "天": Decimal(1440), "日": Decimal(1440)},
    {"千瓦时": Decimal(1), "度": Decimal(1), "兆瓦时": Decimal(1000)},
    {"千瓦": Decimal(1), "兆瓦": Decimal(1000)},
)


def conversion(unit: str | None, other: str | None) -> Decimal | None:
    """What a value in `unit` is multiplied with to be one in `other`; None where they measure different things."""
    if unit == other:
        return Decimal(1)
    unit, other = unit or "", other or ""
    for sizes in _SIZES:
        if unit in sizes and other in sizes:
            return sizes[unit] / sizes[other]
    generic = "个" in (unit, other) and (unit in _ANYTHING or other in _ANYTHING)
    alike = generic or any(unit in family and other in family for family in _ALIKE)
    return Decimal(1) if alike else None


def comparable(claimed: Figure, stated: Figure) -> bool:
    """Whether the two could be the same figure at all: kinds and units agree, a fraction being a percentage."""
    kinds = {claimed.kind, stated.kind}
    if kinds == {"percent", "fraction"}:
        return "个百分点" not in (claimed.unit, stated.unit)
    return len(kinds) == 1 and conversion(claimed.unit, stated.unit) is not None


def agrees(claimed: Figure, stated: Figure) -> bool:
    """Whether the report's figure bears the draft's out; False where they are not comparable."""
    if not comparable(claimed, stated):
        return False
    if not isinstance(claimed.value, Decimal) or not isinstance(stated.value, Decimal):
        return _same_word(claimed, stated)
    value, truth = claimed.value, stated.value * (conversion(stated.unit, claimed.unit) or 1)
    if claimed.kind == "fraction":
        value *= 100
    if stated.kind == "fraction":
        truth *= 100
    if "fraction" in (claimed.kind, stated.kind):
        return abs(value - truth) <= Decimal("0.5")
    return _holds(claimed, stated, value=value, truth=truth)


def quotes(claimed: Figure, target: Figure) -> bool:
    """Whether a target is quoted rightly: the same value, and no opposite bound; 超过 before it is no part of it."""
    exact = replace(claimed, comparator="eq") if claimed.comparator in ("gt", "lt", "approx") else claimed
    if not isinstance(claimed.value, Decimal) or not isinstance(target.value, Decimal):
        return agrees(claimed, target)
    factor = conversion(target.unit, claimed.unit)
    return factor is not None and claimed.value == target.value * factor and agrees(exact, target)


def lies_as_said(target: Figure, actual: Figure) -> bool:
    """Whether an actual lies above a target that a draft says is exceeded (超过 65% 的目标), or below one it falls short of."""
    factor = conversion(actual.unit, target.unit)
    if factor is None or not isinstance(target.value, Decimal) or not isinstance(actual.value, Decimal):
        return True
    above = actual.value * factor > target.value
    return above if target.comparator == "gt" else actual.value * factor < target.value


def _same_word(claimed: Figure, stated: Figure) -> bool:
    """Dates agree where one is part of the other (2021-06 of 2021-06-30, 06-30 of it); other words where they are equal."""
    left, right = str(claimed.value), str(stated.value)
    if claimed.kind != "date":
        return left == right
    return left == right or right.startswith(f"{left}-") or right.endswith(f"-{left}") or left.endswith(f"-{right}")


def _holds(claimed: Figure, stated: Figure, *, value: Decimal, truth: Decimal) -> bool:
    said, meant = claimed.comparator, stated.comparator
    if (said in _AT_LEAST and meant in _AT_MOST) or (said in _AT_MOST and meant in _AT_LEAST):
        return False
    if value == truth:
        return meant != "eq" or said not in ("gt", "lt")
    if said in _AT_LEAST:
        return meant in ("eq", "approx") and value < truth <= value * (
            MORE_THAN if _MORE.search(fold(claimed.text)) else LOOSEST
        )
    if said in _AT_MOST:
        return meant == "eq" and truth < value <= truth * LOOSEST
    if meant in _AT_LEAST | _AT_MOST:
        return False
    return _rounds_to(claimed, value=value, truth=truth, approximate="approx" in (said, meant))


def _rounds_to(claimed: Figure, *, value: Decimal, truth: Decimal, approximate: bool) -> bool:
    """Whether `truth`, rounded to the digits that the draft shows, is what it says."""
    step, digits = precision(claimed)
    error = abs(value - truth)
    if _TENTHS.search(fold(claimed.text)):
        return error <= 5
    if approximate and truth and (error <= NEAREST * abs(truth) or _rounded(truth, like=value) == value):
        return error <= FARTHEST * abs(truth)
    if error > step / 2:
        return False
    return digits >= LEAST_DIGITS or (approximate and error <= FARTHEST * abs(truth))


def _rounded(value: Decimal, *, like: Decimal) -> Decimal:
    """`value` rounded to the last digit of `like` that isn't zero: 877.82 to 900."""
    return value.scaleb(-_zeros(like)).to_integral_value(ROUND_HALF_UP).scaleb(_zeros(like))


def _zeros(value: Decimal) -> int:
    """The exponent of the last digit that isn't zero."""
    return int(value.normalize().as_tuple().exponent)


def precision(figure: Figure) -> tuple[Decimal, int]:
    """The step of the last digit that a figure shows, in its unit, and how many significant digits it has."""
    text = fold(figure.text)
    numbers = list(_NUMBER.finditer(text))
    if not numbers:
        return Decimal(0), LEAST_DIGITS - 1
    last = numbers[-1]
    multiplier = _MULTIPLIER.search(text, last.end())
    near = multiplier is not None and not text[last.end() : multiplier.start()].strip()
    factor = MULTIPLIERS[multiplier.group()] if multiplier and near else Decimal(1)
    step = factor * Decimal(1).scaleb(-len(last.group(1) or ""))
    digits = last.group().replace(",", "").replace(".", "").lstrip("0")
    return step, len(digits)


def shown_like(figure: Figure, value: Decimal) -> str:
    """`value` as the draft would write it: in the multiple and to the places of its own figure, one at least of a rate."""
    text = fold(figure.text)
    numbers = list(_NUMBER.finditer(text))
    end, decimals = (numbers[-1].end(), len(numbers[-1][1] or "")) if numbers else (0, 0)
    multiplier = _MULTIPLIER.match(text[end:].lstrip())
    name = multiplier.group() if multiplier else ""
    shown = round(value / MULTIPLIERS[name], max(decimals, 1 if figure.kind == "percent" else 0))
    return f"{shown}{name}{figure.unit or ''}"


def is_distinctive(figure: Figure) -> bool:
    """Whether the value is so particular that two metrics hardly share it by chance: four digits, or three of money."""
    if not isinstance(figure.value, Decimal):
        return figure.kind == "document_no"
    digits = len(figure.value.normalize().as_tuple().digits)
    return digits >= (3 if figure.kind == "money" else 4)
