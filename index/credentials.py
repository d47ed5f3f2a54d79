"""By what a user is known again without a password: the sign-in of a browser, the token of a program.

Both are random secrets, of which only the sha256 is kept: whoever reads the database can't come in with what is there.
(Argon2 is for what people think up; 256 random bits can't be guessed, and are looked up at every request.)
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from corpus.errors import AccountError
from index import schema
from index.accounts import moment
from index.database import Database

IDLE = timedelta(hours=8)  # after which a sign-in that nobody used ends
LIFETIME = timedelta(days=7)  # after which it ends anyhow
NOTED = timedelta(minutes=1)  # between two notes that it is used: not every request needs to write
MOST_SIGN_INS = 20  # of one user; the oldest gives way

Clock = Callable[[], datetime]


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Token:
    """A token without its secret; the times are ISO 8601 in UTC, `expires_at` None where it holds until revoked."""

    id: int
    name: str
    label: str
    created_at: str
    expires_at: str | None


class Credentials:
    """The sign-ins and tokens of a store. Safe to share between threads."""

    def __init__(self, database: Database, *, clock: Clock = _now) -> None:
        self._database = database
        self._clock = clock

    def sign_in(self, name: str) -> str:
        """Let the browser of a user in; returns the secret that it shows from now on."""
        secret, now = secrets.token_urlsafe(32), self._clock()
        table = schema.sign_ins
        row = {"secret": _digest(secret), "name": name, "created_at": moment(now), "seen_at": moment(now)}
        with self._database.writing() as connection:
            connection.execute(delete(table).where(~_holds(now)))
            connection.execute(insert(table), [row])
            newest = select(table.c.secret).where(table.c.name == name).order_by(table.c.created_at.desc())
            kept = list(connection.execute(newest.limit(MOST_SIGN_INS)).scalars())
            connection.execute(delete(table).where(table.c.name == name, table.c.secret.not_in(kept)))
        return secret

    def signed_in(self, secret: str) -> str | None:
        """The name of the user whose browser shows that secret; None where it isn't, or no longer, let in."""
        table, now, key = schema.sign_ins, self._clock(), _digest(secret)
        with self._database.reading() as connection:
            if not self._is_there(connection):
                return None
            query = select(table.c.name, table.c.seen_at).where(table.c.secret == key, _holds(now))
            found = connection.execute(query).first()
        if found is None:
            return None
        if found.seen_at < moment(now - NOTED) and self._database.writable:
            with self._database.writing() as connection:
                connection.execute(update(table).where(table.c.secret == key).values(seen_at=moment(now)))
        return str(found.name)

    def sign_out(self, secret: str) -> None:
        """End that sign-in, if there is one."""
        with self._database.writing() as connection:
            connection.execute(delete(schema.sign_ins).where(schema.sign_ins.c.secret == _digest(secret)))

    def make_token(self, name: str, *, label: str, lifetime: timedelta | None = None) -> tuple[Token, str]:
        """Make a token for the programs of a user; its secret is told this once."""
        secret, now = "kp_" + secrets.token_urlsafe(32), self._clock()
        expires_at = None if lifetime is None else moment(now + lifetime)
        row = {
            "secret": _digest(secret),
            "name": name,
            "label": label,
            "created_at": moment(now),
            "expires_at": expires_at,
        }
        with self._database.writing() as connection:
            made = connection.execute(insert(schema.tokens).values(row))
            assert made.inserted_primary_key is not None
            return Token(made.inserted_primary_key[0], name, label, moment(now), expires_at), secret

    def token_of(self, secret: str) -> str | None:
        """The name of the user whose program shows that secret; None where the token doesn't, or no longer, hold."""
        table = schema.tokens
        still = table.c.expires_at.is_(None) | (table.c.expires_at > moment(self._clock()))
        query = select(table.c.name).where(table.c.secret == _digest(secret), still)
        with self._database.reading() as connection:
            return connection.execute(query).scalar() if self._is_there(connection) else None

    def tokens(self) -> tuple[Token, ...]:
        """All tokens, the newest first."""
        table = schema.tokens
        columns = (table.c.id, table.c.name, table.c.label, table.c.created_at, table.c.expires_at)
        with self._database.reading() as connection:
            if not self._is_there(connection):
                return ()
            return tuple(Token(*row) for row in connection.execute(select(*columns).order_by(table.c.id.desc())))

    def revoke(self, token_id: int) -> Token:
        """Let the token hold no longer. Raises AccountError where there is none of that number."""
        with self._database.writing() as connection:
            known = next((token for token in self.tokens() if token.id == token_id), None)
            if known is None:
                raise AccountError(f"没有编号为 {token_id} 的令牌；用 kaoping user tokens 查看")
            connection.execute(delete(schema.tokens).where(schema.tokens.c.id == token_id))
            return known

    def _is_there(self, connection: Connection) -> bool:
        return self._database.has_table(connection, schema.sign_ins)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _holds(now: datetime) -> Any:
    table = schema.sign_ins
    return (table.c.seen_at > moment(now - IDLE)) & (table.c.created_at > moment(now - LIFETIME))
