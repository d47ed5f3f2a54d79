"""What happens behind the tab that audits reports: one report or all are looked through, the findings downloaded.

Reports are audited one by one in a thread of its own, so that the page can say how far it is and a person can stop.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Any

import gradio as gr

from corpus.errors import KaopingError, UnknownDocument
from ui import audit_html as html
from ui.audit_files import findings_csv, findings_markdown
from ui.audit_html import SEVERITIES, Audited
from ui.components import QUIET, WORKERS, details, panel
from ui.documents_tab import following
from ui.language import tr
from ui.results import Download, Results
from ui.verify_html import failure_html, scope_html

if TYPE_CHECKING:
    from assistant.audit import Finding
    from corpus import Document
    from ui.visitors import Visitor, Visitors

UNAUDITED = "程序内部出错，没有检查完；详情见服务端的输出"
STOPPED = "已停止，没有检查完。"
EMPTY = "资料库是空的；请先在“资料”页导入报告。"
NO_REPORT = "选定的报告已不在资料库中。请重新选择报告。"
GONE = "这次自查的结果已不在服务器上。请重新自查。"
SIZE_OF_FINDING = 4096  # bytes, about

Audit = Callable[[Sequence["Document"]], tuple["Finding", ...]]


class Audits:
    """The events of the tab; each returns what the page shows next."""

    def __init__(self, visitors: Visitors, *, audit: Audit) -> None:
        self._visitors = visitors
        self._audit = audit
        self._results: Results[Audited] = Results()
        self._running: dict[str, Event] = {}

    def arrive(self, request: gr.Request) -> str:
        """The reports to choose from."""
        return scope_html(self._visitors.of(request).library.documents(), label=tr("检查"))

    def run(self, event: gr.EventData, request: gr.Request) -> Iterator[str]:
        """Audit the chosen report, or all: the progress, then the findings."""
        doc_id = details(event).get("doc") or None
        visitor = self._visitors.of(request)
        held = visitor.library.documents()
        documents = tuple(document for document in held if doc_id in (None, document.doc_id))
        if not documents:
            yield failure_html(tr(NO_REPORT if held else EMPTY))
            return
        job = secrets.token_urlsafe(16)
        stopped = self._running[job] = Event()
        try:
            yield from self._follow(documents, visitor=visitor, job=job, stopped=stopped)
        finally:  # the visitor may have left
            stopped.set()
            self._running.pop(job, None)

    def stop(self, event: gr.EventData) -> None:
        """Let the audit of that name end before its next report."""
        running = self._running.get(str(details(event).get("job")))
        if running:
            running.set()

    def give_up(self) -> str:
        """Something unforeseen broke."""
        return failure_html(tr(UNAUDITED))

    def download(self, token: str, suffix: str, *, owner: str) -> Download:
        """The findings as a file, `md` or `csv`, for the visitor of that name.

        Raises:
            UnknownDocument: the result is no longer there.
        """
        audited = self._results.get(token, owner=owner)
        if audited is None:
            raise UnknownDocument(GONE)
        data = findings_csv(audited) if suffix == "csv" else findings_markdown(audited).encode("utf-8", "replace")
        return Download(f"自查结果.{suffix}", data)

    def _follow(self, documents: tuple[Document, ...], *, visitor: Visitor, job: str, stopped: Event) -> Iterator[str]:
        end = failure_html(tr(UNAUDITED))
        yield html.progress_html(title=documents[0].title, job=job, done=0, total=len(documents))
        for told in following(partial(self._tell, documents, stopped=stopped)):
            for item in told:
                if isinstance(item, Audited):
                    yield self._shown(item, visitor=visitor)
                    return
                end = failure_html(item) if isinstance(item, str) else end
            done = next((item for item in reversed(told) if isinstance(item, int)), None)
            if done is not None:
                yield html.progress_html(title=documents[done].title, job=job, done=done, total=len(documents))
        yield end

    def _tell(self, documents: tuple[Document, ...], tell: Callable[[Any], None], *, stopped: Event) -> None:
        """Audit the documents; tells which one is looked at, and at the end what was found or why nothing was."""
        findings: list[Finding] = []
        try:
            for number, document in enumerate(documents):
                if stopped.is_set():
                    tell(STOPPED)
                    return
                tell(number)
                findings += self._audit([document])
        except KaopingError as error:
            tell(str(error))
            return
        order = tuple(SEVERITIES)
        findings.sort(key=lambda finding: order.index(finding.severity))  # stable: by report and goal within
        tell(Audited(documents, tuple(findings)))

    def _shown(self, audited: Audited, *, visitor: Visitor) -> str:
        visitor.record("audit", documents=audited.documents, outcome=f"findings {len(audited.findings)}")
        size = SIZE_OF_FINDING * len(audited.findings)
        token = self._results.keep(audited, size=size, owner=visitor.name)
        return html.result_html(audited, token=token)


def audit_tab(audits: Audits) -> gr.HTML:
    """The choice of the report that is audited."""
    scope = panel("audit.js", "kp-audit-scope")
    form = panel("audit.js", "kp-audit-form", html.form_html())
    findings = panel("audit.js", "kp-audited")
    panel("pictures.js", "kp-audit-pictures")
    audited = form.audit(audits.run, None, [findings], concurrency_limit=WORKERS, **QUIET)
    audited.failure(audits.give_up, None, [findings], **QUIET)
    findings.stop(audits.stop, None, None, **QUIET)
    return scope
