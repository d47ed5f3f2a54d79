"""Write an answer so that no figure gets in without its citation.

Composers never format a figure of a report themselves: they quote spans, and derive values from figures that they have
quoted. The writer numbers the citations and keeps the list of figures.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from assistant.answer import Answer, AnswerFigure, Citation
from corpus import MULTIPLIERS, Cell, Document, Figure, Goal, fold

_TRAIL = " \n,。;、:，；：!?！？"


@dataclass(frozen=True, slots=True)
class Place:
    """A cell with the goal and document it stands in."""

    document: Document
    goal: Goal
    cell: Cell


@dataclass
class Writer:
    """Collects citations and figures while an answer is put together."""

    citations: list[Citation] = field(default_factory=list)
    figures: list[AnswerFigure] = field(default_factory=list)

    def copy(self) -> Writer:
        """A writer that goes on from here and leaves this one as it is: for a composer that may give up."""
        return Writer(list(self.citations), list(self.figures))

    def take(self, other: Writer) -> None:
        """Go on from where `other`, a copy, has come to."""
        self.citations, self.figures = other.citations, other.figures

    def cite(self, place: Place, start: int, end: int) -> int:
        """The number of the citation of `cell.text[start:end]`; the same span is cited once."""
        document, goal, cell = place.document, place.goal, place.cell
        for known in self.citations:
            same = (known.goal_id, known.column, known.column_label) == (
                document.goal_id(goal),
                cell.column,
                cell.label,
            )
            if same and (known.start, known.end) == (start, end):
                return known.n
        self.citations.append(
            Citation(
                n=len(self.citations) + 1,
                doc_id=document.doc_id,
                doc_title=document.title,
                goal_id=document.goal_id(goal),
                goal=goal.name,
                column=cell.column,
                column_label=cell.label,
                quote=cell.text[start:end],
                start=start,
                end=end,
                place=str(cell.place_of(start) or ""),
                doubtful=cell.is_doubtful(start, end),
            )
        )
        self._list(cell, start, end, n=len(self.citations))
        return len(self.citations)

    def _list(self, cell: Cell, start: int, end: int, *, n: int) -> None:
        for figure in cell.figures:
            if start <= figure.start and figure.end <= end:
                shown = AnswerFigure(figure.text, figure.kind, figure.value, figure.unit, n)
                if shown not in self.figures:
                    self.figures.append(shown)

    def quote(self, place: Place, start: int, end: int) -> str:
        """The span without punctuation at its ends, followed by its mark."""
        text = place.cell.text
        while end > start and text[end - 1] in _TRAIL:
            end -= 1
        while start < end and text[start] in _TRAIL:
            start += 1
        return f"{text[start:end].replace(chr(10), ' ')}[{self.cite(place, start, end)}]"

    def derive(
        self,
        value: Decimal,
        *,
        kind: str,
        unit: str | None,
        expression: str,
        like: Figure | None = None,
        places: int | None = None,
    ) -> str:
        """Show a computed value with the expression that gives it; written in the unit that `like` is written in."""
        text = render(value, unit=unit, like=like, places=places)
        exact = Decimal(text.split(" ")[0].replace("%", "")) if kind == "percent" else value
        self.figures.append(AnswerFigure(text, kind, exact, unit, None, derived=True, expression=expression))  # type: ignore[arg-type]
        return text

    def answered(self, question: str, text: str) -> Answer:
        """The answer with what was cited and listed on the way, and a caution where a quote was hard to read."""
        marks = "".join(f"[{citation.n}]" for citation in self.citations if citation.doubtful)
        caution = f"\n注意：{marks} 由扫描件识别，其中有把握不大的字，请核对原件。" if marks else ""
        return Answer(question, "answered", text + caution, tuple(self.figures), tuple(self.citations))


def multiplier_of(figure: Figure) -> str:
    """The 万/亿 that a money or count figure is written with, "" where it has none."""
    text = fold(figure.text)
    return next(
        (
            m
            for m in sorted(MULTIPLIERS, key=len, reverse=True)
            if m and m in text and not any(c in "一二三四五六七八九两" for c in text)
        ),
        "",
    )


def render(value: Decimal, *, unit: str | None, like: Figure | None = None, places: int | None = None) -> str:
    """A computed value in writing: `12 个`, `4572.96 万元`, `1.4 个百分点`, `35.47%`."""
    multiplier = multiplier_of(like) if like else ""
    shown = value / MULTIPLIERS[multiplier]
    if places is None:
        shown = shown.quantize(Decimal("0.0001"), ROUND_HALF_UP).normalize()
    else:
        shown = shown.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    number = f"{shown:f}"
    return f"{number}%" if unit == "%" else f"{number} {multiplier}{unit or ''}"
