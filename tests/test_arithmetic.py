"""What a question wants calculated, which figures enter it, and when it is better left alone."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.arithmetic import calculate, refusal, spans_reports, wanted
from assistant.check import faults
from assistant.evidence import Matcher, Passage, passages_of
from assistant.question import Query, understand
from assistant.retrieve import Evidence, rank
from assistant.scope import find_scope
from assistant.writer import Writer
from corpus import Document, read_document

DATA = Path(__file__).parent / "data"
CIVIL_2022, CIVIL_2021 = "claims/docs/b1_mzj_2022q2.txt", "claims/docs/b2_mzj_2021q2.txt"
TRAFFIC, LABOUR = "claims/docs/b3_jtj_2023q3.txt", "claims/docs/z1_rsj_2022q2.txt"
AIR, HOUSING = "claims/docs/z2_sthjj_2023q3.txt", "claims/docs/z3_zjj_2021q4.txt"
FARM, FARM_OF_NEIGHBOUR = "questions/docs/b1.txt", "claims/docs/b4_nyncj_2024q2.txt"
HEALTH, ROADS = "questions/docs/d5_wjw_2021q4.txt", "questions/docs/h1.txt"


@cache
def document(name: str) -> Document:
    return read_document(DATA / name)


def report(tmp_path: Path, *, cumulative: str, quarter: str = "无", criteria: str = "无") -> Document:
    path = tmp_path / "report.txt"
    header = "目标名称\t考核内容及指标\t二季度完成进度\t1-6月累计完成进度"
    path.write_text(
        f"2022 年度临江市水务局综合考评职能目标完成情况表（2022 年 6 月）\n\n{header}\n供水保障\t{criteria}\t{quarter}\t{cumulative}\n",
        encoding="utf-8",
    )
    return read_document(path)


def evidence_for(query: Query, documents: tuple[Document, ...]) -> Evidence:
    passages: list[Passage] = [p for d in documents for g in d.goals for c in g.cells for p in passages_of(d, g, c)]
    matcher = Matcher.over(query, passages)
    return Evidence(rank(query, matcher, passages), matcher, documents)


def ask(question: str, *documents: Document) -> Answer | None:
    query, writer = understand(question), Writer()
    text = calculate(query, evidence_for(query, documents), writer)
    return None if text is None else writer.answered(query.text, text)


def derived(answer: Answer | None) -> list[str]:
    assert answer is not None
    assert faults(answer, [document(n) for n in ALL]) == []
    return [figure.text for figure in answer.figures if figure.derived]


ALL = (CIVIL_2022, CIVIL_2021, TRAFFIC, LABOUR, AIR, HOUSING, FARM, FARM_OF_NEIGHBOUR, HEALTH, ROADS)


@pytest.mark.parametrize(
    ("question", "operation", "by"),
    [
        ("甲类水厂比乙类水厂多几座？", "difference", "thing"),
        ("管网和泵站的投资哪个多？", "difference", "thing"),
        ("二季度供水量比一季度高多少？", "difference", "period"),
        ("二季度供水量比一季度增长百分之几？", "growth", "period"),
        ("二季度供水量占上半年的几成？", "share", "period"),
        ("居民用水占供水量的百分之几？", "share", "thing"),
        ("用水户里工业户占比是多少？", "share", "thing"),
        ("管网投资是泵站投资的几倍？", "times", "thing"),
        ("水厂、泵站和水库加起来多少座？", "sum", "thing"),
        ("平均每户补贴多少元？", "average", "thing"),
        ("补贴摊到每个用水户头上是多少钱？", "average", "thing"),
        ("户均补贴是多少？", "average", "thing"),
        ("还有几处漏点没修？", "remaining", "thing"),
        ("没有安装水表的用户还有多少户？", "remaining", "thing"),
        ("非居民的用水户有多少？", "remaining", "thing"),
        ("水价上调了多少？", "step", "thing"),
        ("一季度供水多少万吨？", "first_part", "period"),
        ("修复率算下来是多少？", "rate", "thing"),
    ],
    ids=lambda value: value,
)
def test_the_operation_is_recognised(question: str, operation: str, by: str, tmp_path: Path) -> None:
    calculation = wanted(understand(question), (report(tmp_path, cumulative="供水 10 万吨。"),))
    assert calculation is not None
    assert (calculation.operation, calculation.by) == (operation, by)


@pytest.mark.parametrize(
    "question",
    [
        "上半年供水多少万吨？",
        "供水量同比增长多少？",
        "二季度供水量是多少？",
        "水表安装任务还差多少户？",
        "哪些目标没有完成？",
        "离目标还差几个百分点？",
        "采取了哪些措施？",
    ],
)
def test_what_asks_for_no_calculation_is_left_alone(question: str, tmp_path: Path) -> None:
    assert wanted(understand(question), (report(tmp_path, cumulative="供水 10 万吨。"),)) is None


@pytest.mark.parametrize(
    ("question", "name", "shown"),
    [
        ("城市社区和农村社区哪个多，差多少个？", CIVIL_2022, ["421 个"]),
        ("社会救助资金里低保金比特困供养资金多多少？", CIVIL_2022, ["2.1352 亿元"]),
        ("新建和改造提升的居家养老服务中心加起来有多少家？", CIVIL_2022, ["40 家"]),
        ("社会团体、民办非企业单位、基金会三类一共多少家？", CIVIL_2022, ["4872 家"]),
        ("公路投资、轨道交通投资、水运投资、机场和枢纽投资合起来多少亿元？", TRAFFIC, ["371.5 亿元"]),
        ("基本养老保险、失业保险、工伤保险参保人数加起来多少万人？", LABOUR, ["547.8 万人"]),
        ("公路投资是水运投资的几倍？", TRAFFIC, ["7.47 倍"]),
        ("建设补助占养老服务补助资金的百分之几？", CIVIL_2022, ["59.51%"]),
        ("建设补助占养老服务补助资金的百分之几？保留一位小数", CIVIL_2022, ["59.5%"]),
        ("直播电商销售占农产品网络零售额的百分之几？", FARM_OF_NEIGHBOUR, ["30.09%"]),
        ("7-9月检查企业的数量占前三季度的百分之多少？", AIR, ["38.96%"]),
        ("还有多少处隐患没有整改？", TRAFFIC, ["87 处"]),
        ("非新能源的公交车有多少辆？", TRAFFIC, ["548 辆"]),
        ("没有实现物业服务覆盖的小区还有多少个？", HOUSING, ["108 个"]),
        ("平均每起违法案件罚没多少元？", TRAFFIC, ["5060.41 元"]),
        ("立案查处的案件平均每起罚款多少万元？保留两位小数", AIR, ["8.20 万元"]),
        ("维修资金平均每户使用多少元？", HOUSING, ["1684.21 元"]),
        ("群众平均办事时间缩短了几分钟？", LABOUR, ["7 分钟"]),
        ("换乘优惠时间延长了多少分钟？", TRAFFIC, ["30 分钟"]),
        ("检测农产品批次，一季度和二季度相差多少？", FARM, ["1188 批次", "298 批次"]),
        ("药占比四季度和全年相比，哪个低，低几个百分点？", HEALTH, ["0.7 个百分点"]),
        ("前三季度免费给老年人体检了多少万人次？", HEALTH, ["25.4 万人次"]),
        ("专项贷款前两个季度发放了多少？", ROADS, ["8.73 亿元"]),
        ("新开和优化的公交线路相差几条？", ROADS, ["7 条"]),
        ("What is the difference between (公路投资) and (轨道交通投资)?", TRAFFIC, ["95.2 亿元"]),
    ],
    ids=lambda value: value if isinstance(value, str) and "/" not in value else "",
)
def test_figures_of_one_report_are_calculated(question: str, name: str, shown: list[str]) -> None:
    assert derived(ask(question, document(name))) == shown


@pytest.mark.parametrize(
    ("question", "names", "shown", "lead"),
    [
        ("川宁市低保标准2022年比2021年高多少？", (CIVIL_2022, CIVIL_2021), ["90 元"], "2022 年比2021 年高 90 元"),
        (
            "登记社会组织数量2022年比2021年增长百分之几？",
            (CIVIL_2022, CIVIL_2021),
            ["153 家", "3.24%"],
            "2022 年比2021 年多 153 家，增长 3.24%",
        ),
        ("两年的离婚登记数哪年更少？", (CIVIL_2022, CIVIL_2021), ["146 对"], "2022 年比2021 年多 146 对"),
        (
            "护理型床位占比2022年比2021年提高了几个百分点？",
            (CIVIL_2022, CIVIL_2021),
            ["6 个百分点"],
            "2022 年比2021 年高 6 个百分点",
        ),
        (
            "泽川市和青陵市1-9月新改建农村公路分别多少公里，差多少？",
            (ROADS, TRAFFIC),
            ["330 公里"],
            "青陵市交通运输局（2023 年）比泽川市交通运输局（2022 年）多 330 公里",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_reports_are_set_side_by_side(question: str, names: tuple[str, ...], shown: list[str], lead: str) -> None:
    answer = ask(question, *(document(name) for name in names))
    assert derived(answer) == shown
    assert answer is not None and answer.answer.startswith(lead)
    assert {citation.doc_id for citation in answer.citations} == {document(name).doc_id for name in names}


def test_of_three_reports_the_largest_is_named_and_other_periods_are_pointed_out() -> None:
    names = (LABOUR, "questions/docs/h3.txt")
    question = "望海区、青渡市两个局的城镇新增就业人数，谁多？"
    answer = ask(question, *(document(name) for name in names))
    assert answer is not None and "青渡市人力资源和社会保障局比望海区人力资源和社会保障局多 1.25 万人" in answer.answer


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("公路投资比铁路投资多多少亿元？", TRAFFIC),
        ("三季度公路投资比去年同期多多少亿元？", TRAFFIC),
        ("一季度婚姻登记合格率是多少？", CIVIL_2022),
        ("老旧小区改造平均每户投入多少钱？", HOUSING),
        ("粮食播种面积一季度和二季度相差多少？", FARM_OF_NEIGHBOUR),
        ("公路投资和公交客运量哪个多？", TRAFFIC),
        ("残疾儿童平均每人补助多少元？", AIR),
        ("还有多少座水库没有加固？", TRAFFIC),
    ],
    ids=lambda value: value if "/" not in value else "",
)
def test_what_has_no_two_figures_to_calculate_from_is_not_calculated(question: str, name: str) -> None:
    assert ask(question, document(name)) is None


def test_the_report_itself_is_quoted_where_it_states_the_share() -> None:
    answer = ask("护理型床位占新增养老床位的百分之几？", document(CIVIL_2022))
    assert answer is not None and "占 62.0%" in answer.answer
    assert not any(figure.derived for figure in answer.figures)


def test_the_rest_is_quoted_where_the_report_states_it(tmp_path: Path) -> None:
    answer = ask(
        "还有几处漏点没有修复？", report(tmp_path, cumulative="排查漏点 46 处，修复 40 处，其余 6 处正在施工。")
    )
    assert answer is not None and "其余 6 处" in answer.answer
    assert not any(figure.derived for figure in answer.figures)


@pytest.mark.parametrize(
    ("question", "cumulative", "quarter", "value"),
    [
        (
            "居民用水比工业用水多多少万吨？",
            "居民用水 320.5 万吨、工业用水 1.2 亿吨，工业用水同比增长 8%。",
            "无",
            Decimal(116795000),
        ),
        ("二季度供水量比一季度多多少？", "1-6月累计供水 900 万吨。", "二季度供水 500 万吨。", Decimal(1000000)),
        ("管网投资占泵站投资的多少？", "管网投资 1200 万元，泵站投资 0.48 亿元。", "无", Decimal("25.00")),
        ("水费补贴平均每户多少元？", "发放水费补贴 36 万元，惠及 1200 户。", "无", Decimal(300)),
        ("水价每吨上调了几毛钱？", "水价由每吨 2.1 元上调到 2.6 元。", "无", Decimal("0.5")),
    ],
    ids=["units of one family", "a part by subtraction", "a share", "an average", "a step"],
)
def test_values_are_exact(question: str, cumulative: str, quarter: str, value: Decimal, tmp_path: Path) -> None:
    answer = ask(question, report(tmp_path, cumulative=cumulative, quarter=quarter))
    assert answer is not None
    assert [f.value for f in answer.figures if f.derived][-1] == value


def successive(tmp_path: Path) -> tuple[Document, Document]:
    """Two reports of one bureau and year: of the half-year, and of three quarters."""
    found = []
    for month, quarter, running, columns in (
        (
            "6",
            "供水 500 万吨。水费收缴率 95%。",
            "供水 900 万吨，修复漏点 40 处。水费收缴率 96.5%。",
            ("二季度", "1-6月"),
        ),
        ("9", "供水 650 万吨。", "供水 1550 万吨，修复漏点 67 处。水费收缴率 96.1%。", ("三季度", "1-9月")),
    ):
        path = tmp_path / f"report{month}.txt"
        header = f"目标名称\t考核内容及指标\t{columns[0]}完成进度\t{columns[1]}累计完成进度"
        path.write_text(
            f"2022 年度临江市水务局综合考评职能目标完成情况表（2022 年 {month} 月）\n\n{header}\n供水保障\t无\t{quarter}\t{running}\n",
            encoding="utf-8",
        )
        found.append(read_document(path))
    return found[0], found[1]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("供水量前三季度比上半年多多少万吨？", Decimal(6500000)),
        ("二季度和三季度的供水量哪个多，差多少？", Decimal(1500000)),
        ("二、三两个季度一共供水多少万吨？", Decimal(11500000)),
        ("水费收缴率，9月底比6月底低几个百分点？", Decimal("0.4")),
        ("三季度修复漏点多少处（前三季度累计减上半年累计）？", Decimal(27)),
        ("一季度供水多少万吨，用上半年减二季度算？", Decimal(4000000)),
        ("按累计数和二季度数倒推，一季度供水多少万吨？", Decimal(4000000)),
    ],
)
def test_each_period_is_taken_from_the_report_that_covers_it(question: str, value: Decimal, tmp_path: Path) -> None:
    answer = ask(question, *successive(tmp_path))
    assert answer is not None
    assert [f.value for f in answer.figures if f.derived][-1] == value


@pytest.mark.parametrize(
    ("question", "months"),
    [
        ("上半年供水多少？", ["1-6月"]),
        ("9月底修复漏点多少处？", ["1-9月"]),
        ("三季度供水多少？", ["1-9月"]),
        ("一季度供水多少？", ["1-6月"]),
        ("供水多少？", ["1-6月", "1-9月"]),
        ("供水量9月底比6月底多多少？", ["1-6月", "1-9月"]),
    ],
)
def test_a_period_chooses_the_report_of_one_bureau(question: str, months: list[str], tmp_path: Path) -> None:
    scope = find_scope(understand(question), successive(tmp_path))
    assert [(d.period or "").replace(" ", "") for d in scope.documents] == months


@pytest.mark.parametrize(
    ("question", "names", "reason"),
    [
        ("川宁市撤并规模过大社区2022年比2021年多多少个？", (CIVIL_2022, CIVIL_2021), "这些报告没有都给出"),
        ("粮食播种面积一季度和二季度相差多少？", (FARM_OF_NEIGHBOUR,), "各期间"),
        ("一季度婚姻登记合格率是多少？", (CIVIL_2022,), "推算"),
        ("公路投资比铁路投资多多少亿元？", (TRAFFIC,), "两项"),
    ],
    ids=["reports", "periods", "first part", "things"],
)
def test_one_side_alone_is_no_answer(question: str, names: tuple[str, ...], reason: str) -> None:
    documents = tuple(document(name) for name in names)
    assert reason in (refusal(understand(question), documents) or "")


@pytest.mark.parametrize(
    ("question", "spans"),
    [
        ("川宁市低保标准2022年比2021年高多少？", True),
        ("低保标准是多少？", False),
        ("城市社区和农村社区哪个多？", False),
    ],
)
def test_two_reports_in_the_index_are_no_comparison_yet(question: str, spans: bool) -> None:
    assert spans_reports(understand(question), (document(CIVIL_2022), document(CIVIL_2021))) is spans


@pytest.mark.parametrize("text", ["比" * 1500, "占" * 900 + "多少", "、".join("甲乙丙" * 300), "和" * 1999])
def test_hostile_questions_end_soon(text: str) -> None:
    assert ask(f"{text}？"[:1990], document(FARM)) is None
