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

from ui.language import tr
from ui.marking import DOUBTFUL, Span, doubt_spans, mark_spans
from ui.render import cited_cell
from ui.verify_source import page_html

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
ALL_WELL = "各处数字前后一致，合计、占比和增幅都算得通，目标没有落后。"
ONE = "看过 {goals} 项目标、{figures} 个数字"
SEVERAL = "看过 {reports} 份报告、{goals} 项目标、{figures} 个数字"
HINT = "检查报告自身：数字前后是否一致、合计与占比算得对不对、目标完成了没有。"


@dataclass(frozen=True, slots=True)
class Audited:
    """What an audit looked at and found; `documents` are those it looked at."""

    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]

    @property
    def scope(self) -> str:
        """`看过 2 份报告、12 项目标、87 个数字`."""
        return scope_line(self)


def form_html() -> str:
    """What the tab is for, and the button that begins."""
    return (
        f'<div class="kp-audit-form"><div><h2>{tr("报告自查")}</h2><p>{tr(HINT)}</p></div>'
        f'<button type="button" class="kp-primary" data-do="audit">{tr("开始自查")}</button></div>'
    )


def progress_html(*, title: str, job: str, done: int, total: int) -> str:
    """Which report is looked at, of how many."""
    share = 100 * done // total if total else 0
    line = escape(tr("正在检查第 {at} 份，共 {total} 份：《{title}》", at=done + 1, total=total, title=title))
    return (
        f'<section class="kp-checking" aria-label="{tr("自查进度")}">'
        f'<div class="kp-progress" role="progressbar" aria-label="{tr("已检查的报告")}" aria-valuemin="0" aria-valuemax="100" '
        f'aria-valuenow="{share}"><span class="kp-bar"><i style="width:{share}%"></i></span></div>'
        f'<p data-say>{line}</p><button type="button" class="kp-quiet" data-do="stop" data-job="{escape(job)}">{tr("停止")}</button>'
        "</section>"
    )


def result_html(audited: Audited, *, token: str) -> str:
    """The findings by report and goal, or that there are none, and how much was looked at."""
    title = f"《{audited.documents[0].title}》" if len(audited.documents) == 1 else tr("全部报告")
    count = len(audited.findings)
    found = tr("发现 {count} 处问题", count=count) if count else tr(CLEAN)
    scope = scope_line(audited)
    return (
        f'<section class="kp-audited" aria-label="{tr("自查结果")}"><header class="kp-checked-head"><div><h2 tabindex="-1">{found}</h2>'
        f"<p>{escape(title)} · {scope}</p></div>{_downloads(token) if count else ''}</header>"
        f'<p class="kp-sr" data-say>{found}，{scope}</p>{_body(audited)}</section>'
    )


def scope_line(audited: Audited) -> str:
    """`看过 2 份报告、12 项目标、87 个数字`, in the language spoken."""
    documents = audited.documents
    goals, figures = sum(len(d.goals) for d in documents), sum(d.figure_count for d in documents)
    if len(documents) > 1:
        return tr(SEVERAL, reports=len(documents), goals=goals, figures=figures)
    return tr(ONE, goals=goals, figures=figures)


def message_html(message: str) -> str:
    """The message with the numbers of its citations as marks."""
    return re.sub(r"\[(\d{1,3})\]", r'<b class="kp-ref">\1</b>', escape(message))


def _downloads(token: str) -> str:
    address = f"audits/{escape(token)}/findings"
    return (
        f'<a class="kp-quiet" href="{address}.md" download>{tr("下载 Markdown")}</a>'
        f'<a class="kp-quiet" href="{address}.csv" download title="{tr("可用 Excel 打开")}">{tr("下载 CSV")}</a>'
        f'<button type="button" class="kp-quiet" data-do="print">{tr("打印")}</button>'
    )


def _body(audited: Audited) -> str:
    if not audited.findings:
        return f'<p class="kp-clean"><i aria-hidden="true"></i>{tr(ALL_WELL)}</p>'
    shown = audited.findings[:LISTED]
    groups = "".join(_group(audited, found) for found in _by_goal(audited, shown))
    rest = len(audited.findings) - len(shown)
    left = tr("其余 {count} 处没有列出，全部在下载的文件里。", count=rest)
    more = f'<p class="kp-nothing">{left}</p>' if rest else ""
    return f"{_bar(audited.findings)}{groups}{more}"


def _bar(findings: Sequence[Finding]) -> str:
    """The ways through the findings: which of them, the next and the one before."""
    line, everything = tr("第 {at} 处，共 {total} 处", at="#", total="##"), tr("共 {total} 处", total="##")
    return (
        f'<div class="kp-kinds">{_filters(findings)}<span class="kp-walk">'
        f'<button type="button" class="kp-quiet" data-step="-1" title="p / k" aria-label="{tr("上一处")}">‹</button>'
        f'<span data-walk aria-live="polite" data-line="{line}" data-all="{everything}"></span>'
        f'<button type="button" class="kp-quiet" data-step="1" title="n / j" aria-label="{tr("下一处")}">›</button></span></div>'
    )


def _filters(findings: Sequence[Finding]) -> str:
    """A button a severity, then one a kind, with how many there are; nothing to choose where all are alike."""
    severities = Counter(finding.severity for finding in findings)
    kinds = Counter(finding.kind for finding in findings)
    by_severity = [
        _filter("severity", severity, tr(name), severities[severity]) for severity, name in SEVERITIES.items()
    ]
    by_kind = [_filter("kind", kind, tr(name), kinds[kind]) for kind, name in KINDS.items()]
    groups = ((tr("按级别筛选"), severities, by_severity), (tr("按类型筛选"), kinds, by_kind))
    return "".join(
        f'<div role="group" aria-label="{label}">{"".join(buttons)}</div>'
        for label, counts, buttons in groups
        if len(counts) > 1
    )


def _filter(sort: str, value: str, name: str, count: int) -> str:
    """A button that may be pressed and let go again."""
    if not count:
        return ""
    return (
        f'<button type="button" class="kp-quiet kp-s-{value}" data-sort="{sort}" data-value="{value}" aria-pressed="false">'
        f"{name} <b>{count}</b></button>"
    )


def _by_goal(audited: Audited, findings: Sequence[Finding]) -> list[list[Finding]]:
    """The findings of each goal, in the order of reports and goals; of what compares several, the first one's."""
    places = {
        document.goal_id(goal): (report, number)
        for report, document in enumerate(audited.documents)
        for number, goal in enumerate(document.goals)
    }
    groups: dict[tuple[int, int], list[Finding]] = {}
    for finding in findings:  # the worst first, as they come
        cited = finding.citations[0].goal_id if finding.citations else ""
        groups.setdefault(places.get(cited, (len(audited.documents), 0)), []).append(finding)
    return [groups[place] for place in sorted(groups)]


def _group(audited: Audited, findings: Sequence[Finding]) -> str:
    first = next(iter(findings[0].citations), None)
    name = first.goal if first else tr("其他")
    report = f"<span>{escape(first.doc_title)}</span>" if first and len(audited.documents) > 1 else ""
    cards = "".join(_card(finding, documents=audited.documents) for finding in findings)
    return (
        f'<section class="kp-of-goal" aria-label="{escape(name)}"><h3>{escape(name)} {report}'
        f"<b data-count>{len(findings)}</b></h3><ul>{cards}</ul></section>"
    )


def _card(finding: Finding, *, documents: Sequence[Document]) -> str:
    """The reports are named with each cell where they are several."""
    several = len({citation.doc_id for citation in finding.citations}) > 1
    cells = "".join(_cited(citation, documents=documents, several=several) for citation in finding.citations)
    severity, kind = tr(SEVERITIES[finding.severity]), tr(KINDS[finding.kind])
    return (
        f'<li class="kp-finding kp-s-{finding.severity}" tabindex="-1" data-severity="{finding.severity}" '
        f'data-kind="{finding.kind}"><p class="kp-message"><span class="kp-kind"><i aria-hidden="true"></i>{severity} · {kind}</span>'
        f'{message_html(finding.message)}</p><div class="kp-cells">{cells}</div>{_actions(finding)}</li>'
    )


def _actions(finding: Finding) -> str:
    """To ask about the goal, and to copy what was found."""
    goal = finding.citations[0].goal if finding.citations else ""
    question = f"{goal}完成得怎么样？"
    asking = (
        f'<button type="button" class="kp-link" data-question="{escape(question)}">{tr("问这项目标")}</button>'
        if goal
        else ""
    )
    return (
        f'<p class="kp-acts">{asking}<button type="button" class="kp-link" data-copy="{escape(finding_text(finding))}" '
        f'data-done="{tr("已复制")}">{tr("复制")}</button></p>'
    )


def finding_text(finding: Finding) -> str:
    """A finding as plain text, with the places that it compares."""
    places = (
        f"[{c.n}] {' · '.join(part for part in (c.doc_title, c.goal, c.column_label, c.place) if part)}：“{c.quote}”"
        for c in finding.citations
    )
    return "\n".join((f"{SEVERITIES[finding.severity]} · {KINDS[finding.kind]}：{finding.message}", *places))


def _cited(citation: Citation, *, documents: Sequence[Document], several: bool) -> str:
    """One of the cells that a finding compares: where it stands, and its text around the marked span."""
    place = " · ".join(escape(part) for part in (citation.column_label, citation.place) if part)
    report = f'<p class="kp-of">{escape(citation.doc_title)}</p>' if several else ""
    doubt = f'<p class="kp-doubtful">{tr(DOUBTFUL)}</p>' if citation.doubtful else ""
    return (
        f'<div class="kp-compared"><p class="kp-where"><b class="kp-ref">{citation.n}</b><b>{escape(citation.goal)}</b>'
        f"<span>{place}</span></p>{report}{doubt}{_excerpt(citation, documents=documents)}{_page(citation, documents=documents)}</div>"
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


def _page(citation: Citation, *, documents: Sequence[Document]) -> str:
    """The page of the file that the cell stands on, where it has pages."""
    document = next((document for document in documents if document.doc_id == citation.doc_id), None)
    page = page_html(citation, document)
    return page if "kp-leaf" in page else ""


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
