"""What an answer rests on, as HTML: the cited row with its quote, the page of the file, the way to the other citations."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from ui.language import tr
from ui.render import cited_cell, evidence_placeholder, row_html

if TYPE_CHECKING:
    from assistant import Answer, Citation
    from corpus import Cell, Document

CHIPS = 4  # citations named at the top; the others are a click away
PAGES = 3  # pictures of pages shown of one quote

Box = tuple[float, float, float, float]


def evidence_html(answer: Answer, *, turn: int, n: int, document: Document | None, clicked: bool) -> str:
    """The goal's table row with the cell of citation `n` open and its quote marked, and the page that it stands on.

    `document` is the cited report, None where it has left the library. `clicked` tells the page whether a person asked
    for the citation: only then may it scroll more than the panel, and open the panel on a phone.
    """
    citation = next((c for c in answer.citations if c.n == n), None)
    if citation is None:
        return evidence_placeholder(tr("这个回答没有可以引用的原文"))
    reveal = "click" if clicked else "auto"
    return (
        f'<section class="kp-evidence" id="kp-evidence" aria-label="{tr("原文依据")}" tabindex="-1" '
        f'data-active="{turn}-{n}" data-reveal="{reveal}">'
        f'<nav class="kp-chips" aria-label="{tr("引文")}"><span>{tr("原文依据")}</span>'
        f"{_chips(answer, turn=turn, active=n)}{_steps(answer, turn=turn, n=n)}</nav>"
        f"{row_html(citation, document=document, others=answer.citations)}"
        f"{original_html(citation, document) if document else ''}</section>"
    )


def original_html(citation: Citation, document: Document) -> str:
    """The file that the report was read from, and the pages on which the quote stands, with its place on them.

    The picture and its size are fetched by the page's script: drawing one takes up to seconds, which nobody should wait
    for who only wants to read the quote.
    """
    address = f"documents/{quote(document.doc_id, safe='')}"
    goal = next((goal for goal in document.goals if document.goal_id(goal) == citation.goal_id), None)
    cell = cited_cell(goal, citation) if goal else None
    pages = quoted_places(cell, citation) if cell else {}
    pictures = "".join(
        _picture(f"{address}/pages/{page}?{document.sha256[:12]}", page=page, boxes=pages[page])
        for page in list(pages)[:PAGES]
    )
    return (
        f'<div class="kp-origin"><h4>{tr("原件")}</h4><a class="kp-link" href="{address}/file" download>'
        f"{tr('下载原件')}</a>{pictures}</div>"
    )


def quoted_places(cell: Cell, citation: Citation) -> dict[int, list[Box]]:
    """The places of a quote by page, in points; {} where the file has no pages."""
    pages: dict[int, list[Box]] = {}
    for piece in cell.pieces:
        if piece.place.box and piece.start < citation.end and citation.start < piece.end:
            pages.setdefault(piece.place.page or 1, []).append(piece.place.box)
    return pages


def _picture(address: str, *, page: int, boxes: list[Box]) -> str:
    caption = tr("第 {page} 页，框出的是引文所在的格", page=page)
    return (
        f'<figure class="kp-pictured" data-picture="{escape(address)}" data-boxes="{escape(json.dumps(boxes))}" '
        f'data-alt="{tr("原件第 {page} 页", page=page)}" data-failed="{tr("这一页画不出来；可下载原件查看")}">'
        f'<figcaption>{caption} <button type="button" class="kp-quiet" data-enlarge aria-pressed="false">{tr("放大")}</button>'
        f'</figcaption><div class="kp-paper" tabindex="0"><div class="kp-sheet" role="status">{tr("正在打开这一页…")}</div></div>'
        "</figure>"
    )


def _steps(answer: Answer, *, turn: int, n: int) -> str:
    """One citation back, one on, and, on a phone, away with the panel."""
    numbers = [citation.n for citation in answer.citations]
    position = numbers.index(n)
    before, after = numbers[:position][-1:], numbers[position + 1 :][:1]
    return (
        f'<span class="kp-steps">{_step("back", tr("上一条引文"), "‹", before, turn=turn)}'
        f"<b>{position + 1} / {len(numbers)}</b>{_step('on', tr('下一条引文'), '›', after, turn=turn)}"
        f'<button type="button" class="kp-quiet kp-close" data-close aria-label="{tr("关闭原文依据")}">×</button></span>'
    )


def _step(way: str, name: str, sign: str, to: list[int], *, turn: int) -> str:
    target = f' data-cite="{turn}-{to[0]}"' if to else " disabled"
    return (
        f'<button type="button" class="kp-quiet" data-step="{way}" title="{name}" aria-label="{name}"{target}>'
        f"{sign}</button>"
    )


def _chips(answer: Answer, *, turn: int, active: int) -> str:
    """A link to each citation; the goal is named where there are several. Many are kept behind 更多."""
    several = len({citation.goal_id for citation in answer.citations}) > 1
    chips = [_chip(c, turn=turn, active=c.n == active, several=several) for c in answer.citations]
    shown, rest = (chips, []) if len(chips) <= CHIPS + 1 else (chips[:CHIPS], chips[CHIPS:])
    if not rest:
        return "".join(shown)
    is_open = " open" if active in {citation.n for citation in answer.citations[CHIPS:]} else ""
    return (
        f'{"".join(shown)}<details class="kp-more"{is_open}><summary>{tr("更多 {count} 条", count=len(rest))}</summary>'
        f"<div>{''.join(rest)}</div></details>"
    )


def _chip(citation: Citation, *, turn: int, active: bool, several: bool) -> str:
    return (
        f'<a class="kp-chip" href="#kp-evidence" data-cite="{turn}-{citation.n}"'
        f"{' aria-current=true' if active else ''}><b>{citation.n}</b>"
        f"{f'<span>{escape(citation.goal)}</span>' if several else ''}<em>{escape(citation.column_label)}</em></a>"
    )
