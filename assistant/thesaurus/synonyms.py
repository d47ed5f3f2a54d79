"""What people say against what reports write: groups of words that name the same, and which words share one.

A group must hold true of figures: what only goes together (收入 and 支出, 受理 and 办结) is never one group, since the
figure of the one would be given for the other. A word may be in several groups.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

from assistant.thesaurus import economy, general, government, people, town


def _tables(*modules: ModuleType) -> Iterator[str]:
    return (table for module in modules for name, table in sorted(vars(module).items()) if name.isupper())


SYNONYMS: tuple[tuple[str, ...], ...] = tuple(
    tuple(line.split())
    for table in _tables(general, people, town, economy, government)
    for line in table.splitlines()
    if line
)


def _by_word() -> dict[str, tuple[str, ...]]:
    others: dict[str, dict[str, None]] = {}
    for group in SYNONYMS:
        for word in group:
            others.setdefault(word, {}).update(dict.fromkeys(other for other in group if other != word))
    return {word: tuple(found) for word, found in others.items()}


_OTHERS = _by_word()


_LONGEST = max(map(len, _OTHERS))
_DEEDS = frozenset(word for line in general.ACTIONS.splitlines() for word in line.split())


def synonyms_of(word: str) -> tuple[str, ...]:
    """Other ways to say a word, in the order of the groups that hold it; none for a word that no group holds."""
    return _OTHERS.get(word.lower(), ())


def terms_in(text: str) -> tuple[str, ...]:
    """The words and phrases of the groups that stand in a text, the longest at each place, from left to right."""
    text = text.lower()
    found: list[str] = []
    position = 0
    while position < len(text):
        term = next(
            (
                text[position:end]
                for end in range(min(len(text), position + _LONGEST), position + 1, -1)
                if text[position:end] in _OTHERS
            ),
            "",
        )
        found.extend([term] if term else [])
        position += len(term) or 1
    return tuple(dict.fromkeys(found))


def names_a_deed(term: str) -> bool:
    """Whether a word of the groups says what is done (打疫苗), not what it is done to."""
    return term in _DEEDS
