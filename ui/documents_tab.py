"""What happens behind the documents tab: files are taken in, looked at, read again, removed.

Reading takes from a second to minutes. It is done in a thread of its own, which tells the page through a queue and goes
on when the visitor leaves; each reading has a process of its own, so visitors don't wait for each other. What a visitor
sees is handed in and out; nothing about visitors is kept here. Who only reads may look at everything and change nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any

import gradio as gr

from corpus import COLUMN_NAMES, squeeze
from corpus.errors import DocumentError, KaopingError
from ui import documents_html as html
from ui.components import QUIET, details, panel
from ui.documents_html import Reading
from ui.ingesting import Extract, IngestRecord, Intake, fill
from ui.preview_html import View, gone_html, pages_of, view_html
from ui.uploads import bare_name, too_large
from ui.visitors import Role

if TYPE_CHECKING:
    from corpus import Column, Document
    from index import Library
    from ui.ingesting import Reader, Tell
    from ui.originals import Originals
    from ui.uploads import Inbox
    from ui.visitors import Visitor, Visitors

UNREAD = "程序内部出错，没有读完；详情见服务端的输出"
CONFIRMED = "表头已确认，文件已按此重新读取；以后遇到同样的表头也这样读。"
REMEMBERED_HEADERS = "已记住这些表头。请重新上传这个文件。"
NOT_ALLOWED = "您的角色不能更改资料；请联系管理员。"
LOST = "没有收到完整的文件。请重新上传。"
REPAINT_SECONDS = 0.2  # between two states of the progress
REMEMBERED = 50  # earlier versions listed
MOST_FILES = 500  # taken at once
READERS = 3  # visitors whose files are read at a time

Records = list[IngestRecord]


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as the page names it: the token of what arrived, or why it didn't."""

    name: str
    token: str = ""
    error: str = ""


class Documents:
    """The events of the tab; each returns what the page shows next."""

    def __init__(
        self,
        visitors: Visitors,
        *,
        open_reader: Callable[[], Reader],
        inbox: Inbox,
        originals: Originals,
        extract: Extract = fill,
    ) -> None:
        self._extract = extract
        self._visitors = visitors
        self._open_reader = open_reader
        self._inbox = inbox
        self._originals = originals

    def arrive(self, request: gr.Request) -> tuple[Any, str]:
        """Where files are dropped, which stays for those who may, and the documents of the library."""
        visitor = self._visitors.of(request)
        return gr.skip() if visitor.role >= Role.EDITOR else html.read_only_html(), shelf(visitor)

    def take(self, records: Records, event: gr.EventData, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        """Read the files that were sent into the library: records, intake and shelf, again and again till all are read."""
        visitor = self._visitors.of(request)
        if visitor.role < Role.EDITOR:
            yield records, html.intake_html(records, note=NOT_ALLOWED), gr.skip()
            return
        sent = sent_files(details(event).get("files"))
        taken: Records = []
        reading: Reading | None = None
        for told in following(partial(self._take_all, sent, visitor)) if sent else ():
            news = [item for item in told if isinstance(item, IngestRecord)]
            taken += news
            reading = next((item for item in reversed(told) if isinstance(item, Reading)), reading)
            yield gr.skip(), html.intake_html(taken, reading=reading), shelf(visitor) if news else gr.skip()
        taken += [IngestRecord(file.name, "failed", error=UNREAD) for file in sent[len(taken) :]]
        shown = taken or records
        yield shown, html.intake_html(shown), shelf(visitor)

    def clear(self) -> tuple[Any, ...]:
        """Put away what became of the files."""
        return [], ""

    def give_up(self, records: Records, request: gr.Request) -> tuple[Any, ...]:
        """Something unforeseen broke."""
        return html.intake_html(records, note=UNREAD), shelf(self._visitors.of(request))

    def open(self, event: gr.EventData, request: gr.Request) -> Iterator[str]:
        """Show a document; its page is drawn after the rest is there."""
        visitor = self._visitors.of(request)
        asked = details(event)
        document = held(visitor, asked.get("doc"))
        if document is None:
            yield gone_html()
            return
        view = view_of(visitor, document, page=asked.get("page"), cell=str(asked.get("cell") or ""))
        if not view.page:
            yield view_html(view)
            return
        yield view_html(replace(view, drawing=True))
        yield view_html(self._drawn(visitor, view))

    def close(self) -> str:
        """Back to the list."""
        return ""

    def choose(self, records: Records, event: gr.EventData, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        """Take headers for what a person chose and read the file again: records, intake, shelf and view."""
        visitor = self._visitors.of(request)
        asked = details(event)
        doc_id = str(asked.get("doc"))
        if visitor.role < Role.EDITOR or (held(visitor, doc_id) and not visitor.library.may_change(doc_id)):
            yield records, html.intake_html(records, note=NOT_ALLOWED), gr.skip(), gr.skip()
            return
        if doc_id == "":
            note = remember(visitor.library, asked.get("columns"))
            yield records, html.intake_html(records, note=note), gr.skip(), gr.skip()
            return
        document = held(visitor, doc_id)
        is_open = bool(asked.get("opened"))
        if document is None:
            yield records, html.intake_html(records, note="这份报告已不在资料库中。"), shelf(visitor), gr.skip()
            return
        chosen = chosen_columns(document, asked.get("columns"))
        record = IngestRecord(document.source, "failed", document, UNREAD if chosen else "表头没有改动。")
        for told in following(partial(self._tell_again, visitor, document, chosen)) if chosen else ():
            record = next((item for item in told if isinstance(item, IngestRecord)), record)
            busy = next((item for item in reversed(told) if isinstance(item, str)), "正在重新读取…")
            yield gr.skip(), *reading_again(visitor, records, document, busy=busy, is_open=is_open)
        note = record.error or refused(record.document, chosen) or CONFIRMED
        yield self._chosen(visitor, records, record.document or document, note=note, is_open=is_open)

    def remove(self, records: Records, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        """Remove a document: records, intake, shelf and view."""
        visitor = self._visitors.of(request)
        doc_id = str(details(event).get("doc"))
        try:
            visitor.require(Role.EDITOR)
            document = visitor.library.document(doc_id)
            visitor.library.remove(doc_id)
        except KaopingError as error:
            return records, html.intake_html(records), shelf(visitor, note=str(error)), ""
        visitor.record("remove", subject=document.title, documents=[document])
        left = [record for record in records if record.document is None or record.document.doc_id != doc_id]
        return left, html.intake_html(left), shelf(visitor, note=f"已删除《{document.title}》。"), ""

    def _take_all(self, sent: Sequence[Sent], visitor: Visitor, tell: Callable[[Any], None]) -> None:
        """Take the files in, one by one; tells the reading of each and its record."""
        with closing(self._open_reader()) as reader:
            intake = Intake(visitor.library, reader=reader, extract=self._extract, several=len(sent) > 1)
            for number, file in enumerate(sent, start=1):
                reading = Reading(number, len(sent), file.name)
                tell(reading)
                record = self._take(file, intake=intake, tell=partial(_tell_detail, tell, reading))
                record_taken(visitor, record)
                tell(record)

    def _take(self, file: Sent, *, intake: Intake, tell: Tell) -> IngestRecord:
        upload = self._inbox.take(file.token)
        if upload is None:
            return IngestRecord(source=file.name, status="failed", error=file.error or f"{file.name}：{LOST}")
        try:
            return intake.take_bytes(upload.read(), path=Path(upload.name), tell=tell)
        except KaopingError as error:
            return IngestRecord(source=upload.name, status="failed", error=str(error))

    def _tell_again(
        self, visitor: Visitor, document: Document, chosen: Mapping[str, Column], tell: Callable[[Any], None]
    ) -> None:
        record = self._read_again(visitor.library, document, chosen, tell=tell)
        record_taken(visitor, record)
        tell(record)

    def _read_again(
        self, library: Library, document: Document, chosen: Mapping[str, Column], *, tell: Tell
    ) -> IngestRecord:
        """Read the stored file with the choices, which are taken back where it can't be read with them."""
        before = library.header_choices()
        try:
            file = self._originals.file(document.doc_id, library=library)
            for header, column in chosen.items():
                library.choose_header(header, column)
            try:
                with closing(self._open_reader()) as reader:
                    intake = Intake(library, reader=reader, extract=self._extract)
                    read = intake.read(file.data, path=Path(document.source), tell=tell)
            except DocumentError:
                take_back(library, chosen, before=before)
                raise
            adopted = library.adopt(read)
            return IngestRecord(document.source, library.add(adopted, file=file.data), adopted)
        except KaopingError as error:
            return IngestRecord(document.source, "failed", document, f"没有更改：{error}")

    def _chosen(
        self, visitor: Visitor, records: Records, document: Document, *, note: str, is_open: bool
    ) -> tuple[Any, ...]:
        """What the page shows after headers were chosen: the new document where the old one was."""
        left = [
            replace(shown, document=document) if shown.document and shown.document.doc_id == document.doc_id else shown
            for shown in records
        ]
        view = view_html(self._drawn(visitor, view_of(visitor, document, note=note))) if is_open else gr.skip()
        return left, html.intake_html(left, note="" if is_open else note), shelf(visitor), view

    def _drawn(self, visitor: Visitor, view: View) -> View:
        if not view.page:
            return view
        try:
            picture = self._originals.page(view.document.doc_id, page=view.page, library=visitor.library)
        except KaopingError as error:
            return replace(view, trouble=str(error))
        return replace(view, size=picture.size)


def shelf(visitor: Visitor, *, note: str = "") -> str:
    """The documents that the visitor may see."""
    library = visitor.library
    return html.shelf_html(library.documents(), history=library.history()[:REMEMBERED], note=note)


def held(visitor: Visitor, doc_id: Any) -> Document | None:
    """The document of that id, None where the visitor can't see one."""
    return next((document for document in visitor.library.documents() if document.doc_id == doc_id), None)


def record_taken(visitor: Visitor, record: IngestRecord) -> None:
    """Put into the trail what became of a file."""
    documents = [record.document] if record.document and record.status != "failed" else []
    visitor.record("ingest", subject=record.source, documents=documents, outcome=record.status)


def view_of(
    visitor: Visitor, document: Document, *, page: Any = None, cell: str = "", busy: str = "", note: str = ""
) -> View:
    """What the page shows of a document."""
    pages = pages_of(document)
    shown = page if isinstance(page, int) and page in pages else pages[0] if pages else 0
    history = visitor.library.history(document.doc_id)[:REMEMBERED]
    return View(
        document,
        history,
        page=shown,
        cell=cell,
        busy=busy,
        note=note,
        drawing=bool(busy),
        is_fixed=visitor.role < Role.EDITOR or not visitor.library.may_change(document.doc_id),
    )


def reading_again(
    visitor: Visitor, records: Records, document: Document, *, busy: str, is_open: bool
) -> tuple[Any, ...]:
    """Intake, shelf and view while a file is read again."""
    reading = Reading(1, 1, html.file_name(document.source), busy)
    view = view_html(view_of(visitor, document, busy=busy)) if is_open else gr.skip()
    return html.intake_html(records, reading=reading), gr.skip(), view


def remember(library: Library, value: Any) -> str:
    """Remember what the headers of a table stand for that is not in the library yet; says what to do next."""
    asked = value if isinstance(value, dict) else {}
    chosen = {str(header): known for header, column in asked.items() for known in COLUMN_NAMES if known == column}
    meant = {header: column for header, column in chosen.items() if column != "other" and squeeze(header)}
    try:
        for header, column in meant.items():
            library.choose_header(header, column)
    except KaopingError as error:
        return str(error)
    return REMEMBERED_HEADERS if meant else "请至少为一个表头选择对应的列。"


def take_back(library: Library, chosen: Mapping[str, Column], *, before: Mapping[str, Column]) -> None:
    """Let the headers stand for what they stood for before."""
    for header in chosen:
        if squeeze(header) in before:
            library.choose_header(header, before[squeeze(header)])
        else:
            library.forget_header(header)


def following(work: Callable[[Callable[[Any], None]], None]) -> Iterator[list[Any]]:
    """Do the work in a thread; yields what it tells, in bundles, until it ends. The thread goes on if nobody asks more.

    What breaks in the thread ends the bundles; the traceback goes to standard error.
    """
    told: SimpleQueue[Any] = SimpleQueue()
    end = object()

    def run() -> None:
        try:
            work(told.put)
        finally:
            told.put(end)

    Thread(target=run, daemon=True, name="kaoping-reading").start()
    bundle: list[Any] = []
    while end not in bundle:
        bundle = _bundle(told)
        yield [item for item in bundle if item is not end]


def _tell_detail(tell: Callable[[Any], None], reading: Reading, detail: str) -> None:
    tell(replace(reading, detail=detail))


def _bundle(told: SimpleQueue[Any]) -> list[Any]:
    """What is told next, and what else is told shortly after."""
    bundle = [told.get()]
    time.sleep(REPAINT_SECONDS)
    while not told.empty():
        bundle.append(told.get())
    return bundle


def sent_files(value: Any) -> list[Sent]:
    """The files that the page names."""
    listed = value if isinstance(value, list) else []
    return [_sent(item) for item in listed[:MOST_FILES] if isinstance(item, dict)]


def _sent(item: Mapping[str, Any]) -> Sent:
    name = bare_name(str(item.get("name") or ""))
    error = too_large(name) if item.get("large") else str(item.get("error") or "")
    return Sent(name, token=str(item.get("token") or ""), error=error)


def chosen_columns(document: Document, value: Any) -> dict[str, Column]:
    """The headers that a person changed, or confirmed where they were a guess."""
    asked = value if isinstance(value, dict) else {}
    chosen: dict[str, Column] = {}
    for mapping in document.report.headers:
        column = next((known for known in COLUMN_NAMES if known == asked.get(mapping.header)), None)
        if column and (mapping.is_guess or column != mapping.column):
            chosen[mapping.header] = column
    return chosen


def refused(document: Document | None, chosen: Mapping[str, Column]) -> str:
    """What the reading could not follow: of two headers chosen for a column of one table, the second is left as other."""
    headers = document.report.headers if document else ()
    kept = {(mapping.header, mapping.column) for mapping in headers}
    lost = [(header, column) for header, column in chosen.items() if (header, column) not in kept]
    return "".join(f"“{header}”没有对应到“{COLUMN_NAMES[column]}”：已有别的表头对应这一列。" for header, column in lost)


def documents_tab(documents: Documents) -> tuple[list[Any], list[gr.HTML]]:
    """The events after which the library may be another, and what `arrive` shows: where files are dropped, the list."""
    records: gr.State = gr.State([])
    drop = panel("documents.js", "kp-drop", html.drop_html())
    intake, shelf, view = (panel("documents.js", name) for name in ("kp-intake", "kp-shelf", "kp-view"))
    taken = drop.take(
        documents.take, [records], [records, intake, shelf], concurrency_limit=READERS, trigger_mode="multiple", **QUIET
    )
    taken.failure(documents.give_up, [records], [intake, shelf], **QUIET)
    changed = [taken]
    everything = [records, intake, shelf, view]
    for part in (intake, shelf, view):
        part.open(documents.open, None, [view], **QUIET)
    chosen = {"fn": documents.choose, "inputs": [records], "outputs": everything, "concurrency_limit": READERS, **QUIET}
    changed += [part.choose(**chosen) for part in (intake, view)]
    changed.append(view.remove(documents.remove, [records], everything, **QUIET))
    view.close(documents.close, None, [view], **QUIET)
    intake.clear(documents.clear, None, [records, intake], **QUIET)
    return changed, [drop, shelf]
