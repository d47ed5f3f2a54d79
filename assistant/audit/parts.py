"""Parts and wholes: a part larger than its whole (其中 …), parts that don't add up to a total that is stated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from assistant.audit.record import Finding, Severity
from assistant.audit.remark import Remark, bare
from assistant.audit.report import Measure, Report, Sentence
from assistant.audit.values import Interval, is_exact, same_sort, spread
from assistant.writer import multiplier_of, render

_OF_WHICH = re.compile(r"其中")
_TOTAL = re.compile(r"(?:合计|共计|总计|一共)[^,。;:\d]{0,8}$")
_BREAKDOWN = re.compile(r"\s?\((?!不)")
_MOST_PARTS = 12
_NEARLY = Decimal("0.95")
_SHARED_UNITS = ("人", "名", "位", "人次")  # one person may be counted in two parts


def parts_above_wholes(report: Report) -> Iterator[Finding]:
    """Each 其中 whose part is larger than what it is part of, and each list of parts that sums to more."""
    for sentence in report.sentences:
        for match in _OF_WHICH.finditer(sentence.text):
            at = sentence.statement.start + match.start()
            parts = _parts_behind(sentence, at)
            whole = _whole_before(sentence, at, parts[0]) if parts else None
            if whole is not None:
                yield from _judged(whole, [p for p in parts if same_sort(p, whole)])


def _parts_behind(sentence: Sentence, at: int) -> list[Measure]:
    """The amounts of the first clause behind 其中 that holds one; behind a colon, of all clauses up to the end."""
    behind = [m for m in sentence.behind(at) if _is_part(m)]
    if not behind:
        return []
    between = sentence.folded[at : behind[0].figure.start]
    if ":" in between[:6]:
        return behind
    if re.search("[;。]", between) or between.count(",") > 1:
        return []
    return [m for m in behind if m.clause == behind[0].clause]


def _is_part(measure: Measure) -> bool:
    return measure.is_amount and measure.figure.role not in ("change", "share", "other") and not measure.is_elsewhen


def _whole_before(sentence: Sentence, at: int, part: Measure) -> Measure | None:
    """The nearest amount of the part's sort before 其中; in the sentence before, where 其中 opens its own."""
    own = [m for m in sentence.until(at) if same_sort(m, part)]
    if not own and at - sentence.statement.start <= 2 and sentence.before is not None:
        own = [m for m in sentence.before.until(at) if same_sort(m, part)]
    own = [m for m in own if _can_be_whole(m) and not _is_bracketed(m)]
    return own[-1] if own else None


def _can_be_whole(measure: Measure) -> bool:
    """Whether the amount counts things, rather than being a change, or the size that names them (1 亿元以上项目)."""
    role, kind = measure.figure.role, measure.figure.kind
    named = role == "other" and (kind == "money" or not is_exact(measure))
    return role != "change" and not named and not measure.is_elsewhen


def _is_bracketed(measure: Measure) -> bool:
    """Whether it stands in brackets: 64 名（硕士 9 名），其中 … is of the 64."""
    before = measure.before
    return before.rfind("(") > before.rfind(")")


def _judged(whole: Measure, parts: Sequence[Measure]) -> Iterator[Finding]:
    limit = spread(whole)
    bounded = whole.figure.comparator in ("eq", "approx", "le", "lt")
    for part in parts:
        if spread(part).low > limit.high and (bounded or whole.place.cell.column == "criteria"):
            severity: Severity = "error" if bounded and part.figure.comparator != "le" else "warning"
            if _is_below_another(part, whole):
                severity = "warning"
            remark = Remark("arithmetic", severity)
            yield remark.finding(f"部分大于整体：其中 {remark.show(part)} > {remark.show(whole)}")
            return
    if len(parts) > 1 and bounded and all(is_exact(part) for part in parts):
        yield from _summed(whole, parts)


def _is_below_another(part: Measure, whole: Measure) -> bool:
    """Whether an amount further back is large enough to be the whole."""
    before = [m for m in whole.sentence.until(whole.figure.start) if same_sort(m, whole)]
    return any(_can_be_whole(m) and m.value >= part.value for m in before)


def _summed(whole: Measure, parts: Sequence[Measure]) -> Iterator[Finding]:
    """Parts of one list against their whole: more than it is wrong, a little less is worth a look."""
    total, sum_ = spread(whole), _sum(parts)
    value = sum((p.value for p in parts), Decimal(0))
    if sum_.low > total.high:
        shared = whole.figure.unit in _SHARED_UNITS
        severity: Severity = "info" if shared else "warning"
        remark = Remark("arithmetic", severity)
        yield remark.finding(f"各部分之和大于整体：{_addition(remark, parts, value)} > {remark.show(whole)}")
    elif sum_.high < total.low and value >= _NEARLY * whole.value:
        remark = Remark("arithmetic", "info")
        yield remark.finding(
            f"各部分之和与整体差一点，请核对：{_addition(remark, parts, value)} < {remark.show(whole)}"
        )


def _sum(parts: Sequence[Measure]) -> Interval:
    total = spread(parts[0])
    for part in parts[1:]:
        total += spread(part)
    return total


def _addition(remark: Remark, parts: Sequence[Measure], value: Decimal) -> str:
    shown = " + ".join(remark.show(part) for part in parts)
    like = max((part.figure for part in parts), key=lambda figure: len(multiplier_of(figure)))
    return f"{shown} = {render(value, unit=parts[0].figure.unit, like=like)}"


def parts_beside_totals(report: Report) -> Iterator[Finding]:
    """Amounts that are added up (甲 …、乙 …，合计 …) or broken down in brackets (… 套（新建 …、改建 …）) and don't fit."""
    for sentence in report.sentences:
        measures = [m for m in sentence.measures if m.is_amount and m.figure.role != "change"]
        for position, measure in enumerate(measures):
            if not is_exact(measure) or measure.is_elsewhen:
                continue
            if _TOTAL.search(measure.head):
                yield from _added(measure, measures[max(0, position - _MOST_PARTS) : position])
            elif _BREAKDOWN.match(measure.after):
                yield from _broken_down(measure, measures[position + 1 : position + 1 + _MOST_PARTS])


def _added(total: Measure, before: Sequence[Measure]) -> Iterator[Finding]:
    """A total against the run of amounts before it, some of which may be parts of others."""
    if any(not same_sort(m, total) for m in before[-2:]) or len(before) < 2:
        return
    run: list[Measure] = []
    for measure in reversed(before):
        if not same_sort(measure, total) or not is_exact(measure) or measure.is_elsewhen:
            break
        run.insert(0, measure)
    inside = {m for m in run if "其中" in m.head}
    runs = [run[i:] for i in range(len(run) - 1)] + [[m for m in run if m not in inside]]
    sums = [_sum(r) for r in runs if r]
    if len(run) < 2 or inside or any(s.meets(spread(total)) for s in sums):
        return
    remark = Remark("arithmetic", "error" if len(run) == len(before) else "warning")
    value = sum((m.value for m in run), Decimal(0))
    yield remark.finding(f"合计与各项之和不符：{_addition(remark, run, value)} ≠ {remark.show(total)}")


def _broken_down(whole: Measure, behind: Sequence[Measure]) -> Iterator[Finding]:
    """The amounts in the brackets that follow an amount: at least two of its sort, and nothing else."""
    opening = whole.figure.end + whole.after.index("(")
    closing = whole.sentence.folded.find(")", opening, opening + 200)
    inside = [m for m in behind if opening < m.figure.start < closing]
    if len(inside) < 2 or not all(same_sort(m, whole) and is_exact(m) and not m.is_elsewhen for m in inside):
        return
    if "其中" in whole.sentence.folded[opening:closing] or _sum(inside).meets(spread(whole)):
        return
    value = sum((m.value for m in inside), Decimal(0))
    if value > whole.value * 2 or value * 2 < whole.value:
        return
    remark = Remark("arithmetic", "warning")
    sign = ">" if value > whole.value else "<"
    yield remark.finding(
        f"括号内各项之和与 {bare(whole)} 不符：{_addition(remark, inside, value)} {sign} {remark.show(whole)}"
    )


_OUT_OF = re.compile(r"(?!.*其中)[^,。;:]{0,16}中(?![心小学])[^,。;:]{0,16}")


def more_than_all(report: Report) -> Iterator[Finding]:
    """全市 326 所学校中已有 … 所: what is counted out of a number can't be more than it."""
    for sentence in report.sentences:
        for whole, part in pairwise(sentence.measures):
            between = sentence.folded[whole.figure.end : part.figure.start]
            counted = whole.figure.kind == part.figure.kind == "count" and same_sort(whole, part)
            if counted and _OUT_OF.fullmatch(between) and spread(part).low > spread(whole).high:
                remark = Remark("arithmetic", "error")
                yield remark.finding(f"部分大于整体：{remark.show(whole)}中有 {remark.show(part)}")
