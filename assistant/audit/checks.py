"""Audit documents: every check over every report, in one order, nothing said twice.

A check is a function from a report to findings, so that a new one is a line of `CHECKS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from assistant.audit.contradictions import completion_stated_twice, contradictions
from assistant.audit.growth import growth, ranges_reversed
from assistant.audit.parts import more_than_all, parts_above_wholes, parts_beside_totals
from assistant.audit.periods import quarter_above_cumulative, shrunk_between
from assistant.audit.record import Finding, Severity
from assistant.audit.references import two_numbers
from assistant.audit.report import Report
from assistant.audit.shares import above_hundred, shares
from assistant.audit.targets import ahead_of_money, behind_time, missed_targets
from assistant.audit.wording import copied_quarters, denied_elsewhere, names_spelled_twice, near_identical
from corpus import Document

Check = Callable[[Report], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    contradictions,
    completion_stated_twice,
    two_numbers,
    quarter_above_cumulative,
    parts_above_wholes,
    parts_beside_totals,
    more_than_all,
    shares,
    above_hundred,
    growth,
    ranges_reversed,
    missed_targets,
    behind_time,
    ahead_of_money,
    near_identical,
    denied_elsewhere,
    names_spelled_twice,
    copied_quarters,
)

_RANKS: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}


def audit(documents: Sequence[Document]) -> tuple[Finding, ...]:
    """What is wrong inside each document, and between reports of one body and year.

    Returns:
        The findings by severity (errors first), then by document, as given, and goal. Every citation is exact
        (`cell.text[start:end] == quote`), and every mark in a message is the number of one.
    """
    reports = [Report(document) for document in documents]
    findings = [finding for report in reports for check in CHECKS for finding in check(report)]
    findings += shrunk_between(reports)
    goals = {
        document.goal_id(goal): (position, goal.number)
        for position, document in enumerate(documents)
        for goal in document.goals
    }
    ordered = sorted(_once(findings), key=lambda f: (_RANKS[f.severity], goals[f.citations[0].goal_id]))
    return tuple(ordered)


def _once(findings: Sequence[Finding]) -> Iterator[Finding]:
    """The findings without those that cite what one of the same kind has cited already."""
    seen: set[tuple[object, ...]] = set()
    for finding in findings:
        cited = frozenset((c.goal_id, c.column, c.column_label, c.start, c.end) for c in finding.citations)
        key = (finding.kind, cited, finding.message)
        if key not in seen:
            seen.add(key)
            yield finding
