"""Each question that is offered after an answer is answered when it is asked, from the goal that was spoken of."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import Answer, Assistant
from assistant.extraction import extract
from assistant.followups import MOST, TRIED, followups
from corpus import read_document
from corpus.reports import sample_report
from index_fakes import open_library
from ui_fakes import document

QUESTIONS = (
    "上半年全市民生支出是多少？",
    "专项债储备项目达到不少于 150 个的目标了吗？",
    "上半年“三公”经费支出了多少？",
    "疫苗接种拨付了多少医保基金？",
    "“重大项目保障”累计完成工作量是多少？",
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    library = open_library(tmp_path_factory.mktemp("data"))
    library.add(extract(read_document(sample_report())))
    yield Assistant(library)
    library.close()


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_follow_up_is_answered_from_the_same_goal(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    offered = assistant.followups(answer)

    assert 1 <= len(offered) <= MOST and question not in offered and len(set(offered)) == len(offered)
    for followup in offered:
        reply = assistant.ask(followup)
        assert reply.status == "answered" and answer.citations[0].goal_id in {c.goal_id for c in reply.citations}


def test_the_same_is_asked_of_another_period(assistant: Assistant) -> None:
    assert any(question.startswith("二季度") for question in assistant.followups(assistant.ask(QUESTIONS[0])))


def test_nothing_follows_an_answer_without_a_source(assistant: Assistant) -> None:
    assert assistant.followups(Answer("q", "not_found", "没有")) == ()


def test_what_is_not_answered_is_not_offered_and_trying_ends() -> None:
    held = document()
    tried: list[str] = []

    def refuse(question: str) -> Answer:
        tried.append(question)
        return Answer(question, "not_found", "没有")

    from ui_fakes import FakeAssistant, FakeLibrary

    answer = FakeAssistant(FakeLibrary({held.doc_id: held})).ask("储备了多少？")

    assert followups(answer, [held], try_out=refuse) == () and 1 <= len(tried) <= TRIED
    assert followups(answer, [], try_out=refuse) == ()


def test_a_question_within_some_reports_knows_no_others(assistant: Assistant) -> None:
    from corpus import EmptyIndex

    held = assistant.ask(QUESTIONS[0]).citations[0].doc_id
    assert assistant.ask(QUESTIONS[0], within=frozenset({held})).status == "answered"
    with pytest.raises(EmptyIndex):
        assistant.ask(QUESTIONS[0], within=frozenset({"another"}))
