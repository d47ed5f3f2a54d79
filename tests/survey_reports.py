"""Two made-up reports of one body, a year apart, and what answers a question over them without compose."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.answer import Answer, Turn
from assistant.check import faults
from assistant.question import Query, understand
from assistant.retrieve import Evidence, retrieve
from assistant.scope import find_scope
from corpus import Document, read_document
from index import Library

HEADER = "| 目标名称 | 考核内容及指标 | 指标属性 | 完成时限(月) | 责任单位 | 1-6 月累计完成进度 | 累计完成工作量(%) |"
LATER = (
    "| 河湖长效管护 | 巡查河道 400 次；河长公示牌更新率达到 95%。 | 约束性 | 2022 年 12 月 | 河湖处 | 1-6 月巡查河道 212 次；河长公示牌更新率 96.4%。 | 53% |",
    "| 农村饮水提升 | 改造水厂 12 座、管网 80 公里；全县水质抽检合格率 98%以上。 | 约束性 | 2022 年 10 月 | 供水中心 | 完成水厂、管网改造分别为 7 座和 52 公里；县本级水质抽检合格率 99.1%，全县为 97.2%。 | 61% |",
    "| ★ 智慧水利建设 | 新建监测站 30 个；取水许可网办率不低于 90%；水库标准化管理覆盖率达到 70%。 | 预 期 性 | 2022 年 11 月 | 信息科、供水中心 | 已启动监测站 25 个、建成 14 个；取水许可网办率 88.5%；完成投资 3260 万元。 | 47% |",
    "| 节约用水 | 万元产值用水量控制在 18 吨以内；节水载体覆盖三分之二以上的单位。 | 预期性 | 2022 年 12 月 | 资源科 | 万元产值用水量 16.9 吨；节水载体覆盖 64.1%的单位；完成投资 940 万元。 | 50% |",
)  # fmt: skip
EARLIER = (
    "| 河湖长效管护 | 巡查河道 380 次。 | 约束性 | 2021 年 12 月 | 河湖处 | 1-6 月巡查河道 196 次。 | 52% |",
    "| 农村饮水提升 | 改造水厂 10 座。 | 约束性 | 2021 年 11 月 | 供水中心 | 改造水厂 6 座。 | 60% |",
    "| 节约用水 | 万元产值用水量控制在 19 吨以内。 | 预期性 | 2021 年 12 月 | 资源科 | 万元产值用水量 18.2 吨。 | 50% |",
)


def report(folder: Path, year: int, rows: Sequence[str], *, header: str = HEADER) -> Document:
    """A report of the made-up body, read from a file as any other."""
    title = f"{year} 年度云汀县水利局综合考评职能目标完成情况表（{year} 年 6 月）"
    path = folder / f"{year}.md"
    path.write_text(
        "\n".join(
            [f"# {title}", "", header, "|---" * (header.count("|") - 1) + "|", *rows, "", "注：打“★”的为县级督办目标。"]
        ),
        encoding="utf-8",
    )
    return read_document(path)


def prepare(library: Library, question: str, *, history: Sequence[Turn] = ()) -> tuple[Query, Evidence]:
    """The understood question and its evidence."""
    documents = library.documents()
    scope = find_scope(understand(question, history=history), documents)
    return scope.query, retrieve(library, scope.query, scope.documents)


def sound(answer: Answer, library: Library) -> bool:
    """Whether every quote and number of the answer can be pointed to."""
    return not faults(answer, library.documents())
