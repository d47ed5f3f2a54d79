"""The figures of a report in the shape in which they are compared: each with its sentence, its clause and what it measures.

Sentences and clauses are found once a cell, and figures are handed out to them in one sweep: the passages of the
question answering look the figures of a cell through for each sentence, which a cell of two megabytes doesn't bear.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from assistant.audit.naming import is_elsewhen, metric_key, scope_of
from assistant.clauses import clause_spans
from assistant.evidence import Passage
from assistant.writer import Place
from corpus import Cell, Document, Figure, Goal, Period, Statement, fold, parse_period

_NEAR = 200  # characters of a sentence that are looked at on either side of a figure
NEIGHBOURS = 12  # figures of a sentence that are looked at on either side of one
_PROGRESS = ("quarter_progress", "cumulative_progress")


@dataclass(frozen=True, eq=False)
class Measure:
    """A figure with a value, where it stands. Compared by identity: a report may say one figure in many places.

    `value` is the figure's. `clause` is the position of its clause in the sentence, `begin` where what is said of it
    begins: behind the figure before it in its clause.
    """

    sentence: Sentence
    figure: Figure
    value: Decimal
    clause: int
    begin: int

    @property
    def place(self) -> Place:
        """The cell it stands in."""
        return self.sentence.place

    @property
    def is_amount(self) -> bool:
        """Whether it counts something (or sums money), rather than being a ratio of two amounts."""
        return self.figure.kind in ("money", "count")

    @cached_property
    def head(self) -> str:
        """What stands before it in its clause, behind the figure before; folded."""
        return self.sentence.folded[max(self.begin, self.figure.start - _NEAR) : self.figure.start]

    @cached_property
    def before(self) -> str:
        """What stands before it in its sentence; folded."""
        start = max(self.sentence.statement.start, self.figure.start - _NEAR)
        return self.sentence.folded[start : self.figure.start]

    @cached_property
    def after(self) -> str:
        """What stands behind it in its clause; folded."""
        return self.sentence.folded[self.figure.end : min(self.clause_span[1], self.figure.end + _NEAR)]

    @property
    def clause_span(self) -> tuple[int, int]:
        """The span of its clause in the cell."""
        return self.sentence.clauses[self.clause]

    @cached_property
    def key(self) -> str:
        """What it measures, in the form in which two figures are told to measure the same; "" where nothing says it."""
        return metric_key(self.figure.metric or self.head)

    @cached_property
    def scope(self) -> str:
        """Whose figure it is (全市, 市本级), "" where the sentence doesn't say."""
        return self.figure.scope or scope_of(self.before)

    @cached_property
    def is_elsewhen(self) -> bool:
        """Whether it is said of another time than the report's: last year's, or planned."""
        return is_elsewhen(self.head, after=self.after[:6])

    @cached_property
    def period(self) -> Period | None:
        """The months it covers, with their year; the whole year for a target or a budget, None where nothing says it."""
        document = self.place.document
        found = parse_period(self.figure.period) if self.figure.period else None
        if self.figure.role in ("target", "budget"):
            found = Period(1, 12, found.year if found else None)
        if found is None:
            return None
        return Period(found.first, found.last, found.year or document.year)


@dataclass(frozen=True, eq=False)
class Sentence:
    """A statement of a cell with the spans of its clauses; `folded` is the text of the whole cell.

    `before` is the sentence that stands before it in the cell, None for the first.
    """

    place: Place
    statement: Statement
    clauses: tuple[tuple[int, int], ...]
    folded: str
    before: Sentence | None

    @cached_property
    def text(self) -> str:
        """The sentence, folded."""
        return self.folded[self.statement.start : self.statement.end]

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """Its figures that have a value, left to right."""
        return tuple(self._measures())

    def _measures(self) -> Iterator[Measure]:
        position, last = 0, self.statement.start
        for figure in self._figures:
            while position + 1 < len(self.clauses) and figure.start >= self.clauses[position][1]:
                position += 1
            begin = max(self.clauses[position][0], last)
            if isinstance(figure.value, Decimal):
                yield Measure(self, figure, figure.value, position, min(begin, figure.start))
            if figure.kind not in ("period", "date"):
                last = figure.end

    @cached_property
    def _starts(self) -> list[int]:
        return [measure.figure.start for measure in self.measures]

    def until(self, offset: int, *, most: int = NEIGHBOURS) -> list[Measure]:
        """The nearest figures that begin before an offset of the cell, in order."""
        end = bisect_left(self._starts, offset)
        return list(self.measures[max(0, end - most) : end])

    def behind(self, offset: int, *, most: int = NEIGHBOURS) -> list[Measure]:
        """The nearest figures that begin behind an offset of the cell, in order."""
        begin = bisect_right(self._starts, offset)
        return list(self.measures[begin : begin + most])

    @property
    def _figures(self) -> Sequence[Figure]:
        return _figures_between(self.place.cell, self.statement.start, self.statement.end)


def _figures_between(cell: Cell, start: int, end: int) -> Sequence[Figure]:
    """The figures of a cell within a span: they stand in the order of their starts."""
    first = bisect_left(cell.figures, start, key=lambda figure: figure.start)
    last = bisect_left(cell.figures, end, key=lambda figure: figure.start)
    return [figure for figure in cell.figures[first:last] if figure.end <= end]


def _sentences(place: Place) -> Iterator[Sentence]:
    cell = place.cell
    folded, before = fold(cell.text), None
    for statement in cell.statements or ((Statement(0, len(cell.text)),) if cell.text else ()):
        passage = Passage(place.document, place.goal, cell, statement)
        before = Sentence(place, statement, tuple(clause_spans(passage)), folded, before)
        yield before


@dataclass(frozen=True, eq=False)
class GoalMeasures:
    """A goal with the sentences of its cells."""

    document: Document
    goal: Goal

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of all cells but the goal's name, cell by cell."""
        cells = (cell for cell in self.goal.cells if cell.column not in ("goal_name", "other"))
        return tuple(s for cell in cells for s in _sentences(Place(self.document, self.goal, cell)))

    def of(self, *columns: str) -> tuple[Sentence, ...]:
        """The sentences of the cells of those columns."""
        return tuple(s for s in self.sentences if s.place.cell.column in columns)

    @cached_property
    def progress(self) -> tuple[Sentence, ...]:
        """What the goal says of its progress."""
        return self.of(*_PROGRESS)

    @cached_property
    def demanded(self) -> tuple[Measure, ...]:
        """The figures of its criteria."""
        return tuple(m for s in self.of("criteria") for m in s.measures)

    @cached_property
    def by_figure(self) -> dict[int, Measure]:
        """Its measures by the identity of their figures."""
        return {id(m.figure): m for s in self.sentences for m in s.measures}

    @cached_property
    def completion(self) -> Measure | None:
        """The completion that it claims, in percent; None where its column says none, or several."""
        found = [m for s in self.of("completion_pct") for m in s.measures if m.figure.kind == "percent"]
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True, eq=False)
class Report:
    """A document as it is audited."""

    document: Document

    @cached_property
    def goals(self) -> tuple[GoalMeasures, ...]:
        """Its goals, in order."""
        return tuple(GoalMeasures(self.document, goal) for goal in self.document.goals)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of all goals, in order."""
        return tuple(s for goal in self.goals for s in goal.sentences)

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """The figures of all goals, in order."""
        return tuple(m for s in self.sentences for m in s.measures)

    @cached_property
    def end(self) -> int | None:
        """The last month that it reports on; None where it doesn't say."""
        period = parse_period(self.document.period) if self.document.period else None
        return period.last if period else None
