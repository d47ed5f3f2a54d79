"""What a figure measures: the noun phrase before it; of a change also its direction, and what it is measured against.

A parser of sentences would know more of grammar and less of reports: here the phrase is what remains between two figures
when the words that merely lead to a number are taken off its ends. Those words are data.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from corpus.figure_context import Context
from corpus.figure_core import Core
from corpus.model import Direction, Role


class Measured(NamedTuple):
    """What a figure measures, which way it went and against what."""

    metric: str | None
    direction: Direction | None = None
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """A wording of what a change is measured against, and the name that all its wordings share ("" for its own words)."""

    wording: str
    name: str


CHANGED_AGAINST: tuple[Basis, ...] = (
    Basis("同比|[比较与](?:上年|去年)?(?:的)?同期(?:相比)?", "同比"),
    Basis("环比|[比较与]上个?月(?:相比)?|[比较与]上一?季度(?:相比)?", "环比"),
    Basis("[比较与](?:上年|去年)年?[底末](?:相比)?", "较上年末"),
    Basis("[比较与]年初(?:相比)?", "较年初"),
    Basis("[比较与](?:上一?年度?|去年)(?:相比)?", "较上年"),
)
_WAYS: dict[str, Direction] = {"超": "up", "快": "up", "慢": "down"}
_ORDER = re.compile("[超快慢]")
_GENERAL_BASIS = re.compile(
    r"(?<![可相对])[比较与](?P<own>[^,。;:、比较与]{1,12}?)(?:相比)?(?=(?:均|都|分别|约|又|共)?[ ]?[增提上下减降回压高低扩缩净超快慢])"
)
_BETTER_THAN = re.compile(
    r"(?P<way>高于|高出|超出|快于|优于|领先|超过|低于|慢于|落后)(?:于)?(?P<own>[^,。;:\d]{2,12}?)(?:水平)?[ ]?$"
)
_CHANGED = re.compile("|".join(f"(?P<b{n}>{basis.wording})" for n, basis in enumerate(CHANGED_AGAINST)))
_SHARE_OF = re.compile(
    r"(?:占(?!比|地)(?P<whole>[^,。;:]{2,24}?)(?:的(?:比重|比例|份额)?|比重|比例|总量的)?(?:达到?|为|保持在|稳定在|控制在|提高到|[ ]){0,3}"
    r"|(?:为|是|完成|达到?|相当于|占|实现|恢复[至到])(?P<plan>[^,。;:]{2,20})的)[ ]?$"
)
UP = "增长 增加 增幅 增速 增收 增高 上升 提高 提升 上涨 涨幅 扩大 回升 攀升 加快 净增 高于 高出 超出 快于 优于 翻番 翻".split()
DOWN = "下降 降低 减少 压减 压缩 削减 核减 缩减 缩短 回落 下跌 下滑 降幅 跌幅 降价 低于 慢于 负增长 降本 追减 调减 减免 减负 压降 减排 少于".split()
REDUCTIONS = "压减 压缩 削减 核减 减少 降低 下降 缩减 压降 降价 追减 调减".split()
_DIRECTION = re.compile("(?P<up>" + "|".join(UP) + ")|(?P<down>负增长|" + "|".join(DOWN) + ")")
_NEGATIVE_GROWTH = "负增长"
_REDUCTION = re.compile("|".join(REDUCTIONS))
_REDUCED_TO = re.compile("(?:" + "|".join(REDUCTIONS) + ")[到至][ ]?$")
_TO_NUMBER = re.compile(r"(?:达到?|为|约|了|控制在|保持在|在|[ ]){0,3}")
_LEADING_WORDS = (
    "其中 并且 并 且 已经 已 又 累计 共计 合计 总计 总共 目前 现有 现 同时 分别 均 仍 还 再 年内 全年 以及 和 及 与 另 本年 今年 各 达到 达 为 是 至 到 了 的 有 约 "
    "今年以来 全市 全区 全县 全省 全州 全国 市本级 区本级 县本级 省本级 共 建成 完成 实现 开展 组织开展 上半年 下半年 年初以来 预计 力争 确保 截至目前 按可比价格计算 按可比价 可比价 去年同期 上年同期 此外 、 , : ) 当年 当前"
).split()
_TRAILING_WORDS = (
    "达到 达 为 是 至 到 在 由 从 共计 共 合计 总计 累计 已经 已有 已 均为 均达 均达到 约 近 了 的 有 等 保持在 控制在 稳定在 提高到 提高至 压缩到 压缩至 压缩 降至 降到 增加到 增至 增加至 减少到 减少至 "
    "降低到 降低至 升至 缩短至 缩短到 恢复至 恢复到 分别 中已有 中有 力争 可 占 其中 仅 计 只有 , 、 ( 新增 : 完成 实现 高达 也 还 又 再 另有 各 每年 中 每人每月 每人每年 每人 每户 每月 人均"
).split()
_TRAILING_CHANGES = tuple(
    word
    for word in (*UP, *DOWN, *("增 降 减 均 净增 平均 比 较 同比 环比 同期 相比 大幅 小幅 逆势 持续 年均 各".split()))
)
_KEPT_CHANGES = frozenset("增收 减负 减排 加快 翻".split())
_SPACED = re.compile(r"(?<=[\u4e00-\u9fff”》)])[ ]+(?=[\u4e00-\u9fff“《(])")
_ENUMERATOR = re.compile(
    r"[ ]*(?:\(?\d{1,2}[.、)](?!\d)|\(?[一二三四五六七八九十]{1,3}[、)]|[一二三四五六七八九十]{1,2}是|[①-⑳])[ ]*"
)
_BEHIND = re.compile(
    r"[ ]?(?P<noun>“?[\u4e00-\u9fff”]{2,12}?)(?=[,。;:!?、()“\n\d]|的|中|共|已|和|及|等|入选|纳入|完成|通过|开展|实现|获|被|均|全部|$)"
)
_VERBS_ALONE = re.compile(
    r"(?:惠及|涉及|服务|覆盖|检查|培训|带动|吸纳|参与|受益|涵盖|对|为|向|查处|走访|排查|奖励|扶持|其余|约谈|表彰|正征求|征求|联合|选派|组织|启动)$"
)
_NEAR, _LONGEST = 60, 40


def _by_end(words: list[str] | tuple[str, ...], position: int) -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for word in dict.fromkeys(words):
        table.setdefault(word[position], []).append(word)
    return {key: tuple(sorted(found, key=len, reverse=True)) for key, found in table.items()}


_LEADING = _by_end([" ", *_LEADING_WORDS], 0)
_TRAILING = _by_end([" ", *_TRAILING_WORDS], -1)
_CHANGES = _by_end([" ", *_TRAILING_WORDS, *(word for word in _TRAILING_CHANGES if word not in _KEPT_CHANGES)], -1)


def _without_lead(body: str) -> str:
    while body:
        for word in _LEADING.get(body[0], ()):
            if body.startswith(word):
                body = body[len(word) :]
                break
        else:
            return body
    return body


def _without_trail(body: str, words: dict[str, tuple[str, ...]]) -> str:
    while body:
        for word in words.get(body[-1], ()):
            if body.endswith(word):
                body = body[: -len(word)]
                break
        else:
            return body
    return body


def _clean(body: str, *, changed: bool) -> str:
    """A noun phrase without what leads to it and from it to the number."""
    body = _without_trail(_without_lead(body), _CHANGES if changed else _TRAILING)
    return (_SPACED.sub("", body) if " " in body else body)[-_LONGEST:]


def measured(
    core: Core, *, context: Context, start: int, end: int, role: Role, gaps: Sequence[tuple[int, int]]
) -> Measured:
    """What the figure at `start:end` measures; `gaps` are the spans of periods within the phrase, which is no part of it."""
    if core.kind in ("date", "document_no", "period"):
        return Measured(None)
    phrase = _phrase(context, start, gaps)
    changed = role == "change" or (role == "target" and core.kind == "percent" and _ends_in_change(phrase))
    head, basis, direction = phrase, None, _direction(phrase, changed=changed)
    if role in ("change", "target"):
        head, basis, way = _against(phrase, changed=changed)
        direction = way or direction
    if core.kind in ("percent", "fraction") and basis is None and not changed:
        head, basis = _share_of(head)
    sign: Direction | None = "down" if direction and _is_negative(core) else direction  # 增长 -3.2% is a fall
    if changed and not phrase.strip(" 、,和与及"):  # 分别增长 12%、15%: said once for both
        sign, basis = sign or context.direction, basis or context.basis
    metric = _clean(head, changed=changed or (basis is not None and role == "target") or sign is not None)
    if not metric and context.metric is None:
        metric = _clean(head, changed=False)  # 增速 9%: nothing else says what grew
    return Measured(_named(metric, context=context, start=start, end=end), sign, basis)


def _is_negative(core: Core) -> bool:
    return not isinstance(core.value, str) and core.value < 0


def _phrase(context: Context, start: int, gaps: Sequence[tuple[int, int]]) -> str:
    """The text between the last figure or break and this one, periods and list number left out."""
    folded, begin = context.folded, max(context.phrase, start - _NEAR)
    number = _ENUMERATOR.match(folded, begin, start) if begin in (context.sentence, context.comma) else None
    if number:
        begin = number.end()
    parts = []
    for first, last in gaps:
        if last > begin and first < start:
            parts.append(folded[begin : max(begin, first)])
            begin = min(last, start)
    return " ".join([*parts, folded[begin:start]]) if parts else folded[begin:start]


def _ends_in_change(phrase: str) -> bool:
    """Whether a demand is one for growth or fall: 固定资产投资增长 9%."""
    last = None
    for match in _DIRECTION.finditer(phrase):
        last = match
    return last is not None and _TO_NUMBER.fullmatch(phrase, last.end()) is not None


def _direction(phrase: str, *, changed: bool) -> Direction | None:
    """The way of the last word of change; of a figure that is no change only where it is a reduction."""
    if not changed:
        return "down" if _REDUCTION.search(phrase) and not _REDUCED_TO.search(phrase) else None
    last = None
    for match in _DIRECTION.finditer(phrase):
        last = match
    if last is None:
        return None
    return "up" if last["up"] and not phrase.startswith("负", max(0, last.start() - 1)) else "down"


def _against(phrase: str, *, changed: bool) -> tuple[str, str | None, Direction | None]:
    """The phrase before the words that say what a change is measured against, their name, and the way that they imply."""
    found = _CHANGED.search(phrase)
    if found:
        number = int((found.lastgroup or "b0")[1:])
        return phrase[: found.start()], CHANGED_AGAINST[number].name, None
    if not changed:
        return phrase, None, None
    better = _BETTER_THAN.search(phrase)
    if better:
        way: Direction = "down" if better["way"] in ("低于", "慢于", "落后") else "up"
        return phrase[: better.start()], better["own"].strip(), way
    general = _GENERAL_BASIS.search(phrase)
    if general:
        ahead = _ORDER.match(phrase, general.end())
        return phrase[: general.start()], f"较{general['own'].strip()}", _WAYS.get(ahead.group()) if ahead else None
    return phrase, None, None


def _share_of(phrase: str) -> tuple[str, str | None]:
    """民生支出占一般公共预算支出的 …: what has the share, and what it is a share of."""
    found = _SHARE_OF.search(phrase)
    if found is None:
        return phrase, None
    whole = (found["whole"] or found["plan"] or "").strip()
    return (phrase[: found.start()], whole) if whole else (phrase, None)


def _named(metric: str, *, context: Context, start: int, end: int) -> str | None:
    """The metric, or where the phrase names none: the noun behind the figure, or what the sentence measured before."""
    folded = context.folded
    if not metric or _VERBS_ALONE.fullmatch(metric) or metric.endswith(("和", "与", "及")):
        behind = _BEHIND.match(folded, end, end + 14)
        if behind and (metric or context.metric is None):
            return behind["noun"]
    if metric:
        return metric
    if context.metric is not None or context.measured:
        return context.metric
    earlier = _clean(folded[max(context.before, start - _NEAR) : context.clause], changed=False)
    return earlier if 1 < len(earlier) <= 20 else None
