"""A sample draft for whoever has none at hand: sentences of the visitor's own first report, one figure of them altered.

So a first try shows what the tab is for: what holds, what doesn't, and the cell that says so. Each sentence is verified
before it is offered; what doesn't show both is no sample.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ui.verify_corrections import correction_of

if TYPE_CHECKING:
    from assistant.verification import ClaimFigure, Verifier
    from corpus import Document

SENTENCES = 3
TRIED = 24  # sentences of a report looked at
SHORTEST, LONGEST = 10, 110  # characters of a sentence
PROGRESS = ("cumulative_progress", "quarter_progress")
_NUMBERED = re.compile(r"^[\s(（]*(?:\d{1,2}|[一二三四五六七八九十]{1,2})[.、)）．]\s*")
_DIGIT = re.compile(r"[0-9]")


def sample_draft(documents: Sequence[Document], *, verifier: Verifier) -> str:
    """The draft, of the first report that gives one; "" where none does."""
    for document in documents:
        found = _sentences(document, verifier=verifier)
        altered = next(filter(None, (_altered(s, document, verifier=verifier) for s in found)), "")
        if altered:
            kept = [sentence for sentence in found if not _same_but_digits(sentence, altered)]
            return "\n".join([*kept[: SENTENCES - 1], altered])
    return ""


def _sentences(document: Document, *, verifier: Verifier) -> list[str]:
    """Sentences of different goals whose figures all hold as they stand."""
    found: dict[int, str] = {}
    for number, sentence in list(_said(document))[:TRIED]:
        if number not in found and len(found) < SENTENCES + 1:
            figures = verifier.verify(sentence, doc_id=document.doc_id).figures
            if figures and all(figure.verdict == "supported" for figure in figures):
                found[number] = sentence
    return list(found.values())


def _said(document: Document) -> Iterator[tuple[int, str]]:
    """The sentences about progress that have figures, with the number of their goal; goals take turns."""
    by_goal = [
        [
            (goal.number, sentence)
            for cell in goal.cells
            if cell.column in PROGRESS
            for statement in cell.statements
            for sentence in [_NUMBERED.sub("", cell.text[statement.start : statement.end].replace("\n", "")).strip()]
            if SHORTEST <= len(sentence) <= LONGEST and _DIGIT.search(sentence)
        ]
        for goal in document.goals
    ]
    for turn in range(max(map(len, by_goal), default=0)):
        yield from (said[turn] for said in by_goal if turn < len(said))


def _altered(sentence: str, document: Document, *, verifier: Verifier) -> str:
    """The sentence with one digit of one figure changed, so that the report contradicts it and says what is right."""
    for figure in verifier.verify(sentence, doc_id=document.doc_id).figures:
        new = _changed(sentence, figure)
        verdicts = verifier.verify(new, doc_id=document.doc_id).figures if new else ()
        if any(wrong.start == figure.start and correction_of(wrong, text=new) for wrong in verdicts):
            return new
    return ""


def _changed(sentence: str, figure: ClaimFigure) -> str:
    """Another first digit: 877.82 becomes 977.82."""
    digit = _DIGIT.search(figure.text)
    if digit is None or len(_DIGIT.findall(figure.text)) < 2:
        return ""
    at = figure.start + digit.start()
    return f"{sentence[:at]}{int(sentence[at]) % 9 + 1}{sentence[at + 1 :]}"


def _same_but_digits(left: str, right: str) -> bool:
    return _DIGIT.sub("", left) == _DIGIT.sub("", right)
