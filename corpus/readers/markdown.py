r"""Read Markdown into its lines and pipe tables, without its mark-up.

Splitting lines at `|` would be simpler, but would keep ** and take \| and `|` for borders. What CommonMark does not
call mark-up stays: a single star, tildes, dollar signs. Tables written in HTML are read as those of a web page.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.errors import UnreadableDocument
from corpus.model import Place
from corpus.readers.web.page import read_markup
from corpus.source import Field, Line, Progress, Remark, Row, Source, Table, no_progress

MAX_CHARACTERS = 500_000
MAX_COLUMNS = 200
MAX_ROWS = 5_000
MAX_NESTING = 60  # of quotations and lists; what is nested deeper the parser would skip
_BORDER = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\b[^>]*>", re.IGNORECASE)
_TABLE_START = re.compile(r"<table\b", re.IGNORECASE)
_TABLE_END = re.compile(r"</table\s*>", re.IGNORECASE)
_EMPHASIS = frozenset({"em_open", "em_close", "strong_open", "strong_close"})
_QUOTATION = re.compile(r"^\s*(?:>\s?)+")


def read(data: bytes, *, source: str, progress: Progress = no_progress) -> Source:
    """The lines and tables of a Markdown file.

    Raises:
        UnreadableDocument: it is no text, over a limit, or empty.
    """
    text = _decode(data, source)
    if len(text) > MAX_CHARACTERS:
        raise UnreadableDocument(f"{source}：超过 {MAX_CHARACTERS // 10_000} 万字的上限。请拆分后再导入。")
    progress("Markdown 文件")
    reading = _Reading(source, text.split("\n"))
    reading.read(_parse(text, source))
    if not reading.blocks:
        raise UnreadableDocument(f"{source}：文件中没有文字。请检查是否选错了文件。")
    return Source(tuple(reading.blocks), tuple(reading.remarks))


def _decode(data: bytes, source: str) -> str:
    is_utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if is_utf16 else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise UnreadableDocument(f"{source}：不是文本文件（或编码无法识别）。请另存为 UTF-8 文本后再导入。")


def _parse(text: str, source: str) -> list[Token]:
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table")
    parser.disable("reference")  # the line “[注]: 数据来自统计局” would be gone
    tokens = parser.parse(text)
    if any(token.level >= MAX_NESTING - 1 for token in tokens):
        raise UnreadableDocument(f"{source}：引用或列表嵌套超过 {MAX_NESTING // 2} 层的上限。请改为普通段落后再导入。")
    return tokens


@dataclass(slots=True)
class _Reading:
    """A file as it is being read; line numbers are 0-based in the parser, 1-based in places."""

    source: str
    lines: Sequence[str]
    blocks: list[Table | Line] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    _marker: str = ""

    def read(self, tokens: Sequence[Token]) -> None:
        """Take over what the tokens show, in their order."""
        done = at = 0  # lines before `done` have been read as HTML
        while at < len(tokens):
            token = tokens[at]
            first = token.map[0] if token.map else done
            if first < done:
                at += 1
            elif token.type == "table_open":
                end = next(i for i in range(at, len(tokens)) if tokens[i].type == "table_close")
                self._read_table(tokens[at:end], first)
                at = end + 1
            elif token.type == "html_block":
                done = self._read_markup(token)
                at += 1
            else:
                self._read_text(token, first)
                at += 1

    def _read_text(self, token: Token, first: int) -> None:
        if token.type == "list_item_open" and token.info:
            self._marker = f"{token.info}{token.markup} "
        elif token.type == "list_item_close":
            self._marker = ""
        elif token.type == "inline":
            self._add_lines(self._shown(token), first)
        elif token.type in ("fence", "code_block"):
            self._add_lines(token.content, first + (token.type == "fence"))

    def _add_lines(self, text: str, first: int) -> None:
        for number, line in enumerate(text.split("\n"), start=first + 1):
            if shown := line.strip():
                self.blocks.append(Line(self._marker + shown, Place(row=number)))
                self._marker = ""

    def _shown(self, token: Token) -> str:
        """The text of an inline token; a line of the source stays a line."""
        parts: list[str] = []
        stars: list[tuple[int, str, int]] = []  # where emphasis begins or ends, and its mark
        for child in token.children or []:
            if child.type in ("text", "code_inline", "text_special"):
                parts.append(child.content)
            elif child.type in ("softbreak", "hardbreak") or (
                child.type == "html_inline" and _BREAK.fullmatch(child.content)
            ):
                parts.append("\n")
            elif child.type in _EMPHASIS:
                stars.append((len(parts), child.markup, child.nesting))
                parts.append("")
            elif child.type == "image":
                self._remark(f"图片未读取：{child.content or child.attrGet('src')}", token)
        return _with_products(parts, stars)

    def _remark(self, what: str, token: Token) -> None:
        where = f"第 {token.map[0] + 1} 行" if token.map else ""
        self.remarks.append(Remark(where, f"{what[:60]}。"))

    def _read_table(self, tokens: Sequence[Token], first: int) -> None:
        rows = list(self._table_rows(tokens))
        width = max(len(texts) for _, texts in rows)
        if len(rows) > MAX_ROWS or width > MAX_COLUMNS:
            raise UnreadableDocument(
                f"{self.source} 第 {first + 1} 行：表格有 {len(rows)} 行 {width} 列，"
                f"超过 {MAX_ROWS} 行 {MAX_COLUMNS} 列的上限。请拆分后再导入。"
            )
        made = [_row(line, texts, width) for line, texts in rows if any(texts)]
        if made:
            self.blocks.append(Table(tuple(made), gridded=True))

    def _table_rows(self, tokens: Sequence[Token]) -> Iterator[tuple[int, list[str]]]:
        """The 0-based line of each row and the texts of its fields."""
        texts: list[str] = []
        line = 0
        for token in tokens:
            if token.type == "tr_open":
                texts, line = [], token.map[0] if token.map else line
            elif token.type == "inline":
                texts.append("\n".join(filter(None, (part.strip() for part in self._shown(token).split("\n")))))
            elif token.type == "tr_close":
                yield line, texts + self._surplus(line, len(texts))

    def _surplus(self, line: int, width: int) -> list[str]:
        """The fields that the row has beyond those of the header: the parser leaves them out."""
        bare = _QUOTATION.sub("", self.lines[line]).strip()
        fields = _BORDER.split(bare.removeprefix("|"))
        if not fields[-1].strip():
            fields.pop()
        return [_without_markup(text) for text in fields[width:]]

    def _read_markup(self, token: Token) -> int:
        """Read a block of HTML, to the end of a table that blank lines cut; the line after it."""
        first, last = token.map or [0, 0]
        text = "\n".join(self.lines[first:last])
        opened = len(_TABLE_START.findall(text)) - len(_TABLE_END.findall(text))
        while opened > 0 and last < len(self.lines):
            opened += len(_TABLE_START.findall(self.lines[last])) - len(_TABLE_END.findall(self.lines[last]))
            last += 1
        if text.lstrip().startswith("<!--"):
            self._remark(f"HTML 注释未读取：{' '.join(text.split())}", token)
        read = read_markup("\n".join(self.lines[first:last]), source=self.source)
        self.blocks += [b if isinstance(b, Table) else Line(b.text, Place(row=first + 1)) for b in read.blocks]
        self.remarks += [Remark(f"第 {first + 1} 行", remark.what) for remark in read.remarks]
        return last


def _with_products(parts: list[str], stars: Sequence[tuple[int, str, int]]) -> str:
    """The parts as one text; stars between digits (3*4*5) are put back, or two numbers would become one."""
    before, after = _last_characters(parts), _last_characters([part[::-1] for part in reversed(parts)])[::-1]
    begun: list[int] = []
    for at, mark, nesting in stars:
        if nesting > 0:
            begun.append(at)
            continue
        pair = (begun.pop(), at)
        if any(before[i].isdigit() and after[i].isdigit() for i in pair):
            for i in pair:
                parts[i] = mark
    return "".join(parts)


def _last_characters(parts: Sequence[str]) -> list[str]:
    """For each part, the last character of all that stands before it, "" for none."""
    last, found = "", []
    for part in parts:
        found.append(last)
        last = part[-1:] or last
    return found


def _row(line: int, texts: Sequence[str], width: int) -> Row:
    padded = [*texts, *[""] * (width - len(texts))]
    return Row(tuple(Field(text, Place(row=line + 1, column=n)) for n, text in enumerate(padded, start=1)))


def _without_markup(text: str) -> str:
    shown = _BREAK.sub("\n", text)
    tokens = MarkdownIt("commonmark").parseInline(shown)
    return "".join(c.content or "\n" * (c.type == "softbreak") for t in tokens for c in t.children or []).strip()
