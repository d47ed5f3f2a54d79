"""The tree of a Word document's parts: names with Word's usual prefixes, whichever namespaces the file uses.

lxml's own searches know one namespace at a time, and a document may use the usual ones or those of Strict Open XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

Element = Any  # an lxml element; lxml has no types
_FAMILIES = {  # namespace, as Word writes it and as "Strict Open XML" has it
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://purl.oclc.org/ooxml/drawingml/picture": "pic",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://purl.oclc.org/ooxml/drawingml/chart": "c",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
    "http://purl.oclc.org/ooxml/drawingml/diagram": "dgm",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "urn:schemas-microsoft-com:vml": "v",
}


@lru_cache(maxsize=4096)
def _prefixed(tag: str) -> str:
    namespace, _, local = tag.rpartition("}")
    return f"{_FAMILIES.get(namespace[1:], '?')}:{local}"


def name_of(element: Element) -> str:
    """The name with Word's usual prefix: w:p, m:oMath; ?:x for a namespace that holds nothing to read."""
    return _prefixed(element.tag)


def attribute(element: Element | None, name: str = "val") -> str:
    """The attribute of that local name, "" where there is none."""
    if element is None:
        return ""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")


def integer(element: Element | None, name: str = "val", *, default: int = 0) -> int:
    """The attribute as a number of at most nine digits, `default` where it is none."""
    text = attribute(element, name).strip()
    return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else default


def find(element: Element | None, *path: str) -> Element | None:
    """The first child of each name in turn, or None."""
    for name in path:
        for child in () if element is None else element:
            if name_of(child) == name:
                element = child
                break
        else:
            return None
    return element


def children(element: Element | None, name: str) -> list[Element]:
    """The children of that name."""
    return [child for child in element if name_of(child) == name] if element is not None else []


def is_on(switch: Element | None) -> bool:
    """Whether a property that is on by standing there is on."""
    return switch is not None and attribute(switch) not in {"0", "false", "off"}


def inner(element: Element) -> Iterable[Element]:
    """The children to be read: of alternatives for newer and older programs, the first alone."""
    if name_of(element) != "mc:AlternateContent":
        return element  # type: ignore[no-any-return] # an element is the sequence of its children
    return [child for child in element if name_of(child) in {"mc:Choice", "mc:Fallback"}][:1]


def walk(root: Element, *, leaves: frozenset[str]) -> Iterator[Element]:
    """All elements in document order, without what is inside `leaves`."""
    stack = [root]
    while stack:
        element = stack.pop()
        yield element
        if name_of(element) not in leaves:
            stack.extend(reversed(list(inner(element))))
