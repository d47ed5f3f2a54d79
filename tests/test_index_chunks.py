"""Chunks point at their places and carry their context."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus import Statement
from index.chunks import LONG_PASSAGE, chunk_document
from index_fakes import make_cell, make_document, make_goal


def test_places() -> None:
    document = make_document("d", make_goal(7, "专项债", "第一句。", "第二句。"))
    places = [(c.goal, c.column, c.cell, c.statement, c.level) for c in chunk_document(document).chunks]
    assert places == [
        (7, "goal_name", -1, None, "goal"),
        (7, "criteria", 1, None, "cell"),  # one statement that is the cell: no chunk of its own
        (7, "cumulative_progress", 2, None, "cell"),
        (7, "cumulative_progress", 2, 0, "statement"),
        (7, "cumulative_progress", 2, 1, "statement"),
    ]


def test_a_statement_carries_its_context_and_its_own_text() -> None:
    goal = make_goal(1, "专项债", "争取力度。", "已发行132.69亿元。")
    statements = (Statement(0, 5, 1, "争取力度"), Statement(5, 17, 1, "争取力度"))
    cells = (*goal.cells[:2], replace(goal.cells[2], statements=statements))
    heading, issued = chunk_document(make_document("d", replace(goal, cells=cells))).chunks[-2:]
    assert (heading.context, heading.text) == ("专项债 1-6月累计完成进度", "争取力度。")
    assert (issued.context, issued.text) == ("专项债 1-6月累计完成进度 争取力度", "已发行132.69亿元。")
    assert issued.passage == f"{issued.context} {issued.text}"


@pytest.mark.parametrize(
    ("sentences", "embedded"),
    [(("预期性",), True), (("民生支出占三分之二以上。",), True), (("第一句。", "第二句。"), False)],
    ids=["short", "one statement", "several statements"],
)
def test_a_cell_of_several_statements_is_not_embedded_by_itself(sentences: tuple[str, ...], embedded: bool) -> None:
    chunks = chunk_document(make_document("d", make_goal(1, "专项债", *sentences))).chunks
    cell = next(chunk for chunk in chunks if chunk.cell == 2 and chunk.level == "cell")
    assert bool(cell.passage) is embedded
    assert all(chunk.passage for chunk in chunks if chunk is not cell)


def test_empty_cells_have_no_chunk() -> None:
    goal = make_goal(1, "专项债", "")
    assert [chunk.column for chunk in chunk_document(make_document("d", goal)).chunks] == ["goal_name", "criteria"]


def test_a_long_cell_is_embedded_by_its_beginning_but_searched_whole() -> None:
    cell = make_cell("cumulative_progress", "进度", "长" * 5000 + "末尾。")
    goal = replace(make_goal(1, "目标"), cells=(cell,))
    chunk = chunk_document(make_document("d", goal)).chunks[1]
    assert len(chunk.passage) < LONG_PASSAGE + 20
    assert chunk.text == cell.text


def test_ids_are_stable_and_change_with_the_content() -> None:
    document = make_document("d")
    changed = replace(document, goals=document.goals[:1])
    assert chunk_document(document) == chunk_document(document)
    assert not {c.id for c in chunk_document(document).chunks} & {c.id for c in chunk_document(changed).chunks}


def test_a_document_without_goals() -> None:
    assert chunk_document(replace(make_document(), goals=())).chunks == ()
