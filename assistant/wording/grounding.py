"""Find for each figure of a sentence the figure of a cited span that it repeats, or the computed one; else it is invented.

Nothing is rounded or converted: a model has no reason to write a figure in another way than the report does, and every
tolerance is a way in for one that is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answer import AnswerFigure
from assistant.verification.mention import Mention
from assistant.wording.record import Fault, Grounds, Source
from assistant.wording.sentence import Sentence
from corpus import Figure, Period, find_periods, fold, is_han, parse_period, squeeze

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_UNREAD = re.compile(r"[0-9A-Za-z.%〔〕()]*\d[0-9A-Za-z.%〔〕()-]*")
_YEAR = re.compile(r"\d{4,}")
_NOT_MORE = r"(?![\d.,%A-Za-z\u4e00-\u9fff])"
_DAY = re.compile(r"[日号]")
_YEAR_BEFORE = re.compile(r"同比|[比较与](?:上年|去年)")


@dataclass(frozen=True, eq=False)
class Grounded:
    """A figure of a sentence with what bears it out: a figure of a source, or one that the model-free answer computes."""

    figure: Figure
    source: Source | None = None
    mention: Mention | None = None
    derived: AnswerFigure | None = None


@dataclass(frozen=True, eq=False)
class Grounding:
    """The figures of a sentence that are borne out, and what is wrong with the others."""

    grounded: tuple[Grounded, ...]
    faults: tuple[Fault, ...]


def ground(sentence: Sentence, grounds: Grounds) -> Grounding:
    """Bear out every number of a sentence, or say which can't be."""
    grounded: list[Grounded] = []
    faults: list[Fault] = []
    for figure in sentence.figures:
        sources = grounds.chosen(sentence.marks_at(figure.start))
        if figure.kind == "period":
            faults.extend(_period_faults(figure, sources, grounds))
            continue
        found = list(_bearing_out(figure, sources, grounds))
        if found:
            grounded.extend(found)
        elif not _is_year(figure, sources):
            faults.append(Fault(f"“{figure.text}”不在所标的引文中"))
    faults.extend(_bare_numbers(sentence, grounds))
    return Grounding(tuple(grounded), tuple(faults))


def _bearing_out(figure: Figure, sources: Sequence[Source], grounds: Grounds) -> Iterator[Grounded]:
    """All that may bear a figure out: a value may stand in a quote several times."""
    for source in sources:
        for mention in source.mentions:
            if is_same(figure, mention.figure):
                yield Grounded(figure, source, mention)
    for derived in grounds.derived:
        if _is_derived(figure, derived):
            yield Grounded(figure, derived=derived)


def is_same(claimed: Figure, stated: Figure) -> bool:
    """Whether a figure repeats another one: kind, value, unit, bound and the digits that it is written with."""
    return (
        (claimed.kind, claimed.value, claimed.unit, claimed.comparator)
        == (stated.kind, stated.value, stated.unit, stated.comparator)
        and _digits(claimed.text) == _digits(stated.text)
        and claimed.direction == stated.direction
        and _basis(claimed) == _basis(stated)
    )


def _is_derived(figure: Figure, derived: AnswerFigure) -> bool:
    same = (figure.kind, figure.value, figure.unit) == (derived.kind, derived.value, derived.unit)
    return same and figure.comparator == "eq" and _digits(figure.text) == _digits(derived.text)


def _digits(text: str) -> tuple[str, ...]:
    """The numbers of a text as they are written; the text itself where it is in words."""
    return tuple(_NUMBER.findall(fold(text).replace(",", ""))) or (squeeze(text),)


def _basis(figure: Figure) -> str | None:
    """What a change is measured against, in one way of writing."""
    return "同比" if figure.basis and _YEAR_BEFORE.search(figure.basis) else figure.basis


def _is_year(figure: Figure, sources: Sequence[Source]) -> bool:
    """Whether it is the year of the report that is cited, and no more."""
    return figure.kind == "date" and any(str(figure.value) == str(source.document.year) for source in sources)


def _period_faults(figure: Figure, sources: Sequence[Source], grounds: Grounds) -> Iterator[Fault]:
    """A period that no cited span is of; a computed figure may be of the period that is asked for."""
    asked = [found.period for found in find_periods(grounds.answer.question)] if grounds.derived else []
    known = [period for source in sources for period in source.periods]
    years = {source.document.year for source in sources}
    named = {str(year) for period in [*known, *asked] for year in (period.year, period.last_year)} | set(
        map(str, years)
    )
    dated = _DAY.search(fold(figure.text)) and not any(squeeze(figure.text) in source.quote for source in sources)
    if dated or any(year not in named for year in _YEAR.findall(fold(figure.text))):
        yield Fault(f"“{figure.text}”不是所标引文的期间")
        return
    for found in find_periods(figure.text, loose=True):
        if not any(is_same_period(found.period, period, years) for period in [*known, *asked]):
            yield Fault(f"“{figure.text}”不是所标引文的期间")


def is_same_period(said: Period, known: Period, years: set[int | None]) -> bool:
    """Whether two periods have the same months, and years that agree where they are named."""
    if (said.first, said.last, said.last_year, said.shift) != (known.first, known.last, known.last_year, known.shift):
        return False
    return said.year is None or said.year == known.year or (known.year is None and said.year in years)


def period_of(figure: Figure) -> Period | None:
    """The months that a figure covers."""
    return parse_period(figure.period) if figure.period else None


def _bare_numbers(sentence: Sentence, grounds: Grounds) -> Iterator[Fault]:
    """Digits that are no figure must stand in a cited span or a name of it with the same neighbours: G60, 第3批."""
    taken = [(f.start, f.end) for f in sentence.figures]
    for match in _UNREAD.finditer(sentence.folded):
        start, end = match.span()
        if any(a <= start and end <= b for a, b in taken):
            continue
        if any(a < end and start < b for a, b in taken) and not _NUMBER.search(
            _outside(sentence.folded, start, end, taken)
        ):
            continue
        pattern = _in_its_place(sentence.folded, start, end)
        sources = grounds.chosen(sentence.marks_at(start))
        if not any(pattern.search(f"{source.quote}\n{source.names}") for source in sources):
            yield Fault(f"“{match.group()}”在所标引文中没有出处")


def _in_its_place(folded: str, start: int, end: int) -> re.Pattern[str]:
    """What a text without white space must hold to have a number where a sentence has it: between the same characters."""
    before, after = squeeze(folded[:start])[-1:], squeeze(folded[end:])[:1]
    number = squeeze(folded[start:end])
    kept = before if is_han(before or " ") and number[0].isdigit() else ""
    return re.compile(rf"(?<![\d.]){re.escape(kept + number + after)}{'' if after else _NOT_MORE}")


def _outside(text: str, start: int, end: int, taken: Sequence[tuple[int, int]]) -> str:
    return "".join(text[i] for i in range(start, end) if not any(a <= i < b for a, b in taken))
