"""Word files for tests: python-docx makes the package, its body and parts are written as raw WordprocessingML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from functools import cache

from docx import Document

_NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}
DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "word/document.xml"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*content: str, properties: str = "") -> str:
    """A paragraph; what is no mark-up becomes a run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(c if c.startswith('<') else r(c) for c in content)}</w:p>"


def tc(*content: str, properties: str = "") -> str:
    """A cell; what is no mark-up becomes a paragraph."""
    blocks = "".join(c if c.startswith("<") else p(c) for c in content or ("",))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{blocks}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(c if c.startswith('<') else tc(c) for c in cells)}</w:tr>"


def tbl(*rows: str, columns: int = 0) -> str:
    grid = '<w:gridCol w:w="900"/>' * columns
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def field(instruction: str, result: str) -> str:
    """A field: its instruction is not shown, its result is."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    code = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    return mark("begin") + code + mark("separate") + result + mark("end")


def level(number: int, form: str, pattern: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{pattern}"/></w:lvl>'


def numbered(text: str, *, number: int = 1, at: int = 0) -> str:
    """A paragraph of list `number`."""
    return p(text, properties=f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>')


def document(
    body: str,
    *,
    numbering: str = "",
    styles: str = "",
    parts: Mapping[str, str | bytes] | None = None,
    relations: Iterable[tuple[str, str, str]] = (),
    replace: Callable[[str, bytes], bytes] = lambda _, content: content,
) -> bytes:
    """The bytes of a .docx. `relations` are (id, kind, target) of the main part; a target with `://` lies outside."""
    added = {
        "word/numbering.xml": numbering,
        "word/styles.xml": styles,
        "word/_rels/document.xml.rels": "".join(_relation(*relation) for relation in relations),
    }

    def change(name: str, content: bytes) -> bytes:
        if name == MAIN:
            content = f"<w:document {DECLARED}><w:body>{body}</w:body></w:document>".encode()
        elif name in added:
            content = _with(content, added[name])
        return replace(name, content)

    more = {
        name: content if isinstance(content, bytes) else content.encode() for name, content in (parts or {}).items()
    }
    return rewritten(_package(), change, parts=more)


@cache
def _package() -> bytes:
    """An empty document as python-docx writes it, without what no test reads."""
    made = io.BytesIO()
    Document().save(made)
    return rewritten(made.getvalue(), lambda name, content: b"" if "theme" in name or "thumbnail" in name else content)


def _with(content: bytes, elements: str) -> bytes:
    """The part with more elements at its end."""
    end = content.rindex(b"</")
    return content[:end] + elements.encode() + content[end:]


def _relation(ident: str, kind: str, target: str) -> str:
    mode = ' TargetMode="External"' if "://" in target else ""
    return f'<Relationship Id="{ident}" Type="{TYPES}/{kind}" Target="{target}"{mode}/>'


def rewritten(data: bytes, change: Callable[[str, bytes], bytes], *, parts: Mapping[str, bytes] | None = None) -> bytes:
    """The package with each part changed, and `parts` added; a part that becomes empty is left out."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            if name not in (parts or {}) and (content := change(name, old.read(name))):
                new.writestr(name, content)
        for name, content in (parts or {}).items():
            new.writestr(name, content)
    return made.getvalue()
