"""What a request to the API may not do, and what is said of it: one line of Chinese, as JSON.

Who may ask at all, and that no other site asks in a visitor's name, is the gate's business (see ui.people).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from corpus.errors import (
    AccessDenied,
    DocumentError,
    DraftError,
    EmptyIndex,
    KaopingError,
    QuestionError,
    StoreError,
    UnknownDocument,
    UnknownGoal,
)
from corpus.files import MAX_BYTES
from ui.terminal import shorten

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MEGABYTE = 1024 * 1024
LONGEST_BODY = 16 * MEGABYTE  # the longest draft, with every character written as \uXXXX
FILES = "/documents"  # where files are sent to
UNEXPECTED = "程序内部出错，详情见服务端的输出"

# The first class that an error is of decides; any other could not be foreseen by whoever sent the request.
STATUSES: tuple[tuple[type[KaopingError], int], ...] = (
    (AccessDenied, 403),
    (UnknownDocument, 404),
    (UnknownGoal, 404),
    (EmptyIndex, 409),
    (QuestionError, 422),
    (DocumentError, 422),
    (DraftError, 422),
    (StoreError, 503),
)
REFUSALS = {
    400: "请求体读不出来；应为 UTF-8 编码的 JSON",
    404: "没有这个地址；见 /api/v1/docs",
    405: "这个地址不支持这种请求；见 /api/v1/docs",
}
PARTS = ("body", "query")  # of a request; the rest of a place is the field's
BODY = "请求体"  # what is called wrong where no field is
# What is wrong with a field, by pydantic's name for it.
FAULTS = {
    "missing": "缺少{where}",
    "extra_forbidden": "没有{where}这个字段",
    "string_type": "{where}应为字符串",
    "string_too_long": "{where}太长",
    "too_long": "{where}太长",
    "list_type": "{where}应为列表",
    "literal_error": "{where}只能是 {expected}",
    "json_invalid": "请求体不是 JSON",
    "model_attributes_type": "{where}应为 JSON 对象（Content-Type: application/json）",
    "model_type": "{where}应为 JSON 对象",
    "dict_type": "{where}应为 JSON 对象",
}


def status_of(error: KaopingError) -> int:
    """The HTTP status of an error."""
    return next((status for kind, status in STATUSES if isinstance(error, kind)), 500)


def problem(message: str, *, status: int, headers: Any = None) -> JSONResponse:
    """The answer to a request that was not served."""
    return JSONResponse({"error": message}, status_code=status, headers=headers)


def explain(errors: Sequence[Any]) -> str:
    """What is wrong with a request, of all that pydantic found the first; no value that was sent is repeated."""
    first = errors[0]
    path = ".".join(str(part) for part in first["loc"] if part not in PARTS)
    expected = first.get("ctx", {}).get("expected", "").replace(" or ", ", ")
    said = FAULTS.get(first["type"], "{where}的值不对")
    return said.format(where=f" {shorten(path)} " if path else BODY, expected=expected).strip()


class LimitedBody:
    """ASGI middleware: a body is read no further than it may be long."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request; reading on past the limit raises HTTPException."""
        longest = MAX_BYTES if str(scope["path"]).endswith(FILES) else LONGEST_BODY
        taken = 0

        async def receive_counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > longest:
                raise HTTPException(413, f"请求体超过 {longest // MEGABYTE} MB 上限；请分段发送")
            return message

        await self._app(scope, receive_counted, send)
