"""Whether the words of a sentence stand in what it cites, and claim no more than that.

A closed world: each character must belong to a word of the cited spans, their names or the model-free answer, or to a
short list of words that claim nothing. What may still be made of true words (a negation dropped, a demand told as done, a
reason, an order reversed) is caught clause by clause, against the clause that it was taken from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.wording.grounding import Grounding
from assistant.wording.lexicon import (
    ALIKE,
    CLAIMS,
    DEMAND,
    MISSING,
    MODAL,
    NEGATION,
    NEUTRAL,
    NOT_NEGATION,
    NOT_ORDERED,
    ORDERED,
    PLANNED,
    REASONS,
    TARGET_MET,
)
from assistant.wording.record import Fault, Grounds, Source
from assistant.wording.sentence import Sentence
from corpus import fold, is_han, squeeze

_CLAUSE = re.compile(r"[,;。!?:\n]")
_MARKS = re.compile(r"\[\d+\]")
_UNIT = re.compile(r"[。；;\n]")
_KEPT = ("未找到", "注意：")
_VERDICT = re.compile(rf"(?:{MISSING.pattern.removesuffix('$')})?(?:{TARGET_MET.pattern})")
_JOINING = re.compile("|".join(map(re.escape, NEUTRAL)))
_BRACKETS = re.compile(r"[()《》“”‘’「」〔〕\"']")
_DIGIT = re.compile(r"\d")
_SPLIT = re.compile(r"[^\u4e00-\u9fffA-Za-z]+")


@dataclass(frozen=True, eq=False)
class Words:
    """What a sentence may be made of: the texts that it cites, without white space and folded."""

    texts: tuple[str, ...]
    names: tuple[str, ...]

    @cached_property
    def pairs(self) -> frozenset[str]:
        """The pairs of adjacent characters of all of them."""
        return frozenset(
            pair
            for text in (*self.texts, *self.names)
            for t in (text, _BRACKETS.sub("", text))
            for pair in _pairs(t.lower())
        )

    @cached_property
    def clauses(self) -> tuple[str, ...]:
        """Their clauses."""
        return tuple(clause for text in self.texts for clause in _CLAUSE.split(text) if clause)

    @cached_property
    def alike(self) -> tuple[str, ...]:
        """Other words for what stands in them."""
        everything = "\n".join((*self.texts, *self.names))
        found = {word for group in ALIKE if any(word in everything for word in group) for word in group}
        return tuple(sorted(found | set(NEUTRAL), key=lambda word: (-len(word), word)))


def _pairs(text: str) -> Iterator[str]:
    yield from (text[i : i + 2] for i in range(len(text) - 1))


def words_of(sentence: Sentence, grounds: Grounds) -> Words:
    """The words that a sentence may use: of what it cites, and what the model-free answer says of that or of nothing else."""
    return _words(grounds.chosen(sentence.marks), grounds)


def _words(sources: Sequence[Source], grounds: Grounds) -> Words:
    numbers = {source.n for source in sources}
    own = [text for text, cited in units(grounds.answer.answer) if not cited or set(cited) & numbers]
    texts = [_plain(source.citation.quote) for source in sources] + [_plain(text) for text in own]
    return Words(tuple(texts), tuple(source.names for source in sources))


def units(text: str) -> list[tuple[str, tuple[int, ...]]]:
    """The sentences of an answer with the numbers of their marks, without what it couldn't find."""
    found = []
    for line in text.split("\n"):
        if not line.strip().startswith(_KEPT):
            found += [
                (_MARKS.sub("", part), tuple(int(n) for n in re.findall(r"\[(\d+)\]", part)))
                for part in _UNIT.split(line)
                if part.strip()
            ]
    return found


def claim_faults(sentence: Sentence, grounding: Grounding, grounds: Grounds) -> Iterator[Fault]:
    """What a sentence says that its sources don't."""
    words = words_of(sentence, grounds)
    sources = grounds.chosen(sentence.marks)
    yield from _unknown_words(sentence, words)
    apart = [_words([source], grounds) for source in sources]
    verdict = verdict_of(grounds.answer.answer)
    for clause in _clauses(sentence):
        yield from _verdict_faults(clause, words, verdict=verdict)
        yield from _clause_faults(clause, words)
        if not _DIGIT.search(clause) and not any(
            all(not _uncovered(run, own) for run in _SPLIT.split(_BRACKETS.sub("", clause.lower()))) for own in apart
        ):
            yield Fault(f"“{clause[:20]}”把几处引文混在了一起")
    if not grounding.grounded:
        yield from _demand_faults(sentence, sources)


def _clauses(sentence: Sentence) -> list[str]:
    spans = [(f.start, f.end) for f in sentence.figures]
    text = "".join(
        c if not (c in ",;:" and any(a < i < b for a, b in spans)) else "" for i, c in enumerate(sentence.folded)
    )
    return [squeeze(clause) for clause in _CLAUSE.split(text) if clause.strip()]


def _unknown_words(sentence: Sentence, words: Words) -> Iterator[Fault]:
    """Characters that belong to no known word; figures have been looked up already."""
    text = list(sentence.folded.lower())
    for figure in sentence.figures:
        text[figure.start : figure.end] = "0" * (figure.end - figure.start)
    for run in _SPLIT.split(_BRACKETS.sub("", "".join(c for c in text if not c.isspace()))):
        stray = _uncovered(run, words)
        if stray:
            yield Fault(f"“{stray}”不是原文的话")
            return


def _uncovered(run: str, words: Words) -> str:
    if len(run) == 1 and not NEGATION.search(run) and any(run in text for text in words.texts):
        return ""  # a word of one character between figures or signs: 自7月1日起
    covered = [False] * len(run)
    for i in range(len(run) - 1):
        if run[i : i + 2] in words.pairs:
            covered[i] = covered[i + 1] = True
    for word in words.alike:
        at = run.find(word)
        while at >= 0 and not all(covered):
            covered[at : at + len(word)] = [True] * len(word)
            at = run.find(word, at + 1)
    first = next((i for i, known in enumerate(covered) if not known), None)
    if first is None:
        return ""
    last = next((i for i in range(first, len(run)) if covered[i]), len(run))
    return run[max(0, first - 1) : last + 1]


def verdict_of(answer: str) -> bool | None:
    """Whether the model-free answer says that the target is met; None where it says neither or both."""
    met, missed = "已达到" in answer, bool(re.search(r"未达到|没有达到", answer))
    return met if met != missed else None


def _verdict_faults(clause: str, words: Words, *, verdict: bool | None) -> Iterator[Fault]:
    """A clause that says that a target is met or missed says what the model-free answer does."""
    for match in TARGET_MET.finditer(clause):
        met = not MISSING.search(clause[: match.start()])
        if verdict is None:
            if not any(clause in text for text in words.texts):
                yield Fault("是否达到目标，报告没有这样说")
        elif met != verdict:
            yield Fault("是否达到目标，说反了")


def _clause_faults(clause: str, words: Words) -> Iterator[Fault]:
    """What a clause swaps, drops or adds against the clause that it was taken from."""
    clause = _VERDICT.sub("", clause)  # which is checked already
    if not _says(clause):
        return
    origin = _origin(clause, words)
    if not _DIGIT.search(clause) and _claims(clause) and _DIGIT.search(origin):
        yield Fault(f"“{clause[:20]}”漏了原文的数字")
    if any(clause in text for text in words.texts) and not _cuts_negation(clause, words):
        return
    if PLANNED.search(clause) and not MODAL.search(origin):
        yield Fault(f"“{clause[:20]}”在原文中不是打算")
    if _claims(clause) - _claims(origin):
        yield Fault(f"“{clause[:20]}”与原文说的方向不同")
    if REASONS.search(clause) or (ORDERED.search(NOT_ORDERED.sub("", clause)) and not _in_order(clause, origin)):
        yield Fault(f"“{clause[:20]}”的因果或比较与原文不符")
    if not _DIGIT.search(clause) and not _in_order(clause, origin):
        yield Fault(f"“{clause[:20]}”的次序与原文不符")
    if _negates(clause) != _negates(origin):
        yield Fault(f"“{clause[:20]}”的肯定或否定与原文不符")
    if MODAL.search(origin) and not DEMAND.search(clause) and not MODAL.search(clause):
        yield Fault(f"“{clause[:20]}”在原文中是打算，不是结果")


def _says(clause: str) -> bool:
    """Whether a clause says anything besides words that join: 报告显示 doesn't."""
    return len([c for c in _JOINING.sub("", clause) if is_han(c)]) > 1 or _negates(clause)


def _claims(text: str) -> set[str]:
    return {name for name, pattern in CLAIMS if pattern.search(text)}


def _negates(clause: str) -> bool:
    return bool(NEGATION.search(NOT_NEGATION.sub("", clause)))


def _cuts_negation(clause: str, words: Words) -> bool:
    """Whether a clause that stands in a source leaves out the 未 or 计划 that stands before it there."""
    for text in words.texts:
        at = text.find(clause)
        while at >= 0:
            start = max((text.rfind(sign, 0, at) for sign in ",;。!?:\n"), default=-1) + 1
            before = text[start:at]
            if not NEGATION.search(NOT_NEGATION.sub("", before)) and not MODAL.search(before):
                return False
            at = text.find(clause, at + 1)
    return True


def _origin(clause: str, words: Words) -> str:
    """The clause of the sources that shares most with it."""
    own = {clause[i : i + 2] for i in range(len(clause) - 1)}
    return max(words.clauses, key=lambda c: (sum(pair in c for pair in own), -len(c)), default="")


def _in_order(clause: str, origin: str) -> bool:
    """Whether the pairs of a clause follow each other as in its origin."""
    position = 0
    for i in range(len(clause) - 1):
        pair = clause[i : i + 2]
        if pair in origin and all(map(is_han, pair)):
            found = origin.find(pair, position)
            if found < 0:
                return False
            position = found
    return True


def _demand_faults(sentence: Sentence, sources: Sequence[Source]) -> Iterator[Fault]:
    """What is to be done is not told as done."""
    if sources and all(source.demands for source in sources) and not DEMAND.search(sentence.folded):
        yield Fault("引文是考核要求，不是完成情况")


def _plain(text: str) -> str:
    """Without white space but that between lines, folded."""
    return "\n".join(squeeze(fold(line)) for line in text.split("\n"))
