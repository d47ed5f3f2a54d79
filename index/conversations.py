"""The conversations that people had, each with its owner: kept, found again, renamed and thrown away.

They lie in the database of the documents, but raise no revision: nothing that is searched depends on them. What an
answer holds is the business of whoever keeps it; here it is a record with the reports that it quotes, so that a search
can leave out what its owner may no longer see.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from corpus import StoreError
from corpus.errors import UnknownConversation
from index import schema
from index.database import Database

MOST_CONVERSATIONS = 500  # of one owner; the one that was left longest ago gives way
MOST_EXCHANGES = 200  # of one conversation
LONGEST_TITLE = 80  # characters
LARGEST_RECORD = 1024**2  # characters of an answer's record as JSON
READ_BATCH = 200  # conversations looked at by one statement


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation without what was said; the times are ISO 8601 in UTC."""

    id: str
    title: str
    created_at: str
    changed_at: str
    exchanges: int


@dataclass(frozen=True, slots=True)
class KeptExchange:
    """A question and what came of it. `answer` is its words, `doc_ids` the reports it quotes, `record` all of it."""

    question: str
    answer: str
    doc_ids: tuple[str, ...]
    record: Mapping[str, Any]
    asked_at: str = ""


class Conversations:
    """All conversations of a store. Whoever calls says for whom; nobody gets at another's. Safe to share."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, owner: str) -> tuple[Conversation, ...]:
        """The conversations of an owner, the one changed last first."""
        table = schema.conversations
        with self._database.reading() as connection:
            if not _is_there(self._database, connection):
                return ()
            counts = _counts(connection, owner=owner)
            query = select(table).where(table.c.owner == owner).order_by(table.c.changed_at.desc(), table.c.id)
            return tuple(
                Conversation(row.id, row.title, row.created_at, row.changed_at, counts.get(row.id, 0))
                for row in connection.execute(query)
            )

    def search(self, owner: str, words: str, *, visible: Collection[str]) -> tuple[Conversation, ...]:
        """Those whose title, questions or answers hold all of the words; answers count where all they quote is visible."""
        sought = words.casefold().split()
        heads, table = schema.conversations, schema.exchanges
        columns = (table.c.conversation, table.c.question, table.c.answer, table.c.doc_ids)
        query = select(*columns).join(heads, heads.c.id == table.c.conversation).where(heads.c.owner == owner)
        kept = self.of(owner)
        found = {conversation.id for conversation in kept if _holds(conversation.title, sought)}
        with self._database.reading() as connection:
            for row in connection.execute(query) if kept else ():
                answer = row.answer if set(row.doc_ids) <= set(visible) else ""
                if row.conversation not in found and _holds(f"{row.question}\n{answer}", sought):
                    found.add(row.conversation)
        return tuple(conversation for conversation in kept if conversation.id in found)

    def exchanges(self, owner: str, identifier: str) -> tuple[KeptExchange, ...]:
        """What was asked in a conversation, in order.

        Raises:
            UnknownConversation: the owner has none of that id.
        """
        table = schema.exchanges
        with self._database.reading() as connection:
            self._require(connection, owner=owner, identifier=identifier)
            query = select(table).where(table.c.conversation == identifier).order_by(table.c.position)
            return tuple(
                KeptExchange(row.question, row.answer, tuple(row.doc_ids), row.record, row.asked_at)
                for row in connection.execute(query)
            )

    def get(self, owner: str, identifier: str) -> Conversation:
        """The conversation of that id. Raises UnknownConversation."""
        found = next((one for one in self.of(owner) if one.id == identifier), None)
        if found is None:
            raise _unknown()
        return found

    def start(self, owner: str, title: str) -> str:
        """A new conversation without exchanges; returns its id. The oldest of too many are deleted.

        Raises:
            StoreReadOnly: the store can't be written.
        """
        identifier, now = uuid.uuid4().hex, _now()
        row = {"id": identifier, "owner": owner, "title": _titled(title), "created_at": now, "changed_at": now}
        with self._database.writing() as connection:
            self._make_room(connection, owner=owner)
            connection.execute(insert(schema.conversations), [row])
        return identifier

    def append(self, owner: str, identifier: str, exchange: KeptExchange) -> None:
        """Add an exchange at the end.

        Raises:
            UnknownConversation: the owner has none of that id.
            StoreError: it is full, the answer is too large, or the store can't be written.
        """
        if len(json.dumps(exchange.record, ensure_ascii=False)) > LARGEST_RECORD:
            raise StoreError("这个回答太长，没有保存到对话记录；请缩小提问的范围")
        table = schema.exchanges
        with self._database.writing() as connection:
            self._require(connection, owner=owner, identifier=identifier)
            position = _length(connection, identifier=identifier)
            if position >= MOST_EXCHANGES:
                raise StoreError(f"这个对话已有 {MOST_EXCHANGES} 问，不再保存；请开始新对话")
            row = {"conversation": identifier, "position": position, "asked_at": _now(), **_row(exchange)}
            connection.execute(insert(table), [row])
            _change(connection, identifier=identifier, changed_at=_now())

    def rename(self, owner: str, identifier: str, title: str) -> None:
        """Give a conversation another title; a blank one changes nothing. Raises UnknownConversation."""
        with self._database.writing() as connection:
            self._require(connection, owner=owner, identifier=identifier)
            if title.strip():
                _change(connection, identifier=identifier, title=_titled(title))

    def delete(self, owner: str, identifier: str) -> None:
        """Delete a conversation for good. Raises UnknownConversation."""
        with self._database.writing() as connection:
            self._require(connection, owner=owner, identifier=identifier)
            _delete(connection, [identifier])

    def forget(self, owner: str) -> None:
        """Delete all conversations of an owner."""
        table = schema.conversations
        with self._database.writing() as connection:
            if _is_there(self._database, connection):
                ids = connection.execute(select(table.c.id).where(table.c.owner == owner)).scalars()
                _delete(connection, list(ids))

    def _require(self, connection: Connection, *, owner: str, identifier: str) -> None:
        table = schema.conversations
        query = select(table.c.id).where(table.c.id == identifier, table.c.owner == owner)
        if not _is_there(self._database, connection) or connection.execute(query).scalar() is None:
            raise _unknown()

    def _make_room(self, connection: Connection, *, owner: str) -> None:
        table = schema.conversations
        schema.metadata.create_all(connection, tables=[table, schema.exchanges])
        query = select(table.c.id).where(table.c.owner == owner).order_by(table.c.changed_at.desc(), table.c.id)
        _delete(connection, list(connection.execute(query.offset(MOST_CONVERSATIONS - 1)).scalars()))


def _unknown() -> UnknownConversation:
    return UnknownConversation("没有这个对话；它可能已被删除，请从对话记录中另选一个")


def _is_there(database: Database, connection: Connection) -> bool:
    """Whether the tables exist: a store of an earlier version gets them with its first conversation."""
    return database.has_tables(connection) and database.has_table(connection, schema.conversations)


def _holds(text: str, words: Sequence[str]) -> bool:
    folded = text.casefold()
    return all(word in folded for word in words)


def _row(exchange: KeptExchange) -> dict[str, Any]:
    return {
        "question": storable(exchange.question),
        "answer": storable(exchange.answer),
        "doc_ids": list(exchange.doc_ids),
        "record": cleaned(exchange.record),
    }


def _counts(connection: Connection, *, owner: str) -> dict[str, int]:
    heads, table = schema.conversations, schema.exchanges
    query = (
        select(table.c.conversation, func.count().label("number"))
        .join(heads, heads.c.id == table.c.conversation)
        .where(heads.c.owner == owner)
        .group_by(table.c.conversation)
    )
    return {row.conversation: row.number for row in connection.execute(query)}


def _length(connection: Connection, *, identifier: str) -> int:
    table = schema.exchanges
    query = select(func.count()).select_from(table).where(table.c.conversation == identifier)
    return int(connection.execute(query).scalar_one())


def _change(connection: Connection, *, identifier: str, **values: str) -> None:
    table = schema.conversations
    connection.execute(update(table).where(table.c.id == identifier).values(**values))


def _delete(connection: Connection, identifiers: Sequence[str]) -> None:
    for start in range(0, len(identifiers), READ_BATCH):
        batch = identifiers[start : start + READ_BATCH]
        connection.execute(delete(schema.exchanges).where(schema.exchanges.c.conversation.in_(batch)))
        connection.execute(delete(schema.conversations).where(schema.conversations.c.id.in_(batch)))


def _titled(title: str) -> str:
    line = " ".join(storable(title).split()) or "（空白）"
    return line if len(line) <= LONGEST_TITLE else f"{line[: LONGEST_TITLE - 1]}…"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def storable(text: str) -> str:
    """A text without what databases refuse: null characters and lone surrogates."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")


def cleaned(value: Any) -> Any:
    """A record whose texts can be stored; it is one of ours, so it nests a few levels at most."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, Mapping):
        return {key: cleaned(item) for key, item in value.items()}
    return [cleaned(item) for item in value] if isinstance(value, list | tuple) else value
