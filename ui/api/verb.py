"""The verb `mcp`: the tools of the Model Context Protocol over standard input and output.

It has no `--json`: standard output is the protocol's own.
"""

from __future__ import annotations

from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.usage import ChineseCommand
from ui.verbs import DONE, opened_library
from ui.visitors import Role, Visitor

if TYPE_CHECKING:
    from ui.wiring import Backend


@click.command(cls=ChineseCommand)
@click.help_option("-h", "--help", help="显示本帮助")
@click.option("--data", type=click.Path(path_type=Path), metavar="目录", help="数据目录（默认取 KAOPING_DATA）")
@click.pass_obj
def mcp(backend: Backend, *, data: Path | None) -> int:
    """供 AI 助手程序调用：以 MCP 协议提供 ask、verify、goals、audit 等工具。

    标准输入输出用于协议；由助手程序启动，不用自己运行。
    """
    from ui.api.mcp_server import serve

    with ExitStack() as held:

        @cache
        def open_visitor() -> Visitor:
            library = held.enter_context(opened_library(backend, data=data))
            assistant, verifier = backend.make_assistant(library), backend.make_verifier(library)
            return Visitor("", Role.ADMINISTRATOR, library, assistant, verifier)

        serve(backend, open_visitor=open_visitor)
    return DONE
