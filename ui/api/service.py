"""What other programs may ask: a visitor and what is asked in, a record of the machine interface out.

HTTP and MCP both lead here, and the records are made by what makes them for the command line: one truth, whichever way
it is asked for. Everything goes through the visitor, so nobody gets a report here that the page would not show, and
everything leaves the same trail.
"""

from __future__ import annotations

import logging
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.drafts import Draft, checked
from corpus.errors import QuestionError
from ui import holdings
from ui.checking import FAULTS
from ui.ingesting import IngestRecord, Intake
from ui.uploads import bare_name
from ui.verbs import chosen_documents
from ui.visitors import Role

if TYPE_CHECKING:
    from assistant.verification import Verification
    from ui.api.records import Brief, Chosen, Nothing, Question, Text
    from ui.visitors import Visitor
    from ui.wiring import Backend

logger = logging.getLogger(__name__)

SENT_TEXT = "这段文字"  # what a draft is called in messages: it has no file name
EXPLAINED = "程序出错，没能核对；请分段再试，或报告给开发者"

JsonObject = dict[str, Any]


class Service:
    """Each method serves one kind of request; all raise KaopingError where it can't be served."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def ask(self, visitor: Visitor, asked: Question) -> JsonObject:
        """The answer to a question."""
        from assistant import Turn

        history = tuple(Turn(turn.question, turn.answer or "") for turn in asked.history)
        answer = visitor.assistant.ask(asked.question, history=history, doc_id=asked.doc_id)
        visitor.record("ask", subject=asked.question, citations=answer.citations, outcome=answer.status)
        return answer.to_json()

    def verify(self, visitor: Visitor, asked: Text) -> JsonObject:
        """The verdicts on a text."""
        text = checked(Draft(asked.text, "text", SENT_TEXT)).text
        chosen_documents(visitor.library, doc_id=asked.doc_id)
        verification = _verified(visitor, text, doc_id=asked.doc_id)
        outcome = ", ".join(f"{verdict} {count}" for verdict, count in verification.summary.items() if count)
        visitor.record("verify", subject=text, citations=verification.citations, outcome=outcome)
        return verification.to_json()

    def goals(self, visitor: Visitor, asked: Chosen) -> JsonObject:
        """The goals of the reports, filled."""
        documents = chosen_documents(visitor.library, doc_id=asked.doc_id)
        return {
            "goals": [self._backend.goal_record(document, goal) for document in documents for goal in document.goals]
        }

    def audit(self, visitor: Visitor, asked: Chosen) -> JsonObject:
        """What is wrong inside the reports."""
        documents = chosen_documents(visitor.library, doc_id=asked.doc_id)
        findings = self._backend.audit(documents)
        visitor.record("audit", documents=documents, outcome=f"findings {len(findings)}")
        return {"findings": [finding.to_json() for finding in findings]}

    def draft(self, visitor: Visitor, asked: Brief) -> JsonObject:
        """A draft from the reports."""
        from assistant import drafting
        from ui.drafting.markdown import draft_markdown
        from ui.drafting.sheet import sheet_of

        for doc_id in asked.doc_ids or (None,):
            chosen_documents(visitor.library, doc_id=doc_id)
        brief = drafting.Brief(tuple(asked.doc_ids), tuple(asked.goals), asked.period, asked.kind, asked.length)
        made = drafting.draft(brief, visitor.library)
        visitor.record("draft", subject=made.text, citations=made.citations, outcome=f"figures {len(made.figures)}")
        return {**made.to_json(), "markdown": draft_markdown(sheet_of(made))}

    def documents(self, visitor: Visitor, asked: Nothing) -> JsonObject:  # noqa: ARG002 - all have one signature
        """The reports that the visitor may see, with their earlier versions; none is no error here."""
        return holdings.listing(visitor.library.documents(), holdings.versions(visitor.library))

    def ingest(self, visitor: Visitor, data: bytes, *, name: str) -> IngestRecord:
        """Take a file into the library. Raises AccessDenied where the visitor may not."""
        visitor.require(Role.EDITOR)
        with closing(self._backend.open_reader()) as reader:
            intake = Intake(visitor.library, reader=reader, extract=self._backend.make_extract())
            record = intake.take_bytes(data, path=Path(bare_name(name)), tell=_tell_nobody)
        documents = [record.document] if record.document and record.status != "failed" else []
        visitor.record("ingest", subject=record.source, documents=documents, outcome=record.status)
        return record


def _tell_nobody(line: str) -> None:
    """Nobody waits for progress: the request is answered once the file is read."""


def _verified(visitor: Visitor, text: str, *, doc_id: str | None) -> Verification:
    try:
        return visitor.verifier.verify(text, doc_id=doc_id)
    except FAULTS as exc:
        logger.exception("a text could not be verified")
        raise QuestionError(f"{SENT_TEXT}：{EXPLAINED}（{type(exc).__name__}）") from exc
