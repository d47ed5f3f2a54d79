"""A checked draft as Markdown: a sign and a footnote behind each figure, and the verdicts below the text.

The draft's own text is left as it is, mark-up of its own included: without the signs and footnotes it is the draft
again, to the character. What comes from reports is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from ui.terminal import one_line
from ui.verdicts import CHANGED, MEANINGS, NONE, named, source_lines, verdict_line
from ui.verify_html import NAMES, NO_FIGURES, summary_line

if TYPE_CHECKING:
    from assistant.verification import ClaimFigure, FigureVerdict, Verification
    from corpus.drafts import Draft

SIGNS: Mapping[FigureVerdict, str] = MappingProxyType({"supported": "✅", "contradicted": "❌", "not_found": "❓"})
TITLE = "## 核对结果"
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~$!&])")


def annotated_markdown(draft: Draft, verification: Verification, *, changes: Sequence[tuple[str, str]] = ()) -> str:
    """The draft with its verdicts; lines end as the draft's do.

    `changes` are those made since somebody handed the draft in, old and new words; they are listed.
    """
    label = _label(draft.text)
    figures = sorted(verification.figures, key=lambda figure: figure.end)
    notes = [(f"[^{label}{number}]", figure) for number, figure in enumerate(figures, start=1)]
    newline = "\r\n" if "\r\n" in draft.text else "\n"
    below = [*_summary(draft, verification), *_changes(changes), *_footnotes(notes, verification)]
    return newline.join(["".join(_marked(draft.text, notes)), "", "---", "", *below, ""])


def _label(text: str) -> str:
    """What the footnotes' labels begin with: none of the draft's own does."""
    label = "v"
    while f"[^{label}" in text:
        label += "v"
    return label


def _marked(text: str, notes: list[tuple[str, ClaimFigure]]) -> Iterator[str]:
    position = 0
    for note, figure in notes:
        yield text[position : figure.end]
        yield f"{SIGNS[figure.verdict]}{note}"
        position = figure.end
    yield text[position:]


def _summary(draft: Draft, verification: Verification) -> Iterator[str]:
    yield from (TITLE, "", summary_line(verification) if verification.figures else NO_FIGURES, "")
    if draft.left_out:
        yield from (f"没有核对：{'、'.join(draft.left_out)}", "")
    for verdict, sign in SIGNS.items():
        yield f"- {sign} {NAMES[verdict]}：{MEANINGS[verdict]}"


def _changes(changes: Sequence[tuple[str, str]]) -> Iterator[str]:
    if changes:
        yield from ("", f"{CHANGED.format(count=len(changes))}：", "")
    for old, new in changes:
        yield f"- {_escaped(named(old)) or NONE} → {_escaped(named(new)) or NONE}"


def _footnotes(notes: list[tuple[str, ClaimFigure]], verification: Verification) -> Iterator[str]:
    for note, figure in notes:
        citation = verification.citation(figure.citation)
        said = (verdict_line(figure), *(source_lines(citation) if citation else ()))
        yield from ("", f"{note}: {'；'.join(_escaped(line) for line in said)}")


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", one_line(text))
