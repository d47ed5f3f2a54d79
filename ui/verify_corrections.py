"""What is to stand in a draft where its figure is contradicted: what the report says, written as the draft writes.

The report's digits stay as they are, never rounded; its unit becomes the draft's where that loses nothing and reads well
(1.26 亿吨 in a draft of 万吨: 12600 万吨). Spaces, commas and full-width digits are the draft's. Where the report
says that it fell and the draft that it rose, the word before the figure is corrected with it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from corpus import fold, read_figures
from ui.verify_changes import Edit

if TYPE_CHECKING:
    from assistant.verification import ClaimFigure

UNIT_STAYS = frozenset({"money", "count"})  # kinds that are written in multiples
MULTIPLES = {"": Decimal(1), "千": Decimal(10**3), "万": Decimal(10**4), "亿": Decimal(10**8)}
MOST_DECIMALS = 4  # that a converted figure may need
_NUMBER = re.compile(r"(?P<number>\d[\d,]*(?:\.\d+)?)(?P<space>\s*)(?P<multiple>千万|百万|十万|[千万亿]?)")
_UP = "增长|增加|上升|提高|提升|上涨|扩大|高于|延长|多"
_DOWN = "下降|减少|降低|回落|压减|压缩|下跌|缩短|缩小|低于|少"
_DIRECTION = re.compile(rf"(?:{_UP}|{_DOWN})(?=(?:了|约|近|幅度?为|达到?)?\s*$)")
_FULL_WIDTH = str.maketrans("0123456789.%,", "０１２３４５６７８９．％，")


def correction_of(figure: ClaimFigure, *, text: str) -> Edit | None:
    """What to write in the draft `text` instead of a contradicted figure; None where no figure alone sets it right."""
    if figure.verdict != "contradicted" or not figure.expected or figure.reason == "attainment":
        return None
    found = read_figures(figure.expected)
    if len(found) != 1:
        return None
    said = found[0]
    new = written_like(said.text, figure.text, kind=said.kind, convert=figure.reason != "unit")
    words = _DIRECTION.search(figure.expected[: said.start])
    if words is None:
        start = figure.start
    else:
        sentence = text[max(0, figure.start - 16) : figure.start]
        own = _DIRECTION.search(sentence)
        if own is None:
            return None
        start = figure.start - len(sentence) + own.start()
        same = bool(re.fullmatch(_UP, own[0])) == bool(re.fullmatch(_UP, words[0]))
        new = text[start : figure.start] + new if same else words[0] + text[start + len(own[0]) : figure.start] + new
    return None if text[start : figure.end] == new else Edit(start, figure.end, new)


def written_like(said: str, own: str, *, kind: str, convert: bool) -> str:
    """The report's figure `said` as a draft writes it that has `own` in its place."""
    theirs, ours = _NUMBER.search(fold(said)), _NUMBER.search(fold(own))
    if theirs is None or ours is None:
        return _spaced(said, is_spaced=False)
    if not re.search(r"[^\d\s.,]", fold(own)):  # in a table, the header has the unit
        new = theirs["number"]
    else:
        head, tail = said[: theirs.start()], said[theirs.end() :]
        number, multiple = theirs["number"], theirs["multiple"]
        if convert and kind in UNIT_STAYS and multiple != ours["multiple"]:
            number, multiple = _converted(number, multiple, wanted=ours["multiple"])
        new = _spaced(f"{head}{number}{multiple}{tail}", is_spaced=bool(re.search(r"\d\s+[^\d\s]", own)))
    new = _grouped(new, is_grouped="," in ours["number"], is_plain=bool(re.search(r"\d{4}", ours["number"])))
    return new.translate(_FULL_WIDTH) if re.search("[０-９]", own) and not re.search("[0-9]", own) else new


def figure_at(figures: tuple[ClaimFigure, ...], *, start: int, end: int) -> int | None:
    """The position of the figure that stands, or begins, in that span; None where none does."""
    return next((i for i, figure in enumerate(figures) if start <= figure.start < max(end, start + 1)), None)


def _converted(number: str, multiple: str, *, wanted: str) -> tuple[str, str]:
    """The number in another multiple; as it was where that makes it a fraction of one or long."""
    if multiple not in MULTIPLES or wanted not in MULTIPLES:
        return number, multiple
    value = Decimal(number.replace(",", "")) * MULTIPLES[multiple] / MULTIPLES[wanted]
    shown = f"{value.normalize():f}"
    decimals = len(shown.partition(".")[2])
    return (shown, wanted) if value >= 1 and decimals <= MOST_DECIMALS else (number, multiple)


def _spaced(text: str, *, is_spaced: bool) -> str:
    """The figure with or without spaces between its digits and its words."""
    tight = re.sub(r"(?<=[\d%])\s+(?=[^\d\s])|(?<=[^\d\s])\s+(?=\d)", "", text)
    return re.sub(r"(?<=\d)(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=\d)", " ", tight) if is_spaced else tight


def _grouped(text: str, *, is_grouped: bool, is_plain: bool) -> str:
    """The figure with commas between its thousands where the draft has them, without where it has none."""
    if is_grouped:
        return re.sub(r"\d{4,}(?![\d]*年)", lambda match: f"{int(match[0]):,}", text, count=1)
    return re.sub(r"(?<=\d),(?=\d{3})", "", text) if is_plain else text
