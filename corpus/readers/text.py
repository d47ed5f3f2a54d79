"""Tab- or comma-separated text, as text recognition of a scanned table or an export gives it.

`csv` would be simpler for the first, but such text has unbalanced quotes, mark-up inside fields and lines of one field;
what matters there is to keep every line with its number, and blank lines, which stand for page breaks.
"""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from corpus.errors import UnreadableDocument
from corpus.files import MAX_BYTES
from corpus.model import Place
from corpus.source import Field, Progress, Row, Source, Table, no_progress

MAX_FIELDS = 200
MAX_LINES = 100_000
_ENCODINGS = ("utf-8-sig", "gb18030")
_BREAK = re.compile(r"</p>\s*<p\b[^<>]*>|<br\s*/?>|</?p\b[^<>]*>", re.IGNORECASE)
_MARKUP = re.compile(r"</?(?:span|b|i|u|em|strong|font|sup|sub|div|a|td|tr|th)\b[^<>]*>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:nbsp|lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


def clean_field(field: str) -> str:
    """The field without mark-up; paragraphs are separated by a line feed. No other character is changed."""
    if "<" not in field:
        return field.strip()
    text = _MARKUP.sub("", _BREAK.sub("\n", field))
    text = _ENTITY.sub(lambda m: html.unescape(m.group()), text)
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def decode(data: bytes, *, source: str) -> str:
    """The text of the bytes: UTF-8, UTF-16 with a byte order mark, or GB18030.

    Raises:
        UnreadableDocument: they are no text in any of these.
    """
    utf16 = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ()
    for encoding in (*utf16, *_ENCODINGS):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(_UNPRINTABLE.findall(text)) <= len(text) // 1000:
            return text
    raise UnreadableDocument(f"{source}：不是文本文件（或编码无法识别）。请另存为 UTF-8 文本后再导入。")


def read(data: bytes, *, source: str, progress: Progress = no_progress) -> Source:
    """The lines of a tab-separated text that hold something.

    Raises:
        UnreadableDocument: the bytes are no text, or there are too many lines or fields.
    """
    text = decode(data, source=source)
    exported = _exported(text, source=source)
    if exported:
        return Source((exported,))
    lines = text.splitlines()
    return Source((_table(((n, line.split("\t")) for n, line in enumerate(lines, start=1)), source=source),))


def _exported(text: str, *, source: str) -> Table | None:
    """The table of a text that a spreadsheet exported, with quotes around fields of several lines; None for other texts."""
    if not re.search(r'(?:^|\t)"', text, re.MULTILINE):
        return None
    reader = _quoted(text, delimiter="\t")
    try:
        table = squared(_table(_records(reader), source=source))
    except csv.Error:
        return None
    return table if table.gridded else None


def read_csv(data: bytes, *, source: str, progress: Progress = no_progress) -> Source:
    """The records of a comma-separated text; a quoted field may hold line feeds.

    Raises:
        UnreadableDocument: the bytes are no text, a quote is never closed, or there are too many lines or fields.
    """
    reader = _quoted(decode(data, source=source), delimiter=",")
    try:
        table = _table(_records(reader), source=source)
    except csv.Error as exc:
        raise UnreadableDocument(
            f"{source} 第 {reader.line_num} 行：不是完整的 CSV（引号不成对，或引号后还有文字）。请重新导出。"
        ) from exc
    return Source((squared(table),))


def squared(table: Table) -> Table:
    """A table whose rows all have as many fields: quoting kept the empty ones, so each stands in its column."""
    if len({len(row.fields) for row in table.rows}) != 1:
        return table
    return Table(tuple(replace(row, after_break=False) for row in table.rows), gridded=True)


def _quoted(text: str, *, delimiter: str) -> Any:
    """A reader of the text whose fields may stand in quotes, of any length that a file may have."""
    csv.field_size_limit(MAX_BYTES)
    return csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)


def _records(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line on which it begins."""
    begins = 1
    for fields in reader:
        yield begins, fields
        begins = reader.line_num + 1


def _table(lines: Iterable[tuple[int, list[str]]], *, source: str) -> Table:
    rows: list[Row] = []
    after_break = False
    for number, parts in lines:
        if number > MAX_LINES:
            raise UnreadableDocument(f"{source}：超过 {MAX_LINES} 行的上限。请拆分后再导入。")
        if not any(part.strip() for part in parts):
            after_break = True
            continue
        if len(parts) > MAX_FIELDS:
            raise UnreadableDocument(f"{source} 第 {number} 行：有 {len(parts)} 个字段，超过 {MAX_FIELDS} 个的上限。")
        fields = tuple(Field(clean_field(part), Place(row=number, column=n)) for n, part in enumerate(parts, start=1))
        rows.append(Row(fields, after_break))
        after_break = False
    return Table(tuple(rows), gridded=False)
