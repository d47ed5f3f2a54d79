"""From the tables of an earlier version to those of this one, in one transaction.

Written out by hand rather than with Alembic: there are few steps, each is a handful of plain statements that SQLite and
PostgreSQL both know, and a process that is killed halfway leaves the tables as they were. What is derived (words and
vectors) is not touched: a document's chunks don't change with how it is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import Column, Connection, bindparam, select, text, update
from sqlalchemy.schema import CreateColumn

from index import schema

BATCH = 500  # cells rewritten by one statement


def upgrade(connection: Connection) -> None:
    """Bring tables of any earlier version to this one; nothing where another process has done so.

    The caller's transaction makes it one step.
    """
    for version, step in STEPS:
        if _claim(connection, version):
            step(connection)


def _claim(connection: Connection, version: int) -> bool:
    """Raise the number of tables of this version; False where they are of another.

    A statement that changes a row comes before all others, so that it takes the lock whichever the database.
    """
    meta = schema.meta
    is_of_version = (meta.c.key == "schema_version") & (meta.c.value == version)
    return bool(connection.execute(update(meta).where(is_of_version).values(value=version + 1)).rowcount)


def _keep_places_and_files(connection: Connection) -> None:
    """From version 1 to 2: places in any format, doubts of recognition, files, earlier versions, choices of headers."""
    for column in (schema.documents.c.reader, schema.cells.c.doubts):
        _add_column(connection, column)
    _rewrite_pieces(connection)
    _rewrite_reports(connection)
    schema.metadata.create_all(connection)
    schema.documents_by_content.create(connection, checkfirst=True)


def _keep_attainment(connection: Connection) -> None:
    """From version 2 to 3: direction and basis of figures, and which actual answers which target.

    What is stored has neither until its file is read again; till then it is worked out when asked for.
    """
    for column in (schema.figures.c.direction, schema.figures.c.basis):
        _add_column(connection, column)
    schema.metadata.create_all(connection)
    _read_again(connection)


def _read_again(connection: Connection) -> None:
    """Let every file be read again when it comes next."""
    connection.execute(update(schema.documents).values(reader=0))


STEPS: tuple[tuple[int, Callable[[Connection], None]], ...] = ((1, _keep_places_and_files), (2, _keep_attainment))


def _add_column(connection: Connection, column: Column[Any]) -> None:
    definition = CreateColumn(column).compile(dialect=connection.dialect)
    connection.execute(text(f"ALTER TABLE {column.table.name} ADD COLUMN {definition}"))


def _rewrite_pieces(connection: Connection) -> None:
    """`[start, end, line, field]` with a 0-based field becomes a span and a place with a 1-based column."""
    table = schema.cells
    keys = ("doc_id", "goal", "cell")
    change = update(table).where(*(table.c[key] == bindparam(f"of_{key}") for key in keys))
    for doc_id in list(connection.execute(select(schema.documents.c.doc_id)).scalars()):
        found = connection.execute(
            select(*(table.c[key] for key in keys), table.c.pieces).where(table.c.doc_id == doc_id)
        )
        changed = [
            {**{f"of_{key}": row[key] for key in keys}, "pieces": _pieces(row["pieces"])} for row in found.mappings()
        ]
        for start in range(0, len(changed), BATCH):
            connection.execute(change.values(pieces=bindparam("pieces")), changed[start : start + BATCH])


def _pieces(pieces: Iterable[tuple[int, int, int, int]]) -> list[list[Any]]:
    return [[start, end, line, field + 1, 0, 0, "", None] for start, end, line, field in pieces]


def _rewrite_reports(connection: Connection) -> None:
    table = schema.documents
    for row in connection.execute(select(table.c.doc_id, table.c.report)).all():
        report = _report(row.report)
        connection.execute(update(table).where(table.c.doc_id == row.doc_id).values(report=report))


def _report(report: dict[str, Any]) -> dict[str, Any]:
    """Lines by number become places, headers get the way in which they were understood."""
    return {
        **report,
        "skipped": [[f"第 {line} 行", why] for line, why in report["skipped"]],
        "dropped": [[f"第 {line} 行", why, text] for line, why, text in report["dropped"]],
        "headers": [[header, column, "rule"] for header, column in report["headers"]],
        "remarks": [],
    }
