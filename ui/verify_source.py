"""The panel beside a checked draft: what the report says of a figure, and what can be done about it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ui.asking.evidence_html import original_html
from ui.language import tr
from ui.render import row_html
from ui.verify_corrections import correction_of
from ui.verify_html import NAMES, meanings

if TYPE_CHECKING:
    from assistant import Citation
    from assistant.verification import ClaimFigure
    from corpus import Document
    from ui.verify_html import Shown

HINT = "核对之后，点文中的数字，这里会打开报告里的那一格"
SAME = "与报告一致。"
NOT_SAID = "资料库的报告里没有与它对应的数字。"
REWORD = "要改的是说法，不只是这个数字：请点“编辑文字”修改。"


def source_html(shown: Shown, *, position: int, document: Document | None, clicked: bool) -> str:
    """What the report says of the figure at that position: verdict, reason, and the goal's row with the span marked.

    `document` is the cited report. `clicked` tells the page that a person asked: only then may it scroll the window.
    """
    verification = shown.verification
    figure = verification.figures[position]
    citation = verification.citation(figure.citation)
    row = row_html(citation, document=document, others=verification.citations, said=_said(figure)) if citation else ""
    return (
        f'<section class="kp-source" id="kp-source" aria-label="{tr("数字的出处")}" data-figure="{position}" '
        f'data-token="{escape(shown.token)}" data-revision="{shown.revision}" '
        f'data-reveal="{"click" if clicked else "auto"}">{_verdict(figure, text=shown.text)}'
        f"{row}{page_html(citation, document)}"
        f'<a class="kp-back kp-narrow" href="#kp-f{position}" data-back="{position}">↑ {tr("回到文中")}</a></section>'
    )


def page_html(citation: Citation | None, document: Document | None) -> str:
    """The page of the file that the citation stands on, opened when asked for; "" where the report is gone."""
    if citation is None or document is None:
        return ""
    original = original_html(citation, document)
    if "data-picture" not in original:
        return original
    return f'<details class="kp-leaf"><summary>{tr("看原件页面")}</summary>{original}</details>'


def source_placeholder(text: str) -> str:
    """The panel of the source while there is nothing to show."""
    return f'<section class="kp-source kp-empty" aria-label="{tr("数字的出处")}"><p>{escape(text)}</p></section>'


def legend_html() -> str:
    """The panel of the source before a draft is given: what it is for, and what the signs mean."""
    rows = "".join(
        f'<dt class="kp-v-{verdict}"><i aria-hidden="true"></i>{tr(NAMES[verdict])}</dt><dd>{meaning}</dd>'
        for verdict, meaning in meanings().items()
    )
    return (
        f'<section class="kp-source kp-empty" aria-label="{tr("数字的出处")}"><p>{tr(HINT)}</p>'
        f'<dl class="kp-legend">{rows}</dl></section>'
    )


def _verdict(figure: ClaimFigure, *, text: str) -> str:
    said = _said(figure)
    differs = figure.verdict != "supported" and said
    report = f'<dt>{tr("报告")}</dt><dd class="kp-said">{escape(said or "")}</dd>' if differs else ""
    why = figure.message or tr(SAME if figure.verdict == "supported" else NOT_SAID)
    return (
        f'<div class="kp-verdict kp-v-{figure.verdict}" tabindex="-1"><b><i aria-hidden="true"></i>{tr(NAMES[figure.verdict])}</b>'
        f"<dl><dt>{tr('文中')}</dt><dd>{escape(figure.text)}</dd>{report}</dl><p>{escape(why)}</p>"
        f'<div class="kp-amend">{_amend(figure, text=text)}'
        f'<button type="button" class="kp-quiet" data-walk-on title="n / j">{tr("下一处")} ›</button></div></div>'
    )


def _amend(figure: ClaimFigure, *, text: str) -> str:
    """The button that corrects the draft, with what it then says; or why there is none."""
    correction = correction_of(figure, text=text)
    if correction is not None:
        new = escape(tr("改为 {new}", new=correction.text))
        return f'<button type="button" class="kp-primary" data-do="accept" title="a">{new}</button>'
    return f"<p>{tr(REWORD)}</p>" if figure.verdict == "contradicted" else ""


def _said(figure: ClaimFigure) -> str | None:
    """What stands in the report: said where it differs, else the figure's own words."""
    return figure.expected or (figure.text if figure.verdict == "supported" else None)
