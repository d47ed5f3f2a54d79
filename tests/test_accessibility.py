"""What axe finds in the page: each tab, in both looks and both languages, as it opens and with something in it."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from test_browser import CHROMIUM, DESKTOP, FLAGS, WAIT, opened, start_server

sync_api = pytest.importorskip("playwright.sync_api")
axe_playwright = pytest.importorskip("axe_playwright_python.sync_playwright")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium")

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], "resultTypes": ["violations"]}
TABS = {
    "": ("问答", "核对", "自查", "目标总览", "起草", "资料"),
    "en/": ("Ask", "Verify", "Audit", "Overview", "Draft", "Documents"),
}
# What is clicked in each tab, one after the other, and what is there then.
FILLED = (
    (".kp-examples button", ".kp-cite"),
    (
        "[data-do=sample]",
        "#kp-draft-text:not(:placeholder-shown)",
        "#kp-verify-form [type=submit]",
        ".kp-checked .kp-fig",
    ),
    ("[data-do=audit]", ".kp-finding"),
    ("[data-span]", "#kp-overview-cell mark"),
    (".kp-drafting-form [type=submit]", ".kp-drafted"),
    (".kp-shelf .kp-link", ".kp-opened"),
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    process, url, said = start_server(tmp_path_factory.mktemp("axe") / "data")
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


def violations(page: sync_api.Page) -> list[str]:
    """Each rule that is broken, with the elements that break it."""
    found = axe_playwright.Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: {node['target']} {node['html'][:120]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize(("language", "look"), [("", "light"), ("en/", "dark")])
def test_no_tab_breaks_a_rule(server: str, browser: sync_api.Browser, language: str, look: str) -> None:
    broken: dict[str, list[str]] = {}
    with opened(browser, f"{server}/{language}", DESKTOP) as page:
        page.evaluate("look => document.body.classList.toggle('dark', look === 'dark')", look)
        for tab, (*clicked, filled) in zip(TABS[language], FILLED, strict=True):
            page.get_by_role("tab", name=tab, exact=True).click()
            page.locator(clicked[0]).locator("visible=true").first.wait_for(timeout=WAIT)
            opening = violations(page)
            for selector in clicked:
                page.locator(selector).locator("visible=true").first.click()
            page.locator(filled).locator("visible=true").first.wait_for(timeout=WAIT)
            if found := {*opening, *violations(page)}:
                broken[tab] = sorted(found)
    assert broken == {}
