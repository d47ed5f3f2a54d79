"""A draft as it is written to a file: lines of words with their footnotes, what could not be verified marked in the text.

One shape for both formats, made of a draft as it came or as a person has edited it. A citation stays only behind words
that it still proves: a footnote behind a figure that somebody has typed would vouch for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from corpus import squeeze
from ui.terminal import DOUBTFUL, one_line

if TYPE_CHECKING:
    from assistant import Citation
    from assistant.drafting import Block, Draft, Mark
    from assistant.drafting.record import Style
    from assistant.verification import ClaimFigure, FigureVerdict, Verification


@dataclass(frozen=True, slots=True)
class Edited:
    """A block as a person has left it: its words, the marks in them, counted in `text`, and what was found of its figures."""

    text: str
    marks: tuple[Mark, ...]
    verification: Verification


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a line; `verdict` where they are a figure that isn't supported, with `warning`; then footnotes."""

    text: str
    verdict: FigureVerdict | None = None
    warning: str = ""
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A heading of `level`, a paragraph or an item."""

    style: Style
    level: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is written: title, lines and the citations that footnotes name."""

    title: str
    lines: tuple[Line, ...]
    citations: tuple[Citation, ...]

    def citation(self, n: int) -> Citation:
        """The citation of that number."""
        return self.citations[n - 1]


def sheet_of(draft: Draft, *, edits: Mapping[int, Edited] | None = None, title: str = "") -> Sheet:
    """The draft, with its title and the blocks of those positions as they were edited; emptied ones are left out."""
    lines = []
    for position, block in enumerate(draft.blocks):
        edited = (edits or {}).get(position)
        text, marks = block.text, marks_of(block)
        figures: tuple[ClaimFigure, ...] = ()
        if edited is not None:
            text, figures = edited.text, edited.verification.figures
            marks = tuple(mark for mark in edited.marks if is_proved(mark, edited, draft=draft))
        if text.strip():
            lines.append(Line(block.style, block.level, tuple(_pieces(text, marks, figures))))
    return Sheet(title or draft.title, tuple(lines), draft.citations)


def marks_of(block: Block) -> tuple[Mark, ...]:
    """The marks of a block, counted in its own text."""
    from assistant.drafting import Mark

    return tuple(Mark(m.at - block.start, m.n, m.covers) for sentence in block.sentences for m in sentence.marks)


def is_proved(mark: Mark, edited: Edited, *, draft: Draft) -> bool:
    """Whether a mark of an edited block still stands behind what it proves.

    That is the quote itself; for a word of our own the whole sentence around it; or, where the quote was changed, figures
    that are all supported and all quoted.
    """
    citation = draft.citation(mark.n)
    if citation is None or not 0 < mark.at <= len(edited.text):
        return False
    before, quote = edited.text[: mark.at], squeeze(citation.quote)
    for sentence in draft.sentences:
        for known in (m for m in sentence.marks if m.n == mark.n):
            words = draft.text[known.at - known.covers : known.at]
            if before.endswith(words) if squeeze(words) in quote else sentence.text in edited.text:
                return True
    start = max((other.at for other in edited.marks if other.at < mark.at), default=0)
    own = [f for f in edited.verification.figures if start <= f.start and f.end <= mark.at]
    return bool(own) and all(f.verdict == "supported" and squeeze(f.text).rstrip("%") in quote for f in own)


def footnote(citation: Citation) -> str:
    """`《文件》，目标，栏目：“原文”`."""
    place = "，".join(one_line(part) for part in (f"《{citation.doc_title}》", citation.goal, citation.column_label))
    return f"{place}：“{one_line(citation.quote)}”{DOUBTFUL if citation.doubtful else ''}"


def warning_of(figure: ClaimFigure) -> str:
    """What is written behind a figure that isn't supported."""
    if figure.verdict == "not_found":
        return "〔未核实〕"
    said = f"：报告为 {one_line(figure.expected)}" if figure.expected else ""
    return f"〔与报告不符{said}〕"


def _pieces(text: str, marks: Sequence[Mark], figures: Sequence[ClaimFigure]) -> Iterator[Piece]:
    """The text cut at figures that aren't supported and at marks."""
    wrong = {figure.start: figure for figure in figures if figure.verdict != "supported"}
    notes: dict[int, list[int]] = {}
    for mark in marks:
        notes.setdefault(mark.at, []).append(mark.n)
    cuts = sorted({0, len(text), *notes, *(edge for f in wrong.values() for edge in (f.start, f.end))})
    position = 0
    for start, end in pairwise(cuts):
        if start < position:
            continue
        figure = wrong.get(start)
        position = figure.end if figure else end
        yield Piece(
            text[start:position],
            figure.verdict if figure else None,
            warning_of(figure) if figure else "",
            tuple(notes.get(position, ())),
        )
