"""The words that make and surround a figure: units, comparators, cues of a role. Data only.

A new unit, comparator or cue is a word or a record here, not a branch in the grammar. Every expression is bounded, so that
reading stays linear in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.model import Comparator
from corpus.numerals import MULTIPLIERS

CURRENCIES = ("元", "美元", "港元", "港币", "欧元", "日元", "英镑", "人民币")
DURATIONS = ("个工作日", "工作日", "天", "小时", "分钟", "秒", "个月", "周", "个小时", "学时", "课时", "年")
MEASURES = (
    *(
        "平方公里",
        "平方千米",
        "平方米",
        "立方米",
        "公里",
        "千米",
        "厘米",
        "毫米",
        "米",
        "公顷",
        "亩",
        "千瓦时",
        "兆瓦",
        "千瓦",
        "度",
    ),
    *("微克/立方米", "毫克/立方米", "毫克/升", "吨标准煤", "吨", "公斤", "千克", "克", "升", "分贝"),
    *(
        "人次",
        "户次",
        "辆次",
        "剂次",
        "批次",
        "项次",
        "件次",
        "座次",
        "场次",
        "台次",
        "架次",
        "班次",
        "车次",
        "例次",
        "床次",
        "家次",
        "个次",
        "次",
    ),
    *(
        "个",
        "户",
        "人",
        "项",
        "所",
        "家",
        "座",
        "条",
        "块",
        "台",
        "套",
        "件",
        "名",
        "位",
        "只",
        "辆",
        "艘",
        "架",
        "栋",
        "幢",
        "处",
        "间",
        "张",
        "份",
    ),
    *(
        "册",
        "篇",
        "部",
        "场",
        "期",
        "批",
        "宗",
        "起",
        "例",
        "类",
        "种",
        "盏",
        "床",
        "管",
        "支",
        "根",
        "株",
        "棵",
        "头",
        "匹",
        "片",
        "面",
        "门",
        "班",
    ),
    *(
        "轮",
        "届",
        "剂",
        "箱",
        "瓶",
        "包",
        "袋",
        "组",
        "对",
        "双",
        "枚",
        "颗",
        "粒",
        "本",
        "卷",
        "款",
        "道",
        "层",
        "路",
        "分",
        "票",
        "笔",
        "单",
        "村",
    ),
    *(
        "万",
        "镇",
        "站",
        "车",
        "船",
        "机",
        "队",
        "团",
        "倍",
        "成",
        "股",
        "席",
        "周次",
        "学位",
        "车位",
        "泊位",
        "艇",
        "眼",
        "口",
        "孔",
        "扇",
        "樘",
        "桩",
    ),
)
LOOSE_HAN = "个家所次批户处座条项名位件台套份场种类"
MULT = "|".join(sorted((m for m in MULTIPLIERS if m), key=len, reverse=True))
NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,18}(?:\.\d{1,12})?"
HAN = r"[零〇一二两三四五六七八九十百千万亿]{1,16}(?:点[零〇一二三四五六七八九]{1,6})?"


def _any(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))


CORE = re.compile(
    rf"""
    (?P<document_no>[\u4e00-\u9fff]{{1,12}}[〔\[(](?:19|20)\d{{2}}[〕\])]\s?第?\d{{1,5}}\s?号)
  | (?P<years>(?:19|20)\d{{2}}\s?年?\s?[-~至到]\s?(?:19|20)\d{{2}}\s?年)
  | (?P<date>(?:19|20)\d{{2}}\s?年(?:\s?\d{{1,2}}\s?月(?:\s?\d{{1,2}}\s?[日号])?)?|\d{{1,2}}\s?月\s?\d{{1,2}}\s?[日号]
      |(?:19|20)\d{{2}}[-/]\d{{1,2}}[-/]\d{{1,2}}(?!\d))
  | 百分之(?P<percent_han>{HAN}|{NUMBER})
  | (?P<below>[二两三四五六七八九十百]{{1,4}})分之(?P<above>[一二两三四五六七八九十]{{1,4}})
  | (?:(?P<low>{NUMBER})\s?(?P<low_unit>%|(?:{MULT})?)\s?[-~至到]\s?)?
    (?:(?P<number>{NUMBER})|(?P<han>{HAN}))
    \s?(?P<multiplier>{MULT})?\s?(?P<more>余|多)?\s?
    (?:(?P<points>个?百分点)|(?P<percent>%)|(?P<currency>{_any(CURRENCIES)})
      |(?P<duration>{_any(DURATIONS)})|(?P<measure>{_any(MEASURES)}))?
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Comparing:
    """Words that compare, and what they mean."""

    words: tuple[str, ...]
    comparator: Comparator


BEFORE: tuple[Comparing, ...] = (
    Comparing(
        ("不少于", "不低于", "不小于", "不下于", "不得少于", "不得低于", "至少", "最少", "高于或等于", "≥"), "ge"
    ),
    Comparing(("不超过", "不高于", "不多于", "不大于", "不得超过", "不得高于", "至多", "最多", "≤"), "le"),
    Comparing(("超过", "高于", "大于", "多于", "突破", "超", ">"), "gt"),
    Comparing(("低于", "少于", "小于", "不足", "不到", "<"), "lt"),
    Comparing(("大约", "约为", "约", "近", "将近", "接近"), "approx"),
)
AFTER: tuple[Comparing, ...] = (
    Comparing(("以上", "及以上", "或以上", "起"), "ge"),
    Comparing(("以下", "及以下", "以内", "之内"), "le"),
    Comparing(("左右", "上下", "许"), "approx"),
)
COMPARING_BEFORE = re.compile(
    r"(?<![签节契违续合公条解邀履预制附临])(?:"
    + "|".join(f"(?P<{c.comparator}>{_any(c.words)})" for c in BEFORE)
    + r")\s?$"
)
COMPARING_AFTER = re.compile(r"\s?(?:" + "|".join(f"(?P<{c.comparator}>{_any(c.words)})" for c in AFTER) + ")")

CHANGE = re.compile(
    r"同比|环比|较|比(?:上年|去年|年初|上一?季|上月|同期)|增长|增幅|增速|降幅|涨幅|下降|上升|提高|提升|增加|减少|降低|降价|回落|压缩了|高于|低于|上涨"
)
REDUCTION_RATIO = re.compile(r"压减|减免比例")
SHARE = re.compile(r"占|比例|比重|(?:为|完成|达到?|相当于|实现)[^,。;]{0,14}的\s?$|占比")
BUDGET = re.compile(r"预算|安排|设立|批复")
CUT = re.compile(r"[压追削核调]减|收回|节约|节支")
TOTAL_OF = re.compile(r"[^,。;:、\d]{0,24}中[^,。;:\d]{0,16}\d")
CLAUSE_END = re.compile(r"[,。;!?\n]")
SENTENCE_END = re.compile(r"[。;!?\n]")
PHRASE_END = re.compile(r"[,。;:!?、\n(]")
SCOPE = re.compile(r"全[市区县省州国]|[市区县省]本级|[市区县]级|全系统|主城区")
LEADING = re.compile(
    r"^(?:其中|并|且|已|又|共|累计|共计|合计|总计|目前|现|同时|分别|均|仍|还|再|年内|全年|以及|和|及|与|另|本年|今年|各|达到?|为|是|至|到|达|了|的|有|约|\s)+"
)
TRAILING = re.compile(
    r"(?:达到?|为|是|至|到|共|共计|合计|总计|已|已有|均|约|近|了|的|有|等|保持在|控制在|提高到|压缩到|压缩至|提高至|降至|\s)+$"
)
DOCUMENT_LEADING = re.compile(
    r"^.*(?:印发|出台|下发|根据|按照|文号|依据|发布|文件|制定|修订|通过|以|为|的|是|和|与|及|、)(?=[\u4e00-\u9fff]{2,})"
)
