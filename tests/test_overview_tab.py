"""The tab of the overview as its events show it, its table, and its file."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from openpyxl import load_workbook
from starlette.applications import Starlette
from starlette.testclient import TestClient

from corpus import Document
from overview_reports import HOSTILE, ROADS, WATER, goal, report, several, wide
from ui.goal_table import columns_of
from ui.language import speaking
from ui.overview.board import Board
from ui.overview.filters import Filters
from ui.overview.routes import overview_routes
from ui.overview.tab import Overviews, filters_html
from ui.overview.workbook import workbook
from ui_fakes import REQUEST, FakeLibrary, alone


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> tuple[Document, ...]:
    folder = tmp_path_factory.mktemp("overview")
    return (*several(folder), wide(folder))


def tab(*documents: Document) -> Overviews:
    return Overviews(alone(FakeLibrary({document.doc_id: document for document in documents})))


def shown(documents: tuple[Document, ...], **filters: str) -> tuple[str, str]:
    """The board and the table under those filters."""
    _, board, table = tab(*documents).show(gr.EventData(None, filters), REQUEST)
    return board, table


class Parts(HTMLParser):
    """Elements with their attributes, and the sections by their names."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def having(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for _, attributes in self.elements if name in attributes]


def counts(board: str) -> list[int]:
    """The numbers on the tiles."""
    return [int(number) for number in re.findall(r'data-status="\w*"[^>]*><b>(\d+)</b>', board)]


def test_an_empty_library_says_what_to_do() -> None:
    form, board, table = tab().arrive(Filters(), REQUEST)

    assert (form, table) == ("", "") and "请先在“资料”页导入报告" in board


@pytest.mark.parametrize(
    ("filters", "goals"),
    [
        ({}, 10),
        ({"organization": WATER}, 6),
        ({"organization": WATER, "year": "2022"}, 4),
        ({"period": "1-9月"}, 4),
        ({"text": "水库 加固"}, 3),
        ({"text": "更新率"}, 3),
        ({"status": "behind"}, 5),
        ({"status": "not_met", "organization": ROADS}, 3),
        ({"organization": "没有这个单位"}, 0),
        ({"organization": ["不是文字"], "year": 2022}, 10),
    ],
    ids=["none", "body", "body and year", "period", "name", "a cell", "behind", "missed", "unknown body", "not text"],
)
def test_filters_leave_the_goals_that_fit(documents: tuple[Document, ...], filters: dict[str, Any], goals: int) -> None:
    _, board, table = tab(*documents).show(gr.EventData(None, filters), REQUEST)

    assert table.count("<tr><td") == goals and f"筛选出 {goals} 项目标" in board
    assert ("没有符合条件的目标" in board) == (goals == 0)


def test_tiles_count_all_states_whichever_is_chosen(documents: tuple[Document, ...]) -> None:
    everything, chosen = (counts(shown(documents, status=status)[0]) for status in ("", "behind"))

    assert everything == chosen == [10, 5, 0, 6, 1]


def test_the_form_offers_what_there_is_a_choice_of(documents: tuple[Document, ...]) -> None:
    several_bodies = filters_html(documents, filters=Filters(year="2022"))
    one = filters_html(documents[:1], filters=Filters())

    assert '<option value="2022" selected>' in several_bodies and 'name="organization"' in several_bodies
    assert 'name="organization"' not in one and 'name="year"' not in one and 'name="text"' in one


def test_one_report_draws_nothing_empty_and_says_what_more_would_bring(documents: tuple[Document, ...]) -> None:
    board, _ = shown(documents[:1])

    assert "kp-plot" not in board and "kp-ov-body" not in board
    assert "只有一份报告" in board and "导入其他单位同一期间的报告" in board
    assert "30%" in board  # its money needs no other report


def test_a_chosen_metric_is_drawn_with_its_table(documents: tuple[Document, ...]) -> None:
    metrics = Board(documents, Filters()).series
    key = next(one.key for one in metrics if one.metric and one.metric.name == "河长公示牌更新率")

    board, _ = shown(documents, series=key)
    points = re.findall(r'class="kp-point"[^>]*aria-label="([^"]*)"', board)

    assert points == ["2021 年 1-6月：96.4%", "2022 年 1-6月：96.4%", "2022 年 1-9月：97.1%"]
    assert "<td>2022 年 1-9月</td>" in board and f'<option value="{key}" selected>' in board


def test_every_number_opens_the_cell_that_it_stands_in(documents: tuple[Document, ...]) -> None:
    board, _ = shown(documents)
    overviews = tab(*documents)
    numbers = {(n["data-goal"], n["data-span"], n["data-said"]) for n in Parts(board).having("data-span")}

    for goal_id, span, said in numbers:
        cell = overviews.open(gr.EventData(None, {"goal": goal_id, "span": span, "said": said}), REQUEST)
        assert re.search(r'<mark>(?:(?!</mark>).)*<b class="kp-said">', cell) and "kp-gone" not in cell
    assert len(numbers) > 20


@pytest.mark.parametrize(
    "asked",
    [{}, {"goal": "x", "span": "0-0"}, {"goal": 3, "span": None}, {"span": "0-0-9999999999999"}, {"span": "a-b-c"}],
    ids=["nothing", "two numbers", "no text", "too long", "letters"],
)
def test_what_names_no_span_opens_nothing(documents: tuple[Document, ...], asked: dict[str, Any]) -> None:
    assert tab(*documents).open(gr.EventData(None, asked), REQUEST) == gr.skip()


def test_a_report_that_changed_or_left_is_said_to_be_gone(documents: tuple[Document, ...]) -> None:
    first = documents[0]
    asked = {"goal": first.goal_id(first.goals[0]), "span": "4-0-4", "said": "180 次"}

    for held in ((), (documents[3],), documents):
        assert "kp-gone" in tab(*held).open(gr.EventData(None, asked), REQUEST)


def test_hostile_text_is_escaped_everywhere(documents: tuple[Document, ...]) -> None:
    board, table = shown(documents, text=HOSTILE)
    form = filters_html(documents, filters=Filters(text='"><script>', organization='"><img>'))

    assert "&lt;img src=x" in board and "&lt;img src=x" in table
    for html in (board, table, form):
        assert not [tag for tag, _ in Parts(html).elements if tag in ("img", "script")]
        assert not Parts(html).having("onerror")


def test_the_table_has_every_cell_of_every_goal(tmp_path: Path) -> None:
    columns = ("目标名称", "考核内容及指标", "一季度完成进度", "二季度完成进度", "责任单位", "累计完成工作量(%)")
    first = report(tmp_path, "| 甲 | 内容甲 | 一季度甲 | 二季度甲 | 处室甲 | 10% |", columns=columns)
    second = report(tmp_path, goal("乙", "内容乙", quarter="本季乙", pct="20%"), body=ROADS)

    _, table = shown((first, second))

    for text in ("内容甲", "一季度甲", "二季度甲", "处室甲", "10%", "内容乙", "本季乙", "20%"):
        assert text in table
    headers = [column.header for column in columns_of([(d, g) for d in (first, second) for g in d.goals])]
    assert headers.count("考核内容及指标") == 1 and {"本季度完成进度", "二季度完成进度", "责任单位"} < set(headers)
    assert 'data-label="一季度完成进度"' in table  # what the report itself calls it


def test_a_table_of_one_report_tells_what_stands_outside_it(documents: tuple[Document, ...]) -> None:
    _, table = shown(documents, organization=WATER, year="2021")

    assert "注：打“★”的为督办目标。" in table and ">报告</button>" not in table


def sheets(data: bytes) -> dict[str, list[list[Any]]]:
    book = load_workbook(io.BytesIO(data))
    return {sheet.title: [[cell.value for cell in line] for line in sheet.iter_rows()] for sheet in book}


def test_the_file_holds_goals_targets_changes_and_their_sources(documents: tuple[Document, ...]) -> None:
    read = sheets(workbook(Board(documents, Filters(organization=WATER))))
    sources = {line[0]: line[-1] for line in read["来源"][1:]}
    targets = [dict(zip(read["指标与完成"][0], line, strict=True)) for line in read["指标与完成"][1:]]

    assert list(read) == ["目标", "指标与完成", "变化", "来源"] and len(read["目标"]) == 7
    assert {(t["类别"], t["结论"]) for t in targets} == {("指标", "未达到"), ("资金", None)}
    assert all(
        str(t["要求"]) in sources[t["要求的来源"]] and str(t["完成"]) in sources[t["完成的来源"]] for t in targets
    )
    assert [t["完成比(%)"] for t in targets if t["类别"] == "资金"] == [30, 45, 70]
    (change,) = [line for line in read["变化"] if "巡查河道" in str(line[2])]
    assert change[3:9] == ["2021 年 1-6月", 180, "2022 年 1-6月", 216, "次", 36]


def test_text_of_documents_is_never_a_formula(documents: tuple[Document, ...]) -> None:
    held = tuple(replace(d, organization="=2+2", goals=(replace(d.goals[0], name="@SUM(1)\x07"), *d.goals[1:])) for d in documents)  # fmt: skip
    book = load_workbook(io.BytesIO(workbook(Board(held, Filters()))))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]

    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}  # none is "f"
    assert any(str(cell.value).startswith("=HYPERLINK(1)") for cell in cells)
    assert all(cell.quotePrefix for cell in cells if str(cell.value).startswith(("=", "@", "#")))


def test_a_file_of_nothing_has_its_heads() -> None:
    assert [len(lines) for lines in sheets(workbook(Board((), Filters()))).values()] == [1, 1, 1, 1]


def test_the_file_is_fetched_under_the_filters_of_the_page(documents: tuple[Document, ...]) -> None:
    library = FakeLibrary({document.doc_id: document for document in documents})
    client = TestClient(Starlette(routes=overview_routes(alone(library))))
    _, table = shown(documents, organization=WATER, text="水库")
    (link,) = [a["href"] for a in Parts(table).having("href")]

    answer = client.get(f"/{link}")

    assert answer.status_code == 200 and answer.headers["content-disposition"].startswith("attachment")
    assert len(sheets(answer.content)["目标"]) == 4


def test_the_tab_and_its_file_speak_english(documents: tuple[Document, ...]) -> None:
    with speaking("en"):
        board, table = shown(documents)
        read = sheets(workbook(Board(documents, Filters())))

    assert "Completion against time" in board and "language=en" in table
    assert list(read) == ["Goals", "Targets and results", "Changes", "Sources"]
