"""Targets paired with what answers them: a wrong pair is worse than none."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from assistant.attainment import Attained, attainments
from assistant.measures import conversion
from assistant.schedule import deadline_text, elapsed_pct
from assistant.subjects import Located
from corpus import Document
from corpus.document import understood
from corpus.source import Field, Line, Row, Source, Table

HEADER = ("目标名称", "考核指标", "完成时限", "二季度完成进度", "1-6月累计完成进度", "完成率")


def report(
    criteria: str, progress: str, *, quarter: str = "", deadline: str = "2023年12月", name: str = "年度重点工作"
) -> Document:
    """A half-year report of one goal."""
    title = Line("2023年度临江市综合局职能目标完成情况表（2023年6月）")
    goal = Row(tuple(map(Field, (name, criteria, deadline, quarter, progress, "50%"))))
    table = Table((Row(tuple(map(Field, HEADER))), goal), gridded=True)
    return understood(Source((title, table)), path=Path("a.docx"), sha256="0" * 64)


def judged(document: Document) -> list[Attained]:
    return attainments(document, document.goals[0])


def shown(item: Located | None) -> str | None:
    """The value of a figure without needless zeros."""
    if item is None:
        return None
    assert isinstance(item.figure.value, Decimal)
    return f"{item.figure.value.normalize():f}"


def said(items: list[Attained]) -> list[tuple[str | None, str | None, str]]:
    """Value of the target, value of the actual, and the status."""
    return [(shown(item.target), shown(item.actual), item.status) for item in items]


PAIRED = {
    "same words": ("新建水闸不少于6座。", "已新建水闸8座。", [("6", "8", "met")]),
    "fallen short": ("新建水闸不少于6座。", "已新建水闸5座。", [("6", "5", "not_met")]),
    "exactly reached": ("培训护林员300人次。", "培训护林员300人次。", [("300", "300", "met")]),
    "ten thousands": ("新增就业1.2万人。", "累计新增就业13450人。", [("12000", "13450", "met")]),
    "money in other units": (
        "拨付救灾资金不低于1.5亿元。",
        "已拨付救灾资金16800万元。",
        [("150000000", "168000000", "met")],
    ),
    "length in other units": ("整治河道12公里。", "整治河道9800米。", [("12", "9800", "not_met")]),
    "area in other units": ("流转土地1500亩。", "流转土地120公顷。", [("1500", "120", "met")]),
    "another measure word": ("创建示范村10个。", "创建示范村12处。", [("10", "12", "met")]),
    "upper bound": ("工单平均办理时长不超过5天。", "工单平均办理时长4.2天。", [("5", "4.2", "met")]),
    "upper bound broken": ("工单平均办理时长不超过5天。", "工单平均办理时长6.1天。", [("5", "6.1", "not_met")]),
    "within": ("城镇登记失业率控制在3.5%以内。", "城镇登记失业率3.1%。", [("3.5", "3.1", "met")]),
    "a limit without 以内": ("城镇登记失业率控制在3.5%。", "城镇登记失业率3.1%。", [("3.5", "3.1", "met")]),
    "a limit that is pressed down to": (
        "平均等候时间压缩至20分钟。",
        "平均等候时间23分钟。",
        [("20", "23", "not_met")],
    ),
    "a cut": ("会议费压减5%以上。", "会议费同比压减6.3%。", [("5", "6.3", "met")]),
    "a fall": ("能耗强度下降3%。", "能耗强度同比下降2.4%。", [("3", "2.4", "not_met")]),
    "a fall of about": ("能耗强度下降3%左右。", "能耗强度同比下降2.9%。", [("3", "2.9", "met")]),
    "it rose instead of falling": ("能耗强度下降3%。", "能耗强度同比上升1.2%。", [("3", "1.2", "not_met")]),
    "growth": ("规上工业增加值增长7%以上。", "规上工业增加值同比增长8.1%。", [("7", "8.1", "met")]),
    "points": ("群众满意率较上年提高2个百分点。", "群众满意率较上年提高1.5个百分点。", [("2", "1.5", "not_met")]),
    "a level after 提高到": (
        "低保标准提高到每人每月900元。",
        "低保标准由每人每月820元提高到910元。",
        [("900", "910", "met")],
    ),
    "from one value to another": ("审批时限压缩到3天以内。", "审批时限由7天压缩到2.5天。", [("3", "2.5", "met")]),
    "the clause before says it": (
        "公办幼儿园在园幼儿占比不低于50%。",
        "公办幼儿园在园幼儿2.1万人，占比52.4%。",
        [("50", "52.4", "met")],
    ),
    "the noun behind says it": ("开工改造老旧小区40个。", "已开工36个小区。", [("40", "36", "not_met")]),
    "the heading says it": ("修缮农村危桥15座。", "1.农村危桥修缮。累计完成13座。", [("15", "13", "not_met")]),
    "a list of figures": (
        "新增国家级示范社3家、省级示范社9家。",
        "新增国家级示范社2家、省级示范社10家。",
        [("3", "2", "not_met"), ("9", "10", "met")],
    ),
    "two figures of one phrase": (
        "组建防汛队伍不少于8支、300人。",
        "组建防汛队伍9支、284人。",
        [("8", "9", "met"), ("300", "284", "not_met")],
    ),
    "a part of a part": (
        "新增停车泊位2000个，其中公共泊位不少于500个。",
        "新增停车泊位2140个，其中公共泊位470个。",
        [("2000", "2140", "met"), ("500", "470", "not_met")],
    ),
    "respectively": (
        "失业、工伤保险参保人数分别达到40万人、52万人。",
        "失业、工伤保险参保人数分别为41.3万人、50.6万人。",
        [("400000", "413000", "met"), ("520000", "506000", "not_met")],
    ),
    "sizes that say which": (
        "引进亿元以上项目20个，其中10亿元以上项目不少于3个。",
        "引进亿元以上项目18个，其中10亿元以上项目4个。",
        [("20", "18", "not_met"), ("3", "4", "met")],
    ),
    "each actual once": (
        "新建口袋公园5个，改建口袋公园4个。",
        "新建口袋公园6个，改建口袋公园3个。",
        [("5", "6", "met"), ("4", "3", "not_met")],
    ),
    "a range is one target": (
        "培育家庭农场10-15家。",
        "培育家庭农场12家。",
        [("10", "12", "met"), ("15", "12", "met")],
    ),
    "more than the target": ("保障家庭3000户。", "保障家庭超过3000户。", [("3000", "3000", "met")]),
    "survey words": ("群众满意率不低于90%。", "第三方测评群众满意率92.7%。", [("90", "92.7", "met")]),
}


@pytest.mark.parametrize(("criteria", "progress", "pairs"), PAIRED.values(), ids=PAIRED)
def test_an_actual_is_found(criteria: str, progress: str, pairs: list[tuple[str, str, str]]) -> None:
    assert said(judged(report(criteria, progress))) == pairs


UNPAIRED = {
    "nothing is said": ("新建水闸6座。", "前期工作进展顺利。"),
    "another thing": ("新建水闸6座。", "新建泵站8座。"),
    "another unit": ("惠及居民3000户。", "惠及居民8600人。"),
    "per cent and points": ("覆盖率提高2个百分点。", "覆盖率91.4%。"),
    "a level and a change": ("垃圾分类覆盖率达到95%。", "垃圾分类覆盖率同比提高12%。"),
    "a change and a level": ("人均补助标准提高10元。", "人均补助标准80元。"),
    "another level": ("创建省级示范校6所。", "创建市级示范校9所。"),
    "started, not finished": ("竣工安置房1200套。", "开工安置房1350套。"),
    "all begun": ("改造老旧小区52个。", "52个小区全部开工。"),
    "applied for": ("创建省级示范校6所。", "省级示范校已申报7所。"),
    "planned": ("新建充电桩500个。", "拟新建充电桩520个。"),
    "under way": ("建成充电桩500个。", "在建充电桩520个。"),
    "what is left": ("整改隐患80处。", "剩余隐患12处。"),
    "last year's": ("接待游客60万人次。", "2022年1-6月接待游客71万人次。"),
    "the quarter's": ("全年接待游客60万人次。", "4-6月接待游客71万人次。"),
    "the average elsewhere": ("网上可办率达到90%。", "网上可办率高于全省平均3.1%。"),
    "the share of the task": ("完成投资率达到90%。", "完成投资占年度计划的95%。"),
    "size of the whole project": ("完成投资3亿元。", "项目总投资12亿元。"),
    "per head and in all": ("人均文化支出达到120元。", "文化支出360元。"),
    "for each thousand": ("食品抽检量达到每千人6批次。", "食品抽检4200批次。"),
    "the opposite rate": ("不合格食品处置率达到100%。", "食品抽检合格率98.2%。"),
    "added and kept": ("耕地保有量不低于180万亩。", "新增耕地1400亩。"),
    "a season's": ("粮食总产量达到70万吨。", "夏粮总产量25万吨。"),
    "only a part": ("新增学位5000个。", "招收新生9000人，其中女生4100人。"),
    "counted in parts": ("新开、优化公交线路20条。", "新开公交线路8条、优化公交线路12条。"),
    "one of several sources": ("争取中央资金和地方债券12亿元。", "争取中央资金4.2亿元，地方债券5.3亿元。"),
    "from which it came": ("审批时限压缩到3天以内。", "审批时限由7天压缩到法定下限。"),
    "another currency": ("实际利用外资2亿美元。", "实际利用外资8亿元。"),
    "two fit alike": ("培训干部500人次。", "培训干部420人次，培训干部510人次。"),
    "respectively of others": (
        "高血压、糖尿病规范管理率分别达到68%、66%。",
        "糖尿病规范管理率66.8%，高血压规范管理率67.3%。",
    ),
}


@pytest.mark.parametrize(("criteria", "progress"), UNPAIRED.values(), ids=UNPAIRED)
def test_nothing_is_paired(criteria: str, progress: str) -> None:
    items = judged(report(criteria, progress))
    assert items
    assert [(item.actual, item.ratio, item.status) for item in items] == [(None, None, "unknown")] * len(items)


@pytest.mark.parametrize(
    ("criteria", "demands"),
    [
        ("建成日处理1000吨垃圾焚烧厂1座。", ["1"]),
        ("建成400米跑道3条。", ["3"]),
        ("建成15分钟养老服务圈40个。", ["40"]),
        ("为65岁以上老年人免费体检5万人次。", ["50000"]),
        ("30分钟内到场处置率达到98%。", ["98"]),
        ("养老金标准由每月260元提高到285元。", ["285"]),
        ("新增光伏装机85兆瓦。", ["85"]),
    ],
    ids=[
        "capacity",
        "a kind of track",
        "a name with minutes",
        "an age",
        "within which",
        "a first value",
        "a real size",
    ],
)
def test_what_is_a_target(criteria: str, demands: list[str]) -> None:
    assert [value for value, _, _ in said(judged(report(criteria, "进展顺利。")))] == demands


@pytest.mark.parametrize(
    ("progress", "status"),
    [
        ("约3000户", "unknown"),
        ("近3000户", "unknown"),
        ("约2600户", "not_met"),
        ("超过2200户", "not_met"),
        ("超过2800户", "unknown"),
    ],
)
def test_what_is_vague_is_judged_only_where_it_is_clear(progress: str, status: str) -> None:
    (item,) = judged(report("保障家庭不少于3000户。", f"保障家庭{progress}。"))
    assert item.actual is not None
    assert item.status == status


def test_the_ratio_is_exact_and_in_one_unit() -> None:
    (item,) = judged(report("整治河道12公里。", "整治河道9600米。"))
    assert item.ratio == Decimal("0.8")


def test_a_quarter_target_is_answered_by_the_quarter() -> None:
    document = report("二季度新增就业3000人。", "1-6月新增就业5600人。", quarter="4-6月新增就业2900人。")
    assert said(judged(document)) == [("3000", "2900", "not_met")]


def test_a_yearly_target_is_answered_by_the_year_to_date() -> None:
    document = report("全年新增就业9000人。", "1-6月新增就业5600人。", quarter="4-6月新增就业2900人。")
    (item,) = judged(document)
    assert said([item]) == [("9000", "5600", "not_met")]
    assert item.is_due is False


@pytest.mark.parametrize(
    ("criteria", "deadline", "is_due"),
    [
        ("新建水闸6座。", "2023年12月", False),
        ("新建水闸6座。", "6月底前", True),
        ("新建水闸6座。", "2023年5月", True),
        ("新建水闸6座。", "", False),
        ("上半年新建水闸6座。", "2023年12月", True),
    ],
    ids=["year", "this month", "past", "none: the year's end", "its own period"],
)
def test_whether_the_time_is_up(criteria: str, deadline: str, is_due: bool) -> None:
    (item,) = judged(report(criteria, "1-6月新建水闸5座。", deadline=deadline))
    assert item.is_due is is_due


@pytest.mark.parametrize(
    ("deadline", "text", "elapsed"),
    [
        ("2023年12月", "2023-12", "50"),
        ("2023 年 9 月", "2023-09", "66.7"),
        ("12", "2023-12", "50"),
        ("12月底前", "2023-12", "50"),
        ("2024年6月", "2024-06", "33.3"),
        ("2023年5月", "2023-05", "100"),
        ("2023年", "2023", "50"),
        ("年底", "2023-12", "50"),
        ("三季度", "2023-09", "66.7"),
        ("长期坚持", None, "50"),
    ],
)
def test_how_much_time_has_passed(deadline: str, text: str | None, elapsed: str) -> None:
    document = report("新建水闸6座。", "已新建5座。", deadline=deadline)
    assert deadline_text(document, document.goals[0]) == text
    assert elapsed_pct(document, document.goals[0]) == Decimal(elapsed)


@pytest.mark.parametrize(
    ("unit", "other", "factor"),
    [
        ("公里", "米", 1000),
        ("公顷", "亩", 15),
        ("名", "人", 1),
        ("户", "人", None),
        ("元", "美元", None),
        (None, None, 1),
    ],
)
def test_units(unit: str | None, other: str | None, factor: int | None) -> None:
    assert conversion(unit, other) == factor
