"""Marks in a draft written in Word: runs are split where a mark begins or ends, shaded, and commented on.

Nothing else of the document is touched, so it keeps its formatting; a run that is split keeps its properties in every
part. Where Word takes no comments (text boxes, ruby) there is the colour alone. The elements are made in the document's
own namespace, which is another one in Strict Open XML.
"""

from __future__ import annotations

import copy
import posixpath
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from lxml import etree

from corpus.drafts import Mark, Summary, Words
from corpus.readers.draft_docx import DraftBody, Piece
from corpus.readers.draft_package import (
    COMMENTS_TYPE,
    OFFICE,
    PACKAGE,
    WORD,
    rewritten,
    serialised,
    unmacroed,
    writable,
)
from corpus.readers.word.package import Package
from corpus.readers.word.xml import Element, attribute, find, integer, name_of

AUTHOR = "考评"
_STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TYPES = "[content_types].xml"
_AFTER_SHADING = frozenset(
    "w:fitText w:vertAlign w:rtl w:cs w:em w:lang w:eastAsianLayout w:specVanish w:oMath w:rPrChange".split()
)
_HIGHLIGHTS = frozenset({"w:highlight", "w:shd"})  # they would hide the mark's colour
_COMMENT_SIGNS = frozenset({"w:commentRangeStart", "w:commentRangeEnd", "w:commentReference", "w:comment"})
_LEAST_WIDTH, _MOST_WIDTH = 6, 24  # of a column, in characters
_BORDERS = ("top", "left", "bottom", "right", "insideH", "insideV")


@dataclass(slots=True)
class _Marked:
    """A mark and the runs that show it, in their order."""

    mark: Mark
    runs: list[Element] = field(default_factory=list)
    is_plain: bool = True


def write_marked(data: bytes, *, marks: Sequence[Mark], summary: Summary, source: str) -> bytes:
    """The Word file with the marks, and the summary behind its text. Spans are those of the draft read from it.

    Raises:
        UnreadableDocument: the file is damaged, or no Word file.
    """
    package = Package(data, source=source)
    body = DraftBody(package, source=source)
    maker = _Maker(etree.QName(body.root).namespace)
    marked = [found for found in _split_all(body.pieces, marks, maker=maker) if found.runs]
    listing, relations = _relations(package, part=body.part)
    part, comments = _comments(package, part=body.part, relations=relations, maker=maker)
    _comment(marked, comments, first=_free_id(body.root, comments), maker=maker)
    _append(body.root, summary, maker=maker)
    types = package.xml(_TYPES)
    dropped = unmacroed(types, relations, folder=posixpath.dirname(body.part))
    _declare(types, part)
    parts = {_TYPES: types, listing: relations, body.part: body.root, part: comments}
    return rewritten(
        data, changed={name: serialised(root) for name, root in parts.items()}, dropped=dropped, source=source
    )


class _Maker:
    """Makes elements in the namespace of the document."""

    def __init__(self, namespace: str) -> None:
        self.namespace = namespace
        self.is_strict = namespace != WORD

    def name(self, local: str) -> str:
        return f"{{{self.namespace}}}{local}"

    def make(self, local: str, *children: Element, **attributes: str) -> Element:
        element = etree.Element(self.name(local), {self.name(key): value for key, value in attributes.items()})
        element.extend(children)
        return element

    def run(self, words: Words) -> Element:
        properties = self.make("rPr", *([self.make("b")] if words.bold else []))
        if words.color:
            properties.append(self.shading(words.color))
        text = self.make("t")
        text.text = writable(words.text)
        text.set(_SPACE, "preserve")
        return self.make("r", properties, text)

    def paragraph(self, words: Iterable[Words]) -> Element:
        return self.make("p", *(self.run(word) for word in words))

    def shading(self, color: str) -> Element:
        return self.make("shd", val="clear", color="auto", fill=color)


def _split_all(pieces: Sequence[Piece], marks: Sequence[Mark], *, maker: _Maker) -> list[_Marked]:
    """Split and shade the runs under the marks; what a mark begins inside another one is left out."""
    found = [_Marked(mark) for mark in _apart(marks)]
    first = 0  # the first mark that may not be behind us
    for _, group in groupby(pieces, key=lambda piece: id(piece.run)):
        held = [piece for piece in group if piece.element.getparent() is piece.run]
        if not held:
            continue
        while first < len(found) and found[first].mark.end <= held[0].start:
            first += 1
        last = first
        while last < len(found) and found[last].mark.start < held[-1].end:
            last += 1
        if first < last:
            _split(held, found[first:last], maker=maker)
    return found


def _apart(marks: Iterable[Mark]) -> Iterator[Mark]:
    position = 0
    for mark in sorted(marks, key=lambda mark: mark.start):
        if position <= mark.start < mark.end:
            yield mark
            position = mark.end


def _split(pieces: Sequence[Piece], marked: Sequence[_Marked], *, maker: _Maker) -> None:
    """Put runs in the place of one: a run for each stretch that one mark, or none, covers."""
    run = pieces[0].run
    stretches = {piece.element: list(_stretches(piece, marked)) for piece in pieces}
    properties = find(run, "w:rPr")
    over: _Marked | None = None  # the mark of the run that is being filled
    new: Element | None = None
    for child in list(run):
        if child is properties:
            continue
        for element, mark in stretches.get(child) or [(child, None)]:
            if new is None or mark is not over:
                new, over = _like(run, properties, mark=mark, maker=maker), mark
                run.addprevious(new)
                if mark is not None:
                    mark.runs.append(new)
                    mark.is_plain = mark.is_plain and pieces[0].is_plain
            new.append(element)
    run.getparent().remove(run)


def _stretches(piece: Piece, marked: Sequence[_Marked]) -> Iterator[tuple[Element, _Marked | None]]:
    """The piece cut at the ends of the marks, each part with the mark that covers it; itself, where one covers it all."""
    edges: list[tuple[int, int, _Marked | None]] = []
    position = piece.start
    for found in marked:
        start, end = max(found.mark.start, piece.start), min(found.mark.end, piece.end)
        if start < end:
            edges += [(position, start, None), (start, end, found)]
            position = end
    edges = [edge for edge in (*edges, (position, piece.end, None)) if edge[0] < edge[1]]
    if len(edges) == 1:
        yield piece.element, edges[0][2]
        return
    text = piece.element.text
    for start, end, over in edges:
        part = etree.Element(piece.element.tag, dict(piece.element.attrib))
        part.text = text[start - piece.start : end - piece.start]
        part.set(_SPACE, "preserve")
        yield part, over


def _like(run: Element, properties: Element | None, *, mark: _Marked | None, maker: _Maker) -> Element:
    """An empty run with the properties of another, shaded where it stands under a mark."""
    new = etree.Element(run.tag, dict(run.attrib))
    own = maker.make("rPr") if properties is None else copy.deepcopy(properties)
    if mark is not None:
        for child in [child for child in own if name_of(child) in _HIGHLIGHTS]:
            own.remove(child)
        after = next((child for child in own if name_of(child) in _AFTER_SHADING), None)
        shading = maker.shading(mark.mark.color)
        own.append(shading) if after is None else after.addprevious(shading)
    if len(own):
        new.append(own)
    return new


def _comment(marked: Iterable[_Marked], comments: Element, *, first: int, maker: _Maker) -> None:
    """Comment on the runs of each mark that has something to say, where Word takes comments."""
    wanted = (found for found in marked if found.mark.comment and found.is_plain)
    for number, found in enumerate(wanted, start=first):
        ident = str(number)
        lines = (maker.paragraph([Words(line)]) for line in found.mark.comment)
        comments.append(maker.make("comment", *lines, id=ident, author=AUTHOR, initials=AUTHOR))
        found.runs[0].addprevious(maker.make("commentRangeStart", id=ident))
        reference = maker.make("r", maker.make("commentReference", id=ident))
        found.runs[-1].addnext(reference)
        found.runs[-1].addnext(maker.make("commentRangeEnd", id=ident))


def _free_id(*roots: Element) -> int:
    """A number above those of all comments."""
    signs = (element for root in roots for element in root.iter("{*}*") if name_of(element) in _COMMENT_SIGNS)
    return max((integer(sign, "id") for sign in signs), default=-1) + 1


def _append(root: Element, summary: Summary, *, maker: _Maker) -> None:
    """Write the summary on a page of its own, before the properties of the last section."""
    body = find(root, "w:body")
    if body is None or not (summary.lines or summary.rows):  # without a body there was nothing to mark either
        return
    turned = maker.make("p", maker.make("r", maker.make("br", type="page")))
    blocks = [turned, *(maker.paragraph(line) for line in summary.lines)]
    if summary.rows:
        blocks += [_table(summary.rows, maker=maker), maker.make("p")]
    section = body[-1] if len(body) and name_of(body[-1]) == "w:sectPr" else None
    for block in blocks:
        body.append(block) if section is None else section.addprevious(block)


def _table(rows: Sequence[Sequence[Words]], *, maker: _Maker) -> Element:
    borders = (maker.make(side, val="single", sz="4", space="0", color="808080") for side in _BORDERS)
    properties = maker.make("tblPr", maker.make("tblW", w="5000", type="pct"), maker.make("tblBorders", *borders))
    shares = _shares(rows)
    grid = maker.make("tblGrid", *(maker.make("gridCol", w=str(9000 * share // 5000)) for share in shares))
    table = maker.make("tbl", properties, grid)
    for number, row in enumerate(rows):
        made = maker.make("tr", *([maker.make("trPr", maker.make("tblHeader"))] if number == 0 else []))
        made.extend(_cell(words, share=share, maker=maker) for words, share in zip(row, shares, strict=True))
        table.append(made)
    return table


def _cell(words: Words, *, share: int, maker: _Maker) -> Element:
    width = maker.make("tcPr", maker.make("tcW", w=str(share), type="pct"))
    lines = (maker.paragraph([Words(line, words.color, words.bold)]) for line in words.text.split("\n"))
    return maker.make("tc", width, *lines)


def _shares(rows: Sequence[Sequence[Words]]) -> list[int]:
    """The widths of the columns by their longest text, in fiftieths of a percent of the whole."""
    longest = [max(len(words.text) for words in column) for column in zip(*rows, strict=True)]
    weights = [min(max(length, _LEAST_WIDTH), _MOST_WIDTH) for length in longest]
    return [5000 * weight // sum(weights) for weight in weights]


def _relations(package: Package, *, part: str) -> tuple[str, Element]:
    """The list of what the main part refers to: its name and its root."""
    folder, base = posixpath.split(part)
    listing = posixpath.join(folder, "_rels", f"{base}.rels")
    if listing in package:
        return listing, package.xml(listing)
    return listing, etree.Element(f"{{{PACKAGE}/relationships}}Relationships")


def _comments(package: Package, *, part: str, relations: Element, maker: _Maker) -> tuple[str, Element]:
    """The part of the comments, made and referred to where there is none: its name and its root."""
    held = [r.target for r in package.relations(part) if r.kind == "comments" and not r.external]
    if held and held[0] in package:
        return held[0], package.xml(held[0])
    for stale in [e for e in relations if attribute(e, "Type").endswith("/comments")]:
        relations.remove(stale)
    folder = posixpath.dirname(part)
    name = next(n for n in (posixpath.join(folder, f"comments{i or ''}.xml") for i in range(4001)) if n not in package)
    taken = {attribute(element, "Id") for element in relations}
    ident = next(i for i in (f"rIdKp{i}" for i in range(len(taken) + 1)) if i not in taken)
    office = _STRICT_OFFICE if maker.is_strict else OFFICE
    etree.SubElement(
        relations,
        f"{{{PACKAGE}/relationships}}Relationship",
        {"Id": ident, "Type": f"{office}/comments", "Target": f"/{name}"},
    )
    return name, etree.Element(maker.name("comments"), nsmap={"w": maker.namespace})


def _declare(types: Element, part: str) -> None:
    """Say in the content types that the part holds comments."""
    for entry in list(types):
        if attribute(entry, "PartName").lstrip("/").lower() == part:
            types.remove(entry)
    etree.SubElement(
        types, f"{{{PACKAGE}/content-types}}Override", {"PartName": f"/{part}", "ContentType": COMMENTS_TYPE}
    )
