"""Answer with the figures asked for, each in the clause that states it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from assistant import patterns
from assistant.asks import Ask, unit_family
from assistant.attainment import attainments
from assistant.clauses import clause_of, clause_spans, is_dependent, trim
from assistant.contrasts import classes_of
from assistant.evidence import Matcher, Passage, pairs, plain
from assistant.patterns import has
from assistant.question import Query, columns_asked, subject_of, translate
from assistant.retrieve import Evidence, Ranked, rank
from assistant.thesaurus import names_a_deed, synonyms_of, terms_in
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
_MOST_ASKS, _OPTIONS = 5, 4  # asks that are shared out together, candidates of each
_CLAUSES_BEFORE = 3  # that a clause which says nothing of itself may lean on
_PART_WEIGHT, _CONTRARY_WEIGHT, _WORD_WEIGHT, _DEED_WEIGHT = 0.3, 0.4, 0.3, 0.3
_PERCENT_WEIGHT = 0.2  # where 多少 asks for an amount rather than a rate
_OTHER_ASK = 0.35  # what the words of the other asks of a question weigh
_SAME_STATEMENT, _SAME_CELL, _SAME_GOAL = 0.3, 0.2, 0.15  # what a second ask gains near the answer to the first


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
    at: int | None = figure.start - start
    first = position
    while first and is_dependent(passage.cell.text[spans[first][0] : end], at) and position - first < _CLAUSES_BEFORE:
        first -= 1
        at = None
    return passage.cell.text[spans[first][0] : end]


def says_so(ask: Ask, passage: Passage, figure: Figure) -> bool:
    """Whether the figure's own clause says in other words what the ask says was done (用掉 → 支出)."""
    start, end = clause_spans(passage)[clause_of(passage, figure)]
    own = plain(passage.cell.text[start:end])
    return any(
        other in own for term in terms_in(ask.text) if names_a_deed(term) for other in (term, *synonyms_of(term))
    )


def is_change(figure: Figure) -> bool:
    """Whether a figure says by how much something grew or fell."""
    return figure.role == "change" or figure.direction is not None


def is_contrary(asked: str, near: str) -> bool:
    """Whether the words around a figure say another of things that exclude each other: 开工 where 竣工 is asked."""
    return any(
        wanted and said and not wanted & said for wanted, said in zip(classes_of(asked), classes_of(near), strict=True)
    )


def is_other_part(matcher: Matcher, passage: Passage, figure: Figure) -> bool:
    """Whether the figure is of a part (其中 …) that the question doesn't name.

    What stands before it in the statement, or in the name of the goal, names the whole.
    """
    start = clause_spans(passage)[clause_of(passage, figure)][0]
    own = plain(passage.cell.text[start : figure.start])
    if not has(patterns.PART, own):
        return False
    whole = plain(passage.cell.text[passage.statement.start : start] + passage.goal.name)
    others = (other for word in matcher.words for other in matcher.expansions.get(word.text, ()))
    return not (pairs(own) - pairs(whole)) & matcher.weights.keys() and not any(
        other in own and other not in whole for other in others
    )


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
    score += _WORD_WEIGHT * sum(matcher.word_match(w, near) for w in matcher.words) / max(1, len(matcher.words))
    if says_so(ask, passage, figure):
        score += _DEED_WEIGHT
    if ask.unit:
        alike = unit_family(figure.unit or "") == unit_family(ask.unit)
        same = figure.unit == ask.unit or (alike and unit_family(ask.unit) != "个")
        score += _UNIT_WEIGHT if same else 0.0 if alike and figure.kind == "count" else -_UNIT_WEIGHT
    if is_contrary(ask.text, near):
        score -= _CONTRARY_WEIGHT
    if is_other_part(matcher, passage, figure):
        score -= _PART_WEIGHT
    if ask.change and not is_change(figure):
        score -= _CHANGE_WEIGHT
    if not ask.change and figure.role == "change":
        score -= _ROLE_WEIGHT
    if figure.role == "budget" and has(patterns.DONE, query.text):
        score -= _BUDGET_WEIGHT
    if not ask.kinds and not ask.change and figure.kind in ("percent", "fraction"):
        score -= _PERCENT_WEIGHT
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


def candidates(query: Query, ask: Ask, evidence: Sequence[Ranked], matcher: Matcher) -> list[Choice]:
    """The figures among the best passages that are of a kind that answers the ask, best first."""
    found = [
        Choice(ask, r.passage, figure, r.score + figure_score(query, ask, matcher, r.passage, figure))
        for r in evidence[:_CANDIDATES]
        for figure in r.passage.figures
        if suits(ask, figure)
    ]
    if ask.unit:
        family = unit_family(ask.unit)
        found = [c for c in found if unit_family(c.figure.unit or "") == family] or found
    return sorted(found, key=lambda choice: -round(choice.score, 9))


def choose(query: Query, ask: Ask, evidence: Sequence[Ranked], matcher: Matcher) -> Choice | None:
    """The best figure for an ask among the best passages, or None where none of them holds one of its kind."""
    return next(iter(candidates(query, ask, evidence, matcher)), None)


@dataclass(frozen=True, slots=True)
class Sought:
    """One ask of a question as a question of its own, the matcher for it, and what was found: None where nothing is.

    `leans`: it names a measure at most (…抽检多少批次，合格率多少), so that it is about what the ask before is about.
    """

    query: Query
    matcher: Matcher
    choice: Choice | None
    leans: bool = False


def choose_all(query: Query, evidence: Evidence) -> list[Sought]:
    """What is found for every ask of the question.

    Several asks are looked up each by its own clause. They ask for different things, so no figure answers two of them,
    and mostly of one goal, so what stands near the figure found before is preferred.
    """
    if len(query.asks) == 1:
        text = ask_text(query, query.asks[0]) if query.previous is None else query.subject
        weights = _weights(text, evidence.matcher)
        chosen = choose(query, query.asks[0], evidence.ranked, replace(evidence.matcher, weights=weights))
        return [Sought(query, evidence.matcher, done_for_target(query, chosen) if chosen else None)]
    asked = [_narrowed(query, ask, before=query.asks[:i]) for i, ask in enumerate(query.asks)]
    matchers = [_weighed(one, evidence.matcher) for one in asked]
    alone = [_candidates_of(one, matcher, evidence) for one, matcher in zip(asked, matchers, strict=True)]
    anchor = max((found[0] for found in alone if found), key=lambda choice: choice.score, default=None)
    shared = _share_out([_nearer(found, anchor)[:_OPTIONS] for found in alone])
    return [
        Sought(one, matcher, done_for_target(one, choice) if choice else None, leans=_leans(one))
        for one, matcher, choice in zip(asked, matchers, shared, strict=True)
    ]


def _leans(asked: Query) -> bool:
    text = ask_text(asked, asked.asks[0])
    return not any(w.noun and w.text in text and not has(patterns.MEASURE_END, w.text) for w in asked.words)


def _candidates_of(asked: Query, matcher: Matcher, evidence: Evidence) -> list[Choice]:
    similarity = {r.passage.key: r.similarity for r in evidence.ranked}
    ranked = rank(asked, matcher, [r.passage for r in evidence.ranked[:_CANDIDATES]], similarity=similarity)
    return candidates(asked, asked.asks[0], ranked, matcher)


def _nearer(found: Sequence[Choice], anchor: Choice | None) -> list[Choice]:
    """The candidates with what they gain by standing near the surest answer of all asks."""
    if anchor is None:
        return list(found)
    raised = [replace(c, score=c.score + _nearness(c.passage, anchor.passage)) for c in found]
    return sorted(raised, key=lambda choice: -round(choice.score, 9))


def _share_out(options: Sequence[Sequence[Choice]]) -> list[Choice | None]:
    """One candidate for each ask, none twice, so that the scores add up to the most."""
    best: tuple[float, list[Choice | None]] = (float("-inf"), [None] * len(options))
    if len(options) > _MOST_ASKS:
        return [next(iter(found), None) for found in options]
    for picked in product(*[[*found, None] for found in options]):
        places = [(c.passage.key, c.figure.start) for c in picked if c]
        total = sum(c.score for c in picked if c)
        if len(places) == len(set(places)) and total > best[0]:
            best = (total, list(picked))
    return best[1]


def ask_text(query: Query, ask: Ask) -> str:
    """What an ask says, in Chinese terms where the question is English."""
    return translate(ask.text) if query.english else ask.text


def _narrowed(query: Query, ask: Ask, *, before: Sequence[Ask]) -> Query:
    """The question with one of its asks alone: its words (those of the ask before where it has none), periods, columns."""
    text = ask_text(query, ask)
    words = tuple(w for w in query.words if w.text in text)
    for earlier in reversed(before):
        if any(w.noun for w in words):
            break
        text = f"{ask_text(query, earlier)} {text}"
        words = tuple(w for w in query.words if w.text in text)
    columns = columns_asked(ask.text, periods=ask.periods, quarter_only=query.quarter_only)
    return replace(
        query,
        subject=subject_of(text),
        asks=(ask,),
        words=words,
        periods=ask.periods,
        columns=columns,
        wording=ask.text,
    )


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


def _weighed(asked: Query, matcher: Matcher) -> Matcher:
    """The matcher of the question with the pairs of one ask above the others, and its words."""
    return Matcher(_weights(asked.subject, matcher), asked.words or matcher.words, matcher.expansions)


def _weights(text: str, matcher: Matcher) -> dict[str, float]:
    """The weights of the question's pairs: those that the clause which asks doesn't hold count less."""
    own = pairs(plain(text))
    return {pair: weight * (1.0 if pair in own else _OTHER_ASK) for pair, weight in matcher.weights.items()}


def _nearness(passage: Passage, other: Passage) -> float:
    """What a passage gains by standing in the statement, the cell or the goal of another."""
    if passage.key == other.key:
        return _SAME_STATEMENT
    if passage.cell is other.cell:
        return _SAME_CELL
    return _SAME_GOAL if passage.goal is other.goal else 0.0


def write_choices(query: Query, choices: Sequence[Choice], matcher: Matcher, writer: Writer) -> str:
    """The clauses that hold the chosen figures, in the order asked, one quote a passage.

    Where more than figures is asked (…多少，其余的处于什么阶段) the whole statement is quoted.
    """
    whole = len(re.split(r"[,;]", query.text)) > 1 and has(patterns.OPEN, query.text) and not query.english
    groups: dict[tuple[str, int, str, str, int], list[Choice]] = {}
    for choice in choices:
        groups.setdefault(choice.passage.key, []).append(choice)
    parts = []
    for group in groups.values():
        passage = group[0].passage
        start, end = trim(passage, [] if whole else [c.figure for c in group], matcher.weights)
        planned = passage.cell.column == "criteria" and any(c.figure.role == "target" for c in group)
        parts.append(f"{'目标要求：' if planned else ''}{writer.quote(place_of(passage), start, end)}")
    return "；".join(parts) + "。"
