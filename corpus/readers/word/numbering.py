"""The automatic numbers of a Word document, which its text lacks: counted in its order, as Word counts them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.readers.word.number_forms import FORMATS
from corpus.readers.word.symbols import PRIVATE, SYMBOLS, UNKNOWN_SYMBOL, symbol
from corpus.readers.word.xml import Element, attribute, children, find, integer, is_on, name_of

_LONGEST_LABEL = 40  # of an automatic number; a hostile pattern would be repeated before every paragraph
_DEEPEST_LEVEL = 8  # of a list, from 0
_LONGEST_CHAIN = 20  # of styles based on each other


class Styles:
    """What a style says about hiding text and about numbering, its ancestors asked in turn."""

    def __init__(self, root: Element | None) -> None:
        styles = [e for e in (root if root is not None else ()) if name_of(e) == "w:style"]
        self._styles = {attribute(style, "styleId"): style for style in styles}
        paragraphs = (
            s for s in styles if attribute(s, "type") == "paragraph" and attribute(s, "default") in {"1", "true"}
        )
        self._default = next((attribute(style, "styleId") for style in paragraphs), "")
        self._hidden: dict[str, bool] = {}
        self._numbering: dict[str, tuple[str, str]] = {}

    def _ancestry(self, style_id: str) -> Iterator[tuple[str, Element]]:
        for _ in range(_LONGEST_CHAIN):
            style = self._styles.get(style_id)
            if style is None:
                return
            yield style_id, style
            style_id = attribute(find(style, "w:basedOn"))

    def hides(self, style_id: str) -> bool:
        """Whether text of that style is hidden."""
        if style_id not in self._hidden:
            said = (find(style, "w:rPr", "w:vanish") for _, style in self._ancestry(style_id))
            self._hidden[style_id] = is_on(next((switch for switch in said if switch is not None), None))
        return self._hidden[style_id]

    def numbering(self, style_id: str) -> tuple[str, str]:
        """The style of the ancestry that numbers, and the number of its list; "" where none does."""
        style_id = style_id or self._default
        if style_id not in self._numbering:
            said = ((ident, find(style, "w:pPr", "w:numPr", "w:numId")) for ident, style in self._ancestry(style_id))
            found = ((ident, attribute(number)) for ident, number in said if number is not None)
            self._numbering[style_id] = next(found, ("", ""))
        return self._numbering[style_id]


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list counts and looks; `restart`: the levels above that start it anew (None: all)."""

    start: int = 1
    form: str = "decimal"
    pattern: str = ""
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    font: str = ""
    style: str = ""


@dataclass(frozen=True, slots=True)
class _List:
    """A w:num: lists of the same `abstract` count together, but where `starts` begins one anew."""

    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int]


class Numbering:
    """The automatic numbers of the document, counted in its order."""

    def __init__(self, root: Element | None, *, styles: Styles) -> None:
        elements = list(root) if root is not None else []
        self._styles = styles
        self._abstracts = {attribute(e, "abstractNumId"): e for e in elements if name_of(e) == "w:abstractNum"}
        self._numbers = {attribute(e, "numId"): e for e in elements if name_of(e) == "w:num"}
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()

    def label(self, properties: Element | None) -> str:
        """The number that Word shows before a paragraph with these properties (w:pPr), counted on; "" for none."""
        own = find(properties, "w:numPr")
        style, ident = self._styles.numbering(attribute(find(properties, "w:pStyle")))
        ident = attribute(find(own, "w:numId")) or ident
        found = self._list(ident)
        if found is None:
            return ""
        stated = find(own, "w:ilvl")
        linked = (number for number, level in found.levels.items() if style and level.style == style)
        level = _level_number(stated, "val") if stated is not None else next(linked, 0)
        return self._show(found, counts=self._count(ident, found, level), level=level)

    def _list(self, ident: str) -> _List | None:
        if ident not in self._lists:
            number = self._numbers.get(ident)
            self._lists[ident] = self._build(number) if ident != "0" and number is not None else None
        return self._lists[ident]

    def _build(self, number: Element) -> _List:
        abstract = attribute(find(number, "w:abstractNumId"))
        for _ in range(_LONGEST_CHAIN):  # a list may point to a list style, which points to the list that defines it
            link = attribute(find(self._abstracts.get(abstract), "w:numStyleLink"))
            target = self._numbers.get(self._styles.numbering(link)[1]) if link else None
            if target is None:
                break
            abstract = attribute(find(target, "w:abstractNumId"))
        levels = dict(map(_read_level, children(self._abstracts.get(abstract), "w:lvl")))
        starts = {}
        for override in children(number, "w:lvlOverride"):
            levels.update(map(_read_level, children(override, "w:lvl")))
            start = find(override, "w:startOverride")
            if start is not None:
                starts[_level_number(override, "ilvl")] = integer(start)
        return _List(abstract=abstract, levels=levels, starts=starts)

    def _count(self, ident: str, found: _List, level: int) -> dict[int, int]:
        counts = self._counts.setdefault(found.abstract, {})
        if ident not in self._begun:
            self._begun.add(ident)
            for started in found.starts:
                counts.pop(started, None)
        first = found.starts.get(level, found.levels.get(level, _Level()).start)
        counts[level] = counts[level] + 1 if level in counts else first
        for deeper in [d for d in counts if d > level]:
            restart = found.levels.get(deeper, _Level()).restart
            if restart is None or level < restart:
                del counts[deeper]
        return counts

    def _show(self, found: _List, *, counts: dict[int, int], level: int) -> str:
        shown = found.levels.get(level)
        if shown is None:
            return ""
        if shown.form == "bullet":
            return "".join(_bullet(sign, font=shown.font) for sign in shown.pattern[:_LONGEST_LABEL]) or "•"

        def number(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            part = found.levels.get(place, _Level())
            form = "decimal" if shown.legal else part.form
            return FORMATS.get(form, str)(counts.get(place, found.starts.get(place, part.start)))

        label = re.sub(r"%([1-9])", number, shown.pattern[:_LONGEST_LABEL])
        return label + " " * (shown.suffix == "space" and bool(label))


def _bullet(sign: str, *, font: str) -> str:
    shown = symbol(ord(sign), font=font) if PRIVATE.match(sign) or font.lower() in SYMBOLS else sign
    return "•" if shown == UNKNOWN_SYMBOL else shown


def _level_number(element: Element, name: str) -> int:
    return min(max(0, integer(element, name)), _DEEPEST_LEVEL)


def _read_level(element: Element) -> tuple[int, _Level]:
    restart = find(element, "w:lvlRestart")
    return _level_number(element, "ilvl"), _Level(
        start=integer(find(element, "w:start"), default=0),
        form=attribute(find(element, "w:numFmt")) or "decimal",
        pattern=attribute(find(element, "w:lvlText")),
        suffix=attribute(find(element, "w:suff")) or "tab",
        restart=None if restart is None else integer(restart),
        legal=is_on(find(element, "w:isLgl")),
        font=attribute(find(element, "w:rPr", "w:rFonts"), "ascii"),
        style=attribute(find(element, "w:pStyle")),
    )
