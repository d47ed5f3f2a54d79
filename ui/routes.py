"""Where the browser fetches files and pages from, and where it sends files to.

A file of a report is other people's: it is only ever handed out as a download, never shown by the browser, whatever it
says it is. A file is taken only with a header that other sites can't send without being asked first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

from corpus.errors import KaopingError, UnknownDocument

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from ui.originals import Originals
    from ui.results import Download
    from ui.uploads import Inbox

SENT_BY = ("x-kaoping", "upload")  # the header that makes a browser ask before another site may send
KEEP_SECONDS = 3600  # that a browser may keep the picture of a page


class Downloads(Protocol):
    """What makes files of the results that it keeps."""

    def download(self, token: str, suffix: str) -> Download:
        """The result of that token as a file. Raises KaopingError where there is none."""


def file_routes(inbox: Inbox, originals: Originals) -> list[Route]:
    """`POST /documents/uploads?name=…`, `GET /documents/ID/file` and `GET /documents/ID/pages/N`."""
    from starlette.responses import JSONResponse, PlainTextResponse, Response
    from starlette.routing import Route

    async def receive(request: Request) -> Response:
        if request.headers.get(SENT_BY[0]) != SENT_BY[1]:
            return JSONResponse({"error": "只能从网页上传"}, status_code=403)
        try:
            token = await inbox.receive(request.query_params.get("name", ""), request.stream())
        except KaopingError as error:
            return JSONResponse({"error": str(error)}, status_code=413)
        return JSONResponse({"token": token})

    def refused(error: KaopingError) -> Response:
        return PlainTextResponse(str(error), status_code=404 if isinstance(error, UnknownDocument) else 422)

    def file(request: Request) -> Response:
        try:
            found = originals.file(request.path_params["doc_id"])
        except KaopingError as error:
            return refused(error)
        return Response(found.data, media_type="application/octet-stream", headers=download_headers(found.name))

    def page(request: Request) -> Response:
        try:
            picture = originals.page(request.path_params["doc_id"], page=request.path_params["number"])
        except KaopingError as error:
            return refused(error)
        kept = {"cache-control": f"private, max-age={KEEP_SECONDS}"}
        return Response(picture.png, media_type="image/png", headers=kept)

    return [
        Route("/documents/uploads", receive, methods=["POST"]),
        Route("/documents/{doc_id}/file", file),
        Route("/documents/{doc_id}/pages/{number:int}", page),
    ]


def result_routes(drafts: Downloads, audits: Downloads) -> list[Route]:
    """`GET /drafts/TOKEN/annotated.{docx,md}` and `GET /audits/TOKEN/findings.{md,csv}`."""
    from starlette.routing import Route

    return [
        Route("/drafts/{token}/annotated.{suffix}", _handed_out(drafts, suffixes=("docx", "md"))),
        Route("/audits/{token}/findings.{suffix}", _handed_out(audits, suffixes=("md", "csv"))),
    ]


def _handed_out(results: Downloads, *, suffixes: tuple[str, ...]) -> Callable[[Request], Response]:
    from starlette.responses import PlainTextResponse, Response

    def hand_out(request: Request) -> Response:
        suffix = request.path_params["suffix"]
        if suffix not in suffixes:
            return PlainTextResponse("没有这种文件", status_code=404)
        try:
            made = results.download(request.path_params["token"], suffix)
        except KaopingError as error:
            return PlainTextResponse(str(error), status_code=404)
        return Response(made.data, media_type="application/octet-stream", headers=download_headers(made.name))

    return hand_out


def download_headers(name: str) -> dict[str, str]:
    """What makes a browser save a file under its name, and do nothing else with it."""
    return {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "cache-control": "private, no-store",
    }
