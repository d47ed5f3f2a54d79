"""Layouts that no rule was made for: guessed headers, forms, several tables, rows that pages cut, names said again."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from corpus.assembly import assemble
from corpus.columns import Choices
from corpus.model import Place
from corpus.source import Field, Line, Row, Source, Table

CRITERIA = "新建水闸不少于 6 座，完成投资 3000 万元以上。"
PROGRESS = "截至9月底，已新建水闸5座，累计完成投资2870万元。"
HEADER = ["目标名称", "考核指标", "完成时限", "进展情况", "完成率"]


def table(*rows: Sequence[str | None], breaks: Sequence[int] = (), number: int = 1) -> Table:
    """A gridded table; None is a field merged from above, "<" one merged from the left; `breaks`: rows after a page break."""
    built = []
    for r, texts in enumerate(rows, start=1):
        fields = [
            Field(
                "" if text in (None, "<") else text,
                Place(row=r, column=c, table=number),
                "above" if text is None else "left" if text == "<" else "",
            )
            for c, text in enumerate(texts, start=1)
        ]
        built.append(Row(tuple(fields), after_break=r - 1 in breaks))
    return Table(tuple(built), gridded=True)


def read(*blocks: Table | Line, choices: Choices | None = None) -> list[dict[str, str]]:
    """The texts of each goal by header."""
    state = assemble(Source(blocks), choices=choices or {})
    return [dict(zip(goal.header.labels, goal.texts, strict=True)) for goal in state.goals]


def mapped(*blocks: Table | Line, choices: Choices | None = None) -> dict[str, tuple[str, str]]:
    state = assemble(Source(blocks), choices=choices or {})
    return {m.header: (m.column, m.how) for m in state.mappings}


GOAL = ["水闸建设", CRITERIA, "2023年12月", PROGRESS, "83%"]
OTHER = ["河道清淤", "清淤河道40公里以上。", "2023年11月", "已清淤河道33公里。", "82%"]


def test_a_header_that_no_rule_knows_is_told_by_its_column() -> None:
    unknown = table(["行动", "要干什么", "啥时候干完", "干到哪一步", "比例"], GOAL, OTHER)
    assert mapped(unknown) == {
        "行动": ("goal_name", "content"),
        "要干什么": ("criteria", "content"),
        "啥时候干完": ("deadline", "content"),
        "干到哪一步": ("cumulative_progress", "content"),
        "比例": ("completion_pct", "content"),
    }


def test_a_column_of_names_and_telephones_is_never_guessed_to_be_of_goals() -> None:
    contacts = table(["姓名", "单位", "电话"], ["张三", "办公室", "12345678"], ["李四", "财务科", "87654321"])
    state = assemble(Source((contacts,)))
    assert state.headers == []
    assert [why for _, why in state.skipped] == ["不是目标表（3 行 × 3 列）：姓名 单位 电话"]


def test_what_a_person_chose_wins_over_rules_and_content() -> None:
    made = table([*HEADER, "亮点"], [*GOAL, "获省级通报表扬。"], [*OTHER, "首创巡河机制。"])
    choices: Choices = {"亮点": ("cumulative_progress", "person")}
    assert mapped(made, choices=choices)["亮点"] == ("cumulative_progress", "person")
    assert mapped(made, choices=choices)["进展情况"] == ("other", "rule")


def test_two_headers_alike_keep_both_columns() -> None:
    made = table([*HEADER, "备注", "备注"], [*GOAL, "甲", "乙"])
    assert read(made) == [dict(zip([*HEADER, "备注", "备注（2）"], [*GOAL, "甲", "乙"], strict=True))]


def test_a_form_with_its_headers_at_the_left_is_read() -> None:
    form = table(*zip(HEADER, GOAL, strict=True))
    assert read(form) == [dict(zip(HEADER, GOAL, strict=True))]


def test_a_table_without_a_header_goes_on_with_the_one_before() -> None:
    first = table(HEADER, GOAL)
    second = table(OTHER, breaks=[0], number=2)
    assert [goal["目标名称"] for goal in read(first, second)] == ["水闸建设", "河道清淤"]


def test_another_table_of_the_same_width_is_not_taken_for_more_goals() -> None:
    people = table(["姓名", "处室", "职务", "电话", "备注"], ["张三", "水利处", "处长", "81234567", ""], number=2)
    state = assemble(Source((table(HEADER, GOAL), people)))
    assert [goal.name for goal in state.goals] == ["水闸建设"]
    assert [why for _, why in state.skipped] == ["不是目标表（2 行 × 5 列）：姓名 处室 职务 电话 备注"]


def test_tables_of_sections_are_one_report() -> None:
    state = assemble(Source((Line("一、水利"), table(HEADER, GOAL), Line("二、河道"), table(HEADER, OTHER, number=2))))
    assert [goal.name for goal in state.goals] == ["水闸建设", "河道清淤"]
    assert state.notes == ["二、河道"]


@pytest.mark.parametrize(
    ("cut", "expected"),
    [
        pytest.param(["", "元以上。", "", "元。", ""], "goes on", id="no name"),
        pytest.param(["护", "元以上。", "", "元。", ""], "goes on", id="name cut"),
        pytest.param(OTHER, "new", id="another goal"),
    ],
)
def test_a_row_below_a_page_break(cut: list[str], expected: str) -> None:
    started = ["水闸建设与养", CRITERIA[:-5], "2023年12月", PROGRESS[:-2], "83%"]
    goals = read(table(HEADER, started, cut, breaks=[2]))
    if expected == "new":
        assert len(goals) == 2
    else:
        assert goals[0]["考核指标"] == started[1] + cut[1]
        assert goals[0]["目标名称"] == "水闸建设与养" + cut[0]
        assert len(goals) == 1


def test_a_repeated_header_on_the_next_page_is_skipped_and_the_row_goes_on() -> None:
    started = ["水闸建设", CRITERIA[:-5], "2023年12月", PROGRESS[:-2], "83%"]
    second = table(HEADER, ["", CRITERIA[-5:], "", PROGRESS[-2:], ""], breaks=[0], number=2)
    state = assemble(Source((table(HEADER, started), second)))
    assert [goal.texts for goal in state.goals] == [GOAL]
    assert state.joined == 1
    assert ("表 2 第 1 行", "重复的表头") in state.skipped


def test_a_name_said_again_in_each_row_is_one_goal() -> None:
    again = ["水闸建设", "水闸验收合格率100%。", "2023年12月", "已验收3座。", "83%"]
    (goal,) = read(table(HEADER, GOAL, again))
    assert goal["目标名称"] == "水闸建设"
    assert goal["考核指标"] == CRITERIA + "\n水闸验收合格率100%。"
    assert (goal["完成时限"], goal["完成率"]) == ("2023年12月", "83%")


def test_a_merged_name_holds_its_rows_together() -> None:
    (goal,) = read(table(HEADER, GOAL, [None, "水闸验收合格率100%。", None, None, None]))
    assert goal["考核指标"] == CRITERIA + "\n水闸验收合格率100%。"
    assert goal["进展情况"] == PROGRESS


def test_two_goals_of_one_name_are_told_apart_by_their_numbers() -> None:
    made = table(["序号", *HEADER], ["1", *GOAL], ["2", *GOAL])
    assert len(read(made)) == 2


def test_titles_notes_and_totals_are_no_goals_and_nothing_is_lost() -> None:
    made = table(
        ["2023年度临江市水利局目标完成情况表", "<", "<", "<", "<"],
        HEADER,
        ["一、工程建设", "<", "<", "<", "<"],
        GOAL,
        ["小计", "", "", "3000万元", ""],
        ["稳步推进类", "", "", "", ""],
        OTHER,
        ["注：数据截至9月底", "<", "<", "<", "<"],
    )
    state = assemble(Source((made,)))
    assert [goal.name for goal in state.goals] == ["水闸建设", "河道清淤"]
    assert state.above == ["2023年度临江市水利局目标完成情况表"]
    assert state.notes == ["注：数据截至9月底"]
    assert [why for _, why in state.skipped] == [
        "分节标题：一、工程建设",
        "合计行：小计 3000万元",
        "分节标题：稳步推进类",
    ]
    assert state.lines == 8


def test_hidden_rows_are_read_and_said() -> None:
    made = table(HEADER, GOAL, OTHER)
    hidden = Table((*made.rows[:2], Row(made.rows[2].fields, hidden=True)), gridded=True)
    state = assemble(Source((hidden,)))
    assert len(state.goals) == 2
    assert state.remarks == [("", "有 1 行是隐藏的，已照常读入：表 1 第 3 行")]


def test_a_row_that_counts_the_columns_is_no_goal() -> None:
    state = assemble(Source((table(HEADER, ["甲", "1", "2", "3", "4"], GOAL),)))
    assert [goal.name for goal in state.goals] == ["水闸建设"]
    assert state.skipped == [("表 1 第 2 行", "栏次")]


def test_a_row_above_the_first_goal_that_names_none_is_reported() -> None:
    state = assemble(Source((table(HEADER, ["", "单位：万元", "", "", ""], GOAL),)))
    assert [goal.name for goal in state.goals] == ["水闸建设"]
    assert state.dropped == [("表 1 第 2 行", "不属于任何目标", "单位：万元")]


def test_doubts_move_with_their_text() -> None:
    head = table(HEADER, GOAL).rows
    more = Row((Field(""), Field("新增 8 座。", doubts=((3, 4),)), Field(""), Field(""), Field("")))
    state = assemble(Source((Table((*head, more), gridded=True),)))
    (start, end), = state.goals[0].doubts[1]  # fmt: skip
    assert state.goals[0].texts[1][start:end] == "8"


def test_a_cell_merged_over_several_goals_is_true_of_each() -> None:
    header = ["责任单位", *HEADER]
    made = table(header, ["水利局", *GOAL], [None, *OTHER], ["住建局", "道路养护", *GOAL[1:]])
    assert [goal["责任单位"] for goal in read(made)] == ["水利局", "水利局", "住建局"]


def test_another_goal_table_below_on_the_same_sheet_has_its_own_columns() -> None:
    other = ["重点工作", "工作内容", "进展情况", "完成时间", "备注"]
    made = table(HEADER, GOAL, other, ["电子政务", "上线事项40项。", "已上线38项。", "2023年12月", "提前"])
    first, second = read(made)
    assert first["完成率"] == "83%"
    assert second == dict(zip(other, ["电子政务", "上线事项40项。", "已上线38项。", "2023年12月", "提前"], strict=True))


def test_what_the_lower_rows_of_a_header_say_counts_for_more() -> None:
    top = ["目标名称", "工作进度", "<", "<", "<"]
    middle = [None, "三季度", "1-9月累计", "<", "<"]
    bottom = [None, "进展", "进展", "完成率", "存在问题"]
    made = table(top, middle, bottom, ["水闸建设", "已建1座。", "已建5座，占全部任务的83%。", "83%", "征地滞后"])
    assert [column for column, _ in mapped(made).values()] == [
        "goal_name", "quarter_progress", "cumulative_progress", "completion_pct", "other",
    ]  # fmt: skip


def test_of_two_columns_of_progress_the_one_that_describes_it_is_taken() -> None:
    made = table(
        [*HEADER[:3], "完成情况", "完成情况说明"], [*GOAL[:3], "已完成", PROGRESS], [*OTHER[:3], "未完成", OTHER[3]]
    )
    assert mapped(made)["完成情况说明"][0] == "cumulative_progress"
    assert mapped(made)["完成情况"][0] == "other"


def test_progress_under_an_unknown_header_is_guessed_beside_a_quarter() -> None:
    made = table(
        [*HEADER[:3], "三季度完成进度", "推进态势"],
        [*GOAL[:3], "7-9月新建2座。", PROGRESS],
        [*OTHER[:3], "清淤9公里。", OTHER[3]],
    )
    assert mapped(made)["推进态势"] == ("cumulative_progress", "content")


def test_columns_that_nobody_knows_are_named_where_one_is_missing() -> None:
    made = table([*HEADER[:3], "三季度完成进度", "协同事项"], [*GOAL[:3], "7-9月新建2座。", "由住建局配合做好用地保障"])
    state = assemble(Source((made,)))
    assert state.remarks == [("", "没有找到累计完成进度列；没有认出的列：协同事项。若其中有，请指明后重新导入")]
