"""The figures of the reports, each with the words that name it, found by these words.

An inverted list of character pairs in memory, made of the loaded documents: verification compares a figure with every
figure that might be meant, by whole documents, which a search for the best few chunks would not give; and it must answer
for hundreds of figures in a second.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from heapq import nlargest
from itertools import islice

from assistant.evidence import Passage, passages_of
from assistant.verification.mention import Mention
from assistant.verification.naming import mentions
from corpus import Cell, Document, Figure, Goal, Period, parse_period

MOST_STATEMENTS = 48  # statements whose figures are compared with one figure of a draft
MOST_FIGURES = 2000  # of them; only a statement that is none holds so many
_NAMED_BY_HEADER = {
    "completion_pct": "目标 累计完成 工作量 完成进度 完成率 总体进度",
    "deadline": "目标 完成时限 完成时间 时间节点 期限",
}


@dataclass(frozen=True, eq=False)
class Entry:
    """A figure of a report and where it stands."""

    passage: Passage
    mention: Mention

    @property
    def figure(self) -> Figure:
        """The figure as the cell has it."""
        return self.mention.figure

    @property
    def document(self) -> Document:
        """The report."""
        return self.passage.document

    @property
    def goal(self) -> Goal:
        """The goal."""
        return self.passage.goal

    @property
    def cell(self) -> Cell:
        """The cell."""
        return self.passage.cell

    @cached_property
    def period(self) -> Period | None:
        """The months that the figure covers, with the year where the text says one."""
        return parse_period(self.figure.period) if self.figure.period else None

    @property
    def year(self) -> int | None:
        """The year that the figure is of: the text's own, else the report's."""
        return (self.period and self.period.resolved(self.document.year).year) or self.document.year

    @property
    def is_demanded(self) -> bool:
        """Whether it says what is to be done, not what was."""
        return self.cell.column == "criteria" or self.figure.role == "target"


class Ledger:
    """All figures of some documents."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = tuple(documents)
        self._passages = [p for d in documents for g in d.goals for c in g.cells for p in passages_of(d, g, c)]
        self._entries: dict[int, tuple[Entry, ...]] = {}
        self._positions = {passage.key: position for position, passage in enumerate(self._passages)}
        self._by_kind: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        self._rarities: dict[str, float] = {}
        self._postings: dict[str, list[int]] = defaultdict(list)
        for position, passage in enumerate(self._passages):
            kinds = {"percent" if f.kind == "fraction" else f.kind for f in passage.figures}
            for pair in passage.pairs | passage.goal_pairs:
                self._postings[pair].append(position)
                for kind in kinds:
                    self._by_kind[kind][pair].append(position)

    def rarity(self, term: str) -> float:
        """How much a pair of characters tells: more the fewer statements hold it, most where none does."""
        if term not in self._rarities:
            count = len(self._postings.get(term, ()))
            self._rarities[term] = math.log(1 + (len(self._passages) + 1) / (0.5 + count))
        return self._rarities[term]

    @cached_property
    def text(self) -> str:
        """All statements as they are matched, one a line."""
        return "\n".join(passage.plain for passage in self._passages)

    def knows(self, pair: str) -> bool:
        """Whether any statement holds a pair of characters."""
        return pair in self._postings

    def near(self, mention: Mention, *, within: frozenset[str]) -> list[Entry]:
        """The figures of the statements that share most with the mention, among the documents `within` (their ids).

        Only statements with a figure of its kind count.
        """
        postings = self._by_kind["percent" if mention.figure.kind == "fraction" else mention.figure.kind]
        scores: dict[int, float] = defaultdict(float)
        for term in mention.nearby | mention.naming:
            weight = self.rarity(term) * (2.0 if term in mention.naming else 1.0)
            for position in postings.get(term, ()):
                scores[position] += weight
        if len(within) < len(self.documents):
            scores = {p: s for p, s in scores.items() if self._passages[p].document.doc_id in within}
        best = nlargest(MOST_STATEMENTS, scores, key=lambda position: (round(scores[position], 6), -position))
        return list(islice((entry for position in best for entry in self.entries(position)), MOST_FIGURES))

    def entry(self, passage: Passage, figure: Figure) -> Entry | None:
        """The entry of a figure of a passage."""
        position = self._positions.get(passage.key)
        found = () if position is None else self.entries(position)
        return next((entry for entry in found if entry.figure == figure), None)

    def beside(self, entry: Entry) -> tuple[Entry, ...]:
        """The figures of the statement that a figure stands in, itself included."""
        return self.entries(self._positions[entry.passage.key])

    def entries(self, position: int) -> tuple[Entry, ...]:
        """The figures of the statement at `position`, worked out once."""
        if position not in self._entries:
            self._entries[position] = tuple(_entries(self._passages[position]))
        return self._entries[position]


def _entries(passage: Passage) -> Iterable[Entry]:
    cell, statement = passage.cell, passage.statement
    above = f"{passage.goal.name} {passage.context} {_before(passage)}"
    for mention in mentions(cell.text, passage.figures, start=statement.start, end=statement.end, above=above):
        yield Entry(passage, _of_short_column(mention, passage))


def _before(passage: Passage) -> str:
    """The statement before, which this one may go on with."""
    earlier = [s for s in passage.cell.statements if s.end <= passage.statement.start]
    return passage.cell.text[earlier[-1].start : earlier[-1].end] if earlier else ""


def _of_short_column(mention: Mention, passage: Passage) -> Mention:
    """A figure that stands alone in its cell (60%, 2021 年 12 月) is named by its goal and its header."""
    named = _NAMED_BY_HEADER.get(passage.cell.column)
    if named is None:
        return mention
    return replace(mention, own=passage.goal.name, tail="", subject="", sentence=f"{passage.goal.name} {named}")
