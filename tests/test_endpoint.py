"""The language model of an endpoint, as one on this machine would serve it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from assistant.endpoint import open_proposer
from assistant.extraction import extract
from assistant.proposals import SCHEMA
from test_attainment import report
from test_proposals import CRITERIA, GUESTS, PROGRESS, RULES, by_text


class Server(ThreadingHTTPServer):
    """Answers every question with one text, in the form of OpenAI's chat completions."""

    text = json.dumps({"pairs": [GUESTS]}, ensure_ascii=False)
    status = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str, dict[str, Any]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, self.headers["Authorization"], body))
        message = {"role": "assistant", "content": self.server.text}
        answer = {"id": "1", "object": "chat.completion", "created": 1, "model": "m"}
        data = json.dumps({**answer, "choices": [{"index": 0, "message": message, "finish_reason": "stop"}]}).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *arguments: Any) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


def proposed(server: Server, notices: list[str]) -> dict[str, str | None]:
    proposer = open_proposer(server.url, model="m", api_key="key", notice=notices.append)
    return by_text(extract(report(CRITERIA, PROGRESS), proposer=proposer))


def test_what_the_endpoint_proves_is_taken(server: Server) -> None:
    notices: list[str] = []
    assert proposed(server, notices) == {**RULES, "60万人次": "63万人次"}
    assert notices == []
    (path, authorization, body) = server.asked[0]
    assert (path, authorization, body["model"]) == ("/v1/chat/completions", "Bearer key", "m")
    assert body["response_format"]["json_schema"]["name"] == SCHEMA["title"]


@pytest.mark.parametrize(("text", "status"), [("好的，我来配对。", 200), ("{", 200), ("", 401)])
def test_an_endpoint_that_answers_nonsense_is_said(server: Server, text: str, status: int) -> None:
    server.text, server.status = text, status
    notices: list[str] = []
    assert proposed(server, notices) == RULES
    assert len(notices) == 1


def test_nobody_at_the_address(server: Server) -> None:
    notices: list[str] = []
    proposer = open_proposer("http://127.0.0.1:9/v1", model="m", api_key=None, notice=notices.append)
    assert by_text(extract(report(CRITERIA, PROGRESS), proposer=proposer)) == RULES
    assert len(notices) == 1
