"""Which groups of people a document belongs to.

Functions on a connection: each is a part of a transaction of the store, so that a document is never there for a moment
without belonging to whom it should. A document belongs to any number of groups, a person too; who shares one sees it.
What belongs to none is seen by administrators alone.
"""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import Connection, delete, exists, insert, select

from corpus.errors import AccessDenied
from index import schema


def read(connection: Connection) -> dict[str, frozenset[str]]:
    """The groups of every document that has any, by its id; of removed ones too."""
    groups: dict[str, set[str]] = defaultdict(set)
    for row in connection.execute(select(schema.document_groups)):
        groups[row.doc_id].add(row.group_name)
    return {doc_id: frozenset(names) for doc_id, names in groups.items()}


def assign(connection: Connection, doc_id: str, *, groups: frozenset[str]) -> None:
    """Let the document belong to these groups and no others."""
    table = schema.document_groups
    connection.execute(delete(table).where(table.c.doc_id == doc_id))
    if groups:
        connection.execute(insert(table), [{"doc_id": doc_id, "group_name": group} for group in sorted(groups)])


def claim(connection: Connection, doc_id: str, *, groups: frozenset[str]) -> None:
    """Give a new document to the groups.

    Raises:
        AccessDenied: there is, or was, one of that id, and it belongs to none of them.
    """
    table = schema.document_groups
    owners = set(connection.execute(select(table.c.group_name).where(table.c.doc_id == doc_id)).scalars())
    if owners & groups:
        return
    if owners or _is_known(connection, doc_id):
        raise AccessDenied("这份报告不归您的分组管理，不能更改")
    assign(connection, doc_id, groups=groups)


def _is_known(connection: Connection, doc_id: str) -> bool:
    tables = (schema.documents, schema.history)
    return any(connection.execute(select(exists().where(table.c.doc_id == doc_id))).scalar() for table in tables)
