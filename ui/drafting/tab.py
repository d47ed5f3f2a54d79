"""What happens behind the tab that drafts: a draft is made, a mark's source opened, the edited draft downloaded.

What is typed is verified by requests of its own (see routes): an event of Gradio would draw the panel anew under the
cursor, and one that waits in a queue answers too late.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import gradio as gr

from corpus.errors import KaopingError, UnknownDocument
from ui.components import QUIET, WORKERS, details, panel
from ui.drafting import html
from ui.drafting.working import TITLE, Working
from ui.language import tr
from ui.results import Download, Results

if TYPE_CHECKING:
    from assistant.drafting import Brief, Kind, Length
    from corpus import Document
    from index import Library
    from ui.visitors import Visitor, Visitors

GONE = "这份草稿已不在服务器上。请重新起草。"
NOT_HELD = "草稿所用的报告已不在资料库中。请重新起草。"
NOT_SAID = "资料库的报告里没有与它对应的数字。"
UNDRAFTED = "程序内部出错，没有写成；详情见服务端的输出"
SIZE_OF_FIGURE = 2048  # bytes, about
LONGEST_CHOICE = 2000  # goals or reports that a page may name


class Drafting:
    """The events of the tab; each returns what the page shows next."""

    def __init__(self, visitors: Visitors) -> None:
        self._visitors = visitors
        self._results: Results[Working] = Results()

    def arrive(self, request: gr.Request) -> str:
        """What there is to choose from."""
        from assistant.drafting import periods_of

        documents = self._visitors.of(request).library.documents()
        return html.form_html(documents, periods_of(documents))

    def draft(self, event: gr.EventData, request: gr.Request) -> Iterator[tuple[str, str]]:
        """Make the draft that is asked for."""
        visitor = self._visitors.of(request)
        hint = html.source_placeholder(tr(html.HINT))
        yield html.waiting_html(), hint
        try:
            working = _made(brief_of(details(event)), visitor)
        except KaopingError as error:
            yield html.failure_html(str(error)), hint
            return
        size = SIZE_OF_FIGURE * (1 + len(working.draft.figures))
        token = self._results.keep(working, size=size, owner=visitor.name)
        yield html.draft_html(working.draft, token=token), hint

    def open(self, event: gr.EventData, request: gr.Request) -> Any:
        """Show the source of a mark, or of a figure of an edited block; one that doesn't exist changes nothing."""
        asked, visitor = details(event), self._visitors.of(request)
        try:
            working = self.working(str(asked.get("token")), visitor=visitor)
        except KaopingError as error:
            return html.source_placeholder(str(error))
        return _source(working, asked, library=visitor.library) or gr.skip()

    def give_up(self) -> tuple[str, str]:
        """Something unforeseen broke."""
        return html.failure_html(tr(UNDRAFTED)), html.source_placeholder(tr(html.HINT))

    def working(self, token: str, *, visitor: Visitor) -> Working:
        """The draft of that token. Raises UnknownDocument where the visitor has none, or may not see its reports any more."""
        working = self._results.get(token, owner=visitor.name)
        if working is None:
            raise UnknownDocument(tr(GONE))
        held = {document.doc_id for document in visitor.library.documents()}
        if not held.issuperset(working.draft.doc_ids):
            raise UnknownDocument(tr(NOT_HELD))
        return working

    def check(self, token: str, block: int, sent: Mapping[str, Any], *, visitor: Visitor) -> dict[str, Any]:
        """What the page draws of a block that was edited. Raises KaopingError where it can't be verified."""
        working, text = self.working(token, visitor=visitor), str(sent.get("text") or "")
        if block == TITLE:
            working.rename(text)
            return {"figures": [], "proved": [], "live": "", "tally": html.tally_html(working.tally())}
        edited, proved = working.edit(block, text=text, marks=sent.get("marks"))
        return {
            "figures": [[figure.start, figure.end, figure.verdict] for figure in edited.verification.figures],
            "proved": proved,
            "live": html.live_html(edited, block=block),
            "tally": html.tally_html(working.tally()),
        }

    def download(self, token: str, suffix: str, *, owner: str) -> Download:
        """The draft as it was left, `docx` or `md`. Raises UnknownDocument where that visitor has none."""
        working = self._results.get(token, owner=owner)
        if working is None:
            raise UnknownDocument(tr(GONE))
        sheet = working.sheet()
        if suffix == "docx":
            from ui.drafting.word import draft_docx

            return Download(f"{sheet.title}.docx", draft_docx(sheet))
        from ui.drafting.markdown import draft_markdown

        return Download(f"{sheet.title}.md", draft_markdown(sheet).encode("utf-8", "replace"))


def brief_of(asked: Mapping[str, Any]) -> Brief:
    """What the page asks for; what it can't mean falls back to the usual."""
    from assistant.drafting import KINDS, LENGTHS, Brief

    def listed(name: str) -> tuple[str, ...]:
        value = asked.get(name)
        return tuple(str(item) for item in value[:LONGEST_CHOICE]) if isinstance(value, list) else ()

    kind: Kind = next((known for known in KINDS if known == asked.get("kind")), "summary")
    length: Length = next((known for known in LENGTHS if known == asked.get("length")), "medium")
    return Brief(listed("docs"), listed("goals"), str(asked.get("period") or "") or None, kind, length)


def _made(brief: Brief, visitor: Visitor) -> Working:
    from assistant.drafting import Chosen, draft
    from assistant.verification import Verifier

    made = draft(brief, visitor.library)
    visitor.record("draft", subject=made.text, citations=made.citations, outcome=f"supported {len(made.figures)}")
    return Working(made, Verifier(Chosen(visitor.library, made.doc_ids)))


def _source(working: Working, asked: Mapping[str, Any], *, library: Library) -> str | None:
    n, block, position = asked.get("n"), asked.get("block"), asked.get("figure")
    figure, citation, others = None, None, working.draft.citations
    if isinstance(n, int):
        citation = working.draft.citation(n)
    elif isinstance(block, int) and isinstance(position, int) and (found := working.figure(block, position)):
        edited, figure = found
        citation, others = edited.verification.citation(figure.citation), edited.verification.citations
        if citation is None:
            return html.source_placeholder(figure.message or tr(NOT_SAID))
    if citation is None:
        return None
    document = _document(citation.doc_id, library)
    return html.source_html(citation, document=document, others=others, figure=figure)


def _document(doc_id: str, library: Library) -> Document | None:
    return next((document for document in library.documents() if document.doc_id == doc_id), None)


def drafting_tab(drafting: Drafting) -> gr.HTML:
    """The tab; returns the form, which is drawn anew when the library may have changed."""
    with gr.Row(elem_id="kp-drafting-desk", equal_height=False):
        with gr.Column(scale=6, min_width=320, elem_id="kp-drafting-left"):
            form = panel("drafting/drafting.js", "kp-drafting-form")
            drafted = panel("drafting/drafting.js", "kp-drafted")
        with gr.Column(scale=5, min_width=320, elem_id="kp-drafting-right"):
            source = panel("drafting/drafting.js", "kp-drafting-source", html.source_placeholder(tr(html.HINT)))
    outputs = [drafted, source]
    made = form.draft(drafting.draft, None, outputs, concurrency_limit=WORKERS, **QUIET)
    made.failure(drafting.give_up, None, outputs, **QUIET)
    drafted.source(drafting.open, None, [source], trigger_mode="always_last", **QUIET)
    return form
