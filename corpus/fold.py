"""Fold characters one to one, so that offsets into the folded text are offsets into the source.

Rules are written once, in half-width; the source text itself is never rewritten. `unicodedata.normalize` on the whole
text would be simpler but changes its length (㎡ → m2) and with it every span.
"""

from __future__ import annotations

import unicodedata

_DASHES = "‐‑‒–—―−﹣－"
_EXTRA = {
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys("～〜∼", "~"),
    **dict.fromkeys("［【", "["),
    **dict.fromkeys("］】", "]"),
    **dict.fromkeys("\u00a0\u3000\u2002\u2003\u2009\u202f\t", " "),
    "﹪": "%",
    "○": "〇",
}


def _fold_character(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character


class _Table(dict[int, str]):
    """Filled as characters are met: `str.translate` asks it for each character once."""

    def __missing__(self, codepoint: int) -> str:
        character = chr(codepoint)
        folded = _EXTRA.get(character) or _fold_character(character)
        self[codepoint] = folded
        return folded


_TABLE = _Table()


def fold(text: str) -> str:
    """Half-width form of `text`, of the same length: digits, letters, punctuation, dashes and spaces."""
    return text.translate(_TABLE)


def is_han(character: str) -> bool:
    """Whether the character is a Chinese ideograph."""
    return "\u4e00" <= character <= "\u9fff" or "\u3400" <= character <= "\u4dbf" or character == "〇"


def squeeze(text: str) -> str:
    """Folded, lower-cased and without white space: what two spellings of one text share."""
    return "".join(fold(text).lower().split())
