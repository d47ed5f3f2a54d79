"""The tab that drafts as HTML: what to draft, the draft with its marks, the source of a mark, what is wrong in a block.

Pure functions from records to markup, escaped here like everywhere (see render). Blocks are edited where they stand; the
verdicts on their figures are drawn over the text by the browser (CSS highlights), so that the text never changes under
the hand that types it. As colour alone tells nothing, what is wrong stands in a list below its block, too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

from ui.drafting.sheet import Edited, footnote, marks_of
from ui.drafting.working import LONGEST_BLOCK, TITLE
from ui.language import language, tr
from ui.render import row_html
from ui.verify_html import NAMES

if TYPE_CHECKING:
    from assistant import Citation
    from assistant.drafting import Block, Draft, Mark
    from assistant.verification import ClaimFigure, FigureVerdict
    from corpus import Document

KINDS: Mapping[str, str] = {
    "summary": "小结（半年、阶段）",
    "topic": "专题汇报",
    "points": "一句话要点",
    "comparison": "对比（期间或单位）",
}
LENGTHS: Mapping[str, str] = {"short": "短", "medium": "中", "long": "长"}
HINT = "起草之后，点文中的编号，这里会打开报告里的那一格"
EMPTY = "资料库是空的；请先在“资料”页导入报告。"


def form_html(documents: Sequence[Document], periods: Sequence[str]) -> str:
    """What may be chosen: reports, goals, months, kind and length."""
    if not documents:
        return f'<p class="kp-refused" role="note">{tr(EMPTY)}</p>'
    months = "".join(f'<option value="{escape(period)}">{escape(period)}</option>' for period in periods)
    return (
        f'<form class="kp-drafting-form"><div class="kp-draft-head"><h2>{tr("起草一份文稿")}</h2>'
        f"<p>{tr('文字取自报告原文，每个数字写出之前都经过核对，并带出处。')}</p></div>"
        f'<div class="kp-drafting-choices">{_select("kind", tr("体裁"), KINDS)}{_select("length", tr("篇幅"), LENGTHS, chosen="medium")}'
        f'<label><span>{tr("期间")}</span><select name="period"><option value="">{tr("报告的累计期间")}</option>{months}</select></label></div>'
        f"{_reports(documents)}{_goals(documents)}"
        f'<div class="kp-draft-foot"><span data-chosen data-all="{tr("不选即写全部目标")}" data-some="{tr("已选 # 项目标")}" '
        f'role="status">{tr("不选即写全部目标")}</span><button type="submit" class="kp-primary">{tr("起草")}</button></div></form>'
    )


def _select(name: str, label: str, options: Mapping[str, str], *, chosen: str = "") -> str:
    listed = "".join(
        f'<option value="{value}"{" selected" if value == chosen else ""}>{tr(text)}</option>'
        for value, text in options.items()
    )
    return f'<label><span>{label}</span><select name="{name}">{listed}</select></label>'


def _reports(documents: Sequence[Document]) -> str:
    if len(documents) < 2:
        return ""
    boxes = "".join(_box("doc", document.doc_id, document.title) for document in documents)
    return f'<fieldset class="kp-choose"><legend>{tr("报告（不选即各单位最新的一份）")}</legend><div>{boxes}</div></fieldset>'


def _goals(documents: Sequence[Document]) -> str:
    several = len(documents) > 1
    boxes = "".join(
        _box(
            "goal",
            document.goal_id(goal),
            goal.name,
            of=f"{document.organization or document.title} {document.year or ''}" if several else "",
            data=document.doc_id,
        )
        for document in documents
        for goal in document.goals
    )
    return (
        f'<fieldset class="kp-choose"><legend>{tr("目标")}</legend>'
        f'<input type="search" data-filter aria-label="{tr("筛选目标")}" placeholder="{tr("输入几个字筛选目标")}">'
        f"<div data-goals>{boxes}</div><p data-none hidden>{tr('没有符合的目标')}</p></fieldset>"
    )


def _box(name: str, value: str, text: str, *, of: str = "", data: str = "") -> str:
    note = f"<small>{escape(of.strip())}</small>" if of else ""
    belongs = f' data-of="{escape(data)}"' if data else ""
    return (
        f'<label{belongs}><input type="checkbox" name="{name}" value="{escape(value)}">'
        f"<span>{escape(text)}{note}</span></label>"
    )


def waiting_html() -> str:
    """While a draft is made."""
    return f'<div class="kp-pending" role="status">{tr("正在起草并逐句核对")}<i></i><i></i><i></i></div>'


def failure_html(line: str) -> str:
    """Why there is no draft."""
    return f'<p class="kp-refused" role="alert">{escape(line)}</p>'


def draft_html(draft: Draft, *, token: str) -> str:
    """The draft, to be read, edited and fetched."""
    address = f"drafting/{escape(token)}"
    blocks = "".join(_block(block, position, draft) for position, block in enumerate(draft.blocks))
    tally: dict[FigureVerdict, int] = {"supported": len(draft.figures), "contradicted": 0, "not_found": 0}
    title = _editable(TITLE, escape(draft.title), label=tr("标题"), figures=[])
    return (
        f'<section class="kp-checked kp-drafted" aria-label="{tr("草稿")}" data-token="{escape(token)}" '
        f'data-check="{address}/blocks/#?language={language()}" data-limit="{LONGEST_BLOCK}" '
        f'data-long="{tr("这一段太长，没有核对。请分成几段。")}" data-lost="{tr("没能核对：连接中断。文字还在，改动后会再试。")}" '
        f'data-copied="{tr("已复制")}" data-checking="{tr("正在核对…")}">'
        f'<header><div class="kp-checked-head"><div><h2 tabindex="-1">{tr("草稿")}</h2><p>{_counts(draft)}</p></div>'
        f'<button type="button" class="kp-quiet" data-do="undo" disabled>{tr("撤销")}</button>'
        f'<button type="button" class="kp-quiet" data-do="copy">{tr("复制")}</button>'
        f'<a class="kp-quiet" href="{address}/draft.docx" download data-fetch>{tr("下载 Word")}</a>'
        f'<a class="kp-quiet" href="{address}/draft.md" download data-fetch>{tr("下载 Markdown")}</a></div>'
        f"<div data-tally>{tally_html(tally)}</div></header>"
        f'<p class="kp-sr" role="status" data-say></p>'
        f'<div class="kp-essay" tabindex="0" role="group" aria-label="{tr("草稿正文，可直接修改")}"><h3 class="kp-essay-title">{title}</h3>{blocks}'
        f"{_dropped(draft)}{_notes(draft)}</div></section>"
    )


def _counts(draft: Draft) -> str:
    said = tr("{sentences} 句，{figures} 个数字，都已核对", sentences=len(draft.sentences), figures=len(draft.figures))
    return f"{said} · {tr('文字可以直接修改，改动随即核对')}"


def tally_html(tally: Mapping[FigureVerdict, int]) -> str:
    """How many figures have each verdict, and what becomes of those that aren't supported."""
    counts = "".join(
        f'<li class="kp-v-{verdict}"><i aria-hidden="true"></i>{tr(NAMES[verdict])} <b>{count}</b></li>'
        for verdict, count in tally.items()
    )
    wrong, unknown = tally["contradicted"], tally["not_found"]
    notice = ""
    if wrong:
        notice = tr("有 {count} 个数字与报告不符，请改正；不改，下载的文件里会标明“与报告不符”。", count=wrong)
    elif unknown:
        notice = tr("有 {count} 个数字在报告里找不到；下载的文件里会标明“未核实”。", count=unknown)
    note = f'<p class="kp-draft-notice" role="alert">{notice}</p>' if notice else ""
    return f'<div class="kp-checked-bar"><ul class="kp-tally" aria-label="{tr("数字的核对结论")}">{counts}</ul></div>{note}'


def _block(block: Block, position: int, draft: Draft) -> str:
    marks = marks_of(block)
    figures = [
        [figure.start - block.start, figure.end - block.start, "supported"]
        for sentence in block.sentences
        for figure in sentence.figures
    ]
    text = _with_marks(block.text, marks, draft)
    label = tr("第 {number} 段", number=position + 1)
    if block.style == "heading":
        level = block.level + 3
        return (
            f"<h{level}>{_editable(position, escape(block.text), label=label, figures=[])}</h{level}>{_live(position)}"
        )
    kind = " kp-item" if block.style == "item" else ""
    return (
        f'<div class="kp-line{kind}">{_editable(position, text, label=label, figures=figures)}{_live(position)}</div>'
    )


def _editable(position: int, content: str, *, label: str, figures: list[list[object]]) -> str:
    return (
        f'<span class="kp-block" data-block="{position}" data-figures="{escape(json.dumps(figures))}" contenteditable="plaintext-only" '
        f'role="textbox" aria-multiline="true" aria-label="{label}" spellcheck="false">{content}</span>'
    )


def _live(position: int) -> str:
    return f'<div class="kp-live" data-live="{position}" aria-live="polite"></div>'


def _with_marks(text: str, marks: Sequence[Mark], draft: Draft) -> str:
    parts, position = [], 0
    for mark in marks:
        parts += [escape(text[position : mark.at]), _mark(mark.n, draft)]
        position = mark.at
    return "".join(parts) + escape(text[position:])


def _mark(n: int, draft: Draft) -> str:
    citation = draft.citation(n)
    place = escape(
        tr("引文 {n}：{goal} · {column}", n=n, goal=citation.goal, column=citation.column_label) if citation else ""
    )
    return (
        f'<a class="kp-cite" contenteditable="false" href="#kp-draft-source" data-n="{n}" title="{place}" '
        f'aria-label="{place}">{n}</a>'
    )


def _dropped(draft: Draft) -> str:
    if not draft.dropped:
        return ""
    lines = "".join(f"<li>{escape(d.text)}<br><small>{escape(d.reason)}</small></li>" for d in draft.dropped)
    said = tr("有 {count} 句没有通过核对，没有写进草稿", count=len(draft.dropped))
    return f'<details class="kp-dropped"><summary>{said}</summary><ul>{lines}</ul></details>'


def _notes(draft: Draft) -> str:
    lines = "".join(f"<li>{escape(footnote(citation))}</li>" for citation in draft.citations)
    said = tr("出处 {count} 条", count=len(draft.citations))
    return f'<details class="kp-draft-notes"><summary>{said}</summary><ol>{lines}</ol></details>'


def live_html(edited: Edited, *, block: int) -> str:
    """What is wrong in a block: each figure with its verdict, what the report says instead, and the way to it."""
    problems = [(n, f) for n, f in enumerate(edited.verification.figures) if f.verdict != "supported"]
    lines = "".join(f"<li>{_problem(figure, block=block, position=n)}</li>" for n, figure in problems)
    return f"<ul>{lines}</ul>" if lines else ""


def _problem(figure: ClaimFigure, *, block: int, position: int) -> str:
    said = f"<span>{escape(figure.message)}</span>" if figure.message else ""
    return (
        f'<button type="button" class="kp-link kp-v-{figure.verdict}" data-figure="{position}" data-of="{block}">'
        f'<i aria-hidden="true"></i>{tr(NAMES[figure.verdict])}：{escape(figure.text)}</button>{said}'
    )


def source_html(
    citation: Citation, *, document: Document | None, others: Sequence[Citation], figure: ClaimFigure | None = None
) -> str:
    """The row of the cited goal with the quote marked; under the verdict on the figure of an edited block that it decides."""
    said = (figure.expected or figure.text) if figure else None
    row = row_html(citation, document=document, others=others, said=said)
    return (
        f'<section class="kp-source" id="kp-draft-source" aria-label="{tr("引文的出处")}">'
        f"{_verdict(figure) if figure else ''}{row}</section>"
    )


def _verdict(figure: ClaimFigure) -> str:
    report = f'<dt>{tr("报告")}</dt><dd class="kp-said">{escape(figure.expected)}</dd>' if figure.expected else ""
    return (
        f'<div class="kp-verdict kp-v-{figure.verdict}"><b><i aria-hidden="true"></i>{tr(NAMES[figure.verdict])}</b>'
        f"<dl><dt>{tr('文中')}</dt><dd>{escape(figure.text)}</dd>{report}</dl><p>{escape(figure.message)}</p></div>"
    )


def source_placeholder(text: str) -> str:
    """The panel of the source while there is nothing to show."""
    return f'<section class="kp-source kp-empty" id="kp-draft-source" aria-label="{tr("引文的出处")}"><p>{escape(text)}</p></section>'
