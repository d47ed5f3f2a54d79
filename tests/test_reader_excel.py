"""Reading workbooks: what Excel shows stands in each field, at its true address, and nothing goes without being said."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from corpus.errors import DocumentError, UnreadableDocument
from corpus.readers.excel import xls
from corpus.readers.excel import xlsx as excel
from corpus.readers.excel.number_format import show_number, show_text
from corpus.source import Source, Table

SHEET = "xl/worksheets/sheet1.xml"


def packed(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook(fill: Callable[[Worksheet], object], *, title: str = "进展") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    fill(sheet)
    return packed(book)


def edited(data: bytes, *, part: str, change: Callable[[str], str]) -> bytes:
    """The workbook with one of its parts changed (or added, where it has none of that name)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        before = old.read(part).decode() if part in old.namelist() else ""
        new.writestr(part, change(before))
    return out.getvalue()


def with_rows(xml: str, *, after: str = "") -> bytes:
    """A workbook whose sheet has these rows, written by hand."""
    data = workbook(lambda sheet: sheet.append(["x"]))
    pattern = re.compile(r"<sheetData>.*</sheetData>", re.DOTALL)
    return edited(data, part=SHEET, change=lambda text: pattern.sub(f"<sheetData>{xml}</sheetData>{after}", text))


def old_workbook(fill: Callable[[xlwt.Worksheet], object]) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    fill(book.add_sheet("进展"))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: bytes) -> Source:
    return excel.read(data, source="报表.xlsx")


def only_table(source: Source) -> Table:
    (table,) = source.blocks
    assert isinstance(table, Table)
    return table


def texts(source: Source) -> list[list[str]]:
    return [row.texts for row in only_table(source).rows]


def remarks(source: Source) -> list[str]:
    return [remark.where + remark.what for remark in source.remarks]


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (0.85, "0%", "85%"),
        (0.802, "0.0%", "80.2%"),
        (0.285, "0%", "29%"),
        (1.005, "0.00", "1.01"),
        (-0.001, "0.00", "0.00"),
        (1234.5, "#,##0.00", "1,234.50"),
        (1234567, "#,##0,", "1,235"),
        (1234567, '0.0,,"百万"', "1.2百万"),
        (123456, '0\\.0,"万元"', "12.3万元"),
        (5, "00", "05"),
        (13800138000, "000-0000-0000", "138-0013-8000"),
        (3.5, '0.00"亿元"', "3.50亿元"),
        (3.5, '"约"0.0"亿元"', "约3.5亿元"),
        (-3.5, "0.0;(0.0)", "(3.5)"),
        (0, '0.0;-0.0;"零"', "零"),
        (0.05, '"↑"0.0%;"↓"0.0%', "↑5.0%"),
        (-0.05, '"↑"0.0%;"↓"0.0%', "↓5.0%"),
        (-2, "[Red]0.0", "-2.0"),
        (120, "[Red][>=100]0;[Blue]0.00", "120"),
        (20, "[Red][>=100]0;[Blue]0.00", "20.00"),
        (1234.5, "[$¥-804]#,##0.00", "¥1,234.50"),
        (12345, "0.00E+00", "1.23E+04"),
        (12345, "##0.0E+0", "12.3E+3"),
        (12.25, "# ?/?", "12 1/4"),
        (2.5, "0.##", "2.5"),
        (0.5, "#.##", ".5"),
        (1234.5, "_ * #,##0.00_ ;_ * -#,##0.00_ ", "1,234.50"),
        (10, 'G/通用格式"户"', "10户"),
        (12045, "[DBNum1][$-804]General", "一万二千〇四十五"),
        (20.5, "[DBNum2]0.0", "贰拾.伍"),
        (12, "[DBNum3]0", "１２"),
    ],
)  # fmt: skip
def test_a_number_is_shown_by_its_format(value: float, code: str, shown: str) -> None:
    assert show_number(value, code).strip() == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (97.5, "97.5"), (150.0, "150"), (0.1 + 0.2, "0.3"), (1 / 3, "0.333333333"), (-2 / 3, "-0.666666667"),
        (1234567.891234, "1234567.891"), (12345678901, "12345678901"), (123456789012, "1.23457E+11"),
        (0.00001, "0.00001"), (0.0000000012345, "1.2345E-09"), (0, "0"), (float("inf"), "#NUM!"),
    ],
)  # fmt: skip
def test_a_number_without_format_has_eleven_characters(value: float, shown: str) -> None:
    assert show_number(value, "General") == shown


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (44531, 'yyyy"年"m"月"', "2021年12月"),
        (44531, "yyyy-mm-dd", "2021-12-01"),
        (44531, "yyyy.m.d", "2021.12.1"),
        (44531, 'e"年"m"月"', "2021年12月"),
        (44531, "d-mmm-yy", "1-Dec-21"),
        (44531, "[$-804]aaaa", "星期三"),
        (44531, '[$-804]yyyy"年"m"月"d"日";@', "2021年12月1日"),
        (44531, "[$-F800]dddd, mmmm dd, yyyy", "2021年12月1日"),
        (44561, '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二一年十二月三十一日"),
        (44531.520833333, "yyyy/m/d h:mm", "2021/12/1 12:30"),
        (44531.520833333, '上午/下午h"时"mm"分"', "下午12时30分"),
        (0.0421, "h:mm:ss", "1:00:37"),
        (0.5, "mm:ss.0", "00:00.0"),
        (1.5, '[h]"小时"', "36小时"),
        (60, "yyyy/m/d", "1900/2/29"),
        (-1, "yyyy-mm-dd", "-1"),
        (1e10, "yyyy-mm-dd", "10000000000"),
    ],
)
def test_a_date_is_shown_by_its_format(value: float, code: str, shown: str) -> None:
    assert show_number(value, code) == shown


def test_the_days_of_1904_are_counted_from_1904() -> None:
    assert show_number(0, "yyyy-mm-dd", from_1904=True) == "1904-01-01"


def test_a_text_is_shown_by_the_section_for_texts() -> None:
    assert [show_text("完成", code) for code in ("0.00", "@", '@"（初步）"', '0;0;0;"约"@')] == [
        "完成", "完成", "完成（初步）", "约完成",
    ]  # fmt: skip


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.floats(allow_nan=True) | st.integers(-10, 60000),
    st.text('0#?.,%;@/\\"[]$-E+_* ymdhsHMae年>=<1DBNumGeneral', max_size=20),
)
def test_no_format_is_too_odd(value: float, code: str) -> None:
    assert isinstance(show_number(value, code), str)
    assert isinstance(show_text("甲", code), str)


def test_cells_stand_in_their_true_rows_and_columns() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["C3"], sheet["B5"] = "目标", 0.85
        sheet["B5"].number_format = "0%"
        sheet["H9"] = "   "

    table = only_table(read(workbook(fill)))
    assert (table.name, table.gridded) == ("进展", True)
    assert [row.texts for row in table.rows] == [["", "", "目标"], ["", "85%", ""]]
    assert [str(row.fields[2].place) for row in table.rows] == ["工作表“进展” C3", "工作表“进展” C5"]


def test_values_of_all_kinds_are_shown() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append([97.5, 72, True, dt.date(2021, 12, 31), " 一、甲 \r\n\n  二、乙_x000D_\n三", "#DIV/0!", "'01"])
        sheet["D1"].number_format = "mm-dd-yy"

    source = read(workbook(fill))
    assert texts(source) == [["97.5", "72", "TRUE", "2021/12/31", "一、甲\n二、乙\n三", "#DIV/0!", "'01"]]
    assert remarks(source) == ["工作表“进展”F1：是错误值 #DIV/0!。"]


@pytest.mark.parametrize(
    ("number", "shown"),
    [(14, "2021/12/31"), (27, "2021年12月"), (31, "2021年12月31日"), (58, "12月31日"), (9, "4456100%")],
)
def test_formats_known_by_number_are_those_of_chinese_excel(number: int, shown: str) -> None:
    data = workbook(lambda sheet: sheet.append([44561]))
    data = edited(
        data, part="xl/styles.xml", change=lambda t: re.sub(r'(<cellXfs.*?numFmtId=")\d+', rf"\g<1>{number}", t)
    )
    data = edited(data, part=SHEET, change=lambda t: t.replace('<c r="A1"', '<c s="0" r="A1"'))
    assert texts(read(data)) == [[shown]]


def test_runs_of_a_text_are_joined_and_its_pronunciation_is_left_out() -> None:
    rich = CellRichText("累计 ", TextBlock(InlineFont(b=True), "78"), ".5%")
    data = workbook(lambda sheet: sheet.append([rich]))
    assert texts(read(data)) == [["累计 78.5%"]]
    spoken = '<row r="1"><c r="A1" t="inlineStr"><is><t>考评</t><rPh sb="0" eb="2"><t>kǎopíng</t></rPh></is></c></row>'
    assert texts(read(with_rows(spoken))) == [["考评"]]


def test_a_font_that_nobody_knows_does_no_harm() -> None:
    data = workbook(lambda sheet: sheet.append(["目标", 0.5]))
    odd = edited(data, part="xl/styles.xml", change=lambda t: t.replace('<family val="2"', '<family val="34"'))
    assert odd != data
    assert texts(read(odd)) == [["目标", "0.5"]]


def test_merged_cells_hold_their_text_once() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["题目", None, None])
        sheet.append(["甲", "一", "1"])
        sheet.append([None, "二", "2"])
        sheet.merge_cells("A1:C1")
        sheet.merge_cells("A2:A3")

    table = only_table(read(workbook(fill)))
    assert [[field.merged for field in row.fields] for row in table.rows] == [
        ["", "left", "left"], ["", "", ""], ["above", "", ""],
    ]  # fmt: skip
    assert [row.texts for row in table.rows] == [["题目", "", ""], ["甲", "一", "1"], ["", "二", "2"]]


def test_what_a_merged_cell_covers_is_said() -> None:
    data = with_rows(
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>',
        after='<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>',
    )
    source = read(data)
    assert texts(source) == [["1", ""]]
    assert remarks(source) == ["工作表“进展”B1：被合并单元格遮盖，其内容未读取。"]


def test_a_formula_shows_its_stored_result() -> None:
    rows = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>T()</f><v>甲</v></c><c r="C1"><f>2+2</f></c></row>'
    source = read(with_rows(rows))
    assert texts(source) == [["2", "甲"]]
    assert remarks(source) == ["工作表“进展”C1：公式没有保存计算结果；请在 Excel 中打开保存后再导入。"]


def test_a_number_that_its_format_hides_is_said() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["甲", 5, 0])
        sheet["B1"].number_format = sheet["C1"].number_format = ";;;"

    source = read(workbook(fill))
    assert texts(source) == [["甲"]]
    assert remarks(source) == ["工作表“进展”B1：有数值，但其格式使它不显示，未读取。"]


def test_what_is_hidden_is_marked_or_named() -> None:
    book = openpyxl.Workbook()
    shown, hidden, deep = book.active, book.create_sheet("底稿"), book.create_sheet("参数")
    assert isinstance(shown, Worksheet)
    shown.title = "进展"
    for row in (["甲", "一"], ["乙", "二"]):
        shown.append(row)
    shown.row_dimensions[2].hidden = True
    shown.column_dimensions["B"].hidden = True
    hidden["A1"], hidden.sheet_state, deep.sheet_state = "草稿", "hidden", "veryHidden"
    source = read(packed(book))
    assert [row.hidden for row in only_table(source).rows] == [False, True]
    assert remarks(source) == [
        "工作表“进展”隐藏的列也已读取：B。", "工作表“底稿”是隐藏的，未读取。", "工作表“参数”是隐藏的，未读取。",
    ]  # fmt: skip


def test_sheets_keep_their_order_and_empty_ones_are_no_tables() -> None:
    book = openpyxl.Workbook()
    for title in ("乙", "空", "甲"):
        sheet = book.create_sheet(title)
        if title != "空":
            sheet["A1"] = title
    told: list[str] = []
    source = excel.read(packed(book), source="报表.xlsx", progress=told.append)
    assert [block.name for block in source.blocks if isinstance(block, Table)] == ["乙", "甲"]
    assert told == ["工作表“Sheet”", "工作表“乙”", "工作表“空”", "工作表“甲”"]


def test_what_is_not_read_is_counted() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = "甲"
        sheet["A1"].comment = Comment("核一下", "审核")
        sheet.oddHeader.center.text = "内部资料"

    data = workbook(fill)
    for part in (
        "xl/vbaProject.bin",
        "xl/externalLinks/externalLink1.xml",
        "xl/media/image1.png",
        "xl/charts/chart1.xml",
    ):
        data = edited(data, part=part, change=lambda _: "<x/>")
    assert remarks(read(data)) == [
        "1 个图表未读取。", "1 张图片未读取。", "引用了 1 个外部文件，未访问；数值是保存时的结果。", "含有宏，未运行。",
        "1 条批注未读取。", "1 处页眉页脚未读取。",
    ]  # fmt: skip


def bomb(size: int) -> bytes:
    return edited(workbook(lambda sheet: sheet.append(["x"])), part="xl/media/a.bin", change=lambda _: "0" * size)


def entity_bomb() -> bytes:
    doctype = '<!DOCTYPE a [<!ENTITY b "&#65;&#65;">]>'
    return edited(workbook(lambda sheet: sheet.append(["x"])), part=SHEET, change=lambda t: doctype + t)


def cells_of_a_row(count: int) -> str:
    return '<row r="1">' + '<c t="inlineStr"><is><t>x</t></is></c>' * count + "</row>"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(b"", "不是完好的 Excel 工作簿", id="empty"),
        pytest.param(b"PK\x03\x04 broken", "不是完好的 Excel 工作簿", id="broken zip"),
        pytest.param(workbook(lambda s: s.append(["x"]))[:-300], "不是完好的 Excel 工作簿", id="cut off"),
        pytest.param(workbook(lambda s: None), "没有可读取的内容", id="without content"),
        pytest.param(old_workbook(lambda s: s.write(0, 0, "x")), "是旧版 Excel 文件", id="xls in disguise"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码", id="encrypted"),
        pytest.param(bomb(60_000_000), "压缩比异常", id="zip bomb"),
        pytest.param(bomb(201 * 1024 * 1024), "超过上限（5000 个、200 MB）", id="too large"),
        pytest.param(entity_bomb(), "DOCTYPE", id="entity bomb"),
        pytest.param(with_rows(cells_of_a_row(100_000)), "第 1 行有 100000 列，超过 200 列的上限", id="100,000 columns"),
        pytest.param(with_rows("<row><c><v>1</v></c></row>" * 5001), "有内容的行超过 5000 行", id="too many rows"),
        pytest.param(with_rows('<row r="99999999999"><c><v>1</v></c></row>'), "不是完好", id="row that can't be"),
        pytest.param(with_rows('<row r="1"><c r="Ä1"><v>1</v></c></row>'), "不是完好", id="address that can't be"),
        pytest.param(with_rows('<row r="1"><c t="s"><v>99</v></c></row>'), "不是完好", id="text that isn't there"),
        pytest.param(with_rows("<a>" * 300 + "</a>" * 300 + "<row/>"), "不是完好", id="nested deep"),
    ],
)  # fmt: skip
def test_what_can_t_be_read_is_said_in_a_line(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableDocument) as raised:
        read(data)
    assert said in str(raised.value)
    assert str(raised.value).startswith("报表.xlsx：") and "\n" not in str(raised.value)


def test_another_office_file_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    with pytest.raises(UnreadableDocument, match="里面没有 Excel 工作簿"):
        read(out.getvalue())


def test_a_merged_range_over_the_whole_sheet_covers_its_content_alone() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="3"><c r="C3"><v>2</v></c></row>'
    data = with_rows(rows, after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
    source = read(data)
    assert texts(source) == [["1", "", ""], ["", "", ""]]
    assert remarks(source) == ["工作表“进展”C3：被合并单元格遮盖，其内容未读取。"]


@pytest.mark.parametrize(("count", "said"), [(20_001, "合并区域超过 20000 个"), (3, "合并区域互相重叠")])
def test_merged_ranges_are_limited(count: int, said: str) -> None:
    merges = '<mergeCells><mergeCell ref="A1:B9"/>' + '<mergeCell ref="A1:B9"/>' * (count - 1) + "</mergeCells>"
    with pytest.raises(UnreadableDocument, match=said):
        read(with_rows('<row r="1"><c r="B1"><v>1</v></c></row>', after=merges))


def test_empty_styled_cells_count_for_nothing() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="0"/></row><row r="1048576"><c r="A1048576"/></row>'
    assert texts(read(with_rows(rows))) == [["1"]]


def test_an_old_workbook_is_read_alike() -> None:
    def fill(sheet: xlwt.Worksheet) -> None:
        sheet.write_merge(0, 0, 0, 2, "题目")
        sheet.write(2, 0, 0.802, xlwt.easyxf(num_format_str="0.0%"))
        sheet.write(2, 1, dt.date(2021, 12, 1), xlwt.easyxf(num_format_str='yyyy"年"m"月"'))
        sheet.write(2, 2, True)
        sheet.write(3, 0, " 一 \n 二 ")
        sheet.write(3, 1, 97.5)
        sheet.row(3).hidden = True
        sheet.col(1).hidden = True

    source = xls.read(old_workbook(fill), source="旧.xls")
    table = only_table(source)
    assert [row.texts for row in table.rows] == [
        ["题目", "", ""], ["80.2%", "2021年12月", "TRUE"], ["一\n二", "97.5", ""],
    ]  # fmt: skip
    assert [field.merged for field in table.rows[0].fields] == ["", "left", "left"]
    assert [row.hidden for row in table.rows] == [False, False, True]
    assert str(table.rows[1].fields[1].place) == "工作表“进展” B3"
    assert remarks(source) == ["工作表“进展”隐藏的列也已读取：B。"]


def test_a_hidden_sheet_of_an_old_workbook_is_named() -> None:
    book = xlwt.Workbook(encoding="utf-8")
    book.add_sheet("进展").write(0, 0, "甲")
    book.add_sheet("底稿").visibility = 1
    out = io.BytesIO()
    book.save(out)
    assert remarks(xls.read(out.getvalue(), source="旧.xls")) == ["工作表“底稿”是隐藏的，未读取。"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "不是完好的 .xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "不是完好的 .xls"),
        (workbook(lambda s: s.append(["x"])), "是新版 Excel 文件"),
        (b"\xef\xbb\xbf<html></html>", "是网页"),
        (old_workbook(lambda s: s.write(0, 0, "")), "没有可读取的内容"),
        (old_workbook(lambda s: s.write(0, 250, "x")), "有 251 列，超过 200 列的上限"),
        (old_workbook(lambda s: [s.write(row, 0, "x") for row in range(5001)]), "有内容的行超过 5000 行"),
    ],
)
def test_what_can_t_be_read_of_old_workbooks_is_said_in_a_line(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableDocument, match=re.escape(said)) as raised:
        xls.read(data, source="旧.xls")
    assert "\n" not in str(raised.value)


SEEDS = {
    "xlsx": (workbook(lambda s: [s.append(["甲", 0.5, True]), s.merge_cells("A1:A3")]), excel.read),
    "xls": (old_workbook(lambda s: [s.write(0, 0, "甲"), s.write_merge(1, 2, 0, 1, 0.5)]), xls.read),
}


def outcome(reader: Callable[..., Source], data: bytes) -> str:
    """What people are told of the file, "" where it can be read."""
    try:
        assert reader(data, source="坏文件").blocks
    except DocumentError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("kind", SEEDS)
@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.data())
def test_damage_is_only_ever_said_in_a_line(kind: str, data: st.DataObject) -> None:
    seed, reader = SEEDS[kind]
    damaged = bytearray(seed)
    for place, byte in data.draw(st.lists(st.tuples(st.integers(0, len(seed) - 1), st.integers(0, 255)), max_size=12)):
        damaged[place] = byte
    cut = data.draw(st.integers(len(seed) // 2, len(seed)))
    assert "\n" not in outcome(reader, bytes(damaged[:cut]))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.data())
def test_damage_inside_a_part_is_only_ever_said_in_a_line(data: st.DataObject) -> None:
    seed = SEEDS["xlsx"][0]
    part = data.draw(
        st.sampled_from([SHEET, "xl/styles.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "[Content_Types].xml"])
    )
    cuts = st.tuples(
        st.floats(0, 1), st.sampled_from(["", "<", '"', "9" * 30, "-1", "A", "</row>", "\0", "&x;", "1e999"])
    )

    def change(text: str) -> str:
        for share, piece in data.draw(st.lists(cuts, min_size=1, max_size=3)):
            at = int(share * len(text))
            text = text[:at] + piece + text[at + len(piece) :]
        return text

    assert "\n" not in outcome(excel.read, edited(seed, part=part, change=change))
