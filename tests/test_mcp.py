"""`kaoping mcp`, spoken to by the protocol's own client: in memory over stand-ins, and as a process of its own."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import anyio
import mcp_types as types
import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters
from mcp.shared.exceptions import MCPError

from checking_fakes import FakeVerifier, fake_audit
from corpus.reports import sample_report
from ui.api import records
from ui.api.mcp_server import build_server
from ui.cli import run
from ui.visitors import Role, Visitor
from ui_fakes import FakeAssistant, document, fake_backend

ROOT = Path(__file__).parent.parent
TOOLS = {"ask", "verify", "goals", "audit", "draft", "documents"}
QUESTION = "上半年全市民生支出是多少，占一般公共预算支出多少？"


def with_fakes(talk: Callable[[Client], Awaitable[None]], *, assistant: Any = None) -> None:
    """Talk to a server over stand-ins."""
    backend, library = fake_backend(document("a"))
    held: Any = library
    visitor = Visitor("", Role.ADMINISTRATOR, held, assistant or FakeAssistant(library), FakeVerifier(held))  # type: ignore[arg-type]
    server = build_server(replace(backend, audit=fake_audit), open_visitor=lambda: visitor)

    async def session() -> None:
        async with Client(server) as client:
            await talk(client)

    anyio.run(session)


def with_program(talk: Callable[[Client], Awaitable[None]], *, data: Path) -> None:
    """Talk to the program in a process of its own."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("KAOPING_")}
    program = StdioServerParameters(
        command=sys.executable,
        args=["-c", "from ui.cli import main; main()", "mcp", "--data", str(data)],
        env={**environment, "PYTHONPATH": str(ROOT)},
    )

    async def session() -> None:
        async with Client(program) as client:
            await talk(client)

    anyio.run(session)


def said(result: Any) -> str:
    (content,) = result.content
    assert isinstance(content, types.TextContent)
    return content.text


def test_the_tools_say_what_they_take_and_give() -> None:
    async def talk(client: Client) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}

        assert set(tools) == TOOLS
        assert tools["ask"].input_schema["required"] == ["question"]
        assert set(tools["ask"].input_schema["properties"]) == {"question", "doc_id", "history"}
        for tool in tools.values():
            assert tool.input_schema["type"] == "object" and tool.input_schema["additionalProperties"] is False
            assert tool.output_schema is not None and tool.output_schema["type"] == "object"
            assert tool.description and tool.title
            assert tool.annotations is not None and tool.annotations.read_only_hint

    with_fakes(talk)


@pytest.mark.parametrize(
    ("tool", "arguments", "field"),
    [
        ("ask", {"question": "储备了多少？", "history": [{"question": "问"}]}, "answer"),
        ("verify", {"text": "储备 138 个。", "doc_id": "a"}, "claims"),
        ("audit", {}, "findings"),
        ("documents", {}, "documents"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_tool_answers_with_the_record_and_the_same_as_text(tool: str, arguments: dict[str, Any], field: str) -> None:
    async def talk(client: Client) -> None:
        result = await client.call_tool(tool, arguments)  # the client holds it against the tool's schema

        assert not result.is_error and field in result.structured_content
        assert json.loads(said(result)) == result.structured_content

    with_fakes(talk)


@pytest.mark.parametrize(
    ("tool", "arguments", "message"),
    [
        ("ask", {}, "缺少 question"),
        ("ask", {"question": ["a"]}, "question 应为字符串"),
        ("ask", {"question": "问", "doc": "a"}, "没有 doc 这个字段"),
        ("ask", {"question": ""}, "问题为空或太长"),
        ("ask", {"question": "问", "doc_id": "zz"}, "没有编号为 zz 的报告"),
        ("goals", {"doc_id": "zz"}, "没有编号为 zz 的报告；已有：a"),
        ("verify", {"text": " "}, "这段文字：没有可核对的文字（文字可能在图片里）。请检查是否选错了文件。"),
        ("guess", {}, "没有工具 guess；可用的有 ask、verify、goals、audit、draft、documents"),
    ],
    ids=lambda value: str(value) if not isinstance(value, dict) else "",
)
def test_what_cannot_be_served_is_an_error_of_the_tool_in_one_line(
    tool: str, arguments: dict[str, Any], message: str
) -> None:
    async def talk(client: Client) -> None:
        result = await client.call_tool(tool, arguments)

        assert result.is_error and said(result) == message

    with_fakes(talk)


def test_what_breaks_tells_nothing_of_itself(caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        def ask(self, *_: Any, **__: Any) -> Any:
            raise ZeroDivisionError("机密")

    async def talk(client: Client) -> None:
        with pytest.raises(MCPError) as caught:
            await client.call_tool("ask", {"question": "储备了多少？"})
        assert "机密" not in str(caught.value)
        assert not (await client.call_tool("documents", {})).is_error

    with_fakes(talk, assistant=Broken())


def test_a_folder_that_is_filled_later_is_served_once_it_is(tmp_path: Path) -> None:
    data = tmp_path / "data"

    async def talk(client: Client) -> None:
        assert client.server_info.name == "kaoping"
        assert {tool.name for tool in (await client.list_tools()).tools} == TOOLS
        empty = await client.call_tool("ask", {"question": QUESTION})
        assert empty.is_error and "导入" in said(empty) and "\n" not in said(empty)
        assert not data.exists()

        assert await anyio.to_thread.run_sync(run, ["ingest", str(sample_report()), "--data", str(data)]) == 0

        answer = (await client.call_tool("ask", {"question": QUESTION})).structured_content
        assert "877.82" in answer["answer"] and "77.7%" in answer["answer"]
        verdicts = (await client.call_tool("verify", {"text": "民生支出 870 亿元。"})).structured_content
        assert verdicts["summary"]["contradicted"] == 1
        goals = (await client.call_tool("goals", {})).structured_content
        assert len(goals["goals"]) == 6
        assert records.Goals.model_validate(goals).model_dump(mode="json", exclude_unset=True) == goals
        for tool, field in (("audit", "findings"), ("draft", "sentences")):
            assert (await client.call_tool(tool, {})).structured_content[field]

    with_program(talk, data=data)


def test_its_help_is_chinese_and_waits_for_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mcp", "--help"]) == 0

    output = capsys.readouterr().out
    assert output.startswith("用法：kaoping mcp") and "--data" in output
