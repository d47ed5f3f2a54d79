"""The trail: who did what, when, over which versions of which documents, with what outcome.

It is only ever appended to. Each entry holds the hash of the one before, and a number without gaps whose highest is kept
apart, so that an entry that was changed, left out or cut off at the end shows; who notes the last hash elsewhere sees
even a trail that was written anew. No library does this in so few lines, and none would write to the same transaction.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from index import schema
from index.accounts import moment
from index.database import Database

COUNT = "trail"  # key of the number of entries, in the table `meta`
BATCH = 1000  # entries read by one statement
BEGINNING = "0" * 64  # what the first entry holds in the place of a hash before it


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """What was done. `at` is ISO 8601 in UTC; `documents` are ids with the sha256 of the files they were read from."""

    number: int
    at: str
    name: str
    kind: str
    subject: str
    documents: tuple[tuple[str, str], ...]
    outcome: str
    previous: str
    hash: str

    def expected_hash(self) -> str:
        """The hash that the entry must have."""
        fields = (self.number, self.at, self.name, self.kind, self.subject, self.documents, self.outcome, self.previous)
        return hashlib.sha256(json.dumps(fields, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class TrailCheck:
    """What became of looking through the trail: `broken` is the number of the first entry that isn't right, or None.

    `head` is the hash of the last entry, worth noting elsewhere; "" where there is none.
    """

    entries: int
    head: str
    broken: int | None = None


class Trail:
    """The trail of a store. Safe to share between threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(
        self,
        kind: str,
        *,
        name: str,
        subject: str = "",
        versions: tuple[tuple[str, str], ...] = (),
        outcome: str = "",
    ) -> None:
        """Append an entry; nothing where the database can only be read."""
        if not self._database.writable:
            return
        with self._database.writing() as connection:
            number = _next_number(connection)
            table = schema.trail
            before = connection.execute(select(table.c.hash).where(table.c.number == number - 1)).scalar()
            texts = (moment(datetime.now(UTC)), name, kind, _storable(subject), versions, _storable(outcome))
            entry = TrailEntry(number, *texts, before or BEGINNING, "")
            connection.execute(insert(table), [_row(entry)])

    def entries(self, *, since: str = "") -> Iterator[TrailEntry]:
        """The entries from that time on (ISO 8601 in UTC), the oldest first."""
        last = 0
        while batch := self._read(last, since=since):
            yield from batch
            last = batch[-1].number

    def check(self) -> TrailCheck:
        """Look through the whole trail."""
        previous, seen = BEGINNING, 0
        for entry in self.entries():
            if (entry.number, entry.previous, entry.hash) != (seen + 1, previous, entry.expected_hash()):
                return TrailCheck(self._count(), previous, broken=seen + 1)
            previous, seen = entry.hash, entry.number
        count = self._count()
        return TrailCheck(count, previous if seen else "", broken=seen + 1 if seen < count else None)

    def _read(self, last: int, *, since: str) -> list[TrailEntry]:
        table = schema.trail
        query = select(table).where(table.c.number > last, table.c.at >= since).order_by(table.c.number).limit(BATCH)
        with self._database.reading() as connection:
            if not self._database.has_table(connection, table):
                return []
            return [_entry(row) for row in connection.execute(query).mappings()]

    def _count(self) -> int:
        with self._database.reading() as connection:
            if not self._database.has_table(connection, schema.trail):
                return 0
            return connection.execute(select(schema.meta.c.value).where(schema.meta.c.key == COUNT)).scalar() or 0


def _next_number(connection: Connection) -> int:
    """The number of the next entry. Raising it comes first: that takes the lock, whichever the database."""
    meta = schema.meta
    raised = connection.execute(update(meta).where(meta.c.key == COUNT).values(value=meta.c.value + 1))
    if not raised.rowcount:
        connection.execute(insert(meta), [{"key": COUNT, "value": 1}])
    return int(connection.execute(select(meta.c.value).where(meta.c.key == COUNT)).scalar_one())


def _row(entry: TrailEntry) -> dict[str, Any]:
    values = {name: getattr(entry, name) for name in TrailEntry.__dataclass_fields__}
    return {**values, "documents": [list(version) for version in entry.documents], "hash": entry.expected_hash()}


def _entry(row: Any) -> TrailEntry:
    return TrailEntry(**{**row, "documents": tuple((doc_id, sha256) for doc_id, sha256 in row["documents"])})


def _storable(text: str) -> str:
    """The text without what databases refuse."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")
