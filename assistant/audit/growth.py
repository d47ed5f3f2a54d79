"""Changes that the values beside them give: 由 … 提高到 …，增幅 …; … ，上年同期 …，同比增长 …; 同比增加 …，增长 …; and ranges that run backwards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from assistant.audit.record import Finding
from assistant.audit.remark import Remark, bare
from assistant.audit.report import Measure, Report, Sentence
from assistant.audit.values import Interval, is_exact, percent, same_sort, spread, step

_UP, _DOWN = (
    "提高|提升|增加|上升|增长|扩大|上涨|增至|升至|扩至",
    "下降|降低|减少|压缩|缩短|压减|回落|降至|减至|压降|缩减",
)
_FROM = re.compile(r"(?:由|从)[^,。;]{0,12}$")
_TO = re.compile(rf"[^,。;由从]{{0,10}}?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:到|至|为)?了?\s?$")
_CHANGE = re.compile(
    rf"[\s,、;(]*(?:同比|环比|比上年同期|较上年同期|比去年同期|较去年同期|比上年|较上年|比去年|较去年|共|净|实际|约|近)*(?:(?P<up>{_UP}|增幅|增速|多)|(?P<down>{_DOWN}|降幅|少))(?:了|达到|达|为)?\s?$"
)
_THEN = re.compile(r"(?:上年|去年|上一年)(?:同期|全年)?[^,。;同比增长降]{0,10}$|同期(?:为|是)?\s?$")
_YEAR_ON_YEAR = re.compile(r"同比|比上年|比去年|较上年|较去年")


class _Change(NamedTuple):
    """A value before, a value after, and what the text says of the step between them."""

    before: Measure
    after: Measure
    stated: Measure


def growth(report: Report) -> Iterator[Finding]:
    """Changes that don't fit the two values that they lie between, and changes in the other direction than said."""
    for sentence in report.sentences:
        if sentence.place.cell.column in ("criteria", "quarter_progress", "cumulative_progress"):
            yield from _steps(sentence)
            yield from _years(sentence)
            yield from _additions(sentence)


def _steps(sentence: Sentence) -> Iterator[Finding]:
    """由 980 元提高到 1060 元，增幅 8.2%."""
    measures = sentence.measures
    for position, (first, second) in enumerate(pairwise(measures)):
        between = sentence.folded[first.figure.end : second.figure.start]
        moved = _TO.fullmatch(between) if len(between) <= 24 else None
        if moved is None or not _FROM.search(first.head) or not _same_measure(first, second):
            continue
        up = moved["up"] is not None
        if first.value != second.value and up != (second.value > first.value):
            remark = Remark("arithmetic", "error")
            verb = moved["up"] or moved["down"]
            sign = "<" if second.value < first.value else ">"
            yield remark.finding(f"方向说反：写“{verb}”，而 {remark.show(second)} {sign} {remark.show(first)}")
            continue
        stated = measures[position + 2] if position + 2 < len(measures) else None
        if stated is not None and stated.clause - second.clause <= 1 and _CHANGE.fullmatch(stated.head):
            yield from _checked(_Change(first, second, stated))


def _same_measure(left: Measure, right: Measure) -> bool:
    return left.figure.kind == right.figure.kind and left.figure.unit == right.figure.unit


def _years(sentence: Sentence) -> Iterator[Finding]:
    """今年 1060 件，上年同期 980 件，同比增长 8.2%."""
    measures = sentence.measures
    for position, then in enumerate(measures):
        if not then.is_amount or not _THEN.search(then.head) or position == 0:
            continue
        now = measures[position - 1]
        stated = measures[position + 1] if position + 1 < len(measures) else None
        if stated is None or not same_sort(now, then) or now.is_elsewhen or now.figure.role == "change":
            continue
        near = then.clause - now.clause <= 1 and stated.clause - then.clause <= 1
        if near and _YEAR_ON_YEAR.search(stated.head) and _CHANGE.fullmatch(stated.head):
            yield from _checked(_Change(then, now, stated))


def _additions(sentence: Sentence) -> Iterator[Finding]:
    """完成 1060 件，同比增加 80 件，增长 8.2%."""
    for now, more, stated in zip(sentence.measures, sentence.measures[1:], sentence.measures[2:], strict=False):
        if not (now.is_amount and same_sort(now, more) and stated.figure.unit == "%" and not now.is_elsewhen):
            continue
        moved, said = _CHANGE.fullmatch(more.head), _CHANGE.fullmatch(stated.head)
        near = more.clause - now.clause == 1 and stated.clause - more.clause == 1
        if not (moved and said and near and _YEAR_ON_YEAR.search(more.head) and now.figure.role in ("actual", "other")):
            continue
        up = moved["up"] is not None
        base = spread(now) - spread(more) if up else spread(now) + spread(more)
        value = now.value - more.value if up else now.value + more.value
        computed = spread(more).over(base)
        if value > 0 and computed and not computed.meets(spread(stated, steps=Decimal(1))):
            remark = Remark("arithmetic", "error")
            sign = "-" if up else "+"
            shown = f"{remark.show(more)} ÷ ({remark.show(now)} {sign} {bare(more)}) = {percent(100 * more.value / value, like=stated.figure)}"
            yield remark.finding(f"增减幅度算不出：{shown}，文中写 {remark.show(stated)}")


def _checked(change: _Change) -> Iterator[Finding]:
    before, after, stated = change
    said = _CHANGE.fullmatch(stated.head)
    if said is None or not is_exact(stated) or not (is_exact(before) and is_exact(after)):
        return
    up = said["up"] is not None
    if before.value != after.value and up != (after.value > before.value):
        remark = Remark("arithmetic", "error")
        sign = "<" if after.value < before.value else ">"
        verb = said["up"] or said["down"]
        yield remark.finding(
            f"方向说反：写“{verb}”{remark.show(stated)}，而 {remark.show(after)} {sign} {remark.show(before)}"
        )
        return
    computed, shown = _computed(change)
    if computed is None or computed.meets(spread(stated, steps=Decimal(1))):
        return
    remark = Remark("arithmetic", "error")
    expression = shown.format(before=remark.show(before), after=remark.show(after))
    yield remark.finding(f"增减幅度算不出：{expression}，文中写 {remark.show(stated)}")


def _computed(change: _Change) -> tuple[Interval | None, str]:
    """The change that the two values give, in the unit in which it is stated; None where they can't give it."""
    before, after, stated = change
    low, high = sorted((before, after), key=lambda m: m.value)
    difference = spread(high) - spread(low)
    value = high.value - low.value
    order = "{after} - {before}" if high is after else "{before} - {after}"
    if stated.figure.unit == "%" and before.figure.kind != "percent":
        ratio = difference.over(spread(before)) if difference.low >= 0 else None
        value = 100 * value / before.value if before.value else Decimal(0)
        return ratio, f"({order}) ÷ {bare(before)} = {percent(value, like=stated.figure)}"
    same = stated.figure.unit == "个百分点" if before.figure.kind == "percent" else same_sort(stated, before)
    shown = f"{value.normalize():f}" if step(before.figure) else str(value)
    return (
        difference if same else None
    ), f"{order} = {shown} {before.figure.unit if before.figure.kind != 'percent' else '个百分点'}"


def ranges_reversed(report: Report) -> Iterator[Finding]:
    """15-10 个, 2025-2021 年: the first end above the last."""
    for sentence in report.sentences:
        for low, high in pairwise(sentence.measures):
            one_span = (low.figure.start, low.figure.end) == (high.figure.start, high.figure.end)
            if one_span and low.value > high.value:
                remark = Remark("arithmetic", "warning")
                yield remark.finding(f"区间首尾颠倒：{remark.show(low)}")
        yield from _years_reversed(sentence)


_YEARS = re.compile(r"(?<!\d)((?:19|20)\d{2})\s?年?\s?[-~至到]\s?((?:19|20)\d{2})\s?年(?!\s?\d)")


def _years_reversed(sentence: Sentence) -> Iterator[Finding]:
    for match in _YEARS.finditer(sentence.text):
        if int(match[1]) > int(match[2]):
            start = sentence.statement.start + match.start()
            remark = Remark("arithmetic", "warning")
            mark = remark.mark(sentence.place, start, sentence.statement.start + match.end())
            yield remark.finding(f"年份首尾颠倒：{match[1]} > {match[2]}{mark}")
