"""Whether a text holds the figures that a question asks for, and where the true cells stand in a ranking.

Figures are compared by kind, value and unit, never by their spelling: 33220000 元 is held by “3322 万元”, and not by
“3322 亿元”.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from bench.questions import Place, TrueFigure
from corpus import Figure, fold, read_figures

TOLERANCE = Decimal("0.0005")  # of the true value
_MARKUP = re.compile(r"</?(?:p|br|span)\b[^<>]*>", re.IGNORECASE)


def figures_in(texts: Iterable[str]) -> list[Figure]:
    """The figures of retrieved texts, each text on its own; mark-up is no obstacle to reading them."""
    return [figure for text in texts for figure in read_figures(_MARKUP.sub("\n", text))]


def is_same(true: TrueFigure, figure: Figure) -> bool:
    """Whether that is the true figure: its kind, its value within 0.05 %, and its unit where both have one."""
    if true.kind != figure.kind or (true.unit and figure.unit and true.unit != figure.unit):
        return False
    if isinstance(true.value, str) or isinstance(figure.value, str):
        return _bare(true.value) == _bare(figure.value)
    return abs(figure.value - true.value) <= TOLERANCE * abs(true.value)


def holds(true: TrueFigure, figures: Iterable[Figure]) -> bool:
    """Whether the true figure is among those read."""
    return any(is_same(true, figure) for figure in figures)


def written_figures(true: Sequence[TrueFigure], *, cells: Iterable[str]) -> tuple[TrueFigure, ...]:
    """The true figures that stand in the true cells; the others are derived, and no retrieved text can hold them."""
    read = figures_in(cells)
    return tuple(figure for figure in true if holds(figure, read))


def holds_all(true: Sequence[TrueFigure], texts: Iterable[str]) -> bool:
    """Whether the retrieved texts hold every true figure."""
    read = figures_in(texts)
    return all(holds(figure, read) for figure in true)


def first_rank(groups: Sequence[Sequence[Place]], ranking: Sequence[Place]) -> int | None:
    """1-based rank of the first true cell; None where the ranking has none."""
    wanted = [place for group in groups for place in group]
    return next((n for n, found in enumerate(ranking, start=1) if any(found.is_at(one) for one in wanted)), None)


def finds_all(groups: Sequence[Sequence[Place]], ranking: Sequence[Place]) -> bool:
    """Whether of each group at least one cell is in the ranking."""
    return all(any(found.is_at(place) for found in ranking for place in group) for group in groups)


def _bare(value: Decimal | str) -> str:
    return "".join(fold(str(value)).split())
