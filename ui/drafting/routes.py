"""Where what is typed into a draft is verified, and where the draft is fetched as a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from corpus.errors import AccessDenied, KaopingError
from ui.drafting.working import LONGEST_BLOCK, TITLE
from ui.language import Language, speaking
from ui.routes import SENT_BY, handed_out

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from ui.drafting.tab import Drafting
    from ui.visitors import Visitors

LONGEST_BODY = 8 * LONGEST_BLOCK  # bytes: characters of three, escapes, and the marks


def drafting_routes(drafting: Drafting, *, visitors: Visitors) -> list[Route]:
    """`POST /drafting/TOKEN/blocks/{N,title}?language=…` and `GET /drafting/TOKEN/draft.{docx,md}`."""
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import JSONResponse
    from starlette.routing import Route

    async def check(request: Request) -> Response:
        if request.headers.get(SENT_BY[0]) != SENT_BY[1]:
            return JSONResponse({"error": "只能从网页上修改"}, status_code=403)
        try:
            sent = await _body(request)
            return JSONResponse(await run_in_threadpool(_checked, request, sent))
        except KaopingError as error:
            return JSONResponse({"error": str(error)}, status_code=403 if isinstance(error, AccessDenied) else 422)

    def _checked(request: Request, sent: dict[str, Any]) -> dict[str, Any]:
        spoken: Language = "en" if request.query_params.get("language") == "en" else "zh"
        token, named = request.path_params["token"], request.path_params["block"]
        block = int(named) if named.isascii() and named.isdigit() and len(named) < 6 else TITLE
        with speaking(spoken):
            return drafting.check(token, block, sent, visitor=visitors.of(request))

    return [
        Route("/drafting/{token}/blocks/{block}", check, methods=["POST"]),
        Route("/drafting/{token}/draft.{suffix}", handed_out(drafting, suffixes=("docx", "md"), visitors=visitors)),
    ]


async def _body(request: Request) -> dict[str, Any]:
    """What was sent. Raises KaopingError where it is too long or no JSON object."""
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > LONGEST_BODY:
            raise KaopingError("这一段太长，没有核对。请分成几段。")
    try:
        sent = json.loads(bytes(data))
    except (ValueError, RecursionError) as exc:
        raise KaopingError("没能核对：收到的内容不完整。请再改动一次。") from exc
    if not isinstance(sent, dict):
        raise KaopingError("没能核对：收到的内容不完整。请再改动一次。")
    return sent
