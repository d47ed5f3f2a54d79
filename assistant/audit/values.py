"""Exact arithmetic on figures that are rounded: what a figure as written may stand for, and what may be computed from it.

A report rounds (18.92 亿元 of 36.8 亿元 = 51.4 %), so an equation is wrong only where no values that round to the figures
as written solve it. Intervals of `Decimal` say that exactly; a fixed tolerance would be too wide for 0.92 % and too
narrow for 1.05 万处 of 1.07 万处.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from assistant.audit.report import Measure
from assistant.measures import conversion
from corpus import MULTIPLIERS, Figure, fold

_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.(\d+))?")
_MULTIPLIER = re.compile(r"\s?(" + "|".join(sorted((m for m in MULTIPLIERS if m), key=len, reverse=True)) + ")")
_ABOUT = Decimal("0.05")  # how far from the truth, as a share of it, 约 may lie


@dataclass(frozen=True, slots=True)
class Interval:
    """The values between `low` and `high`, both included."""

    low: Decimal
    high: Decimal

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def over(self, other: Interval) -> Interval | None:
        """The quotient in percent of two intervals of positive values; None where the divisor may be zero."""
        if other.low <= 0 or self.low < 0:
            return None
        return Interval(100 * self.low / other.high, 100 * self.high / other.low)

    def meets(self, other: Interval) -> bool:
        """Whether the two have a value in common."""
        return self.low <= other.high and other.low <= self.high


def step(figure: Figure) -> Decimal:
    """What the last digit of a figure counts, in its unit: 10,000,000 元 of 18.9 亿元; 0 where it has no digits."""
    text = fold(figure.text)
    numbers = list(_NUMBER.finditer(text))
    if not numbers:
        return Decimal(0)
    last = numbers[-1]
    multiplier = _MULTIPLIER.match(text, last.end())
    factor = MULTIPLIERS[multiplier[1]] if multiplier and figure.kind in ("money", "count") else Decimal(1)
    return factor * Decimal(1).scaleb(-len(last[1] or ""))


def spread(measure: Measure, *, steps: Decimal = Decimal("0.5")) -> Interval:
    """The values that a figure as written may stand for: half a step (or `steps`) either way, more where it says 约."""
    value, margin = abs(measure.value), step(measure.figure) * steps
    if measure.figure.comparator == "approx":
        margin = max(margin, value * _ABOUT)
    return Interval(value - margin, value + margin)


def same_sort(left: Measure, right: Measure) -> bool:
    """Whether two figures are of one kind and unit, so that one can be part of the other."""
    return left.figure.kind == right.figure.kind and conversion(left.figure.unit, right.figure.unit) == 1


def is_exact(measure: Measure) -> bool:
    """Whether the figure states a value and not a bound (不少于, 超过)."""
    return measure.figure.comparator in ("eq", "approx")


def is_slip(left: Measure, right: Measure) -> bool:
    """Whether one value looks like the other mistyped: one digit differs, or two that stand close are swapped."""
    place = min(left.value.as_tuple().exponent, right.value.as_tuple().exponent)
    first, second = (f"{abs(m.value).scaleb(-int(place)):.0f}".rstrip("0") for m in (left, right))
    if first == second or len(first) != len(second) or len(first) < 2:
        return False
    differing = [i for i, (a, b) in enumerate(zip(first, second, strict=True)) if a != b]
    if len(differing) == 1:
        return len(first) > 2
    one, *rest = differing
    swapped = len(rest) == 1 and rest[0] - one <= 2
    return swapped and first[one] == second[rest[0]] and first[rest[0]] == second[one]


def percent(value: Decimal, *, like: Figure | None = None) -> str:
    """A computed percentage as it is shown: to one place more than none, or as many as `like` shows."""
    places = max(1, -int(step(like).adjusted()) if like is not None and step(like) else 1)
    return f"{value:.{places}f}%"
