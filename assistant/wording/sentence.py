"""A sentence of a model: its text, its marks, and the part of it that each mark vouches for.

Models write marks in several ways ([1], 【1】, [1,2], before or behind the full stop); what is shown has them in one way,
and everything else of the sentence is left as it is: what isn't fit to be shown fails.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from corpus import Figure, fold, read_figures

_MARK = re.compile(r" ?\[[ ]?(\d{1,3}(?:[ ]?[,、][ ]?\d{1,3}){0,8})[ ]?\]")
_BULLET = re.compile(r"^(?:[-+*•·]|\d{1,2}[.、)])\s+")
_ENDS = "。!?;,."


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a sentence without its marks, `bare[start:end]`, and the numbers of the marks behind it."""

    start: int
    end: int
    marks: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Sentence:
    """`bare` is the sentence without marks; `parts` cut it at the marks, the last one may have none."""

    bare: str
    parts: tuple[Part, ...]

    @classmethod
    def read(cls, text: str) -> Sentence:
        """Take a sentence apart, without the bullet of a list."""
        text = _BULLET.sub("", text.strip())
        folded = fold(text)
        parts: list[Part] = []
        bare, position, begin = "", 0, 0
        for match in _MARK.finditer(folded):
            numbers = tuple(int(number) for number in re.findall(r"\d+", match[1]))
            between = text[position : match.start()]
            if parts and not between.strip() and begin == len(bare):
                parts[-1] = Part(parts[-1].start, parts[-1].end, (*parts[-1].marks, *numbers))
            else:
                bare += between
                parts.append(Part(begin, len(bare), numbers))
                begin = len(bare)
            position = match.end()
        bare += text[position:]
        if begin < len(bare):
            parts.append(Part(begin, len(bare), ()))
        return cls(bare, tuple(parts))

    @cached_property
    def folded(self) -> str:
        """The sentence without marks, folded: offsets stay."""
        return fold(self.bare)

    @cached_property
    def marks(self) -> tuple[int, ...]:
        """The numbers of all marks."""
        return tuple(dict.fromkeys(n for part in self.parts for n in part.marks))

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The figures of the sentence."""
        return read_figures(self.bare)

    def marks_at(self, position: int) -> tuple[int, ...]:
        """The marks that vouch for what stands at an offset of `bare`."""
        return next((part.marks for part in self.parts if part.start <= position < part.end), ())

    @property
    def unmarked(self) -> str:
        """What stands behind the last mark and isn't punctuation."""
        last = self.parts[-1] if self.parts else None
        if last is None or last.marks:
            return ""
        return self.bare[last.start : last.end].strip(" 。！？；，" + _ENDS)

    @property
    def shown(self) -> str:
        """The sentence with its marks as answers have them, `…[1][2]。`."""
        text = ""
        for part in self.parts:
            own, marks = self.bare[part.start : part.end], "".join(f"[{n}]" for n in dict.fromkeys(part.marks))
            kept = own.rstrip(" 。！？；，" + _ENDS) if marks else own
            behind = "" if part is self.parts[-1] else own[len(kept) :].strip(" 。")
            text += f"{kept}{marks}{behind if marks else ''}"
        return text.rstrip(" 。；;，,.") + "。"
