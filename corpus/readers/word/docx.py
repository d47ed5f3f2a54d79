"""Read a Word document (.docx, .docm): what Word shows once all changes are accepted, tables as the grid they are drawn on.

Nothing is opened but the parts that hold text; nothing is fetched or run. Where blocks nest (a table in a cell, a text
box), the depth is limited; all other walks over a document's tree are loops.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from corpus.errors import UnreadableDocument
from corpus.model import Place
from corpus.readers.word.numbering import Numbering, Styles
from corpus.readers.word.package import RESAVE, Package
from corpus.readers.word.parts import Parts
from corpus.readers.word.remarks import CHANGE, COVERED, FOREIGN_PART, LOST_NOTE, NESTED, NOTE, Findings
from corpus.readers.word.text import Paragraphs
from corpus.readers.word.xml import Element, attribute, children, find, integer, is_on, name_of
from corpus.source import Field, Line, Progress, Remark, Row, Source, Table, no_progress

_Merged = Literal["", "above", "left"]
MOST_ROWS = 5_000
MOST_COLUMNS = 200
MOST_FIELDS = 300_000  # of all tables together
DEEPEST = 20  # tables and text boxes inside each other
_ROWS_TOLD = 500  # progress is told each so many rows


def read(data: bytes, *, source: str, progress: Progress = no_progress) -> Source:
    """The tables and lines of a Word document; `source` is the file's path as shown to people.

    Raises:
        UnreadableDocument: the file is damaged, too large, too deep, or no Word document.
    """
    progress("正在打开 Word 文档")
    package = Package(data, source=source)
    reader = _Reader(package, source=source, progress=progress)
    return Source(blocks=tuple(reader.blocks()), remarks=reader.remarks())


class _Reader:
    """One pass over a document: numbers, tables and remarks are counted as they are met."""

    def __init__(self, package: Package, *, source: str, progress: Progress) -> None:
        self._source, self._progress = source, progress
        self._found = Findings()
        self._parts = Parts(package, found=self._found)
        styles = Styles(self._parts.related("styles", lost="样式"))
        numbering = Numbering(self._parts.related("numbering", lost="自动编号"), styles=styles)
        self._paragraphs = Paragraphs(styles=styles, numbering=numbering, found=self._found)
        self._tables = 0
        self._fields = 0

    def blocks(self) -> Iterator[Table | Line]:
        """The headers of the pages, the body, the notes."""
        self._parts.note_relations()
        yield from self._page_headers()
        self._found.where = "正文"
        body = find(self._parts.root, "w:body")
        if body is not None:
            yield from self._read_body(body, depth=0)
        yield from self._read_notes()
        self._parts.note_footers()

    def remarks(self) -> tuple[Remark, ...]:
        """What to tell people, once all blocks are read."""
        return self._found.remarks()

    def _page_headers(self) -> Iterator[Line]:
        self._found.where = "页眉"
        seen: set[str] = set()
        for root in self._parts.page_parts("w:headerReference", lost="页眉"):
            text = self._text(root, depth=0)
            if text not in seen:
                seen.add(text)
                yield from _lines(text)

    def _read_notes(self) -> Iterator[Line]:
        for kind in ("footnotes", "endnotes"):
            wanted = [ident for part, ident in self._paragraphs.notes if part == kind]
            if not wanted:
                continue
            self._found.where = "脚注" if kind == "footnotes" else "尾注"
            root = self._parts.related(kind, lost=self._found.where)
            notes = {attribute(note, "id"): note for note in (root if root is not None else ())}
            for ident in wanted:
                self._found.note(NOTE if ident in notes else LOST_NOTE)
                if ident in notes:
                    yield from _lines(self._text(notes[ident], depth=0))

    def _read_body(self, container: Element, *, depth: int) -> Iterator[Table | Line]:
        for block in self._blocks(container, depth=depth):
            if isinstance(block, str):
                yield from _lines(block)
            elif (inside := _framed(block)) is not None:
                yield from self._read_body(inside, depth=depth + 1)
            else:
                yield from self._table(block, depth=depth)

    def _blocks(self, container: Element, *, depth: int) -> Iterator[str | Element]:
        """What stands in a body, cell or text box: texts of paragraphs, tables (w:tbl), text boxes (w:txbxContent)."""
        if depth > DEEPEST:
            raise UnreadableDocument(f"{self._source}：表格或文本框嵌套超过 {DEEPEST} 层，没有读取；{RESAVE}")
        pieces: list[str] = []  # of paragraphs whose end was deleted or is hidden: they run on
        for element in self._paragraphs.content(container):
            name = name_of(element)
            if name == "w:p":
                boxes: list[Element] = []
                pieces.append(self._paragraphs.paragraph(element, boxes=boxes))
                if self._paragraphs.ends(element):
                    yield self._paragraphs.numbered(element, "".join(pieces))
                    pieces.clear()
                yield from boxes
            elif name == "w:tbl":
                yield from ["".join(pieces)] if pieces else []
                pieces.clear()
                yield element
            elif name == "w:altChunk":
                self._found.note(FOREIGN_PART)
        yield from ["".join(pieces)] if pieces else []

    def _text(self, container: Element, *, depth: int) -> str:
        """The text of a cell, a header or a note; that of its text boxes comes last."""
        texts: list[str] = []
        boxes: list[Element] = []
        for block in self._blocks(container, depth=depth):
            if isinstance(block, str):
                texts.append(block)
            elif name_of(block) == "w:tbl":
                self._found.note(NESTED)
                texts.append(self._nested_table(block, depth=depth + 1))
            else:
                boxes.append(block)
        texts.extend(self._text(box, depth=depth + 1) for box in boxes)
        return _clean("\n".join(texts))

    def _nested_table(self, table: Element, *, depth: int) -> str:
        rows = ([self._text(cell, depth=depth) for cell in self._cells(row)] for row in self._rows(table))
        return "\n".join("\t".join(cells) for cells in rows)

    def _rows(self, table: Element) -> Iterator[Element]:
        """The rows that are left once all changes are accepted."""
        for row in self._paragraphs.content(table):
            if name_of(row) == "w:tr":
                properties = find(row, "w:trPr")
                removed = find(properties, "w:del") is not None
                if removed or find(properties, "w:ins") is not None:
                    self._found.note(CHANGE)
                if not removed:
                    yield row

    def _cells(self, row: Element) -> Iterator[Element]:
        for cell in self._paragraphs.content(row):
            if name_of(cell) == "w:tc":
                if find(cell, "w:tcPr", "w:cellDel") is None:
                    yield cell
                else:
                    self._found.note(CHANGE)

    def _table(self, table: Element, *, depth: int) -> Iterator[Table]:
        self._tables += 1
        rows: list[Row] = []
        above: frozenset[int] = frozenset()  # columns at which a merged cell may go on
        for element in self._rows(table):
            start = Place(table=self._tables, row=len(rows) + 1)
            row, above = self._row(element, start=start, above=above, depth=depth)
            rows.append(row)
            self._check_rows(len(rows))
            self._count_fields(len(row.fields))
        self._found.where = "正文"
        if not rows:
            self._tables -= 1
            return
        width = max(len(row.fields) for row in rows)
        self._count_fields(width * len(rows) - sum(len(row.fields) for row in rows))
        widened = (
            _widened(row, start=Place(table=self._tables, row=number), width=width)
            for number, row in enumerate(rows, start=1)
        )
        yield Table(rows=tuple(widened), gridded=True)

    def _check_rows(self, count: int) -> None:
        if count > MOST_ROWS:
            raise UnreadableDocument(f"{self._source}：表 {self._tables} 超过 {MOST_ROWS} 行；请拆分后再导入")
        if count % _ROWS_TOLD == 0:
            self._progress(f"表 {self._tables}：已读 {count} 行")

    def _row(self, element: Element, *, start: Place, above: frozenset[int], depth: int) -> tuple[Row, frozenset[int]]:
        """The row, and the columns at which a merged cell may go on below; `above` are those of the row before."""
        self._found.where = str(start)
        properties = find(element, "w:trPr")
        fields = [Field("", replace(start, column=c + 1)) for c in range(self._skipped(properties, "w:gridBefore"))]
        below: set[int] = set()
        for cell in self._cells(element):
            column = len(fields)
            span, covered = _span(cell), _covered(cell, column=column, above=above)
            self._check_width(column + span)
            if find(cell, "w:tcPr", "w:vMerge") is not None:
                below.add(column)
            fields.append(
                Field(self._cell(cell, covered=covered, depth=depth), replace(start, column=column + 1), covered)
            )
            rest: _Merged = "above" if covered == "above" else "left"
            fields.extend(Field("", replace(start, column=c + 1), rest) for c in range(column + 1, column + span))
        self._skipped(properties, "w:gridAfter")
        row = Row(tuple(fields), after_break=_breaks_page(element), hidden=is_on(find(properties, "w:hidden")))
        return row, frozenset(below)

    def _cell(self, cell: Element, *, covered: str, depth: int) -> str:
        """The text of a cell; what stands in a covered one is not shown by Word, and only noted."""
        if not covered:
            return self._text(cell, depth=depth + 1)
        if any(name_of(element) == "w:t" and (element.text or "").strip() for element in cell.iter()):
            self._found.note(COVERED)
        return ""

    def _skipped(self, properties: Element | None, name: str) -> int:
        count = max(0, integer(find(properties, name)))
        self._check_width(count)
        return count

    def _check_width(self, columns: int) -> None:
        if columns > MOST_COLUMNS:
            raise UnreadableDocument(f"{self._source}：{self._found.where}超过 {MOST_COLUMNS} 列；请拆分后再导入")

    def _count_fields(self, count: int) -> None:
        self._fields += count
        if self._fields > MOST_FIELDS:
            raise UnreadableDocument(f"{self._source}：表格单元格超过 {MOST_FIELDS} 个；请拆分后再导入")


def _framed(block: Element) -> Element | None:
    """What a text box holds, or a table of one cell that only frames another; None for any other table."""
    if name_of(block) != "w:tbl":
        return block
    rows = children(block, "w:tr")
    cells = children(rows[0], "w:tc") if len(rows) == 1 else []
    return cells[0] if len(cells) == 1 and find(cells[0], "w:tbl") is not None else None


def _span(cell: Element) -> int:
    return max(1, integer(find(cell, "w:tcPr", "w:gridSpan"), default=1))


def _covered(cell: Element, *, column: int, above: frozenset[int]) -> _Merged:
    """How a merged cell covers this one: "above", "left", or "" where the cell shows its own text."""
    down, across = find(cell, "w:tcPr", "w:vMerge"), find(cell, "w:tcPr", "w:hMerge")
    if down is not None and attribute(down) != "restart" and column in above:
        return "above"
    return "left" if across is not None and attribute(across) != "restart" and column else ""


def _breaks_page(row: Element) -> bool:
    """Whether the row's first paragraph is set to begin a page."""
    paragraph = next((element for element in row.iter() if name_of(element) == "w:p"), None)
    return is_on(find(paragraph, "w:pPr", "w:pageBreakBefore"))


def _widened(row: Row, *, start: Place, width: int) -> Row:
    """The row with as many fields as the widest: it may end before the right edge of its table."""
    missing = range(len(row.fields) + 1, width + 1)
    return replace(row, fields=(*row.fields, *(Field("", replace(start, column=column)) for column in missing)))


def _clean(text: str) -> str:
    """Without white space at the ends of lines and without empty lines."""
    return "\n".join(line for line in map(str.strip, text.split("\n")) if line)


def _lines(text: str) -> Iterator[Line]:
    return (Line(line) for line in _clean(text).split("\n") if line)
