"""The overview as a workbook: goals, targets and money, changes, and the sources of every number in it.

A spreadsheet runs a cell that begins like a formula, and cells here hold other people's text: such text is written as text
and marked so. Numbers are written as numbers, exactly.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from assistant.overview import Change, GoalState, Money, Target, Value
from corpus import Cell, Document
from ui.audit_files import FORMULA
from ui.goal_table import TableColumn, columns_of
from ui.language import tr
from ui.overview.board import Board
from ui.overview.filters import body_of
from ui.overview.goals_html import status_name
from ui.overview.parts import months
from ui.overview.trends_html import metric_name

_LONGEST = 32_000  # characters that a cell of a spreadsheet can hold, nearly
_WIDE, _NARROW = 48, 14
_LONG_TEXT = 30
_ACTIVE = (*FORMULA, "#")  # "#" begins the names of errors
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_BOLD = Font(bold=True)

Entry = str | int | Decimal | None


def file_name() -> str:
    """What the file is called."""
    return f"{tr('目标总览')}.xlsx"


def workbook(board: Board) -> bytes:
    """The file with the goals that are chosen."""
    book = Workbook(write_only=True)
    sources = _Sources()
    _write(book, tr("目标"), *_goals(board, sources))
    _write(book, tr("指标与完成"), *_targets(board.chosen, sources))
    _write(book, tr("变化"), *_changes(board.changes, sources))
    _write(book, tr("来源"), *sources.rows())
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@dataclass
class _Sources:
    """Numbers the spans that values were read from, each once."""

    found: dict[tuple[str, int, int, int], tuple[int, Value]] = field(default_factory=dict)

    def number(self, value: Value | None) -> int | None:
        """The number of the value's source in the sheet of sources."""
        if value is None:
            return None
        source = value.source
        key = (source.goal_id, value.cell, source.start, source.end)
        return self.found.setdefault(key, (len(self.found) + 1, value))[0]

    def rows(self) -> tuple[list[str], Iterable[Sequence[Entry]]]:
        """The sheet of sources."""
        head = [tr("编号"), tr("报告"), tr("目标"), tr("栏目"), tr("位置"), tr("起"), tr("止"), tr("原文")]
        return head, [
            (n, v.source.doc_title, v.source.goal, v.source.column_label, v.source.place, v.source.start, v.source.end, v.source.quote)
            for n, v in self.found.values()
        ]  # fmt: skip


def _goals(board: Board, sources: _Sources) -> tuple[list[str], Iterable[Sequence[Entry]]]:
    columns = columns_of([(state.document, state.goal) for state in board.chosen])
    head = [
        tr("单位"), tr("年度"), tr("期间"), tr("序"), tr("重点"), *(column.header for column in columns),
        tr("完成进度(%)"), tr("时间进度(%)"), tr("进度落后于时间"), tr("指标达到"), tr("指标未达到"), tr("无法判断"), tr("完成进度的来源"),
    ]  # fmt: skip
    return head, [_goal_row(state, columns, sources) for state in board.chosen]


def _goal_row(state: GoalState, columns: Sequence[TableColumn], sources: _Sources) -> list[Entry]:
    document, goal = state.document, state.goal
    cells = [_text(column.of(goal)) for column in columns]
    counts = [sum(t.status == status for t in state.targets) for status in ("met", "not_met", "unknown")]
    behind = None if state.is_behind is None else tr("是") if state.is_behind else tr("否")
    done = state.completion.value if state.completion else None
    starred = "★" if goal.starred else ""
    return [
        *_report(document), goal.number, starred, *cells, done, state.elapsed, behind, *counts, sources.number(state.completion),
    ]  # fmt: skip


def _report(document: Document) -> list[Entry]:
    return [body_of(document), document.year, document.period]


def _text(cell: Cell | None) -> str:
    return cell.text if cell else ""


def _targets(states: Iterable[GoalState], sources: _Sources) -> tuple[list[str], Iterable[Sequence[Entry]]]:
    head = [
        tr("单位"), tr("年度"), tr("期间"), tr("目标"), tr("类别"), tr("名称"), tr("要求"), tr("要求的数值"), tr("完成"), tr("完成的数值"),
        tr("计量单位"), tr("完成比(%)"), tr("结论"), tr("已到期"), tr("要求的来源"), tr("完成的来源"),
    ]  # fmt: skip
    rows = [
        *(_target_row(state, target, sources) for state in states for target in state.targets),
        *(_money_row(state, money, sources) for state in states for money in state.money),
    ]
    return head, rows


def _target_row(state: GoalState, target: Target, sources: _Sources) -> list[Entry]:
    due = None if target.is_due is None else tr("是") if target.is_due else tr("否")
    ratio = None if target.ratio is None else round(100 * target.ratio, 2)
    ending = [ratio, status_name(target.status), due]
    return [*_named(state, tr("指标"), target.wanted), *_both(target.wanted, target.reached, ending, sources)]


def _money_row(state: GoalState, money: Money, sources: _Sources) -> list[Entry]:
    ending = [round(money.share, 2), None, None]
    return [*_named(state, tr("资金"), money.budget), *_both(money.budget, money.spent, ending, sources)]


def _named(state: GoalState, kind: str, value: Value) -> list[Entry]:
    return [*_report(state.document), state.goal.name, kind, value.figure.metric]


def _both(wanted: Value, reached: Value | None, ending: Sequence[Entry], sources: _Sources) -> list[Entry]:
    said: list[Entry] = [reached.text, reached.value] if reached else [None, None]
    numbers = [sources.number(wanted), sources.number(reached)]
    return [wanted.text, wanted.value, *said, wanted.figure.unit, *ending, *numbers]


def _changes(changes: Iterable[Change], sources: _Sources) -> tuple[list[str], Iterable[Sequence[Entry]]]:
    head = [
        tr("单位"), tr("目标"), tr("指标"), tr("前一期"), tr("前一期的数值"), tr("后一期"), tr("后一期的数值"), tr("计量单位"),
        tr("相差"), tr("变化(%)"), tr("前一期的来源"), tr("后一期的来源"),
    ]  # fmt: skip
    return head, [_change_row(change, sources) for change in changes]


def _change_row(change: Change, sources: _Sources) -> list[Entry]:
    (then, before), (now, after) = change.before, change.after
    share = None if change.percent is None else round(change.percent, 2)
    return [
        change.series.organization, change.series.goal, metric_name(change.series.metric), months(then), before.value,
        months(now), after.value, after.figure.unit, change.amount, share, sources.number(before), sources.number(after),
    ]  # fmt: skip


def _write(book: Any, name: str, head: Sequence[str], rows: Iterable[Sequence[Entry]]) -> None:
    """A sheet with its head in view; long texts are wrapped in wide columns."""
    kept = [list(row) for row in rows]
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for position in range(len(head)):
        is_long = any(len(str(row[position] or "")) > _LONG_TEXT for row in kept)
        sheet.column_dimensions[get_column_letter(position + 1)].width = _WIDE if is_long else _NARROW
    sheet.append([_head_cell(sheet, text) for text in head])
    for row in kept:
        sheet.append([_cell(sheet, entry) for entry in row])
    if kept:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(head))}{len(kept) + 1}"


def _cell(sheet: Any, entry: Entry) -> Any:
    """What is written for an entry: itself, but for texts that a spreadsheet would make something of, and long ones."""
    if not isinstance(entry, str):
        return entry
    text = ILLEGAL_CHARACTERS_RE.sub("", entry)[:_LONGEST]
    is_long = len(text) > _LONG_TEXT or "\n" in text
    return _text_cell(sheet, text) if is_long or text.startswith(_ACTIVE) else text  # a style takes five times as long


def _text_cell(sheet: Any, text: str) -> Any:
    """A cell that is text, and stays text when somebody edits it."""
    cell = WriteOnlyCell(sheet, text)
    cell.data_type, cell.quotePrefix, cell.alignment = "s", True, _WRAPPED
    return cell


def _head_cell(sheet: Any, text: str) -> Any:
    cell = _text_cell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.font = _BOLD
    return cell
