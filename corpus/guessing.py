"""What a column holds, told by its content, where its header says nothing that is known.

A guess is taken only where a canonical column is missing, and is marked as one, so that a person can confirm it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from statistics import mean

from corpus.columns import BODY, column_of, names_other
from corpus.fold import fold, squeeze
from corpus.model import Column, HeaderMapping

_PERCENT = re.compile(r"^\d{1,3}(?:\.\d+)?%$")
_DATE = re.compile(
    r"^(?:(?:19|20)\d{2}[年./-]\d{1,2}(?:月?|[月./-]\d{1,2}日?)(?:底|前)?|(?:1[0-2]|[1-9])月(?:底|前)?)$"
)
_ATTRIBUTE = re.compile(
    r"^(?:预期|约束|定量|定性|共性|个性|创新|常规|重点|一般|鼓励|基础|加分)[性型类]?(?:指标|目标)?$"
)
_DEMANDED = re.compile(r"不少于|不低于|不超过|以上|以内|达到|力争|确保|年底前|全年|新增|建成")
_DONE = re.compile(r"已|累计|截至|目前|同比|正在|有序|顺利|\d月")
_WORDS = re.compile(r"^[^\d\s]{0,2}[★☆＊*\s]*(?:\d{1,2}[.、])?[^\d\s]{2}")
_LONG = 12  # mean characters of a column that holds descriptions and not names
_MOST = 0.7  # share of the filled cells that must look alike
_LONGEST_NAME = 40


def _mostly(pattern: re.Pattern[str]) -> Callable[[Sequence[str]], bool]:
    def holds(texts: Sequence[str]) -> bool:
        return sum(bool(pattern.match(squeeze(text))) for text in texts) >= _MOST * len(texts)

    return holds


_SHORT_COLUMNS: tuple[tuple[Column, Callable[[Sequence[str]], bool]], ...] = (
    ("completion_pct", _mostly(_PERCENT)),
    ("deadline", _mostly(_DATE)),
    ("attribute", _mostly(_ATTRIBUTE)),
)


def _density(pattern: re.Pattern[str], texts: Sequence[str]) -> float:
    """Matches in a hundred characters."""
    return 100 * sum(len(pattern.findall(fold(text))) for text in texts) / max(1, sum(map(len, texts)))


def guess_columns(mappings: Sequence[HeaderMapping], contents: Sequence[Sequence[str]]) -> list[HeaderMapping]:
    """The mappings, with `other` columns given to canonical ones that are missing where their content tells.

    Args:
        mappings: what the headers say.
        contents: the texts of each column, "" among them.
    """
    guessed = list(mappings)
    filled = [[text for text in texts if text] for texts in contents]
    free = [i for i, m in enumerate(mappings) if m.column == "other" and filled[i] and m.how != "person"]
    free = [i for i in free if not names_other(mappings[i].header)]

    def give(position: int, column: Column) -> None:
        if column not in {mapping.column for mapping in guessed}:
            guessed[position] = HeaderMapping(mappings[position].header, column, "content")
            free.remove(position)

    for column, holds in _SHORT_COLUMNS:
        for position in [i for i in free if holds(filled[i])][:1]:
            give(position, column)
    free = [i for i in free if column_of(mappings[i].header) in ("other", "goal_name")]  # else a rule knows it already
    _guess_bodies([i for i in free if mean(map(len, filled[i])) >= _LONG], filled, guessed, give)
    first_body = next((i for i, m in enumerate(guessed) if m.column in BODY), 0)
    for position in [i for i in free if i < first_body and _names(filled[i])][-1:]:
        give(position, "goal_name")
    return guessed


def _guess_bodies(
    long: Sequence[int],
    filled: Sequence[Sequence[str]],
    guessed: Sequence[HeaderMapping],
    give: Callable[[int, Column], None],
) -> None:
    """Of the columns of descriptions, the one that demands most is the criteria, the one that reports most the progress."""
    known = {mapping.column for mapping in guessed}
    lean = {i: _density(_DONE, filled[i]) - _density(_DEMANDED, filled[i]) for i in long}
    if "cumulative_progress" not in known and lean:
        best = max(lean, key=lambda i: lean[i])
        if lean[best] > 0:
            give(best, "cumulative_progress")
            lean.pop(best)
    if "criteria" not in known and lean:
        best = min(lean, key=lambda i: lean[i])
        if lean[best] < 0:
            give(best, "criteria")


def _names(texts: Sequence[str]) -> bool:
    """Whether the texts could name goals: short, different from each other, and words."""
    short = all(len(text) <= _LONGEST_NAME for text in texts)
    words = all(_WORDS.match(text) for text in texts)
    return short and words and len(set(texts)) >= _MOST * len(texts)


def describes(mappings: Sequence[HeaderMapping], contents: Sequence[Sequence[str]]) -> bool:
    """Whether a column of what is asked for or was reached holds descriptions: without it, nothing is guessed."""
    bodies = [texts for mapping, texts in zip(mappings, contents, strict=True) if mapping.column in BODY]
    return any(map(is_described, bodies))


def is_described(texts: Sequence[str]) -> bool:
    """Whether a column holds descriptions and not numbers, names or the like."""
    filled = [text for text in texts if text]
    return bool(filled) and mean(map(len, filled)) >= _LONG
