"""Reading Word files: the grid as it is drawn, the text as Word shows it, and a clear line for what can't be read."""

from __future__ import annotations

import io
import os
import re
import shutil
import struct
import time
import tracemalloc
import zipfile
from contextlib import suppress
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import DocumentError, UnreadableDocument
from corpus.model import Place
from corpus.readers.word import doc, docx
from corpus.readers.word import package as docx_package
from corpus.source import Line, Source, Table
from docx_samples import DECLARED, MAIN, document, field, level, numbered, p, r, rewritten, tbl, tc, tr

RESTART, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
BOX = "<w:txbxContent>{}</w:txbxContent>"
VML_BOX = f"<w:r><w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict></w:r>"
DRAWN_BOX = (
    "<w:r><mc:AlternateContent>"
    f'<mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{BOX}</wps:txbx></wps:wsp></w:drawing></mc:Choice>'
    f"<mc:Fallback><w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)
PICTURE = "<w:r><w:drawing><pic:pic/></w:drawing></w:r>"


def read(data: bytes) -> Source:
    return docx.read(data, source="报告.docx")


def lines(source: Source) -> list[str]:
    return [block.text for block in source.blocks if isinstance(block, Line)]


def tables(source: Source) -> list[Table]:
    return [block for block in source.blocks if isinstance(block, Table)]


def grid(source: Source) -> list[list[str]]:
    """The rows of the only table; a covered field as ^ or <."""
    (table,) = tables(source)
    marks = {"above": "^", "left": "<"}
    return [[marks.get(field.merged, field.text) for field in row.fields] for row in table.rows]


def remarks(source: Source) -> list[str]:
    return [f"{remark.where}{remark.what}" for remark in source.remarks]


def cell_text(*content: str, **parts: object) -> tuple[str, list[str]]:
    """What is read of a cell that stands right of another, and the remarks."""
    source = read(document(tbl(tr("甲", tc(*content)), columns=2), **parts))  # type: ignore[arg-type]
    return tables(source)[0].rows[0].fields[1].text, remarks(source)


# --- the grid


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            [tr(tc("甲", properties=RESTART), "一"), tr(tc("", properties=GOES_ON), "二"), tr("乙", "三")],
            [["甲", "一"], ["^", "二"], ["乙", "三"]],
            id="down",
        ),
        pytest.param(
            [tr(tc("总", properties='<w:gridSpan w:val="3"/>')), tr("一", "二", "三")],
            [["总", "<", "<"], ["一", "二", "三"]],
            id="across",
        ),
        pytest.param(
            [
                tr("左", tc("大", properties='<w:gridSpan w:val="2"/>' + RESTART)),
                tr("下", tc("", properties='<w:gridSpan w:val="2"/>' + GOES_ON)),
            ],
            [["左", "大", "<"], ["下", "^", "^"]],
            id="both ways",
        ),
        pytest.param(
            [tr(tc("总", properties='<w:hMerge w:val="restart"/>'), tc("", properties="<w:hMerge/>"), "末"), tr(*"一二三")],
            [["总", "<", "末"], ["一", "二", "三"]],
            id="across, the old way",
        ),
        pytest.param(
            [tr(*"一二三"), tr("中", "右", properties='<w:gridBefore w:val="1"/>'), tr("左", properties='<w:gridAfter w:val="2"/>')],
            [["一", "二", "三"], ["", "中", "右"], ["左", "", ""]],
            id="rows set in",
        ),
        pytest.param(
            [tr(tc("无头", properties=GOES_ON), "一"), tr("甲", tc("也无", properties=GOES_ON))],
            [["无头", "一"], ["甲", "也无"]],
            id="nothing above to go on",
        ),
        pytest.param(
            [
                tr(tc("甲", properties=RESTART), "一"),
                tr(tc("乙", properties=RESTART), "二"),
                tr(tc("", properties=GOES_ON), "三"),
            ],
            [["甲", "一"], ["乙", "二"], ["^", "三"]],
            id="one merge right below another",
        ),
        pytest.param(
            [f"<w:sdt><w:sdtContent>{tr('甲', '一')}{tr('乙', '二')}</w:sdtContent></w:sdt>", tr("丙", f"<w:sdt><w:sdtContent>{tc('三')}</w:sdtContent></w:sdt>")],
            [["甲", "一"], ["乙", "二"], ["丙", "三"]],
            id="content controls around rows and cells",
        ),
        pytest.param(
            [tr("甲", "删", properties="<w:del/>"), tr("乙", "增", properties="<w:ins/>"), tr("丙", tc("删格", properties="<w:cellDel/>"), "留")],
            [["乙", "增"], ["丙", "留"]],
            id="deleted and inserted rows",
        ),
    ],
)  # fmt: skip
def test_the_grid_is_as_drawn(rows: list[str], expected: list[list[str]]) -> None:
    source = read(document(tbl(*rows)))
    assert grid(source) == expected
    (table,) = tables(source)
    assert table.gridded
    places = [[field.place for field in row.fields] for row in table.rows]
    width = range(1, len(expected[0]) + 1)
    assert places == [[Place(table=1, row=i, column=j) for j in width] for i in range(1, len(expected) + 1)]


def test_blocks_keep_their_order_and_tables_their_numbers() -> None:
    source = read(document(p("标题") + tbl(tr("甲")) + p("") + p("中") + tbl(tr("乙"), tr("丙")) + p("注：完")))
    assert [b.text if isinstance(b, Line) else b.rows[0].texts for b in source.blocks] == [
        "标题",
        ["甲"],
        "中",
        ["乙"],
        "注：完",
    ]
    assert str(tables(source)[1].rows[1].place) == "表 2 第 2 行第 1 列"
    assert source.remarks == ()


def test_rows_may_be_hidden_or_begin_a_page() -> None:
    broken = tc(p("丙", properties="<w:pageBreakBefore/>"))
    source = read(
        document(
            tbl(
                tr("甲"),
                tr("乙", properties="<w:hidden/>"),
                tr(broken),
                tr(tc(p('<w:r><w:br w:type="page"/></w:r>', "丁"))),
            )
        )
    )
    rows = tables(source)[0].rows
    assert [row.hidden for row in rows] == [False, True, False, False]
    assert [row.after_break for row in rows] == [False, False, True, False]
    assert [row.texts for row in rows] == [["甲"], ["乙"], ["丙"], ["丁"]]


def test_a_table_that_only_frames_another_is_read_through() -> None:
    source = read(document(tbl(tr(tc("题", tbl(tr("甲", "一"), tr("乙", "二")), "")))))
    assert (lines(source), grid(source)) == (["题"], [["甲", "一"], ["乙", "二"]])


def test_text_under_a_merged_cell_is_left_out_and_said() -> None:
    source = read(document(tbl(tr(tc("甲", properties=RESTART)), tr(tc("遮住", properties=GOES_ON)))))
    assert grid(source) == [["甲"], ["^"]]
    assert remarks(source) == ["表 1 第 2 行有 1 处文字被合并单元格遮住，未读取"]


# --- the text of a cell


@pytest.mark.parametrize(
    ("content", "text", "said"),
    [
        pytest.param(["首段", "", "　末段 "], "首段\n末段", [], id="paragraphs"),
        pytest.param([p("甲</w:t><w:br/><w:t>乙", "<w:r><w:cr/></w:r>", "丙")], "甲\n乙\n丙", [], id="breaks"),
        pytest.param([p("甲", "<w:r><w:tab/></w:r>", "乙")], "甲\t乙", [], id="tab"),
        pytest.param([p("3", "<w:r><w:noBreakHyphen/></w:r>", "5", "<w:r><w:softHyphen/></w:r>", "月")], "3-5\u00ad月", [], id="hyphens"),
        pytest.param([p("全角１２３，  两 格")], "全角１２３，  两 格", [], id="characters unchanged"),
        pytest.param([p("面积 5 m", r("2", '<w:vertAlign w:val="superscript"/>'))], "面积 5 m2", [], id="superscript"),
        pytest.param([p("甲", "<w:hyperlink>" + r("链接") + "</w:hyperlink>", "<w:smartTag>" + r("标签") + "</w:smartTag>")], "甲链接标签", [], id="link and tag"),
        pytest.param([p("<w:sdt><w:sdtPr/><w:sdtContent>" + r("行内") + "</w:sdtContent></w:sdt>"), "<w:sdt><w:sdtContent>" + p("块") + "</w:sdtContent></w:sdt>"], "行内\n块", [], id="content controls"),
        pytest.param([p("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + r("请输入") + "</w:sdtContent></w:sdt>")], "", ["表 1 第 1 行有 1 个未填写的内容控件，其提示文字未读取"], id="placeholder"),
        pytest.param([p("共 ", field("=SUM(ABOVE)", r("42")), " 项")], "共 42 项", [], id="field"),
        pytest.param([p(field(field("X", r("内")) + "IF", r("外")))], "外", [], id="field within a field"),
        pytest.param([p('<w:fldSimple w:instr="DATE">' + r("6 月") + "</w:fldSimple>")], "6 月", [], id="simple field"),
        pytest.param([p(field(r"eq \o\ac(○,1)", ""))], "", ["表 1 第 1 行有 1 处内容由域代码画出（带圈字符、勾选框等），未读取"], id="sign drawn by a field"),
        pytest.param([p("<w:r><w:ruby><w:rt>" + r("lán") + "</w:rt><w:rubyBase>" + r("澜") + "</w:rubyBase></w:ruby></w:r>")], "澜", [], id="ruby"),
        pytest.param([p("明", r("暗", "<w:vanish/>"), r("也明", '<w:vanish w:val="0"/>'))], "明也明", ["表 1 第 1 行有 1 处隐藏文字，未读取"], id="hidden"),
        pytest.param([p(r("暗", "<w:vanish/>"), properties="<w:rPr><w:vanish/></w:rPr>"), "明"], "明", ["表 1 第 1 行有 1 处隐藏文字，未读取"], id="hidden paragraph"),
        pytest.param([p('<w:r><w:sym w:font="Wingdings" w:char="F0AB"/></w:r>', "重点 ", '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', "9")], "★重点 ≥9", [], id="symbols"),
        pytest.param([p(r("\uf0fc", '<w:rFonts w:ascii="Wingdings"/>'), "是")], "✓是", [], id="letter of a symbol font"),
        pytest.param([p('<w:r><w:sym w:font="Nowhere" w:char="F021"/></w:r>')], "\ufffd", ["表 1 第 1 行有 1 个符号不知是何字符，记作 \ufffd"], id="unknown symbol"),
        pytest.param([p("<w:ins>" + r("增") + "</w:ins>", "<w:del><w:r><w:delText>删</w:delText></w:r></w:del>", "留")], "增留", ["有 2 处修订，按接受全部修订后的文字读取"], id="insertion and deletion"),
        pytest.param([p("<w:moveFrom>" + r("旧") + "</w:moveFrom>", "<w:moveTo>" + r("新") + "</w:moveTo>")], "新", ["有 2 处修订，按接受全部修订后的文字读取"], id="moved"),
        pytest.param([p("前半", properties="<w:rPr><w:del/></w:rPr>"), "后半"], "前半后半", ["有 1 处修订，按接受全部修订后的文字读取"], id="deleted paragraph mark"),
        pytest.param(["外", tbl(tr("甲", "一"), tr("乙", "二")), "尾"], "外\n甲\t一\n乙\t二\n尾", ["表 1 第 1 行有 1 个嵌套的表格，已并入所在处的文字"], id="nested table"),
        pytest.param([p("段一", DRAWN_BOX.format(p("框内"), p("备用"))), "段二"], "段一\n段二\n框内", ["表 1 第 1 行有 1 个文本框，文字接在所在段落或单元格之后"], id="text box"),
        pytest.param([p("段", VML_BOX.format(p("框内")))], "段\n框内", ["表 1 第 1 行有 1 个文本框，文字接在所在段落或单元格之后"], id="old text box"),
        pytest.param([p("见图", PICTURE)], "见图", ["表 1 第 1 行有 1 张图片，未识别"], id="picture"),
        pytest.param([p("图", "<w:r><w:drawing><c:chart/></w:drawing></w:r>")], "图", ["表 1 第 1 行有 1 个图表或 SmartArt，未读取"], id="chart"),
        pytest.param([p("见", "<w:r><w:object><v:shape><v:imagedata/></v:shape><o:OLEObject/></w:object></w:r>")], "见", ["表 1 第 1 行有 1 个嵌入对象（OLE），未打开"], id="object"),
        pytest.param([p("<m:oMath><m:f><m:num><m:r><m:t>3</m:t></m:r></m:num><m:den><m:r><m:t>4</m:t></m:r></m:den></m:f></m:oMath>")], "3/4", ["表 1 第 1 行有 1 个公式，按一行文字读取"], id="equation"),
        pytest.param([p("文", '<w:r><w:commentReference w:id="0"/></w:r>')], "文", ["有 1 条批注，未读取"], id="comment"),
        pytest.param(["文", '<w:altChunk r:id="rId99"/>'], "文", ["表 1 第 1 行有 1 个嵌入的其他格式片段，未读取"], id="chunk of another format"),
    ],
)  # fmt: skip
def test_a_cell_reads_as_word_shows_it(content: list[str], text: str, said: list[str]) -> None:
    assert cell_text(*content) == (text, said)


def test_text_boxes_outside_tables_are_lines_and_tables() -> None:
    source = read(document(p("锚", DRAWN_BOX.format(p("框题") + tbl(tr("甲", "一")), p("备用"))) + p("后")))
    assert (lines(source), grid(source)) == (["锚", "框题", "后"], [["甲", "一"]])


def test_text_hidden_by_its_style_is_left_out() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Child"><w:basedOn w:val="Secret"/></w:style>'
    )
    assert cell_text(p("明", r("暗", '<w:rStyle w:val="Child"/>')), styles=styles)[0] == "明"


# --- automatic numbers

LISTS = (
    '<w:abstractNum w:abstractNumId="70">'
    + level(0, "chineseCounting", "%1、")
    + level(1, "decimal", "（%2）")
    + level(2, "decimal", "%1.%2.%3", "<w:isLgl/>")
    + "</w:abstractNum>"
    '<w:num w:numId="71"><w:abstractNumId w:val="70"/></w:num>'
    '<w:num w:numId="72"><w:abstractNumId w:val="70"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)


def test_lists_count_as_in_word() -> None:
    steps = [(71, 0), (71, 1), (71, 1), (71, 0), (71, 1), (71, 2), (72, 0), (72, 0), (71, 0), (0, 0), (99, 0)]
    body = "".join(numbered("项", number=number, at=at) for number, at in steps)
    expected = [
        "一、项",
        "（1）项",
        "（2）项",
        "二、项",
        "（1）项",
        "2.1.1项",
        "五、项",
        "六、项",
        "七、项",
        "项",
        "项",
    ]
    source = read(document(body, numbering=LISTS))
    assert lines(source) == expected
    assert remarks(source) == ["有 9 处自动编号，已按 Word 显示的编号写在段落之前"]


@pytest.mark.parametrize(
    ("form", "pattern", "expected"),
    [
        ("decimal", "%1.", ["1.", "2.", "3."]),
        ("decimalZero", "%1", ["01", "02", "03"]),
        ("chineseCountingThousand", "（%1）", ["（一）", "（二）", "（三）"]),
        ("japaneseCounting", "第%1条", ["第一条", "第二条", "第三条"]),
        ("ideographDigital", "%1", ["一", "二", "三"]),
        ("chineseLegalSimplified", "%1、", ["壹、", "贰、", "叁、"]),
        ("ideographTraditional", "%1", ["甲", "乙", "丙"]),
        ("decimalEnclosedCircle", "%1", ["①", "②", "③"]),
        ("upperLetter", "%1)", ["A)", "B)", "C)"]),
        ("lowerLetter", "%1)", ["a)", "b)", "c)"]),
        ("upperRoman", "%1", ["I", "II", "III"]),
        ("lowerRoman", "%1", ["i", "ii", "iii"]),
        ("none", "附件", ["附件", "附件", "附件"]),
        ("bullet", "\uf06c", ["•", "•", "•"]),
        ("bullet", "◆", ["◆", "◆", "◆"]),
        ("unheardOf", "%1.", ["1.", "2.", "3."]),
    ],
)
def test_numbers_look_as_in_word(form: str, pattern: str, expected: list[str]) -> None:
    lists = f'<w:abstractNum w:abstractNumId="70">{level(0, form, pattern)}</w:abstractNum>'
    lists += '<w:num w:numId="71"><w:abstractNumId w:val="70"/></w:num>'
    rows = [tr(tc(numbered("", number=71)), "目标") for _ in range(3)]  # the numbers of rows are often such a list
    assert [row[0] for row in grid(read(document(tbl(*rows), numbering=lists)))] == expected


@pytest.mark.parametrize(
    ("form", "number", "expected"),
    [
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("chineseCountingThousand", 1010, "一千零一十"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographDigital", 10, "一〇"),
        ("decimalEnclosedCircle", 21, "㉑"),
        ("decimalEnclosedCircle", 99, "99"),
        ("ideographEnclosedCircle", 10, "㊉"),
        ("upperLetter", 27, "AA"),
        ("upperRoman", 94, "XCIV"),
        ("upperRoman", 123_456_789, "123456789"),
        ("decimalFullWidth", 12, "１２"),
    ],
)
def test_larger_numbers(form: str, number: int, expected: str) -> None:
    lists = f'<w:abstractNum w:abstractNumId="70">{level(0, form, "%1")}</w:abstractNum>'.replace(
        'start w:val="1"', f'start w:val="{number}"'
    )
    lists += '<w:num w:numId="71"><w:abstractNumId w:val="70"/></w:num>'
    assert lines(read(document(numbered("", number=71), numbering=lists))) == [expected]


def test_a_number_never_runs_into_a_figure() -> None:
    lists = f'<w:abstractNum w:abstractNumId="70">{level(0, "decimal", "%1.")}</w:abstractNum>'
    lists += '<w:num w:numId="71"><w:abstractNumId w:val="70"/></w:num>'
    assert lines(read(document(numbered("建成", number=71) + numbered("5 亿元", number=71), numbering=lists))) == [
        "1.建成",
        "2. 5 亿元",
    ]


def test_a_style_may_number() -> None:
    lists = (
        '<w:abstractNum w:abstractNumId="70">'
        + level(0, "decimal", "%1")
        + level(1, "decimal", "%1.%2", '<w:pStyle w:val="Sub"/>')
    )
    lists += '</w:abstractNum><w:num w:numId="71"><w:abstractNumId w:val="70"/></w:num>'
    lists += '<w:abstractNum w:abstractNumId="80"><w:numStyleLink w:val="Base"/></w:abstractNum>'
    lists += '<w:num w:numId="81"><w:abstractNumId w:val="80"/></w:num>'
    styles = (
        '<w:style w:type="numbering" w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="71"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Sub"><w:pPr><w:numPr><w:numId w:val="71"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style>'
    )
    body = (
        numbered("章", number=81)
        + p("节", properties='<w:pStyle w:val="Sub"/>')
        + p("段", properties='<w:pStyle w:val="Loop"/>')
    )
    assert lines(read(document(body, numbering=lists, styles=styles))) == ["1章", "1.1节", "段"]


# --- around the body


def test_page_headers_come_first_and_notes_last() -> None:
    header = f"<w:hdr {DECLARED}>{p('临江市水利局')}</w:hdr>"
    unused = f"<w:hdr {DECLARED}>{p('首页才有')}</w:hdr>"
    notes = f'<w:footnotes {DECLARED}><w:footnote w:id="1">{p("未引用")}</w:footnote><w:footnote w:id="2">{p("口径说明")}</w:footnote></w:footnotes>'
    section = '<w:sectPr><w:headerReference w:type="default" r:id="rId91"/><w:headerReference w:type="first" r:id="rId93"/></w:sectPr>'
    source = read(
        document(
            p("正文", '<w:r><w:footnoteReference w:id="2"/></w:r>') + section,
            parts={"word/header9.xml": header, "word/header8.xml": unused, "word/footnotes.xml": notes},
            relations=[
                ("rId91", "header", "header9.xml"),
                ("rId93", "header", "header8.xml"),
                ("rId92", "footnotes", "footnotes.xml"),
            ],
        )
    )
    assert lines(source) == ["临江市水利局", "正文", "口径说明"]
    assert remarks(source) == ["有 1 条脚注或尾注，列在文末"]


@pytest.mark.parametrize(
    ("text", "said"), [("第 1 页 共 3 页", []), ("内部资料", ["页脚有文字，未读取"])], ids=["page number", "text"]
)
def test_footers_are_only_mentioned(text: str, said: list[str]) -> None:
    footer = f"<w:ftr {DECLARED}>{p(text)}</w:ftr>"
    section = '<w:sectPr><w:footerReference w:type="default" r:id="rId91"/></w:sectPr>'
    source = read(document(p("文") + section, parts={"word/f.xml": footer}, relations=[("rId91", "footer", "f.xml")]))
    assert (lines(source), remarks(source)) == (["文"], said)


def test_what_lies_outside_is_named_and_never_asked_for() -> None:
    source = read(
        document(
            p("文"),
            parts={"word/vbaProject.bin": b"\0"},
            relations=[
                ("rId91", "vbaProject", "vbaProject.bin"),
                ("rId92", "hyperlink", "https://example.invalid/"),
                ("rId93", "attachedTemplate", "file:///c:/t.dotm"),
                ("rId94", "image", "http://example.invalid/a.png"),
                ("rId95", "oleObject", "http://example.invalid/b.xlsx"),
            ],
            replace=lambda name, content: content.replace(
                b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                b"application/vnd.ms-word.document.macroEnabled.main+xml",
            ),
        )
    )
    assert lines(source) == ["文"]
    assert remarks(source) == [
        "文件带有宏，没有运行，也未读取",
        "有 1 个指向外部的超链接，没有打开，文字已读取",
        "引用了外部模板，没有获取",
        "有 1 张图片存在文件之外，没有获取",
        "引用了 1 个外部文件，没有获取",
    ]


def test_a_missing_picture_or_a_damaged_style_sheet_is_no_reason_to_refuse() -> None:
    def damage(name: str, content: bytes) -> bytes:
        return b"<w:styles" if name == "word/styles.xml" else content

    source = read(document(p("文"), relations=[("rId91", "image", "NULL")], replace=damage))
    assert (lines(source), remarks(source)) == (["文"], ["word/styles.xml 已损坏，样式未读取"])


def test_strict_open_xml_is_read_too() -> None:
    def strict(name: str, content: bytes) -> bytes:
        old, new = (
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        return content.replace(old, new)

    assert grid(
        read(document(tbl(tr(tc("甲", properties='<w:gridSpan w:val="2"/>')), tr("一", "二")), replace=strict))
    ) == [["甲", "<"], ["一", "二"]]


def test_progress_is_told() -> None:
    told: list[str] = []
    docx.read(document(tbl(*[tr("甲")] * 500)), source="报告.docx", progress=told.append)
    assert told == ["正在打开 Word 文档", "表 1：已读 500 行"]


# --- what can't be read


def nested(levels: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * levels + p("底") + "</w:tc></w:tr></w:tbl>" * levels


def nested_boxes(levels: int) -> str:
    body = p("底")
    for _ in range(levels):
        body = p(VML_BOX.format(body))
    return body


def bare(body: str, *, before: str = "") -> bytes:
    """A package of a body alone, which no library has looked at."""
    return only(MAIN, f"{before}<w:document {DECLARED}><w:body>{body}</w:body></w:document>".encode())


def bomb() -> bytes:
    made = io.BytesIO(bare(p("文")))
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as package, package.open("word/media/a.bin", "w") as part:
        for _ in range(17):
            part.write(bytes(2**22))
    return made.getvalue()


def lying_bomb() -> bytes:
    """A main part that says it unpacks to 99 bytes, and would unpack to 8 MB."""
    data = bytearray(only(MAIN, bytes(2**23)))
    for head, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        struct.pack_into("<I", data, data.index(head) + at, 99)
    return bytes(data)


def only(name: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return made.getvalue()


def many_parts() -> bytes:
    return document(p("文"), parts={f"word/media/{number}": b"x" for number in range(docx_package.MOST_PARTS)})


@pytest.mark.parametrize(
    ("make", "words"),
    [
        pytest.param(lambda: b"", ["不完整"], id="empty"),
        pytest.param(lambda: b"PK\x03\x04" + b"junk" * 100, ["不完整"], id="junk"),
        pytest.param(lambda: document(p("文"))[:-400], ["不完整"], id="cut off"),
        pytest.param(lambda: only("readme.txt", b"x"), ["缺少 word/document.xml"], id="another zip"),
        pytest.param(lambda: rewritten(document(p("文")), lambda name, content: b"" if name == MAIN else content), ["缺少 word/document.xml"], id="no text"),
        pytest.param(lambda: only("word/document.xml", b'<workbook xmlns="x"/>'), ["Excel", ".xlsx"], id="workbook in disguise"),
        pytest.param(lambda: only("word/document.xml", b"<html/>"), ["不是 Word 正文"], id="another root"),
        pytest.param(lambda: only("word/document.xml", b"<w:document"), ["word/document.xml 已损坏"], id="broken XML"),
        pytest.param(lambda: bare(p("&x;"), before='<!DOCTYPE d [<!ENTITY x "y">]>'), ["DTD"], id="entities"),
        pytest.param(lambda: bare("<w:sdt><w:sdtContent>" * 5_000 + "</w:sdtContent></w:sdt>" * 5_000), ["嵌套过深"], id="deep XML"),
        pytest.param(lambda: document(tbl(tr("旁", tc(nested(30))))), ["超过 20 层"], id="deep tables"),
        pytest.param(lambda: document(nested(30)), ["超过 20 层"], id="deep frames"),
        pytest.param(lambda: document(nested_boxes(24)), ["超过 20 层"], id="deep boxes"),
        pytest.param(lambda: document(tbl(*[tr("甲")] * 5_001)), ["表 1", "5000 行"], id="too many rows"),
        pytest.param(lambda: document(tbl(tr(tc("甲", properties='<w:gridSpan w:val="999999999"/>')))), ["表 1 第 1 行", "200 列"], id="too wide"),
        pytest.param(lambda: document(tbl(tr("甲", properties='<w:gridBefore w:val="300"/>'))), ["200 列"], id="set in too far"),
        pytest.param(lambda: document(tbl(tr(tc("甲", properties='<w:gridSpan w:val="200"/>')), *[tr("乙")] * 1_999)), ["300000 个"], id="too many fields"),
        pytest.param(bomb, ["解压后", "大小异常"], id="zip bomb"),
        pytest.param(lying_bomb, ["word/document.xml"], id="zip bomb that lies"),
        pytest.param(many_parts, ["4000"], id="too many parts"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_one_clear_line(make: object, words: list[str]) -> None:
    data = make()  # type: ignore[operator]
    with pytest.raises(UnreadableDocument) as caught:
        read(data)
    message = str(caught.value)
    assert message.startswith("报告.docx：") and "\n" not in message
    assert [word for word in words if word not in message] == []


def test_a_part_that_lies_about_its_size_is_not_unpacked() -> None:
    data = lying_bomb()
    tracemalloc.start()
    with suppress(DocumentError):
        read(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2**20


@pytest.mark.parametrize("levels", [1, 15])
def test_tables_in_tables_are_read_to_the_bottom(levels: int) -> None:
    assert cell_text(nested(levels))[0] == "底"


# --- any bytes

WHOLE = document(
    p("标题", DRAWN_BOX.format(p("框"), p("备")))
    + numbered("项", number=71)
    + tbl(
        tr(tc("甲", properties=RESTART), tc("总", properties='<w:gridSpan w:val="2"/>')),
        tr(tc("", properties=GOES_ON), tc("<w:p><w:ins>" + r("增") + "</w:ins></w:p>", nested(1)), "二"),
        tr(
            tc(p(field("X", r("果")), r("暗", "<w:vanish/>"))),
            "<w:sdt><w:sdtContent>" + tc("三") + "</w:sdtContent></w:sdt>",
            "四",
        ),
    ),
    numbering=LISTS,
)
PARTS = (MAIN, "word/numbering.xml", "word/_rels/document.xml.rels", "_rels/.rels")
SMALL = rewritten(WHOLE, lambda name, content: content if name in PARTS else b"")
changes = st.lists(st.tuples(st.integers(0, 2**20), st.binary(max_size=6), st.integers(0, 6)), min_size=1, max_size=4)


def mutate(content: bytes, edits: list[tuple[int, bytes, int]]) -> bytes:
    for where, put, cut in edits:
        at = where % (len(content) + 1)
        content = content[:at] + put + content[at + cut :]
    return content


def read_or_refuse(data: bytes) -> None:
    """Any file is read or refused with a line of its own; nothing else comes out."""
    source = Source(blocks=())
    with suppress(DocumentError):
        source = read(data)
    assert all(len({len(row.fields) for row in table.rows}) == 1 for table in tables(source))


@settings(max_examples=100, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(edits=changes)
def test_damaged_packages_are_read_or_refused(edits: list[tuple[int, bytes, int]]) -> None:
    read_or_refuse(mutate(SMALL, edits))


@settings(max_examples=100, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(part=st.sampled_from(PARTS), edits=changes)
def test_damaged_parts_are_read_or_refused(part: str, edits: list[tuple[int, bytes, int]]) -> None:
    read_or_refuse(rewritten(SMALL, lambda name, content: mutate(content, edits) if name == part else content))


def swapped(content: bytes, *, picks: list[tuple[int, int]]) -> bytes:
    """The XML with some tags turned into others: well-formed, and nothing that Word would write."""
    tags = sorted(set(re.findall(rb"<(w:\w+)", content)))
    for a, b in picks:
        old, new = tags[a % len(tags)], tags[b % len(tags)]
        content = re.sub(rb"(</?)" + old + rb"(?=[\s/>])", rb"\1" + new, content)
    return content


@settings(max_examples=100, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(picks=st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=3))
def test_elements_in_the_wrong_place_are_read_or_refused(picks: list[tuple[int, int]]) -> None:
    body = lambda name, content: swapped(content, picks=picks) if name == MAIN else content  # noqa: E731
    read_or_refuse(rewritten(SMALL, body))


# --- old Word files

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RTF = rb"{\rtf1\ansi\uc0 {\trowd\cellx2000\cellx4000\intbl\u30446\u26631\cell 12.5%\cell\row}\pard 9 of 10\par}"


def program(folder: Path, script: str) -> str:
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_rich_text_is_read_through_libreoffice() -> None:
    source = doc.read(RTF, source="报告.rtf")
    assert (grid(source), lines(source)) == ([["目标", "12.5%"]], ["9 of 10"])
    assert remarks(source) == ["旧版 Word 格式，由 LibreOffice 转换成 .docx 后读取"]


def test_without_libreoffice_the_line_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreadableDocument, match="^报告.doc：旧版 Word 格式需要 LibreOffice；请另存为 .docx 后再导入$"):
        doc.read(OLE, source="报告.doc")


def test_other_files_never_reach_libreoffice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    called = tmp_path / "called"
    program(tmp_path, f"touch {called}")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreadableDocument, match="不是旧版 Word 文件"):
        doc.read(b"<html>", source="报告.doc")
    assert not called.exists()


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
@pytest.mark.parametrize(
    ("script", "words"),
    [("exit 1", "无法转换"), ("exec sleep 60", "0.5 秒"), ("sleep 60 & wait", "0.5 秒")],
    ids=["fails", "hangs", "its child hangs"],
)
def test_a_conversion_that_fails_or_hangs_is_ended(script: str, words: str, tmp_path: Path) -> None:
    started = time.monotonic()
    with pytest.raises(UnreadableDocument, match=words):
        doc.convert(OLE, program=program(tmp_path, script), expected="MS Word 97", source="报告.doc", seconds=0.5)
    assert time.monotonic() - started < 10


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
def test_no_child_of_a_conversion_is_left(tmp_path: Path) -> None:
    noted = tmp_path / "child"
    with pytest.raises(UnreadableDocument):
        doc.convert(
            OLE,
            program=program(tmp_path, f"sleep 60 & echo $! > {noted}; wait"),
            expected="MS Word 97",
            source="报告.doc",
            seconds=0.5,
        )
    child = int(noted.read_text())
    for _ in range(100):
        if not running(child):
            return
        time.sleep(0.05)
    pytest.fail("the child still runs")


def running(process: int) -> bool:
    """Whether the process runs; one that ended and waits to be collected does not."""
    try:
        os.kill(process, 0)
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
def test_what_the_converter_is_told(tmp_path: Path) -> None:
    """A profile of its own without macros, the expected format, and a file whose name it did not choose."""
    (tmp_path / "made.docx").write_bytes(document(p("转好")))
    script = f'''echo "$@" > {tmp_path}/arguments
    profile=${{1#-env:UserInstallation=file://}}; cp "$profile/user/registrymodifications.xcu" {tmp_path}/settings
    while [ "$1" != --outdir ]; do shift; done; cp {tmp_path}/made.docx "$2/original.docx"'''
    made = doc.convert(OLE, program=program(tmp_path, script), expected="MS Word 97", source="报告.doc")
    assert lines(read(made)) == ["转好"]
    arguments = (tmp_path / "arguments").read_text()
    assert "--headless" in arguments and "--infilter=MS Word 97" in arguments and "--convert-to docx" in arguments
    settings_given = ET.parse(tmp_path / "settings").getroot()
    assert "DisableMacrosExecution" in {
        prop.get("{http://openoffice.org/2001/registry}name") for prop in settings_given.iter("prop")
    }
    folder = Path(arguments.split("UserInstallation=file://")[1].split()[0]).parent
    assert not folder.exists()
