"""Read tab-separated text, as text recognition of a scanned table gives it, into rows of fields.

`csv` would be simpler, but such text has unbalanced quotes, mark-up inside fields and lines of one field; what matters
here is to keep every line with its number, and blank lines, which stand for page breaks.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import UnreadableDocument

MAX_BYTES = 20 * 1024 * 1024
MAX_FIELDS = 200
_ENCODINGS = ("utf-8-sig", "gb18030")
_BREAK = re.compile(r"</p>\s*<p\b[^<>]*>|<br\s*/?>|</?p\b[^<>]*>", re.IGNORECASE)
_MARKUP = re.compile(r"</?(?:span|b|i|u|em|strong|font|sup|sub|div|a|td|tr|th)\b[^<>]*>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:nbsp|lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_RULE = re.compile(r"^[\s\-—–─_=|:+]*$")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the source: its 1-based number and its fields without mark-up, paragraphs apart by a line feed.

    `after_break`: a page break (a blank line) stands between it and the line before.
    """

    line: int
    fields: tuple[str, ...]
    after_break: bool

    @property
    def is_rule(self) -> bool:
        """Only dashes: a drawn line, not content."""
        return any(self.fields) and all(_RULE.match(field) for field in self.fields)

    @property
    def filled(self) -> list[str]:
        """The fields that hold something."""
        return [field for field in self.fields if field]


def clean_field(field: str) -> str:
    """The field without mark-up; paragraphs are separated by a line feed. No other character is changed."""
    if "<" not in field:
        return field.strip()
    text = _MARKUP.sub("", _BREAK.sub("\n", field))
    text = _ENTITY.sub(lambda m: html.unescape(m.group()), text)
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def _decode(data: bytes, source: str) -> str:
    if not data.strip():
        raise UnreadableDocument(f"{source}：文件是空的。请检查是否选错了文件。")
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(_UNPRINTABLE.findall(text)) <= len(text) // 1000:
            return text
    raise UnreadableDocument(f"{source}：不是文本文件（或编码无法识别）。请另存为 UTF-8 文本后再导入。")


def read_bytes(path: Path) -> bytes:
    """The file's content.

    Raises:
        UnreadableDocument: it is missing, no file, not allowed to be read, or over `MAX_BYTES`.
    """
    try:
        if path.is_dir():
            raise UnreadableDocument(f"{path}：是文件夹，不是文件。请给出其中的文件。")
        if not path.is_file():
            raise UnreadableDocument(f"{path}：找不到这个文件。请检查路径。")
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableDocument(f"{path}：文件超过 {MAX_BYTES // 1024 // 1024} MB 上限。请拆分后再导入。")
        return path.read_bytes()
    except (OSError, ValueError) as exc:
        raise UnreadableDocument(
            f"{path}：无法读取（{getattr(exc, 'strerror', None) or exc}）。请检查路径和权限。"
        ) from exc


def read_rows(data: bytes, *, source: str) -> list[Row]:
    """The lines of a text that hold something, as rows.

    Raises:
        UnreadableDocument: the bytes are empty or no text, or a line has over `MAX_FIELDS` fields.
    """
    rows: list[Row] = []
    after_break = False
    for number, line in enumerate(_decode(data, source).splitlines(), start=1):
        if not line.strip():
            after_break = True
            continue
        parts = line.split("\t")
        if len(parts) > MAX_FIELDS:
            raise UnreadableDocument(f"{source} 第 {number} 行：有 {len(parts)} 个字段，超过 {MAX_FIELDS} 个的上限。")
        rows.append(Row(number, tuple(clean_field(part) for part in parts), after_break))
        after_break = False
    return rows
