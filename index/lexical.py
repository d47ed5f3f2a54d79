"""The lexical leg: BM25 over words, in SQLite's FTS5.

A file of its own, because the truth may be PostgreSQL; FTS5 rather than an index in memory, because it is changed
document by document and costs nothing at start-up. Chroma's embedded engine has no sparse index.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from index import sqlite
from index.chunks import DocumentChunks
from index.hits import Filters
from index.mending import unusable
from index.words import words

FILE_NAME = "lexical.sqlite"
WORDS_FORMAT = 1  # raise it whenever `words` or the tables below change
MOST_TERMS = 64  # words of a query that are looked up: a pasted page must not become a thousand-fold OR
CONTEXT_WEIGHT, TEXT_WEIGHT = 0.5, 1.0  # a word in the goal's name or the header counts less than one in the text
# tokenchars keep a figure whole (877.82, 78.5%, 1-6月); the words come folded already
_CREATE = f"""
BEGIN IMMEDIATE;
CREATE VIRTUAL TABLE IF NOT EXISTS chunks USING fts5(
    chunk_id UNINDEXED, doc_id UNINDEXED, organization UNINDEXED, year UNINDEXED, period UNINDEXED,
    goal_column UNINDEXED, level UNINDEXED, context, text,
    tokenize = "unicode61 remove_diacritics 0 tokenchars '.%-'"
);
CREATE TABLE IF NOT EXISTS documents (doc_id TEXT PRIMARY KEY, fingerprint TEXT NOT NULL);
PRAGMA user_version = {WORDS_FORMAT};
COMMIT;
"""


class Lexical:
    """BM25 over the chunks of documents. Safe to share between threads.

    Without a path, or where the file can't be written, it lives in memory.
    """

    label = "词语索引"

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None

    def fingerprints(self) -> Mapping[str, str]:
        """The fingerprint of each document in the index."""
        with self._session() as connection:
            return dict(connection.execute("SELECT doc_id, fingerprint FROM documents").fetchall())

    def put(self, chunks: DocumentChunks) -> None:
        """Add the document, or put it in the place of an earlier version, in one transaction."""
        spelled = cache(_spelled)  # a cell and its statements share their context
        rows = [
            (
                *(c.id, chunks.doc_id, chunks.organization, chunks.year, chunks.period, c.column, c.level),
                *(spelled(c.context), spelled(c.text)),
            )
            for c in chunks.chunks
        ]
        with self._transaction() as connection:
            _delete(connection, doc_id=chunks.doc_id)
            connection.executemany("INSERT INTO chunks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
            connection.execute("INSERT INTO documents VALUES (?, ?)", (chunks.doc_id, chunks.fingerprint))

    def drop(self, doc_id: str) -> None:
        """Remove the document, if it is there."""
        with self._transaction() as connection:
            _delete(connection, doc_id=doc_id)

    def refresh(self) -> None:
        """Open the file anew: another process may have replaced it. (An index in memory has no other writer.)"""
        if self._path is not None:
            self.close()

    def make_do(self) -> bool:
        """Go on in memory."""
        with self._lock:
            self.close()
            self._path = None
        return True

    def destroy(self) -> None:
        """Leave an empty index, whatever was there."""
        with self._lock:
            self.close()
            if self._path is not None:
                for suffix in ("", "-wal", "-shm"):
                    self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)

    def search(self, query: str, *, filters: Filters, limit: int) -> list[tuple[str, float]]:
        """Chunk ids with their BM25 score, best first; ties go by id. [] where no word of the query is known."""
        terms = list(dict.fromkeys(words(query)))[:MOST_TERMS]
        if not terms or limit < 1:
            return []
        where, values = _conditions(filters)
        sql = (  # weights are constants, conditions hold placeholders only
            f"SELECT chunk_id, bm25(chunks, 0, 0, 0, 0, 0, 0, 0, {CONTEXT_WEIGHT}, {TEXT_WEIGHT}) AS score "  # noqa: S608
            f"FROM chunks WHERE chunks MATCH ?{where} ORDER BY score, chunk_id LIMIT ?"
        )
        with self._session() as connection:
            found = connection.execute(sql, [_match(terms), *values, limit]).fetchall()
        return [(chunk_id, -score) for chunk_id, score in found]

    def close(self) -> None:
        """Close the file; it is opened again when needed."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    @contextmanager
    def _session(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                if self._connection is None:
                    self._connection = _open(self._path)
                yield self._connection
            except sqlite3.Error as exc:
                self.close()
                raise unusable(f"词语索引 {self._path}", problem=str(exc), remedy="可删除该文件，会自动重建") from exc

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._session() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except sqlite3.Error:
                if connection.in_transaction:  # on a full disk SQLite has rolled back by itself
                    connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")


def _open(path: Path | None) -> sqlite3.Connection:
    """The file with its tables, made anew where they are of another format."""
    if path is None:
        return _with_tables(sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False))
    return _with_tables(sqlite.connect(path, writable=sqlite.can_write(path)))


def _with_tables(connection: sqlite3.Connection) -> sqlite3.Connection:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version == WORDS_FORMAT:
        return connection
    if version:
        raise sqlite3.DatabaseError(f"格式 {version} 不是 {WORDS_FORMAT}")
    connection.executescript(_CREATE)
    return connection


def _spelled(text: str) -> str:
    """The words of a text as they are indexed."""
    return " ".join(words(text))


def _delete(connection: sqlite3.Connection, *, doc_id: str) -> None:
    """Remove the document; chunks are looked for only where it is there, because that reads all chunks."""
    if connection.execute("DELETE FROM documents WHERE doc_id = ?", (doc_id,)).rowcount:
        connection.execute("DELETE FROM chunks WHERE doc_id = ?", (doc_id,))


def _match(terms: Sequence[str]) -> str:
    """An FTS5 expression: any of the words, each quoted, so that none is read as an operator."""
    return " OR ".join('"' + term.replace('"', '""') + '"' for term in terms)


def _conditions(filters: Filters) -> tuple[str, list[str | int]]:
    """SQL to append to a WHERE clause, and its values."""
    fields: tuple[tuple[str, Sequence[str | int | None]], ...] = (
        ("doc_id", filters.doc_ids),
        ("organization", (filters.organization,)),
        ("year", (filters.year,)),
        ("period", (filters.period,)),
        ("goal_column", filters.columns),
        ("level", (filters.level,)),
    )
    sql, values = "", []
    for column, wanted in fields:
        known = [value for value in wanted if value is not None]
        if known:
            sql += f" AND {column} IN ({', '.join('?' * len(known))})"
            values += known
    return sql, values
