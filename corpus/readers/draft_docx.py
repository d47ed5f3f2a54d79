"""The text of a draft written in Word, and where in the document's tree each of its characters stands.

The reader of reports (`word.docx`) gives cells cleaned of white space, with the numbers that Word counts, and forgets
where they stood; a draft's figures are to be marked in the document they came from. So the text is kept as it is typed,
and both reading and marking go through this one walk. All walks are loops: hostile documents nest as deep as XML goes.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.drafts import MAX_CHARACTERS, Draft, checked
from corpus.errors import UnreadableDocument
from corpus.readers.word.numbering import Styles
from corpus.readers.word.package import Package
from corpus.readers.word.xml import Element, attribute, find, inner, is_on, name_of

logger = logging.getLogger(__name__)

_CHARACTERS = {
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:br": "\n",
    "w:cr": "\n",
    "w:noBreakHyphen": "-",
    "w:softHyphen": "\u00ad",
}
_UNREAD = frozenset({"w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:sdtPr", "w:rt", "m:oMath", "pic:pic", "c:chart"})
_LEFT_OUT = {
    "w:footnoteReference": "脚注 {} 条",
    "w:endnoteReference": "尾注 {} 条",
    "m:oMath": "公式 {} 个",
    "pic:pic": "图片 {} 张",
    "v:imagedata": "图片 {} 张",
    "c:chart": "图表 {} 个",
    "w:object": "嵌入对象 {} 个",
    "w:altChunk": "其他格式的片段 {} 个",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text: `text[start:end]` stands in `element`, of `run`.

    `is_plain`: it stands in the body itself, where Word takes comments, and not in a text box or in ruby.
    """

    start: int
    end: int
    element: Element
    run: Element
    is_plain: bool


@dataclass(frozen=True, slots=True)
class _At:
    """Where the walk is: in which paragraph and run, and whether the paragraph's style hides its text."""

    paragraph: Element | None = None
    run: Element | None = None
    is_plain: bool = True
    is_hidden: bool = False


def read_draft_docx(data: bytes, *, name: str) -> Draft:
    """The draft in a Word file, read in this process.

    Raises:
        UnreadableDocument: the file is damaged, too large, too deep, no Word document, or holds no text.
    """
    body = DraftBody(Package(data, source=name), source=name)
    return checked(Draft(body.text, "docx", name, body.left_out))


class DraftBody:
    """The body of a Word document: its tree (`root`, in the part called `part`), text and pieces."""

    def __init__(self, package: Package, *, source: str) -> None:
        self.part, self.root = package.main()
        self._styles = Styles(_styles(package, part=self.part))
        self._source = source
        self._counts: Counter[str] = Counter()
        self.text, self.pieces = self._join(self._paragraphs())

    @property
    def left_out(self) -> tuple[str, ...]:
        """What the document shows and `text` lacks: 脚注 2 条."""
        return tuple(what.format(count) for what, count in self._counts.items())

    def _paragraphs(self) -> dict[Element, list[tuple[str, Element, _At]]]:
        """The characters of each paragraph, in the order of the paragraphs' beginnings: a text box comes after its anchor."""
        found: dict[Element, list[tuple[str, Element, _At]]] = {}
        held = 0
        for element, at in self._walk():
            name = name_of(element)
            if name == "w:p":
                found[element] = []
                held += 1
            elif at.run is not None and at.paragraph is not None:
                shown = _typed(element.text) if name == "w:t" else _CHARACTERS.get(name, "")
                if shown:
                    found[at.paragraph].append((shown, element, at))
                    held += len(shown)
            if held > MAX_CHARACTERS:
                raise UnreadableDocument(
                    f"{self._source}：超过 {MAX_CHARACTERS // 10_000} 万字的上限。请拆分后再核对。"
                )
        return found

    def _walk(self) -> Iterator[tuple[Element, _At]]:
        """What is shown of the body, in its order; what isn't read is counted."""
        body = find(self.root, "w:body")
        stack = [] if body is None else [(body, _At())]
        while stack:
            element, at = stack.pop()
            name = name_of(element)
            if name in _LEFT_OUT:
                self._counts[_LEFT_OUT[name]] += 1
            if name in _UNREAD or self._is_unseen(element, name=name, at=at):
                continue
            if name == "w:p":
                hidden = self._styles.hides(attribute(find(element, "w:pPr", "w:pStyle")))
                at = _At(element, is_plain=at.paragraph is None, is_hidden=hidden)
            elif name == "w:r":
                at = replace(at, run=element, is_plain=at.is_plain and at.run is None)
            yield element, at
            stack.extend((child, at) for child in reversed(list(inner(element))))

    def _is_unseen(self, element: Element, *, name: str, at: _At) -> bool:
        """Whether it is hidden text, or the prompt of a content control that nobody has filled in."""
        if name == "w:sdt":
            return is_on(find(element, "w:sdtPr", "w:showingPlcHdr"))
        if name != "w:r":
            return False
        properties = find(element, "w:rPr")
        own = find(properties, "w:vanish")
        if own is not None:
            return is_on(own)
        return at.is_hidden or self._styles.hides(attribute(find(properties, "w:rStyle")))

    @staticmethod
    def _join(paragraphs: dict[Element, list[tuple[str, Element, _At]]]) -> tuple[str, tuple[Piece, ...]]:
        parts: list[str] = []
        pieces: list[Piece] = []
        offset = 0
        order = list(paragraphs)
        for (paragraph, stretches), following in zip(paragraphs.items(), [*order[1:], None], strict=True):
            for shown, element, at in stretches:
                pieces.append(Piece(offset, offset + len(shown), element, at.run, at.is_plain))
                parts.append(shown)
                offset += len(shown)
            end = "" if _runs_on(paragraph) else "\t" if _ends_cell(paragraph, following) else "\n"
            parts.append(end)
            offset += len(end)
        return "".join(parts).removesuffix("\n"), tuple(pieces)


def _styles(package: Package, *, part: str) -> Element | None:
    """The styles of the document, which may hide text; None where it has none that can be read."""
    named = (r.target for r in package.relations(part) if r.kind == "styles" and not r.external)
    target = next(named, "")
    try:
        return package.xml(target) if target in package else None
    except UnreadableDocument:  # the text can be read without
        logger.info("%s can't be read", target, exc_info=True)
        return None


def _typed(text: str | None) -> str:
    """The characters as Word shows them: line feeds of the XML as spaces."""
    return re.sub(r"[\r\n]", " ", text or "")


def _ends_cell(paragraph: Element, following: Element | None) -> bool:
    """Whether the next paragraph stands in the next cell of the same row: a row is a line of the text."""
    if following is None:
        return False
    cells = [next((e for e in p.iterancestors() if name_of(e) == "w:tc"), None) for p in (paragraph, following)]
    if None in cells or cells[0] is cells[1]:
        return False
    rows = [next((e for e in cell.iterancestors() if name_of(e) == "w:tr"), None) for cell in cells if cell is not None]
    return rows[0] is rows[1]


def _runs_on(paragraph: Element) -> bool:
    """Whether the paragraph's end was deleted or moved away: the next one then goes on in the same line."""
    mark = find(paragraph, "w:pPr", "w:rPr")
    return mark is not None and any(name_of(child) in {"w:del", "w:moveFrom"} for child in mark)
