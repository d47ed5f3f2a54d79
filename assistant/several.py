"""Several reports hold what is asked and the question doesn't say which is meant: each answers for itself, under its name.

To pick one silently would give an official the figure of another bureau or year.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from assistant.answer import Answer
from assistant.question import Query
from assistant.retrieve import Evidence
from assistant.writer import Writer
from corpus import Document, parse_period

_AS_GOOD = 0.2  # how far below the best statement of all a report's best may rank to be meant as well
_MOST = 5
_EACH = frozenset({"lookup", "attainment", "field", "text"})

PERIOD_NAMES = {
    (1, 3): "一季度",
    (4, 6): "二季度",
    (7, 9): "三季度",
    (10, 12): "四季度",
    (1, 6): "上半年",
    (7, 12): "下半年",
    (1, 9): "前三季度",
    (1, 12): "全年",
}

ComposeOne = Callable[[Query, Evidence, Writer], Answer]


def documents_meant(evidence: Evidence) -> list[Document]:
    """The reports whose best statement is about as good as the best of all, the latest first."""
    best: dict[str, float] = {}
    for ranked in evidence.ranked:
        best.setdefault(ranked.passage.document.doc_id, ranked.score)
    top = max(best.values(), default=0.0)
    meant = [doc_id for doc_id, score in best.items() if score >= top - _AS_GOOD]
    by_id = {d.doc_id: d for d in evidence.documents}
    return sorted((by_id[doc_id] for doc_id in meant), key=lambda d: (-(d.year or 0), -_last_month(d), d.doc_id))


def _last_month(document: Document) -> int:
    period = parse_period(document.period) if document.period else None
    return period.last if period else 12


def of_document(evidence: Evidence, document: Document) -> Evidence:
    """The evidence of one report alone."""
    ranked = tuple(r for r in evidence.ranked if r.passage.document.doc_id == document.doc_id)
    return replace(evidence, ranked=ranked, documents=(document,))


def name_of(document: Document) -> str:
    """`某市财政局 2021 年上半年`: what tells a report from the others, without a number that its title lacks."""
    year = f" {document.year} 年" if document.year and str(document.year) in document.title else ""
    period = parse_period(document.period) if document.period else None
    return f"{document.organization or document.title}{year}{PERIOD_NAMES.get((period.first, period.last), '') if period else ''}"


def answer_of_each(query: Query, evidence: Evidence, compose_one: ComposeOne) -> Answer | None:
    """The answers of the reports that may be meant, one a line; None where but one of them has an answer."""
    if query.intent not in _EACH or len(evidence.documents) < 2:
        return None
    meant = documents_meant(evidence)
    if len(meant) < 2:
        return None
    writer = Writer()
    lines: list[str] = []
    for document in meant[:_MOST]:
        trial = writer.copy()
        answer = compose_one(query, of_document(evidence, document), trial)
        if answer.status == "answered":
            lines.append(f"· {name_of(document)}：{answer.answer}")
            writer = trial
    if len(lines) < 2:
        return None
    more = f"\n另有 {len(meant) - _MOST} 份报告也有相近的内容，请写明单位或年份。" if len(meant) > _MOST else ""
    text = "\n".join(["问题没有指明是哪份报告，分别列出：", *lines])
    return replace(writer.answered(query.text, ""), answer=text + more)
