"""Show the number of a day as the date or time that its format asks for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from corpus.readers.excel.number_code import Section, Token, literal
from corpus.readers.excel.number_digits import rounded
from corpus.readers.excel.number_han import digit_table, reading

LAST_DAY = 2958465  # 9999-12-31
_MONTHS = "January February March April May June July August September October November December".split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_HAN_WEEKDAYS = "一二三四五六日"


def show_date(section: Section, serial: Decimal) -> str:
    """The day `serial` (1 is the first of January 1900) as the section writes it."""
    digits = max((len(t.text) - 1 for t in section.tokens if t.kind == "fraction"), default=0)
    has_seconds = any(t.kind in ("date", "elapsed") and t.text[0] in "Ss" for t in section.tokens)
    seconds = rounded(serial * 86400, digits if has_seconds else 3)  # else only binary noise is rounded away
    day, in_day = divmod(seconds, 86400)
    parts = _calendar_day(int(day))
    tokens = section.tokens
    shown: list[str] = []
    for i, token in enumerate(tokens):
        if token.kind == "elapsed":
            unit = {"h": 3600, "m": 60, "s": 1}[token.text[0].lower()]
            shown.append(str(int(seconds // unit)).zfill(len(token.text)))
        elif token.kind == "half":
            shown.append(_half_of_day(token.text, in_day))
        elif token.kind == "fraction":
            shown.append(f"{in_day % 1:.{digits}f}"[1:])
        elif token.kind == "date":
            shown.append(_date_part(_unit(tokens, i), section, parts, in_day))
        else:
            shown.append("." if token.kind == "point" else literal(token))
    return "".join(shown)


def _calendar_day(number: int) -> tuple[int, int, int, int]:
    """Year, month, day and weekday (0 is Monday) of the day `number`; 60 is the 29 February that 1900 did not have."""
    if number in (0, 60):
        return (1900, 1, 0, 5) if not number else (1900, 2, 29, 2)
    day = date(1899, 12, 31 if number < 60 else 30) + timedelta(days=min(number, LAST_DAY))
    return day.year, day.month, day.day, (number - 2) % 7


def _half_of_day(mark: str, in_day: Decimal) -> str:
    return mark.split("/")[in_day >= 43200]


def _unit(tokens: Sequence[Token], at: int) -> str:
    """The letters of a part of a date; an m that belongs to a time as `n`."""
    text = tokens[at].text.lower()
    if text not in ("m", "mm"):
        return text
    units = [(i, token) for i, token in enumerate(tokens) if token.kind in ("date", "elapsed")]
    here = next(n for n, (i, _) in enumerate(units) if i == at)
    before = units[here - 1][1].text[0].lower() if here else ""
    after = units[here + 1][1].text[0].lower() if here + 1 < len(units) else ""
    return text.replace("m", "n") if before == "h" or after == "s" else text


def _date_part(unit: str, section: Section, parts: tuple[int, int, int, int], in_day: Decimal) -> str:
    year, month, day, weekday = parts
    is_chinese = section.locale.endswith("804")
    hour = int(in_day // 3600)
    hour = (hour - 1) % 12 + 1 if section.has("half") else hour
    names = {
        "mmm": f"{month}月" if is_chinese else _MONTHS[month - 1][:3],
        "mmmm": f"{reading(month, '1')}月" if is_chinese else _MONTHS[month - 1],
        "mmmmm": _MONTHS[month - 1][:1],
        "ddd": f"周{_HAN_WEEKDAYS[weekday]}" if is_chinese else _WEEKDAYS[weekday][:3],
        "dddd": f"星期{_HAN_WEEKDAYS[weekday]}" if is_chinese else _WEEKDAYS[weekday],
        "aaa": f"周{_HAN_WEEKDAYS[weekday]}",
        "aaaa": f"星期{_HAN_WEEKDAYS[weekday]}",
    }
    if unit in names:
        return names[unit]
    if unit[0] in "ye":
        text = f"{year:04d}" if unit[0] == "e" or len(unit) > 2 else f"{year % 100:02d}"
        return text.translate(digit_table(section.numerals)) if section.numerals else text
    number = {"m": month, "d": day, "h": hour, "n": int(in_day // 60 % 60), "s": int(in_day % 60)}[unit[0]]
    return reading(number, section.numerals) if section.numerals else str(number).zfill(min(len(unit), 2))
