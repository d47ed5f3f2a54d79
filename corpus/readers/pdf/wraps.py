"""Lines of a cell → its text: what the width of the cell broke is joined, what the writer broke stays broken.

A page has lines only, no paragraphs. A break was meant where the line ends although the next word had room on it; that
alone would take ragged lines for paragraphs, so the next line must look like a beginning too (a list number, an indent),
or the room be wide and the sentence over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.fold import fold
from corpus.readers.pdf.lines import Spans, TextLine, is_latin, merged_spans

_ITEM = re.compile(
    r"^[ ]*(?:[(]?\d{1,2}[)]|\d{1,2}[.、](?!\d)|[(][一二三四五六七八九十]{1,3}[)]|[一二三四五六七八九十]{1,3}、"
    r"|第[一二三四五六七八九十]{1,3}[,、是]|[一二三四五六七八九十]是|[①-⑳]|[●■◆▪•·★])"
)
_INNER_ITEM = re.compile(r"(?<=[。;:,])[ ]*(?:[(]?\d{1,2}[)]|\d{1,2}[.、](?!\d)|[(]?[一二三四五六七八九十]{1,3}[、)])")
_WORD = re.compile(r"[A-Za-z0-9.,+%/~-]+|.")
_APART = re.compile(r"(?<=\d)[ ]+(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])[ ]+(?=\d)")
_JOINED = re.compile(r"(?<=\d)(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=\d)")
_MANY = 8  # fewer say nothing of a habit
_NEARLY_ALL = 0.85
_SENTENCE_END = "。！？；：!?;:.…"
_CLOSING = "”’」』》)）]】"
_SLACK = 1.5  # ems of room beyond the next word that a wrapped line would not leave
_WIDE_SLACK = 3.0  # the same where the next line has nothing of a beginning but its place
_INDENT = 1.5  # ems
_CENTRED = 0.35  # ems between the middles of lines that are centred


@dataclass(frozen=True, slots=True)
class Passage:
    """The text of a cell, its paragraphs apart by a line feed, and the spans of it that may be misread."""

    text: str
    doubts: Spans = ()


@dataclass(frozen=True, slots=True)
class Blanks:
    """How a table uses blanks.

    `at_ends`: one at the end of a line says something, which it doesn't where nearly every broken line has one.
    `beside_figures`: between Chinese characters and figures there is always one, so that one was there too where a line
    was broken between them (justified lines lose it).
    """

    at_ends: bool = True
    beside_figures: bool = False


def blanks_of(cells: Iterable[Sequence[TextLine]]) -> Blanks:
    """The habit of the table whose cells have these lines."""
    filled = list(cells)
    broken = [line.blank_after for lines in filled for line in lines[:-1]]
    text = "\n".join(fold(line.text) for lines in filled for line in lines)
    apart, joined = len(_APART.findall(text)), len(_JOINED.findall(text))
    return Blanks(
        at_ends=len(broken) < _MANY or sum(broken) < _NEARLY_ALL * len(broken),
        beside_figures=apart >= _MANY and apart >= _NEARLY_ALL * (apart + joined),
    )


def passage(lines: Sequence[TextLine], *, edge: float = 0.0, blanks: Blanks = Blanks()) -> Passage:
    """The lines of one cell as a text.

    Args:
        lines: from top to bottom.
        edge: how far to the right the column's lines reach elsewhere, 0 where that isn't known.
        blanks: how the table uses them.
    """
    text, doubts = "", []
    centred = _is_centred(lines)
    reach = max([edge, *(line.right for line in lines)])
    items_begin_lines = not any(_INNER_ITEM.search(fold(line.text)) for line in lines)
    for index, line in enumerate(lines):
        if index:
            before = lines[index - 1]
            if _is_break(before, line, reach=reach, margin=_margin(lines), centred=centred, items=items_begin_lines):
                text += "\n"
            elif _needs_blank(before, line, blanks=blanks):
                text += " "
        doubts += [(len(text) + start, len(text) + end) for start, end in line.doubts]
        text += line.text
    return Passage(text, merged_spans(doubts))


def _margin(lines: Sequence[TextLine]) -> float:
    return min(line.left for line in lines)


def _is_centred(lines: Sequence[TextLine]) -> bool:
    middles = [(line.left + line.right) / 2 for line in lines]
    size = lines[0].size if lines else 0.0
    return (
        len(lines) > 1
        and max(middles) - min(middles) <= _CENTRED * size
        and max(line.left for line in lines) - _margin(lines) > _CENTRED * size
    )


def _is_break(before: TextLine, line: TextLine, *, reach: float, margin: float, centred: bool, items: bool) -> bool:
    size = line.size
    room = reach - before.right - _first_word_width(line)
    item = bool(_ITEM.match(fold(line.text)))
    ended = before.text.rstrip(_CLOSING)[-1:] in _SENTENCE_END
    if item:
        return room > _SLACK * size or (items and ended)
    if centred:
        return False
    if line.left - margin > _INDENT * size:
        return room > _SLACK * size or ended
    return ended and room > _WIDE_SLACK * size


def _first_word_width(line: TextLine) -> float:
    """How wide the part is that can't be parted from the beginning of the line."""
    match = _WORD.match(line.text)
    count = match.end() if match else 1
    glyphs = line.glyphs[:count]
    return glyphs[-1].right - glyphs[0].left if glyphs else 0.0


def _needs_blank(before: TextLine, line: TextLine, *, blanks: Blanks) -> bool:
    left, right = fold(before.text)[-1], fold(line.text)[0]
    if is_latin(left) and is_latin(right):
        return True
    if blanks.beside_figures and _APART.search(f"{left} {right}"):
        return True
    return blanks.at_ends and (before.blank_after or line.blank_before)
