"""Pieces of the answers over rows: counts that are derived, names with the cells that decide, lists that end."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.schedule import Month
from assistant.survey.rows import Row, name_in
from assistant.writer import Place, Writer
from corpus import Cell, Column, Document

MOST = 12  # rows that are listed one by one


def counted(number: int, what: str, writer: Writer) -> str:
    """A number of rows as a derived figure: `7 项`."""
    return writer.derive(Decimal(number), kind="count", unit="项", expression=f"{what}逐项计数 = {number}")


def looked_at(total: int, known: int | None, writer: Writer) -> str:
    """`看了全部 7 项目标，其中 6 项填有`: how many were looked at, and how many could be decided."""
    text = f"看了全部 {counted(total, '目标', writer)}目标"
    if known is None or known == total:
        return text
    return f"{text}，其中 {counted(known, '填有所问内容的目标', writer)}填有所问内容"


def remainder(rows: Sequence[object], writer: Writer, *, most: int = MOST) -> str:
    """`，另有 3 项未列出`, "" where all are."""
    return f"，另有 {counted(len(rows) - most, '未列出的目标', writer)}未列出" if len(rows) > most else ""


def shown(row: Row, cells: Sequence[Cell], writer: Writer, *, documents: Sequence[Document]) -> str:
    """A goal with the cells that decide: `和美乡村建设（47%[1]）`; its name alone is quoted where no other cell does."""
    others = [cell for cell in cells if cell.column != "goal_name"]
    name = name_in(row, documents=documents)
    if len(others) < len(cells) or not others:
        own = row.cell("goal_name")
        name = f"{name[: len(name) - len(row.goal.name)]}{_name(row, own, writer)}" if own else name
    if not others:
        return name
    if len(others) == 1 and others[0].column == "completion_pct":
        return f"{name} {row.quote(others[0], writer)}"
    return f"{name}（{'，'.join(row.quote(cell, writer) for cell in others)}）"


def _name(row: Row, cell: Cell, writer: Writer) -> str:
    return writer.quote(Place(row.document, row.goal, cell), 0, len(cell.text))


def evidence_of(rows: Sequence[Row], writer: Writer) -> str:
    """The marks of the completion of each row, one after the other."""
    return _marks(rows, "completion_pct", writer)


def names_of(rows: Sequence[Row], writer: Writer) -> str:
    """The marks of the names of the rows."""
    return _marks(rows, "goal_name", writer)


def _marks(rows: Sequence[Row], column: Column, writer: Writer) -> str:
    cells = [(row, cell) for row in rows if (cell := row.cell(column)) is not None]
    return "".join(f"[{writer.cite(Place(row.document, row.goal, cell), 0, len(cell.text))}]" for row, cell in cells)


def mean_of(rows: Sequence[Row], writer: Writer) -> str | None:
    """The mean of the rows' completion, derived; None where there is none."""
    values = [row.percent for row in rows if row.percent is not None]
    if not values:
        return None
    mean = sum(values, Decimal(0)) / len(values)
    expression = f"({' + '.join(f'{value:f}' for value in values)}) ÷ {len(values)}"
    return writer.derive(
        mean, kind="percent", unit="%", expression=expression, places=0 if mean == mean.to_integral_value() else 2
    )


def time_passed(row: Row, writer: Writer) -> str:
    """`（时间已过 50%）`, derived from the report's months and the goal's; "" where either isn't known."""
    end, due, elapsed = Month.end_of(row.document), row.deadline, row.elapsed
    if end is None or due is None or elapsed is None:
        return ""
    begin = Month(min(end.year, due.year), 1).count - 1
    expression = f"{end.count - begin} 个月 ÷ {due.count - begin} 个月"
    shown_share = writer.derive(elapsed, kind="percent", unit="%", expression=expression)
    return f"（时间已过 {shown_share.replace(' ', '')}）"
