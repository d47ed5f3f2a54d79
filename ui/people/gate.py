"""The gate before everything the server offers: nobody comes in who isn't signed in, and no other site sends for them.

ASGI middleware and no dependency of each route, so that what is mounted later, and all that Gradio brings along, stands
behind it too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from corpus.errors import AccessDenied

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from ui.visitors import Visitors

OPEN = frozenset({"/health", "/login", "/en/login"})  # paths for everybody
HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})


class Gate:
    """ASGI middleware: the request goes through where `visitors` knows who sent it."""

    def __init__(self, app: ASGIApp, *, visitors: Visitors) -> None:
        self._app = app
        self._visitors = visitors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve or refuse the request."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        refusal = await self._refusal(scope)
        if refusal is None:
            await self._app(scope, receive, _varying(send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await refusal(scope, receive, send)

    async def _refusal(self, scope: Scope) -> ASGIApp | None:
        from starlette.concurrency import run_in_threadpool
        from starlette.requests import HTTPConnection
        from starlette.responses import JSONResponse

        connection = HTTPConnection(scope)
        if _changes_something(scope) and is_foreign(connection):
            return JSONResponse({"error": "请求来自别的网站"}, status_code=403)
        if path_of(scope) in OPEN:
            return None
        try:
            await run_in_threadpool(self._visitors.of, connection)
        except AccessDenied as error:
            return _signed_out(connection, str(error))
        return None


def path_of(scope: Scope) -> str:
    """The path below the address at which the server is mounted."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", "")) or "/"


def is_foreign(connection: HTTPConnection) -> bool:
    """Whether a page of another site made a browser send this; what no browser sent is not."""
    site, origin = (connection.headers.get(name) for name in ("sec-fetch-site", "origin"))
    if site is not None:  # the browser says it itself, where the connection is safe from others
        return site not in ("none", "same-origin")
    if origin is None:
        return False
    return urlsplit(origin).netloc.lower() != connection.headers.get("host", "").lower()


def _changes_something(scope: Scope) -> bool:
    return scope["type"] == "websocket" or scope["method"] not in HARMLESS


def _signed_out(connection: HTTPConnection, why: str) -> ASGIApp:
    """To the sign-in for whoever opens a page, a plain refusal for everything else."""
    from starlette.responses import JSONResponse, RedirectResponse

    scope = connection.scope
    if scope.get("method") == "GET" and "text/html" in connection.headers.get("accept", ""):
        return RedirectResponse(f"{scope.get('root_path', '')}/login?next={quote(path_of(scope))}", status_code=303)
    return JSONResponse({"error": why}, status_code=401, headers={"www-authenticate": "Bearer"})


def _varying(send: Send) -> Send:
    """What one visitor's browser keeps is not for the next visitor of the same browser."""

    async def send_varying(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers: list[Any] = [*message["headers"], (b"vary", b"cookie, authorization")]
            message = {**message, "headers": headers}
        await send(message)

    return send_varying
