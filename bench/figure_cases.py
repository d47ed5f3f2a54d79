"""Cases of others' number and period suites: which of them lie in the scope of reports, and whether ours reads them.

A case is left out of scope by a general reason that its words show, never because it fails. What a suite states by its own
convention is translated here, one function a kind of case.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from corpus import Figure, Period, find_periods, fold, read_figures
from corpus.comparing import comparing_after, comparing_before
from corpus.figure_lexer import numbers
from corpus.numerals import read_number

_CLOSE = Decimal("1e-6")
_CURRENCIES = {
    "Chinese yuan": "元", "United States dollar": "美元", "Dollar": "美元", "Japanese yen": "日元", "New Taiwan dollar": "新台币",
    "British pound": "英镑", "Euro": "欧元", "Hong Kong dollar": "港元", "Korean won": "韩元",
}  # fmt: skip
_THOUSANDS = re.compile("^(?:Kilobit|Kilobyte)$")


@dataclass(frozen=True, slots=True)
class Case:
    """A line of the file: what a suite expects of an input."""

    suite: str
    category: str
    text: str
    expected: Any
    note: str

    @property
    def group(self) -> str:
        """Suite and category, as the table names them."""
        return f"{self.suite} {self.category}"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a case lies outside what reports of this kind say."""

    name: str
    holds: Callable[[Case], bool]


def _said(pattern: str, *categories: str) -> Callable[[Case], bool]:
    expression = re.compile(pattern)
    return lambda case: (not categories or case.category in categories) and bool(expression.search(fold(case.text)))


def _expects(pattern: str) -> Callable[[Case], bool]:
    expression = re.compile(pattern)
    return lambda case: isinstance(case.expected, str) and bool(expression.search(case.expected))


REASONS: tuple[Reason, ...] = (
    Reason("折扣：打折不是完成率", lambda case: case.note.startswith("discount") and bool(re.search("折", case.text))),
    Reason("半成、七成六、带小数的成：口语", _said(r"半成|成\s*[一二三四五六七八九]|[.点點]\s*.?\s*成", "percent")),
    Reason("繁体字的单位和“点”", lambda case: case.note == "traditional" or bool(re.search("[個點億兩銭幣還後]", case.text))),
    Reason("数学记法：乘方、科学记数、k、省略的整数 0", _said(r"\^|\d[eE][+-]?\d|\d[kK](?![a-zA-Z])|(?<!\d)\.\d")),
    Reason("带分数和假分数", _said(r"又[\w\s]*分\s*之|\d\s+\d+/\d|分\s*之\s*(?:负|[一壹]百)", "number", "bound/range")),
    Reason("开口的日期（之前、之后、开始、起）", _said("之后|之前|以前|开始|自从|日起|前的|底前", "period")),
    Reason("到日、时、周、季节、节气的时间，不是月份", _said(r"[点时周夏春秋冬]|\d:\d|初一|早间|每年|日(?:到|-|至)|半年[之后了]|每半年", "period")),
    Reason("跨年而不写年份的月份，随当天而定", _said("8月至2月|10月和5月间|年份是|可以给我", "period")),
    Reason("市制单位和信息单位", _said(r"\d两|[一二三四五六七八九十万]两|比特|字节|一位|斤", "quantity", "itn_measure", "tn_measure")),
    Reason("英文货币与货币名称（没有数）", _said(r"比特币|^人民币美元$|CNY|[a-z]{2,}\?", "money", "tn_money")),
    Reason("金标只写一半或不读：范围的下限、概数", lambda case: case.category == "percent" and bool(re.search(r"\d-\d|二三十个", case.text))),
    Reason("金标的写法是约定（45-6、Wv、2008/08）", _expects(r"\d{2,}-\d{1,2}(?!\d)[^/]*$|Wv|~|^\d{4}/\d\d$")),
    Reason("口语的货币（块、毛、美分）和年份（两千零五年）", _said("块(?!钱)|美分|两千零五年")),
    Reason("英文次序或缺年的日期", _said(r"^\d\d[-/.]\d{2,4}|^\d{4}/\d\d$|^\d\d-\d\d-", "tn_date")),
    Reason("金标把年底读成 11–12 月、月底读成最后几天", lambda case: case.category == "period" and bool(re.search("年[底末]|月底", case.text))),
)  # fmt: skip


def reason_of(case: Case) -> str | None:
    """The first reason for which a case is out of scope, or None."""
    return next((reason.name for reason in REASONS if reason.holds(case)), None)


def passes(case: Case) -> bool:
    """Whether ours reads what the suite expects."""
    return _JUDGES.get(case.category, _alike)(case)


def _same(left: Decimal, right: Decimal) -> bool:
    return abs(left - right) <= _CLOSE * max(abs(left), abs(right), Decimal(1))


def _equal(left: list[Decimal], right: list[Decimal]) -> bool:
    return len(left) == len(right) and all(_same(a, b) for a, b in zip(sorted(left), sorted(right), strict=True))


def _values(figures: Iterator[Figure] | list[Figure]) -> list[Decimal]:
    return [figure.value for figure in figures if isinstance(figure.value, Decimal)]


def _number(text: object) -> Decimal | None:
    try:
        return Decimal(str(text).rstrip("%").replace(",", ""))
    except InvalidOperation:
        return None


def _golds(case: Case) -> list[Decimal]:
    found = (_number((entity.get("Resolution") or {}).get("value")) for entity in case.expected)
    return [value for value in found if value is not None]


def _percent(case: Case) -> bool:
    return _equal(_values([f for f in read_figures(case.text) if f.kind == "percent"]), _golds(case))


def _money(case: Case) -> bool:
    read = [(f.value, f.unit) for f in read_figures(case.text) if f.kind == "money"]
    golds = [(entity["Resolution"]["value"], entity["Resolution"].get("unit")) for entity in case.expected]
    return len(read) == len(golds) and all(
        isinstance(value, Decimal) and _same(value, Decimal(gold)) and unit == _CURRENCIES.get(name, name)
        for (value, unit), (gold, name) in zip(read, golds, strict=True)
    )


def _bare(case: Case) -> bool:
    """Numbers without a unit, which are no figures of a report: the number reader is asked directly."""
    read: list[Decimal] = []
    for core in numbers(fold(case.text)):
        assert isinstance(core.value, Decimal)
        share = Decimal(100) if core.kind == "percent" else Decimal(1)
        read += [core.value / share] if core.low is None else [core.low, core.value]
    return _equal(read, _golds(case))


def _bounds(case: Case) -> bool:
    """Intervals: the lower ends and the upper ends that comparing words and ranges give."""
    folded, lower, upper, floor = fold(case.text), [], [], 0
    for core in numbers(folded):
        assert isinstance(core.value, Decimal)
        before, after = comparing_before(folded, core.start, floor=floor), comparing_after(folded, core.end)
        said = (before or after or (0, "ge" if core.more else "eq"))[1]
        ranged = re.match(r"\s?(?:-|到|至)\s?", folded[core.end : core.end + 3])
        if said in ("ge", "gt", "eq") or ranged:
            lower.append(core.value)
        if said in ("le", "lt", "eq"):
            upper.append(core.value)
        floor = core.end
    wanted = [re.match(r"[\[(]([^,]*),([^\])]*)[\])]", entity["Resolution"]["value"]) for entity in case.expected]
    lows = [value for match in wanted if match and (value := _number(match[1])) is not None]
    highs = [value for match in wanted if match and (value := _number(match[2])) is not None]
    return all(any(_same(a, b) for b in lower) for a in lows) and all(any(_same(a, b) for b in upper) for a in highs)


def _dimension(case: Case) -> bool:
    read = _values([f for f in read_figures(case.text) if f.kind not in ("date", "period")])
    golds = []
    for entity in case.expected:
        value = Decimal(entity["Resolution"]["value"])
        golds.append(value * 1000 if _THOUSANDS.match(entity["Resolution"].get("unit") or "") else value)
    return all(any(_same(gold, value) for value in read) for gold in golds) and (bool(golds) or not read)


def _jionlp_money(case: Case) -> bool:
    figures = [f for f in read_figures(case.text) if f.kind == "money" or (f.kind == "count" and f.unit is None)]
    read, wanted = _values(figures), case.expected["num"]
    if not figures and case.expected["case"] == "元":  # a bare number: the number reader is asked directly
        value = read_number(fold(case.text))
        read = [] if value is None else [value]
    if figures and case.expected["case"] not in (figures[0].unit, "元" if figures[0].unit is None else ""):
        return False
    golds = [Decimal(value).quantize(Decimal("0.01")) for value in (wanted if isinstance(wanted, list) else [wanted])]
    rounded = [value.quantize(Decimal("0.01")) for value in read]
    if len(golds) == 2 and len(rounded) == 1:  # 3000 多: the upper end is not in the text
        return figures[0].comparator == "gt" and rounded[0] == golds[0]
    return len(golds) == len(rounded) and all(
        abs(a - b) <= Decimal("0.01") for a, b in zip(rounded, golds, strict=True)
    )


def _money_in_text(case: Case) -> bool:
    read = [fold(f.text) for f in read_figures(case.text) if f.kind == "money"]
    golds = [fold(entity["text"]) for entity in case.expected]
    return len(read) == len(golds) and all(a in b or b in a for a, b in zip(read, golds, strict=True))


def _months(period: Period, *, point: bool) -> tuple[str, str] | None:
    """First and last day of a period; of a point only its last month."""
    year, last_year = period.year, period.last_year or period.year
    if year is None or last_year is None:
        return None
    first = period.last if point else period.first
    return f"{year}-{first:02}-01", f"{last_year}-{period.last:02}-{monthrange(last_year, period.last)[1]:02}"


def _jionlp_period(case: Case) -> bool:
    year = _base_year(case.expected["base"])
    found = find_periods(case.text, report=Period(1, 6, year), loose=True)
    read = [_months(match.period, point=match.point) for match in found]
    golds = [
        tuple(str(day)[:10] for day in gold["time"])
        for gold in case.expected["expected"]
        if isinstance(gold["time"], list)
    ]
    return read == golds


def _base_year(base: Any) -> int:
    """The year that a case calls the present one; the suite's default is June 2021."""
    if isinstance(base, list):
        return int(base[0])
    return int(base["year"]) if isinstance(base, dict) and "year" in base else 2021


def _recognizers_period(case: Case) -> bool:
    year = int(str(case.expected["ref"])[:4])
    spans = [
        (m.start, m.end, _months(m.period, point=m.point))
        for m in find_periods(case.text, report=Period(1, 12, year), loose=True)
    ]
    dates = [(f.start, f.end, str(f.value)) for f in read_figures(case.text) if f.kind == "date"]
    for gold in case.expected["results"]:
        start = gold.get("Start", gold.get("start", fold(case.text).find(fold(gold["Text"]))))
        end = start + len(gold["Text"])
        values = [v.get("start") or v.get("value") for v in ((gold.get("Resolution") or {}).get("values") or [])]
        hits = [days[0] if days else "" for s, e, days in spans if start <= s and e <= end]
        hits += [
            f"{value}-01-01"[:10] if len(value) == 4 else f"{value}-01"[:10]
            for s, e, value in dates
            if start <= s and e <= end
        ]
        if not hits or (values and not set(hits) & set(values)):
            return False
    return True


def _cn2an(case: Case) -> bool:
    value = read_number(case.text)
    if value is None:
        value = next(iter(_values([f for f in read_figures(case.text) if f.kind == "money"])), None)
    return value is not None and abs(value - Decimal(repr(case.expected))) <= _CLOSE * abs(value) * _CLOSE


def _number_of(case: Case) -> bool:
    return _cn2an(case) if case.suite == "cn2an" else _bare(case)


def _readings(text: str) -> list[str]:
    """Values that a text holds: its dates, else its numbers."""
    figures = read_figures(text)
    dates = [str(f.value) for f in figures if f.kind == "date"]
    if dates:
        return dates
    read = [format(f.value.normalize(), "f") for f in figures if f.kind == "money" and isinstance(f.value, Decimal)]
    if read:
        return read
    for core in numbers(fold(text)):
        assert isinstance(core.value, Decimal)
        read += [
            format(value.normalize(), "f") for value in ([core.value] if core.low is None else [core.low, core.value])
        ]
    return read


def _alike(case: Case) -> bool:
    """A suite that gives another spelling: both must read alike, and read at all."""
    expected = re.sub(r"(\d)/(\d+)", r"\2分之\1", case.expected) if "fraction" in case.category else case.expected
    given = re.sub(r"(\d+)/(\d+)", r"\2分之\1", case.text) if "fraction" in case.category else case.text
    read = _readings(given)
    return bool(read) and read == _readings(expected)


_JUDGES: dict[str, Callable[[Case], bool]] = {
    "percent": _percent,
    "money": lambda case: _money(case) if case.suite == "recognizers" else _jionlp_money(case),
    "money-in-text": _money_in_text,
    "number": lambda case: _number_of(case) if case.suite in ("cn2an", "recognizers") else _alike(case),
    "bound/range": _bounds,
    "quantity": _dimension,
    "period": lambda case: _jionlp_period(case) if case.suite == "jionlp" else _recognizers_period(case),
}
