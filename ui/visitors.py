"""Who is at the page, and what they work with: the reports that they may see, and the assistant over those alone.

Every event and every request asks `Visitors.of` first; nothing in a tab reaches the library by another way, so what a
visitor may not see can't be shown by forgetting a check. `ui.people` tells the visitors apart where there are users.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Literal, Protocol

from corpus.errors import AccessDenied

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection

    from assistant import Assistant, Citation
    from assistant.verification import Verifier
    from corpus import Document
    from index import Library

Kind = Literal[
    "ask", "verify", "audit", "draft", "ingest", "remove", "download",
    "sign-in", "failed sign-in", "sign-out", "user change",
]  # fmt: skip
Versions = tuple[tuple[str, str], ...]  # id and sha256 of documents
DIGESTED: frozenset[Kind] = frozenset({"verify", "draft"})  # their subject is a text too long, or too private, to keep
SHOWN = 80  # characters of such a text that are kept
LONGEST = 2000  # characters of any other subject


class Role(IntEnum):
    """What a visitor may do; each role may do what the ones before it may."""

    READER = 1  # ask, verify, audit, draft
    EDITOR = 2  # and bring documents in and take them out
    ADMINISTRATOR = 3  # and everything else


class Recorder(Protocol):
    """Keeps the trail of what was done; it is never rewritten."""

    def __call__(self, kind: Kind, *, name: str, subject: str, versions: Versions, outcome: str) -> None:
        """Append an entry."""


def keep_none(kind: Kind, *, name: str, subject: str, versions: Versions, outcome: str) -> None:
    """A recorder that keeps no trail."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person at the page. `name` is "" where there are no users; `library` holds only what this one may see."""

    name: str
    role: Role
    library: Library
    assistant: Assistant
    verifier: Verifier
    recorder: Recorder = keep_none

    def require(self, role: Role) -> None:
        """Raise AccessDenied where the visitor may do less than that role."""
        if self.role < role:
            raise AccessDenied("您的角色不能做这件事；请联系管理员")

    def record(
        self,
        kind: Kind,
        *,
        subject: str = "",
        citations: Iterable[Citation] = (),
        documents: Iterable[Document] = (),
        outcome: str = "",
    ) -> None:
        """Append what was done to the trail, once it is done.

        `subject` is the question, or the whole draft, of which only a digest and its beginning are kept (`DIGESTED`), or
        the name of the file. `citations` and `documents` say over which versions of which documents. `outcome` is the
        verdict in a few words: `answered`, `supported 3, contradicted 1`.
        """
        cited = {citation.doc_id for citation in citations}
        found = (document for document in self.library.documents() if document.doc_id in cited) if cited else ()
        versions = dict.fromkeys((document.doc_id, document.sha256) for document in (*found, *documents))
        kept = digest(subject) if kind in DIGESTED else subject[:LONGEST]
        self.recorder(kind, name=self.name, subject=kept, versions=tuple(versions), outcome=outcome)


def digest(text: str) -> str:
    """What is kept of a text: its sha256, by which the same text is known again, and how it begins."""
    sha256 = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    return f"sha256:{sha256} {' '.join(text[:SHOWN].split())}"


class Visitors(Protocol):
    """Tells who sent a request."""

    def of(self, request: HTTPConnection) -> Visitor:
        """The visitor who sent it. Raises AccessDenied where nobody is signed in."""
        ...


@dataclass(frozen=True, slots=True)
class Alone(Visitors):
    """There are no users: whoever reaches the page is the one person at this machine."""

    visitor: Visitor

    def of(self, request: HTTPConnection) -> Visitor:  # noqa: ARG002 - everyone is the same one
        """That person."""
        return self.visitor
