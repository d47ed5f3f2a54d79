"""Which reader reads a file: told by its first bytes, since extensions lie.

Sheets saved by old systems as `.xls` are web pages, `.doc` files turn out to be RTF, and whoever wants to do harm names
a file as he likes. The readers are imported when they are called: their libraries take a while to load.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

from corpus.errors import UnreadableDocument
from corpus.files import refuse_empty
from corpus.source import Progress, Remark, Source, no_progress

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"BM")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta|div)\b", re.IGNORECASE)
_PIPES = re.compile(rb"^\s*\|?\s*:?-{1,}:?\s*(?:\|\s*:?-{1,}:?\s*)+\|?\s*$", re.MULTILINE)
_UTF16 = "utf-16-le"
_LOCK = "~$"  # how the names of files begin that Word and Excel keep beside an open document


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: its name for people, its extensions, and the function of `corpus.readers` that reads it."""

    name: str
    suffixes: tuple[str, ...]
    reader: str  # module, or module:function


WORD = Format("Word 文档", (".docx", ".docm"), "word.docx")
OLD_WORD = Format("旧版 Word 文档", (".doc", ".wps", ".rtf"), "word.doc")
EXCEL = Format("Excel 工作簿", (".xlsx", ".xlsm"), "excel.xlsx")
OLD_EXCEL = Format("旧版 Excel 工作簿", (".xls", ".et"), "excel.xls")
PDF = Format("PDF", (".pdf",), "pdf.document")
HTML = Format("网页", (".html", ".htm"), "web.page")
MARKDOWN = Format("Markdown", (".md", ".markdown"), "markdown")
CSV = Format("CSV 表格", (".csv",), "text:read_csv")
TEXT = Format("文本", (".txt", ".tsv"), "text")
PICTURE = Format("图片", (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"), "scan.picture")
FORMATS = (WORD, OLD_WORD, EXCEL, OLD_EXCEL, PDF, HTML, MARKDOWN, CSV, TEXT, PICTURE)
SUFFIXES = frozenset(suffix for kind in FORMATS for suffix in kind.suffixes)


def format_of(data: bytes, *, path: Path) -> Format:
    """The format of a file, by its content, and by its extension where the content leaves it open.

    Raises:
        UnreadableDocument: it is of no known format, or encrypted.
    """
    suffix = path.suffix.lower()
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _office(data, path=path)
    if data.startswith(_OLE):
        return _old_office(data, path=path)
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith(_PICTURES) and suffix not in (*TEXT.suffixes, *CSV.suffixes, *MARKDOWN.suffixes):
        return PICTURE
    if data.startswith(b"{\\rtf"):
        return OLD_WORD
    return _text(data, suffix=suffix, path=path)


def _office(data: bytes, *, path: Path) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as exc:
        raise UnreadableDocument(f"{path}：文件已损坏，无法打开。请重新获取或另存一份再导入。") from exc
    for kind, folder in ((WORD, "word/"), (EXCEL, "xl/")):
        if any(name.startswith(folder) for name in names):
            return kind
    raise UnreadableDocument(f"{path}：是压缩包或不支持的文档，不是 Word 或 Excel。请解压后导入其中的文件。")


def _old_office(data: bytes, *, path: Path) -> Format:
    def holds(stream: str) -> bool:
        return stream.encode(_UTF16) in data

    if holds("EncryptedPackage"):
        raise UnreadableDocument(f"{path}：文件有密码保护，无法读取。请另存为不加密的文件后再导入。")
    if holds("WordDocument"):
        return OLD_WORD
    if holds("Workbook") or holds("Book"):
        return OLD_EXCEL
    raise UnreadableDocument(f"{path}：不是 Word 或 Excel 文件。请另存为 .docx、.xlsx 或 .pdf 后再导入。")


def _text(data: bytes, *, suffix: str, path: Path) -> Format:
    if suffix in (*WORD.suffixes, *EXCEL.suffixes, *PDF.suffixes, *PICTURE.suffixes) and not _HTML.search(data[:4096]):
        raise _mistaken(path, suffix=suffix)
    if _HTML.search(data[:4096]) and suffix not in (*TEXT.suffixes, *MARKDOWN.suffixes, *CSV.suffixes):
        return HTML
    if suffix in MARKDOWN.suffixes or (suffix == ".txt" and _PIPES.search(data[:65536])):
        return MARKDOWN
    known = next((kind for kind in (CSV, TEXT) if suffix in kind.suffixes), None)
    if known:
        return known
    if suffix in (*HTML.suffixes, *OLD_WORD.suffixes, *OLD_EXCEL.suffixes):
        raise _mistaken(path, suffix=suffix)
    readable = "、".join(kind.name for kind in FORMATS)
    raise UnreadableDocument(f"{path}：不支持 {suffix or '无扩展名'} 文件。可以导入：{readable}。")


def _mistaken(path: Path, *, suffix: str) -> UnreadableDocument:
    """The error for a file that is not what its extension says; office programs leave such beside an open document."""
    programs = {"Word": WORD.suffixes + OLD_WORD.suffixes, "Excel": EXCEL.suffixes + OLD_EXCEL.suffixes}
    program = next((name for name, suffixes in programs.items() if suffix in suffixes), None)
    if program and path.name.startswith(_LOCK):
        return UnreadableDocument(f"{path}：是 {program} 的临时文件（文档正打开着）；请导入原文件。")
    return UnreadableDocument(f"{path}：内容不是 {suffix} 文件，或已损坏。请重新获取或另存一份再导入。")


def read_source(data: bytes, *, path: Path, progress: Progress = no_progress) -> Source:
    """The tables and lines of a file.

    Raises:
        UnreadableDocument: the file is empty, damaged, encrypted, too large or of no known format.
    """
    refuse_empty(data, path=path)  # what was sent to the page comes without passing `read_bytes`
    kind = format_of(data, path=path)
    source = _reader(kind)(data, source=str(path), progress=progress)
    suffix = path.suffix.lower()
    if suffix in kind.suffixes:
        return source
    remark = Remark("", f"扩展名是 {suffix or '（无）'}，内容是{kind.name}，已按{kind.name}读取")
    return replace(source, remarks=(remark, *source.remarks))


def _reader(kind: Format) -> Callable[..., Source]:
    module, _, function = kind.reader.partition(":")
    reader: Callable[..., Source] = getattr(import_module(f"corpus.readers.{module}"), function or "read")
    return reader
