"""Figures of months and years that no report gives but that follow from those that it does.

The half year is three quarters less the third; last year's figure is this year's and its change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.verification.candidates import Candidate
from assistant.verification.ledger import Entry, Ledger
from assistant.verification.mention import Mention
from assistant.verification.sense import basis_of, direction_of, is_change
from assistant.verification.setting import Setting
from assistant.verification.values import comparable

_AT_START = re.compile(r"年初|[上去]年年?[末底]")
LIKE = 0.4  # least likeness of a figure of other months to what the draft names


@dataclass(frozen=True, slots=True)
class Derived:
    """A value that follows from figures of the reports, with the arithmetic: 1800 户 - 937 户.

    `certain`: the draft's words leave no doubt that it is computed from these.
    """

    value: Decimal
    unit: str | None
    expression: str
    operands: tuple[Entry, ...]
    certain: bool = False


def remainders(candidates: Sequence[Candidate], *, setting: Setting) -> Iterator[Derived]:
    """The months before the last quarter: the cumulative figure less the quarter's."""
    period = setting.period
    if period is None or period.first != 1:
        return
    likely = [c.entry for c in candidates if c.comparable and c.role_fits and c.scope_fits and c.likeness >= LIKE]
    for whole in likely:
        for part in likely:
            if _completes(whole, part, last=period.last) and comparable(whole.figure, part.figure):
                value = _value(whole) - _value(part)
                yield Derived(value, whole.figure.unit, f"{whole.figure.text} - {part.figure.text}", (whole, part))


def _completes(whole: Entry, part: Entry, *, last: int) -> bool:
    """Whether the two are of one goal and differ by the months from January to `last`."""
    if whole.goal is not part.goal or whole.period is None or part.period is None or is_change(part.mention):
        return False
    return whole.period.first == 1 and whole.period.last == part.period.last and part.period.first == last + 1


def years_before(
    mention: Mention, candidates: Sequence[Candidate], *, setting: Setting, ledger: Ledger
) -> Iterator[Derived]:
    """The figure a year before, or at the year's start: this one less its change since, or by its growth."""
    start = bool(_AT_START.search(mention.own))
    for candidate in candidates:
        entry = candidate.entry
        last_year = setting.year == (entry.document.year or 0) - 1
        if not candidate.comparable or candidate.likeness < LIKE or not (start or last_year):
            continue
        for change in ledger.beside(entry):
            wanted = "start" if start else "year"
            if change is not entry and is_change(change.mention) and basis_of(change.mention) == wanted:
                yield from _before(entry, change)


def _before(entry: Entry, change: Entry) -> Iterator[Derived]:
    now, by, up = _value(entry), _value(change), direction_of(change.mention) != "down"
    sign = "-" if up else "+"
    if comparable(entry.figure, change.figure):
        value = now - by if up else now + by
        yield Derived(value, entry.figure.unit, f"{entry.figure.text} {sign} {change.figure.text}", (entry, change))
    elif change.figure.unit == "%" and entry.figure.kind != "percent":
        value = now / (1 + (by if up else -by) / 100)
        opposite = "+" if up else "-"
        expression = f"{entry.figure.text} ÷ (1 {opposite} {change.figure.text})"
        yield Derived(value, entry.figure.unit, expression, (entry, change))


def _value(entry: Entry) -> Decimal:
    assert isinstance(entry.figure.value, Decimal)
    return entry.figure.value
