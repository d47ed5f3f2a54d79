"""The text of a Word document's paragraphs as Word shows it once all changes are accepted.

All walks are loops: a hostile document nests links in content controls in insertions as deep as XML goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.readers.word.numbering import Numbering, Styles
from corpus.readers.word.remarks import (
    BAD_SIGN,
    BOX,
    CHANGE,
    COMMENT,
    DRAWN,
    EQUATION,
    FIELD,
    HIDDEN,
    NUMBER,
    OBJECT,
    PLACEHOLDER,
    Findings,
)
from corpus.readers.word.symbols import PRIVATE, SYMBOLS, UNKNOWN_SYMBOL, symbol
from corpus.readers.word.xml import Element, attribute, find, inner, is_on, name_of, walk

_TRANSPARENT = frozenset(
    """w:sdt w:sdtContent w:smartTag w:customXml w:ins w:moveTo w:hyperlink w:fldSimple w:dir w:bdo w:ruby w:rubyBase
    mc:AlternateContent mc:Choice mc:Fallback""".split()
)
_IN_RUN = _TRANSPARENT | {"w:r"}  # the base text of ruby stands in runs of its own
_REMOVED = frozenset({"w:del", "w:moveFrom"})
_CHANGES = _REMOVED | {"w:ins", "w:moveTo"}
_CHARACTERS = {
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:br": "\n",
    "w:cr": "\n",
    "w:noBreakHyphen": "-",
    "w:softHyphen": "\u00ad",
}
_REFERENCES = {"w:footnoteReference": "footnotes", "w:endnoteReference": "endnotes"}
_DRAWINGS = frozenset({"w:drawing", "w:pict"})
_SHOWN_BY_CODE = re.compile(r"\s*(?:EQ|SYMBOL|MACROBUTTON|GOTOBUTTON|FORMCHECKBOX|FORMDROPDOWN)\b", re.IGNORECASE)
_EQUATION_SIGNS = {"m:den": "/", "m:sup": "^"}  # without them three quarters would read 34


class Paragraphs:
    """The texts of paragraphs, read one after the other: automatic numbers are counted as they are met."""

    def __init__(self, *, styles: Styles, numbering: Numbering, found: Findings) -> None:
        self._styles, self._numbering, self._found = styles, numbering, found
        self.notes: dict[tuple[str, str], None] = {}  # (part, id), in the order of their references

    def content(self, container: Element, *, through: frozenset[str] = _TRANSPARENT) -> Iterator[Element]:
        """The children, with those of content controls, insertions, links and the like in their place."""
        stack = [iter(inner(container))]
        while stack:
            element = next(stack[-1], None)
            if element is None:
                stack.pop()
                continue
            name = name_of(element)
            if name in _CHANGES:
                self._found.note(CHANGE)
            if name == "w:sdt" and is_on(find(element, "w:sdtPr", "w:showingPlcHdr")):
                self._found.note(PLACEHOLDER)
            elif name in through:
                stack.append(iter(inner(element)))
            elif name not in _REMOVED:
                yield element

    def ends(self, paragraph: Element) -> bool:
        """Whether the paragraph's mark is there: not deleted, moved away or hidden."""
        mark = find(paragraph, "w:pPr", "w:rPr")
        if mark is None:
            return True
        names = {name_of(child) for child in mark}
        if names & _CHANGES:
            self._found.note(CHANGE)
        return not names & _REMOVED and not is_on(find(mark, "w:vanish"))

    def numbered(self, paragraph: Element, text: str) -> str:
        """The text with the number that Word shows; a space keeps a number apart from a text that begins with one."""
        label = self._numbering.label(find(paragraph, "w:pPr"))
        if not label:
            return text
        self._found.note(NUMBER)
        text = text.lstrip()
        clash = re.search(r"[0-9０-９.．]$", label) and re.match(r"[0-9０-９.．]", text)
        return f"{label} {text}" if clash else label + text

    def paragraph(self, paragraph: Element, *, boxes: list[Element]) -> str:
        """The text without its number; the text boxes anchored in it are added to `boxes`."""
        hidden = self._styles.hides(attribute(find(paragraph, "w:pPr", "w:pStyle")))
        codes: list[bool] = []  # of each open field: whether its instruction, which is not shown, still goes on
        parts: list[str] = []
        for element in self.content(paragraph):
            name = name_of(element)
            if name == "w:r":
                unseen = self._is_hidden(element, inherited=hidden)
                text = self._run(element, codes=codes, boxes=[] if unseen else boxes)
                if unseen and text.strip():
                    self._found.note(HIDDEN)
                parts.append("" if unseen else text)
            elif name in {"m:oMath", "m:oMathPara"}:
                self._found.note(EQUATION)
                parts.append(_equation(element))
        if any(codes):
            self._found.note(FIELD)
        return "".join(parts)

    def _is_hidden(self, run: Element, *, inherited: bool) -> bool:
        properties = find(run, "w:rPr")
        own = find(properties, "w:vanish")
        if own is not None:
            return is_on(own)
        return inherited or self._styles.hides(attribute(find(properties, "w:rStyle")))

    def _run(self, run: Element, *, codes: list[bool], boxes: list[Element]) -> str:
        parts: list[str] = []
        for element in self.content(run, through=_IN_RUN):
            name = name_of(element)
            if name == "w:fldChar":
                _step(codes, attribute(element, "fldCharType"))
            elif name == "w:instrText" and _SHOWN_BY_CODE.match(element.text or ""):
                self._found.note(FIELD)
            elif not any(codes):
                parts.append(self._piece(element, name=name, run=run, boxes=boxes))
        return "".join(parts)

    def _piece(self, element: Element, *, name: str, run: Element, boxes: list[Element]) -> str:
        """The text of a part of a run, "" where it has none; what it holds besides text is noted."""
        if name == "w:t":
            return _plain(element.text or "", run=run)
        if name in _CHARACTERS:
            return _CHARACTERS[name]
        if name == "w:sym":
            return self._sign(attribute(element, "char"), font=attribute(element, "font"))
        if name in _DRAWINGS:
            self._drawing(element, boxes=boxes)
        elif name in _REFERENCES:
            self.notes[_REFERENCES[name], attribute(element, "id")] = None
        elif name == "w:object":
            self._found.note(OBJECT)
        elif name == "w:commentReference":
            self._found.note(COMMENT)
        return ""

    def _sign(self, code: str, *, font: str) -> str:
        valid = re.fullmatch(r"[0-9A-Fa-f]{1,6}", code)
        sign = symbol(int(code, 16), font=font) if valid else UNKNOWN_SYMBOL
        if sign == UNKNOWN_SYMBOL:
            self._found.note(BAD_SIGN)
        return sign

    def _drawing(self, drawing: Element, *, boxes: list[Element]) -> None:
        for element in walk(drawing, leaves=frozenset({"w:txbxContent", "pic:pic"})):
            name = name_of(element)
            if name == "w:txbxContent":
                self._found.note(BOX)
                boxes.append(element)
            elif name in DRAWN:
                self._found.note(DRAWN[name])


def _plain(text: str, *, run: Element) -> str:
    """The text; signs of a symbol font as the characters that they look like, line feeds of the XML as spaces."""
    text = re.sub(r"[\r\n]", " ", text)
    if not PRIVATE.search(text):
        return text
    fonts = find(run, "w:rPr", "w:rFonts")
    known = SYMBOLS.get((attribute(fonts, "ascii") or attribute(fonts, "hAnsi")).lower(), {})
    return PRIVATE.sub(lambda sign: known.get(ord(sign[0]) & 0xFF, sign[0]), text)


def _step(codes: list[bool], kind: str) -> None:
    """Follow the marks of fields: the instruction runs from `begin` to `separate`, the result from there to `end`."""
    if kind == "begin":
        codes.append(True)
    elif codes and kind == "separate":
        codes[-1] = False
    elif codes and kind == "end":
        codes.pop()


def _equation(equation: Element) -> str:
    """The letters and numbers of an equation in one line; fractions with / and powers with ^."""
    parts: list[str] = []
    for element in walk(equation, leaves=_REMOVED):
        name = name_of(element)
        if name in {"m:t", "w:t"} and element.text:
            parts.append(element.text)
        else:
            parts.append(_EQUATION_SIGNS.get(name, ""))
    return "".join(parts)
