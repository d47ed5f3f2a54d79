"""Which header means which column.

Rules are data: one frozen record a column, tried in order on the squeezed header. What none claims is `other` and is
kept under its own header.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import get_args

from corpus.fold import squeeze
from corpus.model import Column, HeaderMapping, How
from corpus.periods import parse_period

COLUMNS: tuple[Column, ...] = get_args(Column)
BODY: frozenset[Column] = frozenset({"criteria", "quarter_progress", "cumulative_progress"})
SHORT: frozenset[Column] = frozenset({"attribute", "deadline", "completion_pct"})
LONGEST_HEADER = 40
Choices = Mapping[str, tuple[Column, How]]  # by squeezed header: what a person, or likeness of meaning, made of it
NO_CHOICES: Choices = MappingProxyType({})
_BESIDE = re.compile(
    r"^(?:序号|编号|no\.?$|单位|部门|科室|处室|责任|牵头|配合|承办|分管|领导|联系|电话|类别|分类|领域|备注|说明|依据|来源|日期)"
    r"|亮点|特色|经验|做法|问题|困难|原因|下一步|下步|打算|建议|评价|评分|得分|分值|权重|自评|附件"
)  # headers of what stands beside the goal: they are never guessed to be a column of it
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
    """Headers that match `pattern` stand over `column`; a weak rule gives way to another header that a strong one knows."""

    column: Column
    pattern: re.Pattern[str]
    weak: bool = False


def _rule(column: Column, pattern: str) -> HeaderRule:
    return HeaderRule(column, re.compile(pattern))


def _weak(column: Column, pattern: str) -> HeaderRule:
    return HeaderRule(column, re.compile(pattern), weak=True)


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
    _weak("quarter_progress", r"(?:[0-9]月份?|季度?)(?:当期|当月)?完成$"),
    _weak(
        "cumulative_progress",
        r"完成(?:值|数|实绩|结果)|实际(?:值|数|完成)|(?:工作|主要|取得|推进)?成[效果]$|(?:办理|落实)结果",
    ),
    _rule("goal_name", r"名称|事项|(?:目标|任务|项目|工作|实事)(?:任务|目标|项目)?$"),
)
_PROGRESS: frozenset[Column] = frozenset({"quarter_progress", "cumulative_progress"})


def _rule_of(header: str) -> HeaderRule | None:
    text = squeeze(header)
    return next((rule for rule in RULES if rule.pattern.search(text)), None)


def column_of(header: str) -> Column:
    """The canonical column of a header; `other` where no rule claims it."""
    text, rule = squeeze(header), _rule_of(header)
    column: Column = rule.column if rule else "other"
    period = parse_period(text)
    if column in _PROGRESS and period and "累计" not in text:
        return "cumulative_progress" if period.first == 1 and period.months != 3 else "quarter_progress"
    return column


def names_other(header: str) -> bool:
    """Whether the header is known to name something beside the goal: a number, an office, a remark."""
    return not header.strip() or bool(_BESIDE.search(squeeze(header)))


def map_headers(
    headers: Sequence[str],
    *,
    tails: Sequence[str] | None = None,
    described: Sequence[bool] | None = None,
    choices: Choices = NO_CHOICES,
) -> list[HeaderMapping]:
    """The column of each header, by a person's choice or by rule; `other` where neither claims it.

    Each canonical column is taken once: by what a person chose, then by strong rules before weak ones, then by the
    first header. `tails` are the lowest rows of headers of several rows: what they say counts for more than what the
    row above says of several columns. `described` says which columns hold descriptions: of two that could say what
    is asked for or was reached, it is the one that does.
    """
    short = [not holds for holds in described or [True] * len(headers)]
    claims = [_claim(header, tail, choices) for header, tail in zip(headers, tails or headers, strict=True)]
    winners: dict[Column, int] = {}
    for position in sorted(range(len(claims)), key=lambda i: (claims[i].rank, claims[i].column in BODY and short[i])):
        winners.setdefault(claims[position].column, position)
    return [
        HeaderMapping(header, claim.column, claim.how)
        if claim.column == "other" or winners[claim.column] == position
        else HeaderMapping(header, "other")
        for position, (header, claim) in enumerate(zip(headers, claims, strict=True))
    ]


@dataclass(frozen=True, slots=True)
class _Claim:
    column: Column
    how: How
    rank: int  # lower wins


def _claim(header: str, tail: str, choices: Choices) -> _Claim:
    if squeeze(header) in choices:
        column, how = choices[squeeze(header)]
        return _Claim(column, how, 0 if how == "person" else 4)
    for rank, text in ((1, tail), (3, header)):
        column = column_of(text) if len(text) <= LONGEST_HEADER else "other"
        if column != "other":
            rule = _rule_of(text)
            return _Claim(column, "rule", rank + bool(rule and rule.weak))
        if names_other(text):
            break
    return _Claim("other", "rule", 5)


def with_names(mappings: Sequence[HeaderMapping]) -> list[HeaderMapping]:
    """The mappings; a header left of the body that no rule knows names the goals where no other does.

    Where two headers could name the goals (考核项目, 目标任务) and none says what is asked for, the later one does.
    """
    named = list(mappings)
    columns = [mapping.column for mapping in mappings]
    body = next((i for i, column in enumerate(columns) if column in BODY), 0)
    free = [i for i, mapping in enumerate(mappings) if mapping.column == "other" and mapping.how == "rule"]
    free = [i for i in free if not names_other(mappings[i].header) and len(mappings[i].header) <= LONGEST_HEADER]
    if "goal_name" not in columns:
        names = [i for i in free if i < body]
        if names:
            named[names[-1]] = HeaderMapping(mappings[names[-1]].header, "goal_name")
    elif "criteria" not in columns:
        tasks = [i for i in free if i > columns.index("goal_name") and column_of(mappings[i].header) == "goal_name"]
        if tasks:
            named[tasks[0]] = HeaderMapping(mappings[tasks[0]].header, "criteria")
    return named


def is_goal_table(columns: Iterable[Column]) -> bool:
    """Whether a table with these columns holds goals: it names them and says what is asked for or what was reached."""
    known = set(columns)
    return "goal_name" in known and bool(BODY & known)
