"""Dates and document numbers: what a text names by number and doesn't measure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from corpus.numerals import HAN_DIGITS

_S = "[ ]{0,2}"
_YEAR = r"(?:19|20)\d{2}"
_HAN_YEAR = "[二一][〇零九]?[〇零一二三四五六七八九]{2}"
_HAN_DAY = "[一二三]?十?[一二三四五六七八九十]"
_DATE = re.compile(
    rf"(?P<year>{_YEAR}){_S}年(?:{_S}(?P<month>\d{{1,2}}){_S}月(?:{_S}(?P<day>\d{{1,2}}){_S}[日号])?)?"
    rf"|(?P<month_only>\d{{1,2}}){_S}月{_S}(?P<day_only>\d{{1,2}}){_S}[日号]"
    rf"|(?P<iso_year>{_YEAR})(?P<mark>[-/.])(?P<iso_month>\d{{1,2}})(?P=mark)(?P<iso_day>\d{{1,2}})(?![\d.])"
)
_HAN_DATE = re.compile(
    rf"(?P<year>{_HAN_YEAR})年(?:(?P<month>十?[一二三四五六七八九十])月(?:(?P<day>{_HAN_DAY})[日号])?)?"
)
_BRACKETED = re.compile(r"[〔\[({](?:19|20)\d{2}[〕\])}][ ]?第?\d{1,5}[ ]?号")
_ISSUER = re.compile("[\u4e00-\u9fff]{1,12}$")
_INTRODUCES = re.compile(
    "^.*(?:印发|出台|下发|根据|按照|文号|依据|发布|文件|制定|修订|通过|以|为|的|是|和|与|及|、)(?=[\u4e00-\u9fff]{2,})"
)
_LONGEST_ISSUER = 12


class Named(NamedTuple):
    """A date or a document number at `start:end`, with its value: 2021-08-09, 杭财监督〔2021〕9号."""

    start: int
    end: int
    value: str


def date_at(folded: str, start: int) -> Named | None:
    """The date that begins at `start`: a year, a month of a year, a day with or without its year."""
    if not folded[start].isascii():
        return _han_date_at(folded, start)
    match = _DATE.match(folded, start)
    if match is None:
        return None
    year = match["year"] or match["iso_year"]
    month = match["month"] or match["month_only"] or match["iso_month"]
    day = match["day"] or match["day_only"] or match["iso_day"]
    if (month and not 1 <= int(month) <= 12) or (day and not 1 <= int(day) <= 31):
        return None
    return Named(
        start, match.end(), "-".join([*([year] if year else []), *(part.zfill(2) for part in (month, day) if part)])
    )


def _han_date_at(folded: str, start: int) -> Named | None:
    match = _HAN_DATE.match(folded, start)
    if match is None:
        return None
    year = "".join(str(HAN_DIGITS[c]) for c in match["year"])
    if len(year) != 4 or not 1900 <= int(year) < 2100:
        return None
    parts = [str(_small(match[name])).zfill(2) for name in ("month", "day") if match[name]]
    return Named(start, match.end(), "-".join([year, *parts]))


def _small(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    return (HAN_DIGITS.get(tens, 1) * 10 if ten else 0) + HAN_DIGITS.get(ones, 0)


def document_numbers(folded: str) -> Iterator[Named]:
    """All document numbers with whoever issued them: 杭财监督〔2021〕9号; without an issuer it is none."""
    floor = 0
    for match in _BRACKETED.finditer(folded):
        begin = max(floor, match.start() - _LONGEST_ISSUER)
        issuer = _ISSUER.search(folded, begin, match.start())
        if issuer is None:
            continue
        lead = _INTRODUCES.match(issuer.group())
        start = issuer.start() + (lead.end() if lead else 0)
        floor = match.end()
        yield Named(start, floor, "".join(folded[start:floor].split()))
