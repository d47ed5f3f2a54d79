"""Read a report's heading: organisation, year and period.

Titles follow one pattern in many orders (2021 年度杭州市…局…情况表（2021 年 6 月）; …人民政府2021年度…（截至2021年9月底）), so the parts
are looked for one by one instead of by one expression for the whole.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.fold import fold
from corpus.periods import Period, find_periods
from corpus.pinyin import initials, spell

_BODY = (
    r"人民政府办公室|人民政府|管委会|管理委员会|委员会|办事处|办公室|管理局|分局|总局|局|厅|委|办|部|院|署|署|中心|总队|支队|"
    r"集团|公司|大学|学院|学校|医院|银行|联合会|总会|协会|工会|政府|街道|开发区|新区|镇|乡|社区"
)
_WHAT = r"(?:\d{4}\s*年|综合|职能|目标|重点|工作|年度|绩效|考核|考评|任务|民生|实事|完成|进展|推进|落实|情况|责任|指标|政府工作)"
_ORGANIZATION = re.compile(
    rf"(?P<name>[\u4e00-\u9fff]{{2,30}}?(?:{_BODY}))(?:\([^()]{{1,20}}\))?\s*(?:关于)?\s*{_WHAT}"
)
_LABELLED = re.compile(
    rf"(?:填报|责任|报送|编制|申报)?(?:单位|部门|机构)(?:名称)?\s*(?:\([^()]*\))?\s*:\s*(?P<name>[\u4e00-\u9fff]{{2,30}}(?:{_BODY})?)"
)
_TITLE = re.compile(r"(?:表|报告|单|情况|台账|进展|进度|公示|汇总|一览)\s*(?:\(.*\)|（.*）)?$")
_OF_TABLE = re.compile(r"^(?!附件).*(?:表|单|台账)\s*(?:\(.*\)|（.*）)?$")
_BEGUN = re.compile(rf"^(?:\d{{4}}年度?)?[\u4e00-\u9fff]{{2,30}}(?:{_BODY})(?:\d{{4}}年度?)?$")  # a title's first line
_DATE = re.compile(r"(?P<year>(?:19|20)\d{2})\s{0,2}[年./-]\s{0,2}\d{1,2}\s{0,2}[月./-]")
_BODY_ITSELF = re.compile(r"^(?:办事处|人民政府|政府|(?:管理)?委员会|管委会)?$")
_APART = re.compile(r"[\t\u3000]+|\s{2,}|\s(?=\S{2,6}[:：])")  # between 填报单位：… and 填报日期：… of one line
_YEAR = re.compile(r"(?P<year>(?:19|20)\d{2})\s*年|(?P<han>二[〇零][〇零一二三四五六七八九]{2})年")
_PLACE = re.compile(
    r"^(?P<place>[\u4e00-\u9fff]{2,}?)(?:特别行政区|自治区|自治州|自治县|[省市县区州盟旗镇乡])(?P<rest>[\u4e00-\u9fff]{2,})$"
)
_HAN_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")


@dataclass(frozen=True, slots=True)
class Heading:
    """What the lines above the table say; None means "not found"."""

    title: str
    organization: str | None
    year: int | None
    period: Period | None


def _organization(lines: Sequence[str]) -> str | None:
    """Of the organisation that a title names and the one named as reporting, the one that begins with its place.

    Where the reporting one is a part of the other, the report is of the whole.
    """
    parts = [part for line in lines for part in _APART.split(line.strip())]
    titled, labelled = _first(_ORGANIZATION, lines), _first(_LABELLED, parts)
    if not (titled and labelled):
        return titled or labelled
    part = labelled.removeprefix(titled)
    is_whole = _PLACE.match(titled) or (part != labelled and not _BODY_ITSELF.match(part))
    return titled if is_whole else labelled


def _first(pattern: re.Pattern[str], lines: Sequence[str]) -> str | None:
    for line in lines:
        match = pattern.search(re.sub(r"^\s*(?:\d{4}|二[〇零][^年]{2})\s*年度?", "", fold(line).replace(" ", "")))
        if match:
            return match["name"]
    return None


def _year(lines: list[str]) -> int | None:
    for line in lines:
        match = _YEAR.search(fold(line))
        if match:
            return int(match["year"] or match["han"].translate(_HAN_DIGITS))
    return None


def _cumulative(texts: list[str]) -> Period | None:
    """The period of the first text that names one, stretched back to January: what a cumulative column covers."""
    for text in texts:
        found = find_periods(text)
        if found:
            return Period(1, found[-1].period.last)
    return None


def _title(lines: Sequence[str]) -> str:
    """The line that names a table and whose it is; of several the one nearest the table. Two lines may make one title.

    Where no line names a table: the longest with an organisation and a year, else the first.
    """
    titled = [i for i, line in enumerate(lines) if _TITLE.search(line.strip())]
    if not titled:
        named = [line for line in lines if _first(_ORGANIZATION, [line]) and _year([line])]
        return max(named or lines[:1] or [""], key=len).strip()
    best = max(titled, key=lambda i: (bool(_OF_TABLE.search(lines[i])), _organization([lines[i]]) is not None, i))
    title, before = lines[best].strip(), lines[best - 1].strip() if best else ""
    begun = best - 1 not in titled and _BEGUN.match(fold(before).replace(" ", ""))
    return before + title if begun and not _organization([title]) else title


def _year_is_over(year: int | None, lines: Sequence[str]) -> bool:
    """Whether a date among the lines lies beyond the year that the report is of."""
    dates = [int(match["year"]) for line in lines for match in _DATE.finditer(fold(line))]
    return year is not None and any(date > year for date in dates)


def read_heading(
    lines: list[str],
    *,
    notes: Sequence[str] = (),
    cumulative_header: str = "",
    quarter_header: str = "",
    file_name: str = "",
) -> Heading:
    """The heading in `lines` (the text above the table), with the period from the table's headers where they say it.

    What neither lines nor headers say is taken from the file's name. A report that names no period but is dated after
    its year (in a line above or in `notes` below) covers the whole of it.
    """
    title = _title(lines)
    ordered = [title, *[line for line in lines if line.strip() != title]]
    named = [re.sub(r"[_\s.]+", " ", file_name)]
    year = _year(ordered) or _year(named)
    period = _cumulative([cumulative_header]) or _cumulative(ordered) or _cumulative([quarter_header])
    period = period or _cumulative(named) or (Period(1, 12) if _year_is_over(year, [*lines, *notes]) else None)
    return Heading(title, _organization(ordered) or _organization(named), year, period)


def document_id(heading: Heading, *, sha256: str) -> str:
    """A readable id from the heading (`hangzhou-czj-2021-06`): the place in pinyin, the body by initials, year, month.

    The same report, in whatever file, gets the same id. Without an organisation or a year the content names it; a
    heading whose body can't be spelled gets a short hash of the name instead.
    """
    if not heading.organization or heading.year is None:
        return f"doc-{sha256[:12]}"
    match = _PLACE.match(heading.organization)
    place, rest = (match["place"], match["rest"]) if match else ("", heading.organization)
    parts = [spell(place), initials(rest), str(heading.year)]
    if heading.period:
        parts.append(f"{heading.period.last:02d}")
    name = "-".join(re.sub(r"[^a-z0-9]", "", part.lower()) for part in parts if part)
    return name if name[0].isalpha() else f"doc-{hashlib.sha256(name.encode()).hexdigest()[:12]}"
