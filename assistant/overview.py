"""Answers that look at all goals: the list, completion, what is starred, what is not met.

An answer over many goals says how many it looked at, so that a reader can tell a complete list from a sample.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.attain_answer import write_attainment
from assistant.attainment import best_attainments
from assistant.evidence import Matcher, plain
from assistant.patterns import EACH, HIGHEST, LOWEST, has
from assistant.question import Query
from assistant.writer import Place, Writer
from corpus import Cell, Document, Goal, fold

Row = tuple[Document, Goal]


def rows_of(documents: Sequence[Document]) -> list[Row]:
    """All goals of the documents, each with its document."""
    return [(document, goal) for document in documents for goal in document.goals]


def _count(number: int, what: str, writer: Writer) -> str:
    return writer.derive(Decimal(number), kind="count", unit="项", expression=f"{what}逐项计数 = {number}")


def _whole(row: Row, cell: Cell, writer: Writer) -> str:
    return writer.quote(Place(row[0], row[1], cell), 0, len(cell.text))


def _named(row: Row, writer: Writer, *, several: bool) -> str:
    cell = row[1].cell("goal_name")
    name = _whole(row, cell, writer) if cell else row[1].name
    return f"{row[0].organization or row[0].title} {row[0].year or ''} 年 {name}" if several else name


def list_goals(documents: Sequence[Document], writer: Writer) -> str:
    """`共 6 项目标：…[1]、…[2]。`"""
    rows = rows_of(documents)
    several = len(documents) > 1
    names = "、".join(_named(row, writer, several=several) for row in rows)
    return f"共 {_count(len(rows), '目标', writer)}目标：{names}。"


def starred(documents: Sequence[Document], writer: Writer) -> str | None:
    """The starred goals and what the note under the table says of the star."""
    rows = [row for row in rows_of(documents) if row[1].starred]
    if not rows:
        return None
    several = len(documents) > 1
    names = "、".join(_named(row, writer, several=several) for row in rows)
    notes = list(dict.fromkeys(note for document in documents for note in document.notes if re.search("[★☆]|星", note)))
    explained = f"表下注明：{'；'.join(notes)}。" if notes else "表中没有说明星号的含义。"
    return f"标★的目标：{names}。{explained}"


def _percent(goal: Goal) -> Decimal | None:
    cell = goal.cell("completion_pct")
    values = [f.value for f in cell.figures if f.kind == "percent"] if cell else []
    return values[0] if values and isinstance(values[0], Decimal) else None


def _threshold(query: Query) -> tuple[str, Decimal] | None:
    """The percentage that the question compares with: `ge` for 以上, 达到, 超过; `le` for 以下, 不到; `eq` else."""
    figure = next((f for f in query.figures if f.kind == "percent"), None)
    if figure is None or not isinstance(figure.value, Decimal):
        return None
    text = fold(query.text)
    if figure.comparator in ("le", "lt") or re.search(r"不到|低于|不足|以下|没到|没有到", text):
        return "lt" if re.search(r"不到|低于|不足|没到|没有到", text) else "le", figure.value
    if figure.comparator in ("ge", "gt") or re.search(r"超过|以上|过了|高于", text):
        return "gt" if re.search(r"超过|高于", text) else "ge", figure.value
    return "eq", figure.value


def _holds(sign: str, value: Decimal, limit: Decimal) -> bool:
    return {"ge": value >= limit, "gt": value > limit, "le": value <= limit, "lt": value < limit, "eq": value == limit}[
        sign
    ]


def completion(query: Query, documents: Sequence[Document], writer: Writer) -> str | None:
    """Goals by the completion that the report gives: the highest, the lowest, or those beyond a percentage.

    Several reports are looked at together, unless the question asks for each.
    """
    groups = [[d] for d in documents] if has(EACH, query.wording) else [list(documents)]
    parts = [_completion(query, group, writer, several=len(documents) > 1) for group in groups]
    return "\n".join(part for part in parts if part) or None


def _completion(query: Query, documents: Sequence[Document], writer: Writer, *, several: bool) -> str | None:
    known = [(row, value) for row in rows_of(documents) if (value := _percent(row[1])) is not None]
    if not known:
        return None
    limit = _threshold(query)
    if limit:
        chosen = [(row, value) for row, value in known if _holds(limit[0], value, limit[1])]
    elif has(LOWEST, query.wording) or has(HIGHEST, query.wording):
        ends = [(HIGHEST, max), (LOWEST, min)]
        extremes = {pick(value for _, value in known) for pattern, pick in ends if has(pattern, query.wording)}
        chosen = sorted(((row, value) for row, value in known if value in extremes), key=lambda pair: -pair[1])
    else:
        chosen = known
    return _write_completion(
        chosen, looked_at=len(known), total=len(rows_of(documents)), writer=writer, several=several
    )


def _write_completion(
    chosen: Sequence[tuple[Row, Decimal]], *, looked_at: int, total: int, writer: Writer, several: bool
) -> str:
    scope = f"（看了全部 {_count(total, '目标', writer)}目标" + (
        f"，其中 {_count(looked_at, '填有完成进度的目标', writer)}填有完成进度）" if looked_at < total else "）"
    )
    if not chosen:
        return f"没有符合条件的目标{scope}。"
    parts = []
    for row, _ in chosen:
        cell = row[1].cell("completion_pct")
        assert cell is not None
        where = f"{row[0].organization or row[0].title} " if several else ""
        parts.append(f"{where}{row[1].name} {_whole(row, cell, writer)}")
    return f"{'、'.join(parts)}{scope}。"


def unmet(documents: Sequence[Document], matcher: Matcher, writer: Writer) -> str:
    """The targets whose actual falls short, each with both figures; how many targets could be judged is said."""
    items = best_attainments(rows_of(documents))
    judged = [item for item in items if item.status != "unknown"]
    missed = [item for item in judged if item.status == "not_met"]
    counted = f"共 {_count(len(items), '指标', writer)}有数字的指标，其中 {_count(len(judged), '可比对的指标', writer)}能与进度比对"
    if not missed:
        return f"{counted}，没有发现未达到的指标。"
    lines = [write_attainment(item, matcher, writer) for item in missed]
    listed = "\n".join(
        f"· {item.target.passage.goal.name}：{line}" for item, line in zip(missed, lines, strict=True) if line
    )
    return f"{counted}，{_count(len(missed), '未达到的指标', writer)}未达到：\n{listed}"


def having(query: Query, documents: Sequence[Document], writer: Writer) -> str | None:
    """The goals whose attribute, deadline or extra column holds a value that the question names (约束性, 市建设局)."""
    asked = plain(query.text)
    rows = rows_of(documents)
    found = [
        (row, cell)
        for row in rows
        for cell in row[1].cells
        if cell.column in ("attribute", "other") and any(value in asked for value in _values(cell))
    ]
    if not found or len({row[1].number for row, _ in found}) == len(rows) > len(documents):
        return None
    parts = [f"{row[1].name}（{_whole(row, cell, writer)}）" for row, cell in found]
    return f"{'、'.join(parts)}。（看了全部 {_count(len(rows), '目标', writer)}目标）"


def _values(cell: Cell) -> list[str]:
    """What a short cell lists: 市建设局、市交通局 → both, plain; list numbers and single characters are no values."""
    return [
        value
        for part in re.split(r"[、,;\n]", fold(cell.text))
        if len(value := plain(part)) > 1 and not value.isdigit()
    ]
