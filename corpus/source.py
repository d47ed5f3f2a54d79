"""What a reader makes of a file: its tables, as rows of fields, and the lines around them, in the order of the document.

One shape for all formats, so that finding the header, joining what page breaks cut and reporting what was left out is
written once. A reader keeps every character of every cell and where it stood, and understands nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from corpus.model import Place

Progress = Callable[
    [str], None
]  # told in Chinese what is being read ("第 3 页，共 12 页"), for work that takes seconds


def no_progress(_: str) -> None:
    """Tell nobody."""


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a row: its text without mark-up and without white space around it, paragraphs apart by a line feed.

    `merged` says that a merged cell covers the field from above or from the left; its text then stands in the field
    where the merged cell begins, and here is "". `doubts` are spans of the text that recognition was not sure of.
    """

    text: str
    place: Place = NOWHERE
    merged: Literal["", "above", "left"] = ""
    doubts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, or a line of a text. `after_break`: a page break stands between it and the row before."""

    fields: tuple[Field, ...]
    after_break: bool = False
    hidden: bool = False

    @property
    def texts(self) -> list[str]:
        """The text of each field."""
        return [field.text for field in self.fields]

    @property
    def filled(self) -> list[str]:
        """The fields that hold something."""
        return [field.text for field in self.fields if field.text]

    @property
    def place(self) -> Place:
        """Where the row begins."""
        return self.fields[0].place if self.fields else Place()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that belong together.

    `gridded`: every row has the same number of fields, each in its true column, as in a ruled table or a sheet. Where it
    is False (lines of text), a row may have lost its empty fields. `name` is the sheet's or the table's caption.
    """

    rows: tuple[Row, ...]
    gridded: bool
    name: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text outside any table: a title, a note, a paragraph."""

    text: str
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about the file that people should know: what was left out, or read in an unusual way, in Chinese."""

    where: str  # "第 3 页", "工作表“附表”", "" for the file as a whole
    what: str


@dataclass(frozen=True, slots=True)
class Source:
    """A file as read. Blocks are in reading order; nothing of the file is missing but what `remarks` name."""

    blocks: tuple[Table | Line, ...]
    remarks: tuple[Remark, ...] = ()
