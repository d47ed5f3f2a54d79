"""An endpoint on loopback that speaks OpenAI's streamed chat completions, and misbehaves as it is told."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

Behaviour = Callable[["Handler"], None]


@dataclass
class Endpoint:
    """What the server does, request by request (the last behaviour stays), and what it was asked."""

    behaviours: list[Behaviour]
    asked: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""

    def next(self) -> Behaviour:
        return self.behaviours[min(len(self.asked), len(self.behaviours)) - 1]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    endpoint: Endpoint

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.endpoint.asked.append(
            {"path": self.path, "authorization": self.headers["Authorization"], **json.loads(body)}
        )
        try:
            self.endpoint.next()(self)
        except OSError:
            self.close_connection = True  # who asked has gone

    def begin(self, status: int = 200, kind: str = "text/event-stream", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if status == 200:
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", "0")
        self.end_headers()

    def chunk(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.wfile.flush()

    def event(self, content: str = "", *, finish: str | None = None) -> None:
        choice = {"index": 0, "delta": {"content": content}, "finish_reason": finish}
        record = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
        self.chunk(f"data: {json.dumps(record, ensure_ascii=False)}\n\n".encode())

    def end(self) -> None:
        self.chunk(b"data: [DONE]\n\n")
        self.chunk(b"")

    def log_message(self, *arguments: Any) -> None:
        pass


def says(*pieces: str, finish: str = "stop") -> Behaviour:
    """A proper reply, in these pieces."""

    def behave(handler: Handler) -> None:
        handler.begin()
        for piece in pieces:
            handler.event(piece)
        handler.event(finish=finish)
        handler.end()

    return behave


def status(code: int, **headers: str) -> Behaviour:
    """An HTTP status without a body."""
    return lambda handler: handler.begin(code, "application/json", **headers)


def raw(*parts: bytes, kind: str = "text/event-stream") -> Behaviour:
    """These bytes as the body."""

    def behave(handler: Handler) -> None:
        handler.begin(kind=kind)
        for part in parts:
            handler.chunk(part)
        handler.chunk(b"")

    return behave


def cut_off(*pieces: str, proper: bool = False) -> Behaviour:
    """The connection ends after these pieces; `proper`: as if that were all."""

    def behave(handler: Handler) -> None:
        handler.begin()
        for piece in pieces:
            handler.event(piece)
        if proper:
            handler.chunk(b"")
        handler.close_connection = True

    return behave


def hangs(seconds: float, *, begun: bool) -> Behaviour:
    """Nothing comes for that long; `begun`: after the head of the response."""

    def behave(handler: Handler) -> None:
        if begun:
            handler.begin()
        time.sleep(seconds)

    return behave


def trickles(seconds: float, *, text: bool) -> Behaviour:
    """A little comes all the time: characters of a sentence that never ends, or comments that are no event."""

    def behave(handler: Handler) -> None:
        handler.begin()
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            if text:
                handler.event("水")
            else:
                handler.chunk(b": still there\n\n")
            time.sleep(0.05)

    return behave


@contextmanager
def serving(*behaviours: Behaviour) -> Iterator[Endpoint]:
    """An endpoint that behaves so."""
    endpoint = Endpoint(list(behaviours))
    handler = type("OwnHandler", (Handler,), {"endpoint": endpoint})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        endpoint.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield endpoint
        server.shutdown()
