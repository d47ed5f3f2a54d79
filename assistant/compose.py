"""Compose an answer from statements and figures, without a language model.

One composer an intent, tried in order; what none can answer from cited figures is `not_found` with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant import explain, patterns, unmet
from assistant.answer import Answer
from assistant.arithmetic import calculate, refusal, spans_reports
from assistant.attain_answer import choose_attainments, write_attainments
from assistant.evidence import Passage, plain
from assistant.lookup import Sought, choose_all, place_of, write_choices
from assistant.papers import paper
from assistant.patterns import has
from assistant.question import Intent, Query
from assistant.retrieve import Evidence, Ranked, rank
from assistant.several import answer_of_each
from assistant.sufficiency import SOMETHING_ELSE, no_subject, why_not, why_not_text
from assistant.survey import not_surveyed, survey
from assistant.targets import attained, only_targets
from assistant.writer import Place, Writer
from corpus import BODY, Cell, Goal

_QUOTED = re.compile(r"[“\"「『](?P<name>[^”\"」』]{2,20})[”\"」』]")
_NEAR, _COVERED = 0.25, 0.75
_MOST_PLACES, _NEAREST = 4, 8
_ENGLISH = {
    "answered": "The report states: ",
    "not_found": "Not found: the reports hold no answer to this question. ",
}
_RESPONSIBLE_LABEL = r"责任|牵头|主管|单位|部门|配合|负责"


def not_found(query: Query, reason: str, evidence: Evidence | None = None) -> Answer:
    """`未找到：reason`, citing what is nearest where something is near. It shows no figure."""
    writer = Writer()
    near = _nearest(evidence) if evidence else None
    if evidence is None or near is None or near.overlap <= _NEAR:
        return Answer(query.text, "not_found", f"未找到：{reason}")
    if reason == SOMETHING_ELSE:
        covered = evidence.matcher.coverage([near.passage]) >= _COVERED
        reason = "报告中有相近的内容，但没有所问的。" if covered else _unheard_of(evidence, near.passage)
    passage = near.passage
    n = writer.cite(place_of(passage), passage.statement.start, passage.statement.end)
    text = f"未找到：{reason}最接近的内容见“{passage.goal.name}”[{n}]。"
    return Answer(query.text, "not_found", text, (), tuple(writer.citations))


def _nearest(evidence: Evidence) -> Ranked | None:
    """Of the passages that share most with the question, the one that speaks most of what it is about."""
    close = sorted(evidence.ranked, key=lambda r: -r.overlap)[:_NEAREST]
    return max(close, key=lambda r: (evidence.matcher.coverage([r.passage]), r.overlap), default=None)


def _unheard_of(evidence: Evidence, nearest: Passage) -> str:
    """The reason that names what the report doesn't speak of."""
    missing = "、".join(f"“{word}”" for word in evidence.matcher.missing([nearest])[:3])
    return f"报告中没有关于{missing}的内容。" if missing else SOMETHING_ELSE


def _goal_of(query: Query, evidence: Evidence) -> Passage | None:
    """The best passage outside the short columns: its goal is the one that the question is about."""
    ranked = [r for r in evidence.ranked if r.passage.cell.column in BODY or r.passage.cell.column == "goal_name"]
    neutral = rank(replace(query, columns=(), periods=(), asks=()), evidence.matcher, [r.passage for r in ranked])
    return neutral[0].passage if neutral else None


def _field_cell(query: Query, goal: Goal) -> Cell | None:
    """The cell of a goal that holds the field asked for: completion, deadline, who is responsible, attribute."""
    if has(patterns.RESPONSIBLE, query.wording):
        return next(
            (c for c in goal.cells if c.column == "other" and has(_RESPONSIBLE_LABEL, c.label) and c.text), None
        )
    if has(patterns.DEADLINE, query.wording):
        return goal.cell("deadline")
    if has(patterns.ATTRIBUTE, query.wording):
        return goal.cell("attribute")
    return goal.cell("completion_pct")


def _field(query: Query, evidence: Evidence, writer: Writer) -> str | None:
    """A short column of the goal that the question is about: `“目标”的累计完成工作量：80%[1]。`"""
    passage = _goal_of(query, evidence)
    cell = _field_cell(query, passage.goal) if passage else None
    if passage is None or cell is None or not cell.text or why_not_text(query, evidence.matcher, [passage]):
        return None
    quoted = writer.quote(Place(passage.document, passage.goal, cell), 0, len(cell.text))
    return f"“{passage.goal.name}”的{cell.label}：{quoted}。"


def _asks_completion(query: Query) -> bool:
    """Whether the completion that the report gives for one goal is asked for."""
    return (
        has(patterns.COMPLETION, query.wording)
        and query.intent in ("lookup", "text", "attainment")
        and not any(a.unit for a in query.asks if a.text == query.text)
    )


def _attainment(query: Query, evidence: Evidence, writer: Writer) -> str | None:
    items = choose_attainments(query, evidence)
    if not items or why_not_text(
        query, evidence.matcher, [i.target.passage for i in items] + [i.actual.passage for i in items if i.actual]
    ):
        return None
    return write_attainments(query, items, evidence.matcher, writer)


def _by_value(query: Query, evidence: Evidence, writer: Writer) -> str | None:
    """Where a figure that the question names, and names nothing else, stands in the reports (138 个是什么)."""
    named = {(f.kind, f.value) for f in query.figures}
    found = [p for p in evidence.passages() if any((f.kind, f.value) in named for f in p.figures)]
    parts = [writer.quote(place_of(p), p.statement.start, p.statement.end) for p in found[:_MOST_PLACES]]
    return "；".join(parts) + "。" if parts else None


def _explain(query: Query, evidence: Evidence, writer: Writer) -> str | None:
    passages = explain.chosen_passages(evidence)
    if query.figures and not query.words:
        return _by_value(query, evidence, writer)
    if not passages or why_not_text(query, evidence.matcher, passages):
        return None
    return explain.explain(evidence, writer)


def _explain_without_number(query: Query, evidence: Evidence, writer: Writer) -> str | None:
    return None if query.quantity else _explain(query, evidence, writer)


def _unmet(_: Query, evidence: Evidence, writer: Writer) -> str | None:
    return unmet.list_unmet(evidence.documents, evidence.matcher, writer)


Composer = Callable[[Query, Evidence, Writer], str | None]
COMPOSERS: dict[Intent, tuple[Composer, ...]] = {
    "field": (_field,),
    "having": (_explain,),
    "unmet": (_unmet,),
    "attainment": (_attainment, _explain_without_number),
    "text": (_explain,),
}


def _lookup(query: Query, evidence: Evidence, writer: Writer) -> Answer:
    """The figures asked for in their clauses, or why there are none; of several asks, those that can be answered."""
    judged: list[tuple[Sought, str | None]] = []
    for sought in choose_all(query, evidence):
        before = judged[-1][1] if judged and sought.leans else None
        judged.append((sought, before or _why_not_found(sought, evidence)))
    choices = [sought.choice for sought, reason in judged if sought.choice and not reason]
    if not choices:
        return not_found(query, next(reason for _, reason in judged if reason), evidence)
    text = write_choices(query, choices, evidence.matcher, writer)
    missing = [f"未找到“{sought.query.asks[0].text}”：{reason}" for sought, reason in judged if reason]
    return writer.answered(query.text, "\n".join([text, *missing]))


def _why_not_found(sought: Sought, evidence: Evidence) -> str | None:
    """Why what was found for an ask doesn't answer it; None where it does."""
    if sought.choice:
        return why_not(sought.query, sought.matcher, [sought.choice])
    near = bool(evidence.ranked) and evidence.ranked[0].overlap > _NEAR
    return "报告中有相近的内容，但没有所问的数字。" if near else "报告中没有找到与问题相符的内容。"


def _reason_of_text(query: Query, evidence: Evidence) -> str:
    return why_not_text(query, evidence.matcher, evidence.passages()[:1]) or SOMETHING_ELSE


def compose(query: Query, evidence: Evidence) -> Answer:
    """The answer to an understood question from its evidence, which says what was taken for a typing error."""
    across = spans_reports(query, evidence.documents)
    answer = _calculated(query, evidence) if across or len(evidence.documents) == 1 else None
    answer = answer or _over_goals(query, evidence)
    if answer is None and not across:
        answer = answer_of_each(query, evidence, _compose)
    answer = answer or _compose(query, evidence, Writer())
    if query.english:
        lead = "" if answer.answer[:1].isascii() else _ENGLISH[answer.status]
        return replace(answer, answer=f"{lead}{answer.answer}")
    if not query.corrections:
        return answer
    taken = "、".join(f"“{written}”当作“{meant}”" for written, meant in query.corrections)
    return replace(answer, answer=f"{answer.answer}\n（把{taken}）")


def _calculated(query: Query, evidence: Evidence) -> Answer | None:
    """What is calculated from figures; None where nothing is to be calculated."""
    writer = Writer()
    text = _calculate(query, evidence, writer)
    return writer.answered(query.text, text) if text else None


def _calculate(query: Query, evidence: Evidence, writer: Writer) -> str | None:
    """What is calculated, where its figures stand with the names that the question puts in quotation marks."""
    text = calculate(query, evidence, writer)
    quoted = [plain(name) for name in _QUOTED.findall(query.text)]
    if text is None or not quoted:
        return text
    cited = {(c.goal_id, c.column, c.quote) for c in writer.citations}
    spoken = "".join(
        p.plain + p.context
        for p in evidence.passages()
        if any((p.document.goal_id(p.goal), p.cell.column) == key[:2] and key[2] in p.text for key in cited)
    )
    return text if all(name in spoken for name in quoted) else None


def _over_goals(query: Query, evidence: Evidence) -> Answer | None:
    """The answer to a question over the goals as rows; None where it is none."""
    writer = Writer()
    text = survey(query, evidence, writer)
    return writer.answered(query.text, text) if text else not_surveyed(query, evidence)


def _compose(query: Query, evidence: Evidence, writer: Writer) -> Answer:
    """The answer, its citations numbered on from those that `writer` holds already."""
    if query.intent in ("lookup", "text", "attainment") and (nothing := no_subject(query)):
        return not_found(query, nothing)
    for composer in (_calculate, attained, paper, *_composers_for(query)):
        trial = writer.copy()
        text = composer(query, evidence, trial)
        if text:
            writer.take(trial)
            return writer.answered(query.text, text)
        if composer is attained and (refused := only_targets(query, evidence)):
            return refused
        if composer is _calculate and (reason := refusal(query, evidence.documents)):
            return not_found(query, reason, evidence)
    if query.quantity or query.intent != "text":
        return _lookup(query, evidence, writer)
    return not_found(query, _reason_of_text(query, evidence), evidence)


def _composers_for(query: Query) -> tuple[Composer, ...]:
    """What may answer the question, in order."""
    composers = COMPOSERS.get(query.intent, ())
    return (_field, *composers) if _asks_completion(query) else composers
