"""Figures that enter a calculation: finding them, citing them, and the difference of two.

Every operand is quoted and cited; a result is derived and shows its expression.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.asks import Ask, kind_named, parse_ask
from assistant.attain_answer import bare
from assistant.clauses import trim
from assistant.evidence import Matcher, Passage, pairs, plain
from assistant.lookup import Choice, choose, done_for_target, near_text, place_of, suits
from assistant.question import Query
from assistant.retrieve import Evidence, Ranked
from assistant.writer import Writer, multiplier_of
from corpus import Column, Document, Figure, Kind

ALIKE = 0.34  # least overlap at which a statement is about what the question names
AMOUNTS: frozenset[Kind] = frozenset({"money", "count"})
NUMBERS: frozenset[Kind] = frozenset({"money", "count", "percent", "duration"})


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure that enters a calculation, with the passage it is cited from."""

    passage: Passage
    figure: Figure

    @property
    def value(self) -> Decimal:
        """The exact value of the figure."""
        assert isinstance(self.figure.value, Decimal)
        return self.figure.value


def quote(operand: Operand, matcher: Matcher, writer: Writer) -> str:
    """The clause of the operand, with its citation mark."""
    start, end = trim(operand.passage, [operand.figure], matcher.weights)
    return writer.quote(place_of(operand.passage), start, end)


def _operand(choice: Choice | None) -> Operand | None:
    return Operand(choice.passage, choice.figure) if choice and isinstance(choice.figure.value, Decimal) else None


def best(
    query: Query, evidence: Evidence, *, column: Column | None = None, document: Document | None = None
) -> Operand | None:
    """The best figure for the question's first ask, in one column or document only where these are given."""
    ranked = [
        r
        for r in evidence.ranked
        if (column is None or r.passage.cell.column == column)
        and (document is None or r.passage.document.doc_id == document.doc_id)
    ]
    asks = sorted(query.asks, key=lambda a: a.difference)
    choice = choose(query, replace(asks[0], difference=False), ranked, evidence.matcher)
    return _operand(done_for_target(query, choice) if choice else None)


def counterpart(operand: Operand, passages: Sequence[Passage]) -> Operand | None:
    """The figure among `passages` that measures what `operand` measures: same kind and unit, likest clause."""
    own = pairs(plain(near_text(operand.passage, operand.figure)))
    best: tuple[float, Operand] | None = None
    for passage in passages:
        for figure in passage.figures:
            if (
                figure.kind != operand.figure.kind
                or figure.unit != operand.figure.unit
                or figure.role != operand.figure.role
            ):
                continue
            other = pairs(plain(near_text(passage, figure)))
            alike = len(own & other) / max(1, min(len(own), len(other)))
            alike += (
                0.1
                * len(passage.context_pairs & operand.passage.context_pairs)
                / max(1, len(operand.passage.context_pairs))
            )
            if alike >= ALIKE and (best is None or alike > best[0]):
                best = (alike, Operand(passage, figure))
    return best[1] if best else None


def difference(left: Operand, right: Operand, writer: Writer) -> tuple[str, Decimal]:
    """|left − right| as shown text, and its sign."""
    value = left.value - right.value
    first, second = (left, right) if value >= 0 else (right, left)
    unit = "个百分点" if left.figure.kind == "percent" else left.figure.unit
    like = (
        None
        if left.figure.kind == "percent"
        else max((left.figure, right.figure), key=lambda f: -len(multiplier_of(f)))
    )
    expression = f"{bare(first.figure)} - {bare(second.figure)}"
    return writer.derive(abs(value), kind=left.figure.kind, unit=unit, expression=expression, like=like), value


def side(
    text: str,
    query: Query,
    evidence: Evidence,
    *,
    kinds: Collection[Kind],
    other: Operand | None = None,
    document: Document | None = None,
) -> Operand | None:
    """The figure that one side of the question names; in the goal of `other`, or in `document`, where these are given."""
    asked = pairs(plain(text)) & evidence.matcher.weights.keys()
    if not asked:
        return None
    weights = {p: evidence.matcher.weights[p] for p in sorted(asked)}
    words = tuple(w for w in query.words if w.text in text)
    matcher = Matcher(weights, words, evidence.matcher.expansions)
    named = parse_ask(text).kinds or kind_named(text)
    ask = replace(parse_ask(text), kinds=frozenset(named & set(kinds) or kinds), unit=None)
    candidates = [r for r in evidence.ranked if document is None or r.passage.document.doc_id == document.doc_id]
    if other is not None:
        candidates = _near(other, candidates, ask)
    scored = [Ranked(r.passage, matcher.passage_overlap(r.passage) + 0.2 * r.score, r.overlap) for r in candidates]
    choice = choose(query, ask, sorted(scored, key=lambda r: -r.score), matcher)
    if choice and matcher.passage_overlap(choice.passage) < ALIKE:
        return None
    return _operand(done_for_target(query, choice) if choice and document else choice)


def _near(other: Operand, candidates: Sequence[Ranked], ask: Ask) -> list[Ranked]:
    """The candidates in the cell of `other` that hold a figure of the kind asked for, else those of its goal."""
    goal = [r for r in candidates if r.passage.goal is other.passage.goal]
    cell = [r for r in goal if r.passage.cell is other.passage.cell and any(suits(ask, f) for f in r.passage.figures)]
    return cell or goal


def places_asked(query: Query, *, default: int) -> int:
    """The number of decimal places that the question wants (保留两位小数)."""
    match = re.search(r"([一两二三四0-9])\s?位小数|保留到?(整数|个位)", query.text)
    if not match:
        return default
    return 0 if match[2] else {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4}.get(match[1]) or int(match[1])
