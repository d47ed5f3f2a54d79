"""A draft as a Word document in the form of Chinese official documents, with real footnotes.

Written part by part: python-docx has no footnotes, and it would be needed for nothing else. The same draft gives the
same file, to the byte.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING

from ui.annotated_docx import COLORS
from ui.drafting.sheet import footnote

if TYPE_CHECKING:
    from ui.drafting.sheet import Line, Piece, Sheet

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day that a zip file knows
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what XML can't hold
_PARTS: Mapping[str, str] = MappingProxyType(
    {"document": "document.main", "styles": "styles", "settings": "settings", "footnotes": "footnotes"}
)
_PAGE = (
    '<w:sectPr><w:footnotePr><w:numFmt w:val="decimal"/></w:footnotePr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
)
_SEPARATORS = "".join(
    f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
    f"<w:r><w:{mark}/></w:r></w:p></w:footnote>"
    for number, (kind, mark) in enumerate(
        (("separator", "separator"), ("continuationSeparator", "continuationSeparator")), start=-1
    )
)
_FIRST_NOTE = 1  # -1 and 0 are the lines above the footnotes


def draft_docx(sheet: Sheet) -> bytes:
    """The draft as a Word file."""
    paragraphs = [_paragraph("Title", _run(sheet.title))]
    notes: list[str] = []
    paragraphs += [_line(line, sheet, notes) for line in sheet.lines]
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations({"officeDocument": "word/document.xml"}),
        "word/document.xml": _part("document", f"<w:body>{''.join(paragraphs)}{_PAGE}</w:body>"),
        "word/_rels/document.xml.rels": _relations({name: f"{name}.xml" for name in _PARTS if name != "document"}),
        "word/styles.xml": _part("styles", "".join(_styles())),
        "word/settings.xml": _part(
            "settings",
            '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
            '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>',
        ),
        "word/footnotes.xml": _part("footnotes", f"{_SEPARATORS}{''.join(notes)}"),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, (_HEAD + content).encode("utf-8"))
    return made.getvalue()


def _line(line: Line, sheet: Sheet, notes: list[str]) -> str:
    style = f"Heading{line.level}" if line.style == "heading" else ""
    return _paragraph(style, "".join(_piece(piece, sheet, notes) for piece in line.pieces))


def _piece(piece: Piece, sheet: Sheet, notes: list[str]) -> str:
    runs = _run(piece.text, color=COLORS[piece.verdict] if piece.verdict else "")
    if piece.warning:
        runs += _run(piece.warning, color=COLORS[piece.verdict] if piece.verdict else "")
    if piece.notes:  # one footnote of what stands at one place: the numbers of two would read as one
        number = len(notes) + _FIRST_NOTE
        notes.append(_note(number, "；".join(footnote(sheet.citation(n)) for n in piece.notes)))
        runs += f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'
    return runs


def _note(number: int, text: str) -> str:
    mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
    return f'<w:footnote w:id="{number}">{_paragraph("FootnoteText", mark + _run(f" {text}"))}</w:footnote>'


def _paragraph(style: str, runs: str) -> str:
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{named}{runs}</w:p>"


def _run(text: str, *, color: str = "") -> str:
    shade = f'<w:rPr><w:b/><w:shd w:val="clear" w:color="auto" w:fill="{color}"/></w:rPr>' if color else ""
    lines = (f'<w:t xml:space="preserve">{_escaped(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{shade}{'<w:br/>'.join(lines)}</w:r>"


def _escaped(text: str) -> str:
    return escape(_UNWRITABLE.sub("\ufffd", text), quote=False)


def _part(name: str, content: str) -> str:
    return f'<w:{name} xmlns:w="{WORD}">{content}</w:{name}>'


def _types() -> str:
    listed = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_CONTENT}.{kind}+xml"/>' for name, kind in _PARTS.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _relations(targets: Mapping[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _styles() -> Iterator[str]:
    """Body in 仿宋 of 16 points, 28 points a line, opened by two characters; title and headings in their own faces."""
    yield (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{_font("仿宋", 32)}<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )
    body = '<w:spacing w:line="560" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="640"/><w:jc w:val="both"/>'
    yield _style("Normal", "Normal", f"<w:pPr>{body}</w:pPr>", is_default=True)
    centred = '<w:keepNext/><w:spacing w:after="560" w:line="600" w:lineRule="exact"/><w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>'
    yield _style("Title", "Title", f"<w:pPr>{centred}</w:pPr><w:rPr>{_font('宋体', 36, bold=True)}</w:rPr>")
    for level, face in ((1, "黑体"), (2, "楷体")):
        heading = f'<w:pPr><w:keepNext/><w:outlineLvl w:val="{level - 1}"/></w:pPr><w:rPr>{_font(face, 32)}</w:rPr>'
        yield _style(f"Heading{level}", f"heading {level}", heading)
    note = (
        '<w:spacing w:line="280" w:lineRule="exact"/><w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="left"/>'
    )
    yield _style("FootnoteText", "footnote text", f"<w:pPr>{note}</w:pPr><w:rPr>{_font('宋体', 18)}</w:rPr>")
    yield (
        '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
        '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    )


def _style(identifier: str, name: str, properties: str, *, is_default: bool = False) -> str:
    default = ' w:default="1"' if is_default else ""
    based = "" if is_default else '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/>'
    return f'<w:style w:type="paragraph"{default} w:styleId="{identifier}"><w:name w:val="{name}"/>{based}{properties}</w:style>'


def _font(face: str, half_points: int, *, bold: bool = False) -> str:
    fonts = (
        f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{face}" w:cs="Times New Roman"/>'
    )
    return f'{fonts}{"<w:b/>" if bold else ""}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
