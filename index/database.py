"""The one SQL database behind the store: opening it, its transactions, and its errors in our words.

SQLAlchemy Core rather than `sqlite3`, so that PostgreSQL can take SQLite's place where several servers share the truth.
What the tables mean is the store's concern.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, create_engine, event, inspect
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import QueuePool

from corpus import StoreError, StoreLocked, StoreReadOnly
from index import schema, sqlite
from index.mending import FULL_DISK


class Database:
    """Transactions on one database. Safe to share between threads.

    `name` is how people know it: a path, or a URL without its password.
    """

    def __init__(self, engine: Engine, *, name: str, writable: bool = True) -> None:
        self._engine = engine
        self.name = name
        self.writable = writable
        self._was_written = False
        self._known_tables: set[str] = set()

    @classmethod
    def open_file(cls, path: Path) -> Database:
        """The SQLite file at `path`, created by the first write; read-only where the folder is."""
        writable = sqlite.can_write(path)
        engine = create_engine(
            "sqlite://", creator=lambda: sqlite.connect(path, writable=writable), poolclass=QueuePool, max_overflow=-1
        )
        event.listen(engine, "begin", _begin)
        return cls(engine, name=str(path), writable=writable)

    @classmethod
    def open_url(cls, url: str) -> Database:
        """A database by SQLAlchemy URL, e.g. `postgresql+psycopg://user:password@host/kaoping`."""
        try:
            engine = create_engine(url, pool_pre_ping=True)
        except (SQLAlchemyError, ImportError) as exc:
            scheme = url.partition("://")[0]
            raise StoreError(f"打不开数据库（{scheme}://…）：{_line(exc)}；请检查地址，并安装它的驱动") from exc
        return cls(engine, name=engine.url.render_as_string(hide_password=True))

    def has_tables(self, connection: Connection) -> bool:
        """Whether the database was ever written; asked of it until it was."""
        self._was_written = self._was_written or inspect(connection).has_table(schema.meta.name)
        return self._was_written

    def has_table(self, connection: Connection, table: Table) -> bool:
        """Whether that table exists: a database of an earlier version may lack the newer ones."""
        if table.name not in self._known_tables and inspect(connection).has_table(table.name):
            self._known_tables.add(table.name)
        return table.name in self._known_tables

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one moment of the database."""
        with self._translated(), self._engine.connect() as connection:
            if connection.dialect.name == "sqlite":  # its transactions are snapshots anyway
                yield connection
            else:
                yield connection.execution_options(isolation_level="REPEATABLE READ")

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is kept as a whole, or, where the block raises, not at all."""
        if not self.writable:
            raise self._read_only()
        engine = self._engine.execution_options(sqlite_begin="BEGIN IMMEDIATE")
        with self._translated(), engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Give back the connections."""
        self._engine.dispose()

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
            return self._read_only()
        if any(sign in problem for sign in FULL_DISK):
            return StoreError(f"{self.name} 写不进去：磁盘已满，请腾出空间后再试")
        if "locked" in problem:
            return StoreLocked(f"{self.name} 正被另一个进程写入，请稍后再试")
        if "not a database" in problem or "malformed" in problem:
            return StoreError(f"{self.name} 已损坏（{problem}）；请恢复备份，或移走该文件后重新导入报告")
        return StoreError(f"{self.name} 无法使用：{problem}")

    def _read_only(self) -> StoreReadOnly:
        return StoreReadOnly(f"{self.name} 只能读，不能写入；请改用可写的数据文件夹（--data 或 KAOPING_DATA）")


def _begin(connection: Connection) -> None:
    """SQLite connections are in autocommit mode; a writer takes the write lock at once rather than halfway."""
    connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN"))


def _line(exc: Exception) -> str:
    """The cause in one line, without SQLAlchemy's statement and its link."""
    cause = getattr(exc, "orig", None) or exc
    return " ".join(str(cause).split())
