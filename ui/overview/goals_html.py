"""The goals of the overview: how many are in which state, completion against time, targets, money."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from html import escape

from assistant.overview import GoalState, Money, Target
from assistant.schedule import Month, deadline_of
from ui.language import tr
from ui.overview.board import Board
from ui.overview.filters import BEHIND, body_of
from ui.overview.parts import (
    list_html,
    nothing_html,
    number_html,
    percent,
    season,
    section_html,
    table_html,
    track_html,
    width,
)
from ui.render import star_html

_NO_SHARE = "—"


def tiles_html(board: Board) -> str:
    """The counts, each of which shows its goals when it is pressed."""
    states = board.seen
    timed = [state for state in states if state.is_behind is not None]
    behind = sum(state.is_behind is True for state in timed)
    reports = len({state.document.doc_id for state in states})
    tiles = [
        _tile(board, "", tr("目标"), len(states), tr("{n} 份报告", n=reports)),
        _tile(board, BEHIND, tr("进度落后于时间"), behind, tr("{n} 项能比", n=len(timed))),
        _tile(board, "met", tr("指标达到"), *_counted(states, "met")),
        _tile(board, "not_met", tr("指标未达到"), *_counted(states, "not_met")),
        _tile(board, "unknown", tr("无法判断"), *_counted(states, "unknown")),
    ]
    return f'<div class="kp-tiles" role="group" aria-label="{tr("各种状态的目标")}">{"".join(tiles)}</div>'


def _counted(states: Sequence[GoalState], status: str) -> tuple[int, str]:
    """How many targets have the status, and how many goals."""
    targets = sum(target.status == status for state in states for target in state.targets)
    goals = sum(status in state.statuses for state in states)
    due = sum(t.status == status and t.is_due is True for state in states for t in state.targets)
    said = tr("涉及 {n} 项目标", n=goals)
    return targets, tr("{said}，{n} 个到期", said=said, n=due) if due and status == "not_met" else said


def _tile(board: Board, status: str, name: str, count: int, note: str) -> str:
    pressed = str(board.filters.status == status).lower()
    return (
        f'<button type="button" class="kp-tile kp-t-{status or "all"}" data-status="{status}" aria-pressed="{pressed}">'
        f"<b>{count}</b><span>{name}</span><small>{note}</small></button>"
    )


def pace_html(board: Board) -> str:
    """The completion of each goal with the time that had passed; those furthest behind first."""
    known = [state for state in board.chosen if state.completion is not None]
    name = tr("完成进度与时间")
    if not known:
        return section_html(name, nothing_html(tr("这些目标都没有填完成进度")))
    known.sort(key=_lead)
    note = tr("看了 {n} 项目标，{known} 项填有完成进度；竖线是已过的时间", n=len(board.chosen), known=len(known))
    rows = [_pace_row(state, several=len(board.reports) > 1) for state in known]
    return section_html(name, list_html(rows, name=name), note=note)


def _lead(state: GoalState) -> Decimal:
    """By how much the completion is ahead of the time; that of unknown time stands last."""
    assert state.completion is not None
    return Decimal("Infinity") if state.elapsed is None else state.completion.value - state.elapsed


def _pace_row(state: GoalState, *, several: bool) -> str:
    assert state.completion is not None
    done, elapsed = state.completion, state.elapsed
    time = tr("时间已过 {share}", share=percent(elapsed)) if elapsed is not None else tr("时间不明")
    label = tr("{goal}：完成 {done}，{time}", goal=state.goal.name, done=done.text, time=time)
    tone = "kp-behind" if state.is_behind else ""
    behind = f'<em class="kp-flag">{tr("落后")}</em>' if state.is_behind else ""
    return (
        f"<li>{name_html(state, several=several)}"
        f"{track_html(done, share=done.value, label=label, mark=elapsed, tone=tone)}"
        f'<span class="kp-ov-value">{number_html(done)}{behind}<small title="{escape(_until(state))}">{time}</small></span></li>'
    )


def _until(state: GoalState) -> str:
    """What the time is reckoned from."""
    end, due = Month.end_of(state.document), deadline_of(state.document, state.goal)
    if end is None or due is None:
        return tr("报告没有写明期间")
    dates = {"end": f"{end.year}-{end.month:02d}", "due": f"{due.year}-{due.month:02d}"}
    return tr("报告截至 {end}，期限 {due}（没有写的按年底）", **dates)


def name_html(state: GoalState, *, several: bool) -> str:
    """The goal's name, with its report where there are several."""
    document = state.document
    report = f"<small>{escape(body_of(document))} {season(document.year, document.period)}</small>" if several else ""
    return f'<span class="kp-ov-name">{star_html(state.goal)}{escape(state.goal.name)}{report}</span>'


def targets_html(board: Board) -> str:
    """The targets with the figures that answer them: those missed, met, and those of which nothing can be said."""
    pairs = [(state, target) for state in board.chosen for target in state.targets]
    name = tr("指标与完成")
    if not pairs:
        return section_html(name, nothing_html(tr("这些目标没有带数字的指标")))
    judged = sum(target.status != "unknown" for _, target in pairs)
    note = tr("共 {n} 个带数字的指标，{judged} 个能与完成数字比对；没到期限的也列为未达到", n=len(pairs), judged=judged)
    several = len(board.reports) > 1
    groups = "".join(_targets_of(pairs, status, several=several) for status in ("not_met", "met", "unknown"))
    return section_html(name, groups, note=note)


def _targets_of(pairs: Sequence[tuple[GoalState, Target]], status: str, *, several: bool) -> str:
    found = [(state, target) for state, target in pairs if target.status == status]
    if not found:
        return ""
    found.sort(key=lambda pair: pair[1].is_due is not True)  # stable: those whose time is up first
    title = f"{status_name(status)} {len(found)}"
    head = (tr("目标"), tr("指标"), tr("完成"), tr("完成比"))
    rows = [_target_row(state, target, several=several) for state, target in found]
    shown = table_html(head, rows, name=title)
    is_open = " open" if status == "not_met" or len(found) == len(pairs) else ""
    return f'<details class="kp-ov-group kp-s-{status}"{is_open}><summary>{title}</summary>{shown}</details>'


def status_name(status: str) -> str:
    """How a status is called."""
    return {"met": tr("达到"), "not_met": tr("未达到"), "unknown": tr("无法判断")}[status]


def _target_row(state: GoalState, target: Target, *, several: bool) -> str:
    metric = escape(target.wanted.figure.metric or "")
    reached = number_html(target.reached) if target.reached else _NO_SHARE
    due = f'<em class="kp-flag">{tr("已到期")}</em>' if target.status == "not_met" and target.is_due else ""
    return (
        f"<tr><td>{name_html(state, several=several)}</td><td><span>{metric}</span> {number_html(target.wanted)}</td>"
        f"<td>{reached}{due}</td><td>{_ratio_html(target)}</td></tr>"
    )


def _ratio_html(target: Target) -> str:
    if target.ratio is None or target.reached is None:
        return _NO_SHARE
    share = 100 * target.ratio
    if target.is_limit or target.wanted.figure.kind == "percent":
        return percent(share)  # less is better, or a rate: no bar that fills up
    return f'{percent(share)}<span class="kp-bar" aria-hidden="true"><i style="width:{width(share)}%"></i></span>'


def money_html(board: Board) -> str:
    """What was spent of the sums that the goals set aside, with the completion that they claim."""
    pairs = [(state, money) for state in board.chosen for money in state.money]
    name = tr("资金：预算与支出")
    if not pairs:
        return section_html(name, nothing_html(tr("没有一项目标的预算与支出能确定是同一笔钱")))
    goals = len({(state.document.doc_id, state.goal.number) for state, _ in pairs})
    note = tr("看了 {n} 项目标，{goals} 项的预算与支出名称对得上", n=len(board.chosen), goals=goals)
    pairs.sort(key=lambda pair: pair[1].share)
    rows = [_money_row(state, money, several=len(board.reports) > 1) for state, money in pairs]
    return section_html(name, list_html(rows, name=name), note=f"{note}{tr('；竖线是填报的完成进度')}")


def _money_row(state: GoalState, money: Money, *, several: bool) -> str:
    claimed = state.completion.value if state.completion else None
    share, metric = percent(money.share), escape(money.budget.figure.metric or "")
    label = tr("{goal}：{sum} = {share}", goal=state.goal.name, sum=money.expression, share=share)
    return (
        f"<li>{name_html(state, several=several)}{track_html(money.spent, share=money.share, label=label, mark=claimed)}"
        f'<span class="kp-ov-value">{share}<small>{number_html(money.spent)} ÷ {number_html(money.budget)}</small></span>'
        f'<small class="kp-ov-of">{metric}</small></li>'
    )
