"""A draft before it is proved: sentences made of quoted spans and of a few words of our own that hold no figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import AnswerFigure
from assistant.drafting.record import Style
from assistant.evidence import Passage
from assistant.writer import Place

_TRAIL = " \n\t\u3000,。;、:，；：!?！？"


@dataclass(frozen=True, slots=True)
class Cited:
    """A span of a cell and the mark behind it; `shown` stands for the quote where the header holds part of it (60 → 60%).

    A mark alone, behind words of our own that the span proves, shows "".
    """

    place: Place
    start: int
    end: int
    shown: str | None = None

    @property
    def text(self) -> str:
        """What stands in the draft."""
        return self.quote.replace("\n", " ") if self.shown is None else self.shown

    @property
    def quote(self) -> str:
        """What stands in the report."""
        return self.place.cell.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Said:
    """Words of our own: a verdict, a name; a figure in them is computed, and stands in `figures` with its expression."""

    text: str
    figures: tuple[AnswerFigure, ...] = ()


Part = Cited | Said
Wording = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """A sentence in several wordings, the fullest first; `item` numbers what belongs together (一是 …), 0 for nothing.

    `is_dated`: its first wording has been given the year of its report to open with.
    """

    wordings: tuple[Wording, ...]
    item: int = 0
    is_dated: bool = False


@dataclass(frozen=True, slots=True)
class PlannedBlock:
    """A block of sentences of one goal; a heading has `heading` and `level` instead."""

    style: Style
    sentences: tuple[Planned, ...] = ()
    lead: str = ""
    heading: str = ""
    level: int = 0
    goal_id: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The title and the blocks of a draft."""

    title: str
    blocks: tuple[PlannedBlock, ...]


def heading(text: str, *, level: int = 1) -> PlannedBlock:
    """A heading."""
    return PlannedBlock("heading", heading=text, level=level)


def cited(passage: Passage, start: int, end: int) -> Cited:
    """A span of a passage without punctuation at its ends."""
    text = passage.cell.text
    while end > start and text[end - 1] in _TRAIL:
        end -= 1
    while start < end and text[start] in _TRAIL:
        start += 1
    return Cited(Place(passage.document, passage.goal, passage.cell), start, end)


def whole(passage: Passage) -> Cited:
    """The whole statement."""
    return cited(passage, passage.statement.start, passage.statement.end)


def marks_only(parts: Sequence[Cited]) -> tuple[Cited, ...]:
    """The marks of these spans without their words."""
    return tuple(Cited(part.place, part.start, part.end, shown="") for part in parts)
