"""What happens behind the tab that answers questions: a question is asked, its answer shown, its evidence opened.

A conversation is handed in and out and kept in the store after each answer, so that it is found again; nothing about
visitors is kept here.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

import gradio as gr

from corpus.errors import KaopingError, QuestionError, StoreError, UnknownConversation
from index.conversations import MOST_EXCHANGES
from index.feedback import Opinion
from ui import render
from ui.asking.calm import Calm
from ui.asking.conversation_html import REASONS, conversation_html, followups_html
from ui.asking.evidence_html import evidence_html
from ui.asking.frame_html import bar_html
from ui.asking.history_html import history_html
from ui.asking.scope import Scope, chosen_ids
from ui.asking.talk import Exchange, Talk, answer_record, keep, one_error, opened, settled
from ui.components import details
from ui.header import header_html
from ui.language import tr
from ui.terminal import encodable

if TYPE_CHECKING:
    from assistant import Answer
    from corpus import Document
    from index import Library
    from ui.visitors import Visitor, Visitors

EMPTY_EVIDENCE = "提问之后，这里会打开答案所依据的那一行，并标出原文"
UNEXPECTED = "程序内部出错，详情见服务端的输出；可以换个问法再试"
PATIENCE = 5.0  # seconds that follow-ups wait for others' questions to be answered
LONGEST_SEARCH = 100  # characters searched for among the conversations
SAMPLE_QUESTIONS = {
    "hangzhou-czj-2021-06": (
        "上半年全市民生支出是多少，占一般公共预算支出多少？",
        "专项债储备项目达到不少于 150 个的目标了吗？",
        "上半年“三公”经费支出了多少？",
        "二季度和上半年的民生支出相差多少？",
    )
}

logger = logging.getLogger(__name__)


class Desk:
    """What happens behind the page: each method is an event and returns what the page shows next."""

    def __init__(self, visitors: Visitors, *, notice: str = "", noticed: Sequence[str] = ()) -> None:
        self._visitors = visitors
        self._notice = notice
        self._noticed = frozenset(noticed)
        self._calm = Calm()

    def arrive(self, request: gr.Request) -> tuple[Any, ...]:
        """A visitor opens the page: header, conversation, and the reports to choose from."""
        return self.refresh(Talk(), Scope(), request)

    def refresh(self, talk: Talk, scope: Scope, request: gr.Request) -> tuple[Any, ...]:
        """The library may be another: what `arrive` shows, but the conversation and the choices stay where they can."""
        visitor = self._of(request)
        library = visitor.library
        documents = library.documents()
        kept = scope.within(documents)
        return (
            header_html(
                visitor,
                documents,
                notice=tr(self._notice) if self._noticed == {document.doc_id for document in documents} else "",
            ),
            gr.skip() if talk.exchanges else _conversation(Talk(), library),
            kept,
            bar_html(documents, kept),
        )

    def narrow(self, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        """Ask other reports from now on."""
        documents = self._of(request).library.documents()
        scope = Scope.of(details(event)).within(documents)
        return scope, bar_html(documents, scope)

    def ask(self, talk: Talk, scope: Scope, event: gr.EventData, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        """Answer a question: first the state of looking it up, then the answer with its first citation open.

        Where a language model words it, its sentences are shown as they pass the check, until the answer replaces them.
        """
        with self._calm.disturbed():
            yield from _answering(encodable(str(details(event).get("question", ""))), talk, scope, self._of(request))

    def follow_up(self, talk: Talk, scope: Scope, request: gr.Request) -> str:
        """Questions worth asking after the last answer; none where others ask all the time."""
        answer = talk.last.answer if talk.last else None
        if answer is None or not self._calm.come(within=PATIENCE):
            return ""
        try:
            visitor = self._of(request)
            within = chosen_ids(visitor.library.documents(), scope)
            return followups_html(visitor.assistant.followups(answer, history=talk.history(), within=within))
        except KaopingError as error:  # a report was removed meanwhile: the answer stands, and nothing follows
            logger.info("no follow-ups: %s", error)
            return ""

    def give_up(self, talk: Talk, request: gr.Request) -> tuple[Any, ...]:
        """Something unforeseen broke: what was being looked up becomes an error."""
        library = self._of(request).library
        ended = Talk(talk.id, settled(talk.exchanges, error=tr(UNEXPECTED)))
        return ended, _conversation(ended, library), _first_evidence(ended, library), ""

    def open_citation(self, talk: Talk, event: gr.EventData, request: gr.Request) -> Any:
        """Show the evidence of the mark that was clicked; a mark that doesn't exist changes nothing."""
        answer = _answer(talk, details(event).get("turn"))
        n = details(event).get("n")
        if answer is None or not isinstance(n, int):
            return gr.skip()
        return _evidence(answer, library=self._of(request).library, turn=details(event)["turn"], n=n, clicked=True)

    def start_over(self, request: gr.Request) -> tuple[Any, ...]:
        """An empty conversation."""
        return _shown(Talk(), self._of(request).library)

    def find(self, talk: Talk, event: gr.EventData, request: gr.Request) -> str:
        """The visitor's conversations that hold certain words, or all."""
        return _history(self._of(request), talk, words=str(details(event).get("words", "")))

    def open(self, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        """Go on with a conversation that was kept; one that is gone changes nothing."""
        visitor = self._of(request)
        try:
            return _shown(opened(str(details(event).get("id", "")), visitor), visitor.library)
        except UnknownConversation:
            return (gr.skip(),) * 4

    def rename(self, talk: Talk, event: gr.EventData, request: gr.Request) -> str:
        """Give a conversation another name."""
        visitor, sent = self._of(request), details(event)
        try:
            title = encodable(str(sent.get("title", "")))
            visitor.library.conversations.rename(visitor.name, str(sent.get("id", "")), title)
        except KaopingError as error:
            return _history(visitor, talk, note=str(error))
        return _history(visitor, talk)

    def remove(self, talk: Talk, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        """Delete a conversation; the page shows an empty one where it was open."""
        visitor, identifier = self._of(request), str(details(event).get("id", ""))
        try:
            visitor.library.conversations.delete(visitor.name, identifier)
        except KaopingError as error:
            return _history(visitor, talk, note=str(error)), *(gr.skip(),) * 4
        is_open = talk.id == identifier
        shown = _shown(Talk(), visitor.library) if is_open else (gr.skip(),) * 4
        return _history(visitor, Talk() if is_open else talk), *shown

    def rate(self, talk: Talk, scope: Scope, event: gr.EventData, request: gr.Request) -> str:
        """Keep what somebody thinks of an answer; says that it is kept, or why not."""
        visitor, sent = self._of(request), details(event)
        answer = _answer(talk, sent.get("turn"))
        if answer is None or sent.get("verdict") not in ("up", "down"):
            return ""
        reason = str(sent.get("reason", ""))
        history = [{"question": t.question, "answer": t.answer} for t in talk.history(sent["turn"])]
        verdict: Literal["up", "down"] = "up" if sent["verdict"] == "up" else "down"
        opinion = Opinion(
            owner=visitor.name,
            verdict=verdict,
            reason=reason if reason in REASONS else "",
            note=encodable(str(sent.get("note", ""))),
            doc_ids=tuple(document.doc_id for document in visitor.library.documents() if scope.holds(document)),
            record={"history": history, "answer": answer_record(answer)},
        )
        try:
            visitor.library.feedback.give(opinion)
        except StoreError as error:
            return render.said_html(str(error))
        return render.said_html(tr("已记下，谢谢"))

    def _of(self, request: gr.Request) -> Visitor:
        return self._visitors.of(request)


def example_questions(documents: Sequence[Document]) -> tuple[str, ...]:
    """Questions to begin with: those made for the bundled report, else one a goal."""
    for document in documents:
        if document.doc_id in SAMPLE_QUESTIONS:
            return SAMPLE_QUESTIONS[document.doc_id]
    goals = [goal for document in documents for goal in document.goals]
    return tuple(f"{goal.name}完成得怎么样？" for goal in goals[:4])


def _answering(question: str, talk: Talk, scope: Scope, visitor: Visitor) -> Iterator[tuple[Any, ...]]:
    waiting = Talk(talk.id, (*talk.exchanges, Exchange(question)))
    looking = render.evidence_placeholder(tr("正在查找依据…"), loading=True)
    yield waiting, _conversation(waiting, visitor.library), looking, ""
    for exchange in _exchanges(question, talk, scope, visitor=visitor):
        asked = _kept(waiting.with_last(exchange), visitor)
        evidence = looking if exchange.pending else _first_evidence(asked, visitor.library)
        if exchange.answer:
            answer = exchange.answer
            visitor.record("ask", subject=question, citations=answer.citations, outcome=answer.status)
        yield asked, _conversation(asked, visitor.library), evidence, ""


def _exchanges(question: str, talk: Talk, scope: Scope, *, visitor: Visitor) -> Iterator[Exchange]:
    sentences = ""
    try:
        if len(talk.exchanges) >= MOST_EXCHANGES:
            raise QuestionError(tr("这个对话已有 {count} 问；请开始新对话", count=MOST_EXCHANGES))
        within = chosen_ids(visitor.library.documents(), scope)
        for part in visitor.assistant.stream(question, history=talk.history(), within=within):
            if isinstance(part, str):
                sentences += part
                yield Exchange(question, sentences=sentences)
            else:
                yield Exchange(question, answer=part)
    except KaopingError as error:
        yield one_error(error, question)


def _kept(talk: Talk, visitor: Visitor) -> Talk:
    """The conversation, kept where it can be; where it can't, the answer is shown all the same."""
    try:
        try:
            return keep(talk, visitor)
        except UnknownConversation:  # deleted on another page
            return keep(Talk(exchanges=talk.exchanges), visitor)
    except StoreError as error:
        logger.warning("conversation not kept: %s", error)
        return talk


def _shown(talk: Talk, library: Library) -> tuple[Any, ...]:
    """A conversation that is opened: itself, how it looks, its last evidence, no follow-ups."""
    evidence = _first_evidence(talk, library) if talk.exchanges else render.evidence_placeholder(tr(EMPTY_EVIDENCE))
    return talk, _conversation(talk, library), evidence, ""


def _history(visitor: Visitor, talk: Talk, *, words: str = "", note: str = "") -> str:
    sought = encodable(words.strip())[:LONGEST_SEARCH]
    conversations = visitor.library.conversations
    visible = {document.doc_id for document in visitor.library.documents()}
    found = conversations.search(visitor.name, sought, visible=visible) if sought else conversations.of(visitor.name)
    return history_html(found, words=sought, current=talk.id, note=note)


def _answer(talk: Talk, turn: object) -> Answer | None:
    known = isinstance(turn, int) and 0 <= turn < len(talk.exchanges)
    return talk.exchanges[turn].answer if known and isinstance(turn, int) else None


def _conversation(talk: Talk, library: Library) -> str:
    documents = library.documents() if not talk.exchanges else ()
    return conversation_html(talk, documents=documents, examples=example_questions(documents))


def _first_evidence(talk: Talk, library: Library) -> str:
    answer = talk.last.answer if talk.last else None
    if answer is None or not answer.citations:
        return render.evidence_placeholder(tr("这个回答没有可以引用的原文"))
    turn = len(talk.exchanges) - 1
    return _evidence(answer, library=library, turn=turn, n=answer.citations[0].n, clicked=False)


def _evidence(answer: Answer, *, library: Library, turn: int, n: int, clicked: bool) -> str:
    citation = next((citation for citation in answer.citations if citation.n == n), None)
    document = _document(citation.doc_id, library) if citation else None
    return evidence_html(answer, turn=turn, n=n, document=document, clicked=clicked)


def _document(doc_id: str, library: Library) -> Document | None:
    return next((document for document in library.documents() if document.doc_id == doc_id), None)
