"""Numbers as reports write them, read exactly: 8,778,200 · 877.82 · 三千二百万 · 3亿5000万 · 壹佰贰拾 · 二〇二一.

`cn2an` and its like refuse mixed forms or return floats; values here are `Decimal` throughout.
"""

from __future__ import annotations

import re
from decimal import Decimal

HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
FINANCIAL_DIGITS = {c: i for i, c in enumerate("壹贰叁肆伍陆柒捌玖", start=1)} | {"貳": 2, "參": 3, "陸": 6}
SMALL_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
LARGE_UNITS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_TENS = {"廿": 20, "卅": 30}
_DIGITS = HAN_DIGITS | FINANCIAL_DIGITS
_PART = re.compile(r"(?P<arabic>\d+(?:\.\d+)?)|(?P<han>[^\s\d.])")
_LONGEST = 48  # characters of a number; longer ones are no numbers that anybody wrote
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


def read_unit(text: str) -> Decimal:
    """What a run of units multiplies by: 万 → 10000, 百万 → 1000000, 万亿 → 10^12."""
    factor = 1
    for character in text:
        factor *= SMALL_UNITS.get(character) or LARGE_UNITS[character]
    return Decimal(factor)


def read_han(text: str) -> Decimal | None:
    """The value of a Chinese numeral, None where it is none (万元, 百姓 hold no digit)."""
    if any(character.isascii() and character.isdigit() for character in text):
        return None
    return read_number(text)


def read_number(text: str) -> Decimal | None:
    """The value of a number in digits, Chinese numerals or both, None where it is none.

    A minus or 负 before it is read, spaces within are passed over: 负十二, 7 万5 千4 百, 200亿零四千230.
    """
    if len(text) > _LONGEST:
        return None
    if text[:1] in ("负", "-", "負"):
        value = read_number(text[1:])
        return None if value is None else -value
    whole, point, decimals = text.replace("點", "点").partition("点")
    if point:
        return _with_decimals(whole, decimals)
    return _read_whole(text.replace(",", ""))


def _with_decimals(whole: str, decimals: str) -> Decimal | None:
    """二点五, 五点八亿: digits behind the point one by one, and a unit after them multiplies the whole number."""
    digits = decimals.rstrip("".join([*SMALL_UNITS, *LARGE_UNITS]))
    value = _read_whole(whole)
    if value is None or not digits or any(c not in _DIGITS for c in digits):
        return None
    fraction = Decimal("0." + "".join(str(_DIGITS[c]) for c in digits))
    return (value + fraction) * read_unit(decimals[len(digits) :])


class _Sum:
    """The parts of a number met so far: whole groups (×万, ×亿), the section below them and the digit in hand."""

    def __init__(self) -> None:
        self.groups: list[Decimal] = []
        self.section = Decimal(0)
        self.digit: Decimal | None = None
        self.unit = 1  # the last unit met: 一百二 means 一百二十
        self.short = False

    def take_digit(self, value: Decimal, *, han: bool) -> bool:
        """False where two digits stand side by side."""
        if self.digit is not None and self.digit != 0:
            return False
        self.short = han and self.digit is None and self.unit > 1 and value > 0
        self.digit = value
        return True

    def take_small(self, unit: int) -> bool:
        """False where nothing is multiplied (百 alone); 十 alone is ten."""
        if not self.digit and unit != 10:
            return False
        self.section += (self.digit or Decimal(1)) * unit
        self.digit, self.unit = None, unit
        return True

    def take_large(self, unit: int) -> bool:
        """万 and 亿 multiply what stands before them: the section, or with none (万亿) the last group."""
        section = self.section + (self.digit or 0)
        if section:
            while self.groups and self.groups[-1] < unit:
                section += self.groups.pop()
            self.groups.append(section * unit)
        elif self.groups:
            self.groups[-1] *= unit
        else:
            return False
        self.section, self.digit, self.unit = Decimal(0), None, unit
        return True

    def total(self) -> Decimal:
        """All of it; a last lone digit stands for the next lower unit (一百二, 十三万五)."""
        last = self.digit or Decimal(0)
        if self.short:
            last *= Decimal(self.unit) / 10
        return sum(self.groups, self.section + last)


def _read_whole(text: str) -> Decimal | None:
    if text and all(c in _DIGITS for c in text):
        return Decimal("".join(str(_DIGITS[c]) for c in text))
    found, seen = _Sum(), False
    for part in _PART.finditer(text):
        character = part["han"]
        if character is None:
            taken = found.take_digit(Decimal(part["arabic"]), han=False)
        elif character in _DIGITS:
            taken = found.take_digit(Decimal(_DIGITS[character]), han=True)
        elif character in _TENS:
            taken = found.take_digit(Decimal(_TENS[character] // 10), han=True) and found.take_small(10)
        elif character in SMALL_UNITS:
            taken = found.take_small(SMALL_UNITS[character])
        else:
            taken = character in LARGE_UNITS and found.take_large(LARGE_UNITS[character])
        if not taken:
            return None
        seen = True
    return found.total() if seen else None
