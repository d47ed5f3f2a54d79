"""How long something takes, for tests of how it grows: the processor time of its best run, which noise only lengthens."""

from __future__ import annotations

import time
from collections.abc import Callable

RUNS = 3


def best_seconds(action: Callable[[], object]) -> float:
    """Seconds of processor time that the fastest of a few runs took."""
    return min(_seconds(action) for _ in range(RUNS))


def _seconds(action: Callable[[], object]) -> float:
    began = time.process_time()
    action()
    return time.process_time() - began
