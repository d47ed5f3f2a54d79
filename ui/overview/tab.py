"""What happens behind the tab that shows reports at a glance: goals are filtered, a number opens the cell it stands in.

Nothing is kept on the server but the filters of a visitor's page: a number names its span, which is looked up again among
the reports that the visitor may see.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import gradio as gr

from ui.components import QUIET, details, panel
from ui.goal_table import remarks_html, rows_html
from ui.language import language, tr
from ui.overview.filters import STATUSES, Filters, body_of
from ui.render import row_html

if TYPE_CHECKING:
    from corpus import Document
    from ui.overview.board import Board
    from ui.visitors import Visitors

LISTED = 200  # goals in the table; all are in the file
_SPAN = re.compile(r"(\d{1,6})-(\d{1,9})-(\d{1,9})")
_SAID = 100  # characters of a figure


class Overviews:
    """The events of the tab; each returns what the page shows next."""

    def __init__(self, visitors: Visitors) -> None:
        self._visitors = visitors

    def arrive(self, filters: Filters, request: gr.Request) -> tuple[Any, ...]:
        """The choices, the board and the table, under the filters chosen before."""
        documents = self._visitors.of(request).library.documents()
        return filters_html(documents, filters=filters), *_shown(documents, filters)

    def show(self, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        """The board and the table under the filters that were sent, and those filters."""
        filters = Filters.read(details(event))
        return filters, *_shown(self._visitors.of(request).library.documents(), filters)

    def open(self, event: gr.EventData, request: gr.Request) -> Any:
        """The cell of the number that was clicked; a span that no report has changes nothing."""
        from assistant.overview import recalled

        asked = details(event)
        span = _SPAN.fullmatch(str(asked.get("span")))
        if span is None:
            return gr.skip()
        documents = self._visitors.of(request).library.documents()
        cell, start, end = (int(number) for number in span.groups())
        citation = recalled(documents, str(asked.get("goal")), cell, start=start, end=end)
        said = str(asked.get("said", ""))[:_SAID]
        if citation is None or _squeezed(said) not in _squeezed(citation.quote):
            return source_html(f'<p class="kp-gone">{tr("这份报告已更新或已不在资料库中。请重新打开总览。")}</p>')
        document = next(document for document in documents if document.doc_id == citation.doc_id)
        return source_html(row_html(citation, document=document, said=said))


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _shown(documents: Sequence[Document], filters: Filters) -> tuple[str, str]:
    from ui.overview.board import Board

    board = Board(tuple(documents), filters)
    return board_html(board), table_html(board)


def filters_html(documents: Sequence[Document], *, filters: Filters) -> str:
    """The form; what there is no choice of is left out."""
    if not documents:
        return ""
    organizations = list(dict.fromkeys(body_of(document) for document in documents))
    years = sorted({str(document.year) for document in documents if document.year}, reverse=True)
    periods = sorted({document.period for document in documents if document.period})
    statuses = [(status, _status_name(status)) for status in STATUSES]
    return (
        f'<form class="kp-ov-filters" role="search" aria-label="{tr("筛选")}"><h2>{tr("目标总览")}</h2>'
        f"{_select('organization', tr('单位'), [(o, o) for o in organizations], filters.organization)}"
        f"{_select('year', tr('年度'), [(y, y) for y in years], filters.year)}"
        f"{_select('period', tr('期间'), [(p, p) for p in periods], filters.period)}"
        f"{_select('status', tr('状态'), statuses, filters.status)}"
        f'<div><label for="kp-ov-text">{tr("文字")}</label><input type="search" id="kp-ov-text" name="text" value="{escape(filters.text)}" '
        f'placeholder="{tr("目标或内容里的字")}"></div></form>'
    )


def _select(name: str, label: str, options: Sequence[tuple[str, str]], chosen: str) -> str:
    if len(options) < 2:
        return ""
    shown = "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(text)}</option>'
        for value, text in options
    )
    return (
        f'<div><label for="kp-ov-{name}">{label}</label><select id="kp-ov-{name}" name="{name}">'
        f'<option value="">{tr("全部")}</option>{shown}</select></div>'
    )


def _status_name(status: str) -> str:
    return {
        "behind": tr("进度落后于时间"),
        "met": tr("有指标达到"),
        "not_met": tr("有指标未达到"),
        "unknown": tr("有指标无法判断"),
    }[status]


def board_html(board: Board) -> str:
    """Counts and plots."""
    from ui.overview.goals_html import money_html, pace_html, targets_html, tiles_html
    from ui.overview.trends_html import bodies_html, changes_html, trend_html

    if not board.documents:
        return f'<p class="kp-ov-nothing">{tr("资料库是空的；请先在“资料”页导入报告")}</p>'
    summary = tr("筛选出 {n} 项目标，来自 {reports} 份报告", n=len(board.chosen), reports=len(board.reports))
    parts = (pace_html, targets_html, money_html, trend_html, changes_html, bodies_html)
    shown = "".join(part(board) for part in parts) if board.chosen else _none_left()
    return f'<div class="kp-board"><p class="kp-sr" data-say>{summary}</p>{tiles_html(board)}{shown}</div>'


def _none_left() -> str:
    return f'<p class="kp-ov-nothing">{tr("没有符合条件的目标。请放宽筛选")}</p>'


def table_html(board: Board) -> str:
    """The goals with all their columns, and the way to the file."""
    if not board.chosen:
        return ""
    rows = [(state.document, state.goal) for state in board.chosen[:LISTED]]
    left = len(board.chosen) - len(rows)
    more = f'<p class="kp-ov-note">{tr("另有 {n} 项没有列出；请筛选，或看下载的文件", n=left)}</p>' if left else ""
    address = escape(f"overview/goals.xlsx?language={language()}&{board.filters.query}".rstrip("&"))
    title = board.reports[0].title if len(board.reports) == 1 else tr("{n} 份报告", n=len(board.reports))
    told = "".join(remarks_html(document) for document in board.reports[:1]) if len(board.reports) == 1 else ""
    return (
        f'<section class="kp-ov-goals" aria-label="{tr("目标表")}"><div class="kp-table-head"><h3>{tr("目标表")}</h3>'
        f"<p>{escape(title)} · {tr('{n} 项目标', n=len(board.chosen))}</p>"
        f'<a class="kp-quiet" href="{address}" download>{tr("下载 Excel")}</a></div>{rows_html(rows)}{more}{told}</section>'
    )


def source_html(body: str) -> str:
    """The panel beside the board, with the cell that was opened."""
    label = tr("数字的出处")
    back = f'<a class="kp-back kp-narrow" href="#kp-overview-board" data-back>{tr("↑ 回到总览")}</a>'
    return f'<section class="kp-source" id="kp-overview-cell" tabindex="-1" aria-label="{label}" data-reveal="click">{body}{back}</section>'


def source_placeholder() -> str:
    """The panel before a number is clicked."""
    hint = tr("点一个数字、一条进度或图上的一点，这里会打开它所在的那一格，并标出原文")
    return f'<section class="kp-source kp-empty" aria-label="{tr("数字的出处")}"><p>{hint}</p></section>'


def overview_tab(overviews: Overviews) -> tuple[gr.State, list[Any]]:
    """The filters of the page, and what `arrive` fills: to be wired to the tab being chosen."""
    filters: gr.State = gr.State(Filters())
    form = panel("overview/overview.js", "kp-overview-form")
    with gr.Row(elem_id="kp-overview-desk", equal_height=False):
        with gr.Column(scale=7, min_width=320, elem_id="kp-overview-left"):
            board = panel("overview/overview.js", "kp-overview-board")
        with gr.Column(scale=5, min_width=320, elem_id="kp-overview-right"):
            cell = panel("overview/overview.js", "kp-overview-source", source_placeholder())
    table = panel("overview/overview.js", "kp-overview-table")
    for part in (form, board):
        part.show(overviews.show, None, [filters, board, table], trigger_mode="always_last", **QUIET)
    board.open(overviews.open, None, [cell], trigger_mode="always_last", **QUIET)
    return filters, [form, board, table]
