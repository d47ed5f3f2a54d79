"""A checked draft as a Word document: each figure coloured by its verdict, with a comment that says why and where.

A draft that was written in Word comes back as itself, its formatting kept; of any other, a document is made. A last
page counts the verdicts, explains the colours and lists what isn't supported: text boxes take no comments, and what is
printed shows none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from corpus.drafts import Draft, Mark, Summary, Words, marked_docx
from ui.verdicts import CHANGED, MEANINGS, NONE, SIGNS, named, place_line, problems, source_lines, verdict_line
from ui.verify_html import NAMES, NO_FIGURES, summary_line

if TYPE_CHECKING:
    from assistant.verification import ClaimFigure, FigureVerdict, Verification

COLORS: Mapping[FigureVerdict, str] = MappingProxyType(
    {"supported": "C6EFCE", "contradicted": "FFC7CE", "not_found": "FFEB9C"}
)
HEAD = ("文中", "结论", "报告", "说明", "出处")
COMMENTED = 3000  # figures with a comment, those that aren't supported first: more makes Word unusable
LISTED = 500  # figures in the table at the end; all are in the text


def annotated_docx(
    draft: Draft,
    verification: Verification,
    *,
    original: bytes | None = None,
    changes: Sequence[tuple[str, str]] = (),
) -> bytes:
    """The draft's document with its verdicts; `original` is the file that a Word draft is read from.

    `changes` are those made since somebody handed the draft in, old and new words; they are listed.

    Raises:
        UnreadableDocument: `original` is damaged.
    """
    wanted = sorted(verification.figures, key=lambda figure: figure.verdict == "supported")[:COMMENTED]
    commented = {figure.start for figure in wanted}
    marks = [
        Mark(f.start, f.end, COLORS[f.verdict], tuple(_comment(f, verification)) if f.start in commented else ())
        for f in verification.figures
    ]
    summary = Summary((*_lines(draft, verification), *_changes(changes)), tuple(_rows(verification)))
    return marked_docx(draft, marks=marks, summary=summary, original=original if draft.format == "docx" else None)


def _comment(figure: ClaimFigure, verification: Verification) -> Iterator[str]:
    yield f"{SIGNS[figure.verdict]} {verdict_line(figure)}"
    citation = verification.citation(figure.citation)
    yield from source_lines(citation) if citation else ()


def _lines(draft: Draft, verification: Verification) -> Iterator[tuple[Words, ...]]:
    yield (Words("核对结果", bold=True),)
    yield (Words(summary_line(verification) if verification.figures else NO_FIGURES),)
    if draft.left_out:
        yield (Words(f"没有核对：{'、'.join(draft.left_out)}"),)
    for verdict, color in COLORS.items():
        yield (Words(f" {SIGNS[verdict]} {NAMES[verdict]} ", color), Words(f" {MEANINGS[verdict]}"))
    uncommented = len(verification.figures) - COMMENTED
    if uncommented > 0:
        yield (Words(f"数字太多：有 {uncommented} 个只标颜色，没有加批注。"),)
    more = len(problems(verification)) - LISTED
    if more > 0:
        yield (Words(f"下表列出前 {LISTED} 处，其余 {more} 处见文中。"),)


def _changes(changes: Sequence[tuple[str, str]]) -> Iterator[tuple[Words, ...]]:
    if changes:
        yield (Words(CHANGED.format(count=len(changes)), bold=True),)
    for old, new in changes[:LISTED]:
        yield (Words(f"{named(old) or NONE} → {named(new) or NONE}"),)


def _rows(verification: Verification) -> Iterator[tuple[Words, ...]]:
    listed = problems(verification)[:LISTED]
    if listed:
        yield tuple(Words(name, bold=True) for name in HEAD)
    for figure in listed:
        citation = verification.citation(figure.citation)
        yield (
            Words(named(figure.text), COLORS[figure.verdict]),
            Words(f"{SIGNS[figure.verdict]} {NAMES[figure.verdict]}"),
            Words(named(figure.expected or "—")),
            Words(figure.message or "—"),
            Words(place_line(citation) if citation else "—"),
        )
