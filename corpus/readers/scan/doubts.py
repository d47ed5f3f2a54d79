"""A second look at figures: what two readings of the same ink disagree about is doubtful.

A recogniser is as sure of a wrong digit as of a right one, so its confidence alone misses what matters most here. The
figures of a line are therefore cut out and read again, larger and with other contrast; where the readings differ, the
whole figure is marked, with its decimal point, per cent sign and unit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import cv2
import numpy as np

from corpus.fold import fold
from corpus.readers.scan.engine import Cutout, Grey, Seen, recognised_lines

Look = Callable[[Sequence[Grey]], Sequence[Sequence[Seen]]]

_FIGURE = re.compile(r"\d(?:[\d.,:/~-]*\d)?[%‰]?[万亿千百]*")
_SURE = 0.9  # confidence below which a character is doubtful
_SURE_FIGURE = 0.97  # the same inside a figure
_CONTEXT = 1.6  # heights of a line that are cut out beside a figure
_LARGER = 1.35


@dataclass(frozen=True, slots=True)
class _Figure:
    line: int
    start: int
    end: int
    cutout: Cutout
    outer: tuple[int, int]  # characters of the line that the cut-out shows


def doubtful(
    page: Grey, cutouts: Sequence[Cutout], lines: Sequence[Sequence[Seen]], *, look: Look = recognised_lines
) -> list[set[int]]:
    """For each line the characters that may be misread; `look` is the second look at parts of the page."""
    found = [_unsure(line) for line in lines]
    figures = [figure for number, line in enumerate(lines) for figure in _figures(number, line, cutouts[number])]
    second = look([_other_view(figure.cutout.of(page)) for figure in figures])
    for figure, reading in zip(figures, second, strict=True):
        line = lines[figure.line]
        if not _confirms(
            _text(line[slice(*figure.outer)]), _text(reading), figure=_text(line[figure.start : figure.end])
        ):
            found[figure.line].update(range(figure.start, figure.end))
    return found


def _text(line: Sequence[Seen]) -> str:
    return fold("".join(one.text for one in line))


def _unsure(line: Sequence[Seen]) -> set[int]:
    text = _text(line)
    unsure = {index for index, one in enumerate(line) if one.confidence < _SURE and not one.text.isspace()}
    for match in _FIGURE.finditer(text):
        if any(line[index].confidence < _SURE_FIGURE for index in range(match.start(), match.end())):
            unsure.update(range(match.start(), match.end()))
    return unsure


def _figures(number: int, line: Sequence[Seen], cutout: Cutout) -> list[_Figure]:
    """The figures of a line, those close together as one, each with where it stands."""
    figures: list[_Figure] = []
    reach = _CONTEXT * cutout.height
    for match in _FIGURE.finditer(_text(line)):
        begin = cutout.left + line[match.start()].at * cutout.width - reach
        end = cutout.left + line[match.end() - 1].at * cutout.width + reach
        window = Cutout(max(cutout.left, int(begin)), cutout.top, min(cutout.right, int(end)), cutout.bottom)
        shown = [i for i, one in enumerate(line) if window.left <= cutout.left + one.at * cutout.width <= window.right]
        figures.append(_Figure(number, match.start(), match.end(), window, (shown[0], shown[-1] + 1)))
    return figures


def _other_view(cutout: Grey) -> Grey:
    """The same ink, larger, smoothed and darkened, with white around it."""
    height = max(1, round(cutout.shape[0] * _LARGER))
    width = max(1, round(cutout.shape[1] * _LARGER * 1.06))
    larger = cv2.resize(cutout, (width, height), interpolation=cv2.INTER_CUBIC)
    smooth = cv2.GaussianBlur(larger, (3, 3), 0).astype(np.float32)
    darker = np.clip((smooth - 128) * 1.5 + 140, 0, 255).astype(np.uint8)
    return np.asarray(cv2.copyMakeBorder(darker, 2, 4, 6, 6, cv2.BORDER_CONSTANT, value=255), np.uint8)


def _confirms(first: str, second: str, *, figure: str) -> bool:
    """Whether the second reading of what `first` shows has the same figure at the same place."""
    start = _place(first, figure)
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    whole = any(block.a <= start and start + len(figure) <= block.a + block.size for block in blocks)
    if not whole:
        return False
    block = next(block for block in blocks if block.a <= start and start + len(figure) <= block.a + block.size)
    begin = block.b + start - block.a
    around = second[max(0, begin - 1) : begin] + second[begin + len(figure) : begin + len(figure) + 1]
    inside = first[max(0, start - 1) : start] + first[start + len(figure) : start + len(figure) + 1]
    return sum(map(_of_figure, around)) <= sum(map(_of_figure, inside))


def _place(text: str, figure: str) -> int:
    """Where the figure stands in the cut-out's text: nearest to its middle."""
    places = [match.start() for match in re.finditer(f"(?={re.escape(figure)})", text)]
    return min(places, key=lambda place: abs(place + len(figure) / 2 - len(text) / 2), default=0)


def _of_figure(character: str) -> bool:
    return character.isdecimal() or character in ".%"
