"""What happens behind the tab that verifies drafts: a draft is read, verified, looked through, corrected, downloaded.

What a person pastes or types arrives like a file (see uploads): the same limits hold, and no event carries a text of
megabytes. A draft keeps its token while it is changed, so that what the page links to is always its last state.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import gradio as gr

from corpus.errors import UnreadableDocument
from ui import verify_html as html
from ui import verify_source as source
from ui.components import QUIET, WORKERS, details, panel
from ui.documents_tab import LOST, sent_files
from ui.language import tr
from ui.results import Download, Results
from ui.verify_changes import Change, Edit, as_in, edits_between, with_edit, with_edits, within_lines
from ui.verify_checked import (
    NOTHING,
    Checked,
    Follow,
    annotated_file,
    check_changes,
    check_upload,
    corrected_file,
    document_of,
)
from ui.verify_corrections import correction_of, figure_at
from ui.verify_html import Shown
from ui.verify_runs import UNVERIFIED, Failed, Progress, Runs
from ui.verify_sample import sample_draft

if TYPE_CHECKING:
    from ui.uploads import Inbox, Upload
    from ui.visitors import Visitor, Visitors

GONE = "这次核对的结果已不在服务器上。请重新核对。"
NOT_SET_RIGHT = "这处改后仍与报告不一致；请对照右边的原文再改。"


@dataclass(slots=True)
class Held:
    """A draft that its visitor works on; `revision` counts the states it has been in."""

    checked: Checked
    token: str = ""
    revision: int = 0


class Drafts:
    """The events of the tab; each returns what the page shows next."""

    def __init__(self, visitors: Visitors, *, inbox: Inbox) -> None:
        self._visitors = visitors
        self._inbox = inbox
        self._results: Results[Held] = Results()
        self._runs = Runs()
        self.corrected = Corrected(self)

    def arrive(self, request: gr.Request) -> str:
        """The reports to look into."""
        return html.scope_html(self._visitors.of(request).library.documents(), label=tr("对照"))

    def sample(self, request: gr.Request) -> str:
        """A sample draft for the form."""
        visitor = self._visitors.of(request)
        documents = visitor.library.documents()
        text = sample_draft(documents, verifier=visitor.verifier) if documents else ""
        return html.sample_html(text, again=secrets.token_hex(4))

    def check(self, event: gr.EventData, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        """Verify what was sent: text and source, again and again till it is done."""
        asked = details(event)
        upload, trouble = self._sent(asked)
        if upload is None:
            yield html.failure_html(trouble), source.legend_html()
            return
        visitor, job = self._visitors.of(request), secrets.token_urlsafe(16)
        work = partial(_check, upload, visitor=visitor, doc_id=str(asked.get("doc") or "") or None)
        for item in self._runs.follow(work, job=job):
            if isinstance(item, Progress):
                shown = html.progress_html(name=upload.name, job=job, done=item.done, total=item.total)
                yield shown, source.legend_html() if item.total == 0 else gr.skip()
            elif isinstance(item, Failed):
                yield html.failure_html(item.line), source.legend_html()
            else:
                yield self._first_shown(item, visitor=visitor)

    def accept(self, event: gr.EventData, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        """Write what the report says into the draft, in the place of the figure that was asked for."""
        visitor, held = self._held(event, request)
        position = details(event).get("figure")
        if held is None:
            yield gr.skip(), source.source_placeholder(tr(GONE))
            return
        checked, figures = held.checked, held.checked.verification.figures
        if not isinstance(position, int) or not 0 <= position < len(figures):
            yield gr.skip(), gr.skip()
            return
        correction = correction_of(figures[position], text=checked.draft.text)
        if correction is None:
            yield gr.skip(), gr.skip()
            return
        changes = with_edit(checked.changes, correction, source=checked.source.text, by="report")
        yield from self._change(held, changes, visitor=visitor, made=correction, if_wrong=tr(NOT_SET_RIGHT))

    def undo(self, event: gr.EventData, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        """Take one of the changes back."""
        visitor, held = self._held(event, request)
        number = details(event).get("change")
        if held is None:
            yield gr.skip(), source.source_placeholder(tr(GONE))
            return
        changes = list(held.checked.changes)
        if not isinstance(number, int) or not 0 <= number < len(changes):
            yield gr.skip(), gr.skip()
            return
        moved = sum(len(change.text) - (change.end - change.start) for change in changes[:number])
        gone = changes.pop(number)
        back = held.checked.source.text[gone.start : gone.end]
        made = Edit(gone.start + moved, gone.start + moved + len(gone.text), back)
        yield from self._change(held, changes, visitor=visitor, made=made)

    def edit(self, event: gr.EventData, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        """Take over the text that a person changed by hand, and verify it."""
        visitor, held = self._held(event, request)
        upload, trouble = self._sent(details(event))
        if held is None or upload is None:
            trouble = trouble or tr(GONE)
            yield self._redrawn(held, trouble=trouble) if held else gr.skip(), source.source_placeholder(trouble)
            return
        checked = held.checked
        new = as_in(upload.read().decode("utf-8", "replace"), like=checked.source.text)
        if not new.strip():
            yield self._redrawn(held, trouble=NOTHING), gr.skip()
            return
        edits = edits_between(checked.draft.text, new)
        if checked.source.format == "docx":
            edits = within_lines(edits, text=checked.draft.text)
        changes = with_edits(checked.changes, edits, source=checked.source.text)
        yield from self._change(held, changes, visitor=visitor)

    def stop(self, event: gr.EventData) -> None:
        """Let the verification of that name end at the next sentence."""
        self._runs.stop(str(details(event).get("job")))

    def open(self, event: gr.EventData, request: gr.Request) -> Any:
        """Show the source of the figure that was asked for; one that doesn't exist changes nothing."""
        visitor, held = self._held(event, request)
        position = details(event).get("figure")
        if held is None:
            return source.source_placeholder(tr(GONE))
        if not isinstance(position, int) or not 0 <= position < len(held.checked.verification.figures):
            return gr.skip()
        return _source(_shown(held), visitor=visitor, position=position, clicked=True)

    def again(self) -> tuple[Any, ...]:
        """Back to where a draft is given."""
        return "", source.legend_html()

    def give_up(self) -> tuple[Any, ...]:
        """Something unforeseen broke."""
        return html.failure_html(tr(UNVERIFIED)), source.legend_html()

    def give_up_change(self) -> Any:
        """Something unforeseen broke while a change was made: the draft stays as it was."""
        return source.source_placeholder(tr(UNVERIFIED))

    def download(self, token: str, suffix: str, *, owner: str) -> Download:
        """The draft with its verdicts as a file, `docx` or `md`; `owner` is the name of the visitor who asks.

        Raises:
            UnreadableDocument: the result is no longer there, or the draft can't be annotated.
        """
        return annotated_file(self.checked(token, owner=owner), suffix=suffix)

    def checked(self, token: str, *, owner: str) -> Checked:
        """The draft of that token as it is now. Raises UnreadableDocument where it is no longer there."""
        held = self._results.get(token, owner=owner)
        if held is None:
            raise UnreadableDocument(GONE)
        return held.checked

    def _sent(self, asked: dict[str, Any]) -> tuple[Upload | None, str]:
        """The text that came with an event, and why there is none."""
        sent = next(iter(sent_files([asked.get("sent")])), None)
        upload = self._inbox.take(sent.token) if sent else None
        return upload, "" if upload else (sent.error if sent else "") or LOST

    def _held(self, event: gr.EventData, request: gr.Request) -> tuple[Visitor, Held | None]:
        """The visitor, and the draft that the event is about; None where it is gone, or in another state by now."""
        asked, visitor = details(event), self._visitors.of(request)
        held = self._results.get(str(asked.get("token")), owner=visitor.name)
        return visitor, held if held and asked.get("revision") == held.revision else None

    def _change(
        self, held: Held, changes: list[Change], *, visitor: Visitor, made: Edit | None = None, if_wrong: str = ""
    ) -> Iterator[tuple[Any, ...]]:
        """Verify the draft with other changes; the page shows it as it was till that is done.

        `made` is the change that a person has just asked for, `if_wrong` what is said where the report still contradicts.
        """
        job = secrets.token_urlsafe(16)
        for item in self._runs.follow(partial(_recheck, held.checked, changes, visitor), job=job):
            if isinstance(item, Progress):
                name = held.checked.draft.name
                progress = html.progress_html(name=name, job=job, done=item.done, total=item.total)
                yield gr.skip(), progress if item.total else gr.skip()
            elif isinstance(item, Failed):
                yield self._redrawn(held, trouble=item.line), source.source_placeholder(tr(source.HINT))
            else:
                held.checked, held.revision = item, held.revision + 1
                yield self._changed(held, visitor=visitor, made=made, if_wrong=if_wrong)

    def _changed(self, held: Held, *, visitor: Visitor, made: Edit | None, if_wrong: str) -> tuple[str, str]:
        """The draft after a change, with what stands in its place opened."""
        verification = held.checked.verification
        _record(held.checked, visitor=visitor)
        end = made.start + len(made.text) if made else 0
        here = figure_at(verification.figures, start=made.start, end=end) if made else None
        position = html.first_to_open(verification) if here is None else here
        is_wrong = here is not None and verification.figures[here].verdict == "contradicted"
        redrawn = self._redrawn(held, current=position, trouble=if_wrong if is_wrong else "")
        return redrawn, _opened(held, visitor, position)

    def _first_shown(self, checked: Checked, *, visitor: Visitor) -> tuple[str, str]:
        _record(checked, visitor=visitor)
        held = Held(checked)
        held.token = self._results.keep(held, size=checked.size, owner=visitor.name)
        position = html.first_to_open(checked.verification)
        return self._redrawn(held, current=position), _opened(held, visitor, position)

    def _redrawn(self, held: Held, *, current: int | None = None, trouble: str = "") -> str:
        return html.result_html(_shown(held, current=current, trouble=trouble))


class Corrected:
    """Hands out drafts as they are now, without verdicts."""

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts

    def download(self, token: str, suffix: str, *, owner: str) -> Download:
        """The draft as a file: `docx` with tracked changes, or its text. Raises UnreadableDocument where there is none."""
        return corrected_file(self._drafts.checked(token, owner=owner), suffix=suffix)


def _check(upload: Upload, follow: Follow, *, visitor: Visitor, doc_id: str | None) -> Checked:
    return check_upload(upload, visitor=visitor, doc_id=doc_id, follow=follow)


def _recheck(checked: Checked, changes: list[Change], visitor: Visitor, follow: Follow) -> Checked:
    return check_changes(checked, changes, visitor=visitor, follow=follow)


def _record(checked: Checked, *, visitor: Visitor) -> None:
    """Append to the trail what was verified, and with which verdicts."""
    verification = checked.verification
    outcome = ", ".join(f"{verdict} {count}" for verdict, count in verification.summary.items() if count)
    visitor.record("verify", subject=checked.draft.text, citations=verification.citations, outcome=outcome)


def _shown(held: Held, *, current: int | None = None, trouble: str = "") -> Shown:
    checked = held.checked
    return Shown(
        held.token,
        checked.draft.name,
        checked.draft.text,
        checked.verification,
        notes=_notes(checked),
        format=checked.draft.format,
        source=checked.source.text,
        changes=checked.changes,
        revision=held.revision,
        current=current,
        trouble=trouble,
    )


def _opened(held: Held, visitor: Visitor, position: int | None) -> str:
    if position is None:
        return source.source_placeholder(tr(html.NO_FIGURES))
    return _source(_shown(held), visitor=visitor, position=position, clicked=False)


def _source(shown: Shown, *, visitor: Visitor, position: int, clicked: bool) -> str:
    citation = shown.verification.citation(shown.verification.figures[position].citation)
    document = document_of(citation.doc_id, visitor.library) if citation else None
    return source.source_html(shown, position=position, document=document, clicked=clicked)


def _notes(checked: Checked) -> tuple[str, ...]:
    """What a person should know of the draft beside its verdicts."""
    against = (tr("只对照《{title}》", title=checked.against),) if checked.against else ()
    left_out = (tr("没有核对：{what}", what="、".join(checked.draft.left_out)),) if checked.draft.left_out else ()
    return (*against, *left_out)


def verify_tab(drafts: Drafts) -> gr.HTML:
    """The choice of the report that drafts are verified against."""
    scope = panel("verify.js", "kp-verify-scope")
    with gr.Row(elem_id="kp-verify-desk", equal_height=False):
        with gr.Column(scale=6, min_width=320, elem_id="kp-verify-left"):
            checked = panel("verify.js", "kp-verified")
            form = panel("verify.js", "kp-verify-form", html.form_html())
            sample = panel("verify.js", "kp-verify-sample")
        with gr.Column(scale=5, min_width=320, elem_id="kp-verify-right"):
            shown = panel("verify.js", "kp-verify-source", source.legend_html())
    panel("pictures.js", "kp-verify-pictures")
    outputs = [checked, shown]
    verified = form.check(drafts.check, None, outputs, concurrency_limit=WORKERS, **QUIET)
    verified.failure(drafts.give_up, None, outputs, **QUIET)
    form.sample(drafts.sample, None, [sample], **QUIET)
    for change, event in ((shown.accept, drafts.accept), (checked.undo, drafts.undo), (checked.edit, drafts.edit)):
        made = change(event, None, outputs, concurrency_limit=WORKERS, **QUIET)
        made.failure(drafts.give_up_change, None, [shown], **QUIET)
    for part in (checked, shown):
        part.stop(drafts.stop, None, None, **QUIET)
    checked.figure(drafts.open, None, [shown], trigger_mode="always_last", **QUIET)
    checked.again(drafts.again, None, outputs, **QUIET)
    return scope
