"""The verbs that check: `verify` a draft against the reports, `audit` a report against itself.

Finding something wrong is what they are for, so it is no failure: the exit status stays 0.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from corpus.drafts import STANDARD_INPUT, Draft, read_draft_data, read_stream, refuse_long
from corpus.errors import KaopingError, QuestionError, UnknownDocument
from corpus.files import read_bytes
from corpus.reasons import reason_of
from ui import batch as batches
from ui import terminal
from ui.audit_html import Audited
from ui.checked_lines import counts_line, finding_lines, findings_line, verification_lines
from ui.progress import ProgressLine
from ui.usage import ChineseCommand, Choice, FilePath
from ui.verbs import DONE, FAILED, chosen_documents, common, opened_library, unknown_id
from ui.wiring import Backend

if TYPE_CHECKING:
    from assistant.verification import Verification, Verifier

logger = logging.getLogger(__name__)

OutputFormat = Literal["md", "docx"]
SUFFIXES: dict[str, OutputFormat] = {".md": "md", ".markdown": "md", ".docx": "docx"}
TOLD_SECONDS = 5.0  # between lines of progress in a log
# What a text may run the grammar into where nobody foresaw it; names and types are right, mypy sees to that.
FAULTS = (ArithmeticError, LookupError, RecursionError, ValueError)


@click.command(cls=ChineseCommand)
@click.argument("file", metavar="[草稿文件|-]", required=False, type=FilePath())
@click.option("--batch", metavar="文件.jsonl", type=click.Path(allow_dash=True), help="逐行核对；- 为标准输入")
@click.option("--doc", "doc_id", metavar="编号", help="只对照这一份报告")
@click.option("--format", "output_format", type=Choice(["md", "docx"]), help="写出带标注的草稿")
@click.option("-o", "output", metavar="文件", type=FilePath(), help="写到这个文件（.md 或 .docx）")
@common
@click.pass_context
def verify(
    ctx: click.Context,
    *,
    file: Path | None,
    batch: str | None,
    doc_id: str | None,
    output_format: OutputFormat | None,
    output: Path | None,
    data: Path | None,
    as_json: bool,
) -> int:
    """核对草稿：每个数字与报告比对，说明支持、不符还是未找到。

    草稿可以是文本、Markdown 或 Word（.docx）；- 为标准输入。

    发现不符的数字，退出状态也是 0；脚本请看 --json 里的 summary。
    """
    if (file is None) == (batch is None):
        raise click.UsageError("请给出一份草稿，或用 --batch 给出草稿文件（只能选一种）", ctx)
    if batch is not None:
        if doc_id is not None:
            raise click.UsageError("--doc 不能与 --batch 同用；请在各行写 doc_id", ctx)
        if output_format is not None or output is not None:
            raise click.UsageError("--format 和 -o 不能与 --batch 同用", ctx)
        return verify_batch(batch, backend=ctx.obj, data=data, as_json=as_json)
    assert file is not None
    wanted = wanted_format(ctx, output_format=output_format, output=output, as_json=as_json)
    refuse_overwriting(ctx, output=output, draft=file)
    draft, original = read_given(file)
    verification = verified(draft, backend=ctx.obj, data=data, doc_id=doc_id)
    if output is not None:
        write_file(output, annotated(draft, verification, original=original, output_format=wanted or "md"))
    write_verification(draft, verification, as_json=as_json, wanted=wanted, output=output)
    return DONE


@click.command(cls=ChineseCommand)
@click.option("--doc", "doc_id", metavar="编号", help="只检查这一份报告")
@click.option("--format", "output_format", type=Choice(["md"]), help="写成 Markdown")
@click.option("-o", "output", metavar="文件", type=FilePath(), help="写到这个文件（.md）")
@common
@click.pass_context
def audit(
    ctx: click.Context,
    *,
    doc_id: str | None,
    output_format: OutputFormat | None,
    output: Path | None,
    data: Path | None,
    as_json: bool,
) -> int:
    """检查报告自身：前后不一、算不对、未达目标、进度滞后。

    发现了问题，退出状态也是 0；脚本请看 --json 里的 findings。
    """
    wanted = wanted_format(ctx, output_format=output_format, output=output, as_json=as_json)
    if wanted == "docx":
        raise click.UsageError("检查结果只能写成 Markdown（.md）", ctx)
    backend: Backend = ctx.obj
    with opened_library(backend, data=data) as library:
        documents = chosen_documents(library, doc_id=doc_id)
    audited = Audited(documents, backend.audit(documents))
    markdown = findings_text(audited) if wanted else ""
    if output is not None:
        write_file(output, markdown.encode("utf-8", "replace"))
        terminal.say(f"已写入 {output}")
    if as_json:
        terminal.write_json({"findings": [finding.to_json() for finding in audited.findings]})
    elif output is not None:
        terminal.write_text([findings_line(audited)])
    elif wanted:
        terminal.write_text([markdown.removesuffix("\n")])
    else:
        terminal.write_painted(finding_lines(audited))
    return DONE


def findings_text(audited: Audited) -> str:
    """The findings as Markdown."""
    from ui.audit_files import findings_markdown

    return findings_markdown(audited)


def wanted_format(
    ctx: click.Context, *, output_format: OutputFormat | None, output: Path | None, as_json: bool
) -> OutputFormat | None:
    """The format to write in, None for lines or JSON alone. What can't be meant is wrong usage."""
    if output is None:
        if output_format == "docx":
            raise click.UsageError("--format docx 要用 -o 给出文件", ctx)
        if output_format is not None and as_json:
            raise click.UsageError("--format 与 --json 同用时，请用 -o 给出文件", ctx)
        return output_format
    named = SUFFIXES.get(output.suffix.lower())
    if named is None and output_format is None:
        raise click.UsageError(f"看不出 {output} 要写成什么格式；请用 .md 或 .docx 作扩展名，或加 --format", ctx)
    if named is not None and output_format not in (None, named):
        raise click.UsageError(f"--format {output_format} 与 {output} 的扩展名不一致", ctx)
    return output_format or named


def refuse_overwriting(ctx: click.Context, *, output: Path | None, draft: Path) -> None:
    """Writing over the draft is wrong usage, by whatever name."""
    try:
        is_same = output is not None and output.samefile(draft)
    except (OSError, ValueError):  # one of them doesn't exist: reading and writing will say so
        return
    if is_same:
        raise click.UsageError(f"-o {output} 就是草稿本身，没有改写；请换一个文件名", ctx)


def read_given(file: Path) -> tuple[Draft, bytes]:
    """The draft in a file, or on standard input for `-`, and the bytes it was read from. Raises UnreadableDocument."""
    if str(file) == "-":
        data = read_stream(sys.stdin.buffer)
        return read_draft_data(data, name=STANDARD_INPUT), data
    data = read_bytes(file)
    return read_draft_data(data, name=str(file)), data


def verified(draft: Draft, *, backend: Backend, data: Path | None, doc_id: str | None) -> Verification:
    """The verdicts on the draft; how far they are is told on standard error."""
    with opened_library(backend, data=data) as library:
        chosen_documents(library, doc_id=doc_id)
        with sentences_told(draft.name) as progress:
            return backend.make_verifier(library).verify(draft.text, doc_id=doc_id, progress=progress)


@contextmanager
def sentences_told(name: str) -> Iterator[Callable[[int, int], None]]:
    """Tells how many sentences are done: on a terminal in one line that is written over, elsewhere now and then."""
    if not sys.stderr.isatty():
        yield SentenceLog()
        return
    line = ProgressLine(1, stream=sys.stderr)
    line.begin(Path(name))
    try:
        yield lambda done, total: line.tell(f"已核对 {done} 句，共 {total} 句")
    finally:
        line.step_aside()


class SentenceLog:
    """A line every few seconds, none where it is over before."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._said = clock()

    def __call__(self, done: int, total: int) -> None:
        """So many sentences are done, of how many."""
        if self._clock() - self._said >= TOLD_SECONDS:
            terminal.say(f"已核对 {done} 句，共 {total} 句")
            self._said = self._clock()


def annotated(draft: Draft, verification: Verification, *, original: bytes, output_format: OutputFormat) -> bytes:
    """The draft with its verdicts as a file."""
    if output_format == "docx":
        from ui.annotated_docx import annotated_docx

        return annotated_docx(draft, verification, original=original)
    return markdown_of(draft, verification).encode("utf-8", "replace")


def markdown_of(draft: Draft, verification: Verification) -> str:
    """The draft with its verdicts as Markdown."""
    from ui.annotated_markdown import annotated_markdown

    return annotated_markdown(draft, verification)


def write_file(path: Path, data: bytes) -> None:
    """Write a result. Raises KaopingError where that can't be done."""
    try:
        path.write_bytes(data)
    except OSError as exc:
        raise KaopingError(f"{path}：无法写入（{reason_of(exc)}）。请检查路径和权限。") from exc
    except ValueError as exc:
        raise KaopingError(f"{path}：不是可用的路径。请检查路径。") from exc


def write_verification(
    draft: Draft, verification: Verification, *, as_json: bool, wanted: OutputFormat | None, output: Path | None
) -> None:
    """The verdicts on standard output, once the file that was asked for is written."""
    if draft.left_out:
        terminal.say(f"没有核对：{'、'.join(draft.left_out)}")
    if output is not None:
        terminal.say(f"已写入 {output}")
    if as_json:
        terminal.write_json(verification.to_json())
    elif output is not None:
        terminal.write_text([counts_line(verification)])
    elif wanted:
        terminal.write_text([markdown_of(draft, verification).removesuffix("\n")])
    else:
        terminal.write_painted(verification_lines(verification))


def verify_batch(source: str, *, backend: Backend, data: Path | None, as_json: bool) -> int:
    """Verify line by line, each written as soon as it is known; a line that can't be is reported by its number."""
    status = DONE
    with batches.opened(source, what="草稿文件") as lines, opened_library(backend, data=data) as library:
        known = [document.doc_id for document in chosen_documents(library, doc_id=None)]
        verifier = backend.make_verifier(library)
        for line in batches.read_texts(lines):
            try:
                record = line_record(line, verifier=verifier, known=known)
            except KaopingError as error:
                terminal.say(f"错误：{error}")
                status = FAILED
                continue
            write_line(*record, as_json=as_json)
    return status


def line_record(
    line: batches.TextLine | QuestionError, *, verifier: Verifier, known: list[str]
) -> tuple[str | int | None, Verification]:
    """The id of a line and the verdicts on its text. Raises KaopingError, which names the line's number."""
    if isinstance(line, QuestionError):
        raise line
    where = f"第 {line.number} 行"
    refuse_long(line.text, name=where)
    if line.doc_id is not None and line.doc_id not in known:
        raise UnknownDocument(f"{where}：{unknown_id(line.doc_id, known=known)}")
    try:
        return line.identifier, verifier.verify(line.text, doc_id=line.doc_id)
    except FAULTS as exc:
        logger.debug("line %s", line.number, exc_info=True)
        raise QuestionError(
            f"{where}：没能核对（程序出错：{type(exc).__name__}）；请把这一行单独核对，或报告给开发者"
        ) from exc


def write_line(identifier: str | int | None, verification: Verification, *, as_json: bool) -> None:
    """The verdicts on one line of a batch."""
    if as_json:
        terminal.write_json({"id": identifier, **verification.to_json()})
    else:
        terminal.write_painted(verification_lines(verification, identifier=identifier))
