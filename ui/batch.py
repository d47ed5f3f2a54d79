"""Question files and files of drafts: one JSON object a line, answered one by one.

A line that can't be read or asked is reported by its number and the others are still answered.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from corpus.errors import QuestionError, UnknownDocument
from corpus.reasons import reason_of
from ui.terminal import encodable

if TYPE_CHECKING:
    from assistant import Answer, Assistant


@dataclass(frozen=True, slots=True)
class Question:
    """A line of a question file; `history` holds (question, answer) pairs, oldest first."""

    text: str
    identifier: str | int | None = None
    doc_id: str | None = None
    history: tuple[tuple[str, str], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a file of drafts; `number` is the line's, from 1."""

    text: str
    number: int
    identifier: str | int | None = None
    doc_id: str | None = None


@contextmanager
def opened(source: str, *, what: str) -> Iterator[IO[bytes]]:
    """The lines of the file, or of standard input for `-`. Raises QuestionError where it can't be opened."""
    if source == "-":
        yield sys.stdin.buffer
        return
    with ExitStack() as stack:
        try:
            file = stack.enter_context(Path(source).open("rb"))
        except OSError as error:
            raise QuestionError(f"打不开{what} {source}：{reason_of(error)}") from error
        yield file


def read_questions(lines: Iterable[bytes]) -> Iterator[Question | QuestionError]:
    """The question of each line that isn't blank, or what is wrong with the line."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield _question(line)
            except ValueError as error:
                yield QuestionError(f'第 {number} 行不是一个问题（{error}）；应为 {{"id": …, "question": "…"}}')


def read_texts(lines: Iterable[bytes]) -> Iterator[TextLine | QuestionError]:
    """The draft of each line that isn't blank, or what is wrong with the line."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield _text_line(line, number=number)
            except ValueError as error:
                yield QuestionError(f'第 {number} 行不是一份草稿（{error}）；应为 {{"id": …, "text": "…"}}')


def answer_question(question: Question, *, assistant: Assistant) -> Answer:
    """The answer; a question that can't be asked gets a `not_found` answer that says why."""
    from assistant import Answer, Turn

    history = tuple(Turn(question=asked, answer=answered) for asked, answered in question.history)
    try:
        return assistant.ask(question.text, history=history, doc_id=question.doc_id)
    except (QuestionError, UnknownDocument) as error:
        return Answer(question=question.text, status="not_found", answer=str(error))


def _question(line: bytes) -> Question:
    """Raises ValueError, which says in Chinese what is wrong."""
    record = _object(_value(line), "这一行")
    return Question(
        text=_string(record, "question"),
        identifier=_identifier(record),
        doc_id=_doc_id(record),
        history=tuple(map(_turn, _list(record.get("history") or [], "history"))),
    )


def _text_line(line: bytes, *, number: int) -> TextLine:
    """Raises ValueError as `_question`."""
    record = _object(_value(line), "这一行")
    return TextLine(_string(record, "text"), number, identifier=_identifier(record), doc_id=_doc_id(record))


def _identifier(record: dict[str, Any]) -> str | int | None:
    identifier = record.get("id")
    if isinstance(identifier, (dict, list, float, bool)):
        raise ValueError("id 应为字符串或整数")
    return encodable(identifier) if isinstance(identifier, str) else identifier


def _doc_id(record: dict[str, Any]) -> str | None:
    return _string(record, "doc_id") if record.get("doc_id") is not None else None


def _value(line: bytes) -> Any:
    try:
        return json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as exc:
        raise ValueError("不是 UTF-8 文本") from exc
    except (ValueError, RecursionError) as exc:
        raise ValueError("不是 JSON") from exc


def _turn(value: Any) -> tuple[str, str]:
    turn = _object(value, "history 的一项")
    return _string(turn, "question"), _string(turn, "answer") if turn.get("answer") is not None else ""


def _object(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{name}不是 JSON 对象")
    return value


def _list(value: Any, name: str) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError(f"{name} 应为列表")
    return value


def _string(record: dict[str, Any], key: str) -> str:
    value = record.get(key)
    if not isinstance(value, str):
        raise ValueError(f"{key} 应为字符串")
    return encodable(value)
