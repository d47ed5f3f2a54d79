"""Lay a plan out as text: lines, sentences and parts with their places, headings without content left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from assistant.drafting.plan import Part, Plan, Planned, PlannedBlock, Said

_ITEMS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class LaidSentence:
    """A sentence of the plan (block and sentence by position) with its parts, each with where it starts in the text."""

    block: int
    sentence: int
    start: int
    end: int
    parts: tuple[tuple[int, Part], ...]


@dataclass(frozen=True, slots=True)
class LaidBlock:
    """A line of the text."""

    planned: PlannedBlock
    start: int
    end: int
    sentences: tuple[LaidSentence, ...]


@dataclass(frozen=True, slots=True)
class Laid:
    """The text of a plan in its present wordings, and what stands where."""

    title: str
    text: str
    blocks: tuple[LaidBlock, ...]

    @property
    def sentences(self) -> Iterator[LaidSentence]:
        """All sentences, in order."""
        return (sentence for block in self.blocks for sentence in block.sentences)


def laid_out(plan: Plan) -> Laid:
    """The first wording of every sentence that has one, line by line below the title."""
    lines, blocks, position = [plan.title], [], len(plan.title) + 1
    counts = [0, 0]  # headings so far, of level 1 and of level 2 below the last of these
    for number, block in _with_content(plan):
        if block.style == "heading":
            counts = [counts[0] + 1, 0] if block.level == 1 else [counts[0], counts[1] + 1]
        text, laid = _line(number, block, start=position, heading_number=counts[block.level - 1])
        lines.append(text)
        blocks.append(laid)
        position += len(text) + 1
    return Laid(plan.title, "\n".join(lines), tuple(blocks))


def _with_content(plan: Plan) -> list[tuple[int, PlannedBlock]]:
    """The blocks that say something, and the headings above one of those."""
    kept: list[tuple[int, PlannedBlock]] = []
    below: int | None = None  # the level of the highest heading that has content and no heading of its own yet
    for number, block in reversed(list(enumerate(plan.blocks))):
        if block.style != "heading":
            if any(sentence.wordings for sentence in block.sentences):
                kept.append((number, block))
                below = max(below or 0, 9)
        elif below is not None and block.level < below:
            kept.append((number, block))
            below = block.level if block.level > 1 else None
    return kept[::-1]


def in_words(number: int) -> str:
    """一, 二 … 十一 … 二十 …: a number below 100, as headings count."""
    tens, ones = divmod(number, 10)
    if tens >= len(_ITEMS):
        return str(number)
    return f"{_ITEMS[tens - 1] if tens > 1 else ''}{'十' if tens else ''}{_ITEMS[ones - 1] if ones else ''}"


def _line(number: int, block: PlannedBlock, *, start: int, heading_number: int) -> tuple[str, LaidBlock]:
    if block.style == "heading":
        mark = in_words(heading_number)
        text = f"{mark}、{block.heading}" if block.level == 1 else f"（{mark}）{block.heading}"
        return text, LaidBlock(block, start, start + len(text), ())
    text, sentences = block.lead, []
    for position, prefix, sentence in _numbered(block):
        begin = start + len(text)
        text += prefix
        parts: list[tuple[int, Part]] = []
        for part in sentence.wordings[0]:
            parts.append((start + len(text), part))
            text += part.text
        parts.append((start + len(text), Said("。")))
        text += "。"
        sentences.append(LaidSentence(number, position, begin, start + len(text), tuple(parts)))
    return text, LaidBlock(block, start, start + len(text), tuple(sentences))


def _numbered(block: PlannedBlock) -> Iterator[tuple[int, str, Planned]]:
    """The sentences that are left; where they are of several items, each item opens with 一是, 二是 …"""
    left = [(position, sentence) for position, sentence in enumerate(block.sentences) if sentence.wordings]
    runs = [list(run) for _, run in groupby(left, key=lambda pair: pair[1].item)]
    is_list = 1 < len(runs) <= len(_ITEMS) and all(sentence.item for _, sentence in left)
    for number, run in enumerate(runs):
        for inside, (position, sentence) in enumerate(run):
            yield position, f"{_ITEMS[number]}是" if is_list and not inside else "", sentence
