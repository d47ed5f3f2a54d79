"""The rules of a table in a picture of it, and the ink that remains without them.

Rules are what survives when everything shorter than a rule is rubbed out along its direction. Hough lines would be
simpler but find the strokes of large characters too, and not where a rule ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from corpus.readers.pdf.sheet import Rule
from corpus.readers.scan.engine import Cutout, Grey

_LEVEL = 26.0  # points: shorter horizontals are strokes of characters
_UPRIGHT = 17.0
_PIECES = 3.0  # of a rule with breaks: shorter ones are strokes, which must not be joined into rules
_BREAK = 2.5  # points: gaps in a rule that are closed
_THICKNESS = 3.0  # points, and
_DRIFT = 0.015  # the share of its length by which a rule may wander
_TOUCH = 4.0  # points
_AROUND = 12.0  # points of the surroundings that ink is darker than, by
_DARKER = 14.0  # grey levels or, on noisy paper, by
_NOISY = 2.0  # times the noise


@dataclass(frozen=True, slots=True)
class Ruled:
    """A page's rules in pixels, its ink without them (255 where there is ink), and the page with them painted over."""

    horizontals: tuple[Rule, ...]
    verticals: tuple[Rule, ...]
    ink: Grey
    page: Grey


def ruled(page: Grey, *, points: float) -> Ruled:
    """The rules of a page, of which a pixel is `points` points."""
    ink = inked(page, points=points)
    level, level_mask = _found(ink, length=_LEVEL / points, gap=_BREAK / points, upright=False)
    upright, upright_mask = _found(ink, length=_UPRIGHT / points, gap=_BREAK / points, upright=True)
    reach = _TOUCH / points
    crossing = [rule for rule in level if any(_touch(rule, other, reach) for other in upright)]
    crossed = [rule for rule in upright if any(_touch(other, rule, reach) for other in level)]
    lone = {(rule.at, rule.start) for rule in level} - {(rule.at, rule.start) for rule in crossing}
    mask = _without(level_mask, [rule for rule in level if (rule.at, rule.start) in lone], reach) | upright_mask
    mask = cv2.dilate(mask, np.ones((5, 5), np.uint8)) if crossing else np.zeros_like(mask)
    clean = page.copy()
    clean[mask > 0] = int(np.median(page))
    return Ruled(tuple(level), tuple(crossed), np.where(mask > 0, 0, ink).astype(np.uint8), clean)


def inked(page: Grey, *, points: float) -> Grey:
    """255 where the page is darker than what is around, else 0."""
    block = int(_AROUND / points) | 1
    smooth = cv2.GaussianBlur(page, (5, 5), 0)
    darker = max(_DARKER, _NOISY * _noise(page))
    found = cv2.adaptiveThreshold(
        smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, max(block, 15), darker
    )
    return np.asarray(found, np.uint8)


def _noise(page: Grey) -> float:
    """How much neighbouring pixels differ on bare paper: by the median, which ink doesn't reach."""
    return float(np.median(np.abs(np.diff(page.astype(np.int16), axis=1))))


def _found(ink: Grey, *, length: float, gap: float, upright: bool) -> tuple[list[Rule], Grey]:
    def kernel(size: float) -> Grey:
        along = max(3, round(size))
        return np.ones((along, 1) if upright else (1, along), np.uint8)

    pieces = cv2.morphologyEx(ink, cv2.MORPH_OPEN, kernel(length / _PIECES))
    closed = cv2.morphologyEx(pieces, cv2.MORPH_CLOSE, kernel(gap))
    kept = cv2.morphologyEx(closed, cv2.MORPH_OPEN, kernel(length))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(kept, connectivity=8)
    rules: list[Rule] = []
    thick: list[int] = []
    for label in range(1, count):
        left, top, width, height = (int(value) for value in stats[label, :4])
        along, across = (height, width) if upright else (width, height)
        if across > _THICKNESS / 26.0 * length + _DRIFT * along:
            thick.append(label)
            continue
        rules.append(
            Rule(left + width / 2, top, top + height) if upright else Rule(top + height / 2, left, left + width)
        )
    kept[np.isin(labels, thick)] = 0
    return rules, np.asarray(kept, np.uint8)


def _touch(level: Rule, upright: Rule, reach: float) -> bool:
    return (
        level.start - reach <= upright.at <= level.end + reach
        and upright.start - reach <= level.at <= upright.end + reach
    )


def _without(mask: Grey, rules: Sequence[Rule], reach: float) -> Grey:
    """The mask without rules that meet no other: they may be dashes of the text."""
    kept = mask.copy()
    for rule in rules:
        top, bottom = max(0, int(rule.at - reach)), int(rule.at + reach) + 1
        kept[top:bottom, int(rule.start) : int(rule.end)] = 0
    return kept


def cut_at_rules(cutouts: Sequence[Cutout], rules: Ruled) -> list[Cutout]:
    """The lines of text, those that the detector joined across a rule cut there."""
    upright = [part for cutout in cutouts for part in _cut_across(cutout, rules.verticals)]
    return [part for cutout in upright for part in _cut_along(cutout, rules.horizontals)]


def _cut_across(cutout: Cutout, verticals: Sequence[Rule]) -> list[Cutout]:
    middle, margin = (cutout.top + cutout.bottom) / 2, 0.12 * cutout.height
    cuts = sorted(
        int(rule.at)
        for rule in verticals
        if rule.start < middle < rule.end and cutout.left + margin < rule.at < cutout.right - margin
    )
    edges = [cutout.left, *cuts, cutout.right]
    parts = [Cutout(a, cutout.top, b, cutout.bottom) for a, b in pairwise(edges)]
    return [part for part in parts if part.width >= 0.2 * part.height]


def _cut_along(cutout: Cutout, horizontals: Sequence[Rule]) -> list[Cutout]:
    margin = 0.25 * cutout.height
    middle = (cutout.left + cutout.right) / 2
    cuts = sorted(
        int(rule.at)
        for rule in horizontals
        if rule.start < middle < rule.end
        and cutout.top + margin < rule.at < cutout.bottom - margin
        and rule.length > 2 * cutout.width
    )
    edges = [cutout.top, *cuts, cutout.bottom]
    return [Cutout(cutout.left, a, cutout.right, b) for a, b in pairwise(edges)]
