"""Verifications under way: each in a thread of its own, which can be stopped, and stops when its visitor leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Any

from corpus.errors import KaopingError
from ui.documents_tab import following
from ui.language import tr

if TYPE_CHECKING:
    from ui.verify_checked import Checked, Follow

UNVERIFIED = "程序内部出错，没有核对完；详情见服务端的输出"
STOPPED = "已停止，没有核对完。文字还在，可以再次核对。"

Work = Callable[["Follow"], "Checked"]


class Stopped(Exception):
    """The visitor has stopped the verification or left."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Sentences done, of how many; of none, until the draft is read."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Failed:
    """Why nothing came of it."""

    line: str


class Runs:
    """Follows verifications to their end, and stops those that somebody names. Safe to share between threads."""

    def __init__(self) -> None:
        self._running: dict[str, Event] = {}

    def follow(self, work: Work, *, job: str) -> Iterator[Progress | Failed | Checked]:
        """Do the work; how far it is, again and again, and what came of it. It stops when nobody follows any more."""
        stopped = self._running[job] = Event()
        end: Failed | Checked = Failed(tr(UNVERIFIED))
        try:
            yield Progress(0, 0)
            for told in following(partial(_tell, work, stopped=stopped)):
                ends = [item for item in told if not isinstance(item, Progress)]
                progress = next((item for item in reversed(told) if isinstance(item, Progress)), None)
                if ends:
                    end = ends[-1]
                elif progress:
                    yield progress
            yield end
        finally:  # the visitor may have left
            stopped.set()
            self._running.pop(job, None)

    def stop(self, job: str) -> None:
        """Let the verification of that name end at the next sentence."""
        running = self._running.get(job)
        if running:
            running.set()


def _tell(work: Work, tell: Callable[[Any], None], *, stopped: Event) -> None:
    """Do the work; tells the progress, and at the end what came of it or why nothing did."""

    def follow(done: int, total: int) -> None:
        if stopped.is_set():
            raise Stopped
        tell(Progress(done, total))

    try:
        tell(work(follow))
    except Stopped:
        tell(Failed(STOPPED))
    except KaopingError as error:
        tell(Failed(str(error)))
