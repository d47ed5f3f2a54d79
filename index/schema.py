"""The tables of the truth, in portable SQLAlchemy Core: SQLite by default, PostgreSQL by URL.

Goals, cells, statements, figures and attainments are tables of their own, so that other programs can query them; what is only ever
read as a whole (pieces, notes, the parse report, an earlier version of a document) is JSON. Positions are 0-based and
give the order; a document's rows carry its id and are replaced together. A file is kept by its content, so that a
document, its earlier versions and another document of the same file share it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    DDL,
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    event,
    text,
)

SCHEMA_VERSION = 3  # raise it when older programs could no longer read the tables

metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("key", String(40), primary_key=True),  # schema_version, revision
    Column("value", Integer, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("doc_id", String(200), primary_key=True),
    Column("revision", Integer, nullable=False),  # of the store when this document was last written
    Column("title", Text, nullable=False),
    Column("organization", Text),
    Column("year", Integer),
    Column("period", Text),
    Column("source", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("notes", JSON, nullable=False),
    Column("report", JSON, nullable=False),
    Column("reader", Integer, nullable=False, server_default=text("0")),  # version of the reader that read the file
)

documents_by_content = Index("documents_by_content", documents.c.sha256)


def _key(name: str) -> Column[Any]:
    return Column(name, Integer, primary_key=True, autoincrement=False)


def _doc_id() -> Column[Any]:
    return Column("doc_id", ForeignKey("documents.doc_id", ondelete="CASCADE"), primary_key=True)


goals = Table(
    "goals",
    metadata,
    _doc_id(),
    _key("goal"),
    Column("number", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("starred", Boolean, nullable=False),
)

cells = Table(
    "cells",
    metadata,
    _doc_id(),
    _key("goal"),
    _key("cell"),
    Column("column", String(40), nullable=False),
    Column("label", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("pieces", JSON, nullable=False),  # [[start, end, row, column, page, table, sheet, box], …]
    Column("doubts", JSON, nullable=False, server_default=text("'[]'")),  # [[start, end], …]
)

statements = Table(
    "statements",
    metadata,
    _doc_id(),
    _key("goal"),
    _key("cell"),
    _key("statement"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("item", Integer, nullable=False),
    Column("lead", Text, nullable=False),
)

figures = Table(
    "figures",
    metadata,
    _doc_id(),
    _key("goal"),
    _key("cell"),
    _key("figure"),
    Column("text", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("value", Text, nullable=False),  # exact: the decimal's digits, or the string itself
    Column("is_decimal", Boolean, nullable=False),
    Column("unit", Text),
    Column("comparator", String(10), nullable=False),
    Column("role", String(10), nullable=False),
    Column("metric", Text),
    Column("period", Text),
    Column("scope", Text),
    Column("direction", String(10)),  # up, down
    Column("basis", Text),
)

attainments = Table(
    "attainments",
    metadata,
    _doc_id(),
    _key("goal"),
    _key("attainment"),
    Column("target", Integer, nullable=False),  # positions among all figures of the goal, in the order of its cells
    Column("actual", Integer),
    Column("ratio", Text),  # exact: the decimal's digits
    Column("status", String(10), nullable=False),
)

questions = Table(
    "questions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("asked_at", String(40), nullable=False),  # ISO 8601, UTC
    Column("question", Text, nullable=False),
    Column("status", String(20), nullable=False),
    Column("answer", Text, nullable=False),
    Column("doc_ids", JSON, nullable=False),
)

files = Table(
    "files",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

history = Table(
    "history",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("doc_id", String(200), nullable=False, index=True),
    Column("replaced_at", String(40), nullable=False),  # ISO 8601, UTC
    Column("reason", String(20), nullable=False),  # replaced, removed
    Column("title", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("goals", Integer, nullable=False),
    Column("document", JSON, nullable=False),
)

header_choices = Table(
    "header_choices",
    metadata,
    Column("header", Text, primary_key=True),  # squeezed
    Column("column", String(40), nullable=False),
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("owner", String(200), nullable=False, index=True),  # a user's name, "" where there are no users
    Column("title", Text, nullable=False),
    Column("created_at", String(40), nullable=False),  # ISO 8601, UTC
    Column("changed_at", String(40), nullable=False),
)

exchanges = Table(
    "exchanges",
    metadata,
    Column("conversation", ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("asked_at", String(40), nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),  # its words alone, for searching
    Column("doc_ids", JSON, nullable=False),  # the reports that it quotes
    Column("record", JSON, nullable=False),  # the whole answer
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("given_at", String(40), nullable=False),
    Column("owner", String(200), nullable=False),
    Column("verdict", String(10), nullable=False),  # up, down
    Column("reason", String(20), nullable=False),
    Column("note", Text, nullable=False),
    Column("doc_ids", JSON, nullable=False),  # the reports that were asked
    Column("record", JSON, nullable=False),  # question, history, answer
)

document_groups = Table(
    "document_groups",
    metadata,
    Column("doc_id", String(200), primary_key=True),  # stays when the document is removed: its history has readers too
    Column("group_name", String(100), primary_key=True),
)

users = Table(
    "users",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("password", Text, nullable=False),  # argon2's encoded hash
    Column("role", String(20), nullable=False),  # reader, editor, administrator
    Column("created_at", String(40), nullable=False),
    Column("removed_at", String(40)),  # a name is never given to another person
)

user_groups = Table(
    "user_groups",
    metadata,
    Column("name", ForeignKey("users.name"), primary_key=True),
    Column("group_name", String(100), primary_key=True),
)

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("secret", String(64), primary_key=True),  # sha256 of what the browser holds
    Column("name", ForeignKey("users.name"), nullable=False, index=True),
    Column("created_at", String(40), nullable=False),
    Column("seen_at", String(40), nullable=False),
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("secret", String(64), nullable=False, unique=True),  # sha256 of what the program holds
    Column("name", ForeignKey("users.name"), nullable=False, index=True),
    Column("label", Text, nullable=False),
    Column("created_at", String(40), nullable=False),
    Column("expires_at", String(40)),
)

trail = Table(
    "trail",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),  # from 1, without gaps
    Column("at", String(40), nullable=False),  # ISO 8601, UTC
    Column("name", String(100), nullable=False),  # a user's, "" for whoever is at the machine itself
    Column("kind", String(20), nullable=False),
    Column("subject", Text, nullable=False),
    Column("documents", JSON, nullable=False),  # [[doc_id, sha256], …]
    Column("outcome", Text, nullable=False),
    Column("previous", String(64), nullable=False),  # hash of the entry before
    Column("hash", String(64), nullable=False),
)

for what in ("UPDATE", "DELETE"):  # SQLite alone can be told so in one statement; elsewhere grant no more than INSERT
    refusal = (
        f"CREATE TRIGGER trail_no_{what.lower()} BEFORE {what} ON trail BEGIN SELECT RAISE(ABORT, 'append-only'); END"
    )
    event.listen(trail, "after_create", DDL(refusal).execute_if(dialect="sqlite"))  # type: ignore[no-untyped-call]

PARTS = (goals, cells, statements, figures, attainments)  # the tables that hold the rows of one document
