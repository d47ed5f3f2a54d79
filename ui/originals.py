"""The files that reports were read from, and pictures of their pages.

Pages are drawn by one reading process for all visitors, one at a time, and the last ones are kept: whoever checks a
table against its page turns back and forth.
"""

from __future__ import annotations

import re
import struct
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from corpus.errors import UnreadableDocument

if TYPE_CHECKING:
    from index import Library, SourceFile
    from ui.ingesting import Reader

KEPT = 64 * 1024**2  # bytes of pictures kept
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_SIZE = re.compile(rb"size\0([1-9]\d{0,5}(?:\.\d+)?) ([1-9]\d{0,5}(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as a PNG. `size` is (width, height) in the unit of `Place.box`, None where the picture doesn't tell."""

    png: bytes
    size: tuple[float, float] | None


class Originals:
    """Hands out files and pages of what a library, that of a visitor, holds; `close` ends the reading process.

    Safe to share between threads.
    """

    def __init__(self, open_reader: Callable[[], Reader]) -> None:
        self._open_reader = open_reader
        self._reader: Reader | None = None
        self._lock = Lock()
        self._pictures: OrderedDict[tuple[str, int], PagePicture] = OrderedDict()

    def file(self, doc_id: str, *, library: Library) -> SourceFile:
        """The file of a report.

        Raises:
            UnknownDocument: there is no such report.
            UnreadableDocument: its file was not kept.
        """
        source = library.document(doc_id).source
        file = library.file(doc_id)
        if file is None:
            raise UnreadableDocument(f"{Path(source).name}：资料库里没有保存原件。请重新导入这份文件。")
        return file

    def page(self, doc_id: str, *, page: int, library: Library) -> PagePicture:
        """The picture of a page.

        Raises:
            UnknownDocument: there is no such report.
            UnreadableDocument: its file was not kept, has no such page, or can't be drawn.
        """
        file = self.file(doc_id, library=library)
        key = (file.sha256, page)
        with self._lock:
            if key not in self._pictures:
                self._reader = self._reader or self._open_reader()
                png = self._reader.picture(file.data, path=Path(file.name), page=page)
                self._pictures[key] = PagePicture(png, size_of(png))
                self._forget()
            self._pictures.move_to_end(key)
            return self._pictures[key]

    def close(self) -> None:
        """Let go of pictures and process."""
        with self._lock:
            self._pictures.clear()
            reader, self._reader = self._reader, None
        if reader is not None:
            reader.close()

    def _forget(self) -> None:
        while len(self._pictures) > 1 and sum(len(picture.png) for picture in self._pictures.values()) > KEPT:
            self._pictures.popitem(last=False)


def size_of(png: bytes) -> tuple[float, float] | None:
    """The size that a PNG says it shows, in a text of the name `size` ("595.3 841.9"); None where it has none."""
    position = len(_SIGNATURE)
    while position + 8 <= len(png):
        length, kind = struct.unpack(">I4s", png[position : position + 8])
        content = png[position + 8 : position + 8 + length]
        if kind == b"tEXt" and (found := _SIZE.fullmatch(content)):
            return float(found[1]), float(found[2])
        if kind == b"IDAT":
            return None
        position += length + 12
    return None
