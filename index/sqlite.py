"""Opening a SQLite file, for writing or, where the folder can't be written, for reading.

A file in WAL mode wants to write even for reading (its shared-memory file), so a read-only folder takes two attempts:
`mode=ro`, which works where that file exists, and `immutable=1`, which needs none.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

BUSY_SECONDS = 30.0  # how long a statement waits for another process's transaction


def can_write(path: Path) -> bool:
    """Whether the file at `path` may be written, or created where it does not exist."""
    return os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


def connect(path: Path, *, writable: bool) -> sqlite3.Connection:
    """Open the file in autocommit mode, shareable between threads.

    A file that neither exists nor can be made is an empty database in memory.

    Raises:
        sqlite3.Error: the file can't be opened or is no database.
    """
    if writable:
        connection = _open(f"{path.absolute().as_uri()}?mode=rwc")
        connection.execute("PRAGMA journal_mode=WAL")
        return connection
    return _connect_reading(path) if path.exists() else _open(":memory:")


def _connect_reading(path: Path) -> sqlite3.Connection:
    uri = path.absolute().as_uri()
    connection = _open(f"{uri}?mode=ro")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        return _open(f"{uri}?mode=ro&immutable=1")
    return connection


def _open(uri: str) -> sqlite3.Connection:
    return sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
