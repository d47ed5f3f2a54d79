"""Find the statements that a question asks about, best first.

The index narrows the reports down to candidates; they are then weighed one by one with what a general ranker doesn't
know: the column and period asked for, and whether a figure of the asked kind stands there. Where a reranking model is
configured, its opinion of the best of them is one more weight.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from assistant import patterns
from assistant.evidence import Key, Matcher, Passage, passages_of, plain
from assistant.patterns import has
from assistant.question import Query
from corpus import BODY, Cell, Column, Document
from index import Filters, Hit, Library, Reranker

HITS, GOALS = 48, 8
_CELL_DISCOUNT = 0.02
_NAMED_GOAL = 0.4
_OVERLAP, _EXPANSION, _DENSE, _ENGLISH_DENSE = 1.0, 0.45, 0.35, 0.9
_SIMILARITY_FLOOR, _SIMILARITY_RANGE = 0.78, 0.14
_BEFORE_ITS_GOAL = 0.01  # what puts the field asked for just before the rest of its goal
RERANKED, _RERANKING = 20, 0.6  # so many are shown to a reranking model; what its first choice gains over its last
# Columns of a word or two, which say nothing of what their goal is about, and how they are asked for.
_FIELDS: tuple[tuple[str, Column], ...] = (
    (patterns.RESPONSIBLE, "other"),
    (patterns.DEADLINE, "deadline"),
    (patterns.ATTRIBUTE, "attribute"),
)
_RESPONSIBLE_LABEL = re.compile(r"责任|牵头|主管|负责|承办|单位|部门|科室")


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage and how well (higher is better, about 0–2) it fits the question.

    `similarity` is the cosine to the question, 0 where the dense leg didn't return it.
    """

    passage: Passage
    score: float
    overlap: float
    similarity: float = 0.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """The candidates of a question, best first, and the matcher that weighed them."""

    ranked: tuple[Ranked, ...]
    matcher: Matcher
    documents: tuple[Document, ...]

    def passages(self) -> list[Passage]:
        """The candidates alone, best first."""
        return [r.passage for r in self.ranked]


def _best_goals(hits: Sequence[Hit]) -> list[tuple[str, int]]:
    scores: dict[tuple[str, int], float] = {}
    for hit in hits:
        key = (hit.doc_id, hit.goal)
        scores[key] = scores.get(key, 0.0) + hit.score
    return sorted(scores, key=lambda key: (-scores[key], key))[:GOALS]


def _similarities(hits: Sequence[Hit], by_id: Mapping[str, Document]) -> dict[Key, float]:
    """The cosine of each statement that the dense leg returned; a cell's counts, a little less, for its statements."""
    similarity: dict[Key, float] = {}
    for hit in hits:
        if hit.similarity is None or hit.cell < 0:
            continue
        document = by_id[hit.doc_id]
        goal = document.goals[hit.goal - 1]
        passages = passages_of(document, goal, goal.cells[hit.cell])
        chosen = passages if hit.statement is None else passages[hit.statement : hit.statement + 1]
        discount = _CELL_DISCOUNT if len(chosen) > 1 else 0.0
        for passage in chosen:
            similarity[passage.key] = max(similarity.get(passage.key, 0.0), hit.similarity - discount)
    return similarity


def _candidates(hits: Sequence[Hit], by_id: Mapping[str, Document]) -> list[Passage]:
    """All statements of the goals that the search finds."""
    found: list[Passage] = []
    for doc_id, number in _best_goals(hits):
        document = by_id[doc_id]
        goal = document.goals[number - 1]
        for cell in goal.cells:
            found.extend(passages_of(document, goal, cell))
    return found


def column_fit(query: Query, passage: Passage) -> float:
    """How well the passage's column suits the question: a target is no actual, a quarter no half-year."""
    column = passage.cell.column
    if query.columns:
        if column in query.columns:
            return 0.2 if column != "completion_pct" else 0.6
        if "criteria" in query.columns:
            return -0.25 if column in BODY else -0.6
        if column == "criteria":
            return 0.0 if has(patterns.BUDGET, query.wording) else -0.35
        if column in BODY:
            return -0.3 if query.quarter_only or "quarter_progress" in query.columns else 0.0
        return -0.6
    planned = has(patterns.BUDGET, query.wording)
    return {"cumulative_progress": 0.06, "quarter_progress": 0.0, "criteria": 0.0 if planned else -0.3}.get(
        column, -0.5
    )


def period_fit(query: Query, passage: Passage) -> float:
    """Whether the periods of the passage's figures are the one asked for."""
    if not query.periods:
        return 0.0
    asked = {(p.first, p.last) for p in query.periods}
    if not (own := passage.months):
        return 0.0
    return 0.2 if own & asked else -0.35


def kind_fit(query: Query, passage: Passage) -> float:
    """Whether a figure of a kind (and unit) that is asked for stands in the passage."""
    wanted = {kind for ask in query.asks for kind in ask.kinds}
    if not wanted:
        return 0.0
    kinds = {f.kind for f in passage.figures}
    units = {ask.unit for ask in query.asks if ask.unit}
    unit = 0.1 if units and any(f.unit in units for f in passage.figures) else 0.0
    return (0.12 if wanted & kinds else -0.2) + unit


def rank(
    query: Query,
    matcher: Matcher,
    passages: Sequence[Passage],
    *,
    similarity: Mapping[Key, float] = MappingProxyType({}),
) -> tuple[Ranked, ...]:
    """The passages with their scores, best first; ties keep the order of the documents."""
    ranked = []
    subject = plain(query.subject)
    for passage in passages:
        overlap, cosine = matcher.passage_overlap(passage), similarity.get(passage.key, 0.0)
        dense = max(0.0, (cosine - _SIMILARITY_FLOOR) / _SIMILARITY_RANGE)
        fit = sum(fits(query, passage) for fits in (column_fit, period_fit, kind_fit))
        named = _NAMED_GOAL if len(passage.goal.name) > 3 and plain(passage.goal.name) in subject else 0.0
        weighed = (_ENGLISH_DENSE if query.english else _DENSE) * dense
        score = named + _OVERLAP * overlap + _EXPANSION * matcher.expansion_score(passage) + weighed + fit
        ranked.append(Ranked(passage, score, overlap, cosine))
    return tuple(sorted(ranked, key=lambda r: -r.score))


def retrieve(library: Library, query: Query, documents: tuple[Document, ...]) -> Evidence:
    """The candidates for `query` among `documents`.

    Raises RerankingError where a reranking model is configured and can't be used.
    """
    by_id = {d.doc_id: d for d in documents}
    hits = library.search(query.search_text, filters=Filters(doc_ids=tuple(sorted(by_id))), limit=HITS)
    hits = [hit for hit in hits if hit.doc_id in by_id]
    passages, similarity = _candidates(hits, by_id), _similarities(hits, by_id)
    matcher = Matcher.over(query, passages)
    ranked = with_fields(query, rank(query, matcher, passages, similarity=similarity))
    if library.reranker is not None:
        ranked = reranked(query, ranked, reranker=library.reranker)
    return Evidence(ranked, matcher, documents)


def with_fields(query: Query, ranked: tuple[Ranked, ...]) -> tuple[Ranked, ...]:
    """The same with the short column that is asked for (deadline, who is responsible) just before the rest of its goal.

    By itself it shares no word with a question that describes the goal by what was done there.
    """
    if query.intent != "field":
        return ranked
    column = next((column for pattern, column in _FIELDS if has(pattern, query.wording)), None)
    best: dict[tuple[str, int], float] = {}
    for one in ranked:
        best.setdefault(one.passage.key[:2], one.score)
    lifted = [
        replace(one, score=best[one.passage.key[:2]] + _BEFORE_ITS_GOAL) if _is_field(one.passage.cell, column) else one
        for one in ranked
    ]
    return tuple(sorted(lifted, key=lambda r: -r.score))


def _is_field(cell: Cell, column: Column | None) -> bool:
    return cell.column == column and (column != "other" or bool(_RESPONSIBLE_LABEL.search(cell.label)))


def reranked(query: Query, ranked: tuple[Ranked, ...], *, reranker: Reranker) -> tuple[Ranked, ...]:
    """The same with the opinion of a model on the first ones, which has no scale: its best and its worst set one."""
    first = ranked[:RERANKED]
    opinions = reranker.scores(query.search_text, [_shown(one.passage) for one in first])
    if not first or min(opinions) == max(opinions):
        return ranked
    least, spread = min(opinions), max(opinions) - min(opinions)
    weighed = [
        replace(one, score=one.score + _RERANKING * (opinion - least) / spread)
        for one, opinion in zip(first, opinions, strict=True)
    ]
    return tuple(sorted((*weighed, *ranked[RERANKED:]), key=lambda r: -r.score))


def _shown(passage: Passage) -> str:
    """The passage as a model reads it: under its goal, its column and the heading of its item."""
    lead = "" if passage.text.startswith(passage.statement.lead) else passage.statement.lead
    return " ".join(part for part in (passage.goal.name, passage.cell.label, lead, passage.text) if part)
