"""Open a PDF, page by page: the one place that knows what pdfminer, pdfplumber and pdfium throw at malformed files.

pdfium, a browser's engine, opens first: it counts the pages, knows passwords and draws pages whose text says nothing.
pdfminer (through pdfplumber) then tells where each character and rule stands. Neither runs scripts or follows links.
"""

from __future__ import annotations

import io
import logging
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pdfplumber
import pypdfium2
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException
from PIL import Image

from corpus.errors import UnreadableDocument
from corpus.readers.pdf.objects import Drawn, drawn

MAX_PAGES = 300
MAX_BYTES = 200 * 1024 * 1024
_LONGEST_SIDE = 14_400.0  # points: what the format allows
_MOST_PIXELS = 40_000_000
_WRONG_PASSWORD = 4  # pdfium's error code
# What the libraries leak from malformed files besides their own errors; PdfiumError and RecursionError are RuntimeErrors.
FOREIGN = (
    PSException, PdfminerException, MalformedPDFException, RuntimeError, struct.error, zlib.error, ValueError, TypeError,
    LookupError, AttributeError, AssertionError, ArithmeticError, EOFError, OSError, MemoryError,
)  # fmt: skip

for name in ("pdfminer", "pdfplumber", "pypdfium2"):  # what they have to say about malformed files helps nobody
    logging.getLogger(name).addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class OpenPdf:
    """A PDF that has been opened. Pages count from 1."""

    source: str
    pages: int
    attachments: int
    _pdfium: Any
    _plumbed: Any  # None where pdfminer can't read the file at all: its pages can still be drawn

    def drawn(self, number: int) -> Drawn | None:
        """What the text layer of the page holds; None where it can't be read, so that the page must be looked at."""
        if self._plumbed is None or number > len(self._plumbed.pages):
            return None
        page = self._plumbed.pages[number - 1]
        try:
            return drawn(page, origin=_origin(page), size=self.size(number))
        except FOREIGN:
            return None
        finally:
            page.close()

    def size(self, number: int) -> tuple[float, float]:
        """Width and height of the page as shown, in points."""
        try:
            width, height = self._pdfium.get_page_size(number - 1)
        except FOREIGN as exc:
            raise UnreadableDocument(
                f"{self.source}：第 {number} 页已损坏，无法打开。请重新导出 PDF 后再导入。"
            ) from exc
        if not (0 < width <= _LONGEST_SIDE and 0 < height <= _LONGEST_SIDE):
            raise UnreadableDocument(
                f"{self.source}：第 {number} 页的页面尺寸异常（{width:.0f} × {height:.0f} 磅）。请重新导出 PDF 后再导入。"
            )
        return width, height

    def picture(self, number: int, *, dpi: float) -> Image.Image:
        """The page as shown, in grey; at less than `dpi` where it would be too large."""
        width, height = self.size(number)
        scale = min(dpi / 72, (_MOST_PIXELS / (width * height)) ** 0.5)
        try:
            drawn_page: Image.Image = self._pdfium[number - 1].render(scale=scale, grayscale=True).to_pil()
            return drawn_page.convert("L")
        except FOREIGN as exc:
            raise UnreadableDocument(
                f"{self.source}：第 {number} 页已损坏，无法显示。请重新导出 PDF 后再导入。"
            ) from exc


@contextmanager
def open_pdf(data: bytes, *, source: str) -> Iterator[OpenPdf]:
    """The opened PDF.

    Raises:
        UnreadableDocument: it is no PDF, is malformed, has a password, no page, or too many.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableDocument(f"{source}：PDF 文件超过 {MAX_BYTES // 1024 // 1024} MB。请拆分后再导入。")
    pdfium = _opened(data, source=source)
    plumbed = None
    try:
        pages = _counted(pdfium, source=source)
        plumbed = _plumbed(data)
        yield OpenPdf(source, pages, _attachments(pdfium), pdfium, plumbed)
    finally:
        if plumbed is not None:
            plumbed.stream.close()
        pdfium.close()


def _opened(data: bytes, *, source: str) -> Any:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as exc:
        if exc.err_code == _WRONG_PASSWORD:
            raise UnreadableDocument(
                f"{source}：文件有密码，无法打开。请用原软件打开后另存为不加密的文件，再导入。"
            ) from exc
        raise UnreadableDocument(f"{source}：不是有效的 PDF 文件，或文件已损坏。请重新导出 PDF 后再导入。") from exc
    except FOREIGN as exc:
        raise UnreadableDocument(f"{source}：PDF 文件已损坏，无法打开。请重新导出 PDF 后再导入。") from exc


def _counted(pdfium: Any, *, source: str) -> int:
    pages = len(pdfium)
    if not pages:
        raise UnreadableDocument(f"{source}：PDF 文件没有页面。请重新导出 PDF 后再导入。")
    if pages > MAX_PAGES:
        raise UnreadableDocument(f"{source}：共 {pages} 页，超过 {MAX_PAGES} 页的上限。请拆分后再导入。")
    return pages


def _plumbed(data: bytes) -> Any:
    """The file as pdfplumber sees it, None where its parser gives up."""
    try:
        plumbed = pdfplumber.open(io.BytesIO(data))
        return plumbed if 0 < len(plumbed.pages) <= MAX_PAGES else None
    except FOREIGN:
        return None


def _attachments(pdfium: Any) -> int:
    try:
        return int(pdfium.count_attachments())
    except FOREIGN:
        return 0


def _origin(page: Any) -> tuple[float, float]:
    """Where, in pdfplumber's coordinates, the part of the page begins that is shown (the crop box, rotation applied)."""
    media, crop = page.page_obj.mediabox, page.page_obj.cropbox
    left, below = max(0, crop[0] - media[0]), max(0, crop[1] - media[1])
    right, above = max(0, media[2] - crop[2]), max(0, media[3] - crop[3])
    across, down = {0: (left, above), 90: (below, left), 180: (right, below), 270: (above, right)}[page.rotation]
    return page.bbox[0] + across, page.bbox[1] + down
