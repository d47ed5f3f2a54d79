"""The verb `feedback`: what people thought of answers, written as a set of questions with its reports.

The set can be run by `kaoping eval` as it is; what was found wrong waits beside it in a file of its own until a person
has written the truth.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import click

from corpus.errors import QuestionError
from corpus.reasons import reason_of
from ui import terminal
from ui.asking.opinions import question_record
from ui.usage import ChineseCommand, FilePath
from ui.verbs import DONE, common, opened_library
from ui.wiring import Backend

if TYPE_CHECKING:
    from corpus import Document
    from index import Library

TO_REVIEW = "review.jsonl"


@dataclass(frozen=True, slots=True)
class Exported:
    """How many opinions went into the set, and how many wait for a person."""

    folder: Path
    questions: int
    to_review: int
    documents: int

    def to_json(self) -> dict[str, Any]:
        """The record of the verb."""
        return {
            "folder": str(self.folder),
            "questions": self.questions,
            "review": self.to_review,
            "documents": self.documents,
        }


@click.command(cls=ChineseCommand)
@click.argument("folder", metavar="文件夹", type=FilePath())
@common
@click.pass_obj
def feedback(backend: Backend, *, folder: Path, data: Path | None, as_json: bool) -> int:
    """把网页上对回答的评价导出成题集。

    “答得对”的写入 questions.jsonl，可直接用 kaoping eval 评测；“有问题”的写入 review.jsonl，补上正确答案后再移过去。
    """
    with opened_library(backend, data=data) as library:
        exported = export(library, folder=folder)
    if as_json:
        terminal.write_json(exported.to_json())
    else:
        terminal.write_text(
            [
                f"{exported.folder}：{exported.questions} 题，待复核 {exported.to_review} 题，报告 {exported.documents} 份"
            ]
        )
    return DONE


def export(library: Library, *, folder: Path) -> Exported:
    """Write the set.

    Raises:
        QuestionError: the folder can't be written, or holds a set already.
    """
    held = {document.doc_id: document for document in library.documents()}
    files = {doc_id: name for doc_id, document in held.items() if (name := _kept_as(document, library))}
    right: list[dict[str, Any]] = []
    wrong: list[dict[str, Any]] = []
    for opinion in library.feedback.all():
        usable = opinion.verdict == "up" and opinion.doc_ids and set(opinion.doc_ids) <= files.keys()
        names = {doc_id: files.get(doc_id, doc_id) for doc_id in opinion.doc_ids}
        (right if usable else wrong).append(question_record(opinion, files=names))
    used = {file for record in (*right, *wrong) for file in record["files"]}
    documents = [held[doc_id] for doc_id, name in files.items() if name in used]
    try:
        _write(folder, {"questions.jsonl": right, TO_REVIEW: wrong, "docs.jsonl": _facts(documents, files)})
        for document in documents:
            file = library.file(document.doc_id)
            (folder / files[document.doc_id]).write_bytes(file.data if file else b"")
    except OSError as error:
        raise QuestionError(f"{folder} 写不进去：{reason_of(error)}；请换一个新的文件夹") from error
    return Exported(folder, len(right), len(wrong), len(documents))


def _kept_as(document: Document, library: Library) -> str:
    """The name of a report's file in the set; "" where its file was not kept."""
    if library.file(document.doc_id) is None:
        return ""
    return f"docs/{document.doc_id}{PurePath(document.source).suffix.lower()}"


def _facts(documents: Iterable[Document], files: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "file": files[document.doc_id],
            "title": document.title,
            "organization": document.organization,
            "year": document.year,
            "period": document.period,
            "goals": len(document.goals),
        }
        for document in documents
    ]


def _write(folder: Path, contents: Mapping[str, list[dict[str, Any]]]) -> None:
    (folder / "docs").mkdir(parents=True)
    for name, records in contents.items():
        lines = "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records)
        (folder / name).write_text(lines, encoding="utf-8")
