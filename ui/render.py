"""What several tabs show, as HTML: the title bar, and the row of a goal with a quote marked in it.

Pure functions from records to markup. Whatever comes from a report or a person passes `escape` here and nowhere else,
so the page may put the results into the document as they are; Markdown and LaTeX are never interpreted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from ui.language import tr
from ui.marking import DOUBTFUL, Span, doubt_spans, doubts_html, mark_spans

if TYPE_CHECKING:
    from assistant import Citation
    from corpus import Cell, Document, Goal

PREVIEW_LIMIT = 90  # characters of a collapsed cell shown
SHORT_CELL = 60  # characters up to which a cell is shown whole


def header_html(documents: Sequence[Document], *, notice: str = "") -> str:
    """The title bar: the product, what is in the library, and a notice where there is one."""
    if not documents:
        held = tr("资料库是空的")
    elif len(documents) == 1:
        held = documents[0].title
    else:
        goals = sum(len(document.goals) for document in documents)
        held = tr("{count} 份报告，{goals} 项目标", count=len(documents), goals=goals)
    note = f'<div class="kp-notice" role="note">{escape(notice)}</div>' if notice else ""
    return (
        f'<div class="kp-header"><h1>{tr("考评")}</h1><span class="kp-tagline">{tr("每个数字都带出处")}</span>'
        f'<span class="kp-held">{escape(held)}</span></div>{note}'
    )


def evidence_placeholder(text: str, *, loading: bool = False) -> str:
    """The evidence panel while there is nothing to show."""
    bars = '<div class="kp-skeleton"><i></i><i></i><i></i><i></i></div>' if loading else ""
    return f'<section class="kp-evidence kp-empty" aria-label="{tr("原文依据")}"><p>{escape(text)}</p>{bars}</section>'


def said_html(text: str) -> str:
    """A line that is said once, for those who hear the page too."""
    return f'<p class="kp-said">{escape(text)}</p>'


def row_html(
    citation: Citation, *, document: Document | None, others: Sequence[Citation] = (), said: str | None = None
) -> str:
    """The goal's row with the cited cell open and its quote marked; the quotes of `others` in that cell are underlined.

    `document` is the cited report, None where it has left the library. `said` stands out within the quote.
    """
    goals = document.goals if document else ()
    goal = next((goal for goal in goals if document and document.goal_id(goal) == citation.goal_id), None)
    head = f"<h3>{star_html(goal)}{escape(citation.goal)}</h3>{_whereabouts(citation)}"
    if goal is None:
        return f'<header>{head}</header><p class="kp-gone">{tr("这份报告已不在资料库中。")}</p>{_loose_quote(citation)}'
    cited = cited_cell(goal, citation)
    cells = "".join(
        _cell(cell, quoted=_quoted_text(cell, citation, others=others, said=said) if cell is cited else None)
        for cell in goal.cells
    )
    loose = "" if cited else f'<p class="kp-gone">{tr("报告已更新，引文与原文不再一致。")}</p>{_loose_quote(citation)}'
    return f'<header>{head}</header>{loose}<div class="kp-row">{cells}</div>'


def _whereabouts(citation: Citation) -> str:
    """The report, the place in its file, and whether recognition was sure of what is quoted."""
    place = f" · {escape(tr('原件{place}', place=citation.place))}" if citation.place else ""
    doubt = f'<p class="kp-doubtful" role="note">{tr(DOUBTFUL)}</p>' if citation.doubtful else ""
    return f"<p>{escape(citation.doc_title)}{place}</p>{doubt}"


def _loose_quote(citation: Citation) -> str:
    return f"<blockquote>{escape(citation.quote)}</blockquote>"


def cited_cell(goal: Goal, citation: Citation) -> Cell | None:
    """The cell that holds exactly the quoted span, None where the text has changed since."""
    cells = [cell for cell in goal.cells if cell.column == citation.column]
    holding = [cell for cell in cells if cell.text[citation.start : citation.end] == citation.quote]
    return next((cell for cell in holding if cell.label == citation.column_label), holding[0] if holding else None)


def _cell(cell: Cell, *, quoted: str | None) -> str:
    """A cell of the row, folded where it is long; `quoted` is the text of the cited one with its marks."""
    label = f'<span class="kp-label">{escape(cell.label)}</span>'
    if quoted is None and len(cell.text) <= SHORT_CELL and "\n" not in cell.text:
        return f'<div class="kp-cell">{label}<div class="kp-text">{doubts_html(cell) or "—"}</div></div>'
    preview = doubts_html(cell, end=PREVIEW_LIMIT) + ("…" if len(cell.text) > PREVIEW_LIMIT else "")
    return (
        f'<details class="kp-cell{"" if quoted is None else " kp-cited"}"{"" if quoted is None else " open"}>'
        f'<summary>{label}<span class="kp-preview">{preview}</span></summary>'
        f'<div class="kp-text">{doubts_html(cell) if quoted is None else quoted}</div></details>'
    )


def _quoted_text(cell: Cell, citation: Citation, *, others: Sequence[Citation], said: str | None) -> str:
    """The cell with the quote in `<mark>`, the other quotes of this cell underlined, and what is doubtful."""
    place = (citation.goal_id, citation.column, citation.column_label)
    here = [other for other in others if (other.goal_id, other.column, other.column_label) == place]
    spans = [Span(citation.start, citation.end, "<mark>", "</mark>")]
    spans += [
        Span(other.start, other.end, '<span class="kp-also">', "</span>")
        for other in here
        if cell.text[other.start : other.end] == other.quote
    ]
    return mark_spans(cell.text, spans, within=[*_said_span(citation, said), *doubt_spans(cell)])


def _said_span(citation: Citation, said: str | None) -> list[Span]:
    """Where the quote has those words, with any white space, once; [] where it hasn't."""
    words = r"\s*".join(re.escape(character) for character in "".join((said or "").split()))
    found = re.search(rf"(?<![\d.]){words}", citation.quote) if words else None
    if found is None:
        return []
    return [Span(citation.start + found.start(), citation.start + found.end(), '<b class="kp-said">', "</b>")]


def star_html(goal: Goal | None) -> str:
    """The mark of an important goal."""
    return f'<span class="kp-star" title="{tr("重点目标")}">★</span>' if goal and goal.starred else ""
