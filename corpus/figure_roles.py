"""What a figure is in its cell: target, actual, budget, change, share, or neither. From its column and the words around."""

from __future__ import annotations

import re

from corpus.figure_core import Core
from corpus.model import Column, Comparator, Role

CHANGE = re.compile(
    r"同比|环比|较|比(?:上年|去年|年初|上一?季|上月|同期)|增长|增幅|增速|降幅|涨幅|下降|上升|提高|提升|增加|减少|降低|降价|回落|压缩了|高于|低于|高出|上涨|下跌|回升|翻"
)
_REDUCTION_RATIO = re.compile(r"压减|减免比例")
_AGAINST = re.compile(r"同比|环比|较")
_SHARE = re.compile(r"占|比例|比重|(?:为|完成|达到?|相当于|实现|恢复[至到])[^,。;]{0,14}的[ ]?$")
_BUDGETED = re.compile(r"(?<!公共)(?<!基金)(?<!经营)预算(?:安排|总额|资金|数)?[^,。;]{0,6}$|(?:年初|全年|年度)预算")
_CUT = re.compile(r"[压追削核调]减|收回|节约|节支")
_SET_ASIDE = re.compile(r"(?<!公共)(?<!基金)(?<!经营)预算|安排|设立|批复")
_YEARLY = re.compile(r"比上年|同比|较上年")
_TOTAL_OF = re.compile(r"[^,。;:、()\d]{0,24}(?<!其)中[^,。;:()\d]{0,16}\d")
_SIZED = re.compile(r"[ ]?[\u4e00-\u9fff]{2,12}[ ]?\d")
_SIZES = frozenset("千伏 兆瓦 千瓦 吨 米 厘米 毫米 层 升 蒸吨 千伏安 度 英寸".split())  # 110 千伏变电站 2 座
_LEVEL = re.compile(r"(?:提高|提升|增加|增长|上升|上涨|升|增|下降|降低|降|回落|减少)[到至]了?[ ]?$")
_NEAR = 60  # characters of a clause that are looked at
_LAST = 24
_BOUNDS = ("以上", "以下", "以内")


def role_of(
    core: Core,
    *,
    folded: str,
    span: tuple[int, int],
    comparator: Comparator,
    column: Column,
    clause: int,
    sentence: int,
) -> Role:
    """The role of a figure at `span` (comparing words included) whose clause and sentence begin at the offsets given."""
    if core.kind in ("date", "document_no", "period"):
        return "other"
    if column == "completion_pct":
        return "actual"
    start, end = core.start, span[1]
    ratio = core.kind in ("percent", "fraction")
    if not ratio and ((comparator in ("ge", "le") and _is_threshold(folded, end)) or _is_size(core, folded, end)):
        return "other"
    before = folded[max(clause, start - _NEAR) : start]
    if column == "criteria":
        return _demanded(
            core, bound=span[0] < start, clause=before, sentence=folded[max(sentence, start - _NEAR) : start]
        )
    if core.unit == "个百分点":
        return "change"
    if ratio or core.unit == "倍":
        return _ratio(core, before)
    if core.kind == "money" and _BUDGETED.search(before[-_LAST:]) and not _CUT.search(before):
        return "budget"
    return "other" if core.han or _TOTAL_OF.match(folded, end, end + 44) else "actual"


def _is_threshold(folded: str, end: int) -> bool:
    """Whether a bound stands inside a name: 总投资1亿元以上新开工项目."""
    if not folded.endswith(_BOUNDS, 0, end):
        return False
    after = folded[end : end + 2].lstrip()[:1]
    return after == "的" or "\u4e00" <= after <= "\u9fff"


def _is_size(core: Core, folded: str, end: int) -> bool:
    """Whether a size stands inside a name that is counted: 110 千伏变电站 2 座."""
    return core.unit in _SIZES and _SIZED.match(folded, end) is not None


def _demanded(core: Core, *, bound: bool, clause: str, sentence: str) -> Role:
    """In criteria: money set aside is a budget unless a bound (不低于) makes it a demand."""
    if core.kind == "money" and not bound and _SET_ASIDE.search(clause):
        return "budget"
    if core.kind == "percent" and _YEARLY.search(clause) and "预算安排" in sentence:
        return "change"
    return "target"


def _ratio(core: Core, clause: str) -> Role:
    if core.kind == "fraction":
        return "share"
    if _REDUCTION_RATIO.search(clause) and not _AGAINST.search(clause):
        return "actual"
    if _LEVEL.search(clause):
        return "actual"
    last_share = max((match.start() for match in _SHARE.finditer(clause)), default=-1)
    last_change = max((match.start() for match in CHANGE.finditer(clause)), default=-1)
    if last_change > last_share:
        return "change"
    return "share" if last_share >= 0 and core.unit != "倍" else "actual"
