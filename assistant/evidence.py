"""Match a question against statements.

A statement is compared by the character pairs it shares with the question, weighted by how rare they are among the
candidates: Chinese questions run words together ("专项债够吗"), so words alone miss; and by content words, through synonyms
and abbreviations (公租房 for 公共租赁住房), to tell whether what was asked about stands there at all.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice, takewhile

from assistant.question import Query, Word
from assistant.thesaurus import ASKING, MEASURE_NOUNS, synonyms_of, terms_in
from corpus import Cell, Document, Figure, Goal, Statement, find_periods, fold, is_han, sound
from index import tag_words

_ASKING = frozenset(ASKING)
_MEASURES = frozenset().union(*MEASURE_NOUNS.values())
_DROP = re.compile(r"[\s,。?!;:、\"'“”‘’《》()<>\[\]{}「」『』—…·-]+")
_NOT_CHINESE = re.compile(r"[^\u3400-\u4dbf\u4e00-\u9fff〇]+")
_GOAL_WEIGHT, _CONTEXT_WEIGHT, _SYNONYM_WEIGHT = 0.75, 0.4, 0.7
_PART_WEIGHT, _HEADLESS_WEIGHT = 0.8, 0.3
_REMEMBERED_GOALS = 1024
_REMEMBERED_TEXTS = 16_384
_MEASURE_ENDINGS = ("费", "款", "额", "数", "率", "量")


Key = tuple[str, int, str, str, int]  # document, goal number, column, label, start of the statement


@lru_cache(maxsize=_REMEMBERED_TEXTS)
def plain(text: str) -> str:
    """Folded, lower-cased, without space, quotes and punctuation: what is matched."""
    return _DROP.sub("", fold(text).lower())


@lru_cache(maxsize=_REMEMBERED_TEXTS)
def pairs(text: str) -> frozenset[str]:
    """The pairs of adjacent characters of a plain text that hold a Chinese character or a letter."""
    words = [is_han(c) or c.isalpha() for c in text]
    return frozenset(text[i : i + 2] for i in range(len(text) - 1) if words[i] or words[i + 1])


@dataclass(frozen=True)
class Passage:
    """A statement with where it stands; the unit that answers are made of."""

    document: Document
    goal: Goal
    cell: Cell
    statement: Statement

    @cached_property
    def key(self) -> Key:
        """What tells the passage from all others of the library."""
        return (self.document.doc_id, self.goal.number, self.cell.column, self.cell.label, self.statement.start)

    @cached_property
    def text(self) -> str:
        """The statement as the cell has it."""
        return self.cell.text[self.statement.start : self.statement.end]

    @cached_property
    def plain(self) -> str:
        """The statement as it is matched."""
        return plain(self.text)

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Its character pairs."""
        return pairs(self.plain)

    @cached_property
    def context(self) -> str:
        """What the statement stands under: goal, heading of its item, the start of its item, the document."""
        siblings = [
            s
            for s in self.cell.statements
            if s.item == self.statement.item and s.start < self.statement.start and self.statement.item
        ]
        before = " ".join(self.cell.text[s.start : s.end] for s in siblings[-3:])
        return plain(f"{self.goal.name} {self.statement.lead} {before}")

    @cached_property
    def goal_pairs(self) -> frozenset[str]:
        """The character pairs of the name of its goal."""
        return pairs(plain(self.goal.name))

    @cached_property
    def context_pairs(self) -> frozenset[str]:
        """The character pairs of its context."""
        return pairs(self.context)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The figures that stand in the statement."""
        first = bisect_left(self.cell.figures, self.statement.start, key=lambda figure: figure.start)
        inside = takewhile(lambda figure: figure.start < self.statement.end, islice(self.cell.figures, first, None))
        return tuple(figure for figure in inside if figure.end <= self.statement.end)

    @cached_property
    def months(self) -> frozenset[tuple[int, int]]:
        """The periods (first and last month) that the statement names or its figures cover."""
        texts = [self.text, *{f.period for f in self.figures if f.period}]
        return frozenset((found.period.first, found.period.last) for text in texts for found in find_periods(text))


@dataclass(frozen=True, eq=False)
class GoalSpot:
    """A goal of one loaded document: a key for what is worked out once a goal.

    Compared by identity, since documents are loaded anew when they change.
    """

    document: Document
    goal: Goal

    def __hash__(self) -> int:
        return hash((id(self.document), id(self.goal)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, GoalSpot) and self.document is other.document and self.goal is other.goal


@lru_cache(maxsize=_REMEMBERED_GOALS)
def _passages(spot: GoalSpot) -> dict[int, tuple[Passage, ...]]:
    """The passages of each cell of a goal, by the identity of the cell."""
    return {id(cell): tuple(_split(spot.document, spot.goal, cell)) for cell in spot.goal.cells}


def _split(document: Document, goal: Goal, cell: Cell) -> Iterator[Passage]:
    for statement in cell.statements or ((Statement(0, len(cell.text)),) if cell.text else ()):
        yield Passage(document, goal, cell, statement)


def passages_of(document: Document, goal: Goal, cell: Cell) -> tuple[Passage, ...]:
    """The statements of a cell as passages; a cell without statements (a name, a short column) is one.

    The same objects are given each time, so that what is worked out of their text is worked out once.
    """
    return _passages(GoalSpot(document, goal))[id(cell)]


@dataclass(frozen=True)
class Matcher:
    """A question's words and character pairs, weighted over the candidate passages it was made with."""

    weights: dict[str, float]
    words: tuple[Word, ...]
    expansions: dict[str, tuple[str, ...]]  # a word → other ways to say it that candidates use
    corpus: str = field(repr=False, default="")

    @classmethod
    def over(cls, query: Query, passages: Sequence[Passage]) -> Matcher:
        """A matcher for `query` whose weights say how rare each pair is among `passages`."""
        subject = plain(query.subject)
        asked = pairs(subject) - _ASKING
        counts = Counter(pair for p in passages for pair in (asked & p.pairs) | (asked & p.context_pairs))
        weights = {pair: math.log(1 + len(passages) / counts[pair]) for pair in sorted(asked) if counts[pair]}
        corpus = "\n".join(p.plain + " " + p.context for p in passages)
        words = query.words
        terms = terms_in(query.subject)
        expansions = {
            w.text: (*_expand(w.text, corpus, terms=terms), *_shortened(w, words, subject, corpus)) for w in words
        }
        return cls(weights, words, expansions, corpus)

    @cached_property
    def total(self) -> float:
        """The sum of the weights."""
        return sum(self.weights.values()) or 1.0

    def overlap(self, own: AbstractSet[str]) -> float:
        """Share (0–1) of the question's weighted pairs that stand in a text."""
        return sum(w for pair, w in self.weights.items() if pair in own) / self.total

    def passage_overlap(self, passage: Passage) -> float:
        """The same for a passage: what its goal's name or its context says counts in part."""
        score = 0.0
        for pair, weight in self.weights.items():
            if pair in passage.pairs:
                score += weight
            elif pair in passage.goal_pairs:
                score += _GOAL_WEIGHT * weight
            elif pair in passage.context_pairs:
                score += _CONTEXT_WEIGHT * weight
        return score / self.total

    def word_match(self, word: Word, text: str) -> float:
        """How far (0–1) a content word stands in a plain text: itself, part of it, or another way to say it."""
        target = word.text.lower()
        if target in text:
            return 1.0
        if any(other in text for other in self.expansions.get(word.text, ())):
            return _SYNONYM_WEIGHT
        parts = pairs(target)
        shared = sum(pair in text for pair in parts)
        weight = (
            _PART_WEIGHT if target[-1] in text else _HEADLESS_WEIGHT
        )  # the last character says what kind of thing it is
        return weight * shared / len(parts) if len(target) > 2 and shared else 0.0

    def expansion_score(self, passage: Passage) -> float:
        """Share (0–1) of the question's content words that the passage has in other words."""
        if not self.words:
            return 0.0
        return sum(self.word_match(w, passage.plain) for w in self.words if w.text.lower() not in passage.plain) / len(
            self.words
        )

    def coverage(self, passages: Iterable[Passage]) -> float:
        """Share (0–1) of the question's nouns that stand in the passages or what they stand under."""
        text = "\n".join(f"{p.plain} {p.context} {plain(p.cell.label)} {plain(p.document.title)}" for p in passages)
        nouns = [w for w in self.words if w.noun and w.text not in _MEASURES] or list(self.words)
        if not nouns:
            return 1.0
        weights = [1.0 + 0.25 * (len(w.text) - 2) for w in nouns]
        return sum(weight * self.word_match(w, text) for w, weight in zip(nouns, weights, strict=True)) / sum(weights)

    def missing(self, passages: Iterable[Passage]) -> list[str]:
        """The question's nouns that neither the passages nor what they stand under hold in any form."""
        text = "\n".join(f"{p.plain} {p.context} {plain(p.cell.label)} {plain(p.document.title)}" for p in passages)
        return [w.text for w in self.words if w.noun and not self.word_match(w, text)]


def _expand(word: str, corpus: str, *, terms: Sequence[str] = ()) -> tuple[str, ...]:
    """Other ways to say `word` that stand in the corpus: synonyms (of a term it is part of too), and what it abbreviates."""
    whole = (term for term in terms if word.lower() in term)
    same = (*synonyms_of(word), *(other for term in whole for other in synonyms_of(term)))
    inside = (word.lower().replace(term, other) for term in terms_in(word) for other in synonyms_of(term))
    found = [other for other in (*same, *inside) if other in corpus]
    found.extend(abbreviated(word, corpus))
    if word.lower() not in corpus:
        if len(word) > 2 and word.endswith(_MEASURE_ENDINGS):
            found.extend([word[:-1]] if word[:-1] in corpus else abbreviated(word[:-1], corpus))
        if not found:
            found.extend(_homophones(word, corpus))
    return tuple(dict.fromkeys(found))


def _shortened(word: Word, words: Sequence[Word], subject: str, corpus: str) -> list[str]:
    """What the corpus calls a word and the one beside it in short: 直补 for 直接 and 补助."""
    beside = [(word, other) for other in words if word.text + other.text in subject]
    beside += [(other, word) for other in words if other.text + word.text in subject]
    short = [first.text[0] + second.text[0] for first, second in beside if len(first.text) == len(second.text) == 2]
    return [text for text in short if text in corpus and all(map(is_han, text))]


def _homophones(word: str, corpus: str) -> list[str]:
    """Words of the corpus that sound like `word`: what an input method made of it (公单 for 工单)."""
    if len(word) < 2 or not all(map(is_han, word)):
        return []
    sounds = [sound(c) for c in word]
    size = len(word)
    starts = (i for i, c in enumerate(corpus[: 1 - size]) if is_han(c) and sound(c) == sounds[0])
    found = {
        corpus[i : i + size]
        for i in starts
        if all(is_han(c) and sound(c) == s for c, s in zip(corpus[i : i + size], sounds, strict=True))
    }
    return sorted(found)[:3]


def abbreviated(word: str, corpus: str) -> list[str]:
    """Phrases of the corpus that `word` abbreviates: its characters in order, each opening a word (可研 → 可行性 研究)."""
    if not 2 <= len(word) <= 4 or not all(map(is_han, word)):
        return []
    phrases = {match.group() for match in re.finditer(".{0,2}".join(word), _chinese_lines(corpus))}
    found = sorted((phrase for phrase in phrases if len(phrase) > len(word)), key=lambda t: (len(t), t))
    return [phrase for phrase in found[:12] if _opens_words(word, phrase)][:3]


@lru_cache(maxsize=4)
def _chinese_lines(corpus: str) -> str:
    """The runs of Chinese characters, a line each: a pattern without large classes is compiled ten times as fast."""
    return _NOT_CHINESE.sub("\n", corpus)


def _opens_words(word: str, phrase: str) -> bool:
    """Whether every character of `word` opens or ends a word of `phrase`, or stands where it stands in `word`."""
    starts, offset = set(), 0
    for part, _ in tag_words(phrase):
        starts |= {offset, offset + len(part) - 1}
        offset += len(part)
    position = 0
    for before, character in zip(" " + word, word, strict=False):
        found = phrase.index(character, position)
        if found not in starts and phrase[found - 1] != before:
            return False
        position = found + 1
    return True
