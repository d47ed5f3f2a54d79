"""The grammar of figures: hard cases as tables, what is no figure, round trips through every notation, and its growth."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Figure, read_figures, unread_numbers
from corpus.figure_numbers import number_at
from corpus.numerals import read_han, read_number
from corpus.readers.excel.number_han import reading
from growth import best_seconds


def figures(text: str, **keywords: str) -> list[Figure]:
    """All figures but periods; every span is checked on the way."""
    found = read_figures(text, **keywords)  # type: ignore[arg-type]
    assert all(text[f.start : f.end] == f.text for f in found)
    return [f for f in found if f.kind != "period"]


def only(text: str, **keywords: str) -> Figure:
    found = figures(text, **keywords)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "shown", "kind", "value", "unit", "comparator"),
    [
        ("累计 8，778，200 万元", "8，778，200 万元", "money", "87782000000", "元", "eq"),
        ("共 8,7782,0000 元", "8,7782,0000 元", "money", "877820000", "元", "eq"),
        ("共 12,34,567 元", "12,34,567 元", "money", "1234567", "元", "eq"),
        ("安排３亿５０００万元", "３亿５０００万元", "money", "350000000", "元", "eq"),
        ("安排两亿五千万元", "两亿五千万元", "money", "250000000", "元", "eq"),
        ("计壹仟贰佰叁拾元整", "壹仟贰佰叁拾元整", "money", "1230", "元", "eq"),
        ("罚款五千元", "五千元", "money", "5000", "元", "eq"),
        ("结余123元1角5分", "123元1角5分", "money", "123.15", "元", "eq"),
        ("进口 2.5 千万美元", "2.5 千万美元", "money", "25000000", "美元", "eq"),
        ("实到外资1.2亿港币", "1.2亿港币", "money", "120000000", "港元", "eq"),
        ("均价 12000 元/平方米", "12000 元/平方米", "money", "12000", "元/平方米", "eq"),
        ("完成投资 3.2 亿，", "3.2 亿", "money", "320000000", "元", "eq"),
        ("投入约２．５亿元左右", "约２．５亿元左右", "money", "250000000", "元", "approx"),
        ("增长-3.2%", "-3.2%", "percent", "-3.2", "%", "eq"),
        ("增速为负3.2%", "负3.2%", "percent", "-3.2", "%", "eq"),
        ("死亡率千分之三", "千分之三", "percent", "0.3", "%", "eq"),
        ("费率 5‰", "5‰", "percent", "0.5", "%", "eq"),
        ("合格率百分之九十八点六", "百分之九十八点六", "percent", "98.6", "%", "eq"),
        ("实现百分百覆盖", "百分百", "percent", "100", "%", "eq"),
        ("提高 3 个 百分点", "3 个 百分点", "percent", "3", "个百分点", "eq"),
        ("占四分之三", "四分之三", "fraction", "0.75", None, "eq"),
        ("占比近2/3", "近2/3", "fraction", "0.6667", None, "approx"),
        ("改造 12.6 万平米", "12.6 万平米", "count", "126000", "平方米", "eq"),
        ("浓度28微克每立方米", "28微克每立方米", "count", "28", "微克/立方米", "eq"),
        ("密度 6.2 公里/平方公里", "6.2 公里/平方公里", "count", "6.2", "公里/平方公里", "eq"),
        ("每年 3.5 个/万人", "3.5 个/万人", "count", "3.5", "个/万人", "eq"),
        ("能耗 0.35 吨标准煤/万元", "0.35 吨标准煤/万元", "count", "0.35", "吨标准煤/万元", "eq"),
        ("建成微型消防站 45 座", "45 座", "count", "45", "座", "eq"),
        ("完成巡塘 35 汛。", "35 汛", "count", "35", "汛", "eq"),
        ("服务十余家", "十余家", "count", "10", "家", "gt"),
        ("走访近百家企业", "近百家", "count", "100", "家", "approx"),
        ("惠及两万三千户", "两万三千户", "count", "23000", "户", "eq"),
        ("接待游客 500 多万人次", "500 多万人次", "count", "5000000", "人次", "gt"),
        ("指数 102.3，", "102.3", "count", "102.3", None, "eq"),
        ("增长 1.5 倍", "1.5 倍", "count", "1.5", "倍", "eq"),
        ("平均年龄 38.5 岁", "38.5 岁", "count", "38.5", "岁", "eq"),
        ("3日内办结", "3日", "duration", "3", "天", "eq"),
        ("不超过两个半小时", "不超过两个半小时", "duration", "2.5", "小时", "le"),
        ("三年内完成", "三年", "duration", "3", "年", "eq"),
        ("用时 1.5 个工作日", "1.5 个工作日", "duration", "1.5", "工作日", "eq"),
        ("至少有 10 个", "至少有 10 个", "count", "10", "个", "ge"),
        ("超过了 80 家", "超过了 80 家", "count", "80", "家", "gt"),
        ("控制在 3 件及以下", "3 件及以下", "count", "3", "件", "le"),
        ("力争达到 500 个以上", "500 个以上", "count", "500", "个", "ge"),
        ("突破 5 万人", "突破 5 万人", "count", "50000", "人", "gt"),
        ("不足 20 户", "不足 20 户", "count", "20", "户", "lt"),
        ("20 户上下", "20 户上下", "count", "20", "户", "approx"),
        ("大于等于 20 次", "大于等于 20 次", "count", "20", "次", "ge"),
        ("二〇二一年八月九日印发", "二〇二一年八月九日", "date", "2021-08-09", None, "eq"),
        ("于2021.8.9上线", "2021.8.9", "date", "2021-08-09", None, "eq"),
        ("印发《办法》（甲政发〔2021〕9 号）", "甲政发〔2021〕9 号", "document_no", "甲政发〔2021〕9号", None, "eq"),
    ],
)  # fmt: skip
def test_a_figure_has_its_value_and_span(
    text: str, shown: str, kind: str, value: str, unit: str | None, comparator: str
) -> None:
    figure = only(text)
    wanted = value if kind in ("date", "document_no") else Decimal(value)
    assert (figure.text, figure.kind, figure.value, figure.unit, figure.comparator) == (
        shown,
        kind,
        wanted,
        unit,
        comparator,
    )


@pytest.mark.parametrize(
    ("text", "shown", "low", "high"),
    [
        ("投入 10-15 亿元", "10-15 亿元", "1000000000", "1500000000"),
        ("投入10亿至15亿元", "10亿至15亿元", "1000000000", "1500000000"),
        ("补助1万元—5万元", "1万元—5万元", "10000", "50000"),
        ("从 8500 到 3 万元不等", "8500 到 3 万元", "8500", "30000"),
        ("增长 5%～8%", "5%～8%", "5", "8"),
        ("培育十至十五家", "十至十五家", "10", "15"),
        ("约七八十家", "约七八十家", "70", "80"),
        ("百分之三十到四十", "百分之三十到四十", "30", "40"),
    ],
)
def test_a_range_has_two_ends(text: str, shown: str, low: str, high: str) -> None:
    first, second = figures(text)
    assert first.text == second.text == shown
    assert (first.comparator, first.value, second.comparator, second.value) == ("ge", Decimal(low), "le", Decimal(high))


def test_from_and_to_are_no_range() -> None:
    assert [(f.value, f.text) for f in figures("标准由 69 元提高到 74 元")] == [
        (Decimal(69), "69 元"),
        (Decimal(74), "74 元"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "推进 305 国道改造", "G60 科创走廊", "5G 基站规划", "PM2.5 治理", "系统2.0移动版", "第 45 中学", "第3号通知", "第二方机构", "一网统管",
        "办成一件事", "坚持两山理念", "推行三个一批", "“双百五十”行动", "“五个一”活动", "四大行动", "12399热线", "110联动", "7×24小时值守",
        "0571-12345678", "《稳经济二十条》", "百元收入", "A3类", "3号线", "1000 吨级码头", "60 岁以上人群", "5A级景区", "十分重要",
        "千方百计", "百姓", "三年行动方案", "大陆地区", "1. 抓落实。\n2. 抓督查。", "（1）抓落实", "①抓落实", "上城区-3", "统一部署", "6/30",
    ],
)  # fmt: skip
def test_a_name_an_order_or_a_code_is_no_figure(text: str) -> None:
    assert read_figures(text) == ()
    assert unread_numbers(text) == ()


@pytest.mark.parametrize(
    ("text", "column", "expected"),
    [
        (
            "建成停车位 300 个、充电桩 120 个，其中快充桩 40 个。",
            "cumulative_progress",
            [("停车位", "actual", None, None), ("充电桩", "actual", None, None), ("快充桩", "actual", None, None)],
        ),
        (
            "文化支出 87.7 亿元，同比增长 5%，占全部支出 7.7%。",
            "cumulative_progress",
            [("文化支出", "actual", None, None), ("文化支出", "change", "up", "同比"), ("文化支出", "share", None, "全部支出")],
        ),
        ("会议费均压减 10%", "cumulative_progress", [("会议费", "actual", "down", None)]),
        ("发病率较上年上升 0.6 个百分点", "cumulative_progress", [("发病率", "change", "up", "较上年")]),
        ("客运量环比下降 3%", "cumulative_progress", [("客运量", "change", "down", "环比")]),
        ("覆盖率比年初提高 5.3 个百分点", "cumulative_progress", [("覆盖率", "change", "up", "较年初")]),
        ("覆盖率比上年末提高 5.3 个百分点", "cumulative_progress", [("覆盖率", "change", "up", "较上年末")]),
        ("覆盖率比上年同期提高 5.3 个百分点", "cumulative_progress", [("覆盖率", "change", "up", "同比")]),
        ("增速高于全省平均 2.1 个百分点", "cumulative_progress", [("增速", "change", "up", "全省平均")]),
        ("税收同比负增长 3.2%", "cumulative_progress", [("税收", "change", "down", "同比")]),
        ("税收同比增长-3.2%", "cumulative_progress", [("税收", "change", "down", "同比")]),
        ("差旅费支出 32 万元，为年初预算的 19%", "cumulative_progress",
         [("差旅费支出", "actual", None, None), ("差旅费支出", "share", None, "年初预算")]),
        ("林地占全市面积的比重为 45%", "cumulative_progress", [("林地", "share", None, "全市面积")]),
        ("全市 60 所学校中已有 58 所开课", "cumulative_progress", [("学校", "other", None, None), ("学校", "actual", None, None)]),
        ("补助标准由 69 元提高到 74 元", "cumulative_progress", [("补助标准", "actual", None, None), ("补助标准", "actual", None, None)]),
        ("农业投资增长 9%以上", "criteria", [("农业投资", "target", "up", None)]),
        ("补助资金不低于 6 亿元", "criteria", [("补助资金", "target", None, None)]),
        ("预算安排修缮资金 6 亿元", "criteria", [("预算安排修缮资金", "budget", None, None)]),
        ("总投资 5 亿元以上新建项目 12 个", "cumulative_progress",
         [("总投资", "other", None, None), ("总投资 5 亿元以上新建项目", "actual", None, None)]),
        ("业主会（物管会）组建率 90%", "cumulative_progress", [("业主会(物管会)组建率", "actual", None, None)]),
        ("三是牵头完成评审项目 20 个", "cumulative_progress", [("牵头完成评审项目", "actual", None, None)]),
        ("2. 招聘教师 30 名。", "cumulative_progress", [("招聘教师", "actual", None, None)]),
    ],
)  # fmt: skip
def test_metric_role_direction_and_basis(text: str, column: str, expected: list[tuple[str | None, ...]]) -> None:
    assert [(f.metric, f.role, f.direction, f.basis) for f in figures(text, column=column)] == expected


@pytest.mark.parametrize(
    ("text", "period", "expected"),
    [
        ("4-6 月支出 3 亿元", "1-6月", "4-6月"),
        ("支出 3 亿元", "1-6月", "1-6月"),
        ("支出 3 亿元", None, None),
        ("2020 年上半年支出 3 亿元", "1-6月", "2020年1-6月"),
        ("去年上半年支出 3 亿元", "2021年1-6月", "2020年1-6月"),
        ("去年上半年支出 3 亿元", "1-6月", "去年1-6月"),
        ("去年同期为 3 亿元", "2021年1-6月", "2020年1-6月"),
        ("2019 年，支出 3 亿元", "1-6月", "2019年1-12月"),
        ("争取 2021 年第一批债券 3 亿元", "1-6月", "1-6月"),
        ("比上年末增加 3 亿元", "1-6月", "1-6月"),
        ("本月支出 3 亿元", "2021年1-6月", "2021年6月"),
        ("上季度支出 3 亿元", "2021年4-6月", "2021年1-3月"),
        ("今年以来支出 3 亿元", "2021年1-9月", "2021年1-9月"),
        ("十三五期间支出 3 亿元", "1-6月", "2016年1月-2020年12月"),
        ("一季度情况较好。支出 3 亿元", "1-6月", "1-6月"),
    ],
)
def test_a_figure_has_the_period_that_its_sentence_names(text: str, period: str | None, expected: str | None) -> None:
    found = [f for f in read_figures(text, column="cumulative_progress", period=period) if f.kind == "money"]
    assert [f.period for f in found] == [expected]


def test_a_scope_is_the_nearest_of_its_sentence() -> None:
    text = "全市支出 9 亿元，其中市本级支出 3 亿元。支出 1 亿元"
    assert [f.scope for f in figures(text)] == ["全市", "市本级", None]


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("完成 35，共 12 。", ["35", "12"]),
        ("达到 95", ["95"]),
        ("检查 5,20个", ["5"]),
        ("9" * 40, ["9" * 40]),
        ("支出 3 亿元，其余为 12", ["12"]),
        ("支出 3 亿元（甲财〔2021〕9号），2021 年 6 月 3 日，1-6 月。", []),
    ],
)
def test_numbers_that_nobody_can_read_are_reported(text: str, unread: list[str]) -> None:
    found = unread_numbers(text)
    assert [item.text for item in found] == unread
    assert all(text[item.start : item.end] == item.text and item.why for item in found)


# Round trips: a value in any notation, inside sentences, is read back at its span.

UNITS = {"万": 10**4, "亿": 10**8, "": 1}
FRAMES = ("全市支出{}，同比增长", "（{}）", "共{}。", "其中{}；", "支出 {} ，", "新增{}、完成", "{}")
FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


@st.composite
def notations(draw: st.DrawFn) -> tuple[str, Decimal]:
    """A number as somebody may write it, and its value."""
    whole = draw(st.integers(min_value=1, max_value=10**9))
    style = draw(st.sampled_from(["plain", "decimals", "commas", "han", "financial", "mixed"]))
    if style == "han":
        return reading(whole, "1"), Decimal(whole)
    if style == "financial":
        return reading(whole * 10, "2"), Decimal(whole * 10)
    if style == "mixed":
        millions, rest = draw(st.integers(1, 999)), draw(st.integers(1, 9999))
        return f"{millions}亿{rest}万", Decimal(millions * 10**8 + rest * 10**4)
    digits = {"plain": str(whole), "commas": f"{whole:,}", "decimals": f"{whole % 10**6}.{whole % 97:02}"}[style]
    unit = draw(st.sampled_from(sorted(UNITS)))
    space = draw(st.sampled_from(["", " "])) if unit else ""
    value = Decimal(digits.replace(",", "")) * UNITS[unit]
    return (digits.translate(FULL_WIDTH) if draw(st.booleans()) else digits) + space + unit, value


COMPARING = {"": "eq", "不少于": "ge", "不超过": "le", "超过": "gt", "低于": "lt", "约": "approx"}


@given(notation=notations(), frame=st.sampled_from(FRAMES), word=st.sampled_from(sorted(COMPARING)), space=st.sampled_from(["", " "]))  # fmt: skip
@settings(max_examples=400, deadline=None)
def test_any_notation_reads_back(notation: tuple[str, Decimal], frame: str, word: str, space: str) -> None:
    number, value = notation
    written = f"{word}{space if word else ''}{number}{space}元"
    text = frame.format(written)
    found = [f for f in figures(text) if f.kind == "money"]
    assert [(f.text, f.value, f.comparator) for f in found] == [(written, value, COMPARING[word])]


@given(st.integers(min_value=1, max_value=10**12))
@settings(max_examples=300, deadline=None)
def test_chinese_numerals_read_back(value: int) -> None:
    for numerals in ("1", "2"):
        assert read_han(reading(value, numerals)) == value


@given(whole=st.integers(0, 10**6), decimals=st.integers(0, 999), places=st.integers(1, 3))
@settings(max_examples=150, deadline=None)
def test_percentages_read_back(whole: int, decimals: int, places: int) -> None:
    number = f"{whole}.{decimals % 10**places:0{places}}"
    for written in (f"{number}%", f"{number} ％", f"{number} 个百分点", f"百分之{number}"):
        assert [(f.text, f.value) for f in figures(f"比例为{written}，")] == [(written, Decimal(number))]


@pytest.mark.parametrize(
    ("text", "value"),
    [("负十二", -12), ("二点五亿", 250000000), ("一百二", 120), ("20万亿", 20 * 10**12), ("3万4000", 34000), ("廿三", 23), ("百", None), ("一二百", None)],
)  # fmt: skip
def test_numbers_in_any_script(text: str, value: int | None) -> None:
    assert read_number(text) == (None if value is None else Decimal(value))


def test_a_number_passes_over_what_it_read() -> None:
    assert number_at("1" * 1000, 0) == (None, 1000)
    assert number_at("一" * 1000, 0) == (None, 1000)


# Growth: four times the text takes about four times as long, whatever it repeats.

REPEATED = {
    "digits": "1", "han": "一", "commas": ",", "grouped": "1,", "groups of two": "11,", "range": "1-", "dotted": "1.", "about": "约",
    "brackets": "(", "closing": ")", "nested": "(1个", "spaces": " ", "per cent": "百分之", "parts": "分之", "month": "1月", "quarter": "季",
    "until": "截至", "this": "本", "year": "2021年", "years": "2021-", "money": "元", "list": "1. ", "lines": "\n", "enumeration": "、",
    "compared": "不少于", "budget": "预算", "share": "占", "of": "的", "quote": "“", "title": "》", "figures": "支出 3 亿元，同比增长 5%，",
    "unbroken": "支出 3 亿元同比增长 5%占", "colon": ":", "tail": "1亿", "document": "〔2021〕", "half": "半", "zero": "零", "dot": "点",
}  # fmt: skip


def seconds(text: str) -> float:
    return best_seconds(lambda: read_figures(text, column="cumulative_progress"))


@pytest.mark.parametrize("unit", REPEATED.values(), ids=REPEATED)
def test_time_grows_with_the_text_and_no_faster(unit: str) -> None:
    size = 12_000
    small, large = seconds(unit * (size // len(unit))), seconds(unit * (4 * size // len(unit)))
    assert large <= 10 * small + 0.05
    assert large <= 1.0


def test_unread_numbers_are_found_in_linear_time() -> None:
    for unit in ("1", "1,", "1 ", "(", "第1", "1个"):
        assert best_seconds(partial(unread_numbers, unit * 20_000)) < 3.0
