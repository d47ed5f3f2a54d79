"""What an audit finds in a report, and what it leaves alone: each seeded fault beside the clean sentence it was made from."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from assistant.audit import Finding, audit
from corpus import Cell, Document, Goal, read_document, read_figures, split_statements
from growth import best_seconds

HEADERS = (
    "目标名称",
    "考核内容及指标",
    "指标属性",
    "完成时限(月)",
    "二季度完成进度",
    "1-6 月累计完成进度",
    "累计完成工作量 (%)",
)


@dataclass(frozen=True)
class Row:
    """A goal of a made-up report; what a test doesn't name is neutral."""

    cumulative: str = "各项工作按计划推进。"
    quarter: str = "各项工作有序开展。"
    criteria: str = "按时完成年度工作。"
    name: str = "滨河片区更新"
    completion: str = "55%"
    deadline: str = "2022 年 12 月"
    attribute: str = "预期性"

    @property
    def cells(self) -> tuple[str, ...]:
        return (
            self.name, self.criteria, self.attribute, self.deadline, self.quarter, self.cumulative, self.completion,
        )  # fmt: skip


def report(
    path: Path,
    rows: Sequence[Row],
    *,
    month: int = 6,
    headers: Sequence[str] = HEADERS,
    title: str = "2022 年度桂溪市城市更新局综合考评职能目标完成情况表",
) -> Document:
    """The report read from a text table, as one exports it."""
    lines = [f"{title}（2022 年 {month} 月）", "\t".join(headers)]
    lines += ["\t".join("".join(f"<p>{p}</p>" for p in cell.split("\n")) for cell in row.cells) for row in rows]
    file = path / f"report-{month}.txt"
    file.write_text("\n".join(lines), encoding="utf-8")
    return read_document(file)


def is_exact(finding: Finding, documents: Sequence[Document]) -> bool:
    """Whether all citations are to the character, numbered from 1, and all marks point to one."""
    goals = {d.doc_id: {d.goal_id(g): g for g in d.goals} for d in documents}
    for citation in finding.citations:
        cell = goals[citation.doc_id][citation.goal_id].cell(citation.column, label=citation.column_label)
        if cell is None or not citation.quote or cell.text[citation.start : citation.end] != citation.quote:
            return False
    marks = {int(mark) for mark in re.findall(r"\[(\d+)\]", finding.message)}
    return marks == {c.n for c in finding.citations} == set(range(1, len(finding.citations) + 1))


@dataclass(frozen=True)
class Fault:
    """Rows with a fault, the same rows without, and what the finding must be and say."""

    kind: str
    wrong: Sequence[Row]
    right: Sequence[Row]
    says: tuple[str, ...]
    severity: str = ""
    options: dict[str, int] = field(default_factory=dict)


def swapped(
    kind: str,
    text: str,
    wrong: str,
    right: str,
    *says: str,
    column: str = "cumulative",
    severity: str = "",
    **other: str,
) -> Fault:
    """A fault in one cell: `text` with `wrong` or `right` for its @."""
    rows = [Row(**{**other, column: text.replace("@", part)}) for part in (wrong, right)]
    return Fault(kind, rows[:1], rows[1:], says, severity)


FAULTS: dict[str, Fault] = {
    # one figure stated two ways
    "two goals, digits swapped": Fault(
        "mismatch",
        [
            Row("1-6 月全市养老支出 318.47 亿元，占财政支出 21.3%。", name="养老投入"),
            Row("1-6 月全市养老支出 318.74 亿元，占财政支出 21.3%。", name="财政改革"),
        ],
        [
            Row("1-6 月全市养老支出 318.47 亿元，占财政支出 21.3%。", name="养老投入"),
            Row("1-6 月全市养老支出 318.47 亿元，占财政支出 21.3%。", name="财政改革"),
        ],
        ("318.47 亿元[1]", "318.74 亿元[2]"),
        "error",
    ),
    "two goals, another unit": Fault(
        "mismatch",
        [Row("截至 6 月底，全区绿道建设投入 1.26 亿元。", name="甲"), Row("截至 6 月底，全区绿道建设投入 16200 万元。", name="乙")],
        [Row("截至 6 月底，全区绿道建设投入 1.26 亿元。", name="甲"), Row("截至 6 月底，全区绿道建设投入 12600 万元。", name="乙")],
        ("1.26 亿元[1]", "16200 万元[2]"),
    ),
    "two cells of one goal, one period": Fault(
        "mismatch",
        [Row("截至 6 月底，已发放稳岗返还资金 4318 万元。", quarter="截至 6 月底，已发放稳岗返还资金 4381 万元。")],
        [Row("截至 6 月底，已发放稳岗返还资金 4318 万元。", quarter="4-6 月发放稳岗返还资金 2381 万元。")],
        ("4381 万元[1]", "4318 万元[2]"),
        "error",
    ),
    "budget against criteria": Fault(
        "mismatch",
        [Row("道路养护专项资金预算安排 2.4 亿元，已启动招标。", criteria="预算安排道路养护专项资金 2.8 亿元。")],
        [Row("道路养护专项资金预算安排 2.4 亿元，已启动招标。", criteria="预算安排道路养护专项资金 2.4 亿元。")],
        ("2.8 亿元[1]", "2.4 亿元[2]"),
    ),
    "share of one metric in two goals": Fault(
        "mismatch",
        [
            Row("1-6 月全市科技支出 56.3 亿元，占一般公共预算支出 8.4%。", name="甲"),
            Row("1-6 月全市科技支出 56.3 亿元，占一般公共预算支出 4.8%。", name="乙"),
        ],
        [
            Row("1-6 月全市科技支出 56.3 亿元，占一般公共预算支出 8.4%。", name="甲"),
            Row("1-6 月全市科技支出 56.3 亿元，占一般公共预算支出 8.4%。", name="乙"),
        ],
        ("8.4%[1]", "4.8%[2]"),
    ),
    "target of one metric in two goals": Fault(
        "mismatch",
        [Row(criteria="全市新建改建公园绿地不少于 45 处。", name="甲"), Row(criteria="全市新建改建公园绿地不少于 54 处。", name="乙")],
        [Row(criteria="全市新建改建公园绿地不少于 45 处。", name="甲"), Row(criteria="全市新建改建公园绿地不少于 45 处。", name="乙")],
        ("不少于 45 处[1]", "不少于 54 处[2]"),
    ),
    "one document with two numbers": Fault(
        "mismatch",
        [Row("印发《桂溪市停车管理实施意见》（桂城管〔2022〕19号）。", quarter="出台《桂溪市停车管理实施意见》（桂城管〔2022〕9号）。")],
        [Row("印发《桂溪市停车管理实施意见》（桂城管〔2022〕9号）。", quarter="出台《桂溪市停车管理实施意见》（桂城管〔2022〕9号）。")],
        ("文号不一致", "9号[1] ≠ ", "19号[2]"),
    ),
    "completion column against text": swapped(
        "mismatch", "年度目标累计完成 @。各标段均已进场。", "65%", "55%", "55%[1]", "65%[2]", severity="error"
    ),
    "completion column against overall progress": swapped(
        "mismatch", "截至 6 月底，总体进度达到 @。", "72%", "55%", "55%[1]", "72%[2]"
    ),
    "completion column, work done": swapped(
        "mismatch", "各项任务有序推进，累计完成工作量 @。", "80%", "55%", "55%[1]", "80%[2]"
    ),
    # parts and wholes
    "part above whole": swapped(
        "arithmetic", "累计检查工地 214 个，其中复查 @ 个。", "241", "121", "241 个[1] > 214 个[2]", severity="error"
    ),
    "part of money in another unit": swapped(
        "arithmetic", "累计拨付补助资金 1.74 亿元，其中市级资金 @ 万元。", "18630", "8630", "18630 万元[1] > 1.74 亿元[2]"
    ),
    "part in a sentence of its own": swapped(
        "arithmetic", "累计新增停车泊位 1360 个。其中利用边角地块新增 @ 个。", "1630", "630", "1630 个[1] > 1360 个[2]"
    ),
    "part demanded above whole": swapped(
        "arithmetic", "新建公厕 12 座，其中配备第三卫生间的不少于 @ 座。", "20", "8", "> 12 座[2]", column="criteria"
    ),
    "parts above whole together": swapped(
        "arithmetic", "筹集公寓 4836 套，其中新建 2150 套、改建 @ 套。", "3286", "2686", "2150 套[1] + 3286 套[1] = 5436 套 > 4836 套[2]"
    ),
    "parts a little below whole": swapped(
        "arithmetic", "筹集公寓 4836 套，其中新建 2150 套、改建 @ 套。", "2668", "2686", "= 4818 套 < 4836 套", severity="info"
    ),
    "counted out of fewer": swapped(
        "arithmetic", "全市 126 所学校中已有 @ 所开展课后服务。", "131", "111", "126 所[1]中有 131 所[1]", severity="error"
    ),
    "sum of a list": swapped(
        "arithmetic", "东片区改造 124 户、西片区改造 208 户，合计 @ 户。", "323", "332", "124 户[1] + 208 户[1] = 332 户 ≠ 323 户[2]"
    ),
    "sum of three amounts of money": swapped(
        "arithmetic", "下达设备补助 1200 万元、人才补助 860 万元、运行补助 345 万元，共计 @ 万元。", "2450", "2405", "= 2405 万元 ≠ 2450 万元[2]"
    ),
    "breakdown in brackets": swapped(
        "arithmetic", "累计完成改造 96 个（市级 31 个，区级 @ 个）。", "56", "65", "31 个[1] + 56 个[1] = 87 个 < 96 个[1]"
    ),
    # a quarter above the year to date
    "quarter above cumulative": Fault(
        "arithmetic",
        [Row("1-6 月全市民生支出 418.20 亿元。", quarter="4-6 月全市民生支出 459.61 亿元。")],
        [Row("1-6 月全市民生支出 818.20 亿元。", quarter="4-6 月全市民生支出 459.61 亿元。")],
        ("459.61 亿元[1] > 1-6月 418.20 亿元[2]",),
        "error",
    ),
    "quarter above cumulative by the columns alone": Fault(
        "arithmetic",
        [Row("累计新建自动气象站 11 个。", quarter="新建自动气象站 23 个。")],
        [Row("累计新建自动气象站 23 个。", quarter="新建自动气象站 11 个。")],
        ("23 个[1] >", "11 个[2]"),
        "error",
    ),
    "quarter above cumulative in another unit": Fault(
        "arithmetic",
        [Row("上半年共发放创业担保贷款 0.82 亿元。", quarter="二季度发放创业担保贷款 9460 万元。")],
        [Row("上半年共发放创业担保贷款 1.82 亿元。", quarter="二季度发放创业担保贷款 9460 万元。")],
        ("9460 万元[1] >", "0.82 亿元[2]"),
    ),
    # shares that don't compute
    "share of a list": swapped(
        "arithmetic", "累计录用教师 968 名，其中硕士以上 312 名，占 @。", "42.2%", "32.2%", "312 名[1] ÷ 968 名[2] = 32.2%", "42.2%[3]"
    ),
    "share counted out of a number": swapped(
        "arithmetic", "全市 98 家机构中 87 家达到基本标准，占 @。", "78.8%", "88.8%", "87 家[1] ÷ 98 家[1] = 88.8%"
    ),
    "share of a number named": swapped(
        "arithmetic", "已改造泊位 9 个，占全部 14 个泊位的 @。", "54.3%", "64.3%", "9 个[1] ÷ 14 个[2] = 64.3%", severity="error"
    ),
    "rate of what was found": swapped(
        "arithmetic", "累计排查隐患 402 处，整改 389 处，整改率 @。", "86.8%", "96.8%", "389 处[1] ÷ 402 处[2] = 96.8%"
    ),
    "rate out of all": swapped(
        "arithmetic", "4156 家餐饮场所中已安装报警器 4098 家，安装率 @。", "95.6%", "98.6%", "4098 家[1] ÷ 4156 家[1] = 98.6%"
    ),
    "share of the target": swapped(
        "arithmetic", "城镇新增就业 4.13 万人，完成年度目标的 @。", "98.1%", "91.8%", "4.13 万人[1] ÷ 4.5 万人[2] = 91.8%", "98.1%[3]",
        criteria="城镇新增就业 4.5 万人。", severity="error",
    ),
    "share of the plan": swapped(
        "arithmetic", "重大项目完成投资 336.8 亿元，占年度计划的 @。", "70.2%", "80.2%", "336.8 亿元[1] ÷ 420 亿元[2] = 80.2%",
        criteria="全年完成重大项目投资 420 亿元。",
    ),
    "share of the budget": swapped(
        "arithmetic", "1-6 月教育支出 18.92 亿元，完成年度预算的 @。", "61.4%", "51.4%", "18.92 亿元[1] ÷ 36.8 亿元[2] = 51.4%",
        criteria="教育支出预算安排 36.8 亿元。",
    ),
    "share of a budget in the sentence": swapped(
        "arithmetic", "河道整治年初预算 22.0 亿元，已拨付 7.8 亿元，为年初预算的 @。", "53.5%", "35.5%", "7.8 亿元[1] ÷ 22.0 亿元[2] = 35.5%"
    ),
    "rate above hundred": swapped("arithmetic", "企业安全检查覆盖率达到 @。", "104.2%", "94.2%", "104.2%[1]", severity="error"),
    # growth that doesn't compute
    "growth from to": swapped(
        "arithmetic", "低保标准由每月 980 元提高到 1060 元，增幅 @。", "18.2%", "8.2%", "(1060 元[1] - 980 元[1]) ÷ 980 元 = 8.2%", severity="error"
    ),
    "fall from to": swapped(
        "arithmetic", "平均办理时间由 40 天压缩到 25 天，缩短 @。", "47.5%", "37.5%", "÷ 40 天 = 37.5%"
    ),
    "points from to": swapped(
        "arithmetic", "覆盖率由 82.4% 提高到 91.1%，提高 @ 个百分点。", "7.7", "8.7", "91.1%[1] - 82.4%[1] = 8.7 个百分点"
    ),
    "direction from to": swapped(
        "arithmetic", "平均处置时长由 4.6 小时@到 3.1 小时。", "提高", "压缩", "3.1 小时[1] < 4.6 小时[1]", severity="error"
    ),
    "growth on last year": swapped(
        "arithmetic", "1-6 月接待游客 318 万人次，上年同期 265 万人次，同比增长 @。", "25%", "20%", "(318 万人次[2] - 265 万人次[1])"
    ),
    "growth of an addition": swapped(
        "arithmetic", "1-6 月受理案件 660 件，同比增加 60 件，增长 @。", "15%", "10%", "60 件[1] ÷ (660 件[2] - 60 件) = 10.0%"
    ),
    # ranges
    "range reversed": swapped("arithmetic", "全年开展巡查 @ 次。", "30-20", "20-30", "30-20 次[1]", column="criteria"),
    "years reversed": swapped("arithmetic", "@年每年安排专项资金 3 亿元。", "2025-2021", "2021-2025", "2025 > 2021[1]", column="criteria"),
    # targets and time
    "target missed in time": Fault(
        "target_missed",
        [Row("累计建成社区食堂 34 个。", criteria="建成社区食堂不少于 40 个。", deadline="2022 年 6 月", attribute="约束性", completion="100%")],
        [Row("累计建成社区食堂 44 个。", criteria="建成社区食堂不少于 40 个。", deadline="2022 年 6 月", attribute="约束性", completion="100%")],
        ("34 个[1] < 目标 不少于 40 个[2]", "85.0%", "100%[3]"),
        "error",
    ),
    "expected target missed in time": Fault(
        "target_missed",
        [Row("窗口办件满意率 88.4%。", criteria="窗口办件满意率达到 95%以上。", deadline="2022 年 5 月", completion="100%")],
        [Row("窗口办件满意率 95.4%。", criteria="窗口办件满意率达到 95%以上。", deadline="2022 年 5 月", completion="100%")],
        ("88.4%[1] < 目标 95%以上[2]",),
        "warning",
    ),
    "limit exceeded in time": Fault(
        "target_missed",
        [Row("平均住院日 8.6 天。", criteria="平均住院日不超过 7.8 天。", deadline="6 月", completion="100%")],
        [Row("平均住院日 7.6 天。", criteria="平均住院日不超过 7.8 天。", deadline="6 月", completion="100%")],
        ("8.6 天[1] > 目标 不超过 7.8 天[2]",),
        "warning",
    ),
    "target behind": Fault(
        "target_missed",
        [Row("累计改造老旧管网 11 公里。", criteria="改造老旧管网 60 公里。")],
        [Row("累计改造老旧管网 31 公里。", criteria="改造老旧管网 60 公里。")],
        ("11 公里[1] < 目标 60 公里[2]，完成 18.3%，时间已过 50.0%",),
        "info",
    ),
    "completion behind time": Fault(
        "behind_schedule", [Row(completion="20%")], [Row(completion="48%")], ("20%[1] < 时间已过 50.0%[2]",), "warning"
    ),
    "completion behind a near deadline": Fault(
        "behind_schedule",
        [Row(completion="55%", deadline="2022 年 7 月")],
        [Row(completion="88%", deadline="2022 年 7 月")],
        ("55%[1] < 时间已过 85.7%[2]",),
    ),
    "completion above money": Fault(
        "behind_schedule",
        [Row("累计拨付亚运场馆建设资金 7.8 亿元。", criteria="预算安排亚运场馆建设资金 22.0 亿元。", completion="60%")],
        [Row("累计拨付亚运场馆建设资金 12.8 亿元。", criteria="预算安排亚运场馆建设资金 22.0 亿元。", completion="60%")],
        ("60%[1]", "7.8 亿元[2] ÷ 22.0 亿元[3] = 35.5%"),
        "warning",
    ),
    "completion above hundred": Fault(
        "arithmetic",
        [Row("已全部完成年度任务。", completion="112%")],
        [Row("已超额完成年度任务。", completion="112%")],
        ("112%[1] 超过 100%",),
        "info",
    ),
    # wording
    "said and denied": Fault(
        "wording",
        [Row("滨江隧道主体工程竣工验收未完成。", quarter="滨江隧道主体工程竣工验收已完成。")],
        [Row("滨江隧道主体工程竣工验收已完成。", quarter="滨江隧道主体工程竣工验收已完成，资料已归档。")],
        ("“已”", "“未”"),
        "warning",
    ),
    "said and denied in two goals": Fault(
        "wording",
        [Row("1-6 月全市规上工业用电量同比增长 6.2%。", name="甲"), Row("1-6 月全市规上工业用电量同比下降 6.2%。", name="乙")],
        [Row("1-6 月全市规上工业用电量同比增长 6.2%。", name="甲"), Row("1-6 月全市规上工业用电量同比增长 6.2%。", name="乙")],
        ("[1]", "[2]"),
    ),
    "a title spelled two ways": Fault(
        "wording",
        [Row("印发《桂溪市既有建筑改造管理办法》。", quarter="起草《桂溪市既有建设改造管理办法》。")],
        [Row("印发《桂溪市既有建筑改造管理办法》。", quarter="起草《桂溪市既有建筑改造管理办法》。")],
        ("名称写法不一",),
        "warning",
    ),
    "a quarter copied": Fault(
        "wording",
        [Row("完成管网普查 318 公里，修复缺陷 46 处，清淤 12 处。", quarter="完成管网普查 318 公里，修复缺陷 46 处，清淤 12 处。")],
        [Row("完成管网普查 518 公里，修复缺陷 86 处，清淤 22 处。", quarter="完成管网普查 318 公里，修复缺陷 46 处，清淤 12 处。")],
        ("一字不差",),
        "info",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_fault_is_found_and_its_clean_twin_is_not(fault: Fault, tmp_path: Path) -> None:
    document = report(tmp_path, fault.wrong, **fault.options)
    found = [f for f in audit([document]) if f.kind == fault.kind and all(part in f.message for part in fault.says)]
    assert len(found) == 1, [f.message for f in audit([document])]
    assert not fault.severity or found[0].severity == fault.severity
    assert is_exact(found[0], [document])
    assert audit([report(tmp_path, fault.right, **fault.options)]) == ()


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named_once(fault: Fault, tmp_path: Path) -> None:
    assert len(audit([report(tmp_path, fault.wrong, **fault.options)])) == 1


CLEAN: dict[str, Sequence[Row]] = {
    "two schools, one metric each": [Row("城东小学竣工，新增学位 300 个；城西小学竣工，新增学位 500 个。")],
    "two sites, one metric each": [Row("东区工程已封顶，完成投资 3.2 亿元；西区工程进展顺利，完成投资 5.1 亿元。")],
    "two goals, general words": [
        Row("开展专项检查 3 次，发现问题 26 个。", name="甲"),
        Row("开展专项检查 5 次，发现问题 62 个。", name="乙"),
    ],
    "two goals, places of two sorts": [
        Row("全市新增学位 2130 个。", name="学前教育"),
        Row("全市新增学位 8640 个。", name="义务教育"),
    ],
    "two goals of a sort": [
        Row("累计建成社区养老服务中心 25 个。", name="城东社区养老服务"),
        Row("累计建成社区养老服务中心 52 个。", name="城西社区养老服务"),
    ],
    "numbered things": [
        Row("轨道交通 2 号线一期工程累计完成投资 12.6 亿元。", name="甲"),
        Row("轨道交通 3 号线一期工程累计完成投资 16.2 亿元。", name="乙"),
    ],
    "another scope": [Row("全市教育支出 38.2 亿元；市本级教育支出 18.3 亿元。")],
    "another period": [Row("1-6 月全市民生支出 877.82 亿元，占支出的 77.7%。", quarter="4-6 月全市民生支出 459.61 亿元，占支出的 78.5%。")],
    "rounded elsewhere": [Row("1-6 月全市民生支出 877.82 亿元。", name="甲"), Row("1-6 月全市民生支出约 878 亿元。", name="乙")],
    "another unit": [Row("累计下达专项资金 63846.1 万元。", quarter="截至 6 月底，累计下达专项资金 6.38 亿元。")],
    "last year beside this year": [Row("1-6 月受理案件 318 件，上年同期 352 件，同比下降 9.7%。")],
    "on hand, not a sum": [Row("在建项目 8 个，贷款余额 3.2 亿元。", quarter="在建项目 12 个，贷款余额 4.1 亿元。")],
    "an average, not a sum": [Row("平均办理时间 3 天，日均接待 210 人次。", quarter="平均办理时间 4 天，日均接待 260 人次。")],
    "another thing in the quarter": [Row("累计新增学位 2130 个。", quarter="新增普惠性学位 2640 个。")],
    "part of the first amount": [Row("办理案件 6423 件，罚没款 1186 万元，其中非现场执法 2955 件，占 46.0%。")],
    "brackets before the part": [Row("招聘毕业生 64 名（硕士 9 名），其中紧缺专业 17 名。")],
    "sizes that name things": [Row(criteria="引进总投资 10 亿元以上项目 15 个，其中 50 亿元以上项目 2 个。")],
    "not all parts named": [Row("新增入库企业 287 家，其中规上工业 96 家、限上批零 58 家。")],
    "growth of a part": [Row("工业增加值增长 6.1%，其中装备制造业增长 12.4%。")],
    "all parts named": [Row("新增入库企业 287 家，其中规上工业 96 家、限上批零住餐 118 家、规上服务业 52 家、建筑业和房地产业 21 家。")],
    "rounded parts": [Row("征收税费 15.7 亿元，其中税收 10.9 亿元、社保费 4.8 亿元。")],
    "share of something not stated": [Row("1-6 月全市科技支出 56.3 亿元，占一般公共预算支出 8.4%。")],
    "share of another whole": [Row("参加学生 24.6 万人，占学生总数的 71.8%。交流教师 643 名，占符合条件人数的 12.4%。")],
    "share of the second kind": [Row("检查企业 500 家，整改隐患 288 处，整改率 97.6%。")],
    "a rate of its own": [Row("解除矫正 268 人，再犯罪 1 人，再犯罪率 0.17%。")],
    "what the percentage is of": [Row("科普受众 21.7 万人次，展馆布展完成 80%。", criteria="科普受众 40 万人次。")],
    "cut off, not rounded": [Row("累计录用教师 968 名，其中硕士以上 312 名，占 32.23%。")],
    "recovered against last year": [Row("接待游客 683.5 万人次，恢复至上年同期的 81.2%。", criteria="接待游客 1200 万人次。")],
    "respectively": [Row("接待游客 700 万人次，旅游收入 80 亿元，分别完成年度目标的 58.3%、61.5%。", criteria="接待游客 1200 万人次，旅游收入 130 亿元。")],
    "more than planned": [Row("城镇新增就业 4.68 万人，完成年度目标的 104.0%。", criteria="城镇新增就业 4.5 万人。")],
    "above hundred by nature": [Row("小学毛入学率 101.3%，利润完成率 112%，同比增长 130%。")],
    "unknown change": [Row("平均住院日由 8.1 天缩短到 7.6 天，满意度同比提高 1.2 个百分点。")],
    "another change behind": [Row("办理时间由 40 天压缩到 25 天，办件量增长 18%。")],
    "budget in words": [Row("道路养护资金预算安排 2.4 亿元，已支出 1.3 亿元。", criteria="预算安排道路养护资金 2.4 亿元。")],
    "one of several in time": [Row("已完成东区管网工程，西区管网工程未完成。", quarter="已完成东区管网工程。")],
    "parallel sentences": [Row("推进城东片区老旧小区改造工程建设。", quarter="推进城西片区老旧小区改造工程建设。")],
    "titles of two years": [Row("印发《2022 年既有建筑改造工作计划》。", quarter="总结《2021 年既有建筑改造工作计划》。")],
    "titles of two levels": [Row("印发《桂溪市小学教育设施管理办法》《桂溪市中学教育设施管理办法》。")],
    "same in both cells, explicitly": [Row("截至 6 月底，已下达专项资金 6384 万元，支持片区建设。", quarter="截至 6 月底，已下达专项资金 6384 万元，支持片区建设发展。")],
    "target for the whole year": [Row("累计改造老旧管网 31 公里。", criteria="全年改造老旧管网 60 公里。")],
    "less is better": [Row("平均住院日 7.6 天，复议被纠错案件 1 件。", criteria="平均住院日不超过 7.8 天，复议被纠错案件不超过 2 件。", deadline="2022 年 6 月", completion="100%")],
    "spent on something else": [Row("压减一般性支出 1.2 亿元。", criteria="预算安排信息化建设资金 9 亿元。", completion="60%")],
    "months of one list": [Row("4 月受理 120 件、5 月受理 140 件、6 月受理 130 件，二季度合计受理 390 件。")],
    "no figures at all": [Row()],
}  # fmt: skip


@pytest.mark.parametrize("rows", CLEAN.values(), ids=CLEAN)
def test_a_clean_report_gives_no_finding(rows: Sequence[Row], tmp_path: Path) -> None:
    assert [f.message for f in audit([report(tmp_path, rows)])] == []


def test_a_sum_that_shrinks_between_two_reports_is_found(tmp_path: Path) -> None:
    june = report(tmp_path, [Row("1-6 月全市发放消费券 2318 万元，惠及商户 430 家。")])
    headers = [h.replace("二季度", "三季度").replace("1-6", "1-9") for h in HEADERS]
    rows = [Row("1-9 月全市发放消费券 1318 万元，惠及商户 520 家。", completion="74%")]
    september = report(tmp_path, rows, month=9, headers=headers)
    for documents in ([june, september], [september, june]):
        (finding,) = audit(documents)
        assert (finding.kind, finding.severity) == ("mismatch", "error")
        assert "1-6月 2318 万元[1] > 1-9月 1318 万元[2]" in finding.message
        assert {c.doc_id for c in finding.citations} == {june.doc_id, september.doc_id}
        assert is_exact(finding, documents)
    rows = [Row("1-9 月全市发放消费券 3318 万元，惠及商户 520 家。", completion="74%")]
    assert audit([june, report(tmp_path, rows, month=9, headers=headers)]) == ()


def test_findings_come_by_severity_then_by_goal_and_always_alike(tmp_path: Path) -> None:
    rows = [row for fault in FAULTS.values() for row in fault.wrong]
    document = report(tmp_path, rows)
    first, second = audit([document]), audit([report(tmp_path, rows)])
    assert [f.to_json() for f in first] == [f.to_json() for f in second]
    ranks = {"error": 0, "warning": 1, "info": 2}
    keys = [(ranks[f.severity], int(f.citations[0].goal_id.rpartition("#")[2])) for f in first]
    assert keys == sorted(keys)
    assert len(first) > 40
    assert all(is_exact(f, [document]) and "\n" not in f.message for f in first)


def test_no_documents_no_findings() -> None:
    assert audit([]) == ()


# --- reports that are right because they were computed ---

AREAS = ("桂东", "桂西", "临江", "石桥", "云溪", "白塔", "南山", "北湖")
THINGS = (
    ("社区食堂", "个"), ("口袋公园", "处"), ("健身步道", "公里"), ("停车泊位", "个"), ("充电车位", "个"), ("托育机构", "家"), ("雨污管网", "公里"),
)  # fmt: skip


def _tenths(value: float) -> str:
    return f"{value:.1f}"


def clean_row(chance: random.Random, number: int) -> Row:
    """A goal whose quarter, sum, part, share, growth and money all follow from the same numbers."""
    area, (thing, unit) = AREAS[number % len(AREAS)] + f"{number}片", chance.choice(THINGS)
    target = chance.randrange(200, 900)
    total = chance.randrange(int(0.55 * target), int(0.75 * target))
    quarter, part = chance.randrange(20, total), chance.randrange(10, total)
    rest, last_year = total - part, chance.randrange(100, total)
    budget = chance.randrange(2000, 9000)
    spent = chance.randrange(int(0.5 * budget), int(0.7 * budget))
    cumulative = (
        f"1-6 月{area}累计建成{thing} {total} {unit}，其中新建 {part} {unit}、改建 {rest} {unit}，新建占 {_tenths(100 * part / total)}%；"
        f"完成年度目标的 {_tenths(100 * total / target)}%。上年同期{area}建成{thing} {last_year} {unit}。"
        f"\n{area}配套资金年初预算 {budget} 万元，已拨付 {spent} 万元，为年初预算的 {_tenths(100 * spent / budget)}%。"
    )
    return Row(
        cumulative,
        quarter=f"4-6 月{area}建成{thing} {quarter} {unit}。",
        criteria=f"{area}建成{thing} {target} {unit}。",
        name=f"{area}{thing}建设",
        completion=f"{_tenths(100 * total / target)}%",
    )


@pytest.mark.parametrize("seed", range(25))
def test_a_computed_report_gives_no_finding(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    rows = [clean_row(chance, number) for number in range(12)]
    assert [f.message for f in audit([report(tmp_path, rows)])] == []


# --- text that means harm ---


def _cell(column: str, text: str, period: str | None = None) -> Cell:
    figures = read_figures(text, column=column, period=period)  # type: ignore[arg-type]
    return Cell(column, column, text, (), split_statements(text), figures)  # type: ignore[arg-type]


def _document(*goals: Goal) -> Document:
    return Document("x-2022-06", "2022 年度目标表", "某局", 2022, "1-6月", "x.txt", "0", goals)


HOSTILE = {
    "one long clause": "全市新增停车泊位 128 个 ",
    "parts without end": "新增泊位 128 个，其中公共泊位 64 个，占 50%，",
    "sentences alike": "全市新增泊位 128 个，其中公共泊位 64 个，占 50%。",
    "open brackets": "（新增泊位 12 个",
    "open titles": "《新增泊位",
    "of which alone": "其中",
    "clauses that differ a little": "城东片区改造工程已完成竣工验收甲，城东片区改造工程未完成竣工验收乙，",
    "digits": "1234567890",
}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_time_grows_with_the_text_and_no_faster(unit: str) -> None:
    def document(size: int) -> Document:
        text = unit * (size // len(unit))
        return _document(Goal(1, "某目标", False, (_cell("cumulative_progress", text, "1-6月"),)))

    small, large = document(5_000), document(20_000)
    assert best_seconds(lambda: audit([large])) < 12 * best_seconds(lambda: audit([small])) + 0.1


def test_a_huge_cell_is_audited() -> None:
    text = "推进片区改造工程建设，完善配套设施；" * 22_000

    assert audit([_document(Goal(1, "某目标", False, (_cell("cumulative_progress", text, "1-6月"),)))]) == ()


def test_time_grows_with_the_goals_and_no_faster() -> None:
    def goal(number: int) -> Goal:
        quarter, total = (
            f"4-6 月全市民生支出 {number}.61 亿元，占比 8.5%。",
            f"1-6 月全市民生支出 {number + 900}.82 亿元。",
        )
        return Goal(
            number, f"目标{number}", False,
            (_cell("quarter_progress", quarter, "4-6月"), _cell("cumulative_progress", total, "1-6月")),
        )  # fmt: skip

    few, many = (_document(*(goal(number) for number in range(1, count))) for count in (251, 1001))

    assert best_seconds(lambda: audit([many])) < 12 * best_seconds(lambda: audit([few])) + 0.1
