"""Trim a statement to the clauses that were asked for.

A clause that can't stand alone (占一般公共预算支出 77.7 %, 同比增长 64 %, 其中 …) takes the clause before it along, so that a quote never loses
what its figure is about.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from assistant.evidence import Passage, pairs, plain
from corpus import Figure, find_periods, fold

_SEPARATOR = re.compile(r"[,;:](?!\d{3}(?!\d))")
_LIST_NUMBER = re.compile(r"\s*(?:[（(]?\d{1,2}[.．、）)](?!\d)|[①-⑳]|[（(]?[一二三四五六七八九十]{1,2}[、.．）)])\s*")
_OPENING, _CLOSING = "《“(〔「『[", "》”)〕」』]"
_DEPENDENT = re.compile(
    r"\s*(?:占|同比|环比|较|比上|比去|比年|增长|增幅|下降|降幅|提高|其中|为|达|共|合计|总计|金额|并|且|完成(?:年|全|率)|率|分别|均|已|另|其余|平均|名称|总投资|惠及|面积|涉及|安装率|签约率)"
)


def clause_spans(passage: Passage) -> Sequence[tuple[int, int]]:
    """Spans (in the cell's text) of the comma-separated clauses of a passage, brackets kept whole."""
    return _spans(passage.cell.text, passage.statement.start, passage.statement.end)


@lru_cache(maxsize=16384)
def _spans(text: str, begin: int, stop: int) -> tuple[tuple[int, int], ...]:
    folded = fold(text[begin:stop])
    spans, start, depth = [], 0, 0
    for i, character in enumerate(folded):
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0 and _SEPARATOR.match(folded, i):
            spans.append((begin + start, begin + i + 1))
            start = i + 1
    if start < len(folded):
        spans.append((begin + start, stop))
    return tuple(spans)


def clause_of(passage: Passage, figure: Figure) -> int:
    """Position of the clause that holds the figure."""
    for position, (start, end) in enumerate(clause_spans(passage)):
        if start <= figure.start < end:
            return position
    return 0


def is_dependent(text: str, figure_start: int | None = None) -> bool:
    """Whether a clause needs the one before it: it opens with a dependent word, or says nothing before its figure."""
    if _DEPENDENT.match(fold(text)):
        return True
    if figure_start is None:
        return False
    head = text[:figure_start]
    for found in reversed(find_periods(head)):
        head = head[: found.start] + head[found.end :]
    return len(plain(head)) < 2


def trim(passage: Passage, figures: Sequence[Figure], asked: Collection[str] = ()) -> tuple[int, int]:
    """The span of the passage from the clause that introduces the first figure to the clause of the last.

    Args:
        passage: the statement.
        figures: figures of the passage that are to be shown; none: the whole statement.
        asked: character pairs of the question; a clause just before that holds some of them is kept.
    """
    spans = clause_spans(passage)
    if not figures:
        return passage.statement.start, passage.statement.end
    text = passage.cell.text
    positions = sorted(clause_of(passage, f) for f in figures)
    first, last = positions[0], positions[-1]
    while first > 0:
        start, end = spans[first]
        inside = [
            f.start - start for f in passage.figures if start <= f.start < end and f.kind not in ("period", "date")
        ]
        before = pairs(plain(text[spans[first - 1][0] : spans[first - 1][1]]))
        new = (before & set(asked)) - pairs(plain(text[start : spans[last][1]]))
        if not is_dependent(text[start:end], min(inside, default=None)) and not new:
            break
        first -= 1
    start = spans[first][0]
    number = _LIST_NUMBER.match(text, start, spans[last][1]) if start == passage.statement.start else None
    return (number.end() if number else start), spans[last][1]
