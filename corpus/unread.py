"""Numbers that the grammar can't make sense of: neither part of a figure nor of a name, an order, a list or a code.

What is left out without a word would look verified. A number is reported unless a rule says why it measures nothing; the
rules look at what stands around it, for no list could name all roads, hotlines and versions.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.figure_dates import document_numbers
from corpus.figure_names import quoted_name
from corpus.figures import read_figures
from corpus.fold import fold
from corpus.model import Column

_DIGITS = re.compile(r"\d+(?:\.\d+)*")
_LONGEST = 30  # digits; longer ones are no number that the grammar reads
_CODE = 7  # digits without a unit: telephone numbers, codes
_WINDOW = 12
_NO_UNIT = "数字后面没有单位或认得的量词"
_TOO_LONG = "数字超过 30 位，没有当作数值"
_GROUPING = "逗号分节不合规则，读不出数值"


@dataclass(frozen=True, slots=True)
class Unread:
    """A number that nobody can vouch for: `text[start:end] == Unread.text`; `why` says in Chinese what is wrong with it."""

    text: str
    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class _Understood:
    """What may stand directly before and behind a number that measures nothing."""

    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None


_RULES: tuple[_Understood, ...] = (
    _Understood(re.compile(r"(?:^|[\n。;:!?,])[ ]*\(?$"), re.compile(r"[.、)](?!\d)")),  # list numbers
    _Understood(re.compile(r"[(〔\[]$"), re.compile(r"[)〕\]]")),  # (2), 〔2021〕
    _Understood(before=re.compile(r"[A-Za-z_.#@&×*^/\\№-]$")),  # G60, PM2.5
    _Understood(after=re.compile(r"[A-Za-z_@&×*^+]|[-/:.~]\d|[-~至到][ ]?\d")),  # 5G, 7×24, 12-3, 8:30
    _Understood(before=re.compile(r"[第№#][ ]?$")),
    _Understood(before=re.compile(r"\d[-/:.~]$")),
    _Understood(after=re.compile(r"[ ]?(?:号|级|版|届|期|代|型|线|栋|幢|室|日|月|岁|周岁|时|点|式|路|楼)")),
    _Understood(after=re.compile(r"[ ]?[\u4e00-\u9fff]{1,2}级")),  # 1000 吨级
)
_STATED = re.compile(
    r"(?:达到?|为|是|共|共计|合计|累计|约|近|超过?|突破|不[少低高大多]于|新增|增加|减少|完成|建成|实现|增长|下降|提高|降低|仅|有)[ ]?$"
)
_NAMING = re.compile(r"[ ]?[\u4e00-\u9fff]{2}")


def unread_numbers(text: str, *, column: Column = "other") -> tuple[Unread, ...]:
    """The numbers in digits of `text` that belong to no figure and to nothing else that is understood, left to right."""
    return tuple(_unread(text, fold(text), column))


def _unread(text: str, folded: str, column: Column) -> Iterator[Unread]:
    spans = sorted(
        {(f.start, f.end) for f in read_figures(text, column=column)}
        | {(n.start, n.end) for n in document_numbers(folded)}
    )
    starts = [start for start, _ in spans]
    for match in _DIGITS.finditer(folded):
        start, end = match.span()
        position = bisect_right(starts, start) - 1
        if position >= 0 and spans[position][1] > start:
            continue
        why = _why(folded, start, end)
        if why:
            yield Unread(text[start:end], start, end, why)


def _why(folded: str, start: int, end: int) -> str | None:
    """Why a number can't be read, None where it measures nothing."""
    if end - start > _LONGEST:
        return _TOO_LONG
    before = folded[max(0, start - _WINDOW) : start]
    if any(_holds(rule, folded, before=before, end=end) for rule in _RULES) or quoted_name(folded, start, end):
        return None
    if re.match(r",\d", folded[end : end + 2]):
        return _GROUPING
    stated = _STATED.search(before) is not None
    if not stated and (_NAMING.match(folded, end) or end - start >= _CODE):
        return None
    return _NO_UNIT


def _holds(rule: _Understood, folded: str, *, before: str, end: int) -> bool:
    return (rule.before is None or rule.before.search(before) is not None) and (
        rule.after is None or rule.after.match(folded, end) is not None
    )
