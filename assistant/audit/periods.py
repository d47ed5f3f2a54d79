"""Sums that shrink: a quarter larger than the year to date that holds it, and an earlier report's sum larger than a later one's."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.audit.naming import is_state
from assistant.audit.record import Finding
from assistant.audit.remark import Remark, named
from assistant.audit.report import GoalMeasures, Measure, Report
from assistant.audit.values import is_exact, spread
from corpus import Period

_LEAST_KEY = 2
_MOST_OF_A_NAME = 12  # a name that a cell gives to more amounts tells them not apart
_NEW = re.compile(r"^(?:新增|新建成|新创建|创建|建成|新(?=[\u4e00-\u9fff]{3})|开展|组织|举办|召开)+")

_Name = tuple[str, str | None, str]


def quarter_above_cumulative(report: Report) -> Iterator[Finding]:
    """Sums of a quarter that are larger than those of the months up to its end."""
    for goal in report.goals:
        exact, loose = _by_name(goal), _by_name(goal, bare=True)
        for measure in _sums(goal, "quarter_progress"):
            found = exact.get(_name(measure), [])
            yield from _outgrown(measure, found or loose.get(_name(measure, bare=True), []), sure=bool(found))


def _by_name(goal: GoalMeasures, *, bare: bool = False) -> dict[_Name, list[Measure]]:
    """The sums of the year to date by what they are of."""
    sums: defaultdict[_Name, list[Measure]] = defaultdict(list)
    for measure in _sums(goal, "cumulative_progress"):
        sums[_name(measure, bare=bare)].append(measure)
    return {name: measures for name, measures in sums.items() if len(measures) <= _MOST_OF_A_NAME}


def _name(measure: Measure, *, bare: bool = False) -> _Name:
    """Kind, unit and metric; `bare`: without the words that say that it is new."""
    key = _NEW.sub("", measure.key) or measure.key
    return measure.figure.kind, measure.figure.unit, key if bare else measure.key


def _sums(goal: GoalMeasures, column: str) -> list[Measure]:
    return [m for sentence in goal.of(column) for m in sentence.measures if _is_sum(m)]


def _is_sum(measure: Measure) -> bool:
    return (
        measure.is_amount
        and measure.figure.role == "actual"
        and is_exact(measure)
        and len(measure.key) >= _LEAST_KEY
        and not measure.is_elsewhen
        and not is_state(measure.key)
    )


def _outgrown(part: Measure, wholes: Sequence[Measure], *, sure: bool) -> Iterator[Finding]:
    """A finding where the part is larger than all amounts of its name in the longer period together."""
    inside = [w for w in wholes if _holds(w.period, part.period) and w.scope == part.scope]
    inside = inside or [w for w in wholes if _holds(w.period, part.period) and not (w.scope and part.scope)]
    if not inside:
        return
    if spread(part).low <= sum((spread(w).high for w in inside), start=spread(inside[0]).high * 0):
        return
    whole = max(inside, key=lambda w: w.value)
    remark = Remark("arithmetic", "error" if sure else "warning")
    left = f"{_months(part)} {remark.show(part)}"
    yield remark.finding(f"{named(part)}本季大于累计：{left} > {_months(whole)} {remark.show(whole)}")


def _holds(longer: Period | None, shorter: Period | None) -> bool:
    """Whether the first period is longer and holds the second."""
    if longer is None or shorter is None or longer.year != shorter.year:
        return False
    return longer.first <= shorter.first and shorter.last <= longer.last and longer.months > shorter.months


def _months(measure: Measure) -> str:
    period = measure.period
    return f"{period}" if period else ""


def shrunk_between(reports: Sequence[Report]) -> Iterator[Finding]:
    """Sums of an earlier report that are larger than those of a later one of the same body, kind, year and goal."""
    series: defaultdict[tuple[str, int], list[Report]] = defaultdict(list)
    for report in reports:
        document = report.document
        if document.organization and document.year and report.end:
            series[document.report_name, document.year].append(report)
    for several in series.values():
        ordered = sorted(several, key=lambda r: (r.end or 0, r.document.doc_id))
        for earlier, later in pairwise(ordered):
            if (earlier.end or 0) < (later.end or 0):
                yield from _shrunk(earlier, later)


def _shrunk(earlier: Report, later: Report) -> Iterator[Finding]:
    goals = {goal.goal.name: goal for goal in later.goals}
    for goal in earlier.goals:
        same = goals.get(goal.goal.name)
        if same is None:
            continue
        sums = _by_name(same)
        for measure in _sums(goal, "cumulative_progress"):
            yield from _fallen(measure, sums.get(_name(measure), ()))


def _fallen(then: Measure, later: Sequence[Measure]) -> Iterator[Finding]:
    now = [m for m in later if _grown(then.period, m.period) and m.scope == then.scope]
    if len(now) != 1 or spread(then).low <= spread(now[0]).high:
        return
    remark = Remark("mismatch", "error")
    left = f"{_months(then)} {remark.show(then)}"
    yield remark.finding(f"{named(then)}累计数变小：{left} > {_months(now[0])} {remark.show(now[0])}")


def _grown(earlier: Period | None, later: Period | None) -> bool:
    """Whether both periods begin with one month of one year and the second ends later."""
    if earlier is None or later is None or earlier.year != later.year:
        return False
    return earlier.first == later.first and earlier.last < later.last
