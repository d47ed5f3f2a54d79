"""Signing in, the page of somebody signed in, and signing out, in Chromium."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn

from access_app import PASSWORD, open_app

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium")
WAIT = 20_000


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    app, library = open_app(tmp_path_factory.mktemp("people"))
    listener = socket.create_server(("127.0.0.1", 0))
    running = uvicorn.Server(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    running.should_exit = True
    thread.join(timeout=10)
    library.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[sync_api.Browser]:
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


@pytest.mark.parametrize(
    ("path", "label", "word", "leave"),
    [("/", "用户名", "密码", "退出"), ("/en/", "User name", "Password", "Sign out")],
    ids=["zh", "en"],
)
def test_in_and_out(url: str, browser: sync_api.Browser, path: str, label: str, word: str, leave: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(url + path)
    page.get_by_label(label).fill("nan")
    page.get_by_label(word).fill("wrong")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for(timeout=WAIT)
    assert page.get_by_label(label).input_value() == "nan"
    page.get_by_label(word).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("button", name=leave).wait_for(timeout=WAIT)
    assert page.url == url + path and "北局" not in page.content() and "2021 年度南局目标完成情况表" in page.content()
    page.get_by_role("button", name=leave).click()
    page.get_by_label(label).wait_for(timeout=WAIT)
    page.goto(url + path)
    assert page.get_by_label(label).is_visible()
    page.close()


@pytest.mark.parametrize(("size", "scheme"), [((1280, 720), "light"), ((390, 844), "dark")], ids=["desk", "phone"])
def test_the_sign_in_fits_the_screen(url: str, browser: sync_api.Browser, size: tuple[int, int], scheme: str) -> None:
    width, height = size
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{url}/login")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
