"""A library as some people see it: the documents of their groups and nothing of any other.

Every public method of Library stands here again: what isn't said how it is narrowed down isn't there, since a view has
no store of its own to fall back on (a test counts the methods). Searches are narrowed inside both legs, so that limits
count what may be seen; ids that are taken by what can't be seen are passed over in silence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NoReturn

from corpus import Column, Document, UnknownDocument
from corpus.errors import AccessDenied
from index.hits import Filters, Hit
from index.library import EVERYTHING, Library
from index.past import PastVersion, SourceFile
from index.shelf import EVERYONE, Entry, Shelf

if TYPE_CHECKING:
    from index.accounts import Accounts
    from index.conversations import Conversations
    from index.credentials import Credentials
    from index.feedback import Feedback
    from index.store import AskedQuestion
    from index.trail import Trail


class View(Library):
    """The library of those who belong to `groups`; made by `Library.within`. Safe to share between threads.

    They see what belongs to one of their groups or to everyone, and change what belongs to one of their groups.
    """

    def __init__(self, base: Library, *, groups: frozenset[str], shelf: Callable[[], Shelf]) -> None:
        self.reranker = base.reranker
        self._base = base
        self._groups = groups
        self._readable = groups | {EVERYONE}
        self._whole = shelf
        self._kept = (Shelf(), Shelf())  # the whole shelf, and what of it is seen

    def within(self, groups: Iterable[str]) -> Library:
        """The library of those who belong to these groups, as far as they are among the groups of this one."""
        return self._base.within(self._groups & frozenset(groups))

    def beside(self, folder: Path) -> Library:
        """Another data folder with the models of this library."""
        return self._base.beside(folder)

    def add(
        self, document: Document, *, file: bytes | None = None, groups: frozenset[str] | None = None
    ) -> Literal["added", "unchanged", "replaced"]:
        """Put a document into the library, for the groups of this view or some of them. Raises AccessDenied too."""
        wanted = self._groups if groups is None else groups & self._groups
        if not wanted:
            raise AccessDenied("您不在任何分组中，导入后没有人看得到；请管理员先为您分组")
        if self._is_taken(document.doc_id) and not self.may_change(document.doc_id):
            raise AccessDenied("这份报告不归您的分组管理，不能更改")
        return self._base.add(document, file=file, groups=wanted)

    def status_of(self, document: Document) -> Literal["added", "unchanged", "replaced"]:
        """What adding the document would do."""
        return self._base.status_of(document) if document.doc_id in self._seen().entries else "added"

    def adopt(self, document: Document) -> Document:
        """The document under an id that means no other report here, nor any that can't be seen."""
        mine = (known for known in self.documents() if known.report_name == document.report_name)
        known = next((known for known in mine if known.doc_id.startswith(document.doc_id)), None)
        names = iter([known.doc_id]) if known else _names(document)
        return replace(document, doc_id=next(name for name in names if known or not self._is_taken(name)))

    def remove(self, doc_id: str) -> None:
        """Remove a document. Raises UnknownDocument, and AccessDenied where it isn't the groups' own."""
        self.document(doc_id)
        self._require_change(doc_id)
        self._base.remove(doc_id)

    def may_change(self, doc_id: str) -> bool:
        """Whether the document, or what was one, belongs to one of the groups."""
        return self._whole().sees(doc_id, self._groups)

    def groups_of(self, doc_id: str) -> frozenset[str]:
        """The groups that the document belongs to, as far as they are known here. Raises UnknownDocument."""
        self.document(doc_id)
        return self._base.groups_of(doc_id) & self._readable

    def assign(self, doc_id: str, *, groups: Iterable[str]) -> NoReturn:  # noqa: ARG002 - for nobody
        """Only who sees everything may say what belongs to whom. Raises AccessDenied."""
        raise _closed()

    def documents(self) -> tuple[Document, ...]:
        """The documents that are seen, in the order of their ids."""
        return self._seen().documents

    def document(self, doc_id: str) -> Document:
        """The document of that id. Raises UnknownDocument where none is seen."""
        return self._entry(doc_id).document

    def holding(self, sha256: str) -> tuple[Document, ...]:
        """The documents seen that were read from a file of this content and would be read the same today."""
        seen = self._seen().entries
        return tuple(document for document in self._base.holding(sha256) if document.doc_id in seen)

    def file(self, doc_id: str) -> SourceFile | None:
        """The file that a document was read from. Raises UnknownDocument."""
        self._entry(doc_id)
        return self._base.file(doc_id)

    def history(self, doc_id: str | None = None) -> tuple[PastVersion, ...]:
        """What was replaced or removed of what is, or would be, seen."""
        return tuple(past for past in self._base.history(doc_id) if self._may_see(past.doc_id))

    def past_document(self, past_id: int) -> Document:
        """The whole document of an earlier version. Raises UnknownDocument."""
        self._require_past(past_id)
        return self._base.past_document(past_id)

    def past_file(self, past_id: int) -> SourceFile | None:
        """The file that an earlier version was read from. Raises UnknownDocument."""
        self._require_past(past_id)
        return self._base.past_file(past_id)

    def forget_past(self, past_id: int) -> None:
        """Delete an earlier version for good. Raises UnknownDocument, AccessDenied."""
        self._require_change(self._require_past(past_id).doc_id)
        self._base.forget_past(past_id)

    def header_choices(self) -> dict[str, Column]:
        """What people decided about headers; it holds for all, since it says nothing of any report."""
        return self._base.header_choices()

    def choose_header(self, header: str, column: Column) -> None:
        """Remember what a person decided about a header."""
        self._base.choose_header(header, column)

    def forget_header(self, header: str) -> None:
        """Forget what a person decided about a header."""
        self._base.forget_header(header)

    def search(self, query: str, *, filters: Filters = EVERYTHING, limit: int = 20) -> list[Hit]:
        """The places in what is seen that answer the query best."""
        narrowed = self._narrowed(filters)
        return self._base.search(query, filters=narrowed, limit=limit) if narrowed else []

    def search_dense(self, query: str, *, filters: Filters = EVERYTHING, limit: int = 20) -> list[Hit]:
        """The dense leg alone."""
        narrowed = self._narrowed(filters)
        return self._base.search_dense(query, filters=narrowed, limit=limit) if narrowed else []

    def search_lexical(self, query: str, *, filters: Filters = EVERYTHING, limit: int = 20) -> list[Hit]:
        """The lexical leg alone."""
        narrowed = self._narrowed(filters)
        return self._base.search_lexical(query, filters=narrowed, limit=limit) if narrowed else []

    def anticipate(self, query: str) -> None:
        """Begin with what takes longest of a search for this text."""
        self._base.anticipate(query)

    def similarity(self, left: str, rights: Sequence[str]) -> list[float]:
        """Cosine of a short text with each of the others; of no document."""
        return self._base.similarity(left, rights)

    def mend(self) -> list[str]:
        """Bring both indexes in step with the truth."""
        return self._base.mend()

    def record_question(self, question: str, *, status: str, answer: str, doc_ids: Sequence[str] = ()) -> None:
        """Remember a question that was asked."""
        self._base.record_question(question, status=status, answer=answer, doc_ids=doc_ids)

    def questions(self, *, limit: int = 100) -> tuple[AskedQuestion, ...]:  # noqa: ARG002 - nobody knows whose they are
        """None: answers to others may quote what isn't seen here."""
        return ()

    @property
    def conversations(self) -> Conversations:
        """What people asked; each is its owner's alone."""
        return self._base.conversations

    @property
    def feedback(self) -> Feedback:
        """What people thought of answers."""
        return self._base.feedback

    @property
    def accounts(self) -> Accounts:
        """Not to be had here. Raises AccessDenied."""
        raise _closed()

    @property
    def credentials(self) -> Credentials:
        """Not to be had here. Raises AccessDenied."""
        raise _closed()

    @property
    def trail(self) -> Trail:
        """Not to be had here. Raises AccessDenied."""
        raise _closed()

    def close(self) -> None:
        """Nothing: whoever opened the library closes it."""

    def _seen(self) -> Shelf:
        whole, seen = self._kept
        now = self._whole()
        if whole is not now:
            seen = now.within(self._readable)
            self._kept = (now, seen)
        return seen

    def _may_see(self, doc_id: str) -> bool:
        return self._whole().sees(doc_id, self._readable)

    def _entry(self, doc_id: str) -> Entry:
        seen = self._seen().entries
        if doc_id not in seen:
            known = "、".join(list(seen)[:5]) or "一份也没有"
            raise UnknownDocument(f"没有编号为 {doc_id} 的报告；现有报告：{known}")
        return seen[doc_id]

    def _require_past(self, past_id: int) -> PastVersion:
        for past in self.history():
            if past.id == past_id:
                return past
        raise UnknownDocument(f"历史记录中没有编号为 {past_id} 的版本；请从历史列表中选一个")

    def _require_change(self, doc_id: str) -> None:
        if not self.may_change(doc_id):
            raise AccessDenied("这份报告不归您的分组管理，不能更改")

    def _narrowed(self, filters: Filters) -> Filters | None:
        """The filters for what is seen alone; None where that leaves nothing."""
        seen = self._seen().entries
        doc_ids = tuple(doc_id for doc_id in filters.doc_ids or seen if doc_id in seen)
        return replace(filters, doc_ids=doc_ids) if doc_ids else None

    def _is_taken(self, doc_id: str) -> bool:
        """Whether there is, or was, a document of that id that this one must not become."""
        if doc_id in self._whole().entries:
            return True
        return bool(self._base.history(doc_id)) and not self.may_change(doc_id)


def _names(document: Document) -> Iterator[str]:
    """The ids that a document may have, in the order of liking."""
    yield document.doc_id
    yield f"{document.doc_id}-{_suffix(document.report_name)}"
    for number in count(2):
        yield f"{document.doc_id}-{_suffix(f'{document.report_name} {number}')}"


def _suffix(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:6]


def _closed() -> AccessDenied:
    return AccessDenied("您的角色不能做这件事；请联系管理员")
