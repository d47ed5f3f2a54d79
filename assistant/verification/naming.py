"""Find the words that name each figure of a sentence.

A grammar of Chinese would be larger than the problem: clauses are cut at commas, and a clause that names nothing of its own
leans on one before.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import NamedTuple

from assistant.evidence import plain
from assistant.verification.mention import CHANGED_BY, Mention
from assistant.verification.words import signs
from corpus import Figure, fold

_BREAK = re.compile(r"[,;:。!?\n](?!\d{3}(?!\d))")
_TAIL_END = re.compile(r"[,;:。!?\n、()]|其中|(?:同比|环比|比上年|较上年)|占")
_LEADING = re.compile(r"^\s*(?:其中|并且?|另外?|此外|同时|[\s、,和与及])+")
_LEANING = re.compile(r"\s*(?:占|同比|环比|[比较](?:上|去|年)|为[^,;]{0,14}的\s*$)")
_ATTRIBUTE = re.compile(
    r"[日月年户人]均|平均|累计|总计|总数|总量|(?:建筑|占地)?面积|金额|总额|数量|人数|户数|件数|涉及|惠及|投入|用时"
)
_SAID_OF_NEXT = re.compile(r"[已均]")
_PART = re.compile(r"[\s,、]*其中")
_RESPECTIVE = re.compile(r"分别")
_DIGIT = re.compile(r"\d")
_JOINT = re.compile(r"[、和与及]")
_ASIDE = re.compile(r"以[上下内][的\u4e00-\u9fff]")
_LONGEST_TAIL, _LONGEST_BEFORE = 16, 120
MOST_FIGURES = 100  # of a sentence that are looked at together: beyond that it is no sentence


def mentions(
    text: str, figures: Sequence[Figure], *, start: int, end: int, above: str, names: Collection[str] = ()
) -> list[Mention]:
    """The mentions of the figures of `text[start:end]`, a sentence or statement, in their order.

    `names` are those of the bodies that the text is about: they say whose a figure is, not what it measures.
    """
    inside = [f for f in figures if start <= f.start and f.end <= end]
    if len(inside) > MOST_FIGURES:
        parts = [inside[i : i + MOST_FIGURES] for i in range(0, len(inside), MOST_FIGURES)]
        edges = [start, *(part[0].start for part in parts[1:]), end]
        return [
            mention
            for part, (first, last) in zip(parts, pairwise(edges), strict=True)
            for mention in mentions(text, part, start=first, end=last, above=above, names=names)
        ]
    folded = _without(fold(text[start:end]), names)
    clauses = _clauses(folded, [(f.start - start, f.end - start) for f in inside])
    measuring = [f for f in inside if _measures(f, folded, start=start)]
    measured = [(f.start - start, f.end - start) for f in measuring]
    made = []
    for figure in inside:
        alike = {
            f.start - start for f in measuring if f is not figure and (f.kind, f.unit) == (figure.kind, figure.unit)
        }
        sentence = _Sentence(folded, clauses, measured, alike)
        made.append(_mention(figure, figure.start - start, figure.end - start, sentence, above=above))
    return made


class _Sentence(NamedTuple):
    """A sentence as one figure sees it: clauses and figures as spans, and where the figures of its own unit begin."""

    text: str
    clauses: Sequence[tuple[int, int]]
    measured: Sequence[tuple[int, int]]
    alike: set[int]

    def own_before(self, first: int, begin: int) -> str:
        """What names the figure that ends at `begin`, where it is named in the clause from `first` on."""
        spans = [(a, b) for a, b in self.measured if first <= a and b <= begin]
        for position in range(len(spans) - 1, -1, -1):
            start = spans[position - 1][1] if position else first
            own = self.text[start : spans[position][0]]
            if own.strip(" 、和与及"):
                return own
        return ""


def _without(folded: str, names: Collection[str]) -> str:
    """The text with the names blanked out, of the same length."""
    for name in names:
        folded = folded.replace(name, " " * len(name))
    return folded


def _measures(figure: Figure, folded: str, *, start: int) -> bool:
    """Whether the figure ends what names it: no period, no number in words (两项补贴), no threshold in a name (50 万元以上的村)."""
    if figure.kind in ("period", "date") or (figure.kind == "count" and not _DIGIT.search(figure.text)):
        return False
    return not _ASIDE.match(folded, max(0, figure.end - start - 2))


def _mention(figure: Figure, start: int, end: int, sentence: _Sentence, *, above: str) -> Mention:
    text, measured = sentence.text, sentence.measured
    first, last = next((c for c in sentence.clauses if c[0] <= start < c[1]), (0, len(text)))
    begin = max((b for a, b in measured if first < b <= start), default=first)
    own = text[begin:start]
    if begin > first and "、" in own:
        own = own[own.index("、") + 1 :]  # what stands before it still says of the figure before what it is for
    if figure.kind in ("date", "document_no"):
        own = text  # what happened stands anywhere in the sentence
    stop = min((a for a, _ in measured if a >= end), default=last)
    tail = _TAIL_END.split(text[end : min(last, stop, end + _LONGEST_TAIL)], maxsplit=1)[0]
    if end + len(tail) == stop < last:
        tail = _SAID_OF_NEXT.split(tail, maxsplit=1)[0]  # 18 座水库已开工 16 座
    if begin > first and not own.strip(" 、和与及"):
        own = sentence.own_before(first, begin)  # 6 支、284 人: both are of what was named before the first
    share = _share(sentence, at=start, clause=(first, last))
    own, rank = (share.name, share.rank) if share else (own, None)
    leans = bool(_LEANING.match(_LEADING.sub("", own))) or not _says(f"{own} {tail}")
    subject = _subject(sentence, first=first, begin=begin) if leans or _PART.match(own) else ""
    before = text[max(0, begin - _LONGEST_BEFORE) : begin]
    return Mention(figure, own, tail, subject, before, text, above, leans, rank)


def _clauses(folded: str, figures: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The comma-separated parts of a sentence; no figure is cut."""
    cuts = [m.end() for m in _BREAK.finditer(folded) if not any(a < m.end() < b for a, b in figures)]
    edges = [0, *cuts, len(folded)]
    return [(a, b) for a, b in pairwise(edges) if a < b]


def _says(text: str) -> bool:
    """Whether a text names something, besides that it changed or is an average."""
    return bool(signs(_ATTRIBUTE.sub(" ", CHANGED_BY.sub(" ", _LEADING.sub("", text.rstrip())))))


def _head(sentence: _Sentence, start: int, stop: int) -> str:
    """A part of a sentence up to its first figure; without its figures where nothing stands before the first."""
    inside = [(a, b) for a, b in sentence.measured if start <= a < stop]
    head = sentence.text[start : min((a for a, _ in inside), default=stop)]
    if not inside or _says(head):
        return head
    edges = [start, *(edge for span in inside for edge in span), stop]
    return " ".join(sentence.text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))


def _subject(sentence: _Sentence, *, first: int, begin: int) -> str:
    """What a part before says it is about: of its own clause, of the nearest one with a figure of its unit, or the nearest."""
    own = _head(sentence, first, begin)
    if begin > first and _says(own):
        return own
    said = []
    for start, stop in reversed([c for c in sentence.clauses if c[1] <= first]):
        own = _head(sentence, start, stop)
        if _says(own) and not _LEANING.match(_LEADING.sub("", own)):
            said.append((own, any(start <= position < stop for position in sentence.alike)))
    return next((own for own, alike in said if alike), said[0][0] if said else "")


class _Share(NamedTuple):
    """What one of several figures given respectively is of, and which of how many it is."""

    name: str
    rank: tuple[int, int]


def _share(sentence: _Sentence, *, at: int, clause: tuple[int, int]) -> _Share | None:
    """The share of the figure at `at` in such a list: A 和 B 分别增长 5% 和 6%; None where it stands in none."""
    first, last = clause
    text, measured = sentence.text, sentence.measured
    group = [a for a, _ in measured if first <= a < last]
    respectively = _RESPECTIVE.search(text, first, group[0]) if len(group) > 1 else None
    if respectively is None or at not in group:
        return None
    rank = (group.index(at), len(group))
    leading, said = text[first : respectively.start()], text[respectively.start() : group[0]]
    changed = CHANGED_BY.search(leading)
    names = [name for name in _JOINT.split(leading) if plain(CHANGED_BY.sub(" ", name))]
    if len(names) >= len(group):
        return _Share(f"{names[rank[0] - rank[1]]}{changed.group() if changed else ''}{said}", rank)
    owners = [sentence.own_before(first=0, begin=b) for _, b in measured if b <= first][-len(group) :]
    return _Share(f"{owners[rank[0]]}{leading}{said}", rank) if len(owners) == len(group) else None
