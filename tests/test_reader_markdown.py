"""Reading Markdown: tables and lines without mark-up, at the lines of the file where they stand."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import DocumentError, UnreadableDocument
from corpus.readers import markdown
from corpus.source import Line, Source, Table


def read(text: str) -> Source:
    return markdown.read(text.encode(), source="报表.md")


def lines(source: Source) -> list[tuple[int, str]]:
    return [(block.place.row, block.text) for block in source.blocks if isinstance(block, Line)]


def grids(source: Source) -> list[list[list[str]]]:
    return [[row.texts for row in block.rows] for block in source.blocks if isinstance(block, Table)]


def only_cell(markup: str) -> str:
    return grids(read(f"| 进度 |\n|---|\n| {markup} |"))[0][1][0]


REPORT = """\
# 2021 年**植树造林**完成情况表

填报单位：甲局
日期：2021-06-30

| 目标 | 进度 |
| :--- | ---: |
| 植树造林 | 1. 已种 *12* 万亩<br>2. 已浇 |

注：打“★”的为重点
"""


def test_blocks_keep_their_order_and_lines() -> None:
    source = read(REPORT)
    assert lines(source) == [
        (1, "2021 年植树造林完成情况表"), (3, "填报单位：甲局"), (4, "日期：2021-06-30"), (10, "注：打“★”的为重点"),
    ]  # fmt: skip
    table = source.blocks[3]
    assert isinstance(table, Table) and table.gridded
    assert [row.texts for row in table.rows] == [["目标", "进度"], ["植树造林", "1. 已种 12 万亩\n2. 已浇"]]
    assert [(f.place.row, f.place.column) for row in table.rows for f in row.fields] == [(6, 1), (6, 2), (8, 1), (8, 2)]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("**78.5**%", "78.5%"),
        ("`85%` 与 [公报](http://127.0.0.1/x)", "85% 与 公报"),
        (r"甲\|乙 \*丙\*", "甲|乙 *丙*"),
        ("1-6月~增长 5~8%", "1-6月~增长 5~8%"),
        ("~~80%~~", "~~80%~~"),
        ("3 * 4 与 *乙", "3 * 4 与 *乙"),
        ("3*4*5", "3*4*5"),
        ("2**3**4", "2**3**4"),
        ("3_4_5", "3_4_5"),
        ("$5 与 $6", "$5 与 $6"),
        ("<b>甲</b><br/>乙<BR>丙", "甲\n乙\n丙"),
        ("增长<5%，&lt;6%&nbsp;", "增长<5%，<6%"),
        ("<http://127.0.0.1/>", "http://127.0.0.1/"),
    ],
)
def test_a_cell_has_its_text_without_markup(markup: str, text: str) -> None:
    assert only_cell(markup) == text


def test_rows_of_any_length_keep_all_their_fields() -> None:
    source = read("|甲|乙|\n|-|-|\n|1|\n|1|2|**3**|`4`|\n| | |\n")
    assert grids(source) == [[["甲", "乙", "", ""], ["1", "", "", ""], ["1", "2", "3", "4"]]]


def test_tables_in_quotations_are_read() -> None:
    assert grids(read("> |甲|乙|\n> |-|-|\n> |1|2|3|\n")) == [[["甲", "乙", ""], ["1", "2", "3"]]]


def test_list_numbers_are_kept_and_bullets_are_not() -> None:
    text = "3. 丙\n   续\n4. 丁\n\n- 甲\n  - 乙\n\n（一）戊\n2021. 年"
    assert [line for _, line in lines(read(text))] == ["3. 丙", "续", "4. 丁", "甲", "乙", "（一）戊", "2021. 年"]


def test_indented_and_fenced_text_is_kept() -> None:
    assert lines(read("前\n\n    缩进 85%\n\n```\n围 *栏*\n```\n> 引用\n\n---\n")) == [
        (1, "前"), (3, "缩进 85%"), (6, "围 *栏*"), (8, "引用"),
    ]  # fmt: skip


def test_tables_in_html_are_read_as_on_a_web_page() -> None:
    source = read(
        "前\n\n<table>\n<tr><td rowspan=2>甲</td><td>1</td></tr>\n\n<tr><td>2</td></tr>\n</table>\n\n后 **85%**\n"
    )
    assert lines(source) == [(1, "前"), (9, "后 85%")]
    assert grids(source) == [[["甲", "1"], ["", "2"]]]


def test_pictures_are_named_and_not_read() -> None:
    source = read("前\n\n见 ![进度图](http://127.0.0.1/x.png) 所示\n")
    assert lines(source)[1] == (3, "见  所示")
    assert [(remark.where, remark.what) for remark in source.remarks] == [("第 3 行", "图片未读取：进度图。")]


def test_a_note_is_no_link_and_a_comment_is_named() -> None:
    source = read("[注]: 数据来自统计局\n\n<!-- 待核\n\n5% -->\n\n后\n")
    assert lines(source) == [(1, "[注]: 数据来自统计局"), (7, "后")]
    assert [(remark.where, remark.what) for remark in source.remarks] == [
        ("第 3 行", "HTML 注释未读取：<!-- 待核 5% -->。")
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_file_is_decoded_as_it_was_written(encoding: str) -> None:
    assert lines(markdown.read("# 考评目标\r\n\r\n完成".encode(encoding), source="报表.md")) == [
        (1, "考评目标"),
        (3, "完成"),
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "文件中没有文字"),
        (b"\x89PNG\0\0", "不是文本文件"),
        (b"a" * 500_001, "超过 50 万字的上限"),
        (b"|a" * 201 + b"|\n" + b"|-" * 201 + b"|\n", "第 1 行：表格有 1 行 201 列"),
        (b"|a|\n|-|\n" + b"|1|\n" * 5000, "第 1 行：表格有 5001 行 1 列"),
        (b">" * 5000 + b"x", "嵌套超过 30 层"),
    ],
    ids=["empty", "binary", "long", "columns", "rows", "nesting"],
)
def test_what_can_t_be_read_is_said_in_a_line(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableDocument) as raised:
        markdown.read(data, source="报表.md")
    assert said in str(raised.value)
    assert str(raised.value).startswith("报表.md") and "\n" not in str(raised.value)


PIECES = ["|", "-", "\n", "|-|-|\n", "甲", "1", "*", "**", "`", "> ", "1. ", "    ", "<table>", "</table>", "<td>", "\\", "[", "]: ", "](x)", "![", "\n\n"]  # fmt: skip


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_no_markup_is_too_odd(text: str) -> None:
    try:
        source = read(text)
    except DocumentError:
        return
    assert all(line == line.strip() and line for _, line in lines(source))
    assert all(len({len(row) for row in grid}) == 1 for grid in grids(source))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from([piece for piece in PIECES if "<" not in piece]), max_size=40).map("".join))
def test_no_letter_or_digit_is_lost(text: str) -> None:
    without_links = text.replace("](x)", "").replace("![", "")
    try:
        source = read(without_links)
    except DocumentError:
        assert "甲" not in without_links
        return
    shown = "".join(
        [text for _, text in lines(source)] + [text for grid in grids(source) for row in grid for text in row]
    )
    assert shown.count("甲") == without_links.count("甲")


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.binary(max_size=100), st.integers(0, 200))
def test_no_bytes_are_too_odd(noise: bytes, at: int) -> None:
    data = REPORT.encode()
    with contextlib.suppress(DocumentError):
        assert markdown.read(data[:at] + noise + data[at:], source="报表.md").blocks
