"""A figure with the words that say what it measures, the same for drafts and for reports.

What a figure measures stands before it in its clause, or behind it (311 所学校), or, where the clause says nothing of its
own (占一般公共预算支出 77.7%, 同比增长 64%), in the clause that it leans on. These parts are kept apart, since they weigh
differently when two mentions are compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import TypeVar

from assistant.verification.words import Sign, actions, kin, nouns, pairs_of, signs, stands_in
from corpus import Figure

CHANGED_BY = re.compile(
    r"(?:(?:同比|环比|[比较](?:上年|去年|年初|上季|上月)(?:同期|末|底)?)\s?)?(?:分别)?\s?"
    r"(?:[增减降升涨跌][长加多少低高幅速产收值]?|[多少快慢][\u4e00-\u9fff]{0,2}|上调|下调|调[高低整]|延长|拉长|[还仍]?[差缺剩]|提高|提升|扩大|压[减缩]|缩短|回落|下[降跌滑]|上[升涨]|高[于出]|低于|[多少]于?)?(?:了|到|至|为)?[\s,;:]*$"
)
_UNDER_TARGET = re.compile(
    r"(?:按照?|根据|对照)[^,;]{0,10}(?:目标|计划)(?:要求)?\s?[:,]|(?:目标|任务|计划|要求)[为是][^;。]*$"
    r"|(?:(?<!年度)(?<!全年)(?<![体总的])计划(?=[\u4e00-\u9fff])|力争|确保|预计)(?![^;。]*(?:已|累计|截至|实际|完成了))[^;。]*$"
)
_HEAD = 6  # characters
Found = TypeVar("Found")


def once(read: Callable[[Mention], Found]) -> Callable[[Mention], Found]:
    """Remember what is read of a mention with the mention itself: one is compared with hundreds."""
    name = f"_{read.__name__}"

    @wraps(read)
    def remembered(mention: Mention) -> Found:
        known: dict[str, Found] = mention.__dict__
        if name not in known:
            known[name] = read(mention)
        return known[name]

    return remembered


@dataclass(frozen=True, eq=False)
class Mention:
    """A figure where it stands: `own` names it in its clause, `tail` behind it, `subject` in the clause that it leans on.

    `before` is the sentence up to its clause, `sentence` the whole of it; `above` what stands over it (goal, heading of
    the item, the sentence before). All are folded. `leans`: its own clause doesn't say what it measures. `rank`: which of how many
    it is, where figures are given respectively (分别).
    """

    figure: Figure
    own: str
    tail: str
    subject: str
    before: str
    sentence: str
    above: str
    leans: bool = False
    rank: tuple[int, int] | None = None

    @cached_property
    def named(self) -> tuple[Sign, ...]:
        """The characters that name what is measured, with what they weigh: those of its own clause most."""
        above = self.above if self.leans and not self.subject else ""
        parts = (
            (CHANGED_BY.sub(" ", self.own), 1.0),
            (self.tail, 0.4 if signs(self.own) else 0.8),
            (self.subject, 0.6 if signs(self.own) else 1.0),
            (above, 0.5),
        )
        return tuple(sign._replace(weight=share * sign.weight) for text, share in parts for sign in signs(text))

    @cached_property
    def head(self) -> tuple[Sign, ...]:
        """The last content characters before the figure: what its clause says last, it says of the figure."""
        own = signs(CHANGED_BY.sub(" ", self.own)) or signs(self.tail) or signs(CHANGED_BY.sub(" ", self.subject))
        return own[-_HEAD:]

    @cached_property
    def nouns(self) -> tuple[str, ...]:
        """The nouns that name it."""
        return nouns(f"{CHANGED_BY.sub(' ', self.own)} {self.tail} {self.subject}")

    @cached_property
    def naming(self) -> frozenset[str]:
        """All pairs of characters of the parts that name it."""
        return pairs_of(f"{self.own} {self.tail} {self.subject}")

    @cached_property
    def nearby(self) -> frozenset[str]:
        """All pairs of characters of the whole sentence."""
        return pairs_of(self.sentence)

    @cached_property
    def overhead(self) -> frozenset[str]:
        """All pairs of characters of what stands above."""
        return pairs_of(self.above)

    @cached_property
    def under_target(self) -> bool:
        """Whether the sentence has said, before this clause, that targets follow."""
        return bool(_UNDER_TARGET.search(self.before))


def acts_rather(mention: Mention, rival: Mention, best: Mention) -> bool:
    """Whether a draft says of its figure what is done with the rival, and not what is done with the other."""
    said, of_rival, of_best = (actions(f"{m.own} {m.tail}") for m in (mention, rival, best))
    if not of_best or not said & (of_rival | of_best):
        said, of_rival, of_best = (frozenset(map(kin, words)) for words in (said, of_rival, of_best))
    decided = bool(of_best - said) or not nouns(rival.own)
    return decided and bool(said & (of_rival - of_best))


def acts_otherwise(mention: Mention, rival: Mention, best: Mention) -> bool:
    """Whether a draft says what is done with the one, and not what is done with the rival."""
    said, of_rival, of_best = (actions(f"{m.own} {m.tail}") for m in (mention, rival, best))
    return bool(of_rival - said) and bool(said & (of_best - of_rival)) and not of_best - said


def names_rather(mention: Mention, rival: Mention, best: Mention, *, is_part: bool, is_whole: bool) -> bool:
    """Whether nouns of a draft name the rival and not the one that agrees.

    They do where the other has a noun that the draft lacks (初中 for 小学), or where the rival is a part of the other
    (其中研究生学历 529 名) and the draft names the part; or where it is the whole and the draft names no part.
    """
    if is_whole and any(not stands_in(noun, mention.naming) for noun in nouns(best.own)):
        return all(stands_in(n, mention.naming) for n in rival.nouns)
    only_rival = [n for n in mention.nouns if stands_in(n, rival.naming) and not stands_in(n, best.naming)]
    only_best = [n for n in mention.nouns if stands_in(n, best.naming) and not stands_in(n, rival.naming)]
    if not only_rival:
        return False
    foreign = any(not stands_in(noun, mention.naming) for noun in best.nouns)
    return (foreign and not only_best) or (is_part and all(stands_in(n, mention.naming) for n in rival.nouns))
