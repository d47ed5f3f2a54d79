"""Put the pieces of a row that a page break cut back where they belong.

A continued row may have lost its empty columns, so its fields can't be counted off. Each field is weighed against each
column by what it would continue there (an unfinished sentence, the next list number, an open bracket), and the best
placement that keeps the order of columns wins (a small dynamic programme: trying the fields one by one would let an
early mistake shift all that follow).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.columns import SHORT
from corpus.fold import fold, is_han
from corpus.model import Column

_LIST_NUMBER = re.compile(
    r"^\s*(?:\(?(?P<arabic>\d{1,2})(?:[.、)](?!\d))|\(?(?P<han>[一二三四五六七八九十]{1,3})[、)])"
)
_ITEM_STARTS = re.compile(
    r"(?:^|\n)\s*\(?(?P<arabic>\d{1,2})(?:[.、)](?!\d))|(?:^|\n)\s*\(?(?P<han>[一二三四五六七八九十]{1,3})[、)]"
)
_FINISHED = re.compile(r"[。！？!?.…][”’」』》)）]*\s*$")
_ORDINAL = re.compile(r"(?:^|[。;:,\s])(?P<han>[一二三四五六七八九十]{1,2})是")
_SENTENCE = re.compile(r"[。；;]")
_PAIRS = {"《": "》", "“": "”", "（": "）", "(": ")", "〔": "〕", "「": "」"}
_HAN_VALUES = {c: i for i, c in enumerate("〇一二三四五六七八九十")}
_DATE = re.compile(r"^\d{4}\s*年(\s*\d{1,2}\s*月)?|^\d{1,2}\s*月|^\d{4}[-./]\d{1,2}")
_PERCENT = re.compile(r"^\d+(\.\d+)?\s*%?$")
_LONGEST_SHORT = 16


def _han_number(text: str) -> int:
    if text.startswith("十"):
        return 10 + _HAN_VALUES.get(text[1:], 0)
    return _HAN_VALUES[text[0]] if len(text) == 1 else 10 * _HAN_VALUES[text[0]] + _HAN_VALUES.get(text[2:], 0)


def list_number(text: str) -> int | None:
    """The list number (1. / 一、 / （2）) that `text` begins with, or None."""
    match = _LIST_NUMBER.match(fold(text))
    if not match:
        return None
    return int(match["arabic"]) if match["arabic"] else _han_number(match["han"])


def _last_list_number(text: str) -> int | None:
    found = list(_ITEM_STARTS.finditer(fold(text)))
    if not found:
        return None
    last = found[-1]
    return int(last["arabic"]) if last["arabic"] else _han_number(last["han"])


def _last_ordinal(text: str) -> int:
    """The last 一是, 二是 … of `text`, 0 where there is none."""
    found = _ORDINAL.findall(fold(text))
    return _han_number(found[-1]) if found else 0


def _opening_ordinal(text: str) -> int | None:
    match = _ORDINAL.match(fold(text).lstrip())
    return _han_number(match["han"]) if match else None


def is_finished(text: str) -> bool:
    """Whether `text` ends as a sentence does."""
    return bool(_FINISHED.search(text))


def _closes_bracket(before: str, after: str) -> bool:
    """Whether `after` closes a bracket that `before` left open."""
    for opening, closing in _PAIRS.items():
        if before.count(opening) > before.count(closing) and after.find(closing) >= 0:
            inner = after.find(opening)
            if inner < 0 or after.find(closing) < inner:
                return True
    return False


def _cuts_word(before: str, after: str) -> bool:
    """Whether a number and its unit, or a run of digits, stand on either side of the cut."""
    left, right = fold(before.rstrip())[-1:], fold(after.lstrip())[:1]
    return (
        bool(left and right)
        and (left.isdigit() or left == "." or left in "万亿千")
        and (right.isdigit() or right in ".%" or is_han(right))
    )


def fits_short(column: Column, text: str) -> bool:
    """Whether a text is what a short column holds: a date, a percentage, a word or two."""
    folded = fold(text)
    if column == "deadline":
        return bool(_DATE.match(folded))
    if column == "completion_pct":
        return bool(_PERCENT.match(folded))
    return 0 < len(folded) <= _LONGEST_SHORT


def continuation(before: str, after: str, *, column: Column) -> float:
    """How well `after` continues a cell of `column` that so far holds `before`; above 0 it does, below 0 it doesn't."""
    if not after:
        return 0.0 if column not in SHORT else 0.2
    if column in SHORT:
        return (
            2.0
            if len(after) <= _LONGEST_SHORT and not fits_short(column, before) and fits_short(column, before + after)
            else -6.0
        )
    if not before:
        return 0.5 if column in ("other", "goal_name") else (1.0 if list_number(after) in (None, 1) else -2.0)
    number, last = list_number(after), _last_list_number(before)
    if number is not None:
        score = 4.0 if number == (last or 0) + 1 else -4.0
        return score if is_finished(before) else score - 1.0
    ordinal = _opening_ordinal(after)
    if ordinal is not None:
        return 4.0 if ordinal == _last_ordinal(before) + 1 else -3.0
    score = -1.5 if is_finished(before) else 3.0
    if _closes_bracket(before, after) or _cuts_word(before, after):
        score += 2.0
    if column in ("goal_name", "other"):
        score -= 1.0 + len(after) / _LONGEST_SHORT + 3.0 * (_SENTENCE.search(after) is not None)
    return score


def place(fields: Sequence[str], *, before: Sequence[str], columns: Sequence[Column]) -> tuple[list[int], float]:
    """Where each field of a continued row belongs.

    Args:
        fields: the fields of the continued row, at most as many as there are columns.
        before: what each column holds so far.
        columns: the canonical columns.

    Returns:
        The column position of each field, ascending, and the score of the placement.
    """
    width, count = len(columns), len(fields)
    scores = [[continuation(before[c], field, column=columns[c]) for c in range(width)] for field in fields]
    best = [[float("-inf")] * (width + 1) for _ in range(count + 1)]
    best[0] = [0.0] * (width + 1)
    for f in range(1, count + 1):
        for c in range(f, width + 1):
            best[f][c] = max(best[f][c - 1], best[f - 1][c - 1] + scores[f - 1][c - 1])
    positions, c = [0] * count, width
    for f in range(count, 0, -1):
        while best[f][c] == best[f][c - 1]:
            c -= 1
        positions[f - 1] = c = c - 1
    return positions, best[count][width]


def joint(before: str, after: str) -> str:
    """What stands between two pieces of one cell: a line feed where a new paragraph begins, else nothing."""
    if not before or not after:
        return ""
    return "\n" if list_number(after) is not None else ""
