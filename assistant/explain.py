"""Answer how and why with the report's own statements: the items of one cell, shortened by leaving out, never reworded."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evidence import Passage, pairs, passages_of, plain
from assistant.lookup import place_of
from assistant.retrieve import Evidence, Ranked
from assistant.writer import Writer

_MOST_STATEMENTS, _LONGEST = 8, 700
_NEAR_BEST, _NAMES_GOAL, _NAMES_ITEM = 0.62, 0.6, 0.5


def _item_mates(passage: Passage) -> list[Passage]:
    """The statements of the same numbered item; of the whole cell where it has no items."""
    return [
        p
        for p in passages_of(passage.document, passage.goal, passage.cell)
        if p.statement.item == passage.statement.item
    ]


def _is_lead(passage: Passage) -> bool:
    return bool(passage.statement.lead) and plain(passage.statement.lead) == passage.plain


def chosen_passages(evidence: Evidence) -> list[Passage]:
    """What to show: the whole cell of the goal or the item that the question names, else the best statements of a cell."""
    ranked = [r for r in evidence.ranked if r.passage.cell.statements]
    if not ranked:
        return []
    best = ranked[0]
    if evidence.matcher.overlap(best.passage.goal_pairs) >= _NAMES_GOAL:
        mates: Sequence[Passage] = passages_of(best.passage.document, best.passage.goal, best.passage.cell)
    else:
        mates = _item_mates(best.passage)
        if evidence.matcher.overlap(pairs(plain(best.passage.statement.lead))) < _NAMES_ITEM:
            return _bounded(_near_best(best, ranked, mates))
    return _bounded([p for p in mates if not _is_lead(p)] or list(mates))


def _near_best(best: Ranked, ranked: list[Ranked], mates: Sequence[Passage]) -> list[Passage]:
    keys = {r.passage.key for r in ranked if r.score >= _NEAR_BEST * best.score}
    chosen = [p for p in mates if p.key in keys and not _is_lead(p)]
    position = next(i for i, p in enumerate(mates) if p.key == best.passage.key)
    if _is_lead(best.passage) or not chosen:
        return [p for p in mates[position : position + 4] if not _is_lead(p)] or [best.passage]
    return chosen


def _bounded(passages: list[Passage]) -> list[Passage]:
    kept: list[Passage] = []
    for passage in passages[:_MOST_STATEMENTS]:
        if kept and sum(len(p.text) for p in kept) + len(passage.text) > _LONGEST:
            break
        kept.append(passage)
    return kept


def explain(evidence: Evidence, writer: Writer) -> str | None:
    """The statements as quotes, in the order of the report."""
    passages = chosen_passages(evidence)
    if not passages:
        return None
    parts = [writer.quote(place_of(p), p.statement.start, p.statement.end) for p in passages]
    return "；".join(parts) + "。"
