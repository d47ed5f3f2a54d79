"""PDF files and pictures for the tests of their readers, drawn anew in each run."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

WIDE = landscape(A4)
SONG = "STSong-Light"  # no file of it is needed: the PDF names it, and its codes are Unicode
HEADER = ["工作任务", "目标值", "责任单位", "进展情况", "完成率"]
ROWS = [
    [
        "湿地修复",
        "修复湿地 12 片，投入 3.5 亿元",
        "林业局",
        "1-6月修复湿地7片，完成投资1.86亿元，占年度计划的53.1%。",
        "58.3%",
    ],
    ["旧房改造", "改造旧房 320 户", "住建局", "完成改造287户，拨付补助1134.5万元。", "89.7%"],
    ["数据共享", "归集数据不少于 45 类", "数据局", "归集39类，用户12.6万人，办件2.47万件。", "86.7%"],
]
WIDTHS = [80, 140, 60, 200, 60]
TITLE = ("2022年云溪县重点工作", "推进情况表")
NOTE = "注：数据截至2022年6月底，由各责任单位填报并经统计部门核对后报送县政府办公室。"

pdfmetrics.registerFont(UnicodeCIDFont(SONG))


def pdf(*pages: Callable[[Canvas], object], size: tuple[float, float] = WIDE, **options: object) -> bytes:
    """A PDF of these pages, each drawn by its function."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=size, invariant=1, **options)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def text(canvas: Canvas, x: float, y: float, words: str, size: float = 10) -> None:
    """A line of text whose top is `y` points below the top of a page in landscape."""
    canvas.setFont(SONG, size)
    canvas.drawString(x, WIDE[1] - y - size, words)


def wrapped(words: str, width: float, size: float = 10) -> list[str]:
    """The text broken into lines wherever the width demands it."""
    lines = [""]
    for character in words:
        if pdfmetrics.stringWidth(lines[-1] + character, SONG, size) > width:
            lines.append("")
        lines[-1] += character
    return lines


def table(
    canvas: Canvas,
    rows: Sequence[Sequence[str]],
    *,
    x: float = 60,
    y: float = 100,
    widths: Sequence[float] = tuple(WIDTHS),
    frame: Callable[[Canvas, float, float, float, float], None] | None = None,
    pad: float = 4,
    lead: float = 14,
) -> float:
    """A table from `y` points below the top on; each cell is framed by `frame` (left, top, width, height). Its bottom."""
    lefts = list(accumulate(widths, initial=x))
    for row in rows:
        cells = [
            [line for part in cell.split("\n") for line in wrapped(part, width - 2 * pad)]
            for cell, width in zip(row, widths, strict=True)
        ]
        height = max(map(len, cells)) * lead + 2 * pad
        for left, width, lines in zip(lefts, widths, cells, strict=False):
            if frame:
                frame(canvas, left, y, width, height)
            for number, line in enumerate(lines):
                text(canvas, left + pad, y + pad + number * lead, line)
        y += height
    return y


def box(canvas: Canvas, left: float, top: float, width: float, height: float) -> None:
    """The outline of a cell."""
    canvas.setLineWidth(0.5)
    canvas.rect(left, WIDE[1] - top - height, width, height)


def thin_rects(canvas: Canvas, left: float, top: float, width: float, height: float) -> None:
    """The outline of a cell as offices write it: four filled rectangles half a point thick."""
    bottom = WIDE[1] - top - height
    for part in ((left, bottom, width, 0.5), (left, bottom + height, width, 0.5)):
        canvas.rect(*part, stroke=0, fill=1)
    for part in ((left, bottom, 0.5, height), (left + width, bottom, 0.5, height)):
        canvas.rect(*part, stroke=0, fill=1)


def dashed(canvas: Canvas, left: float, top: float, width: float, height: float) -> None:
    """The outline of a cell in short strokes."""
    bottom = WIDE[1] - top - height
    for start in range(0, int(width), 6):
        for y in (bottom, bottom + height):
            canvas.line(left + start, y, min(left + start + 3, left + width), y)
    for start in range(0, int(height), 6):
        for x in (left, left + width):
            canvas.line(x, bottom + start, x, min(bottom + start + 3, bottom + height))


def double(canvas: Canvas, left: float, top: float, width: float, height: float) -> None:
    """The outline of a cell in double lines."""
    box(canvas, left, top, width, height)
    box(canvas, left + 1.5, top + 1.5, width - 3, height - 3)


def report(canvas: Canvas, frame: Callable[[Canvas, float, float, float, float], None] | None = box) -> None:
    """A title over two lines, the table of ROWS, and a note."""
    text(canvas, 320, 40, TITLE[0], 15)
    text(canvas, 350, 60, TITLE[1], 15)
    bottom = table(canvas, [HEADER, *ROWS], frame=frame)
    text(canvas, 60, bottom + 12, NOTE, 9)


@cache
def chinese_font() -> Path | None:
    """The file of some installed font with Chinese characters, None where fontconfig knows none."""
    if not shutil.which("fc-list"):
        return None
    listed = subprocess.run(["fc-list", ":lang=zh-cn", "file"], capture_output=True, text=True, check=False, timeout=20)
    files = sorted(line.strip().rstrip(":") for line in listed.stdout.splitlines())
    return next((Path(file) for file in files if Path(file).suffix.lower() in {".ttf", ".ttc", ".otf"}), None)


def scan(rows: Sequence[Sequence[str]], *, widths: Sequence[int], title: str = "", size: int = 44) -> Image.Image:
    """A page as a scanner sees it: a ruled table in black on white, at 300 dots an inch."""
    font = ImageFont.truetype(str(chinese_font()), size)
    width, pad, lead = sum(widths) + 200, 20, int(size * 1.4)
    page = Image.new("L", (width, 1400), 255)
    draw = ImageDraw.Draw(page)
    draw.text((width / 2 - draw.textlength(title, font=font) / 2, 60), title, fill=0, font=font)
    y = 180
    for row in rows:
        cells = [
            _drawn_lines(draw, cell, font=font, width=across - 2 * pad)
            for cell, across in zip(row, widths, strict=True)
        ]
        height = max(map(len, cells)) * lead + 2 * pad
        for left, across, lines in zip(accumulate(widths, initial=100), widths, cells, strict=False):
            draw.rectangle((left, y, left + across, y + height), outline=0, width=3)
            for number, line in enumerate(lines):
                draw.text((left + pad, y + pad + number * lead), line, fill=0, font=font)
        y += height
    return page.crop((0, 0, width, y + 120))


def _drawn_lines(draw: ImageDraw.ImageDraw, words: str, *, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines = [""]
    for character in words:
        if draw.textlength(lines[-1] + character, font=font) > width and character not in "，。；%":
            lines.append("")
        lines[-1] += character
    return lines


def png(picture: Image.Image) -> bytes:
    """The picture as a PNG file."""
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()
