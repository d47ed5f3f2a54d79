"""Fold characters one to one, so that offsets into the folded text are offsets into the source.

Rules are written once, in half-width; the source text itself is never rewritten. `unicodedata.normalize` on the whole
text would be simpler but changes its length (㎡ → m2) and with it every span.
"""

from __future__ import annotations

import re
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


_COMMON = tuple((character, _fold_character(character)) for character in "，；：（）％！？")
_PLAIN = "\x00-\x08\x0a-\x7f\u4e00-\u9fff、。《》“”〔〕"  # characters that are their own folded form
_OTHERS = re.compile(f"[^{_PLAIN}]+")


def fold(text: str) -> str:
    """Half-width form of `text`, of the same length: digits, letters, punctuation, dashes and spaces.

    Chinese text is mostly characters that stay, and eight signs: replacing those first is four times as fast as to look
    every character up.
    """
    if text.isascii() and "\t" not in text:
        return text
    for character, folded in _COMMON:
        if character in text:
            text = text.replace(character, folded)
    return _OTHERS.sub(_translated, text)


def _translated(match: re.Match[str]) -> str:
    return match.group().translate(_TABLE)


def is_han(character: str) -> bool:
    """Whether the character is a Chinese ideograph."""
    return "\u4e00" <= character <= "\u9fff" or "\u3400" <= character <= "\u4dbf" or character == "〇"


def squeeze(text: str) -> str:
    """Folded, lower-cased and without white space: what two spellings of one text share."""
    return "".join(fold(text).lower().split())
