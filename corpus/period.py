"""What a period is: months of a year, or of the report's own year.

A run of whole months is all that reports say, so a pair of months (and years where the text names them) is enough; a date
library would give days that the text doesn't say.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Period:
    """Months `first` to `last` (1–12, both included) of `year`; a year of None is the report's own.

    `shift` counts years from the report's own where no year is known (去年: -1). `last_year` is the year of `last` where
    that is another one (2019-2021年, 十三五期间).
    """

    first: int
    last: int
    year: int | None = None
    shift: int = 0
    last_year: int | None = None

    def __str__(self) -> str:
        return f"{self.first}-{self.last}月" if self.first != self.last else f"{self.first}月"

    @property
    def label(self) -> str:
        """The period with its year, as a figure states it: 2020年1-6月, 去年1-6月, 2016年1月-2020年12月."""
        if self.last_year is not None:
            return f"{self.year}年{self.first}月-{self.last_year}年{self.last}月"
        if self.year is not None:
            return f"{self.year}年{self}"
        return f"{next((word for word, shift in _SHIFTS if shift == self.shift), '')}{self}"

    @property
    def months(self) -> int:
        """How many months it covers."""
        years = self.last_year - self.year if self.last_year is not None and self.year is not None else 0
        return self.last - self.first + 1 + 12 * years

    def resolved(self, year: int | None) -> Period:
        """The period in years, where the report's own year is known."""
        return self if year is None or self.year is not None else replace(self, year=year + self.shift, shift=0)


_SHIFTS = (("", 0), ("去年", -1), ("前年", -2), ("明年", 1))


@dataclass(frozen=True, slots=True)
class PeriodMatch:
    """A period read from a text at `start:end`; `point` marks 截至 …, a state at its end rather than a flow over it."""

    start: int
    end: int
    period: Period
    point: bool = False
