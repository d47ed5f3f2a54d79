"""What a figure of a draft is said of: which months, which year, which reports.

A draft says it once and goes on: 上半年 … 其中 …; a heading names the bureau and the year for all that follows. What a
sentence says itself binds; what it takes over from earlier ones binds only where it leans on them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.scope import mentions as names_surely
from assistant.scope import place_and_body
from corpus import Document, Period, find_periods, fold

_YEAR = re.compile(
    r"(?<![\d.])((?:19|20)\d{2})(?:\s?年|[-/.](?:1[0-2]|0?[1-9])(?:[-/.]\d{1,2})?(?![\d.万亿千百元%个]))"
)
_RELATIVE = re.compile(r"(?P<this>今年|本年|当年)|(?P<last>去年|上年|上一年)(?!同期|增|下降|减少|提高|上升|底|末)")
_SAME_MONTHS = re.compile(r"((?:19|20)\d{2})\s?年同期|(去年|上年)同期(?=[^,。;比较增减]{0,4}[的为是\d])")
_DEMANDED = re.compile(r"\s?的?(?:目标|任务|要求|计划|指标|预算|安排|不[少低高多超]|\d)")
_SENTENCE_END = re.compile(r"[。！？!?；;，,]\s*$")
_LONGEST_HEADING = 40
_SO_FAR = re.compile(r"[,，;；、].{0,12}?(?:累计|总计|以来)")
_STATE = re.compile(r"\s?[末底]")
_AGAINST = re.compile(r"[比较][^,;。]{0,2}$")
_OF_IT = re.compile(r"\s?(?:同期|[上下]半年|末|底)?的\s?\d")
_FORMER = re.compile(r"[比较与和同由从][^,;。]{0,3}$")
_BODY = re.compile(
    r"(?P<place>[\u4e00-\u9fff]{2,4}?)[市省县区州](?P<body>[\u4e00-\u9fff]{2,10}?(?:局|委员会|委|厅|办公室))(?![\u4e00-\u9fff]?会)"
)
_WHEN = re.compile(r"^[\s\d年月上下半全季度一二三四前,、至-]*")


@dataclass(frozen=True, slots=True)
class Said:
    """A period or a year that the draft names at `start`; `year` alone where it names no months."""

    start: int
    end: int
    period: Period | None
    year: int | None
    once: bool = False  # of the next figure alone: 142 人（去年同期 124 人），多引进 18 人


@dataclass(frozen=True)
class Setting:
    """What holds at a point of the draft.

    `documents` are the ids of the reports that may be meant; `period` are the months of the section, as its heading says,
    `recent` those that the sentence before named. `unknown` is a body that the draft names and no report is of.
    """

    documents: frozenset[str]
    period: Period | None = None
    year: int | None = None
    recent: Period | None = None
    unknown: str | None = None


def _is_only_compared(folded: str, start: int, end: int) -> bool:
    """Whether a period is what something is compared with, and nothing is said of it: 比 2020 年同期增长 5%."""
    return bool(_AGAINST.search(folded[:start])) and not _OF_IT.match(folded, end)


def periods_said(text: str, *, this_year: int | None, last_year: int | None) -> list[Said]:
    """The months and years that a sentence names, in order; 今年 is `this_year`, 去年 `last_year`."""
    folded = fold(text)
    found = list(_months_said(folded, this_year=this_year, last_year=last_year))
    found += _same_months(folded, said=found, this_year=this_year)
    for said in [*_years_said(folded), *_relative_years(folded, this_year=this_year, last_year=last_year)]:
        if not any(other.start <= said.start < other.end for other in found):
            found.append(said)
    own = (replace(s, once=s.once or bool(_FORMER.search(folded[: s.start]))) for s in found)
    return sorted(own, key=lambda s: s.start)


def _months_said(folded: str, *, this_year: int | None, last_year: int | None) -> Iterator[Said]:
    for match in find_periods(folded):
        whole = match.period.months == 12
        if whole and (
            _DEMANDED.match(folded, match.end) or folded[: match.start].endswith(("上", "去", "上年", "去年"))
        ):
            continue  # 全年目标 names no months, 上年末 those of another year
        if not _is_only_compared(folded, match.start, match.end):
            state = match.period.first > 1 and _STATE.match(folded, match.end)
            period = replace(match.period, first=1) if state else match.period
            if period.shift:
                period = replace(
                    period, year=last_year if period.shift == -1 else this_year and this_year + period.shift
                )
            yield Said(match.start, match.end, period, period.year)


def _same_months(folded: str, *, said: Sequence[Said], this_year: int | None) -> list[Said]:
    """2021 年同期 and 上年同期: the months named before, of another year."""
    found = []
    for match in _SAME_MONTHS.finditer(folded):
        if not _is_only_compared(folded, *match.span()):
            year = int(match[1]) if match[1] else this_year and this_year - 1
            months = [s.period for s in said if s.period and s.end <= match.start()]
            period = replace(months[-1], year=year) if months else None
            found.append(Said(match.start(), match.end(), period, year, once=True))
    return found


def _years_said(folded: str) -> Iterator[Said]:
    for match in _YEAR.finditer(folded):
        if not _is_only_compared(folded, *match.span()):
            yield Said(match.start(), match.end(), None, int(match[1]))


def _relative_years(folded: str, *, this_year: int | None, last_year: int | None) -> Iterator[Said]:
    for match in _RELATIVE.finditer(folded):
        year = this_year if match["this"] else last_year
        if year is not None and not _is_only_compared(folded, *match.span()):
            yield Said(match.start(), match.end(), None, year)


def at(
    setting: Setting, said: Sequence[Said], position: int, *, text: str, figures: Sequence[int], leans: bool
) -> Setting:
    """The setting of the figure at `position` of a sentence that names `said`, on top of what held before it.

    `figures` is where figures begin: what something is compared with (比 2020 年同期的 806 亿元) holds for one of them.
    `leans`: the figure is said of what the sentence before was about, and so of its months.
    """
    before = [s for s in said if s.start < position and not (s.once and any(s.end <= f < position for f in figures))]
    months = next((s for s in reversed(before) if s.period), None)
    year = next((s.year for s in reversed(before) if s.year), None) or setting.year
    if months and months.period and months.period.first > 1 and _SO_FAR.search(text[months.end : position]):
        return replace(setting, period=None, year=year)
    if months is None:
        return replace(setting, period=(leans and setting.recent) or setting.period, year=year)
    return replace(setting, period=months.period, year=months.year or year)


def after(setting: Setting, said: Sequence[Said], *, text: str, figures: Sequence[int]) -> Setting:
    """What holds after a sentence that names `said`; what it only compares with (比 2020 年同期的 …) is left behind."""
    if text.startswith("|"):
        return setting  # a row of a table
    own = [s for s in said if not s.once]
    months = next((s.period for s in own if s.period), None)
    year = next((s.year for s in own if s.year), None) or setting.year
    if not figures and len(text) <= _LONGEST_HEADING and not _SENTENCE_END.search(text):
        return replace(setting, period=months, year=year, recent=None)
    return replace(setting, recent=months or setting.recent, year=year)


def reports_meant(text: str, *, setting: Setting, documents: Sequence[Document]) -> Setting:
    """The setting with the reports of the bodies that a sentence names, where it names any."""
    folded = fold(text)
    unknown = _unknown_body(folded, documents)
    if unknown:
        return replace(setting, unknown=unknown)
    sure = {d.doc_id: names_surely(folded, d.organization or "") for d in documents}
    best = max(sure.values(), default=0)
    if best >= 2 or (best == 1 and len({d.organization for d in documents}) > 1):
        meant = frozenset(i for i, s in sure.items() if s == best)
        return replace(setting, unknown=None) if meant == setting.documents else Setting(meant)
    return setting


def _unknown_body(folded: str, documents: Sequence[Document]) -> str | None:
    """A bureau of a place that the sentence opens with, that no report is of and none speaks of."""
    match = _BODY.match(_WHEN.sub("", folded))
    if match is None:
        return None
    places = {place_and_body(d.organization or "")[0] for d in documents}
    if any(place and place in match.group() for place in places):
        return None
    texts = (cell.text for d in documents for goal in d.goals for cell in goal.cells)
    return None if any(match.group() in text for text in texts) else match.group()
