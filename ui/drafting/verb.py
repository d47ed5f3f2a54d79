"""The verb `draft`: a cited draft from the reports, as Markdown, Word or JSON."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

import click

from corpus.errors import KaopingError
from corpus.reasons import reason_of
from ui import terminal
from ui.checking import OutputFormat, wanted_format
from ui.usage import ChineseCommand, Choice, FilePath
from ui.verbs import DONE, chosen_documents, common, opened_library
from ui.wiring import Backend

if TYPE_CHECKING:
    from assistant.drafting import Draft, Kind, Length
    from ui.drafting.sheet import Sheet

KINDS = ("summary", "topic", "points", "comparison")
LENGTHS = ("short", "medium", "long")


@click.command(cls=ChineseCommand)
@click.option(
    "--goal", "goals", metavar="目标", multiple=True, help="写这项目标（编号、序号或名称），可多次给出；默认全部"
)
@click.option("--doc", "doc_ids", metavar="编号", multiple=True, help="只用这份报告，可多次给出；默认各单位最新的一份")
@click.option("--period", metavar="期间", help="只写这个期间，如 2021年上半年、二季度")
@click.option(
    "--kind",
    type=Choice(KINDS),
    default="summary",
    help="体裁：summary 小结（默认）、topic 专题汇报、points 要点、comparison 对比",
)
@click.option("--length", type=Choice(LENGTHS), default="medium", help="篇幅：short 短、medium 中（默认）、long 长")
@click.option("--format", "output_format", type=Choice(["md", "docx"]), help="写成 Markdown 或 Word")
@click.option("-o", "output", metavar="文件", type=FilePath(), help="写到这个文件（.md 或 .docx）")
@common
@click.pass_context
def draft(
    ctx: click.Context,
    *,
    goals: tuple[str, ...],
    doc_ids: tuple[str, ...],
    period: str | None,
    kind: Kind,
    length: Length,
    output_format: OutputFormat | None,
    output: Path | None,
    data: Path | None,
    as_json: bool,
) -> int:
    """起草：从报告写出带出处的小结、汇报、要点或对比。

    每个数字写出之前都经过核对；没有通过核对的句子不写进草稿，并在标准错误说明。
    """
    from assistant.drafting import Brief

    wanted = wanted_format(ctx, output_format=output_format, output=output, as_json=as_json)
    brief = Brief(doc_ids, goals, period, kind, length)
    made = drafted(brief, backend=ctx.obj, data=data)
    write_draft(made, wanted=wanted, output=output, as_json=as_json)
    return DONE


def drafted(brief: object, *, backend: Backend, data: Path | None) -> Draft:
    """The draft of the library's reports. Raises KaopingError where there is none."""
    from assistant.drafting import Brief
    from assistant.drafting import draft as make_draft

    assert isinstance(brief, Brief)
    with opened_library(backend, data=data) as library:
        for doc_id in brief.doc_ids or (None,):
            chosen_documents(library, doc_id=doc_id)
        return make_draft(brief, library)


def write_draft(made: Draft, *, wanted: OutputFormat | None, output: Path | None, as_json: bool) -> None:
    """The draft on standard output or in its file; what was left out is said on standard error."""
    from ui.drafting.markdown import draft_markdown
    from ui.drafting.sheet import sheet_of

    sheet = sheet_of(made)
    markdown = draft_markdown(sheet)
    for dropped in made.dropped:
        terminal.say(f"没有写进草稿：{terminal.shorten(dropped.text)}（{dropped.reason}）")
    if output is not None:
        write_whole(output, _file(sheet, wanted=wanted))
        terminal.say(f"已写入 {output}")
    if as_json:
        terminal.write_json({**made.to_json(), "markdown": markdown})
    elif output is not None:
        terminal.write_text([counts_line(made)])
    else:
        terminal.write_text([markdown.removesuffix("\n")])


def counts_line(made: Draft) -> str:
    """`《…小结》：36 句、58 个数字，都已核对；略去 2 句`."""
    left_out = f"；略去 {len(made.dropped)} 句" if made.dropped else ""
    return f"《{made.title}》：{len(made.sentences)} 句、{len(made.figures)} 个数字，都已核对{left_out}"


def _file(sheet: Sheet, *, wanted: OutputFormat | None) -> bytes:
    if wanted == "docx":
        from ui.drafting.word import draft_docx

        return draft_docx(sheet)
    from ui.drafting.markdown import draft_markdown

    return draft_markdown(sheet).encode("utf-8", "replace")


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all. Raises KaopingError where that can't be done."""
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)  # a device or a pipe is written to, never replaced
            return
        target = path.resolve()
        with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as made:
            unfinished = Path(made.name)
            try:
                made.write(data)
                made.close()
                unfinished.chmod(_mode(target))
                unfinished.replace(target)
            except OSError:
                unfinished.unlink(missing_ok=True)
                raise
    except OSError as exc:
        raise KaopingError(f"{path}：无法写入（{reason_of(exc)}）。请检查路径和权限。") from exc
    except ValueError as exc:
        raise KaopingError(f"{path}：不是可用的路径。请检查路径。") from exc


def _mode(target: Path) -> int:
    """The permissions of the file that is replaced, else those of any new file."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
