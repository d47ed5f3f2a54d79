"""Where a number was read: a citation of its own, and the way back from what a page remembers of one.

A page that shows thousands of numbers keeps no answers on the server: it names the span, and gets it only from documents
that its visitor may see.
"""

from __future__ import annotations

from collections.abc import Iterable

from assistant.answer import Citation
from assistant.writer import Place, Writer
from corpus import Document


def source(place: Place, start: int, end: int) -> Citation:
    """The citation of `cell.text[start:end]`; each is number 1 of its own."""
    writer = Writer()
    writer.cite(place, start, end)
    return writer.citations[0]


def recalled(documents: Iterable[Document], goal_id: str, cell: int, *, start: int, end: int) -> Citation | None:
    """The citation of the span of the cell at that position of its goal; None where there is no such span any more."""
    for document in documents:
        for goal in document.goals:
            if document.goal_id(goal) == goal_id and 0 <= cell < len(goal.cells):
                place = Place(document, goal, goal.cells[cell])
                return source(place, start, end) if 0 <= start < end <= len(place.cell.text) else None
    return None
