"""Picture files → their pages in grey, with limits: the one place that opens pictures with Pillow."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator

from PIL import Image, ImageOps, UnidentifiedImageError

from corpus.errors import UnreadableDocument

FORMATS = ("PNG", "JPEG", "TIFF", "BMP")
MAX_BYTES = 200 * 1024 * 1024
MAX_PAGES = 60
MAX_PIXELS = 80_000_000
_SMALLEST_SIDE = 40
_FOREIGN = (
    UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError, TypeError, LookupError,
    AttributeError, ArithmeticError, EOFError, MemoryError, RuntimeError, struct.error, zlib.error,
)  # fmt: skip


def opened(data: bytes, *, source: str) -> tuple[int, Iterator[Image.Image]]:
    """How many pages a picture file has, and each of them in grey as it is shown.

    Raises:
        UnreadableDocument: it is no picture, is damaged, or too large.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableDocument(f"{source}：图片文件超过 {MAX_BYTES // 1024 // 1024} MB。请降低分辨率后再导入。")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(data), formats=FORMATS)
            pages = int(getattr(picture, "n_frames", 1))
    except Image.DecompressionBombError as exc:
        raise UnreadableDocument(
            f"{source}：图片尺寸过大，远超 {MAX_PIXELS // 10_000} 万像素的上限。请以 300 dpi 重新扫描后再导入。"
        ) from exc
    except _FOREIGN as exc:
        raise UnreadableDocument(f"{source}：图片无法打开（支持 PNG、JPEG、TIFF、BMP）。请重新保存后再导入。") from exc
    if pages > MAX_PAGES:
        raise UnreadableDocument(f"{source}：图片共 {pages} 页，超过 {MAX_PAGES} 页的上限。请拆分后再导入。")
    return pages, _pages(picture, pages, source=source)


def _pages(picture: Image.Image, pages: int, *, source: str) -> Iterator[Image.Image]:
    for number in range(1, pages + 1):
        try:
            picture.seek(number - 1)
            _check_size(picture.size, number=number, source=source)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                yield _grey(ImageOps.exif_transpose(picture))
        except _FOREIGN as exc:
            raise UnreadableDocument(f"{source}：第 {number} 页图像已损坏。请重新扫描或保存后再导入。") from exc


def _check_size(size: tuple[int, int], *, number: int, source: str) -> None:
    width, height = size
    if width * height > MAX_PIXELS:
        raise UnreadableDocument(
            f"{source}：第 {number} 页图像过大（{width} × {height} 像素）。请以 300 dpi 重新扫描后再导入。"
        )
    if min(size) < _SMALLEST_SIDE:
        raise UnreadableDocument(f"{source}：第 {number} 页图像过小（{width} × {height} 像素），没有可识别的内容。")


def _grey(picture: Image.Image) -> Image.Image:
    """The picture in grey, on white where it is transparent."""
    if picture.mode.startswith("I"):  # 16 bits
        return picture.point(lambda value: value / 256).convert("L")
    if "A" in picture.getbands() or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        paper = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(paper, layer).convert("L")
    return picture.convert("L")
