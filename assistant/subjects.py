"""What a figure measures, in the words around it.

`Figure.metric` is the phrase right before a figure; to compare a target with an actual that says the same in other words,
more is needed: the noun behind the figure (64 个小区), the clause before where the own one says nothing (占 67.4%), the
heading of the item, and whether the figure is but a part of another (其中). Words that stand with any figure are left out, so
that two figures are never alike because both were 累计完成.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from assistant.clauses import clause_of, clause_spans
from assistant.evidence import Passage, pairs, passages_of, plain
from corpus import Document, Figure, Goal, find_periods, fold, is_han
from index import tag_words

_LEAST_HEAD = 3  # characters that a clause must have before its figure to say what it measures
_BEHIND = 14  # characters behind a figure that may say what it counts
_PART = re.compile(r"^[\s、,;]*(?:其中|包括|含(?![有量]))")
_UP = "增长|增加(?!值)|提高|(?<!改造)提升(?!改造|工程|行动|项目)|上升|增幅|涨幅|增速|上浮|上调|升幅|多增"
_DOWN = "下降|降低|减少|压减|压降|缩减|压缩|缩短|降幅|减幅|削减|下调|回落|精简|下浮|核减|调减|减排|减量|少增"
_GENERIC = re.compile(
    r"(?:符合|具备|满足)[^,;|。]{1,16}?的|电话回访|问卷调查|第三方|回访|测评|年初|上年末?|去年|同期|较|"
    "其中|包括|不少于|不低于|不超过|不高于|累计|共计|合计|总计|总共|全部|分别|达到|实现|完成|开展|组织|实施|推进|落实|"
    "新增|建成|建设|创建|打造|力争|确保|保持|稳定|控制|目前|截至|截止|年度|全年|年内|每年|当年|今年|本年|全市|全区|全县|全省|本市|市本级|"
    f"总数|数量|数目|个数|目标|任务|同比|环比|已经|基本|陆续|继续|进一步|{_UP}|{_DOWN}|"
    r"以及|[已的了由从到至和、,:()\d.%]"
)
_RATE_PAIRS = frozenset({"比例", "比率", "占比", "比重"})
_RATE = re.compile(r"(?:比例|比率|占比|比重|[率比])[|\s]*$|^[|\s]*占")
_MARK = re.compile(
    r"(?:^|(?<=[,;:。\n|]))\s*(?:[一二三四五六七八九十]是|\(?[\d一二三四五六七八九十]{1,2}[.、)])"
)  # of a list
_KIND = re.compile(r"以[上下内]$")
_CUE = re.compile(rf"(?P<up>{_UP})|(?P<down>{_DOWN})")
_LEVEL = re.compile(
    r"(?<!例)(?<!幅度)(?<!率)(?<!例达)(?<!幅度达)(?<!率达)[到至为在达]\s*$"
)  # 提高到 1050 元 is a level, 提高 5 元 a change
_BASIS = re.compile("同比|环比|较|比(?:上|去|年|前)|增幅|降幅|增速")
_AT_CUE = re.compile(rf"(?:{_UP}|{_DOWN})(?:了|幅度|比例|额度?)?\s*$")


@dataclass(frozen=True, slots=True)
class Located:
    """A figure with the passage it stands in."""

    passage: Passage
    figure: Figure


def located(document: Document, goal: Goal, column: str) -> list[Located]:
    """The figures of a column of a goal, each with its statement."""
    cell = goal.cell(column)
    if cell is None:
        return []
    return [Located(p, f) for p in passages_of(document, goal, cell) for f in p.figures]


def locate(document: Document, goal: Goal, position: int) -> Located:
    """The figure at a position of `Goal.figures`. Raises IndexError where there is none."""
    cell, figure = goal.figures[position]
    return next(Located(p, figure) for p in passages_of(document, goal, cell) if figure in p.figures)


def _subject(item: Located) -> tuple[frozenset[str], frozenset[str]]:
    """The character pairs of the figure's own clause before (and, for 其中/占, just behind) it, and of the clauses before."""
    spans = clause_spans(item.passage)
    position = clause_of(item.passage, item.figure)
    text, (start, end) = item.passage.cell.text, spans[position]
    inside = [f for f in item.passage.figures if start <= f.start < item.figure.start and f.kind != "period"]
    begin = inside[-1].end if inside else start
    if position and len(plain(text[begin : item.figure.start])) < _LEAST_HEAD:
        begin = spans[position - 1][0]  # 占 67.4% says nothing of itself
    own = plain(text[begin : item.figure.start]) + "|" + plain(text[item.figure.end : end][:_BEHIND])
    before = plain(text[spans[max(0, position - 2)][0] : begin]) + plain(item.passage.statement.lead)
    return pairs(own), pairs(before)


def likeness(left: Located, right: Located) -> float:
    """How alike (0–1 or a little more) what two figures measure is, as a ranking: it doesn't say that it is the same."""
    (own, context), (other, other_context) = _subject(left), _subject(right)
    if not own or not other:
        return 0.0
    direct = len(own & other) / min(len(own), len(other))
    wide = len((own | context) & (other | other_context)) / max(1, min(len(own | context), len(other | other_context)))
    return 0.75 * direct + 0.35 * wide


@lru_cache(maxsize=8192)
def content(text: str) -> frozenset[str]:
    """The character pairs of a text without the words that stand with any figure."""
    bare = _GENERIC.sub("|", _without_periods(_MARK.sub("|", fold(text))))
    return _pairs(_RATE.sub("|", bare)) or _pairs(bare) - _RATE_PAIRS


def _pairs(text: str) -> frozenset[str]:
    return frozenset(pair for part in text.split("|") for pair in pairs(plain(part)))


@lru_cache(maxsize=8192)
def things_of(text: str) -> frozenset[str]:
    """The nouns of two characters and more of a text, but for those that stand with any figure."""
    bare = _RATE.sub("|", _GENERIC.sub("|", _without_periods(_MARK.sub("|", fold(text)))))
    return frozenset(
        word for part in bare.split("|") for word, tag in tag_words(part) if tag.startswith("n") and len(word) > 1
    )


@lru_cache(maxsize=8192)
def head_of(text: str) -> str:
    """The last two characters of the content of a text, which say what kind of thing it is."""
    bare = _GENERIC.sub("|", _without_periods(_MARK.sub("|", fold(text))))
    parts = [part for part in (plain(part) for part in _RATE.sub("|", bare).split("|")) if part]
    return parts[-1][-2:] if parts else ""


@lru_cache(maxsize=8192)
def content_words(text: str) -> frozenset[str]:
    """The words of two characters and more of a text without those that stand with any figure."""
    bare = _GENERIC.sub("|", _without_periods(_MARK.sub("|", fold(text))))
    return frozenset(word for part in _RATE.sub("|", bare).split("|") for word, _ in tag_words(part) if len(word) > 1)


def _without_periods(folded: str) -> str:
    for found in reversed(find_periods(folded)):
        folded = folded[: found.start] + "|" + folded[found.end :]
    return folded


@dataclass(frozen=True)
class Subject:
    """The words around a figure.

    `before` and `behind` are its own (of the clause before where its own has none), `clause` is the whole text of its
    clause up to the figure, `around` what stands before that, with the heading of its item. `order` is the figure's
    place among those that 分别 gives to the members of a list, None where there is no 分别.
    """

    located: Located
    before: str
    behind: str
    clause: str
    around: str
    is_borrowed: bool  # whether its own words say nothing, so that others had to
    is_part: bool
    order: int | None = None
    sizes: frozenset[tuple[str, Decimal | str]] = frozenset()  # that say which ones are meant: 10 亿元以上项目

    @cached_property
    def own(self) -> frozenset[str]:
        """Content of the own words."""
        return content(self.before) or content(self.behind)

    @cached_property
    def near(self) -> frozenset[str]:
        """Content of all words but the name of the goal."""
        return self.own | content(self.behind) | content(self.around)

    @cached_property
    def own_words(self) -> frozenset[str]:
        """The own words, cut by a dictionary."""
        return content_words(self.before) or content_words(self.behind)

    @cached_property
    def near_words(self) -> frozenset[str]:
        """The words of all but the name of the goal."""
        return self.own_words | content_words(self.behind) | content_words(self.around)

    def foreign_things(self, other: Subject) -> frozenset[str]:
        """The things that the own words name and the other's don't: 早稻 of 早稻产量 where 粮食产量 is meant."""
        return frozenset(word for word in things_of(self.before) if not any(pair in other.near for pair in pairs(word)))

    @cached_property
    def head(self) -> str:
        """What kind of thing is measured."""
        return head_of(self.before) if content(self.before) else head_of(self.behind)

    @cached_property
    def text(self) -> str:
        """The own words as they are written."""
        return f"{self.before}|{self.behind}"

    @cached_property
    def direction(self) -> str | None:
        """`up` or `down` where the figure says by how much something changes, None where it says how much there is."""
        if _LEVEL.search(self.clause):
            return None
        if self.located.figure.direction:
            return self.located.figure.direction
        found = list(_CUE.finditer(self.clause))
        return found[-1].lastgroup if found else None

    @cached_property
    def is_delta(self) -> bool:
        """Whether the figure is a change itself (提高 5 元) and no amount that was changed (压减经费 5 元)."""
        figure = self.located.figure
        if figure.kind in ("percent", "fraction") or self.direction is None:
            return self.direction is not None
        is_at_cue = figure.kind != "count" and bool(_AT_CUE.search(self.clause))
        return is_at_cue or bool(_BASIS.search(self.clause))


def _ahead(item: Located, start: int) -> list[Figure]:
    """The figures between the start of the clause and the figure."""
    return [
        f
        for f in item.passage.figures
        if start <= f.start and f.end <= item.figure.start and f.kind not in ("period", "date")
    ]


def _says_which(figure: Figure, text: str) -> bool:
    """Whether a figure belongs to the name of what is counted: 10 亿元以上项目."""
    return bool(_KIND.search(fold(figure.text))) and is_han(text[figure.end : figure.end + 1] or " ")


def subject_of(item: Located) -> Subject:
    """The words that say what a figure measures."""
    spans, position = clause_spans(item.passage), clause_of(item.passage, item.figure)
    text, (start, end) = _masked(item.passage), spans[position]
    ahead = _ahead(item, start)
    heads = [start, *(f.end for f in ahead if not _says_which(f, text))]
    behind = _behind(item, text, end=end)
    own = text[heads[-1] : item.figure.start]
    fallback = next(_fallbacks(item, heads=heads, position=position), "")
    says = bool(content(own) or content(behind))
    around = text[spans[max(0, position - 2)][0] : heads[-1]]
    return Subject(
        item,
        before=own if says else f"{fallback}{own}",
        behind=behind,
        clause=text[heads[-1] : item.figure.start],
        around=f"{around}|{fold(item.passage.statement.lead)}",
        is_borrowed=not says,
        is_part=bool(_PART.match(text[start:end])),
        order=_order(item, text, start=start),
        sizes=frozenset((f.kind, f.value) for f in ahead if f.start >= heads[-1]),
    )


def _order(item: Located, text: str, *, start: int) -> int | None:
    respectively = text.rfind("分别", start, item.figure.start)
    return None if respectively < 0 else len(_ahead(item, respectively))


def _masked(passage: Passage) -> str:
    """The folded text of the cell with the figures of the passage blotted out, at their length."""
    text = list(fold(passage.cell.text))
    for figure in passage.figures:
        if figure.kind not in ("period", "date"):
            text[figure.start : figure.end] = "|" * (figure.end - figure.start)
    return "".join(text)


def _behind(item: Located, text: str, *, end: int) -> str:
    """The words right behind a figure, up to a sign or the next figure."""
    stops = [f.start for f in item.passage.figures if f.start >= item.figure.end and f.kind not in ("period", "date")]
    words = text[item.figure.end : min([end, item.figure.end + _BEHIND, *stops])]
    return re.split(r"[、,;。:\n]", words, maxsplit=1)[0]


def _fallbacks(item: Located, *, heads: list[int], position: int) -> Iterator[str]:
    """What may say it where the own words don't: what stands before the figure before, the clause before, the heading."""
    text, spans = _masked(item.passage), clause_spans(item.passage)
    candidates = [text[head : item.figure.start] for head in reversed(heads[:-1])]
    candidates += [text[spans[p][0] : spans[p][1]] for p in range(position - 1, max(-1, position - 3), -1)]
    candidates += [fold(item.passage.statement.lead), item.passage.goal.name]
    for candidate in candidates:
        if content(candidate):
            yield candidate
