"""Choose the targets that a question asks about: by their words, their unit, the member of a list, the clause that names each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.attainment import Attained, Located, attainments
from assistant.clauses import clause_spans
from assistant.evidence import Matcher, pairs, plain
from assistant.lookup import near_text
from assistant.patterns import has
from assistant.question import Query, Word
from assistant.retrieve import Evidence
from assistant.targets.remaining import LEFT, rate_counts
from assistant.targets.repairing import member_of, names_other_member, repaired, stages_of
from corpus import is_han

_SEVERAL = ("各", "分别", "两项", "都", "和", "、", "均", "以及")
_FILLERS = re.compile(r"(?:目标|任务|要求|标准|指标|年度|全年|考核)(?:值|数|线|量|任务|目标|要求)?")
_JOINS = re.compile(r"[,;?!。、]|以及|[和与跟]")
_CLOSE, _LEAST_OVERLAP, _LEAST_WIDE, _LEAST_NAMED = 0.72, 0.36, 0.6, 0.7
_STAGE_NAMED, _TELLS = 0.35, 0.3
_LEAST_NAMED_SHARE, _LOOSE, _DEED, _SEVERAL_NOUNS = 0.34, 0.5, 2, 2


def _near(item: Located) -> str:
    """What a figure measures, plain: its clause, of a list its own member alone."""
    return plain(member_of(item) or near_text(item.passage, item.figure))


def _match(matcher: Matcher, item: Located) -> float:
    """How well (about 0–2) what a figure measures is what the question names."""
    near = _near(item)
    found = [max(matcher.word_match(w, near), loose_match(w, near) if w.noun else 0.0) for w in matcher.words]
    words = sum(found) / max(1, len(matcher.words))
    return matcher.overlap(pairs(near)) + 0.3 * matcher.passage_overlap(item.passage) + 0.5 * words


def _is_about(query: Query, matcher: Matcher, item: Attained) -> bool:
    """Whether the question names what the target or its actual measures; a list's actual must name the member asked."""
    if any(names_other_member(query.text, located) for located in (item.target, item.actual) if located):
        return False
    if _names_all(query, matcher, item):
        return True
    if not query.english and (_named_share(matcher, item) < _LEAST_NAMED_SHARE or _is_of_other_clause(matcher, item)):
        return False
    target, actual = _near(item.target), _near(item.actual) if item.actual else ""
    same_value = any((f.kind, f.value) == (item.target.figure.kind, item.target.figure.value) for f in query.figures)
    least = _LEAST_OVERLAP / 2 if same_value else _LEAST_OVERLAP
    passages = [item.target.passage, *([item.actual.passage] if item.actual else [])]
    wide = max(matcher.passage_overlap(passage) for passage in passages)
    if max(matcher.overlap(pairs(target)), matcher.overlap(pairs(actual))) < least and wide < _LEAST_WIDE:
        return False
    named = [w for w in matcher.words if w.noun and matcher.word_match(w, target) == 1.0]
    shared = has("均|都", actual) and named
    return not shared or any(matcher.word_match(w, actual) for w in named)


def _named_share(matcher: Matcher, item: Attained) -> float:
    """Share (0–1) of the question's nouns that stand where the target or its actual stands; 1 where it has none."""
    nouns = [w for w in matcher.words if w.noun]
    passages = [item.target.passage, *([item.actual.passage] if item.actual else [])]
    text = "\n".join(f"{_near(located)}" for located in (item.target, item.actual) if located)
    context = "\n".join(f"{p.plain} {p.context}" for p in passages)
    found = [
        max(matcher.word_match(w, text), loose_match(w, text), 0.8 * matcher.word_match(w, context)) for w in nouns
    ]
    return sum(found) / len(found) if found else 1.0


def _is_of_other_clause(matcher: Matcher, item: Attained) -> bool:
    """Whether another clause beside the actual names all that its own does, and several nouns of the question more."""
    if item.actual is None:
        return False
    near = f"{_near(item.target)} {_near(item.actual)}"
    nouns = {w.text for w in matcher.words if w.noun}
    own = {noun for noun in nouns if noun.lower() in near}
    for passage in (item.actual.passage, item.target.passage):
        for start, end in clause_spans(passage):
            said = {noun for noun in nouns if noun.lower() in plain(passage.cell.text[start:end])}
            if own < said and len(said - own) >= _SEVERAL_NOUNS:
                return True
    return False


def loose_match(word: Word, text: str) -> float:
    """Whether a word of a deed and its thing stands there in two words (发债 in 发行专项债券)."""
    apart = len(word.text) == _DEED and all(c in text for c in word.text) and is_han(word.text[0])
    return _LOOSE if apart else 0.0


def _score(query: Query, matcher: Matcher, item: Attained) -> float:
    """How well a target answers the question: by its own clause or its actual's, its unit, and a value that both name."""
    target = item.target.figure
    score = _match(matcher, item.target)
    if item.actual is not None:
        score = 0.1 + max(score, _match(matcher, item.actual), 0.6 * (score + _match(matcher, item.actual)))
    if any(f.value == target.value and f.kind == target.kind for f in query.figures):
        score += 0.6
    asked, own = stages_of(query.text), stages_of(near_text(item.target.passage, item.target.figure))
    if asked and own:
        score += _STAGE_NAMED if asked & own else -_STAGE_NAMED
    units = {ask.unit for ask in query.asks if ask.unit}
    if units:
        score += 0.2 if target.unit in units else -0.1
    if units and has(LEFT, query.text):  # a rate tells how many are left only beside the counts it comes from
        tells = target.unit in units or (item.actual is not None and rate_counts(item.actual) is not None)
        score += _TELLS if tells else -_TELLS
    if has("百分点|[比率]|比重|%", query.text):
        score += 0.2 if target.kind == "percent" else -0.15
    return score


def without_fillers(query: Query, evidence: Evidence) -> tuple[Query, Evidence]:
    """Both without the words for a target itself (目标值, 任务数), which name none."""
    words = tuple(w for w in query.words if not _FILLERS.fullmatch(w.text))
    if words == query.words:
        return query, evidence
    return replace(query, words=words), replace(evidence, matcher=replace(evidence.matcher, words=words))


def candidates(query: Query, evidence: Evidence) -> list[Attained]:
    """The targets of the goals that were found, each with the actual that the question means."""
    places = {
        (r.passage.document.doc_id, r.passage.goal.number): (r.passage.document, r.passage.goal)
        for r in evidence.ranked
    }
    return [repaired(item, query.text) for place in places.values() for item in attainments(*place)]


def choose_attainments(query: Query, evidence: Evidence) -> list[Attained]:
    """The targets that the question asks about, best first; several where it names several."""
    items = [item for item in candidates(query, evidence) if _is_about(query, evidence.matcher, item)]
    by_clause = [] if query.english else list(_by_clause(query, items, evidence.matcher))
    if len(by_clause) > 1:
        return by_clause
    scored = _ranked(query, items, evidence.matcher)
    if not scored:
        return []
    best, first = scored[0]
    if not any(word in query.text for word in _SEVERAL):
        return [first]
    chosen = [item for score, item in scored[:3] if score >= _CLOSE * best and _goal(item) == _goal(first)]
    return _in_order(chosen)


def _ranked(query: Query, items: Sequence[Attained], matcher: Matcher) -> list[tuple[float, Attained]]:
    """The targets by how well they fit, best first; ties keep the order of the report."""
    return sorted(((_score(query, matcher, item), item) for item in items), key=lambda pair: -pair[0])


def _by_clause(query: Query, items: Sequence[Attained], matcher: Matcher) -> Iterator[Attained]:
    """The best target for each part of the question that names one of its own (调解成功率达标没，结案率呢)."""
    seen: list[Attained] = []
    for part, nouns in _parts(query, matcher):
        narrowed = replace(
            matcher, words=nouns, weights={p: w for p, w in matcher.weights.items() if p in pairs(plain(part))}
        )
        named = [item for item in items if _names(narrowed, item)]
        for _, best in _ranked(query, named, narrowed)[:1]:
            if best not in seen and (not seen or _goal(best) == _goal(seen[0])):
                seen.append(best)
                yield best


def _parts(query: Query, matcher: Matcher) -> list[tuple[str, tuple[Word, ...]]]:
    """The parts of the question that hold nouns of their own, each with them."""
    parts = [(part, tuple(w for w in matcher.words if w.text in part)) for part in _JOINS.split(query.text)]
    return [(part, words) for part, words in parts if any(w.noun for w in words)]


def _names(matcher: Matcher, item: Attained) -> bool:
    """Whether all nouns of a part of the question stand in the target's clause or its actual's."""
    near = f"{_near(item.target)} {_near(item.actual) if item.actual else ''}"
    nouns = [w for w in matcher.words if w.noun]
    return all(matcher.word_match(w, near) >= _LEAST_NAMED for w in nouns)


def _names_all(query: Query, matcher: Matcher, item: Attained) -> bool:
    """Whether the question is in Chinese and all its nouns stand there; translated words are too loose to tell."""
    return not query.english and any(w.noun for w in matcher.words) and _names(matcher, item)


def _goal(item: Attained) -> tuple[str, int]:
    return item.target.passage.document.doc_id, item.target.passage.goal.number


def _in_order(items: Sequence[Attained]) -> list[Attained]:
    return sorted(items, key=lambda a: (a.target.passage.statement.start, a.target.figure.start))
