"""pdfplumber's objects of a page → characters and rules: the one place that knows what pdfplumber calls things.

Offices draw the rules of one and the same table as lines, as thin filled rectangles, as outlines of cells or as curves
with straight parts; all become rules here. Characters whose code says nothing are counted, because a page of them has
to be read as a picture.
"""

from __future__ import annotations

import math
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Any

from pdfminer.pdftypes import resolve1

from corpus.readers.pdf.lines import lines_of
from corpus.readers.pdf.sheet import Box, Glyph, Rule, Sheet, turned, turned_back

Turn = Callable[[Box], Box]

_THIN = 3.0  # points: a rectangle as thin as this is a rule
_NARROW = 0.7  # ems: as a full-width blank never is
_STRAIGHT = 1.0  # points by which the ends of a straight line may be off its axis
_ASKEW = 12  # degrees off the axes beyond which text is a watermark
_LOST = "\ufffd"
_MOST_GLYPHS = 60_000
_PICTURE_PAGE = 0.5  # share of the page that a picture covers which is the page itself
_NOTES = frozenset(("FreeText", "Text", "Stamp", "Widget"))
_DRAWINGS = ("line", "rect", "curve")
# Radicals that some fonts' tables give for the characters that look the same (⻓ for 长); NFKC knows the rest.
_RADICALS = str.maketrans(
    "⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰", "民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙"
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a page's text layer holds. Counts are of characters that aren't blank."""

    sheet: Sheet
    characters: int
    unknown: int  # characters whose code stands for nothing known
    radicals: int  # characters that the file calls radicals
    askew: str  # text that is drawn askew, left out
    outside: int  # characters beyond the edge of the page, left out
    surplus: int  # characters beyond the most that a page may hold, left out
    pictures: int
    curves: int
    notes: int  # remarks and form fields laid over the page
    picture_page: bool  # a picture covers (nearly) all of the page


def drawn(page: Any, *, origin: tuple[float, float], size: tuple[float, float]) -> Drawn:
    """What pdfplumber's `page` holds, for a page shown from `origin` on in `size` (points)."""
    objects: Mapping[str, Sequence[Mapping[str, Any]]] = page.objects
    characters = objects.get("char", [])
    placed = [(one, _glyph(one, origin)) for one in characters[:_MOST_GLYPHS] if _is_drawn(one)]
    visible = [(one, glyph) for one, glyph in placed if _is_visible(glyph, size)]
    groups: dict[int, list[Glyph]] = defaultdict(list)
    for one, glyph in visible:
        groups[_angle(one)].append(glyph)
    askew = groups.pop(-1, [])
    inked = [glyph for group in groups.values() for glyph in group if glyph.text.strip()]
    pictures = [_box(one, origin) for one in objects.get("image", [])]
    return Drawn(
        sheet=_sheet(page.page_number, objects, groups, origin=origin, size=size),
        characters=len(inked),
        unknown=sum(glyph.text == _LOST for glyph in inked),
        radicals=sum(_is_radical(one["text"]) for one, _ in visible),
        askew="".join(glyph.text for glyph in askew),
        outside=len(placed) - len(visible),
        surplus=max(0, len(characters) - _MOST_GLYPHS),
        pictures=len(pictures),
        curves=len(objects.get("curve", [])),
        notes=_notes(page.page_obj.annots),
        picture_page=any(_area(box) >= _PICTURE_PAGE * size[0] * size[1] for box in pictures),
    )


def _notes(annotations: Any) -> int:
    """How many of a page's annotations hold text of their own."""
    kinds = [
        resolve1(one.get("Subtype")) for one in map(resolve1, resolve1(annotations) or ()) if isinstance(one, dict)
    ]
    return sum(getattr(kind, "name", "") in _NOTES for kind in kinds)


def _is_drawn(one: Mapping[str, Any]) -> bool:
    box = (one["x0"], one["top"], one["x1"], one["bottom"])
    return bool(one["text"]) and all(map(math.isfinite, box)) and one["text"] not in {"\n", "\r", "\x00"}


def _glyph(one: Mapping[str, Any], origin: tuple[float, float]) -> Glyph:
    text = _unified(one["text"])
    if text == "\u3000" and one["x1"] - one["x0"] < _NARROW * one["size"]:
        text = " "  # fonts that draw both blanks by one shape give the code of the wider one
    return Glyph(text, *_box(one, origin), sure=text != _LOST)


def _unified(text: str) -> str:
    """The character as people see it: radicals as the characters they look like, unknown codes as one known sign."""
    if text.startswith("(cid:") or (len(text) == 1 and unicodedata.category(text) in {"Cn", "Co", "Cc"}):
        return " " if text == "\t" else _LOST
    if _is_radical(text):
        return unicodedata.normalize("NFKC", text.translate(_RADICALS))
    return text


def _is_radical(text: str) -> bool:
    return len(text) == 1 and "\u2e80" <= text <= "\u2fd5"


def _box(one: Mapping[str, Any], origin: tuple[float, float]) -> Box:
    across, down = origin
    return one["x0"] - across, one["top"] - down, one["x1"] - across, one["bottom"] - down


def _area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def _is_visible(glyph: Glyph, size: tuple[float, float]) -> bool:
    across, down = glyph.middle
    return 0 <= across <= size[0] and 0 <= down <= size[1]


def _angle(one: Mapping[str, Any]) -> int:
    """The direction in which a character is written, in degrees counter-clockwise: 0, 90, 180, 270; -1 askew."""
    matrix = one.get("matrix") or (1, 0, 0, 1, 0, 0)
    exact = math.degrees(math.atan2(matrix[1], matrix[0])) % 360
    nearest = round(exact / 90) * 90
    return nearest % 360 if abs(exact - nearest) <= _ASKEW else -1


def _sheet(
    number: int,
    objects: Mapping[str, Sequence[Mapping[str, Any]]],
    groups: Mapping[int, Sequence[Glyph]],
    *,
    origin: tuple[float, float],
    size: tuple[float, float],
) -> Sheet:
    """The page turned so that most of its text reads from left to right."""
    angle = max(groups, key=lambda one: (len(groups[one]), -one), default=0)
    width, height = size
    turn = partial(turned, angle=angle, width=width, height=height)
    horizontals, verticals, shadings = _rules(objects, origin=origin, turn=turn)
    return Sheet(
        number=number,
        width=height if angle in {90, 270} else width,
        height=width if angle in {90, 270} else height,
        glyphs=_turned(groups.get(angle, ()), turn),
        horizontals=tuple(horizontals),
        verticals=tuple(verticals),
        shadings=tuple(shadings),
        asides=tuple(
            aside
            for other in groups
            if other != angle
            for aside in _asides(groups[other], angle=other, size=size, turn=turn)
        ),
        shown=partial(turned_back, angle=angle, width=width, height=height),
    )


def _asides(glyphs: Sequence[Glyph], *, angle: int, size: tuple[float, float], turn: Turn) -> list[Glyph]:
    """The lines of characters that read at `angle`, each as one character of the turned page."""
    upright = partial(turned, angle=angle, width=size[0], height=size[1])
    back = partial(turned_back, angle=angle, width=size[0], height=size[1])
    return [Glyph(line.text, *turn(back(line.box))) for line in lines_of(_turned(glyphs, upright))]


def _turned(glyphs: Iterable[Glyph], turn: Turn) -> tuple[Glyph, ...]:
    boxes = [(glyph, turn((glyph.left, glyph.top, glyph.right, glyph.bottom))) for glyph in glyphs]
    return tuple(replace(glyph, left=b[0], top=b[1], right=b[2], bottom=b[3]) for glyph, b in boxes)


def _rules(
    objects: Mapping[str, Sequence[Mapping[str, Any]]], *, origin: tuple[float, float], turn: Turn
) -> tuple[list[Rule], list[Rule], list[Box]]:
    horizontals: list[Rule] = []
    verticals: list[Rule] = []
    shadings: list[Box] = []
    for one in (one for kind in _DRAWINGS for one in objects.get(kind, ())):
        for box in _straight_parts(one, origin):
            left, top, right, bottom = turn(box)
            if bottom - top <= _THIN:
                horizontals.append(Rule((top + bottom) / 2, left, right))
            if right - left <= _THIN:
                verticals.append(Rule((left + right) / 2, top, bottom))
            if min(bottom - top, right - left) > _THIN:
                shadings.append((left, top, right, bottom))
    return horizontals, verticals, shadings


def _straight_parts(one: Mapping[str, Any], origin: tuple[float, float]) -> list[Box]:
    """The straight parts of a drawing; a filled area without an outline as a whole."""
    box = _box(one, origin)
    if not all(map(math.isfinite, box)):
        return []
    if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
        return [box]
    if not one.get("stroke"):
        return [box] if one["object_type"] == "rect" and one.get("fill") else []
    points = [(x - origin[0], y - origin[1]) for x, y in one.get("pts") or ()]
    if one["object_type"] == "rect":
        points = [*points, *points[:1]]
    sides = [(*map(min, zip(a, b, strict=True)), *map(max, zip(a, b, strict=True))) for a, b in pairwise(points)]
    return [side for side in sides if min(side[2] - side[0], side[3] - side[1]) <= _STRAIGHT]
