"""Ask the model, within limits: how long it may take, how much it may say, how often it is asked again.

The library's own retries would wait as long as a server tells them to, and its time-outs start anew with every byte; here
an answer has one deadline, whatever comes in.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Protocol

from assistant.wording.prompt import Messages
from corpus import KaopingError

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited, in seconds: to connect, for the next bytes, for one reply, for all of an answer.

    `retries` at most follow a failure that may pass, the first after `pause`, the next after twice that. After a failure
    the endpoint is left alone for `rest`. `characters` and `size` (bytes) bound one reply.
    """

    connect: float = 3.0
    read: float = 20.0
    reply: float = 40.0
    answer: float = 80.0
    pause: float = 0.5
    rest: float = 30.0
    retries: int = 2
    characters: int = 20_000
    size: int = 4_000_000


class ModelFailure(KaopingError):
    """The model gave nothing that can be used; the message says why, in Chinese, without digits and without the key."""

    def __init__(self, message: str, *, may_pass: bool = False) -> None:
        super().__init__(message)
        self.may_pass = may_pass


class Chat(Protocol):
    """A model that streams text. It raises ModelFailure and nothing else."""

    def stream(self, messages: Messages) -> Iterator[str]:
        """The pieces of its reply, as they come."""


class Asking:
    """Asks a model. It is opened when it is first asked, since its libraries take seconds to load."""

    def __init__(
        self,
        open_chat: Callable[[], Chat],
        *,
        patience: Patience = Patience(),
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._open_chat = open_chat
        self._patience = patience
        self._clock = clock
        self._sleep = sleep
        self._chat: Chat | None = None
        self._left_alone_until = float("-inf")

    def open(self) -> None:
        """Load what asking needs; nothing is connected to."""
        if self._chat is None:
            self._chat = self._open_chat()

    @property
    def is_resting(self) -> bool:
        """Whether the endpoint failed a moment ago and is left alone."""
        return self._clock() < self._left_alone_until

    def deadline(self) -> float:
        """Until when an answer that is begun now may take."""
        return self._clock() + self._patience.answer

    def has_time(self, deadline: float) -> bool:
        """Whether another reply fits in before the deadline."""
        return self._clock() + min(self._patience.reply, self._patience.answer / 2) <= deadline

    def reply(self, messages: Messages, *, deadline: float) -> Iterator[str]:
        """The pieces of the model's reply.

        Raises:
            ModelFailure: it failed, or took too long; it is then left alone for a while.
        """
        try:
            yield from self._reply(messages, deadline=deadline)
        except ModelFailure as failure:
            logger.info("language model: %s", failure)
            self._left_alone_until = self._clock() + self._patience.rest
            raise

    def _reply(self, messages: Messages, *, deadline: float) -> Iterator[str]:
        for attempt in range(self._patience.retries + 1):
            begun = False
            try:
                for piece in self._bounded(messages, deadline=deadline):
                    begun = True
                    yield piece
            except ModelFailure as failure:
                pause = self._patience.pause * 2**attempt
                last = attempt == self._patience.retries or not self.has_time(deadline - pause)
                if begun or last or not failure.may_pass:
                    raise
                self._sleep(pause)
            else:
                return

    def _bounded(self, messages: Messages, *, deadline: float) -> Iterator[str]:
        self.open()
        assert self._chat is not None
        characters, ends = 0, min(deadline, self._clock() + self._patience.reply)
        with closing(_closable(self._chat.stream(messages))) as pieces:
            for piece in pieces:
                if self._clock() > ends:
                    raise ModelFailure("等待超时")
                characters += len(piece)
                if characters > self._patience.characters:
                    return
                if piece:
                    yield piece


def _closable(pieces: Iterator[str]) -> Generator[str]:
    yield from pieces
