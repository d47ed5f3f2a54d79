"""Goals as the HTML of a table; as everywhere (see render), whatever a report says is escaped.

A module of its own because two tabs show it: the overview those of all reports, the documents those of one, beside the
page of the file that it was read from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from corpus import COLUMN_NAMES, Column
from ui.language import tr
from ui.marking import doubts_html
from ui.render import star_html

if TYPE_CHECKING:
    from corpus import Cell, Document, Goal

Row = tuple["Document", "Goal"]
CellAttributes = Callable[["Goal", "Cell"], str]  # more attributes of a cell, escaped; "" for none
LONG = 80  # characters from which a cell may scroll, and so must be reached by keyboard
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def goals_html(document: Document, *, attributes: CellAttributes = lambda _goal, _cell: "") -> str:
    """The table of the goals alone; `attributes` gives each cell more of them."""
    columns = list(dict.fromkeys((cell.column, cell.label) for goal in document.goals for cell in goal.cells))
    head = "".join(f'<th scope="col" class="kp-c-{column}">{escape(label)}</th>' for column, label in columns)
    body = "".join(_table_row(goal, columns, attributes) for goal in document.goals)
    return (
        '<div class="kp-table" tabindex="0"><table><thead><tr><th scope="col" class="kp-number">序</th>'
        f"{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def rows_html(rows: Sequence[Row]) -> str:
    """Goals of any reports with all their columns, which can be sorted by each; the report is named where there are several."""
    several = len({document.doc_id for document, _ in rows}) > 1
    columns = columns_of(rows)
    named = [(column.column, column.header) for column in columns]
    heads = [("number", tr("序")), *([("report", tr("报告"))] if several else []), *named]
    head = "".join(_sorting_head(column, label) for column, label in heads)
    body = "".join(_sorted_row(row, columns, several=several) for row in rows)
    return (
        f'<div class="kp-table" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of the table; `label` tells a report's own columns apart, and is None for those that all reports have."""

    column: Column
    label: str | None
    header: str

    def of(self, goal: Goal) -> Cell | None:
        """The goal's cell in this column."""
        return goal.cell(self.column, label=self.label)


def columns_of(rows: Sequence[Row]) -> list[TableColumn]:
    """The columns of the goals, each once; where reports call the same one differently, by its usual name."""
    headers: dict[tuple[Column, str | None], list[str]] = {}
    for _, goal in rows:
        for cell in goal.cells:
            known = headers.setdefault((cell.column, cell.label if cell.column == "other" else None), [])
            if cell.label not in known:
                known.append(cell.label)
    return [
        TableColumn(column, label, names[0] if len(names) == 1 else COLUMN_NAMES[column])
        for (column, label), names in headers.items()
    ]


def _sorting_head(column: str, label: str) -> str:
    kind = "kp-number" if column == "number" else f"kp-c-{column}"
    return (
        f'<th scope="col" class="{kind}" aria-sort="none"><button type="button" data-sort>{escape(label)}</button></th>'
    )


def _sorted_row(row: Row, columns: Sequence[TableColumn], *, several: bool) -> str:
    document, goal = row
    body = document.organization or document.title
    season = f"{document.year or ''} {document.period or ''}".strip()
    report = f'<td data-label="{tr("报告")}">{escape(body)}<br>{escape(season)}</td>' if several else ""
    cells = "".join(_sorted_cell(goal, column) for column in columns)
    return f'<tr><td class="kp-number" data-value="{goal.number}">{goal.number}</td>{report}{cells}</tr>'


def _sorted_cell(goal: Goal, column: TableColumn) -> str:
    cell = column.of(goal)
    number = _NUMBER.search(cell.text) if cell and column.column == "completion_pct" else None
    value = f' data-value="{number[0]}"' if number else ""
    label = cell.label if cell else column.header
    title = f' title="{escape(label)}"' if label != column.header else ""
    return _table_cell(goal, cell, column.column, label, lambda _goal, _cell: value + title)


def _table_row(goal: Goal, columns: Sequence[tuple[str, str]], attributes: CellAttributes) -> str:
    cells = "".join(
        _table_cell(goal, goal.cell(column, label=label), column, label, attributes) for column, label in columns
    )
    return f'<tr><td class="kp-number" data-label="序">{goal.number}</td>{cells}</tr>'


def _table_cell(goal: Goal, cell: Cell | None, column: str, label: str, attributes: CellAttributes) -> str:
    text = cell.text if cell else ""
    if column == "goal_name":
        content = f"{star_html(goal)}<b>{escape(goal.name)}</b>"
    else:
        content = (_bar(text) if column == "completion_pct" else "") + (doubts_html(cell) if cell else "")
    more = attributes(goal, cell) if cell else ""
    reached = ' tabindex="0"' if len(text) >= LONG else ""
    return f'<td class="kp-c-{column}" data-label="{escape(label)}"{more}><div{reached}>{content or "—"}</div></td>'


def _bar(text: str) -> str:
    number = _NUMBER.search(text)
    if not number:
        return ""
    width = min(float(number[0]), 100.0)
    return f'<span class="kp-bar" aria-hidden="true"><i style="width:{width:g}%"></i></span>'


def remarks_html(document: Document) -> str:
    """The lines outside the table, and what was not read of it; "" where there are none."""
    report = document.report
    lines = [
        *document.notes,
        *(f"{where}{'：' if where else ''}{what}" for where, what in report.remarks),
        *(f"{where or '一行'}未能归位（{why}）：{text}" for where, why, text in report.dropped),
    ]
    return f'<ul class="kp-remarks">{"".join(f"<li>{escape(line)}</li>" for line in lines)}</ul>' if lines else ""
