"""The chunks of a document: one per goal, per cell and per statement, each pointing at its place in the truth.

What is embedded (`passage`) and what is tokenised (`context`, `text`) is derived: a statement alone (已超过 3 万户)
does not say what it is about, so the goal, the column and the heading of its item are put before it. The cell itself is
never rewritten. The embedder's time grows with every token, so a goal is embedded by its name alone, and a cell of several
statements not at all: its vector is the mean of theirs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from corpus import Cell, Document, Goal, Statement
from index.hits import Level

CHUNK_FORMAT = 2  # raise it whenever a chunk or its texts change: every index is then rebuilt
LONG_PASSAGE = 600  # characters of a statement or a cell that are embedded
SHORT_CRITERIA = 120  # characters of the criteria that describe a goal

Texts = tuple[str, str, str]  # context, text and passage of a chunk


@dataclass(frozen=True, slots=True)
class Chunk:
    """A place in a document with the texts by which it is found.

    `goal` is the goal's number; `cell` and `statement` are positions as in `Hit`. `id` changes with the document's
    content, so that what an index still holds of an earlier version names no place in the present one. `passage` is ""
    where the vector is the mean of those of the cell's statements.
    """

    id: str
    doc_id: str
    goal: int
    column: str
    cell: int
    statement: int | None
    level: Level
    context: str
    text: str
    passage: str


@dataclass(frozen=True, slots=True)
class DocumentChunks:
    """All chunks of a document, with what a search may filter by.

    `fingerprint` is the hexadecimal digest of everything that goes into a derived index, the chunk format included.
    """

    doc_id: str
    organization: str | None
    year: int | None
    period: str | None
    fingerprint: str
    chunks: tuple[Chunk, ...]


def chunk_document(document: Document) -> DocumentChunks:
    """Cut a document into chunks; the same document always gives the same chunks, ids and fingerprint."""
    fingerprint = _fingerprint(document)
    return DocumentChunks(
        document.doc_id,
        document.organization,
        document.year,
        document.period,
        fingerprint,
        tuple(_chunks(document, version=fingerprint[:12])),
    )


def _chunks(document: Document, *, version: str) -> Iterator[Chunk]:
    """Every chunk in the order of the document; `place` in an id is goal, cell and statement by position."""
    for goal_position, goal in enumerate(document.goals):
        for position, statement, level, texts in _places(goal):
            place = ".".join(str(n) for n in (goal_position, position, statement) if n is not None)
            column = goal.cells[position].column if position >= 0 else "goal_name"
            identifier = f"{document.doc_id}#{place}@{version}"
            yield Chunk(identifier, document.doc_id, goal.number, column, position, statement, level, *texts)


def _places(goal: Goal) -> Iterator[tuple[int, int | None, Level, Texts]]:
    """The goal, its cells and their statements, each with its texts."""
    yield -1, None, "goal", _goal_texts(goal)
    for position, cell in enumerate(goal.cells):
        if not cell.text.strip() or cell.column == "goal_name":
            continue
        context = f"{goal.name} {cell.label}".strip()
        yield position, None, "cell", _cell_texts(cell, context=context)
        for number, statement in enumerate(() if _is_one_statement(cell) else cell.statements):
            yield position, number, "statement", _statement_texts(cell, statement, context=context)


def _goal_texts(goal: Goal) -> Texts:
    text = f"{goal.name} {goal.text('criteria')[:SHORT_CRITERIA]}".strip()
    return "", text, goal.name or text


def _cell_texts(cell: Cell, *, context: str) -> Texts:
    alone = _is_one_statement(cell) or not cell.statements
    return context, cell.text, f"{context} {cell.text[:LONG_PASSAGE]}" if alone else ""


def _statement_texts(cell: Cell, statement: Statement, *, context: str) -> Texts:
    text = cell.text[statement.start : statement.end]
    if statement.lead and text.lstrip().startswith(statement.lead):
        return context, text, f"{context} {text[:LONG_PASSAGE]}"
    around = f"{context} {statement.lead}".strip()
    return around, text, f"{around} {text[:LONG_PASSAGE]}"


def _is_one_statement(cell: Cell) -> bool:
    if len(cell.statements) != 1:
        return False
    (only,) = cell.statements
    return cell.text[only.start : only.end].strip() == cell.text.strip()


def _fingerprint(document: Document) -> str:
    """Digest of what the chunks are made of: the header, and the texts and statements of the cells."""
    header = [CHUNK_FORMAT, document.doc_id, document.organization, document.year, document.period]
    goals = [[goal.number, goal.name, [_content(cell) for cell in goal.cells]] for goal in document.goals]
    # ASCII, so that a lone surrogate in a text can't break the encoding
    return hashlib.sha256(json.dumps([header, goals], ensure_ascii=True).encode("ascii")).hexdigest()


def _content(cell: Cell) -> list[object]:
    return [cell.column, cell.label, cell.text, [[s.start, s.end, s.lead] for s in cell.statements]]
