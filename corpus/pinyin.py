"""How Chinese sounds. The one place that knows pypinyin, which is imported when first asked: its dictionary takes 0.5 s."""

from __future__ import annotations

from functools import lru_cache


def initials(text: str) -> str:
    """First letters of the syllables: 财政局 → czj."""
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER))


def spell(text: str) -> str:
    """The text in pinyin without tones: 杭州 → hangzhou."""
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(text))


@lru_cache(maxsize=8192)
def sound(character: str) -> str:
    """The usual sound of one character, without tone: 工 and 公 → gong."""
    from pypinyin import lazy_pinyin

    return lazy_pinyin(character)[0]
