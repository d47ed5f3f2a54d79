"""Made-up reports to draft from: one body at two dates of a year and a year later, another body, and one full of mark-up."""

from __future__ import annotations

from pathlib import Path

from assistant.extraction import extract
from corpus import Document, read_document

HEADER = "| 目标名称 | 考核内容及指标 | 完成时限(月) | 1-{month} 月累计完成进度 | 累计完成工作量(%) |"
ROADS = (
    "| 公路养护 | 养护公路不少于 {target} 公里；路面优良率达到 92%。 | {year} 年 12 月 | 1-{month} 月养护公路 {done} 公里；路面优良率 93.5%；投入资金 {money} 万元。 | {pct}% |",
    "| 公交便民 | 新开公交线路 6 条。 | {year} 年 10 月 | 1. 优化线网布局。组织乘客座谈，新开公交线路 {lines} 条，惠及居民 3.2 万人。<br>2. 改进服务。推行扫码乘车。 | {half}% |",
)  # fmt: skip
PARKS = (
    "| 公园建设 | 新建口袋公园 20 个。 | 2022 年 12 月 | 建成口袋公园 9 个，面积 4.5 公顷。 | 45% |",
    "| 古树保护 | 建立古树档案。 | 2022 年 12 月 | 完成古树普查，档案全部建立。 | 100% |",
)


def roads(folder: Path, year: int, month: int, **values: object) -> Document:
    """The transport bureau's report of that month."""
    given = {"target": 400, "done": 212, "money": 3260, "pct": 53, "lines": 2, "half": 33, **values}
    rows = [row.format(year=year, month=month, **given) for row in ROADS]
    return _read(folder, f"{year} 年度云汀县交通局目标完成情况表（{year} 年 {month} 月）", rows, month=month)


def parks(folder: Path) -> Document:
    """Another bureau's report."""
    return _read(folder, "2022 年度云汀县园林局目标完成情况表（2022 年 6 月）", PARKS, month=6)


def hostile(folder: Path) -> Document:
    """A report whose words would be mark-up, were they not escaped."""
    row = (
        "| 信访&lt;img src=x onerror=alert(1)&gt; | 办结 \\*信件\\* 30 件。 | 2022 年 12 月 "
        "| 办结 \\*信件\\* 18 件。收到&lt;script&gt;感谢&lt;/script&gt; \\[信\\]。 | 60% |"
    )
    return _read(folder, "2022 年度云汀县信访局目标完成情况表（2022 年 6 月）", [row], month=6)


def _read(folder: Path, title: str, rows: list[str] | tuple[str, ...], *, month: int) -> Document:
    header = HEADER.format(month=month)
    path = folder / f"{title}.md"
    path.write_text("\n".join([f"# {title}", "", header, "|---" * (header.count("|") - 1) + "|", *rows]), "utf-8")
    return extract(read_document(path))


class Held:
    """A shelf of documents."""

    def __init__(self, *documents: Document) -> None:
        self._documents = documents

    def documents(self) -> tuple[Document, ...]:
        return self._documents
