"""Stand-ins for what verifies drafts and audits reports: handed over, never patched in."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant import Citation
from assistant.audit import Finding
from assistant.verification import Claim, ClaimFigure, Verification
from corpus import Cell, Document, EmptyIndex, Figure, Goal, read_figures, split_statements, squeeze


def cite(document: Document, goal: Goal, cell: Cell, *, quote: str, n: int = 1, **changes: Any) -> Citation:
    """The first place of the quote in the cell."""
    start = cell.text.index(quote)
    names = (document.doc_id, document.title, document.goal_id(goal), goal.name, cell.column, cell.label)
    return Citation(n, *names, quote, start, start + len(quote), **changes)


@dataclass
class FakeVerifier:
    """A figure that the reports have is supported, one of a unit that they have is contradicted, others aren't found.

    `pace` seconds pass a sentence; what is raised by the progress ends it.
    """

    library: Any
    pace: float = 0.0
    asked: list[tuple[str, str | None]] = field(default_factory=list)

    def verify(
        self, text: str, *, doc_id: str | None = None, progress: Callable[[int, int], None] = lambda *_: None
    ) -> Verification:
        self.asked.append((text, doc_id))
        held = [d for d in self.library.documents() if doc_id in (None, d.doc_id)]
        if not held:
            raise EmptyIndex("资料库是空的")
        statements = split_statements(text)
        citations: list[Citation] = []
        claims = []
        for done, statement in enumerate(statements, start=1):
            time.sleep(self.pace)
            said = text[statement.start : statement.end]
            figures = tuple(
                self._judged(f, statement.start, held, citations) for f in read_figures(said) if f.kind != "period"
            )
            claims.append(Claim(said, statement.start, statement.end, figures))
            progress(done, len(statements))
        return Verification(tuple(claims), tuple(citations))

    def _judged(self, figure: Figure, offset: int, held: Sequence[Document], citations: list[Citation]) -> ClaimFigure:
        span = (figure.text, figure.start + offset, figure.end + offset)
        known = list(_known(held))
        same = [k for k in known if squeeze(k[3].text) == squeeze(figure.text)]
        alike = [k for k in known if k[3].unit == figure.unit]
        if not same and not alike:
            return ClaimFigure(*span, "not_found", reason="absent", message="资料库的报告里没有这个数字。")
        document, goal, cell, found = (same or alike)[0]
        statement = next((s for s in cell.statements if s.start <= found.start < s.end), None)
        quote = cell.text[statement.start : statement.end] if statement else found.text
        citations.append(cite(document, goal, cell, quote=quote, n=len(citations) + 1, place="第 6 行"))
        if same:
            return ClaimFigure(*span, "supported", citation=len(citations))
        message = f"报告中“{goal.name}”为 {found.text}。"
        return ClaimFigure(*span, "contradicted", found.text, len(citations), "value", message)


def _known(held: Sequence[Document]) -> Iterator[tuple[Document, Goal, Cell, Figure]]:
    for document in held:
        for goal in document.goals:
            for cell, figure in goal.figures:
                yield document, goal, cell, figure


def fake_audit(documents: Sequence[Document]) -> tuple[Finding, ...]:
    """One finding of each kind on the first document's figures; none of a document of a single goal."""
    findings = []
    for document in documents:
        known = list(_known([document]))
        if len(document.goals) < 2:
            continue
        kinds: Any = (("mismatch", "error"), ("arithmetic", "error"), ("target_missed", "warning"), ("wording", "info"))
        for number, (kind, severity) in enumerate(kinds):
            pair = known[number % len(known)], known[(number + 1) % len(known)]
            cited = [cite(document, g, c, quote=f.text, n=n, place="第 6 行") for n, (_, g, c, f) in enumerate(pair, 1)]
            message = f"{pair[0][3].text}[1] 与 {pair[1][3].text}[2] 对不上：相差 12.3 个单位"
            findings.append(Finding(kind, severity, message, tuple(cited)))
    return tuple(findings)
