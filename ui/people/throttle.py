"""How often passwords may be wrong: by user, so that nobody's is guessed, and by address, so that nobody tries them all.

Kept in memory: there is one server, and whoever can restart it needs no password.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from corpus.errors import TooManyAttempts

WINDOW = 900.0  # seconds that a wrong password counts
MOST_BY_NAME, MOST_BY_ADDRESS = 5, 30  # wrong passwords within them; an office may share one address
MOST_KEYS = 10_000  # users and addresses remembered


class Throttle:
    """Counts attempts. Safe to share between threads."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._attempts: OrderedDict[tuple[str, str], list[float]] = OrderedDict()
        self._lock = Lock()

    def attempt(self, *, name: str, address: str) -> None:
        """Count an attempt, before it is known whether the password is right. Raises TooManyAttempts."""
        limits = {("name", name): MOST_BY_NAME, ("address", address): MOST_BY_ADDRESS}
        with self._lock:
            waits = [self._wait(key, most=most) for key, most in limits.items()]
            if any(waits):
                minutes = math.ceil(max(waits) / 60)
                raise TooManyAttempts(f"登录失败次数太多；请 {minutes} 分钟后再试")
            for key in limits:
                self._attempts.setdefault(key, []).append(self._clock())
                self._attempts.move_to_end(key)
            while len(self._attempts) > MOST_KEYS:
                self._attempts.popitem(last=False)

    def succeeded(self, *, name: str, address: str) -> None:
        """The password of the last attempt was right."""
        with self._lock:
            self._attempts.pop(("name", name), None)
            of_address = self._attempts.get(("address", address))
            if of_address:
                of_address.pop()

    def _wait(self, key: tuple[str, str], *, most: int) -> float:
        """Seconds until another attempt may be made."""
        now = self._clock()
        recent = [at for at in self._attempts.get(key, ()) if at > now - WINDOW]
        if key in self._attempts:
            self._attempts[key] = recent
        return recent[-most] + WINDOW - now if len(recent) >= most else 0.0
