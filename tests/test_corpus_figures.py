"""The grammar of figures, periods and statements."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import question_set
from corpus import Period, find_periods, parse_period, read_figures, split_statements
from corpus.heading import read_heading
from corpus.numerals import read_han


def only(text: str, **keywords: str) -> tuple[str, str, object, str | None, str, str]:
    found = [f for f in read_figures(text, **keywords) if f.kind != "period"]  # type: ignore[arg-type]
    assert len(found) == 1, found
    f = found[0]
    assert text[f.start : f.end] == f.text
    return f.text, f.kind, f.value, f.unit, f.comparator, f.role


@pytest.mark.parametrize(
    ("text", "shown", "kind", "value", "unit", "comparator"),
    [
        ("支出 459.61 亿元", "459.61 亿元", "money", Decimal(45961000000), "元", "eq"),
        ("支出８７．５万元", "８７．５万元", "money", Decimal(875000), "元", "eq"),
        ("共计 8,778,200 万元。", "8,778,200 万元", "money", Decimal(87782000000), "元", "eq"),
        ("安排三千二百万元", "三千二百万元", "money", Decimal(32000000), "元", "eq"),
        ("引资 7.5亿美元", "7.5亿美元", "money", Decimal(750000000), "美元", "eq"),
        ("约 3.87 亿元", "约 3.87 亿元", "money", Decimal(387000000), "元", "approx"),
        ("不少于 150 个", "不少于 150 个", "count", Decimal(150), "个", "ge"),
        ("已超过 3 万户", "超过 3 万户", "count", Decimal(30000), "户", "gt"),
        ("面积控制在 28% 以内", "28% 以内", "percent", Decimal(28), "%", "le"),
        ("提高 1.8 个百分点", "1.8 个百分点", "percent", Decimal("1.8"), "个百分点", "eq"),
        ("三分之二以上用于民生", "三分之二以上", "fraction", Decimal("0.6667"), None, "ge"),
        ("百分之六十", "百分之六十", "percent", Decimal(60), "%", "eq"),
        ("成功率超过七成", "超过七成", "percent", Decimal(70), "%", "gt"),
        ("候诊 26 分钟", "26 分钟", "duration", Decimal(26), "分钟", "eq"),
        ("时限 1.5 个工作日以内", "1.5 个工作日以内", "duration", Decimal("1.5"), "工作日", "le"),
        ("浓度不高于28微克/立方米", "不高于28微克/立方米", "count", Decimal(28), "微克/立方米", "le"),
        ("于 2021 年 10 月 12 日结顶", "2021 年 10 月 12 日", "date", "2021-10-12", None, "eq"),
        ("（云卫发〔2021〕58号）", "云卫发〔2021〕58号", "document_no", "云卫发〔2021〕58号", None, "eq"),
        ("签约 8.6 万人", "8.6 万人", "count", Decimal(86000), "人", "eq"),
        ("服务 30 余家企业", "30 余家", "count", Decimal(30), "家", "gt"),
        ("实现就业1200名左右", "1200名左右", "count", Decimal(1200), "名", "approx"),
    ],
)  # fmt: skip
def test_a_figure_is_read(text: str, shown: str, kind: str, value: object, unit: str | None, comparator: str) -> None:
    assert only(text)[:5] == (shown, kind, value, unit, comparator)


@pytest.mark.parametrize(
    "text",
    [
        "1. 提升思想认识。", "（2）加强监管", "“三名工程”建设", "320 国道提升", "驾驶舱2.0移动版", "“三公”经费", "A类项目", "PM2.5平均浓度",
        "百元医疗收入", "第三方机构", "12345热线", "G25高速", "一批项目", "5G+智慧教育", "Ⅲ类水质", "三年行动计划",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_figure_is_left_out(text: str) -> None:
    assert read_figures(text) == ()


@pytest.mark.parametrize(
    ("text", "column", "role"),
    [
        ("储备项目数不少于 150 个", "criteria", "target"),
        ("预算安排专项资金 18 亿元", "criteria", "budget"),
        ("安排补贴资金不低于 6 亿元", "criteria", "target"),
        ("总投资1亿元以上新开工项目", "criteria", "other"),
        ("1-6 月支出 3322 万元", "cumulative_progress", "actual"),
        ("为年初预算的 19.4%", "cumulative_progress", "share"),
        ("占一般公共预算支出 77.7%", "cumulative_progress", "share"),
        ("同比增长 64%", "cumulative_progress", "change"),
        ("覆盖率 91.3%", "cumulative_progress", "actual"),
        ("培训费和会议费均压减 10%", "cumulative_progress", "actual"),
        ("较上年下降 0.6 个百分点", "cumulative_progress", "change"),
        ("安排年初预算 4.02 亿元", "cumulative_progress", "budget"),
        ("全市 326 所学校中已有", "cumulative_progress", "actual"),
        ("97.5", "completion_pct", "actual"),
    ],
)
def test_the_role_comes_from_the_words_around(text: str, column: str, role: str) -> None:
    assert only(text, column=column)[5] == role


def test_a_total_out_of_which_is_counted_is_no_actual() -> None:
    roles = [f.role for f in read_figures("4156家餐饮场所中已安装报警器4098家", column="cumulative_progress")]
    assert roles == ["other", "actual"]


def test_a_range_gives_its_two_ends() -> None:
    low, high = read_figures("创建试点乡镇 3-5 个", column="criteria")
    assert (low.value, low.comparator, high.value, high.comparator) == (Decimal(3), "ge", Decimal(5), "le")
    assert low.text == high.text == "3-5 个"


def test_annotated_cells_are_read_without_a_miss_or_an_extra() -> None:
    documents = question_set.read_all()
    cells = {
        (file, goal.name, cell.column): cell
        for file, document in documents.items()
        for goal in document.goals
        for cell in goal.cells
    }
    true: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    for figure in question_set.load("figures"):
        true.setdefault((figure["file"], figure["goal"], figure["column"]), []).append(
            (figure["kind"], question_set.squeeze(figure["text"]))
        )
    for key, figures in true.items():
        read = [(str(f.kind), question_set.squeeze(f.text)) for f in cells[key].figures]
        assert sorted(f for f in read if f[0] != "period") == sorted(f for f in figures if f[0] != "period"), key
        assert {f for f in figures if f[0] == "period"} <= set(read), key


@given(
    value=st.decimals(min_value="0.01", max_value="999999", places=2, allow_nan=False),
    multiplier=st.sampled_from(["", "万", "亿"]),
    style=st.sampled_from(["{}{}元", "{} {}元", " {}{} 元"]),
    around=st.sampled_from(["全市支出{}，同比增长", "（{}）", "{}。", "其中{};"]),
)
@settings(max_examples=200, deadline=None)
def test_money_in_any_notation_reads_back(value: Decimal, multiplier: str, style: str, around: str) -> None:
    text = around.format(style.format(value, multiplier))
    figure = next(f for f in read_figures(text) if f.kind == "money")
    assert figure.value == value * {"": 1, "万": 10**4, "亿": 10**8}[multiplier]
    assert text[figure.start : figure.end] == figure.text


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_without_failing_and_spans_hold(text: str) -> None:
    for figure in read_figures(text):
        assert text[figure.start : figure.end] == figure.text
    for statement in split_statements(text):
        assert text[statement.start : statement.end].strip()


def test_reading_is_linear_in_the_text() -> None:
    """No expression backtracks without bound: long runs of what rules look for are read, and hold what they should."""
    for unit in ("1", "九", "1,", "1.", "12-", "二〇二一", "预算", "（", "、", " "):
        assert isinstance(read_figures(unit * 20000), tuple)


@pytest.mark.parametrize(
    ("text", "value"),
    [("三千二百万", 32000000), ("两亿五千万", 250000000), ("十二", 12), ("一百零五", 105), ("二〇二一", 2021), ("万", None), ("百", None)],
)  # fmt: skip
def test_chinese_numerals(text: str, value: int | None) -> None:
    assert read_han(text) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("1-6月", Period(1, 6)), ("4—6 月", Period(4, 6)), ("上半年", Period(1, 6)), ("前三季度", Period(1, 9)),
        ("二季度", Period(4, 6)), ("第四季度", Period(10, 12)), ("截至6月底", Period(1, 6)), ("今年前九个月", Period(1, 9)),
        ("全年", Period(1, 12)), ("2021年上半年", Period(1, 6, 2021)), ("8月份", Period(8, 8)), ("下半年", Period(7, 12)),
        ("1月至9月", Period(1, 9)), ("没有期间", None), ("十三月", None),
    ],
)  # fmt: skip
def test_periods(text: str, period: Period | None) -> None:
    assert parse_period(text) == period


def test_periods_do_not_overlap_and_keep_their_order() -> None:
    found = find_periods("二季度支出，1-6月累计，截至 6 月底")
    assert [(m.period.first, m.period.last, m.point) for m in found] == [(4, 6, False), (1, 6, False), (1, 6, True)]


@pytest.mark.parametrize(
    ("lines", "organization", "year", "period"),
    [
        (["2021 年度杭州市财政局综合考评职能目标完成情况表（2021 年 6 月）"], "杭州市财政局", 2021, "1-6月"),
        (["栖川市人民政府2021年度重点工作任务进展情况表（截至2021年9月底）"], "栖川市人民政府", 2021, "1-9月"),
        (["二〇二二年度青山区民政局职能目标完成情况表", "（三季度）"], "青山区民政局", 2022, "1-9月"),
        (["重点工作进展情况表", "填报单位：东湖新区管委会", "2023年上半年"], "东湖新区管委会", 2023, "1-6月"),
        (["完成情况表"], None, None, None),
    ],
)
def test_headings(lines: list[str], organization: str | None, year: int | None, period: str | None) -> None:
    heading = read_heading(lines)
    assert (heading.organization, heading.year) == (organization, year)
    assert (str(heading.period) if heading.period else None) == period


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("1. 提升认识。 会同发改委开会。\n2. 支出 12.5 万元;增长 3%。", ["提升认识。", "会同发改委开会。", "支出 12.5 万元;", "增长 3%。"]),
        ("一是修订办法。二是完成项目20个。", ["修订办法。", "完成项目20个。"]),
        ("出台《意见；办法》。完成。", ["出台《意见；办法》。", "完成。"]),
        ("没有句号的一句", ["没有句号的一句"]),
        ("", []),
    ],
)  # fmt: skip
def test_statements(text: str, statements: list[str]) -> None:
    assert [text[s.start : s.end] for s in split_statements(text)] == statements


def test_statements_know_their_item_and_its_heading() -> None:
    text = "1. 加大争取力度。全市争取债券 248 亿元。\n2. 水环境方面：完成投资 3 亿元。"
    assert [(s.item, s.lead) for s in split_statements(text)] == [
        (1, "加大争取力度"),
        (1, "加大争取力度"),
        (2, "水环境方面"),
    ]
