"""A picture of a page → its characters and rules, with what is doubtful marked.

The steps: set it upright, find the rules, find the lines of text, cut these at the rules, recognise them, look at the
figures a second time. What follows is the same as for a page that has a text layer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median

import cv2
import numpy as np
from PIL import Image

from corpus.readers.pdf.grid import grids
from corpus.readers.pdf.layout import UNRULED, Laid
from corpus.readers.pdf.sheet import Box, Glyph, Rule, Sheet
from corpus.readers.scan.doubts import doubtful
from corpus.readers.scan.engine import Cutout, Grey, Seen, recognised_lines
from corpus.readers.scan.rules import Ruled, cut_at_rules, ruled
from corpus.readers.scan.upright import upright
from corpus.source import Remark, Table

_USUAL_SIZE = 10.5  # points: of the text of an office's table
_PAGE = 842.0  # points: the longer side of the page where there is too little text to tell by (A4)
_ENOUGH = 3  # lines of text
_SURE = 0.9
_EM = 0.74  # height of the characters as a share of the height of the detected line
_REACH = 0.75  # ems to either side that a character may take: its centre is known, its width is not


@dataclass(frozen=True, slots=True)
class Recognised:
    """A page as recognised."""

    sheet: Sheet
    confidence: float  # mean over the characters
    turned: int  # degrees by which the page had to be turned

    def remarks(self, laid: Laid) -> list[Remark]:
        """What people should know about the page as laid out."""
        where = f"第 {laid.number} 页"
        rows = [row for block in laid.blocks if isinstance(block, Table) for row in block.rows]
        doubts = sum(len(field.doubts) for row in rows for field in row.fields)
        return [
            Remark(where, what)
            for applies, what in (
                (not self.sheet.glyphs, "没有识别出文字。如原件有字，请以 300 dpi 重新扫描。"),
                (self.turned, f"页面方向不正，旋转 {self.turned} 度后识别。"),
                (self.confidence < _SURE, f"图像不清晰，平均置信度 {self.confidence:.0%}，请与原件核对。"),
                (doubts, f"表中有 {doubts} 处识别存疑，已标出，请与原件核对。"),
                (laid.doubtful, f"表外文字有识别存疑，请与原件核对：“{'”“'.join(laid.doubtful[:3])}”。"),
                (laid.cuts, UNRULED),
            )
            if applies
        ]


def recognised(picture: Image.Image, *, number: int, shown_scale: float) -> Recognised:
    """The characters and rules of a picture.

    Args:
        picture: the page in grey.
        number: of the page, from 1.
        shown_scale: what a pixel is in the unit of the boxes that people are shown.
    """
    whole = upright(np.asarray(picture, np.uint8))
    scale = _points(whole.page, whole.cutouts)
    rules = ruled(whole.page, points=scale)
    cutouts = cut_at_rules(whole.cutouts, rules)
    cutouts = [*cutouts, *_left_over(cutouts, rules, points=scale)]
    lines = recognised_lines([cutout.of(rules.page) for cutout in cutouts])
    doubts = doubtful(rules.page, cutouts, lines)
    height, width = whole.page.shape

    def shown(box: Box) -> Box:
        left, top, right, bottom = whole.back((box[0] / scale, box[1] / scale, box[2] / scale, box[3] / scale))
        return left * shown_scale, top * shown_scale, right * shown_scale, bottom * shown_scale

    sheet = Sheet(
        number=number,
        width=width * scale,
        height=height * scale,
        glyphs=tuple(
            glyph
            for cutout, line, unsure in zip(cutouts, lines, doubts, strict=True)
            for glyph in _glyphs(cutout, line, unsure, scale=scale)
        ),
        horizontals=_scaled(rules.horizontals, scale),
        verticals=_scaled(rules.verticals, scale),
        shown=shown,
    )
    confidence = fmean([one.confidence for line in lines for one in line] or [1.0])
    return Recognised(sheet, confidence, whole.turned % 360)


def _points(page: Grey, cutouts: Sequence[Cutout]) -> float:
    """What a pixel is in points if the text is of the usual size: pictures are cut out, shrunk and photographed."""
    if len(cutouts) < _ENOUGH:
        return _PAGE / float(max(page.shape))
    height: float = median([float(cutout.height) for cutout in cutouts])
    return _USUAL_SIZE / (_EM * height)


def _scaled(rules: Sequence[Rule], scale: float) -> tuple[Rule, ...]:
    return tuple(Rule(rule.at * scale, rule.start * scale, rule.end * scale) for rule in rules)


def _glyphs(cutout: Cutout, line: Sequence[Seen], unsure: set[int], *, scale: float) -> list[Glyph]:
    """The characters of a line with boxes: each reaches halfway to its neighbours, and no farther than it is high."""
    height = _EM * cutout.height
    top = (cutout.top + cutout.bottom - height) / 2
    centres = [cutout.left + one.at * cutout.width for one in line]
    glyphs = []
    for index, one in enumerate(line):
        if one.text.isspace():
            continue
        half = _REACH * height
        before = (centres[index - 1] + centres[index]) / 2 if index else cutout.left
        after = (centres[index] + centres[index + 1]) / 2 if index + 1 < len(line) else cutout.right
        left, right = max(before, centres[index] - half), min(after, centres[index] + half)
        glyphs.append(_glyph(one.text, (left, top, right, top + height), scale=scale, sure=index not in unsure))
        if index + 1 < len(line) and line[index + 1].text.isspace():
            glyphs.append(_glyph(" ", (right, top, right, top + height), scale=scale))
    return glyphs


def _glyph(text: str, box: Box, *, scale: float, sure: bool = True) -> Glyph:
    left, top, right, bottom = (side * scale for side in box)
    return Glyph(text, left, top, right, bottom, sure)


def _left_over(cutouts: Sequence[Cutout], rules: Ruled, *, points: float) -> list[Cutout]:
    """Lines of text inside cells that the detector passed over: single digits and signs, mostly."""
    if not cutouts:
        return []
    size = median(cutout.height for cutout in cutouts)
    rest = rules.ink.copy()
    for cutout in cutouts:
        cutout.of(rest)[:] = 0
    cells = np.zeros_like(rest)
    for grid in grids(_scaled(rules.horizontals, points), _scaled(rules.verticals, points)):
        for area in grid.areas:
            left, top, right, bottom = (round(side / points) for side in area.box)
            inset = round(1.5 / points)
            cells[top + inset : bottom - inset, left + inset : right - inset] = 255
    joined = cv2.morphologyEx(
        rest & cells, cv2.MORPH_CLOSE, np.ones((max(1, int(size / 6)), max(1, int(size / 2))), np.uint8)
    )
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found = [_with_margin(stats[label], rest, size=size) for label in range(1, count)]
    return [cutout for cutout in found if cutout]


def _with_margin(stats: Sequence[int], rest: Grey, *, size: float) -> Cutout | None:
    """The line around a piece of ink, None where the piece is a speck."""
    left, top, width, height = (int(value) for value in stats[:4])
    filled = int(np.count_nonzero(rest[top : top + height, left : left + width]))
    if not 0.3 * size <= height <= 1.6 * size or filled < 0.02 * size * size:
        return None
    margin = max(3, int(size - height) // 2 if height < size else 3)
    return Cutout(
        max(0, left - 4),
        max(0, top - margin),
        min(rest.shape[1], left + width + 4),
        min(rest.shape[0], top + height + margin),
    )
