"""Split a cell into statements: the sentences and semicolon clauses that are retrieved and quoted.

A sentence splitter of a language library would cut "12.5%" or "1. 提升" at the dot and doesn't know 一是/二是; the text has few
sentence ends, so they are listed.
"""

from __future__ import annotations

import re

from corpus.fold import fold
from corpus.joining import list_number
from corpus.model import Statement

_ENUMERATOR = re.compile(
    r"\s*(?:\(?\d{1,2}(?:[.、)](?!\d))|\(?[一二三四五六七八九十]{1,3}[、)]|[①-⑳]|第?[一二三四五六七八九十]{1,2}(?:是|要|方面)[，,:：]?)\s*"
)
_SUB_ITEM = re.compile(r"\s*[一二三四五六七八九十]{1,2}是")
_OPENING, _CLOSING = "《“(〔「『[", "》”)〕」』]"
_LONGEST_LEAD = 24


def _sentence_ends(folded: str) -> list[int]:
    """Offsets just behind each sentence or clause end outside brackets and quotes; the end of the text is the last."""
    ends, depth = [], 0
    for i, character in enumerate(folded):
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth = max(0, depth - 1)
        elif (character in "。!?" or (character == ";" and depth == 0)) and depth <= 1:
            end = i + 1
            while end < len(folded) and folded[end] in _CLOSING + "。!?":
                end += 1
            ends.append(end)
            depth = 0
    return [*ends, len(folded)]


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _lead(sentence: str, *, paragraph_start: bool) -> str:
    """The heading of a numbered item, where the sentence is one: short, before a full stop or colon, without a digit."""
    if not paragraph_start:
        return ""
    head = re.split(r"[:。]", fold(sentence), maxsplit=1)[0]
    complete = len(head) < len(sentence)
    return (
        sentence[: len(head)].strip()
        if complete and len(head) <= _LONGEST_LEAD and not re.search(r"[\d,;]", head)
        else ""
    )


def split_statements(text: str) -> tuple[Statement, ...]:
    """The statements of a cell, in order, with list numbers left out of their spans."""
    statements: list[Statement] = []
    item, offset = 0, 0
    for paragraph in text.split("\n"):
        folded, number = fold(paragraph), list_number(paragraph)
        item = number if number is not None else item
        begin, lead = 0, ""
        for end in _sentence_ends(folded):
            first = begin == 0
            enumerator = _ENUMERATOR.match(folded, begin, end)
            numbered = enumerator is not None and (first or bool(_SUB_ITEM.match(folded, begin)))
            start, stop = _strip(paragraph, enumerator.end() if enumerator and numbered else begin, end)
            if start < stop:
                if first and number is not None:
                    lead = _lead(paragraph[start:stop], paragraph_start=True)
                statements.append(Statement(offset + start, offset + stop, item, lead))
            begin = end
        offset += len(paragraph) + 1
    return tuple(statements)
