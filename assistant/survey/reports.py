"""Reports compared by their goals: what one year has and the other hasn't, whose goals are further on."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.evidence import plain
from assistant.patterns import has
from assistant.question import Query
from assistant.survey import words
from assistant.survey.asked import Survey, foreign_nouns
from assistant.survey.pairs import Pair, compared_with, pair_of
from assistant.survey.rows import Row, report_name, rows_of
from assistant.survey.writing import MOST, counted, evidence_of, mean_of, names_of, remainder, shown
from assistant.writer import Writer
from corpus import Document


def goals_of_reports(query: Query, documents: Sequence[Document], writer: Writer) -> str | None:
    """Which goals the later of two reports has more, which it lacks, or which both have; None where that isn't asked."""
    text = query.text
    if not (has(words.ROW, text) or has(r"哪[一几]?[项个些]", text)):
        return None
    pair = pair_of(text, documents)
    if pair is None or foreign_nouns(query, rows_of(documents)):
        return None
    if has(words.PERCENT, text) or has(words.COMPLETION, text):
        return None
    if has(words.SHARED, text) and not has(words.DROPPED, text) and not has(words.ADDED, text):
        return _shared(pair, writer)
    return _differing(text, pair, writer) if has(words.ADDED, text) or has(words.DROPPED, text) else None


def _shared(pair: Pair, writer: Writer) -> str:
    known = {plain(goal.name) for goal in pair.first.goals}
    rows = [row for row in rows_of([pair.last]) if plain(row.goal.name) in known]
    names = "、".join(shown(row, [], writer, documents=[pair.last]) for row in rows[:MOST])
    scope = _scope(pair, writer)
    if not rows:
        return f"没有名称相同的目标（{scope}）。"
    return f"两份报告都有的目标 {counted(len(rows), '两份报告都有的目标', writer)}：{names}{remainder(rows, writer)}（{scope}）。"


def _differing(text: str, pair: Pair, writer: Writer) -> str:
    """What was added or dropped from the first to the last; the report that is compared with comes second in 比."""
    added = has(words.ADDED, text) and not has(words.DROPPED, text)
    if compared_with(text, pair) is pair.first:
        added = not added
    more, less = (pair.last, pair.first) if added else (pair.first, pair.last)
    known = {plain(goal.name) for goal in less.goals}
    rows = [row for row in rows_of([more]) if plain(row.goal.name) not in known]
    scope = _scope(pair, writer)
    what = f"{pair.called(more)}有而{pair.called(less)}没有的目标"
    if not rows:
        return f"没有{what}（{scope}）。"
    names = "、".join(shown(row, [], writer, documents=[more]) for row in rows[:MOST])
    return f"{what} {counted(len(rows), what, writer)}：{names}{remainder(rows, writer)}（{scope}；按目标名称比对）。"


def _scope(pair: Pair, writer: Writer) -> str:
    names = [(pair.called(d), d) for d in (pair.first, pair.last)]
    return "看了全部目标：" + "，".join(f"{name} {counted(len(d.goals), name + '的目标', writer)}" for name, d in names)


def compare_reports(asked: Survey, documents: Sequence[Document], writer: Writer) -> str | None:
    """Whose goals are more, or further on in the mean."""
    if len(documents) < 2:
        return None
    if asked.wish == "more_rows":
        return _numbers(documents, writer)
    parts, values = [], []
    for document in documents:
        rows = [row for row in rows_of([document]) if row.percent is not None]
        mean = mean_of(rows, writer)
        if mean is None:
            return None
        values.append((_mean(rows), document))
        parts.append(
            f"{report_name(document, documents)}{counted(len(rows), '目标', writer)}目标平均 {mean}{evidence_of(rows, writer)}"
        )
    return f"{'；'.join(parts)}。{_highest(values, documents)}"


def _mean(rows: Sequence[Row]) -> Decimal:
    return sum((row.percent or Decimal(0) for row in rows), Decimal(0)) / len(rows)


def _highest(values: Sequence[tuple[Decimal, Document]], documents: Sequence[Document]) -> str:
    best = max(value for value, _ in values)
    names = "、".join(report_name(document, documents) for value, document in values if value == best)
    return f"{names}最高。" if len({value for value, _ in values}) > 1 else "各报告相同。"


def _numbers(documents: Sequence[Document], writer: Writer) -> str:
    parts = []
    for document in documents:
        name, rows = report_name(document, documents), rows_of([document])
        parts.append(f"{name} {counted(len(rows), name + '的目标', writer)}{names_of(rows[:MOST], writer)}")
    most = max(len(d.goals) for d in documents)
    names = "、".join(report_name(d, documents) for d in documents if len(d.goals) == most)
    same = len({len(d.goals) for d in documents}) == 1
    return f"{'，'.join(parts)}。{'目标数相同' if same else names + '最多'}。"
