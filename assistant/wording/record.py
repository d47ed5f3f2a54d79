"""What a sentence of a model is checked against, and what the check says.

A sentence may use what it cites and nothing else, so everything is kept by citation: the words of the quote, its figures with
the words that name them, whose report it is from. The model-free answer stands beside, for what it computes and concludes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.answer import Answer, AnswerFigure, Citation
from assistant.scope import place_and_body
from assistant.verification.mention import Mention
from assistant.verification.naming import mentions
from corpus import BODY, Cell, Document, Goal, Period, Statement, find_periods, parse_period, squeeze


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a sentence may not be shown, in one line of Chinese; the model is told when it is asked again."""

    message: str


@dataclass(frozen=True, eq=False)
class Source:
    """A citation with the document, goal and cell that it is from."""

    citation: Citation
    document: Document
    goal: Goal
    cell: Cell

    @property
    def n(self) -> int:
        """The number of the citation."""
        return self.citation.n

    @cached_property
    def names(self) -> str:
        """What the evidence is called: goal, header, report, body."""
        place, body = place_and_body(self.document.organization or "")
        parts = (self.goal.name, self.cell.label, self.document.title, f"{place}{body}", self.document.period or "")
        return "\n".join(map(squeeze, parts))

    @cached_property
    def quote(self) -> str:
        """The quote without white space, folded."""
        return squeeze(self.citation.quote)

    @property
    def is_short(self) -> bool:
        """Whether the cell is a field of its goal (80%, 2021 年 12 月) and no text."""
        return self.cell.column not in BODY

    @property
    def demands(self) -> bool:
        """Whether the cell says what is to be done."""
        return self.cell.column == "criteria"

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """The figures of the quote, each with the words that name it in its own statement."""
        return tuple(self._mentions())

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """The periods that the quote names, that its column covers and that its figures are of."""
        texts = [self.citation.quote, self.cell.label, self.document.period or ""]
        texts += [mention.figure.period or "" for mention in self.mentions]
        return tuple(found.period for text in texts for found in find_periods(text, loose=True))

    @cached_property
    def own_period(self) -> Period | None:
        """What the report covers."""
        return parse_period(self.document.period) if self.document.period else None

    def _mentions(self) -> Iterable[Mention]:
        statements = self.cell.statements or (Statement(0, len(self.cell.text)),)
        start, end = self.citation.start, self.citation.end
        for statement in statements:
            if statement.start < end and start < statement.end:
                figures = [f for f in self.cell.figures if statement.start <= f.start and f.end <= statement.end]
                above = f"{self.goal.name} {self.cell.label}"
                for mention in mentions(self.cell.text, figures, start=statement.start, end=statement.end, above=above):
                    if start <= mention.figure.start and mention.figure.end <= end:
                        yield mention


@dataclass(frozen=True, eq=False)
class Grounds:
    """All that an answer stands on: its sources by number, and the model-free answer itself."""

    answer: Answer
    sources: dict[int, Source]

    @classmethod
    def of(cls, answer: Answer, documents: Iterable[Document]) -> Grounds:
        """The grounds of an answer whose citations have passed the check."""
        by_id = {document.doc_id: document for document in documents}
        sources = {}
        for citation in answer.citations:
            document = by_id[citation.doc_id]
            goal = next(g for g in document.goals if document.goal_id(g) == citation.goal_id)
            cell = goal.cell(citation.column, label=citation.column_label)
            assert cell is not None
            sources[citation.n] = Source(citation, document, goal, cell)
        return cls(answer, sources)

    @cached_property
    def derived(self) -> tuple[AnswerFigure, ...]:
        """The figures that the model-free answer computes."""
        return tuple(figure for figure in self.answer.figures if figure.derived)

    def chosen(self, numbers: Sequence[int]) -> list[Source]:
        """The sources of these numbers, those that there are."""
        return [self.sources[n] for n in dict.fromkeys(numbers) if n in self.sources]
