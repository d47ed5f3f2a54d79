"""A checked draft and the findings of an audit, as lines for a terminal."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from ui.audit_html import CLEAN, KINDS, SEVERITIES, Audited
from ui.terminal import Painted, citation_line, one_line, plain
from ui.verdicts import SIGNS, named, verdict_line
from ui.verify_html import NO_FIGURES, summary_line

if TYPE_CHECKING:
    from assistant.audit import Severity
    from assistant.verification import Claim, ClaimFigure, Verdict, Verification

Line = Sequence[Painted]
COLORS: Mapping[Verdict, str | None] = MappingProxyType(
    {"supported": "green", "contradicted": "red", "not_found": "yellow", "no_figure": None}
)
SEVERITY_COLORS: Mapping[Severity, str | None] = MappingProxyType({"error": "red", "warning": "yellow", "info": None})
INDENT = " " * 4


def verification_lines(verification: Verification, *, identifier: str | int | None = None) -> Iterator[Line]:
    """Each sentence, what is wrong with it below; then the citations and the counts. In a batch, under its id."""
    if identifier is not None:
        yield [Painted(f"【{one_line(str(identifier))}】")]
    for claim in verification.claims:
        yield _sentence(claim)
        for figure in claim.figures:
            if figure.verdict != "supported" or figure.message:
                said = f"{INDENT}{SIGNS[figure.verdict]} {named(figure.text)} {verdict_line(figure)}"
                yield [Painted(said, COLORS[figure.verdict])]
    if verification.citations:
        yield []
        yield from ([Painted(citation_line(citation))] for citation in verification.citations)
    yield []
    yield [Painted(counts_line(verification))]


def counts_line(verification: Verification) -> str:
    """How many sentences have each verdict, or that there is nothing to verify."""
    return summary_line(verification) if verification.figures else NO_FIGURES


def _sentence(claim: Claim) -> Line:
    """`✗ 全市民生支出 999.99 亿元✗〔1〕。`."""
    parts = [Painted(f"{SIGNS[claim.verdict]} ", COLORS[claim.verdict])]
    position = 0
    for figure in claim.figures:
        start, end = figure.start - claim.start, figure.end - claim.start
        parts += [Painted(_flat(claim.text[position:start])), *_figure(claim.text[max(start, position) : end], figure)]
        position = max(position, end)
    return [*parts, Painted(_flat(claim.text[position:]))]


def _figure(text: str, figure: ClaimFigure) -> Iterator[Painted]:
    yield Painted(f"{_flat(text)}{SIGNS[figure.verdict]}", COLORS[figure.verdict])
    if figure.citation is not None:
        yield Painted(f"〔{figure.citation}〕")


def _flat(text: str) -> str:
    """The text without line ends; spaces at its ends stay, since it is a part of a line."""
    return re.sub(r"\s+", " ", plain(text))


def finding_lines(audited: Audited) -> Iterator[Line]:
    """Each finding with the cells that it compares below; then how much was looked at."""
    for finding in audited.findings:
        head = Painted(f"{SEVERITIES[finding.severity]} · {KINDS[finding.kind]}", SEVERITY_COLORS[finding.severity])
        yield [head, Painted(f"  {one_line(finding.message)}")]
        yield from ([Painted(f"{INDENT}{citation_line(citation)}")] for citation in finding.citations)
    if audited.findings:
        yield []
    yield [Painted(findings_line(audited))]


def findings_line(audited: Audited) -> str:
    """`看过 6 项目标、87 个数字，发现 3 处问题：错误 1，警告 2`."""
    if not audited.findings:
        return f"{audited.scope}，{CLEAN}"
    return f"{audited.scope}，发现 {len(audited.findings)} 处问题：{'，'.join(_counted(audited))}"


def _counted(audited: Audited) -> Iterable[str]:
    counts = Counter(finding.severity for finding in audited.findings)
    return (f"{name} {counts[severity]}" for severity, name in SEVERITIES.items() if counts[severity])
