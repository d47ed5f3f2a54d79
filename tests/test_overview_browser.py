"""The overview in Chromium: filters, a number that opens its cell, sorting, the file; at a desk and on a phone."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import gradio as gr
import pytest
import uvicorn
from fastapi import FastAPI

from overview_reports import several, wide
from test_browser import CHROMIUM, DESKTOP, FLAGS, PHONE, WAIT, is_in_view
from ui.components import QUIET
from ui.overview.routes import overview_routes
from ui.overview.tab import Overviews, overview_tab
from ui.page import page_options
from ui_fakes import FakeLibrary, alone

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium")


def app_of(library: FakeLibrary) -> FastAPI:
    """A page of the overview alone, beside an empty tab that is shown first."""
    visitors, app = alone(library), FastAPI()
    overviews = Overviews(visitors)
    app.router.routes.extend(overview_routes(visitors))
    with gr.Blocks(analytics_enabled=False, fill_width=True) as page, gr.Tabs(elem_id="kp-tabs"):
        gr.Tab("空")
        with gr.Tab("目标总览", elem_id="kp-overview") as looking:
            filters, shown = overview_tab(overviews)
        gr.on([looking.select], overviews.arrive, [filters], shown, **QUIET)
    return gr.mount_gradio_app(app, page, path="/", **page_options())


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> FakeLibrary:
    folder = tmp_path_factory.mktemp("overview")
    return FakeLibrary({document.doc_id: document for document in (*several(folder), wide(folder))})


@pytest.fixture(scope="module")
def url(library: FakeLibrary) -> Iterator[str]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app_of(library), log_level="warning"))
        running = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        running.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        running.join(timeout=20)


@pytest.fixture(scope="module")
def browser() -> Iterator[sync_api.Browser]:
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(params=[DESKTOP], ids=["desktop"])
def page(request: pytest.FixtureRequest, url: str, browser: sync_api.Browser) -> Iterator[sync_api.Page]:
    context = browser.new_context(viewport=request.param)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(url)
    page.get_by_role("tab", name="目标总览").click()
    page.locator(".kp-board").wait_for(timeout=WAIT)
    yield page
    context.close()
    assert complaints == []


def tile(page: sync_api.Page, name: str) -> sync_api.Locator:
    return page.locator(".kp-tile", has_text=name)


def test_filters_leave_what_fits_and_the_counts_follow(page: sync_api.Page) -> None:
    assert tile(page, "份报告").locator("b").inner_text() == "10"

    page.get_by_label("单位", exact=True).select_option("云汀县交通局")
    page.locator(".kp-tile b", has_text="4").first.wait_for(timeout=WAIT)
    page.get_by_label("文字").press_sequentially("公路养护")
    page.wait_for_function("document.querySelectorAll('.kp-ov-goals tbody tr').length === 1")

    assert "公路养护" in page.locator(".kp-ov-goals tbody").inner_text()
    assert page.evaluate("document.activeElement.name") == "text"
    assert page.locator("#kp-overview-left [role=status]").inner_text() == "筛选出 1 项目标，来自 1 份报告"


def test_a_tile_shows_its_goals_and_shows_all_again(page: sync_api.Page) -> None:
    tile(page, "进度落后于时间").click()
    page.locator(".kp-tile[aria-pressed=true]", has_text="落后").wait_for(timeout=WAIT)
    behind = page.locator(".kp-ov-goals tbody tr").count()

    assert str(behind) == tile(page, "进度落后于时间").locator("b").inner_text() and behind < 10
    assert page.get_by_label("状态", exact=True).input_value() == "behind"

    tile(page, "进度落后于时间").click()
    page.locator(".kp-tile[aria-pressed=true]", has_text="份报告").wait_for(timeout=WAIT)
    assert page.locator(".kp-ov-goals tbody tr").count() == 10


@pytest.mark.parametrize("page", [DESKTOP, PHONE], ids=["desktop", "phone"], indirect=True)
def test_a_bar_opens_its_cell_with_the_quote_marked_and_nothing_is_cut_off(page: sync_api.Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.locator(".kp-ov-track[data-span]").first.click()
    mark = page.locator("#kp-overview-cell mark")
    mark.wait_for(timeout=WAIT)
    page.wait_for_timeout(300)

    assert mark.inner_text() == page.locator(".kp-ov-track[aria-current]").get_attribute("data-said")
    assert is_in_view(mark)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_point_of_the_plot_is_reached_and_opened_by_keyboard(page: sync_api.Page) -> None:
    page.get_by_label("指标", exact=True).select_option(label="河湖管护 · 全县巡查河道（累计，次）")
    points = page.locator(".kp-point")
    points.filter(has_text="310").wait_for(timeout=WAIT)
    points.filter(has_text="310").focus()
    page.keyboard.press("Enter")
    page.locator("#kp-overview-cell mark").wait_for(timeout=WAIT)

    assert points.all_inner_texts() == ["180 次", "216 次", "310 次"]
    assert "310 次" in page.locator("#kp-overview-cell mark").inner_text()
    assert "2022" in page.locator("#kp-overview-cell header").inner_text()


def test_the_table_is_sorted_by_a_column_and_backwards(page: sync_api.Page) -> None:
    head = page.locator(".kp-ov-goals th", has_text="累计完成工作量")
    column = head.evaluate("head => head.cellIndex")
    for sort in ("ascending", "descending"):
        head.get_by_role("button").press("Enter")
        shown = page.locator(f".kp-ov-goals tbody td:nth-child({column + 1})").all_inner_texts()
        values = [float(text.strip().rstrip("%")) for text in shown]

        assert head.get_attribute("aria-sort") == sort
        assert values == sorted(values, reverse=sort == "descending") and len(set(values)) > 3


def test_the_file_holds_the_goals_that_are_shown(page: sync_api.Page, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    page.get_by_label("年度").select_option("2021")
    page.wait_for_function("document.querySelectorAll('.kp-ov-goals tbody tr').length === 2")
    with page.expect_download() as started:
        page.get_by_role("link", name="下载 Excel").click()
    started.value.save_as(tmp_path / "goals.xlsx")

    assert started.value.suggested_filename == "目标总览.xlsx"
    assert load_workbook(tmp_path / "goals.xlsx")["目标"].max_row == 3


def test_hostile_text_stays_text(page: sync_api.Page) -> None:
    assert "<img src=x" in page.locator(".kp-ov-goals tbody").inner_text()
    assert page.evaluate("window.hacked") is None
    assert page.locator("#kp-overview img").count() == 0
