"""The Model Context Protocol: the service as tools that an assistant program may call, over standard input and output.

Built on the SDK's low-level server: the high-level one reports a wrong argument in several lines of English and puts its
own words before every error. Whoever starts it has the data folder and is the only one at it, so there are no users; the
library is opened by the first call that needs it, and a folder without one is an error of that call and not of the
server, which may well be started before the first report is there.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import anyio
import mcp_types as types
from anyio import CapacityLimiter, to_thread
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from pydantic import BaseModel, ValidationError

from corpus.errors import KaopingError
from ui.api import records
from ui.api.guarding import explain
from ui.api.metrics import program_version
from ui.api.service import JsonObject, Service
from ui.terminal import encodable

if TYPE_CHECKING:
    from mcp.server.context import ServerRequestContext

    from ui.visitors import Visitor
    from ui.wiring import Backend

logger = logging.getLogger(__name__)

INSTRUCTIONS = (
    "查阅中国政府综合考评报告。回答里的每个数字都带引文：goal 是目标，column_label 是列，quote 是原文，一字不改。"
    "转述时请保留数字和出处；status 为 not_found 时，报告里没有答案，不要自己补。"
)
READS_ONLY = types.ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)

OpenVisitor = Callable[[], "Visitor"]


@dataclass(frozen=True, slots=True)
class Offer:
    """A tool: what it is called, what it takes and gives, and what serves it."""

    name: str
    title: str
    description: str
    takes: type[records.Asked]
    gives: type[BaseModel]
    serve: Callable[[Visitor, Any], JsonObject]

    def tool(self) -> types.Tool:
        """The tool as the protocol describes it."""
        return types.Tool(
            name=self.name,
            title=self.title,
            description=self.description,
            input_schema=self.takes.model_json_schema(),
            output_schema=self.gives.model_json_schema(mode="serialization"),
            annotations=READS_ONLY,
        )


def offers(service: Service) -> tuple[Offer, ...]:
    """All tools."""
    return (
        Offer(
            "ask",
            "提问",
            "就综合考评报告提问，得到带引文的回答。一次问一件事；报告里没有的，会说没有。",
            records.Question,
            records.Answer,
            service.ask,
        ),
        Offer(
            "verify",
            "核对",
            "核对一段文字：其中每个数字与报告是否相符，不符时报告怎么写。",
            records.Text,
            records.Verification,
            service.verify,
        ),
        Offer(
            "goals",
            "目标表",
            "列出报告的各项目标、单元格、其中的数字，以及指标是否达到。内容多，最好给出 doc_id。",
            records.Chosen,
            records.Goals,
            service.goals,
        ),
        Offer(
            "audit",
            "检查",
            "检查报告自身：前后不一、算不对、未达目标、进度滞后。",
            records.Chosen,
            records.Findings,
            service.audit,
        ),
        Offer(
            "draft",
            "起草",
            "从报告写出带引文的小结、专题汇报、要点或对比，每个数字都已核对；markdown 是成文。",
            records.Brief,
            records.Draft,
            service.draft,
        ),
        Offer(
            "documents",
            "报告清单",
            "列出资料库中的报告及其编号 doc_id。",
            records.Nothing,
            records.Documents,
            service.documents,
        ),
    )


def build_server(backend: Backend, *, open_visitor: OpenVisitor) -> Server[Any]:
    """The server of the tools; `open_visitor` is asked at each call, and opens the library at the first."""
    table = {offer.name: offer for offer in offers(Service(backend))}
    one_at_a_time = CapacityLimiter(1)  # one person's program asks, and a library is opened once

    async def list_tools(_: ServerRequestContext, __: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[offer.tool() for offer in table.values()])

    async def call_tool(_: ServerRequestContext, params: types.CallToolRequestParams) -> types.CallToolResult:
        offer = table.get(params.name)
        if offer is None:
            return _failed(f"没有工具 {params.name}；可用的有 {'、'.join(table)}")
        return await to_thread.run_sync(
            lambda: _called(offer, params.arguments or {}, open_visitor), limiter=one_at_a_time
        )

    return Server(
        "kaoping",
        version=program_version(),
        title="考评",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def serve(backend: Backend, *, open_visitor: OpenVisitor) -> None:
    """Serve over standard input and output until the input ends."""

    async def run() -> None:
        server = build_server(backend, open_visitor=open_visitor)
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())

    anyio.run(run)


def _called(offer: Offer, arguments: dict[str, Any], open_visitor: OpenVisitor) -> types.CallToolResult:
    try:
        asked = offer.takes.model_validate(arguments)
        record = offer.serve(open_visitor(), asked)
    except ValidationError as error:
        return _failed(explain(error.errors()))
    except KaopingError as error:
        return _failed(str(error))
    text = encodable(json.dumps(record, ensure_ascii=False))
    return types.CallToolResult(content=[types.TextContent(text=text)], structured_content=record)


def _failed(message: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(text=message)], is_error=True)
