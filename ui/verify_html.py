"""The tab that verifies drafts as HTML: where a draft is given, how far it is, its text with the verdicts.

Pure functions from records to markup, escaped here like everywhere (see render). A verdict is never told by colour
alone: each has a sign, an underline and a name of its own. The signs are drawn by the style sheet, so that the text of
the draft stays what it was, to the character, when it is copied.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING

from corpus.files import MAX_BYTES
from ui.language import tr
from ui.marking import Span, mark_spans
from ui.verify_changes import positions

if TYPE_CHECKING:
    from assistant.verification import Claim, ClaimFigure, FigureVerdict, Verdict, Verification
    from corpus import Document
    from corpus.drafts import DraftFormat
    from ui.verify_changes import Change

SUFFIXES = (".docx", ".md", ".txt")
ALL_REPORTS = "全部报告（{count} 份）"
NAMES: Mapping[Verdict, str] = MappingProxyType(
    {"supported": "支持", "contradicted": "不符", "not_found": "未找到", "no_figure": "无数字"}
)
PROBLEMS: tuple[FigureVerdict, ...] = ("contradicted", "not_found")
VERDICTS: tuple[FigureVerdict, ...] = (*PROBLEMS, "supported")
NO_FIGURES = "这份文字里没有可以核对的数字"
LIMIT_MB = MAX_BYTES // 1024 // 1024
LISTED_CHANGES = 50
SHOWN_CHANGE = 40  # characters of either side of a change
_SYNTAX = re.compile(r"^ {0,3}(?:#{1,6}|>|[-*+]|\d+\.)(?=[ \t])|^[ \t|:-]+$|\*\*|__|~~|\||`+", re.MULTILINE)
_MARKED = re.compile(r"^ {0,3}(?:#{1,6}[ \t]|\|)", re.MULTILINE)  # of a text that was pasted nobody says what it is
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(?P<words>.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Shown:
    """A verified draft as the page shows it: under which token it is kept, its name, text and verdicts.

    `revision` counts its changes, so that an event which speaks of another state is known; `current` is the figure to
    mark; `trouble` says why the last change was not made.
    """

    token: str
    name: str
    text: str
    verification: Verification
    notes: tuple[str, ...] = ()  # what a person should know of it
    format: DraftFormat = "text"
    source: str = ""  # the text as it was read
    changes: tuple[Change, ...] = ()
    revision: int = 0
    current: int | None = None
    trouble: str = ""


def scope_html(documents: Sequence[Document], *, label: str) -> str:
    """The choice of the report to look into; nothing to choose where there is only one."""
    if len(documents) < 2:
        return ""
    options = "".join(f'<option value="{escape(d.doc_id)}">{escape(d.title)}</option>' for d in documents)
    return (
        f'<label class="kp-against"><span>{escape(label)}</span><select data-scope>'
        f'<option value="">{tr(ALL_REPORTS, count=len(documents))}</option>{options}</select></label>'
    )


def form_html() -> str:
    """Where a draft is pasted, dropped or chosen. What its script says stands in its attributes."""
    said = {
        "pasted": tr("粘贴的文字"),
        "uploading": tr("正在上传"),
        "broken": tr("上传中断。请确认文件能打开、网络正常，再试一次。"),
        "empty": tr("请先粘贴文字，或选择文件。"),
    }
    texts = "".join(f' data-{name}="{escape(text)}"' for name, text in said.items())
    return (
        f'<form class="kp-draft-form" data-limit="{MAX_BYTES}" data-suffixes="{",".join(SUFFIXES)}"{texts}>'
        f'<div class="kp-draft-head"><h2><label for="kp-draft-text">{tr("核对一份文字")}</label></h2>'
        f"<p>{tr('粘贴文字，按“核对”：文中的每个数字都与资料库里的报告比对。')}</p></div>"
        f'<textarea id="kp-draft-text" aria-label="{tr("要核对的文字")}" '
        f'placeholder="{tr("把文字粘贴到这里，或把文件拖进来")}"></textarea>'
        '<p class="kp-draft-status" role="status"></p><div class="kp-draft-foot">'
        f'<button type="button" class="kp-quiet" data-do="sample">{tr("试一个例子")}</button>'
        f'<button type="button" class="kp-quiet" data-pick>{tr("选择文件")}</button>'
        f"<span>{tr('Word（.docx）、Markdown 或文本，不超过 {size} MB', size=LIMIT_MB)}</span>"
        f'<button type="submit" class="kp-primary" title="Ctrl+Enter">{tr("核对")}</button></div>'
        f'<input type="file" hidden data-input accept="{",".join(SUFFIXES)}"></form>'
    )


def sample_html(text: str, *, again: str) -> str:
    """A sample draft for the form's script; `again` differs each time, so that the same one can be filled in twice."""
    said = f' data-text="{escape(text)}"' if text else ""
    note = "" if text else tr("资料库里还没有能作例子的报告；请先在“资料”页导入报告。")
    return f'<i data-sample="{escape(again)}" data-note="{escape(note)}"{said} hidden></i>'


def progress_html(*, name: str, job: str, done: int, total: int) -> str:
    """How many sentences are done, with a way to stop; `total` is 0 until the draft is read."""
    line = tr("正在核对第 {at} 句，共 {total} 句", at=min(done + 1, total), total=total) if total else tr("正在读取")
    share = 100 * done // total if total else 0
    return (
        f'<section class="kp-checking" aria-label="{tr("核对进度")}"><h2>{escape(name)}</h2>'
        f'<div class="kp-progress" role="progressbar" aria-label="{tr("已核对的句子")}" aria-valuemin="0" aria-valuemax="100" '
        f'aria-valuenow="{share}" aria-valuetext="{line}"><span class="kp-bar"><i style="width:{share}%"></i></span></div>'
        f'<p data-say>{line}</p><button type="button" class="kp-quiet" data-do="stop" data-job="{escape(job)}">{tr("停止")}</button>'
        "</section>"
    )


def failure_html(line: str) -> str:
    """Why nothing was verified; "" for no reason to show."""
    return f'<p class="kp-refused" role="alert">{escape(tr(line))}</p>' if line else ""


def result_html(shown: Shown) -> str:
    """The draft with its figures marked, its counts, what was changed, and the ways through it."""
    current = "" if shown.current is None else f' data-current="{shown.current}"'
    return (
        f'<section class="kp-checked" aria-label="{tr("核对结果")}" data-token="{escape(shown.token)}" '
        f'data-revision="{shown.revision}"{current}>'
        f"<header>{_head(shown)}{_bar(shown.verification)}{_changes(shown)}{failure_html(shown.trouble)}</header>"
        f'<p class="kp-sr" data-say>{escape(_said(shown))}</p>'
        f'<div class="kp-draft" tabindex="0" role="group" aria-label="{tr("核对过的文字")}">{_text(shown)}</div>'
        f'<p class="kp-none-wrong">{tr("没有这样的数字。")}</p>{_editor()}</section>'
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


def _said(shown: Shown) -> str:
    """What is read out once the verdicts are there."""
    counts = Counter(figure.verdict for figure in shown.verification.figures)
    if not counts:
        return tr(NO_FIGURES)
    verdicts = (f"{tr(NAMES[verdict])} {counts[verdict]}" for verdict in VERDICTS)
    return f"{tr('核对完 {count} 个数字', count=len(shown.verification.figures))}: {', '.join(verdicts)}"


def _head(shown: Shown) -> str:
    verification, address = shown.verification, f"drafts/{escape(shown.token)}"
    counted = tr("{claims} 句，{figures} 个数字", claims=len(verification.claims), figures=len(verification.figures))
    notes = f'<p class="kp-checked-notes">{escape("；".join(shown.notes))}</p>' if shown.notes else ""
    return (
        f'<div class="kp-checked-head"><div><h2 tabindex="-1" title="{escape(shown.name)}">{escape(shown.name)}</h2>'
        f"<p>{counted}</p></div>{_button('again', tr('核对另一份'))}</div>{notes}"
        f'<div class="kp-checked-tools">{_button("edit", tr("编辑文字"))}'
        f'<button type="button" class="kp-quiet" data-do="copy" data-done="{tr("已复制")}">{tr("复制文字")}</button>'
        f"{_link(f'{address}/annotated.docx', tr('下载 Word'), title=tr('带颜色和批注的 Word 文档'))}"
        f"{_link(f'{address}/annotated.md', tr('下载 Markdown'), title=tr('带核对结果的 Markdown'))}"
        f"{_corrected(shown, address) if shown.changes else ''}"
        f'<label class="kp-only"><input type="checkbox" data-only{"" if verification.figures else " disabled"}>'
        f"{tr('只看这些句子')}</label></div>"
    )


def _corrected(shown: Shown, address: str) -> str:
    """The draft with its changes alone: of a Word file, as tracked changes."""
    suffix = {"docx": "docx", "markdown": "md", "text": "txt"}[shown.format]
    title = tr("原文档，修改记为修订") if suffix == "docx" else tr("修改后的文字")
    return _link(f"{address}/corrected.{suffix}", tr("下载修改稿"), title=title)


def _button(action: str, text: str, *, style: str = "kp-quiet", more: str = "") -> str:
    return f'<button type="button" class="{style}" data-do="{action}"{more}>{text}</button>'


def _link(address: str, text: str, *, title: str) -> str:
    return f'<a class="kp-quiet" href="{address}" download title="{title}">{text}</a>'


def _bar(verification: Verification) -> str:
    """A button a verdict, with how many figures have it; the walk goes over those of the one that is chosen."""
    counts = Counter(figure.verdict for figure in verification.figures)
    problems = counts["contradicted"] + counts["not_found"]
    kinds = [("problem", tr("全部问题"), problems), *((v, tr(NAMES[v]), counts[v]) for v in VERDICTS)]
    chosen = "problem" if problems or not counts else "supported"
    buttons = "".join(
        f'<button type="button" class="kp-v-{kind}" data-filter="{kind}" aria-pressed="{str(kind == chosen).lower()}"'
        f"{' data-first' if kind == chosen else ''}"
        f'{"" if count else " disabled"}><i aria-hidden="true"></i>{name} <b>{count}</b></button>'
        for kind, name, count in kinds
    )
    disabled = "" if counts else " disabled"
    return (
        f'<div class="kp-checked-bar"><div class="kp-tally" role="group" aria-label="{tr("按结论查看")}">{buttons}</div>'
        f'<span class="kp-walk"><button type="button" class="kp-quiet" data-step="-1" title="p / k" '
        f'aria-label="{tr("上一处")}"{disabled}>‹</button>'
        f'<span data-walk aria-live="polite" data-line="{tr("第 {at} 处，共 {total} 处", at="#", total="##")}" '
        f'data-all="{tr("共 {total} 处", total="##")}"></span>'
        f'<button type="button" class="kp-quiet" data-step="1" title="n / j" aria-label="{tr("下一处")}"{disabled}>›</button></span>'
        "</div>"
    )


def _changes(shown: Shown) -> str:
    """What was changed since the draft was read, each with a way back."""
    if not shown.changes:
        return ""
    items = "".join(_change(shown, number) for number in range(len(shown.changes))[:LISTED_CHANGES])
    return (
        f'<details class="kp-changes" open><summary>{tr("已改 {count} 处", count=len(shown.changes))}</summary>'
        f"<ul>{items}</ul></details>"
    )


def _change(shown: Shown, number: int) -> str:
    change = shown.changes[number]
    old, new = _short(shown.source[change.start : change.end]), _short(change.text)
    by = tr("按报告") if change.by == "report" else tr("自己改的")
    label = escape(tr("撤销这处修改：{old} → {new}", old=old, new=new))
    return (
        f"<li><del>{escape(old) or '∅'}</del> → <ins>{escape(new) or '∅'}</ins> <span>{by}</span>"
        f'<button type="button" class="kp-link" data-do="undo" data-change="{number}" aria-label="{label}">{tr("撤销")}</button></li>'
    )


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SHOWN_CHANGE else text[:SHOWN_CHANGE] + "…"


def _editor() -> str:
    """Where the text is changed by hand; the script fills it in from the text that is shown."""
    return (
        f'<form class="kp-editor" hidden><textarea aria-label="{tr("修改文字")}"></textarea><div>'
        f"<span>{tr('Ctrl+Enter 核对，Esc 取消')}</span>{_button('leave', tr('取消'))}"
        f'<button type="submit" class="kp-primary">{tr("核对修改")}</button></div></form>'
    )


def _text(shown: Shown) -> str:
    """The whole draft; what stands between its sentences can be hidden with those that are of no interest."""
    parts, position, number = [], 0, 0
    spans = positions(shown.changes)
    is_marked = shown.format == "markdown" or (shown.format == "text" and bool(_MARKED.search(shown.text)))
    for claim in shown.verification.claims:
        if claim.start < position:
            number += len(claim.figures)
            continue
        parts.append(_between(shown.text[position : claim.start], is_marked=is_marked))
        parts.append(_claim(claim, first=number, changed=spans, is_marked=is_marked))
        position, number = claim.end, number + len(claim.figures)
    return "".join(parts) + _between(shown.text[position:], is_marked=is_marked)


def _between(text: str, *, is_marked: bool) -> str:
    shown = mark_spans(text, (), within=list(_syntax(text)) if is_marked else ())
    return f'<span class="kp-between">{shown}</span>' if text else ""


def _claim(claim: Claim, *, first: int, changed: Sequence[tuple[int, int]], is_marked: bool) -> str:
    """A sentence; `first` is the number of its first figure in the draft."""
    spans = [
        Span(figure.start - claim.start, figure.end - claim.start, _opening(figure, number, changed=changed), "</a>")
        for number, figure in enumerate(claim.figures, start=first)
    ]
    verdicts = "".join(f" kp-has-{verdict}" for verdict in dict.fromkeys(figure.verdict for figure in claim.figures))
    within = list(_syntax(claim.text)) if is_marked else ()
    return f'<span class="kp-claim{verdicts}">{mark_spans(claim.text, spans, within=within)}</span>'


def _syntax(text: str) -> Iterator[Span]:
    """The mark-up of Markdown, made faint, and its headings, made bold; no character is taken away."""
    for found in _SYNTAX.finditer(text):
        yield Span(found.start(), found.end(), '<span class="kp-syntax">', "</span>")
    for found in _HEADING.finditer(text):
        yield Span(found.start("words"), found.end("words"), '<b class="kp-heading">', "</b>")


def _opening(figure: ClaimFigure, number: int, *, changed: Sequence[tuple[int, int]]) -> str:
    verdict = tr(NAMES[figure.verdict])
    is_wrong = figure.expected and figure.verdict == "contradicted"
    said = tr("，报告为 {expected}", expected=figure.expected or "") if is_wrong else ""
    is_changed = any(start < figure.end and end > figure.start for start, end in changed)
    label = escape(f"{figure.text}，{verdict}{said}")
    return (
        f'<a class="kp-fig kp-v-{figure.verdict}{" kp-edited" if is_changed else ""}" id="kp-f{number}" href="#kp-source" '
        f'data-figure="{number}" aria-label="{label}" title="{escape(figure.message) or verdict}">'
    )


def meanings() -> Mapping[FigureVerdict, str]:
    """What each verdict means, for whoever sees them for the first time."""
    return {
        "supported": tr("与报告一致，换算单位、四舍五入也算"),
        "contradicted": tr("报告里另有说法：数值、单位、期间或增减不同"),
        "not_found": tr("报告里没有对应的数字"),
    }
