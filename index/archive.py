"""What the store keeps beside the documents of today: the files they were read from, and the versions before them.

Functions on a connection: each is a part of a transaction of the store, so that a document never goes without its
earlier version being kept, nor a file without the last record that refers to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, exists, insert, select

from corpus import Document, document_from, document_record
from index import schema
from index.past import PastVersion, Reason, SourceFile


def keep_file(connection: Connection, file: SourceFile) -> None:
    """Keep the file, unless one of its content is kept."""
    table = schema.files
    if not has_file(connection, sha256=file.sha256):
        connection.execute(insert(table), [{"sha256": file.sha256, "name": file.name, "data": file.data}])


def has_file(connection: Connection, *, sha256: str) -> bool:
    """Whether a file of this content is kept."""
    return bool(connection.execute(select(exists().where(schema.files.c.sha256 == sha256))).scalar())


def read_file(connection: Connection, *, sha256: str) -> SourceFile | None:
    """The file of this content; None where none is kept."""
    row = connection.execute(select(schema.files).where(schema.files.c.sha256 == sha256)).first()
    return SourceFile(row.name, bytes(row.data), row.sha256) if row else None


def forget_unused_file(connection: Connection, *, sha256: str) -> None:
    """Delete the file of this content where neither a document nor an earlier version refers to it."""
    users = (schema.documents, schema.history)
    unused = (~exists().where(table.c.sha256 == schema.files.c.sha256) for table in users)
    connection.execute(delete(schema.files).where(schema.files.c.sha256 == sha256, *unused))


def keep_version(connection: Connection, document: Document, *, reason: Reason) -> None:
    """Keep a document that is about to go."""
    values = {
        "doc_id": document.doc_id,
        "replaced_at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "reason": reason,
        "title": document.title,
        "source": document.source,
        "sha256": document.sha256,
        "goals": len(document.goals),
        "document": document_record(document),
    }
    connection.execute(insert(schema.history), [values])


def read_versions(connection: Connection, *, doc_id: str | None) -> tuple[PastVersion, ...]:
    """The earlier versions of a document, or of all, newest first."""
    table = schema.history
    columns = (table.c[field.name] for field in fields(PastVersion))
    query = select(*columns).order_by(table.c.id.desc())
    found = connection.execute(query if doc_id is None else query.where(table.c.doc_id == doc_id))
    return tuple(PastVersion(**row) for row in found.mappings())


def read_version(connection: Connection, *, past_id: int) -> Document | None:
    """The whole document of an earlier version; None where there is none of that id."""
    table = schema.history
    record: Mapping[str, Any] | None = connection.execute(
        select(table.c.document).where(table.c.id == past_id)
    ).scalar()
    return None if record is None else document_from(dict(record))


def forget_version(connection: Connection, *, past_id: int) -> None:
    """Delete an earlier version, if there is one of that id, and its file where nothing else refers to it."""
    table = schema.history
    sha256 = connection.execute(select(table.c.sha256).where(table.c.id == past_id)).scalar()
    connection.execute(delete(table).where(table.c.id == past_id))
    if sha256 is not None:
        forget_unused_file(connection, sha256=sha256)
