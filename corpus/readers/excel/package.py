"""The package that an Excel workbook is: a zip file of parts. Refuse a hostile one; say what of it is not read."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence

from corpus.errors import UnreadableDocument
from corpus.readers.excel.sheet import RESAVE
from corpus.source import Remark

MAX_PARTS = 5_000
MAX_UNPACKED = 200 * 1024 * 1024  # bytes
_MAX_RATIO = 200  # unpacked to packed; real workbooks stay below 60
_RATIO_MATTERS = 10 * 1024 * 1024
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# What openpyxl, lxml and zipfile raise over a damaged workbook.
DAMAGE = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, LookupError, ValueError, TypeError, AttributeError,
    NotImplementedError, OverflowError, RuntimeError, SyntaxError,
)  # fmt: skip

# How many of what is left out a workbook has, by the names of its parts.
_LEFT_OUT: Sequence[tuple[str, str]] = (
    (r"xl/charts/chart\d+\.xml", "{} 个图表未读取。"),
    (r"xl/media/.+", "{} 张图片未读取。"),
    (r"xl/embeddings/.+", "{} 个嵌入的文件未读取。"),
    (r"xl/externalLinks/externalLink\d+\.xml", "引用了 {} 个外部文件，未访问；数值是保存时的结果。"),
    (r"xl/vbaProject\.bin", "含有宏，未运行。"),
)
# … and by what stands in them.
_LEFT_OUT_INSIDE: Sequence[tuple[str, bytes, str]] = (
    (r"xl/comments\d*\.xml|xl/comments/.+\.xml", rb"<(?:\w+:)?comment\s", "{} 条批注未读取。"),
    (r"xl/drawings/drawing\d+\.xml", rb"<(?:\w+:)?txBody[\s>]", "{} 个文本框未读取；其中的文字请移到单元格中。"),
    (r"xl/worksheets/.+\.xml", rb"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)>[^<]", "{} 处页眉页脚未读取。"),
)


def damaged(source: str) -> UnreadableDocument:
    """The error for a workbook that its libraries can't make sense of; their own words are English."""
    return UnreadableDocument(f"{source}：不是完好的 Excel 工作簿，无法打开。{RESAVE}")


def check_package(data: bytes, source: str) -> None:
    """Refuse what is no workbook, or would fill the memory, before any of it is parsed.

    Raises:
        UnreadableDocument: it is one of these.
    """
    if data.startswith(_COMPOUND_FILE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableDocument(f"{source}：工作簿有打开密码。请取消密码后再导入。")
        raise UnreadableDocument(f"{source}：是旧版 Excel 文件（.xls），与扩展名不符。请把扩展名改为 .xls 后再导入。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_sizes(archive, len(data), source)
            _check_parts(archive, source)
    except DAMAGE as exc:
        raise damaged(source) from exc


def _check_sizes(archive: zipfile.ZipFile, packed: int, source: str) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED:
        raise UnreadableDocument(
            f"{source}：解压后有 {len(parts)} 个部件、{unpacked // 1024 // 1024} MB，"
            f"超过上限（{MAX_PARTS} 个、{MAX_UNPACKED // 1024 // 1024} MB）。请拆分后再导入。"
        )
    if unpacked > _RATIO_MATTERS and unpacked > _MAX_RATIO * packed:
        raise UnreadableDocument(
            f"{source}：压缩比异常（{unpacked // max(packed, 1)} 倍），可能是恶意文件，未读取。请删去多余的空行空列并另存后再导入。"
        )
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableDocument(f"{source}：压缩包有密码。请取消密码后再导入。")


def _check_parts(archive: zipfile.ZipFile, source: str) -> None:
    if "[Content_Types].xml" not in archive.namelist() or not any(n.startswith("xl/") for n in archive.namelist()):
        raise UnreadableDocument(f"{source}：里面没有 Excel 工作簿，与扩展名不符。请检查是否选错了文件。")
    for name in archive.namelist():
        if name.endswith((".xml", ".rels", ".vml")) and _has_doctype(archive.read(name)):
            raise UnreadableDocument(f"{source}：部件 {name} 含有 DOCTYPE 声明，Excel 不会写出这种文件，未读取。")


def _has_doctype(part: bytes) -> bool:
    return _DOCTYPE.search(part.replace(b"\0", b"") if b"\0" in part else part) is not None  # UTF-16 too


def left_out(archive: zipfile.ZipFile) -> Iterator[Remark]:
    """A remark for each kind of content that is not read."""
    names = archive.namelist()
    for pattern, what in _LEFT_OUT:
        if count := sum(re.fullmatch(pattern, name) is not None for name in names):
            yield Remark("", what.format(count))
    for pattern, mark, what in _LEFT_OUT_INSIDE:
        parts = [archive.read(name) for name in names if re.fullmatch(pattern, name)]
        if count := sum(len(re.findall(mark, part)) for part in parts):
            yield Remark("", what.format(count))
