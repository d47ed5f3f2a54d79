"""What is asked of a draft, and what a draft is: blocks of sentences, each with its citations and figures.

The command line prints these records as JSON, the page and the exported files render them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal

from assistant.answer import Citation
from assistant.verification import Verdict
from corpus import Kind as FigureKind

Kind = Literal["summary", "topic", "points", "comparison"]
Length = Literal["short", "medium", "long"]
Style = Literal["heading", "paragraph", "item"]

KINDS: Mapping[Kind, str] = MappingProxyType(
    {"summary": "小结", "topic": "专题汇报", "points": "要点", "comparison": "对比"}
)
LENGTHS: Mapping[Length, str] = MappingProxyType({"short": "短", "medium": "中", "long": "长"})


@dataclass(frozen=True, slots=True)
class Brief:
    """What is to be drafted. `goals` are ids, numbers or names; nothing chosen means everything there is.

    `period` (2021年上半年, 二季度) chooses the reports on it, or the column of a quarter.
    """

    doc_ids: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    period: str | None = None
    kind: Kind = "summary"
    length: Length = "medium"


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of citation `n` behind the character before `at`, counted in the draft's text.

    It proves the `covers` characters before it: the quote, or, where it only proves a word of our own, that word.
    """

    at: int
    n: int
    covers: int = 0


@dataclass(frozen=True, slots=True)
class DraftFigure:
    """A figure of the draft, `text[start:end]`: in the quote of its citation, or derived with the expression that gives it."""

    text: str
    start: int
    end: int
    kind: FigureKind
    value: Decimal | str
    unit: str | None
    citation: int | None
    derived: bool = False
    expression: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The record of the machine interface; a derived figure alone carries `expression`."""
        record = {key: value for key, value in asdict(self).items() if key != "expression" or self.derived}
        return {**record, "value": float(self.value) if isinstance(self.value, Decimal) else self.value}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a draft: `draft.text[start:end] == text`."""

    text: str
    start: int
    end: int
    marks: tuple[Mark, ...]
    figures: tuple[DraftFigure, ...]

    @property
    def citations(self) -> tuple[int, ...]:
        """The numbers of its citations, in order."""
        return tuple(dict.fromkeys(mark.n for mark in self.marks))


@dataclass(frozen=True, slots=True)
class Block:
    """A line of a draft's text, `draft.text[start:end]`: a heading of `level` 1 or 2, a paragraph or an item of a list.

    `lead` is what a paragraph opens with before its first sentence (主要做法：).
    """

    style: Style
    text: str
    start: int
    end: int
    level: int = 0
    lead: str = ""
    sentences: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence that was planned and left out, and why; of the goal of that id."""

    text: str
    reason: str
    goal_id: str


@dataclass(frozen=True)
class Draft:
    """A draft, every figure of it proved. `text` is its title and blocks, a line each, without marks."""

    title: str
    text: str
    blocks: tuple[Block, ...]
    citations: tuple[Citation, ...]
    doc_ids: tuple[str, ...]
    dropped: tuple[Dropped, ...]
    verdicts: Mapping[Verdict, int]

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences, in order."""
        return tuple(sentence for block in self.blocks for sentence in block.sentences)

    @cached_property
    def figures(self) -> tuple[DraftFigure, ...]:
        """All figures, in order."""
        return tuple(figure for sentence in self.sentences for figure in sentence.figures)

    @cached_property
    def summary(self) -> dict[str, int]:
        """How many sentences and figures there are, what verifying the text said of it, and how much was left out."""
        counts = {"sentences": len(self.sentences), "figures": len(self.figures), "dropped": len(self.dropped)}
        return counts | {str(verdict): count for verdict, count in self.verdicts.items()}

    def citation(self, n: int) -> Citation | None:
        """The citation of that number, or None."""
        return self.citations[n - 1] if 1 <= n <= len(self.citations) else None

    def to_json(self) -> dict[str, Any]:
        """The record of the machine interface, but for the Markdown, which is written elsewhere."""
        return {
            "title": self.title,
            "text": self.text,
            "sentences": [
                {
                    "text": sentence.text,
                    "start": sentence.start,
                    "end": sentence.end,
                    "figures": [figure.to_json() for figure in sentence.figures],
                    "citations": list(sentence.citations),
                }
                for sentence in self.sentences
            ],
            "citations": [asdict(citation) for citation in self.citations],
            "figures": [figure.to_json() for figure in self.figures],
            "dropped": [asdict(dropped) for dropped in self.dropped],
            "summary": self.summary,
        }
