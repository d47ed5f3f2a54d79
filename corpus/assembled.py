"""What assembly builds up: goals whose pieces still come in, and what became of every other row."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpus.fold import is_han
from corpus.header import Header
from corpus.joining import joint
from corpus.model import HeaderMapping, Piece
from corpus.source import Field

_STAR = re.compile(r"^[\s★☆＊*]*[★☆＊*]\s*")


@dataclass
class OpenGoal:
    """A goal while its pieces come in: the text, the pieces and the doubtful spans of each column of its table."""

    header: Header
    texts: list[str]
    pieces: list[list[Piece]]
    doubts: list[list[tuple[int, int]]]

    @classmethod
    def empty(cls, header: Header) -> OpenGoal:
        """A goal of the table with that header, nothing of it known yet."""
        width = len(header.columns)
        return cls(header, [""] * width, [[] for _ in range(width)], [[] for _ in range(width)])

    def append(self, position: int, piece: Field, *, between: str | None = None) -> None:
        """Join a text to the cell at `position`; what stands between is told by the texts where it isn't given."""
        if not piece.text:
            return
        before = self.texts[position]
        link = joint(before, piece.text) if between is None or not before else between
        start = len(before) + len(link)
        self.texts[position] = before + link + piece.text
        self.pieces[position].append(Piece(start, len(self.texts[position]), piece.place))
        self.doubts[position] += [(start + first, start + last) for first, last in piece.doubts]

    @property
    def name(self) -> str:
        """The text of its name so far."""
        return self.texts[self.header.name]


@dataclass
class Assembled:
    """What assembly found: goals, the lines around the tables, and what became of every other row."""

    headers: list[Header] = field(default_factory=list)
    goals: list[OpenGoal] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    lines: int = 0
    joined: int = 0
    skipped: list[tuple[str, str]] = field(default_factory=list)
    dropped: list[tuple[str, str, str]] = field(default_factory=list)
    remarks: list[tuple[str, str]] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)  # places of hidden rows that were read
    candidates: list[str] = field(default_factory=list)  # headers of a table that could not be read as one of goals

    @property
    def mappings(self) -> list[HeaderMapping]:
        """The mappings of all headers, each once."""
        return list(dict.fromkeys(mapping for header in self.headers for mapping in header.mappings))


def goal_name(text: str) -> tuple[str, bool]:
    """The normalised name, and whether it was starred.

    Left out are the leading star and spaces beside Chinese characters, line feeds in a name included.
    """
    starred = bool(_STAR.match(text))
    name = re.sub(r"\s+", " ", _STAR.sub("", text)).strip()
    kept = [c for i, c in enumerate(name) if c != " " or not (_sticks(name[i - 1]) or _sticks(name[i + 1]))]
    return "".join(kept), starred


def _sticks(character: str) -> bool:
    return is_han(character) or not character.isascii()
