"""Made-up reports of two bodies over several periods, for the overview."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from assistant.extraction import extract
from corpus import Document, read_document

COLUMNS = ("目标名称", "考核内容及指标", "完成时限(月)", "本季度完成进度", "累计完成进度", "累计完成工作量(%)")
HOSTILE = "<img src=x onerror='window.hacked=1'> ${window.hacked=1} {{value}}"
WATER, ROADS = "云汀县水利局", "云汀县交通局"


def row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def goal(
    name: str = "河湖管护", criteria: str = "巡查河道 400 次。", due: str = "12 月", quarter: str = "", done: str = "", pct: str = "50%"
) -> str:  # fmt: skip
    """A row of the table."""
    return row(name, criteria, due, quarter, done, pct)


def report(
    folder: Path,
    *rows: str,
    body: str = WATER,
    year: int = 2022,
    month: int = 6,
    columns: Sequence[str] = COLUMNS,
) -> Document:
    """A report that is read from a file, with its targets and actuals paired, as one that is ingested."""
    title = f"{year} 年度{body}综合考评职能目标完成情况表（{year} 年 {month} 月）"
    lines = [f"# {title}", "", row(*columns), "|---" * len(columns) + "|", *rows, "", "注：打“★”的为督办目标。"]
    path = folder / f"{body}-{year}-{month}.md"
    path.write_text("\n".join(lines), encoding="utf-8")
    return extract(read_document(path))


def water(folder: Path, year: int, month: int, *, patrols: int, spent: str, pct: str, rate: str = "96.4%") -> Document:
    """A report of the water bureau with a count, a rate and a sum of money."""
    return report(
        folder,
        goal(done=f"1-{month} 月全县巡查河道 {patrols} 次，河长公示牌更新率 {rate}。", pct=pct),
        goal("水库加固", "安排水库加固资金 2 亿元。", done=f"拨付水库加固资金 {spent}。", pct=pct),
        year=year,
        month=month,
    )


def several(folder: Path) -> tuple[Document, ...]:
    """Two years of one body, two reports in the second; and another body."""
    return (
        water(folder, 2021, 6, patrols=180, spent="6000 万元", pct="40%"),
        water(folder, 2022, 6, patrols=216, spent="9000 万元", pct="55%"),
        water(folder, 2022, 9, patrols=310, spent="1.4 亿元", pct="80%", rate="97.1%"),
        report(
            folder,
            goal(done="1-6 月全县巡查河道 90 次。", pct="30%"),
            goal("★ 公路养护", "养护公路 80 公里。", "6 月", done="养护公路 60 公里。", pct="90%"),
            body=ROADS,
        ),
    )


def wide(folder: Path) -> Document:
    """A report of hostile and of long text."""
    return report(
        folder,
        goal(escape(HOSTILE), "=HYPERLINK(1) 改造管网 80 公里。", done="=1+1 改造管网 40 公里。", pct="45%"),
        goal("名" * 60, "改造" * 300 + " 12 座。", done="完成" * 600 + " 7 座。", pct="120%"),
        body=ROADS,
        year=2023,
        month=9,
    )
