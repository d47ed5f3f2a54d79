"""Questions worth asking next: what else the goal holds that an answer cites.

They are made from the goal's columns and figures by a few patterns, and each is tried before it is offered: a question
that the reports can't answer, or answer from somewhere else, would only disappoint. So they come after the answer, not
with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from assistant.answer import Answer
from corpus import Document, Figure, Goal
from index import tag_words

MOST = 3  # offered
TRIED = 8  # at most: each takes as long as an answer
_METRIC = range(3, 15)  # characters of a name that reads well in a question
_ADVERBIAL = frozenset({"p", "d", "l", "c"})  # 从、进一步、按规定、和
_ROLES = frozenset({"actual", "share", "change"})
_NAMES = {
    "1-3月": "一季度",
    "4-6月": "二季度",
    "7-9月": "三季度",
    "10-12月": "四季度",
    "1-6月": "上半年",
    "1-12月": "全年",
}
_COLUMNS = (
    ("criteria", "“{goal}”的年度目标要求是什么？"),
    ("completion_pct", "“{goal}”累计完成工作量是多少？"),
    ("quarter_progress", "“{goal}”本季度做了哪些工作？"),
    ("cumulative_progress", "“{goal}”累计进展如何？"),
)


@dataclass(frozen=True, slots=True)
class Followup:
    """A question, and the text of the figure that its answer must hold ("" where any answer from the goal will do)."""

    question: str
    figure: str = ""


@dataclass(frozen=True, slots=True)
class _Cited:
    """What an answer cites: the report, the goal, the columns, and the figures in its quotes."""

    document: Document
    goal: Goal
    columns: frozenset[str]
    figures: tuple[Figure, ...]

    @property
    def goal_id(self) -> str:
        return self.document.goal_id(self.goal)


def followups(answer: Answer, documents: Sequence[Document], *, try_out: Callable[[str], Answer]) -> tuple[str, ...]:
    """Up to three questions on the goal that the answer cites first, each of which `try_out` answers from that goal."""
    cited = _cited(answer, documents)
    if cited is None:
        return ()
    kept: list[str] = []
    for followup in _first(_candidates(cited), TRIED):
        question = _addressed(followup.question, cited.document, documents)
        if question != answer.question and _is_answered(try_out(question), followup, cited):
            kept.append(question)
        if len(kept) == MOST:
            break
    return tuple(kept)


def _cited(answer: Answer, documents: Sequence[Document]) -> _Cited | None:
    first = answer.citations[0] if answer.citations else None
    document = next((d for d in documents if first and d.doc_id == first.doc_id), None)
    if first is None or document is None:
        return None
    goal = next((g for g in document.goals if document.goal_id(g) == first.goal_id), None)
    if goal is None:
        return None
    quotes = [c for c in answer.citations if c.goal_id == first.goal_id]
    figures = tuple(
        figure
        for cell, figure in goal.figures
        if any(q.column == cell.column and q.start <= figure.start and figure.end <= q.end for q in quotes)
    )
    return _Cited(document, goal, frozenset(q.column for q in quotes), figures)


def _candidates(cited: _Cited) -> Iterator[Followup]:
    """One of each kind in turn: the figure in another period, the target, other figures, other columns."""
    kinds = (_other_periods(cited), _attainment(cited), _other_figures(cited), _columns(cited))
    return chain.from_iterable((f for f in row if f is not None) for row in zip_longest(*kinds))


def _other_periods(cited: _Cited) -> Iterator[Followup]:
    said = {(figure.metric, figure.period) for figure in cited.figures}
    metrics = dict.fromkeys(figure.metric for figure in cited.figures if figure.metric)
    for metric in metrics:
        for figure in _askable(cited.goal):
            if figure.metric == metric and (metric, figure.period) not in said:
                yield _of_figure(figure)
                break


def _attainment(cited: _Cited) -> Iterator[Followup]:
    is_said = any(figure.role == "target" for figure in cited.figures)
    if not is_said and any(item.actual is not None for item in cited.goal.attainment):
        yield Followup(f"“{cited.goal.name}”的目标达到了吗？")


def _other_figures(cited: _Cited) -> Iterator[Followup]:
    named = {figure.metric for figure in cited.figures}
    for figure in _askable(cited.goal):
        if figure.metric not in named:
            named.add(figure.metric)
            yield _of_figure(figure)


def _columns(cited: _Cited) -> Iterator[Followup]:
    for column, question in _COLUMNS:
        if column not in cited.columns and cited.goal.text(column).strip():
            yield Followup(question.format(goal=cited.goal.name))


def _askable(goal: Goal) -> list[Figure]:
    """The figures of what was done whose name can stand in a question."""
    return [
        figure
        for cell, figure in goal.figures
        if cell.column in ("quarter_progress", "cumulative_progress")
        and figure.role in _ROLES
        and _is_name(figure.metric or "")
        and (figure.role != "share" or figure.basis)
    ]


def _is_name(metric: str) -> bool:
    """Whether it can stand in a question: short, without numbers, naming something, and no adverbial."""
    if len(metric) not in _METRIC or any(character.isdigit() for character in metric):
        return False
    tags = [tag for _, tag in tag_words(metric)]
    return tags[0] not in _ADVERBIAL and any(tag.startswith(("n", "j")) for tag in tags)


def _of_figure(figure: Figure) -> Followup:
    when = _NAMES.get(figure.period or "", figure.period or "")
    if figure.role == "share":
        return Followup(f"{when}{figure.metric}占{figure.basis}的比例是多少？", figure.text)
    if figure.role == "change":
        return Followup(f"{when}{figure.metric}{figure.basis or ''}变化了多少？", figure.text)
    asks = {"money": "多少？", "count": f"多少{figure.unit or ''}？"}.get(figure.kind, "是多少？")
    return Followup(f"{when}{figure.metric}{asks}", figure.text)


def _addressed(question: str, document: Document, documents: Sequence[Document]) -> str:
    """The question with the names of organisation and year, where there are reports of several."""
    bodies = {other.organization for other in documents}
    years = {other.year for other in documents if other.organization == document.organization}
    year = f"{document.year} 年" if len(years) > 1 and document.year else ""
    return f"{document.organization or ''}{year}{question}" if len(bodies) > 1 or year else question


def _is_answered(answer: Answer, followup: Followup, cited: _Cited) -> bool:
    if answer.status != "answered" or not any(c.goal_id == cited.goal_id for c in answer.citations):
        return False
    return not followup.figure or any(figure.text == followup.figure for figure in answer.figures)


def _first(followups_made: Iterator[Followup], count: int) -> Iterator[Followup]:
    seen: set[str] = set()
    for followup in followups_made:
        if len(seen) == count:
            return
        if followup.question not in seen:
            seen.add(followup.question)
            yield followup
