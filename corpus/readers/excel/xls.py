"""Read the sheets of an old Excel workbook (.xls), as corpus.readers.excel.xlsx reads those of a new one.

xlrd reads the whole file at once, which this format allows: no sheet can have over 65,536 rows or 256 columns.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import Any

from corpus.errors import UnreadableDocument
from corpus.readers.excel.number_code import BUILT_IN, GENERAL
from corpus.readers.excel.number_format import show_text
from corpus.readers.excel.sheet import (
    MAX_CHARACTERS,
    MAX_COLUMNS,
    MAX_MERGES,
    MAX_ROWS,
    RESAVE,
    Address,
    Sheet,
    clean,
    remarks_of,
    show_boolean,
    shown_number,
    table_of,
    too_large,
)
from corpus.source import Progress, Remark, Source, Table, no_progress

# What xlrd raises over a damaged workbook, besides its own error.
_DAMAGE = (
    struct.error, AssertionError, LookupError, ValueError, TypeError, AttributeError, ArithmeticError,
    RuntimeError, UnboundLocalError, EOFError, OSError,
)  # fmt: skip


def read(data: bytes, *, source: str, progress: Progress = no_progress) -> Source:
    """The sheets of a workbook that people can see.

    Raises:
        UnreadableDocument: no workbook, damaged, encrypted, over a limit, or without any content.
    """
    from xlrd import XLRDError
    from xlrd.compdoc import CompDocError

    _check_kind(data, source)
    try:
        return _read_workbook(data, source, progress)
    except (XLRDError, CompDocError, *_DAMAGE) as exc:
        if "encrypted" in str(exc).lower():
            raise UnreadableDocument(f"{source}：工作簿有打开密码。请取消密码后再导入。") from exc
        raise UnreadableDocument(f"{source}：不是完好的 .xls 工作簿，无法打开。{RESAVE}") from exc


def _check_kind(data: bytes, source: str) -> None:
    """Say of files that Excel opens under this name what they really are."""
    if data.startswith(b"PK"):
        raise UnreadableDocument(f"{source}：是新版 Excel 文件（.xlsx），与扩展名不符。请把扩展名改为 .xlsx 后再导入。")
    if data[:1000].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        raise UnreadableDocument(f"{source}：是网页，不是 .xls 工作簿。请把扩展名改为 .html 后再导入。")


def _read_workbook(data: bytes, source: str, progress: Progress) -> Source:
    import xlrd

    tables: list[Table] = []
    remarks: list[Remark] = []
    book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
    for original in book.sheets():
        sheet = Sheet(original.name)
        if original.visibility:
            remarks.append(Remark(sheet.where, "是隐藏的，未读取。"))
            continue
        progress(sheet.where)
        _fill(sheet, original, book, source)
        tables += table_of(sheet, source)
        remarks += remarks_of(sheet)
        if notes := len(original.cell_note_map):
            remarks.append(Remark(sheet.where, f"{notes} 条批注未读取。"))
    if not tables:
        raise UnreadableDocument(f"{source}：工作簿中没有可读取的内容。请检查是否选错了文件。")
    return Source(tuple(tables), tuple(remarks))


def _fill(sheet: Sheet, original: Any, book: Any, source: str) -> None:
    """Take over the cells, merged ranges and what is hidden; xlrd counts from 0 and ends ranges exclusively."""
    for (row, column), cell in _cells(original):
        if text := clean(_shown(sheet, (row, column), cell, book)):
            sheet.texts[row, column] = text
    _check_limits(sheet, original, source)
    sheet.merges = [(top + 1, left + 1, bottom, right) for top, bottom, left, right in original.merged_cells]
    sheet.hidden_rows = {row + 1 for row, info in original.rowinfo_map.items() if info.hidden}
    sheet.hidden_columns = {column + 1 for column, info in original.colinfo_map.items() if info.hidden}


def _cells(original: Any) -> Iterator[tuple[Address, Any]]:
    for row in range(original.nrows):
        for column, cell in enumerate(original.row(row)):
            yield (row + 1, column + 1), cell


def _check_limits(sheet: Sheet, original: Any, source: str) -> None:
    width = max((column for _, column in sheet.texts), default=0)
    if width > MAX_COLUMNS:
        raise too_large(sheet, source, f"有 {width} 列，超过 {MAX_COLUMNS} 列")
    if len({row for row, _ in sheet.texts}) > MAX_ROWS:
        raise too_large(sheet, source, f"有内容的行超过 {MAX_ROWS} 行")
    if len(original.merged_cells) > MAX_MERGES:
        raise too_large(sheet, source, f"合并区域超过 {MAX_MERGES} 个")
    if sum(map(len, sheet.texts.values())) > MAX_CHARACTERS:
        raise too_large(sheet, source, f"文字超过 {MAX_CHARACTERS // 10_000} 万字")


def _shown(sheet: Sheet, address: Address, cell: Any, book: Any) -> str:
    """The text that Excel shows in the cell."""
    import xlrd

    code = _format_of(cell, book)
    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            return show_text(str(cell.value), code)
        case xlrd.XL_CELL_NUMBER | xlrd.XL_CELL_DATE:
            return shown_number(sheet, address, cell.value, code, from_1904=bool(book.datemode))
        case xlrd.XL_CELL_BOOLEAN:
            return show_boolean(cell.value)
        case xlrd.XL_CELL_ERROR:
            error = str(xlrd.error_text_from_code.get(cell.value, "#N/A"))
            sheet.notice(f"是错误值 {error}", address)
            return error
    return ""


def _format_of(cell: Any, book: Any) -> str:
    """The format that the file has for the cell, else the one of that number in Chinese."""
    from xlrd.formatting import std_format_strings

    key = book.xf_list[cell.xf_index].format_key
    own = book.format_map[key].format_str if key in book.format_map else None
    if own and own.lower() != std_format_strings.get(key, "").lower():
        return str(own)
    return BUILT_IN.get(key, GENERAL)
