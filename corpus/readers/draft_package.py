"""The package of a marked draft: a Word file's parts copied, some changed or added, and a bare Word file to begin with.

python-docx would write one, but it refuses files with macros or with a picture missing, and writes every part anew; a
copy differs from its original here in what was marked, and in nothing else.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace

from lxml import etree

from corpus.drafts import Mark
from corpus.errors import UnreadableDocument
from corpus.readers.word.package import RESAVE, read_relation
from corpus.readers.word.xml import Element

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MAIN_TYPE = f"{_CONTENT}.document.main+xml"
COMMENTS_TYPE = f"{_CONTENT}.comments+xml"
_STYLES_TYPE = f"{_CONTENT}.styles+xml"
_RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what XML can't hold
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, ValueError, OverflowError)
_NO_DOCUMENT = re.compile(r"\.(?:document\.macroEnabled|template(?:\.macroEnabledTemplate)?)\.main\+xml$")
_MACROS = re.compile("vbaProject|vbaData|wordVbaData|keyMapCustomizations")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day that a zip file knows: the same draft gives the same file


def rewritten(
    data: bytes, *, changed: Mapping[str, bytes], dropped: frozenset[str] = frozenset(), source: str
) -> bytes:
    """The package with parts changed or added, by name in lower case, and others dropped.

    Raises:
        UnreadableDocument: a part that is to be copied is damaged.
    """
    made, left = io.BytesIO(), dict(changed)
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            name = info.filename.replace("\\", "/").lstrip("/").lower()
            if name in dropped:
                continue
            try:
                content = left.pop(name) if name in left else old.read(info)
            except _BROKEN_ZIP as exc:
                raise UnreadableDocument(f"{source}：{name} 已损坏或已加密，不能写出批注文档；{RESAVE}") from exc
            new.writestr(_entry(info.filename), content)
        for name, content in left.items():
            new.writestr(_entry(name), content)
    return made.getvalue()


def bare_docx(text: str) -> bytes:
    """A Word file with a paragraph a line of the text, in the fonts of Chinese official documents."""
    body = "".join(f"<w:p>{_runs(line)}</w:p>" for line in text.split("\n"))
    page = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="720" w:footer="720" w:gutter="0"/></w:sectPr>'
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations(("officeDocument", "word/document.xml")),
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}{page}</w:body></w:document>',
        "word/_rels/document.xml.rels": _relations(("styles", "styles.xml")),
        "word/styles.xml": _styles(),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(_entry(name), f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{content}')
    return made.getvalue()


def fitting(text: str, marks: Sequence[Mark]) -> tuple[str, list[Mark]]:
    """The text as a Word file can hold it, with the marks where they belong in it.

    Line ends of any kind become a line feed, and characters that XML can't hold U+FFFD.
    """
    pairs = [match.start() for match in re.finditer("\r\n", text)]
    moved = [
        replace(mark, start=mark.start - bisect_left(pairs, mark.start), end=mark.end - bisect_left(pairs, mark.end))
        for mark in marks
    ]
    lines = re.sub("[\r\v\f]", "\n", text.replace("\r\n", "\n"))
    return _UNWRITABLE.sub("\ufffd", lines), moved


def writable(text: str) -> str:
    """The text without what XML can't hold."""
    return _UNWRITABLE.sub("\ufffd", re.sub("[\v\f]", " ", text))


def serialised(root: Element) -> bytes:
    """The part as it is stored."""
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return content


def unmacroed(types: Element, relations: Element, *, folder: str) -> frozenset[str]:
    """Make the package an ordinary document (.docx); returns the parts that it may then no longer hold.

    `types` are its content types, `relations` those of the main part, which lies in `folder`.
    """
    dropped = set()
    for entry in list(types):
        kind, part = entry.get("ContentType", ""), entry.get("PartName", "")
        if _NO_DOCUMENT.search(kind):
            entry.set("ContentType", MAIN_TYPE)
        elif part and _MACROS.search(kind):
            dropped.add(part.lstrip("/").lower())
            types.remove(entry)
    for element in list(relations):
        relation = read_relation(element, folder=folder)
        if _MACROS.search(relation.kind):
            dropped.add(relation.target)
            relations.remove(element)
    return frozenset(dropped | {re.sub(r"([^/]+)$", r"_rels/\1.rels", part) for part in dropped})


def _runs(line: str) -> str:
    words = (f'<w:t xml:space="preserve">{_escaped(part)}</w:t>' for part in line.split("\t"))
    return f"<w:r>{'<w:tab/>'.join(words)}</w:r>" if line else ""


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _types() -> str:
    defaults = f'<Default Extension="rels" ContentType="{_RELATIONS_TYPE}"/><Default Extension="xml" ContentType="application/xml"/>'
    parts = {"/word/document.xml": MAIN_TYPE, "/word/styles.xml": _STYLES_TYPE}
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return f'<Types xmlns="{PACKAGE}/content-types">{defaults}{overrides}</Types>'


def _relations(*targets: tuple[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'


def _styles() -> str:
    fonts = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体" w:cs="Times New Roman"/>'
    run = f'<w:rPr>{fonts}<w:sz w:val="24"/><w:szCs w:val="24"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr>'
    paragraph = '<w:pPr><w:spacing w:line="360" w:lineRule="auto"/></w:pPr>'
    defaults = (
        f"<w:docDefaults><w:rPrDefault>{run}</w:rPrDefault><w:pPrDefault>{paragraph}</w:pPrDefault></w:docDefaults>"
    )
    normal = '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    return f'<w:styles xmlns:w="{WORD}">{defaults}{normal}</w:styles>'


def _entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info
