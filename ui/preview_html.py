"""A document beside the file that it was read from, as HTML.

Files with pages are shown as pictures of them: the boxes of all cells on the page lie over the picture, in percent of
it, so that a clicked cell can be found there at any width. For others the place of the clicked cell is told in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from ui.documents_html import badges_html, file_name, history_html, note_html, report_html
from ui.goal_table import goals_html

if TYPE_CHECKING:
    from corpus import Cell, Document, Goal, Place
    from index import PastVersion


_ENLARGE = '<button type="button" class="kp-quiet" data-enlarge aria-pressed="false">放大</button>'
PAGELESS = "没有页面图；位置会写在上面这一行，如“表 1 第 3 行”。"


@dataclass(frozen=True, slots=True)
class View:
    """What a visitor looks at. `size` is the page's in the unit of `Place.box`; None draws no boxes.

    `cell` is the key of the chosen cell, `drawing` says that the picture is still to come, `trouble` why there is none,
    `busy` that the file is being read again, `is_fixed` that the visitor may change nothing.
    """

    document: Document
    history: Sequence[PastVersion] = ()
    page: int = 0  # 0 where the file has no pages
    cell: str = ""
    size: tuple[float, float] | None = None
    drawing: bool = False
    trouble: str = ""
    busy: str = ""
    note: str = ""
    is_fixed: bool = False


def view_html(view: View) -> str:
    """The document: its report, its table, its file."""
    document = view.document
    return (
        f'<section class="kp-opened" aria-label="预览" data-doc="{escape(document.doc_id)}" data-page="{view.page}" '
        f'data-active="{escape(view.cell)}">{_head(document, is_fixed=view.is_fixed)}{note_html(view.note)}'
        f'<details class="kp-parsed"{" open" if view.busy or view.note else ""}><summary>解析报告 {badges_html(document)}'
        f"</summary>{report_html(document, busy=view.busy, is_fixed=view.is_fixed)}</details>"
        f"{history_html(view.history, title='历史版本')}"
        f'<div class="kp-beside{"" if view.page else " kp-unpaged"}">{goals_html(document, attributes=cell_attributes)}{_original(view)}</div></section>'
    )


def gone_html() -> str:
    """A document that somebody removed meanwhile."""
    return f'<section class="kp-opened">{_back()}{note_html("这份报告已不在资料库中。")}</section>'


def cell_key(goal: Goal, cell: Cell) -> str:
    """What tells a cell from the others of its document: goal and position."""
    position = next(position for position, other in enumerate(goal.cells) if other is cell)
    return f"{goal.number}-{position}"


def cell_attributes(goal: Goal, cell: Cell) -> str:
    """What the page's script needs to find the cell in the file."""
    place = place_text(cell)
    return (
        f' data-cell="{cell_key(goal, cell)}" data-page="{page_of(cell)}" data-place="{escape(place)}" tabindex="0" '
        f'title="{escape(place)}"'
    )


def place_text(cell: Cell) -> str:
    """Where the cell stands in the file, each place once: `第 2 页第 3 行、第 3 页第 1 行`."""
    return "、".join(dict.fromkeys(str(piece.place) for piece in cell.pieces if str(piece.place)))


def page_of(cell: Cell) -> int:
    """The page on which the cell begins, 0 where its place on a page isn't known."""
    return next((_page(piece.place) for piece in cell.pieces if piece.place.box), 0)


def pages_of(document: Document) -> list[int]:
    """The pages on which the document has cells; [] where its file has none."""
    cells = (cell for goal in document.goals for cell in goal.cells)
    return sorted({_page(piece.place) for cell in cells for piece in cell.pieces if piece.place.box})


def _page(place: Place) -> int:
    return place.page or 1


def _back() -> str:
    return '<button type="button" class="kp-quiet" data-do="close">← 返回资料库</button>'


def _head(document: Document, *, is_fixed: bool) -> str:
    facts = [document.organization, f"{document.year} 年" if document.year else "", document.period]
    facts += [f"{len(document.goals)} 项目标", f"编号 {document.doc_id}"]
    removal = (
        '<details class="kp-remove"><summary>删除</summary><div><p>从资料库删除这份报告？历史记录里仍会留有它。</p>'
        f'<button type="button" class="kp-danger" data-do="remove" data-doc="{escape(document.doc_id)}">确认删除</button>'
        "</div></details>"
    )
    removal = "" if is_fixed else removal
    return (
        f'<div class="kp-opened-head">{_back()}<div><h2 tabindex="-1">{escape(document.title)}</h2>'
        f"<p>{escape(' · '.join(fact for fact in facts if fact))}</p></div>{removal}</div>"
    )


def _original(view: View) -> str:
    document = view.document
    link = f"documents/{quote(document.doc_id, safe='')}/file"
    hint = "点表中的格子，看它在原件中的位置"
    page = _page_html(view) if view.page else f'<p class="kp-hint">{PAGELESS}</p>'
    return (
        '<aside class="kp-original" aria-label="原件"><div class="kp-original-head">'
        f"<b>{escape(file_name(document.source))}</b>{_ENLARGE if view.page else ''}"
        f'<a class="kp-quiet" href="{link}" download>下载原件</a></div>'
        f'<p class="kp-address" aria-live="polite" data-hint="{hint}">{hint}</p>{page}</aside>'
    )


def _page_html(view: View) -> str:
    if view.trouble:
        return f"{_pages(view)}{note_html(view.trouble)}"
    if view.drawing:
        return f'{_pages(view)}<div class="kp-drawing" role="status">正在打开第 {view.page} 页…</div>'
    document = view.document
    address = f"documents/{quote(document.doc_id, safe='')}/pages/{view.page}?{document.sha256[:12]}"
    return (
        f'{_pages(view)}<div class="kp-paper" tabindex="0"><div class="kp-sheet">'
        f'<img src="{address}" alt="原件第 {view.page} 页">{_boxes(view)}</div></div>'
    )


def _pages(view: View) -> str:
    pages = pages_of(view.document)
    if len(pages) < 2:
        return ""
    before = max((page for page in pages if page < view.page), default=0)
    after = min((page for page in pages if page > view.page), default=0)
    return (
        f'<nav class="kp-pages" aria-label="换页">{_turn("‹ 上一页", before)}'
        f"<span>第 {view.page} / {pages[-1]} 页</span>{_turn('下一页 ›', after)}</nav>"
    )


def _turn(text: str, page: int) -> str:
    disabled = "" if page else " disabled"
    return f'<button type="button" class="kp-quiet" data-do="turn" data-to="{page}"{disabled}>{text}</button>'


def _boxes(view: View) -> str:
    """The places of all cells on the page, each once, hidden until chosen or pointed at."""
    if view.size is None:
        return ""
    boxes = dict.fromkeys(
        (cell_key(goal, cell), cell.label, piece.place.box)
        for goal in view.document.goals
        for cell in goal.cells
        for piece in cell.pieces
        if piece.place.box and _page(piece.place) == view.page
    )
    width, height = view.size
    return "".join(
        f'<i class="kp-box" data-cell="{key}" title="{escape(label)}" style="{_position(box, width=width, height=height)}"></i>'
        for key, label, box in boxes
    )


def _position(box: tuple[float, float, float, float], *, width: float, height: float) -> str:
    left, top, right, bottom = box
    shares = (("left", left / width), ("top", top / height), ("width", (right - left) / width))
    return ";".join(f"{name}:{100 * share:.2f}%" for name, share in (*shares, ("height", (bottom - top) / height)))
