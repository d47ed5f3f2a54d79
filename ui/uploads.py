"""Files on their way from a browser into the library.

Gradio's own upload is closed (see server): it changes the names of files, keeps them under these names until somebody
deletes them, serves them back to whoever knows the path, and refuses one that is too large in English. Here a file waits
as a temporary file without a name, known by a token that only its sender has; it is gone once it was read or forgotten.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import PureWindowsPath
from tempfile import SpooledTemporaryFile
from threading import Lock

from corpus.errors import ServerError, UnreadableDocument
from corpus.files import MAX_BYTES
from ui.terminal import encodable, plain

ROOM = 2 * 1024**3  # bytes that may wait in all
LIFETIME = 900.0  # seconds that a file waits for whoever sent it
IN_MEMORY = 1024 * 1024  # bytes of a file kept out of the temporary folder
LONGEST_NAME = 200
UNNAMED = "未命名的文件"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent; `name` is what it is called and never a path of this machine."""

    name: str
    size: int
    arrived: float
    content: SpooledTemporaryFile[bytes]

    def read(self) -> bytes:
        """The content, which is given up."""
        with self.content as content:
            content.seek(0)
            return content.read()


class Inbox:
    """The files that wait to be read. Safe to share between threads."""

    def __init__(self, *, room: int = ROOM, clock: Callable[[], float] = time.monotonic) -> None:
        self._room = room
        self._clock = clock
        self._waiting: dict[str, Upload] = {}
        self._lock = Lock()

    async def receive(self, name: str, chunks: AsyncIterator[bytes]) -> str:
        """Keep a file as it comes in; returns its token.

        Raises:
            UnreadableDocument: the file is over `MAX_BYTES`.
            ServerError: too much is waiting.
        """
        name = bare_name(name)
        content: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - see Upload
        try:
            size = await _fill(content, chunks, name=name)
            return self._keep(Upload(name, size, self._clock(), content))
        except BaseException:
            content.close()
            raise

    def take(self, token: str) -> Upload | None:
        """Hand out a file, once; None where there is none of that token."""
        with self._lock:
            return self._waiting.pop(token, None)

    def _keep(self, upload: Upload) -> str:
        token = secrets.token_urlsafe(16)
        with self._lock:
            self._forget_old()
            if upload.size + sum(waiting.size for waiting in self._waiting.values()) > self._room:
                raise ServerError(f"{upload.name}：服务器上等待读取的文件太多。请稍后再上传。")
            self._waiting[token] = upload
        return token

    def _forget_old(self) -> None:
        oldest = self._clock() - LIFETIME
        for token in [token for token, upload in self._waiting.items() if upload.arrived < oldest]:
            self._waiting.pop(token).content.close()


async def _fill(content: SpooledTemporaryFile[bytes], chunks: AsyncIterator[bytes], *, name: str) -> int:
    size = 0
    async for chunk in chunks:
        size += len(chunk)
        if size > MAX_BYTES:
            raise UnreadableDocument(too_large(name))
        content.write(chunk)
    return size


def bare_name(name: str) -> str:
    """The name without folders and control characters, cut where it is longer than any sensible one."""
    name = PureWindowsPath(plain(encodable(name)).replace("\n", " ").replace("\t", " ")).name
    if len(name) > LONGEST_NAME:
        suffix = PureWindowsPath(name).suffix[:10]
        name = name[: LONGEST_NAME - len(suffix)] + suffix
    return name if name.strip(". ") else UNNAMED


def too_large(name: str) -> str:
    """What is said of a file over the limit."""
    return f"{name}：文件超过 {MAX_BYTES // 1024 // 1024} MB 上限。请拆分后再导入。"
