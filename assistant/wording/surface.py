"""Whether a sentence is fit to be looked at: its length, its characters, its marks.

Whatever hides text from a reader or from the checks that follow (characters of no width, mark-up, digits of other scripts,
white space within a number) is refused here, so that those may take a sentence as it looks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from assistant.wording.cutting import LONGEST
from assistant.wording.record import Fault, Grounds
from assistant.wording.sentence import Sentence
from corpus import fold, is_han, squeeze

LEAST = 3  # Chinese characters of a sentence
_PLAIN = frozenset(" ,.;:!?()%-~/、。《》“”‘’「」〔〕·—…+=×÷" + "0123456789")
_ADDRESS = re.compile(r"https?:|www\.|://|\b[\w-]+\.(?:com|cn|net|org|io|gov)\b|@\w", re.IGNORECASE)
_SPLIT_NUMBER = re.compile(r"\d\s+[\d.,]|\d[.,]\s+\d")
_BRACKETS = (("(", ")"), ("《", "》"), ("“", "”"), ("「", "」"), ("〔", "〕"))
_OPEN = re.compile(r"[,，、（(《“〔:：][ ]*。?$")
_LIST = re.compile(r"^\s*(?:[-+•·]|\d{1,2}[.、)]|[#>]+)\s")
_FROM_SCRIPTS = frozenset(("Lm", "Mn", "Mc", "Me", "Cf", "Cc", "Co", "Cn", "Cs"))


def surface_faults(sentence: Sentence, grounds: Grounds) -> Iterator[Fault]:
    """What is wrong with how a sentence looks; none where the other checks may read it."""
    if len(sentence.bare) > LONGEST:
        yield Fault(f"句子超过 {LONGEST} 字")
        return
    if sum(map(is_han, sentence.bare)) < LEAST or _is_name(sentence, grounds):
        yield Fault("没有内容")
    if _OPEN.search(sentence.bare) or any(sentence.folded.count(a) != sentence.folded.count(b) for a, b in _BRACKETS):
        yield Fault("句子不完整")
    yield from _marks(sentence, grounds)
    yield from _characters(sentence, grounds)
    if _ADDRESS.search(sentence.folded) or _LIST.match(sentence.bare):
        yield Fault("含有网址或排版符号")
    if _SPLIT_NUMBER.search(sentence.folded):
        yield Fault("数字中间有空格")


def _is_name(sentence: Sentence, grounds: Grounds) -> bool:
    """Whether it only names a report or a goal."""
    said = squeeze(sentence.bare).strip('。,:;“”"')
    return any(said in name for source in grounds.sources.values() for name in source.names.split("\n"))


def _marks(sentence: Sentence, grounds: Grounds) -> Iterator[Fault]:
    unknown = [n for n in sentence.marks if n not in grounds.sources]
    if unknown:
        yield Fault(f"没有编号为 [{unknown[0]}] 的引文")
    if not sentence.marks or sentence.unmarked:
        yield Fault("句末没有引文编号")


def _characters(sentence: Sentence, grounds: Grounds) -> Iterator[Fault]:
    """Characters that no sentence needs, unless the sources have them."""
    known = set("".join(s.citation.quote + s.citation.goal + s.cell.label for s in grounds.chosen(sentence.marks)))
    known |= set(grounds.answer.answer)
    strange = [c for c in sentence.bare if not _is_plain(c) and (c not in known or _is_hidden(c))]
    if strange:
        yield Fault(f"含有原文没有的字符“{strange[0]}”" if strange[0].isprintable() else "含有看不见的字符")


def _is_plain(character: str) -> bool:
    return is_han(character) or (fold(character) in _PLAIN and not ("０" <= character <= "９"))


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in _FROM_SCRIPTS
