"""What the verbs of `kaoping` share: their options, their exit statuses and how they come by a library.

A verb that only reads, or changes what is there, never makes the data folder: a mistyped one would stay behind, and
every question asked of it would find nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus.errors import EmptyIndex, UnknownDocument
from ui.settings import Settings
from ui.wiring import Backend

if TYPE_CHECKING:
    from corpus import Document
    from index import Library

DONE, FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130
INGEST_FIRST = "请先用 kaoping ingest 文件… 导入报告"
IDS_NAMED = 5  # ids named where one is unknown

Verb = Callable[..., Any]


def common(verb: Verb) -> Verb:
    """The options that every verb takes."""
    for option in (
        click.help_option("-h", "--help", help="显示本帮助"),
        click.option("--json", "as_json", is_flag=True, help="只向标准输出写 JSON"),
        click.option("--data", type=click.Path(path_type=Path), metavar="目录", help="数据目录（默认取 KAOPING_DATA）"),
    ):
        verb = option(verb)
    return verb


def settings_for(data: Path | None) -> Settings:
    """The settings of the environment; `data` overrides the folder."""
    settings = Settings.from_environment(os.environ)
    return replace(settings, data=data) if data else settings


def is_missing(settings: Settings) -> bool:
    """Whether there is no library yet, neither a folder nor a database elsewhere."""
    return settings.database_url is None and not os.path.lexists(settings.data)


@contextmanager
def new_library(backend: Backend, *, data: Path | None) -> Iterator[Library]:
    """The library of the settings, made where there is none, closed afterwards."""
    with closing(backend.open_library(settings_for(data))) as library:
        yield library


@contextmanager
def opened_library(backend: Backend, *, data: Path | None) -> Iterator[Library]:
    """The library of the settings, closed afterwards. Raises EmptyIndex where there is none."""
    settings = settings_for(data)
    if is_missing(settings):
        raise EmptyIndex(
            f"数据文件夹 {settings.data} 不存在；请检查 --data 或 KAOPING_DATA，还没有导入过报告时{INGEST_FIRST}"
        )
    with new_library(backend, data=data) as library:
        yield library


def chosen_documents(library: Library, *, doc_id: str | None) -> tuple[Document, ...]:
    """All documents, or the one asked for. Raises EmptyIndex and UnknownDocument."""
    documents = library.documents()
    if not documents:
        raise EmptyIndex(f"资料库是空的；{INGEST_FIRST}")
    chosen = tuple(document for document in documents if doc_id in (None, document.doc_id))
    if not chosen:
        raise UnknownDocument(unknown_id(doc_id or "", known=[document.doc_id for document in documents]))
    return chosen


def unknown_id(doc_id: str, *, known: Sequence[str]) -> str:
    """That there is no such document, with the ids that it may have been meant for."""
    near = get_close_matches(doc_id, known, n=3, cutoff=0.75) or [name for name in known if doc_id and doc_id in name]
    if near:
        return f"没有编号为 {doc_id} 的报告；是不是 {'、'.join(near[:IDS_NAMED])}？"
    more = f"等 {len(known)} 份，用 kaoping documents 查看" if len(known) > IDS_NAMED else ""
    return f"没有编号为 {doc_id} 的报告；已有：{'、'.join(known[:IDS_NAMED])}{more}"
