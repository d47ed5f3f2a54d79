"""Answer with the figures asked for, each in the clause that states it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant import patterns
from assistant.asks import Ask, unit_family
from assistant.attainment import attainments
from assistant.clauses import clause_of, clause_spans, is_dependent, trim
from assistant.evidence import Matcher, Passage, pairs, plain
from assistant.patterns import has
from assistant.question import Query, columns_asked
from assistant.retrieve import Evidence, Ranked, rank
from assistant.writer import Place, Writer
from corpus import Figure, find_periods

_ASK_WEIGHT, _LEADING_WEIGHT, _UNIT_WEIGHT, _ROLE_WEIGHT, _CHANGE_WEIGHT, _BUDGET_WEIGHT, _PERIOD_WEIGHT = (
    0.65,
    0.25,
    0.35,
    0.25,
    0.6,
    0.9,
    0.9,
)
_CANDIDATES = 40


@dataclass(frozen=True, slots=True)
class Choice:
    """A figure chosen for an ask, the passage it stands in, and how well it fits."""

    ask: Ask
    passage: Passage
    figure: Figure
    score: float


def place_of(passage: Passage) -> Place:
    """Where the passage is cited from."""
    return Place(passage.document, passage.goal, passage.cell)


def near_text(passage: Passage, figure: Figure) -> str:
    """What the figure's own clause says, with the clause before where its own says nothing."""
    spans = clause_spans(passage)
    position = clause_of(passage, figure)
    start, end = spans[position]
    text = passage.cell.text[start:end]
    if position and is_dependent(text, figure.start - start):
        text = passage.cell.text[spans[position - 1][0] : end]
    return text


def suits(ask: Ask, figure: Figure) -> bool:
    """Whether the figure is of a kind that answers the ask."""
    if figure.kind == "period" or (figure.kind in ("date", "document_no") and figure.kind not in ask.kinds):
        return False
    return not ask.kinds or figure.kind in ask.kinds or (figure.kind == "fraction" and "percent" in ask.kinds)


def figure_score(query: Query, ask: Ask, matcher: Matcher, passage: Passage, figure: Figure) -> float:
    """How well a figure of the passage answers the ask: by its clause, its unit, its role and its period."""
    near, metric = plain(near_text(passage, figure)), plain(figure.metric or "")
    leading = plain(passage.cell.text[passage.statement.start : figure.start])
    score = _ASK_WEIGHT * matcher.overlap(pairs(near)) + 0.3 * matcher.overlap(pairs(metric))
    score += _LEADING_WEIGHT * matcher.overlap(pairs(leading))
    score += 0.2 * sum(matcher.word_match(w, near) for w in matcher.words) / max(1, len(matcher.words))
    if ask.unit:
        alike = unit_family(figure.unit or "") == unit_family(ask.unit)
        same = figure.unit == ask.unit or (alike and unit_family(ask.unit) != "个")
        score += _UNIT_WEIGHT if same else 0.0 if alike and figure.kind == "count" else -_UNIT_WEIGHT
    if ask.change != (figure.role == "change"):
        score -= _CHANGE_WEIGHT if ask.change else _ROLE_WEIGHT
    if figure.role == "budget" and has(patterns.DONE, query.text):
        score -= _BUDGET_WEIGHT
    if figure.role == "other" and figure.kind not in ("date", "document_no"):
        score -= _ROLE_WEIGHT
    return score - (_PERIOD_WEIGHT if conflicts(query, passage, figure) else 0.0)


def conflicts(query: Query, passage: Passage, figure: Figure) -> bool:
    """Whether the figure is of another period than asked for, or a target where what was done is asked, or the reverse."""
    asked = {(p.first, p.last) for p in query.periods}
    if "criteria" in query.columns:
        return passage.cell.column != "criteria" and figure.role not in ("target", "budget")
    if not asked:
        return False
    if passage.cell.column == "criteria":
        return figure.role in ("target", "budget") and not has(patterns.BUDGET, query.wording)
    own = {(p.period.first, p.period.last) for p in find_periods(figure.period or "")}
    return bool(own) and not own & asked


def choose(query: Query, ask: Ask, evidence: Sequence[Ranked], matcher: Matcher) -> Choice | None:
    """The best figure for an ask among the best passages, or None where none of them holds one of its kind."""
    best: Choice | None = None
    for ranked in evidence[:_CANDIDATES]:
        for figure in ranked.passage.figures:
            if suits(ask, figure):
                score = ranked.score + figure_score(query, ask, matcher, ranked.passage, figure)
                if best is None or score > best.score + 1e-9:
                    best = Choice(ask, ranked.passage, figure, score)
    return best


def choose_all(query: Query, evidence: Evidence) -> list[Choice]:
    """A choice for every ask of the question; several asks are looked up each by its own clause."""
    if len(query.asks) == 1:
        chosen = [choose(query, query.asks[0], evidence.ranked, evidence.matcher)]
    else:
        chosen = [_choose_own(query, ask, evidence) for ask in query.asks]
    return [done_for_target(query, c) for c in chosen if c is not None]


def done_for_target(query: Query, choice: Choice) -> Choice:
    """What was done, where a target was found though no target was asked for (the same metric, in other words)."""
    if (
        choice.passage.cell.column != "criteria"
        or choice.figure.role != "target"
        or "criteria" in query.columns
        or has(patterns.BUDGET, query.wording)
    ):
        return choice
    for item in attainments(choice.passage.document, choice.passage.goal):
        if item.target.figure == choice.figure and item.actual is not None:
            return replace(choice, passage=item.actual.passage, figure=item.actual.figure)
    return choice


def _choose_own(query: Query, ask: Ask, evidence: Evidence) -> Choice | None:
    """Look an ask up by its own clause: its pairs, its words, the columns that it points to; the question stands behind."""
    own = pairs(plain(ask.text)) & evidence.matcher.weights.keys()
    weights = {pair: weight * (1.0 if pair in own else 0.35) for pair, weight in evidence.matcher.weights.items()}
    words = tuple(w for w in evidence.matcher.words if w.text in ask.text) or evidence.matcher.words
    matcher = Matcher(weights, words, evidence.matcher.expansions)
    columns = columns_asked(ask.text, periods=query.periods, quarter_only=query.quarter_only)
    narrowed = replace(query, asks=(ask,), columns=columns)
    passages = [r.passage for r in evidence.ranked[:_CANDIDATES]]
    return choose(narrowed, ask, rank(narrowed, matcher, passages), matcher)


def write_choices(choices: Sequence[Choice], matcher: Matcher, writer: Writer) -> str:
    """The clauses that hold the chosen figures, in the order asked, one quote a passage."""
    groups: dict[tuple[str, int, str, str, int], list[Choice]] = {}
    for choice in choices:
        groups.setdefault(choice.passage.key, []).append(choice)
    parts = []
    for group in groups.values():
        passage = group[0].passage
        start, end = trim(passage, [c.figure for c in group], matcher.weights)
        parts.append(writer.quote(place_of(passage), start, end))
    return "；".join(parts) + "。"
