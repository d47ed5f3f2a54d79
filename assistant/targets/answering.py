"""Answer what is asked of a target; what isn't asked of one is left to others."""

from __future__ import annotations

from assistant.assignment import counts_in_parts
from assistant.attainment import Attained, Located, judge
from assistant.pairing import Match, comparable, may_answer
from assistant.question import Query
from assistant.retrieve import Evidence
from assistant.subjects import subject_of
from assistant.sufficiency import why_not_text
from assistant.survey.fields import beyond_name, named_goals
from assistant.survey.rows import rows_of
from assistant.targets.asked import Threshold, asks_share, asks_status, thresholds, wants_attainment
from assistant.targets.choosing import choose_attainments, without_fillers
from assistant.targets.limits import compared, is_of, write_compared
from assistant.targets.remaining import with_rest
from assistant.targets.shares import asks_own_share, derived_share
from assistant.targets.status import write_status
from assistant.targets.writing import write_attainments
from assistant.writer import Writer


def attained(query: Query, evidence: Evidence, writer: Writer) -> str | None:
    """The answer to a question about a target or a threshold; None where it is none, or nothing was found."""
    if asks_status(query.text):
        return _status(query, evidence, writer)
    if not wants_attainment(query):
        return None
    query, evidence = without_fillers(query, evidence)
    items = _chosen(query, evidence)
    given = thresholds(query)
    known = [item for item in items if item.actual is not None]
    own = [t for t in given if not any(is_of(t, item.target.figure) for item in known)]
    if own:
        text = _against_own(query, own[0], items, evidence, writer)
        if text or own == given:
            return text
    text = write_attainments(items, evidence.matcher, writer, english=query.english, with_share=asks_share(query.text))
    return with_rest(query, text, items[0], evidence.matcher, writer) if text else None


def _chosen(query: Query, evidence: Evidence) -> list[Attained]:
    items = choose_attainments(query, evidence)
    passages = [i.target.passage for i in items] + [i.actual.passage for i in items if i.actual]
    if not items or why_not_text(query, evidence.matcher, passages):
        return []
    return [] if not query.english and evidence.matcher.missing(passages) else items


def _against_own(
    query: Query, threshold: Threshold, items: list[Attained], evidence: Evidence, writer: Writer
) -> str | None:
    actual = compared(query, threshold, evidence)
    if actual is None:
        return derived_share(query, threshold, evidence, writer) if asks_own_share(query.text) else None
    unpaired = (i for i in items if i.actual is None and is_of(threshold, i.target.figure))
    same = next((i for i in unpaired if comparable(i.target.figure, actual.figure)), None)
    if same is not None and counts_in_parts(subject_of(same.target), subject_of(actual), ()):
        return None  # 新开 9 条 says nothing of 新开、优化 20 条
    if same is not None and _may_answer(same.target, actual):
        return write_attainments([judge(same.target, Match(actual))], evidence.matcher, writer, english=query.english)
    target = next((i for i in items if i.actual is not None and i.actual.figure == actual.figure), None)
    return write_compared(threshold, actual, target, evidence.matcher, writer)


def _may_answer(target: Located, actual: Located) -> bool:
    return may_answer(target.passage.document, subject_of(target), subject_of(actual)) is not None


def _status(query: Query, evidence: Evidence, writer: Writer) -> str | None:
    """How the goals stand that the question names as a whole; of several reports each."""
    rows = rows_of(evidence.documents)
    named = [row for row in named_goals(query, evidence, rows) if not beyond_name(query, row)]
    return "\n".join(write_status(row, evidence.matcher, writer) for row in named) or None
