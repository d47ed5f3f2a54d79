"""Pictures of pages (PNG, JPEG, TIFF, BMP): what can be recognised in them, with what is doubtful marked."""

from __future__ import annotations

from corpus.readers.pdf.furniture import without_furniture
from corpus.readers.pdf.layout import Laid, laid_out
from corpus.readers.scan.images import opened
from corpus.source import Progress, Remark, Source, Table, no_progress


def read(data: bytes, *, source: str, progress: Progress = no_progress) -> Source:
    """The tables and lines of a picture, or of each page of one that has several.

    Raises:
        UnreadableDocument: it is no picture of a known format, is damaged, too large, or shows no text.
    """
    from corpus.readers.scan.page import recognised

    count, pictures = opened(data, source=source)
    pages: list[Laid] = []
    remarks = [Remark("", "图片文件，文字由识别得到，请与原件核对。")]
    for number, picture in enumerate(pictures, 1):
        progress(f"第 {number} 页，共 {count} 页：正在识别")
        seen = recognised(picture, number=number, shown_scale=1.0)
        follows = any(isinstance(block, Table) for page in pages for block in page.blocks)
        pages.append(laid_out(seen.sheet, before=pages[-1] if pages else None, follows=follows))
        remarks += seen.remarks(pages[-1])
    kept, furniture = without_furniture(pages)
    return Source(tuple(block for page in kept for block in page.blocks), (*remarks, *furniture))
