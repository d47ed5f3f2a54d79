"""Whether an actual of a progress cell may answer a target of the criteria, and how well it fits.

Both say the same metric in other words, so a pair is made by how far their words cover each other, after everything that
would make it another figure has been ruled out: kind and unit, level against change, the period, a part for the whole, what
is only planned, and words that stand against each other (省级 and 市级). A wrong pair is worse than none: what is not clear
is left out. Which of those that fit is taken, `assistant.assignment` decides.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from assistant.contrasts import (
    ELSEWHERE,
    FIRST_VALUE,
    FROM,
    SIZE_BEFORE,
    SIZE_BEHIND,
    SIZES,
    UNFINISHED,
    classes_of,
    divisors_of,
)
from assistant.measures import conversion
from assistant.subjects import Located, Subject, content, content_words, located, subject_of
from corpus import Document, Figure, Goal, Period, fold, parse_period

MEASURED = ("money", "percent", "fraction", "count", "duration")
ANSWERS = ("actual", "share", "change")  # roles of a figure that says what was reached
MOST_FIGURES = 200  # targets or actuals of a goal that are compared; no table has so many
_NEAR_WEIGHT, _GOAL_WEIGHT = 0.8, 0.4  # of a word that is not a figure's own but stands around it, or names the goal
_OTHER_HEAD = 0.9  # where the last characters, which say what kind of thing is measured, differ
_FOREIGN = 0.9  # where the actual's own words name a thing that the target's don't
Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Match:
    """An actual that answers a target; `is_opposite` where it went the other way (上升 instead of 下降)."""

    actual: Located
    is_opposite: bool = False


def is_target(figure: Figure) -> bool:
    """Whether a criteria figure demands something that a progress figure can answer."""
    return figure.role == "target" and figure.kind in MEASURED and isinstance(figure.value, Decimal)


def is_size(subject: Subject) -> bool:
    """Whether the figure only says what kind of thing is meant (日处理 1000 吨项目, 100 米跑道)."""
    figure = subject.located.figure
    if (figure.unit or "") not in SIZES:
        return False
    if figure.unit in ("岁", "周岁") or SIZE_BEFORE.search(subject.clause):
        return True
    return bool(SIZE_BEHIND.match(subject.behind)) or _counts_behind(subject)


def _counts_behind(subject: Subject) -> bool:
    """Whether what the figure describes is counted just behind: 400 米跑道 3 条."""
    item = subject.located
    after = [f for f in item.passage.figures if f.start >= item.figure.end and f.kind == "count"]
    between = fold(item.passage.cell.text[item.figure.end : after[0].start]) if after else ""
    return bool(re.fullmatch(r"\s*的?[\u4e00-\u9fff“”\"()]{2,12}\s*", between)) and after[0].unit != item.figure.unit


def comparable(target: Figure, actual: Figure) -> bool:
    """Whether an actual can answer a target at all: by kind, unit and role."""
    if target.kind != actual.kind or actual.role not in ANSWERS or not isinstance(actual.value, Decimal):
        return False
    return conversion(actual.unit, target.unit) is not None


def covers(target: Figure, actual: Figure, document: Document) -> bool:
    """Whether the actual is of the months that the target is for: its own, else the year up to the report's end."""
    said, asked = parse_period(actual.period or ""), parse_period(target.period or "")
    if said is None or (said.year is not None and document.year is not None and said.year != document.year):
        return said is None
    whole = asked is None or (asked.first, asked.last) == (1, 12)
    return said.first == 1 if whole else _months(said) == _months(asked)


def _months(period: Period | None) -> tuple[int, int] | None:
    return (period.first, period.last) if period else None


def _rules_out(target: Subject, actual: Subject) -> bool:
    """Whether something says that the actual is another figure than the target asks for."""
    wanted, said = target.text + target.around.split("|")[0], actual.text
    if any(p.search(said) and not p.search(target.text) for p in (UNFINISHED, ELSEWHERE)):
        return True
    if _is_first_value(actual):
        return True
    for ours, theirs, near in zip(classes_of(target.text), classes_of(said), classes_of(wanted), strict=True):
        if (ours and theirs and not theirs <= ours) or (theirs and not ours and theirs - near and actual.is_part):
            return True
    if divisors_of(target.text) != divisors_of(said) and target.located.figure.kind in ("money", "count", "duration"):
        return True
    if target.order != actual.order:
        return True
    if actual.sizes != target.sizes and (actual.sizes or target.is_part):
        return True
    return _takes_part_for_whole(target, actual)


def _is_first_value(subject: Subject) -> bool:
    """Whether the figure is where something came from: 由 4.6 小时压缩到 3.1 小时."""
    item = subject.located
    rest = fold(item.passage.cell.text[item.figure.end : item.figure.end + 16])
    return bool(FROM.search(subject.clause) and FIRST_VALUE.match(rest))


def _takes_part_for_whole(target: Subject, actual: Subject) -> bool:
    if actual.is_part and not target.is_part:
        return not actual.own <= target.near | content(target.located.passage.goal.name)
    return target.is_part and not actual.is_part and len(target.own & actual.near) < len(target.own) / 2


def _directions(target: Subject, actual: Subject) -> bool | None:
    """Whether the actual moves as the target asks: True, False for the other way, None where they can't be compared."""
    if target.is_delta != actual.is_delta:
        return None
    if target.direction == actual.direction:
        return True
    if target.direction and actual.direction:
        return False
    return None if "down" in (target.direction, actual.direction) or target.is_delta else True


def fit(target: Subject, actual: Subject) -> float:
    """How far (0–1) the words of the two cover each other: by pairs of characters, or by the words of a dictionary."""
    name = target.located.passage.goal.name
    by_pairs = _cover(target.own, actual.own, target.near, actual.near, content(name))
    by_words = _cover(target.own_words, actual.own_words, target.near_words, actual.near_words, content_words(name))
    score = max(by_pairs, by_words) * (1.0 if target.head == actual.head else _OTHER_HEAD)
    return score * _FOREIGN if actual.foreign_things(target) else score


def _cover(ours: Words, theirs: Words, our_near: Words, their_near: Words, goal: Words) -> float:
    """How far two sets of words cover each other (0–1), where each may leave unsaid what stands near or is the goal's."""

    def share(words: Words, own: Words, near: Words) -> float:
        weights = (
            1.0 if w in own else _NEAR_WEIGHT if w in near else _GOAL_WEIGHT if w in goal else 0.0 for w in words
        )
        return sum(weights) / len(words)

    if not ours or not theirs:
        return 0.0
    return math.sqrt(share(ours, theirs, their_near) * share(theirs, ours, our_near))


def may_answer(document: Document, target: Subject, actual: Subject) -> Match | None:
    """The match of the two, were they of one metric; None where something says that they are different figures."""
    wanted, said = target.located.figure, actual.located.figure
    if not comparable(wanted, said) or not covers(wanted, said, document) or _rules_out(target, actual):
        return None
    same_way = _directions(target, actual)
    return None if same_way is None else Match(actual.located, is_opposite=not same_way)


def subjects_of(items: Iterable[Located]) -> list[Subject]:
    """The figures with the words around them; no more than any table has."""
    return [subject_of(item) for item in items][:MOST_FIGURES]


def targets_of(document: Document, goal: Goal) -> list[Located]:
    """The figures of the criteria that demand something."""
    found = subjects_of(item for item in located(document, goal, "criteria") if is_target(item.figure))
    return [subject.located for subject in found if not is_size(subject) and not _is_first_value(subject)]


def answers_of(document: Document, goal: Goal, column: str) -> list[Subject]:
    """The figures of a progress column that say what was reached."""
    found = subjects_of(item for item in located(document, goal, column) if item.figure.role in ANSWERS)
    return [subject for subject in found if not is_size(subject)]
