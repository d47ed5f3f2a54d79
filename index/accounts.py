"""The users: who may come in, what they may do, and to which groups of people they belong.

A user who is removed stays in the table under the old name, so that the trail keeps its meaning: the name is never given
to another person. Passwords come and go as encoded hashes; what makes and checks them is no concern of the store.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import Connection, delete, exists, insert, select, update

from corpus.errors import AccountError
from index import schema
from index.database import Database

RoleName = Literal["reader", "editor", "administrator"]


@dataclass(frozen=True, slots=True)
class User:
    """A user. `password` is an encoded hash; the times are ISO 8601 in UTC, `removed_at` None while they may come in."""

    name: str
    role: RoleName
    groups: frozenset[str]
    created_at: str
    removed_at: str | None = None
    password: str = field(default="", repr=False)


class Accounts:
    """The users of a store. Safe to share between threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def any_ever(self) -> bool:
        """Whether there was ever a user; removing the last one doesn't open the page to everybody."""
        with self._database.reading() as connection:
            return self._is_there(connection) and bool(connection.execute(select(exists(schema.users))).scalar())

    def users(self) -> tuple[User, ...]:
        """All users by name, those who were removed too."""
        with self._database.reading() as connection:
            return _read(connection) if self._is_there(connection) else ()

    def user(self, name: str) -> User | None:
        """The user of that name; None where there is none or they were removed."""
        with self._database.reading() as connection:
            found = _read(connection, name=name) if self._is_there(connection) else ()
        return next((user for user in found if user.removed_at is None), None)

    def add(self, name: str, *, password: str, role: RoleName, groups: Iterable[str] = ()) -> User:
        """Add a user; `password` is an encoded hash. Raises AccountError where the name is, or was, somebody's."""
        with self._database.writing() as connection:
            for known in _read(connection, name=name):
                was = "曾属于已移除的用户，不能再用" if known.removed_at else "已经有人用了"
                raise AccountError(f"用户名 {name} {was}；请换一个")
            values = {"name": name, "password": password, "role": role, "created_at": moment(datetime.now(UTC))}
            connection.execute(insert(schema.users), [values])
            _set_groups(connection, name, groups)
            return _known(connection, name)

    def remove(self, name: str) -> None:
        """Let the user in no longer, and end what they are signed in by. Raises AccountError where there is none."""
        with self._database.writing() as connection:
            _known(connection, name)
            change = update(schema.users).where(schema.users.c.name == name)
            connection.execute(change.values(removed_at=moment(datetime.now(UTC)), password=""))
            for table in (schema.sign_ins, schema.tokens):
                connection.execute(delete(table).where(table.c.name == name))

    def set_password(self, name: str, password: str) -> None:
        """Give the user another password, as an encoded hash, and end their sign-ins. Raises AccountError."""
        with self._database.writing() as connection:
            _known(connection, name)
            connection.execute(update(schema.users).where(schema.users.c.name == name).values(password=password))
            connection.execute(delete(schema.sign_ins).where(schema.sign_ins.c.name == name))

    def set_role(self, name: str, role: RoleName) -> User:
        """Give the user another role. Raises AccountError where there is none of that name."""
        with self._database.writing() as connection:
            _known(connection, name)
            connection.execute(update(schema.users).where(schema.users.c.name == name).values(role=role))
            return _known(connection, name)

    def set_groups(self, name: str, groups: Iterable[str]) -> User:
        """Let the user belong to these groups and no others. Raises AccountError where there is none of that name."""
        with self._database.writing() as connection:
            _known(connection, name)
            _set_groups(connection, name, groups)
            return _known(connection, name)

    def _is_there(self, connection: Connection) -> bool:
        return self._database.has_table(connection, schema.users)


def moment(time: datetime) -> str:
    """The time as it is stored: ISO 8601 in UTC, of one length, so that texts compare as times do."""
    return time.astimezone(UTC).isoformat(timespec="milliseconds")


def _set_groups(connection: Connection, name: str, groups: Iterable[str]) -> None:
    table = schema.user_groups
    connection.execute(delete(table).where(table.c.name == name))
    rows = [{"name": name, "group_name": group} for group in sorted(set(groups))]
    if rows:
        connection.execute(insert(table), rows)


def _known(connection: Connection, name: str) -> User:
    for user in _read(connection, name=name):
        if user.removed_at is None:
            return user
    raise AccountError(f"没有用户 {name}；用 kaoping user list 查看已有的用户")


def _read(connection: Connection, *, name: str | None = None) -> tuple[User, ...]:
    """The users by name, or the one of that name."""
    users, groups = schema.users, schema.user_groups
    found, belonging = select(users).order_by(users.c.name), select(groups)
    if name is not None:
        found, belonging = found.where(users.c.name == name), belonging.where(groups.c.name == name)
    names: dict[str, set[str]] = defaultdict(set)
    for row in connection.execute(belonging):
        names[row.name].add(row.group_name)
    return tuple(
        User(row.name, row.role, frozenset(names[row.name]), row.created_at, row.removed_at, row.password)
        for row in connection.execute(found)
    )
