"""Set a scanned page upright: the small angle at which it lay on the glass, and quarter turns.

The angle is the one at which the ink gathers in the fewest rows: text lines and rules then lie along rows of pixels.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from corpus.readers.pdf.sheet import Box
from corpus.readers.scan.engine import Cutout, Grey, detected, upside_down

_LARGEST = 5.0  # degrees
_STEPS = (0.5, 0.1)
_SMALLEST = 0.12  # degrees: less does no harm
_MEASURED_SIDE = 1000  # pixels
_TALL = 1.6  # height to width of a line that stands on its side
_WIDE = 2.5
_ASKED = 8  # lines that are asked which way up they are


@dataclass(frozen=True, slots=True)
class Upright:
    """The page set upright, where its lines are, and the way back to where things stood before."""

    page: Grey
    cutouts: tuple[Cutout, ...]
    back: Callable[[Box], Box]
    turned: int  # degrees by which the page had to be turned counter-clockwise
    angle: float  # degrees by which it lay askew


def upright(page: Grey) -> Upright:
    """The page with its text lines level and the right way up."""
    angle = _angle(page)
    level = _rotated(page, angle) if angle else page
    turns, cutouts = _quarter_turns(level)
    turned = np.ascontiguousarray(np.rot90(level, turns)) if turns else level
    return Upright(turned, tuple(cutouts), _way_back(page.shape, angle=angle, turns=turns), 90 * turns, angle)


def _angle(page: Grey) -> float:
    shrink = min(1.0, _MEASURED_SIDE / max(page.shape))
    small = cv2.resize(page, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    dark = np.asarray(255 - small, np.uint8)
    best = 0.0
    for step in _STEPS:
        reach = _LARGEST if step == _STEPS[0] else _STEPS[0]
        count = round(reach / step)
        best = max((best + step * index for index in range(-count, count + 1)), key=lambda one: _gathering(dark, one))
    return best if abs(best) >= _SMALLEST else 0.0


def _gathering(dark: Grey, angle: float) -> float:
    rows = _rotated(dark, angle, fill=0).sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(rows)).sum())


def _rotated(page: Grey, angle: float, *, fill: int = 255) -> Grey:
    height, width = page.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return np.asarray(
        cv2.warpAffine(
            page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=fill
        ),
        np.uint8,
    )


def _quarter_turns(page: Grey) -> tuple[int, list[Cutout]]:
    """By how many quarters (counter-clockwise) the page must be turned, and its lines then."""
    cutouts = detected(page)
    turns = 1 if _on_side(cutouts) else 0
    if turns:
        page = np.ascontiguousarray(np.rot90(page))
        cutouts = detected(page)
    wide = sorted((one for one in cutouts if one.width >= _WIDE * one.height), key=lambda one: -one.width)[:_ASKED]
    if wide and upside_down([one.of(page) for one in wide]) > len(wide) / 2:
        height, width = page.shape
        cutouts = [Cutout(width - c.right, height - c.bottom, width - c.left, height - c.top) for c in cutouts]
        turns += 2
    return turns, cutouts


def _on_side(cutouts: Sequence[Cutout]) -> bool:
    tall = sum(one.height >= _TALL * one.width for one in cutouts)
    wide = sum(one.width >= _TALL * one.height for one in cutouts)
    return tall > wide


def _way_back(shape: tuple[int, ...], *, angle: float, turns: int) -> Callable[[Box], Box]:
    """From boxes of the upright page to the boxes around them on the page as it was."""
    height, width = shape[0], shape[1]
    cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))

    widths = [width if turn % 2 == 0 else height for turn in range(turns)]  # of the page before each turn

    def point(across: float, down: float) -> tuple[float, float]:
        for before in reversed(widths):
            across, down = before - down, across
        return across, down

    def back(box: Box) -> Box:
        left, top, right, bottom = box
        corners = [point(x, y) for x in (left, right) for y in (top, bottom)]
        around_x, around_y = width / 2, height / 2
        old = [
            (
                around_x + (x - around_x) * cosine - (y - around_y) * sine,
                around_y + (x - around_x) * sine + (y - around_y) * cosine,
            )
            for x, y in corners
        ]
        xs, ys = [x for x, _ in old], [y for _, y in old]
        return min(xs), min(ys), max(xs), max(ys)

    return back
