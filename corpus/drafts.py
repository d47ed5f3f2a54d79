r"""Drafts in: a text that somebody wants checked, as plain text, Markdown or Word; and, for Word, marked copies out.

A draft is no report: it has no table of goals, and what is found in it is pointed at by character. So its text is the
file's own, to the character (`\r\n` counts as two), and reading reports with their joined cells and automatic numbers
would not do. Text is decoded here; a Word file, which can do harm, is read in a process of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

from corpus.errors import UnreadableDocument
from corpus.files import MAX_BYTES, read_bytes, refuse_empty
from corpus.formats import CSV, EXCEL, HTML, MARKDOWN, OLD_EXCEL, OLD_WORD, PDF, PICTURE, SUFFIXES, TEXT, WORD, Format
from corpus.formats import format_of as known_format_of

DraftFormat = Literal["text", "markdown", "docx"]

MAX_CHARACTERS = 2_000_000
STANDARD_INPUT = "标准输入"
_FORMATS: dict[Format, DraftFormat] = {TEXT: "text", CSV: "text", MARKDOWN: "markdown", WORD: "docx"}
_REMEDIES = {
    OLD_WORD: "请用 Word 打开并另存为 .docx 后再核对",
    EXCEL: "请把要核对的文字存为文本或 Word（.docx）后再核对；要作为报告，请用 kaoping ingest 导入",
    OLD_EXCEL: "请把要核对的文字存为文本或 Word（.docx）后再核对；要作为报告，请用 kaoping ingest 导入",
    PDF: "请核对它的 Word（.docx）原稿，或复制文字存为文本后再核对",
    HTML: "请复制网页上的文字，存为文本后再核对",
    PICTURE: "请核对它的 Word（.docx）原稿，或把文字录入文本后再核对",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft; spans of what is found in it count the characters of `text`.

    Of a text or Markdown file, `text` is the decoded file without its byte order mark. Of a Word file it is the paragraphs
    of the body, those in tables and text boxes too, joined by a line feed, the cells of a row by a tab, once all changes
    are accepted. `left_out` says
    what a Word file shows besides (脚注 2 条). Never read: the headers and footers of pages, comments, hidden text and
    automatic numbers.
    """

    text: str
    format: DraftFormat
    name: str
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of a draft to be coloured and commented on; `color` is RRGGBB, `comment` one paragraph a line."""

    start: int
    end: int
    color: str
    comment: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Replacement:
    """A span of a draft's text, and what is to stand in its place; spans of several don't overlap."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """Some words of a line, on a background of that colour where one is given."""

    text: str
    color: str | None = None
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """What is written behind a marked draft: lines of words, then a table with the header in its first row."""

    lines: tuple[tuple[Words, ...], ...]
    rows: tuple[tuple[Words, ...], ...] = ()


def read_draft(path: Path) -> Draft:
    """The draft in a file.

    Raises:
        UnreadableDocument: it is missing, empty, damaged, too large or of a format that can't be checked.
    """
    return read_draft_data(read_bytes(path), name=str(path))


def read_stream(stream: IO[bytes], *, name: str = STANDARD_INPUT) -> bytes:
    """The content of a stream, read no further than a file may be long. Raises UnreadableDocument beyond that."""
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise UnreadableDocument(f"{name}：超过 {MAX_BYTES // 1024 // 1024} MB 上限。请拆分后再核对。")
    return data


def read_draft_data(data: bytes, *, name: str) -> Draft:
    """The draft in the content of a file of that name. Raises as `read_draft`."""
    path = Path(name)
    refuse_empty(data, path=path)
    kind = _format_of(data, path=path)
    if kind == "docx":
        from corpus.isolation import IsolatedReader, Limits

        with IsolatedReader(Limits(seconds=300.0)) as reader:
            return reader.draft(data, path=path)
    from corpus.readers.text import decode

    return checked(Draft(decode(data, source=name), kind, name))


def checked(draft: Draft) -> Draft:
    """The draft, unless there is too much or nothing to read in it: then raises UnreadableDocument."""
    refuse_long(draft.text, name=draft.name)
    if not draft.text.strip():
        raise UnreadableDocument(f"{draft.name}：没有可核对的文字（文字可能在图片里）。请检查是否选错了文件。")
    return draft


def refuse_long(text: str, *, name: str) -> None:
    """Raise UnreadableDocument where the text is longer than a draft may be."""
    if len(text) > MAX_CHARACTERS:
        most = MAX_CHARACTERS // 10_000
        raise UnreadableDocument(f"{name}：有 {len(text) // 10_000} 万字，超过 {most} 万字的上限。请拆分后再核对。")


def _format_of(data: bytes, *, path: Path) -> DraftFormat:
    """What the file is, by its content; any text that isn't known by its extension is plain text."""
    known = path if path.suffix.lower() in SUFFIXES else path.with_name(f"{path.name}.txt")
    kind = known_format_of(data, path=known)
    if kind not in _FORMATS:
        raise UnreadableDocument(f"{path}：是“{kind.name}”，不能直接核对；{_REMEDIES[kind]}。")
    return _FORMATS[kind]


def marked_docx(draft: Draft, *, marks: Sequence[Mark], summary: Summary, original: bytes | None) -> bytes:
    """A Word file with the draft's text, coloured and commented on, and the summary behind it.

    `original` is the file that a Word draft was read from: its copy keeps all that it holds but macros, which a .docx
    may not have. Without one the file is made anew.

    Raises:
        UnreadableDocument: `original` is damaged, or no Word file.
    """
    from corpus.readers.draft_marks import write_marked
    from corpus.readers.draft_package import bare_docx, fitting

    if original is not None:
        return write_marked(original, marks=marks, summary=summary, source=draft.name)
    text, moved = fitting(draft.text, marks)
    return write_marked(bare_docx(text), marks=moved, summary=summary, source=draft.name)


def replaced(text: str, replacements: Iterable[Replacement]) -> str:
    """The text with the replacements made."""
    parts, position = [], 0
    for replacement in sorted(replacements, key=lambda r: (r.start, r.end)):
        parts += [text[position : replacement.start], replacement.text]
        position = replacement.end
    return "".join([*parts, text[position:]])


def changed_docx(original: bytes, *, replacements: Sequence[Replacement], source: str) -> bytes:
    """The Word file with the replacements as tracked changes; spans are those of the draft that was read from it.

    Raises:
        UnreadableDocument: `original` is damaged, no Word file, or takes no change at one of the places.
    """
    from corpus.readers.draft_changes import write_changed

    return write_changed(original, replacements=replacements, source=source)
