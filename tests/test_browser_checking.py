"""What verifies drafts and audits reports, in Chromium, on the real program with the bundled report."""

from __future__ import annotations

import csv
import io
import re
import signal
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from corpus.reports import sample_report
from test_browser import CHROMIUM, DESKTOP, FLAGS, HOSTILE, PHONE, WAIT, is_in_view, opened, start_server

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium")

TRUE, FALSE = "877.82亿元", "999.99亿元"
DRAFT = (
    "一季度以来，各项工作平稳推进。\n"
    f"1-6月，全市民生支出{TRUE}，占一般公共预算支出77.7%。\n"
    f"上半年，全市民生支出{FALSE}。\n"
    "全市共有 48213 只白鹭在此过冬。"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    process, url, said = start_server(tmp_path_factory.mktemp("checking") / "data")
    yield url
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=20)
    assert "Traceback" not in "".join(said)


@pytest.fixture(scope="module")
def browser() -> Iterator[sync_api.Browser]:
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(server: str, browser: sync_api.Browser) -> Iterator[sync_api.Page]:
    with opened(browser, server, DESKTOP) as page:
        page.get_by_role("tab", name="核对").click()
        yield page


def verify(page: sync_api.Page, text: str) -> sync_api.Locator:
    """Paste a text, have it verified, and wait for the verdicts."""
    page.get_by_label("要核对的文字").fill(text)
    page.get_by_role("button", name="核对", exact=True).click()
    checked = page.locator("section.kp-checked")
    checked.wait_for(timeout=WAIT)
    return checked


def write_draft(path: Path) -> Path:
    draft = docx.Document()
    for line in DRAFT.split("\n"):
        draft.add_paragraph(line)
    draft.save(str(path))
    return path


def test_a_pasted_draft_is_shown_with_its_figures_told_apart(page: sync_api.Page) -> None:
    checked = verify(page, DRAFT)
    looks = {
        name: checked.locator(f".kp-v-{name}.kp-fig").first.evaluate(
            "e => [getComputedStyle(e).borderBottomStyle, getComputedStyle(e, '::after').content, getComputedStyle(e).color]"
        )
        for name in ("supported", "contradicted", "not_found")
    }

    assert all(len({look[at] for look in looks.values()}) == 3 for at in range(3)), looks
    assert checked.locator(".kp-v-supported.kp-fig").first.inner_text() == TRUE
    assert checked.locator(".kp-v-contradicted.kp-fig").inner_text() == FALSE
    assert "48213" in checked.locator(".kp-v-not_found.kp-fig").inner_text()
    assert checked.locator(".kp-tally button").all_inner_texts() == ["全部问题 2", "不符 1", "未找到 1", "支持 2"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_figure_opens_the_cell_that_decides(page: sync_api.Page) -> None:
    checked = verify(page, DRAFT)
    source = page.locator("section.kp-source")
    source.locator("mark").wait_for()  # the first problem is open already
    assert FALSE in source.locator(".kp-verdict").inner_text() and "877.82" in source.locator("mark").inner_text()

    checked.locator(".kp-fig", has_text=TRUE).click()
    page.locator("section.kp-source[data-reveal=click] .kp-v-supported").wait_for(timeout=WAIT)
    page.wait_for_timeout(300)

    assert is_in_view(source.locator("mark")) and source.locator("h3").inner_text() == "民生支出占比"
    assert "原件第" in source.inner_text() and "1-6 月累计完成进度" in source.inner_text()


def test_it_can_be_used_by_keyboard_alone(page: sync_api.Page) -> None:
    page.get_by_label("要核对的文字").focus()
    page.keyboard.insert_text(DRAFT)
    page.keyboard.press("Control+Enter")
    page.locator("section.kp-checked").wait_for(timeout=WAIT)
    assert page.evaluate("document.activeElement.matches('.kp-checked h2')")

    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.kp-fig')"):
            break
    page.keyboard.press("Enter")
    page.locator("section.kp-source[data-reveal=click] .kp-v-supported").wait_for(timeout=WAIT)

    assert page.evaluate("document.activeElement.matches('.kp-fig[aria-current]')")
    assert page.locator("#kp-verify-right [role=status]").inner_text().startswith("支持")


def test_figures_are_walked_through_by_button_and_by_key(page: sync_api.Page) -> None:
    checked = verify(page, DRAFT)
    walk = checked.locator("[data-walk]")
    assert walk.inner_text() == "第 1 处，共 2 处"
    checked.get_by_label("只看这些句子").check()
    assert checked.locator(".kp-claim:visible").count() == 2

    for number, figure in ((2, "48213"), (1, FALSE)):  # the last is followed by the first
        checked.get_by_role("button", name="下一处").click()
        page.locator("section.kp-source .kp-verdict", has_text=figure).wait_for(timeout=WAIT)
        assert (
            walk.inner_text() == f"第 {number} 处，共 2 处" and figure in checked.locator("[aria-current]").inner_text()
        )
    page.keyboard.press("k")
    page.locator("section.kp-source .kp-verdict", has_text="48213").wait_for(timeout=WAIT)
    checked.get_by_role("button", name="支持").click()
    page.keyboard.press("n")
    page.locator("section.kp-source .kp-verdict", has_text=TRUE).wait_for(timeout=WAIT)
    assert walk.inner_text() == "第 1 处，共 2 处" and checked.locator(".kp-claim:visible").count() == 1


def test_an_example_is_verified_and_corrected_without_any_help(page: sync_api.Page) -> None:
    page.get_by_role("button", name="试一个例子").click()
    page.wait_for_function("document.querySelector('#kp-draft-text').value")
    page.keyboard.press("Enter")  # the focus is where one goes on
    source = page.locator("section.kp-source")
    source.get_by_role("button", name="改为").click(timeout=WAIT)
    checked = page.locator("section.kp-checked[data-revision='1']")
    checked.wait_for(timeout=WAIT)

    assert checked.locator(".kp-v-contradicted.kp-fig").count() == 0 and "已改 1 处" in checked.inner_text()
    assert source.locator(".kp-verdict.kp-v-supported").count() == 1
    assert page.evaluate("document.activeElement.matches('.kp-verdict')")
    checked.get_by_role("button", name="撤销").click()
    page.locator("section.kp-checked[data-revision='2'] .kp-v-contradicted.kp-fig").wait_for(timeout=WAIT)


def test_a_draft_is_edited_in_place_and_verified_again(page: sync_api.Page) -> None:
    checked = verify(page, DRAFT)
    checked.get_by_role("button", name="编辑文字").click()
    box = checked.get_by_label("修改文字")
    assert box.input_value() == DRAFT
    page.keyboard.press("Escape")
    assert not box.is_visible() and checked.locator(".kp-fig").first.is_visible()

    checked.get_by_role("button", name="编辑文字").click()
    box.fill(" ")
    page.keyboard.press("Control+Enter")
    checked.locator(".kp-refused", has_text="没有可以核对的文字").wait_for(timeout=WAIT)
    assert box.is_visible() and box.input_value() == " "  # what was typed stays
    box.fill(DRAFT.replace(FALSE, TRUE))
    checked.get_by_role("button", name="核对修改").click()
    page.locator("section.kp-checked[data-revision='1']").wait_for(timeout=WAIT)
    assert checked.locator(".kp-v-contradicted.kp-fig").count() == 0 and not box.is_visible()


def test_a_long_text_put_in_at_once_is_there_at_once(page: sync_api.Page) -> None:
    text = DRAFT * 400
    page.get_by_label("要核对的文字").focus()
    began = time.monotonic()
    page.keyboard.insert_text(text)

    assert page.get_by_label("要核对的文字").input_value() == text and time.monotonic() - began < 5


def test_a_word_file_is_verified_and_downloaded_with_its_verdicts(page: sync_api.Page, tmp_path: Path) -> None:
    page.locator("#kp-verify-form [data-input]").set_input_files(write_draft(tmp_path / "季度初稿.docx"))
    checked = page.locator("section.kp-checked")
    checked.wait_for(timeout=2 * WAIT)
    assert checked.locator("h2").inner_text() == "季度初稿.docx" and checked.locator(".kp-fig").count() == 4

    with page.expect_download() as download:
        checked.get_by_role("link", name="下载 Word").click()
    assert download.value.suggested_filename == "季度初稿（核对）.docx"
    with zipfile.ZipFile(download.value.path()) as package:
        assert FALSE in package.read("word/document.xml").decode() and "word/comments.xml" in package.namelist()
    with page.expect_download() as download:
        checked.get_by_role("link", name="下载 Markdown").click()
    assert FALSE in download.value.path().read_text(encoding="utf-8")

    page.keyboard.press("a")
    page.locator("section.kp-checked[data-revision='1']").wait_for(timeout=WAIT)
    with page.expect_download() as download:
        checked.get_by_role("link", name="下载修改稿").click()
    assert download.value.suggested_filename == "季度初稿（修改）.docx"
    with zipfile.ZipFile(download.value.path()) as package:
        changed = package.read("word/document.xml").decode()
    assert re.search(f"<w:delText[^>]*>{FALSE}</w:delText>", changed) and re.search(rf"<w:ins .*?{TRUE}</w:t>", changed)


def test_a_file_is_dropped(page: sync_api.Page) -> None:
    page.evaluate(
        """(text) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([text], '稿子.md'));
          const drop = new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true });
          document.querySelector('.kp-draft-form').dispatchEvent(drop);
        }""",
        DRAFT,
    )
    page.locator("section.kp-checked h2", has_text="稿子.md").wait_for(timeout=WAIT)


def test_what_cannot_be_verified_is_a_line_and_the_text_stays(page: sync_api.Page, tmp_path: Path) -> None:
    page.get_by_role("button", name="核对", exact=True).click()
    assert "请先粘贴文字" in page.locator(".kp-draft-status").inner_text()

    page.get_by_label("要核对的文字").fill("写了一半")
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04 no zip")
    page.locator("#kp-verify-form [data-input]").set_input_files(tmp_path / "坏.docx")
    page.locator(".kp-refused").wait_for(timeout=2 * WAIT)
    assert page.locator(".kp-refused").inner_text().startswith("坏.docx：")
    assert page.get_by_label("要核对的文字").input_value() == "写了一半"

    verify(page, DRAFT).get_by_role("button", name="核对另一份").click()
    assert page.get_by_label("要核对的文字").input_value() == DRAFT and not page.locator(".kp-refused").count()


def test_a_long_draft_shows_how_far_it_is_and_can_be_stopped(page: sync_api.Page) -> None:
    page.get_by_label("要核对的文字").evaluate(
        "(box, text) => { box.value = text; }", DRAFT * 1200
    )  # typing takes minutes
    page.get_by_role("button", name="核对", exact=True).click()
    page.locator(".kp-checking", has_text=re.compile(r"正在核对第 \d+ 句，共 \d{4,} 句")).wait_for(timeout=2 * WAIT)
    page.get_by_role("button", name="停止").click()
    page.locator(".kp-refused", has_text="已停止").wait_for(timeout=WAIT)

    assert verify(page, DRAFT).locator(".kp-fig").count() == 4


def test_hostile_drafts_are_shown_as_text(page: sync_api.Page) -> None:
    text = f"{HOSTILE} {FALSE} <script>window.hacked=1</script>"
    checked = verify(page, text)

    assert checked.locator(".kp-draft").evaluate("e => e.textContent") == text
    assert page.evaluate("window.hacked") is None
    assert page.locator(".kp-draft img, .kp-draft script, .kp-source img").count() == 0


def test_two_visitors_do_not_see_each_other(server: str, browser: sync_api.Browser, page: sync_api.Page) -> None:
    verify(page, DRAFT)
    with opened(browser, server, DESKTOP) as other:
        other.get_by_role("tab", name="核对").click()
        assert other.get_by_label("要核对的文字").input_value() == "" and not other.locator(".kp-checked h2").count()


def test_a_report_is_audited(page: sync_api.Page) -> None:
    page.get_by_role("tab", name="自查").click()
    page.get_by_role("button", name="开始自查").click()
    audited = page.locator("section.kp-audited")
    audited.wait_for(timeout=2 * WAIT)
    assert "看过 6 项目标" in audited.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    text = sample_report().read_text(encoding="utf-8")
    findings = audited.locator(".kp-finding")
    assert findings.count() and findings.count() <= audited.locator(".kp-compared mark").count()
    assert audited.locator("mark:visible").first.inner_text()[:4] in text
    with page.expect_download() as download:
        audited.get_by_role("link", name="下载 CSV").click()
    rows = list(csv.reader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig"))))
    assert len(rows) - 1 >= findings.count()

    page.keyboard.press("n")
    page.keyboard.press("n")
    assert audited.locator("[data-walk]").inner_text() == f"第 2 处，共 {findings.count()} 处"
    assert page.evaluate("document.activeElement.matches('.kp-finding[aria-current]')")

    filters = audited.locator("[data-sort]")
    if filters.count():  # there is more than one sort
        filters.first.click()
        assert filters.first.get_attribute("aria-pressed") == "true"
        assert 0 < audited.locator(".kp-finding:visible").count() < findings.count()


def test_a_finding_leads_to_a_question(page: sync_api.Page) -> None:
    page.get_by_role("tab", name="自查").click()
    page.get_by_role("button", name="开始自查").click()
    goal = page.locator(".kp-of-goal h3").first
    goal.wait_for(timeout=2 * WAIT)
    name = goal.evaluate("e => e.firstChild.textContent.trim()")
    page.get_by_role("button", name="问这项目标").first.click()

    page.locator(".kp-question", has_text=name).wait_for(timeout=WAIT)


def test_it_fits_a_phone_with_the_source_below(server: str, browser: sync_api.Browser) -> None:
    with opened(browser, server, PHONE) as page:
        page.get_by_role("tab", name="核对").click()
        checked = verify(page, DRAFT)
        checked.locator(".kp-fig", has_text=TRUE).click()
        source = page.locator("section.kp-source[data-reveal=click]")
        source.locator("mark").wait_for(timeout=WAIT)
        page.wait_for_timeout(300)
        above, below = checked.bounding_box(), source.bounding_box()

        assert above and below and above["y"] + above["height"] <= below["y"] and is_in_view(source.locator("mark"))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        source.get_by_role("link", name="回到文中").click()
        page.wait_for_timeout(300)
        assert page.locator(".kp-fig[aria-current]").evaluate("e => e.getBoundingClientRect().top >= 0")
        page.get_by_role("tab", name="自查").click()
        page.get_by_role("button", name="开始自查").click()
        page.locator("section.kp-audited").wait_for(timeout=2 * WAIT)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
