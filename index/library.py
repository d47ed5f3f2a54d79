"""The facade of the store and its search: what everything above this package uses.

The truth is written first, in one transaction; an index that then lags behind, because the process was killed or
another one wrote, is found before the next search, and mended. A hit is looked up among the chunks of the documents in
memory, so what an index still holds of a removed or earlier version is never returned.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from operator import mul
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self

from corpus import COLUMN_NAMES, Column, Document, StoreError, StoreReadOnly, UnknownDocument, squeeze
from corpus.reasons import reason_of
from index.choices import follows_choices
from index.chunks import chunk_document
from index.hits import Filters, Hit
from index.legs import Legs
from index.lexical import FILE_NAME as LEXICAL_FILE
from index.lexical import Lexical
from index.past import PastVersion, SourceFile, source_file
from index.query_vectors import QueryVectors
from index.shelf import Shelf
from index.upkeep import Upkeep

if TYPE_CHECKING:  # at run time imported when needed: listing documents must not wait for the search
    from index.accounts import Accounts
    from index.conversations import Conversations
    from index.credentials import Credentials
    from index.embedding import Embedder
    from index.feedback import Feedback
    from index.reranking import Reranker
    from index.store import AskedQuestion, Store
    from index.trail import Trail
    from index.vectors import Vectors

EVERYTHING = Filters()

logger = logging.getLogger(__name__)


class Library:
    """The documents of a data folder and the search over them; made by `open`.

    Safe to share between threads, and between processes that open the same folder.
    """

    def __init__(
        self,
        folder: Path,
        *,
        store: Store,
        make_embedder: Callable[[], Embedder],
        chroma_url: str | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        self.reranker = reranker
        self._folder = folder
        self._store = store
        self._make_embedder = make_embedder
        self._chroma_url = chroma_url
        self._lexical = Lexical(folder / LEXICAL_FILE)
        self._upkeep = Upkeep(folder, store=store)
        self._query_vector = QueryVectors(self._embed_query)

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        embedding_model: str | None = None,
        database_url: str | None = None,
        chroma_url: str | None = None,
        reranking_model: str | None = None,
        embedder: Embedder | None = None,
        reranker: Reranker | None = None,
    ) -> Library:
        """Open a data folder, made if missing; neither Chroma nor a model is loaded yet.

        `embedder` and `reranker` take the place of `embedding_model` and `reranking_model`.

        Raises:
            StoreReadOnly: the folder is missing and can't be made.
            StoreTooNew: a newer version wrote it.
            StoreError: the database is damaged or can't be reached.
            RerankingError: there is no such reranking model.
        """
        from index.store import FILE_NAME, Store

        def make_embedder() -> Embedder:
            from index.embedding import load_embedder

            return embedder or load_embedder(embedding_model)

        if reranking_model and reranker is None:
            from index.reranking import load_reranker

            reranker = load_reranker(reranking_model)
        _make_folder(folder)
        store = Store.open_url(database_url) if database_url else Store.open_file(folder / FILE_NAME)
        store.prepare()
        return cls(folder, store=store, make_embedder=make_embedder, chroma_url=chroma_url, reranker=reranker)

    def beside(self, folder: Path) -> Library:
        """Another data folder with the models of this library; what one opened so has embedded, the others need not.

        For runs over many small libraries. Raises as `open`.
        """
        return Library.open(folder, embedder=self._shared_embedder, reranker=self.reranker)

    def within(self, groups: Iterable[str]) -> Library:
        """The library as those see it who belong to these groups of people: costs nothing, and stays up to date."""
        from index.view import View

        return View(self, groups=frozenset(groups), shelf=self._upkeep.shelf)

    def add(
        self, document: Document, *, file: bytes | None = None, groups: frozenset[str] | None = None
    ) -> Literal["added", "unchanged", "replaced"]:
        """Put a document into the library, in the place of an earlier one with its id, which goes to history.

        `file` are the bytes that it was read from; they are kept with it. `groups` are those of whoever brings it: a new
        document belongs to them; None is somebody who sees everything, whose documents belong to no group.

        Raises:
            AccessDenied: there is, or was, a document of that id that belongs to none of the groups.
            ValueError: `file` is not what the document was read from.
            ModelMismatch: the vectors were made by another model; nothing was written.
            EmbeddingError: the model can't be loaded; nothing was written.
            StoreLocked: another process kept writing for a minute.
            StoreReadOnly: the folder can't be written.
        """
        kept = None if file is None else source_file(document, data=file)
        if self._store.status_of(document) == "unchanged":
            self._confirm(document, file=kept)
            return "unchanged"
        self._upkeep.require_writable()
        self._upkeep.follow(self._vectors)
        self._prepare(document)
        with self._upkeep.writing():
            status = self._store.status_of(document)
            if status != "unchanged":
                shelf = self._upkeep.shelf()
                self._store.write(document, file=kept, groups=groups)
                self._upkeep.update(self._lexical, doc_id=document.doc_id, before=shelf)
                self._upkeep.update(self._vectors, doc_id=document.doc_id, before=shelf)
        return status

    def status_of(self, document: Document) -> Literal["added", "unchanged", "replaced"]:
        """What adding the document would do; nothing is written."""
        return self._store.status_of(document)

    def adopt(self, document: Document) -> Document:
        """The document under an id of its own in this library.

        Ids are spelled from headings, and two headings may spell alike (民政局, 民宗局; two tables of one bureau). The
        later of two different reports gets a suffix from its name, so that neither replaces the other.
        """
        known = next((d for d in self.documents() if d.doc_id == document.doc_id), None)
        if known is None or known.report_name == document.report_name:
            return document
        suffix = hashlib.sha256(document.report_name.encode()).hexdigest()[:6]
        return replace(document, doc_id=f"{document.doc_id}-{suffix}")

    def remove(self, doc_id: str) -> None:
        """Remove a document, which goes to history; its vectors go at the latest before the next search.

        Raises:
            UnknownDocument: there is none of that id.
            StoreLocked: another process kept writing for a minute.
            StoreReadOnly: the folder can't be written.
        """
        self.document(doc_id)
        with self._upkeep.writing():
            before = self._upkeep.shelf()
            self._store.remove(doc_id)
            self._upkeep.update(self._lexical, doc_id=doc_id, before=before)
            if self._has_vectors:
                self._forget_vectors(doc_id, before=before)

    def may_change(self, doc_id: str) -> bool:  # noqa: ARG002 - see View
        """Whether the document may be replaced and removed by those whose library this is: here, any."""
        return True

    def groups_of(self, doc_id: str) -> frozenset[str]:
        """The groups of people that the document belongs to. Raises UnknownDocument."""
        self.document(doc_id)
        return self._upkeep.shelf().groups.get(doc_id, frozenset())

    def assign(self, doc_id: str, *, groups: Iterable[str]) -> None:
        """Let the document belong to these groups of people and no others; to none is to administrators alone.

        Raises:
            UnknownDocument: there is none of that id.
            StoreReadOnly: the folder can't be written.
        """
        self.document(doc_id)
        with self._upkeep.writing():
            self._store.assign(doc_id, groups=frozenset(groups))

    def documents(self) -> tuple[Document, ...]:
        """All documents in the order of their ids, those of other processes too; free where nothing changed."""
        return self._upkeep.shelf().documents

    def document(self, doc_id: str) -> Document:
        """The document of that id.

        Raises:
            UnknownDocument: there is none.
        """
        entry = self._upkeep.shelf().entries.get(doc_id)
        if entry is None:
            known = "、".join(list(self._upkeep.shelf().entries)[:5]) or "一份也没有"
            raise UnknownDocument(f"没有编号为 {doc_id} 的报告；现有报告：{known}")
        return entry.document

    def holding(self, sha256: str) -> tuple[Document, ...]:
        """The documents read from a file of this content that would be read the same today.

        None that an earlier reader read, or that was read before people decided otherwise about one of its headers.
        """
        entries = self._upkeep.shelf().entries
        choices = self.header_choices()
        found = (entries[doc_id].document for doc_id in self._store.holding(sha256) if doc_id in entries)
        return tuple(document for document in found if follows_choices(document, choices))

    def file(self, doc_id: str) -> SourceFile | None:
        """The file that a document was read from; None where none was kept.

        Raises:
            UnknownDocument: there is no document of that id.
        """
        return self._store.file(self.document(doc_id).sha256)

    def history(self, doc_id: str | None = None) -> tuple[PastVersion, ...]:
        """What was replaced or removed, newest first: the versions of one document, or of all."""
        return self._store.history(doc_id)

    def past_document(self, past_id: int) -> Document:
        """The whole document of an earlier version, by the `id` in its history.

        Raises:
            UnknownDocument: there is none.
        """
        document = self._store.past_document(past_id)
        if document is None:
            raise UnknownDocument(f"历史记录中没有编号为 {past_id} 的版本；请从历史列表中选一个")
        return document

    def past_file(self, past_id: int) -> SourceFile | None:
        """The file that an earlier version was read from; None where none was kept.

        Raises:
            UnknownDocument: there is no such version.
        """
        return self._store.file(self.past_document(past_id).sha256)

    def forget_past(self, past_id: int) -> None:
        """Delete an earlier version for good, with its file where nothing else was read from it.

        Raises:
            UnknownDocument: there is no such version.
            StoreReadOnly: the folder can't be written.
        """
        self.past_document(past_id)
        with self._upkeep.writing():
            self._store.forget_past(past_id)

    def header_choices(self) -> dict[str, Column]:
        """What people decided about headers that no rule knows, by header without its white space (`squeeze`)."""
        return self._store.header_choices()

    def choose_header(self, header: str, column: Column) -> None:
        """Remember what a person decided about a header; it holds for every file read from now on.

        Raises:
            ValueError: the header is empty, or there is no such column.
            StoreReadOnly: the folder can't be written.
        """
        if not squeeze(header) or column not in COLUMN_NAMES:
            raise ValueError(f"no header or no column: {header!r}, {column!r}")
        with self._upkeep.writing():
            self._store.choose_header(squeeze(header), column=column)

    def forget_header(self, header: str) -> None:
        """Forget what a person decided about a header, if anyone did.

        Raises:
            StoreReadOnly: the folder can't be written.
        """
        with self._upkeep.writing():
            self._store.choose_header(squeeze(header), column=None)

    def search(self, query: str, *, filters: Filters = EVERYTHING, limit: int = 20) -> list[Hit]:
        """The places that answer the query best: the dense and the lexical leg, fused by reciprocal rank."""
        return self._legs.fused(query, filters=filters, limit=limit)

    def search_dense(self, query: str, *, filters: Filters = EVERYTHING, limit: int = 20) -> list[Hit]:
        """The dense leg alone; the score is the cosine."""
        return self._legs.dense(query, filters=filters, limit=limit)

    def search_lexical(self, query: str, *, filters: Filters = EVERYTHING, limit: int = 20) -> list[Hit]:
        """The lexical leg alone; the score is BM25. It needs neither Chroma nor a model."""
        return self._legs.lexical(query, filters=filters, limit=limit)

    def anticipate(self, query: str) -> None:
        """Begin with what takes longest of a search for this text, while the caller prepares the rest."""
        _ = self._embedder.dimension  # loads the engine here: numpy can't be imported by two threads at once
        self._query_vector.begin(query)

    def similarity(self, left: str, rights: Sequence[str]) -> list[float]:
        """Cosine (-1 … 1) of a short text with each of the others, all taken as queries: for comparing words."""
        vector = self._query_vector(left)
        return [sum(map(mul, vector, self._query_vector(right))) for right in rights]

    def mend(self) -> list[str]:
        """Bring both indexes in step with the truth; says in Chinese, a line each, what was mended.

        A search does this by itself where something changed.
        """
        with self._upkeep.writing():
            self._lexical.refresh()
            self._vectors.refresh()
            return self._upkeep.mend(self._lexical) + self._upkeep.mend(self._vectors)

    def record_question(self, question: str, *, status: str, answer: str, doc_ids: Sequence[str] = ()) -> None:
        """Remember a question that was asked; where the store can only be read, no record is kept."""
        if self._store.writable:
            self._store.record_question(question, status=status, answer=answer, doc_ids=doc_ids)

    def questions(self, *, limit: int = 100) -> tuple[AskedQuestion, ...]:
        """The questions asked last, newest first."""
        return self._store.questions(limit=limit)

    @property
    def accounts(self) -> Accounts:
        """The users."""
        return self._store.accounts

    @property
    def credentials(self) -> Credentials:
        """By what users are known again: sign-ins and tokens."""
        return self._store.credentials

    @property
    def trail(self) -> Trail:
        """What was done, by whom."""
        return self._store.trail

    @property
    def conversations(self) -> Conversations:
        """What people asked, conversation by conversation; nobody's conversations hang on which reports there are."""
        return self._store.conversations

    @property
    def feedback(self) -> Feedback:
        """What people thought of answers."""
        return self._store.feedback

    def close(self) -> None:
        """Let go of files and connections."""
        self._query_vector.close()
        self._lexical.close()
        if self._has_vectors:
            self._vectors.close()
        self._store.close()

    def __enter__(self) -> Self:
        """The library itself; leaving the block closes it."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the library."""
        self.close()

    @cached_property
    def _legs(self) -> Legs:
        return Legs(
            self._upkeep,
            words=self._lexical,
            vectors=lambda: self._vectors,
            query_vector=self._query_vector,
        )

    @cached_property
    def _embedder(self) -> Embedder:
        return self._make_embedder()

    @cached_property
    def _shared_embedder(self) -> Embedder:
        from index.embedding import RememberingEmbedder

        return RememberingEmbedder(self._embedder)

    @cached_property
    def _vectors(self) -> Vectors:
        from index.vectors import FOLDER_NAME, Vectors

        return Vectors(self._folder / FOLDER_NAME, embedder=self._embedder, url=self._chroma_url)

    @property
    def _has_vectors(self) -> bool:
        return "_vectors" in self.__dict__

    def _confirm(self, document: Document, *, file: SourceFile | None) -> None:
        """Note quietly that the present reader finds nothing new in an unchanged document."""
        if self._upkeep.writable and not self._store.is_confirmed(document, file=file):
            with self._upkeep.writing():
                self._store.confirm(document, file=file)

    def _prepare(self, document: Document) -> None:
        """Embed a document that is about to be written, unless only what is not searched changed in it."""
        chunks = chunk_document(document)
        if not self._upkeep.shelf().holds(chunks):
            self._vectors.prepare(chunks)

    def _forget_vectors(self, doc_id: str, *, before: Shelf) -> None:
        try:
            self._upkeep.update(self._vectors, doc_id=doc_id, before=before)
        except StoreError as exc:  # another model, a server that is down: the document is gone all the same
            logger.warning("%s", exc)

    def _embed_query(self, text: str) -> tuple[float, ...]:
        return tuple(self._embedder.embed_query(text))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as exc:
        raise StoreError(f"数据文件夹 {folder} 的路径上有同名文件，请换一个文件夹（--data）") from exc
    except OSError as exc:
        raise StoreReadOnly(f"无法创建数据文件夹 {folder}：{reason_of(exc)}；请换一个可写的位置（--data）") from exc
