"""What `/metrics` tells Prometheus: how much is asked and how fast, and never what or by whom.

Questions and figures are counted where assistants and verifiers are made, so those of the page and of other programs
count alike. The path of a request is told by the table `ROUTES`: a path as it was sent could be anything, and would fill
the memory with labels.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

from assistant import Answer, Assistant, Turn
from assistant.verification import Verification, Verifier
from corpus.errors import AccessDenied
from ui.visitors import Role

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from index import Library
    from ui.visitors import Visitors
    from ui.wiring import Backend

# The first beginning that fits is the label. What fits none is a part of the page, or asked for in vain.
ROUTES = (
    *(f"/api/v1/{name}" for name in ("ask", "verify", "goals", "audit", "draft", "documents")),
    *("/api/v1", "/documents", "/drafts", "/audits", "/gradio_api/queue", "/health", "/metrics"),
)
OTHER = "page"
METHODS = ("GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE")
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
UNKNOWN_VERSION = "unknown"  # of a program that runs without having been installed


class Metrics:
    """What is counted of one server, from its start."""

    def __init__(self, library: Library) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._requests = Counter(
            "kaoping_requests", "HTTP requests", ("method", "route", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "kaoping_request_seconds",
            "Seconds until a request is served whole",
            ("route",),
            buckets=SECONDS,
            registry=self._registry,
        )
        self._questions = Counter(
            "kaoping_questions", "Questions answered, by status of the answer", ("status",), registry=self._registry
        )
        self._figures = Counter(
            "kaoping_figures_verified", "Figures of drafts, by verdict", ("verdict",), registry=self._registry
        )
        held = Gauge("kaoping_documents", "Documents held", registry=self._registry)
        held.set_function(lambda: len(library.documents()))
        build = Gauge(
            "kaoping_build_info", "Version of the program; the value is 1", ("version",), registry=self._registry
        )
        build.labels(program_version()).set(1)

    def text(self) -> bytes:
        """Everything counted so far, as Prometheus reads it."""
        return generate_latest(self._registry)

    def served(self, *, method: str, path: str, status: int, seconds: float) -> None:
        """Count a request."""
        route = next((route for route in ROUTES if path == route or path.startswith(f"{route}/")), OTHER)
        self._requests.labels(method if method in METHODS else "other", route, status).inc()
        self._seconds.labels(route).observe(seconds)

    def answered(self, answer: Answer) -> None:
        """Count a question."""
        self._questions.labels(answer.status).inc()

    def verified(self, verification: Verification) -> None:
        """Count the figures of a draft."""
        for figure in verification.figures:
            self._figures.labels(figure.verdict).inc()

    def counted(self, assistant: Assistant) -> Assistant:
        """The assistant, with its answers counted."""
        return CountedAssistant(assistant, count=self.answered)

    def counting(self, backend: Backend) -> Backend:
        """The backend with assistants and verifiers that are counted."""
        return replace(
            backend,
            make_assistant=lambda library: self.counted(backend.make_assistant(library)),
            make_verifier=lambda library: CountedVerifier(backend.make_verifier(library), count=self.verified),
        )


class CountedAssistant(Assistant):
    """Another assistant, whose answers are counted."""

    def __init__(self, assistant: Assistant, *, count: Callable[[Answer], None]) -> None:
        self._assistant = assistant
        self._count = count

    @property
    def steps(self) -> dict[str, Callable[[Any], Any]]:
        """The steps of the other one."""
        return self._assistant.steps

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        doc_id: str | None = None,
        within: frozenset[str] | None = None,
    ) -> Iterator[str | Answer]:
        """What the other one says; `ask` leads here too."""
        for part in self._assistant.stream(question, history=history, doc_id=doc_id, within=within):
            if isinstance(part, Answer):
                self._count(part)
            yield part

    def followups(
        self, answer: Answer, *, history: Sequence[Turn] = (), within: frozenset[str] | None = None
    ) -> tuple[str, ...]:
        """What the other one would ask next; trying that out is not counted."""
        return self._assistant.followups(answer, history=history, within=within)

    def warm_up(self, question: str) -> None:
        """Warm the other one up, which is not counted."""
        self._assistant.warm_up(question)


class CountedVerifier(Verifier):
    """Another verifier, whose verdicts are counted."""

    def __init__(self, verifier: Verifier, *, count: Callable[[Verification], None]) -> None:
        self._verifier = verifier
        self._count = count

    def verify(self, text: str, **options: Any) -> Verification:
        """What the other one says."""
        verification = self._verifier.verify(text, **options)
        self._count(verification)
        return verification


class Measured:
    """ASGI middleware: counts every request, and times it."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request and count it, whatever becomes of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), 500
        path = scope["path"]  # now: who serves it may cut its beginning off

        async def send_noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_noted)
        finally:
            seconds = time.perf_counter() - started
            self._metrics.served(method=scope["method"], path=path, status=status, seconds=seconds)


def metrics_route(metrics: Metrics, visitors: Visitors) -> Route:
    """`GET /metrics`, for administrators alone: whoever is at this machine where there are no users, else by a token."""
    from starlette.responses import PlainTextResponse, Response
    from starlette.routing import Route

    def tell(request: Request) -> Response:
        try:
            visitors.of(request).require(Role.ADMINISTRATOR)
        except AccessDenied as error:
            return PlainTextResponse(str(error), status_code=403)
        return Response(metrics.text(), media_type=CONTENT_TYPE_LATEST)

    return Route("/metrics", tell)


def program_version() -> str:
    """The version that is installed."""
    try:
        return version("kaoping")
    except PackageNotFoundError:
        return UNKNOWN_VERSION
