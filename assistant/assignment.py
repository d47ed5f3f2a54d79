"""Which of the actuals that could answer a target does: each actual once, the clearest pairs first.

How well two figures fit is not enough to decide by. Two actuals may fit alike, and then neither is taken; one that fits
poorly may be all that is left, and then it is, where nothing in its words is of another thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.evidence import pairs, plain
from assistant.pairing import Match, answers_of, fit, may_answer, subjects_of
from assistant.subjects import Located, Subject, content
from corpus import Document, Goal, parse_period

LEAST, LEAST_OPPOSITE, LEAST_ALONE, LEAST_RIVAL = 0.5, 0.7, 0.3, 0.15  # of how well two figures fit
MARGIN = 0.04  # how much better than the next actual one must fit to be taken
LISTING = re.compile("[、和与]|以及|及(?![时以其])")
_SHORT_MEMBER = 3  # 新建、改扩建 list what is done; longer members are things
_BORROWED = 0.85  # for each of the two whose own words say nothing
_SAME_WORDING = 0.15


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A target and an actual by their positions, where nothing says that they are different figures."""

    target: int
    actual: int
    score: float
    is_opposite: bool
    rank: float

    @property
    def is_clear(self) -> bool:
        """Whether the words alone say that the two are one."""
        return self.score >= (LEAST_OPPOSITE if self.is_opposite else LEAST)


def pair_up(document: Document, goal: Goal, targets: Sequence[Located]) -> dict[int, Match]:
    """The actual that answers each target, by the target's position: of the cumulative column, else the quarter's."""
    wanted = subjects_of(targets)
    found = _pairs(document, wanted, answers_of(document, goal, "cumulative_progress"))
    if goal.cell("cumulative_progress") is None or any(parse_period(t.figure.period or "") for t in targets):
        left = [i for i in range(len(wanted)) if i not in found]
        later = _pairs(document, [wanted[i] for i in left], answers_of(document, goal, "quarter_progress"))
        found |= {left[i]: match for i, match in later.items()}
    return found


def _candidates(document: Document, targets: Sequence[Subject], actuals: Sequence[Subject]) -> Iterator[_Candidate]:
    for t, target in enumerate(targets):
        for a, actual in enumerate(actuals):
            match = may_answer(document, target, actual)
            if match is not None:
                score = fit(target, actual)
                yield _Candidate(t, a, score, match.is_opposite, rank=score * _wording(target, actual))


def _wording(target: Subject, actual: Subject) -> float:
    """What two figures of one score are ranked by: words of their own, and the same verbs (筹集, 基本建成)."""
    ours, theirs = pairs(plain(target.clause)), pairs(plain(actual.clause))
    same = len(ours & theirs) / min(len(ours), len(theirs)) if ours and theirs else 0.0
    return (1 - _SAME_WORDING + _SAME_WORDING * same) * _BORROWED ** (target.is_borrowed + actual.is_borrowed)


def counts_in_parts(target: Subject, actual: Subject, others: Iterable[Subject]) -> bool:
    """Whether a target for several things together (新开、优化线路) meets an actual of only some of them.

    `others` are the other actuals; that the rest of the things is counted there shows it too.
    """
    if target.located.figure.kind not in ("count", "money"):
        return False
    members = [part.strip() for part in LISTING.split(target.before.strip("、和与及 ")) if content(part)]
    missing = [member for member in members if not _names(actual, member, members)]
    if len(members) < 2 or len(missing) in (0, len(members)):
        return False
    if len(members[0]) <= _SHORT_MEMBER:
        return True
    same = [other for other in others if other.located.figure.unit == actual.located.figure.unit]
    return any(_names(other, member, members) for member in missing for other in same)


def _names(actual: Subject, member: str, members: Sequence[str]) -> bool:
    """Whether an actual speaks of a member of a target's list: 新开 by its word, a thing by most of what names it."""
    if len(members[0]) <= _SHORT_MEMBER:  # 新开、优化线路: a list of what is done, with one thing behind it
        return member[:2] in actual.text
    known = content(member)
    return 2 * len(known & actual.own) >= len(known)


def _pairs(document: Document, targets: Sequence[Subject], actuals: Sequence[Subject]) -> dict[int, Match]:
    """Best pairs first, each actual used once; the two ends of a range (40 至 45 个) are one target."""
    candidates = sorted(_candidates(document, targets, actuals), key=lambda c: (-c.rank, c.target, c.actual))
    chosen = _Choice(targets, actuals)
    clear = [candidate for candidate in candidates if candidate.is_clear]
    for candidate in clear:
        if not chosen.is_ambiguous(candidate, clear):
            chosen.take(candidate)
    open_ones = [candidate for candidate in candidates if chosen.is_open(candidate)]
    for candidate in open_ones:
        if chosen.is_all_that_is_left(candidate, open_ones):
            chosen.take(candidate)
    return chosen.matches


class _Choice:
    """Which actuals have been taken for which targets."""

    def __init__(self, targets: Sequence[Subject], actuals: Sequence[Subject]) -> None:
        self._targets = targets
        self._actuals = actuals
        self._used: dict[int, tuple[int, int]] = {}  # the span of the target that each actual answers
        self._closed: set[int] = set()  # targets that have been decided
        self.matches: dict[int, Match] = {}

    def is_open(self, candidate: _Candidate) -> bool:
        """Whether neither its target nor its actual has been decided."""
        span = self._span(candidate.target)
        return candidate.target not in self._closed and self._used.get(candidate.actual, span) == span

    def take(self, candidate: _Candidate) -> None:
        """Decide for a pair, if it is open."""
        if not self.is_open(candidate):
            return
        target, actual = self._targets[candidate.target], self._actuals[candidate.actual]
        self._closed.add(candidate.target)
        self._used[candidate.actual] = self._span(candidate.target)
        if not counts_in_parts(target, actual, [other for other in self._actuals if other is not actual]):
            self.matches[candidate.target] = Match(actual.located, candidate.is_opposite)

    def is_ambiguous(self, candidate: _Candidate, clear: Sequence[_Candidate]) -> bool:
        """Whether another actual of another value, which no target wants more, fits as well."""
        for other in clear:
            if other.target != candidate.target or not self.is_open(other) or other.rank < candidate.rank - MARGIN:
                continue
            rivals = (c.rank for c in clear if c.actual == other.actual and c.target != candidate.target)
            if self._value(other) != self._value(candidate) and max(rivals, default=0.0) <= other.rank + MARGIN:
                return True
        return False

    def is_all_that_is_left(self, candidate: _Candidate, left: Sequence[_Candidate]) -> bool:
        """Whether only this actual could answer the target, and only this target be answered by it."""
        target, actual = self._targets[candidate.target], self._actuals[candidate.actual]
        beside = (c for c in left if (c.target == candidate.target) != (c.actual == candidate.actual))
        if candidate.is_opposite or candidate.score < LEAST_ALONE or any(c.score >= LEAST_RIVAL for c in beside):
            return False
        shared = target.own & actual.own or target.own_words & actual.own_words
        return bool(shared) and not actual.foreign_things(target) and not LISTING.search(actual.clause)

    def _span(self, target: int) -> tuple[int, int]:
        figure = self._targets[target].located.figure
        return figure.start, figure.end

    def _value(self, candidate: _Candidate) -> Decimal | str:
        return self._actuals[candidate.actual].located.figure.value
