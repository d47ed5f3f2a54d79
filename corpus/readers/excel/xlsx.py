"""Read the sheets of an Excel workbook (.xlsx, .xlsm) as tables whose fields hold what Excel shows.

openpyxl finds the sheets; their cells are streamed here. `openpyxl.load_workbook` would be simpler, but it makes a cell
of each place of a merged range (A1:XFD1048576 never ends), turns numbers into dates so that their format can no longer
be applied, gives a formula without result and an empty cell alike, and refuses a workbook for a font it does not know.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

from corpus.errors import UnreadableDocument
from corpus.readers.excel.number_code import BUILT_IN, GENERAL
from corpus.readers.excel.number_format import show_text
from corpus.readers.excel.package import DAMAGE, check_package, damaged, left_out
from corpus.readers.excel.sheet import (
    MAX_CHARACTERS,
    MAX_COLUMNS,
    MAX_MERGES,
    MAX_ROWS,
    RESAVE,
    Address,
    Range,
    Sheet,
    clean,
    remarks_of,
    show_boolean,
    shown_number,
    table_of,
    too_large,
)
from corpus.source import Progress, Remark, Source, Table, no_progress

_LAST_ROW = 1_048_576
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read(data: bytes, *, source: str, progress: Progress = no_progress) -> Source:
    """The sheets of a workbook that people can see.

    Raises:
        UnreadableDocument: no workbook, damaged, encrypted, over a limit, or without any content.
    """
    check_package(data, source)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves out of the workbook itself is not read here anyway
            return _read_workbook(data, source, progress)
    except DAMAGE as exc:
        raise damaged(source) from exc


def _read_workbook(data: bytes, source: str, progress: Progress) -> Source:
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.utils.datetime import CALENDAR_MAC_1904
    from openpyxl.xml.constants import SHARED_STRINGS, STYLES_TYPE

    reader = ExcelReader(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    with reader.archive as archive:
        reader.read_manifest()
        reader.read_workbook()
        texts, styles = (_part_of(reader.package, kind) for kind in (SHARED_STRINGS, STYLES_TYPE))
        from_1904 = reader.wb.epoch == CALENDAR_MAC_1904
        book = _Book(archive, source, texts=texts, styles=styles, from_1904=from_1904)
        tables: list[Table] = []
        remarks: list[Remark] = []
        for entry, relation in reader.parser.find_sheets():
            where = f"工作表“{entry.name}”"
            if entry.state != "visible":
                remarks.append(Remark(where, "是隐藏的，未读取。"))
            elif not relation.Type.endswith("/worksheet"):
                remarks.append(Remark(where, "不是表格（图表或宏），未读取。"))
            else:
                progress(where)
                sheet = book.sheet(entry.name, relation.target)
                tables += table_of(sheet, source)
                remarks += remarks_of(sheet)
        remarks += left_out(archive)
    if not tables:
        raise UnreadableDocument(f"{source}：工作簿中没有可读取的内容。若在 Excel 中能看到内容，{RESAVE}")
    return Source(tuple(tables), tuple(remarks))


def _part_of(package: Any, content_type: str) -> str | None:
    """The name of the part of that type, which writers choose freely."""
    found = package.find(content_type)
    return str(found.PartName).lstrip("/") if found is not None else None


class _Book:
    """What the sheets of a workbook share: texts, number formats, the system of dates."""

    def __init__(
        self, archive: zipfile.ZipFile, source: str, *, texts: str | None, styles: str | None, from_1904: bool
    ) -> None:
        self._archive = archive
        self._source = source
        self._from_1904 = from_1904
        self._strings = [_plain_text(item) for item in self._elements(texts, "si")] if texts else []
        self._formats = list(self._number_formats(styles)) if styles else []
        self._characters = 0

    def sheet(self, title: str, part: str) -> Sheet:
        """The sheet in the part of that name."""
        sheet = Sheet(title)
        row = 0
        for element in self._elements(part, "row", "mergeCell", "col"):
            match _local_name(element):
                case "row":
                    row = int(float(element.get("r", row + 1)))
                    self._read_row(sheet, element, row)
                case "col" if _is_set(element, "hidden"):
                    first, last = int(element.get("min")), int(element.get("max"))
                    sheet.hidden_columns.update(range(first, min(last, MAX_COLUMNS) + 1))
                case "mergeCell":
                    sheet.merges.append(_range(element.get("ref")))
                    if len(sheet.merges) > MAX_MERGES:
                        raise too_large(sheet, self._source, f"合并区域超过 {MAX_MERGES} 个")
        return sheet

    def _elements(self, part: str, *names: str) -> Iterator[Any]:
        """The elements of those names, each forgotten when the next one is asked for."""
        from lxml import etree

        with self._archive.open(part) as stream:
            tags = tuple(f"{{*}}{name}" for name in names)
            options = {"resolve_entities": False, "no_network": True, "remove_comments": True, "remove_pis": True}
            for _, element in etree.iterparse(stream, tag=tags, **options):
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]

    def _number_formats(self, part: str) -> Iterator[str]:
        """The format of each style, in the order in which cells refer to them."""
        own: dict[int, str] = {}
        for element in self._elements(part, "numFmt", "cellXfs"):
            if _local_name(element) == "numFmt":
                own[int(element.get("numFmtId"))] = element.get("formatCode") or GENERAL
            else:
                for style in element:
                    number = int(style.get("numFmtId") or 0)
                    yield own.get(number) or BUILT_IN.get(number, GENERAL)

    def _read_row(self, sheet: Sheet, element: Any, row: int) -> None:
        if not 0 < row <= _LAST_ROW:
            raise ValueError(f"row {row}")
        if _is_set(element, "hidden"):
            sheet.hidden_rows.add(row)
        column = 0
        is_filled = False
        for cell in element:
            column = _address(cell.get("r"))[1] if cell.get("r") else column + 1
            if text := clean(self._shown(sheet, cell, (row, column))):
                self._characters += len(text)
                sheet.texts[row, column] = text
                is_filled = True
                if column > MAX_COLUMNS:
                    columns = max(column, len(element))
                    raise too_large(sheet, self._source, f"第 {row} 行有 {columns} 列，超过 {MAX_COLUMNS} 列")
        sheet.filled_rows += is_filled
        self._check_limits(sheet)

    def _check_limits(self, sheet: Sheet) -> None:
        if sheet.filled_rows > MAX_ROWS:
            raise too_large(sheet, self._source, f"有内容的行超过 {MAX_ROWS} 行")
        if self._characters > MAX_CHARACTERS:
            raise too_large(sheet, self._source, f"文字超过 {MAX_CHARACTERS // 10_000} 万字")

    def _shown(self, sheet: Sheet, cell: Any, address: Address) -> str:
        """The text that Excel shows in the cell."""
        kind, value = cell.get("t", "n"), str(cell.findtext("{*}v") or "")
        code = self._formats[int(cell.get("s"))] if cell.get("s") else GENERAL
        if kind == "inlineStr":
            text = cell.find("{*}is")
            return show_text(_plain_text(text), code) if text is not None else ""
        if not value:
            if cell.find("{*}f") is not None and kind != "str":
                sheet.notice("公式没有保存计算结果；请在 Excel 中打开保存后再导入", address)
            return ""
        match kind:
            case "s":
                return show_text(self._strings[int(value)], code)
            case "b":
                return show_boolean(value != "0")
            case "e":
                sheet.notice(f"是错误值 {value}", address)
                return value
            case "n":
                return shown_number(sheet, address, float(value), code, from_1904=self._from_1904)
            case "d":
                return shown_number(sheet, address, _serial(value), code, from_1904=False)
        return show_text(_unescaped(value), code)


def _local_name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _is_set(element: Any, name: str) -> bool:
    return element.get(name) in ("1", "true")


def _plain_text(element: Any) -> str:
    """The text of a shared or inline string: all its runs, but not how it is pronounced (rPh)."""
    runs = [element, *element.iterchildren("{*}r")]
    return _unescaped("".join(t.text or "" for run in runs for t in run.iterchildren("{*}t")))


def _unescaped(text: str) -> str:
    """`_x000D_` as the character it stands for; halves of a surrogate pair stay as they are."""
    return _ESCAPE.sub(lambda m: m[0] if 0xD800 <= (code := int(m[1], 16)) <= 0xDFFF else chr(code), text)


def _serial(value: str) -> float:
    """The number that a sheet has for a date in ISO 8601."""
    from openpyxl.utils.datetime import from_ISO8601, to_excel

    return float(to_excel(from_ISO8601(value)))


def _address(name: str) -> Address:
    """B3 → (3, 2)."""
    match = _ADDRESS.fullmatch(name)
    if match is None:
        raise ValueError(f"address {name[:20]}")
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


def _range(name: str) -> Range:
    first, _, last = name.partition(":")
    (top, left), (bottom, right) = _address(first), _address(last or first)
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)
