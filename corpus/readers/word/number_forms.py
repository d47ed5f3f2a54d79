"""How an automatic number looks: 1, 01, 一, 甲, ①, A, i …, by the name that Word has for its form."""

from __future__ import annotations

import re
from collections.abc import Callable

_HAN = "零一二三四五六七八九"
_LEGAL_HAN = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
          (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip  # fmt: skip


def _counting(number: int, *, digits: str = _HAN, units: tuple[str, ...] = ("", "十", "百", "千")) -> str:
    """A number below 10,000 in Chinese: 12 → 十二, 105 → 一百零五."""
    if not 0 < number < 10_000:
        return str(number)
    text = "".join(
        digits[int(digit)] + (units[power] if digit != "0" else "")
        for power, digit in zip(range(len(str(number)) - 1, -1, -1), str(number), strict=True)
    )
    text = re.sub(f"{digits[0]}+", digits[0], text).rstrip(digits[0])
    return text[1:] if 10 <= number < 20 and digits == _HAN else text


def _roman(number: int) -> str:
    if not 0 < number < 4_000:
        return str(number)
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def _letters(number: int) -> str:
    """1 → A, 26 → Z, 27 → AA, 28 → BB, as Word counts."""
    times, letter = divmod(number - 1, 26)
    return chr(ord("A") + letter) * (times + 1) if 0 < number <= 780 else str(number)


def _series(*ranges: tuple[int, int]) -> Callable[[int], str]:
    """Numbers that have a character of their own: (first code point, how many)."""
    signs = "".join(chr(first + i) for first, count in ranges for i in range(count))
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else str(number)


def _digits(signs: str) -> Callable[[int], str]:
    return lambda number: "".join(signs[int(digit)] for digit in str(abs(number)))


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


_CIRCLED = _series((0x2460, 20), (0x3251, 15), (0x32B1, 15))
FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "none": lambda _: "",
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": _digits("０１２３４５６７８９"),
    "decimalFullWidth2": _digits("０１２３４５６７８９"),
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedParen": _series((0x2474, 20)),
    "decimalEnclosedFullstop": _series((0x2488, 20)),
    "numberInDash": lambda number: f"- {number} -",
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    **dict.fromkeys(
        (
            "chineseCounting",
            "chineseCountingThousand",
            "japaneseCounting",
            "taiwaneseCounting",
            "taiwaneseCountingThousand",
        ),
        _counting,
    ),
    **dict.fromkeys(
        ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"), _digits("〇一二三四五六七八九")
    ),
    "chineseLegalSimplified": lambda number: _counting(number, digits=_LEGAL_HAN, units=("", "拾", "佰", "仟")),
    "ideographTraditional": _cycle("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _cycle("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _series((0x3220 + 0x60, 10)),
}
