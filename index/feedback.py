"""What people thought of answers: right or wrong, and why; with what was asked and answered, so that it can be used.

It is kept apart from the conversations: those are their owner's to delete, while an answer that was wrong must be
looked at by whoever looks after the program.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import delete, insert, select

from corpus import StoreError
from index import schema
from index.conversations import LARGEST_RECORD, cleaned, storable
from index.database import Database

Verdict = Literal["up", "down"]
MOST = 20_000  # opinions kept; the oldest give way
LONGEST_NOTE = 500  # characters


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody thought of an answer. `doc_ids` are the reports asked, `record` question, history and answer.

    `reason` is "" or one of a few words that the page offers, `given_at` ISO 8601 in UTC.
    """

    owner: str
    verdict: Verdict
    reason: str
    note: str
    doc_ids: tuple[str, ...]
    record: Mapping[str, Any]
    given_at: str = ""
    id: int = 0


class Feedback:
    """All opinions of a store. Safe to share between threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def give(self, opinion: Opinion) -> None:
        """Keep an opinion; a longer note is cut.

        Raises:
            StoreError: the answer is too large, or the store can't be written.
        """
        table, record = schema.feedback, json.dumps(opinion.record, ensure_ascii=False)
        if len(record) > LARGEST_RECORD:
            raise StoreError("这个回答太长，意见没有保存；请缩小提问的范围后再评")
        row = {
            "given_at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "owner": opinion.owner,
            "verdict": opinion.verdict,
            "reason": opinion.reason,
            "note": storable(opinion.note)[:LONGEST_NOTE],
            "doc_ids": list(opinion.doc_ids),
            "record": cleaned(opinion.record),
        }
        with self._database.writing() as connection:
            schema.metadata.create_all(connection, tables=[table])
            newest = connection.execute(insert(table).values(**row)).inserted_primary_key
            connection.execute(delete(table).where(table.c.id <= (newest[0] if newest else 0) - MOST))

    def all(self) -> tuple[Opinion, ...]:
        """Every opinion, oldest first."""
        table = schema.feedback
        with self._database.reading() as connection:
            if not (self._database.has_tables(connection) and self._database.has_table(connection, table)):
                return ()
            return tuple(
                Opinion(
                    row.owner,
                    row.verdict,
                    row.reason,
                    row.note,
                    tuple(row.doc_ids),
                    row.record,
                    row.given_at,
                    row.id,
                )
                for row in connection.execute(select(table).order_by(table.c.id))
            )
