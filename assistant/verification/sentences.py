"""The verdicts on the figures of one sentence, which bear on each other.

A figure may be computed from its neighbours, name the target that its neighbour answers, or be said in words of the
draft's own beside others that are not; and a sentence may say that a target is reached without giving it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.attainment import attainments
from assistant.evidence import Key
from assistant.verification.derived import targets_of
from assistant.verification.judging import Case, Judgement, judge, judge_again
from assistant.verification.ledger import Ledger
from assistant.verification.sense import says_done
from corpus import Figure

SHARED = 4  # figures that agree with those of one statement; one that chance can't explain counts twice
SMALL = 10  # numbers in words up to this belong to the wording where no report has them: 三项保险


def judge_sentence(cases: Sequence[Case], *, sentence: str, ledger: Ledger) -> list[tuple[Figure, Judgement]]:
    """The verdicts on the figures of a sentence, in their order."""
    first = [judge(case) for case in cases]
    supported = [j.entry for j in first if j.verdict == "supported" and j.entry]
    statements = {entry.passage.key for entry in supported} | shared_statements(cases)
    second = [
        judge_again(case, judgement, supported=supported, statements=statements, ledger=ledger)
        for case, judgement in zip(cases, first, strict=True)
    ]
    found = [
        (case, judgement) for case, judgement in zip(cases, second, strict=True) if not _is_wording(case, judgement)
    ]
    return _with_claimed_success(found, sentence=sentence, ledger=ledger)


def shared_statements(cases: Sequence[Case]) -> set[Key]:
    """The statements that hold so many of the sentence's figures that it must speak of them, whatever its words."""
    counts: Counter[Key] = Counter()
    for case in cases:
        weight = 2 if case.distinctive else 1
        counts.update({c.entry.passage.key: weight for c in case.comparable if c.agrees and c.fits})
    return {statement for statement, weight in counts.items() if weight >= SHARED}


def _is_wording(case: Case, judgement: Judgement) -> bool:
    """Whether a small number in words only belongs to the wording: 三项保险, 一批项目."""
    figure = case.mention.figure
    small = isinstance(figure.value, Decimal) and figure.value <= SMALL and figure.kind == "count"
    return small and judgement.verdict == "not_found" and not re.search(r"\d", figure.text)


def _with_claimed_success(
    found: Sequence[tuple[Case, Judgement]], *, sentence: str, ledger: Ledger
) -> list[tuple[Figure, Judgement]]:
    """The verdicts; where the sentence wrongly says that a target is reached, or isn't, the figure that shows it is wrong."""
    said = says_done(sentence)
    judged = [(case.mention.figure, judgement) for case, judgement in found]
    if said is None:
        return judged
    return [(figure, _unless_denied(judgement, said=said, ledger=ledger)) for figure, judgement in judged]


def _unless_denied(judgement: Judgement, *, said: bool, ledger: Ledger) -> Judgement:
    """The verdict, or that the target which the figure answers is reached, where the sentence says that it isn't."""
    entry = judgement.entry
    if judgement.verdict != "supported" or entry is None or entry.is_demanded:
        return judgement
    answered = [
        item
        for item in attainments(entry.document, entry.goal)
        if item.actual is not None and item.actual.figure == entry.figure and item.status != "unknown"
    ]
    if not answered or any((item.status == "met") == said for item in answered):
        return judgement
    targets = [target.figure.text for target in targets_of(entry, ledger)]
    return replace(judgement, verdict="contradicted", expected=next(iter(targets), None), reason="attainment")
