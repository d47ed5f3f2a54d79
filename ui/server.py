"""The web server: the port, the page, `/health`, files in and out, and the headers that keep a browser at home.

The port is taken before anything is loaded, so that a port in use is said at once; it is listened on only once a
question can be answered, so whoever reaches `/health` finds it true.
"""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn

from corpus.errors import ServerError
from corpus.reasons import reason_of
from ui.ingesting import Intake
from ui.originals import Originals
from ui.routes import file_routes, result_routes
from ui.terminal import say
from ui.uploads import Inbox
from ui.wiring import Backend

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from assistant import Assistant
    from index import Library

SAMPLE_NOTICE = "资料库原先是空的，现在打开的是自带的样例报告；在“资料”页可导入自己的报告。"
SHUTDOWN_SECONDS = 2  # for open connections to end after a signal
UPLOAD_LIMIT = "1b"  # Gradio takes no files: they come another way (see uploads)
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
)  # Gradio compiles its templates in the page: it needs inline and eval, but nothing from elsewhere
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
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
    notice = ensure_report(library, backend=backend)
    say("正在准备网页…")
    assistant = backend.make_assistant(library)
    assistant.warm_up(f"{library.documents()[0].goals[0].name}完成得怎么样？")
    signal.signal(signal.SIGTERM, _terminate)
    with closing(Originals(library, open_reader=backend.open_reader)) as originals:
        app = build_app(assistant, library, backend=backend, originals=originals, notice=notice)
        _run(app, listener, announce=lambda: announce(address_of(listener)))


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
    return SAMPLE_NOTICE


def build_app(
    assistant: Assistant,
    library: Library,
    *,
    backend: Backend,
    originals: Originals,
    notice: str = "",
) -> FastAPI:
    """`/health`, `/documents/…`, `/drafts/…`, `/audits/…` and, at `/`, the page."""
    import gradio as gr
    from fastapi import FastAPI

    from ui.asking.desk import Desk
    from ui.audit_tab import Audits
    from ui.documents_tab import Documents
    from ui.page import build_page, page_options
    from ui.verify_tab import Drafts
    from ui.visitors import Alone, Role, Visitor

    closed: dict[str, Any] = {"docs_url": None, "redoc_url": None, "openapi_url": None}
    app = FastAPI(title="kaoping", **closed)

    @app.get("/health")
    def health() -> dict[str, Any]:
        return {"status": "ok", "documents": len(library.documents())}

    inbox = Inbox()
    app.router.routes.extend(file_routes(inbox, originals))
    documents = Documents(
        library,
        open_reader=backend.open_reader,
        extract=backend.make_extract(),
        inbox=inbox,
        originals=originals,
    )
    verifier = backend.make_verifier(library)
    visitors = Alone(Visitor("", Role.ADMINISTRATOR, library, assistant, verifier))
    drafts = Drafts(visitors, inbox=inbox)
    audits = Audits(visitors, audit=backend.audit)
    desk = Desk(visitors, notice=notice, noticed=[document.doc_id for document in library.documents()])
    app.router.routes.extend(result_routes(drafts, audits))
    page = build_page(desk, documents, drafts=drafts, audits=audits)
    gr.mount_gradio_app(
        app, page, path="/", app_kwargs=closed, show_error=False, max_file_size=UPLOAD_LIMIT, **page_options()
    )
    app.add_middleware(StayHome)
    return app


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
