"""Fractions and what is said as one: 三分之二, 16分之5, 3/4; 百分之六十 and 千分之三 are percentages."""

from __future__ import annotations

import re
from decimal import Decimal

from corpus.figure_core import TO, Core, is_minus, negated
from corpus.figure_numbers import STARTS, number_at
from corpus.figure_units import unit_at
from corpus.numerals import read_number

_PARTS = re.compile(r"(?P<below>[零一二两三四五六七八九十百千万壹佰]{1,6}|\d{1,5})[ ]{0,2}分[ ]{0,2}之[ ]{0,2}")
_SLASHED = re.compile(r"(?P<above>\d{1,2})/(?P<below>\d{1,2})(?![\d/.%月日号])")
_SLASH_BEFORE = re.compile(r"(?:占|近|约|过|超|足|于|达|到|的|为)[ ]?$")


def fraction_at(folded: str, start: int) -> Core | None:
    """百分之六十, 千分之三 (percent) and 三分之二, 16分之5 (fractions); 百分百."""
    if folded.startswith("百分百", start):
        return Core(start, start + 3, "percent", Decimal(100), "%")
    match = _PARTS.match(folded, start)
    if match is None or (start and folded[start - 1] in "几数"):
        return None
    above, end = _part(folded, match.end())
    below = _below(match["below"])
    if above is None or not below:
        return None
    if not (_is_power_of_ten(below) and match["below"] != "十"):
        begin, above = negated(folded, start, above)
        return Core(begin, end, "fraction", round(above / below, 4))
    scale = Decimal(100) / below
    to = TO.match(folded, end)
    high, high_end = _part(folded, to.end()) if to else (None, end)
    if high is not None and high > above and not unit_at(folded, high_end):
        return Core(start, high_end, "percent", high * scale, "%", low=above * scale)
    begin, above = negated(folded, start, above)
    return Core(begin, end, "percent", (above * scale).normalize() if scale != 1 else above, "%")


def _part(folded: str, start: int) -> tuple[Decimal | None, int]:
    """The number above the line: digits or numerals, 百分之百 included."""
    if folded.startswith("百", start) and not folded.startswith("分", start + 1):
        return Decimal(100), start + 1
    minus = is_minus(folded, start)
    if not STARTS.match(folded, start + minus):
        return None, start
    number, _ = number_at(folded, start + minus)
    if number is None or number.high is not None:
        return None, start
    return -number.value if minus else number.value, number.end


def _below(text: str) -> Decimal | None:
    return read_number(text) or (read_number(f"一{text}") if text[0] != "十" else None)


def _is_power_of_ten(value: Decimal) -> bool:
    return value >= 10 and str(int(value)).rstrip("0") == "1"


def slashed_at(folded: str, start: int) -> Core | None:
    """3/4 where the words around say that it is a fraction, and no date or code."""
    match = _SLASHED.match(folded, start)
    if match is None or not 0 < int(match["above"]) < int(match["below"]):
        return None
    after = folded[match.end() : match.end() + 3].lstrip()
    if not _SLASH_BEFORE.search(folded, max(0, start - 3), start) and not after.startswith(
        ("以上", "以下", "左右", "的")
    ):
        return None
    return Core(start, match.end(), "fraction", round(Decimal(match["above"]) / Decimal(match["below"]), 4))
