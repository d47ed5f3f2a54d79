"""What was worked out for visitors, kept until they fetch it.

A download is an ordinary address: so a result waits under a token that only the page of its visitor has, and is given
out to that visitor alone. The oldest results give way, so that visitors who never come back take no memory.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

ROOM = 256 * 1024**2  # bytes of all results kept
MOST = 200  # results kept

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Download:
    """A file made for a visitor: what it is called, and what is in it."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class _Kept(Generic[Result]):
    result: Result
    size: int
    owner: str


class Results(Generic[Result]):
    """Results by token. Safe to share between threads."""

    def __init__(self, *, room: int = ROOM) -> None:
        self._room = room
        self._kept: OrderedDict[str, _Kept[Result]] = OrderedDict()
        self._lock = Lock()

    def keep(self, result: Result, *, size: int, owner: str) -> str:
        """Keep a result of about `size` bytes for the visitor of that name; returns its token."""
        token = secrets.token_urlsafe(16)
        with self._lock:
            self._kept[token] = _Kept(result, size, owner)
            while len(self._kept) > 1 and (len(self._kept) > MOST or self._taken() > self._room):
                self._kept.popitem(last=False)
        return token

    def get(self, token: str, *, owner: str) -> Result | None:
        """The result of that token, None where it gave way, never was, or is another visitor's."""
        with self._lock:
            kept = self._kept.get(token)
            if kept is None or kept.owner != owner:
                return None
            self._kept.move_to_end(token)
            return kept.result

    def _taken(self) -> int:
        return sum(kept.size for kept in self._kept.values())
