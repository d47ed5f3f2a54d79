"""The verbs of `kaoping`.

Standard output carries the result alone, progress and errors go to standard error. Exit status: 0 done, 1 the request
could not be served, 2 wrong usage, 130 interrupted. Libraries that take long to load are imported inside the verb that
needs them (see wiring).
"""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from corpus.errors import KaopingError, QuestionError
from corpus.reasons import explain_os_error
from ui import batch as batches
from ui import checking, evaluating, holdings, terminal
from ui.api.verb import mcp
from ui.asking.exporting import feedback
from ui.drafting.verb import draft
from ui.people.group_verbs import group
from ui.people.trail_verbs import trail
from ui.people.user_verbs import user
from ui.taking import ingest
from ui.usage import ChineseGroup, Port, explain
from ui.verbs import (
    DONE,
    FAILED,
    INTERRUPTED,
    WRONG_USAGE,
    chosen_documents,
    common,
    new_library,
    opened_library,
)
from ui.wiring import Backend

GARBAGE_THRESHOLD = 50_000  # allocations between collections: at the default 700 a start spends 0.4 s on them


@click.group(cls=ChineseGroup)
@click.version_option(package_name="kaoping", message="kaoping %(version)s", help="显示版本")
@click.help_option("-h", "--help", help="显示本帮助")
def kaoping() -> None:
    """考评：就综合考评报告提问，每个数字都带出处。"""


for verb in (
    ingest,
    holdings.documents,
    holdings.remove,
    holdings.headers,
    checking.verify,
    checking.audit,
    draft,
    evaluating.evaluate,
    feedback,
    user,
    group,
    trail,
    mcp,
):
    kaoping.add_command(verb)


@kaoping.command()
@click.option("--doc", "doc_id", metavar="编号", help="只列这一份报告")
@common
@click.pass_obj
def goals(backend: Backend, *, doc_id: str | None, data: Path | None, as_json: bool) -> int:
    """列出各项目标、单元格和其中的数字。"""
    with opened_library(backend, data=data) as library:
        documents = chosen_documents(library, doc_id=doc_id)
    records = [(document, [backend.goal_record(document, goal) for goal in document.goals]) for document in documents]
    if as_json:
        terminal.write_json({"goals": [goal for _, listed in records for goal in listed]})
    else:
        terminal.write_text(terminal.goal_lines(records))
    return DONE


@kaoping.command()
@click.argument("question", metavar="[问题]", required=False)
@click.option("--batch", metavar="文件.jsonl", type=click.Path(allow_dash=True), help="逐行回答；- 为标准输入")
@click.option("--doc", "doc_id", metavar="编号", help="只在这一份报告里找")
@common
@click.pass_context
def ask(
    ctx: click.Context, *, question: str | None, batch: str | None, doc_id: str | None, data: Path | None, as_json: bool
) -> int:
    """提一个问题，或用 --batch 逐行回答。"""
    if (question is None) == (batch is None):
        raise click.UsageError("请给出一个问题，或用 --batch 给出问题文件（只能选一种）", ctx)
    if batch is not None and doc_id is not None:
        raise click.UsageError("--doc 不能与 --batch 同用；请在各行写 doc_id", ctx)
    if batch is not None:
        return answer_batch(batch, backend=ctx.obj, data=data, as_json=as_json)
    with opened_library(ctx.obj, data=data) as library:
        answer = ctx.obj.make_assistant(library).ask(terminal.encodable(question or ""), doc_id=doc_id)
    write_answer(answer, identifier=None, as_json=as_json)
    return DONE


@kaoping.command()
@click.option("--host", default="127.0.0.1", show_default="127.0.0.1", metavar="地址", help="监听的地址")
@click.option("--port", default=7860, show_default="7860", type=Port(), metavar="端口", help="监听的端口；0 为任选")
@common
@click.pass_obj
def serve(backend: Backend, *, host: str, port: int, data: Path | None, as_json: bool) -> int:
    """打开网页；资料库为空时先导入自带的样例报告。

    没有用户时只能在本机打开，不用登录；一旦用 kaoping user add 添加了用户，本机也要登录。
    """
    from ui.server import listen, serve_page

    with listen(host, port) as listener, new_library(backend, data=data) as library:
        serve_page(listener, library=library, backend=backend, announce=announcer(as_json=as_json))
    return DONE


def answer_batch(source: str, *, backend: Backend, data: Path | None, as_json: bool) -> int:
    """Answer line by line, each written as soon as it is known."""
    status = DONE
    with batches.opened(source, what="问题文件") as lines, opened_library(backend, data=data) as library:
        chosen_documents(library, doc_id=None)
        assistant = backend.make_assistant(library)
        for question in batches.read_questions(lines):
            if isinstance(question, QuestionError):
                terminal.say(f"错误：{question}")
                status = FAILED
                continue
            answer = batches.answer_question(question, assistant=assistant)
            write_answer(answer, identifier=question.identifier, as_json=as_json)
    return status


def write_answer(answer: Any, *, identifier: str | int | None, as_json: bool) -> None:
    """One answer on standard output."""
    if as_json:
        terminal.write_json(answer.to_json(identifier))
    else:
        terminal.write_text(terminal.answer_lines(answer, identifier=identifier))


def announcer(*, as_json: bool) -> Callable[[str], None]:
    """What to do with the address once the page can be opened: always said, and written as JSON where asked for."""

    def announce(url: str) -> None:
        terminal.say(f"网页已就绪：{url}（Ctrl-C 结束）")
        if as_json:
            terminal.write_json({"url": url})

    return announce


def run(arguments: Sequence[str], *, backend: Backend | None = None) -> int:
    """Run the command line and return its exit status; every expected error becomes one line on standard error."""
    try:
        status = kaoping.main(list(arguments), prog_name="kaoping", standalone_mode=False, obj=backend or Backend())
    except click.UsageError as error:
        click.echo(terminal.plain(explain(error)), err=True)
        return WRONG_USAGE
    except KaopingError as error:
        terminal.say(f"错误：{error}")
        return FAILED
    except click.Abort:
        return INTERRUPTED
    return int(status or DONE)


def main() -> None:
    """The console command: UTF-8 whatever the locale, and quiet when standard output is closed early."""
    gc.set_threshold(GARBAGE_THRESHOLD)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        status = run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is still buffered goes nowhere
        status = FAILED
    except OSError as error:
        terminal.say(f"错误：{explain_os_error(error)}")
        status = FAILED
    sys.exit(status)
