"""The verb `trail`: what was done by whom, looked through and taken along."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus.errors import StoreError
from ui import terminal
from ui.usage import ChineseCommand, ChineseGroup, Choice
from ui.verbs import DONE, FAILED, common, opened_library
from ui.wiring import Backend

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.trail import TrailEntry

FIELDS = ("number", "at", "name", "kind", "subject", "documents", "outcome", "previous", "hash")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what makes a spreadsheet compute a field


class Moment(click.ParamType[str]):
    """A day or a time as the clock of this machine shows it, as the trail keeps it: ISO 8601 in UTC."""

    name = "时间"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The time; anything that is none is wrong usage."""
        from index.accounts import moment

        try:
            return moment(datetime.fromisoformat(str(value)).astimezone())
        except (ValueError, OverflowError):
            self.fail(f"{value} 不是时间；应写成 2026-01-31 或 2026-01-31T08:00", param, ctx)


@click.group(cls=ChineseGroup)
@click.help_option("-h", "--help", help="显示本帮助")
def trail() -> None:
    """查看操作记录：谁在何时问了、核对了什么，结果如何。"""


@trail.command(cls=ChineseCommand)
@click.option("--since", type=Moment(), metavar="时间", help="从何时起，如 2026-01-31；不写为全部")
@click.option(
    "--format",
    "form",
    default="csv",
    show_default="csv",
    type=Choice(("csv", "jsonl")),
    metavar="格式",
    help="csv 或 jsonl",
)
@common
@click.pass_obj
def export(backend: Backend, *, since: str | None, form: str, data: Path | None, as_json: bool) -> int:
    """导出操作记录到标准输出。"""
    with opened_library(backend, data=data) as library:
        entries = library.trail.entries(since=since or "")
        if as_json:
            terminal.write_json({"entries": [entry_record(entry) for entry in entries]})
        else:
            for line in FORMATS[form](entries):
                click.echo(terminal.encodable(line), nl=False)
    return DONE


@trail.command(cls=ChineseCommand)
@common
@click.pass_obj
def check(backend: Backend, *, data: Path | None, as_json: bool) -> int:
    """检查操作记录有没有被改动；请把最后的校验值记在别处。"""
    with opened_library(backend, data=data) as library:
        found = library.trail.check()
    if as_json:
        terminal.write_json({"entries": found.entries, "head": found.head, "broken": found.broken})
        return DONE if found.broken is None else FAILED
    if found.broken is not None:
        raise StoreError(f"操作记录从第 {found.broken} 条起被改动过；之前的 {found.broken - 1} 条完好")
    terminal.write_text([f"{found.entries} 条操作记录完好；最后的校验值 {found.head or '（还没有）'}"])
    return DONE


def entry_record(entry: TrailEntry) -> dict[str, Any]:
    """What the machine interface says of an entry; with all fields in this order, its hash can be worked out again."""
    documents = [{"doc_id": doc_id, "sha256": sha256} for doc_id, sha256 in entry.documents]
    return {name: documents if name == "documents" else getattr(entry, name) for name in FIELDS}


def csv_lines(entries: Iterable[TrailEntry]) -> Iterator[str]:
    """A table for a spreadsheet, in which no field is taken for a formula."""
    yield "\ufeff" + _row(FIELDS)
    for entry in entries:
        documents = " ".join(f"{doc_id}@{sha256}" for doc_id, sha256 in entry.documents)
        yield _row([documents if name == "documents" else str(getattr(entry, name)) for name in FIELDS])


def json_lines(entries: Iterable[TrailEntry]) -> Iterator[str]:
    """An object a line."""
    for entry in entries:
        yield json.dumps(entry_record(entry), ensure_ascii=False) + "\n"


def _row(fields: Iterable[str]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow([f"'{field}" if field.startswith(FORMULA) else field for field in fields])
    return written.getvalue()


FORMATS: dict[str, Callable[[Iterable[TrailEntry]], Iterator[str]]] = {"csv": csv_lines, "jsonl": json_lines}
