"""The grammar of figures: money, percent, counts, dates, periods and document numbers, each with its exact span.

One lexer over the folded text finds the cores (a number and its unit); comparing words to the left and right are then
taken in, and the role comes from the words around. Words are data (tuples of frozen records): a new unit, comparator or
cue is a line, not a branch. Every expression is bounded, so reading is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from corpus.figure_words import (
    CHANGE,
    CLAUSE_END,
    COMPARING_AFTER,
    COMPARING_BEFORE,
    CORE,
    CUT,
    DOCUMENT_LEADING,
    LEADING,
    LOOSE_HAN,
    PHRASE_END,
    REDUCTION_RATIO,
    SCOPE,
    SENTENCE_END,
    SHARE,
    TOTAL_OF,
    TRAILING,
)
from corpus.fold import fold
from corpus.joining import list_number
from corpus.model import Column, Comparator, Figure, Kind, Role
from corpus.numerals import MULTIPLIERS, read_arabic, read_han
from corpus.periods import PeriodMatch, find_periods

_STATEMENT_END = re.compile(r"[。;\n]")


def _comparing(match: re.Match[str] | None) -> Comparator | None:
    return None if match is None else match.lastgroup  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class _Core:
    """A number with its unit, before the words around it are read."""

    start: int
    end: int
    kind: Kind
    value: Decimal | str
    unit: str | None
    comparator: Comparator | None = None
    han: bool = False
    low: Decimal | None = None


def _iso_date(text: str) -> str:
    numbers = re.findall(r"\d+", text)
    if "年" not in text and len(numbers) == 2:
        return "-".join(n.zfill(2) for n in numbers)
    return "-".join([numbers[0], *(n.zfill(2) for n in numbers[1:])])


def _document_no(match: re.Match[str]) -> _Core:
    text = match["document_no"]
    lead = DOCUMENT_LEADING.match(text.split("〔")[0].split("[")[0].split("(")[0])
    start = match.start() + (lead.end() if lead else 0)
    return _Core(start, match.end(), "document_no", "".join(text[start - match.start() :].split()), None)


def _quantity(match: re.Match[str]) -> _Core | None:
    """Money, percent, duration or count; None where the number has no unit that makes it a figure."""
    han = match["han"]
    number = read_han(han) if han else read_arabic(match["number"])
    if number is None:
        return None
    factor = MULTIPLIERS[match["multiplier"] or ""]
    low = (
        read_arabic(match["low"])
        * (MULTIPLIERS.get(match["low_unit"] or "", Decimal(1)) if match["low_unit"] != "%" else 1)
        if match["low"]
        else None
    )
    if low is not None and not match["low_unit"]:
        low *= factor
    more: Comparator | None = "gt" if match["more"] else None
    kind: Kind
    if match["points"] or match["percent"]:
        kind, unit = "percent", "个百分点" if match["points"] else "%"
    elif match["currency"]:
        kind, unit = "money", "元" if match["currency"] in ("元", "人民币") else match["currency"]
    elif match["duration"]:
        kind, unit = "duration", match["duration"].removeprefix("个") if match["duration"] != "个月" else "个月"
    elif match["measure"] == "成":
        kind, unit, factor = "percent", "%", Decimal(10)
    elif match["measure"]:
        kind, unit = "count", match["measure"]
    elif match["multiplier"] and not han:
        kind, unit = "count", ""
    else:
        return None
    return _Core(match.start(), match.end(), kind, number * factor, unit or None, more, bool(han), low)


def _core(match: re.Match[str]) -> _Core | None:
    if match["document_no"]:
        return _document_no(match)
    if match["years"]:
        return _Core(match.start(), match.end(), "period", "".join(match.group().split()), None)
    if match["date"]:
        return _Core(match.start(), match.end(), "date", _iso_date(match["date"]), None)
    if match["percent_han"]:
        text = match["percent_han"]
        value = read_arabic(text) if text[0].isdigit() else read_han(text)
        return None if value is None else _Core(match.start(), match.end(), "percent", value, "%")
    if match["below"]:
        above, below = read_han(match["above"]), read_han(match["below"])
        if above is None or not below:
            return None
        return _Core(match.start(), match.end(), "fraction", round(above / below, 4), None)
    return _quantity(match)


def _is_name(folded: str, core: _Core, match: re.Match[str]) -> bool:
    """Whether the number belongs to a name or an order and measures nothing."""
    before, after = folded[: core.start].rstrip()[-1:], folded[core.end :].lstrip()[:1]
    if before.isascii() and (before.isalpha() or before in "._") and before:
        return True
    if before in ("第", "#", "№") or (before in "-/" and folded[: core.start].rstrip("-/ ")[-1:].isalnum()):
        return True
    if (
        core.kind == "duration"
        and core.unit == "年"
        and (core.han or after in ("度", "级", "初", "底", "末", "行", "期"))
    ):
        return True
    if (
        core.kind == "count"
        and core.unit in ("届", "期", "版")
        and isinstance(core.value, Decimal)
        and core.value >= 1900
    ):
        return True
    if core.kind == "count" and core.han:
        return (core.unit or "") not in LOOSE_HAN or match["han"] == "一" or before in '“"‘一' or len(match["han"]) > 6
    return bool(core.kind == "duration" and core.han)


def _masked(folded: str) -> list[tuple[int, int]]:
    """Spans of list numbers at the start of paragraphs."""
    spans, offset = [], 0
    for paragraph in folded.split("\n"):
        if list_number(paragraph) is not None:
            match = re.match(r"\s*\(?\d{1,2}[.、)]", paragraph)
            if match:
                spans.append((offset, offset + match.end()))
        offset += len(paragraph) + 1
    return spans


def _cores(folded: str, periods: list[PeriodMatch]) -> Iterator[_Core]:
    taken = [(p.start, p.end) for p in periods] + _masked(folded)
    position, spans = 0, sorted(taken)
    upcoming = iter([*spans, (len(folded), len(folded))])
    for start, end in upcoming:
        while position < start:
            match = CORE.search(folded, position, start)
            if match is None or match.start() >= start:
                break
            core = _core(match)
            if core and not _is_name(folded, core, match):
                yield core
            position = max(match.end(), position + 1)
        position = max(position, end)


def _report_periods(folded: str) -> list[PeriodMatch]:
    """Periods that are no dates: a month with its year (2021 年 12 月) is a date, unless it says 底 or 截至."""
    kept = []
    for found in find_periods(folded):
        text = folded[found.start : found.end]
        dated = re.match(r"(?:19|20)\d{2}\s?年\s?\d{1,2}\s?月$", text) or re.match(
            r"\s?[日号]", folded[found.end : found.end + 2]
        )
        unit = re.match(r"[一二三四五六七八九十]月", text)
        if not dated and not unit:
            kept.append(found)
    return kept


def _window(folded: str, position: int, end_pattern: re.Pattern[str], *, size: int = 60) -> str:
    """The text between the last break before `position` and `position`."""
    before = folded[max(0, position - size) : position]
    parts = end_pattern.split(before)
    return parts[-1]


def _role(core: _Core, *, folded: str, end: int, column: Column, comparator: Comparator) -> Role:
    if core.kind in ("date", "document_no", "period"):
        return "other"
    if column == "completion_pct":
        return "actual"
    clause, after = _window(folded, core.start, CLAUSE_END), folded[end : end + 44]
    ratio = core.kind in ("percent", "fraction")
    if (
        not ratio
        and comparator in ("ge", "le")
        and re.match(r"\s?[的\u4e00-\u9fff]", after)
        and folded[end - 2 : end] in ("以上", "以下", "以内")
    ):
        return "other"
    if column == "criteria":
        return _criteria_role(core, clause=clause, sentence=_window(folded, core.start, SENTENCE_END))
    if core.unit == "个百分点":
        return "change"
    if ratio:
        return _ratio_role(core, clause)
    if (
        core.kind == "money"
        and not CUT.search(clause)
        and re.search(r"预算(?:安排|总额|资金|数)?[^,。;]{0,6}$|(?:年初|全年|年度)预算", clause[-24:])
    ):
        return "budget"
    return "other" if core.han or TOTAL_OF.match(after) else "actual"


def _criteria_role(core: _Core, *, clause: str, sentence: str) -> Role:
    if core.kind == "money" and re.search(r"预算|(?:安排|设立|批复)", clause) and not COMPARING_BEFORE.search(clause):
        return "budget"
    if core.kind == "percent" and re.search(r"比上年|同比|较上年", clause) and re.search(r"预算安排", sentence):
        return "change"
    return "target"


def _ratio_role(core: _Core, clause: str) -> Role:
    if core.kind == "fraction":
        return "share"
    if REDUCTION_RATIO.search(clause) and not re.search(r"同比|环比|较", clause):
        return "actual"
    shares, changes = [m.start() for m in SHARE.finditer(clause)], [m.start() for m in CHANGE.finditer(clause)]
    if changes and (not shares or changes[-1] > shares[-1]):
        return "change"
    return "share" if shares else "actual"


def _metric(folded: str, text: str, position: int) -> str | None:
    """The noun phrase before the figure: its clause without what only introduces it."""
    head = _window(folded, position, PHRASE_END)
    start = position - len(head)
    body = text[start:position]
    for found in reversed(find_periods(body)):
        body = body[: found.start] + " " + body[found.end :] if found.end < len(body) else body[: found.start]
    body = TRAILING.sub("", LEADING.sub("", body.strip()))
    return body.strip() or None


def _period(core: _Core, *, folded: str, periods: list[PeriodMatch], default: str | None) -> str | None:
    sentence = core.start - len(_window(folded, core.start, _STATEMENT_END, size=200))
    inside = [p for p in periods if sentence <= p.start and p.end <= core.start]
    if not inside:
        return default
    nearest = inside[-1].period
    return f"{nearest.year}年{nearest}" if nearest.year else str(nearest)


def read_figures(text: str, *, column: Column = "other", period: str | None = None) -> tuple[Figure, ...]:
    """All figures of `text`, left to right.

    Args:
        text: a cell's text, or any other text (a draft, a question).
        column: the column it stands in; it decides target against actual, and what a bare number is.
        period: what the column covers ("4-6月"), for figures whose sentence names none.

    Returns:
        Figures with `text[figure.start:figure.end] == figure.text`. A range (10-15 个) gives two, `ge` and `le`, of one
        span.
    """
    folded = fold(text)
    periods = _report_periods(folded)
    figures = [
        Figure(text[p.start : p.end], p.start, p.end, "period", "".join(folded[p.start : p.end].split()))
        for p in periods
    ]
    if column == "completion_pct" and re.fullmatch(r"\s*\d+(?:\.\d+)?\s*", folded):
        value = folded.strip()
        start = folded.index(value)
        return (
            Figure(value, start, start + len(value), "percent", Decimal(value), "%", "eq", "actual", period=period),
        )
    for core in _cores(folded, periods):
        figures.extend(_finish(core, text=text, folded=folded, column=column, periods=periods, default=period))
    return tuple(sorted(figures, key=lambda f: (f.start, f.end)))


def _finish(
    core: _Core, *, text: str, folded: str, column: Column, periods: list[PeriodMatch], default: str | None
) -> Iterator[Figure]:
    """The figure(s) of a core, with the comparing words around it taken in."""
    start, end, comparator = core.start, core.end, core.comparator
    if core.kind not in ("date", "document_no", "period"):
        before, after = COMPARING_BEFORE.search(folded, max(0, start - 6), start), COMPARING_AFTER.match(folded, end)
        start = before.start() if before else start
        end = after.end() if after else end
        comparator = _comparing(before) or _comparing(after) or comparator
    while folded[start:end].endswith(" "):
        end -= 1
    sign: Comparator = comparator or "eq"
    role = _role(core, folded=folded, end=end, column=column, comparator=sign)
    values: list[tuple[Decimal | str, Comparator]] = (
        [(core.value, sign)] if core.low is None else [(core.low, "ge"), (core.value, "le")]
    )
    scope = SCOPE.search(_window(folded, start, SENTENCE_END))
    for value, meaning in values:
        yield Figure(
            text[start:end], start, end, core.kind, value, core.unit, meaning, role,
            metric=_metric(folded, text, start), period=_period(core, folded=folded, periods=periods, default=default),
            scope=scope.group() if scope else None,
        )  # fmt: skip
