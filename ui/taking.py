"""The verb `ingest`: files taken in one after another, each said as it is done, and a summary at the end.

Ctrl-C ends it between two writes: what was stored stays, and what was done so far is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from ui import reporting, terminal
from ui.gathering import Gathered, count_of, gather
from ui.ingesting import IngestRecord, Intake
from ui.progress import open_progress
from ui.usage import ChineseCommand, FilePath
from ui.verbs import DONE, FAILED, INTERRUPTED, common, is_missing, settings_for
from ui.wiring import Backend


@dataclass(slots=True)
class Run:
    """What becomes of the files, as far as it got."""

    gathered: Gathered
    dry_run: bool
    records: list[IngestRecord] = field(default_factory=list)
    interrupted: bool = False

    @property
    def total(self) -> int:
        """Files to be read, and folders that hold none."""
        return len(self.gathered.files) + len(self.gathered.refused)

    @property
    def exit_status(self) -> int:
        """The exit status of the verb."""
        if self.interrupted:
            return INTERRUPTED
        return FAILED if any(record.document is None for record in self.records) else DONE


@click.command(cls=ChineseCommand)
@click.argument("paths", metavar="文件或文件夹…", nargs=-1, required=True, type=FilePath())
@click.option("--dry-run", is_flag=True, help="只解析，不入库：列出解析报告")
@click.option("-v", "--verbose", is_flag=True, help="文件多时也列出每份的解析报告")
@common
@click.pass_obj
def ingest(
    backend: Backend, *, paths: Sequence[Path], dry_run: bool, verbose: bool, data: Path | None, as_json: bool
) -> int:
    """导入报告或整个文件夹；同一份报告再次导入会更新。"""
    run = Run(gather(paths), dry_run)
    full = verbose or dry_run or run.total <= reporting.FEW
    lines = reporting.full_lines if full else reporting.short_lines

    def show(record: IngestRecord) -> None:
        if not as_json:
            terminal.write_text(lines(record, dry_run=dry_run))

    refuse_folders(run)
    try:
        take_files(run, backend=backend, data=data, show=show)
    except KeyboardInterrupt:
        run.interrupted = True
    if as_json:
        terminal.write_json({"documents": [record.to_json() for record in run.records]})
    summarise(run, full=full, as_json=as_json)
    return run.exit_status


def refuse_folders(run: Run) -> None:
    """Say which paths stand for no file, and what of the folders is not read."""
    for refusal in run.gathered.refused:
        record = IngestRecord(source=str(refusal.path), status="failed", error=refusal.why)
        run.records.append(record)
        terminal.say(reporting.outcome_line(record))
    if run.gathered.unsupported:
        terminal.say(f"跳过 {count_of(run.gathered.unsupported)}")


def take_files(run: Run, *, backend: Backend, data: Path | None, show: Callable[[IngestRecord], None]) -> None:
    """Take in each file, and show it when it is done."""
    files = run.gathered.files
    if not files:
        return
    progress = open_progress(len(files))
    with opened_intake(backend, data=data, dry_run=run.dry_run, several=len(files) > 1) as intake:
        try:
            for path in files:
                progress.begin(path)
                record = intake.take(path, tell=progress.tell)
                run.records.append(record)
                progress.end(reporting.outcome_line(record, dry_run=run.dry_run), failed=record.document is None)
                progress.step_aside()
                show(record)
                if record.is_last:
                    break
        finally:
            progress.step_aside()


@contextmanager
def opened_intake(backend: Backend, *, data: Path | None, dry_run: bool, several: bool) -> Iterator[Intake]:
    """What takes files in. A trial leaves nothing behind: where there is no library, an empty one stands in for it."""
    settings = settings_for(data)
    with ExitStack() as stack:
        if dry_run and is_missing(settings):
            settings = replace(settings, data=Path(stack.enter_context(TemporaryDirectory(prefix="kaoping-"))))
        library = stack.enter_context(closing(backend.open_library(settings)))
        reader = stack.enter_context(closing(backend.open_reader()))
        yield Intake(library, reader=reader, extract=backend.make_extract(), dry_run=dry_run, several=several)


def summarise(run: Run, *, full: bool, as_json: bool) -> None:
    """Counts, what failed, and what a person should look at; on standard error where standard output is JSON."""
    lines: list[str] = []
    if run.total > 1 or run.interrupted:
        lines.append(
            reporting.summary_line(run.records, total=run.total, dry_run=run.dry_run, interrupted=run.interrupted)
        )
        lines += [] if as_json else reporting.failed_lines(run.records)
    if as_json or not full:
        lines += reporting.guess_lines(run.records)
    if as_json or run.interrupted:
        for line in lines:
            terminal.say(line)
    else:
        terminal.write_text(lines)
