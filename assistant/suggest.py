"""Questions worth asking next, made from the goal that the answer cites."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Answer
from corpus import Document

_MOST = 3


def suggestions(answer: Answer, documents: Sequence[Document]) -> tuple[str, ...]:
    """Up to three follow-ups about the first cited goal, leaving out the column just quoted."""
    if not answer.citations:
        return ()
    first = answer.citations[0]
    document = next((d for d in documents if d.doc_id == first.doc_id), None)
    goal = next((g for g in document.goals if document.goal_id(g) == first.goal_id), None) if document else None
    if goal is None:
        return ()
    columns = {c.column for c in answer.citations}
    candidates = (
        ("criteria", f"“{goal.name}”的年度目标要求是多少？"),
        ("completion_pct", f"“{goal.name}”累计完成工作量是多少？"),
        ("quarter_progress", f"“{goal.name}”本季度做了哪些工作？"),
        ("cumulative_progress", f"“{goal.name}”累计进展如何？"),
    )
    return tuple(text for column, text in candidates if column not in columns and goal.text(column))[:_MOST]
