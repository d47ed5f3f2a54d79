"""What nobody waits for gives way to those who wait."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition


class Calm:
    """Knows whether somebody waits for an answer now."""

    def __init__(self) -> None:
        self._waiting = 0
        self._changed = Condition()

    @contextmanager
    def disturbed(self) -> Iterator[None]:
        """Somebody waits for an answer as long as this lasts."""
        with self._changed:
            self._waiting += 1
        try:
            yield
        finally:
            with self._changed:
                self._waiting -= 1
                self._changed.notify_all()

    def come(self, *, within: float) -> bool:
        """Wait until nobody waits for an answer; False where that takes longer than `within` seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting, timeout=within)
