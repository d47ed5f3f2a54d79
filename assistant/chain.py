"""The chain understand → retrieve → compose → check.

One list of steps, run in two ways: `Assistant.ask` calls them one after the other, since importing LangChain's runnables
takes as long as all the rest of a short command; `Assistant.chain` is the same steps as LangChain runnables, for callers
that stream, batch or trace.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer, Turn
from assistant.check import faults
from assistant.compose import compose, not_found
from assistant.question import Query, understand
from assistant.retrieve import Evidence, retrieve
from assistant.scope import find_scope, uncovered_period
from assistant.suggest import suggestions
from corpus import Document, EmptyIndex, StoreError
from index import Library

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: the question, the conversation before it, and one document where only that is meant."""

    question: str
    history: tuple[Turn, ...] = ()
    doc_id: str | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """What the steps hand on: the question, all documents, the evidence or the reason why there is none."""

    query: Query
    documents: tuple[Document, ...]
    evidence: Evidence | None = None
    reason: str | None = None


class Assistant:
    """Answers questions over the documents of a library."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @property
    def steps(self) -> dict[str, Callable[[Any], Any]]:
        """The steps by name, in order; each takes what the one before gives, the first a `Request`, the last an `Answer`."""
        return {
            "understand": self._understand,
            "retrieve": self._retrieve,
            "compose": self._compose,
            "check": self._check,
        }

    @cached_property
    def chain(self) -> Runnable[Request, Answer]:
        """The steps as one LangChain sequence; each is a runnable of its own, named as in `steps`."""
        from langchain_core.runnables import RunnableLambda, RunnableSequence

        return RunnableSequence(*(RunnableLambda(step, name=name) for name, step in self.steps.items()))

    def ask(self, question: str, *, history: Sequence[Turn] = (), doc_id: str | None = None) -> Answer:
        """Answer a question, with its citations, or say why there is no answer.

        Raises:
            QuestionError: the question is empty or too long.
            EmptyIndex: nothing has been ingested.
            UnknownDocument: `doc_id` names no document.
        """
        started = time.perf_counter()
        given: Any = Request(question, tuple(history), doc_id)
        for step in self.steps.values():
            given = step(given)
        answer: Answer = given
        elapsed = round((time.perf_counter() - started) * 1000, 1)
        answer = replace(answer, question=question, elapsed_ms=elapsed)
        self._remember(answer)
        return answer

    def _remember(self, answer: Answer) -> None:
        """Keep a record of what was asked; where none can be kept, the answer is given all the same."""
        doc_ids = tuple(dict.fromkeys(c.doc_id for c in answer.citations))
        try:
            self._library.record_question(answer.question, status=answer.status, answer=answer.answer, doc_ids=doc_ids)
        except StoreError as exc:
            logger.warning("question not recorded: %s", exc)

    def _understand(self, request: Request) -> tuple[Request, Query]:
        return request, understand(request.question, history=request.history)

    def _retrieve(self, understood: tuple[Request, Query]) -> _Found:
        request, query = understood
        documents = self._library.documents()
        if not documents:
            raise EmptyIndex("还没有导入任何报告。请先运行：kaoping ingest 报告文件")
        scope = find_scope(query, documents, doc_id=request.doc_id)
        query = scope.query
        if scope.reason:
            return _Found(query, documents, reason=scope.reason)
        covered = tuple(d for d in scope.documents if uncovered_period(query, d) is None)
        if not covered:
            return _Found(query, documents, reason=uncovered_period(query, scope.documents[0]))
        return _Found(query, documents, retrieve(self._library, query, covered))

    def _compose(self, found: _Found) -> tuple[_Found, Answer]:
        if found.evidence is None:
            return found, not_found(found.query, found.reason or "报告中没有所问的内容。")
        answer = compose(found.query, found.evidence)
        return found, replace(answer, suggestions=suggestions(answer, found.evidence.documents))

    def _check(self, composed: tuple[_Found, Answer]) -> Answer:
        found, answer = composed
        wrong = faults(answer, found.documents)
        if not wrong:
            return answer
        logger.error("answer withheld: %s", "; ".join(wrong))
        return Answer(answer.question, "not_found", "未找到：拟答内容没有通过逐项核对，因此不予显示。请换一种问法。")
