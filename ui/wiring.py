"""Which reader, library and assistant the verbs work with.

The verbs get these as one object, so that a test can hand over others; the real ones are imported when they are first
called, since the libraries below them take seconds to load.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ui import terminal
from ui.ingesting import Extract, fill
from ui.settings import Settings

if TYPE_CHECKING:
    from assistant import Assistant
    from assistant.audit import Finding
    from assistant.verification import Verifier
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
        reranking_model=settings.reranker_model,
    )


def _make_assistant(library: Library) -> Assistant:
    """The assistant, with the language model of the environment's settings where there is one."""
    from assistant import Assistant

    settings = Settings.from_environment(os.environ)
    if settings.llm_base_url is None or settings.llm_model is None:
        return Assistant(library)
    from assistant.endpoint import open_wording

    wording = open_wording(settings.llm_base_url, model=settings.llm_model, api_key=settings.llm_api_key)
    return Assistant(library, wording=wording)


def _make_verifier(library: Library) -> Verifier:
    from assistant.verification import Verifier

    return Verifier(library)


def _audit(documents: Sequence[Document]) -> tuple[Finding, ...]:
    from assistant.audit import audit

    return audit(documents)


def _make_extract() -> Extract:
    """The extraction step, with the language model of the environment's settings where there is one."""
    settings = Settings.from_environment(os.environ)
    if settings.llm_base_url is None or settings.llm_model is None:
        return fill
    from assistant.endpoint import open_proposer
    from assistant.extraction import extract

    proposer = open_proposer(
        settings.llm_base_url, model=settings.llm_model, api_key=settings.llm_api_key, notice=terminal.say
    )
    return partial(extract, proposer=proposer)


def _goal_record(document: Document, goal: Goal) -> dict[str, Any]:
    from assistant import goal_record

    return goal_record(document, goal)


@dataclass(frozen=True, slots=True)
class Backend:
    """What a verb may call below this package; who opens a reader or a library closes it."""

    open_reader: Callable[[], Reader] = _open_reader
    sample_report: Callable[[], Path] = _sample_report
    open_library: Callable[[Settings], Library] = _open_library
    make_extract: Callable[[], Extract] = _make_extract
    make_assistant: Callable[[Library], Assistant] = _make_assistant
    make_verifier: Callable[[Library], Verifier] = _make_verifier
    audit: Callable[[Sequence[Document]], tuple[Finding, ...]] = _audit
    goal_record: Callable[[Document, Goal], dict[str, Any]] = _goal_record
