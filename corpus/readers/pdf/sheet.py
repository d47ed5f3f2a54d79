"""A page as both roads to it deliver it, the text layer of a PDF and the recognition of a scan: glyphs and rules.

All that follows (lines, cells, tables) is written once against this, in points, with the text reading left to right.
`Sheet.shown` leads back to where a box stands on the page as people see it. Passing pdfplumber's dicts on would be
simpler, but a scan has none, and a table that is drawn rotated would have to be thought of everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

Box = tuple[float, float, float, float]  # left, top, right, bottom; down is positive


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character where it is drawn; `sure` is False where it may be another one."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    sure: bool = True

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of the character."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def width(self) -> float:
        """How far the character reaches along its line."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """How far the character reaches across its line."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line along an axis: at which place across it, and from where to where along it."""

    at: float
    start: float
    end: float

    @property
    def length(self) -> float:
        """How long the line is."""
        return self.end - self.start


def same_place(box: Box) -> Box:
    """For a page that is shown as it is worked on."""
    return box


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to be laid out. `asides` are lines that read in another direction, each as one (large) character."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    horizontals: tuple[Rule, ...] = ()
    verticals: tuple[Rule, ...] = ()
    shadings: tuple[Box, ...] = ()  # filled areas without an outline, the last resort for finding cells
    asides: tuple[Glyph, ...] = ()
    shown: Callable[[Box], Box] = field(default=same_place)


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box around all of `boxes`, which are not none."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def box_of(glyph: Glyph) -> Box:
    """The box of a glyph."""
    return glyph.left, glyph.top, glyph.right, glyph.bottom


def turned(box: Box, *, angle: int, width: float, height: float) -> Box:
    """`box` of a page of that size after text that reads at `angle` degrees (counter-clockwise) is made to read 0."""
    left, top, right, bottom = box
    if angle == 90:
        return height - bottom, left, height - top, right
    if angle == 180:
        return width - right, height - bottom, width - left, height - top
    if angle == 270:
        return top, width - right, bottom, width - left
    return box


def turned_back(box: Box, *, angle: int, width: float, height: float) -> Box:
    """Where a box that `turned` made stands on the page of that size (the size before it was turned)."""
    across, along = (height, width) if angle in {90, 270} else (width, height)
    return turned(box, angle=-angle % 360, width=across, height=along)
