"""The HTTP API: who may ask, what is refused and in which words, and that it says what the command line says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from pydantic import BaseModel
from starlette.requests import HTTPConnection
from starlette.testclient import TestClient

from checking_fakes import FakeVerifier, fake_audit
from corpus import EmptyIndex, KaopingError, StoreLocked, UnknownDocument, UnknownGoal
from corpus.errors import AccessDenied
from corpus.reports import sample_report
from ui.api import records
from ui.api.application import PLACE, build_api
from ui.api.guarding import status_of
from ui.cli import run
from ui.ingesting import Intake
from ui.settings import Settings
from ui.visitors import Role, Visitor
from ui.wiring import Backend
from ui_fakes import SAMPLE, FakeAssistant, FakeLibrary, alone, document, fake_backend

QUESTION = "上半年全市民生支出是多少，占一般公共预算支出多少？"
TEXT = "上半年全市民生支出 877.82 亿元，占 78.7%。"
JSON = {"content-type": "application/json"}


@dataclass
class Doorkeeper:
    """Knows people by their tokens, and keeps what the trail is told."""

    library: FakeLibrary
    trail: list[tuple[str, str, str]]

    def of(self, request: HTTPConnection) -> Visitor:
        roles = {"Bearer reading": Role.READER, "Bearer editing": Role.EDITOR}
        role = roles.get(request.headers.get("authorization", ""))
        if role is None:
            raise AccessDenied("请先登录")
        assistant: Any = FakeAssistant(self.library)
        library: Any = self.library
        return Visitor(role.name.lower(), role, library, assistant, FakeVerifier(library), self.record)

    def record(self, kind: Any, *, name: str, subject: str, versions: Any, outcome: str) -> None:
        self.trail.append((kind, name, outcome))


@pytest.fixture
def doorkeeper() -> Doorkeeper:
    return Doorkeeper(FakeLibrary({"a": document("a")}), [])


@pytest.fixture
def guarded(doorkeeper: Doorkeeper) -> TestClient:
    """The API of a server that has users."""
    backend = replace(fake_backend()[0], audit=fake_audit)
    return served(build_api(doorkeeper, backend=backend))


@pytest.fixture
def client() -> TestClient:
    """The API at a machine of one's own."""
    backend, library = fake_backend(document("a"))
    visitors = alone(library, assistant=FakeAssistant(library), verifier=FakeVerifier(library))
    return served(build_api(visitors, backend=replace(backend, audit=fake_audit)))


def served(api: FastAPI) -> TestClient:
    app = FastAPI(openapi_url=None)
    app.mount(PLACE, api)
    return TestClient(app, raise_server_exceptions=False)


def token(word: str) -> dict[str, str]:
    return {"authorization": f"Bearer {word}"}


# who may


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/ask", {"question": "储备了多少？"}),
        ("POST", "/verify", {"text": "储备 138 个"}),
        ("POST", "/draft", {}),
        ("GET", "/goals", None),
        ("GET", "/audit", None),
        ("GET", "/documents", None),
        ("POST", "/documents?name=a.txt", None),
    ],
    ids=lambda value: value if isinstance(value, str) and value.startswith("/") else "",
)
@pytest.mark.parametrize(
    "headers", [{}, token("wrong"), {"cookie": "session=reading"}], ids=["none", "wrong", "cookie"]
)
def test_nobody_gets_in_without_a_token(
    guarded: TestClient, doorkeeper: Doorkeeper, method: str, path: str, body: Any, headers: dict[str, str]
) -> None:
    response = guarded.request(method, PLACE + path, json=body, headers=headers)

    assert (response.status_code, response.json()) == (401, {"error": "请先登录"})
    assert response.headers["www-authenticate"] == "Bearer"
    assert doorkeeper.trail == []


def test_a_reader_asks_and_changes_nothing(guarded: TestClient, doorkeeper: Doorkeeper) -> None:
    asked = guarded.post(f"{PLACE}/ask", json={"question": "储备了多少？"}, headers=token("reading"))
    sent = guarded.post(f"{PLACE}/documents?name=b.txt", content=SAMPLE.read_bytes(), headers=token("reading"))

    assert asked.json()["answer"] == "共储备项目 138 个[1]。"
    assert sent.status_code == 403 and "角色" in sent.json()["error"]
    assert list(doorkeeper.library.held) == ["a"]


def test_an_editor_brings_a_file_in(guarded: TestClient, doorkeeper: Doorkeeper) -> None:
    sent = guarded.post(f"{PLACE}/documents?name=../b.txt", content=SAMPLE.read_bytes(), headers=token("editing"))
    again = guarded.post(f"{PLACE}/documents?name=b.txt", content=SAMPLE.read_bytes(), headers=token("editing"))
    bad = guarded.post(f"{PLACE}/documents?name=bad.txt", content=b"x", headers=token("editing"))

    assert [record["status"] for record in sent.json()["documents"] + again.json()["documents"]] == [
        "added",
        "unchanged",
    ]
    assert list(doorkeeper.library.held) == ["a", "b"]
    assert (bad.status_code, bad.json()) == (422, {"error": "bad.txt：读不了"})
    assert [outcome for _, _, outcome in doorkeeper.trail] == ["added", "unchanged", "failed"]


def test_what_is_done_leaves_the_trail_of_the_page(guarded: TestClient, doorkeeper: Doorkeeper) -> None:
    guarded.post(f"{PLACE}/ask", json={"question": "储备了多少？"}, headers=token("reading"))
    guarded.post(f"{PLACE}/verify", json={"text": "储备 138 个。"}, headers=token("reading"))
    guarded.get(f"{PLACE}/audit", headers=token("reading"))

    assert [(kind, name) for kind, name, _ in doorkeeper.trail] == [
        ("ask", "reader"),
        ("verify", "reader"),
        ("audit", "reader"),
    ]
    assert doorkeeper.trail[0][2] == "answered"


# what is refused


@pytest.mark.parametrize(
    ("content", "headers", "message"),
    [
        ('{"question": ""}', JSON, "问题为空或太长"),
        ("{}", JSON, "缺少 question"),
        ('{"question": "问", "doc": "a"}', JSON, "没有 doc 这个字段"),
        ('{"question": 3}', JSON, "question 应为字符串"),
        ('{"question": "问", "history": 3}', JSON, "history 应为列表"),
        ('{"question": "问", "history": [{"answer": "答"}]}', JSON, "缺少 history.0.question"),
        ('{"question": "问", "doc_id": "' + "长" * 301 + '"}', JSON, "doc_id 太长"),
        ("[]", JSON, "请求体应为 JSON 对象（Content-Type: application/json）"),
        (
            '{"question": "问"}',
            {"content-type": "text/plain"},
            "请求体应为 JSON 对象（Content-Type: application/json）",
        ),
        ("{", JSON, "请求体不是 JSON"),
        ("", JSON, "缺少请求体"),
    ],
)
def test_a_malformed_question_is_refused_in_one_line(
    client: TestClient, content: str, headers: dict[str, str], message: str
) -> None:
    response = client.post(f"{PLACE}/ask", content=content, headers=headers)

    assert (response.status_code, response.json()) == (422, {"error": message})


def test_a_body_that_is_no_text_is_refused(client: TestClient) -> None:
    response = client.post(f"{PLACE}/ask", content=b'{"question": "\xff"}', headers=JSON)

    assert response.status_code == 400 and "UTF-8" in response.json()["error"]


def test_a_name_of_a_field_is_not_repeated_at_length(client: TestClient) -> None:
    response = client.post(f"{PLACE}/ask", json={"question": "问", "x" * 100_000: 1})

    assert response.status_code == 422 and len(response.json()["error"]) < 200


def test_half_a_character_is_replaced(client: TestClient) -> None:
    response = client.post(f"{PLACE}/ask", content='{"question": "储备\\ud800？"}', headers=JSON)

    assert response.json()["question"] == "储备?？"


@pytest.mark.parametrize(("path", "limit"), [("/verify", 16), ("/documents?name=a.txt", 50)], ids=["a text", "a file"])
def test_a_body_is_read_no_further_than_it_may_be_long(client: TestClient, path: str, limit: int) -> None:
    response = client.post(PLACE + path, content=b'{"text": "' + b"x" * limit * 1024**2 + b'"}', headers=JSON)

    assert response.status_code == 413 and f"{limit} MB" in response.json()["error"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "", 404),
        ("DELETE", "/ask", 405),
        ("GET", "/goals?doc=zz", 404),
        ("GET", "/audit?doc=zz", 404),
    ],
)
def test_errors_are_json_in_one_chinese_line(client: TestClient, method: str, path: str, status: int) -> None:
    response = client.request(method, PLACE + path)

    assert response.status_code == status
    assert list(response.json()) == ["error"] and "\n" not in response.json()["error"]


@pytest.mark.parametrize("body", [{"kind": "essay"}, {"goals": "三"}, {"length": 3}], ids=str)
def test_a_draft_that_nobody_can_write_is_refused(client: TestClient, body: Any) -> None:
    assert client.post(f"{PLACE}/draft", json=body).status_code == 422


def test_an_empty_library_is_said(client: TestClient) -> None:
    backend, library = fake_backend()
    empty = served(build_api(alone(library, assistant=FakeAssistant(library)), backend=backend))

    assert empty.get(f"{PLACE}/documents").json() == {"documents": []}
    assert empty.get(f"{PLACE}/goals").status_code == 409
    assert empty.post(f"{PLACE}/ask", json={"question": "储备了多少？"}).status_code == 409


def test_what_breaks_is_no_traceback() -> None:
    class Broken:
        def ask(self, *_: Any, **__: Any) -> Any:
            raise ZeroDivisionError("机密")

    backend, library = fake_backend(document("a"))
    response = served(build_api(alone(library, assistant=Broken()), backend=backend)).post(
        f"{PLACE}/ask", json={"question": "储备了多少？"}
    )

    assert response.status_code == 500 and "机密" not in response.text and list(response.json()) == ["error"]


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (UnknownDocument("x"), 404),
        (UnknownGoal("x"), 404),
        (EmptyIndex("x"), 409),
        (StoreLocked("x"), 503),
        (KaopingError("x"), 500),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_error_has_a_status(error: KaopingError, status: int) -> None:
    assert status_of(error) == status


# the description


def test_the_description_names_every_field(client: TestClient) -> None:
    described = client.get(f"{PLACE}/openapi.json").json()

    assert set(described["paths"]) == {"/ask", "/verify", "/draft", "/goals", "/audit", "/documents"}
    assert described["servers"] == [{"url": PLACE}]
    assert "HTTPBearer" in described["components"]["securitySchemes"]
    assert set(described["components"]["schemas"]["Citation"]["required"]) == set(records.Citation.model_fields)
    operations = [operation for path in described["paths"].values() for operation in path.values()]
    for operation in operations:
        answered = operation["responses"]["200"]["content"]["application/json"]["schema"]
        refused = operation["responses"]["422"]["content"]["application/json"]["schema"]
        assert answered["$ref"] and refused == {"$ref": "#/components/schemas/Problem"}


def test_the_page_to_try_it_on_loads_nothing_from_elsewhere(client: TestClient) -> None:
    page = client.get(f"{PLACE}/docs").text

    assert "http" not in page.replace("http-equiv", "")
    for file in ("swagger-ui-bundle.js", "swagger-ui.css"):
        assert f"{PLACE}/static-offline-docs/{file}" in page
        assert client.get(f"{PLACE}/static-offline-docs/{file}").status_code == 200


# the real program


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the bundled report."""
    folder = tmp_path_factory.mktemp("api") / "data"
    backend = Backend()
    with closing(backend.open_library(Settings(folder))) as library, closing(backend.open_reader()) as reader:
        intake = Intake(library, reader=reader, extract=backend.make_extract())
        assert intake.take(sample_report(), tell=lambda _: None).status == "added"
    return folder


@pytest.fixture(scope="module")
def real(data: Path) -> Iterator[TestClient]:
    backend = Backend()
    with closing(backend.open_library(Settings(data))) as library:
        assistant, verifier = backend.make_assistant(library), backend.make_verifier(library)
        visitors = alone(library, assistant=assistant, verifier=verifier)
        yield served(build_api(visitors, backend=backend))


@pytest.mark.parametrize(
    ("method", "path", "body", "arguments", "model"),
    [
        ("POST", "/ask", {"question": QUESTION}, ["ask", QUESTION], records.Answer),
        ("POST", "/verify", {"text": TEXT}, ["verify", "{draft}"], records.Verification),
        ("POST", "/draft", {"kind": "points"}, ["draft", "--kind", "points"], records.Draft),
        ("GET", "/goals", None, ["goals"], records.Goals),
        ("GET", "/audit", None, ["audit"], records.Findings),
        ("GET", "/documents", None, ["documents"], records.Documents),
    ],
    ids=["ask", "verify", "draft", "goals", "audit", "documents"],
)
def test_it_says_what_the_command_line_says_and_what_the_description_says(
    real: TestClient,
    data: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    method: str,
    path: str,
    body: Any,
    arguments: list[str],
    model: type[BaseModel],
) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text(TEXT, encoding="utf-8")
    assert run([a.format(draft=draft) for a in arguments] + ["--json", "--data", str(data)]) == 0

    record = real.request(method, PLACE + path, json=body).json()

    assert without_time(record) == without_time(json.loads(capsys.readouterr().out))
    assert model.model_validate(record).model_dump(mode="json", exclude_unset=True) == record


def without_time(record: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key != "elapsed_ms"}


def test_a_file_that_was_sent_is_described_as_it_is(real: TestClient) -> None:
    record = real.post(f"{PLACE}/documents?name=报告.txt", content=sample_report().read_bytes()).json()

    assert record["documents"][0]["status"] == "unchanged"
    assert records.IngestedDocuments.model_validate(record).model_dump(mode="json", exclude_unset=True) == record


def test_a_follow_up_understands_what_came_before(real: TestClient) -> None:
    history = [{"question": "上半年全市民生支出是多少？", "answer": "877.82 亿元"}]

    record = real.post(f"{PLACE}/ask", json={"question": "那二季度呢？", "history": history}).json()

    assert "459.61" in record["answer"]
