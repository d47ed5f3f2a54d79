"""Units that measure the same thing, and what a value is multiplied with to pass from one to the other.

A target and its actual are often stated in different units (公里 and 米, 台 and 套), so comparing the words of the units
is not enough. Measure words count as alike only within small families: 个 of anything may be 家 or 处 of it, but a 人 is no 户.
"""

from __future__ import annotations

from decimal import Decimal

_ALIKE = (
    frozenset("名人位"),
    frozenset("家个所座处项"),
    frozenset("个条段"),
    frozenset("个件宗起例"),
    frozenset("个类种"),
    frozenset("台套部"),
    frozenset("套户"),
    frozenset({"次", "场", "期", "轮", "场次"}),
    frozenset({"批", "批次"}),
    frozenset({"剂", "剂次"}),
    frozenset({"人次", "名次"}),
    frozenset({"天", "日"}),
    frozenset({"工作日", "个工作日"}),
    frozenset({"个月", "月"}),
)
# The size of a unit in the smallest unit of its kind; 平方米 is 3 because an 亩 is 2000/3 of it.
_SIZES: tuple[dict[str, int], ...] = (
    {"毫米": 1, "厘米": 10, "米": 1000, "千米": 10**6, "公里": 10**6},
    {"平方米": 3, "亩": 2000, "公顷": 30_000, "平方公里": 3 * 10**6, "平方千米": 3 * 10**6},
    {"克": 1, "公斤": 1000, "千克": 1000, "吨": 10**6},
    {"秒": 1, "分钟": 60, "小时": 3600, "个小时": 3600},
    {"千瓦时": 1, "度": 1, "兆瓦时": 1000},
    {"千瓦": 1, "兆瓦": 1000},
)


def conversion(unit: str | None, other: str | None) -> Decimal | None:
    """What a value in `unit` is multiplied with to be one in `other`; None where they measure different things."""
    if unit == other:
        return Decimal(1)
    unit, other = unit or "", other or ""
    for sizes in _SIZES:
        if unit in sizes and other in sizes:
            return Decimal(sizes[unit]) / Decimal(sizes[other])
    return Decimal(1) if any(unit in family and other in family for family in _ALIKE) else None
