"""The package of a Word document: its parts, unpacked one by one as they are asked for, and what they refer to.

python-docx would open it, but refuses a file with macros or with one picture missing, follows chains of parts by
recursion and unpacks all of them. Nothing outside the file is ever asked for.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from corpus.errors import UnreadableDocument
from corpus.readers.word.xml import Element, attribute, name_of

MOST_PARTS = 4_000
MOST_BYTES = 200 * 2**20  # of all parts together, unpacked
MOST_PART_BYTES = 64 * 2**20  # of one part that is read
MOST_RATIO = 200  # unpacked to packed, where the unpacked size is above `SMALL_BYTES`
SMALL_BYTES = 64 * 2**20
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, ValueError, OverflowError)
_ENTRY = b"PK\x01\x02"  # the head of a part in the list at the end of the file
_OTHER_ROOTS = {
    "workbook": "其实是 Excel 工作簿，请把扩展名改为 .xlsx 后再导入",
    "presentation": "其实是 PowerPoint 演示文稿，请把内容另存为 .docx 后再导入",
}
RESAVE = "请用 Word 打开并另存为 .docx 后再导入"


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: `kind` is the end of the type's address, `target` a part's name, or an address outside."""

    kind: str
    target: str
    ident: str
    external: bool


class Package:
    """The parts of the file by lower-case name. A part is unpacked when it is asked for, the others never."""

    def __init__(self, data: bytes, *, source: str) -> None:
        self._source = source
        self._check_count(data.count(_ENTRY))  # before a list of millions of parts is built
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN_ZIP as exc:
            raise UnreadableDocument(f"{source}：文件不完整，或不是 Word 文档（.docx）；{RESAVE}") from exc
        self._members = {_part_name(info.filename): info for info in self._archive.infolist()}
        self._check_size(len(data))

    def _check_count(self, parts: int) -> None:
        if parts > MOST_PARTS:
            raise UnreadableDocument(f"{self._source}：压缩包内有 {parts} 个部件，上限 {MOST_PARTS} 个；{RESAVE}")

    def _check_size(self, packed: int) -> None:
        total = sum(info.file_size for info in self._archive.infolist())
        if total > MOST_BYTES or (total > SMALL_BYTES and total > MOST_RATIO * packed):
            size = f"{total / 2**20:.0f} MB"
            raise UnreadableDocument(f"{self._source}：解压后有 {size}，大小异常，没有读取；请拆分文件或{RESAVE[1:]}")

    def __contains__(self, part: str) -> bool:
        return part in self._members

    def xml(self, part: str) -> Element:
        """The root of a part.

        Raises:
            UnreadableDocument: the part is missing, damaged, too large, too deep or has a DTD.
        """
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        try:
            root = etree.fromstring(self._bytes(part), parser)
        except (etree.XMLSyntaxError, ValueError) as exc:
            deep = "Excessive depth" in str(exc)
            what = "嵌套过深" if deep else "已损坏"
            raise UnreadableDocument(f"{self._source}：{part} {what}，无法读取；{RESAVE}") from exc
        if root.getroottree().docinfo.doctype:
            raise UnreadableDocument(f"{self._source}：{part} 带有 Word 文档不允许的 DTD，没有读取；{RESAVE}")
        return root

    def _bytes(self, part: str) -> bytes:
        info = self._members.get(part)
        if info is None:
            raise UnreadableDocument(f"{self._source}：缺少 {part}，不是完整的 Word 文档；{RESAVE}")
        if info.file_size > MOST_PART_BYTES:
            raise UnreadableDocument(
                f"{self._source}：{part} 有 {info.file_size / 2**20:.0f} MB，上限 {MOST_PART_BYTES // 2**20} MB；请拆分文件"
            )
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise UnreadableDocument(f"{self._source}：{part} 的压缩方式不是 Word 所用的；{RESAVE}")
        try:
            with self._archive.open(info) as stream:  # a size to read bounds what a part unpacks to that lies about it
                return stream.read(info.file_size + 1)
        except _BROKEN_ZIP as exc:
            raise UnreadableDocument(f"{self._source}：{part} 已损坏或已加密，无法解压；{RESAVE}") from exc

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of all parts."""
        return tuple(self._members)

    def relations(self, part: str) -> tuple[Relation, ...]:
        """What the part (`""`: the file itself) refers to."""
        folder, base = posixpath.split(part)
        listing = posixpath.join(folder, "_rels", f"{base}.rels")
        if listing not in self:
            return ()
        return tuple(read_relation(element, folder=folder) for element in self.xml(listing))

    def main(self) -> tuple[str, Element]:
        """The name and the root of the part that holds the text."""
        named = (r.target for r in self.relations("") if r.kind == "officeDocument" and not r.external)
        part = next(named, "word/document.xml")
        root = self.xml(part)
        if name_of(root) == "w:document":
            return part, root
        local = root.tag.rpartition("}")[2]
        raise UnreadableDocument(f"{self._source}：{_OTHER_ROOTS.get(local, f'{part} 不是 Word 正文；{RESAVE}')}")


def _part_name(path: str) -> str:
    return path.replace("\\", "/").lstrip("/").lower()


def read_relation(element: Element, *, folder: str) -> Relation:
    """An entry of a list of relations that lies beside the parts of `folder`."""
    target, external = attribute(element, "Target"), attribute(element, "TargetMode") == "External"
    if not external:
        target = _part_name(posixpath.normpath(posixpath.join("/", folder, unquote(target))))
    kind = attribute(element, "Type").rpartition("/")[2]
    return Relation(kind=kind, target=target, ident=attribute(element, "Id"), external=external)
