"""Vectors of questions and phrases, remembered; one that will be needed is begun ahead, in a thread of its own.

Embedding is most of the time that an answer takes, and the engines compute outside Python's lock: so it goes on while
the question's scope is found and the lexical leg searches.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock

REMEMBERED_TEXTS = 4096

Vector = tuple[float, ...]


class QueryVectors:
    """The vector of a text, by calling it; `embed` runs in one thread, so it need not be safe to share."""

    def __init__(self, embed: Callable[[str], Vector]) -> None:
        self._embed = embed
        self._lock = Lock()
        self._begun: OrderedDict[str, Future[Vector]] = OrderedDict()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="kaoping-embedding")

    def __call__(self, text: str) -> Vector:
        """The vector of the text. Raises what `embed` raises, and then tries anew the next time."""
        begun = self.begin(text)
        if begun.exception() is not None:
            with self._lock:
                self._begun.pop(text, None)
        return begun.result()

    def begin(self, text: str) -> Future[Vector]:
        """Have the text embedded while the caller goes on."""
        with self._lock:
            begun = self._begun.get(text)
            if begun is None:
                begun = self._begun[text] = self._thread.submit(self._embed, text)
                if len(self._begun) > REMEMBERED_TEXTS:
                    self._begun.popitem(last=False)
            return begun

    def close(self) -> None:
        """Wait for what was begun; nothing is begun after."""
        self._thread.shutdown()
