"""Read a web page, or a workbook that Excel saved as one, into its lines and tables.

The text is what a browser would show; nothing that the page refers to is fetched. Tables that only arrange a page, as
on many older sites, are taken apart: their texts become lines, the tables within them tables.
"""

from __future__ import annotations

import codecs
import re
import warnings

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, Tag, XMLParsedAsHTMLWarning

from corpus.errors import UnreadableDocument
from corpus.fold import squeeze
from corpus.readers.web.table import is_layout, read_table
from corpus.readers.web.text import Flow, LeftOut, walk
from corpus.source import Line, Progress, Remark, Source, Table, no_progress

MAX_TAGS = 200_000
MAX_TABLES = 2_000
MAX_DEPTH = 30  # of tables in tables
_DECLARED = re.compile(
    rb"""<(?:meta[^>]{0,400}charset|\?xml[^>]{0,200}encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_LOOKED_AT = 4096  # bytes in which a page declares its encoding
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# Encodings as pages in Chinese name them. Others (iso-8859-1 left by an editor) say nothing about such a page.
_ENCODINGS = {
    **dict.fromkeys(("utf-8", "utf8"), "utf-8"),
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "gb_2312-80", "cp936", "x-gbk"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5"), "big5hkscs"),
}
_SHORTEST_TITLE = 6  # characters from which a part of a title is taken for it


def read(data: bytes, *, source: str, progress: Progress = no_progress) -> Source:
    """The lines and tables of a page.

    Raises:
        UnreadableDocument: it is over a limit, or shows no text.
    """
    text, remarks = _decode(data)
    progress("网页")
    page = read_markup(text, source=source)
    if not page.blocks:
        raise UnreadableDocument(
            f"{source}：网页没有可读取的文字（可能是框架页或空页）。请打开正文所在的网页另存后再导入。"
        )
    return Source(page.blocks, (*remarks, *page.remarks))


def _decode(data: bytes) -> tuple[str, list[Remark]]:
    """The text of the page: by its byte order mark, as it declares itself, as UTF-8, as GB18030."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], encoding)
    declared = _DECLARED.search(data[:_LOOKED_AT])
    named = _ENCODINGS.get(declared[1].decode("ascii", "replace").lower(), "") if declared else ""
    for encoding in filter(None, (named, "utf-8", "gb18030")):
        try:
            return data.decode(encoding), []
        except UnicodeDecodeError:
            continue
    return _lenient(data, named or "utf-8")


def _lenient(data: bytes, encoding: str) -> tuple[str, list[Remark]]:
    text = data.decode(encoding, "replace")
    wrong = text.count("\ufffd")
    return text, [Remark("", f"{wrong} 处字符无法按 {encoding} 识别，显示为 �。")] if wrong else []


def read_markup(text: str, *, source: str) -> Source:
    """The lines and tables of mark-up, which may be a part of a page.

    Raises:
        UnreadableDocument: it is over a limit.
    """
    if text.count("<") > MAX_TAGS:
        raise UnreadableDocument(f"{source}：网页超过 {MAX_TAGS // 10_000} 万个标记的上限。请拆分后再导入。")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        soup = BeautifulSoup(text, "lxml")
    _check_tables(soup, source)
    page = _Page(source)
    page.read(soup)
    return Source((*_head_title(soup, page.blocks), *page.blocks), tuple(page.left_out.remarks()))


def _check_tables(soup: Tag, source: str) -> None:
    depth = count = 0
    for kind, node in walk(soup, LeftOut()):
        if isinstance(node, Tag) and node.name == "table":
            depth += 1 if kind == "enter" else -1
            count += kind == "enter"
            if depth > MAX_DEPTH:
                raise UnreadableDocument(f"{source}：网页中的表格套表格超过 {MAX_DEPTH} 层。请另存为 Excel 后再导入。")
    if count > MAX_TABLES:
        raise UnreadableDocument(f"{source}：网页有 {count} 个表，超过 {MAX_TABLES} 个的上限。请拆分后再导入。")


class _Page:
    """A page as it is being read."""

    def __init__(self, source: str) -> None:
        self.blocks: list[Table | Line] = []
        self.left_out = LeftOut()
        self._source = source
        self._tables = 0
        self._flow = Flow(cells_as_text=False)

    def read(self, root: Tag) -> None:
        """Take over the lines and tables in their order."""
        data: set[int] = set()  # tables that are read whole, by identity: tags are compared by content

        def is_data(tag: Tag) -> bool:
            if tag.name != "table" or is_layout(tag):
                return False
            data.add(id(tag))
            return True

        for event in walk(root, self.left_out, around=is_data):
            kind, node = event
            if kind == "text" or not isinstance(node, Tag) or node.name != "table":
                self._flow.take(event)
            elif id(node) in data:
                if kind == "leave":
                    self._read_table(node)
            else:
                self._flow.take(event)
        self._end_lines()

    def _end_lines(self) -> None:
        self.blocks += [Line(line) for line in self._flow.text.take_lines()]

    def _read_table(self, tag: Tag) -> None:
        self._end_lines()
        reading = read_table(tag, self.left_out, number=self._tables + 1, source=self._source)
        self.blocks += [Line(line) for line in reading.lines]
        if reading.table is not None:
            self._tables += 1
            self.blocks.append(reading.table)


def _head_title(soup: Tag, blocks: list[Table | Line]) -> list[Line]:
    """The title in the head of the page as a line, unless the page itself shows it."""
    tag = soup.find("title")
    title = " ".join(tag.get_text().split()) if tag else ""
    shown = (text for block in blocks for text in _first_texts(block))
    return [Line(title)] if title and not any(_is_alike(title, text) for text in shown) else []


def _first_texts(block: Table | Line) -> list[str]:
    return [block.text] if isinstance(block, Line) else [text for row in block.rows[:3] for text in row.filled]


def _is_alike(title: str, text: str) -> bool:
    one, other = squeeze(title), squeeze(text)
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) >= _SHORTEST_TITLE and shorter in longer)
