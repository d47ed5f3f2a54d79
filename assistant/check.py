"""The last gate: nothing leaves unless every quote and every figure can be pointed to.

It doesn't trust the composer: quotes are compared with the cells again, and every number of the text must stand in a
listed figure, a citation, or the question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.answer import Answer, Citation
from corpus import Document, squeeze

_MARK = re.compile(r"\[\d+\]")
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def _cell_text(documents: dict[str, Document], citation: Citation) -> str:
    document = documents.get(citation.doc_id)
    if document is None:
        return ""
    goals = [g for g in document.goals if document.goal_id(g) == citation.goal_id]
    cell = goals[0].cell(citation.column, label=citation.column_label) if goals else None
    return cell.text if cell else ""


def faults(answer: Answer, documents: Iterable[Document]) -> list[str]:
    """What is wrong with an answer, one line a fault; empty where it may be shown."""
    by_id = {d.doc_id: d for d in documents}
    found = [
        f"引文 [{c.n}] 与原文不符"
        for c in answer.citations
        if not c.quote or _cell_text(by_id, c)[c.start : c.end] != c.quote
    ]
    quotes = {c.n: squeeze(c.quote) for c in answer.citations}
    for figure in answer.figures:
        if figure.derived:
            if not figure.expression:
                found.append(f"推算的数字 {figure.text} 没有算式")
        elif squeeze(figure.text) not in quotes.get(figure.citation or 0, ""):
            found.append(f"数字 {figure.text} 不在引文 [{figure.citation}] 中")
    return found + _stray_numbers(answer)


def _stray_numbers(answer: Answer) -> list[str]:
    shown = [squeeze(f.text) for f in answer.figures]
    names = squeeze(
        "".join(c.goal + c.quote + c.column_label + c.doc_title for c in answer.citations) + answer.question
    )
    numbers = _NUMBER.findall(squeeze(_MARK.sub("", answer.answer)))
    return [
        f"数字 {n} 没有出处"
        for n in numbers
        if answer.status == "answered" and n not in names and not any(n in s for s in shown)
    ]
