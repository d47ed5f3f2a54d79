"""Chinese for the English words of a question.

A term stands for its simple inflections too (subsidy: subsidies; issue: issued, issuing); of terms that begin alike the
longest counts. Only whole words are found: "bus" isn't in "business", nor "rail" in "trail".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.thesaurus.english_terms import TERMS

_WORD = re.compile(r"[a-z0-9]+(?:[.&'][a-z0-9]+)*")
_SPELLINGS = (("metre", "meter"), ("centre", "center"), ("labour", "labor"), ("harbour", "harbor"), ("’", "'"))
_ENDINGS = (
    ("ies", "y", 2), ("es", "", 3), ("s", "", 3), ("'s", "", 3), ("ied", "y", 3), ("ed", "", 4), ("d", "", 4), ("ing", "", 4), ("ing", "e", 3),
)  # fmt: skip


def _split(text: str) -> tuple[str, ...]:
    text = text.lower()
    for there, here in _SPELLINGS:
        text = text.replace(there, here)
    return tuple(_WORD.findall(text))


ENGLISH: tuple[tuple[str, str], ...] = tuple(
    (english.strip(), chinese)
    for english, _, chinese in (entry.partition("=") for entry in re.split(r"[;\n]", TERMS))
    if chinese
)
_BY_WORDS = {_split(english): tuple(chinese.split()) for english, chinese in ENGLISH}
_LONGEST = max(map(len, _BY_WORDS))


def chinese_of(text: str) -> list[str]:
    """The Chinese terms for the English words of a text, in their order, each once."""
    words = _split(text)
    found: list[str] = []
    position = 0
    while position < len(words):
        size, terms = _longest(words[position : position + _LONGEST])
        found.extend(terms)
        position += size
    return list(dict.fromkeys(found))


def _longest(words: Sequence[str]) -> tuple[int, tuple[str, ...]]:
    """How many words the longest term takes that `words` begin with, and what it means; one word, nothing, where none."""
    for size in range(len(words), 0, -1):
        for last in _plain_forms(words[size - 1]):
            if terms := _BY_WORDS.get((*words[: size - 1], last)):
                return size, terms
    return 1, ()


def _plain_forms(word: str) -> Iterator[str]:
    """The word itself, and what it may be an inflection of: subsidies → subsidy, planned → plan, issuing → issue."""
    yield word
    for ending, instead, least in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= least:
            yield stem + instead
            if ending in ("ed", "ing") and stem[-1] == stem[-2]:
                yield stem[:-1]
