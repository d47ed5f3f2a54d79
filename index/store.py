"""The truth: documents, and the questions asked of them, in one SQL database.

A document is added, replaced or removed in one transaction that also raises the store's revision, so that another
process sees by one number whether anything changed. SQLAlchemy Core, not the ORM: the records are frozen dataclasses,
and PostgreSQL must be able to take SQLite's place where several servers share the truth.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Engine, create_engine, delete, event, insert, inspect, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import QueuePool

from corpus import Document, StoreError, StoreLocked, StoreReadOnly, StoreTooNew
from index import rows, schema, sqlite

Status = Literal["added", "unchanged", "replaced"]
FILE_NAME = "kaoping.sqlite"
READ_BATCH = 200  # documents read by one statement: databases limit the parameters of one


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The store at one revision: each document's own revision, and the documents that the reader did not know yet."""

    revision: int
    versions: Mapping[str, int]
    news: Mapping[str, Document]


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

    def __init__(self, engine: Engine, *, name: str, writable: bool = True) -> None:
        self._engine = engine
        self._name = name  # as shown to people: a path, or a URL without its password
        self.writable = writable
        self._was_written = False

    @classmethod
    def open_file(cls, path: Path) -> Store:
        """The SQLite file at `path`, created by the first `prepare`; read-only where the folder is."""
        writable = sqlite.can_write(path)
        engine = create_engine(
            "sqlite://", creator=lambda: sqlite.connect(path, writable=writable), poolclass=QueuePool, max_overflow=-1
        )
        event.listen(engine, "begin", _begin)
        return cls(engine, name=str(path), writable=writable)

    @classmethod
    def open_url(cls, url: str) -> Store:
        """A database by SQLAlchemy URL, e.g. `postgresql+psycopg://user:password@host/kaoping`."""
        try:
            engine = create_engine(url, pool_pre_ping=True)
        except (SQLAlchemyError, ImportError) as exc:
            scheme = url.partition("://")[0]
            raise StoreError(f"打不开数据库（{scheme}://…）：{_line(exc)}；请检查地址，并安装它的驱动") from exc
        return cls(engine, name=engine.url.render_as_string(hide_password=True))

    def prepare(self) -> None:
        """Create the tables where there are none.

        Raises:
            StoreTooNew: the tables were written by a newer version.
            StoreError: the database can't be used.
        """
        version = self._schema_version()
        if version is None and self.writable:
            self._create()
        elif version is not None and version > schema.SCHEMA_VERSION:
            raise StoreTooNew(
                f"{self._name} 由更新版本的 kaoping 写入（格式 {version}，本版本只到 {schema.SCHEMA_VERSION}），请升级"
            )

    def revision(self) -> int:
        """A number that every write of a document raises; 0 for an empty store."""
        with self._reading() as connection:
            return _revision(connection) if self._has_tables(connection) else 0

    def snapshot(self, known: Mapping[str, int]) -> Snapshot:
        """Everything at one moment; documents are read only where `known` holds another revision of them, or none."""
        with self._reading() as connection:
            if not self._has_tables(connection):
                return Snapshot(0, {}, {})
            table = schema.documents
            found = connection.execute(select(table.c.doc_id, table.c.revision).order_by(table.c.doc_id))
            versions = {row.doc_id: row.revision for row in found}
            news = [doc_id for doc_id, revision in versions.items() if known.get(doc_id) != revision]
            return Snapshot(_revision(connection), versions, _read(connection, doc_ids=news))

    def status_of(self, document: Document) -> Status:
        """What writing this document would be. A document that only moved to another path is unchanged."""
        with self._reading() as connection:
            known = _read(connection, doc_ids=[document.doc_id]) if self._has_tables(connection) else {}
        stored = known.get(document.doc_id)
        if stored is None:
            return "added"
        return "unchanged" if replace(document, source=stored.source) == stored else "replaced"

    def write(self, document: Document) -> int:
        """Add the document, or put it in the place of the one with its id; returns the new revision."""
        with self._writing() as connection:
            revision = _next_revision(connection)
            _delete(connection, doc_id=document.doc_id)
            connection.execute(insert(schema.documents), [rows.document_row(document, revision=revision)])
            for name, values in rows.part_rows(document).items():
                if values:
                    connection.execute(insert(schema.metadata.tables[name]), values)
            return revision

    def remove(self, doc_id: str) -> int:
        """Remove the document, if there is one of that id; returns the new revision."""
        with self._writing() as connection:
            revision = _next_revision(connection)
            _delete(connection, doc_id=doc_id)
            return revision

    def record_question(self, question: str, *, status: str, answer: str, doc_ids: Sequence[str]) -> None:
        """Append a question that was asked; it does not raise the revision."""
        values = {
            "asked_at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "question": _storable(question),
            "status": status,
            "answer": _storable(answer),
            "doc_ids": list(doc_ids),
        }
        with self._writing() as connection:
            connection.execute(insert(schema.questions), [values])

    def questions(self, *, limit: int) -> tuple[AskedQuestion, ...]:
        """The questions asked last, newest first."""
        table = schema.questions
        with self._reading() as connection:
            if not self._has_tables(connection):
                return ()
            found = connection.execute(select(table).order_by(table.c.id.desc()).limit(limit))
            return tuple(AskedQuestion(r.asked_at, r.question, r.status, r.answer, tuple(r.doc_ids)) for r in found)

    def close(self) -> None:
        """Give back the connections."""
        self._engine.dispose()

    def _schema_version(self) -> int | None:
        with self._reading() as connection:
            return _number(connection, key="schema_version") if self._has_tables(connection) else None

    def _create(self) -> None:
        with self._writing() as connection:
            schema.metadata.create_all(connection)
            if _number(connection, key="schema_version") is None:
                start = [{"key": "schema_version", "value": schema.SCHEMA_VERSION}, {"key": "revision", "value": 0}]
                connection.execute(insert(schema.meta), start)

    def _has_tables(self, connection: Connection) -> bool:
        """Whether the database was ever written; asked of it until it was."""
        self._was_written = self._was_written or inspect(connection).has_table(schema.meta.name)
        return self._was_written

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """A transaction that sees one moment of the store."""
        with self._translated(), self._engine.connect() as connection:
            if connection.dialect.name == "sqlite":  # its transactions are snapshots anyway
                yield connection
            else:
                yield connection.execution_options(isolation_level="REPEATABLE READ")

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        if not self.writable:
            raise StoreReadOnly(f"{self._name} 只能读，不能写入；请改用可写的数据文件夹（--data 或 KAOPING_DATA）")
        engine = self._engine.execution_options(sqlite_begin="BEGIN IMMEDIATE")
        with self._translated(), engine.begin() as connection:
            yield connection

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as exc:
            raise self._translate(_line(exc)) from exc
        except UnicodeEncodeError as exc:
            raise StoreError(f"文字中有无法保存的字符 {exc.object[exc.start : exc.end]!a}，请检查文件的编码") from exc

    def _translate(self, problem: str) -> StoreError:
        if "readonly" in problem or "read-only" in problem:
            return StoreReadOnly(f"{self._name} 只能读，不能写入；请改用可写的数据文件夹（--data 或 KAOPING_DATA）")
        if "locked" in problem:
            return StoreLocked(f"{self._name} 正被另一个进程写入，请稍后再试")
        if "not a database" in problem or "malformed" in problem:
            return StoreError(f"{self._name} 已损坏（{problem}）；请恢复备份，或移走该文件后重新导入报告")
        return StoreError(f"{self._name} 无法使用：{problem}")


def _begin(connection: Connection) -> None:
    """SQLite connections are in autocommit mode; a writer takes the write lock at once rather than halfway."""
    connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN"))


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
        parts = {table.name: _by_document(connection, table=table, doc_ids=batch) for table in schema.PARTS}
        for row in _rows(connection, table=schema.documents, doc_ids=batch):
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


def _line(exc: Exception) -> str:
    """The cause in one line, without SQLAlchemy's statement and its link."""
    cause = getattr(exc, "orig", None) or exc
    return " ".join(str(cause).split())
