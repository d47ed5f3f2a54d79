"""Questions over goals as rows, and for their short fields: which rows, how many of how many, and the cells that decide."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.answer import Answer, Turn
from assistant.survey import not_surveyed, survey
from assistant.survey.asked import parse_survey, wants_survey
from assistant.survey.rows import rows_of
from assistant.writer import Writer
from index import Library
from index_fakes import open_library
from survey_reports import EARLIER, HEADER, LATER, prepare, report, sound

RIVERS, DRINKING, DIGITAL, SAVING = "河湖长效管护", "农村饮水提升", "智慧水利建设", "节约用水"


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    library = open_library(tmp_path_factory.mktemp("later"))
    library.add(report(tmp_path_factory.mktemp("reports"), 2022, LATER))
    yield library
    library.close()


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    library, folder = open_library(tmp_path_factory.mktemp("both")), tmp_path_factory.mktemp("reports")
    library.add(report(folder, 2022, LATER))
    library.add(report(folder, 2021, EARLIER))
    yield library
    library.close()


def ask(library: Library, question: str, *, history: tuple[Turn, ...] = ()) -> Answer | None:
    """The answer of the survey alone, None where it leaves the question to others."""
    query, evidence = prepare(library, question, history=history)
    writer = Writer()
    text = survey(query, evidence, writer)
    return writer.answered(query.text, text) if text else not_surveyed(query, evidence)


ROWS = {
    "attribute": ("约束性的目标有几项，是哪些", {RIVERS, DRINKING}, 2),
    "attribute written with gaps": ("预期性目标一共几个，列出来", {DIGITAL, SAVING}, 2),
    "less than a share": ("完成工作量不到五成五的目标有哪些", {RIVERS, DIGITAL, SAVING}, 3),
    "not even half": ("哪一项连一半都没做到", {DIGITAL}, 1),
    "more than a percentage": ("进度超过60%的有哪几项", {DRINKING}, 1),
    "between": ("完成工作量在50%到60%之间的目标有哪些", {RIVERS, SAVING}, 2),
    "exactly": ("累计完成工作量填50%的是哪项", {SAVING}, 1),
    "due before the year ends": ("哪些目标不用等到12月", {DRINKING, DIGITAL}, 2),
    "due in a month": ("10月到期的是哪项目标", {DRINKING}, 1),
    "due by the end of a month": ("11月底前要完成的目标有几项", {DRINKING, DIGITAL}, 2),
    "due at the end of the year": ("年底才到期的目标有哪些", {RIVERS, SAVING}, 2),
    "a value of another column": ("供水中心负责哪几项目标", {DRINKING, DIGITAL}, 2),
    "starred": ("带★的目标有几项", {DIGITAL}, 1),
    "starred, in other words": ("哪一项目标前面打了星号", {DIGITAL}, 1),
    "behind time": ("哪些目标的进度落后于时间进度", {DIGITAL}, 1),
    "at or above": ("进度达到或超过53%的有哪几项", {RIVERS, DRINKING}, 2),
    "starred, with a gloss": ("带星号的（县级督办）目标有哪几个", {DIGITAL}, 1),
    "two conditions": ("约束性目标里哪些没到60%", {RIVERS}, 1),
}


@pytest.mark.parametrize(("question", "names", "number"), ROWS.values(), ids=ROWS)
def test_rows_are_counted_and_named(later: Library, question: str, names: set[str], number: int) -> None:
    answer = ask(later, question)
    assert answer is not None and answer.status == "answered"
    assert {name for name in (RIVERS, DRINKING, DIGITAL, SAVING) if name in answer.answer} == names
    derived = [f.value for f in answer.figures if f.derived and f.kind == "count"]
    assert Decimal(number) in derived and Decimal(4) in derived  # how many, of how many
    assert {c.goal for c in answer.citations} == names
    assert sound(answer, later)


SAID = {
    "highest": ("哪项目标的完成工作量最高", "农村饮水提升 61%"),
    "furthest behind": ("哪项任务走在最后面", "智慧水利建设 47%"),
    "furthest ahead": ("哪个目标进度最靠前", "农村饮水提升 61%"),
    "second": ("完成进度排第二的是哪项", "河湖长效管护 53%"),
    "lowest of some": ("约束性目标里进度最低的是哪个", "河湖长效管护 53%"),
    "average": ("各项目标平均完成多少", "52.75%"),
    "all": ("是不是所有目标都过半了", "不是。"),
    "none": ("有没有目标的进度超过80%", "没有超过 80%的目标"),
    "earliest": ("最早到期的是哪项目标", "农村饮水提升（2022 年 10 月"),
    "each": ("各目标的完成时限分别是什么", "节约用水（2022 年 12 月"),
    "amount": ("完成投资最多的是哪项目标", "智慧水利建设最多"),
    "targets missed": ("哪些指标没有达到", "取水许可网办率 88.5%"),
    "list": ("一共有几项目标", "共 4 项目标"),
}


@pytest.mark.parametrize(("question", "said"), SAID.values(), ids=SAID)
def test_what_is_said_of_rows(later: Library, question: str, said: str) -> None:
    answer = ask(later, question)
    assert answer is not None and said in answer.answer
    assert sound(answer, later)


FIELDS = {
    "deadline": ("智慧水利建设几月底前要完成", "deadline", "2022 年 11 月"),
    "attribute": ("节约用水是约束性指标吗", "attribute", "不是"),
    "responsible": ("智慧水利建设由哪些科室负责", "other", "信息科、供水中心"),
    "completion": ("农村饮水提升完成了百分之几", "completion_pct", "61%"),
    "star": ("智慧水利建设是不是带星", "goal_name", "是的"),
    "number": ("节约用水排在第几项", "goal_name", "第 4 项"),
    "criteria": ("河湖长效管护全年考核哪些内容", "criteria", "巡查河道 400 次"),
    "by its number": ("第2项目标叫什么", "goal_name", "农村饮水提升"),
}


@pytest.mark.parametrize(("question", "column", "said"), FIELDS.values(), ids=FIELDS)
def test_a_field_of_the_goal_that_is_named(later: Library, question: str, column: str, said: str) -> None:
    answer = ask(later, question)
    assert answer is not None and said in answer.answer
    assert [c.column for c in answer.citations] == [column]
    assert sound(answer, later)


YEARS = {
    "more": ("2022年比2021年多了哪项目标", {DIGITAL}),
    "fewer": ("2022年的目标比2021年少了哪项", set()),
    "both": ("2021年和2022年都有的目标有几项", {RIVERS, DRINKING, SAVING}),
}


@pytest.mark.parametrize(("question", "names"), YEARS.values(), ids=YEARS)
def test_goals_of_two_years(both: Library, question: str, names: set[str]) -> None:
    answer = ask(both, question)
    assert answer is not None and answer.status == "answered"
    assert {c.goal for c in answer.citations} == names
    assert sound(answer, both)


@pytest.mark.parametrize(
    "question",
    [
        "巡查河道多少次",
        "上半年改造了几座水厂",
        "水质抽检合格率是多少",
        "新建监测站的年度目标是多少个",
        "采取了哪些节水措施",
    ],
)
def test_what_asks_for_figures_is_left_to_others(later: Library, question: str) -> None:
    assert ask(later, question) is None


def test_a_follow_up_changes_what_it_names(later: Library) -> None:
    answer = ask(later, "那最低的呢？", history=(Turn("哪项目标的完成工作量最高？"),))
    assert answer is not None and "智慧水利建设 47%" in answer.answer and "61%" not in answer.answer


def test_a_report_without_the_column_says_so(tmp_path: Path) -> None:
    library = open_library(tmp_path / "library")
    header = HEADER.replace(" 指标属性 |", "")
    rows = [row.replace(" 约束性 |", "").replace(" 预期性 |", "") for row in (LATER[0], LATER[3])]
    library.add(report(tmp_path, 2022, rows, header=header))
    answer = ask(library, "约束性目标有几项")
    assert answer is not None and answer.status == "not_found" and "指标属性" in answer.answer and not answer.figures
    library.close()


def test_the_same_question_is_read_the_same_way(later: Library) -> None:
    query, evidence = prepare(later, "约束性目标里哪些没到60%")
    rows = rows_of(evidence.documents)
    assert wants_survey(query)
    assert parse_survey(query, rows) == parse_survey(query, rows)


def test_the_rise_of_each_goal_between_two_reports(both: Library) -> None:
    answer = ask(both, "2021年到2022年哪项目标的完成工作量涨得最少，涨了多少个百分点")
    assert answer is not None and SAVING in answer.answer and "没有变化" in answer.answer
    assert [c.column for c in answer.citations] == ["completion_pct", "completion_pct"]
    answer = ask(both, "2021年到2022年每项目标的完成工作量各涨了多少个百分点")
    assert answer is not None and [f.value for f in answer.figures if f.unit == "个百分点"] == [1, 1]
    assert sound(answer, both)
