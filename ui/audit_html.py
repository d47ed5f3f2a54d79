"""The tab that audits reports as HTML: the choice of a report, how far it is, the findings with the cells they compare.

Pure functions from records to markup, escaped here like everywhere (see render). All of a finding stands in its card,
so that filtering and unfolding need no server, and a long list can be read through like a page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING

from ui.marking import DOUBTFUL, Span, doubt_spans, mark_spans
from ui.render import cited_cell

if TYPE_CHECKING:
    from assistant import Citation
    from assistant.audit import Finding, FindingKind, Severity
    from corpus import Cell, Document

SEVERITIES: Mapping[Severity, str] = MappingProxyType({"error": "错误", "warning": "警告", "info": "提示"})
KINDS: Mapping[FindingKind, str] = MappingProxyType(
    {
        "mismatch": "前后不一",
        "arithmetic": "计算不符",
        "target_missed": "未达目标",
        "behind_schedule": "进度滞后",
        "wording": "表述不一",
    }
)
LISTED = 300  # findings shown; all are in the downloads
AROUND = 60  # characters of a cell shown before and after its quote
CLEAN = "没有发现问题"
HINT = "检查报告自身：数字前后是否一致、合计与占比算得对不对、目标完成了没有。"


@dataclass(frozen=True, slots=True)
class Audited:
    """What an audit looked at and found; `documents` are those it looked at."""

    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]

    @property
    def scope(self) -> str:
        """`看过 2 份报告、12 项目标、87 个数字`."""
        goals = sum(len(document.goals) for document in self.documents)
        figures = sum(document.figure_count for document in self.documents)
        reports = f"{len(self.documents)} 份报告、" if len(self.documents) > 1 else ""
        return f"看过 {reports}{goals} 项目标、{figures} 个数字"


def form_html() -> str:
    """What the tab is for, and the button that begins."""
    return (
        f'<div class="kp-audit-form"><div><h2>报告自查</h2><p>{HINT}</p></div>'
        '<button type="button" class="kp-primary" data-do="audit">开始自查</button></div>'
    )


def progress_html(*, title: str, job: str, done: int, total: int) -> str:
    """Which report is looked at, of how many."""
    share = 100 * done // total if total else 0
    line = escape(f"正在检查第 {done + 1} 份，共 {total} 份：《{title}》")
    return (
        '<section class="kp-checking" aria-label="自查进度">'
        '<div class="kp-progress" role="progressbar" aria-label="已检查的报告" aria-valuemin="0" aria-valuemax="100" '
        f'aria-valuenow="{share}"><span class="kp-bar"><i style="width:{share}%"></i></span></div>'
        f'<p data-say>{line}</p><button type="button" class="kp-quiet" data-do="stop" data-job="{escape(job)}">停止</button>'
        "</section>"
    )


def result_html(audited: Audited, *, token: str) -> str:
    """The findings by severity, or that there are none, and how much was looked at."""
    title = f"《{audited.documents[0].title}》" if len(audited.documents) == 1 else "全部报告"
    found = f"发现 {len(audited.findings)} 处问题" if audited.findings else CLEAN
    return (
        f'<section class="kp-audited" aria-label="自查结果"><header class="kp-checked-head"><div><h2 tabindex="-1">{found}</h2>'
        f"<p>{escape(title)} · {audited.scope}</p></div>{_downloads(token) if audited.findings else ''}</header>"
        f'<p class="kp-sr" data-say>{found}，{audited.scope}</p>{_body(audited)}</section>'
    )


def message_html(message: str) -> str:
    """The message with the numbers of its citations as marks."""
    return re.sub(r"\[(\d{1,3})\]", r'<b class="kp-ref">\1</b>', escape(message))


def _downloads(token: str) -> str:
    address = f"audits/{escape(token)}/findings"
    return (
        f'<a class="kp-quiet" href="{address}.md" download>下载 Markdown</a>'
        f'<a class="kp-quiet" href="{address}.csv" download title="可用 Excel 打开">下载 CSV</a>'
    )


def _body(audited: Audited) -> str:
    if not audited.findings:
        return '<p class="kp-clean"><i aria-hidden="true"></i>各处数字前后一致，合计、占比和增幅都算得通，目标没有落后。</p>'
    shown = audited.findings[:LISTED]
    groups = "".join(_group(audited, shown, severity) for severity in SEVERITIES)
    rest = len(audited.findings) - len(shown)
    more = f'<p class="kp-nothing">其余 {rest} 处没有列出，全部在下载的文件里。</p>' if rest else ""
    return f"{_filter(audited.findings)}{groups}{more}"


def _filter(findings: Sequence[Finding]) -> str:
    """A button a kind of finding, with how many there are; nothing to choose where there is one kind."""
    counts = Counter(finding.kind for finding in findings)
    if len(counts) < 2:
        return ""
    buttons = "".join(
        _filter_button(kind, name, counts[kind], pressed=False) for kind, name in KINDS.items() if counts[kind]
    )
    everything = _filter_button("", "全部", len(findings), pressed=True)
    return f'<div class="kp-kinds" role="group" aria-label="按类型筛选">{everything}{buttons}</div>'


def _filter_button(kind: str, name: str, count: int, *, pressed: bool) -> str:
    return (
        f'<button type="button" class="kp-quiet" data-kind="{kind}" aria-pressed="{str(pressed).lower()}">'
        f"{name} <b>{count}</b></button>"
    )


def _group(audited: Audited, findings: Sequence[Finding], severity: Severity) -> str:
    found = [finding for finding in findings if finding.severity == severity]
    if not found:
        return ""
    name = SEVERITIES[severity]
    cards = "".join(_card(finding, documents=audited.documents) for finding in found)
    return (
        f'<section class="kp-severity kp-s-{severity}" aria-label="{name}"><h3><i aria-hidden="true"></i>{name} '
        f"<b data-count>{len(found)}</b></h3><ul>{cards}</ul></section>"
    )


def _card(finding: Finding, *, documents: Sequence[Document]) -> str:
    """The report is named where there are several: once, or with each cell where the cells are of several."""
    several = len({citation.doc_id for citation in finding.citations}) > 1
    cells = "".join(_cited(citation, documents=documents, several=several) for citation in finding.citations)
    titles = dict.fromkeys(citation.doc_title for citation in finding.citations) if len(documents) > 1 else ()
    report = "" if several else "".join(f'<p class="kp-of">{escape(title)}</p>' for title in titles)
    return (
        f'<li class="kp-finding" data-kind="{finding.kind}"><p class="kp-message"><span class="kp-kind">{KINDS[finding.kind]}</span>'
        f'{message_html(finding.message)}</p>{report}<div class="kp-cells">{cells}</div></li>'
    )


def _cited(citation: Citation, *, documents: Sequence[Document], several: bool) -> str:
    """One of the cells that a finding compares: where it stands, and its text around the marked span."""
    place = " · ".join(escape(part) for part in (citation.column_label, citation.place) if part)
    report = f'<p class="kp-of">{escape(citation.doc_title)}</p>' if several else ""
    doubt = f'<p class="kp-doubtful">{DOUBTFUL}</p>' if citation.doubtful else ""
    return (
        f'<div class="kp-compared"><p class="kp-where"><b class="kp-ref">{citation.n}</b><b>{escape(citation.goal)}</b>'
        f"<span>{place}</span></p>{report}{doubt}{_excerpt(citation, documents=documents)}</div>"
    )


def _excerpt(citation: Citation, *, documents: Sequence[Document]) -> str:
    """The text around the quote, and the whole cell a click away where that is more."""
    cell = _cell_of(citation, documents=documents)
    if cell is None:
        return f'<div class="kp-text"><mark>{escape(citation.quote)}</mark></div>'
    first, last = max(0, citation.start - AROUND), min(len(cell.text), citation.end + AROUND)
    if first == 0 and last == len(cell.text):
        return f'<div class="kp-text">{_marked(cell, citation)}</div>'
    return (
        f'<details class="kp-whole"><summary><span class="kp-text">{"…" if first else ""}'
        f"{_part(cell, citation, first=first, last=last)}{'…' if last < len(cell.text) else ''}</span></summary>"
        f'<div class="kp-text">{_marked(cell, citation)}</div></details>'
    )


def _cell_of(citation: Citation, *, documents: Sequence[Document]) -> Cell | None:
    document = next((document for document in documents if document.doc_id == citation.doc_id), None)
    goals = document.goals if document else ()
    goal = next((goal for goal in goals if document and document.goal_id(goal) == citation.goal_id), None)
    return cited_cell(goal, citation) if goal else None


def _marked(cell: Cell, citation: Citation) -> str:
    return _part(cell, citation, first=0, last=len(cell.text))


def _part(cell: Cell, citation: Citation, *, first: int, last: int) -> str:
    """`cell.text[first:last]`, which holds the quote, with the quote and what is doubtful marked."""
    mark = Span(citation.start - first, citation.end - first, "<mark>", "</mark>")
    doubts = [Span(span.start - first, span.end - first, span.opening, span.closing) for span in doubt_spans(cell)]
    return mark_spans(cell.text[first:last], [mark], within=doubts)
