"""Scans: recognition of drawn pages, set upright, with what is doubtful marked; and pictures that are no pages."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageFilter

import pdf_samples as samples
from corpus.errors import UnreadableDocument
from corpus.readers.pdf import document as pdf
from corpus.readers.pdf.picture import page_picture
from corpus.readers.pdf.sheet import Rule
from corpus.readers.scan import picture as scan
from corpus.readers.scan.doubts import doubtful
from corpus.readers.scan.engine import Cutout, Seen
from corpus.readers.scan.rules import Ruled, cut_at_rules, ruled
from corpus.source import Line, Source, Table

needs_font = pytest.mark.skipif(samples.chinese_font() is None, reason="no font with Chinese characters is installed")
POINTS = 72 / 300
ROWS = [
    ["任务名称", "季度进展情况", "完成率"],
    ["堤防加固", "加固堤防12.6公里，完成投资3.48亿元，同比增长7.9%。", "63.5%"],
    ["水质提升", "监测断面208个，达标率96.2%，整改问题37处。", "100%"],
]
WIDTHS = [300, 900, 240]
TITLE = "2024年青禾县治水进展表"


def read(picture: Image.Image) -> Source:
    return scan.read(samples.png(picture), source="扫描.png")


def table(source: Source) -> Table:
    (found,) = [block for block in source.blocks if isinstance(block, Table)]
    return found


def askew(page: Image.Image) -> Image.Image:
    return page.rotate(1.5, resample=Image.Resampling.BICUBIC, fillcolor=255)


def on_its_side(page: Image.Image) -> Image.Image:
    return page.transpose(Image.Transpose.ROTATE_90)


def on_its_head(page: Image.Image) -> Image.Image:
    return page.transpose(Image.Transpose.ROTATE_180)


def grainy(page: Image.Image) -> Image.Image:
    grain = np.random.default_rng(7).normal(0, 18, (page.height, page.width))
    return Image.fromarray(
        np.clip(np.asarray(page.filter(ImageFilter.GaussianBlur(1.2))) * 0.85 + 20 + grain, 0, 255).astype(np.uint8)
    )


@needs_font
@pytest.mark.parametrize("lay", [askew, on_its_side, on_its_head, grainy])
def test_a_ruled_table_is_recognised_however_it_lay(lay: Callable[[Image.Image], Image.Image]) -> None:
    page = lay(samples.scan(ROWS, widths=WIDTHS, title=TITLE))
    source = read(page)
    assert [row.texts for row in table(source).rows] == ROWS
    assert [block.text for block in source.blocks if isinstance(block, Line)] == [TITLE]
    left, top, right, bottom = table(source).rows[1].fields[0].place.box or (0, 0, 0, 0)
    assert np.asarray(page.convert("L"))[int(top) : int(bottom), int(left) : int(right)].std() > 20  # ink, not paper
    assert right <= page.width and bottom <= page.height


@needs_font
def test_a_scan_in_a_pdf_is_placed_in_points() -> None:
    picture = samples.scan(ROWS, widths=WIDTHS, title=TITLE)
    width, height = picture.width * POINTS, picture.height * POINTS
    data = samples.pdf(lambda canvas: canvas.drawInlineImage(picture, 0, 0, width, height), size=(width, height))
    told: list[str] = []
    source = pdf.read(data, source="扫描.pdf", progress=told.append)
    assert [row.texts for row in table(source).rows] == ROWS
    assert table(source).rows[0].fields[0].place.box == pytest.approx((24, 43, 96, 66), abs=3)
    assert told[-1] == "第 1 页，共 1 页：正在识别"
    assert "没有文字层，按扫描件识别" in source.remarks[0].what


@needs_font
def test_several_pages_in_one_file_go_on() -> None:
    written = io.BytesIO()
    pages = [samples.scan([row], widths=WIDTHS) for row in ROWS[:2]]
    pages[0].save(written, "TIFF", save_all=True, append_images=pages[1:])
    source = scan.read(written.getvalue(), source="扫描.tif")
    rows = [row for block in source.blocks if isinstance(block, Table) for row in block.rows]
    assert [row.texts for row in rows] == ROWS[:2]
    assert [(row.place.page, row.after_break) for row in rows] == [(1, False), (2, True)]


@needs_font
def test_a_smudged_figure_is_marked() -> None:
    page = samples.scan([["完成率", "数额"], ["甲项", "38.65亿元"]], widths=[300, 500], size=40)
    smudged = page.resize((page.width // 6, page.height // 6), Image.Resampling.BOX).resize(
        page.size, Image.Resampling.BICUBIC
    )
    source = read(smudged.filter(ImageFilter.GaussianBlur(3)))
    field = table(source).rows[1].fields[1]
    assert field.doubts and all(0 <= start < end <= len(field.text) for start, end in field.doubts)
    assert any("识别存疑" in remark.what for remark in source.remarks)


def _seen(words: str, confidence: float = 0.999) -> list[Seen]:
    return [Seen(one, (index + 0.5) / len(words), confidence) for index, one in enumerate(words)]


@pytest.mark.parametrize(
    ("first", "second", "marked"),
    [
        ("支出38.6亿元", "支出38.6亿元", set()),
        ("支出38.6亿元", "支出33.6亿元", {2, 3, 4, 5, 6}),
        ("支出386亿元", "支出38.6亿元", {2, 3, 4, 5}),
        ("支出38.6亿元", "支出138.6亿元", {2, 3, 4, 5, 6}),
        ("支出38.6亿元", "", {2, 3, 4, 5, 6}),
        ("支出38.6亿元", "攴出38.6亿元", set()),
    ],
    ids=["the same", "another digit", "a point more", "a digit more", "nothing", "another word"],
)
def test_figures_that_two_readings_differ_about_are_doubtful(first: str, second: str, marked: set[int]) -> None:
    page = np.full((60, 400), 255, np.uint8)
    found = doubtful(page, [Cutout(0, 0, 400, 50)], [_seen(first)], look=lambda views: [_seen(second) for _ in views])
    assert found == [marked]


def test_an_unsure_character_is_doubtful_and_an_unsure_digit_taints_its_figure() -> None:
    line = [*_seen("水务"), *_seen("12.5", 0.95), *_seen("率", 0.5)]
    page = np.full((60, 400), 255, np.uint8)
    found = doubtful(page, [Cutout(0, 0, 400, 50)], [line], look=lambda views: [_seen("水务12.5率") for _ in views])
    assert found == [{2, 3, 4, 5, 6}]


def test_rules_are_found_and_strokes_are_not() -> None:
    page = np.full((600, 900), 255, np.uint8)
    for y in (100, 300, 500):
        page[y : y + 3, 100:800] = 0
    for x in (100, 400, 798):
        page[100:502, x : x + 3] = 0
    page[200:203, 450:490] = 0  # a character's stroke
    found = ruled(page, points=POINTS)
    assert [round(rule.at) for rule in found.horizontals] == pytest.approx([101, 301, 501], abs=2)
    assert sorted(round(rule.at) for rule in found.verticals) == pytest.approx([101, 401, 799], abs=2)
    assert found.page[101, 300] == 255 and found.page[201, 460] == 0


def test_lines_that_run_across_a_rule_are_cut_there() -> None:
    blank = np.zeros((10, 10), np.uint8)
    rules = Ruled((Rule(200, 0, 900),), (Rule(300, 0, 500),), blank, blank)
    cut = cut_at_rules([Cutout(100, 20, 600, 60), Cutout(320, 160, 380, 240)], rules)
    assert cut == [
        Cutout(100, 20, 300, 60), Cutout(300, 20, 600, 60), Cutout(320, 160, 380, 200), Cutout(320, 200, 380, 240)
    ]  # fmt: skip


def _too_large() -> bytes:
    return samples.png(Image.new("1", (10_000, 8_001)))


def _far_too_large() -> bytes:
    """A small picture that says it has 30000 × 30000 pixels, which Pillow refuses at once."""
    data = bytearray(samples.png(Image.new("L", (60, 60))))
    data[16:24] = struct.pack(">II", 30_000, 30_000)
    data[29:33] = struct.pack(">I", zlib.crc32(data[12:29]))
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "图片无法打开"),
        (b"GIF89a", "图片无法打开"),
        (samples.png(Image.new("L", (200, 200), 255))[:90], "损坏|无法打开"),
        (_too_large(), "图像过大（10000 × 8001 像素）"),
        (_far_too_large(), "图片尺寸过大，远超 8000 万像素的上限"),
        (samples.png(Image.new("L", (500, 8), 255)), "图像过小"),
    ],
    ids=["empty", "another format", "cut off", "too large", "far too large", "too small"],
)
def test_refuses_in_one_line_what_it_cannot_read(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableDocument, match=said) as caught:
        scan.read(data, source="扫描.png")
    assert str(caught.value).startswith("扫描.png：") and "\n" not in str(caught.value)


def test_a_blank_page_has_no_text() -> None:
    source = read(Image.new("L", (800, 600), 255))
    assert source.blocks == ()
    assert source.remarks[-1].what == "没有识别出文字。如原件有字，请以 300 dpi 重新扫描。"


@pytest.mark.parametrize("mode", ["1", "L", "RGBA", "P", "I;16", "CMYK"])
def test_previews_are_pngs_of_any_kind_of_picture(mode: str) -> None:
    written = io.BytesIO()
    Image.new(mode, (300, 200)).save(written, "TIFF")
    with Image.open(io.BytesIO(page_picture(written.getvalue(), page=1, width=150))) as shown:
        assert (shown.format, shown.size) == ("PNG", (150, 100))
