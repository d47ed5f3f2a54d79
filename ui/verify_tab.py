"""What happens behind the tab that verifies drafts: a draft is read, verified, looked through, downloaded.

What a person pastes arrives like a file (see uploads): the same limits hold, and no event carries a text of megabytes.
Verifying goes on in a thread of its own, which can be stopped between two sentences, and stops when its visitor leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from threading import Event
from typing import TYPE_CHECKING, Any

import gradio as gr

from corpus.errors import EmptyIndex, KaopingError, UnreadableDocument
from ui import verify_html as html
from ui.components import QUIET, WORKERS, details, panel
from ui.documents_tab import LOST, following, sent_files
from ui.results import Download, Results
from ui.verify_html import Shown

if TYPE_CHECKING:
    from assistant.verification import Verification
    from corpus import Document
    from corpus.drafts import Draft
    from index import Library
    from ui.uploads import Inbox, Upload
    from ui.visitors import Visitor, Visitors

UNVERIFIED = "程序内部出错，没有核对完；详情见服务端的输出"
STOPPED = "已停止，没有核对完。文字还在，可以再次核对。"
NOTHING = "没有可以核对的文字。请粘贴文字，或选择文件。"
EMPTY = "资料库是空的；请先在“资料”页导入报告。"
GONE = "这次核对的结果已不在服务器上。请重新核对。"
NO_REPORT = "选定的报告已不在资料库中。请重新选择报告。"
MOST_CHARACTERS = 500_000  # that a page shows without strain


class Stopped(Exception):
    """The visitor has stopped the verification or left."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft with its verdicts; `original` is the file that it was read from."""

    draft: Draft
    verification: Verification
    original: bytes
    against: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """Sentences done, of how many."""

    done: int
    total: int


class Drafts:
    """The events of the tab; each returns what the page shows next."""

    def __init__(self, visitors: Visitors, *, inbox: Inbox) -> None:
        self._visitors = visitors
        self._inbox = inbox
        self._results: Results[Checked] = Results()
        self._running: dict[str, Event] = {}

    def arrive(self, request: gr.Request) -> str:
        """The reports to look into."""
        return html.scope_html(self._visitors.of(request).library.documents(), label="对照")

    def check(self, event: gr.EventData, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        """Verify what was sent: text and source, again and again till it is done."""
        asked = details(event)
        sent = next(iter(sent_files([asked])), None)
        upload = self._inbox.take(sent.token) if sent else None
        if sent is None or upload is None:
            yield html.failure_html((sent.error if sent else "") or LOST), html.legend_html()
            return
        yield from self._run(
            upload, visitor=self._visitors.of(request), job=sent.token, doc_id=str(asked.get("doc") or "") or None
        )

    def stop(self, event: gr.EventData) -> None:
        """Let the verification of that name end at the next sentence."""
        running = self._running.get(str(details(event).get("job")))
        if running:
            running.set()

    def open(self, event: gr.EventData, request: gr.Request) -> Any:
        """Show the source of the figure that was asked for; one that doesn't exist changes nothing."""
        asked = details(event)
        checked = self._results.get(str(asked.get("token")))
        position = asked.get("figure")
        if checked is None:
            return html.source_placeholder(GONE)
        if not isinstance(position, int) or not 0 <= position < len(checked.verification.figures):
            return gr.skip()
        library = self._visitors.of(request).library
        return _source(checked.verification, library=library, position=position, clicked=True)

    def again(self) -> tuple[Any, ...]:
        """Back to where a draft is given."""
        return "", html.legend_html()

    def give_up(self) -> tuple[Any, ...]:
        """Something unforeseen broke."""
        return html.failure_html(UNVERIFIED), html.legend_html()

    def download(self, token: str, suffix: str) -> Download:
        """The draft with its verdicts as a file, `docx` or `md`.

        Raises:
            UnreadableDocument: the result is no longer there, or the draft can't be annotated.
        """
        checked = self._results.get(token)
        if checked is None:
            raise UnreadableDocument(GONE)
        name = f"{PurePath(checked.draft.name).stem}（核对）.{suffix}"
        return Download(name, _annotated(checked, suffix=suffix))

    def _run(self, upload: Upload, *, visitor: Visitor, job: str, doc_id: str | None) -> Iterator[tuple[Any, ...]]:
        stopped = self._running[job] = Event()
        name, end = upload.name, html.failure_html(UNVERIFIED)
        try:
            yield html.progress_html(name=name, job=job, done=0, total=0), html.legend_html()
            for told in following(partial(_tell, upload, visitor=visitor, doc_id=doc_id, stopped=stopped)):
                for item in told:
                    if isinstance(item, Checked):
                        yield self._shown(item, library=visitor.library)
                        return
                    end = html.failure_html(item) if isinstance(item, str) else end
                progress = next((item for item in reversed(told) if isinstance(item, Progress)), None)
                if progress:
                    yield html.progress_html(name=name, job=job, done=progress.done, total=progress.total), gr.skip()
            yield end, html.legend_html()
        finally:  # the visitor may have left
            stopped.set()
            self._running.pop(job, None)

    def _shown(self, checked: Checked, *, library: Library) -> tuple[str, str]:
        draft, verification = checked.draft, checked.verification
        token = self._results.keep(checked, size=len(checked.original) + 8 * len(draft.text))
        shown = Shown(token, draft.name, draft.text, verification, notes=_notes(checked))
        first = html.first_to_open(verification)
        if first is None:
            return html.result_html(shown), html.source_placeholder(html.NO_FIGURES)
        return html.result_html(shown), _source(verification, library=library, position=first, clicked=False)


def _tell(upload: Upload, tell: Callable[[Any], None], *, visitor: Visitor, doc_id: str | None, stopped: Event) -> None:
    """Read and verify; tells the progress, and at the end what came of it or why nothing did."""

    def follow(done: int, total: int) -> None:
        if stopped.is_set():
            raise Stopped
        tell(Progress(done, total))

    try:
        tell(_checked(upload, visitor=visitor, doc_id=doc_id, follow=follow))
    except Stopped:
        tell(STOPPED)
    except KaopingError as error:
        tell(str(error))


def _checked(upload: Upload, *, visitor: Visitor, doc_id: str | None, follow: Callable[[int, int], None]) -> Checked:
    from corpus.drafts import read_draft_data

    data = upload.read()
    if not data.strip():
        raise UnreadableDocument(NOTHING)
    if not visitor.library.documents():
        raise EmptyIndex(EMPTY)
    document = _document(doc_id, visitor.library)
    if doc_id and document is None:
        raise UnreadableDocument(NO_REPORT)
    draft = read_draft_data(data, name=upload.name)
    if len(draft.text) > MOST_CHARACTERS:
        raise UnreadableDocument(f"{draft.name}：超过 {MOST_CHARACTERS // 10_000} 万字。请分成几份核对。")
    follow(0, 0)
    verification = visitor.verifier.verify(draft.text, doc_id=doc_id, progress=follow)
    return Checked(draft, verification, data, against=document.title if document else "")


def _source(verification: Verification, *, library: Library, position: int, clicked: bool) -> str:
    citation = verification.citation(verification.figures[position].citation)
    document = _document(citation.doc_id, library) if citation else None
    return html.source_html(verification, position=position, document=document, clicked=clicked)


def _document(doc_id: str | None, library: Library) -> Document | None:
    return next((document for document in library.documents() if document.doc_id == doc_id), None)


def _notes(checked: Checked) -> tuple[str, ...]:
    """What a person should know of the draft beside its verdicts."""
    against = (f"只对照《{checked.against}》",) if checked.against else ()
    left_out = (f"没有核对：{'、'.join(checked.draft.left_out)}",) if checked.draft.left_out else ()
    return (*against, *left_out)


def _annotated(checked: Checked, *, suffix: str) -> bytes:
    if suffix == "docx":
        from ui.annotated_docx import annotated_docx

        original = checked.original if checked.draft.format == "docx" else None
        return annotated_docx(checked.draft, checked.verification, original=original)
    from ui.annotated_markdown import annotated_markdown

    return annotated_markdown(checked.draft, checked.verification).encode("utf-8")


def verify_tab(drafts: Drafts) -> gr.HTML:
    """The choice of the report that drafts are verified against."""
    scope = panel("verify.js", "kp-verify-scope")
    with gr.Row(elem_id="kp-verify-desk", equal_height=False):
        with gr.Column(scale=6, min_width=320, elem_id="kp-verify-left"):
            checked = panel("verify.js", "kp-verified")
            form = panel("verify.js", "kp-verify-form", html.form_html())
        with gr.Column(scale=5, min_width=320, elem_id="kp-verify-right"):
            source = panel("verify.js", "kp-verify-source", html.legend_html())
    outputs = [checked, source]
    verified = form.check(drafts.check, None, outputs, concurrency_limit=WORKERS, **QUIET)
    verified.failure(drafts.give_up, None, outputs, **QUIET)
    checked.stop(drafts.stop, None, None, **QUIET)
    checked.figure(drafts.open, None, [source], trigger_mode="always_last", **QUIET)
    checked.again(drafts.again, None, outputs, **QUIET)
    return scope
