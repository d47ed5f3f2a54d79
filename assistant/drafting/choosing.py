"""Which goals of which reports a draft is made from, and which column tells of the months that are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from assistant.drafting.record import Brief
from assistant.evidence import plain
from assistant.schedule import Month
from assistant.verification.verifier import latest_of
from corpus import (
    Cell,
    Column,
    Document,
    DraftError,
    EmptyIndex,
    Goal,
    Period,
    UnknownDocument,
    UnknownGoal,
    fold,
    parse_period,
)

MOST_GOALS = 100  # of one draft: more is no draft that anybody reads
_NAMED = 5
_WHOLE: Column = "cumulative_progress"
_YEAR = re.compile(r"\s*((?:19|20)\d{2})\s*(?:年度?)?\s*")
_NEAR = 0.5  # share of the characters asked for that a name has to hold to be named


@dataclass(frozen=True, slots=True)
class Source:
    """A goal that is drafted from, and the column that tells of its progress in the months asked for."""

    document: Document
    goal: Goal
    column: Column

    @property
    def goal_id(self) -> str:
        """The id of the goal."""
        return self.document.goal_id(self.goal)

    @property
    def is_cumulative(self) -> bool:
        """Whether the column tells of the year so far, which targets are compared with."""
        return self.column == _WHOLE

    @property
    def progress(self) -> Cell | None:
        """The cell of the column, else of the other progress column where the year so far is asked for."""
        cell = self.goal.cell(self.column)
        if self.is_cumulative and (cell is None or not cell.text.strip()):
            cell = self.goal.cell("quarter_progress")
        return cell if cell is not None and cell.text.strip() else None


def sources_of(brief: Brief, documents: Sequence[Document]) -> tuple[Source, ...]:
    """The goals to draft from, report by report, the older first.

    Raises:
        EmptyIndex: there is no report.
        UnknownDocument, UnknownGoal: one that is named is none of them.
        DraftError: no report is on the period, or there is too much.
    """
    reports = _of_period(brief, _reports(brief, documents))
    chosen = [Source(document, goal, column) for document, column in reports for goal in document.goals]
    if brief.goals:
        wanted = {source.goal_id for name in brief.goals for source in _named(name, chosen)}
        chosen = [source for source in chosen if source.goal_id in wanted]
    if len(chosen) > MOST_GOALS:
        raise DraftError(f"选中的目标有 {len(chosen)} 项，一次最多起草 {MOST_GOALS} 项。请只选几份报告或几项目标。")
    return tuple(chosen)


def _reports(brief: Brief, documents: Sequence[Document]) -> list[Document]:
    """The reports that are named; without any, all for a comparison or a period, else the newest of each body."""
    if not documents:
        raise EmptyIndex("还没有导入任何报告。请先运行：kaoping ingest 报告文件")
    by_id = {document.doc_id: document for document in documents}
    for doc_id in brief.doc_ids:
        if doc_id not in by_id:
            raise UnknownDocument(f"没有编号为 {doc_id} 的报告。用 kaoping documents 查看已有的报告。")
    if brief.doc_ids:
        chosen = [by_id[doc_id] for doc_id in dict.fromkeys(brief.doc_ids)]
    else:
        named = {goal.partition("#")[0] for goal in brief.goals if "#" in goal} & set(by_id)
        is_all = brief.kind == "comparison" or brief.period
        newest = set(by_id) if is_all else latest_of(documents)
        chosen = [document for document in documents if document.doc_id in (named or newest)]
    return sorted(chosen, key=_age)


def _age(document: Document) -> tuple[str, Month, str]:
    return document.organization or "", Month.end_of(document) or Month(document.year or 0, 12), document.doc_id


def periods_of(documents: Sequence[Document]) -> tuple[str, ...]:
    """What may be asked for: the months of the reports, and of their quarters."""
    found = (str(period.resolved(d.year).label) for d in documents for period, _ in _columns(d))
    return tuple(dict.fromkeys(found))


def _columns(document: Document) -> Iterator[tuple[Period, Column]]:
    """The months that the progress columns of a report tell of."""
    whole = parse_period(document.period or "")
    if whole is not None:
        yield whole, _WHOLE
    cell = next((c for goal in document.goals if (c := goal.cell("quarter_progress"))), None)
    if cell is not None:
        named = parse_period(cell.label)
        if named is not None or whole is not None:
            yield (
                named or Period(max(1, whole.last - 2 if whole else 1), whole.last if whole else 12),
                "quarter_progress",
            )


def _of_period(brief: Brief, documents: Sequence[Document]) -> list[tuple[Document, Column]]:
    if not brief.period:
        return [(document, _WHOLE) for document in documents]
    year = _YEAR.fullmatch(fold(brief.period))
    asked = parse_period(brief.period)
    if year is not None:
        found = [(d, c) for d in documents for _, c in _columns(d) if c == _WHOLE and str(d.year) == year[1]]
    elif asked is None:
        raise DraftError(f"看不懂期间“{brief.period}”。请写成 2021年上半年、1-6月 或 二季度。")
    else:
        found = [
            (d, c) for d in documents for p, c in _columns(d) if _is_asked(p, asked) and asked.year in (None, d.year)
        ]
    if not found:
        raise DraftError(f"没有“{brief.period}”的报告；有的是：{'、'.join(periods_of(documents)) or '无'}。")
    return list({document.doc_id: (document, column) for document, column in reversed(found)}.values())[::-1]


def _is_asked(period: Period, asked: Period) -> bool:
    return (period.first, period.last) == (asked.first, asked.last)


def _named(asked: str, sources: Sequence[Source]) -> list[Source]:
    """The goals of an id, a number or a name, or of the one name that holds the words. Raises UnknownGoal."""
    text = asked.strip()
    exact = [
        s for s in sources if text and (text in (s.goal_id, str(s.goal.number)) or plain(text) == plain(s.goal.name))
    ]
    if exact:
        return exact
    holding = [s for s in sources if plain(text) and plain(text) in plain(s.goal.name)]
    if holding and len({plain(s.goal.name) for s in holding}) == 1:
        return holding
    names = list(dict.fromkeys(s.goal.name for s in holding or sources))
    near = names if holding else _near(text, names)
    if near:
        raise UnknownGoal(f"没有目标“{asked}”；是不是“{'”“'.join(near[:_NAMED])}”？")
    raise UnknownGoal(f"没有目标“{asked}”；有的是：{'、'.join(names[:_NAMED])}{'等' if len(names) > _NAMED else ''}。")


def _near(asked: str, names: Sequence[str]) -> list[str]:
    """The names most like what was asked for as a whole, else by the characters that they share with it."""
    close = get_close_matches(asked, names, n=3, cutoff=0.6)
    if close:
        return close
    own = set(plain(asked))
    shares = {name: len(own & set(plain(name))) / max(1, len(own)) for name in names}
    return sorted((name for name in names if shares[name] >= _NEAR), key=lambda name: -shares[name])[:3]
