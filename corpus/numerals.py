"""Numbers as reports write them, read exactly: 8,778,200 · 877.82 · 三千二百万 · 两亿五千万 · 1.2 万.

`cn2an` and its like refuse mixed forms or return floats; values here are `Decimal` throughout.
"""

from __future__ import annotations

from decimal import Decimal

HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
MULTIPLIERS: dict[str, Decimal] = {
    "": Decimal(1),
    "百": Decimal(100),
    "千": Decimal(1000),
    "万": Decimal(10**4),
    "十万": Decimal(10**5),
    "百万": Decimal(10**6),
    "千万": Decimal(10**7),
    "亿": Decimal(10**8),
    "百亿": Decimal(10**10),
    "千亿": Decimal(10**11),
    "万亿": Decimal(10**12),
}


def read_arabic(text: str) -> Decimal:
    """The value of digits with optional thousands separators and decimal point."""
    return Decimal(text.replace(",", ""))


def read_han(text: str) -> Decimal | None:
    """The value of a Chinese numeral, None where it is none (万元, 百姓 hold no digit)."""
    whole, _, decimals = text.partition("点")
    value = _read_whole(whole)
    if value is None or not decimals:
        return value
    if any(c not in HAN_DIGITS for c in decimals):
        return None
    return value + Decimal("0." + "".join(str(HAN_DIGITS[c]) for c in decimals))


def _read_whole(text: str) -> Decimal | None:
    if text and all(c in HAN_DIGITS for c in text):
        return Decimal("".join(str(HAN_DIGITS[c]) for c in text))
    total, section, digit, seen = 0, 0, 0, False
    for character in text:
        if character in HAN_DIGITS:
            digit, seen = HAN_DIGITS[character], True
        elif character in _SMALL:
            ten = character == "十" and not digit and not section
            section += (1 if ten else digit) * _SMALL[character]
            seen = seen or ten
            digit = 0
        elif character in _LARGE:
            total = (
                (total + section + digit) * _LARGE[character]
                if character == "亿"
                else total + (section + digit) * _LARGE[character]
            )
            section = digit = 0
        else:
            return None
    return Decimal(total + section + digit) if seen else None
