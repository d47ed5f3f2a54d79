"""The chain understand → retrieve → compose → check → word.

One list of steps, run in two ways: `Assistant.ask` calls them one after the other, since importing LangChain's runnables
takes as long as all the rest of a short command; `Assistant.chain` is the same steps as LangChain runnables, for callers
that batch or trace. The last step needs a language model; without one it hands the answer on.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer, Turn
from assistant.check import faults
from assistant.compose import compose, not_found
from assistant.followups import followups
from assistant.question import Query, understand
from assistant.retrieve import Evidence, retrieve
from assistant.scope import find_scope, uncovered_period
from corpus import Document, EmptyIndex, StoreError
from index import Library

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

    from assistant.wording import Wording

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: the question, the conversation before it, and one document, or some, where only those are meant."""

    question: str
    history: tuple[Turn, ...] = ()
    doc_id: str | None = None
    within: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """What the steps hand on: the question, all documents, the evidence or the reason why there is none."""

    query: Query
    documents: tuple[Document, ...]
    evidence: Evidence | None = None
    reason: str | None = None


class Assistant:
    """Answers questions over the documents of a library; `wording`, where there is one, has a model word the answers."""

    def __init__(self, library: Library, *, wording: Wording | None = None) -> None:
        self._library = library
        self._wording = wording

    @property
    def steps(self) -> dict[str, Callable[[Any], Any]]:
        """The steps by name, in order; each takes what the one before gives, the first a `Request`, the last an `Answer`."""
        return {
            "understand": self._understand,
            "retrieve": self._retrieve,
            "compose": self._compose,
            "check": self._check,
            "word": self._word,
        }

    @cached_property
    def chain(self) -> Runnable[Request, Answer]:
        """The steps as one LangChain sequence; each is a runnable of its own, named as in `steps`."""
        from langchain_core.runnables import RunnableLambda, RunnableSequence

        return RunnableSequence(*(RunnableLambda(step, name=name) for name, step in self.steps.items()))

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        doc_id: str | None = None,
        within: frozenset[str] | None = None,
    ) -> Answer:
        """Answer a question, with its citations, or say why there is no answer.

        Where `within` is given, the documents of these ids are all that there is.

        Raises:
            QuestionError: the question is empty or too long.
            EmptyIndex: nothing has been ingested.
            UnknownDocument: `doc_id` names no document.
        """
        *_, answer = self.stream(question, history=history, doc_id=doc_id, within=within)
        assert isinstance(answer, Answer)
        return answer

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        doc_id: str | None = None,
        within: frozenset[str] | None = None,
    ) -> Iterator[str | Answer]:
        """The same, and before it the sentences of a model as each passes the check; the answer stands for all of them.

        Without a model there is the answer alone. Raises what `ask` raises.
        """
        started = time.perf_counter()
        for part in self._worded(self._checked(Request(question, tuple(history), doc_id, within))):
            if isinstance(part, str):
                yield part
            else:
                elapsed = round((time.perf_counter() - started) * 1000, 1)
                answer = replace(part, question=question, elapsed_ms=elapsed)
                self._remember(answer)
                yield answer

    def followups(
        self, answer: Answer, *, history: Sequence[Turn] = (), within: frozenset[str] | None = None
    ) -> tuple[str, ...]:
        """Questions worth asking after an answer, each tried: about as long as answering them takes."""
        return followups(
            answer,
            self._documents(within),
            try_out=lambda question: self._checked(Request(question, tuple(history), within=within))[1],
        )

    def warm_up(self, question: str) -> None:
        """Load what answering takes: the embedding model, the indexes, the client of a language model, which isn't asked."""
        self._checked(Request(question))
        if self._wording is not None:
            self._wording.open()

    def _documents(self, within: frozenset[str] | None) -> tuple[Document, ...]:
        documents = self._library.documents()
        return documents if within is None else tuple(d for d in documents if d.doc_id in within)

    def _remember(self, answer: Answer) -> None:
        """Keep a record of what was asked; where none can be kept, the answer is given all the same."""
        doc_ids = tuple(dict.fromkeys(c.doc_id for c in answer.citations))
        try:
            self._library.record_question(answer.question, status=answer.status, answer=answer.answer, doc_ids=doc_ids)
        except StoreError as exc:
            logger.warning("question not recorded: %s", exc)

    def _checked(self, request: Request) -> tuple[_Found, Answer]:
        """The answer without a model's words, after all steps but the last."""
        *steps, _ = self.steps.values()
        given: Any = request
        for step in steps:
            given = step(given)
        checked: tuple[_Found, Answer] = given
        return checked

    def _understand(self, request: Request) -> tuple[Request, Query]:
        return request, understand(request.question, history=request.history)

    def _retrieve(self, understood: tuple[Request, Query]) -> _Found:
        request, query = understood
        documents = self._documents(request.within)
        if not documents:
            raise EmptyIndex("还没有导入任何报告。请先运行：kaoping ingest 报告文件")
        self._library.anticipate(query.search_text)
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
        return found, compose(found.query, found.evidence)

    def _check(self, composed: tuple[_Found, Answer]) -> tuple[_Found, Answer]:
        found, answer = composed
        wrong = faults(answer, found.documents)
        if not wrong:
            return composed
        logger.error("answer withheld: %s", "; ".join(wrong))
        return found, Answer(
            answer.question, "not_found", "未找到：拟答内容没有通过逐项核对，因此不予显示。请换一种问法。"
        )

    def _word(self, checked: tuple[_Found, Answer]) -> Answer:
        *_, answer = self._worded(checked)
        assert isinstance(answer, Answer)
        return answer

    def _worded(self, checked: tuple[_Found, Answer]) -> Iterator[str | Answer]:
        found, answer = checked
        if self._wording is None:
            yield answer
        else:
            yield from self._wording.stream(answer, found.documents)
