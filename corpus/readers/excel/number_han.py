"""Numbers in Chinese numerals, as the formats [DBNum1], [DBNum2] and [DBNum3] show them."""

from __future__ import annotations

import re

_NUMERALS = {"1": "〇一二三四五六七八九", "2": "零壹贰叁肆伍陆柒捌玖", "3": "０１２３４５６７８９"}
_POWERS = {"1": "十百千", "2": "拾佰仟", "3": "十百千"}


def digit_table(numerals: str) -> dict[int, str]:
    """What `str.translate` needs to write digits one by one; `numerals` is the number of the [DBNum] format."""
    return {ord(str(n)): digit for n, digit in enumerate(_NUMERALS.get(numerals, "0123456789"))}


def reading(number: int, numerals: str) -> str:
    """A number below 100 as a date says it: 12 → 十二."""
    if numerals not in ("1", "2"):
        return str(number).translate(digit_table(numerals))
    text = _whole_reading(str(number), numerals)
    return text[1:] if numerals == "1" and 10 <= number < 20 else text


def in_numerals(shown: str, numerals: str) -> str:
    """The digits of `shown` in Chinese: a whole number with its powers of ten, decimals one by one."""
    if not numerals or "E" in shown:
        return shown
    if numerals not in ("1", "2"):
        return shown.translate(digit_table(numerals))
    read = re.sub(r"(?<![.\d])\d[\d,]*", lambda m: _whole_reading(m[0].replace(",", ""), numerals), shown)
    return read.translate(digit_table(numerals))


def _whole_reading(digits: str, numerals: str) -> str:
    """12045 → 一万二千〇四十五."""
    zero, groups = _NUMERALS[numerals][0], []
    padded = digits.lstrip("0").zfill((len(digits.lstrip("0")) + 3) // 4 * 4)
    for at in range(0, len(padded), 4):
        four = "".join(
            _NUMERALS[numerals][int(d)] + (_POWERS[numerals][2 - n] if n < 3 else "") if d != "0" else zero
            for n, d in enumerate(padded[at : at + 4])
        )
        power = (len(padded) - at) // 4 - 1
        is_empty = padded[at : at + 4] == "0000"
        groups.append(
            zero
            if is_empty
            else four.rstrip(zero) + ("", "万", "亿", "兆", "京")[min(power, 4)] + zero * four.endswith(zero)
        )
    return re.sub(f"{zero}+", zero, "".join(groups)).strip(zero) or zero
