"""Find the figure of each side of a calculation, all together: they must go with each other.

Each side's candidates are weighed by its words; then the combination is taken whose figures are named best and belong
together: one kind and unit, one role, the same months unless other ones are asked for, and, where the sides differ only in
period or report, the same metric. Where any side is not surely found there is no calculation: a wrong pairing is worse
than none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from assistant.arithmetic.likeness import LEAST, likeness, same_measure, same_role
from assistant.arithmetic.naming import Named, pairs_asked, weight_of, words_of
from assistant.arithmetic.record import AMOUNTS, Calculation, Operand, Side
from assistant.asks import unit_family
from assistant.contrasts import FIRST_VALUE, FROM
from assistant.evidence import Passage, passages_of, plain
from assistant.measures import conversion
from assistant.question import Query, Word
from assistant.retrieve import Evidence
from corpus import BODY, Document, Figure, Period, fold, parse_period

_PASSAGES, _CANDIDATES, _BEAM = 10, 6, 10
_LEAST_COVER, _LEAST_STRICT = 0.55, 0.5
_SURE, _LEAST_ALIKE = 0.9, 0.3  # two figures of one goal that the question names in full may be worded less alike
_SHARED, _ASKED, _CUMULATIVE = 0.5, 0.4, 0.12
_SAME_STATEMENT, _SAME_CELL, _SAME_GOAL = 0.12, 0.12, 0.1
_LIKENESS = 0.6
_CHANGE_ASKED = ("增速", "增幅", "增长率", "降幅", "涨幅", "同比")


@dataclass(frozen=True)
class Candidate:
    """A figure that may be a side's, and how well its words fit."""

    named: Named
    score: float
    cover: float = 1.0

    @property
    def operand(self) -> Operand:
        """The figure with its passage."""
        return self.named.operand

    @property
    def passage(self) -> Passage:
        """Where it stands."""
        return self.named.operand.passage


@dataclass
class Finder:
    """Finds the figures of a calculation among the evidence; what is worked out of a figure is worked out once."""

    query: Query
    evidence: Evidence
    calculation: Calculation
    _named: dict[tuple[object, int], Named] = field(default_factory=dict)

    def find(self, sides: Sequence[Side]) -> tuple[Operand, ...] | None:
        """The figure of each side; None where one of them is not surely found."""
        lists = [self._candidates(side) for side in sides]
        if not all(lists):
            return None
        combinations: list[tuple[float, tuple[Candidate, ...]]] = [(c.score, (c,)) for c in lists[0]]
        for candidates in lists[1:]:
            extended = [
                (score + c.score + bonus, (*chosen, c))
                for score, chosen in combinations
                for c in candidates
                if (bonus := self._together(chosen, c)) is not None
            ]
            combinations = sorted(extended, key=lambda item: -item[0])[:_BEAM]
        best = max(combinations, default=None, key=lambda item: item[0])
        return tuple(candidate.operand for candidate in best[1]) if best else None

    def _together(self, chosen: Sequence[Candidate], new: Candidate) -> float | None:
        """What speaks for the new figure beside those chosen; None where they don't go together."""
        bonuses = [self._pair(old, new) for old in chosen]
        known = [bonus for bonus in bonuses if bonus is not None]
        return sum(known) / len(known) if len(known) == len(bonuses) else None

    def _pair(self, old: Candidate, new: Candidate) -> float | None:
        left, right = old.operand, new.operand
        same = (left.passage.key, left.figure.start) == (right.passage.key, right.figure.start)
        if same or not same_measure(left.figure, right.figure):
            return None
        if self.calculation.by == "thing" and self.calculation.operation == "share":
            return self._share_of(left, right)
        if not same_role(left.figure, right.figure):
            return None
        if self.calculation.by == "document":
            return self._of_two_reports(old, new)
        if self.calculation.by == "period":
            return self._of_two_periods(old, new)
        if left.passage.document is not right.passage.document:
            return None
        return self._nearness(left.passage, right.passage) if months_of(left) == months_of(right) else None

    def _of_two_reports(self, old: Candidate, new: Candidate) -> float | None:
        """The same metric in both, unless the question says of each report what it means."""
        alike = likeness(old.named, new.named)
        own_words = any(side.text for side in self.calculation.readings[0])
        if not own_words and alike < LEAST:
            return None
        return _LIKENESS * alike + _SAME_GOAL * (old.passage.goal.name == new.passage.goal.name)

    @staticmethod
    def _of_two_periods(old: Candidate, new: Candidate) -> float | None:
        """The same metric of one goal; what the question names in full may be worded less alike."""
        alike = likeness(old.named, new.named)
        least = LEAST if min(old.cover, new.cover) < _SURE else _LEAST_ALIKE
        same_goal = old.passage.goal is new.passage.goal or (
            old.passage.document is not new.passage.document
            and plain(old.passage.goal.name) == plain(new.passage.goal.name)
        )
        return _LIKENESS * alike if same_goal and alike >= least else None

    def _share_of(self, part: Operand, whole: Operand) -> float | None:
        """What speaks for a part of a whole: it is no larger; a plan or a target may be the whole, whatever its months."""
        planned = whole.figure.role in ("target", "budget") or whole.passage.cell.column == "criteria"
        if part.value > whole.value or not whole.value:
            return None
        if not planned and months_of(part) != months_of(whole):
            return None
        return self._nearness(part.passage, whole.passage)

    @staticmethod
    def _nearness(left: Passage, right: Passage) -> float:
        return (
            _SAME_STATEMENT * (left.key == right.key)
            + _SAME_CELL * (left.cell is right.cell)
            + _SAME_GOAL * (left.goal is right.goal)
        )

    def _candidates(self, side: Side) -> list[Candidate]:
        """The figures that the side's words fit, best first."""
        if side.value is not None:
            return self._of_value(side.value)
        own, shared = words_of(side.text), words_of(self.calculation.shared)
        asked = pairs_asked(f"{side.text} {self.calculation.shared}")
        found = []
        for passage in self._passages(side, own=own, shared=shared):
            for figure in passage.figures:
                if self._suits(side, passage, figure):
                    candidate = self._weighed(Operand(passage, figure), own, shared, asked)
                    found.extend([candidate] if candidate else [])
        return sorted(found, key=lambda c: -c.score)[:_CANDIDATES]

    def _of_value(self, value: Decimal) -> list[Candidate]:
        """The figures of a value that the question names itself, best statement first."""
        found = [
            Operand(p, f) for p in self.evidence.passages() for f in p.figures if f.value == value and f.kind in AMOUNTS
        ]
        return [Candidate(self._name(operand), 1.0 - 0.01 * i) for i, operand in enumerate(found[:_CANDIDATES])]

    def _passages(self, side: Side, *, own: Sequence[Word], shared: Sequence[Word]) -> list[Passage]:
        """The statements that hold most of the side's words."""
        scored = []
        for position, passage in enumerate(self._pool(side)):
            if passage.cell.column not in BODY or not passage.figures:
                continue
            score = sum(weight_of(w) * self._held(w, passage) for w in own)
            score += _SHARED * sum(weight_of(w) * self._held(w, passage) for w in shared)
            scored.append((-score, position, passage))
        return [passage for _, _, passage in sorted(scored, key=lambda item: item[:2])[:_PASSAGES]]

    def _held(self, word: Word, passage: Passage) -> float:
        matcher = self.evidence.matcher
        return max(matcher.word_match(word, passage.plain), 0.5 * matcher.word_match(word, passage.context))

    def _pool(self, side: Side) -> Iterable[Passage]:
        """The candidates of the search; of a report that it gave nothing of, its statements."""
        if side.document is None:
            return self.evidence.passages()
        own = [p for p in self.evidence.passages() if p.document is side.document]
        if self.calculation.by == "period":
            known = {p.key for p in own}
            return [*own, *(p for p in all_passages(side.document) if p.key not in known)]
        return own or all_passages(side.document)

    def _suits(self, side: Side, passage: Passage, figure: Figure) -> bool:
        """Whether the figure is of a kind, role and period that the side can mean."""
        if figure.kind not in self.calculation.kinds or not isinstance(figure.value, Decimal):
            return False
        said = self.query.text if self.calculation.kinds == {"percent"} else ""
        change = any(word in said for word in _CHANGE_ASKED)
        if (figure.role == "change") != change or figure.role == "other" or not self._of_role(side, passage, figure):
            return False
        unit = self.calculation.unit
        if unit and figure.kind == "count" and not alike_units(figure.unit, unit):
            return False
        return of_period(Operand(passage, figure), side.period) and not is_start(passage, figure)

    def _of_role(self, side: Side, passage: Passage, figure: Figure) -> bool:
        demanded = passage.cell.column == "criteria" or figure.role == "target"
        if any(word in side.text for word in ("预算", "安排", "计划", "目标", "任务", "总投资", "概算")):
            return True
        if "criteria" in self.query.columns and self.calculation.by == "document":
            return demanded
        return not demanded

    def _weighed(
        self, operand: Operand, own: tuple[Word, ...], shared: tuple[Word, ...], asked: frozenset[str]
    ) -> Candidate | None:
        named, matcher = self._name(operand), self.evidence.matcher
        if named.subject.is_delta and operand.figure.role != "change":
            return None
        cover = named.cover(own or shared, matcher)
        siblings = own and self.calculation.by == "thing"
        if cover < _LEAST_COVER or (siblings and named.strict(own, matcher) < _LEAST_STRICT):
            return None
        if own and shared:
            cover += _SHARED * named.cover(shared, matcher)
        cumulative = _CUMULATIVE * (operand.passage.cell.column == "cumulative_progress")
        return Candidate(named, cover + _ASKED * named.asked(asked) + cumulative, cover)

    def _name(self, operand: Operand) -> Named:
        key = (operand.passage.key, operand.figure.start)
        return self._named.setdefault(key, Named(operand))


def alike_units(unit: str | None, other: str) -> bool:
    """Whether two measure words count the same sort of thing."""
    return unit_family(unit or "") == unit_family(other) or conversion(unit, other) is not None


def all_passages(document: Document) -> Iterator[Passage]:
    """The statements of the progress and criteria columns of a report."""
    for goal in document.goals:
        for cell in goal.cells:
            if cell.column in BODY:
                yield from passages_of(document, goal, cell)


def months_of(operand: Operand) -> tuple[int, int] | None:
    """The months that a figure covers: its own, else those of its column; None where nothing says so."""
    cell = operand.passage.cell
    column = cell.label if cell.column == "quarter_progress" else operand.passage.document.period
    period = _period(operand.figure.period or "") or _period(column or "")
    return (period.first, period.last) if period else None


@lru_cache(maxsize=256)
def _period(text: str) -> Period | None:
    return parse_period(text)


def of_period(operand: Operand, asked: Period | None) -> bool:
    """Whether the figure is of the report's own year, and of the months asked for."""
    period, document = _period(operand.figure.period or ""), operand.passage.document
    if period is not None and period.resolved(document.year).year not in (None, document.year):
        return False
    return asked is None or months_of(operand) == (asked.first, asked.last)


def is_start(passage: Passage, figure: Figure) -> bool:
    """Whether the figure is where something came from (由 980 元提高到 1060 元)."""
    text = passage.cell.text
    rest = fold(text[figure.end : figure.end + 16])
    return bool(
        FROM.search(fold(text[max(passage.statement.start, figure.start - 24) : figure.start]))
        and FIRST_VALUE.match(rest)
    )
