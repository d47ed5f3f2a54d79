"""The language of the page: Chinese, and English for those who ask for it.

Texts stand in the code in Chinese, where they are read; `tr` looks up the English beside them in `english/`. There is a
page for each language (see page), so what is built once and what an event renders are said in the same one: `speaker`
has the events of a tab run in the language of its page.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, wraps
from inspect import isgeneratorfunction
from pathlib import Path
from typing import Any, Literal, TypeVar, cast

Language = Literal["zh", "en"]
Events = TypeVar("Events")
ENGLISH = Path(__file__).parent / "english"

_language: ContextVar[Language] = ContextVar("language", default="zh")


def tr(text: str, **values: object) -> str:
    """The text in the language spoken, with its `{names}` filled in; Chinese where no one has translated it."""
    said = english().get(text, text) if _language.get() == "en" else text
    return said.format(**values) if values else said


def language() -> Language:
    """The language spoken."""
    return _language.get()


@contextmanager
def speaking(chosen: Language) -> Iterator[None]:
    """Speak this language in the block."""
    token = _language.set(chosen)
    try:
        yield
    finally:
        _language.reset(token)


@cache
def english() -> dict[str, str]:
    """English by Chinese, of all files in `english/`."""
    tables = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(ENGLISH.glob("*.json")))
    return {chinese: said for table in tables for chinese, said in table.items()}


def speaker(events: Events, *, language: Language) -> Events:
    """The object whose methods are the events of a tab, with each of them in that language."""
    return cast("Events", _Speaker(events, language))


class _Speaker:
    def __init__(self, events: Any, language: Language) -> None:
        self._events = events
        self._language = language

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return _spoken(getattr(self._events, name), language=self._language)


def _spoken(handler: Callable[..., Any], *, language: Language) -> Callable[..., Any]:
    """The event in that language; one that yields speaks it each time it goes on, since a thread may be another."""
    if isgeneratorfunction(handler):

        @wraps(handler)
        def stepping(*given: Any) -> Iterator[Any]:
            steps = handler(*given)
            try:
                while True:
                    with speaking(language):
                        try:
                            shown = next(steps)
                        except StopIteration:
                            return
                    yield shown
            finally:
                steps.close()

        return stepping

    @wraps(handler)
    def answering(*given: Any) -> Any:
        with speaking(language):
            return handler(*given)

    return answering
