"""The words that say what a figure measures, as pairs of characters, with what they weigh.

Chinese runs words together and a tagger cuts them differently in every sentence, so words are compared by the pairs of
characters that they are made of; which of them name something, and how much, the tagger says.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from assistant.evidence import pairs, plain
from assistant.question import ASKING_CHARACTERS, Word, subject_of, word_runs
from assistant.thesaurus import ASKING, SYNONYMS
from corpus import is_han
from index import tag_words

_VERB_WEIGHT, _HEAD_WEIGHT = 0.4, 1.5
_SCOPE = re.compile(r"全[市区县省州国]|[市区县省]本级|各[区县]")
_ASKING = frozenset(ASKING)
_FAMILIES = {word: f"={group[0]}" for group in SYNONYMS for word in group if len(word) > 1}
_SPATIAL = frozenset(
    "以上 以下 以内 以外 之间 之内 之外 之前 之后 以来 左右 上下 前后 内外 其中 当中 中间 期间 期末 期初 里面 外面 上面 下面 以前 以后".split()
)
_LABEL = re.compile(r"(?:[A-Za-z]|[\u2160-\u217f])[级类]")
LIGHT = frozenset(
    "实施 开展 推进 进行 实现 完成 达到 达 新增 累计 组织 落实 加强 加大 推动 做好 持续 全力 积极 进一步 有效 有序 顺利 已经 取得 保持 "
    "提高 提升 增长 增加 上升 上涨 扩大 下降 减少 降低 回落 压缩 超过 超额 不足 突破 接近 高出 超出 低于 高于 相当于 左右 以上 以下 情况 "
    "工作 数量 总数 总量 规模 占比 比重 比例 增幅 降幅 增速 幅度 水平 目标 任务 要求 指标 计划 年初 年底 年末 上年 去年 同期 上年末 季度 "
    "全年 年度 分别 其中 合计 总计 共计 截至 目前 尚有 已有 拥有 共有 达标".split()
)
_NAMELESS = re.compile(
    "|".join(sorted(LIGHT, key=len, reverse=True)) + r"|[占为是的达共已有约在和及与至到由从比较每各其中了均前后上下]|\s"
)


class Sign(NamedTuple):
    """A character that names something: the pairs it forms with its neighbours, what it weighs, whether it is a noun's."""

    pairs: tuple[str, ...]
    weight: float
    noun: bool


@lru_cache(maxsize=16384)
def pairs_of(text: str) -> frozenset[str]:
    """The pairs of adjacent characters of a text, and the families of words that they belong to."""
    found = pairs(plain(text))
    return frozenset(found | {_FAMILIES[pair] for pair in found if pair in _FAMILIES})


def family(pair: str) -> str | None:
    """The name of the family of words with one meaning that a word of two characters belongs to."""
    return _FAMILIES.get(pair)


@lru_cache(maxsize=16384)
def _content(text: str) -> tuple[tuple[Word, ...], ...]:
    """The content words of a text in runs; characters that the tagger leaves over side by side are a noun (慢行|步|道)."""
    runs: list[tuple[Word, ...]] = []
    for phrase in subject_of(_SCOPE.sub(" ", text)).split(" "):
        position, run = 0, []
        for word in (word for found in word_runs(phrase) for word in found):
            start = phrase.find(word.text, position)
            left = _left_over(phrase[position:start])
            if left:
                run.append(Word(left, noun=True))
            elif start > position and run:
                runs.append(tuple(run))
                run = []
            run.append(Word(word.text, noun=word.noun or _is_taken_for_a_place(word.text)))
            position = start + len(word.text)
        left = _left_over(phrase[position:])
        runs.append((*run, Word(left, noun=True)) if left else tuple(run))
    return tuple(run for run in runs if run)


def _is_taken_for_a_place(word: str) -> bool:
    """Whether the tagger takes a word for one of place that names something: 初中, 网上."""
    return word not in _SPATIAL and tag_words(word) in ([(word, "f")], [(word, "s")])


def _left_over(text: str) -> str:
    """The name that a text between content words is: characters of which few are function words, and two at least."""
    bare = text.strip()
    if len(bare) < 2 or bare in _ASKING or not all(map(is_han, bare)):
        return ""
    if _NAMELESS.search(bare):
        return ""
    functional = sum(character in ASKING_CHARACTERS for character in bare)
    return bare if 2 * functional <= (len(bare) if len(bare) > 2 else 0) else ""


@lru_cache(maxsize=16384)
def signs(text: str) -> tuple[Sign, ...]:
    """The characters of the content words of a text; the words of a metric's head (the last noun) weigh more.

    A character is known by the pairs that it forms with its neighbours, those across words too: 专项债储备 is cut
    专项 | 债储备, and no report has 债储.
    """
    found: list[Sign] = []
    runs = _content(text)
    for run in runs:
        characters = "".join(word.text for word in run).lower()
        position = 0
        for word in run:
            weight = 0.0 if word.text in LIGHT else 1.0 if word.noun else _VERB_WEIGHT
            if run is runs[-1] and word is run[-1] and word.noun:
                weight *= _HEAD_WEIGHT
            for i in range(position, position + len(word.text)):
                near = tuple(characters[j : j + 2] for j in (i - 1, i) if 0 <= j < len(characters) - 1)
                if weight:
                    found.append(Sign(near, weight, word.noun))
            position += len(word.text)
    return tuple(found) or _short_signs(text)


def _short_signs(text: str) -> tuple[Sign, ...]:
    """The characters of a name too short for a tagger (药占比), none where only words that name nothing are left."""
    bare = _NAMELESS.sub("", subject_of(_SCOPE.sub(" ", text)))
    if sum(map(is_han, bare)) != 1:
        return ()
    only = next(character for character in bare if is_han(character))
    characters = plain(text)
    near = (characters[i : i + 2] for i in range(len(characters) - 1))
    return tuple(Sign((pair,), _VERB_WEIGHT, noun=False) for pair in near if only in pair)


@lru_cache(maxsize=16384)
def actions(text: str) -> frozenset[str]:
    """The verbs of a text that say what was done: 归集, 使用, 开工."""
    return frozenset(
        word for word, tag in tag_words(text) if tag.startswith("v") and len(word) > 1 and word not in LIGHT
    )


def kin(word: str) -> str:
    """The name of a word's family, or the word itself."""
    return _FAMILIES.get(word, word)


@lru_cache(maxsize=16384)
def nouns(text: str) -> tuple[str, ...]:
    """The nouns of a text that name something, with labels of classes (Ⅲ级, A 类)."""
    words = (word for run in _content(text) for word in run)
    found = [word.text.lower() for word in words if word.noun and word.text not in LIGHT]
    return tuple(found + [label.lower() for label in _LABEL.findall(text)])


def stands_in(noun: str, pairs: frozenset[str]) -> bool:
    """Whether a noun is among pairs of characters: half of it at least, for compounds are shortened."""
    own = [noun[i : i + 2] for i in range(len(noun) - 1)]
    return 2 * sum(pair in pairs for pair in own) >= len(own)
