"""The language of the page: what is said in it, and that nothing has been left untranslated."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import gradio as gr
import pytest
from gradio.helpers import special_args

import ui
from ui.language import ENGLISH, Language, english, language, speaker, speaking, tr

UI = Path(ui.__file__).parent


def said_in_code() -> Iterator[tuple[str, str]]:
    """Each text that is handed to `tr`, with its file."""
    for path in sorted(UI.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tr":
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield path.name, first.value


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_text_is_translated() -> None:
    assert [(name, text) for name, text in said_in_code() if text not in english()] == []


def test_a_translation_fills_in_what_the_text_fills_in() -> None:
    assert english() and {text: said for text, said in english().items() if names(text) != names(said)} == {}


def test_two_files_do_not_translate_one_text_in_two_ways() -> None:
    tables = [json.loads(path.read_text(encoding="utf-8")) for path in ENGLISH.glob("*.json")]
    assert [(text, table[text]) for table in tables for text in table if table[text] != english()[text]] == []


class Events:
    """Says which language it speaks."""

    def once(self, said: str) -> str:
        return f"{said} {language()}"

    def steps(self, count: int) -> Iterator[str]:
        for number in range(count):
            yield f"{number} {tr('问答')}"

    def injected(self, said: str, event: gr.EventData, request: gr.Request) -> str:
        return f"{said} {event} {request}"


@pytest.mark.parametrize(("chosen", "word"), [("zh", "问答"), ("en", "Ask")])
def test_events_speak_the_language_of_their_page(chosen: Language, word: str) -> None:
    events = speaker(Events(), language=chosen)

    assert events.once("a") == f"a {chosen}"
    steps = events.steps(2)
    assert next(steps) == f"0 {word}" and language() == "zh" and next(steps) == f"1 {word}"
    assert list(steps) == []


def test_what_gradio_hands_an_event_arrives() -> None:
    handler = speaker(Events(), language="en").injected
    request = gr.Request()

    given, *_ = special_args(handler, ["a"], request, gr.EventData(None, {}))

    assert given[0] == "a" and isinstance(given[1], gr.EventData) and given[2] is request


def test_a_language_ends_with_its_block() -> None:
    with speaking("en"):
        assert tr("资料") == "Documents"
    assert tr("资料") == "资料"
