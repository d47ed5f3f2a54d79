"""Changes to a draft written in Word, as tracked changes of the document that it was read from.

What gives way is moved into `w:del`, what takes its place stands behind it in `w:ins`, in the formatting of what it
replaces; nothing else is touched, and every other part of the package stays to the byte. Some places take no change
(the end of a paragraph, ruby): so the document made is read again, and refused where its text is not the one meant.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from lxml import etree

from corpus.drafts import Replacement, replaced
from corpus.errors import UnreadableDocument
from corpus.readers.draft_docx import DraftBody, Piece
from corpus.readers.draft_marks import AUTHOR
from corpus.readers.draft_package import rewritten, serialised, writable
from corpus.readers.word.package import Package
from corpus.readers.word.xml import Element, find, integer, name_of

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TRACKED = frozenset({"w:ins", "w:del", "w:moveFrom", "w:moveTo", "w:rPrChange", "w:pPrChange"})


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a run: an element that stays or goes; `element` is None where there is only something new."""

    element: Element | None = None
    is_gone: bool = False
    new: str = ""


def write_changed(data: bytes, *, replacements: Sequence[Replacement], source: str) -> bytes:
    """The Word file with the replacements as tracked changes; spans are those of the draft read from it.

    Raises:
        UnreadableDocument: the file is damaged, no Word file, or takes no change at one of the places.
    """
    package = Package(data, source=source)
    body = DraftBody(package, source=source)
    wanted = replaced(body.text, [Replacement(r.start, r.end, writable(r.text)) for r in replacements])
    _Tracker(body).track(replacements)
    made = rewritten(data, changed={body.part: serialised(body.root)}, source=source)
    if DraftBody(Package(made, source=source), source=source).text != wanted:
        raise UnreadableDocument(
            f"{source}：有一处修改跨段落，或在文本框、注音等特殊位置，写不进这份 Word 文档；请撤销它，改在 Word 里修改。"
        )
    return made


class _Tracker:
    """Writes tracked changes into the tree of a draft."""

    def __init__(self, body: DraftBody) -> None:
        self._pieces = [piece for piece in body.pieces if piece.element.getparent() is piece.run]
        self._namespace = etree.QName(body.root).namespace
        signs = (element for element in body.root.iter("{*}*") if name_of(element) in _TRACKED)
        self._next = max((integer(sign, "id") for sign in signs), default=-1) + 1

    def track(self, replacements: Sequence[Replacement]) -> None:
        """Rebuild each run that one of them reaches into."""
        ordered = sorted(replacements, key=lambda r: (r.start, r.end))
        anchors = dict(self._anchors(ordered))
        first = 0  # the first replacement that may not be behind us
        for _, group in groupby(self._pieces, key=lambda piece: id(piece.run)):
            held = list(group)
            while first < len(ordered) and ordered[first].end < held[0].start:
                first += 1
            last = first
            while last < len(ordered) and ordered[last].start <= held[-1].end:
                last += 1
            if first < last:
                parts = {p.element: list(_parts(p, ordered[first:last], anchors.get(p, ()))) for p in held}
                if any(part.is_gone or part.new for found in parts.values() for part in found):
                    self._rebuild(held[0].run, parts)

    def _anchors(self, replacements: Iterable[Replacement]) -> Iterator[tuple[Piece, list[Replacement]]]:
        """The pieces behind which something new is to stand, each with its replacements."""
        found: dict[Piece, list[Replacement]] = {}
        for replacement in (r for r in replacements if r.text):
            start, end = replacement.start, replacement.end
            over = [p for p in self._pieces if p.start < end and p.end > start]
            before = [p for p in self._pieces if p.start < start <= p.end]
            behind = [p for p in self._pieces if p.start == start]
            places = over[-1:] or before[-1:] or behind[:1]
            if places:
                found.setdefault(places[0], []).append(replacement)
        yield from found.items()

    def _rebuild(self, run: Element, parts: dict[Element, list[_Part]]) -> None:
        """Put runs in the place of one: what stays, what goes and what is new, each in a run of its own."""
        properties = find(run, "w:rPr")
        staying: Element | None = None
        for child in list(run):
            if child is properties:
                continue
            for part in parts.get(child) or [_Part(child)]:
                if part.element is None or part.is_gone:
                    run.addprevious(self._tracked(run, properties, part))
                    staying = None
                    continue
                if staying is None:
                    staying = _like(run, properties)
                    run.addprevious(staying)
                staying.append(part.element)
        run.getparent().remove(run)

    def _tracked(self, run: Element, properties: Element | None, part: _Part) -> Element:
        made = _like(run, properties)
        if part.element is None:
            made.extend(self._typed(part.new))
            return made if name_of(run.getparent()) == "w:ins" else self._sign("ins", made)
        if name_of(part.element) == "w:t":
            part.element.tag = self._name("delText")
        made.append(part.element)
        return self._sign("del", made)

    def _sign(self, local: str, run: Element) -> Element:
        sign = etree.Element(self._name(local), {self._name("id"): str(self._next), self._name("author"): AUTHOR})
        self._next += 1
        sign.append(run)
        return sign

    def _typed(self, text: str) -> Iterator[Element]:
        for stretch in re.split(r"([\n\t])", writable(text)):
            if stretch in ("\n", "\t"):
                yield etree.Element(self._name("br" if stretch == "\n" else "tab"))
            elif stretch:
                element = etree.Element(self._name("t"), {_SPACE: "preserve"})
                element.text = stretch
                yield element

    def _name(self, local: str) -> str:
        return f"{{{self._namespace}}}{local}"


def _parts(piece: Piece, replacements: Sequence[Replacement], anchored: Sequence[Replacement]) -> Iterator[_Part]:
    """The piece cut where a replacement begins or ends, with what is new behind what it replaces."""
    news: dict[int, str] = {}
    for replacement in anchored:  # in the order of the text
        at = min(max(replacement.end, piece.start), piece.end)
        news[at] = news.get(at, "") + replacement.text
    edges = {piece.start, piece.end, *news}
    edges |= {edge for r in replacements for edge in (r.start, r.end) if piece.start < edge < piece.end}
    if piece.start in news:
        yield _Part(new=news[piece.start])
    for start, end in pairwise(sorted(edges)):
        is_gone = any(r.start < end and r.end > start for r in replacements)
        yield _Part(_cut(piece, start, end), is_gone)
        if end in news:
            yield _Part(new=news[end])


def _cut(piece: Piece, start: int, end: int) -> Element:
    """The element with the part of its text, itself where that is all."""
    if (start, end) == (piece.start, piece.end):
        return piece.element
    part = etree.Element(piece.element.tag, dict(piece.element.attrib))
    part.text = piece.element.text[start - piece.start : end - piece.start]
    part.set(_SPACE, "preserve")
    return part


def _like(run: Element, properties: Element | None) -> Element:
    """An empty run with the properties of another."""
    new = etree.Element(run.tag, dict(run.attrib))
    if properties is not None:
        new.append(copy.deepcopy(properties))
    return new
