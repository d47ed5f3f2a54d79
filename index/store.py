"""The truth: documents, the files and versions behind them, what people decided and asked, in one SQL database.

A document is added, replaced or removed in one transaction that also raises the store's revision, so that another
process sees by one number whether anything changed, and that keeps the version before. SQLAlchemy Core, not the ORM: the
records are frozen dataclasses, and PostgreSQL must be able to take SQLite's place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Table, delete, insert, inspect, select, update

from corpus import READER_VERSION, Column, Document, StoreReadOnly, StoreTooNew
from index import archive, membership, migration, rows, schema
from index.accounts import Accounts
from index.conversations import Conversations
from index.credentials import Credentials
from index.database import Database
from index.feedback import Feedback
from index.past import PastVersion, SourceFile
from index.trail import Trail

Status = Literal["added", "unchanged", "replaced"]
FILE_NAME = "kaoping.sqlite"
READ_BATCH = 200  # documents read by one statement: databases limit the parameters of one


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The store at one revision: each document's own revision, and the documents that the reader did not know yet."""

    revision: int
    versions: Mapping[str, int]
    news: Mapping[str, Document]
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)  # of people, by id; of removed documents too


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question that was asked; `asked_at` is ISO 8601 in UTC."""

    asked_at: str
    question: str
    status: str
    answer: str
    doc_ids: tuple[str, ...]


class Store:
    """Documents in SQL. Safe to share between threads; writers must not run at once (the library holds a lock)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open_file(cls, path: Path) -> Store:
        """The SQLite file at `path`, created by the first `prepare`; read-only where the folder is."""
        return cls(Database.open_file(path))

    @classmethod
    def open_url(cls, url: str) -> Store:
        """A database by SQLAlchemy URL, e.g. `postgresql+psycopg://user:password@host/kaoping`."""
        return cls(Database.open_url(url))

    @property
    def conversations(self) -> Conversations:
        """What people asked, conversation by conversation."""
        return Conversations(self._database)

    @property
    def feedback(self) -> Feedback:
        """What people thought of answers."""
        return Feedback(self._database)

    @property
    def accounts(self) -> Accounts:
        """The users."""
        return Accounts(self._database)

    @property
    def credentials(self) -> Credentials:
        """By what users are known again: sign-ins and tokens."""
        return Credentials(self._database)

    @property
    def trail(self) -> Trail:
        """What was done, by whom."""
        return Trail(self._database)

    @property
    def writable(self) -> bool:
        """Whether the database may be written."""
        return self._database.writable

    def prepare(self) -> None:
        """Create the tables where there are none, and bring those of an earlier version up to date.

        Raises:
            StoreTooNew: the tables were written by a newer version.
            StoreReadOnly: they are of an earlier version and can't be written.
            StoreError: the database can't be used.
        """
        version = self._schema_version()
        if version is None and self.writable:
            self._create()
        elif version is not None and version > schema.SCHEMA_VERSION:
            raise StoreTooNew(
                f"{self._database.name} 由更新版本的 kaoping 写入"
                f"（格式 {version}，本版本只到 {schema.SCHEMA_VERSION}），请升级"
            )
        elif version is not None and version < schema.SCHEMA_VERSION:
            self._upgrade(version)
        elif version is not None and self.writable:
            self._add_tables()

    def revision(self) -> int:
        """A number that every write of a document raises; 0 for an empty store."""
        with self._database.reading() as connection:
            return _revision(connection) if self._database.has_tables(connection) else 0

    def snapshot(self, known: Mapping[str, int]) -> Snapshot:
        """Everything at one moment; documents are read only where `known` holds another revision of them, or none."""
        with self._database.reading() as connection:
            if not self._database.has_tables(connection):
                return Snapshot(0, {}, {})
            table = schema.documents
            found = connection.execute(select(table.c.doc_id, table.c.revision).order_by(table.c.doc_id))
            versions = {row.doc_id: row.revision for row in found}
            news = [doc_id for doc_id, revision in versions.items() if known.get(doc_id) != revision]
            groups = membership.read(connection) if self._has(connection, schema.document_groups) else {}
            return Snapshot(_revision(connection), versions, _read(connection, doc_ids=news), groups)

    def status_of(self, document: Document) -> Status:
        """What writing this document would be. A document that only moved to another path is unchanged."""
        with self._database.reading() as connection:
            known = _read(connection, doc_ids=[document.doc_id]) if self._database.has_tables(connection) else {}
        stored = known.get(document.doc_id)
        if stored is None:
            return "added"
        return "unchanged" if replace(document, source=stored.source) == stored else "replaced"

    def write(self, document: Document, *, file: SourceFile | None = None, groups: frozenset[str] | None = None) -> int:
        """Add the document, or put it in the place of the one with its id; returns the new revision.

        What was read from another file goes to history; what the same file was read as before does not. `groups` are
        those for which it is written: a new document is theirs, another one must be.

        Raises:
            AccessDenied: there is, or was, a document of that id that is none of theirs.
        """
        with self._database.writing() as connection:
            if groups is not None:
                membership.claim(connection, document.doc_id, groups=groups)
            revision = _next_revision(connection)
            before = _read(connection, doc_ids=[document.doc_id]).get(document.doc_id)
            if before is not None and before.sha256 != document.sha256:
                archive.keep_version(connection, before, reason="replaced")
            _delete(connection, doc_id=document.doc_id)
            connection.execute(insert(schema.documents), [rows.document_row(document, revision=revision)])
            for name, values in rows.part_rows(document).items():
                if values:
                    connection.execute(insert(schema.metadata.tables[name]), values)
            if file is not None:
                archive.keep_file(connection, file)
            return revision

    def assign(self, doc_id: str, *, groups: frozenset[str]) -> None:
        """Let the document belong to these groups and no others."""
        with self._database.writing() as connection:
            _next_revision(connection)
            membership.assign(connection, doc_id, groups=groups)

    def is_confirmed(self, document: Document, *, file: SourceFile | None) -> bool:
        """Whether `confirm` has nothing to do."""
        with self._database.reading() as connection:
            table = schema.documents
            reader = connection.execute(select(table.c.reader).where(table.c.doc_id == document.doc_id)).scalar()
            return reader == READER_VERSION and (file is None or archive.has_file(connection, sha256=file.sha256))

    def confirm(self, document: Document, *, file: SourceFile | None) -> None:
        """Note that the present reader reads the stored document as it is, and keep its file where none was kept."""
        table = schema.documents
        with self._database.writing() as connection:
            connection.execute(update(table).where(table.c.doc_id == document.doc_id).values(reader=READER_VERSION))
            if file is not None:
                archive.keep_file(connection, file)

    def remove(self, doc_id: str) -> int:
        """Move the document to history, if there is one of that id; returns the new revision."""
        with self._database.writing() as connection:
            revision = _next_revision(connection)
            for document in _read(connection, doc_ids=[doc_id]).values():
                archive.keep_version(connection, document, reason="removed")
            _delete(connection, doc_id=doc_id)
            return revision

    def holding(self, sha256: str) -> tuple[str, ...]:
        """The ids of the documents that the present reader read from a file of this content."""
        table = schema.documents
        query = select(table.c.doc_id).where(table.c.sha256 == sha256, table.c.reader == READER_VERSION)
        with self._database.reading() as connection:
            if not self._database.has_tables(connection):
                return ()
            return tuple(connection.execute(query.order_by(table.c.doc_id)).scalars())

    def file(self, sha256: str) -> SourceFile | None:
        """The file of this content; None where none was kept."""
        with self._database.reading() as connection:
            return archive.read_file(connection, sha256=sha256) if self._database.has_tables(connection) else None

    def history(self, doc_id: str | None) -> tuple[PastVersion, ...]:
        """The earlier versions of a document, or of all, newest first."""
        with self._database.reading() as connection:
            known = self._database.has_tables(connection)
            return archive.read_versions(connection, doc_id=doc_id) if known else ()

    def past_document(self, past_id: int) -> Document | None:
        """The whole document of an earlier version; None where there is none of that id."""
        with self._database.reading() as connection:
            known = self._database.has_tables(connection)
            return archive.read_version(connection, past_id=past_id) if known else None

    def forget_past(self, past_id: int) -> None:
        """Delete an earlier version for good, and its file where nothing else refers to it."""
        with self._database.writing() as connection:
            archive.forget_version(connection, past_id=past_id)

    def header_choices(self) -> dict[str, Column]:
        """What people decided about headers, by squeezed header."""
        table = schema.header_choices
        with self._database.reading() as connection:
            if not self._database.has_tables(connection):
                return {}
            found = connection.execute(select(table).order_by(table.c.header))
            return {row.header: row.column for row in found}

    def choose_header(self, header: str, *, column: Column | None) -> None:
        """Remember the column of a squeezed header; None forgets it."""
        table = schema.header_choices
        with self._database.writing() as connection:
            connection.execute(delete(table).where(table.c.header == header))
            if column is not None:
                connection.execute(insert(table), [{"header": header, "column": column}])

    def record_question(self, question: str, *, status: str, answer: str, doc_ids: Sequence[str]) -> None:
        """Append a question that was asked; it does not raise the revision."""
        values = {
            "asked_at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "question": _storable(question),
            "status": status,
            "answer": _storable(answer),
            "doc_ids": list(doc_ids),
        }
        with self._database.writing() as connection:
            connection.execute(insert(schema.questions), [values])

    def questions(self, *, limit: int) -> tuple[AskedQuestion, ...]:
        """The questions asked last, newest first."""
        table = schema.questions
        with self._database.reading() as connection:
            if not self._database.has_tables(connection):
                return ()
            found = connection.execute(select(table).order_by(table.c.id.desc()).limit(limit))
            return tuple(AskedQuestion(r.asked_at, r.question, r.status, r.answer, tuple(r.doc_ids)) for r in found)

    def close(self) -> None:
        """Give back the connections."""
        self._database.close()

    def _schema_version(self) -> int | None:
        with self._database.reading() as connection:
            return _number(connection, key="schema_version") if self._database.has_tables(connection) else None

    def _create(self) -> None:
        with self._database.writing() as connection:
            schema.metadata.create_all(connection)
            if _number(connection, key="schema_version") is None:
                start = [{"key": "schema_version", "value": schema.SCHEMA_VERSION}, {"key": "revision", "value": 0}]
                connection.execute(insert(schema.meta), start)

    def _has(self, connection: Connection, table: Table) -> bool:
        return self._database.has_table(connection, table)

    def _add_tables(self) -> None:
        """Create the tables that came with no change of the format: what is there is read and written as before."""
        with self._database.reading() as connection:
            known = set(inspect(connection).get_table_names())
        if not schema.metadata.tables.keys() <= known:
            with self._database.writing() as connection:
                schema.metadata.create_all(connection)

    def _upgrade(self, version: int) -> None:
        if not self.writable:
            raise StoreReadOnly(
                f"{self._database.name} 由旧版本写入（格式 {version}），要升级才能读，但它只能读；"
                "请先在可写的位置用本版本打开一次"
            )
        with self._database.writing() as connection:
            migration.upgrade(connection)


def _number(connection: Connection, *, key: str) -> int | None:
    return connection.execute(select(schema.meta.c.value).where(schema.meta.c.key == key)).scalar()


def _revision(connection: Connection) -> int:
    return _number(connection, key="revision") or 0


def _next_revision(connection: Connection) -> int:
    table = schema.meta
    connection.execute(update(table).where(table.c.key == "revision").values(value=table.c.value + 1))
    return _revision(connection)


def _delete(connection: Connection, *, doc_id: str) -> None:
    for table in (*reversed(schema.PARTS), schema.documents):
        connection.execute(delete(table).where(table.c.doc_id == doc_id))


def _read(connection: Connection, *, doc_ids: Sequence[str]) -> dict[str, Document]:
    """The documents of these ids that are there."""
    documents: dict[str, Document] = {}
    for start in range(0, len(doc_ids), READ_BATCH):
        batch = doc_ids[start : start + READ_BATCH]
        found = _rows(connection, table=schema.documents, doc_ids=batch)
        if not found:
            continue
        parts = {table.name: _by_document(connection, table=table, doc_ids=batch) for table in schema.PARTS}
        for row in found:
            doc_id = row["doc_id"]
            documents[doc_id] = rows.assemble(row, parts={name: part[doc_id] for name, part in parts.items()})
    return documents


def _by_document(connection: Connection, *, table: Any, doc_ids: Sequence[str]) -> dict[str, list[rows.Row]]:
    groups: dict[str, list[rows.Row]] = defaultdict(list)
    for row in _rows(connection, table=table, doc_ids=doc_ids):
        groups[row["doc_id"]].append(row)
    return groups


def _rows(connection: Connection, *, table: Any, doc_ids: Sequence[str]) -> Sequence[rows.Row]:
    """The rows of these documents in the order of the table's key."""
    query = select(table).where(table.c.doc_id.in_(doc_ids)).order_by(*table.primary_key.columns)
    return [dict(row) for row in connection.execute(query).mappings()]


def _storable(text: str) -> str:
    """A typed text without what databases refuse: null characters and lone surrogates."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")
