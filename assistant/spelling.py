"""Typing errors of the input method: characters that sound alike (工姿 for 工资).

A character is taken for an error where it is part of no word of the dictionary, the pairs it stands in occur in no report,
and another of the same sound makes pairs that do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.evidence import GoalSpot
from assistant.question import ASKING_CHARACTERS
from corpus import Document, is_han, sound
from index import dictionary_words, is_dictionary_word

_REMEMBERED = 1024

Pairs = frozenset[str]
Around = Sequence[tuple[int, str]]  # the pairs that a character stands in, each with its place (0 or 1) in the pair


@lru_cache(maxsize=_REMEMBERED)
def _pairs_of(spot: GoalSpot) -> Pairs:
    """The pairs of neighbouring Chinese characters of a goal."""
    texts = [cell.text for cell in spot.goal.cells]
    return frozenset(
        text[i : i + 2] for text in texts for i in range(len(text) - 1) if is_han(text[i]) and is_han(text[i + 1])
    )


def corrections(text: str, documents: Sequence[Document]) -> tuple[tuple[str, str], ...]:
    """What is written wrong in a question and what is meant, as pairs of neighbouring characters; none where all is known."""
    known = [_pairs_of(GoalSpot(document, goal)) for document in documents for goal in document.goals]
    found: dict[str, str] = {}
    spelt = _spelt(text)
    for position, character in enumerate(text):
        around = list(_pairs_around(text, position))
        if not around or position in spelt or any(_occurs(p, known) or is_dictionary_word(p) for _, p in around):
            continue
        meant = _of_the_same_sound(character, around, known)
        if meant and not any(_shortens(pair, documents) for _, pair in around):
            place, pair = around[-1]
            found[pair] = _with(pair, place, meant)
    return tuple(found.items())


def _spelt(text: str) -> frozenset[int]:
    """Where a text has words of the dictionary, which are no errors though no report holds them."""
    found: set[int] = set()
    position = 0
    for word in dictionary_words(text):
        found |= set(range(position, position + len(word))) if len(word) > 1 else set()
        position += len(word)
    return frozenset(found)


def _pairs_around(text: str, position: int) -> Iterator[tuple[int, str]]:
    """Pairs with a word of asking are left out: they tell nothing."""
    for place, start in ((1, position - 1), (0, position)):
        pair = text[max(start, 0) : start + 2]
        if start >= 0 and len(pair) == 2 and all(is_han(c) and c not in ASKING_CHARACTERS for c in pair):
            yield place, pair


def _shortens(pair: str, documents: Sequence[Document]) -> bool:
    """Whether a pair is short for something that the reports write out: 公租 for 公共租赁."""
    written_out = re.compile(rf"{pair[0]}[\u4e00-\u9fff]{{1,2}}{pair[1]}")
    return any(
        written_out.search(cell.text) for document in documents for goal in document.goals for cell in goal.cells
    )


def _with(pair: str, place: int, character: str) -> str:
    return pair[:place] + character + pair[place + 1 :]


def _occurs(pair: str, known: Sequence[Pairs]) -> bool:
    return any(pair in pairs for pairs in known)


def _of_the_same_sound(character: str, around: Around, known: Sequence[Pairs]) -> str | None:
    """The one character that sounds alike and makes all the pairs around ones that the reports hold."""
    same = sound(character)
    alike = sorted({c for pairs in known for c in _of_sound(pairs).get(same, ())} - {character})
    fitting = [c for c in alike if all(_occurs(_with(pair, place, c), known) for place, pair in around)]
    return fitting[0] if len(fitting) == 1 else None


@lru_cache(maxsize=_REMEMBERED)
def _of_sound(pairs: Pairs) -> dict[str, frozenset[str]]:
    """The characters of a goal by their sound."""
    found: dict[str, set[str]] = {}
    for character in {c for pair in pairs for c in pair}:
        found.setdefault(sound(character), set()).add(character)
    return {key: frozenset(characters) for key, characters in found.items()}
