"""The documents tab as HTML: where files are dropped, what became of them, what is in the library.

Pure functions from records to markup, escaped here like everywhere (see render). What can be clicked carries `data-do`,
which page events listen to (see documents.js).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import PurePath
from typing import TYPE_CHECKING

from corpus import COLUMN_NAMES, SUFFIXES, HeaderMapping
from corpus.files import MAX_BYTES
from corpus.formats import FORMATS
from ui.terminal import STATUS

if TYPE_CHECKING:
    from corpus import Document, ParseReport
    from index import PastVersion
    from ui.ingesting import IngestRecord

HOW = {"rule": "规则", "content": "内容推断", "similarity": "含义相近", "person": "人工确认"}
REASON = {"replaced": "被新文件替换", "removed": "已删除"}
LISTED = 200  # entries of a list shown
CLIPPED = 400  # characters of a dropped text shown


@dataclass(frozen=True, slots=True)
class Reading:
    """How far the reading of several files is: `number` of `total` (from 1), its name, and how far into it."""

    number: int
    total: int
    name: str
    detail: str = ""

    def line(self) -> str:
        """`3/12 · 正在读取 x.pdf · 第 3 页，共 12 页`."""
        detail = f" · {self.detail}" if self.detail else ""
        return f"{self.number}/{self.total} · 正在读取 {self.name}{detail}"


def drop_html() -> str:
    """Where files are dropped or chosen."""
    kinds = "、".join(kind.name for kind in FORMATS)
    accepted = ",".join(sorted(SUFFIXES))
    return (
        f'<div class="kp-drop" data-suffixes="{accepted}" data-limit="{MAX_BYTES}"><p><b>把文件或文件夹拖到这里</b></p>'
        '<div class="kp-drop-buttons"><button type="button" class="kp-primary" data-pick="files">选择文件</button>'
        '<button type="button" class="kp-quiet" data-pick="folder">选择文件夹</button></div>'
        f"<p>可以导入：{kinds}。每个不超过 {MAX_BYTES // 1024 // 1024} MB。同一份报告的新文件会替换旧的。</p>"
        f'<input type="file" multiple hidden data-input="files" accept="{accepted}">'
        '<input type="file" multiple hidden webkitdirectory data-input="folder">'
        '<p class="kp-drop-status" role="status"></p></div>'
    )


def read_only_html() -> str:
    """In the place of `drop_html`, for those who may only look."""
    return '<p class="kp-hint">您可以查看和下载这些报告；导入和删除由编辑或管理员来做。</p>'


def intake_html(records: Sequence[IngestRecord], *, reading: Reading | None = None, note: str = "") -> str:
    """What became of the files that were sent, and how far the reading is."""
    if not records and reading is None and not note:
        return ""
    head = "" if reading is None else reading_html(reading)
    if reading is None and records:
        head = f'<div class="kp-intake-head"><h2>{escape(summary_line(records))}</h2>{_button("clear", "收起")}</div>'
    items = "".join(_record(record) for record in reversed(records))
    return f'<section class="kp-intake" aria-label="导入结果">{note_html(note)}{head}<ul>{items}</ul></section>'


def reading_html(reading: Reading) -> str:
    """A bar and a line while files are read."""
    done = 100 * (reading.number - 1) // max(1, reading.total)
    return (
        f'<div class="kp-reading" role="status"><p>{escape(reading.line())}</p>'
        f'<span class="kp-bar"><i style="width:{done}%"></i></span></div>'
    )


def note_html(note: str) -> str:
    """A line on what could not be done, or was."""
    return f'<p class="kp-note" role="alert">{escape(note)}</p>' if note else ""


def summary_line(records: Sequence[IngestRecord]) -> str:
    """`3 个文件：已导入 2，失败 1`."""
    counts = {name: sum(record.status == status for record in records) for status, name in STATUS.items()}
    return f"{len(records)} 个文件：" + "，".join(f"{name} {count}" for name, count in counts.items() if count)


def report_html(document: Document, *, busy: str = "", is_fixed: bool = False) -> str:
    """The parse report: counts, headers with a form to change what they were taken for, what was left out."""
    report = document.report
    lists = (
        ("提醒", [_where(where, what) for where, what in report.remarks]),
        ("未能归位", [_where(where, f"{why}：{text[:CLIPPED]}") for where, why, text in report.dropped]),
        ("略过", [_where(where, why) for where, why in report.skipped]),
    )
    parts = "".join(_list(title, lines, is_open=title != "略过") for title, lines in lists if lines)
    return (
        f'<div class="kp-report"><p class="kp-counts">{escape(report.summary())}</p>'
        f"{headers_html(document, busy=busy, is_fixed=is_fixed)}{parts}</div>"
    )


def headers_html(document: Document, *, busy: str = "", is_fixed: bool = False) -> str:
    """What each header was taken for, as a form; guesses are marked.

    `busy` says that the file is being read again, `is_fixed` that the visitor may only look.
    """
    mappings = list(dict.fromkeys(document.report.headers))
    if not mappings:
        return ""
    guesses = sum(mapping.is_guess for mapping in mappings)
    if is_fixed:
        rows = "".join(_mapping(mapping, disabled=True) for mapping in mappings)
        return f'<div class="kp-headers"><div class="kp-mappings">{rows}</div></div>'
    hint = f"{guesses} 个表头是推断的，请核对后确认。" if guesses else "表头对应有误时可以改选，文件会重新读取。"
    rows = "".join(_mapping(mapping, disabled=bool(busy)) for mapping in mappings)
    action = f'<span class="kp-reading" role="status">{escape(busy)}</span>' if busy else _submit(guesses)
    return (
        f'<form class="kp-headers" data-do="choose" data-doc="{escape(document.doc_id)}">'
        f'<p class="kp-hint">{hint}</p><div class="kp-mappings">{rows}</div>{action}</form>'
    )


def unknown_headers_html(headers: Sequence[str]) -> str:
    """A form to say what the headers of a table stand for that could not be read without; "" where there are none."""
    if not headers:
        return ""
    rows = "".join(_mapping(HeaderMapping(header, "other"), disabled=False) for header in headers)
    return (
        '<form class="kp-headers" data-do="choose" data-doc=""><p class="kp-hint">如果这就是目标表，请为表头选择对应的列，再重新上传。</p>'
        f'<div class="kp-mappings">{rows}</div><button type="submit" class="kp-primary">记住</button></form>'
    )


def shelf_html(documents: Sequence[Document], *, history: Sequence[PastVersion] = (), note: str = "") -> str:
    """All documents of the library, and what was replaced or removed."""
    if documents:
        head = "".join(f'<th scope="col">{name}</th>' for name in ("报告", "单位", "年度", "期间", "目标", "来源文件"))
        rows = "".join(_document_row(document) for document in documents)
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    else:
        table = '<p class="kp-nothing">资料库是空的；请先导入报告。</p>'
    return (
        f'<section class="kp-shelf" aria-label="资料库">{note_html(note)}<h2>资料库</h2>{table}'
        f"{history_html(history, title='变更记录')}</section>"
    )


def history_html(history: Sequence[PastVersion], *, title: str) -> str:
    """Earlier versions, newest first; "" where there are none."""
    return _list(title, [_past(version) for version in history])


def badges_html(document: Document) -> str:
    """What a person should look at, a badge each."""
    report = document.report
    guesses = sum(mapping.is_guess for mapping in dict.fromkeys(report.headers))
    doubts = sum(len(cell.doubts) for goal in document.goals for cell in goal.cells)
    badges = (
        ("表头待确认", guesses, "kp-warned"),
        ("未能归位", len(report.dropped), "kp-bad"),
        ("扫描存疑", doubts, "kp-warned"),
        ("提醒", len(report.remarks), ""),
    )
    return "".join(f'<span class="kp-badge {style}">{name} {count}</span>' for name, count, style in badges if count)


def file_name(source: str) -> str:
    """The name of a file without its folder."""
    return PurePath(source).name or source


def local_time(moment: str) -> str:
    """A time of the library (ISO 8601, UTC) as the clock of the server shows it."""
    return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")


def _record(record: IngestRecord) -> str:
    name = f'<span class="kp-file">{escape(file_name(record.source))}</span>'
    badge = f'<span class="kp-status kp-status-{record.status}">{STATUS[record.status]}</span>'
    document = record.document
    if document is None:
        why = f'<p class="kp-why">{escape(record.error or "")}</p>'
        return f'<li><div class="kp-record">{badge}{name}</div>{why}{unknown_headers_html(record.headers)}</li>'
    needs_look = _needs_look(document.report) and record.status != "unchanged"
    return (
        f'<li><details class="kp-recorded"{" open" if needs_look else ""}><summary>{badge}{name}'
        f'<span class="kp-goals">{len(document.goals)} 项目标</span>{badges_html(document)}</summary>'
        f'<p class="kp-titled">{escape(document.title)}{_open_button(document, "预览")}</p>{note_html(record.note)}'
        f"{report_html(document)}</details></li>"
    )


def _needs_look(report: ParseReport) -> bool:
    return bool(report.dropped) or any(mapping.is_guess for mapping in report.headers)


def _mapping(mapping: HeaderMapping, *, disabled: bool) -> str:
    options = "".join(
        f'<option value="{column}"{" selected" if column == mapping.column else ""}>{name}</option>'
        for column, name in COLUMN_NAMES.items()
    )
    header = escape(mapping.header)
    how = "" if mapping.column == "other" and mapping.how == "rule" else HOW[mapping.how]
    return (
        f'<label class="kp-mapping{" kp-guess" if mapping.is_guess else ""}"><span class="kp-from">{header}</span>'
        f'<select data-header="{header}" data-chosen="{mapping.column}" aria-label="“{header}”对应的列"'
        f"{' disabled' if disabled else ''}>{options}</select>"
        f'<span class="kp-how">{how}{"，待确认" if mapping.is_guess else ""}</span></label>'
    )


def _submit(guesses: int) -> str:
    return f'<button type="submit" class="{"kp-primary" if guesses else "kp-quiet"}">{"确认" if guesses else "更改"}</button>'


def _document_row(document: Document) -> str:
    facts = (
        ("单位", document.organization or "—"),
        ("年度", str(document.year or "—")),
        ("期间", document.period or "—"),
        ("目标", str(len(document.goals))),
        ("来源文件", file_name(document.source)),
    )
    cells = "".join(f'<td data-label="{label}">{escape(text)}</td>' for label, text in facts)
    return f"<tr><td>{_open_button(document, document.title)}{badges_html(document)}</td>{cells}</tr>"


def _open_button(document: Document, text: str) -> str:
    return _button("open", text, style="kp-link", doc=document.doc_id)


def _button(action: str, text: str, *, style: str = "kp-quiet", doc: str = "") -> str:
    target = f' data-doc="{escape(doc)}"' if doc else ""
    return f'<button type="button" class="{style}" data-do="{action}"{target}>{escape(text)}</button>'


def _past(version: PastVersion) -> str:
    what = f"{version.title}（{version.goals} 项目标，来自 {file_name(version.source)}）"
    return f"{local_time(version.replaced_at)} {REASON[version.reason]}：{what}"


def _where(where: str, what: str) -> str:
    return f"{where}：{what}" if where else what


def _list(title: str, lines: Iterable[str], *, is_open: bool = False) -> str:
    lines = list(lines)
    if not lines:
        return ""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines[:LISTED])
    more = f"<li>…共 {len(lines)} 条</li>" if len(lines) > LISTED else ""
    return (
        f'<details class="kp-list"{" open" if is_open else ""}><summary>{title}（{len(lines)}）</summary>'
        f"<ul>{items}{more}</ul></details>"
    )
