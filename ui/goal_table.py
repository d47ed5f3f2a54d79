"""The goals of a report as the HTML of a table; as everywhere (see render), whatever a report says is escaped.

A module of its own because two tabs show it: whole, and beside the page of the file that it was read from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING

from ui.marking import doubts_html
from ui.render import evidence_placeholder, star_html

if TYPE_CHECKING:
    from corpus import Cell, Document, Goal

CellAttributes = Callable[["Goal", "Cell"], str]  # more attributes of a cell, escaped; "" for none


def table_html(document: Document | None) -> str:
    """All goals of a report as its table has them, with the lines outside the table and what was not read below."""
    if document is None:
        return evidence_placeholder("资料库是空的；请先在“资料”页导入报告")
    return (
        f'<div class="kp-table-head"><h2>{escape(document.title)}</h2><p>{escape(document.report.summary())}</p></div>'
        f"{goals_html(document)}{_remarks(document)}"
    )


def goals_html(document: Document, *, attributes: CellAttributes = lambda _goal, _cell: "") -> str:
    """The table of the goals alone; `attributes` gives each cell more of them."""
    columns = list(dict.fromkeys((cell.column, cell.label) for goal in document.goals for cell in goal.cells))
    head = "".join(f'<th scope="col" class="kp-c-{column}">{escape(label)}</th>' for column, label in columns)
    body = "".join(_table_row(goal, columns, attributes) for goal in document.goals)
    return (
        '<div class="kp-table" tabindex="0"><table><thead><tr><th scope="col" class="kp-number">序</th>'
        f"{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


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
    return f'<td class="kp-c-{column}" data-label="{escape(label)}"{more}><div>{content or "—"}</div></td>'


def _bar(text: str) -> str:
    number = re.search(r"\d+(?:\.\d+)?", text)
    if not number:
        return ""
    width = min(float(number[0]), 100.0)
    return f'<span class="kp-bar" aria-hidden="true"><i style="width:{width:g}%"></i></span>'


def _remarks(document: Document) -> str:
    report = document.report
    lines = [
        *document.notes,
        *(f"{where}{'：' if where else ''}{what}" for where, what in report.remarks),
        *(f"{where or '一行'}未能归位（{why}）：{text}" for where, why, text in report.dropped),
    ]
    return f'<ul class="kp-remarks">{"".join(f"<li>{escape(line)}</li>" for line in lines)}</ul>' if lines else ""
