"""Two reports of one body that a question sets against each other: of two years, or of two dates of one year.

A report is called by the words of the question (9 月, 上半年), since an answer holds no number that isn't cited or asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.patterns import has
from assistant.schedule import Month
from assistant.survey import words
from corpus import Document

_ENDS = {
    3: ("一季度",),
    6: ("上半年", "半年", "二季度"),
    9: ("前三季度", "三季度"),
    12: ("全年", "年底", "年末", "四季度"),
}
_TWO = 2


@dataclass(frozen=True, slots=True)
class Pair:
    """The earlier and the later of two reports, and how the question calls each ("" where it doesn't)."""

    first: Document
    last: Document
    first_called: str = ""
    last_called: str = ""

    def called(self, document: Document) -> str:
        """The report in the words of the question, else by its order."""
        is_first = document is self.first
        said = self.first_called if is_first else self.last_called
        return f"{said}的报告" if said else "较早的报告" if is_first else "较晚的报告"


def pair_of(text: str, documents: Sequence[Document]) -> Pair | None:
    """The two reports that are compared; None where there aren't two of one body, or the question names no two."""
    dated = sorted(
        ((end, document) for document in documents if (end := Month.end_of(document)) is not None),
        key=lambda pair: (pair[0], pair[1].doc_id),
    )
    if len(dated) < len(documents) or len({d.organization for _, d in dated}) != 1:
        return None
    ends = [end for end, _ in dated]
    if len(dated) > _TWO:
        named = [(end, d) for end, d in dated if _said(text, end, ends)]
        dated, ends = named, [end for end, _ in named]
    if len(dated) != _TWO or ends[0] == ends[1]:
        return None
    first, last = _said(text, ends[0], ends), _said(text, ends[1], ends)
    if not has(words.BOTH, text) and not (first and last):
        return None
    return Pair(dated[0][1], dated[1][1], first, last)


def _said(text: str, end: Month, ends: Sequence[Month]) -> str:
    """The words of the question for the report that ends in that month, "" where it has none."""
    by_year = re.search(rf"(?<!\d){end.year}\s*年?", text)
    if by_year and sum(other.year == end.year for other in ends) == 1:
        return by_year.group().strip()
    names = "|".join((rf"(?:1\s*[-~至到]\s*)?(?<!\d){end.month}月(?:底|末|份)?", *_ENDS.get(end.month, ())))
    found = re.search(names, text) if len({other.year for other in ends}) == 1 else None
    return found.group() if found else ""


def compared_with(text: str, pair: Pair) -> Document | None:
    """The report that stands before 比, the one that is said to have more or less; None where 比 doesn't part the two."""
    before, joint, _ = text.partition("比")
    if not joint:
        return None
    sides = [d for d, called in ((pair.first, pair.first_called), (pair.last, pair.last_called)) if _in(called, before)]
    return sides[0] if len(sides) == 1 else None


def _in(called: str, text: str) -> bool:
    return bool(called) and called in text
