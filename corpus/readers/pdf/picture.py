"""A page of a PDF or of a picture file as a PNG, to be shown beside the table that was read from it.

The page is drawn by pdfium as a still picture: no script of the file runs, no link is followed, nothing is fetched.
"""

from __future__ import annotations

import io

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from corpus.errors import UnreadableDocument
from corpus.readers.pdf.open import open_pdf
from corpus.readers.scan.images import opened

WIDEST = 3000  # pixels
_HIGHEST = 6000


def page_picture(data: bytes, *, page: int, width: int = 1200) -> bytes:
    """Page `page` (from 1) of a PDF or a picture file as a PNG of about `width` pixels.

    Its text chunk `size` gives the page's width and height in the unit of `Place.box`: points, or the file's pixels.

    Raises:
        UnreadableDocument: the file can't be opened, or has no such page.
    """
    if not 1 <= width <= WIDEST:
        raise ValueError(f"width must be from 1 to {WIDEST}, not {width}")
    is_pdf = b"%PDF-" in data[:1024]
    picture, size = _of_pdf(data, page=page, width=width) if is_pdf else _of_picture(data, page=page)
    picture.thumbnail((width, _HIGHEST), Image.Resampling.LANCZOS)
    said = PngInfo()
    said.add_text("size", f"{size[0]} {size[1]}")
    written = io.BytesIO()
    picture.save(written, "PNG", pnginfo=said)
    return written.getvalue()


def _of_pdf(data: bytes, *, page: int, width: int) -> tuple[Image.Image, tuple[float, float]]:
    with open_pdf(data, source="文件") as pdf:
        _check(page, pdf.pages)
        across, down = pdf.size(page)
        return pdf.picture(page, dpi=72 * min(width / across, _HIGHEST / down)), (across, down)


def _of_picture(data: bytes, *, page: int) -> tuple[Image.Image, tuple[float, float]]:
    count, pictures = opened(data, source="文件")
    _check(page, count)
    picture = next(picture for number, picture in enumerate(pictures, 1) if number == page)
    return picture, picture.size


def _check(page: int, pages: int) -> None:
    if not 1 <= page <= pages:
        raise UnreadableDocument(f"文件共 {pages} 页，没有第 {page} 页。")
