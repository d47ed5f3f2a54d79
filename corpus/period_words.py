"""How periods are written: the expressions that `periods` resolves. Data only.

A period is found by a character that every period has (月, 季, 年 …): the body around it, then what leads to the body. One
expression for the whole would have to be tried at every character of a text.
"""

from __future__ import annotations

import re

_S = "[ ]{0,2}"
_N = r"(?<![\d十.])(?:\d{1,2}|[一二三四五六七八九十]{1,2})"
_TO = rf"{_S}(?:-{{1,2}}|~|至|到){_S}"
_DIGITS = "〇零一二三四五六七八九"
_YEARS = rf"(?:(?<!\d)\d{{4}}|[一二][{_DIGITS}]{{3}}|两千[〇零]?[一二三四五六七八九十]{{1,3}})"
_SHORT = rf"(?:(?<!\d)\d{{2}}|(?<![{_DIGITS}])[{_DIGITS}]{{2}})"
# what stands for months; whatever leads to it (a year, 截至, 前) is looked for behind it
_BEGINS = r"同\d一二三四五六七八九十两首上下前后全整年以本当Q"
BODY = re.compile(
    rf"""
    (?=[{_BEGINS}])(?:
    (?P<range>(?P<a>{_N}){_S}(?:月份?)?{_TO}(?:(?:(?P<year2>{_YEARS})|(?P<shift2>[今本去当明次])){_S}年{_S})?
      (?P<b>{_N}){_S}月份?[底末]?)
  | (?P<quarters>(?P<first>[1-4一二三四]){_S}(?:季度)?{_TO}(?P<last>[1-4一二三四]){_S}个?季度(?P<until_b>[底末])?)
  | (?P<two_quarters>(?<=[^\n])(?:(?P<han_a>[一二三四])、(?P<han_b>[一二三四])|(?P<digit_a>[1-4])、(?P<digit_b>[1-4]))个?季度)
  | (?P<month>(?P<m>{_N}){_S}月份?(?P<month_end>{_S}月?[底末])?)
  | (?P<months>(?P<n>{_N}){_S}个月)
  | (?P<quarter>(?P<q>[1-4一二两三四首]){_S}(?P<each>个)?{_S}季(?:度(?P<quarter_end>[底末])?)?)
  | (?P<half>[上下前后]半年(?!报))
  | (?P<whole>(?:全年|整年)(?!龄)度?)
  | (?P<ending>年[底末](?!报))
  | (?P<within>年内)
  | (?P<since>年初以来|以来)
  | (?P<same>同期(?=[为是达,:]))
  | (?P<this>(?<!以)(?P<which>[本当上下])[一个]?(?P<of>月|季度|季)(?P<this_end>[底末])?)
  | (?P<letter>Q(?P<digit>[1-4])(?![0-9A-Za-z]))
  | (?P<plan>(?P<nth>十[一二三四五]五)[”"]?(?:时期|期间|以来|期末))
  | (?P<years>(?P<from>(?:19|20)\d{{2}}){_S}年?{_TO}(?P<till>(?:19|20)\d{{2}}){_S}年))
    """,
    re.VERBOSE,
)
_UNTIL = rf"(?P<until>(?:截至|截止到?|截至到|截止至|到|至)(?:时间|日期)?:?{_S})?"
_NAMED = rf"(?:(?P<year>{_YEARS}|{_SHORT})|(?P<shift>[今本去上前明当次])一?)"
_FIRST = rf"(?P<first>(?:前|头|第|[1一](?:-|至|到)){_S})?$"
HEAD = re.compile(rf"{_UNTIL}(?P<dated>{_NAMED}{_S}年度?{_S}的?{_S})?{_FIRST}")
HEAD_OF_END = re.compile(
    rf"{_UNTIL}(?P<dated>{_NAMED}{_S}年?{_S})?{_FIRST}"
)  # 2021年底 has one 年 for both, 2021Q2 none
BEFORE_BODY = frozenset(f"年度的前头第到至截止期间:- 今本去上明当次两千{_DIGITS}0123456789")
DAY = re.compile(rf"{_S}(?:\d{{1,2}}|[一二三]?十?[一二三四五六七八九十]){_S}[日号]")
DOTTED = re.compile(rf"截[至止][到至]?:?{_S}(?P<year>\d{{4}})[./-](?P<month>\d{{1,2}})(?:[./-]\d{{1,2}})?(?!\d)")
BEFORE_YEAR = frozenset("全整半")
AFTER_YEAR = frozenset("底末内初-~至到年")
YEAR_MARKS = frozenset("-~至到")
ANCHOR = re.compile("[月季年来期截Q]")
BACK, NEAR, AHEAD, LEAD = (
    14,
    10,
    16,
    22,
)  # characters: from 年 back to a span of years, from others to their body, on to its end, before it
