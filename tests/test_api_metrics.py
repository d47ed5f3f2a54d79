"""What `/metrics` counts and for whom, and that nothing of what is asked stands in it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.requests import HTTPConnection
from starlette.testclient import TestClient

from checking_fakes import FakeVerifier
from corpus.errors import AccessDenied
from ui.api.application import PLACE, build_api
from ui.api.metrics import Measured, Metrics, metrics_route, program_version
from ui.visitors import Role, Visitor, Visitors
from ui_fakes import FakeAssistant, FakeLibrary, alone, document, fake_backend


class Everybody(Visitors):
    """Who sends a role as token has it."""

    def of(self, request: HTTPConnection) -> Visitor:
        name = request.headers.get("authorization", "").removeprefix("Bearer ")
        if name not in Role.__members__:
            raise AccessDenied("请先登录")
        library: Any = FakeLibrary()
        return Visitor(name, Role[name], library, library, library)


def client_of(metrics: Metrics, visitors: Visitors, *, api: FastAPI | None = None) -> TestClient:
    app = FastAPI(openapi_url=None)
    app.router.routes.append(metrics_route(metrics, visitors))
    if api is not None:
        app.mount(PLACE, api)
    app.add_middleware(Measured, metrics=metrics)
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture
def client() -> TestClient:
    """A server with the API alone, at a machine of one's own."""
    backend, library = fake_backend(document("a"), document("b"))
    metrics = Metrics(library)  # type: ignore[arg-type]
    counted = metrics.counting(replace(backend, make_verifier=FakeVerifier))  # type: ignore[arg-type]
    held: Any = library
    visitors = alone(library, assistant=counted.make_assistant(held), verifier=counted.make_verifier(held))
    return client_of(metrics, visitors, api=build_api(visitors, backend=counted))


def value(client: TestClient, sample: str) -> float | None:
    lines = [line for line in client.get("/metrics").text.splitlines() if line.startswith(f"{sample} ")]
    return float(lines[0].split()[-1]) if lines else None


def test_questions_and_figures_are_counted_by_what_was_said(client: TestClient) -> None:
    for question in ("储备了多少？", "还储备了多少？", "明年储备多少？"):
        client.post(f"{PLACE}/ask", json={"question": question})
    client.post(f"{PLACE}/verify", json={"text": "不少于 150 个，另有 139 个。"})

    assert value(client, 'kaoping_questions_total{status="answered"}') == 2
    assert value(client, 'kaoping_questions_total{status="not_found"}') == 1
    assert value(client, 'kaoping_figures_verified_total{verdict="supported"}') == 1
    assert value(client, 'kaoping_figures_verified_total{verdict="contradicted"}') == 1


def test_what_is_held_and_which_program_it_is(client: TestClient) -> None:
    assert value(client, "kaoping_documents") == 2
    assert value(client, f'kaoping_build_info{{version="{program_version()}"}}') == 1


@pytest.mark.parametrize(
    ("method", "path", "labels"),
    [
        ("POST", f"{PLACE}/ask", f'method="POST",route="{PLACE}/ask",status="422"'),
        ("GET", f"{PLACE}/goals?doc=zz", f'method="GET",route="{PLACE}/goals",status="404"'),
        ("GET", f"{PLACE}/机密", f'method="GET",route="{PLACE}",status="404"'),
        ("GET", "/机密", 'method="GET",route="page",status="404"'),
        ("GET", "/metricsx", 'method="GET",route="page",status="404"'),
        ("MADEUP", "/metrics", 'method="other",route="/metrics",status="405"'),
    ],
)
def test_a_path_counts_under_a_name_from_the_table(client: TestClient, method: str, path: str, labels: str) -> None:
    client.request(method, path)

    assert value(client, f"kaoping_requests_total{{{labels}}}") == 1


def test_nothing_of_what_is_asked_stands_in_it(client: TestClient) -> None:
    client.post(f"{PLACE}/ask", json={"question": "机密事项是什么？", "doc_id": "a"})
    client.get("/机密事项")

    assert "机密" not in client.get("/metrics").text


def test_what_breaks_is_counted() -> None:
    class Broken:
        def ask(self, *_: Any, **__: Any) -> Any:
            raise ZeroDivisionError

    backend, library = fake_backend(document("a"))
    visitors = alone(library, assistant=Broken())
    client = client_of(Metrics(library), visitors, api=build_api(visitors, backend=backend))  # type: ignore[arg-type]
    client.post(f"{PLACE}/ask", json={"question": "储备了多少？"})

    assert value(client, f'kaoping_requests_total{{method="POST",route="{PLACE}/ask",status="500"}}') == 1


@pytest.mark.parametrize(("role", "status"), [("READER", 403), ("EDITOR", 403), ("ADMINISTRATOR", 200)])
def test_it_is_for_administrators_alone(role: str, status: int) -> None:
    metrics = Metrics(FakeLibrary())  # type: ignore[arg-type]

    response = client_of(metrics, Everybody()).get("/metrics", headers={"authorization": f"Bearer {role}"})

    assert response.status_code == status
    assert ("kaoping_documents" in response.text) == (status == 200)


def test_warming_up_is_no_question() -> None:
    library: Any = FakeLibrary({"a": document("a")})
    metrics = Metrics(library)
    metrics.counted(FakeAssistant(library)).warm_up("储备了多少？")  # type: ignore[arg-type]

    assert b"kaoping_questions_total{" not in metrics.text()
