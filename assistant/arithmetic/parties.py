"""Which reports a question sets side by side, and the question without their names.

Two reports in the index are no comparison yet: the question must name two organisations or years, or ask which of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.arithmetic import wording
from assistant.arithmetic.wording import says
from assistant.question import Query
from assistant.scope import mentions, place_and_body
from corpus import Document

_BODY = r"[\u4e00-\u9fff]{1,6}?(?:局|委(?!会)|委员会|厅|公司|中心)|[\u4e00-\u9fff]{1,3}(?=的)"
MOST = 12  # reports that one answer sets side by side


def parties(query: Query, documents: Sequence[Document]) -> tuple[Document, ...]:
    """The reports that the question compares, by year and name; fewer than two where it compares none."""
    ordered = tuple(sorted(documents, key=lambda d: (d.year or 0, d.doc_id)))
    if not 1 < len(ordered) <= MOST:
        return ()
    named = {d.organization for d in ordered if mentions(query.text, d.organization or "")}
    organizations, years = {d.organization for d in ordered}, {d.year for d in ordered}
    if len(organizations) > 1:
        return ordered if len(named) > 1 or (not named and says(wording.BODIES, query.text)) else ()
    several = len(set(query.years) & years) > 1 or says(wording.YEARS, query.text)
    return ordered if several and len(years) == len(ordered) else ()


def without_names(text: str, documents: Sequence[Document]) -> str:
    """The text without the names of organisations and their places."""
    for organization in sorted({d.organization or "" for d in documents}, key=len, reverse=True):
        place, body = place_and_body(organization)
        for name in (organization, body, f"{place}{body}"):
            text = text.replace(name, " ") if len(name) > 2 else text
        if place:
            text = re.sub(rf"{re.escape(place)}[市省区县州]?(?:{_BODY})?", " ", text)
    return text
