"""Page numbers and what is repeated on each page: left out of the text, and named.

A line that stands at the same height on other pages too, with the same words, is part of the page and not of the text;
its first appearance stays, since the title of a report may be repeated as well. Page numbers are told by how they are
written, and only in the margin: a title that differs in its month alone is a title.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from corpus.fold import fold
from corpus.readers.pdf.layout import Laid
from corpus.source import Line, Remark, Table

_MARGIN = 0.12  # share of the page's height at its top and bottom
_SAME_HEIGHT = 0.012  # share of the page's height
_PAGE = re.compile(r"第\s*\d{1,3}\s*页|共\s*\d{1,3}\s*页|page\s*\d{1,3}|\d{1,3}\s*/\s*\d{1,3}", re.IGNORECASE)
_PAGE_NUMBER = re.compile(
    r"^[-–—~·\s]*(?:第?\s*\d{1,3}\s*页?)[-–—~·\s]*(?:[/,，\s]*(?:共\s*)?\d{1,3}\s*页?)?[-–—~·\s]*$"
)
_LONGEST_NAMED = 30
_MOST_NAMED = 3


def without_furniture(pages: Sequence[Laid]) -> tuple[list[Laid], tuple[Remark, ...]]:
    """The pages without page numbers and repeated lines, and what was left out."""
    left_out = _repeated(pages) | _page_numbers(pages)
    if not left_out:
        return list(pages), ()
    kept = [_without(page, {index for number, index in left_out if number == page.number}) for page in pages]
    blocks = {(page.number, index): block for page in pages for index, block in enumerate(page.blocks)}
    texts = [block.text for place in sorted(left_out) if isinstance(block := blocks[place], Line)]
    return kept, (Remark("", f"略去页码及每页重复的页眉、页脚 {len(left_out)} 处，如{_named(texts)}。"),)


def _without(page: Laid, left_out: set[int]) -> Laid:
    kept = [index for index in range(len(page.blocks)) if index not in left_out]
    return replace(
        page, blocks=tuple(page.blocks[index] for index in kept), spans=tuple(page.spans[index] for index in kept)
    )


def _named(texts: Sequence[str]) -> str:
    different = list(
        dict.fromkeys(re.sub(r"\d+", "1", text) if _PAGE_NUMBER.match(fold(text)) else text for text in texts)
    )
    short = [text if len(text) <= _LONGEST_NAMED else f"{text[:_LONGEST_NAMED]}…" for text in different[:_MOST_NAMED]]
    return "、".join(f"“{text}”" for text in short)


def _lines(pages: Sequence[Laid]) -> list[tuple[Laid, int, str]]:
    return [
        (page, index, block.text)
        for page in pages
        for index, block in enumerate(page.blocks)
        if isinstance(block, Line)
    ]


def _repeated(pages: Sequence[Laid]) -> set[tuple[int, int]]:
    """Lines that say the same at the same height on an earlier page."""
    seen: dict[str, list[tuple[int, float]]] = defaultdict(list)
    found: set[tuple[int, int]] = set()
    for page, index, text in _lines(pages):
        earlier, top = seen[fold(text)], page.spans[index][0]
        if any(number != page.number and abs(there - top) <= _SAME_HEIGHT for number, there in earlier):
            found.add((page.number, index))
        earlier.append((page.number, top))
    return found


def _page_numbers(pages: Sequence[Laid]) -> set[tuple[int, int]]:
    """Lines at the edge of the page that are a page number, or say the same on other pages but for their page number."""
    at_edge = [(page, index, fold(text)) for page, index, text in _lines(pages) if _is_at_edge(page, index)]
    shapes: dict[str, set[int]] = defaultdict(set)
    for page, _, text in at_edge:
        shapes[_PAGE.sub("", text)].add(page.number)
    return {
        (page.number, index)
        for page, index, text in at_edge
        if _PAGE_NUMBER.match(text) or (_PAGE.search(text) and len(shapes[_PAGE.sub("", text)]) > 1)
    }


def _is_at_edge(page: Laid, index: int) -> bool:
    """Whether the line stands in the margin of the page, no table between it and the edge."""
    top, bottom = page.spans[index]
    if bottom <= _MARGIN:
        return not any(isinstance(block, Table) for block in page.blocks[:index])
    return top >= 1 - _MARGIN and not any(isinstance(block, Table) for block in page.blocks[index + 1 :])
