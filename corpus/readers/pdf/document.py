"""PDF files: the text layer where there is one, and where there is none, what can be recognised in the picture.

Each page is laid out by itself; a table that goes on gives one table a page, since what a page break cut can only be
put together by what the cells say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.errors import UnreadableDocument
from corpus.readers.pdf.furniture import without_furniture
from corpus.readers.pdf.grid import has_too_many
from corpus.readers.pdf.layout import UNRULED, Laid, laid_out
from corpus.readers.pdf.objects import Drawn
from corpus.readers.pdf.open import OpenPdf, open_pdf
from corpus.source import Progress, Remark, Source, Table, no_progress

if TYPE_CHECKING:
    from PIL import Image

    from corpus.readers.scan.page import Recognised

    Recognise = Callable[[Image.Image, int, float], Recognised]

MAX_SCANNED = 60
DPI = 300
_DRAWN_CHARACTERS = 20  # curves from which on they may be characters turned into outlines
_FEW = 40  # characters on a page that is a picture: a page number or a stamp, and not its text
_READABLE = 0.5  # share of a page's characters whose code must say something


@dataclass(frozen=True, slots=True)
class _Page:
    laid: Laid
    remarks: tuple[Remark, ...]


def _recognise(picture: Image.Image, number: int, scale: float) -> Recognised:
    from corpus.readers.scan.page import recognised

    return recognised(picture, number=number, shown_scale=scale)


def read(data: bytes, *, source: str, progress: Progress = no_progress, recognise: Recognise = _recognise) -> Source:
    """The tables and lines of a PDF.

    Args:
        data: the file.
        source: its name, for messages.
        progress: told which page is being read.
        recognise: what looks at a picture of a page (its number, points a pixel) where the text layer says nothing.

    Raises:
        UnreadableDocument: it is no PDF, is malformed, has a password, or has too many pages.
    """
    with open_pdf(data, source=source) as pdf:
        pages = list(_pages(pdf, progress=progress, recognise=recognise))
        attachments = pdf.attachments
    kept, furniture = without_furniture([page.laid for page in pages])
    remarks = [*_of_file(attachments), *furniture, *(remark for page in pages for remark in page.remarks)]
    return Source(tuple(block for laid in kept for block in laid.blocks), tuple(remarks))


def _of_file(attachments: int) -> list[Remark]:
    return [Remark("", f"PDF 中有 {attachments} 个附件，没有打开，也未读入。")] if attachments else []


def _pages(pdf: OpenPdf, *, progress: Progress, recognise: Recognise) -> Iterator[_Page]:
    before: Laid | None = None
    follows, scanned = False, 0
    for number in range(1, pdf.pages + 1):
        progress(f"第 {number} 页，共 {pdf.pages} 页")
        found = pdf.drawn(number)
        if found and not _must_be_looked_at(found):
            page = _written(found, before=before, follows=follows)
        else:
            scanned += 1
            if scanned > MAX_SCANNED:
                raise UnreadableDocument(f"{pdf.source}：扫描页超过 {MAX_SCANNED} 页的上限。请拆分后再导入。")
            progress(f"第 {number} 页，共 {pdf.pages} 页：正在识别")
            page = _scanned(pdf, number, found, recognise=recognise, before=before, follows=follows)
        before = page.laid
        follows = follows or any(isinstance(block, Table) for block in before.blocks)
        yield page


def _written(found: Drawn, *, before: Laid | None, follows: bool) -> _Page:
    laid = laid_out(found.sheet, before=before, follows=follows)
    return _Page(laid, tuple(_remarks(found, laid)))


def _must_be_looked_at(found: Drawn) -> bool:
    """Whether the text layer says nothing: pictures or curves stand in its place, or its codes are unknown."""
    if not found.characters:
        return found.pictures > 0 or found.curves >= _DRAWN_CHARACTERS
    if found.picture_page and found.characters < _FEW:
        return True
    return found.unknown > (1 - _READABLE) * found.characters


def _scanned(
    pdf: OpenPdf, number: int, found: Drawn | None, *, recognise: Recognise, before: Laid | None, follows: bool
) -> _Page:
    width, _ = pdf.size(number)
    picture = pdf.picture(number, dpi=DPI)
    scale = width / picture.width
    seen = recognise(picture, number, scale)
    laid = laid_out(seen.sheet, before=before, follows=follows)
    return _Page(laid, (Remark(f"第 {number} 页", f"{_why(found)}，按扫描件识别。"), *seen.remarks(laid)))


def _why(found: Drawn | None) -> str:
    """Why a page had to be looked at."""
    if found is None:
        return "文字层无法读取"
    if not found.characters:
        return "没有文字层"
    return "文字编码无法识别" if found.unknown > (1 - _READABLE) * found.characters else "文字层过少"


def _remarks(found: Drawn, laid: Laid) -> Iterator[Remark]:
    crowded = has_too_many(found.sheet.horizontals, found.sheet.verticals)
    said: tuple[tuple[object, str], ...] = (
        (found.picture_page, "是带文字层的扫描件，采用文件自带的识别文字，请与图像核对。"),
        (found.pictures and not found.picture_page, f"有 {found.pictures} 幅图片，图中文字未读入。"),
        (found.unknown, f"有 {found.unknown} 个字的编码无法识别，以“�”代替并标为存疑。"),
        (found.radicals, f"有 {found.radicals} 个字在文件中编码为部首，已按字形读作同形汉字。"),
        (found.askew, f"斜排文字（多为水印）未读入：“{found.askew[:30]}”。"),
        (found.outside, f"页面边界以外的 {found.outside} 个字未读入。"),
        (found.surplus, f"文字过多，最后 {found.surplus} 个字未读入。请拆分页面后再导入。"),
        (crowded, "线条过多，没有按框线分格，请核对。"),
        (found.notes, f"有 {found.notes} 处批注或表单，其中文字未读入。"),
        (laid.cuts, UNRULED),
    )
    yield from (Remark(f"第 {laid.number} 页", what) for applies, what in said if applies)
