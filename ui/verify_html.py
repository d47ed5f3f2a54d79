"""The tab that verifies drafts as HTML: where a draft is given, how far it is, its text with the verdicts, the source.

Pure functions from records to markup, escaped here like everywhere (see render). A verdict is never told by colour
alone: each has a sign, an underline and a name of its own. The signs are drawn by the style sheet, so that the text of
the draft stays what it was, to the character, when it is copied.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING

from corpus.files import MAX_BYTES
from ui.marking import Span, mark_spans
from ui.render import row_html

if TYPE_CHECKING:
    from assistant.verification import Claim, ClaimFigure, FigureVerdict, Verdict, Verification
    from corpus import Document

SUFFIXES = (".docx", ".md", ".txt")
ALL_REPORTS = "全部报告"
NAMES: Mapping[Verdict, str] = MappingProxyType(
    {"supported": "支持", "contradicted": "不符", "not_found": "未找到", "no_figure": "无数字"}
)
PROBLEMS = ("contradicted", "not_found")
MEANINGS: Mapping[FigureVerdict, str] = MappingProxyType(
    {
        "supported": "与报告一致，换算单位、四舍五入也算",
        "contradicted": "报告里另有说法：数值、单位、期间或增减不同",
        "not_found": "报告里没有对应的数字",
    }
)
HINT = "核对之后，点文中的数字，这里会打开报告里的那一格"
NO_FIGURES = "这份文字里没有可以核对的数字"
SAME = "与报告一致。"
NOT_SAID = "资料库的报告里没有与它对应的数字。"
LIMIT_MB = MAX_BYTES // 1024 // 1024


@dataclass(frozen=True, slots=True)
class Shown:
    """A verified draft as the page shows it: under which token it is kept, its name, text and verdicts."""

    token: str
    name: str
    text: str
    verification: Verification
    notes: tuple[str, ...] = ()  # what a person should know of it


def scope_html(documents: Sequence[Document], *, label: str) -> str:
    """The choice of the report to look into; nothing to choose where there is only one."""
    if len(documents) < 2:
        return ""
    options = "".join(f'<option value="{escape(d.doc_id)}">{escape(d.title)}</option>' for d in documents)
    return (
        f'<label class="kp-against"><span>{label}</span><select data-scope>'
        f'<option value="">{ALL_REPORTS}（{len(documents)} 份）</option>{options}</select></label>'
    )


def form_html() -> str:
    """Where a draft is pasted, dropped or chosen."""
    return (
        f'<form class="kp-draft-form" data-limit="{MAX_BYTES}" data-suffixes="{",".join(SUFFIXES)}">'
        '<div class="kp-draft-head"><h2>核对一份文字</h2><p>文中的每个数字都与资料库里的报告比对：支持、不符，还是报告里没有。</p></div>'
        '<textarea aria-label="要核对的文字" placeholder="把文字粘贴到这里，或把文件拖进来"></textarea>'
        f'<p class="kp-draft-status" role="status"></p><div class="kp-draft-foot">'
        f"<span>文件可以是 Word（.docx）、Markdown、文本，不超过 {LIMIT_MB} MB</span>"
        '<button type="button" class="kp-quiet" data-pick>选择文件</button>'
        '<button type="submit" class="kp-primary">核对</button></div>'
        f'<input type="file" hidden data-input accept="{",".join(SUFFIXES)}"></form>'
    )


def progress_html(*, name: str, job: str, done: int, total: int) -> str:
    """How many sentences are done, with a way to stop; `total` is 0 until the draft is read."""
    line = f"正在核对第 {min(done + 1, total)} 句，共 {total} 句" if total else "正在读取"
    share = 100 * done // total if total else 0
    return (
        f'<section class="kp-checking" aria-label="核对进度"><h2>{escape(name)}</h2>'
        f'<div class="kp-progress" role="progressbar" aria-label="已核对的句子" aria-valuemin="0" aria-valuemax="100" '
        f'aria-valuenow="{share}" aria-valuetext="{line}"><span class="kp-bar"><i style="width:{share}%"></i></span></div>'
        f'<p data-say>{line}</p><button type="button" class="kp-quiet" data-do="stop" data-job="{escape(job)}">停止</button>'
        "</section>"
    )


def failure_html(line: str) -> str:
    """Why nothing was verified; "" for no reason to show."""
    return f'<p class="kp-refused" role="alert">{escape(line)}</p>' if line else ""


def result_html(shown: Shown) -> str:
    """The draft with its figures marked, its counts, and the ways through it."""
    return (
        f'<section class="kp-checked" aria-label="核对结果" data-token="{escape(shown.token)}">'
        f"<header>{_head(shown)}{_bar(shown.verification)}</header>"
        f'<p class="kp-sr" data-say>{escape(summary_line(shown.verification))}</p>'
        f'<div class="kp-draft" tabindex="0" role="group" aria-label="核对过的文字">{_text(shown)}'
        '<p class="kp-none-wrong">没有不符或未找到的数字。</p></div></section>'
    )


def summary_line(verification: Verification) -> str:
    """`核对完 5 句、7 个数字：支持 3 句，不符 1 句 …`."""
    counts = "，".join(f"{NAMES[verdict]} {count} 句" for verdict, count in verification.summary.items())
    return f"核对完 {len(verification.claims)} 句、{len(verification.figures)} 个数字：{counts}"


def first_to_open(verification: Verification) -> int | None:
    """The figure to show first: the first problem, else the first one; None where there is none."""
    figures = verification.figures
    problems = [position for position, figure in enumerate(figures) if figure.verdict in PROBLEMS]
    return problems[0] if problems else 0 if figures else None


def source_html(verification: Verification, *, position: int, document: Document | None, clicked: bool) -> str:
    """What the report says of the figure at that position: verdict, reason, and the goal's row with the span marked.

    `document` is the cited report. `clicked` tells the page that a person asked: only then may it scroll the window.
    """
    figure = verification.figures[position]
    citation = verification.citation(figure.citation)
    row = row_html(citation, document=document, others=verification.citations, said=_said(figure)) if citation else ""
    return (
        f'<section class="kp-source" id="kp-source" aria-label="数字的出处" data-figure="{position}" '
        f'data-reveal="{"click" if clicked else "auto"}">{_verdict(figure)}'
        f'{row}<a class="kp-back kp-narrow" href="#kp-f{position}" data-back="{position}">↑ 回到文中</a>'
        "</section>"
    )


def source_placeholder(text: str) -> str:
    """The panel of the source while there is nothing to show."""
    return f'<section class="kp-source kp-empty" aria-label="数字的出处"><p>{escape(text)}</p></section>'


def legend_html() -> str:
    """The panel of the source before a draft is given: what it is for, and what the signs mean."""
    rows = "".join(
        f'<dt class="kp-v-{verdict}"><i aria-hidden="true"></i>{NAMES[verdict]}</dt><dd>{meaning}</dd>'
        for verdict, meaning in MEANINGS.items()
    )
    return f'<section class="kp-source kp-empty" aria-label="数字的出处"><p>{HINT}</p><dl class="kp-legend">{rows}</dl></section>'


def _head(shown: Shown) -> str:
    verification, address = shown.verification, f"drafts/{escape(shown.token)}/annotated"
    notes = f'<p class="kp-checked-notes">{escape("；".join(shown.notes))}</p>' if shown.notes else ""
    return (
        f'<div class="kp-checked-head"><div><h2 tabindex="-1" title="{escape(shown.name)}">{escape(shown.name)}</h2>'
        f"<p>{len(verification.claims)} 句，{len(verification.figures)} 个数字</p></div>"
        f'<a class="kp-quiet" href="{address}.docx" download title="带颜色和批注的 Word 文档">下载 Word</a>'
        f'<a class="kp-quiet" href="{address}.md" download title="带核对结果的 Markdown">下载 Markdown</a>'
        '<button type="button" class="kp-quiet" data-do="again">重新核对</button></div>'
        f"{notes}"
    )


def _bar(verification: Verification) -> str:
    counts = "".join(
        f'<li class="kp-v-{verdict}"><i aria-hidden="true"></i>{NAMES[verdict]} <b>{count}</b></li>'
        for verdict, count in verification.summary.items()
    )
    problems = sum(figure.verdict in PROBLEMS for figure in verification.figures)
    disabled = "" if problems else " disabled"
    walk = (
        f'<span class="kp-walk"><button type="button" class="kp-quiet" data-step="-1" aria-label="上一个问题"{disabled}>‹</button>'
        f'<span data-walk aria-live="polite">{problems} 处问题</span>'
        f'<button type="button" class="kp-quiet" data-step="1" aria-label="下一个问题"{disabled}>›</button></span>'
        if problems
        else ""
    )
    return (
        f'<div class="kp-checked-bar"><ul class="kp-tally" aria-label="各种结论的句数">{counts}</ul>'
        f'<label class="kp-only"><input type="checkbox" data-only{disabled}>只看有问题的</label>{walk}</div>'
    )


def _text(shown: Shown) -> str:
    """The whole draft; what stands between its sentences can be hidden with those that are all right."""
    parts, position, number = [], 0, 0
    for claim in shown.verification.claims:
        if claim.start < position:
            number += len(claim.figures)
            continue
        parts += [_between(shown.text[position : claim.start]), _claim(claim, first=number)]
        position, number = claim.end, number + len(claim.figures)
    return "".join(parts) + _between(shown.text[position:])


def _between(text: str) -> str:
    return f'<span class="kp-between">{escape(text)}</span>' if text else ""


def _claim(claim: Claim, *, first: int) -> str:
    """A sentence; `first` is the number of its first figure in the draft."""
    spans = [
        Span(figure.start - claim.start, figure.end - claim.start, _opening(figure, number), "</a>")
        for number, figure in enumerate(claim.figures, start=first)
    ]
    wrong = " kp-wrong" if claim.verdict in PROBLEMS else ""
    return f'<span class="kp-claim{wrong}">{mark_spans(claim.text, spans)}</span>'


def _opening(figure: ClaimFigure, number: int) -> str:
    said = f"，报告为 {figure.expected}" if figure.expected and figure.verdict == "contradicted" else ""
    label = escape(f"{figure.text}，{NAMES[figure.verdict]}{said}")
    return (
        f'<a class="kp-fig kp-v-{figure.verdict}" id="kp-f{number}" href="#kp-source" data-figure="{number}" '
        f'aria-label="{label}" title="{escape(figure.message) or NAMES[figure.verdict]}">'
    )


def _verdict(figure: ClaimFigure) -> str:
    said = _said(figure)
    differs = figure.verdict != "supported" and said
    report = f'<dt>报告</dt><dd class="kp-said">{escape(said or "")}</dd>' if differs else ""
    why = figure.message or (SAME if figure.verdict == "supported" else NOT_SAID)
    return (
        f'<div class="kp-verdict kp-v-{figure.verdict}"><b><i aria-hidden="true"></i>{NAMES[figure.verdict]}</b>'
        f"<dl><dt>文中</dt><dd>{escape(figure.text)}</dd>{report}</dl><p>{escape(why)}</p></div>"
    )


def _said(figure: ClaimFigure) -> str | None:
    """What stands in the report: said where it differs, else the figure's own words."""
    return figure.expected or (figure.text if figure.verdict == "supported" else None)
