"""The tab that drafts in Chromium: choose, draft, open a source, type a wrong figure and see it, undo, fetch; on a phone too."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import gradio as gr
import pytest
import uvicorn
from fastapi import FastAPI

from drafting_reports import hostile, parks, roads
from test_browser import CHROMIUM, DESKTOP, FLAGS, PHONE, WAIT
from ui.components import QUIET
from ui.drafting.routes import LONGEST_BODY, drafting_routes
from ui.drafting.tab import Drafting, drafting_tab
from ui.page import page_options
from ui_fakes import FakeLibrary, alone

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium")

SELECT = """words => {
  const block = [...document.querySelectorAll('.kp-block')].find((block) => block.textContent.includes(words));
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + words.length);
    block.focus();
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return;
  }
}"""
DRAWN = "name => [...CSS.highlights.get(name)].map((range) => range.toString())"


def app_of(library: FakeLibrary) -> FastAPI:
    visitors, app = alone(library), FastAPI()
    drafting = Drafting(visitors)
    app.router.routes.extend(drafting_routes(drafting, visitors=visitors))
    with gr.Blocks(analytics_enabled=False, fill_width=True) as page, gr.Tabs(elem_id="kp-tabs"):
        with gr.Tab("起草", elem_id="kp-drafting"):
            form = drafting_tab(drafting)
        gr.on([page.load], drafting.arrive, outputs=[form], **QUIET)
    return gr.mount_gradio_app(app, page, path="/", **page_options())


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("drafting")
    documents = (roads(folder, 2022, 6), parks(folder), hostile(folder))
    library = FakeLibrary({document.doc_id: document for document in documents})
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
    context = browser.new_context(viewport=request.param, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    page.goto(url)
    page.locator(".kp-drafting-form").wait_for(timeout=WAIT)
    yield page
    context.close()
    assert complaints == []


def make(page: sync_api.Page, *goals: str) -> None:
    for goal in goals:
        page.locator("[data-goals] label", has_text=goal).first.locator("input").check()
    page.get_by_role("button", name="起草", exact=True).click()
    page.locator(".kp-drafted").wait_for(timeout=WAIT)


def test_goals_are_filtered_by_words_and_by_report(page: sync_api.Page) -> None:
    goals = page.locator("[data-goals] label:visible")
    assert goals.count() == 5
    page.get_by_label("筛选目标").fill("公")
    assert goals.count() == 3
    page.get_by_label("云汀县园林局", exact=False).first.check()
    assert goals.count() == 1
    page.get_by_label("筛选目标").fill("航天")
    assert page.get_by_text("没有符合的目标").is_visible()


def test_a_mark_opens_its_source(page: sync_api.Page) -> None:
    make(page, "公路养护")

    page.locator(".kp-essay .kp-cite").nth(1).click()

    page.locator("#kp-draft-source mark").wait_for(timeout=WAIT)
    assert page.locator("#kp-draft-source mark").inner_text() == "1-6 月养护公路 212 公里"


def test_a_wrong_figure_is_marked_as_it_is_typed_and_undone(page: sync_api.Page, tmp_path: Path) -> None:
    make(page, "公路养护")
    assert "212 公里" in page.evaluate(DRAWN, "kp-supported")
    page.evaluate(SELECT, "212")

    page.keyboard.type("312")

    page.locator(".kp-live li").wait_for(timeout=WAIT)
    assert page.evaluate(DRAWN, "kp-contradicted") == ["312 公里"]
    assert "不符：312 公里" in page.locator(".kp-live li").inner_text()
    assert "报告为 212 公里" in page.locator(".kp-live li").inner_text()
    assert "与报告不符，请改正" in page.get_by_role("alert").inner_text()
    assert page.evaluate("getSelection().anchorNode.data").startswith(
        "1-6 月养护公路 312 公里"
    ) or "312 公里" in page.evaluate("getSelection().anchorNode.data")  # the cursor stays where it was

    page.locator(".kp-live button").click()
    page.locator("#kp-draft-source .kp-verdict").wait_for(timeout=WAIT)
    assert "212 公里" in page.locator("#kp-draft-source .kp-verdict").inner_text()

    with page.expect_download() as fetched:
        page.get_by_role("link", name="下载 Markdown").click()
    fetched.value.save_as(tmp_path / "a.md")
    assert "**312 公里**〔与报告不符：报告为 212 公里〕" in (tmp_path / "a.md").read_text("utf-8")

    page.get_by_role("button", name="撤销").click()
    page.locator(".kp-live li").wait_for(state="detached", timeout=WAIT)
    assert page.evaluate(DRAWN, "kp-contradicted") == []
    assert page.locator(".kp-draft-notice").count() == 0


def test_what_is_typed_last_is_in_the_file(page: sync_api.Page, tmp_path: Path) -> None:
    make(page, "公路养护")
    page.evaluate(SELECT, "已达到目标")
    page.keyboard.type("已达到年度目标")

    with page.expect_download() as fetched:
        page.get_by_role("link", name="下载 Word").click()  # before the pause is over

    fetched.value.save_as(tmp_path / "a.docx")
    import docx

    text = "\n".join(p.text for p in docx.Document(tmp_path / "a.docx").paragraphs)
    assert "已达到年度目标" in text


def test_the_text_is_copied_with_its_sources(page: sync_api.Page) -> None:
    make(page, "公路养护")

    page.get_by_role("button", name="复制").click()

    page.wait_for_function("navigator.clipboard.readText().then((text) => text.includes('公路养护'))")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "212 公里[2]" in copied
    assert "[2] 《2022 年度云汀县交通局目标完成情况表（2022 年 6 月）》，公路养护" in copied


def test_what_is_pasted_is_text_and_so_are_reports(page: sync_api.Page) -> None:
    make(page, "信访")
    assert page.locator(".kp-essay img, .kp-essay script, #kp-drafting-form img").count() == 0
    page.evaluate(
        "navigator.clipboard.write([new ClipboardItem({'text/html': new Blob(['<img src=x onerror=alert(3)>粗 30 件'], {type: 'text/html'}), 'text/plain': new Blob(['<b>粗</b> 77 件'], {type: 'text/plain'})})])"
    )
    page.evaluate(SELECT, "18 件")

    page.keyboard.press("Control+v")

    page.locator(".kp-live li").first.wait_for(timeout=WAIT)
    assert page.locator(".kp-block img, .kp-block b").count() == 0
    assert "<b>粗</b> 77 件" in page.locator(".kp-essay").inner_text()


@pytest.mark.parametrize("page", [PHONE], ids=["phone"], indirect=True)
def test_it_fits_a_phone(page: sync_api.Page) -> None:
    make(page, "公路养护")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, b"{}", 403),
        ({"x-kaoping": "upload"}, b"{}", 422),
        ({"x-kaoping": "upload"}, b"[1]", 422),
        ({"x-kaoping": "upload"}, b"[" * 100_000, 422),
        ({"x-kaoping": "upload"}, b" " * (LONGEST_BODY + 1), 422),
    ],
    ids=["from-elsewhere", "no-such-draft", "no-object", "deep", "long"],
)
def test_an_edit_that_is_none_is_refused(headers: dict[str, str], body: bytes, status: int, url: str) -> None:
    import httpx2

    response = httpx2.post(f"{url}/drafting/unknown/blocks/1", headers=headers, content=body)

    assert response.status_code == status
    assert response.json()["error"]
