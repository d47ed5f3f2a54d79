"""The parts around a Word document's body: styles, lists, headers, footers, notes, and what lies outside the file.

A damaged part besides the body is noted, and the document is read without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.errors import UnreadableDocument
from corpus.readers.word.package import Package, read_relation
from corpus.readers.word.remarks import DAMAGED_PART, FOOTER, MACROS, OUTSIDE, OUTSIDE_OTHER, Findings
from corpus.readers.word.xml import Element, attribute, children, find, is_on, name_of

_PAGE_NUMBERS = re.compile(r"[\s\d第共页/／\-—–－·]*")


class Parts:
    """The main part (`root`) and the parts that it refers to."""

    def __init__(self, package: Package, *, found: Findings) -> None:
        self._package, self._found = package, found
        part, self.root = package.main()
        self._relations = package.relations(part)

    def related(self, kind: str, *, lost: str) -> Element | None:
        """The root of the part of that kind; where it is damaged, that is noted and `lost` does without."""
        targets = [r.target for r in self._relations if r.kind == kind and not r.external and r.target in self._package]
        return self._optional(targets[0], lost=lost) if targets else None

    def _optional(self, part: str, *, lost: str) -> Element | None:
        try:
            return self._package.xml(part)
        except UnreadableDocument:
            self._found.note(DAMAGED_PART.format(part=part, lost=lost))
            return None

    def note_relations(self) -> None:
        """Note what the file would fetch or run, in whatever part it is named."""
        for listing in [part for part in self._package.parts if part.endswith(".rels")]:
            root = self._optional(listing, lost="其中的链接")
            for relation in (read_relation(element, folder="") for element in (root if root is not None else ())):
                if relation.external:
                    self._found.note(OUTSIDE.get(relation.kind, OUTSIDE_OTHER))
                elif relation.kind == "vbaProject":
                    self._found.note(MACROS)

    def note_footers(self) -> None:
        """Note footers that hold more than the number of the page."""
        self._found.where = ""
        for root in self.page_parts("w:footerReference", lost="页脚"):
            if not _PAGE_NUMBERS.fullmatch("".join(e.text or "" for e in root.iter() if name_of(e) == "w:t")):
                self._found.note(FOOTER)
                return

    def page_parts(self, reference: str, *, lost: str) -> Iterator[Element]:
        """The headers or footers that pages show, each once."""
        targets = {r.ident: r.target for r in self._relations if not r.external}
        even = is_on(find(self.related("settings", lost="页眉设置"), "w:evenAndOddHeaders"))
        parts: dict[str, None] = {}
        for section in self._sections():
            shown = {"default": True, "even": even, "first": is_on(find(section, "w:titlePg"))}
            for child in children(section, reference):
                if shown.get(attribute(child, "type") or "default"):
                    parts[targets.get(attribute(child, "id"), "")] = None
        for part in parts:
            root = self._optional(part, lost=lost) if part in self._package else None
            if root is not None:
                yield root

    def _sections(self) -> list[Element]:
        """The sections as they are now, without those that a tracked change keeps."""
        return [
            element for element in self.root.iter("{*}sectPr") if name_of(element.getparent()) in {"w:body", "w:pPr"}
        ]
