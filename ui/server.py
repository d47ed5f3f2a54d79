"""The web server: the port, the page, `/health`, files in and out, and the headers that keep a browser at home.

The port is taken before anything is loaded, so that a port in use is said at once; it is listened on only once a
question can be answered, so whoever reaches `/health` finds it true.
"""

from __future__ import annotations

import ipaddress
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn

from corpus.errors import ServerError
from corpus.reasons import reason_of
from index import EVERYONE
from ui.ingesting import Intake
from ui.language import Language
from ui.originals import Originals
from ui.routes import file_routes, result_routes
from ui.terminal import say
from ui.uploads import Inbox
from ui.wiring import Backend

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.routing import Route
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from assistant import Assistant
    from index import Library

SAMPLE_NOTICE = "资料库原先是空的，现在打开的是自带的样例报告；在“资料”页可导入自己的报告。"
PAGES: dict[Language, str] = {"en": "/en", "zh": ""}  # where the page of each language lies
SHUTDOWN_SECONDS = 2  # for open connections to end after a signal
UPLOAD_LIMIT = "1b"  # Gradio takes no files: they come another way (see uploads)
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
)  # Gradio compiles its templates in the page: it needs inline and eval, but nothing from elsewhere
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"referrer-policy", b"same-origin"),  # with none at all browsers hide from the gate that a form is our own
    (b"x-content-type-options", b"nosniff"),
)


@contextmanager
def listen(host: str, port: int) -> Iterator[socket.socket]:
    """A socket bound to the address. Raises ServerError where it is in use, not allowed or unknown."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError) as error:
        raise ServerError(f"没有地址 {host}；请检查 --host") from error
    with listener:
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
        except OSError as error:
            remedy = f"换一个端口，例如 --port {port + 1 if port < 65535 else 7861}"
            raise ServerError(f"不能使用 {host} 的端口 {port}（{reason_of(error)}）；请{remedy}") from error
        yield listener


def serve_page(listener: socket.socket, *, library: Library, backend: Backend, announce: Callable[[str], None]) -> None:
    """Serve the page until a signal; `announce` gets its address once questions can be answered."""
    is_private = not is_loopback(listener)
    if is_private:
        require_users(library, listener)
    notice = ensure_report(library, backend=backend)
    say("正在准备网页…")
    assistant = backend.make_assistant(library)
    assistant.warm_up(f"{library.documents()[0].goals[0].name}完成得怎么样？")
    signal.signal(signal.SIGTERM, _terminate)
    with closing(Originals(backend.open_reader)) as originals:
        app = build_app(assistant, library, backend=backend, originals=originals, notice=notice, is_private=is_private)
        _run(app, listener, announce=lambda: announce(address_of(listener)))


def is_loopback(listener: socket.socket) -> bool:
    """Whether only programs on this machine reach the address."""
    host = listener.getsockname()[0].partition("%")[0]
    return ipaddress.ip_address(host).is_loopback


def require_users(library: Library, listener: socket.socket) -> None:
    """Raise ServerError where nobody could sign in to a page that others reach."""
    if not any(user.removed_at is None for user in library.accounts.users()):
        host = listener.getsockname()[0]
        raise ServerError(
            f"在 {host} 上别的机器也能访问，要先有用户；请先运行：kaoping user add 用户名 --role administrator"
        )


def ensure_report(library: Library, *, backend: Backend) -> str:
    """Bring the bundled report into an empty library; returns the notice for the page, "" where nothing was done."""
    if library.documents():
        return ""
    say("资料库是空的，先导入自带的样例报告")
    with closing(backend.open_reader()) as reader:
        intake = Intake(library, reader=reader, extract=backend.make_extract())
        record = intake.take(backend.sample_report(), tell=say)
    if record.error:
        raise ServerError(f"导入样例报告失败：{record.error}")
    if record.document:
        library.assign(record.document.doc_id, groups=[EVERYONE])
    return SAMPLE_NOTICE


def build_app(
    assistant: Assistant,
    library: Library,
    *,
    backend: Backend,
    originals: Originals,
    notice: str = "",
    is_private: bool = False,
) -> FastAPI:
    """`/health`, `/login`, `/documents/…`, `/drafts/…`, `/audits/…` and, at `/`, the page."""
    import gradio as gr
    from fastapi import FastAPI

    from ui.api.application import PLACE, build_api
    from ui.api.metrics import Measured, Metrics, metrics_route
    from ui.asking.desk import Desk
    from ui.asking.routes import asking_routes
    from ui.audit_tab import Audits
    from ui.documents_tab import Documents
    from ui.drafting.routes import drafting_routes
    from ui.drafting.tab import Drafting
    from ui.overview.routes import overview_routes
    from ui.overview.tab import Overviews
    from ui.page import build_page, page_options
    from ui.people.gate import Gate
    from ui.people.people import People
    from ui.people.routes import people_routes
    from ui.verify_tab import Drafts

    closed: dict[str, Any] = {"docs_url": None, "redoc_url": None, "openapi_url": None}
    app = FastAPI(title="kaoping", **closed)

    @app.get("/health")
    def health() -> dict[str, Any]:
        return {"status": "ok", "documents": len(library.documents())}

    metrics = Metrics(library)
    backend = metrics.counting(backend)
    inbox = Inbox()
    visitors = People(
        library,
        assistant=metrics.counted(assistant),
        make_assistant=backend.make_assistant,
        make_verifier=backend.make_verifier,
        is_private=is_private,
    )
    documents = Documents(
        visitors,
        open_reader=backend.open_reader,
        extract=backend.make_extract(),
        inbox=inbox,
        originals=originals,
    )
    drafts = Drafts(visitors, inbox=inbox)
    audits = Audits(visitors, audit=backend.audit)
    drafting = Drafting(visitors)
    desk = Desk(visitors, notice=notice, noticed=[document.doc_id for document in library.documents()])
    overviews = Overviews(visitors)
    app.router.routes.append(metrics_route(metrics, visitors))
    app.mount(PLACE, build_api(visitors, backend=backend))
    beside_a_page = [
        *people_routes(visitors),
        *file_routes(inbox, originals, visitors=visitors),
        *result_routes(drafts, audits, visitors=visitors),
        *drafting_routes(drafting, visitors=visitors),
        *overview_routes(visitors),
        *asking_routes(visitors),
    ]
    for language, place in PAGES.items():  # the page at "/" takes what no other route does: it comes last
        app.router.routes.extend(under(place, beside_a_page))
        page = build_page(
            desk, documents, drafts=drafts, audits=audits, overviews=overviews, drafting=drafting, language=language
        )
        gr.mount_gradio_app(
            app,
            page,
            path=place or "/",
            app_kwargs=closed,
            show_error=False,
            max_file_size=UPLOAD_LIMIT,
            **page_options(language),
        )
    app.add_middleware(Gate, visitors=visitors)
    app.add_middleware(StayHome)
    app.add_middleware(Measured, metrics=metrics)
    return app


def under(place: str, routes: Sequence[Route]) -> list[Route]:
    """The same routes below a place, where a page finds them by relative addresses."""
    from starlette.routing import Route

    return [Route(place + route.path, route.endpoint, methods=list(route.methods or ())) for route in routes]


class StayHome:
    """ASGI middleware: the browser may load from and send to this server only."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request with the headers that keep the browser at home."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *HEADERS]
            await send(message)

        await self._app(scope, receive, send_with_headers)


def address_of(listener: socket.socket) -> str:
    """The URL of the page, as a browser on this machine opens it."""
    host, port = listener.getsockname()[:2]
    if host in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        host = "localhost"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _run(app: FastAPI, listener: socket.socket, *, announce: Callable[[], None]) -> None:
    import uvicorn

    class AnnouncingServer(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                announce()

    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=SHUTDOWN_SECONDS)
    AnnouncingServer(config).run(sockets=[listener])


def _terminate(number: int, _frame: FrameType | None) -> NoReturn:
    """End as an interrupted program does, closing the library on the way."""
    raise SystemExit(128 + number)
