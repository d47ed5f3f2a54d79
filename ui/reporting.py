"""What became of files, for people: a line each or the whole parse report, and a summary.

What needs a person is said in either case: a file that failed, text that could not be placed, a header whose meaning
was guessed.
"""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from corpus import COLUMN_NAMES
from ui.terminal import STATUS, one_line, shorten

if TYPE_CHECKING:
    from corpus import Document, HeaderMapping
    from ui.ingesting import IngestRecord

FEW = 3  # so many files get their whole parse report
DROPPED_SHOWN = 3  # lines of a file's dropped text where its report is short
DRY_STATUS = {**STATUS, "added": "可导入", "replaced": "可更新"}
HOW = {"rule": "", "content": "按内容推断", "similarity": "按词义推断", "person": "人工指定"}
BARE = re.compile(r"[\w%％、（）]+")  # a header that a shell takes as one word
INDENT = " " * 6


def error_line(record: IngestRecord) -> str:
    """Why the file failed, its name first."""
    error = record.error or ""
    return one_line(error if error.startswith(record.source) else f"{record.source}：{error}")


def outcome_line(record: IngestRecord, *, dry_run: bool = False) -> str:
    """What became of a file: `已导入：a.docx`."""
    status = (DRY_STATUS if dry_run else STATUS)[record.status]
    note = f"（{one_line(record.note)}）" if record.note else ""
    return f"{status}：{error_line(record) if record.document is None else one_line(record.source)}{note}"


def short_lines(record: IngestRecord, *, dry_run: bool = False) -> Iterable[str]:
    """The outcome in a line, and below it some of what was dropped; nothing of a file that failed."""
    document = record.document
    if document is None:
        return
    status = (DRY_STATUS if dry_run else STATUS)[record.status]
    remarks = f"，提示 {len(document.report.remarks)} 条" if document.report.remarks else ""
    yield f"{status}  {one_line(document.title)}（{document.doc_id}）：{document.report.summary()}{remarks}"
    if record.note:
        yield f"{INDENT}{one_line(record.source)} {one_line(record.note)}"
    dropped = list(_dropped_lines(document))
    yield from (INDENT + line for line in dropped[:DROPPED_SHOWN])
    if len(dropped) > DROPPED_SHOWN:
        yield f"{INDENT}…另有 {len(dropped) - DROPPED_SHOWN} 处丢弃，用 --verbose 全部列出"


def full_lines(record: IngestRecord, *, dry_run: bool = False) -> Iterable[str]:
    """The outcome with the whole parse report; nothing of a file that failed."""
    document = record.document
    if document is None:
        return
    yield f"{(DRY_STATUS if dry_run else STATUS)[record.status]}  {one_line(document.title)}"
    yield f"{INDENT}编号 {document.doc_id} · 来自 {one_line(record.source)}"
    if record.note:
        yield INDENT + one_line(record.note)
    yield INDENT + document.report.summary()
    yield from (INDENT + line for line in _report_lines(document))
    yield from (INDENT + line for line in guess_lines([record]))


def summary_line(records: Sequence[IngestRecord], *, total: int, dry_run: bool = False, interrupted: bool) -> str:
    """`共 100 个文件：已导入 90、已更新 3、无变化 5、失败 2`."""
    counts: Counter[str] = Counter(record.status for record in records)
    words = DRY_STATUS if dry_run else STATUS
    parts = "、".join(f"{word} {counts[status]}" for status, word in words.items() if counts[status])
    line = f"{'试读' if dry_run else '共'} {total} 个文件：{parts or '一个也没有读'}"
    unread = total - len(records)
    if unread and not interrupted:
        return f"{line}，未读 {unread}"
    if interrupted:
        stored = counts["added"] + counts["replaced"] if not dry_run else 0
        kept = "；已导入的都已保存，再次运行会跳过它们" if stored else ""
        return f"已中断。{line}，未读 {unread}{kept}"
    return f"{line}（只解析，没有入库）" if dry_run else line


def failed_lines(records: Iterable[IngestRecord]) -> Iterable[str]:
    """The files that failed, with the reason."""
    return (f"  失败：{error_line(record)}" for record in records if record.document is None)


def guess_lines(records: Iterable[IngestRecord]) -> Iterable[str]:
    """Each guess at the meaning of a header, with the command that confirms or corrects it."""
    documents = [record.document for record in records if record.document]
    guesses = Counter(guess for document in documents for guess in dict.fromkeys(_guesses(document)))
    for mapping, files in guesses.items():
        header, name = one_line(mapping.header), COLUMN_NAMES[mapping.column]
        often = f"（{files} 个文件）" if files > 1 else ""
        word = header if BARE.fullmatch(header) else shlex.quote(header)
        yield f"表头“{header}”{often}{HOW[mapping.how]}为“{name}”，请核对：kaoping headers {word} {name}"


def _guesses(document: Document) -> Iterable[HeaderMapping]:
    return (mapping for mapping in document.report.headers if mapping.is_guess)


def _report_lines(document: Document) -> Iterable[str]:
    report = document.report
    if report.headers:
        yield "表头：" + "，".join(_mapping(mapping) for mapping in dict.fromkeys(report.headers))
    yield from (f"{one_line(where)}略过：{one_line(why)}" for where, why in report.skipped)
    yield from _dropped_lines(document)
    yield from (f"{one_line(where)}提示：{one_line(what)}" for where, what in report.remarks)


def _dropped_lines(document: Document) -> Iterable[str]:
    return (f"{one_line(where)}丢弃：{one_line(why)}：{shorten(text)}" for where, why, text in document.report.dropped)


def _mapping(mapping: HeaderMapping) -> str:
    how = f"（{HOW[mapping.how]}）" if HOW[mapping.how] else ""
    return f"{one_line(mapping.header) or '（空）'} → {COLUMN_NAMES[mapping.column]}{how}"
