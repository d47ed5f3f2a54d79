"""The HTTP API: the machine interface at /api/v1, with its OpenAPI description and a page to try it on.

It is an application of its own inside the server's, so that its errors are JSON and its description is of it alone. The
page to try it on comes from fastapi-offline, which carries what FastAPI would fetch from another host. Records are sent as
they were made: their models (see records) describe them and never touch them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Depends, FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.security import HTTPBearer
from fastapi_offline import FastAPIOffline
from starlette.exceptions import HTTPException

from corpus.errors import AccessDenied, DocumentError, KaopingError
from ui.api import records
from ui.api.guarding import REFUSALS, UNEXPECTED, LimitedBody, explain, problem, status_of
from ui.api.metrics import program_version
from ui.api.service import Service
from ui.terminal import encodable

if TYPE_CHECKING:
    from ui.visitors import Visitor, Visitors
    from ui.wiring import Backend

PLACE = "/api/v1"
WORKERS = 4  # requests served at a time; more would only take turns at the interpreter, and all be late
DESCRIPTION = (
    "就综合考评报告提问、核对草稿、取目标表、检查报告、起草；回答与命令行的 --json 相同。"
    '有用户的服务器要令牌：`Authorization: Bearer …`。出错时返回一行中文：`{"error": "…"}`。'
)
TOKEN = HTTPBearer(auto_error=False, description="令牌；没有用户的服务器不需要")
PROBLEMS: dict[int | str, dict[str, Any]] = {
    400: {"model": records.Problem, "description": "请求体读不出来"},
    401: {"model": records.Problem, "description": "没有登录，或令牌不对"},
    403: {"model": records.Problem, "description": "您的角色不能做这件事"},
    404: {"model": records.Problem, "description": "没有这份报告"},
    409: {"model": records.Problem, "description": "资料库是空的"},
    413: {"model": records.Problem, "description": "请求体太大"},
    422: {"model": records.Problem, "description": "请求的内容不对"},
    503: {"model": records.Problem, "description": "资料库暂时不能用"},
}
FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
Doc = Annotated[str | None, Query(max_length=records.LONGEST_ID, description="报告的编号（doc_id）；不给则为全部报告")]
Name = Annotated[str, Query(description="文件名，如 报告.docx")]
Asked = TypeVar("Asked", bound=records.Asked)


def build_api(visitors: Visitors, *, backend: Backend) -> FastAPI:
    """The application to be mounted at `PLACE`."""
    api = FastAPIOffline(
        title="考评",
        version=program_version(),
        description=DESCRIPTION,
        docs_url="/docs",
        redoc_url=None,
    )
    api.include_router(_routes(Service(backend), Desk(visitors)))
    api.add_middleware(LimitedBody)
    api.add_exception_handler(KaopingError, _refused)
    api.add_exception_handler(HTTPException, _turned_away)
    api.add_exception_handler(RequestValidationError, _not_understood)
    api.add_exception_handler(Exception, _broken)
    return api


class Desk:
    """Serves requests for visitors, a few at a time, in threads of their own."""

    def __init__(self, visitors: Visitors) -> None:
        self._visitors = visitors
        self._limiter = CapacityLimiter(WORKERS)

    async def serve(self, request: Request, work: Callable[[Visitor], Response]) -> Response:
        """The response of `work` for whoever sent the request."""
        return await to_thread.run_sync(lambda: work(self._visitor(request)), limiter=self._limiter)

    async def answer(
        self, request: Request, serve: Callable[[Visitor, Asked], dict[str, Any]], asked: Asked
    ) -> Response:
        """The record that `serve` makes of what is asked."""
        return await self.serve(request, lambda visitor: _json(serve(visitor, asked)))

    def _visitor(self, request: Request) -> Visitor:
        try:
            return self._visitors.of(request)
        except AccessDenied as error:
            raise HTTPException(401, str(error), headers={"www-authenticate": "Bearer"}) from error


def _routes(service: Service, desk: Desk) -> APIRouter:
    router = APIRouter(responses=PROBLEMS, dependencies=[Depends(TOKEN)])

    @router.post("/ask", response_model=records.Answer, summary="提问", tags=["问答"])
    async def ask(request: Request, asked: records.Question) -> Response:
        return await desk.answer(request, service.ask, asked)

    @router.post("/verify", response_model=records.Verification, summary="核对一段文字", tags=["核对"])
    async def verify(request: Request, asked: records.Text) -> Response:
        return await desk.answer(request, service.verify, asked)

    @router.get("/goals", response_model=records.Goals, summary="各项目标及其中的数字", tags=["报告"])
    async def goals(request: Request, doc: Doc = None) -> Response:
        return await desk.answer(request, service.goals, records.Chosen(doc_id=doc))

    @router.get("/audit", response_model=records.Findings, summary="检查报告自身", tags=["核对"])
    async def audit(request: Request, doc: Doc = None) -> Response:
        return await desk.answer(request, service.audit, records.Chosen(doc_id=doc))

    @router.post("/draft", response_model=records.Draft, summary="起草", tags=["起草"])
    async def draft(request: Request, asked: records.Brief) -> Response:
        return await desk.answer(request, service.draft, asked)

    @router.get("/documents", response_model=records.Documents, summary="资料库中的报告", tags=["报告"])
    async def documents(request: Request) -> Response:
        return await desk.answer(request, service.documents, records.Nothing())

    @router.post(
        "/documents",
        response_model=records.IngestedDocuments,
        summary="导入一个文件（编辑者）",
        tags=["报告"],
        openapi_extra=FILE,
    )
    async def ingest(request: Request, name: Name) -> Response:
        data = await request.body()
        return await desk.serve(request, partial(_ingested, service, data, name=name))

    return router


def _ingested(service: Service, data: bytes, visitor: Visitor, *, name: str) -> Response:
    record = service.ingest(visitor, data, name=name)
    if record.error:
        raise DocumentError(record.error)
    return _json({"documents": [record.to_json()]})


def _json(record: dict[str, Any]) -> Response:
    return Response(encodable(json.dumps(record, ensure_ascii=False)), media_type="application/json")


async def _refused(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, KaopingError)
    return problem(str(error), status=status_of(error))


async def _turned_away(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    message = REFUSALS.get(error.status_code, error.detail)
    return problem(message, status=error.status_code, headers=error.headers)


async def _not_understood(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    return problem(explain(error.errors()), status=422)


async def _broken(_: Request, error: Exception) -> JSONResponse:  # noqa: ARG001 - the server's log has the error
    return problem(UNEXPECTED, status=500)
