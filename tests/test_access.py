"""Who may come in, and what they see, over a running server: pages, events, files, programs; nothing leaks a hidden report."""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from access_app import ENCODED, PASSWORD, SECRETS, open_app
from index import Library
from ui.people.people import COOKIE

HTML = {"accept": "text/html"}
WHOLE = "(?<![0-9A-Za-z.]){}(?![0-9A-Za-z])"
HIDDEN = "beiju-2021-06"
OPEN = {"/health", "/login", "/en/login"}
EVERYTHING = {
    "doc": HIDDEN, "doc_id": HIDDEN, "turn": 0, "n": 1, "figure": 0, "token": "x", "page": 1, "id": "x", "name": "x",
    "question": f"北局的秘密泵站投入多少机要资金？{HIDDEN}", "goal": f"{HIDDEN}#2", "reports": [HIDDEN], "docs": [HIDDEN],
}  # fmt: skip


@dataclass
class Server:
    """A running server and its library."""

    url: str
    library: Library
    routes: list[str]

    def client(self, name: str = "") -> httpx.Client:
        """A browser, signed in where a name is given."""
        cookies = None
        if name:
            reply = httpx.post(f"{self.url}/login", data={"name": name, "password": PASSWORD})
            assert reply.status_code == 303
            cookies = reply.cookies
        return httpx.Client(base_url=self.url, timeout=30, cookies=cookies)

    def program(self, name: str) -> httpx.Client:
        """A program with a token."""
        _, secret = self.library.credentials.make_token(name, label="")
        return httpx.Client(base_url=self.url, timeout=30, headers={"authorization": f"Bearer {secret}"})


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    app, library = open_app(tmp_path_factory.mktemp("access"))
    listener = socket.create_server(("127.0.0.1", 0))
    running = uvicorn.Server(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.05)
    paths = [getattr(route, "path", "") for route in app.routes]
    yield Server(f"http://127.0.0.1:{listener.getsockname()[1]}", library, paths)
    running.should_exit = True
    thread.join(timeout=10)
    library.close()


def leaks(text: str, *, asked: str = "") -> list[str]:
    """What of the north bureau's report stands in a reply, beside what was asked for.

    A secret number within other digits is none: a reply also carries durations and session ids.
    """
    return [
        secret
        for secret in SECRETS
        if secret not in asked and re.search(WHOLE.format(secret) if secret.isdigit() else secret, text)
    ]


def event(client: httpx.Client, number: int, *, inputs: int, data: dict[str, Any]) -> str:
    """An event of the page, as Gradio's script sends it; everything that comes back."""
    session = f"s{time.monotonic_ns()}"
    sent = {"data": [None] * inputs, "event_data": data, "fn_index": number, "session_hash": session, "trigger_id": 1}
    joined = client.post("/gradio_api/queue/join", json=sent)
    assert joined.status_code == 200, joined.text
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as stream:
        lines = [line for line in stream.iter_lines() if line.startswith("data:")]
    return "\n".join(json.dumps(json.loads(line[5:]), ensure_ascii=False) for line in lines)


def events(client: httpx.Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/config").json()["dependencies"]
    return found


def outcome(client: httpx.Client, name: str, /, **data: Any) -> str:
    """The event of that name."""
    found = next(one for one in events(client) if one["api_name"] == name)
    return event(client, found["id"], inputs=len(found["inputs"]), data=data)


def verified(client: httpx.Client, text: str, *, doc: str = "") -> str:
    """What comes of verifying a draft."""
    return outcome(client, "check", sent={"name": "a.txt", "token": upload(client, text)}, doc=doc)


def upload(client: httpx.Client, text: str) -> str:
    reply = client.post("/documents/uploads", params={"name": "a.txt"}, content=text, headers={"x-kaoping": "upload"})
    assert reply.status_code == 200
    return str(reply.json()["token"])


# Who comes in


def test_nothing_is_served_to_who_is_not_signed_in(server: Server) -> None:
    gradio = ["/config", "/gradio_api/info", "/gradio_api/queue/data?session_hash=x", "/gradio_api/file=/etc/passwd", "/theme.css"]  # fmt: skip
    named = [re.sub(r"\{.*?\}", "x", path) for path in server.routes if path]
    with server.client() as client:
        for path in {"/", "/en", f"/documents/{HIDDEN}/file", f"/documents/{HIDDEN}/pages/1", *gradio, *named} - OPEN:
            for method in ("GET", "POST", "HEAD", "PUT", "DELETE"):
                reply = client.request(method, path)
                assert reply.status_code == 401 and not leaks(reply.text), (method, path)
        assert client.post("/gradio_api/queue/join", json={"data": [], "fn_index": 0}).status_code == 401
        health = client.get("/health")
        assert health.json()["status"] == "ok" and not leaks(health.text)


def test_a_browser_is_shown_the_way_in(server: Server) -> None:
    with server.client() as client:
        reply = client.get("/en", headers=HTML)
        assert (reply.status_code, reply.headers["location"]) == (303, "/login?next=/en")
        page = client.get(reply.headers["location"])
    assert 'lang="en"' in page.text and "Sign in" in page.text and 'autocomplete="current-password"' in page.text
    assert "<script" not in page.text and not leaks(page.text) and page.headers["cache-control"] == "no-store"


def test_signing_in_and_out(server: Server) -> None:
    with server.client("nan") as client:
        secret = client.cookies[COOKIE]
        assert client.get("/", headers=HTML).status_code == 200
        assert client.post("/logout").headers["location"] == "/login?lang=zh" and COOKIE not in client.cookies
        client.cookies.set(COOKIE, secret)
        assert client.get("/config").status_code == 401


def test_the_cookie_is_kept_from_scripts_and_other_sites(server: Server) -> None:
    with server.client() as client:
        said = client.post("/login", data={"name": " NAN ", "password": PASSWORD}).headers["set-cookie"]
    assert "HttpOnly" in said and "SameSite=lax" in said and "Path=/" in said and "Secure" not in said


@pytest.mark.parametrize(
    "form",
    [
        {"name": "nan", "password": "wrong"},
        {"name": "nobody", "password": PASSWORD},
        {"name": "nan"},
        {},
        {"name": "<script>alert(1)</script>", "password": "x"},
        {"name": "nan", "password": "x" * 20_000},
    ],
    ids=["wrong", "unknown", "no password", "nothing", "hostile", "huge"],
)
def test_who_is_not_known_stays_out(server: Server, form: dict[str, str]) -> None:
    with server.client() as client:
        reply = client.post("/login", data=form)
        assert reply.status_code in (401, 429) and "set-cookie" not in reply.headers
        assert "<script" not in reply.text and 'role="alert"' in reply.text


@pytest.mark.parametrize("then", ["//evil.example", "https://evil.example", "/\\evil.example", "/logout", ""])
def test_signing_in_leads_nowhere_else(server: Server, then: str) -> None:
    with server.client() as client:
        reply = client.post("/login", data={"name": "guan", "password": PASSWORD, "next": then})
    assert reply.headers["location"] == "/"


@pytest.mark.parametrize(
    "headers",
    [{"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}],
    ids=["other site", "no site", "without origin"],
)
def test_other_sites_send_nothing_in_a_visitors_name(server: Server, headers: dict[str, str]) -> None:
    with server.client("guan") as client:
        for path in ("/logout", "/account", "/login", "/gradio_api/queue/join", "/documents/uploads"):
            assert client.post(path, headers=headers).status_code == 403
        assert client.post("/gradio_api/queue/join", headers={"origin": server.url}, json={}).status_code != 403
        assert client.get("/config").status_code == 200


def test_a_person_changes_their_password(server: Server) -> None:
    server.library.accounts.add("xiugai", password=ENCODED, role="reader")
    new = "另一个-足够长的密码"
    with server.client("xiugai") as client, server.client("xiugai") as elsewhere:
        assert "现在的密码" in client.get("/account").text
        for form, status in (
            ({"old": "wrong", "new": new, "again": new}, 401),
            ({"old": PASSWORD, "new": "short", "again": "short"}, 422),
            ({"old": PASSWORD, "new": new, "again": new + "x"}, 422),
        ):
            assert client.post("/account", data=form).status_code == status
        assert "密码已修改" in client.post("/account", data={"old": PASSWORD, "new": new, "again": new}).text
        assert client.get("/config").status_code == 200 and elsewhere.get("/config").status_code == 401
        assert elsewhere.post("/login", data={"name": "xiugai", "password": PASSWORD}).status_code == 401


def test_who_is_removed_is_out_at_once(server: Server) -> None:
    accounts = server.library.accounts
    accounts.add("qule", password=ENCODED, role="administrator")
    with server.client("qule") as client, server.program("qule") as program:
        assert client.get("/config").status_code == program.get("/config").status_code == 200
        accounts.remove("qule")
        assert client.get("/config").status_code == program.get("/config").status_code == 401


def test_a_wrong_token_is_refused_whatever_the_cookie(server: Server) -> None:
    with server.client("guan") as client:
        assert client.get("/config", headers={"authorization": "Bearer kp_wrong"}).status_code == 401


# What they see


@pytest.mark.parametrize("name", ["nan", "guan"])
def test_every_event_shows_only_what_its_visitor_may_see(server: Server, name: str) -> None:
    leaked: dict[str, list[str]] = {}
    with server.client(name) as client:
        for one in events(client):
            if name == "guan" and one["api_name"].startswith("remove"):
                continue  # it would do so
            said = event(client, one["id"], inputs=len(one["inputs"]), data=EVERYTHING)
            leaked[one["api_name"]] = leaks(said.replace(str(EVERYTHING["question"]), "").replace(HIDDEN, ""))
    shown = {event_name: found for event_name, found in leaked.items() if found}
    assert shown == {} if name == "nan" else {"ask"} < set(shown)  # the other one proves that events do show it


@pytest.mark.parametrize(
    "question",
    ["秘密泵站建成多少座？", "北局完成河道清淤多少公里？", "机要资金投入多少？", "河道清淤完成了多少公里？", "有哪些单位的报告？", "beiju-2021-06 有哪些目标？"],
)  # fmt: skip
def test_no_answer_comes_from_a_hidden_report(server: Server, question: str) -> None:
    with server.client("nan") as client:
        said = outcome(client, "ask", question=question)
        assert "process_completed" in said and not leaks(said, asked=question)


def test_no_verdict_comes_from_a_hidden_report(server: Server) -> None:
    draft = "1-6月全市完成河道清淤 120 公里。建成泵站 99 座，投入资金 1234 万元。"
    for name, seen in (("nan", False), ("guan", True)):
        with server.client(name) as client:
            said = verified(client, draft, doc="")
            assert "kp-" in said and bool(leaks(said)) == seen
    with server.client("nan") as client:
        said = verified(client, draft, doc=HIDDEN)
        assert "选定的报告已不在资料库中" in said and not leaks(said.replace(HIDDEN, ""))


@pytest.mark.parametrize("path", ["file", "pages/1"])
def test_the_files_of_a_hidden_report_are_as_those_of_none(server: Server, path: str) -> None:
    with server.client("nan") as client:
        hidden, none = (client.get(f"/documents/{doc_id}/{path}") for doc_id in (HIDDEN, "never-was"))
        assert hidden.status_code == none.status_code == 404
        assert hidden.text.replace(HIDDEN, "") == none.text.replace("never-was", "") and not leaks(
            hidden.text, asked=HIDDEN
        )


def test_programs_see_no_more_than_their_person(server: Server) -> None:
    asked = {"question": "秘密泵站投入机要资金多少？"}
    seen: dict[str, list[str]] = {}
    for name in ("nan", "guan"):
        with server.program(name) as program:
            replies = [
                program.post("/api/v1/ask", json=asked),
                program.post("/api/v1/ask", json={**asked, "doc_id": HIDDEN}),
                program.post("/api/v1/verify", json={"text": "建成泵站 99 座。"}),
                *(program.get(f"/api/v1/{what}") for what in ("goals", "audit", "documents")),
                program.get("/api/v1/goals", params={"doc": HIDDEN}),
                program.get("/overview/goals.xlsx"),
                program.get("/documents/nanju-2021-06/file"),
            ]
        seen[name] = leaks("\n".join(reply.text for reply in replies[:-2]), asked=asked["question"] + HIDDEN)
        assert all(reply.status_code in (200, 404, 422) for reply in replies), [reply.text for reply in replies]
    assert seen["nan"] == [] and "4321" in seen["guan"]


def test_a_result_is_its_makers_alone(server: Server) -> None:
    with server.client("guan") as maker, server.client("nan") as other:
        found = re.search(r"audits/([\w-]+)/findings\.md", outcome(maker, "run", doc=""))
        checked = verified(maker, "完成河道清淤 120 公里。", doc="")
        drafts = re.search(r"drafts/([\w-]+)/annotated\.md", checked)
        assert drafts
        for path in [f"/{link[0]}" for link in (found, drafts) if link]:
            assert maker.get(path).status_code == 200 and other.get(path).status_code == 404


def test_readers_change_nothing_and_editors_their_own_alone(server: Server) -> None:
    before = {document.doc_id for document in server.library.documents()}
    with server.client("nan") as reader, server.client("bei") as editor:
        assert "您可以查看和下载" in outcome(reader, "arrive_5") or "您可以查看和下载" in shelf_of(reader)
        for client, target in ((reader, "nanju-2021-06"), (reader, HIDDEN), (editor, "nanju-2021-06")):
            outcome(client, remove_event(client), doc=target)
        assert {document.doc_id for document in server.library.documents()} == before
        outcome(reader, "take", files=[{"name": "新.txt", "token": upload(reader, "x")}])
        assert {document.doc_id for document in server.library.documents()} == before
        outcome(editor, "take", files=[{"name": "新.txt", "token": upload(editor, "x")}])
        (new,) = {document.doc_id for document in server.library.documents()} - before
        assert server.library.groups_of(new) == {"北局"}
        outcome(editor, remove_event(editor), doc=new)
        assert {document.doc_id for document in server.library.documents()} == before


def shelf_of(client: httpx.Client) -> str:
    """What every event that runs when the page is opened shows."""
    return "".join(
        event(client, one["id"], inputs=len(one["inputs"]), data={})
        for one in events(client)
        if "arrive" in one["api_name"]
    )


def remove_event(client: httpx.Client) -> str:
    """The event that removes a document: the last of its name, since conversations are removed too."""
    return str([one["api_name"] for one in events(client) if one["api_name"].startswith("remove")][-1])


# What is remembered


def test_what_was_done_is_in_the_trail(server: Server) -> None:
    before = sum(1 for _ in server.library.trail.entries())
    with server.client("nan") as client:
        outcome(client, "ask", question="河道清淤完成了多少公里？")
        verified(client, "完成河道清淤 120 公里。", doc="")
        outcome(client, "run", doc="")
        client.post("/login", data={"name": "nan", "password": "wrong"})
        client.post("/logout")
    entries = list(server.library.trail.entries())[before:]

    assert [entry.kind for entry in entries] == ["sign-in", "ask", "verify", "audit", "failed sign-in", "sign-out"]
    assert {entry.name for entry in entries} == {"nan"}
    ask, verify = entries[1:3]
    assert ask.outcome == "answered" and [doc_id for doc_id, _ in ask.documents] == ["nanju-2021-06"]
    assert verify.outcome == "supported 1" and verify.subject.startswith("sha256:")
    assert server.library.trail.check().broken is None


def test_guessing_is_slowed_down(tmp_path: Path) -> None:
    from starlette.testclient import TestClient

    app, library = open_app(tmp_path)
    with library, TestClient(app, follow_redirects=False) as client:
        replies = [client.post("/login", data={"name": "guan", "password": f"guess{n}"}) for n in range(7)]
        assert [reply.status_code for reply in replies] == [401] * 5 + [429] * 2
        right = client.post("/login", data={"name": "guan", "password": PASSWORD})
        assert right.status_code == 429 and "分钟后再试" in right.text
        assert client.post("/login", data={"name": "nan", "password": PASSWORD}).status_code == 303


def test_without_users_the_page_is_open_until_the_first_one(tmp_path: Path) -> None:
    from starlette.testclient import TestClient

    app, library = open_app(tmp_path / "a", users=False)
    with library, TestClient(app, follow_redirects=False) as client:
        assert client.get("/config").status_code == 200
        assert client.post("/logout", headers={"origin": "http://evil.example"}).status_code == 403
        library.accounts.add("nan", password="x", role="reader")
        assert client.get("/config").status_code == 401
        library.accounts.remove("nan")
        assert client.get("/config").status_code == 401


def test_a_page_that_others_reach_is_never_open(tmp_path: Path) -> None:
    from starlette.testclient import TestClient

    app, library = open_app(tmp_path, users=False, is_private=True)
    with library, TestClient(app, follow_redirects=False) as client:
        assert client.get("/config").status_code == 401
        cookie = TestClient(app, base_url="https://kaoping.example", follow_redirects=False)
        library.accounts.add("x", password=ENCODED, role="reader")
        assert "Secure" in cookie.post("/login", data={"name": "x", "password": PASSWORD}).headers["set-cookie"]
