"""Sentences that are nearly the same: said and denied, a name spelled two ways, a quarter copied into the year to date.

Clauses are compared only if they begin or end alike, so that a report of thousands of goals takes no longer than its text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from assistant.audit.naming import contrasts, is_numeral
from assistant.audit.record import Finding
from assistant.audit.remark import Remark
from assistant.audit.report import GoalMeasures, Report, Sentence
from assistant.evidence import plain
from corpus import is_han, parse_period
from index import tag_words

_SHORTEST, _LONGEST = 10, 160  # characters of a clause that is compared
_EDGE = 5  # characters at which two clauses begin or end alike
_MOST_ALIKE = 12  # clauses of a group that are compared with each other
_MOST_PAIRS = 10_000  # pairs of clauses that are compared; a report of thousands of rows has a few hundred
_LEAST_RATIO = 0.8
_FLANK = 2
_SHORTEST_CELL = 20


@dataclass(frozen=True, eq=False)
class _Clause:
    """A clause of a progress cell or of the criteria."""

    goal: GoalMeasures
    sentence: Sentence
    start: int
    end: int

    @cached_property
    def text(self) -> str:
        """The clause as it is compared."""
        return plain(self.sentence.folded[self.start : self.end])

    @property
    def column(self) -> str:
        """The column it stands in."""
        return self.sentence.place.cell.column


class _Change(NamedTuple):
    """What stands in one of two texts instead of what stands in the other, and where in the first."""

    old: str
    new: str
    start: int


def near_identical(report: Report) -> Iterator[Finding]:
    """Clauses of one goal that say the same but for a word."""
    for goal in report.goals:
        clauses = [c for c in _clauses(goal) if _SHORTEST <= len(c.text) <= _LONGEST]
        for left, right in islice(_pairs(clauses), _MOST_PAIRS):
            if left.sentence.place.cell is not right.sentence.place.cell:
                yield from _compared(left, right)


def denied_elsewhere(report: Report) -> Iterator[Finding]:
    """Clauses of two goals of which one denies what the other says."""
    clauses = [c for goal in report.goals for c in _clauses(goal) if _SHORTEST <= len(c.text) <= _LONGEST]
    for left, right in islice(_pairs([c for c in clauses if c.column != "criteria"]), _MOST_PAIRS):
        if left.goal is not right.goal:
            changes = _changes(left.text, right.text)
            if len(changes) == 1 and _is_denial(changes[0]):
                yield _said(left, right, changes[0], denial=True)


def _clauses(goal: GoalMeasures) -> list[_Clause]:
    sentences = goal.of("criteria", "quarter_progress", "cumulative_progress")
    return [_Clause(goal, s, start, end) for s in sentences for start, end in s.clauses]


def _pairs(clauses: Sequence[_Clause]) -> Iterator[tuple[_Clause, _Clause]]:
    """Clauses that begin or end alike and differ, each pair once."""
    groups: defaultdict[str, list[_Clause]] = defaultdict(list)
    for clause in clauses:
        groups[f"{clause.text[:_EDGE]}…"].append(clause)
        groups[f"…{clause.text[-_EDGE:]}"].append(clause)
    seen: set[tuple[int, int]] = set()
    for members in groups.values():
        distinct = list({c.text: c for c in reversed(members[:_MOST_ALIKE])}.values())[::-1]
        for position, left in enumerate(distinct):
            for right in distinct[position + 1 :]:
                pair = (id(left), id(right))
                if pair not in seen and abs(len(left.text) - len(right.text)) <= 4:
                    seen.add(pair)
                    yield left, right


def _changes(left: str, right: str) -> list[_Change]:
    """What differs between two texts, from left to right; none where they are too far apart."""
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if matcher.quick_ratio() < _LEAST_RATIO or matcher.ratio() < _LEAST_RATIO:
        return []
    return [_Change(left[a:b], right[c:d], a) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


def _compared(left: _Clause, right: _Clause) -> Iterator[Finding]:
    if _figures(left.text) != _figures(right.text):
        return  # other figures: another statement, or a contradiction that is found as one
    changes = _changes(left.text, right.text)
    if len(changes) == 1 and _is_denial(changes[0]) and "criteria" not in (left.column, right.column):
        yield _said(left, right, changes[0], denial=True)
        return
    for change in changes:
        if _is_slip(left.text, right.text, change):
            yield _said(left, right, change, denial=False)
            return


def _figures(text: str) -> list[str]:
    return re.findall(r"\d+(?:\.\d+)?", text)


_DENIALS = frozenset(
    {
        frozenset(pair.split("/"))
        for pair in "已/未 已/尚未 已/还未 /未 /尚未 均已/均未 能/不能 已/没有 增长/下降 上升/下降 提高/降低 提高/下降 增加/减少 增/减 升/降 "
        "高/低 超过/不足 全部/部分 通过/未通过 达标/未达标 增长/减少 提升/下降".split()
    }
)


def _is_denial(change: _Change) -> bool:
    return frozenset({change.old, change.new}) in _DENIALS


def _is_slip(left: str, right: str, change: _Change) -> bool:
    """Whether one character inside a name stands for another, with the same characters on both sides."""
    if len(change.old) != 1 or len(change.new) != 1 or not (is_han(change.old) and is_han(change.new)):
        return False
    if is_numeral(change.old) or is_numeral(change.new) or contrasts(change.old, change.new):
        return False
    before, after = left[: change.start], left[change.start + 1 :]
    position = right.find(before[-_FLANK:] + change.new + after[:_FLANK])
    flanked = len(before) >= _FLANK and len(after) >= _FLANK and position >= 0
    return flanked and _is_noun(left, change.start) and _is_noun(right, position + _FLANK)


def _is_noun(text: str, position: int) -> bool:
    """Whether the word at a position is a noun or a name; verbs are exchanged at will (下拨 for 拨付)."""
    offset = 0
    for word, tag in tag_words(text):
        offset += len(word)
        if position < offset:
            return tag[:1] in ("n", "i", "l", "j", "s", "b")
    return False


def _said(left: _Clause, right: _Clause, change: _Change, *, denial: bool) -> Finding:
    remark = Remark("wording", "warning" if denial else "info")
    first = remark.quoted(left.sentence, left.start, left.end)
    second = remark.quoted(right.sentence, right.start, right.end)
    old, new = change.old or "（无）", change.new or "（无）"
    if denial:
        return remark.finding(f"说法相反，一处“{old}”一处“{new}”：{first}；{second}")
    return remark.finding(f"两处只差一字，一处“{old}”一处“{new}”：{first}；{second}")


def copied_quarters(report: Report) -> Iterator[Finding]:
    """Quarters that stand word for word, with all their figures, in the year to date."""
    period = parse_period(report.document.period or "")
    if period is None or period.last <= 3:
        return  # the first quarter is the year to date
    for goal in report.goals:
        quarter, year = goal.goal.cell("quarter_progress"), goal.goal.cell("cumulative_progress")
        if (
            quarter is None
            or year is None
            or len(quarter.text) < _SHORTEST_CELL
            or plain(quarter.text) != plain(year.text)
        ):
            continue
        sentences = goal.of("quarter_progress"), goal.of("cumulative_progress")
        if any(m.is_amount for s in sentences[0] for m in s.measures):
            remark = Remark("wording", "info")
            marks = "".join(remark.mark(s[0].place, 0, min(80, len(s[0].place.cell.text))) for s in sentences)
            yield remark.finding(f"“{quarter.label}”与“{year.label}”一字不差，数字也相同，请核对是否漏改{marks}")


_NAMES = re.compile(r"《([^《》\n]{6,60})》|[“\"]([^“”\"\n]{5,30})[”\"]")


def names_spelled_twice(report: Report) -> Iterator[Finding]:
    """Titles in 《》 and names in “” that differ from each other in one character."""
    groups: defaultdict[str, dict[str, tuple[Sentence, int, int]]] = defaultdict(dict)
    for sentence in report.sentences:
        for match in _NAMES.finditer(sentence.folded, sentence.statement.start, sentence.statement.end):
            name = plain(match[1] or match[2])
            for key in (f"{name[:3]}…", f"…{name[-3:]}"):
                groups[key].setdefault(name, (sentence, match.start(), match.end()))
    seen: set[tuple[str, str]] = set()
    for names in groups.values():
        ordered = list(names)[:_MOST_ALIKE]
        for position, left in enumerate(ordered):
            for right in ordered[position + 1 :]:
                if (left, right) not in seen and _is_misspelled(left, right):
                    seen.add((left, right))
                    remark = Remark("wording", "warning")
                    yield remark.finding(f"名称写法不一：{remark.quoted(*names[left])}与{remark.quoted(*names[right])}")


def _is_misspelled(left: str, right: str) -> bool:
    """Whether one name is the other with one character changed, left out or added."""
    if abs(len(left) - len(right)) > 1 or _figures(left) != _figures(right):
        return False
    changes = _changes(left, right)
    if len(changes) != 1 or max(len(changes[0].old), len(changes[0].new)) > 1:
        return False
    old, new, start = changes[0]
    if any(is_numeral(c) or not is_han(c) for c in old + new):
        return False
    inside = 0 < start < len(left) - 1
    return inside and not (old and new and contrasts(old, new))
