"""Words that tell two metrics apart though everything else about them is alike. Data only.

省级 and 市级 projects, 新建 and 改造, 开工 and 竣工 are different figures of one report: where target and actual both use words
of a group, they must use the same ones. Where only one of them does, it depends: a target's 省级 may go unsaid in the
progress, but a progress that speaks of less than was asked for (开工 only, 申报 only) answers nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache

# Groups of classes; the words of one class say the same.
GROUPS: tuple[tuple[str, ...], ...] = (
    ("国家级|部级|国家级", "省级", "市级", "区级|县级|区县级", "镇级|乡级|街道级", "村级|社区级"),
    ("新建", "改扩建|改建|扩建", "迁建", "改造|提升|整治|修缮", "续建", "拆除"),
    ("开工|动工", "竣工|完工|建成|投用|投入使用|交付|通车|贯通|结顶", "入库|储备|谋划"),
    ("签约|协议", "到位|到账|实到", "落地|开工"),
    ("预算安排|安排", "拨付|下达|支付|支出|拨款", "争取|申请到", "发行", "结余|结转"),
    ("总投资|概算|投资额", "完成投资|投资完成"),
    ("公办", "民办"),
    ("小学", "初中", "高中", "中职|职高|技工", "幼儿|学前", "高校|大学|高职"),
    ("城镇|城市|市区|城区", "农村|乡村|镇村", "城乡"),
    ("收入", "支出"),
    ("(?<!出)进口", "(?<!进)出口", "进出口"),
    ("内资", "外资"),
    ("存款", "贷款"),
    ("线上|网上", "线下|窗口"),
    ("常住", "户籍", "流动", "重点人群"),
    ("本科", "硕士", "博士", "专科|大专"),
    ("一级", "二级", "三级", "四级", "五级"),
    ("一产|第一产业|农业", "二产|第二产业|工业", "三产|第三产业|服务业"),
    ("规上|规模以上", "规下|限下", "限上|限额以上"),
    ("出生", "死亡"),
    ("夏粮|早稻|夏收", "秋粮|秋收", "粮食"),
    ("门诊", "住院", "急诊"),
    ("男性", "女性"),
    ("事前", "事中", "事后"),
    ("首剂|第一剂", "全程", "加强"),
    ("建筑面积", "占地面积|用地面积"),
    ("最高", "最低", "平均|人均|户均|次均|日均|年均|月均"),
    ("新能源", "燃油|柴油|汽油"),
    ("按期|及时|按时", "满意|好评", "一次性"),
    ("受理|接收|收到", "办结|结案|化解|处置|整改|销号", "立案|查处"),
    ("排查|发现|检出", "整改|修复|销号|加固"),
    ("签订|新签", "续签", "解除"),
    ("(?<!不)合格|(?<!不)达标", "优良|优质", "不合格|不达标"),
    ("新增|净增|补充|新设|新开", "保有量|拥有量|存量|总量|结存"),
    ("有效", "无效"),
    ("公立", "民营|社会办"),
    ("结婚", "离婚"),
    ("外贸", "内贸"),
    ("公交", "轨道交通|轨交|地铁", "出租车|网约车"),
)
# By what an amount is divided: a figure of each resident is another one than that of all.
PER: tuple[str, ...] = (
    "每[百千万]",
    "人均|每人|生均",
    "户均|每户",
    "亩均|每亩",
    "次均|每次|百元",
    "日均|每日|每天|日(?=处理|加工|产|供|检测|接待|应急)",
    "月均|每月",
    "年均",
)
# What a progress says of things that are not reached yet: no answer to a target that doesn't say the same.
UNFINISHED = re.compile(
    r"开工|动工|申报|报送|申请|(?<![虚模])拟(?!合)|预计|计划|在建|即将|将(?:于|在|新)|力争|下一步|初审|初评|初筛|待(?=[审批验评建查])|正在|筹备|筹建|"
    r"尚未|尚有|未完成|未达|未整改|剩余|余下|其余|还有|仍有|仍在|另有|另(?=[\s|]*$)|进入|候选|推荐上报|立项|意向|洽谈|在谈|在手"
)
# What makes a figure another one than the metric it is of: a comparison, a ranking, a share of the year's task.
ELSEWHERE = re.compile(
    r"(?:高于|低于|优于|快于|好于|超出|超过|领先)[^,;|]{0,6}(?:平均|全国|全省|全市|目标|序时|进度|时间)|"
    r"(?:年度|全年|年初|目标|总|计划)(?:目标|任务|计划|预算)|目标任务|序时进度|"
    r"(?:去年|上年|上一年|往年|上年度|同期|此前|原有|原来|20\d\d年(?:底|末)?)(?:同期)?[的为是]?[\s|]*$"
)
FIRST_VALUE = re.compile(
    r"^[^,;。]{0,3}?(?:提高|提升|上升|增加|增长|扩大|扩面|上调|调整|调|优化|增|升|下降|降低|降|压缩|缩短|压减|减少|减|精简|缩)[^,;。\d]{0,4}[到至为]"
)
FROM = re.compile(r"[由从自]")
# Sizes that belong to a name or a kind: 日处理 1000 吨项目, 400 米跑道, 15 分钟生活圈, 65 岁以上老年人.
SIZE_BEFORE = re.compile(
    r"(?:日处理|年处理|处理能力|日产|年产|日供|时速|单机|库容|直径|管径|口径|跨度|限高|海拔|半径|周长|载重|额定|每车|每批|"
    r"单体|单个|每个|每处|每座|超|大于|小于|以上的?)(?:量|规模|容量)?\s*$"
)
SIZE_BEHIND = re.compile(
    r"^\s*(?:级|型|式|跑道|短跑|长跑|赛跑|赛道|接力|泳池|高程|口径|大道|生活圈|服务圈|健身圈|就业圈|交通圈|经济圈|通勤圈|急救圈|便民圈|文化圈|"
    r"[\u4e00-\u9fff]{0,4}圈|之?内|自助|值班|无休|不打烊|范围内|半径|高清|公里标|以[上下内]的?[\u4e00-\u9fff]{2})"
)
SIZES = frozenset(
    "米 千米 公里 厘米 毫米 平方米 平方公里 公顷 亩 吨 公斤 千克 立方米 千瓦 兆瓦 千瓦时 升 张 床 岁 周岁 分钟 小时 天 年 层 级 座位 人 元 吋 寸 度 伏 千伏".split()
)

_PER = tuple(re.compile(words) for words in PER)
_CLASSES = tuple(tuple(re.compile(words) for words in group) for group in GROUPS)


@lru_cache(maxsize=8192)
def classes_of(text: str) -> tuple[frozenset[int], ...]:
    """Of each group, the classes that the text speaks of."""
    return tuple(frozenset(i for i, words in enumerate(group) if words.search(text)) for group in _CLASSES)


def divisors_of(text: str) -> frozenset[int]:
    """By what the text divides the amount it speaks of."""
    return frozenset(i for i, words in enumerate(_PER) if words.search(text))


@lru_cache(maxsize=8192)
def last_classes_of(text: str) -> tuple[int | None, ...]:
    """Of each group, the class that the text speaks of last, None where it speaks of none."""
    return tuple(_last(group, text) for group in _CLASSES)


def _last(group: tuple[re.Pattern[str], ...], text: str) -> int | None:
    ends = [(found.end(), i) for i, words in enumerate(group) for found in words.finditer(text)]
    return max(ends)[1] if ends else None
