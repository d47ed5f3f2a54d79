"""How well a figure is named by the words of a question: what says so right at the figure counts most.

The words of the question are held against what the figure measures (its own clause), what stands before that, and the name
of its goal; and the other way round, what names the figure should be asked for: 社会救助资金 is no 低保金, though both stand
in one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.arithmetic.record import Operand
from assistant.evidence import Matcher, Passage, pairs, plain
from assistant.lookup import near_text
from assistant.question import Query, Word, word_runs
from assistant.subjects import Subject, content, subject_of
from corpus import find_periods, fold

_OWN, _BESIDE, _ABOVE = 1.0, 0.7, 0.45  # what a word counts that stands at the figure, in its statement, or above it
_VERB_WEIGHT, _LIGHT_WEIGHT = 0.6, 0.2
_LEAST_COVERAGE, _LEAST_ENGLISH, _LONG = 0.4, 0.25, 3
_LIGHT = frozenset(
    "今年 去年 上年 同期 目前 现在 已经 累计 年度 全年 当年 本年 情况 数量 总数 人数 户数 家数 个数 次数 件数 金额 总额 规模 一共 总共 合计 实际 完成 达到 "
    "进度 水平 数字 数据 方面 部分 所有 全部 全市 全区 全县 本市 单位 报告 地方 更高 更多 更快 更低 比例 比重 占比 速度 增幅 增速 "
    "增长 下降 提高 增加 减少 降低 上升 变化 差距 差额 比较 相比 对比 一个 两个 三类 两类 两年 哪年 月底 年底 季度 花费 保留 小数 算".split()
)
_OPERATION = re.compile(
    r"^(?:平均)?每|平均|均摊|平摊|[一两二三几多]倍|相差|加起|合起|合计|总共|一共|剩下"
)  # words that say what to do
_LIST_OF = re.compile(r"[、]|(?<=[\u4e00-\u9fff])和(?=[\u4e00-\u9fff])")


@dataclass(frozen=True)
class Named:
    """An operand with the words that name it."""

    operand: Operand

    @cached_property
    def subject(self) -> Subject:
        """The words around the figure."""
        return subject_of(self.operand.located)

    @cached_property
    def own(self) -> str:
        """What names the figure itself, as it is matched; of a list with 分别, the member that it belongs to."""
        figure = self.operand.figure
        before = near_text(self.operand.passage, figure) if figure.role in ("share", "change") else ""
        if plain(self.subject.before).strip("|") in _LIGHT:  # 发放贷款 1260 笔、金额 4.73 亿元
            before = re.split(r"[,;。]", self.subject.around)[-1]
        return plain(_member(self.subject) or f"{before}|{self.subject.before}|{self.subject.behind}")

    @cached_property
    def beside(self) -> str:
        """What stands before that in its statement."""
        return plain(f"{self.subject.clause}|{self.subject.around}")

    @cached_property
    def above(self) -> str:
        """The statement and what it stands under."""
        passage = self.operand.passage
        return f"{passage.plain}\n{passage.context}\n{plain(passage.cell.label)}"

    def presence(self, word: Word, matcher: Matcher) -> float:
        """How far (0–1) the word names the figure."""
        levels = ((_OWN, self.own), (_BESIDE, self.beside), (_ABOVE, self.above))
        return max(weight * matcher.word_match(word, text) for weight, text in levels)

    def cover(self, words: tuple[Word, ...], matcher: Matcher) -> float:
        """Share (0–1) of the words that name the figure, weighted; 1 where there are none."""
        total = sum(map(weight_of, words))
        if not total:
            return 1.0
        return sum(weight_of(word) * self.presence(word, matcher) for word in words) / total

    def strict(self, words: tuple[Word, ...], matcher: Matcher) -> float:
        """The same by what stands right at the figure alone; what names its goal needn't be said again."""
        words = tuple(w for w in words if w.text.lower() not in self.operand.passage.context) or words
        total = sum(map(weight_of, words))
        return sum(weight_of(w) * matcher.word_match(w, self.own) for w in words) / total if total else 1.0

    def asked(self, asked_pairs: frozenset[str]) -> float:
        """Share (0–1) of what names the figure that the question says."""
        own = content(self.own) or content(self.subject.behind)
        return len(own & asked_pairs) / len(own) if own else 0.5


def _member(subject: Subject) -> str:
    """甲、乙、丙参保人数分别为 1、2 和 3: the member of the list that a figure belongs to; "" where there is no such list."""
    if subject.order is None:
        return ""
    item = subject.located
    before = fold(item.passage.cell.text[item.passage.statement.start : item.figure.start])
    listed = re.split(r"[,;。]", before[: before.rfind("分别")])[-1]
    members = [part for part in _LIST_OF.split(listed) if part.strip()]
    return members[subject.order] if len(members) > 1 and subject.order < len(members) else ""


@lru_cache(maxsize=1024)
def words_of(text: str) -> tuple[Word, ...]:
    """The content words of a part of a question; where a dictionary knows none, its pairs of characters."""
    words = tuple(dict.fromkeys(word for run in word_runs(text) for word in run))
    if any(word.text not in _LIGHT for word in words):
        return words
    parts = re.split(r"[\s,;?。、]", text)
    found = (plain(part)[i : i + 2] for part in parts for i in range(max(1, len(plain(part)) - 1)) if plain(part))
    return tuple(Word(pair, noun=True) for pair in dict.fromkeys(found))


def weight_of(word: Word) -> float:
    """How much a word tells: a noun more than a verb, a long one more than a short one, one that says how it is asked little."""
    if word.text in _LIGHT:
        return _LIGHT_WEIGHT
    return (1.0 + 0.25 * (len(word.text) - 2)) * (1.0 if word.noun else _VERB_WEIGHT)


def pairs_asked(text: str) -> frozenset[str]:
    """The pairs of characters of the question, without its periods."""
    for found in reversed(find_periods(text)):
        text = text[: found.start] + " " + text[found.end :]
    return frozenset(pair for part in re.split(r"[\s,;?。]", text) for pair in pairs(plain(part)))


def about(query: Query, matcher: Matcher, passages: Sequence[Passage]) -> bool:
    """Whether the statements are about what the question names: no long noun of it is wanting, and most of the rest stands."""
    named = tuple(word for word in matcher.words if not _OPERATION.search(word.text))
    matcher = Matcher(matcher.weights, named, matcher.expansions)
    if matcher.coverage(passages) < (_LEAST_ENGLISH if query.english else _LEAST_COVERAGE):
        return False
    goals = {id(p.goal): p.goal for p in passages}.values()
    text = plain(" ".join(cell.text for goal in goals for cell in goal.cells))
    wanting = [w for w in matcher.missing(passages) if len(w) >= _LONG and w not in _LIGHT]
    return query.english or not any(not pairs(word.lower()) & pairs(text) for word in wanting)
