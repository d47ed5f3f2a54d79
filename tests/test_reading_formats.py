"""The same report in every format and layout gives the same goals and cells."""

from __future__ import annotations

from pathlib import Path

import pytest

import report_writers as writers
from corpus import Document, Goal, read_document
from question_set import squeeze

CASES = [
    pytest.param(suffix, layout, id=f"{layout}{suffix}")
    for suffix in writers.WRITERS
    for layout, make in writers.LAYOUTS.items()
    if not (make().merged and suffix in writers.SPANLESS)
]


def assert_same(document: Document, layout: writers.Layout, *, exactly: bool) -> None:
    spelled = str if exactly else squeeze
    names = [goal.cells["goal_name"].lstrip("★") for goal in writers.GOALS]
    assert [goal.name for goal in document.goals] == names
    for position, (goal, known) in enumerate(zip(document.goals, writers.GOALS, strict=True)):
        true = {**known.truth, "goal_name": names[position]}
        assert {column: spelled(goal.text(column)) for column in true} == {k: spelled(v) for k, v in true.items()}
        extra = {cell.label: spelled(cell.text) for cell in goal.cells if cell.column == "other"}
        assert extra == {label: spelled(texts[position]) for label, texts in layout.extra.items()}
    assert [goal.starred for goal in document.goals] == [False, False, True, False]
    assert document.report.dropped == ()
    assert (document.organization, document.year, document.period) == (writers.ORGANIZATION, 2023, "1-9月")
    assert document.title == writers.TITLE
    assert writers.NOTE in document.notes


@pytest.mark.parametrize(("suffix", "layout"), CASES)
def test_every_cell_comes_back(tmp_path: Path, suffix: str, layout: str) -> None:
    made = writers.LAYOUTS[layout]()
    path = tmp_path / f"report{suffix}"
    writers.WRITERS[suffix](made, path)
    assert_same(read_document(path), made, exactly=True)


@pytest.mark.parametrize("layout", writers.LAYOUTS)
def test_every_cell_comes_back_from_a_pdf(tmp_path: Path, layout: str) -> None:
    font = writers.han_font()
    if font is None:
        pytest.skip("no Chinese TrueType font is installed")
    made = writers.LAYOUTS[layout]()
    path = tmp_path / "report.pdf"
    writers.write_pdf(made, path, font=font)
    assert_same(read_document(path), made, exactly=False)


def test_each_piece_has_its_place(tmp_path: Path) -> None:
    said = {}
    for suffix in (".docx", ".xlsx", ".html", ".md", ".csv"):
        path = tmp_path / f"report{suffix}"
        writers.WRITERS[suffix](writers.plain(), path)
        goal: Goal = read_document(path).goals[1]
        cell = goal.cell("criteria")
        assert cell is not None
        said[suffix] = str(cell.place_of(0))
    assert said == {
        ".docx": "表 1 第 3 行第 2 列",
        ".xlsx": "工作表“完成情况” B4",
        ".html": "表 1 第 3 行第 2 列",
        ".md": "第 6 行",
        ".csv": "第 7 行",
    }
