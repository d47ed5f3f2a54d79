"""The dense leg: cosine search in Chroma. The one place that knows chromadb.

Chroma is imported when it is first needed (it takes a second) and gets its vectors from our embedder, never from one of
its own embedding functions. Two traps shape this module. An embedded client keeps what it read: another process's
writes are seen only by a new client on a cleared cache (`refresh`). And writing a document takes several steps: a
second collection names the documents that are wholly there, and a document is named only when all its chunks are.
"""

from __future__ import annotations

import logging
import math
import shutil
import tempfile
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from corpus import ModelMismatch, StoreError
from corpus.reasons import reason_of
from index import sqlite
from index.chunks import CHUNK_FORMAT, Chunk, DocumentChunks
from index.embedding import Embedder
from index.hits import Filters
from index.mending import DamagedIndex, unusable

FOLDER_NAME = "chroma"
CHUNKS, DOCUMENTS = "kaoping-chunks", "kaoping-documents"
BATCH = 1000  # chunks written by one call
# Generous graph settings: the search of a few ten thousand chunks stays exact enough to be repeatable.
HNSW = {"space": "cosine", "ef_construction": 128, "ef_search": 200, "max_neighbors": 24}

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Opened:
    """A client with its two collections."""

    client: Any
    chunks: Any
    documents: Any


class Vectors:
    """Vectors of the chunks of documents. Safe to share between threads.

    A local folder that can't be written is read from a temporary copy, because Chroma writes even where it only reads.
    """

    label = "向量索引"

    def __init__(self, folder: Path, *, embedder: Embedder, url: str | None = None) -> None:
        self._folder = folder
        self._embedder = embedder
        self._url = url
        self._lock = threading.RLock()
        self._opened: _Opened | None = None
        self._copy: tempfile.TemporaryDirectory[str] | None = None
        self._prepared: dict[str, list[list[float]]] = {}  # by fingerprint

    def prepare(self, chunks: DocumentChunks) -> None:
        """Embed a document that is about to be put: this takes seconds, and needs no lock on the data folder."""
        self._prepared[chunks.fingerprint] = self._embed(chunks)

    def fingerprints(self) -> Mapping[str, str]:
        """The fingerprint of each document that is wholly in the index."""
        with self._session() as opened:
            found = opened.documents.get(include=["metadatas"])["metadatas"]
            if sum(entry["chunks"] for entry in found) > opened.chunks.count():
                raise DamagedIndex(f"向量索引 {self._place} 缺少向量")
            return {entry["doc_id"]: entry["fingerprint"] for entry in found}

    def put(self, chunks: DocumentChunks) -> None:
        """Add the document, or put it in the place of an earlier version."""
        vectors = self._prepared.pop(chunks.fingerprint, None) or self._embed(chunks)
        with self._session() as opened:
            _unname(opened, doc_id=chunks.doc_id)
            for start in range(0, len(chunks.chunks), BATCH):
                batch = chunks.chunks[start : start + BATCH]
                opened.chunks.upsert(
                    ids=[chunk.id for chunk in batch],
                    embeddings=vectors[start : start + BATCH],
                    metadatas=[_metadata(chunk, document=chunks) for chunk in batch],
                )
            _delete_earlier(opened, chunks)
            opened.documents.upsert(ids=[chunks.doc_id], embeddings=[[1.0]], metadatas=[_marker(chunks)])

    def drop(self, doc_id: str) -> None:
        """Remove the document, if it is there."""
        with self._session() as opened:
            opened.documents.delete(ids=[doc_id])
            opened.chunks.delete(where={"doc_id": doc_id})

    def make_do(self) -> bool:
        """Embedding every document in every process would take too long: what is there must do."""
        return False

    def destroy(self) -> None:
        """Leave an empty index, whatever was there."""
        with self._lock:
            if self._url is not None:
                with self._session() as opened:
                    opened.client.delete_collection(CHUNKS)
                    opened.client.delete_collection(DOCUMENTS)
            self.refresh()
            if self._url is None:
                _remove(self._folder)

    def search(self, vector: Sequence[float], *, filters: Filters, limit: int) -> list[tuple[str, float]]:
        """Chunk ids with their cosine, best first; ties go by id."""
        if limit < 1:
            return []
        with self._session() as opened:
            found = opened.chunks.query(
                query_embeddings=[list(vector)],
                n_results=limit,
                where=_where(filters),
                include=["distances"],
            )
        similarities = (1.0 - float(distance) for distance in found["distances"][0])
        return sorted(zip(found["ids"][0], similarities, strict=True), key=lambda pair: (-pair[1], pair[0]))

    def refresh(self) -> None:
        """Forget what the client has cached, so that the next call sees what other processes wrote."""
        with self._lock:
            self._opened = None
            if self._copy is not None:
                self._copy.cleanup()
                self._copy = None

    def close(self) -> None:
        """Let go of the files; they are opened again when needed."""
        self.refresh()

    def _embed(self, chunks: DocumentChunks) -> list[list[float]]:
        """A vector for each chunk; equal passages are embedded once."""
        passages = list(dict.fromkeys(chunk.passage for chunk in chunks.chunks if chunk.passage))
        known = dict(zip(passages, self._embedder.embed_documents(passages), strict=True))
        below = _statement_vectors(chunks, known)
        return [known.get(chunk.passage) or _mean(below[chunk.goal, chunk.cell]) for chunk in chunks.chunks]

    @property
    def _place(self) -> str:
        return self._url or str(self._folder)

    @contextmanager
    def _session(self) -> Iterator[_Opened]:
        """The collections, one thread at a time; whatever Chroma raises is an index to be built again."""
        with self._lock:
            from chromadb.errors import ChromaError
            from httpx import HTTPError  # what Chroma's client lets through

            try:
                if self._opened is None:
                    self._opened = self._open()
                yield self._opened
            except ChromaError as exc:
                self.refresh()
                raise unusable(f"向量索引 {self._place}", problem=_line(exc), remedy="可删除它，会自动重建") from exc
            except HTTPError as exc:
                self.refresh()
                raise self._unreachable(exc) from exc

    def _unreachable(self, exc: Exception) -> StoreError:
        return StoreError(f"连不上 Chroma 服务器 {self._url}：{_line(exc)}；请检查 KAOPING_CHROMA_URL")

    def _open(self) -> _Opened:
        client = self._client()
        about = {"embedder": self._embedder.name, "chunk_format": CHUNK_FORMAT}
        chunks = client.get_or_create_collection(
            CHUNKS, metadata=about, embedding_function=None, configuration={"hnsw": HNSW}
        )
        documents = client.get_or_create_collection(DOCUMENTS, embedding_function=None)
        self._check(chunks.metadata or {})
        return _Opened(client, chunks, documents)

    def _check(self, about: Mapping[str, Any]) -> None:
        built_with, ours = about.get("embedder"), self._embedder.name
        if built_with != ours:
            raise ModelMismatch(
                f"{self._place} 的向量由模型 {built_with} 建立，当前模型是 {ours}，两者不能混用；"
                f"请设 KAOPING_EMBEDDING_MODEL={built_with}，或换一个新的数据文件夹（--data）"
            )

    def _client(self) -> Any:
        import chromadb
        from chromadb.api.shared_system_client import SharedSystemClient
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False)
        if self._url is not None:
            return self._remote_client(settings)
        SharedSystemClient.clear_system_cache()
        return chromadb.PersistentClient(str(self._readable_folder()), settings=settings)

    def _remote_client(self, settings: Any) -> Any:
        import chromadb

        address = urlsplit(self._url or "")
        secure = address.scheme == "https"
        port = address.port or (443 if secure else 8000)
        try:
            return chromadb.HttpClient(address.hostname or "localhost", port, secure, settings=settings)
        except ValueError as exc:
            raise self._unreachable(exc) from exc

    def _readable_folder(self) -> Path:
        """The folder itself, or, where it can't be written, a copy of it."""
        if sqlite.can_write(self._folder / "chroma.sqlite3" if self._folder.exists() else self._folder):
            return self._folder
        self._copy = tempfile.TemporaryDirectory(prefix="kaoping-")
        copied = Path(self._copy.name) / FOLDER_NAME
        if self._folder.is_dir():
            logger.info("%s 只能读，改用临时副本", self._folder)
            shutil.copytree(self._folder, copied)
            for path in (copied, *copied.rglob("*")):
                path.chmod(0o700)
        return copied


def _unname(opened: _Opened, *, doc_id: str) -> None:
    """No longer name the document as wholly there; a needless delete would cost a transaction on disk."""
    if opened.documents.get(ids=[doc_id], include=[])["ids"]:
        opened.documents.delete(ids=[doc_id])


def _delete_earlier(opened: _Opened, chunks: DocumentChunks) -> None:
    """Delete what is left of earlier versions; looked for by id, because Chroma reads all chunks for a `$ne`."""
    present = opened.chunks.get(where={"doc_id": chunks.doc_id}, include=[])["ids"]
    earlier = sorted(set(present) - {chunk.id for chunk in chunks.chunks})
    for start in range(0, len(earlier), BATCH):
        opened.chunks.delete(ids=earlier[start : start + BATCH])


def _statement_vectors(
    chunks: DocumentChunks, known: Mapping[str, list[float]]
) -> dict[tuple[int, int], list[list[float]]]:
    """The vectors of the statements of each cell, by goal and cell."""
    vectors: dict[tuple[int, int], list[list[float]]] = defaultdict(list)
    for chunk in chunks.chunks:
        if chunk.statement is not None:
            vectors[chunk.goal, chunk.cell].append(known[chunk.passage])
    return vectors


def _mean(vectors: Sequence[list[float]]) -> list[float]:
    """The direction in which several vectors point together, of length 1."""
    sums = [sum(column) for column in zip(*vectors, strict=True)]
    length = math.sqrt(sum(value * value for value in sums)) or 1.0
    return [value / length for value in sums]


def _metadata(chunk: Chunk, *, document: DocumentChunks) -> dict[str, str | int]:
    """What a search may filter by; Chroma takes no None, so what is unknown is left out.

    No more than that: each entry is a row that Chroma writes, and a place is looked up by the chunk's id.
    """
    fields: dict[str, str | int | None] = {
        "doc_id": document.doc_id,
        "organization": document.organization,
        "year": document.year,
        "period": document.period,
        "column": chunk.column,
        "level": chunk.level,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _marker(chunks: DocumentChunks) -> dict[str, str | int]:
    return {"doc_id": chunks.doc_id, "fingerprint": chunks.fingerprint, "chunks": len(chunks.chunks)}


def _where(filters: Filters) -> dict[str, Any] | None:
    """Chroma's form of the filters; None where there are none."""
    conditions: list[dict[str, Any]] = []
    if filters.doc_ids:
        conditions.append({"doc_id": {"$in": list(filters.doc_ids)}})
    if filters.columns:
        conditions.append({"column": {"$in": list(filters.columns)}})
    for name in ("organization", "year", "period", "level"):
        value = getattr(filters, name)
        if value is not None:
            conditions.append({name: value})
    return {"$and": conditions} if len(conditions) > 1 else next(iter(conditions), None)


def _remove(path: Path) -> None:
    """Remove a folder, or the file that stands in its place."""
    try:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as exc:
        raise StoreError(f"删不掉损坏的向量索引 {path}：{reason_of(exc)}；请手工删除，会自动重建") from exc


def _line(exc: Exception) -> str:
    return " ".join(str(exc).split())[:300]
