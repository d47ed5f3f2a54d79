"""What happens behind the tab that answers questions: a question is asked, its answer shown, its evidence opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import gradio as gr

from corpus.errors import KaopingError
from ui import render
from ui.components import details
from ui.goal_table import table_html
from ui.render import Exchange
from ui.terminal import encodable

if TYPE_CHECKING:
    from assistant import Answer, Assistant
    from corpus import Document
    from index import Library
    from ui.visitors import Visitors

ALL_REPORTS = ""  # value of the scope that asks every report
HISTORY = 10  # earlier exchanges that a question may refer to
EMPTY_EVIDENCE = "提问之后，这里会打开答案所依据的那一行，并标出原文"
UNEXPECTED = "程序内部出错，详情见服务端的输出；可以换个问法再试"
SAMPLE_QUESTIONS = {
    "hangzhou-czj-2021-06": (
        "上半年全市民生支出是多少，占一般公共预算支出多少？",
        "专项债储备项目达到不少于 150 个的目标了吗？",
        "上半年“三公”经费支出了多少？",
        "二季度和上半年的民生支出相差多少？",
    )
}

State = list[Exchange]


class Desk:
    """What happens behind the page: each method is an event and returns what the page shows next.

    The conversation of a visitor is handed in and out as a list; nothing about visitors is kept here.
    """

    def __init__(self, visitors: Visitors, *, notice: str = "", noticed: Sequence[str] = ()) -> None:
        self._visitors = visitors
        self._notice = notice
        self._noticed = frozenset(noticed)

    def arrive(self, request: gr.Request) -> tuple[Any, ...]:
        """A visitor opens the page: header, conversation, and the reports to choose from."""
        return self.refresh([], ALL_REPORTS, None, request)

    def refresh(self, exchanges: State, doc_id: str | None, shown: str | None, request: gr.Request) -> tuple[Any, ...]:
        """The library may be another: what `arrive` shows, but the conversation and the choices stay where they can."""
        library = self._library(request)
        documents = library.documents()
        reports = [(document.title, document.doc_id) for document in documents]
        several = len(documents) > 1
        held = [document.doc_id for document in documents]
        table = shown if shown in held else held[0] if held else None
        return (
            render.header_html(documents, notice=self._notice if self._noticed == set(held) else ""),
            gr.skip() if exchanges else _conversation([], library),
            gr.Dropdown(
                choices=[("全部报告", ALL_REPORTS), *reports],
                value=doc_id if doc_id in held else ALL_REPORTS,
                visible=several,
            ),
            gr.Dropdown(choices=reports, value=table, visible=several),
            _table(table, library),
        )

    def ask(self, exchanges: State, doc_id: str, event: gr.EventData, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        """Answer a question: first the state of looking it up, then the answer with its first citation open.

        Where a language model words it, its sentences are shown as they pass the check, until the answer replaces them.
        """
        visitor = self._visitors.of(request)
        earlier = list(exchanges)
        question = encodable(str(details(event).get("question", "")))
        waiting = [*earlier, Exchange(question)]
        looking = render.evidence_placeholder("正在查找依据…", loading=True)
        yield waiting, _conversation(waiting, visitor.library), looking
        for exchange in _exchanges(question, earlier, doc_id, assistant=visitor.assistant):
            shown = [*earlier, exchange]
            evidence = looking if exchange.pending else _first_evidence(shown, visitor.library)
            yield shown, _conversation(shown, visitor.library), evidence

    def give_up(self, exchanges: State, request: gr.Request) -> tuple[Any, ...]:
        """Something unforeseen broke: what was being looked up becomes an error."""
        settled = [Exchange(e.question, error=UNEXPECTED) if e.pending else e for e in exchanges]
        library = self._library(request)
        return settled, _conversation(settled, library), _first_evidence(settled, library)

    def open_citation(self, exchanges: State, event: gr.EventData, request: gr.Request) -> Any:
        """Show the evidence of the mark that was clicked; a mark that doesn't exist changes nothing."""
        turn, n = details(event).get("turn"), details(event).get("n")
        if not (isinstance(turn, int) and isinstance(n, int) and 0 <= turn < len(exchanges)):
            return gr.skip()
        answer = exchanges[turn].answer
        if answer is None:
            return gr.skip()
        return _evidence(answer, library=self._library(request), turn=turn, n=n, clicked=True)

    def start_over(self, request: gr.Request) -> tuple[Any, ...]:
        """An empty conversation."""
        return [], _conversation([], self._library(request)), render.evidence_placeholder(EMPTY_EVIDENCE)

    def table(self, doc_id: str | None, request: gr.Request) -> str:
        """The goal table of a report."""
        return _table(doc_id, self._library(request))

    def _library(self, request: gr.Request) -> Library:
        return self._visitors.of(request).library


def example_questions(documents: Sequence[Document]) -> tuple[str, ...]:
    """Questions to begin with: those made for the bundled report, else one a goal."""
    for document in documents:
        if document.doc_id in SAMPLE_QUESTIONS:
            return SAMPLE_QUESTIONS[document.doc_id]
    goals = [goal for document in documents for goal in document.goals]
    return tuple(f"{goal.name}完成得怎么样？" for goal in goals[:4])


def _exchanges(question: str, earlier: State, doc_id: str, *, assistant: Assistant) -> Iterator[Exchange]:
    from assistant import Turn

    answered = [(exchange.question, exchange.answer) for exchange in earlier if exchange.answer]
    history = tuple(Turn(question=asked, answer=answer.answer) for asked, answer in answered[-HISTORY:])
    sentences = ""
    try:
        for part in assistant.stream(question, history=history, doc_id=doc_id or None):
            if isinstance(part, str):
                sentences += part
                yield Exchange(question, sentences=sentences)
            else:
                yield Exchange(question, answer=part)
    except KaopingError as error:
        yield Exchange(question, error=str(error))


def _conversation(exchanges: State, library: Library) -> str:
    documents = library.documents() if not exchanges else ()
    return render.conversation_html(exchanges, documents=documents, examples=example_questions(documents))


def _first_evidence(exchanges: State, library: Library) -> str:
    turn = len(exchanges) - 1
    answer = exchanges[turn].answer if exchanges else None
    if answer is None or not answer.citations:
        return render.evidence_placeholder("这个回答没有可以引用的原文")
    return _evidence(answer, library=library, turn=turn, n=answer.citations[0].n, clicked=False)


def _evidence(answer: Answer, *, library: Library, turn: int, n: int, clicked: bool) -> str:
    citation = next((citation for citation in answer.citations if citation.n == n), None)
    document = _document(citation.doc_id, library) if citation else None
    return render.evidence_html(answer, turn=turn, n=n, document=document, clicked=clicked)


def _table(doc_id: str | None, library: Library) -> str:
    return table_html(_document(doc_id, library) if doc_id else None)


def _document(doc_id: str, library: Library) -> Document | None:
    return next((document for document in library.documents() if document.doc_id == doc_id), None)
