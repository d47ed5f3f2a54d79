"""Targets: the verdict, the gap, the share; thresholds of the question's own; and a target that nothing answers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer import Answer
from assistant.question import understand
from assistant.targets import attained, only_targets, wants_attainment
from assistant.targets.asked import thresholds
from assistant.writer import Writer
from index import Library
from index_fakes import open_library
from survey_reports import LATER, prepare, report, sound


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    opened = open_library(tmp_path_factory.mktemp("library"))
    opened.add(report(tmp_path_factory.mktemp("reports"), 2022, LATER))
    yield opened
    opened.close()


def ask(library: Library, question: str) -> Answer | None:
    query, evidence = prepare(library, question)
    writer = Writer()
    text = attained(query, evidence, writer)
    return writer.answered(query.text, text) if text else only_targets(query, evidence)


SAID = {
    "missed": ("取水许可网办率达标了吗", ("尚未达到目标", "1.5 个百分点"), ()),
    "met": ("河长公示牌更新率达到目标没有", ("已达到目标", "1.4 个百分点"), ()),
    "a limit": ("万元产值用水量控制在18吨以内守住了吗", ("已达到目标", "低于限值 1.1 吨"), ("未达到",)),
    "first of a list": ("水厂改造完成年度任务了吗", ("目标 12 座，实际 7 座", "还差 5 座"), ("28 公里",)),
    "second of a list": ("管网改造达标了吗", ("目标 80 公里，实际 52 公里", "还差 28 公里"), ("5 座",)),
    "the scope of the target": ("全县水质抽检合格率达标没有", ("尚未达到目标", "0.8 个百分点"), ("已达到",)),
    "the stage that counts": ("监测站建成的够30个了吗", ("还差 16 个",), ("还差 5 个",)),
    "a fraction": ("节水载体覆盖的单位达到三分之二了吗", ("64.1%", "2.57 个百分点"), ("已达到",)),
    "gap": ("巡查河道离全年任务还差多少次", ("还差 188 次",), ()),
    "share and gap": ("巡查河道完成了目标的百分之几，还差多少次", ("53%", "还差 188 次"), ()),
    "own threshold, above": ("河长公示牌更新率过96%了吗", ("是的", "高于问题所说的 96%", "95%"), ("没有：",)),
    "own threshold, below": ("取水许可网办率有没有89%", ("没有：", "低于问题所说的 89%"), ()),
    "own threshold in words": ("河长公示牌更新率过九成了没", ("是的", "高于问题所说的九成"), ()),
    "own threshold in money": ("智慧水利建设完成投资够3000万元了吗", ("是的", "260 万元"), ()),
    "status": ("智慧水利建设推进得怎么样", ("47%", "88.5%", "3260 万元"), ()),
}  # fmt: skip


@pytest.mark.parametrize(("question", "said", "unsaid"), SAID.values(), ids=SAID)
def test_what_is_said_of_a_target(
    library: Library, question: str, said: tuple[str, ...], unsaid: tuple[str, ...]
) -> None:
    answer = ask(library, question)
    assert answer is not None and answer.status == "answered"
    assert [part for part in said if part not in answer.answer] == []
    assert [part for part in unsaid if part in answer.answer] == []
    assert sound(answer, library)


@pytest.mark.parametrize("question", ["水库标准化管理覆盖率现在达到多少了", "水库标准化管理覆盖率达标了吗"])
def test_a_target_alone_answers_nothing(library: Library, question: str) -> None:
    answer = ask(library, question)
    assert answer is not None and answer.status == "not_found" and not answer.figures
    assert [(c.column, "70%" in c.quote) for c in answer.citations] == [("criteria", True)]


@pytest.mark.parametrize(
    "question",
    [
        "水库标准化管理覆盖率的目标是多少",
        "巡查河道多少次",
        "为什么网办率没达标",
        "巡查河道同比多了多少次",
        "哪些目标没完成",
    ],
)
def test_what_is_not_asked_of_a_target_is_left(library: Library, question: str) -> None:
    assert ask(library, question) is None


THRESHOLDS = {
    "a percentage": ("占比够不够75%", ["75%"]),
    "tenths": ("合格率过九成了没", ["九成"]),
    "a bare number": ("上线率够98了吗", ["98"]),
    "a number of ten thousands": ("参保人数够118万了吗", ["118万"]),
    "not the size of what is counted": ("年收入50万元以上的村占到六成没有", ["六成"]),
    "none where nothing is compared": ("巡查河道 212 次的占比是多少", []),
}


@pytest.mark.parametrize(("question", "found"), THRESHOLDS.values(), ids=THRESHOLDS)
def test_the_values_that_a_question_compares_with(question: str, found: list[str]) -> None:
    assert [t.text for t in thresholds(understand(question))] == found


@pytest.mark.parametrize("question", ["达标了吗", "还差几个", "完成了百分之几", "守住5%了没有"])
def test_a_verdict_a_gap_or_a_share_is_recognised(question: str) -> None:
    assert wants_attainment(understand(question))
