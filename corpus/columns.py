"""Which header means which column.

Rules are data: one frozen record a column, tried in order on the squeezed header. What none claims is `other` and is
kept under its own header.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import get_args

from corpus.fold import squeeze
from corpus.model import Column
from corpus.periods import parse_period

COLUMNS: tuple[Column, ...] = get_args(Column)
BODY: frozenset[Column] = frozenset({"criteria", "quarter_progress", "cumulative_progress"})
SHORT: frozenset[Column] = frozenset({"attribute", "deadline", "completion_pct"})
_LONGEST_HEADER = 40
_NUMBERING = re.compile(r"^(序号|编号|no\.?|单位|部门|责任|牵头|类别|分类|领域|备注)")
COLUMN_NAMES: dict[Column, str] = {
    "goal_name": "目标名称",
    "criteria": "考核内容及指标",
    "attribute": "指标属性",
    "deadline": "完成时限",
    "quarter_progress": "本季度完成进度",
    "cumulative_progress": "累计完成进度",
    "completion_pct": "累计完成工作量",
    "other": "其他",
}


@dataclass(frozen=True, slots=True)
class HeaderRule:
    """Headers that match `pattern` stand over `column`."""

    column: Column
    pattern: re.Pattern[str]


def _rule(column: Column, pattern: str) -> HeaderRule:
    return HeaderRule(column, re.compile(pattern))


RULES: tuple[HeaderRule, ...] = (
    _rule("completion_pct", r"[(\[]?[%％][)\]]?$|完成(工作)?量|完成率|完成(百分)?比例?$|百分比|进度比例"),
    _rule("deadline", r"时限|期限|时间节点|(完成|截止|办结|结束)(时间|日期)|^时间$"),
    _rule("attribute", r"(指标|目标|任务|考核)(属性|性质|类型|类别)|^属性$|^性质$"),
    _rule("quarter_progress", r"(?<![0-9])(?<!前)(?:第?[一二三四1-4]|本|当|上)(?:季|期|月).*(?:进|完成|情况|落实)"),
    _rule(
        "cumulative_progress",
        r"累计|至今|(?:进展|完成|推进|落实|实施|执行|工作|目前)(?:情况|进展|进度|动态)|(?:进展|进度)$",
    ),
    _rule("criteria", r"要求|标准|内容|考核(?:指标|目标)|年度(?:目标|任务|指标|计划)|目标值|指标值?$|措施$"),
    _rule("goal_name", r"名称|事项|(?:目标|任务|项目|工作|实事)(?:任务|目标|项目)?$"),
)
_PROGRESS: frozenset[Column] = frozenset({"quarter_progress", "cumulative_progress"})


def column_of(header: str) -> Column:
    """The canonical column of a header; `other` where no rule claims it."""
    text = squeeze(header)
    column: Column = next((rule.column for rule in RULES if rule.pattern.search(text)), "other")
    period = parse_period(text)
    if column in _PROGRESS and period and "累计" not in text:
        return "cumulative_progress" if period.first == 1 and period.months != 3 else "quarter_progress"
    return column


def map_headers(headers: list[str]) -> list[Column] | None:
    """The column of each header, or None where the row is no header of a goal table.

    A goal table has at least two canonical columns, one of them a body column, and names its goals; a header left of the
    body that no rule knows names them where no other does. Each canonical column is taken once, by the first header that
    claims it; later claims become `other`.
    """
    columns: list[Column] = []
    for header in headers:
        column = column_of(header)
        columns.append("other" if column in columns or len(header) > _LONGEST_HEADER else column)
    known = set(columns) - {"other"}
    if not BODY & known or len(known) < 2:
        return None
    if "goal_name" not in known:
        body = min(i for i, column in enumerate(columns) if column in BODY)
        names = [
            i
            for i in range(body)
            if columns[i] == "other" and not _NUMBERING.search(squeeze(headers[i])) and headers[i]
        ]
        if not names:
            return None
        columns[names[-1]] = "goal_name"
    return columns
