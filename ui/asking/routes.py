"""Where the browser fetches conversations from, and administrators what people thought of answers.

A conversation is written anew each time, from what its owner may see now.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from corpus.errors import AccessDenied, KaopingError
from ui.asking.opinions import opinion_lines
from ui.asking.talk import opened
from ui.asking.word import docx
from ui.asking.writing import conversation_json, markdown
from ui.routes import download_headers
from ui.visitors import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from ui.asking.talk import Exchange
    from ui.visitors import Visitor, Visitors

WRITERS: dict[str, Callable[[str, Sequence[Exchange]], str | bytes]] = {
    "md": markdown,
    "docx": docx,
    "json": conversation_json,
}
LONGEST_NAME = 40  # characters of the name of a file


def asking_routes(visitors: Visitors) -> list[Route]:
    """`GET /conversations/ID.{md,docx,json}[?turn=N]` and, for administrators, `GET /feedback.jsonl`."""
    from starlette.responses import PlainTextResponse, Response
    from starlette.routing import Route

    def answered(request: Request, write: Callable[[Request, Visitor], Response]) -> Response:
        try:
            return write(request, visitors.of(request))
        except AccessDenied as error:
            return PlainTextResponse(str(error), status_code=403)
        except KaopingError as error:
            return PlainTextResponse(str(error), status_code=404)

    def feedback(_request: Request, visitor: Visitor) -> Response:
        visitor.require(Role.ADMINISTRATOR)
        lines = "".join(opinion_lines(visitor.library.feedback.all()))
        return Response(lines, media_type="application/octet-stream", headers=download_headers("feedback.jsonl"))

    return [
        Route("/conversations/{name}.{suffix}", lambda request: answered(request, _conversation)),
        Route("/feedback.jsonl", lambda request: answered(request, feedback)),
    ]


def _conversation(request: Request, visitor: Visitor) -> Response:
    from starlette.responses import PlainTextResponse, Response

    identifier, suffix = request.path_params["name"], request.path_params["suffix"]
    if suffix not in WRITERS:
        return PlainTextResponse("没有这种文件", status_code=404)
    title = visitor.library.conversations.get(visitor.name, identifier).title
    exchanges = opened(identifier, visitor).exchanges
    turn = request.query_params.get("turn", "")
    if turn:
        exchanges = exchanges[int(turn) :][:1] if turn.isascii() and turn.isdecimal() and len(turn) < 6 else ()
        title = exchanges[0].question if exchanges else title
    name = f"{' '.join(title.split())[:LONGEST_NAME] or '对话'}.{suffix}"
    visitor.record("download", subject=name)
    content = WRITERS[suffix](title, exchanges)
    return Response(content, media_type="application/octet-stream", headers=download_headers(name))
