"""Show a number as a sheet shows it: 0.802 under the format 0.0% is 80.2%.

A citation must have the text that people see, so the number alone won't do. The one Python library for this, `ssf`, has
not been released since 2020 and fails beside a current Babel; readers of sheets (openpyxl, xlrd) leave the display
out. What is written here is the part of ECMA-376 (§18.8.31) that sheets in Chinese use: sections, conditions, digits,
percent, scaling commas, exponents, fractions, dates, elapsed times, Chinese numerals. Colours and widths are passed
over. A format that can't be read shows the number as General does, never nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from decimal import Decimal

from corpus.readers.excel.number_code import GENERAL, Section, literal, sections
from corpus.readers.excel.number_dates import LAST_DAY, show_date
from corpus.readers.excel.number_digits import general, show_digits

LONGEST_FORMAT = 255  # as in Excel
_DAYS_1904 = 1462  # between the two systems of dates


def show_number(value: float, code: str, *, from_1904: bool = False) -> str:
    """The number as the format `code` shows it; a date outside of 1900 to 9999 as General shows it."""
    if not math.isfinite(value):
        return "#NUM!"
    exact = Decimal(f"{value:.15g}")  # a sheet has 15 digits; what is behind them is binary noise
    if len(code) > LONGEST_FORMAT:
        return general(exact)
    section, is_negative = _choose(sections(code), exact)
    if section.has("date", "elapsed", "half"):
        serial = exact + _DAYS_1904 if from_1904 and not section.has("elapsed") else exact
        return show_date(section, serial) if 0 <= serial <= LAST_DAY + 1 else general(exact)
    shown = show_digits(section, abs(exact))
    has_sign = is_negative and re.search(r"[1-9１-９一二三四五六七八九壹贰叁肆伍陆柒捌玖]", shown) is not None
    return "-" + shown if has_sign else shown


def show_text(text: str, code: str) -> str:
    """The text as the format `code` shows it: `@"元"` puts 元 behind it."""
    if "@" not in code or code == "@" or len(code) > LONGEST_FORMAT:
        return text
    section = sections(code)[-1]
    return "".join(text if token.kind == "text" else literal(token) for token in section.tokens)


def _choose(parts: Sequence[Section], value: Decimal) -> tuple[Section, bool]:
    """The section that shows `value`, and whether a minus sign stands before what it shows."""
    numeric = list(parts[:3])
    if len(numeric) == len(parts) and numeric[-1].has("text") and not numeric[-1].has("digit"):
        numeric.pop()
    if not numeric:
        return sections(GENERAL)[0], value < 0
    if any(section.condition for section in numeric):
        chosen = next((s for s in numeric if s.meets(value)), None) or numeric[-1]
        return chosen, value < 0 and chosen is not (numeric[1] if len(numeric) > 1 else None)
    if value < 0 and len(numeric) > 1:
        return numeric[1], False
    return (numeric[2] if value == 0 and len(numeric) > 2 else numeric[0]), value < 0
