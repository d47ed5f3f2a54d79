"""What is said of a figure besides its metric: that it is demanded, set aside, a rise or a fall, whose it is.

Two figures of one metric that differ in one of these are not the same figure: a target said to be reached, a budget said
to be spent, the city's figure said of the city's own level. Rules over the words around the figure, one table a concern.
"""

from __future__ import annotations

import re
from typing import Literal

from assistant.verification.mention import Mention, once

Role = Literal["target", "budget", "change", "actual"]
Standing = Literal["stock", "new"]

_DEMAND = r"目标|任务|要求|指标|计划|控制线|考核线|控制数|红线|上限|下限|底线"
_TARGET_BEFORE = re.compile(rf"(?:{_DEMAND})(?:数|值)?(?:为|是|达到?|[:\s]|至少|要|应|到|设定为|定为|确定为|不)*$")
_TARGET_VERB = re.compile(
    rf"(?:{_DEMAND})[为是]|力争|确保|计划|(?<!模)拟|要求|预期|(?<![响适反相对供效回理])应当?(?!急|用|收|届|对|有)|须|(?<![主重需纪])要(?![素点闻求])|按照?[^,;]{0, 6}目标"
)
_TARGET_AFTER = re.compile(rf"\s?的?[^,。;\d]{{0,8}}?(?:{_DEMAND}|预期)")
_OF_TARGET = re.compile(rf"(?:{_DEMAND})[数值]?的\s?$|(?:占|为|完成)[^,;。]{{0,14}}的\s?$")
_BUDGET = re.compile(r"预算|安排|计划投资|总投资|概算|批复|设立")
_SPENT = re.compile(r"支出|拨付|完成|支付|发放|兑付|使用|执行|完成投资|到位|支了|花")
_UP = r"增长|增加|上升|提高|提升|上涨|上调|调高|扩大|延长|拉长|增幅|涨幅|高出|超出|高于|多于|多出|多增|净增|增产|增收|[增升涨多高快长](?=了?\s?$)"
_DOWN = r"下降|减少|降低|回落|压减|压缩|缩短|缩减|收窄|下跌|下滑|下调|调低|减幅|降幅|低于|少于|减产|减收|[减降跌少低慢短](?=了?\s?$)"
_CHANGED = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:了|约|近|超)?\s?$")
_ADDED = re.compile(r"(?:增加|净增|新增|增设)(?:了|约|近|超)?\s?$")  # 870 more: as many new ones
_MORE_DONE = re.compile(r"^[\s,、]*(?:比[^,;。]{1,12})?(?:(?P<up>多)|(?P<down>少))[\u4e00-\u9fff]{1,4}(?:了|约)?\s?$")
_COMPARED = re.compile(r"(?:(?P<up>高于|多于|高出|超出)|(?P<down>低于|少于|落后))[^,;。\d]{1,10}(?<!的)$")
_SCOPES = re.compile(r"(?P<own>[市区县省]本级)|(?P<whole>全[市区县省州])")
_MISSING = re.compile(r"(?:[还仍尚]?[差缺欠]|[还尚仍][有需]|[还尚仍]?剩(?:下|余)?|其余|相差|差距为?)(?:了|约|近)?\s?$")
_GAP = re.compile(
    r"(?:[还仍尚]?[差缺欠]|[还尚仍][有需]|[还尚仍]?剩(?:下|余)?|相差|差距为?|大于支?|小于|结余|节余|[多少](?:出|于|领|付|收|交)?"
    r"|[快慢早晚]|(?:高[出于]|超出|[低少多快慢]于|落后|领先)[^,;。\d]{0,10}(?<!的))(?:了|约|近)?\s?$"
)
_REACHED = re.compile(
    r"(?:达到|完成|实现)了\s?$|(?:已经?|提前|均|全部|顺利|超额)(?:达到|完成|实现|超过|超额完成|突破|达成)(?:了|全年|年度)*\s?$"
)
_NOT_REACHED = re.compile(r"[未没][^,;。\d]{0,2}(?:达到?|完成|实现|达成)[^,;。\d]{0,6}$")
_TARGET_DONE = re.compile(
    r"(?<![未没待将要应能可])(?:已经?|提前|均|全部|顺利|超额|圆满)(?:提前|超额|全面|全部)*(?:达到|完成|实现)了?(?:全年|年度|本年|考核|既定|预期|目标)*"
    r"(?:目标|任务|要求|指标)(?!的)|(?<![未没待将要应能可])(?:达到|完成|实现)了(?:全年|年度|本年|考核|既定|预期)*(?:目标|任务|要求|指标)(?!的)"
    r"|(?<!未)(?<!没有)(?:已|均)达标"
)
_TARGET_MISSED = re.compile(
    r"(?:[未没]有?|尚未|还未|没能|未能)(?:达到|完成|实现)(?:全年|年度|本年|考核|既定|预期)*(?:目标|任务|要求|指标)(?!的)|[未没]达标|尚未达标"
)
_NEGATED = re.compile(r"不(?![少低高足超到仅断同含小得大])|未(?![达到超成来央及])|没有?(?![达到])|无(?!偿|人|障碍|纸)")
_GAP_FROM = re.compile(rf"[距离][^,;。]*(?:{_DEMAND})[^,;。\d]{{0,6}}$")
_SHARE_OF = re.compile(r"(?:占|为)[^,;。]{1,20}的\s?$")
_OF_PLAN = re.compile(rf"(?:{_DEMAND}|预算|安排)[^,;。]{{0,4}}的\s?$")
_BASIS = re.compile(
    r"(?P<average>[两三]年平均|年均|复合)|(?P<start>[比较](?:年初|[上去]年年?[末底]))"
    r"|(?P<previous>环比|[比较](?:上[季月周]|[一二三四]季度))|(?P<year>同比|[比较](?:上年|去年|(?:19|20)\d{2}\s?年))"
)
_OUT_OF = re.compile(r"[^,;。\d]{0,16}中(?![心小学医国央等介长期])")
_FROM = re.compile(r"(?:由|从)[^,;。]{0,14}$")
_TO = re.compile(
    r"(?:提高|提升|增加|增长|上升|扩大|延长|降低|降|下降|减少|压缩|缩短|增|升|涨|上调|下调|调整|调|扩|压减|延|改|变)(?:到|至|为)[^,;。\d]{0,8}$"
)
_STOCK = re.compile(r"总数|总量|总计|总额|保有量|存量|存栏|在册|余额|累计达|累计有|累计总|总共有|共有|拥有|现有")
_NEW = re.compile(r"新增|净增|增加|新建|新开|新设|新招|新入|新培")


@once
def role_of(mention: Mention) -> Role:
    """What a draft says of its figure, from its own words or, where it leans on another clause, from that one's."""
    words = mention.own if not mention.leans else f"{mention.subject} {mention.own}"
    if (
        not is_gap(mention)
        and not _OF_TARGET.search(mention.own)
        and (
            _TARGET_BEFORE.search(mention.own)
            or _TARGET_VERB.search(words)
            or _TARGET_AFTER.match(mention.tail)
            or mention.under_target
        )
    ):
        return "target"
    if is_change(mention):
        return "change"
    return "budget" if mention.figure.kind == "money" and is_budget(words) else "actual"


def is_budget(words: str) -> bool:
    """Whether money is said to be set aside, and not, later in the words, to be spent."""
    aside, spent = list(_BUDGET.finditer(words)), list(_SPENT.finditer(words))
    return bool(aside) and (not spent or aside[-1].end() > spent[-1].start())


def is_spent(words: str) -> bool:
    """Whether money is said to have gone out."""
    return bool(_SPENT.search(words))


def says_reached(mention: Mention) -> bool | None:
    """Whether the draft says that the target that it quotes is reached; None where it doesn't say."""
    own = mention.own
    if not (_TARGET_AFTER.match(mention.tail) or _TARGET_BEFORE.search(own)):
        return None
    if _NOT_REACHED.search(own):
        return False
    return True if _REACHED.search(own) else None


def says_done(sentence: str) -> bool | None:
    """Whether a sentence says that a target is reached without naming it: 已提前完成年度目标; None where it doesn't say."""
    if _TARGET_MISSED.search(sentence):
        return False
    return True if _TARGET_DONE.search(sentence) else None


@once
def says_target(mention: Mention) -> bool:
    """Whether the words around a figure of a progress cell say that it is a target."""
    return bool(_TARGET_AFTER.match(mention.tail) or _TARGET_BEFORE.search(mention.own))


@once
def direction_of(mention: Mention) -> Literal["up", "down"] | None:
    """Whether the figure is said to be a rise or a fall, or to lie above or below something; None: neither."""
    for pattern in (_CHANGED, _COMPARED, _MORE_DONE):
        match = pattern.search(mention.own)
        if match:
            return "up" if match["up"] else "down"
    return mention.figure.direction


@once
def is_change(mention: Mention) -> bool:
    """Whether the figure is by how much something changed or differs, not how much there is."""
    if end_of(mention) == "to":
        return False
    if mention.figure.kind != "percent" and _ADDED.search(mention.own) and not _BASIS.search(mention.own):
        return False
    said = _CHANGED.search(mention.own) or _COMPARED.search(mention.own) or _MORE_DONE.search(mention.own)
    rate = mention.figure.kind == "percent" and mention.figure.role == "change"
    return bool(said) or rate or is_gap(mention) or mention.figure.unit == "个百分点"


@once
def basis_of(mention: Mention) -> str | None:
    """What a change is measured against: `year`, `start` (of the year), `previous` (quarter, month) or `average`."""
    match = None if not is_change(mention) else _BASIS.search(mention.own)
    return match.lastgroup if match else None


@once
def is_total(mention: Mention) -> bool:
    """Whether the figure is all those out of which something is counted: 40 项中的."""
    return bool(_OUT_OF.match(mention.tail))


@once
def scope_of(mention: Mention) -> str | None:
    """Give `own` for a figure of one level (市本级), `whole` for that of all of it (全市), by the nearest word before."""
    for text in (mention.own, mention.subject):
        found = list(_SCOPES.finditer(text))
        if found:
            return found[-1].lastgroup
    return None


@once
def end_of(mention: Mention) -> Literal["from", "to"] | None:
    """Which end of 由 … 提高到 … the figure is."""
    if _TO.search(mention.own):
        return "to"
    return "from" if _FROM.search(mention.own) and _CHANGE_AHEAD.match(mention.tail) else None


_CHANGE_AHEAD = re.compile(
    r"\s?(?:提高|提升|增|涨|上调|下调|调|上升|扩大|延长|降|下降|减少|压缩|缩短|升|调整|扩|压减|延|改|变)"
)


@once
def is_missing(mention: Mention) -> bool:
    """Whether the figure is how much there is still to do: 还差 12 个."""
    return bool(_MISSING.search(mention.own))


@once
def is_gap(mention: Mention) -> bool:
    """Whether the figure lies between two others: 还差 12 个, 比目标少 3 个, 高于全省 1.2 个百分点."""
    clause = re.split("[,;。]", mention.before)[-1] + mention.own
    return bool(_GAP.search(mention.own) or _GAP_FROM.search(clause))


@once
def is_share(mention: Mention) -> bool:
    """Whether the figure is said to be a share of something named: 占 … 的 55.8%, 为 … 的 55.8%."""
    return mention.figure.kind == "percent" and bool(_SHARE_OF.search(mention.own))


@once
def is_of_plan(mention: Mention) -> bool:
    """Whether a share is one of a target, plan or budget."""
    return bool(_OF_PLAN.search(mention.own))


@once
def is_negated(mention: Mention) -> bool:
    """Whether what is counted is what isn't, or isn't done: 36 批次不合格, 未整改 87 处."""
    return bool(_NEGATED.search(mention.own[-8:]) or _NEGATED.search(mention.tail))


@once
def standing_of(mention: Mention) -> Standing | None:
    """Whether a count is of all there are or of what is new; None where the words don't say."""
    words = f"{mention.subject} {mention.own}" if mention.leans else mention.own
    found = [(m.end(), "stock") for m in _STOCK.finditer(words)] + [(m.end(), "new") for m in _NEW.finditer(words)]
    if not found:
        return None
    return "stock" if max(found)[1] == "stock" else "new"
