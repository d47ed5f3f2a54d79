"""The verbs on what the library holds: `documents`, `remove` and `headers`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus import COLUMN_NAMES, Column, SettingsError, squeeze
from ui import terminal
from ui.ingesting import document_facts
from ui.terminal import one_line
from ui.usage import ChineseCommand, TableColumn
from ui.verbs import DONE, FAILED, chosen_documents, common, opened_library, unknown_id
from ui.wiring import Backend

if TYPE_CHECKING:
    from corpus import Document
    from index import Library, PastVersion

REASONS = {"replaced": "被更新替换", "removed": "被移除"}
INDENT = " " * 6
Past = dict[str, list["PastVersion"]]  # earlier versions by id of the document, newest first


@click.command(cls=ChineseCommand)
@click.option("--history", "with_history", is_flag=True, help="列出以前的版本和已移除的报告")
@common
@click.pass_obj
def documents(backend: Backend, *, with_history: bool, data: Path | None, as_json: bool) -> int:
    """列出资料库中的报告。"""
    with opened_library(backend, data=data) as library:
        past = versions(library) if with_history or as_json else {}
        held = library.documents() if with_history and past else chosen_documents(library, doc_id=None)
    gone = {doc_id: past[doc_id] for doc_id in past.keys() - {document.doc_id for document in held}}
    if as_json:
        terminal.write_json(listing(held, past) | ({"removed": _gone(gone)} if with_history else {}))
    else:
        terminal.write_text(document_lines(held, past))
        terminal.write_text(gone_lines(gone))
    return DONE


@click.command(cls=ChineseCommand)
@click.argument("doc_ids", metavar="编号…", nargs=-1, required=True)
@common
@click.pass_obj
def remove(backend: Backend, *, doc_ids: Sequence[str], data: Path | None, as_json: bool) -> int:
    """移除报告；历史中仍保留。"""
    removed: list[str] = []
    unknown: list[str] = []
    with opened_library(backend, data=data) as library:
        titles = {document.doc_id: document.title for document in chosen_documents(library, doc_id=None)}
        for doc_id in dict.fromkeys(doc_ids):
            if doc_id not in titles:
                terminal.say(f"错误：{unknown_id(doc_id, known=list(titles))}")
                unknown.append(doc_id)
                continue
            library.remove(doc_id)
            removed.append(doc_id)
            if not as_json:
                terminal.write_text([f"已移除  {one_line(titles[doc_id])}（{doc_id}）"])
    if as_json:
        terminal.write_json({"removed": removed})
    elif removed:
        terminal.write_text(["历史中仍保留：kaoping documents --history"])
    return FAILED if unknown else DONE


@click.command(cls=ChineseCommand)
@click.argument("header", metavar="[表头", required=False)
@click.argument("column", metavar="列]", required=False, type=TableColumn())
@click.option("--forget", metavar="表头", help="忘记对这个表头的选择")
@common
@click.pass_context
def headers(
    ctx: click.Context,
    *,
    header: str | None,
    column: Column | None,
    forget: str | None,
    data: Path | None,
    as_json: bool,
) -> int:
    """列出对表头的选择，或记住一个表头是哪一列。"""
    if header is not None and (column is None or not squeeze(header)):
        raise click.UsageError(f"请给出表头和它所指的列；列可以是 {'、'.join(COLUMN_NAMES.values())}", ctx)
    if header is not None and forget is not None:
        raise click.UsageError("--forget 不能与另一个表头同用", ctx)
    with opened_library(ctx.obj, data=data) as library:
        done: list[str] = []
        if header is not None and column is not None:
            done = choose(library, header=header, column=column)
        elif forget is not None:
            done = forget_choice(library, header=forget)
        choices = library.header_choices()
    if as_json:
        for line in done:
            terminal.say(line)
        terminal.write_json({"headers": [{"header": name, "column": chosen} for name, chosen in choices.items()]})
    else:
        terminal.write_text(done or choice_lines(choices))
    return DONE


def choose(library: Library, *, header: str, column: Column) -> list[str]:
    """Remember which column a header stands over; says so, and which files to read again."""
    library.choose_header(header, column)
    return [f"已记住：表头“{one_line(header)}”是“{COLUMN_NAMES[column]}”", to_read_again(library, header=header)]


def forget_choice(library: Library, *, header: str) -> list[str]:
    """Forget the choice made for a header; says so, and which files to read again. Raises SettingsError."""
    if squeeze(header) not in library.header_choices():
        raise SettingsError(f"没有对表头“{header}”作过选择；用 kaoping headers 查看已有的选择")
    library.forget_header(header)
    return [f"已忘记：表头“{one_line(header)}”", to_read_again(library, header=header)]


def to_read_again(library: Library, *, header: str) -> str:
    """That files with the header are to be ingested again, naming one of them."""
    sources = [document.source for document in library.documents() if has_header(document, header)]
    named = f"，如 {one_line(sources[0])}" if sources else ""
    more = f"（共 {len(sources)} 份）" if len(sources) > 1 else ""
    return f"重新导入有这个表头的文件后生效{named}{more}"


def has_header(document: Document, header: str) -> bool:
    """Whether a table of the document has the header."""
    return any(squeeze(mapping.header) == squeeze(header) for mapping in document.report.headers)


def versions(library: Library) -> Past:
    """The earlier versions of all documents."""
    ordered = sorted(library.history(), key=lambda version: version.doc_id)  # stable: newest first within each
    return {doc_id: list(found) for doc_id, found in groupby(ordered, key=lambda version: version.doc_id)}


def listing(held: Iterable[Document], past: Past) -> dict[str, Any]:
    """The record of `documents --json`."""
    return {
        "documents": [
            {**document_facts(document), "history": [_version(v) for v in past.get(document.doc_id, ())]}
            for document in held
        ]
    }


def _gone(gone: Past) -> list[dict[str, Any]]:
    return [{"doc_id": doc_id, "history": [_version(v) for v in gone[doc_id]]} for doc_id in sorted(gone)]


def _version(version: PastVersion) -> dict[str, Any]:
    keys = ("replaced_at", "reason", "title", "source", "sha256", "goals")
    return {key: getattr(version, key) for key in keys}


def document_lines(held: Iterable[Document], past: Past) -> Iterator[str]:
    """Each document in two lines, with its earlier versions below."""
    for document in held:
        yield f"{document.doc_id}  {one_line(document.title)}"
        year = f"{document.year} 年" if document.year else ""
        when = f"{year} {document.period or ''}".strip()
        facts = (document.organization, when, f"{len(document.goals)} 项目标")
        yield INDENT + " · ".join(one_line(fact) for fact in (*facts, f"来自 {document.source}") if fact)
        yield from _version_lines(past.get(document.doc_id, ()))


def gone_lines(gone: Past) -> Iterator[str]:
    """The documents that are no longer there."""
    for doc_id in sorted(gone):
        yield f"{doc_id}  {one_line(gone[doc_id][0].title)}（已移除）"
        yield from _version_lines(gone[doc_id])


def _version_lines(past: Iterable[PastVersion]) -> Iterator[str]:
    for version in past:
        when = datetime.fromisoformat(version.replaced_at).astimezone().strftime("%Y-%m-%d %H:%M")
        what = f"{one_line(version.title)} · {version.goals} 项目标 · 来自 {one_line(version.source)}"
        yield f"{INDENT}{when} {REASONS[version.reason]}：{what}"


def choice_lines(choices: dict[str, Column]) -> Iterator[str]:
    """Each choice, or that there is none."""
    if not choices:
        yield "还没有对表头作过选择。记住一个：kaoping headers 表头 列"
    for header, column in choices.items():
        yield f"{one_line(header)} → {COLUMN_NAMES[column]}"
