"""What our own search and assistant retrieve for a question, as texts and as a ranking of cells.

A text is what a reader or a model would be handed: the goal, the header of the column and the statement. A cell that is
one statement is not indexed a second time as a statement, so a hit on it counts as one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

from assistant import Assistant, Turn
from assistant.question import understand
from assistant.retrieve import retrieve
from assistant.scope import find_scope
from bench.questions import Place, Question
from corpus import Cell, Document, squeeze
from index import Hit, Library

Leg = Literal["dense", "lexical", "fused"]
LEGS: tuple[Leg, ...] = ("dense", "lexical", "fused")
RANKED = 200  # hits that a ranking is read from


class OwnSearch:
    """One leg of the search of a library, or both fused."""

    def __init__(self, library: Library, *, leg: Leg, files: Mapping[str, str]) -> None:
        """`files` names the file of each doc_id as the set of questions does."""
        legs: dict[Leg, Callable[..., list[Hit]]] = {
            "dense": library.search_dense,
            "lexical": library.search_lexical,
            "fused": library.search,
        }
        self._search = legs[leg]
        self._documents = {document.doc_id: document for document in library.documents()}
        self._files = files

    def hits(self, query: str, *, limit: int = RANKED) -> list[Hit]:
        """The best hits."""
        return self._search(query, limit=limit)

    def statements(self, hits: Sequence[Hit], *, count: int) -> list[str]:
        """The texts of the first `count` statements among the hits."""
        return [text for _, text in zip(range(count), self._statements(hits), strict=False)]

    def statements_within(self, hits: Sequence[Hit], *, characters: int) -> list[str]:
        """The texts of the first statements, as many as fit whole into so many characters."""
        texts: list[str] = []
        for text in self._statements(hits):
            characters -= len(text)
            if characters < 0:
                break
            texts.append(text)
        return texts

    def cells(self, hits: Sequence[Hit]) -> list[Place]:
        """The cells that the hits lie in, in the order of their first hit."""
        places = [self._place(hit) for hit in hits if hit.cell >= 0]
        return list(dict.fromkeys(places))

    def _statements(self, hits: Sequence[Hit]) -> Iterator[str]:
        for hit in hits:
            cell = self._cell(hit)
            if cell and hit.statement is not None:
                statement = cell.statements[hit.statement]
                yield self._shown(hit, cell, cell.text[statement.start : statement.end])
            elif cell and len(cell.statements) == 1:
                yield self._shown(hit, cell, cell.text)

    def _shown(self, hit: Hit, cell: Cell, text: str) -> str:
        return f"{self._documents[hit.doc_id].goals[hit.goal - 1].name} {cell.label}：{text}"

    def _cell(self, hit: Hit) -> Cell | None:
        """The cell of a hit; None for a goal as a whole."""
        return self._documents[hit.doc_id].goals[hit.goal - 1].cells[hit.cell] if hit.cell >= 0 else None

    def _place(self, hit: Hit) -> Place:
        goal = self._documents[hit.doc_id].goals[hit.goal - 1]
        label = goal.cells[hit.cell].label if hit.column == "other" else None
        return Place(self._files[hit.doc_id], squeeze(goal.name), hit.column, label)


def reranked_cells(library: Library, question: Question, *, files: Mapping[str, str]) -> list[Place]:
    """The cells in the order that the assistant weighs them, none where no report covers the question."""
    history = tuple(Turn(asked, answer) for asked, answer in question.history)
    scope = find_scope(understand(question.text, history=history), library.documents())
    if scope.reason:
        return []
    passages = retrieve(library, scope.query, scope.documents).passages()
    places = [
        Place(
            files[passage.document.doc_id],
            squeeze(passage.goal.name),
            passage.cell.column,
            passage.cell.label if passage.cell.column == "other" else None,
        )
        for passage in passages
    ]
    return list(dict.fromkeys(places))


def cited_quotes(assistant: Assistant, question: Question) -> list[str]:
    """The quotes that the assistant's answer cites."""
    history = tuple(Turn(asked, answer) for asked, answer in question.history)
    return [citation.quote for citation in assistant.ask(question.text, history=history).citations]


def files_by_id(documents: Mapping[str, Document]) -> dict[str, str]:
    """The name in the set of each document, by its doc_id."""
    return {document.doc_id: file for file, document in documents.items()}
