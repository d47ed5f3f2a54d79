"""A draft while a person edits it: each block that is changed is verified at once, under the headings it stands in.

Only the block is verified again: what it leans on, the title and the headings above it, is given along. So a keystroke
costs a paragraph, however long the draft is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any

from corpus.errors import DraftError
from ui.drafting.sheet import Edited, Sheet, is_proved, sheet_of

if TYPE_CHECKING:
    from assistant.drafting import Draft
    from assistant.verification import ClaimFigure, FigureVerdict, Verifier

LONGEST_BLOCK = 20_000  # characters of a block: more is no paragraph
LONGEST_TITLE = 200
MOST_MARKS = 1000
TITLE = -1  # the number that the title goes by


class Working:
    """A draft and what was changed in it. Safe to share between threads."""

    def __init__(self, draft: Draft, verifier: Verifier) -> None:
        self.draft = draft
        self._verifier = verifier
        self._edits: dict[int, Edited] = {}
        self._title = draft.title
        self._lock = Lock()

    def rename(self, title: str) -> None:
        """Give the draft another title; an empty one leaves it its own."""
        with self._lock:
            self._title = " ".join(title.split())[:LONGEST_TITLE] or self.draft.title

    def edit(self, block: int, *, text: str, marks: Any) -> tuple[Edited, tuple[bool, ...]]:
        """Verify what a block has become; returns it, and of each mark sent whether it still proves something.

        Raises:
            DraftError: there is no such block, or it is too long.
        """
        from assistant.drafting import check_in_context

        if not 0 <= block < len(self.draft.blocks):
            raise DraftError("草稿里没有这一段。请重新起草。")
        if len(text) > LONGEST_BLOCK:
            raise DraftError(f"这一段超过 {LONGEST_BLOCK // 10_000} 万字，没有核对。请分成几段。")
        verification = check_in_context(text, above=self._above(block), verifier=self._verifier)
        edited = Edited(text, read_marks(marks), verification)
        with self._lock:
            self._edits[block] = edited
        return edited, tuple(is_proved(mark, edited, draft=self.draft) for mark in edited.marks)

    def sheet(self) -> Sheet:
        """The draft as it stands, to be written to a file."""
        with self._lock:
            return sheet_of(self.draft, edits=dict(self._edits), title=self._title)

    def figure(self, block: int, position: int) -> tuple[Edited, ClaimFigure] | None:
        """A figure of an edited block, None where there is none."""
        with self._lock:
            edited = self._edits.get(block)
        figures = edited.verification.figures if edited else ()
        return (edited, figures[position]) if edited and 0 <= position < len(figures) else None

    def tally(self) -> Mapping[FigureVerdict, int]:
        """How many figures of the whole draft have each verdict; what nobody has changed is proved."""
        with self._lock:
            edits = dict(self._edits)
        counts: dict[FigureVerdict, int] = {"supported": 0, "contradicted": 0, "not_found": 0}
        for position, block in enumerate(self.draft.blocks):
            if position in edits:
                for figure in edits[position].verification.figures:
                    counts[figure.verdict] += 1
            else:
                counts["supported"] += sum(len(sentence.figures) for sentence in block.sentences)
        return counts

    def _above(self, block: int) -> list[str]:
        """The title and the headings that a block stands under."""
        above: dict[int, str] = {}
        for known in self.draft.blocks[:block]:
            if known.style == "heading":
                above = {level: text for level, text in above.items() if level < known.level} | {
                    known.level: known.text
                }
        return [self.draft.title, *above.values()]


def read_marks(sent: Any) -> tuple[Any, ...]:
    """The marks that a page sends as [place, number]; what is none is left out."""
    from assistant.drafting import Mark

    listed: Sequence[Any] = sent[:MOST_MARKS] if isinstance(sent, list) else []
    pairs = (pair for pair in listed if isinstance(pair, list) and len(pair) == 2)
    return tuple(Mark(at, n) for at, n in pairs if isinstance(at, int) and isinstance(n, int))
