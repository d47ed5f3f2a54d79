"""Characters on a page → lines of text, as the eye sees them.

The order in which a PDF draws its characters says nothing, so lines are found by position alone. A blank is written
where the file has one, or where the gap is as wide as a blank would be; stretched lines have gaps everywhere, so a gap
is measured against the other gaps of its line. pdfplumber's `extract_text` is close, but loses where each character
stood, and with it the doubtful ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, median_low

from corpus.fold import fold
from corpus.readers.pdf.sheet import Box, Glyph, around, box_of

Spans = tuple[tuple[int, int], ...]

_SAME_LINE = 0.5  # share of the lower character's height that must overlap the line
_TWICE_DRAWN = 0.6  # share of its width by which a character covers an equal one: bold type made by drawing twice
_BLANK = 0.55  # ems: a gap that people read as a blank between Chinese characters
_LATIN_BLANK = 0.22  # ems: between two words of letters
_FIGURE_BLANK = 1.2  # ems: between two digits, so that a number is never torn


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text. `blank_before`, `blank_after`: the file has white space at that end, which is not in `text`."""

    text: str
    box: Box
    size: float  # height of its characters, in points
    glyphs: tuple[Glyph, ...]
    doubts: Spans = ()
    blank_before: bool = False
    blank_after: bool = False

    @property
    def left(self) -> float:
        """Where the text begins."""
        return self.box[0]

    @property
    def right(self) -> float:
        """Where the text ends."""
        return self.box[2]


def is_blank(glyph: Glyph) -> bool:
    """Whether the character is white space of some kind."""
    return not glyph.text.strip()


def rows_of_glyphs(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """The characters of each line, from top to bottom, each from left to right."""
    rows: list[list[Glyph]] = []
    extents: list[tuple[float, float]] = []
    for glyph in sorted(glyphs, key=lambda one: (one.middle[1], one.left)):
        last = extents[-1] if extents else (0.0, 0.0)
        if rows and _overlap((glyph.top, glyph.bottom), last) >= _SAME_LINE * min(glyph.height, last[1] - last[0]):
            rows[-1].append(glyph)
            if not is_blank(glyph):
                extents[-1] = (min(last[0], glyph.top), max(last[1], glyph.bottom))
        else:
            rows.append([glyph])
            extents.append((glyph.top, glyph.bottom))
    return [sorted(row, key=lambda one: one.left) for row in rows]


def _overlap(one: tuple[float, float], other: tuple[float, float]) -> float:
    return min(one[1], other[1]) - max(one[0], other[0])


def lines_of(glyphs: Sequence[Glyph]) -> list[TextLine]:
    """The lines of text that the characters make, from top to bottom."""
    return [line_of(row) for row in rows_of_glyphs(glyphs) if not all(map(is_blank, row))]


def line_of(glyphs: Sequence[Glyph]) -> TextLine:
    """One line of the characters, which stand from left to right and are not all blank."""
    kept = _without_shadows(glyphs)
    inked = [index for index, glyph in enumerate(kept) if not is_blank(glyph)]
    body = kept[inked[0] : inked[-1] + 1]
    size = median(glyph.height for glyph in body if not is_blank(glyph))
    text, doubts = _spelt(body, size=size)
    return TextLine(
        text=text,
        box=around(box_of(glyph) for glyph in body if not is_blank(glyph)),
        size=size,
        glyphs=tuple(body),
        doubts=doubts,
        blank_before=inked[0] > 0,
        blank_after=inked[-1] + 1 < len(kept),
    )


def _without_shadows(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Without characters drawn twice, and without blanks that lie under other characters."""
    kept: list[Glyph] = []
    for glyph in glyphs:
        if is_blank(glyph) and any(_covered(glyph, other) for other in kept[-2:] if not is_blank(other)):
            continue
        if not is_blank(glyph):
            while kept and is_blank(kept[-1]) and _covered(kept[-1], glyph):
                kept.pop()
            if any(other.text == glyph.text and _covered(glyph, other) for other in kept[-3:]):
                continue
        kept.append(glyph)
    return kept


def _covered(glyph: Glyph, other: Glyph) -> bool:
    shared = _overlap((glyph.left, glyph.right), (other.left, other.right))
    return shared > 0 and shared >= _TWICE_DRAWN * min(glyph.width, other.width)


def _spelt(glyphs: Sequence[Glyph], *, size: float) -> tuple[str, Spans]:
    gaps = [after.left - before.right for before, after in pairwise(glyphs)]
    usual = max(0.0, median_low(gaps)) if len(gaps) >= 2 else 0.0
    text, doubts = "", []
    for index, glyph in enumerate(glyphs):
        if index and _parts(glyphs[index - 1], glyph, gap=gaps[index - 1] - usual, size=size):
            text += " "
        if not glyph.sure:
            doubts.append((len(text), len(text) + len(glyph.text)))
        text += glyph.text
    return text, merged_spans(doubts)


def _parts(before: Glyph, after: Glyph, *, gap: float, size: float) -> bool:
    """Whether a gap stands for a blank that the file doesn't write."""
    if is_blank(before) or is_blank(after) or gap <= 0:
        return False
    left, right = fold(before.text)[-1], fold(after.text)[0]
    if _of_figure(left) and _of_figure(right):
        return gap >= _FIGURE_BLANK * size
    if is_latin(left) and is_latin(right):
        return gap >= _LATIN_BLANK * size
    return gap >= _BLANK * size


def _of_figure(character: str) -> bool:
    return character.isdecimal() or character in ".,%"


def is_latin(character: str) -> bool:
    """Whether the character is a letter of a language that puts blanks between its words."""
    return character.isalpha() and character < "\u2e80"


def merged_spans(spans: Sequence[tuple[int, int]]) -> Spans:
    """The spans in order, those that touch made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
