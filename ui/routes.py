"""Where the browser fetches files and pages from, and where it sends files to.

A file of a report is other people's: it is only ever handed out as a download, never shown by the browser, whatever it
says it is. A file is taken only with a header that other sites can't send without being asked first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

from corpus.errors import AccessDenied, KaopingError, UnknownDocument

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from ui.originals import Originals
    from ui.results import Download
    from ui.uploads import Inbox
    from ui.visitors import Visitors

SENT_BY = ("x-kaoping", "upload")  # the header that makes a browser ask before another site may send
KEEP_SECONDS = 3600  # that a browser may keep the picture of a page


class Downloads(Protocol):
    """What makes files of the results that it keeps."""

    def download(self, token: str, suffix: str, *, owner: str) -> Download:
        """The result of that token as a file. Raises KaopingError where that visitor has none."""


def file_routes(inbox: Inbox, originals: Originals, *, visitors: Visitors) -> list[Route]:
    """`POST /documents/uploads?name=…`, `GET /documents/ID/file` and `GET /documents/ID/pages/N`."""
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import JSONResponse, Response
    from starlette.routing import Route

    async def receive(request: Request) -> Response:
        if request.headers.get(SENT_BY[0]) != SENT_BY[1]:
            return JSONResponse({"error": "只能从网页上传"}, status_code=403)
        try:
            await run_in_threadpool(visitors.of, request)
            token = await inbox.receive(request.query_params.get("name", ""), request.stream())
        except KaopingError as error:
            return JSONResponse({"error": str(error)}, status_code=403 if isinstance(error, AccessDenied) else 413)
        return JSONResponse({"token": token})

    def file(request: Request) -> Response:
        try:
            visitor = visitors.of(request)
            document = visitor.library.document(request.path_params["doc_id"])
            found = originals.file(document.doc_id, library=visitor.library)
            visitor.record("download", subject=found.name, documents=[document])
        except KaopingError as error:
            return _refused(error)
        return Response(found.data, media_type="application/octet-stream", headers=download_headers(found.name))

    def page(request: Request) -> Response:
        try:
            library = visitors.of(request).library
            doc_id, number = (request.path_params[key] for key in ("doc_id", "number"))
            picture = originals.page(doc_id, page=number, library=library)
        except KaopingError as error:
            return _refused(error)
        kept = {"cache-control": f"private, max-age={KEEP_SECONDS}"}
        size = {"x-page-size": f"{picture.size[0]} {picture.size[1]}"} if picture.size else {}  # as places are given
        return Response(picture.png, media_type="image/png", headers=kept | size)

    return [
        Route("/documents/uploads", receive, methods=["POST"]),
        Route("/documents/{doc_id}/file", file),
        Route("/documents/{doc_id}/pages/{number:int}", page),
    ]


class DraftDownloads(Downloads, Protocol):
    """What makes files of checked drafts: with their verdicts, and, as `corrected`, without."""

    @property
    def corrected(self) -> Downloads:
        """The drafts as they are now."""


def result_routes(drafts: DraftDownloads, audits: Downloads, *, visitors: Visitors) -> list[Route]:
    """`GET /drafts/TOKEN/{annotated,corrected}.…` and `GET /audits/TOKEN/findings.{md,csv}`."""
    from starlette.routing import Route

    return [
        Route("/drafts/{token}/annotated.{suffix}", handed_out(drafts, suffixes=("docx", "md"), visitors=visitors)),
        Route(
            "/drafts/{token}/corrected.{suffix}",
            handed_out(drafts.corrected, suffixes=("docx", "md", "txt"), visitors=visitors),
        ),
        Route("/audits/{token}/findings.{suffix}", handed_out(audits, suffixes=("md", "csv"), visitors=visitors)),
    ]


def handed_out(results: Downloads, *, suffixes: tuple[str, ...], visitors: Visitors) -> Callable[[Request], Response]:
    """A route that hands out the results of whoever asks, as files with one of the suffixes."""
    from starlette.responses import PlainTextResponse, Response

    def hand_out(request: Request) -> Response:
        suffix = request.path_params["suffix"]
        if suffix not in suffixes:
            return PlainTextResponse("没有这种文件", status_code=404)
        try:
            visitor = visitors.of(request)
            made = results.download(request.path_params["token"], suffix, owner=visitor.name)
            visitor.record("download", subject=made.name)
        except AccessDenied as error:
            return _refused(error)
        except KaopingError as error:
            return PlainTextResponse(str(error), status_code=404)
        return Response(made.data, media_type="application/octet-stream", headers=download_headers(made.name))

    return hand_out


def _refused(error: KaopingError) -> Response:
    from starlette.responses import PlainTextResponse

    statuses = {UnknownDocument: 404, AccessDenied: 403}
    return PlainTextResponse(str(error), status_code=statuses.get(type(error), 422))


def download_headers(name: str) -> dict[str, str]:
    """What makes a browser save a file under its name, and do nothing else with it."""
    return {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "cache-control": "private, no-store",
    }
