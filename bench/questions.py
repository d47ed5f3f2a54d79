"""Reads a set of questions: a folder with `docs/`, `docs.jsonl`, `cells.jsonl` and `questions.jsonl`.

Only tab-separated text is read, because a rival that splits raw text must get the same file. A question over another
document is left out, and counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from corpus import Document, read_document, squeeze
from corpus.reports import sample_report

SAMPLE = "seed"  # what a set calls the bundled report
_SUFFIXES = (".txt", ".tsv")


@dataclass(frozen=True, slots=True)
class TrueFigure:
    """A figure that a right answer holds; money in 元, a date or a document number as a string."""

    kind: str
    value: Decimal | str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A cell: file as the set names it, goal without white space, column; `label` is the header of an `other` cell."""

    file: str
    goal: str
    column: str
    label: str | None = None

    def is_at(self, other: Place) -> bool:
        """Whether that cell is this one; a label that isn't given fits any."""
        same = (self.file, self.goal, self.column) == (other.file, other.goal, other.column)
        return same and (None in (self.label, other.label) or self.label == other.label)


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the set.

    `files` are all the documents in the index when it is asked. `cells` holds groups of places: of each group one is
    needed. `history` are the earlier exchanges (question, answer).
    """

    identifier: str
    text: str
    files: tuple[str, ...]
    kind: str
    history: tuple[tuple[str, str], ...]
    figures: tuple[TrueFigure, ...]
    cells: tuple[tuple[Place, ...], ...]

    @property
    def search_text(self) -> str:
        """What a retriever that knows no conversation is asked: the earlier questions, then this one."""
        return " ".join([*(question for question, _ in self.history), self.text])


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions with their documents and true cells; `skipped` counts questions over documents that are not text."""

    questions: tuple[Question, ...]
    paths: Mapping[str, Path]
    documents: Mapping[str, Document]
    texts: Mapping[Place, str]
    skipped: int

    def texts_of(self, question: Question) -> list[str]:
        """The texts of the question's true cells."""
        wanted = [place for group in question.cells for place in group]
        return [text for place, text in self.texts.items() if any(place.is_at(one) for one in wanted)]


def read_questions(folder: Path, *, quick: bool = False, answerable: bool | None = True) -> QuestionSet:
    """Read a set; `quick` keeps the questions of the bundled report alone, `answerable` None those of either kind."""
    files = [record["file"] for record in _records(folder / "docs.jsonl")]
    paths = {file: sample_report() if file == SAMPLE else folder / file for file in files}
    paths = {file: path for file, path in paths.items() if path.suffix in _SUFFIXES and _holds_text(path)}
    records = [one for one in _records(folder / "questions.jsonl") if answerable in (None, one["answerable"])]
    asked = [_question(record) for record in records]
    kept = [question for question in asked if all(file in paths for file in question.files)]
    if quick:
        kept = [question for question in kept if question.files == (SAMPLE,)]
    used = {file for question in kept for file in question.files}
    texts = {_place(record): record["text"] for record in _records(folder / "cells.jsonl") if record["file"] in used}
    documents = {file: read_document(paths[file]) for file in files if file in used}
    return QuestionSet(tuple(kept), paths, documents, texts, skipped=len(asked) - len(kept))


def _holds_text(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line, parse_float=Decimal) for line in lines if line.strip())


def _question(record: Mapping[str, Any]) -> Question:
    single = [[cell] for cell in record.get("cells", [])]
    groups: Sequence[Sequence[dict[str, Any]]] = [*single, *record.get("cells_any", [])]
    return Question(
        identifier=record["id"],
        text=record["question"],
        files=tuple(record["files"]),
        kind=record["type"],
        history=tuple((turn["question"], turn.get("answer") or "") for turn in record.get("history", [])),
        figures=tuple(map(_figure, record.get("figures", []))),
        cells=tuple(tuple(map(_place, group)) for group in groups),
    )


def _figure(record: Mapping[str, Any]) -> TrueFigure:
    value = record["value"]
    return TrueFigure(record["kind"], value if isinstance(value, str) else Decimal(value), record.get("unit"))


def _place(record: Mapping[str, Any]) -> Place:
    return Place(record["file"], squeeze(record["goal"]), record["column"], record.get("label"))
