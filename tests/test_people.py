"""Users, passwords, sign-ins, tokens, the throttle and the trail, below the page."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import AccountError, TooManyAttempts
from index import Library
from index.credentials import IDLE, LIFETIME, Credentials
from index.database import Database
from index.store import FILE_NAME
from index_fakes import make_document, open_library
from ui.people.passwords import check_password, fits, hashed
from ui.people.people import group_name, user_name
from ui.people.throttle import MOST_BY_ADDRESS, MOST_BY_NAME, MOST_KEYS, WINDOW, Throttle
from ui.visitors import LONGEST, Role, Visitor

PASSWORD = "清风明月-十个字以上"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_library(tmp_path) as opened:
        opened.accounts.add("王芳", password="hash", role="editor", groups=["甲局", "乙局"])
        yield opened


# Users


def test_a_user_is_kept_with_role_and_groups(library: Library) -> None:
    user = library.accounts.user("王芳")

    assert user and (user.role, user.groups, user.password) == ("editor", {"甲局", "乙局"}, "hash")
    assert "hash" not in repr(user) and user.removed_at is None
    library.accounts.set_groups("王芳", ["丙局"])
    assert library.accounts.set_role("王芳", "reader").groups == {"丙局"}
    assert library.accounts.user("王芳") == library.accounts.users()[0]


def test_a_name_is_never_given_to_another_person(library: Library) -> None:
    with pytest.raises(AccountError, match="已经有人用了"):
        library.accounts.add("王芳", password="x", role="reader")
    library.accounts.remove("王芳")
    with pytest.raises(AccountError, match="曾属于已移除的用户"):
        library.accounts.add("王芳", password="x", role="reader")
    assert library.accounts.user("王芳") is None and library.accounts.users()[0].password == ""


def test_the_page_does_not_open_when_the_last_user_goes(library: Library) -> None:
    library.accounts.remove("王芳")

    assert library.accounts.any_ever()


@pytest.mark.parametrize("change", ["remove", "set_password", "set_role", "set_groups"])
def test_who_is_unknown_is_not_changed(library: Library, change: str) -> None:
    more = {"set_password": ["x"], "set_role": ["reader"], "set_groups": [[]]}

    with pytest.raises(AccountError, match="没有用户 李雷"):
        getattr(library.accounts, change)("李雷", *more.get(change, []))


@pytest.mark.parametrize(
    ("typed", "kept"), [("Wang.Fang", "wang.fang"), (" ｌｉ@ｂｊ ", "li@bj"), ("王芳", "王芳"), ("a-b_1", "a-b_1")]
)
def test_names_are_kept_in_one_spelling(typed: str, kept: str) -> None:
    assert user_name(typed) == kept


@pytest.mark.parametrize("typed", ["", "  ", "a b", "a/b", "x" * 41, "a\nb", "a\u202eb", "<b>"], ids=repr)
def test_what_is_no_name_is_refused(typed: str) -> None:
    with pytest.raises(AccountError):
        user_name(typed)


@pytest.mark.parametrize("typed", ["", " \n", "x" * 41, "甲\u202e乙"], ids=repr)
def test_what_is_no_group_is_refused(typed: str) -> None:
    with pytest.raises(AccountError):
        group_name(typed)
    assert group_name(" 甲局  预算处 ") == "甲局 预算处"


# Passwords


def test_a_password_fits_its_own_hash_alone() -> None:
    encoded = hashed(PASSWORD)

    assert encoded.startswith("$argon2id$") and PASSWORD not in encoded and encoded != hashed(PASSWORD)
    assert fits(PASSWORD, encoded) and not fits(PASSWORD + "x", encoded)
    assert fits("ＡＢＣ１２３-汉字汉字", hashed("ABC123-汉字汉字"))
    assert not fits("nobody", None) and not fits(PASSWORD, "") and not fits(PASSWORD, "no hash")


@pytest.mark.parametrize(
    "password",
    ["", "short", "x1y2z3" * 40, "aaaaaaaaaaaa", "ababababababa", "wangfang12", "WangFangwangfang"],
    ids=["empty", "short", "long", "one sign", "two signs", "name and a little", "name again"],
)
def test_what_is_easy_to_guess_is_refused(password: str) -> None:
    with pytest.raises(AccountError):
        check_password(password, name="wangfang")


def test_a_good_password_is_taken() -> None:
    check_password(PASSWORD, name="wangfang")
    check_password("wangfang has a cat", name="wangfang")


# Sign-ins and tokens


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 1, 5, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def credentials(library: Library, tmp_path: Path, clock: Clock) -> Credentials:
    return Credentials(Database.open_file(tmp_path / FILE_NAME), clock=clock)


def test_a_sign_in_is_known_by_its_secret_alone(credentials: Credentials, tmp_path: Path) -> None:
    secret = credentials.sign_in("王芳")

    assert credentials.signed_in(secret) == "王芳" and credentials.signed_in(secret + "x") is None
    assert credentials.token_of(secret) is None and credentials.signed_in("") is None
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        assert secret not in "\n".join(connection.iterdump())


def test_a_sign_in_ends_when_nobody_uses_it(credentials: Credentials, clock: Clock) -> None:
    used, left = credentials.sign_in("王芳"), credentials.sign_in("王芳")
    for _ in range(3):
        clock.now += IDLE / 2
        assert credentials.signed_in(used) == "王芳"

    assert credentials.signed_in(left) is None


def test_a_sign_in_ends_however_much_it_is_used(credentials: Credentials, clock: Clock) -> None:
    secret, end = credentials.sign_in("王芳"), clock.now + LIFETIME
    while clock.now + IDLE / 2 < end:
        clock.now += IDLE / 2
        assert credentials.signed_in(secret)
    clock.now = end

    assert credentials.signed_in(secret) is None


@pytest.mark.parametrize("how", ["sign_out", "remove", "set_password"])
def test_a_sign_in_is_ended(library: Library, credentials: Credentials, how: str) -> None:
    secret, other = credentials.sign_in("王芳"), credentials.sign_in("王芳")
    if how == "sign_out":
        credentials.sign_out(secret)
        assert credentials.signed_in(other)
    elif how == "remove":
        library.accounts.remove("王芳")
    else:
        library.accounts.set_password("王芳", "other")

    assert credentials.signed_in(secret) is None


def test_a_token_holds_until_it_ends_or_is_revoked(library: Library, credentials: Credentials, clock: Clock) -> None:
    (short, passing), (long, lasting) = (
        credentials.make_token("王芳", label=label, lifetime=lifetime)
        for label, lifetime in (("脚本", timedelta(days=1)), ("助手", None))
    )
    assert credentials.token_of(passing) == credentials.token_of(lasting) == "王芳"
    assert credentials.signed_in(lasting) is None and credentials.tokens() == (long, short)
    clock.now += timedelta(days=2)
    assert credentials.token_of(passing) is None and credentials.token_of(lasting)
    credentials.revoke(long.id)
    assert credentials.token_of(lasting) is None
    with pytest.raises(AccountError, match="没有编号"):
        credentials.revoke(long.id)


def test_the_tokens_of_who_is_removed_hold_no_longer(library: Library, credentials: Credentials) -> None:
    _, secret = credentials.make_token("王芳", label="")
    library.accounts.remove("王芳")

    assert credentials.token_of(secret) is None and credentials.tokens() == ()


# The throttle


def attempts(throttle: Throttle, count: int, *, name: str = "王芳", address: str = "10.0.0.1") -> None:
    for _ in range(count):
        throttle.attempt(name=name, address=address)


def test_wrong_passwords_are_counted_by_user_and_by_address() -> None:
    now = [0.0]
    throttle = Throttle(clock=lambda: now[0])
    attempts(throttle, MOST_BY_NAME)
    with pytest.raises(TooManyAttempts, match="请 15 分钟后再试"):
        attempts(throttle, 1, address="10.0.0.2")  # the same user from elsewhere
    for number in range(MOST_BY_ADDRESS - MOST_BY_NAME):
        attempts(throttle, 1, name=f"用户{number}")
    with pytest.raises(TooManyAttempts):
        attempts(throttle, 1, name="又一人")  # another user from the same place
    now[0] += WINDOW
    attempts(throttle, 1)


def test_the_right_password_counts_for_nothing() -> None:
    throttle = Throttle()
    for _ in range(3 * MOST_BY_ADDRESS):
        attempts(throttle, 1)
        throttle.succeeded(name="王芳", address="10.0.0.1")


def test_ones_own_success_does_not_forgive_guessing_at_others() -> None:
    throttle = Throttle()
    for number in range(MOST_BY_ADDRESS):
        attempts(throttle, 1, name=f"别人{number}")
        if number < MOST_BY_ADDRESS - 1:
            attempts(throttle, 1, name="自己")
            throttle.succeeded(name="自己", address="10.0.0.1")
    with pytest.raises(TooManyAttempts):
        attempts(throttle, 1, name="自己")


def test_made_up_names_take_no_memory() -> None:
    throttle = Throttle()
    for number in range(MOST_KEYS):
        attempts(throttle, 1, name=str(number), address=str(number))

    assert len(throttle._attempts) == MOST_KEYS


# The trail


def write(library: Library, count: int) -> None:
    for number in range(count):
        library.trail.append(
            "ask", name="王芳", subject=f"问题 {number}", versions=(("a", "0" * 64),), outcome="answered"
        )


def tamper(folder: Path, statement: str, *values: Any) -> None:
    with sqlite3.connect(folder / FILE_NAME) as connection:
        for trigger in ("trail_no_update", "trail_no_delete"):
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute(statement, values)


def test_the_trail_keeps_what_was_done(library: Library) -> None:
    write(library, 3)
    first, *_, last = library.trail.entries()

    assert (first.number, first.kind, first.name, first.subject) == (1, "ask", "王芳", "问题 0")
    assert first.documents == (("a", "0" * 64),) and last.number == 3
    assert library.trail.check().entries == 3 and library.trail.check().head == last.hash
    assert [entry.number for entry in library.trail.entries(since=last.at)][-1] == 3
    assert list(library.trail.entries(since="9999")) == []


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE trail SET subject = '别的' WHERE number = 2", 2),
        ("UPDATE trail SET name = '李雷' WHERE number = 4", 4),
        ("UPDATE trail SET documents = '[]' WHERE number = 3", 3),
        ("DELETE FROM trail WHERE number = 1", 1),
        ("DELETE FROM trail WHERE number = 3", 3),
        ("DELETE FROM trail WHERE number = 5", 5),
        ("UPDATE trail SET previous = hash, number = 9 WHERE number = 5", 5),
    ],
    ids=["subject", "who", "versions", "first gone", "one gone", "end cut off", "moved"],
)
def test_what_was_tampered_with_shows(library: Library, tmp_path: Path, statement: str, broken: int) -> None:
    write(library, 5)
    assert library.trail.check().broken is None
    tamper(tmp_path, statement)

    assert library.trail.check().broken == broken


@pytest.mark.parametrize("statement", ["UPDATE trail SET name = ''", "DELETE FROM trail"])
def test_the_database_itself_refuses_to_rewrite_the_trail(library: Library, tmp_path: Path, statement: str) -> None:
    write(library, 1)

    with sqlite3.connect(tmp_path / FILE_NAME) as connection, pytest.raises(sqlite3.IntegrityError, match="append"):
        connection.execute(statement)


def test_an_empty_trail_is_sound(library: Library) -> None:
    found = library.trail.check()

    assert (found.entries, found.head, found.broken) == (0, "", None)


def test_two_processes_write_one_chain(library: Library, tmp_path: Path) -> None:
    with open_library(tmp_path) as other:
        for writer in (library, other, library, other):
            write(writer, 1)

    assert library.trail.check().broken is None and library.trail.check().entries == 4


def test_what_a_visitor_did_is_recorded_over_the_versions_it_was_done_over(library: Library) -> None:
    held = make_document("a-2021-06")
    library.add(held)
    visitor = Visitor("王芳", Role.READER, library, None, None, recorder=library.trail.append)  # type: ignore[arg-type]
    draft = "1-6月民生支出 877.82 亿元。" * 20
    visitor.record("verify", subject=draft, documents=[held, held], outcome="supported 1")
    visitor.record("ask", subject="问" * 5000 + "\ud800\0", outcome="not_found")
    verified, asked = library.trail.entries()

    assert (
        verified.subject.startswith("sha256:") and len(verified.subject) < 160 and "1-6月民生支出" in verified.subject
    )
    assert verified.documents == (("a-2021-06", held.sha256),) and len(asked.subject) == LONGEST
    assert library.trail.check().broken is None
