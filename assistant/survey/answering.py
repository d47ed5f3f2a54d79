"""Answer a question over rows: how many of how many, which ones, each with the cell that decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from assistant.evidence import Matcher
from assistant.question import Query
from assistant.retrieve import Evidence
from assistant.survey.amounts import largest
from assistant.survey.asked import Property, Survey, Wish, parse_survey
from assistant.survey.changes import changes_of_goals
from assistant.survey.fields import field
from assistant.survey.filters import decide_all, deciding_cell
from assistant.survey.reports import compare_reports, goals_of_reports
from assistant.survey.rows import Row, report_name, rows_of
from assistant.survey.targets import list_targets, met_rows
from assistant.survey.writing import MOST, counted, evidence_of, looked_at, mean_of, remainder, shown, time_passed
from assistant.writer import Writer
from corpus import Cell, Column, Document


def survey(query: Query, evidence: Evidence, writer: Writer) -> str | None:
    """The answer to a question over rows or for a short field of one; None where the question is none."""
    documents = evidence.documents
    rows = rows_of(documents)
    if not rows:
        return None
    text = (
        field(query, evidence, rows, writer)
        or changes_of_goals(query, documents, writer)
        or goals_of_reports(query, documents, writer)
    )
    if text:
        return text
    asked = parse_survey(query, rows)
    if asked is None:
        return largest(query, rows, writer)
    if asked.reports:
        return compare_reports(asked, documents, writer)
    groups = [(d,) for d in documents] if asked.per_report and len(documents) > 1 else [tuple(documents)]
    parts = [_answer(asked, group, evidence.matcher, writer) for group in groups]
    if len(groups) > 1:
        parts = [f"{report_name(g[0], documents)}：{part}" for g, part in zip(groups, parts, strict=True) if part]
    return "\n".join(part for part in parts if part) or None


def _answer(asked: Survey, documents: Sequence[Document], matcher: Matcher, writer: Writer) -> str | None:
    rows = rows_of(documents)
    targets = next((f for f in asked.filters if f.subject == "targets"), None)
    if targets is not None:
        others = tuple(f for f in asked.filters if f is not targets)
        chosen = [row for row in rows if decide_all(others, row)]
        if not chosen:
            return None
        if targets.value == "not_met":
            return list_targets(chosen, matcher, writer, documents=documents)
        return met_rows(chosen, writer, documents=documents)
    return _WRITERS[asked.wish](asked, rows, documents, writer)


def _list(asked: Survey, rows: Sequence[Row], documents: Sequence[Document], writer: Writer) -> str | None:
    if not asked.filters:
        return _all_names(rows, documents, writer)
    verdicts = [(row, decide_all(asked.filters, row)) for row in rows]
    chosen = [row for row, verdict in verdicts if verdict]
    known = sum(verdict is not None for _, verdict in verdicts)
    if not known:
        return None
    words = _words_of(asked)
    scope = looked_at(len(rows), known, writer)
    if not chosen:
        return f"没有{words}的目标（{scope}）{_nearest(asked, rows, documents, writer)}。"
    timed = any(f.subject == "time" for f in asked.filters)
    parts = [
        shown(row, _cells(asked, row), writer, documents=documents) + (time_passed(row, writer) if timed else "")
        for row in chosen[:MOST]
    ]
    note = _notes(asked, documents)
    return f"{scope}，{words}的有 {counted(len(chosen), words + '的目标', writer)}：{'、'.join(parts)}{remainder(chosen, writer)}。{note}"


def _words_of(asked: Survey) -> str:
    """The conditions as they are put in an answer, each once."""
    return "、".join(dict.fromkeys(f.words for f in asked.filters))


def _cells(asked: Survey, row: Row) -> list[Cell]:
    """The cells that decide, and the one that is asked about."""
    cells = [cell for f in asked.filters if (cell := deciding_cell(f, row)) is not None]
    wanted = row.cell("deadline") if asked.by == "deadline" else row.cell("completion_pct")
    if wanted is not None and (asked.shows_completion or {cell.column for cell in cells} == {"goal_name"}):
        cells.append(wanted)
    return list({id(cell): cell for cell in cells}.values())


def _notes(asked: Survey, documents: Sequence[Document]) -> str:
    """What the report says of its star, and how far the time had run, where that was asked about."""
    if any(f.subject == "star" for f in asked.filters):
        notes = dict.fromkeys(note for d in documents for note in d.notes if "★" in note or "☆" in note or "星" in note)
        return f"表下注明：{'；'.join(notes)}。" if notes else "表中没有说明星号的含义。"
    return ""


def _nearest(asked: Survey, rows: Sequence[Row], documents: Sequence[Document], writer: Writer) -> str:
    """`；最高的是…`, where nothing reaches a percentage; `；最低的是…` where nothing stays below it."""
    conditions = [f for f in asked.filters if f.subject == "completion"]
    valued = [(row, row.percent) for row in rows if row.percent is not None]
    if len(asked.filters) != 1 or not conditions or not valued or conditions[0].sign == "eq":
        return ""
    above = conditions[0].sign in ("ge", "gt")
    row = (max if above else min)(valued, key=lambda pair: pair[1] or Decimal(0))[0]
    cell = row.cell("completion_pct")
    return f"，{'最高' if above else '最低'}的是{shown(row, [cell] if cell else [], writer, documents=documents)}"


def _all_names(rows: Sequence[Row], documents: Sequence[Document], writer: Writer) -> str:
    names = []
    for row in rows[: 2 * MOST]:
        cell = row.cell("goal_name")
        quoted = row.quote(cell, writer) if cell else row.goal.name
        names.append(quoted if len(documents) == 1 else f"{report_name(row.document, documents)} {quoted}")
    more = remainder(rows, writer, most=2 * MOST)
    return f"共 {counted(len(rows), '目标', writer)}目标：{'、'.join(names)}{more}。"


def _all(asked: Survey, rows: Sequence[Row], documents: Sequence[Document], writer: Writer) -> str | None:
    """Whether all rows fulfil the conditions; those that don't are named."""
    verdicts = [(row, decide_all(asked.filters, row)) for row in rows]
    known = [(row, verdict) for row, verdict in verdicts if verdict is not None]
    if not known:
        return None
    failing = [row for row, verdict in known if not verdict]
    words = _words_of(asked)
    scope = looked_at(len(rows), len(known), writer)
    if not failing:
        lowest = min((row for row, _ in known), key=lambda row: (row.percent is None, row.percent or Decimal(0)))
        ending = (
            f"，最低的是{shown(lowest, _cells(asked, lowest), writer, documents=documents)}" if lowest.percent else ""
        )
        return f"是的，全部{words}（{scope}）{ending}。"
    parts = [shown(row, _cells(asked, row), writer, documents=documents) for row in failing[:MOST]]
    met = counted(len(known) - len(failing), words + "的目标", writer)
    return f"不是。{scope}，{words}的有 {met}，其余 {counted(len(failing), '其余的目标', writer)}不是：{'、'.join(parts)}{remainder(failing, writer)}。"


def _value(row: Row, by: Property) -> Decimal | None:
    if by == "deadline":
        return Decimal(row.deadline.count) if row.deadline else None
    return row.percent


def _extreme(asked: Survey, rows: Sequence[Row], documents: Sequence[Document], writer: Writer) -> str | None:
    among = [row for row in rows if decide_all(asked.filters, row)]
    valued = [(row, value) for row in among if (value := _value(row, asked.by)) is not None]
    if not valued:
        return None
    column: Column = "deadline" if asked.by == "deadline" else "completion_pct"
    parts = []
    for end in asked.ends:
        ranks = sorted({value for _, value in valued}, reverse=(end == "high"))
        wanted = _ranked(valued, ranks, asked)
        found = sorted(
            ((row, value) for row, value in valued if value in wanted), key=lambda pair: wanted.index(pair[1])
        )
        names = [
            shown(row, [c] if (c := row.cell(column)) else [], writer, documents=documents) for row, _ in found[:MOST]
        ]
        parts.append(f"{_title(asked, end)}{'、'.join(names)}{remainder(found, writer)}" if names else "")
    filtered = _words_of(asked)
    scope = looked_at(len(rows), None, writer)
    if filtered:
        scope += f"，其中{filtered}的 {counted(len(among), filtered + '的目标', writer)}"
    return f"{'；'.join(p for p in parts if p)}（{scope}）。" if any(parts) else None


def _ranked(valued: Sequence[tuple[Row, Decimal]], ranks: list[Decimal], asked: Survey) -> list[Decimal]:
    """The values of the ranks asked for; `take` rows are taken whole ranks at a time."""
    if asked.rank > 1:
        return ranks[asked.rank - 1 : asked.rank]
    taken: list[Decimal] = []
    for value in ranks:
        if taken and sum(v in taken for _, v in valued) >= asked.take:
            break
        taken.append(value)
    return taken


def _title(asked: Survey, end: str) -> str:
    if asked.by == "deadline":
        return "期限最早的是" if end == "low" else "期限最晚的是"
    low = end == "low"
    if asked.rank > 1:
        return f"完成进度{'倒数' if low else ''}第{_HAN[asked.rank] if asked.rank < len(_HAN) else ' ' + str(asked.rank)}的是"
    return f"完成进度最{'低' if low else '高'}的{'几项' if asked.take > 1 else ''}是"


_HAN = "零一二三四五六七八九十"


def _average(asked: Survey, rows: Sequence[Row], _: Sequence[Document], writer: Writer) -> str | None:
    among = [row for row in rows if decide_all(asked.filters, row)]
    mean = mean_of([row for row in among if row.percent is not None], writer)
    if mean is None:
        return None
    filtered = _words_of(asked)
    which = f"{filtered}的" if filtered else ""
    marks = evidence_of([row for row in among if row.percent is not None], writer)
    return f"{which}{counted(len(among), which + '目标', writer)}目标的完成进度平均为 {mean}{marks}。（{looked_at(len(rows), None, writer)}）"


def _each(asked: Survey, rows: Sequence[Row], documents: Sequence[Document], writer: Writer) -> str | None:
    """A short column, goal by goal."""
    shown_rows = [(row, cell) for row in rows if (cell := _column(row, asked.by)) is not None]
    if not shown_rows:
        return None
    parts = [shown(row, [cell], writer, documents=documents) for row, cell in shown_rows[: 2 * MOST]]
    more = remainder(shown_rows, writer, most=2 * MOST)
    return f"{'、'.join(parts)}{more}。（{looked_at(len(rows), len(shown_rows), writer)}）"


def _column(row: Row, by: Property) -> Cell | None:
    if by == "value":
        return next(
            (c for c in row.extras if any(w in c.label for w in ("责任", "牵头", "主管", "单位", "部门"))), None
        )
    return row.cell(_COLUMNS[by])


_COLUMNS: dict[Property, Column] = {
    "completion": "completion_pct",
    "deadline": "deadline",
    "attribute": "attribute",
    "value": "other",
}
_WRITERS: dict[Wish, Callable[[Survey, Sequence[Row], Sequence[Document], Writer], str | None]] = {
    "list": _list,
    "all": _all,
    "extreme": _extreme,
    "average": _average,
    "each": _each,
    "more_rows": _list,
}
