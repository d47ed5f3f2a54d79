"""What an overview finds in made-up reports: completion against time, targets, money, series, changes, comparisons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from assistant.answer import Citation
from assistant.overview import (
    GoalState,
    Series,
    changes_of,
    comparisons_of,
    followed,
    is_connected,
    of_season,
    recalled,
    seasons_of,
    series_of,
    standings_of,
    states_of,
)
from corpus import Document, Period
from corpus.reports import sample_report
from overview_reports import ROADS, WATER, goal, report, row, several, water


def state(folder: Path, line: str, **options: object) -> GoalState:
    """The only goal of a report."""
    return states_of([report(folder, line, **options)])[0]  # type: ignore[arg-type]


def sources(states: Sequence[GoalState]) -> Iterator[Citation]:
    """Every source that stands behind a number of the overview."""
    for one in states:
        values = [one.completion, *(p.value for p in one.points)]
        values += [v for t in one.targets for v in (t.wanted, t.reached)]
        values += [v for m in one.money for v in (m.budget, m.spent)]
        yield from (value.source for value in values if value is not None)


def named(series: Sequence[Series]) -> dict[str, list[str]]:
    """The texts of each series by its metric, the completion under 完成进度."""
    return {
        f"{one.goal} {one.metric.name if one.metric else '完成进度'}": [value.text for _, value in one.points]
        for one in series
    }


@pytest.mark.parametrize(
    ("pct", "due", "month", "behind"),
    [
        ("49%", "12 月", 6, True),
        ("50%", "12 月", 6, False),
        ("99%", "6 月", 6, True),
        ("100%", "6 月", 6, False),
        ("60%", "", 6, False),
        ("进行中", "12 月", 6, None),
        ("40%/60%", "12 月", 6, None),
    ],
    ids=["behind", "on time", "due and not done", "due and done", "no deadline: the year's end", "no number", "two numbers"],
)  # fmt: skip
def test_completion_is_held_against_the_time_that_has_passed(
    tmp_path: Path, pct: str, due: str, month: int, behind: bool | None
) -> None:
    assert state(tmp_path, goal(pct=pct, due=due), month=month).is_behind is behind


def test_targets_are_met_missed_or_unknown(tmp_path: Path) -> None:
    criteria = "改造管网 80 公里；抽检合格率不低于 98%；培训管水员 300 人。"
    done = "改造管网 52 公里；抽检合格率 99.1%。"

    targets = state(tmp_path, goal(criteria=criteria, done=done)).targets

    assert [(t.wanted.text, t.reached and t.reached.text, t.status) for t in targets] == [
        ("80 公里", "52 公里", "not_met"),
        ("不低于 98%", "99.1%", "met"),
        ("300 人", None, "unknown"),
    ]
    assert targets[0].ratio == Decimal("0.65") and targets[0].is_due is False


def test_an_actual_of_quite_another_size_answers_no_target(tmp_path: Path) -> None:
    (target,) = state(tmp_path, goal(criteria="惠及群众 50000 人。", done="惠及群众 12 人。")).targets

    assert (target.reached, target.ratio, target.status) == (None, None, "unknown")


@pytest.mark.parametrize(
    ("criteria", "done", "share"),
    [
        ("安排水库加固资金 2 亿元。", "拨付水库加固资金 9000 万元。", Decimal(45)),
        ("安排水库加固资金 2 亿元。", "拨付道路养护资金 9000 万元。", None),
        ("安排水库加固资金 2 亿元。", "拨付水库加固资金 9000 万元；支付水库加固资金 300 万元。", None),
        ("安排水库加固资金 2 亿元。", "收回水库加固资金 9000 万元。", None),
        ("加固水库。", "拨付水库加固资金 9000 万元。", None),
    ],
    ids=["one sum", "another purpose", "two sums of one name", "money that came back", "no budget"],
)
def test_money_is_paired_only_where_it_is_one_sum(
    tmp_path: Path, criteria: str, done: str, share: Decimal | None
) -> None:
    assert [money.share for money in state(tmp_path, goal(criteria=criteria, done=done)).money] == (
        [] if share is None else [share]
    )


def test_a_metric_is_followed_over_the_reports_of_one_body(tmp_path: Path) -> None:
    found = named(series_of(states_of(several(tmp_path))))

    assert found["河湖管护 巡查河道"] == ["180 次", "216 次", "310 次"]
    assert found["河湖管护 河长公示牌更新率"] == ["96.4%", "96.4%", "97.1%"]
    assert found["水库加固 完成进度"] == ["40%", "55%", "80%"]
    assert "公路养护 完成进度" not in found


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("全县巡查河道 180 次。", "县本级巡查河道 216 次。"),
        ("巡查河道 180 次。", "巡查河道 216 公里。"),
        ("巡查河道 180 次。", "巡查水库大坝 216 次。"),
        ("巡查河道 180 次。", "计划巡查河道 216 次。"),
        ("巡查河道 180 次。", "上年巡查河道 216 次。"),
        ("巡查河道 180 次。", "巡查河道不少于 216 次。"),
        ("巡查河道 180 次。", "巡查河道 216 次；巡查河道 220 次。"),
        ("一是城区：巡查河道 180 次。", "巡查河道 216 次。"),
        ("城区：巡查河道 180 次。", "镇区：巡查河道 216 次。"),
        ("巡查河道 180 次。", "河湖管护到位，其中巡查河道 216 次。"),
    ],
    ids=[
        "scope",
        "unit",
        "name",
        "planned",
        "last year's",
        "a bound",
        "two values",
        "of a part",
        "of another part",
        "among others",
    ],
)
def test_what_is_not_surely_one_metric_is_not_followed(tmp_path: Path, earlier: str, later: str) -> None:
    pairs = ((earlier, 2021), (later, 2022))
    reports = [report(tmp_path, goal(done=f"1-6 月{text}"), year=year) for text, year in pairs]

    assert named(series_of(states_of(reports))) == {"河湖管护 完成进度": ["50%", "50%"]}


def test_two_reports_that_differ_on_a_period_leave_it_out(tmp_path: Path) -> None:
    first, second = (tmp_path / name for name in ("first", "second"))
    for folder in (first, second):
        folder.mkdir()
    reports = [
        water(first, 2021, 6, patrols=180, spent="6000 万元", pct="40%"),
        water(first, 2022, 6, patrols=216, spent="9000 万元", pct="55%"),
        water(second, 2022, 6, patrols=999, spent="9000 万元", pct="55%"),
    ]

    found = named(series_of(states_of(reports)))

    assert "河湖管护 巡查河道" not in found and found["水库加固 完成进度"] == ["40%", "55%"]


def test_changes_compare_what_may_be_compared_and_the_largest_stands_first(tmp_path: Path) -> None:
    reports = several(tmp_path)[:2]
    found = [(c.series.goal, c.series.metric.name if c.series.metric else "", c.basis, c.amount, c.percent) for c in changes_of(series_of(states_of(reports)))]  # fmt: skip

    assert found == [
        ("水库加固", "拨付水库加固资金", "year", Decimal(30_000_000), Decimal(50)),
        ("河湖管护", "巡查河道", "year", Decimal(36), Decimal(20)),
        ("河湖管护", "", "year", Decimal(15), None),
        ("水库加固", "", "year", Decimal(15), None),
    ]


def test_a_sum_of_the_year_to_date_is_not_compared_with_an_earlier_month_of_its_year(tmp_path: Path) -> None:
    found = changes_of(series_of(states_of(several(tmp_path)[1:3])))

    assert [(c.series.metric.name if c.series.metric else "", c.basis, c.amount) for c in found] == [
        ("", "report", Decimal(25)),
        ("", "report", Decimal(25)),
        ("河长公示牌更新率", "report", Decimal("0.7")),
    ]


def test_the_latest_change_that_may_be_compared_is_taken_and_lines_stop_where_a_sum_begins_anew(tmp_path: Path) -> None:
    series = [s for s in series_of(states_of(several(tmp_path))) if s.metric and s.metric.name == "巡查河道"]
    (patrols,) = series
    ((_, first), (_, second), _) = patrols.points
    (change,) = changes_of(series)

    assert (change.before[1], change.after[1], change.basis) == (first, second, "year")
    periods = [Period(1, 12, 2021), Period(1, 3, 2022), Period(1, 6, 2022)]
    assert [is_connected(patrols, *pair) for pair in pairwise(periods)] == [False, True]


@pytest.mark.parametrize(("month", "found"), [(9, 1), (12, 1)], ids=["next quarter", "a later quarter"])
def test_quarters_are_compared_with_each_other(tmp_path: Path, month: int, found: int) -> None:
    reports = [
        report(tmp_path, goal(quarter=f"本季度巡查河道 {n} 次。", pct="进行中"), month=end) for n, end in ((50, 6), (80, month))
    ]  # fmt: skip
    changes = changes_of(series_of(states_of(reports)))

    assert [change.percent for change in changes] == [Decimal(60)] * found


def test_bodies_are_compared_in_the_period_that_most_of_them_report_on(tmp_path: Path) -> None:
    states = states_of(several(tmp_path))
    (season,) = seasons_of(states)
    beside = of_season(states, season)

    assert season == (2022, "1-6月")
    assert [(s.organization, s.mean, s.goals) for s in standings_of(beside)] == [
        (ROADS, Decimal(60), 2),
        (WATER, Decimal(55), 2),
    ]
    (comparison,) = comparisons_of(beside)
    assert (comparison.metric.name, [(body, v.text) for body, v in comparison.values]) == (
        "巡查河道",
        [(WATER, "216 次"), (ROADS, "90 次")],
    )


def test_a_metric_of_a_general_name_is_compared_only_between_goals_of_one_name(tmp_path: Path) -> None:
    reports = [
        report(tmp_path, goal("甲项", done="1-6 月绿化面积 30 亩。")),
        report(tmp_path, goal("乙项", done="1-6 月绿化面积 20 亩。"), body=ROADS),
    ]
    beside = of_season(states_of(reports), (2022, "1-6月"))

    assert followed(beside) == 2 and comparisons_of(beside) == ()


def test_one_report_gives_no_series_and_no_comparison(tmp_path: Path) -> None:
    states = states_of(several(tmp_path)[:1])

    assert series_of(states) == () and seasons_of(states) == () and changes_of(()) == ()
    assert [state.money[0].share for state in states if state.money] == [Decimal(30)]


def test_missing_columns_leave_out_what_they_would_say(tmp_path: Path) -> None:
    columns = ("目标名称", "考核内容及指标", "累计完成进度")
    (bare,) = states_of([report(tmp_path, row("河湖管护", "巡查河道 400 次。", "巡查河道 180 次。"), columns=columns)])

    assert (bare.completion, bare.is_behind, bare.elapsed) == (None, None, Decimal(50))
    assert [target.status for target in bare.targets] == ["not_met"]


def test_every_number_can_be_pointed_to(tmp_path: Path) -> None:
    documents: tuple[Document, ...] = several(tmp_path)
    cells = {
        (document.goal_id(goal), cell.column): cell.text
        for document in documents
        for goal in document.goals
        for cell in goal.cells
    }
    found = list(sources(states_of(documents)))

    assert len(found) > 30
    assert all(cells[s.goal_id, s.column][s.start : s.end] == s.quote for s in found)


@pytest.mark.parametrize(
    ("goal_id", "cell", "start", "end"),
    [("#9", 0, 0, 1), ("#1", 99, 0, 1), ("#1", -1, 0, 1), ("#1", 0, 0, 9999), ("#1", 0, 2, 2), ("#1", 0, 3, 1)],
    ids=["goal", "cell", "negative", "beyond the end", "empty", "backwards"],
)
def test_a_span_that_is_not_there_is_not_recalled(
    tmp_path: Path, goal_id: str, cell: int, start: int, end: int
) -> None:
    documents = several(tmp_path)[:1]

    assert recalled(documents, f"{documents[0].doc_id}{goal_id}", cell, start=start, end=end) is None


def test_the_bundled_report_at_a_glance() -> None:
    from assistant.extraction import extract
    from corpus import read_document

    states = states_of([extract(read_document(sample_report()))])

    assert [state.is_behind for state in states] == [False] * 6
    assert [str(round(money.share, 1)) for state in states for money in state.money] == ["35.5", "47.2"]
    assert sum(target.status == "not_met" for state in states for target in state.targets) == 3
