"""Where the overview is fetched as a file: made anew from the reports that the visitor may see, under the filters sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.errors import KaopingError
from ui.language import Language, speaking
from ui.overview.filters import Filters
from ui.routes import download_headers

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from ui.visitors import Visitors


def overview_routes(visitors: Visitors) -> list[Route]:
    """`GET /overview/goals.xlsx?organization=…&year=…&period=…&status=…&text=…&language=…`."""
    from starlette.responses import PlainTextResponse, Response
    from starlette.routing import Route

    def goals(request: Request) -> Response:
        from ui.overview.board import Board
        from ui.overview.workbook import file_name, workbook

        spoken: Language = "en" if request.query_params.get("language") == "en" else "zh"
        try:
            visitor = visitors.of(request)
            board = Board(tuple(visitor.library.documents()), Filters.read(request.query_params))
            with speaking(spoken):
                name, data = file_name(), workbook(board)
            visitor.record("download", subject=name, documents=board.reports)
        except KaopingError as error:
            return PlainTextResponse(str(error), status_code=403)
        return Response(data, media_type="application/octet-stream", headers=download_headers(name))

    return [Route("/overview/goals.xlsx", goals)]
