"""Whether one answer is right: each requirement by name, True where it holds.

Texts are compared as a reader would, whatever their white space and their width; figures by kind and value, never by
their spelling; a quote to the character.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from assistant.answer import Answer, AnswerFigure, Citation
from assistant.evaluation.questions import Place, TrueFigure, TrueQuestion
from corpus import Document

TOLERANCE = 5e-4  # of the larger of two values
SMALLEST = 1e-9
# What may fail, and what people are told of it.
REQUIREMENTS = {
    "quotes": "引文与原文不一致",
    "grounded": "数字不在引文里",
    "abstains": "无答案却作了回答",
    "answers": "有答案却没有回答",
    "figures": "缺少应有的数字",
    "contains": "缺少应有的内容",
    "absent": "出现了不该有的内容",
    "cites": "没有引到应引的格",
    "no stray number": "有来历不明的数字",
}
_MARK = re.compile(r"\[\d+\]")
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")

Cell = tuple[str | None, str, str]  # file (None: not of the set), name of the goal, column or header of an extra one


def squeeze(text: str | None) -> str:
    """What two spellings of one text share: compatibility forms folded (NFKC), no white space."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))


def goal_key(name: str) -> str:
    """The name of a goal, however it is spelled and marked."""
    return squeeze(name).lstrip("★*")


def is_close(left: Decimal | str, right: Decimal | str) -> bool:
    """Whether two values are one: as numbers within `TOLERANCE`, else as texts."""
    try:
        a, b = float(left), float(right)
    except ValueError:
        return squeeze(str(left)) == squeeze(str(right))
    return abs(a - b) <= TOLERANCE * max(abs(a), abs(b), SMALLEST)


@dataclass(frozen=True)
class Truth:
    """The documents in the index when a question is asked, by the names that the set gives them."""

    documents: Mapping[str, Document]

    @cached_property
    def files(self) -> dict[str, str]:
        """The name in the set of each document, by its id."""
        return {document.doc_id: file for file, document in self.documents.items()}

    @cached_property
    def cells(self) -> dict[Cell, str]:
        """The text of each cell."""
        return {
            (file, goal_key(goal.name), squeeze(cell.label) if cell.column == "other" else cell.column): cell.text
            for file, document in self.documents.items()
            for goal in document.goals
            for cell in goal.cells
        }

    def place(self, citation: Citation) -> Cell:
        """The cited cell as a question names it."""
        return (self.files.get(citation.doc_id), goal_key(citation.goal), citation.column)

    def quotes(self, citation: Citation) -> bool:
        """Whether the quote stands in the cited cell where it says."""
        column = squeeze(citation.column_label) if citation.column == "other" else citation.column
        text = self.cells.get((self.files.get(citation.doc_id), goal_key(citation.goal), column), "")
        return bool(citation.quote) and text[citation.start : citation.end] == citation.quote


def judge(question: TrueQuestion, answer: Answer, *, truth: Truth) -> dict[str, bool]:
    """Each requirement of the question's answer, by its name in `REQUIREMENTS`."""
    checks = {
        "quotes": all(truth.quotes(citation) for citation in answer.citations),
        "grounded": _is_grounded(answer),
    }
    if not question.answerable:
        return checks | {"abstains": answer.status == "not_found" and not answer.figures}
    text = squeeze(_MARK.sub("", answer.answer))
    return checks | {
        "answers": answer.status == "answered",
        "figures": all(any(_shows(figure, true, text=text) for figure in answer.figures) for true in question.figures),
        "contains": all(any(squeeze(one) in text for one in group) for group in question.contains),
        "absent": not any(squeeze(one) in text for one in question.absent),
        "cites": _cites_all(question, answer, truth=truth),
        "no stray number": not _stray_numbers(text, question=question, answer=answer),
    }


def precision_of(question: TrueQuestion, answer: Answer, *, truth: Truth) -> float | None:
    """Share of the citations that are of a true cell; None where none is known or nothing is cited."""
    true = {_key(place) for group in question.true_cells for place in group}
    if not (question.answerable and true and answer.citations):
        return None
    return sum(truth.place(citation) in true for citation in answer.citations) / len(answer.citations)


def _is_grounded(answer: Answer) -> bool:
    """Whether each figure is in its quote, or derived with its expression."""
    quotes = {citation.n: squeeze(citation.quote) for citation in answer.citations}
    return all(
        bool(figure.derived and figure.expression) or squeeze(figure.text) in quotes.get(figure.citation or 0, "")
        for figure in answer.figures
    )


def _shows(figure: AnswerFigure, true: TrueFigure, *, text: str) -> bool:
    return figure.kind == true.kind and is_close(figure.value, true.value) and squeeze(figure.text) in text


def _key(place: Place) -> Cell:
    return (place.file, goal_key(place.goal), place.column)


def _cites_all(question: TrueQuestion, answer: Answer, *, truth: Truth) -> bool:
    cited = {truth.place(citation) for citation in answer.citations}
    return all(any(_key(place) in cited for place in group) for group in question.true_cells)


def _stray_numbers(text: str, *, question: TrueQuestion, answer: Answer) -> list[str]:
    """Numbers of the answer that are in no figure of it, and in no name, quote or question."""
    shown = [squeeze(figure.text) for figure in answer.figures]
    names = squeeze("".join(c.goal + c.quote + c.column_label + c.doc_title for c in answer.citations) + question.text)
    return [n for n in _NUMBER.findall(text) if n not in names and not any(n in one for one in shown)]
