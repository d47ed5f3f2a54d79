"""Verification: what is said of sentences, of drafts, and of true sentences that somebody got slightly wrong."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

import pytest

import claim_set
from assistant.verification import Verification, Verifier
from assistant.verification.setting import periods_said
from assistant.verification.values import agrees, shown_like
from claim_set import Documents, verdict
from corpus import Cell, Document, EmptyIndex, Figure, UnknownDocument, read_document, read_figures, squeeze
from growth import best_seconds

FLOOR = 0.9  # share of the set's texts with the right verdict
CORRECTED = 0.85  # share of its wrong figures for which the report's own is named

HEADER = "目标名称\t考核内容及指标\t指标属性\t完成时限(月)\t二季度完成进度\t1-6 月累计完成进度\t累计完成工作量 (%)"
ROWS = """\
社区食堂建设	全年新建社区食堂不少于 60 个，安排补助资金 2400 万元，老年人就餐满意度达到 90%以上。	约束性	2022 年 12 月	\
二季度新建社区食堂 14 个，拨付补助资金 560 万元。	\
1-6 月新建社区食堂 33 个，其中街道级 12 个、社区级 21 个，完成年度目标的 55%；拨付补助资金 1268.5 万元，同比增长 8.4%；\
老年人就餐满意度 92.6%，比上年提高 1.4 个百分点；日均就餐 1.86 万人次。	55%
道路照明改造	全年更换节能路灯 8000 盏，道路照明故障率控制在 2%以内。	预期性	2022 年 12 月	\
二季度更换节能路灯 1960 盏。	\
更换节能路灯 3725 盏，道路照明故障率由 2.6%下降到 1.7%，完成投资 0.94 亿元，其中市本级 3820 万元；接报故障 416 起，已修复 409 起。	47%
慢行步道	新建慢行步道 25 公里。	预期性	2022 年 11 月	启动 3 条步道前期工作。	\
新建慢行步道 11.2 公里，涉及道路 7 条。印发《慢行系统导则》（云建发〔2022〕18号），自 5 月 20 日起施行。	45%
"""
TITLE = "2022 年度云浦市城市管理局综合考评职能目标完成情况表（2022 年 6 月）"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Document:
    path = tmp_path_factory.mktemp("report") / "cgj.txt"
    path.write_text(f"{TITLE}\n\n{HEADER}\n{ROWS}", encoding="utf-8")
    return read_document(path)


@pytest.fixture(scope="module")
def verifier(report: Document) -> Verifier:
    return Verifier(Documents(report))


# What is said of one sentence: (sentence, verdict, what the report says instead, reason).
SENTENCES = [
    ("上半年全市新建社区食堂33个。", "supported", None, None),
    ("今年1至6月，新建成的社区食堂有三十三个。", "supported", None, None),
    ("上半年已拨付社区食堂补助资金0.12685亿元。", "supported", None, None),
    ("上半年社区食堂补助资金拨付约1270万元，同比增长8.4%。", "supported", None, None),
    ("社区食堂补助资金已拨付超过1200万元。", "supported", None, None),
    ("全年新建社区食堂的目标是不少于60个。", "supported", None, None),
    ("新建社区食堂33个，距60个的年度目标还差27个。", "supported", None, "derived"),
    ("上半年新建的社区食堂中，街道级12个、社区级21个。", "supported", None, None),
    ("道路照明故障率从2.6%降到1.7%。", "supported", None, None),
    ("慢行步道新建11.2公里，完成全年目标的44.8%。", "supported", None, "derived"),
    ("城管局印发了《慢行系统导则》（云建发〔2022〕18号）。", "supported", None, None),
    ("道路照明改造目标累计完成47%。", "supported", None, None),
    ("上半年全市新建社区食堂38个。", "contradicted", "33 个", "value"),
    ("二季度新建社区食堂33个。", "contradicted", "14 个", "period"),
    ("上半年新建社区食堂14个。", "contradicted", "33 个", "period"),
    ("上半年已新建社区食堂60个。", "contradicted", "33 个", "target"),
    ("上半年拨付社区食堂补助资金2400万元。", "contradicted", "1268.5 万元", "target"),
    ("上半年拨付社区食堂补助资金1268.5亿元。", "contradicted", "1268.5 万元", "unit"),
    ("上半年拨付社区食堂补助资金同比下降8.4%。", "contradicted", "同比增长 8.4%", "direction"),
    ("老年人就餐满意度比上年提高1.4%。", "contradicted", "1.4 个百分点", "unit"),
    ("老年人就餐满意度比年初提高1.4个百分点。", "contradicted", "比上年提高 1.4 个百分点", "direction"),
    ("上半年新建社区食堂中，街道级21个。", "contradicted", "12 个", "value"),
    ("道路照明故障率从1.7%降到2.6%。", "contradicted", None, None),
    ("市本级完成道路照明改造投资0.94亿元。", "contradicted", "3820 万元", None),
    ("社区食堂日均就餐超过2万人次。", "contradicted", "1.86 万人次", "value"),
    ("新建社区食堂33个，已提前完成年度目标。", "contradicted", "不少于 60 个", "attainment"),
    ("慢行步道新建11.2公里，完成全年目标的54.8%。", "contradicted", "44.8%", "value"),
    ("接报路灯故障416起，修复416起。", "contradicted", "409 起", None),
    ("上半年新建口袋公园33个。", "not_found", None, "absent"),
    ("上半年拨付慢行步道建设资金1980万元。", "not_found", None, "absent"),
    ("2020年新建社区食堂25个。", "not_found", None, "absent"),
    ("滨江市城市管理局上半年新建社区食堂33个。", "not_found", None, "absent"),
    ("下一步，将按照“三个一批”要求推进G60沿线和5G智慧路灯建设。", "no_figure", None, None),
    ("一是加快建设，二是强化监管。", "no_figure", None, None),
]


@pytest.mark.parametrize(("text", "expected", "instead", "reason"), SENTENCES, ids=[s[0] for s in SENTENCES])
def test_a_sentence(verifier: Verifier, text: str, expected: str, instead: str | None, reason: str | None) -> None:
    verification = verifier.verify(text)
    told = [(figure.expected, figure.reason) for figure in verification.figures if figure.verdict == expected]

    assert verdict(verification) == expected, verification.figures
    if instead is not None:
        assert any(squeeze(instead) in squeeze(said or "") for said, _ in told), told
    if reason is not None:
        assert reason in {why for _, why in told}, told


def test_the_set_gets_its_verdicts_and_nothing_wrong_passes() -> None:
    table: Counter[tuple[str, str]] = Counter()
    passed = []
    for claim in claim_set.load("claims"):
        got = verdict(claim_set.verifier(*claim["files"]).verify(claim["text"]))
        table[claim["verdict"], got] += 1
        if got == "supported" != claim["verdict"]:
            passed.append(claim["id"])
    right = sum(count for (true, got), count in table.items() if true == got)

    assert passed == []
    assert right >= FLOOR * table.total(), table


def test_the_corrections_of_the_set_are_named() -> None:
    wrong = [(claim, figure) for claim in claim_set.load("claims") for figure in claim.get("wrong", [])]
    named = [
        claim_set.names_correction(claim_set.verifier(*claim["files"]).verify(claim["text"]), figure)
        for claim, figure in wrong
    ]

    assert sum(named) >= CORRECTED * len(wrong)


@pytest.mark.parametrize("name", ["draft1.md", "draft2.txt"])
def test_a_draft(name: str) -> None:
    wrong = [record for record in claim_set.load("drafts") if record["draft"] == name]
    text = (claim_set.ROOT / name).read_text(encoding="utf-8")
    verification = claim_set.verifier(*wrong[0]["files"]).verify(text)
    doubted = [figure for figure in verification.figures if figure.verdict != "supported"]
    found = [record for record in wrong if any(claim_set.is_same_figure(figure, record["text"]) for figure in doubted)]

    assert [record["text"] for record in wrong if record not in found] == []
    assert len(doubted) <= len(wrong) + 0.05 * len(verification.figures)


def test_every_verdict_can_be_pointed_to() -> None:
    text = (claim_set.ROOT / "draft1.md").read_text(encoding="utf-8")
    documents = [claim_set.document(f"docs/{name}.txt") for name in ("b1_mzj_2022q2", "b2_mzj_2021q2")]
    verification = Verifier(Documents(*documents)).verify(text)
    cells = {(d.goal_id(g), c.column, c.label): c.text for d in documents for g in d.goals for c in g.cells}

    for claim in verification.claims:
        assert text[claim.start : claim.end] == claim.text
        for figure in claim.figures:
            assert text[figure.start : figure.end] == figure.text
            assert claim.start <= figure.start < figure.end <= claim.end
            assert figure.citation is not None or figure.verdict == "not_found"
            assert bool(figure.message) == (figure.verdict != "supported" or figure.reason == "derived")
    for citation in verification.citations:
        cell = cells[citation.goal_id, citation.column, citation.column_label]
        assert cell[citation.start : citation.end] == citation.quote
    assert sum(verification.summary.values()) == len(verification.claims)


# A true sentence that somebody got slightly wrong.

REPORTS = ("seed", "docs/b3_jtj_2023q3.txt", "docs/z1_rsj_2022q2.txt", "docs/d5_wjw_2021q4.txt")
UNITS = {"万元": "亿元", "亿元": "万元", "个百分点": "%"}
TURNED = {
    "增长": "下降",
    "增加": "减少",
    "提高": "降低",
    "上升": "下降",
    "下降": "上升",
    "减少": "增加",
    "缩短": "延长",
}


def stated(file: str) -> Iterator[tuple[str, int, int, Cell, Figure]]:
    """Each figure of what was done, in its sentence: the sentence, where the figure stands in it, its cell."""
    for goal in claim_set.document(file).goals:
        cell = goal.cell("cumulative_progress")
        for statement in cell.statements if cell else ():
            for figure in cell.figures if cell else ():
                inside = statement.start <= figure.start and figure.end <= statement.end
                if inside and figure.kind in ("money", "count", "percent") and any(c.isdigit() for c in figure.text):
                    sentence = cell.text[statement.start : statement.end]
                    yield sentence, figure.start - statement.start, figure.end - statement.start, cell, figure


def said_of(verification: Verification, start: int) -> str:
    return next((f.verdict for f in verification.figures if f.start <= start < f.end), "no_figure")


@pytest.mark.parametrize("file", REPORTS)
def test_what_the_report_says_is_supported(file: str) -> None:
    verifier = claim_set.verifier(file)
    verdicts = Counter(said_of(verifier.verify(sentence), start) for sentence, start, *_ in stated(file))

    assert verdicts["supported"] >= 0.97 * verdicts.total(), verdicts


@pytest.mark.parametrize("file", REPORTS)
def test_a_wrong_digit_is_never_supported(file: str) -> None:
    verifier, chance, verdicts = claim_set.verifier(file), random.Random(file), Counter()
    for sentence, start, end, *_ in stated(file):
        at = chance.choice([i for i in range(start, end) if sentence[i].isdigit()])
        digit = chance.choice([d for d in "123456789" if d != sentence[at]])
        verdicts[said_of(verifier.verify(sentence[:at] + digit + sentence[at + 1 :]), start)] += 1

    assert verdicts["supported"] == 0
    assert verdicts["contradicted"] >= 0.9 * verdicts.total(), verdicts


@pytest.mark.parametrize("file", REPORTS)
def test_a_wrong_unit_is_never_supported(file: str) -> None:
    verifier, verdicts = claim_set.verifier(file), Counter()
    for sentence, start, end, _, figure in stated(file):
        unit = next((unit for unit in UNITS if figure.text.endswith(unit)), None)
        if unit:
            wrong = sentence[: end - len(unit)] + UNITS[unit] + sentence[end:]
            verdicts[said_of(verifier.verify(wrong), start)] += 1

    assert verdicts["contradicted"] >= 0.95 * verdicts.total() > 0, verdicts
    assert verdicts["supported"] == 0


@pytest.mark.parametrize("file", REPORTS)
def test_a_wrong_direction_is_never_supported(file: str) -> None:
    verifier, verdicts = claim_set.verifier(file), Counter()
    for sentence, start, *_ in stated(file):
        word = next((word for word in TURNED if sentence[:start].rstrip().endswith(word)), None)
        if word:
            at = sentence.rindex(word, 0, start)
            wrong = sentence[:at] + TURNED[word] + sentence[at + len(word) :]
            verdicts[said_of(verifier.verify(wrong), start)] += 1

    assert verdicts.total() > 0
    assert set(verdicts) == {"contradicted"}


@pytest.mark.parametrize("file", REPORTS)
def test_figures_that_changed_places_are_hardly_ever_supported(file: str) -> None:
    verifier, verdicts = claim_set.verifier(file), Counter()
    found = list(stated(file))
    for (sentence, start, end, cell, left), (other, begin, stop, same, right) in pairwise(found):
        alike = (left.kind, left.unit) == (right.kind, right.unit) and left.value != right.value
        if alike and cell is same and sentence == other:
            wrong = sentence[:start] + right.text + sentence[end:begin] + left.text + sentence[stop:]
            verdicts[said_of(verifier.verify(wrong), start)] += 1

    assert verdicts["supported"] <= 1 + 0.05 * verdicts.total(), verdicts


# Values.

VALUES = [
    ("8,778,200万元", "877.82亿元", True),
    ("877.82 亿元", "8778200万元", True),
    ("约878亿元", "877.82亿元", True),
    ("878亿元", "877.82亿元", True),
    ("约900亿元", "877.82亿元", True),
    ("900亿元", "877.82亿元", False),
    ("超过870亿元", "877.82亿元", True),
    ("超过880亿元", "877.82亿元", False),
    ("近880亿元", "877.82亿元", True),
    ("877.82万元", "877.82亿元", False),
    ("9.549亿元", "95490万元", True),
    ("6.38亿元", "63846.1万元", True),
    ("6.39亿元", "63846.1万元", False),
    ("63846.1万元", "6.38亿元", False),
    ("3万多户", "超过3万户", True),
    ("130多亿元", "132.69亿元", True),
    ("100多亿元", "132.69亿元", False),
    ("不足140个", "138个", True),
    ("不超过150个", "不少于150个", False),
    ("三分之二", "66.7%", True),
    ("六成", "60%", True),
    ("近七成", "69.4%", True),
    ("0.6个百分点", "0.6%", False),
    ("138名", "138人", True),
    ("138座", "138条", False),
    ("15亩", "1公顷", True),
    ("1.5公里", "1500米", True),
    ("5亿元", "5亿美元", False),
]


@pytest.mark.parametrize(("claimed", "said", "same"), VALUES, ids=[f"{c}-{s}" for c, s, _ in VALUES])
def test_values(claimed: str, said: str, same: bool) -> None:
    assert agrees(read_figures(claimed)[0], read_figures(said)[0]) is same


def test_a_computed_value_is_written_as_the_draft_writes() -> None:
    assert shown_like(read_figures("129.9万元")[0], Decimal(929000)) == "92.9万元"
    assert shown_like(read_figures("57%")[0], Decimal("47.0833")) == "47.1%"


PERIODS = [
    ("上半年，民生支出增加", [(1, 6, None)]),
    ("今年前三季度新增", [(1, 9, None)]),
    ("二季度末储备项目", [(1, 6, None)]),
    ("2020年上半年为806亿元，2021年同期为877亿元", [(1, 6, 2020), (1, 6, 2021)]),
    ("同比增长，比2020年同期增长5%", []),
    ("完成全年目标的91.8%", []),
    ("比上年末提高1.7个百分点", []),
]


@pytest.mark.parametrize(("text", "expected"), PERIODS, ids=[text for text, _ in PERIODS])
def test_the_months_that_a_sentence_names(text: str, expected: list[tuple[int, int, int | None]]) -> None:
    said = [s.period for s in periods_said(text, this_year=2021, last_year=2020) if s.period]

    assert [(period.first, period.last, period.year) for period in said] == expected


# Drafts.


MARKDOWN = """\
| 指标 | 单位 | 2022年1-6月 | 年度目标 |
|---|---|---|---|
| 新建社区食堂 | 个 | 33 | 60 |
| 更换节能路灯（盏） | | 3752 | 0.8万 |
"""


@pytest.mark.parametrize("mark", ["|", "\t"], ids=["Markdown", "tabs"])
def test_a_table_is_read_by_its_row_and_column(verifier: Verifier, mark: str) -> None:
    lines = [line.strip("|").replace("|", mark) if mark == "\t" else line for line in MARKDOWN.splitlines()]
    verification = verifier.verify("\n".join(line for line in lines if mark == "|" or "---" not in line))
    verdicts = {figure.text: figure.verdict for figure in verification.figures}

    assert verdicts == {"33": "supported", "60": "supported", "3752": "contradicted", "0.8万": "supported"}


def test_a_number_that_nobody_can_read_is_not_passed_over(verifier: Verifier) -> None:
    verification = verifier.verify("上半年新建社区食堂33个，共计 5231。")

    assert [(f.text, f.verdict, f.reason) for f in verification.figures] == [
        ("33个", "supported", None),
        ("5231", "not_found", "unread"),
    ]


def test_what_a_sentence_leans_on_stands_in_the_one_before(verifier: Verifier) -> None:
    verification = verifier.verify("二季度拨付社区食堂补助资金560万元。其中，新建社区食堂14个。")

    assert [figure.verdict for figure in verification.figures] == ["supported", "supported"]


def test_a_year_that_is_only_compared_with_does_not_stay(verifier: Verifier) -> None:
    draft = "上半年新建社区食堂33个，比2020年同期的21个多。更换节能路灯3725盏。"
    verdicts = [figure.verdict for figure in verifier.verify(draft).figures]

    assert (verdicts[0], verdicts[-1]) == ("supported", "supported")


def test_the_newest_report_is_meant_where_no_year_is_named() -> None:
    files = ("docs/b1_mzj_2022q2.txt", "docs/b2_mzj_2021q2.txt")
    verification = claim_set.verifier(*files).verify("上半年全市登记社会组织4719家。")

    assert [(f.verdict, f.reason) for f in verification.figures] == [("contradicted", "period")]
    assert verification.figures[0].expected == "4872 家"


def test_progress_is_told_sentence_by_sentence(verifier: Verifier) -> None:
    told: list[tuple[int, int]] = []
    verifier.verify("新建社区食堂33个。更换路灯3725盏。完毕。", progress=lambda done, total: told.append((done, total)))

    assert told == [(1, 3), (2, 3), (3, 3)]


def test_nothing_to_verify_against(report: Document) -> None:
    with pytest.raises(EmptyIndex):
        Verifier(Documents()).verify("新建社区食堂33个。")
    with pytest.raises(UnknownDocument, match="no-such"):
        Verifier(Documents(report)).verify("新建社区食堂33个。", doc_id="no-such")


def test_a_text_without_figures_and_an_empty_one(verifier: Verifier) -> None:
    assert verifier.verify("").claims == ()
    assert verifier.verify("各项工作有序推进。").summary["no_figure"] == 1


def test_two_visitors_at_once_each_get_their_own_report() -> None:
    documents = [claim_set.document(file) for file in ("docs/b1_mzj_2022q2.txt", "docs/b3_jtj_2023q3.txt")]
    verifier, found = Verifier(Documents(*documents)), {}

    def ask(document: Document) -> None:
        found[document.doc_id] = {
            citation.doc_id
            for _ in range(20)
            for citation in verifier.verify("累计完成58%。", doc_id=document.doc_id).citations
        }

    threads = [threading.Thread(target=ask, args=(document,)) for document in documents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert all(cited <= {doc_id} for doc_id, cited in found.items())
    assert len(found) == 2


HOSTILE = {
    "commas": "，",
    "digits": "12",
    "brackets": "(",
    "one long sentence": "新建社区食堂33个，",
    "respectively": "分别1个和2个",
    "bars": "|1",
    "a pasted table": "新建社区食堂\t33个\t5\n",
    "years": "比2020年同期的3个多，",
}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_time_grows_with_the_text_and_no_faster(verifier: Verifier, unit: str) -> None:
    def seconds(size: int) -> float:
        return best_seconds(lambda: verifier.verify(unit * (size // len(unit))))

    assert seconds(8_000) < 12 * seconds(2_000) + 0.25


def test_a_longer_draft_takes_as_much_longer(verifier: Verifier) -> None:
    def seconds(copies: int) -> float:
        draft = "".join(f"第{i}项：上半年新建社区食堂33个，其中街道级12个，补助资金{i}万元。\n" for i in range(copies))
        return best_seconds(lambda: verifier.verify(draft))

    assert seconds(400) < 12 * seconds(100) + 0.5
