"""A sheet of an Excel workbook, old or new, on its way to a table: cells as shown, merged ranges, what is hidden.

The two formats have two libraries; limits, merged ranges and remarks are written once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from corpus.errors import UnreadableDocument
from corpus.model import Place, column_letters
from corpus.readers.excel.number_format import show_number
from corpus.source import Field, Remark, Row, Table

MAX_COLUMNS = 200
MAX_ROWS = 5_000  # that hold something
MAX_MERGES = 20_000
MAX_CHARACTERS = 20_000_000  # of all cells: one long text may stand in many
RESAVE = "请用 Excel 打开并另存为 .xlsx 后再导入。"
_NAMED = 8  # cells that a remark names

Address = tuple[int, int]  # row and column, 1-based
Side = Literal["above", "left"]
Range = tuple[int, int, int, int]  # first row, first column, last row, last column


@dataclass(slots=True)
class Sheet:
    """A sheet as it is being read; `texts` are its cells as shown, without the empty ones."""

    title: str
    texts: dict[Address, str] = field(default_factory=dict)
    merges: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    filled_rows: int = 0
    notices: dict[str, list[Address]] = field(default_factory=dict)  # what is to be said of which cells

    @property
    def where(self) -> str:
        """The sheet as a remark or a message names it."""
        return f"工作表“{self.title}”"

    def notice(self, what: str, address: Address) -> None:
        """Keep for the remarks that `what` holds for the cell."""
        self.notices.setdefault(what, []).append(address)


def shown_number(sheet: Sheet, address: Address, value: float, code: str, *, from_1904: bool) -> str:
    """The number as its format shows it; where that is nothing at all, the sheet notes so."""
    text = show_number(value, code, from_1904=from_1904)
    if value and not text.strip():
        sheet.notice("有数值，但其格式使它不显示，未读取", address)
    return text


def show_boolean(value: object) -> str:
    """The text of a truth value."""
    return "TRUE" if value else "FALSE"


def clean(text: str) -> str:
    """The text without white space at the ends of its lines and without empty lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


def too_large(sheet: Sheet, source: str, what: str) -> UnreadableDocument:
    """The error that says which limit the sheet is over."""
    return UnreadableDocument(f"{source}：{sheet.where}{what}的上限。请删去多余内容或拆分后再导入。")


def table_of(sheet: Sheet, source: str) -> list[Table]:
    """The sheet as a table, none where it is empty: from column A to its last column, without its empty rows."""
    if not sheet.texts:
        return []
    rows = sorted({row for row, _ in sheet.texts})
    width = max(column for _, column in sheet.texts)
    covered = _covered(sheet, rows, width, source)
    for address in sorted(covered.keys() & sheet.texts.keys()):
        sheet.notice("被合并单元格遮盖，其内容未读取", address)
    return [Table(tuple(_row(sheet, row, width, covered) for row in rows), gridded=True, name=sheet.title)]


def _row(sheet: Sheet, row: int, width: int, covered: Mapping[Address, Side]) -> Row:
    fields = []
    for column in range(1, width + 1):
        place = Place(sheet=sheet.title, row=row, column=column)
        side = covered.get((row, column))
        fields.append(Field("", place, merged=side) if side else Field(sheet.texts.get((row, column), ""), place))
    return Row(tuple(fields), hidden=row in sheet.hidden_rows)


def _covered(sheet: Sheet, rows: Sequence[int], width: int, source: str) -> dict[Address, Side]:
    """The fields that merged cells cover, with the side from which; ranges end where the sheet's content ends."""
    covered: dict[Address, Side] = {}
    budget = len(rows) * width  # ranges that don't overlap can't cover more
    for top, left, bottom, right in sheet.merges:
        inside = rows[bisect_left(rows, top) : bisect_right(rows, bottom)]
        columns = range(left, min(right, width) + 1)
        budget -= len(inside) * len(columns)
        if budget < 0:
            raise UnreadableDocument(f"{source}：{sheet.where}的合并区域互相重叠，文件已损坏。{RESAVE}")
        for row in inside:
            side: Side = "left" if row == top else "above"
            for column in columns:
                if (row, column) != (top, left):
                    covered.setdefault((row, column), side)
    return covered


def remarks_of(sheet: Sheet) -> list[Remark]:
    """What people should know of the sheet."""
    width = max((column for _, column in sheet.texts), default=0)
    remarks = []
    if hidden := [column_letters(column) for column in sorted(sheet.hidden_columns) if column <= width]:
        remarks.append(Remark(sheet.where, f"隐藏的列也已读取：{'、'.join(hidden)}。"))
    for what, addresses in sheet.notices.items():
        names = "、".join(f"{column_letters(column)}{row}" for row, column in addresses[:_NAMED])
        more = f" 等 {len(addresses)} 个单元格" if len(addresses) > _NAMED else ""
        remarks.append(Remark(sheet.where, f"{names}{more}：{what}。"))
    return remarks
