"""Where a figure stands: its clause, sentence and statement, and what was measured before it in the same sentence.

A cursor moves over the text once, from figure to figure; what lies far before a figure is passed over in one search. To look
back from each figure afresh would cost the square of a long text's figures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpus.model import Direction, Figure

_BREAK = re.compile(r"[,。;!?\n:()]")
_SENTENCE = re.compile(r"[。;!?\n]")
_REACH = 160  # characters before a figure that are looked at


@dataclass(slots=True)
class Context:
    """The surroundings of the position that the cursor has reached; all are offsets into the text.

    `clause` is where the clause begins (after , : ( or a sentence's end; a closed bracket belongs to its clause),
    `comma` the same without colons and brackets, `before` where the clause before it began, `sentence` after 。;!? and
    line feeds, `statement` after 。 ; and line feeds. `phrase` is where the noun phrase of the next figure may begin:
    behind the last measuring figure of the clause.
    """

    folded: str
    position: int = 0
    clause: int = 0
    comma: int = 0
    before: int = 0
    sentence: int = 0
    phrase: int = 0
    metric: str | None = None
    direction: Direction | None = None  # of the figure before, and its basis
    basis: str | None = None
    measured: int = 0  # figures of this sentence so far
    open: list[tuple[int, int]] = field(default_factory=list)  # clause and phrase at each open bracket

    def move(self, position: int) -> None:
        """Go on to a figure that begins at `position`."""
        begin, folded = self.position, self.folded
        if position - begin > _REACH:
            begin = self._jump(begin, position)
        for match in _BREAK.finditer(folded, begin, position):
            self._pass(match.group(), match.end())
        self.position = position

    def _jump(self, begin: int, position: int) -> int:
        """Over a stretch in which nothing matters but whether a sentence ended."""
        start = position - _REACH
        if _SENTENCE.search(self.folded, begin, start):
            self._end_sentence(start)
        self.clause = max(self.clause, start)
        self.comma, self.before, self.phrase = max(self.comma, start), max(self.before, start), max(self.phrase, start)
        return start

    def _pass(self, mark: str, end: int) -> None:
        if mark == ",":
            if not (self.folded[end : end + 1].isdigit() and self.folded[end - 2 : end - 1].isdigit()):
                self.before, self.clause, self.phrase, self.comma = self.clause, end, end, end
                self.open.clear()
        elif mark in "。;!?\n":
            self._end_sentence(end)
        elif mark == "(":
            if len(self.open) < 8:
                self.open.append((self.clause, self.phrase))
            self.clause = self.phrase = end
        elif mark == ")":
            if self.open:
                self.clause, self.phrase = self.open.pop()
        else:
            self.before, self.clause, self.phrase = self.clause, end, end

    def _end_sentence(self, end: int) -> None:
        self.clause = self.comma = self.before = self.sentence = self.phrase = end
        self.metric, self.measured, self.direction, self.basis = None, 0, None, None
        self.open.clear()

    def passed(self, figure: Figure) -> None:
        """Remember a figure: what stands behind it begins a new phrase, if it measures something."""
        if figure.role == "other":
            if figure.kind == "count" and figure.comparator == "eq":  # a total: 326 所学校中已有 …
                self.phrase = max(self.phrase, figure.end)
        else:
            self.phrase = max(self.phrase, figure.end)
            self.metric = figure.metric or self.metric
            self.measured += 1
            self.direction, self.basis = figure.direction, figure.basis
        self.position = max(self.position, figure.end)
