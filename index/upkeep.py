"""Keeping what is in memory and in the derived indexes in step with the truth, across threads and processes.

Readers take no lock: they compare the store's revision (one small query) and only where it moved look at the indexes.
Writers, and readers that find something to mend, hold a lock file in the data folder.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import StoreLocked, StoreReadOnly
from corpus.reasons import reason_of
from index.mending import DamagedIndex, Mirror, differs, mend
from index.shelf import Entry, Shelf

if TYPE_CHECKING:
    from index.store import Store

LOCK_FILE = "write.lock"
WRITER_WAITS = 60.0  # seconds that a writer waits for another
READER_WAITS = 1.0  # seconds that a search waits to mend an index before it makes do with what is there

logger = logging.getLogger(__name__)


class Upkeep:
    """The documents in memory, and for each index (by label) the revision at which it was last known to be in step."""

    def __init__(self, folder: Path, *, store: Store) -> None:
        from filelock import FileLock

        self._folder = folder
        self._store = store
        self._shelf = Shelf()
        self._in_step: dict[str, int] = {}
        self._renewing = threading.Lock()
        self._following = threading.Lock()
        self._file_lock = FileLock(folder / LOCK_FILE)  # counts by thread: two threads exclude each other too

    @property
    def writable(self) -> bool:
        """Whether the data folder and the store can be written."""
        return self._store.writable and os.access(self._folder, os.W_OK)

    def shelf(self) -> Shelf:
        """The documents as they are now; what did not change since the last call is not read again."""
        with self._renewing:
            if self._store.revision() != self._shelf.revision:
                self._shelf = self._shelf.renewed(self._store.snapshot(self._shelf.versions))
            return self._shelf

    def is_empty(self) -> bool:
        """Whether there is no document; asked of the store only where none was known."""
        return not self._shelf.entries and not self.shelf().entries

    def follow(self, mirror: Mirror) -> Shelf:
        """Bring an index in step before it is searched, as far as that can be done without waiting long.

        Returns the documents to look its hits up in.
        """
        with self._following:
            shelf = self.shelf()
            if self._in_step.get(mirror.label) == shelf.revision:
                return shelf
            mirror.refresh()
            if differs(mirror, wanted=shelf.chunks):
                self._mend_or_make_do(mirror)
            else:
                self._in_step[mirror.label] = shelf.revision
        return self.shelf()

    def update(self, mirror: Mirror, *, doc_id: str, before: Shelf) -> None:
        """Take over one document that was just written or removed; `before` are the documents before that.

        The caller holds `writing`.
        """
        if self._in_step.get(mirror.label) != before.revision:
            mirror.refresh()
            self.mend(mirror)
            return
        shelf = self.shelf()
        try:
            _take_over(mirror, entry=shelf.entries.get(doc_id), before=before, doc_id=doc_id)
            self._in_step[mirror.label] = shelf.revision
        except DamagedIndex:
            self.mend(mirror)

    def mend(self, mirror: Mirror) -> list[str]:
        """Bring an index in step, whatever it takes. The caller holds `writing`."""
        shelf = self.shelf()
        lines = mend(mirror, wanted=shelf.chunks)
        self._in_step[mirror.label] = shelf.revision
        for line in lines:
            logger.info(line)
        return lines

    def distrust(self, mirror: Mirror) -> None:
        """Have the index looked at again before the next search: it failed."""
        self._in_step.pop(mirror.label, None)

    def require_writable(self) -> None:
        """Raise `StoreReadOnly` where the data folder can't be written."""
        if not self.writable:
            raise StoreReadOnly(f"{self._folder} 只能读，不能写入；请改用可写的数据文件夹（--data 或 KAOPING_DATA）")

    @contextmanager
    def writing(self, *, seconds: float = WRITER_WAITS) -> Iterator[None]:
        """Exclude other writers of the data folder, in this process and others; may be nested.

        Raises:
            StoreLocked: another writer did not finish within `seconds`.
            StoreReadOnly: the folder can't be written.
        """
        from filelock import Timeout

        self.require_writable()
        try:
            self._file_lock.acquire(timeout=seconds)
        except Timeout as exc:
            raise StoreLocked(f"{self._folder} 正被另一个 kaoping 进程写入（已等 {seconds:g} 秒），请稍后再试") from exc
        except OSError as exc:
            raise StoreReadOnly(f"{self._folder} 无法加锁：{reason_of(exc)}；请检查该文件夹的权限") from exc
        try:
            yield
        finally:
            self._file_lock.release()

    def _mend_or_make_do(self, mirror: Mirror) -> None:
        """Mend where nobody else is writing; else leave the index as it is, to be looked at by the next search."""
        if not self.writable:
            if mirror.make_do():
                mend(mirror, wanted=self._shelf.chunks)
            self._in_step[mirror.label] = self._shelf.revision
            return
        try:
            with self.writing(seconds=READER_WAITS):
                self.mend(mirror)
        except StoreLocked as exc:
            logger.warning("%s；%s暂未更新，先用现有内容检索", exc, mirror.label)


def _take_over(mirror: Mirror, *, entry: Entry | None, before: Shelf, doc_id: str) -> None:
    """Put the document into an index that was in step, or drop it; nothing where what is searched did not change."""
    if entry is None:
        mirror.drop(doc_id)
    elif not before.holds(entry.chunks):
        mirror.put(entry.chunks)
