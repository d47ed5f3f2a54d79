"""A conversation as the page has it, and as it is kept: questions, their answers, and the id under which they are found.

What is kept is read again by a later version of this program, so each record is taken field by field. An answer that
quotes a report which its reader may no longer see stays unsaid: the conversation is theirs, the report isn't.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from corpus.errors import KaopingError
from index.conversations import KeptExchange
from ui.language import tr

if TYPE_CHECKING:
    from assistant import Answer, Turn
    from ui.visitors import Visitor

LONGEST_QUESTION = 2000  # characters kept: longer ones are refused
HISTORY = 10  # earlier exchanges that a question may refer to
WITHHELD = "这份回答引用的报告已不在您能看到的资料里，所以不再显示；可以重新提问"

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question of the conversation and what came of it; neither answer nor error means that it is being looked up.

    `sentences` are those of the answer that are known already, while it is being worded.
    """

    question: str
    answer: Answer | None = None
    error: str = ""
    sentences: str = ""

    @property
    def pending(self) -> bool:
        """Whether it is still being looked up."""
        return self.answer is None and not self.error


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation; `id` is "" until its first answer is kept, and stays so where none can be."""

    id: str = ""
    exchanges: tuple[Exchange, ...] = ()

    @property
    def last(self) -> Exchange | None:
        """The exchange at the end, None before the first."""
        return self.exchanges[-1] if self.exchanges else None

    def with_last(self, exchange: Exchange) -> Talk:
        """The conversation with another exchange in the place of the last one."""
        return replace(self, exchanges=(*self.exchanges[:-1], exchange))

    def history(self, before: int | None = None) -> tuple[Turn, ...]:
        """What a question may refer to: the last answered exchanges, of those before the position where one is given."""
        from assistant import Turn

        answered = [(exchange.question, exchange.answer) for exchange in self.exchanges[:before] if exchange.answer]
        return tuple(Turn(question=asked, answer=answer.answer) for asked, answer in answered[-HISTORY:])


def keep(talk: Talk, visitor: Visitor) -> Talk:
    """The conversation with its id, once its last exchange is kept; a new one is named after its first question.

    Positions in the store are those on the page, so one that could not be kept before is kept as a whole.

    Raises:
        StoreError: it is full, or the store can't be written.
        UnknownConversation: it was deleted meanwhile.
    """
    if talk.last is None or talk.last.pending:
        return talk
    conversations = visitor.library.conversations
    identifier = talk.id or conversations.start(visitor.name, talk.exchanges[0].question)
    for exchange in talk.exchanges[-1:] if talk.id else talk.exchanges:
        conversations.append(visitor.name, identifier, kept_exchange(exchange))
    return replace(talk, id=identifier)


def opened(identifier: str, visitor: Visitor) -> Talk:
    """A conversation that was kept, without the answers that its reader may no longer see.

    Raises:
        UnknownConversation: the visitor has none of that id.
    """
    visible = {document.doc_id for document in visitor.library.documents()}
    kept = visitor.library.conversations.exchanges(visitor.name, identifier)
    return Talk(identifier, tuple(_exchange(exchange, visible=visible) for exchange in kept))


def kept_exchange(exchange: Exchange) -> KeptExchange:
    """An exchange that was answered or refused, as it is kept."""
    answer, question = exchange.answer, exchange.question[:LONGEST_QUESTION]
    if answer is None:
        return KeptExchange(question, "", (), {"error": exchange.error})
    doc_ids = tuple(dict.fromkeys(citation.doc_id for citation in answer.citations))
    return KeptExchange(question, answer.answer, doc_ids, {"answer": answer_record(answer)})


def answer_record(answer: Answer) -> dict[str, Any]:
    """An answer as JSON; exact values are strings, so that none is rounded."""
    record = asdict(answer)
    for figure in record["figures"]:
        figure["exact"] = isinstance(figure["value"], Decimal)
        figure["value"] = str(figure["value"])
    return record


def answer_from(record: Mapping[str, Any]) -> Answer:
    """The answer of such a record."""
    from assistant import Answer, AnswerFigure, Citation

    figures = [
        {**figure, "value": Decimal(figure["value"]) if figure["exact"] else figure["value"]}
        for figure in record["figures"]
    ]
    return replace(
        _known(Answer, record),
        figures=tuple(_known(AnswerFigure, figure) for figure in figures),
        citations=tuple(_known(Citation, citation) for citation in record["citations"]),
    )


def _exchange(kept: KeptExchange, *, visible: set[str]) -> Exchange:
    if not set(kept.doc_ids) <= visible:
        return Exchange(kept.question, error=tr(WITHHELD))
    if "answer" in kept.record:
        return Exchange(kept.question, answer_from(kept.record["answer"]))
    return Exchange(kept.question, error=str(kept.record.get("error", "")))


def _known(record_type: type[Record], values: Mapping[str, Any]) -> Record:
    """A record of the fields that it has today."""
    names = {field.name for field in fields(record_type)}  # type: ignore[arg-type]
    return record_type(**{name: value for name, value in values.items() if name in names})


def one_error(error: KaopingError, question: str) -> Exchange:
    """What a question came to that could not be answered."""
    return Exchange(question, error=str(error))


def settled(exchanges: Sequence[Exchange], *, error: str) -> tuple[Exchange, ...]:
    """The exchanges with an error in the place of what is still being looked up."""
    return tuple(Exchange(e.question, error=error) if e.pending else e for e in exchanges)
