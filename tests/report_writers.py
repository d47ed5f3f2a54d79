"""Writes one known report in every format and layout that offices use, to check that every cell comes back.

The report is made up. A layout is a grid of cells with spans, like the tables of HTML; a writer puts it into a file.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ORGANIZATION = "临江市交通运输局"
TITLE = "2023 年度临江市交通运输局综合考评职能目标完成情况表（2023 年 9 月）"
NOTE = "注：打“★”的为市级督办目标。"
COLUMNS = (
    "goal_name",
    "criteria",
    "attribute",
    "deadline",
    "quarter_progress",
    "cumulative_progress",
    "completion_pct",
)
HEADERS = dict(
    zip(
        COLUMNS,
        (
            "目标名称",
            "考核内容及指标",
            "指标属性",
            "完成时限(月)",
            "三季度完成进度",
            "1-9 月累计完成进度",
            "累计完成工作量 (%)",
        ),
        strict=True,
    )
)
SYNONYMS = dict(
    zip(COLUMNS, ("工作任务", "年度目标", "目标类型", "时间节点", "7-9月完成情况", "目前进展", "完成率"), strict=True)
)


@dataclass(frozen=True)
class KnownGoal:
    """The true cells of a goal; `criteria` in parts, as rows of their own in some layouts."""

    criteria: tuple[str, ...]
    cells: dict[str, str]

    @property
    def truth(self) -> dict[str, str]:
        """The text of each column."""
        return {**self.cells, "criteria": "\n".join(self.criteria)}


def _goal(name: str, criteria: Sequence[str], *rest: str) -> KnownGoal:
    columns = [column for column in COLUMNS if column != "criteria"]
    return KnownGoal(tuple(criteria), dict(zip(columns, (name, *rest), strict=True)))


GOALS = (
    _goal(
        "农村公路提质", ["1.新改建农村公路不少于 120 公里。", "2.创建“四好农村路”示范镇 3 个，财政补助 2,450 万元。"],
        "约束性", "2023年12月", "7-9 月完工 38.5 公里，完成投资 1.26 亿元。",
        "1.建设进度。截至9月底，新改建农村公路96.4公里，同比增长12.5%。\n2.示范创建。示范镇2个已通过省级验收（临交建〔2023〕17号）。",
        "80.3%",
    ),
    _goal(
        "公交都市创建", ["公交机动化出行分担率达到45%以上，新增清洁能源公交车60辆。"],
        "预期性", "2023年11月", "新增公交专用道4.2公里；更换公交车18辆。", "累计新增清洁能源公交车51辆，分担率为43.7%，较年初提高2.1个百分点。", "85%",
    ),
    _goal(
        "★港口智慧化改造", ["泊位自动化改造率达到三分之二以上；单箱能耗下降 5% 左右。", "建成岸电设施 12 套。"],
        "预期性", "2023年10月", "完成3号泊位改造,岸电设施投用4套。", "已改造泊位 9 个，占全部 14 个泊位的 64.3%;岸电设施投用 11 套，累计接电 1.8 万千瓦时。", "91.7%",
    ),
    _goal(
        "道路运输安全", ["“两客一危”车辆动态监控上线率不低于99.5%，较大及以上事故 0 起。"],
        "约束性", "2023年12月", "检查企业217家次，整改隐患 96 处。", "上线率99.7%；检查企业 643 家次,整改隐患 288 处，整改率 97.6%。", "75%",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """A cell of a layout's grid."""

    text: str = ""
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class Layout:
    """A table as an office lays it out. `above` and `below` stand outside the table; `extra` are columns of no name."""

    rows: tuple[tuple[Cell, ...], ...]
    above: tuple[str, ...] = (TITLE,)
    below: tuple[str, ...] = (NOTE,)
    extra: dict[str, tuple[str, ...]] = field(default_factory=dict)
    merged: bool = False
    width: int = len(COLUMNS)


def _row(*texts: str) -> tuple[Cell, ...]:
    return tuple(Cell(text) for text in texts)


def plain(columns: Sequence[str] = COLUMNS, headers: dict[str, str] | None = None) -> Layout:
    """A header and a row a goal."""
    names = headers or HEADERS
    rows = [_row(*[names[column] for column in columns])]
    rows += [_row(*[goal.truth[column] for column in columns]) for goal in GOALS]
    return Layout(tuple(rows))


def shuffled() -> Layout:
    """The columns in another order."""
    return plain(
        ("completion_pct", "goal_name", "deadline", "cumulative_progress", "criteria", "quarter_progress", "attribute")
    )


def numbered() -> Layout:
    """A 序号 column, two columns that have no canonical name, and headers of other words."""
    rows = [_row("序号", *[SYNONYMS[column] for column in COLUMNS], "责任单位", "备注")]
    offices, remarks = ("建设处", "运输处", "港航中心", "安监处"), ("", "分两批", "", "")
    for number, (goal, office, remark) in enumerate(zip(GOALS, offices, remarks, strict=True), start=1):
        rows.append(_row(str(number), *[goal.truth[column] for column in COLUMNS], office, remark))
    extra = {"序号": ("1", "2", "3", "4"), "责任单位": offices, "备注": remarks}
    return Layout(tuple(rows), extra=extra, width=10)


def merged_rows() -> Layout:
    """A row a criterion; name, attribute, deadline and percentage merged over the rows of a goal."""
    rows = [_row(*HEADERS.values())]
    for goal in GOALS:
        height = len(goal.criteria)
        spanned = [Cell(goal.criteria[0]) if c == "criteria" else Cell(goal.truth[c], rows=height) for c in COLUMNS]
        rows.append(tuple(spanned))
        rows += [_row(criterion) for criterion in goal.criteria[1:]]
    return Layout(tuple(rows), merged=True)


def two_row_header() -> Layout:
    """Progress over two columns of its own, the other headers over two rows; title and note inside the table."""
    top = [Cell(HEADERS[c], rows=2) for c in COLUMNS[:4]] + [
        Cell("完成进度", columns=2),
        Cell(HEADERS["completion_pct"], rows=2),
    ]
    rows = [(Cell(TITLE, columns=7),), tuple(top), _row("三季度", "1-9 月累计")]
    rows += [_row(*[goal.truth[column] for column in COLUMNS]) for goal in GOALS]
    rows.append((Cell(NOTE, columns=7),))
    return Layout(tuple(rows), above=(), below=(), merged=True)


def sectioned() -> Layout:
    """Section rows, a repeated header and a total between the goals."""
    rows = list(plain().rows)
    total = _row("合计", "", "", "", "", "", "")
    between = (
        rows[0],
        (Cell("一、基础设施", columns=7),),
        *rows[1:3],
        (Cell("二、行业治理", columns=7),),
        *rows[3:],
        total,
    )
    return Layout(between, merged=True)


LAYOUTS: dict[str, Callable[[], Layout]] = {
    "plain": plain,
    "other words": lambda: plain(headers=SYNONYMS),
    "shuffled": shuffled,
    "numbered": numbered,
    "merged rows": merged_rows,
    "two-row header": two_row_header,
    "sections": sectioned,
}


def placed(layout: Layout) -> list[tuple[int, int, Cell]]:
    """The cells with their row and column of the grid, 0-based."""
    taken: set[tuple[int, int]] = set()
    found = []
    for r, row in enumerate(layout.rows):
        c = 0
        for cell in row:
            while (r, c) in taken:
                c += 1
            found.append((r, c, cell))
            taken |= {(r + i, c + j) for i in range(cell.rows) for j in range(cell.columns)}
    return found


def write_docx(layout: Layout, path: Path) -> None:
    """A Word table with merged cells; each line of a cell is a paragraph."""
    import docx

    document = docx.Document()
    for line in layout.above:
        document.add_paragraph(line)
    table = document.add_table(len(layout.rows), layout.width)
    table.style = "Table Grid"
    for r, c, cell in placed(layout):
        first = table.cell(r, c)
        if cell.rows > 1 or cell.columns > 1:
            first = first.merge(table.cell(r + cell.rows - 1, c + cell.columns - 1))
        lines = cell.text.split("\n")
        first.paragraphs[0].text = lines[0]
        for line in lines[1:]:
            first.add_paragraph(line)
    for line in layout.below:
        document.add_paragraph(line)
    document.save(str(path))


def write_xlsx(layout: Layout, path: Path) -> None:
    """A sheet, the title merged over its width."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "完成情况"
    for line in layout.above:
        sheet.append([line])
        sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=layout.width)
    offset = sheet.max_row if layout.above else 0
    for r, c, cell in placed(layout):
        row = offset + r + 1
        value, number_format = shown_number(cell.text)
        target = sheet.cell(row, c + 1, value)
        target.number_format = number_format
        if cell.rows > 1 or cell.columns > 1:
            sheet.merge_cells(
                start_row=row, end_row=row + cell.rows - 1, start_column=c + 1, end_column=c + cell.columns
            )
    for line in layout.below:
        sheet.cell(sheet.max_row + 1, 1, line)
        sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=layout.width)
    book.save(path)


def shown_number(text: str) -> tuple[str | float, str]:
    """A percentage as a sheet holds it: a number and the format that shows it as `text`."""
    if text.endswith("%") and text[:-1].replace(".", "").isdigit():
        places = len(text.partition(".")[2]) - 1
        return float(text[:-1]) / 100, "0%" if places < 1 else f"0.{'0' * places}%"
    return text, "General"


def write_xls(layout: Layout, path: Path) -> None:
    """A sheet of Excel 97–2003."""
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("完成情况")
    offset = 0
    for line in layout.above:
        sheet.write_merge(offset, offset, 0, layout.width - 1, line)
        offset += 1
    for r, c, cell in placed(layout):
        value, number_format = shown_number(cell.text)
        style = xlwt.easyxf(num_format_str=number_format)
        sheet.write_merge(offset + r, offset + r + cell.rows - 1, c, c + cell.columns - 1, value, style)
    for line in layout.below:
        sheet.write_merge(offset + len(layout.rows), offset + len(layout.rows), 0, layout.width - 1, line)
    book.save(str(path))


def write_html(layout: Layout, path: Path) -> None:
    """A web page."""
    cells: dict[int, str] = {}
    for r, _, cell in placed(layout):
        content = "".join(f"<p>{html.escape(line)}</p>" for line in cell.text.split("\n"))
        cells[r] = cells.get(r, "") + f'<td rowspan="{cell.rows}" colspan="{cell.columns}">{content}</td>'
    rows = "".join(f"<tr>{cells.get(r, '')}</tr>\n" for r in range(len(layout.rows)))
    above = "".join(f"<h1>{html.escape(line)}</h1>" for line in layout.above)
    below = "".join(f"<p>{html.escape(line)}</p>" for line in layout.below)
    page = f'<!DOCTYPE html><html><head><meta charset="gb2312"></head><body>{above}<table>{rows}</table>{below}</body></html>'
    path.write_bytes(page.encode("gb18030"))


def write_markdown(layout: Layout, path: Path) -> None:
    """A pipe table; a line feed in a cell is `<br>`."""
    lines = [f"# {line}" for line in layout.above] + [""]
    for position, row in enumerate(layout.rows):
        lines.append("| " + " | ".join(cell.text.replace("\n", "<br>") for cell in row) + " |")
        if position == 0:
            lines.append("|" + "---|" * layout.width)
    path.write_text("\n".join([*lines, "", *layout.below]), encoding="utf-8")


def write_text(layout: Layout, path: Path) -> None:
    """Tab-separated lines, paragraphs in mark-up, as text recognition gives them."""
    lines = [*layout.above]
    lines += [
        "\t".join("".join(f"<p>{line}</p>" for line in cell.text.split("\n")) for cell in row) for row in layout.rows
    ]
    path.write_text("\n".join([*lines, *layout.below]), encoding="utf-8")


def write_csv(layout: Layout, path: Path) -> None:
    """Comma-separated values as Excel exports them."""
    import csv

    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        for line in (*layout.above, ""):
            writer.writerow([line])
        writer.writerows([[cell.text for cell in row] for row in layout.rows])
        writer.writerows([[line] for line in layout.below])


def write_pdf(layout: Layout, path: Path, *, font: Path) -> None:
    """A ruled table on landscape pages, its header repeated; rows that don't fit are cut by the page break."""
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    pdfmetrics.registerFont(TTFont("han", str(font)))
    style = ParagraphStyle("han", fontName="han", fontSize=10.5, leading=15, wordWrap="CJK")
    grid: list[list[Any]] = [["" for _ in range(layout.width)] for _ in layout.rows]
    commands: list[Any] = [("GRID", (0, 0), (-1, -1), 0.7, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    for r, c, cell in placed(layout):
        grid[r][c] = [Paragraph(html.escape(line), style) for line in cell.text.split("\n")]
        commands.append(("SPAN", (c, r), (c + cell.columns - 1, r + cell.rows - 1)))
    widths = [44 if cell_is_short(layout, c) else 150 for c in range(layout.width)]
    scale = (landscape(A4)[0] - 80) / sum(widths)
    table = Table(grid, colWidths=[width * scale for width in widths], style=commands, repeatRows=0, splitByRow=1)
    story = [Paragraph(html.escape(line), style) for line in layout.above]
    story += [table, *[Paragraph(html.escape(line), style) for line in layout.below]]
    SimpleDocTemplate(
        str(path), pagesize=landscape(A4), leftMargin=40, rightMargin=40, topMargin=40, bottomMargin=40
    ).build(story)


def cell_is_short(layout: Layout, column: int) -> bool:
    """Whether the column of the grid needs little room."""
    texts = [cell.text for r, c, cell in placed(layout) if c == column and cell.columns == 1 and r > 0]
    return max((len(text) for text in texts), default=0) <= 12


WRITERS: dict[str, Callable[[Layout, Path], None]] = {
    ".docx": write_docx,
    ".xlsx": write_xlsx,
    ".xls": write_xls,
    ".html": write_html,
    ".md": write_markdown,
    ".txt": write_text,
    ".csv": write_csv,
}
SPANLESS = (".md", ".txt", ".csv")  # formats that can't merge cells


def han_font() -> Path | None:
    """A TrueType font with Chinese characters on this machine, None where there is none."""
    import subprocess

    found = subprocess.run(
        ["fc-list", ":lang=zh", "file"], capture_output=True, text=True, check=False, timeout=30
    ).stdout.splitlines()  # fmt: skip
    files = sorted(Path(line.rstrip(": ")) for line in found if line.lower().rstrip(": ").endswith((".ttc", ".ttf")))
    return files[0] if files else None
