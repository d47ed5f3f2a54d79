"""The units that make a number a figure: money, percent, durations, measure words. Data, and the look-up over it.

The list is generous, because a measure word that is missing here costs a figure. A word is known with what may not stand
behind it (部门 is no 部), so that no dictionary is needed. Looked up by the first character: one expression of all words
would be tried word by word at each number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from string import ascii_letters

from corpus.model import Kind

_SPACED_POINTS = re.compile(r"(?:个[ ]{0,2})?百[ ]{0,2}分[ ]{0,2}点")


@dataclass(frozen=True, slots=True)
class Unit:
    """A word behind a number: what kind of figure it makes and what the figure's unit is called.

    `factor` turns the number into that unit (成 → 10 %). `never_before` are characters that make another word of it.
    """

    word: str
    kind: Kind
    name: str
    factor: Decimal = Decimal(1)
    never_before: str = ""


# currency → its other names; the first is what a figure's unit is called
CURRENCIES: tuple[tuple[str, ...], ...] = (
    ("元", "元人民币", "圆", "人民币", "块钱", "RMB", "元整", "元正", "圆整", "圆正"),
    ("美元", "美金", "美圆", "元美元", "元美金"),
    ("港元", "港币", "元港币"),
    ("欧元", "元欧元"),
    ("日元", "日币", "日圆", "元日币"),
    ("英镑",),
    ("新台币", "台币", "元新台币", "元台币"),
    ("韩元", "韩币"),
    ("卢布",),
    ("泰铢",),
    ("新加坡元", "新元"),
    ("澳元",),
    ("加元",),
    ("瑞士法郎",),
    ("卢比",),
    ("令吉", "马来西亚令吉", "林吉特"),
    ("澳门元", "澳门币"),
)
CURRENCY_SIGNS = {"¥": "元", "$": "美元", "€": "欧元", "£": "英镑"}
_NEVER_YUAN = "旦素宵件首老勋宝"
# duration → its other names
_DURATIONS: tuple[tuple[str, ...], ...] = (
    ("年",),
    ("个月",),
    ("周", "个星期", "星期"),
    ("天", "自然日", "个自然日"),
    ("工作日", "个工作日"),
    ("小时", "个小时", "个钟头"),
    ("分钟",),
    ("秒", "秒钟"),
    ("学时", "个学时"),
    ("课时", "个课时"),
)
# a measure word of one character, with the characters that make another word of it
_NEVER_BEFORE = {
    "部": "门队署委", "场": "所馆景均", "条": "例款件", "路": "段线网口面灯", "面": "积向对临", "门": "诊店户", "分": "局公支别类中布管红为之",
    "班": "子组级", "本": "级市次科周月年季区县地省届计项单", "期": "间货末限望", "起": "步点草伏始", "管": "网理控委道廊", "支": "部出付行队",
    "头": "部", "口": "岸径袋", "对": "象应接照策于口", "单": "位元独项", "台": "账州湾风", "机": "构制关场动", "队": "伍",
    "站": "点位", "成": "员立果本效熟长为就分交型品都功套人年", "包": "括含装", "股": "份权东", "组": "织建", "名": "单录称优城", "位": "于居",
    "例": "如会行", "批": "准复评示", "层": "级面次", "处": "置理罚级", "类": "似型", "次": "数序", "周": "边期岁刊报", "克": "服隆",
    "升": "级学旗", "亩": "均", "级": "", "份": "额", "款": "项", "卷": "宗", "座": "谈", "根": "据", "片": "区", "度": "假",
    "点": "击位名", "人": "民", "倍": "增", "团": "体", "村": "级庄民", "镇": "级街", "车": "间", "只": "有要是能", "家": "庭",
    "道": "德路", "角": "度色逐", "年": "度级初底末行期份报轻龄均代检", "天": "然津", "元": _NEVER_YUAN, "方": "面式案向便", "列": "入为",
    "步": "骤伐行", "届": "时", "环": "境保节", "代": "表理建", "顶": "", "块": "状", "任": "务", "项": "", "所": "有在属需", "件": "",
}  # fmt: skip
_SINGLES = (
    "个户人项所家座条块台套件名位只辆艘架栋幢处间张份册篇部场期批宗起例类种盏床管支根株棵头匹片面门班轮届剂箱瓶包袋组对双枚颗粒"
    "本卷款道层路分票笔单村镇站车船机队团倍股席艇眼口孔扇樘桩次米亩度吨克升羽尾丘畦筐桶罐盒听筒捆束串排列垛垄坛尊幅帧则句字段"
    "节集首曲幕出折缸壶盆碗碟杯把柄枝朵茎瓣滴层进端方丝毫斤钱环页版行栏格步拨帮伙群拍顿趟遭番回任代顶件领身副付贴服味丸挂杆"
    "盘炉窑窝胎顷伏安瓦焦帕赫流摩卡蒸"
)
_NO_MEASURES = "版届毫丝钱安流蒸卡摩环出折进端方回代任行栏字节句步拨帮伙拍顿遭伏焦帕赫流"  # words of names and orders
_WORDS = """
    平方公里 平方千米 平方米 立方米 公里 千米 厘米 毫米 海里 公顷 千瓦时 兆瓦时 万千瓦 兆瓦 千瓦 千伏 千伏安 兆伏安 兆赫 兆赫兹 赫兹 千赫兹
    吨标准煤 吨标煤 标准煤 蒸吨 载重吨 标箱 公斤 千克 毫克 微克 毫升 分贝 摄氏度 大卡 千卡 千焦 帕斯卡 公分 英寸 英尺 字节 比特 兆字节 兆比特
    亩次 人次 户次 辆次 剂次 批次 项次 件次 座次 场次 台次 架次 班次 车次 例次 床次 家次 个次 周次 轮次 艘次 船次 列次 点次 处次 篇次 册次
    学位 车位 泊位 床位 站点 点位 部门 单位 街道 社区 小区 乡镇 行政村 自然村 村居 片区 楼栋 班级 机位 席位 网格 县区 区县 工日 人日 人天
    人月 台套 台班 门店 家庭 标段 路段 单元 科室 场馆 场所 中队 支队 大队 支部 分局 分钟 回路 芯公里 车公里 班列 航班 航线 卷宗 路口
    标方 方次 立方 平方 平米 蒸吨 床日 人份 管次 例次 宗次 笔次 单次 案次 场活动 头份 羽份 头次 羽次 标准箱 当量吨 亿立方米 千人 标准课
""".split()
_SAME = {
    "平米": "平方米", "㎡": "平方米", "m²": "平方米", "m2": "平方米", "km²": "平方公里", "km2": "平方公里", "平方千米": "平方公里",
    "m³": "立方米", "m3": "立方米", "立方": "立方米", "km": "公里", "cm": "厘米", "mm": "毫米", "kg": "公斤", "mg": "毫克", "μg": "微克",
    "kW": "千瓦", "MW": "兆瓦", "kWh": "千瓦时", "GB": "GB", "TB": "TB", "MB": "MB", "PB": "PB", "ha": "公顷", "dB": "分贝", "db": "分贝",
    "℃": "度", "°C": "度", "m": "米", "t": "吨", "kV": "千伏", "mm2": "平方毫米", "L": "升", "mL": "毫升", "ml": "毫升", "Mbps": "Mbps",
    "Gbps": "Gbps", "kpa": "kPa", "kPa": "kPa", "g": "克", "ppm": "ppm", "h": "小时", "min": "分钟", "吨标煤": "吨标准煤",
}  # fmt: skip
DENOMINATORS = "年 月 日 天 周 季 季度 小时 分钟 秒 人 户 万人 千人 百人 人次 亩 公里 车次 万元 亿元 万吨 万辆 万平方米 百户 吨煤".split()
PERCENT = Unit("%", "percent", "%")
POINTS = Unit("个百分点", "percent", "个百分点")
# measure words that a single Chinese numeral counts with (三个维度); with others it makes names (三农, 二级)
LOOSE = frozenset("个家所次批户处座条项名位件台套份场种类倍米吨亩斤天")


def _units() -> Iterator[Unit]:
    yield from (PERCENT, POINTS, Unit("百分点", "percent", "个百分点"), Unit("‰", "percent", "%", Decimal("0.1")))
    yield Unit("成", "percent", "%", Decimal(10), _NEVER_BEFORE["成"])
    for names in CURRENCIES:
        yield from (Unit(name, "money", names[0], never_before=_NEVER_YUAN) for name in names)
    for names in _DURATIONS:
        yield from (Unit(name, "duration", names[0], never_before=_NEVER_BEFORE.get(name, "")) for name in names)
    for word in dict.fromkeys(character for character in _SINGLES if character not in _NO_MEASURES):
        yield Unit(word, "count", word, never_before=_NEVER_BEFORE.get(word, ""))
        yield Unit(f"{word}次", "count", f"{word}次")
    for word in dict.fromkeys([*_WORDS, *_SAME]):
        yield Unit(word, "duration" if word in ("分钟", "h", "min") else "count", _SAME.get(word, word))
    yield Unit("岁", "count", "岁")
    yield Unit("周岁", "count", "岁")


def _closed(unit: Unit) -> Unit:
    """A unit in Latin letters ends where its letters do."""
    return replace(unit, never_before=ascii_letters) if unit.word[-1] in ascii_letters else unit


def _by_head(units: Iterable[Unit]) -> dict[str, tuple[Unit, ...]]:
    """First two characters (or the only one) → their units, longest first; of two spelt alike the earlier one stays."""
    table: dict[str, dict[str, Unit]] = {}
    for unit in units:
        table.setdefault(unit.word[:2], {}).setdefault(unit.word, _closed(unit))
    return {head: tuple(sorted(found.values(), key=lambda unit: -len(unit.word))) for head, found in table.items()}


_TABLE = _by_head(_units())
_BELOW = _by_head([*_units(), *(Unit(word, "count", word) for word in DENOMINATORS)])
_FACTORS_BELOW = ("百", "千", "万", "亿")
_PHYSICAL = tuple("平立升小公千秒亩")  # what a unit of measurement begins with


def unit_at(folded: str, start: int) -> tuple[Unit, int] | None:
    """The unit that begins at `start` and where it ends, denominators included (微克/立方米, 元/人·年)."""
    found = _match(_TABLE, folded, start)
    if found is None or (found[0].word == "个" and folded.startswith((" ", "百"), found[1])):
        spaced = _SPACED_POINTS.match(folded, start)
        found = (POINTS, spaced.end()) if spaced else found
    if found is None:
        return None
    unit, end = found
    if folded[end : end + 1] in ("/", "每") and unit.kind in ("money", "count", "duration"):
        return _compound(unit, folded, end) or found
    return found


def _match(table: dict[str, tuple[Unit, ...]], folded: str, start: int) -> tuple[Unit, int] | None:
    head = folded[start : start + 2]
    for units in (table.get(head), table.get(head[:1])):
        for unit in units or ():
            if not folded.startswith(unit.word, start):
                continue
            end = start + len(unit.word)
            after = folded[end : end + 1]
            if not unit.never_before or not after or after not in unit.never_before:
                return unit, end
    return None


def _compound(unit: Unit, folded: str, end: int) -> tuple[Unit, int] | None:
    """A unit with its denominators; 每 only where a physical unit follows (微克每立方米, not 30 个每月)."""
    if folded[end] == "每" and folded[end + 1 : end + 2] not in _PHYSICAL:
        return None
    name = unit.name
    while (mark := folded[end : end + 1]) and mark in "/·每":
        below, factor = _match(_BELOW, folded, end + 1), ""
        if below is None and folded[end + 1 : end + 2] in _FACTORS_BELOW:
            below, factor = _match(_BELOW, folded, end + 2), folded[end + 1 : end + 2]
        if below is None:
            break
        name += f"{'·' if mark == '·' else '/'}{factor}{below[0].name}"
        end = below[1]
    return (Unit(unit.word, unit.kind, name, unit.factor), end) if name != unit.name else None
