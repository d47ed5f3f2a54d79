"""One goal in several reports, of several periods or bodies: its completion and each figure that two of them state alike.

Figures are set against each other only where both reports call them by the same name and count them alike: a figure
that is nearly the same would make a difference that nobody stated.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from assistant.drafting.choosing import Source
from assistant.drafting.naming import body_of, told_apart, year_of
from assistant.drafting.plan import Cited, Planned, PlannedBlock, Said, Wording, whole
from assistant.drafting.sentences import (
    bounded,
    clause,
    completion,
    completion_label,
    measured,
    progress_passages,
    statement_sentence,
)
from assistant.evidence import Passage, plain
from assistant.writer import Writer
from corpus import DraftError, Figure, find_periods

_TWO = 2
_MOST_OF_EACH = 120  # characters of the progress quoted of each report where no figures can be set against each other
_COMPARED = ("money", "count", "percent", "duration")


@dataclass(frozen=True, slots=True)
class Side:
    """A figure of one of the reports, as it is quoted."""

    source: Source
    value: Decimal
    figure: Figure
    quote: Cited


def comparison_blocks(sources: Sequence[Source], *, is_full: bool) -> Iterator[tuple[str, list[PlannedBlock]]]:
    """The goals that several reports hold, each with the lines that compare it.

    Raises:
        DraftError: there are none.
    """
    groups = _groups(sources)
    if not groups:
        raise DraftError("没有可以对比的目标：请选两份以上有同名目标的报告，或从每份报告各选一项目标。")
    for group in groups:
        metrics = list(_metrics(group))
        lines = [*_completions(group), *(_sentence(sides, group) for sides in metrics)]
        if is_full or not lines:
            shown = {(side.quote.place.cell.text, side.figure.start) for sides in metrics for side in sides}
            lines += [line for source in group for line in _in_their_words(source, group, shown=shown)]
        blocks = [PlannedBlock("paragraph", (line,), goal_id=group[-1].goal_id) for line in lines]
        yield "、".join(dict.fromkeys(source.goal.name for source in group)), blocks


def _groups(sources: Sequence[Source]) -> list[list[Source]]:
    """The goals of one name in several reports; one of each report where no more are chosen, whatever their names."""
    reports = [len(list(group)) for _, group in groupby(sources, key=lambda s: s.document.doc_id)]
    if len(reports) > 1 and set(reports) == {1}:
        return [list(sources)]
    by_name: dict[str, list[Source]] = {}
    for source in sources:
        by_name.setdefault(plain(source.goal.name), []).append(source)
    return [group for group in by_name.values() if len({s.document.doc_id for s in group}) > 1]


def _completions(group: Sequence[Source]) -> Iterator[Planned]:
    """`上半年专项债项目储备累计完成工作量 60%[1]；全年…`, where the reports give it."""
    sides = []
    for source in group:
        quote, value = completion(source), _percent(source)
        if quote is not None and value is not None:
            figure = next(f for f in quote.place.cell.figures if f.value == value)
            sides.append(Side(source, value, figure, quote))
    if len(sides) > 1:
        yield _sentence(sides, group)


def _percent(source: Source) -> Decimal | None:
    cell = source.goal.cell("completion_pct")
    values = [f.value for f in cell.figures if f.kind == "percent"] if cell else []
    return next((value for value in values if isinstance(value, Decimal)), None)


def _metrics(group: Sequence[Source]) -> Iterator[list[Side]]:
    """The figures that all reports of the group name and count alike, in the order of the last one."""
    found = [_by_name(source) for source in group]
    for key in found[-1]:
        sides = [side for figures in found if (side := figures.get(key))]
        if len(sides) == len(group):
            yield sides


def _by_name(source: Source) -> dict[tuple[object, ...], Side | None]:
    """The figures of the progress by what they measure; None where two are called alike."""
    found: dict[tuple[object, ...], Side | None] = {}
    for passage in progress_passages(source):
        for figure in passage.figures:
            if figure.kind in _COMPARED and figure.metric and isinstance(figure.value, Decimal):
                key = (plain(figure.metric), figure.kind, figure.unit, figure.scope, figure.role, figure.basis)
                side = Side(source, figure.value, figure, clause(passage, [figure]))
                found[key] = None if key in found else side
    return found


def _sentence(sides: Sequence[Side], group: Sequence[Source]) -> Planned:
    """Each report's clause under its name; of two, by how much the later or second one differs."""
    parts: list[Said | Cited] = []
    for position, side in enumerate(sides):
        name = _named(side.source, group, side.quote)
        label = completion_label(side.source) if side.quote.shown is not None else ""
        parts += [Said(f"{'；' if position else ''}{name}{label}"), side.quote]
    bare: Wording = tuple(parts)
    return Planned((*((*bare, Said("，"), difference) for difference in _differences(sides)), bare))


def _named(source: Source, group: Sequence[Source], quote: Cited) -> str:
    """What the report is called before its words; its months are left out where these open with them."""
    found = find_periods(quote.text)
    if found and not plain(quote.text[: found[0].start]) and year_of(source.document):
        return told_apart(source, group, with_months=False)
    return f"{told_apart(source, group)}，"


def _differences(sides: Sequence[Side]) -> Iterator[Said]:
    """`增加 12 个`, of two sides that differ and are exact."""
    if len(sides) != _TWO or sides[0].value == sides[1].value:
        return
    first, last = sides
    if {first.figure.comparator, last.figure.comparator} != {"eq"}:
        return
    more, less = (first, last) if first.value > last.value else (last, first)
    is_percent = last.figure.kind == "percent"
    writer = Writer()
    text = writer.derive(
        more.value - less.value,
        kind=last.figure.kind,
        unit="个百分点" if is_percent else last.figure.unit,
        expression=f"{more.quote.shown or more.figure.text} - {less.quote.shown or less.figure.text}",
        like=None if is_percent else last.figure,
    )
    figures = tuple(writer.figures)
    is_more = more is last
    if body_of(first.source.document) != body_of(last.source.document):
        yield Said(f"比前者{'多' if is_more else '少'} {text}", figures)
        return
    rise = ("提高" if is_more else "下降") if is_percent else ("增加" if is_more else "减少")
    yield Said(f"{rise} {text}", figures)
    yield Said(f"比{year_of(first.source.document)}同期{'多' if is_more else '少'} {text}", figures)


def _in_their_words(
    source: Source, group: Sequence[Source], *, shown: Collection[tuple[str, int]]
) -> Iterator[Planned]:
    """What the report says of its progress besides the figures that are shown, under its name."""
    left = [p for p in progress_passages(source) if not _is_shown(p, shown)]
    for passage in bounded([p for p in left if measured(p)] or left, most=_MOST_OF_EACH)[:1] if left else ():
        planned = statement_sentence(passage)
        yield Planned(tuple((Said(_named(source, group, whole(passage))), *wording) for wording in planned.wordings))


def _is_shown(passage: Passage, shown: Collection[tuple[str, int]]) -> bool:
    figures = measured(passage)
    return bool(figures) and all((passage.cell.text, figure.start) in shown for figure in figures)
