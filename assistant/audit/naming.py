"""Whether two figures are said to measure the same: the noun phrase of a figure without what only introduces it.

Likeness of meaning would find more, and would take 新增学位 for 新增普惠性学位 on the way; two figures that are called contradictory
must bear one name.
"""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.evidence import pairs, plain
from corpus import find_periods, fold

SCOPE = re.compile(r"全[市区县省州国]|[市区县省州]本级|全系统|主城区")
_LONGEST = 60  # characters of a phrase that are looked at, its last ones
_NUMBERING = re.compile(r"^\s*(?:\(?\d{1,2}[.、)](?!\d)|[一二三四五六七八九十]{1,2}是|[①-⑳])\s*")
_YEAR = re.compile(r"(?:19|20)\d{2}\s?年度?")
_LEADING = re.compile(
    r"^(?:其中|并且|并|且|已经|已|又|共计|合计|总计|共|累计|总共|目前|现|同时|分别|均|仍|还|再|年内|全年度|全年|年度|以及|和|及|与|另外|另有|另|"
    r"本季度|本季|本期|当季|今年以来|今年|本年|以来|截至|截止|到|至|各项|各|达到|达|为|是|了|的|有|约|完成|实现|按期|共有|顺利|"
    r"预算安排|安排|年初预算|预算)+"
)
_TRAILING = re.compile(
    r"(?:达到|达|为|是|至|到|共计|合计|总计|共|已有|已|均|约|近|了|的|有|等|保持在|控制在|提高到|压缩到|压缩至|提高至|降至|降到|升至|增至|累计|"
    r"目标|总数|数量|个数|数|金额|年初预算|年度预算|全年预算|年初|预算安排|安排年初预算|年初预算安排|安排|预算|不|超)+$"
)
_ELSEWHEN = re.compile(
    r"上年|去年|前年|上一年|同期|年初为|基数|预计|预期|拟|计划|将|力争|明年|下一步|下阶段|下半年|尚需|还需|剩余|其余|另外|另(?=[\d有])|另$|余下|由|从|原|不足|缺口|比目标"
)
_PLANNED_AFTER = re.compile(r"\s?(?:的?(?:目标|任务|要求|计划|指标)|提高到|提升到|增加到|下降到|降到|压缩到|缩短到)")

# Words that say what was done, or of what sort the thing is, and not what it is.
GENERIC = re.compile(
    "|".join(
        sorted(
            "开展 组织 举办 召开 完成 实现 新增 新建 改建 扩建 改造 建设 建成 创建 投入 投资 总投资 资金 经费 补助 支出 收入 项目 工程 工作 任务 培训 检查 "
            "专项 活动 会议 企业 单位 部门 人员 群众 居民 家庭 发放 拨付 下达 下拨 安排 落实 推进 实施 办理 受理 处理 整改 问题 隐患 发现 排查 面积 规模 数量 "
            "金额 总额 服务 覆盖 惠及 涉及 参加 接待 签约 引进 新签 通过 验收 达到 占比 比例 比重 增长 下降 提高 同比 环比 其中 平均 累计 监督 督查 宣传 调研 "
            "走访 出台 印发 制定 修订 竣工 完工 开工 在建 争取 到位 使用 兑现 处置 查处 立案 罚款 办结 全面 重点 相关 配套 各类 各项 场次 人次 次数".split(),
            key=lambda word: (-len(word), word),
        )
    )
)
_STATE = re.compile(
    r"在建|余额|存量|结余|库存|平均|均|单价|标准|浓度|时长|时限|得分|分值|率|在册|在营|保有|总数|总量|占比|比例|比重|费率|强度|排名|位居"
)


@lru_cache(maxsize=65536)
def metric_key(phrase: str) -> str:
    """The plain form of a figure's noun phrase without numbering, scope, period, year and introducing words."""
    text = _NUMBERING.sub("", fold(phrase)[-_LONGEST:])
    for found in reversed(find_periods(text)):
        text = text[: found.start] + text[found.end :]
    text = plain(SCOPE.sub("", _YEAR.sub("", text)))
    while (shorter := _TRAILING.sub("", _LEADING.sub("", text))) != text:
        text = shorter
    return text


def scope_of(text: str) -> str:
    """The last scope that a text names, or ""."""
    found = SCOPE.findall(text)
    return found[-1] if found else ""


def is_elsewhen(head: str, *, after: str) -> bool:
    """Whether a figure is said of another year, or is planned, left over, or the start of a change (由 … 提高到)."""
    return bool(_ELSEWHEN.search(head)) or bool(_PLANNED_AFTER.match(after))


@lru_cache(maxsize=65536)
def named_characters(key: str) -> int:
    """How many characters of a metric name the thing itself."""
    return len(GENERIC.sub("", key))


def shared_name(left: str, right: str) -> float:
    """How much (0–1) of the shorter metric the two have in common, counting only what names the thing."""
    if min(len(left), len(right)) > 1 and (left in right or right in left):
        return 1.0
    own, other = _named_pairs(left), _named_pairs(right)
    return len(own & other) / min(len(own), len(other)) if own and other else 0.0


@lru_cache(maxsize=65536)
def _named_pairs(key: str) -> frozenset[str]:
    return frozenset(pair for part in GENERIC.sub("|", key).split("|") for pair in pairs(part))


def is_state(key: str) -> bool:
    """Whether the metric is a state or an average, which may fall again, and not a sum that only grows."""
    return bool(_STATE.search(key))


_NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两甲乙丙丁戊首")
# Characters that tell things apart that are named alike: 东区 and 西区, 小学 and 中学, 已开工 and 已完工.
_CONTRASTS = tuple(
    frozenset(group)
    for group in "东南西北中 上下 大中小 省市区县镇乡村国州 新老旧 男女 初高中小 前后 进出 内外 左右 已正将未拟 完开竣 早中晚 春夏秋冬 增减 升降 公民 城乡农 水陆空气土 "
    "老幼儿 年月周日季 人户家 长短 正副 多少 收支 买卖 入出 车船 学医".split()
)


def is_numeral(character: str) -> bool:
    """Whether the character counts or orders."""
    return character in _NUMERALS or character.isdigit()


def contrasts(left: str, right: str) -> bool:
    """Whether two characters tell apart things that are named alike otherwise."""
    return any(left in group and right in group for group in _CONTRASTS)
