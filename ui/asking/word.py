"""A conversation as a Word document: headings, answers with raised marks, and the sources numbered at the end.

The package is written here part by part: three small XML files are all that Word needs, and a library would bring
templates and styles that have to be undone again.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from ui.asking.writing import pieces, source_line
from ui.language import tr
from ui.terminal import plain

if TYPE_CHECKING:
    from ui.asking.talk import Exchange

MADE = (1980, 1, 1, 0, 0, 0)  # the same content gives the same file
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DOCUMENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_DOCUMENT_TYPE}"/></Types>'
)
_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_NO_CHARACTERS = {0xFFFE: None, 0xFFFF: None}  # XML takes them from nobody
_FONT = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="宋体"/>'
_SIZES = {"title": 32, "question": 26, "text": 24, "source": 20}  # half points


def docx(title: str, exchanges: Sequence[Exchange]) -> bytes:
    """The document; marks count through, so that each has its source at the end."""
    body = "".join([_paragraph([(title, None)], kind="title"), *_exchanges(exchanges)])
    document = f'{_HEAD}<w:document xmlns:w="{_MAIN}"><w:body>{body}</w:body></w:document>'
    parts = {"[Content_Types].xml": _TYPES, "_rels/.rels": _RELATIONS, "word/document.xml": document}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, MADE), content.encode(), zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _exchanges(exchanges: Sequence[Exchange]) -> Iterator[str]:
    sources: list[str] = []
    for exchange in exchanges:
        yield _paragraph([(exchange.question, None)], kind="question")
        if exchange.answer is None:
            yield _paragraph([(exchange.error, None)])
            continue
        numbers = {c.n: len(sources) + at for at, c in enumerate(exchange.answer.citations, start=1)}
        sources += [f"{source_line(c)}：“{c.quote}”" for c in exchange.answer.citations]
        for parts in pieces(exchange.answer):
            yield _paragraph([(f"[{numbers[n]}]" if n else text, n) for text, n in parts])
    if sources:
        yield _paragraph([(tr("出处"), None)], kind="question")
    for number, source in enumerate(sources, start=1):
        yield _paragraph([(f"[{number}] {source}", None)], kind="source")


def _paragraph(parts: Sequence[tuple[str, int | None]], *, kind: str = "text") -> str:
    return f"<w:p>{''.join(_run(text, kind=kind, raised=n is not None) for text, n in parts if text)}</w:p>"


def _run(text: str, *, kind: str, raised: bool) -> str:
    bold = "<w:b/>" if kind in ("title", "question") else ""
    mark = '<w:vertAlign w:val="superscript"/>' if raised else ""
    look = f'{_FONT}{bold}<w:sz w:val="{_SIZES[kind]}"/>{mark}'
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(
        escape(plain(line).translate(_NO_CHARACTERS)) for line in text.split("\n")
    )
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{lines}</w:t></w:r>'
