"""Targets over many goals: which fall short, each with both figures, and which goals reach all of theirs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from assistant.attainment import Attained, attainments
from assistant.evidence import GoalSpot, Matcher
from assistant.lookup import place_of
from assistant.survey.rows import Row, name_in
from assistant.survey.writing import MOST, counted, remainder
from assistant.targets.repairing import repaired
from assistant.targets.writing import write_attainment
from assistant.writer import Writer
from corpus import Document


def list_targets(rows: Sequence[Row], matcher: Matcher, writer: Writer, *, documents: Sequence[Document]) -> str:
    """The targets whose actual falls short; how many targets could be judged is said."""
    items = [(row, item) for row in rows for item in _items(row)]
    judged = [(row, item) for row, item in items if item.status != "unknown"]
    missed = [(row, item) for row, item in judged if item.status == "not_met"]
    scope = (
        f"按考核指标与完成数字比对：{counted(len(rows), '目标', writer)}目标共 {counted(len(items), '有数字的指标', writer)}有数字的指标，"
        f"其中 {counted(len(judged), '可比对的指标', writer)}能与进度比对"
    )
    if not missed:
        return f"{scope}，没有发现未达到的指标。"
    goals = len({(row.document.doc_id, row.goal.number) for row, _ in missed})
    lines = [
        f"· {name_in(row, documents=documents)}：{write_attainment(item, matcher, writer)}"
        for row, item in missed[:MOST]
    ]
    counts = (
        f"{counted(len(missed), '未达到的指标', writer)}未达到，涉及 {counted(goals, '有指标未达到的目标', writer)}目标"
    )
    return f"{scope}，{counts}：\n" + "\n".join(lines) + remainder(missed, writer).replace("，", "\n", 1)


def met_rows(rows: Sequence[Row], writer: Writer, *, documents: Sequence[Document]) -> str | None:
    """The goals of which every target that can be judged is met, with the figures that show it."""
    judged = [(row, _judged(row)) for row in rows]
    known = [(row, items) for row, items in judged if items]
    if not known:
        return None
    met = [(row, items) for row, items in known if all(item.status == "met" for item in items)]
    scope = f"看了全部 {counted(len(rows), '目标', writer)}目标，其中 {counted(len(known), '有指标可比对的目标', writer)}有指标能与进度比对"
    if not met:
        return f"{scope}，没有一项的指标全部达到。"
    parts = [
        f"{name_in(row, documents=documents)}（{counted(len(items), row.goal.name + '可比对的指标', writer)}可比对的指标均已达到{_marks(items, writer)}{_open(row, items, writer)}）"
        for row, items in met[:MOST]
    ]
    return f"{scope}，可比对的指标全部达到的有 {counted(len(met), '指标全部达到的目标', writer)}：{'、'.join(parts)}{remainder(met, writer)}。"


def _judged(row: Row) -> list[Attained]:
    return [item for item in _items(row) if item.status != "unknown"]


def _items(row: Row) -> tuple[Attained, ...]:
    return _repaired(GoalSpot(row.document, row.goal))


@lru_cache(maxsize=1024)
def _repaired(spot: GoalSpot) -> tuple[Attained, ...]:
    """The attainments of a goal, none of another scope or stage than its target's."""
    return tuple(repaired(item, "") for item in attainments(spot.document, spot.goal))


def _open(row: Row, items: Sequence[Attained], writer: Writer) -> str:
    """How many targets of the goal nothing can be said of."""
    left = len(attainments(row.document, row.goal)) - len(items)
    return f"，另有 {counted(left, row.goal.name + '无法比对的指标', writer)}无法比对" if left else ""


def _marks(items: Sequence[Attained], writer: Writer) -> str:
    marks: dict[int, None] = {}
    for item in items:
        for located in (item.target, item.actual):
            if located is not None:
                passage = located.passage
                marks[writer.cite(place_of(passage), passage.statement.start, passage.statement.end)] = None
    return "".join(f"[{n}]" for n in marks)
