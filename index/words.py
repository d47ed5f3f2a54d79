"""The words of a text for the lexical leg. The one place that knows rjieba.

A dictionary alone is not enough: the words of the domain (专项债, 三公经费) are not in it, and a question glues words
together (专项债够不够 is cut 专项 | 债 | 够不够). So every pair of neighbouring Chinese characters is a word too, and
the dictionary adds the longer ones and tells which characters are mere function words. Figures are words as a whole:
877.82 is neither 877 nor 82.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby, pairwise

FUNCTION_WORDS = frozenset(
    (
        *"的了着吗呢吧啊呀嘛么是在和与及或把被将也都就而其请",
        *("以及", "或者", "请问", "什么", "多少", "哪些", "哪个", "怎么", "怎样", "如何"),
    )
)
_HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_UNIT = (
    r"[万亿千百]{0,2}"
    r"(?:平方米|平方公里|公里|个百分点|美元|元|个|户|人次|人|项|所|次|家|名|件|条|座|套|笔|亩|吨|年|月|日|天)?"
)
_THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?!\d)")
_GAP = re.compile(rf"(?<=[\d{_HAN}%])[ \t]+(?=[{_HAN}%])|(?<=[{_HAN}])[ \t]+(?=\d)")
_TOKEN = re.compile(
    rf"""
    (?P<period>\d{{1,2}}[-–—~至到]\d{{1,2}}月)
  | (?P<figure>\d+(?:\.\d+)*)(?:(?P<percent>%)|(?P<unit>{_UNIT}))
  | (?P<latin>[a-z]+)
  | (?P<han>[{_HAN}]+)
    """,
    re.VERBOSE,
)


def words(text: str) -> list[str]:
    """The words of `text` in order, folded (NFKC, lower case); a word that stands twice is there twice."""
    return [word for match in _TOKEN.finditer(_fold(text)) for word in _words_of(match)]


def _fold(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).lower()
    joined = _THOUSANDS.sub(lambda match: match.group().replace(",", ""), folded)
    return _GAP.sub("", joined)


def _words_of(match: re.Match[str]) -> Iterator[str]:
    if match["period"]:
        yield re.sub(r"[–—~至到]", "-", match["period"])
    elif match["figure"]:
        yield match["figure"]
        if match["percent"] or match["unit"]:
            yield match.group()
        yield from _han_words(match["unit"] or "")
    elif match["latin"]:
        yield match["latin"]
    else:
        yield from _han_words(match["han"])


def _han_words(run: str) -> Iterator[str]:
    """Pairs of characters and longer dictionary words of a run of Chinese characters, function words left out."""
    if not run:
        return
    import rjieba  # here, because loading its dictionary takes 0.2 s

    for is_function, pieces in groupby(rjieba.cut(run), key=FUNCTION_WORDS.__contains__):
        if not is_function:
            yield from _pairs("".join(pieces))
    yield from (word for word in rjieba.cut_for_search(run) if len(word) > 2)


def _pairs(run: str) -> Iterator[str]:
    if len(run) == 1:
        yield run
    yield from (left + right for left, right in pairwise(run))


def dictionary_words(text: str) -> list[str]:
    """The words of the dictionary that a text is cut into; what is none stands character by character."""
    import rjieba

    return list(rjieba.cut(text, hmm=False))


def is_dictionary_word(text: str) -> bool:
    """Whether the dictionary holds a word."""
    import rjieba

    return bool(rjieba.has_word(text))


def tag_words(text: str) -> list[tuple[str, str]]:
    """The words of `text` with their part of speech (jieba's tags: n noun, v verb, ns place, m number …), in order."""
    import rjieba

    return [(word, tag) for word, tag in rjieba.tag(text) if not word.isspace()]
