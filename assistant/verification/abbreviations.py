"""A draft's words for things, in the words of the reports: 公租房 → 公共租赁住房, 保租房 → 保障性租赁住房.

Only words that no report has are looked into; what they may stand for is looked up among the general terms of the domain
and, letter by letter, in the reports themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from assistant.evidence import abbreviated, plain
from assistant.question import word_runs
from assistant.thesaurus import SYNONYMS
from assistant.verification.ledger import Ledger

LONGEST = 4  # characters of a word that may be an abbreviation


def in_their_words(ledger: Ledger) -> Callable[[str], str]:
    """A function that gives a text with the reports' words for those that only the draft has."""

    @lru_cache(maxsize=4096)
    def spelled_out(word: str) -> str:
        if all(ledger.knows(word[i : i + 2]) for i in range(len(word) - 1)):
            return word
        same = [plain(other) for group in SYNONYMS if word in group for other in group if other != word]
        found = [other for other in same if len(other) > 1 and other in ledger.text]
        return next(iter(found or abbreviated(word, ledger.text)), word)

    def translated(text: str) -> str:
        for run in word_runs(text):
            joined = "".join(word.text for word in run)
            for word in [w.text for w in run if 1 < len(w.text) <= LONGEST] + [joined] * (1 < len(joined) <= LONGEST):
                other = spelled_out(word.lower())
                if other != word.lower():
                    text = text.replace(word, other)
        return text

    return translated
