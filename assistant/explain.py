"""Answer how and why with the report's own statements: the items of one cell, shortened by leaving out, never reworded."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evidence import Passage, pairs, passages_of, plain
from assistant.lookup import place_of
from assistant.retrieve import Evidence, Ranked
from assistant.writer import Writer

_MOST_STATEMENTS, _LONGEST = 8, 700
_NEAR_BEST, _NAMES_GOAL, _NAMES_ITEM = 0.62, 0.6, 0.5
_SHORT_ITEM = 220  # characters
_RIVALS, _RIVAL, _CLEARLY = 12, 0.75, 0.9


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
    best = _fullest(evidence, ranked)
    if evidence.matcher.overlap(best.passage.goal_pairs) >= _NAMES_GOAL:
        mates: Sequence[Passage] = passages_of(best.passage.document, best.passage.goal, best.passage.cell)
    else:
        mates = _item_mates(best.passage)
        if evidence.matcher.overlap(pairs(plain(best.passage.statement.lead))) < _NAMES_ITEM:
            whole = [p for p in mates if not _is_lead(p)]
            if _is_short(best.passage, whole):
                return whole
            return _bounded(_near_best(best, ranked, mates))
    return _bounded([p for p in mates if not _is_lead(p)] or list(mates))


def _is_short(best: Passage, whole: Sequence[Passage]) -> bool:
    """Whether the item is short enough to be quoted in full: how and why mostly stand beside what is named."""
    length = sum(len(p.text) for p in whole)
    return bool(best.statement.item) and best in whole and len(whole) > 1 and length <= _SHORT_ITEM


def _fullest(evidence: Evidence, ranked: Sequence[Ranked]) -> Ranked:
    """The best passage, or another of its goal that holds more of the question's words."""
    best = ranked[0]
    held = _held(evidence, best.passage)
    rivals = [
        r
        for r in ranked[:_RIVALS]
        if r.passage.goal is best.passage.goal
        and r.passage.cell.column != "criteria"
        and r.score >= _RIVAL * best.score
    ]
    fuller = max(rivals, key=lambda r: round(_held(evidence, r.passage), 6), default=best)
    return fuller if _held(evidence, fuller.passage) > held + _CLEARLY else best


def _held(evidence: Evidence, passage: Passage) -> float:
    """How many of the question's words the statement itself holds, in part or in other words too."""
    return sum(evidence.matcher.word_match(word, passage.plain) for word in evidence.matcher.words)


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
