"""Answers that a model words, in the product: the chain, the page, the settings."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import gradio as gr
import pytest

from assistant import Answer, Assistant, Request
from assistant.wording import Asking, Wording
from assistant.wording.prompt import Messages
from index_fakes import ROOT, child_environment, open_library
from sse_server import says, serving
from ui.asking.desk import Desk
from ui.asking.scope import Scope
from ui.asking.talk import Talk
from ui.wiring import Backend
from ui_fakes import HOSTILE, REQUEST, FakeAssistant, FakeLibrary, alone, document
from wording_samples import documents

QUESTION = "上半年临江市水利局全市已完成病险水闸除险加固多少座？"
WORDED = "截至6月底，全市已完成病险水闸除险加固31座[1]。"


class Model:
    """Says the same whatever it is asked."""

    def __init__(self, reply: str = WORDED) -> None:
        self.reply = reply
        self.asked = 0

    def stream(self, messages: Messages) -> Iterator[str]:
        self.asked += 1
        yield self.reply


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    opened = open_library(tmp_path_factory.mktemp("data"))
    opened.add(documents()[0])
    yield opened
    opened.close()


def made(library: object, model: Model) -> Assistant:
    return Assistant(library, wording=Wording(Asking(lambda: model)))  # type: ignore[arg-type]


def test_sentences_come_first_and_the_answer_last(library: object) -> None:
    *pieces, answer = made(library, Model()).stream(QUESTION)
    assert pieces == [WORDED]
    assert isinstance(answer, Answer) and answer.answerer == "llm" and WORDED in answer.answer
    assert answer.question == QUESTION and answer.elapsed_ms > 0


def test_without_a_model_there_is_the_answer_alone(library: object) -> None:
    (answer,) = Assistant(library).stream(QUESTION)  # type: ignore[arg-type]
    assert isinstance(answer, Answer) and answer.answerer == "extractive" and "注意" not in answer.answer


def test_the_chain_words_too(library: object) -> None:
    assistant = made(library, Model())
    answer = assistant.chain.invoke(Request(QUESTION))
    assert answer.answerer == "llm" and list(assistant.steps)[-2:] == ["check", "word"]


def test_a_lying_model_changes_nothing_but_the_notice(library: object) -> None:
    plain = Assistant(library).ask(QUESTION)  # type: ignore[arg-type]
    answer = made(library, Model("全市已完成病险水闸除险加固99座[1]。")).ask(QUESTION)
    assert answer.answer.startswith(plain.answer) and "99" not in answer.answer
    assert (answer.figures, answer.citations, answer.answerer) == (plain.figures, plain.citations, "extractive")


def test_warming_up_asks_no_model(library: object) -> None:
    model = Model()
    made(library, model).warm_up(QUESTION)
    assert model.asked == 0


def test_what_the_settings_name_is_asked(library: object, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(says(WORDED)) as endpoint:
        settings = {"KAOPING_LLM_BASE_URL": endpoint.url, "KAOPING_LLM_MODEL": "m", "KAOPING_LLM_API_KEY": "k"}
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        answer = Backend().make_assistant(library).ask(QUESTION)  # type: ignore[arg-type]
    assert answer.answerer == "llm" and endpoint.asked[0]["authorization"] == "Bearer k"


def test_the_client_of_a_model_is_not_loaded_without_one(tmp_path: Path) -> None:
    code = (
        "import sys; from index_fakes import open_library; from pathlib import Path\n"
        "from ui.wiring import Backend; library = open_library(Path(sys.argv[1]))\n"
        "Backend().make_assistant(library)\n"
        "sys.exit(', '.join({'langchain_openai', 'openai', 'assistant.wording'} & set(sys.modules)) or 0)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        env=child_environment(),
        cwd=ROOT,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stderr.decode()


def test_the_page_shows_sentences_as_they_pass_and_then_the_answer() -> None:
    held = document()
    library = FakeLibrary({held.doc_id: held})
    assistant = FakeAssistant(library, sentences=("第一句[1]。", HOSTILE))
    page = Desk(alone(library, assistant=assistant))

    steps = list(page.ask(Talk(), Scope(), gr.EventData(None, {"question": "储备了多少？"}), REQUEST))

    shown = [conversation for _, conversation, _, _ in steps]
    assert len(steps) == 4 and "正在查找" in shown[0]
    assert "第一句[1]。" in shown[1] and "正在查找" in shown[1] and "138 个" not in shown[1]
    assert "第一句" in shown[2] and "&lt;img" in shown[2] and "<img" not in shown[2]
    assert "138 个" in shown[3] and "第一句" not in shown[3] and not steps[3][0].exchanges[0].pending
    assert [talk.exchanges[0].pending for talk, *_ in steps] == [True, True, True, False]
