"""Reads a set of questions: a folder with `docs.jsonl`, the documents it names, and `questions.jsonl`.

A set comes from other people, so nothing of it is trusted: a document outside the folder, a field of another type, a
question over a document that the set doesn't have are each refused with their file and line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import NoReturn

from assistant.answer import Turn
from assistant.evaluation.fields import Fields, read_lines
from corpus.errors import QuestionError
from corpus.reasons import reason_of

SAMPLE = "seed"  # what a set calls the bundled report
# What kinds of question there are, and what people are told they are.
TYPES = {
    "lookup": "查数",
    "multi": "一问多数",
    "attainment": "达标",
    "compare": "比较",
    "aggregate": "汇总",
    "explain": "措施",
    "document": "文件",
    "followup": "追问",
    "derived": "推算",
    "unanswerable": "无答案",
}


@dataclass(frozen=True, slots=True)
class TrueFigure:
    """A figure that a right answer holds; money in 元, a date or a document number as a string."""

    kind: str
    value: Decimal | str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A cell that a right answer cites: file and goal as the set names them, column."""

    file: str
    goal: str
    column: str


@dataclass(frozen=True, slots=True)
class TrueQuestion:
    """A question and what its answer must hold.

    `files` are all the documents in the index when it is asked. `contains`: of each group at least one string;
    `absent`: none. `cells`: each is cited; `cells_any`: of each group at least one. Where it isn't `answerable`, nothing
    may be answered.
    """

    identifier: str
    type: str
    text: str
    files: tuple[str, ...]
    answerable: bool
    history: tuple[Turn, ...] = ()
    figures: tuple[TrueFigure, ...] = ()
    contains: tuple[tuple[str, ...], ...] = ()
    absent: tuple[str, ...] = ()
    cells: tuple[Place, ...] = ()
    cells_any: tuple[tuple[Place, ...], ...] = ()
    reference: str | None = None

    @property
    def true_cells(self) -> tuple[tuple[Place, ...], ...]:
        """Groups of cells: of each one is needed."""
        return (*((cell,) for cell in self.cells), *self.cells_any)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """The questions of a folder, and the path of each document that they are asked over (None: the bundled report)."""

    folder: Path
    questions: tuple[TrueQuestion, ...]
    paths: Mapping[str, Path | None]

    @property
    def groups(self) -> dict[tuple[str, ...], tuple[TrueQuestion, ...]]:
        """The questions by the documents they are asked over, in the order of the set."""
        groups: dict[tuple[str, ...], tuple[TrueQuestion, ...]] = {}
        for question in self.questions:
            groups[question.files] = (*groups.get(question.files, ()), question)
        return groups

    @property
    def types(self) -> tuple[str, ...]:
        """The types that the set has questions of, in the order of `TYPES`."""
        asked = {question.type for question in self.questions}
        return tuple(name for name in TYPES if name in asked)


def read_question_set(folder: Path) -> QuestionSet:
    """Read a set.

    Raises:
        QuestionError: a file can't be read, a record isn't as it should be, or there is no question.
    """
    paths = _document_paths(folder)
    source = folder / "questions.jsonl"
    questions: dict[str, TrueQuestion] = {}
    for fields in read_lines(source):
        question = _question(fields, paths=paths)
        if question.identifier in questions:
            fields.refuse(f"id {question.identifier} 用过了；每题要有自己的 id")
        questions[question.identifier] = question
    if not questions:
        raise QuestionError(f"{source}：一个问题也没有")
    used = {file for question in questions.values() for file in question.files}
    return QuestionSet(folder, tuple(questions.values()), {file: paths[file] for file in paths if file in used})


def _document_paths(folder: Path) -> dict[str, Path | None]:
    """Where each document of `docs.jsonl` lies; the bundled report is always there."""
    paths: dict[str, Path | None] = {SAMPLE: None}
    for fields in read_lines(folder / "docs.jsonl"):
        name = fields.text("file")
        if name != SAMPLE:
            paths[name] = _inside(folder, name, fields=fields)
    return paths


def _inside(folder: Path, name: str, *, fields: Fields) -> Path:
    """The path of a document; one that leads out of the folder is refused, over a link too."""
    if "\0" in name or Path(name).is_absolute() or ".." in Path(name).parts:
        _refuse_outside(name, fields=fields)
    try:
        path = (folder / name).resolve()
        is_inside = path.is_relative_to(folder.resolve())
    except (OSError, RuntimeError) as exc:  # RuntimeError: links in a circle, before Python 3.13
        reason = reason_of(exc) if isinstance(exc, OSError) else "链接成环"
        raise QuestionError(f"{fields.where}：打不开 {name}（{reason}）") from exc
    return path if is_inside else _refuse_outside(name, fields=fields)


def _refuse_outside(name: str, *, fields: Fields) -> NoReturn:
    fields.refuse(f"文件 {name} 不在题集文件夹里；请把它放进 docs/，写成 docs/文件名")


def _question(fields: Fields, *, paths: Mapping[str, Path | None]) -> TrueQuestion:
    kind, files = fields.text("type"), fields.texts("files")
    if kind not in TYPES:
        fields.refuse(f"没有题型 {kind}；可用的有 {'、'.join(TYPES)}")
    if not files:
        fields.refuse("files 是空的；请写明在哪些文件里找答案")
    for file in files:
        if file not in paths:
            fields.refuse(f"files 里的 {file} 不在 docs.jsonl 里")
    return TrueQuestion(
        identifier=fields.identifier("id"),
        type=kind,
        text=fields.text("question"),
        files=tuple(dict.fromkeys(files)),
        answerable=fields.flag("answerable"),
        history=tuple(map(_turn, fields.objects("history"))),
        figures=tuple(map(_figure, fields.objects("figures"))),
        contains=fields.text_groups("contains"),
        absent=fields.texts("absent"),
        cells=tuple(map(_place, fields.objects("cells"))),
        cells_any=tuple(tuple(map(_place, group)) for group in fields.object_groups("cells_any")),
        reference=fields.optional_text("reference"),
    )


def _turn(fields: Fields) -> Turn:
    return Turn(fields.text("question"), fields.optional_text("answer") or "")


def _figure(fields: Fields) -> TrueFigure:
    return TrueFigure(fields.text("kind"), fields.number_or_text("value"), fields.optional_text("unit"))


def _place(fields: Fields) -> Place:
    return Place(fields.text("file"), fields.text("goal"), fields.text("column"))
