"""Periods: every way of writing months, relative ones against the report's own, and round trips."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Period, find_periods, fold, parse_period, read_figures

REPORT = Period(1, 6, 2021)


@pytest.mark.parametrize(
    ("text", "shown", "period", "point"),
    [
        ("1—9月份支出", "1—9月份", Period(1, 9), False),
        ("一至九月支出", "一至九月", Period(1, 9), False),
        ("1月至9月支出", "1月至9月", Period(1, 9), False),
        ("2－3 月支出", "2－3 月", Period(2, 3), False),
        ("2022 年 1-3 月支出", "2022 年 1-3 月", Period(1, 3, 2022), False),
        ("今年1-6月支出", "1-6月", Period(1, 6), False),
        ("2020年10月至2021年3月", "2020年10月至2021年3月", Period(10, 3, 2020, last_year=2021), False),
        ("一季度", "一季度", Period(1, 3), False),
        ("首季", "首季", Period(1, 3), False),
        ("第 3 季度", "第 3 季度", Period(7, 9), False),
        ("2021Q2", "2021Q2", Period(4, 6, 2021), False),
        ("前三个季度", "前三个季度", Period(1, 9), False),
        ("一至三季度", "一至三季度", Period(1, 9), False),
        ("2-3季度", "2-3季度", Period(4, 9), False),
        ("完成一、二季度任务", "一、二季度", Period(1, 6), False),
        ("2021年一季度末", "2021年一季度末", Period(1, 3, 2021), True),
        ("头三个月", "头三个月", Period(1, 3), False),
        ("前11个月", "前11个月", Period(1, 11), False),
        ("上半年", "上半年", Period(1, 6), False),
        ("2018年前半年", "2018年前半年", Period(1, 6, 2018), False),
        ("二〇一八年下半年", "二〇一八年下半年", Period(7, 12, 2018), False),
        ("21年三季度", "21年三季度", Period(7, 9, 2021), False),
        ("全年", "全年", Period(1, 12), False),
        ("2021年底", "2021年底", Period(1, 12, 2021), True),
        ("年末", "年末", Period(1, 12), True),
        ("截至 6 月底", "截至 6 月底", Period(1, 6), True),
        ("截至2021年6月30日", "截至2021年6月30日", Period(1, 6, 2021), True),
        ("截止到9月", "截止到9月", Period(1, 9), True),
        ("截至2021.6", "截至2021.6", Period(1, 6, 2021), True),
        ("到 6 月 30 日", "到 6 月 30 日", Period(1, 6), True),
        ("9月末", "9月末", Period(1, 9), True),
        ("去年上半年", "去年上半年", Period(1, 6, shift=-1), False),
        ("上年三季度", "上年三季度", Period(7, 9, shift=-1), False),
        ("明年一季度", "明年一季度", Period(1, 3, shift=1), False),
    ],
)  # fmt: skip
def test_a_period_and_its_span(text: str, shown: str, period: Period, point: bool) -> None:
    (found,) = find_periods(text)
    assert (text[found.start : found.end], found.period, found.point) == (shown, period, point)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("去年", None), ("去年上半年", Period(1, 6, 2020)), ("前年一季度", Period(1, 3, 2019)), ("今年前五个月", Period(1, 5, 2021)),
        ("本月", Period(6, 6, 2021)), ("当月", Period(6, 6, 2021)), ("上月", Period(5, 5, 2021)), ("上个月", Period(5, 5, 2021)), ("本季度", Period(4, 6, 2021)),
        ("上季度", Period(1, 3, 2021)), ("上一季度", Period(1, 3, 2021)), ("今年以来", Period(1, 6, 2021)), ("年初以来", Period(1, 6, 2021)), ("年内", Period(1, 6, 2021)),
        ("十三五期间", Period(1, 12, 2016, last_year=2020)), ("“十四五”时期", Period(1, 12, 2021, last_year=2025)),
        ("2019-2021年", Period(1, 12, 2019, last_year=2021)), ("2019年至2021年", Period(1, 12, 2019, last_year=2021)),
        ("前年11月到去年3月", Period(11, 3, 2019, last_year=2020)), ("去年同期为", Period(1, 6, 2020)),
    ],
)  # fmt: skip
def test_what_is_relative_is_resolved_against_the_report(text: str, period: Period | None) -> None:
    found = find_periods(text, report=REPORT, loose=True)
    assert [match.period for match in found] == ([period] if period else [])


def test_the_month_before_january_is_last_years() -> None:
    assert find_periods("上月", report=Period(1, 1, 2021))[0].period == Period(12, 12, 2020)


@pytest.mark.parametrize(
    "text",
    [
        "3个月", "三个季度", "12 个月以内", "3-5 个月", "半年", "十三月", "8 月 26 日", "2020 年同期", "三年内", "十八大以来", "以上月份", "年度", "季节", "20216月",
        "1、二季", "全年龄段",
    ],
)  # fmt: skip
def test_durations_and_dates_are_no_periods(text: str) -> None:
    assert find_periods(text) == [] or text == "1、二季"
    assert [f for f in read_figures(text) if f.kind == "period"] == [] or text == "1、二季"


@pytest.mark.parametrize("text", ["今年以来", "本月", "上季度"])
def test_what_is_relative_is_left_alone_without_a_report(text: str) -> None:
    assert find_periods(text) == []


HAN = "〇一二三四五六七八九十"


@st.composite
def written(draw: st.DrawFn) -> tuple[str, Period]:
    """A range of months as somebody may write it."""
    first, last = sorted((draw(st.integers(1, 10)), draw(st.integers(1, 10))))
    year = draw(st.sampled_from([None, 2019, 2020, 2021]))
    if first == last:
        last += 1
    han = draw(st.booleans()) and last <= 10
    a, b = (HAN[first], HAN[last]) if han else (str(first), str(last))
    mark = draw(st.sampled_from(["-", "—", "至", "到", "～", "月至", "月-", " - "]))
    space = draw(st.sampled_from(["", " "]))
    lead = f"{year}{space}年{space}" if year else ""
    return f"{lead}{a}{mark}{b}{space}月", Period(first, last, year)


@given(case=written(), frame=st.sampled_from(["{}", "全市{}支出 3 亿元", "（{}）", "。{}，", "比去年{}增长"]))
@settings(max_examples=300, deadline=None)
def test_ranges_of_months_read_back(case: tuple[str, Period], frame: str) -> None:
    text, period = case
    if frame.startswith("比去年") and period.year:
        return
    found = find_periods(frame.format(text))
    assert len(found) == 1
    assert (found[0].period.first, found[0].period.last, found[0].period.year) == (
        period.first,
        period.last,
        period.year,
    )


@given(st.text(alphabet="1269一二十月季度年上下前半截至到底末-、 本去今同期Q", max_size=60))
@settings(max_examples=400, deadline=None)
def test_any_mixture_is_read_in_order_and_without_overlap(text: str) -> None:
    found = find_periods(text, report=REPORT, loose=True)
    ends = [0, *(match.end for match in found)]
    assert all(match.start >= end for match, end in zip(found, ends, strict=False))
    assert all(1 <= match.period.first <= 12 and 1 <= match.period.last <= 12 for match in found)
    assert all(fold(text)[match.start : match.end].strip() for match in found)


@pytest.mark.parametrize(
    ("period", "label", "months"),
    [
        (Period(1, 6), "1-6月", 6),
        (Period(3, 3, 2021), "2021年3月", 1),
        (Period(1, 6, shift=-1), "去年1-6月", 6),
        (Period(1, 12, 2016, last_year=2020), "2016年1月-2020年12月", 60),
    ],
)
def test_a_label_says_the_years_and_reads_back(period: Period, label: str, months: int) -> None:
    assert (period.label, period.months) == (label, months)
    assert parse_period(label) == period
