"""A target is no answer to what was done: where the report gives nothing but the target, that is said, and it is cited."""

from __future__ import annotations

from assistant.answer import Answer
from assistant.attainment import Attained
from assistant.clauses import trim
from assistant.evidence import Matcher, plain
from assistant.lookup import near_text, place_of
from assistant.patterns import has
from assistant.question import Query
from assistant.retrieve import Evidence
from assistant.targets.asked import asks_verdict
from assistant.targets.choosing import candidates, without_fillers
from assistant.thesaurus import MEASURE_NOUNS
from assistant.writer import Writer
from corpus import BODY

SO_FAR = r"现在|目前|眼下|实际|已经?|到底|截至|迄今|[到成了出](?:了)?(?:多少|几)|(?:多少|几)[\u4e00-\u9fff]{0,3}了|了(?:吗|没有?)|so far|actually|currently"
PLANNED = r"预算|安排|目标(?!值)|任务(?:是|数|要)|要求(?:是|多少|几)|计划|应(?:该|当)|要[做干建达完]|考核|定(?:的|了)"
_LEAST_MATCH = 0.7


def only_targets(query: Query, evidence: Evidence) -> Answer | None:
    """`未找到：报告只有目标“…”[1]，没有完成数字。` where what was done is asked, and only a target names it; else None."""
    text = query.text
    if (has(PLANNED, text) and not asks_verdict(text)) or not (has(SO_FAR, text) or asks_verdict(text)):
        return None
    query, evidence = without_fillers(query, evidence)
    if not any(w.noun for w in evidence.matcher.words):
        return None
    found = [
        item for item in candidates(query, evidence) if item.actual is None and _is_all_named(evidence.matcher, item)
    ]
    if not found or _has_progress(evidence, found[0]):
        return None
    writer = Writer()
    start, end = trim(found[0].target.passage, [found[0].target.figure], evidence.matcher.weights)
    n = writer.cite(place_of(found[0].target.passage), start, end)
    said = f"未找到：报告只有目标（见“{found[0].target.passage.goal.name}”[{n}]），没有相应的完成数字。"
    return Answer(text, "not_found", said, (), tuple(writer.citations))


def _is_all_named(matcher: Matcher, item: Attained) -> bool:
    """Whether all nouns of the question stand in the target's own clause."""
    near = plain(near_text(item.target.passage, item.target.figure))
    return all(matcher.word_match(w, near) >= _LEAST_MATCH for w in matcher.words if w.noun)


def _has_progress(evidence: Evidence, item: Attained) -> bool:
    """Whether a figure of a progress column stands with all nouns of the question in its clause."""
    measures = MEASURE_NOUNS.get(item.target.figure.kind, frozenset()) | {"涨幅", "降幅", "增幅"}
    nouns = [w for w in evidence.matcher.words if w.noun and w.text not in measures]
    for ranked in evidence.ranked:
        passage = ranked.passage
        if passage.cell.column not in BODY or passage.cell.column == "criteria":
            continue
        for figure in passage.figures:
            near = plain(near_text(passage, figure))
            if figure.kind == item.target.figure.kind and all(
                evidence.matcher.word_match(w, near) >= _LEAST_MATCH for w in nouns
            ):
                return True
    return False
