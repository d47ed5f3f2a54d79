"""Which reader, library and assistant the verbs work with.

The verbs get these as one object, so that a test can hand over others; the real ones are imported when they are first
called, since the libraries below them take seconds to load.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ui.settings import Settings

if TYPE_CHECKING:
    from assistant import Assistant
    from corpus import Document, Goal
    from index import Library
    from ui.ingesting import Reader


def _open_reader() -> Reader:
    from corpus import IsolatedReader

    return IsolatedReader()


def _sample_report() -> Path:
    from corpus.reports import sample_report

    return sample_report()


def _open_library(settings: Settings) -> Library:
    from index import Library

    return Library.open(
        settings.data,
        embedding_model=settings.embedding_model,
        database_url=settings.database_url,
        chroma_url=settings.chroma_url,
    )


def _make_assistant(library: Library) -> Assistant:
    from assistant import Assistant

    return Assistant(library)


def _goal_record(document: Document, goal: Goal) -> dict[str, Any]:
    from assistant import goal_record

    return goal_record(document, goal)


@dataclass(frozen=True, slots=True)
class Backend:
    """What a verb may call below this package; who opens a reader or a library closes it."""

    open_reader: Callable[[], Reader] = _open_reader
    sample_report: Callable[[], Path] = _sample_report
    open_library: Callable[[Settings], Library] = _open_library
    make_assistant: Callable[[Library], Assistant] = _make_assistant
    goal_record: Callable[[Document, Goal], dict[str, Any]] = _goal_record
