"""What several reports show together: a metric over periods, the largest changes, bodies beside each other.

With one report there is nothing to draw, and what further reports would bring is said instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from html import escape
from itertools import groupby, pairwise

from assistant.overview import Change, Comparison, Metric, Series, Standing, Value, followed, is_connected
from assistant.writer import render
from corpus import Period
from ui.language import tr
from ui.overview.board import Board
from ui.overview.parts import (
    list_html,
    months,
    nothing_html,
    number_html,
    opens,
    percent,
    season,
    section_html,
    table_html,
    track_html,
    width,
)

_OFFERED = 300  # series to choose from
_FLAT = Decimal("0.5")  # from this share of the highest value on, the lowest is drawn at the bottom of a cut axis
_COMPARED = 6  # metrics of which the bodies are shown side by side


def trend_html(board: Board) -> str:
    """One metric over the periods of its body's reports, with the choice of another."""
    name = tr("走势")
    if board.drawn is None:
        return section_html(name, nothing_html(_more_periods(board)))
    total, found = followed(board.followed), sum(series.metric is not None for series in board.series)
    note = tr(
        "看了 {n} 个进展数字，{found} 项指标在两期以上名称、口径、单位都相同；所选单位的全部期间", n=total, found=found
    )
    return section_html(name, f"{_choice(board)}{plot_html(board.drawn)}", note=note)


def _more_periods(board: Board) -> str:
    if len(board.documents) > 1:
        return tr("没有一项指标在同一单位的两期报告里名称、口径都相同。再导入同一单位其他期间的报告，或放宽筛选")
    return tr("只有一份报告。再导入同一单位其他期间的报告，这里会画出指标的走势")


def _choice(board: Board) -> str:
    """The series to choose from, body by body."""
    offered = board.series[:_OFFERED]
    groups = []
    for body, members in groupby(sorted(offered, key=lambda series: series.organization), lambda s: s.organization):
        options = "".join(_option(series, chosen=series is board.drawn) for series in members)
        groups.append(f'<optgroup label="{escape(body)}">{options}</optgroup>')
    return (
        f'<div class="kp-ov-pick"><label for="kp-ov-series">{tr("指标")}</label>'
        f'<select id="kp-ov-series" data-series>{"".join(groups)}</select></div>'
    )


def _option(series: Series, *, chosen: bool) -> str:
    selected = " selected" if chosen else ""
    return f'<option value="{escape(series.key)}"{selected}>{escape(series_name(series))}</option>'


def series_name(series: Series) -> str:
    """`民生支出占比 · 全市民生支出（累计，元）`: the goal and what of it is measured."""
    return f"{series.goal} · {metric_name(series.metric)}"


def metric_name(metric: Metric | None) -> str:
    """A metric as people would name it; None is the completion."""
    if metric is None:
        return tr("完成进度")
    span = tr("累计") if metric.span == "year" else tr("当季")
    share = tr("，占{basis}", basis=metric.basis) if metric.role == "share" and metric.basis else ""
    scope = "" if metric.name.startswith(metric.scope) else metric.scope
    lead = f"{metric.lead}：" if metric.lead else ""
    return f"{lead}{scope}{metric.name}{share}（{span}，{metric.unit or tr('数')}）"


def plot_html(series: Series) -> str:
    """The points over their periods, equally far apart, each of which opens its cell; the same as a table below."""
    values = [value.value for _, value in series.points]
    low = _bottom(values)
    spots = [(_across(i, len(values)), _up(value, low, max(values))) for i, value in enumerate(values)]
    points = "".join(_point(dated, spot) for dated, spot in zip(series.points, spots, strict=True))
    cut = f'<p class="kp-ov-note">{tr("纵轴不从 0 起")}</p>' if low else ""
    name = escape(series_name(series))
    return (
        f'<figure class="kp-plot" aria-label="{name}"><div class="kp-plot-scroll" tabindex="0" role="group" aria-label="{name}">'
        f'<div class="kp-plot-area" style="min-width:{84 * len(values)}px"><svg viewBox="0 0 100 100" preserveAspectRatio="none" '
        f'aria-hidden="true">{_lines(series, spots)}</svg>{points}</div></div>{cut}'
        f"<details><summary>{tr('列成表格')}</summary>{_points_table(series)}</details></figure>"
    )


def _lines(series: Series, spots: Sequence[tuple[float, float]]) -> str:
    """A line from each point to the next one that goes on from it."""
    dated = zip(series.points, spots, strict=True)
    return "".join(
        f'<line x1="{x1:.1f}" y1="{100 - y1:.1f}" x2="{x2:.1f}" y2="{100 - y2:.1f}"/>'
        for ((before, _), (x1, y1)), ((after, _), (x2, y2)) in pairwise(dated)
        if is_connected(series, before, after)
    )


def _bottom(values: Sequence[Decimal]) -> Decimal:
    """The value at the bottom of the plot: 0, unless the values would lie on one line."""
    low, high = min(values), max(values)
    return low - (high - low) if 0 < _FLAT * high < low < high else min(low, Decimal(0))


def _across(position: int, count: int) -> float:
    return 100 * position / (count - 1)


def _up(value: Decimal, low: Decimal, high: Decimal) -> float:
    return float(10 + 70 * (value - low) / (high - low)) if high > low else 45.0


def _point(dated: tuple[Period, Value], spot: tuple[float, float]) -> str:
    period, value = dated
    label = escape(f"{months(period)}：{value.text}")
    return (
        f'<button type="button" class="kp-point" style="left:{spot[0]:.1f}%;bottom:{spot[1]:.1f}%" aria-label="{label}" '
        f"{opens(value)}><b>{escape(value.text)}</b></button>"
        f'<span class="kp-tick" style="left:{spot[0]:.1f}%" aria-hidden="true">{escape(months(period))}</span>'
    )


def _points_table(series: Series) -> str:
    rows = [
        f"<tr><td>{escape(months(period))}</td><td>{number_html(value)}</td><td>{escape(value.source.quote)}</td></tr>"
        for period, value in series.points
    ]
    return table_html((tr("期间"), tr("数值"), tr("原文")), rows, name=series_name(series))


def changes_html(board: Board) -> str:
    """What changed most from one report to a later one."""
    name = tr("变化最大的指标")
    if not board.changes:
        several = tr("没有可以相比的两期数字：累计数只与往年同期比")
        return section_html(name, nothing_html(several if board.series else _more_periods(board)))
    largest = board.changes[0].size
    note = tr(
        "看了 {n} 项两期以上的指标，{found} 项可以相比且有变化；累计数与往年同期比，比例与上一期比",
        n=len(board.series),
        found=len(board.changes),
    )
    rows = [_change_row(change, largest=largest) for change in board.changes]
    return section_html(name, list_html(rows, name=name), note=note)


def _change_row(change: Change, *, largest: Decimal) -> str:
    (then, before), (now, after) = change.before, change.after
    said = change_text(change)
    label = tr("{name}：{said}", name=series_name(change.series), said=said)
    tone = "kp-down" if change.amount < 0 else "kp-up"
    return (
        f'<li><span class="kp-ov-name">{escape(change.series.goal)}<small>{escape(change.series.organization)}</small></span>'
        f"{track_html(after, share=100 * change.size / largest, label=label, tone=tone)}"
        f'<span class="kp-ov-value">{escape(said)}<small>{escape(months(then))} {number_html(before)} → '
        f"{escape(months(now))} {number_html(after)}</small></span>"
        f'<small class="kp-ov-of">{escape(metric_name(change.series.metric))}</small></li>'
    )


def change_text(change: Change) -> str:
    """`▲ 8.8%（+71.29 亿元）`, `▼ 2 个百分点`."""
    sign, plus = ("▲", "+") if change.amount > 0 else ("▼", "-")
    if change.series.points[-1][1].figure.kind == "percent":
        return f"{sign} {tr('{n} 个百分点', n=f'{abs(change.amount).normalize():f}')}"
    figure = change.after[1].figure
    amount = f"{plus}{render(abs(change.amount), unit=figure.unit, like=figure)}"
    return f"{sign} {amount}" if change.percent is None else f"{sign} {percent(abs(change.percent))}（{amount}）"


def bodies_html(board: Board) -> str:
    """How far the goals of each body have come in one period, and the metrics that several bodies report."""
    name = tr("单位比较")
    if board.season is None or len(board.standings) < 2:
        return section_html(name, nothing_html(tr("没有两个单位报告同一期间。导入其他单位同一期间的报告，就能比较")))
    year, period = board.season
    note = tr(
        "{season}，{n} 个单位；其他期间的报告不比。完成进度是各目标的平均数",
        season=escape(season(year, period)),
        n=len(board.standings),
    )
    rows = [_standing_row(standing, chosen=board.filters.organization) for standing in board.standings]
    return section_html(name, f'<div class="kp-ov-bodies">{"".join(rows)}</div>{_compared(board)}', note=note)


def _standing_row(standing: Standing, *, chosen: str) -> str:
    """A body with the mean of its goals; it unfolds into the goals."""
    mark = f'<b style="left:{width(standing.elapsed)}%"></b>' if standing.elapsed is not None else ""
    known = tr("{n} 项目标，{known} 项有进度", n=standing.goals, known=len(standing.states))
    current = ' aria-current="true"' if chosen == standing.organization else ""
    rows = [
        f'<li><span class="kp-ov-name">{escape(state.goal.name)}</span>{number_html(state.completion)}</li>'
        for state in standing.states
        if state.completion
    ]
    return (
        f'<details class="kp-ov-body"{current}><summary><span class="kp-ov-name">{escape(standing.organization)}</span>'
        f'<span class="kp-ov-track"><i style="width:{width(standing.mean)}%"></i>{mark}</span>'
        f'<span class="kp-ov-value">{percent(standing.mean)}<small>{known}</small></span></summary>'
        f"{list_html(rows, name=standing.organization)}</details>"
    )


def _compared(board: Board) -> str:
    if not board.comparisons:
        return f'<p class="kp-ov-note">{tr("没有名称、口径都相同的指标可以在单位之间比较")}</p>'
    return "".join(_comparison(comparison) for comparison in board.comparisons[:_COMPARED])


def _comparison(comparison: Comparison) -> str:
    name = f"{metric_name(comparison.metric)} · {months(comparison.period)}"
    largest = max(abs(value.value) for _, value in comparison.values) or Decimal(1)
    rows = [
        f'<li><span class="kp-ov-name">{escape(body)}</span>'
        f"{track_html(value, share=100 * value.value / largest, label=f'{body}：{value.text}')}"
        f'<span class="kp-ov-value">{number_html(value)}</span></li>'
        for body, value in comparison.values
    ]
    return f"<h4>{escape(name)}</h4>{list_html(rows, name=name)}"
