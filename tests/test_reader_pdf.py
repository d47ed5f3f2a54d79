"""PDF files with a text layer: ruled, merged, turned, without rules, cut by pages, and malformed."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import suppress

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

import pdf_samples as samples
from corpus.errors import DocumentError, UnreadableDocument
from corpus.readers.pdf import document as pdf
from corpus.readers.pdf.lines import line_of
from corpus.readers.pdf.picture import page_picture
from corpus.readers.pdf.sheet import Glyph, Sheet, turned, turned_back
from corpus.readers.pdf.wraps import blanks_of, passage
from corpus.readers.scan.page import Recognised
from corpus.source import Line, Source, Table


def seen_as(words: str) -> Callable[[Image.Image, int, float], Recognised]:
    """A recogniser that sees the same line on each page."""

    def recognise(picture: Image.Image, number: int, scale: float) -> Recognised:
        glyphs = tuple(Glyph(one, 10 + 10 * index, 10, 20 + 10 * index, 20) for index, one in enumerate(words))
        return Recognised(Sheet(number, picture.width * scale, picture.height * scale, glyphs), 0.8, 0)

    return recognise


def read(data: bytes, seen: str = "未用识别") -> Source:
    return pdf.read(data, source="报表.pdf", recognise=seen_as(seen))


def _objects(bodies: dict[int, bytes]) -> bytes:
    data, offsets = b"%PDF-1.4\n", []
    for number, body in bodies.items():
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return data + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(bodies) + 1, table, len(bodies) + 1, start,
    )  # fmt: skip


def tables(source: Source) -> list[Table]:
    return [block for block in source.blocks if isinstance(block, Table)]


def lines(source: Source) -> list[str]:
    return [block.text for block in source.blocks if isinstance(block, Line)]


def texts(table: Table) -> list[list[str]]:
    return [row.texts for row in table.rows]


def remarks(source: Source) -> str:
    return "\n".join(f"{remark.where}：{remark.what}" for remark in source.remarks)


@pytest.mark.parametrize(
    "frame",
    [samples.box, samples.thin_rects, samples.dashed, samples.double],
    ids=["outlines", "thin rectangles", "dashes", "double"],
)
def test_reads_ruled_tables_however_the_rules_are_drawn(frame: Callable[..., None]) -> None:
    source = read(samples.pdf(lambda canvas: samples.report(canvas, frame)))
    (table,) = tables(source)
    assert texts(table) == [samples.HEADER, *samples.ROWS]
    assert lines(source) == [*samples.TITLE, samples.NOTE]
    assert table.gridded and not table.rows[0].after_break and not source.remarks


def test_a_field_knows_its_page_row_column_and_box() -> None:
    (table,) = tables(read(samples.pdf(samples.report)))
    place = table.rows[2].fields[3].place
    assert (place.page, place.row, place.column) == (1, 3, 4)
    assert place.box == pytest.approx((340, 158, 540, 180), abs=1)


def test_open_sides_and_an_open_bottom_are_closed() -> None:
    def page(canvas: Canvas) -> None:
        bottom = samples.table(canvas, [samples.HEADER, *samples.ROWS])
        for y in (100, 122, 158, 180):  # horizontals from end to end, verticals between the columns alone
            canvas.line(60, samples.WIDE[1] - y, 600, samples.WIDE[1] - y)
        for x in (140, 280, 340, 540):
            canvas.line(x, samples.WIDE[1] - 100, x, samples.WIDE[1] - bottom)

    (table,) = tables(read(samples.pdf(page)))
    assert texts(table) == [samples.HEADER, *samples.ROWS]


def test_merged_cells_stand_in_their_first_field() -> None:
    def page(canvas: Canvas) -> None:
        for left, top, width, height, words in (
            (60, 100, 100, 60, "任务"), (160, 100, 200, 30, "进展"), (160, 130, 100, 30, "本季"), (260, 130, 100, 30, "累计"),
            (60, 160, 100, 60, "治水"), (160, 160, 100, 30, "2.1 亿元"), (260, 160, 100, 30, "4.6 亿元"),
            (160, 190, 200, 30, "均按期完成"),
        ):  # fmt: skip
            samples.box(canvas, left, top, width, height)
            samples.text(canvas, left + 4, top + 4, words)

    (table,) = tables(read(samples.pdf(page)))
    assert [[(field.text, field.merged) for field in row.fields] for row in table.rows] == [
        [("任务", ""), ("进展", ""), ("", "left")],
        [("", "above"), ("本季", ""), ("累计", "")],
        [("治水", ""), ("2.1 亿元", ""), ("4.6 亿元", "")],
        [("", "above"), ("均按期完成", ""), ("", "left")],
    ]


def _turned_page(turn: Callable[[Canvas], object]) -> Callable[[Canvas], None]:
    def page(canvas: Canvas) -> None:
        turn(canvas)
        samples.report(canvas)

    return page


def _draw_upwards(canvas: Canvas) -> None:
    canvas.translate(samples.WIDE[1], 0)
    canvas.rotate(90)


def _draw_downwards(canvas: Canvas) -> None:
    canvas.translate(0, samples.WIDE[0])
    canvas.rotate(-90)


UPRIGHT = (samples.WIDE[1], samples.WIDE[0])  # reportlab swaps width and height with a quarter turn


@pytest.mark.parametrize(
    ("turn", "size", "box"),
    [
        (lambda canvas: canvas.setPageRotation(90), UPRIGHT, (415.3, 60, 437.3, 140)),
        (lambda canvas: canvas.setPageRotation(180), samples.WIDE, (701.9, 415.3, 781.9, 437.3)),
        (lambda canvas: canvas.setPageRotation(270), UPRIGHT, (158, 701.9, 180, 781.9)),
        (_draw_upwards, UPRIGHT, (158, 701.9, 180, 781.9)),
        (_draw_downwards, UPRIGHT, (415.3, 60, 437.3, 140)),
        (lambda canvas: (canvas.setPageRotation(90), _draw_upwards(canvas)), samples.WIDE, (60, 158, 140, 180)),
    ],
    ids=["key 90", "key 180", "key 270", "drawn upwards", "drawn downwards", "drawn upwards, key 90"],
)
def test_turned_pages_read_from_left_to_right(
    turn: Callable[[Canvas], object], size: tuple[float, float], box: tuple[float, ...]
) -> None:
    source = read(samples.pdf(_turned_page(turn), size=size))
    (table,) = tables(source)
    assert texts(table) == [samples.HEADER, *samples.ROWS]
    assert lines(source) == [*samples.TITLE, samples.NOTE]
    assert table.rows[2].fields[0].place.box == pytest.approx(box, abs=1)


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_turning_back_undoes_turning(angle: int) -> None:
    box = (10.0, 20.0, 35.0, 60.0)
    there = turned(box, angle=angle, width=200, height=100)
    assert turned_back(there, angle=angle, width=200, height=100) == box


def test_boxes_count_from_the_part_of_the_page_that_is_shown() -> None:
    written = io.BytesIO()
    document = pypdfium2.PdfDocument(samples.pdf(samples.report))
    document[0].set_cropbox(30, 0, samples.WIDE[0], samples.WIDE[1] - 20)
    document.save(written)
    (table,) = tables(read(written.getvalue()))
    assert table.rows[0].fields[0].place.box == pytest.approx((30, 80, 110, 102), abs=1)


@pytest.mark.parametrize("rules", [(), (100, 122, 204)], ids=["no rules", "three rules"])
def test_tables_without_verticals_are_told_by_alignment(rules: tuple[float, ...]) -> None:
    def page(canvas: Canvas) -> None:
        samples.report(canvas, None)
        for y in rules:
            canvas.line(60, samples.WIDE[1] - y, 600, samples.WIDE[1] - y)

    source = read(samples.pdf(page))
    (table,) = tables(source)
    assert texts(table) == [samples.HEADER, *samples.ROWS]
    assert lines(source) == [*samples.TITLE, samples.NOTE]
    assert "没有完整框线" in remarks(source)


def test_a_gap_between_paragraphs_is_no_new_row() -> None:
    def page(canvas: Canvas) -> None:
        for x, head, first in ((60, "任务", "造林"), (160, "进展", "1.已造林 6 亩。"), (360, "完成率", "60%")):
            samples.text(canvas, x, 60, head)
            samples.text(canvas, x, 84, first)
            samples.text(canvas, x, 132, {"造林": "育苗", "60%": "75%"}.get(first, "已育苗 9 万株。"))
        samples.text(canvas, 160, 96, "苗木已验收合格。")
        samples.text(canvas, 160, 114, "2.已签订管护合同。")

    (table,) = tables(read(samples.pdf(page)))
    assert [row.texts[0] for row in table.rows] == ["任务", "造林", "育苗"]
    assert "2.已签订管护合同。" in table.rows[1].texts[1]


def test_a_table_without_rules_goes_on_without_a_header() -> None:
    second = [["河道清淤", "清淤 8 公里", "水务局", "已清淤6.2公里，其余两段正在招标。", "77.5%"]]
    source = read(
        samples.pdf(
            lambda canvas: samples.report(canvas, None), lambda canvas: samples.table(canvas, second, frame=None, y=40)
        )
    )
    first, then = tables(source)
    assert texts(then) == second
    assert then.rows[0].after_break and not first.rows[0].after_break


def test_prose_is_no_table() -> None:
    def page(canvas: Canvas) -> None:
        for number in range(6):
            samples.text(canvas, 60, 60 + 20 * number, f"第{number}段 各单位应当于月底前报送进展情况，并附佐证材料。")

    source = read(samples.pdf(page))
    assert not tables(source) and len(lines(source)) == 6


def test_a_row_cut_by_a_page_stays_cut_and_furniture_is_named() -> None:
    def page(number: int, rows: list[list[str]]) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            samples.text(canvas, 60, 20, "云溪县考评材料", 9)
            samples.table(canvas, rows, frame=samples.box, y=60)
            samples.text(canvas, 400, 570, f"第 {number} 页 共 2 页", 9)

        return draw

    cut = [["湿地修复", "修复湿地 12 片，投入 3.", "林业局", "1-6月修复", "58.3%"]]
    rest = [["", "5 亿元", "", "湿地7片。", ""]]
    source = read(samples.pdf(page(1, [samples.HEADER, *cut]), page(2, [samples.HEADER, *rest])))
    first, second = tables(source)
    assert texts(first) == [samples.HEADER, *cut]
    assert texts(second) == [samples.HEADER, *rest]
    assert [row.after_break for row in second.rows] == [True, False]
    assert [row.place.page for row in second.rows] == [2, 2]
    assert lines(source) == ["云溪县考评材料"]
    assert "略去页码及每页重复的页眉、页脚 3 处" in remarks(source)


@pytest.mark.parametrize(
    ("cell", "read_as"),
    [
        ("投入资金1134.5万元，惠及群众", "投入资金1134.5万元，惠及群众"),
        ("1.项目一。已开工。\n2.项目二。已完工并通过验收，正在办理竣工决算手续。", "1.项目一。已开工。\n2.项目二。已完工并通过验收，正在办理竣工决算手续。"),
        ("（一）建章立制。\n（二）压实责任，逐级签订责任书，逐月通报。", "（一）建章立制。\n（二）压实责任，逐级签订责任书，逐月通报。"),
        ("一是加强领导。\n二是强化督查，对进度滞后的单位予以通报批评。", "一是加强领导。\n二是强化督查，对进度滞后的单位予以通报批评。"),
        ("引入Smart City\nPlatform平台", "引入Smart City Platform平台"),
        ("已完工。\n　　其余项目正在抓紧推进，年底前全部完工。", "已完工。\n其余项目正在抓紧推进，年底前全部完工。"),
    ],
    ids=["wrapped", "numbered", "bracketed", "ordinals", "latin words", "indented"],
)  # fmt: skip
def test_wraps_are_joined_and_paragraphs_kept(cell: str, read_as: str) -> None:
    rows = [
        ["任务", "进展"],
        ["甲项", cell],
        ["乙项", "各项任务均按照年初确定的时间节点顺利推进，未发现进度滞后的情况。"],
    ]
    source = read(samples.pdf(lambda canvas: samples.table(canvas, rows, frame=samples.box, widths=[60, 120])))
    (table,) = tables(source)
    assert table.rows[1].fields[1].text == read_as


@pytest.mark.parametrize(
    ("others", "joined"),
    [
        ("全年 9 次、3 场、8 所、6 处、5 人、7 项、2 县。", "共计 30 人"),
        ("全年9次、3场、8所、6处、5人、7项、2县。", "共计 30人"),
    ],
    ids=["always a blank", "never a blank"],
)
def test_a_blank_lost_where_a_line_was_broken_follows_the_habit_of_the_table(others: str, joined: str) -> None:
    blanks = blanks_of([[line_of(_glyphs(others))]])
    assert passage([line_of(_glyphs("共计 30")), line_of(_glyphs("人"))], blanks=blanks).text == joined


def _glyphs(words: str, *, left: float = 0, gap: float = 0) -> list[Glyph]:
    return [
        Glyph(one, left + index * (10 + gap), 0, left + index * (10 + gap) + 10, 10) for index, one in enumerate(words)
    ]


@pytest.mark.parametrize(
    ("glyphs", "text"),
    [
        (_glyphs("约束性", gap=8), "约束性"),
        ([*_glyphs("甲乙"), *_glyphs("丙丁", left=30)], "甲乙 丙丁"),
        ([*_glyphs("12"), *_glyphs("34", left=27)], "1234"),
        ([*_glyphs("重点"), *_glyphs("重点", left=0.4)], "重点"),
        ([*_glyphs("甲"), Glyph(" ", 10, 0, 13, 10), *_glyphs("乙", left=13)], "甲 乙"),
        ([*_glyphs("甲"), Glyph(" ", 2, 0, 5, 10), *_glyphs("乙", left=10)], "甲乙"),
    ],
    ids=["spread", "wide gap", "gap in a number", "drawn twice", "blank", "blank under a character"],
)
def test_blanks_are_those_of_the_file_or_as_wide(glyphs: list[Glyph], text: str) -> None:
    assert line_of(sorted(glyphs, key=lambda one: one.left)).text == text


def test_doubts_are_spans_of_the_joined_text() -> None:
    unsure = [Glyph("8", 0, 20, 10, 30, sure=False), Glyph("%", 10, 20, 20, 30)]
    joined = passage([line_of(_glyphs("完成")), line_of(unsure)])
    assert joined.text == "完成8%" and joined.doubts == ((2, 3),)


def test_a_watermark_and_an_aside_do_not_disturb_the_table() -> None:
    def page(canvas: Canvas) -> None:
        samples.report(canvas)
        canvas.saveState()
        canvas.translate(200, 200)
        canvas.rotate(45)
        canvas.setFont(samples.SONG, 30)
        canvas.drawString(0, 0, "内部资料")
        canvas.restoreState()
        canvas.saveState()
        canvas.translate(30, 300)
        canvas.rotate(90)
        canvas.setFont(samples.SONG, 9)
        canvas.drawString(0, 0, "归档编号七")
        canvas.restoreState()

    source = read(samples.pdf(page))
    assert texts(tables(source)[0]) == [samples.HEADER, *samples.ROWS]
    assert "归档编号七" in lines(source)
    assert "斜排文字（多为水印）未读入：“内部资料”" in remarks(source)


def _latin_table(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 10)
    for row, words in enumerate((("Task", "Rate"), ("Wetland", "58.3%"))):
        for column, word in enumerate(words):
            samples.box(canvas, 60 + 100 * column, 60 + 20 * row, 100, 20)
            canvas.drawString(64 + 100 * column, samples.WIDE[1] - 74 - 20 * row, word)


def test_an_empty_password_opens_and_another_is_asked_for() -> None:
    opens = samples.pdf(_latin_table, encrypt=StandardEncryption("", ownerPassword="owner", canCopy=0))
    assert texts(tables(read(opens))[0]) == [["Task", "Rate"], ["Wetland", "58.3%"]]
    with pytest.raises(UnreadableDocument, match=r"报表\.pdf：文件有密码.*不加密"):
        read(samples.pdf(_latin_table, encrypt=StandardEncryption("secret", ownerPassword="other")))


def _without_pages() -> bytes:
    return _objects({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[]/Count 0>>"})


def _looping_pages() -> bytes:
    return _objects({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[2 0 R]/Count 1>>"})


def _looping_form() -> bytes:
    form = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 4 0 R>>>>/Length 5>>stream\n/F Do\nendstream"
    return _objects(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 5 0 R/Resources<</XObject<</F 4 0 R>>>>>>",
            4: form,
            5: b"<</Length 5>>stream\n/F Do\nendstream",
        }
    )


def _huge_page() -> bytes:
    return _objects(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9000000 9000000]>>",
        }
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "不是有效的 PDF"),
        (b"no PDF at all", "不是有效的 PDF"),
        (b"%PDF-1.7\n" + bytes(range(256)), "不是有效的 PDF"),
        (samples.pdf(samples.report)[:900], "不是有效的 PDF|损坏"),
        (_without_pages(), "没有页面|损坏"),
        (_looping_pages(), "没有页面|损坏"),
        (_huge_page(), "页面尺寸异常"),
        (samples.pdf(*[lambda canvas: canvas.line(0, 0, 9, 9)] * 301), "共 301 页，超过 300 页"),
    ],
    ids=["empty", "other", "bytes", "cut off", "no pages", "looping pages", "huge page", "too many pages"],
)
def test_refuses_in_one_line_what_it_cannot_read(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableDocument, match=said) as caught:
        read(data)
    assert str(caught.value).startswith("报表.pdf：") and "\n" not in str(caught.value)


def test_a_form_that_draws_itself_ends() -> None:
    assert read(_looping_form()).blocks == ()


def test_attachments_are_named_and_not_opened() -> None:
    document = pypdfium2.PdfDocument(samples.pdf(samples.report))
    document.new_attachment("附件.exe").set_data(b"MZ")
    written = io.BytesIO()
    document.save(written)
    assert "有 1 个附件，没有打开" in remarks(read(written.getvalue()))


def _scanned_page(words: str) -> Callable[[Canvas], None]:
    def page(canvas: Canvas) -> None:
        canvas.drawInlineImage(Image.new("L", (84, 60), 200), 0, 0, *samples.WIDE)
        for number, line in enumerate(samples.wrapped(words, 600)):
            samples.text(canvas, 60, 60 + 20 * number, line)

    return page


def _nameless_codes() -> bytes:
    """A page of characters whose font doesn't say what they are."""
    font = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor 7 0 R>>"
    words = b"BT /F 10 Tf 20 50 Td <%s> Tj ET" % b"".join(b"%04x" % code for code in range(40, 48))
    return _objects(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 99]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
            4: b"<</Length %d>>stream\n%s\nendstream" % (len(words), words),
            5: b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[6 0 R]>>",
            6: font,
            7: b"<</Type/FontDescriptor/FontName/X/Flags 4/FontBBox[0 0 9 9]/ItalicAngle 0/Ascent 9/Descent 0/CapHeight 9/StemV 1>>",
        }
    )


@pytest.mark.parametrize(
    ("data", "lines_read", "said"),
    [
        (samples.pdf(_scanned_page("")), ["识别所得"], "没有文字层，按扫描件识别"),
        (samples.pdf(_scanned_page("- 1 -")), ["识别所得"], "文字层过少，按扫描件识别"),
        (_nameless_codes(), ["识别所得"], "文字编码无法识别，按扫描件识别"),
        (samples.pdf(_scanned_page("文字层" * 20)), ["文字层" * 20], "是带文字层的扫描件"),
    ],
    ids=["picture alone", "page number over a picture", "codes without meaning", "searchable picture"],
)
def test_pages_whose_text_says_nothing_are_looked_at(data: bytes, lines_read: list[str], said: str) -> None:
    source = read(data, seen="识别所得")
    assert lines(source) == lines_read
    assert said in remarks(source)


def test_too_many_scanned_pages_are_refused() -> None:
    with pytest.raises(UnreadableDocument, match="扫描页超过 60 页"):
        read(
            samples.pdf(
                *[lambda canvas: canvas.drawInlineImage(Image.new("L", (9, 9)), 0, 0, 40, 40)] * 61, size=(40, 40)
            )
        )


def test_a_picture_beside_text_is_named() -> None:
    def page(canvas: Canvas) -> None:
        samples.report(canvas)
        canvas.drawInlineImage(Image.new("RGB", (40, 40), "red"), 700, 20, 40, 40)

    assert "有 1 幅图片，图中文字未读入" in remarks(read(samples.pdf(page)))


def test_progress_counts_pages() -> None:
    told: list[str] = []
    pdf.read(samples.pdf(samples.report, samples.report), source="报表.pdf", progress=told.append)
    assert told == ["第 1 页，共 2 页", "第 2 页，共 2 页"]


def test_the_preview_is_a_picture_of_the_page_as_wide_as_asked() -> None:
    data = samples.pdf(samples.report)
    with Image.open(io.BytesIO(page_picture(data, page=1, width=500))) as picture:
        assert picture.format == "PNG" and picture.width == pytest.approx(500, abs=2)
    with pytest.raises(UnreadableDocument, match="共 1 页，没有第 2 页"):
        page_picture(data, page=2)


SMALL = samples.pdf(lambda canvas: samples.table(canvas, [samples.HEADER], frame=samples.box), pageCompression=0)


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    changes=st.lists(
        st.tuples(st.integers(0, len(SMALL) - 1), st.binary(min_size=0, max_size=6)), min_size=1, max_size=8
    ),
    cut=st.integers(0, len(SMALL)),
)
def test_mutated_files_are_read_or_refused(changes: list[tuple[int, bytes]], cut: int) -> None:
    data = bytearray(SMALL)
    for place, replacement in changes:
        data[place : place + len(replacement)] = replacement
    whole = bytes(data[:cut]) if cut % 3 == 0 else bytes(data)
    with suppress(DocumentError):
        assert all(row.fields for table in tables(read(whole)) for row in table.rows)
