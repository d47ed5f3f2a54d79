"""The page in Chromium, on the real program with the bundled report."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from corpus import read_document
from corpus.reports import sample_report

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium")

ROOT = Path(__file__).parent.parent
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
DESKTOP = {"width": 1280, "height": 720}
PHONE = {"width": 390, "height": 844}
WAIT = 20_000  # milliseconds for an answer, on a busy machine
HOSTILE = "<img src=x onerror='window.hacked=1'> **粗** $x^2$ 1-6月~ ${window.hacked=1} {{value}}"


def start_server(data: Path) -> tuple[subprocess.Popen[bytes], str, list[str]]:
    """`kaoping serve` on a free port; returns when it has said its address."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("KAOPING_")}
    command = [sys.executable, "-c", "from ui.cli import main; main()", "serve", "--port", "0", "--data", str(data)]
    process = subprocess.Popen(command, env={**environment, "PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE)
    assert process.stderr
    said: list[str] = []
    for line in process.stderr:
        said.append(line.decode())
        if found := re.search(r"http://\S+?:\d+", said[-1]):
            threading.Thread(target=drain, args=(process.stderr, said), daemon=True).start()
            return process, found[0], said
    raise AssertionError("".join(said))


def drain(stream: IO[bytes], said: list[str]) -> None:
    said.extend(line.decode() for line in stream)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[str]]]:
    process, url, said = start_server(tmp_path_factory.mktemp("browser") / "data")
    yield url, said
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=20)
    assert "Traceback" not in "".join(said)


@pytest.fixture(scope="module")
def browser() -> Iterator[sync_api.Browser]:
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@dataclass
class Watch:
    """What a page did: hosts it turned to, and what it complained about."""

    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)

    def follow(self, page: sync_api.Page) -> None:
        page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))
        page.on("websocket", lambda socket: self.hosts.add(urlsplit(socket.url).netloc))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda message: message.type == "error" and self.complaints.append(message.text))
        page.on("dialog", lambda dialog: self.complaints.append(dialog.message))


@contextmanager
def opened(browser: sync_api.Browser, url: str, size: dict[str, int]) -> Iterator[sync_api.Page]:
    """The page in a window of its own; afterwards it must not have turned elsewhere or complained."""
    watch = Watch()
    context = browser.new_context(viewport=size)
    page = context.new_page()
    watch.follow(page)
    page.goto(url)
    page.wait_for_selector(".kp-examples button")
    yield page
    context.close()
    assert {host for host in watch.hosts if host} == {urlsplit(url).netloc}
    assert watch.complaints == []


@pytest.fixture
def page(server: tuple[str, list[str]], browser: sync_api.Browser) -> Iterator[sync_api.Page]:
    with opened(browser, server[0], DESKTOP) as page:
        yield page


def ask(page: sync_api.Page, question: str) -> sync_api.Locator:
    """Type a question, send it with Enter, and wait for what comes of it."""
    turns = page.locator(".kp-turn").count()
    page.get_by_placeholder("输入问题").fill(question)
    page.keyboard.press("Enter")
    reply = page.locator(".kp-turn").nth(turns).locator(".kp-answer")
    reply.wait_for(timeout=WAIT)
    return reply


def write_pdf(path: Path, *, share: str) -> Path:
    """A report of one page whose headers no rule knows."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("plain", fontName="STSong-Light", fontSize=10, leading=14, wordWrap="CJK")
    rows = [
        ["事情", "要做到什么程度", "干到哪一步了", "做完多少"],
        ["河道清淤", "全年清淤不少于 30 公里，确保汛前完成。", "截至 6 月底，已累计清淤 21 公里。", share],
        ["路灯改造", "全年新增路灯不少于 500 盏。", "截至 6 月底，已累计新增路灯 310 盏。", "62%"],
    ]
    cells = [[Paragraph(text, style) for text in row] for row in rows]
    grid = Table(cells, colWidths=[90, 170, 170, 70], style=[("GRID", (0, 0), (-1, -1), 0.5, "black")])
    SimpleDocTemplate(str(path)).build([Paragraph("2022 年度某某区水务局工作完成情况表（1-6 月）", style), grid])
    return path


def is_in_view(locator: sync_api.Locator) -> bool:
    """Whether the whole element can be seen: in the window and not scrolled out of the evidence panel."""
    return bool(
        locator.evaluate(
            """(element) => {
              const box = element.getBoundingClientRect();
              const panel = element.closest('section').getBoundingClientRect();
              const top = Math.max(0, panel.top), bottom = Math.min(innerHeight, panel.bottom);
              const across = box.left >= 0 && box.right <= innerWidth;
              return box.height > 0 && box.top >= top && box.bottom <= bottom && across;
            }"""
        )
    )


def expect_quote(page: sync_api.Page) -> None:
    """The marked text stands word for word in the report, and can be seen."""
    mark = page.locator("section.kp-evidence mark")
    quote = mark.text_content() or ""
    cells = [cell.text for goal in read_document(sample_report()).goals for cell in goal.cells]
    assert quote and any(quote in text for text in cells)
    page.wait_for_timeout(300)
    assert is_in_view(mark)


def test_it_starts_with_the_bundled_report_and_says_so(server: tuple[str, list[str]], page: sync_api.Page) -> None:
    assert "样例报告" in "".join(server[1])
    assert "样例报告" in page.locator(".kp-notice").inner_text()
    assert page.title() == "考评"
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    assert page.request.get(f"{server[0]}/health").status == 200


def test_an_answer_opens_its_evidence_with_the_quote_in_view(page: sync_api.Page) -> None:
    reply = ask(page, "上半年全市民生支出是多少，占一般公共预算支出多少？")

    assert "877.82" in reply.inner_text()
    page.locator("section.kp-evidence mark").wait_for()
    expect_quote(page)
    assert "877.82" in (page.locator("mark").text_content() or "")


def test_a_mark_leads_to_its_quote(page: sync_api.Page) -> None:
    reply = ask(page, "民生保障方面，疫苗接种拨付了多少医保基金？")
    reply.locator("a.kp-cite").last.click()
    page.locator("section.kp-evidence mark").wait_for()

    expect_quote(page)
    assert page.locator("details.kp-cited[open]").count() == 1
    page.locator("section.kp-evidence").evaluate("(section) => { section.scrollTop = 0; }")
    reply.locator("a.kp-cite").last.click()  # the same mark again brings it back
    expect_quote(page)


def test_marks_of_earlier_answers_still_work(page: sync_api.Page) -> None:
    first = ask(page, "上半年全市民生支出是多少？")
    ask(page, "上半年“三公”经费支出了多少？")
    first.locator("a.kp-cite").first.click()
    page.locator("section.kp-evidence[data-active^='0-'] mark").wait_for()

    expect_quote(page)
    assert page.locator("section.kp-evidence h3").inner_text() in ("民生支出占比", "★大财政体制机制改革")


def test_a_follow_up_understands_what_came_before(page: sync_api.Page) -> None:
    ask(page, "上半年全市民生支出是多少？")

    assert "459.61" in ask(page, "那二季度呢？").inner_text()


def test_an_example_is_asked_at_once(page: sync_api.Page) -> None:
    page.locator(".kp-examples button").first.click()
    page.locator(".kp-answer .kp-cite").first.wait_for(timeout=WAIT)

    page.get_by_role("button", name="新对话").click()
    page.locator(".kp-examples button").first.wait_for()
    assert page.locator(".kp-turn").count() == 0


def test_looking_up_is_shown(page: sync_api.Page) -> None:
    page.evaluate(
        """() => { window.seen = [];
          new MutationObserver(() => {
            if (document.querySelector('.kp-pending')) window.seen.push('pending');
            if (document.querySelector('.kp-skeleton')) window.seen.push('skeleton');
          }).observe(document.body, { subtree: true, childList: true }); }"""
    )
    ask(page, "上半年全市民生支出是多少？")

    assert set(page.evaluate("window.seen")) == {"pending", "skeleton"}


def test_what_the_report_does_not_hold_looks_different(page: sync_api.Page) -> None:
    reply = ask(page, "2035 年火星基地的预算是多少？")

    assert "kp-not-found" in (reply.get_attribute("class") or "")


@pytest.mark.parametrize("question", ["   ", "问" * 20_000], ids=["blank", "long"])
def test_what_cannot_be_asked_is_an_error_and_the_page_goes_on(page: sync_api.Page, question: str) -> None:
    assert "kp-error" in (ask(page, question).get_attribute("class") or "")
    assert "877.82" in ask(page, "上半年全市民生支出是多少？").inner_text()


def test_hostile_questions_are_shown_as_text(page: sync_api.Page) -> None:
    ask(page, HOSTILE)

    assert page.locator(".kp-question").first.text_content() == HOSTILE
    assert page.evaluate("window.hacked") is None
    assert page.locator(".kp-log img, .kp-log script").count() == 0


def test_citations_are_stepped_through_by_keys(page: sync_api.Page) -> None:
    ask(page, "二季度和上半年的民生支出相差多少？")
    first = page.locator("section.kp-evidence[data-active='0-1'] .kp-steps b")
    first.wait_for()
    page.locator(".kp-log").focus()
    page.keyboard.press("]")
    page.locator("section.kp-evidence[data-active='0-2'] mark").wait_for()
    expect_quote(page)
    page.keyboard.press("[")
    first.wait_for()


def test_the_keyboard_is_enough(page: sync_api.Page) -> None:
    box = page.get_by_placeholder("输入问题")
    page.locator("body").click(position={"x": 5, "y": 5})
    page.keyboard.press("?")
    page.get_by_role("dialog", name="快捷键").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("上半年")
    page.keyboard.press("Shift+Enter")
    box.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    assert box.input_value() == "上半年\n" and page.locator(".kp-turn").count() == 0
    page.keyboard.type("全市民生支出是多少？")
    page.keyboard.press("Enter")
    page.locator(".kp-answer").wait_for(timeout=WAIT)
    page.keyboard.press("Alt+n")
    page.locator(".kp-examples button").first.wait_for()
    assert box.evaluate("box => box === document.activeElement")


def test_a_follow_up_that_is_offered_is_answered(page: sync_api.Page) -> None:
    ask(page, "上半年全市民生支出是多少？")
    offered = page.locator("#kp-following button").first
    offered.wait_for(timeout=WAIT)
    offered.click()
    page.locator(".kp-answer").nth(1).wait_for(timeout=WAIT)

    assert page.locator(".kp-not-found").count() == 0


def test_an_answer_is_copied_with_its_sources(page: sync_api.Page) -> None:
    ask(page, "上半年全市民生支出是多少？")
    page.context.grant_permissions(["clipboard-read"])
    page.get_by_role("button", name="复制").click()
    page.locator(".kp-told").get_by_text("已复制").wait_for()
    copied = page.evaluate(
        """async () => { const [item] = await navigator.clipboard.read();
          return Promise.all(['text/plain', 'text/html'].map(async (type) => (await item.getType(type)).text())); }"""
    )

    assert "877.82" in copied[0] and "出处\n[1] 《2021 年度杭州市财政局" in copied[0] and "<sup>[1]</sup>" in copied[1]


def test_a_conversation_is_found_again_renamed_saved_and_deleted(
    server: tuple[str, list[str]], browser: sync_api.Browser
) -> None:
    with browser.new_context(viewport=DESKTOP) as context:  # unwatched: Gradio complains of its own stream on a reload
        page = context.new_page()
        page.goto(server[0])
        page.wait_for_selector(".kp-examples button")
        ask(page, "上半年“三公”经费支出了多少？")
        page.reload()
        page.locator(".kp-answer").get_by_text("3322").wait_for(timeout=WAIT)
        page.get_by_role("button", name="新对话").click()
        page.locator(".kp-examples button").first.wait_for()

        page.get_by_role("button", name="对话记录", exact=True).click()
        history = page.locator(".kp-history")
        history.get_by_role("searchbox").fill("3322 万元")
        item = history.locator("li").filter(has_text="三公").first
        item.wait_for(timeout=WAIT)
        item.get_by_role("button", name="改名").click()
        item.get_by_role("textbox").fill("经费问答")
        page.keyboard.press("Enter")
        renamed = history.locator("li").filter(has_text="经费问答")
        renamed.wait_for(timeout=WAIT)
        with page.expect_download() as download:
            renamed.get_by_role("link", name="Word").click()
        assert download.value.suggested_filename == "经费问答.docx"
        renamed.get_by_role("button", name="经费问答").click()
        page.locator(".kp-answer").get_by_text("3322").wait_for(timeout=WAIT)

        page.get_by_role("button", name="对话记录", exact=True).click()
        renamed.wait_for(timeout=WAIT)
        renamed.get_by_text("删除", exact=True).click()
        renamed.get_by_role("button", name="确认删除").click()
        page.locator(".kp-examples button").first.wait_for(timeout=WAIT)
        page.keyboard.press("Escape")
        assert renamed.count() == 0 and not history.is_visible()


def test_what_is_wrong_with_an_answer_can_be_said(page: sync_api.Page) -> None:
    ask(page, "上半年全市民生支出是多少？")
    page.get_by_role("button", name="有问题").click()
    page.get_by_label("数字错误").check()
    page.get_by_label("说明").fill("应为 1 亿元")
    page.get_by_role("button", name="提交").click()

    page.locator(".kp-told").get_by_text("已记下").wait_for(timeout=WAIT)
    assert page.locator("[data-rate=down]").get_attribute("aria-pressed") == "true"


def test_on_a_phone_the_evidence_is_a_sheet_that_goes_away(
    server: tuple[str, list[str]], browser: sync_api.Browser
) -> None:
    with opened(browser, server[0], PHONE) as page:
        reply = ask(page, "上半年全市民生支出是多少？")
        assert not page.locator("section.kp-evidence").is_visible()
        reply.locator("a.kp-cite").first.click()
        page.locator("section.kp-evidence mark").wait_for()
        expect_quote(page)
        page.get_by_role("button", name="关闭原文依据").click()
        assert not page.locator("section.kp-evidence").is_visible()
        box = page.get_by_role("button", name="提问", exact=True).bounding_box()
        assert box and box["y"] + box["height"] <= PHONE["height"]


def test_two_visitors_have_conversations_of_their_own(
    server: tuple[str, list[str]], browser: sync_api.Browser, page: sync_api.Page
) -> None:
    with opened(browser, server[0], DESKTOP) as other:
        other.get_by_placeholder("输入问题").fill("上半年“三公”经费支出了多少？")
        other.keyboard.press("Enter")
        ask(page, "上半年全市民生支出是多少？")
        other.locator(".kp-answer").wait_for(timeout=WAIT)

        assert page.locator(".kp-turn").count() == other.locator(".kp-turn").count() == 1
        assert "3322" in other.locator(".kp-answer").inner_text()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nothing_is_cut_off_at_the_side(
    server: tuple[str, list[str]], browser: sync_api.Browser, size: dict[str, int]
) -> None:
    with opened(browser, server[0], size) as page:
        reply = ask(page, "民生保障方面，疫苗接种拨付了多少医保基金？")
        reply.locator("a.kp-cite").first.click()
        page.locator("section.kp-evidence mark").wait_for()
        expect_quote(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_everything_fits_a_small_laptop(page: sync_api.Page) -> None:
    box = page.get_by_role("button", name="提问", exact=True).bounding_box()

    assert box and box["y"] + box["height"] <= DESKTOP["height"]


def test_questions_sent_while_one_is_looked_up_wait_their_turn(page: sync_api.Page) -> None:
    held: list[sync_api.Route] = []
    page.route("**/queue/join*", lambda route: route.continue_() if held else held.append(route))  # the first must wait
    box = page.get_by_placeholder("输入问题")
    for question in ("上半年全市民生支出是多少？", "那二季度呢？", "上半年“三公”经费支出了多少？"):
        box.fill(question)
        page.keyboard.press("Enter")
    box.fill("还没写完的问题")
    assert page.locator(".kp-waiting li").count() == 2
    held[0].continue_()
    page.locator(".kp-answer").nth(2).wait_for(timeout=WAIT)

    answers = page.locator(".kp-answer").all_inner_texts()
    assert all(figure in answer for figure, answer in zip(("877.82", "459.61", "3322"), answers, strict=True))
    assert box.input_value() == "还没写完的问题" and page.locator(".kp-waiting li").count() == 0


def test_a_file_is_taken_in_looked_at_corrected_replaced_and_removed(
    server: tuple[str, list[str]], browser: sync_api.Browser, tmp_path: Path
) -> None:
    with opened(browser, server[0], DESKTOP) as page:
        ask(page, "上半年全市民生支出是多少？")
        page.get_by_role("tab", name="资料").click()
        page.locator("[data-input=files]").set_input_files(
            [write_pdf(tmp_path / "水务局.pdf", share="70%"), ROOT / "pyproject.toml"]
        )
        intake = page.locator(".kp-intake")
        intake.get_by_text("2 个文件：已导入 1，失败 1").wait_for(timeout=2 * WAIT)
        assert intake.locator(".kp-guess").count() >= 3 and "pyproject.toml" in intake.inner_text()
        page.locator(".kp-held").get_by_text("2 份报告").wait_for(timeout=WAIT)

        intake.get_by_role("button", name="预览").click()
        view = page.locator(".kp-opened")
        view.locator(".kp-sheet img").wait_for(timeout=WAIT)
        view.get_by_text("截至 6 月底，已累计清淤 21 公里。").click()
        assert "第 1 页" in view.locator(".kp-address").inner_text()
        with page.expect_download() as download:
            view.get_by_role("link", name="下载原件").click()
        assert download.value.suggested_filename == "水务局.pdf"

        view.get_by_text("解析报告").click()
        view.get_by_text("21 公里").click()
        assert view.get_by_role("button", name="确认", exact=True).is_visible()
        view.get_by_role("button", name="确认", exact=True).click()
        view.get_by_text("表头已确认").wait_for(timeout=WAIT)
        assert view.locator(".kp-guess").count() == 0 and "人工确认" in view.inner_text()

        view.get_by_role("button", name="返回资料库").click()
        page.locator("[data-input=files]").set_input_files([write_pdf(tmp_path / "水务局.pdf", share="75%")])
        intake.get_by_text("1 个文件：已更新 1").wait_for(timeout=2 * WAIT)
        assert intake.locator(".kp-guess").count() == 0  # as the person said before
        page.locator(".kp-shelf").get_by_role("button", name="水务局").click()
        view.get_by_text("历史版本（1）").wait_for(timeout=WAIT)
        view.locator(".kp-sheet img").evaluate("image => image.decode()")  # else it may be fetched after the removal

        view.get_by_text("删除", exact=True).click()
        view.get_by_role("button", name="确认删除").click()
        page.locator(".kp-shelf").get_by_text("已删除《").wait_for(timeout=WAIT)
        page.get_by_role("tab", name="问答").click()
        assert page.locator(".kp-turn").count() == 1  # the conversation stayed
        page.locator(".kp-held").get_by_text("杭州市财政局").wait_for(timeout=WAIT)


def test_the_documents_fit_a_phone(server: tuple[str, list[str]], browser: sync_api.Browser) -> None:
    with opened(browser, server[0], PHONE) as page:
        page.get_by_role("tab", name="资料").click()
        page.locator(".kp-shelf .kp-link").first.click()
        page.locator(".kp-opened").wait_for()
        page.keyboard.press("Tab")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.locator("td[data-cell]").nth(1).focus()
        page.keyboard.press("Enter")
        assert "考核内容及指标：" in page.locator(".kp-address").inner_text()


def test_the_data_folder_cannot_be_fetched(server: tuple[str, list[str]], page: sync_api.Page) -> None:
    for path in ("/etc/passwd", str(ROOT / "pyproject.toml")):
        assert page.request.get(f"{server[0]}/gradio_api/file={path}").status in (403, 404)
