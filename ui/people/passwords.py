"""Passwords: what one must be like, and their hashes. The one place that knows argon2.

A hash takes 64 MB and a moment, which is what makes guessing dear; so only a few are made at a time, lest a flood of
sign-ins takes the memory. An unknown user is answered as slowly as a known one.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from threading import BoundedSemaphore

from corpus.errors import AccountError

SHORTEST, LONGEST = 10, 200  # characters of a password
AT_ONCE = 2  # hashes made at a time

_turn = BoundedSemaphore(AT_ONCE)


def check_password(password: str, *, name: str) -> None:
    """Raise AccountError where the password is too easy to guess, or too long to be hashed."""
    if len(password) < SHORTEST:
        raise AccountError(f"密码太短；请至少用 {SHORTEST} 个字符")
    if len(password) > LONGEST:
        raise AccountError(f"密码太长；请不超过 {LONGEST} 个字符")
    rest = password.casefold().replace(name, "")
    if len(rest) < SHORTEST // 2 or len(set(password)) < 4:
        raise AccountError("密码太容易猜到；请不要用用户名或重复的字符")


def hashed(password: str) -> str:
    """The encoded hash of a password."""
    from argon2 import PasswordHasher

    with _turn:
        return PasswordHasher().hash(_spelled(password))


def fits(password: str, encoded: str | None) -> bool:
    """Whether that is the password of the encoded hash; None is the hash of nobody, which takes as long to compare."""
    from argon2 import PasswordHasher
    from argon2.exceptions import Argon2Error, InvalidHashError

    compared = encoded or _nobody()
    with _turn:
        try:
            PasswordHasher().verify(compared, _spelled(password))
        except (Argon2Error, InvalidHashError):
            return False
    return bool(encoded)


@cache
def _nobody() -> str:
    from argon2 import PasswordHasher

    return PasswordHasher().hash("nobody")


def _spelled(password: str) -> bytes:
    """The password as every keyboard spells it: full-width signs of a Chinese input method are the plain ones."""
    return unicodedata.normalize("NFKC", password[: LONGEST + 1]).encode("utf-8", "replace")
