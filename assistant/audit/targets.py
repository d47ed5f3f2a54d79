"""Targets that are missed, and completion that is claimed against the time that has passed and the money that was spent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.attainment import Attained, attainments, is_limit
from assistant.audit.naming import is_state, shared_name
from assistant.audit.record import Finding, Severity
from assistant.audit.remark import Remark
from assistant.audit.report import GoalMeasures, Measure, Report
from assistant.audit.values import is_exact, percent
from assistant.schedule import deadline_of, elapsed_pct
from assistant.subjects import Located
from assistant.writer import Place

_MOST_FIGURES = 1000  # of a goal whose targets are looked for; no table has so many
_BEHIND = Decimal(10)  # percentage points that may lie between what was done and what should have been
_FAR_BEHIND = Decimal(25)
_NEARLY_MET = Decimal("0.9")
_NEARLY_ALL = Decimal(90)
_LEAST_RATIO = Decimal("0.02")  # an actual of less is one of something else
_NAME_SHARED = 0.6
_SPENT = re.compile("下达|下拨|拨付|支出|使用|兑现|支付|投入|完成投资|投资|到位|发放")
_SAVED = re.compile("压减|节约|节支|追减|收回|盘活|削减|收入|消费|交易|销售|贷款|融资|外资|签约")


def missed_targets(report: Report) -> Iterator[Finding]:
    """Targets that are not met though their time is up, or that lag far behind the time that has passed."""
    for goal in report.goals:
        if len(goal.goal.figures) > _MOST_FIGURES:
            continue
        for item in attainments(goal.document, goal.goal):
            target, actual = _measure(goal, item.target), _measure(goal, item.actual)
            if item.status == "not_met" and target is not None and actual is not None and is_credible(item, target):
                yield from _missed(goal, item, target, actual)


def _measure(goal: GoalMeasures, item: Located | None) -> Measure | None:
    return None if item is None else goal.by_figure.get(id(item.figure))


def is_credible(item: Attained, target: Measure) -> bool:
    """Whether the pair is no mismatch of things of quite another size, nor a limit said as 1 个工作日内."""
    return (item.ratio is None or item.ratio >= _LEAST_RATIO) and not target.after.strip().startswith("内")


def _missed(goal: GoalMeasures, item: Attained, target: Measure, actual: Measure) -> Iterator[Finding]:
    at_most = is_limit(item.target)
    if item.is_due:
        severity: Severity = "error" if "约束" in "".join(goal.goal.text("attribute").split()) else "warning"
        deadline = deadline_of(goal.document, goal.goal)
        until = f"{deadline.year} 年 {deadline.month} 月" if deadline else "时限"
        remark = Remark("target_missed", severity)
        compared = _compared(remark, item, target, actual, at_most=at_most)
        claimed = goal.completion
        full = f"，完成工作量却写 {remark.show(claimed)}" if claimed is not None and claimed.value >= 100 else ""
        yield remark.finding(f"{until}时限已到而未达目标：{compared}{full}")
    elif _is_behind(goal, item, target, at_most=at_most):
        elapsed = elapsed_pct(goal.document, goal.goal)
        remark = Remark("target_missed", "info")
        when = f"，时间已过 {percent(elapsed)}" if elapsed is not None and not at_most else ""
        word = "已突破上限" if at_most else "进度落后"
        yield remark.finding(f"目标{word}：{_compared(remark, item, target, actual, at_most=at_most)}{when}")


def _compared(remark: Remark, item: Attained, target: Measure, actual: Measure, *, at_most: bool) -> str:
    sign = ">" if at_most else "<"
    ratio = (
        ""
        if item.ratio is None or at_most or target.figure.kind == "percent"
        else f"，完成 {percent(100 * item.ratio)}"
    )
    if item.ratio is None:
        return f"{remark.show(actual)}，方向与目标 {remark.show(target)} 相反"
    return f"{remark.show(actual)} {sign} 目标 {remark.show(target)}{ratio}"


def _is_behind(goal: GoalMeasures, item: Attained, target: Measure, *, at_most: bool) -> bool:
    if at_most:
        return not is_state(target.key) and target.is_amount
    if item.ratio is None:
        return True
    elapsed = elapsed_pct(goal.document, goal.goal)
    if not target.is_amount or is_state(target.key):
        return item.ratio < _NEARLY_MET
    return elapsed is not None and 100 * item.ratio + _BEHIND < elapsed


def behind_time(report: Report) -> Iterator[Finding]:
    """Goals whose claimed completion lags behind the time that has passed."""
    for goal in report.goals:
        claimed, elapsed = goal.completion, elapsed_pct(goal.document, goal.goal)
        if claimed is None or elapsed is None:
            continue
        if elapsed < 100 and claimed.value + _BEHIND < elapsed:
            severity: Severity = "warning" if claimed.value + _FAR_BEHIND < elapsed else "info"
            remark = Remark("behind_schedule", severity)
            yield remark.finding(
                f"进度落后于时间：完成 {remark.show(claimed)} < 时间已过 {percent(elapsed)}{_deadline_mark(remark, goal)}"
            )
        elif elapsed == 100 and claimed.value < 100:
            remark = Remark("behind_schedule", "info" if claimed.value >= _NEARLY_ALL else "warning")
            yield remark.finding(f"时限已到而未完成：完成 {remark.show(claimed)} < 100%{_deadline_mark(remark, goal)}")


def _deadline_mark(remark: Remark, goal: GoalMeasures) -> str:
    """The mark of the deadline's cell, "" where there is none."""
    cell = goal.goal.cell("deadline")
    if cell is None or not cell.text.strip():
        return ""
    return remark.mark(Place(goal.document, goal.goal, cell), 0, min(len(cell.text), 40))


def ahead_of_money(report: Report) -> Iterator[Finding]:
    """Goals whose claimed completion is far above the share of a budget of theirs that was spent."""
    for goal in report.goals:
        claimed = goal.completion
        if claimed is None or len(goal.goal.figures) > _MOST_FIGURES or not is_exact(claimed):
            continue
        for budget, spent in spending(goal):
            ratio = 100 * spent.value / budget.value
            if ratio + _BEHIND < claimed.value:
                remark = Remark("behind_schedule", "warning" if ratio + 2 * _BEHIND < claimed.value else "info")
                done = remark.show(claimed)
                shown = f"{remark.show(spent)} ÷ {remark.show(budget)} = {percent(ratio)}"
                yield remark.finding(f"完成工作量 {done} 高于资金进度：{shown}")


def spending(goal: GoalMeasures) -> Iterator[tuple[Measure, Measure]]:
    """The sums of money that the criteria set aside, with what was spent of each: the one sum that bears its name."""
    money = [m for m in goal.demanded if m.figure.kind == "money" and m.value > 0]
    budgets = [m for m in money if m.figure.comparator not in ("le", "lt") and not _SAVED.search(m.head)]
    spent = [m for s in goal.of("cumulative_progress") for m in s.measures if _is_spent(m)]
    for budget in budgets:
        alike = [m for m in spent if shared_name(m.key, budget.key) >= _NAME_SHARED]
        others = [
            b for b in budgets if b is not budget and any(shared_name(m.key, b.key) >= _NAME_SHARED for m in alike)
        ]
        if len(alike) == 1 and not others and alike[0].value <= budget.value:
            yield budget, alike[0]


def _is_spent(measure: Measure) -> bool:
    money = measure.figure.kind == "money" and measure.figure.role == "actual" and is_exact(measure)
    said = _SPENT.search(measure.head) and not _SAVED.search(measure.head) and "其中" not in measure.head
    return bool(money and said and not measure.is_elsewhen)
