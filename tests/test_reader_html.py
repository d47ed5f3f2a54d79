"""Reading web pages: the text that a browser shows, tables as it lays them out, and a word on what is not read."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import DocumentError, UnreadableDocument
from corpus.readers.web import page as html
from corpus.source import Line, Source, Table


def read(markup: str) -> Source:
    return html.read(f'<meta charset="utf-8"><body>{markup}'.encode(), source="网页.html")


def lines(source: Source) -> list[str]:
    return [block.text for block in source.blocks if isinstance(block, Line)]


def grids(source: Source) -> list[list[list[str]]]:
    return [[row.texts for row in block.rows] for block in source.blocks if isinstance(block, Table)]


def only_cell(markup: str) -> str:
    (grid,) = grids(read(f"<table><tr><td>{markup}</td></tr></table>"))
    return grid[0][0]


def remarks(source: Source) -> list[str]:
    return [remark.where + remark.what for remark in source.remarks]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("<p>考评目标</p>".encode("utf-8-sig"), id="utf-8 with a mark"),
        pytest.param("<p>考评目标</p>".encode(), id="utf-8 undeclared"),
        pytest.param("<p>考评目标</p>".encode("gb18030"), id="gb18030 undeclared"),
        pytest.param('<meta charset="gb2312"><p>考评目标</p>'.encode("gbk"), id="gb2312 declared"),
        pytest.param("<meta http-equiv=Content-Type content='text/html; charset=GBK'><p>考评目标</p>".encode("gbk"), id="http-equiv"),
        pytest.param('<?xml version="1.0" encoding="GB2312"?><html><p>考评目标</p></html>'.encode("gbk"), id="xhtml"),
        pytest.param("\ufeff<p>考评目标</p>".encode("utf-16-le"), id="utf-16 with a mark"),
        pytest.param('<meta charset="utf-8"><p>考评目标</p>'.encode("gbk"), id="declared wrongly"),
        pytest.param('<meta charset="iso-8859-1"><p>考评目标</p>'.encode("gbk"), id="left by an editor"),
        pytest.param('<meta charset="rot13"><p>考评目标</p>'.encode(), id="no encoding of texts"),
    ],
)  # fmt: skip
def test_a_page_is_decoded_as_it_was_written(data: bytes) -> None:
    assert lines(html.read(data, source="网页.html")) == ["考评目标"]


def test_characters_of_no_encoding_are_counted() -> None:
    source = html.read('<meta charset="utf-8"><p>考评'.encode() + b"\xff\xff</p>", source="网页.html")
    assert lines(source) == ["考评\ufffd\ufffd"]
    assert remarks(source) == ["2 处字符无法按 utf-8 识别，显示为 �。"]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>一、甲</p><p>二、乙</p>", "一、甲\n二、乙"),
        ("一、甲<br/>二、乙<br><br>三", "一、甲\n二、乙\n三"),
        ("<div>甲<div>乙</div></div>丙", "甲\n乙\n丙"),
        ("\n    占 <span>78</span>.<b>5</b>%，\n    增长  2%\n", "占 78.5%， 增长 2%"),
        ("12<span>3</span>4 <span> 亿元</span>", "1234 亿元"),
        ("甲&nbsp;&nbsp;乙&nbsp;", "甲\xa0\xa0乙"),
        ("　　全角　空格　", "全角　空格"),
        ("<span style='display:block'>甲</span>乙", "甲\n乙"),
        ("<pre>甲  乙\n丙</pre>", "甲  乙\n丙"),
        ("<p style='white-space: pre-line'>甲\n乙</p>", "甲\n乙"),
        ("甲&lt;5%&gt;乙&amp;丙", "甲<5%>乙&丙"),
        ("甲<!-- 乙 --><![if !x]>丙<![endif]>", "甲丙"),
        ("<ins>新增</ins>12 个", "新增12 个"),
        ("m<sup>2</sup>", "m2"),
        ("<input type='text' value='85%'><input type=hidden value=1><input type=submit value=提交>", "85%"),
        ("<ul><li>甲</li><li><p>乙</p></li></ul>", "甲\n乙"),
        ("<ol><li>甲<li><p>乙</p><p>又</p></li></ol>", "1. 甲\n2. 乙\n又"),
        ("<ol start=3><li>丙</li><li value=7>庚</li><li>辛</li></ol>", "3. 丙\n7. 庚\n8. 辛"),
        ("<ol reversed><li>甲</li><li>乙</li></ol>", "2. 甲\n1. 乙"),
        ("<ol type=a><li>甲</li></ol><ol type=I start=4><li>乙</li></ol>", "a. 甲\nIV. 乙"),
        ("<ol style='list-style-type:cjk-ideographic' start=11><li>甲</li></ol>", "十一、甲"),
        ("<ol style='list-style: none'><li>1. 甲</li></ol>", "1. 甲"),
        ("<ol><li>甲<ol><li>子</li></ol></li><li>乙</li></ol>", "1. 甲\n1. 子\n2. 乙"),
        ("<xml><x:Name>Sheet1</x:Name></xml><o:p>甲</o:p>", "甲"),
    ],
)  # fmt: skip
def test_a_cell_has_the_text_that_a_browser_shows(markup: str, text: str) -> None:
    assert only_cell(markup) == text


@pytest.mark.parametrize(
    ("markup", "remark"),
    [
        ("<p style='display: none'>草稿 1</p>", "1 处隐藏的内容未读取：草稿 1"),
        ("<span hidden>草稿</span><i style='visibility:hidden'>旧</i>", "2 处隐藏的内容未读取：草稿；旧"),
        (
            "<del>80%</del><s>90%</s><span style='text-decoration: line-through'>7</span>",
            "3 处划去的文字未读取：80%；90%；7",
        ),
        ("<img src='http://127.0.0.1/x.png' alt='进度图'>", "1 处图片或嵌入的内容未读取：进度图"),
        ("<iframe src='file:///etc/passwd'></iframe>", "1 处图片或嵌入的内容未读取。"),
    ],
)
def test_what_is_left_out_is_said(markup: str, remark: str) -> None:
    source = read(f"<p>前</p>{markup}<table><tr><td>甲{markup}</td></tr></table>")
    twice = remark.replace(remark[0], str(2 * int(remark[0])), 1)
    assert (lines(source), grids(source)) == (["前"], [[["甲"]]])
    assert [said.split("：")[0].rstrip("。") for said in remarks(source)] == [twice.split("：")[0].rstrip("。")]
    assert remarks(read(f"<p>前{markup}</p>")) == [remark]


def test_lines_and_tables_keep_their_order() -> None:
    source = read(
        "<h1>题目</h1><div>单位：甲局</div><table><caption>表一</caption><tr><td>一</td></tr></table><p>注：二"
    )
    assert [b.text if isinstance(b, Line) else b.name for b in source.blocks] == [
        "题目",
        "单位：甲局",
        "表一",
        "表一",
        "注：二",
    ]


def test_places_count_tables_rows_and_columns() -> None:
    source = read("<table><tr><td>甲</td></tr></table><table><tr><td> </td></tr><tr><td></td><td>乙</td></tr></table>")
    table = source.blocks[1]
    assert isinstance(table, Table)
    assert [str(field.place) for field in table.rows[0].fields] == ["表 2 第 2 行第 1 列", "表 2 第 2 行第 2 列"]


@pytest.mark.parametrize(
    ("rows", "grid"),
    [
        pytest.param("<tr><td rowspan=2>甲<td>1<tr><td>2", ["甲|1", "^|2"], id="rowspan"),
        pytest.param("<tr><td colspan=2>题<tr><td>1<td>2", ["题|<", "1|2"], id="colspan"),
        pytest.param("<tr><td rowspan=2 colspan=2>甲<td>1<tr><td>2", ["甲|<|1", "^|^|2"], id="both"),
        pytest.param("<tr><td colspan=1000>题<tr><td>1<td>2", ["题|<", "1|2"], id="too wide"),
        pytest.param("<tr><td rowspan=99999>甲<td>1<tr><td>2", ["甲|1", "^|2"], id="too high"),
        pytest.param("<tr><td rowspan=0>甲<td>1<tr><td>2<tr><td>3", ["甲|1", "^|2", "^|3"], id="rowspan 0"),
        pytest.param("<tr><td colspan=0>甲<td colspan=x>1", ["甲|1"], id="no numbers"),
        pytest.param("<tbody><tr><td rowspan=9>甲<td>1</tbody><tbody><tr><td>2<td>3", ["甲|1", "2|3"], id="end of group"),
        pytest.param("<tr><td>1<td rowspan=2>2<tr><td colspan=2>3", ["1|2", "3|^"], id="overlap"),
        pytest.param("<tr><td>1<td>2<tr><td>3", ["1|2", "3|"], id="short row"),
        pytest.param("<tfoot><tr><td>计</tfoot><tbody><tr><td>甲</tbody><thead><tr><td>名</thead>", ["名", "甲", "计"], id="order"),
        pytest.param("<form><tr><td>甲<td>1</form>", ["甲|1"], id="form around rows"),
        pytest.param("<tr style='display:none'><td>无<tr><td>甲<td hidden>无<td>1", ["甲|1"], id="hidden"),
    ],
)  # fmt: skip
def test_spans_are_laid_out_as_in_a_browser(rows: str, grid: list[str]) -> None:
    (table,) = (block for block in read(f"<table>{rows}</table>").blocks if isinstance(block, Table))
    signs = {"above": "^", "left": "<", "": ""}
    assert ["|".join(signs[f.merged] or f.text for f in row.fields) for row in table.rows] == grid


GOALS = "<table><tr><th>目标<th>进度<tr><td>植树造林<td>已完成 12 万亩<tr><td>河道整治<td>已完成 30 公里</table>"


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        pytest.param(f"<table><tr><td>首页</td></tr><tr><td>{GOALS}</td></tr></table>", ["首页"], id="wrapper"),
        pytest.param(f"<table><tr><td>菜单<td><p>关于进展的通报</p>{GOALS}<p>特此通报</p></table>", ["菜单", "关于进展的通报", "特此通报"], id="beside a menu"),
        pytest.param(f"<table><tr><td><table><tr><td>{GOALS}</table></table>", [], id="twice"),
        pytest.param(f"<table><tr><td>索引号<td>1<tr><td>日期<td>2<tr><td colspan=2>{GOALS}</table>", ["索引号", "1", "日期", "2"], id="below its data"),
    ],
)  # fmt: skip
def test_tables_that_arrange_a_page_are_taken_apart(page: str, shown: list[str]) -> None:
    source = read(page)
    assert lines(source) == shown
    assert grids(source) == grids(read(GOALS))


def test_a_small_table_in_a_cell_is_text() -> None:
    inner = "分项：<table><tr><td><p>一月</p><td><td><p>二月</p><tr><td><td>5<td>6</table>共 11"
    outer = f"<table><tr><th>目标<th>进度<tr><td>植树造林<td>全年任务已经完成，其中：{inner}<tr><td>河道整治<td>已完成</table>"
    (grid,) = grids(read(outer))
    assert grid[1][1] == "全年任务已经完成，其中：分项：\n一月\t\t二月\n5\t6\n共 11"


def test_text_between_rows_is_shown_in_front_of_the_table() -> None:
    source = read("<table><tr><td>甲</td></tr><p>散落的字</p><tr>又<td>乙</td></tr></table>")
    assert (lines(source), grids(source)) == (["散落的字", "又"], [[["甲"], ["乙"]]])


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<p>正文</p>", ["2021年完成情况表_甲市政府", "正文"]),
        ("<h1>2021 年完成情况表</h1>", ["2021 年完成情况表"]),
        ("<p>表</p>", ["2021年完成情况表_甲市政府", "表"]),
    ],
)
def test_the_title_of_the_head_stands_in_for_a_missing_one(body: str, shown: list[str]) -> None:
    page = f'<html><head><meta charset="utf-8"><title>2021年完成情况表_甲市政府</title><script>var a="无"</script></head>{body}'
    assert lines(html.read(page.encode(), source="网页.html")) == shown


def test_a_workbook_saved_as_a_page_is_read() -> None:
    page = (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta http-equiv=Content-Type '
        'content="text/html; charset=gb2312"><!--[if gte mso 9]><xml><x:Name>进展</x:Name></xml><![endif]--></head>'
        '<body><table x:str><col width=72><tr height=19><td class=xl24 x:num="0.85">85%</td>'
        "<td>一、甲<br>\r\n    <span style='mso-spacerun:yes'>&nbsp; </span>二、乙</td></tr></table></body></html>"
    )
    source = html.read(page.encode("gbk"), source="进展.xls")
    assert (lines(source), grids(source)) == ([], [[["85%", "一、甲\n二、乙"]]])


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("", "没有可读取的文字"),
        ("<frameset><frame src='a.htm'></frameset>", "没有可读取的文字"),
        ("<b>" * 200_001, "超过 20 万个标记的上限"),
        ("<table>" + "<tr><td>1" * 5001, "第 1 个表有 5001 行，超过 5000 行的上限"),
        ("<table><tr>" + "<td>1" * 201, "第 1 个表第 1 行超过 200 列的上限"),
        ("<table><tr><td colspan=150>1<td colspan=150>2<td>3", "第 1 个表第 1 行超过 200 列的上限"),
        ("<table><tr><td>" * 40 + "1", "表格套表格超过 30 层"),
        ("<table><tr><td>1</table>" * 2001, "有 2001 个表，超过 2000 个的上限"),
    ],
    ids=["empty", "frames", "tags", "rows", "columns", "spans", "nesting", "tables"],
)
def test_what_can_t_be_read_is_said_in_a_line(markup: str, said: str) -> None:
    with pytest.raises(UnreadableDocument) as raised:
        read(markup)
    assert said in str(raised.value)
    assert str(raised.value).startswith("网页.html：") and "\n" not in str(raised.value)


@pytest.mark.parametrize("tag", ["div", "span", "ol><li", "blockquote", "b"])
def test_deep_nesting_is_no_trouble(tag: str) -> None:
    source = read(f"<p>前</p>{f'<{tag}>' * 5_000}深处 78.5%")
    assert lines(source)[0] == "前"
    assert lines(source)[-1].endswith("深处 78.5%")


def test_spans_without_measure_cost_no_time() -> None:
    began = time.monotonic()
    source = read(
        "<table>" + "<tr><td rowspan=65534 colspan=1>1" * 150 + "<tr><td rowspan=65534 colspan=1000>2</table>"
    )
    assert time.monotonic() - began < 10
    assert len(grids(source)[0][-1]) == 151


PIECES = ["<td>", "</td>", "<tr>", "<table>", "</table>", "<td rowspan=3 colspan=2>", "<ol>", "<li>", "<p>", "<br>", "甲", " 1 ",
          "<div style='display:none'>", "</div>", "<thead>", "<caption>", "<!--", "-->", "<![CDATA[", "&#0;", "&nbsp;", "<pre>", "<input value=1>"]  # fmt: skip


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_no_markup_is_too_odd(markup: str) -> None:
    try:
        source = read(markup)
    except DocumentError:
        return
    assert all(line == line.strip() and line for line in lines(source))
    assert all(len({len(row) for row in grid}) == 1 for grid in grids(source))


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.binary(max_size=200), st.integers(0, 300))
def test_no_bytes_are_too_odd(noise: bytes, at: int) -> None:
    page = f'<meta charset="gbk"><h1>题目</h1>{GOALS}'.encode("gbk")
    with contextlib.suppress(DocumentError):
        assert html.read(page[:at] + noise + page[at:], source="网页.html").blocks
