"""Numbers and periods of others' test suites: how many cases the grammar reads, beside what their own libraries read.

    python -m bench --only figures --suites FILE

FILE has a case a line: suite, category, input, expected, note. The data belong to their projects and are not part of this
one. Pass rates are stated over all cases and over those in scope; what is out of scope is counted by reason.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.figure_cases import Case, passes, reason_of
from bench.tables import markdown_table, report_progress, share, write

# what the suites' own libraries read of them, as measured on the whole sets that the file is drawn from
RIVALS = {
    "recognizers number": "recognizers-text 334/365 ①；cn2an 126/242",
    "recognizers bound/range": "①",
    "recognizers percent": "recognizers-text 139/152",
    "recognizers money": "recognizers-text 28/35；jionlp 21/35",
    "jionlp money": "jionlp 54/54 ②",
    "jionlp money-in-text": "②",
    "jionlp period": "jionlp 35/41",
    "cn2an number": "cn2an 132/132",
}
_NOTES = (
    "① number 和 bound/range 合计；② money 和 money-in-text 合计。其他库的数据是它们各自全集上的结果，本文件只含其中一部分。",
    "没有单位的数（二百三十）在报告里不是指标数据，read_figures 不读：number、bound/range、itn/tn 各类直接用数字层读取。",
    "“个百分点”的数值与金标的 % 相同即算对；范围不比较端点的开闭。",
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A case with what became of it; `reason` is None in scope."""

    case: Case
    passed: bool
    reason: str | None


def run(path: Path | None, *, failures: int = 12) -> None:
    """Judge the cases of a file and write the tables; one line where there is no such file."""
    if path is None or not path.is_file():
        write(f"外部数据集：没有文件 {path or ''}，跳过。请用 --suites 指明 figure_suites.jsonl。")
        return
    report_progress(f"外部数据集 {path.name}")
    judged = judge(path)
    write("## 外部数据集：数字与期间", _rates(judged), *_NOTES)
    write("不在范围内的用例及原因：", _reasons(judged))
    failed = [item for item in judged if not item.passed and item.reason is None]
    write(
        f"范围内未通过 {len(failed)} 例：",
        "\n".join(f"- {i.case.group}：{i.case.text[:60]}" for i in failed[:failures]),
    )


def judge(path: Path) -> list[Judged]:
    """Every case of a file, in its order."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_judged(json.loads(line)) for line in lines if line.strip()]


def _judged(record: dict[str, object]) -> Judged:
    case = Case(
        str(record["suite"]),
        str(record["category"]),
        str(record["input"]),
        record["expected"],
        str(record["note"] or ""),
    )
    return Judged(case, passes(case), reason_of(case))


def _rates(judged: Sequence[Judged]) -> str:
    groups = list(dict.fromkeys(item.case.group for item in judged))
    rows = [_row(group, [item for item in judged if item.case.group == group]) for group in groups]
    return markdown_table(("数据集", "全部", "范围内", "其他库（各自全集）"), [*rows, _row("合计", judged)])


def _row(name: str, items: Sequence[Judged]) -> tuple[str, ...]:
    inside = [item for item in items if item.reason is None]
    passed = sum(item.passed for item in items), sum(item.passed for item in inside)
    return name, share(passed[0], len(items)), share(passed[1], len(inside)), RIVALS.get(name, "")


def _reasons(judged: Sequence[Judged]) -> str:
    left_out = Counter(item.reason for item in judged if item.reason)
    passing = Counter(item.reason for item in judged if item.reason and item.passed)
    rows = [(reason, str(count), str(passing[reason])) for reason, count in left_out.most_common()]
    return markdown_table(("原因", "用例", "其中也读对"), rows)
