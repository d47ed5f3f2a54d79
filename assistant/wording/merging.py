"""Put the sentences that passed together with what the model-free answer says and they don't.

A model may word an answer but not shorten it: every figure, conclusion and quote of the model-free answer is shown, in the
model's words or in the report's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer
from assistant.wording.claims import verdict_of
from assistant.wording.sentence import Sentence
from corpus import squeeze

_COVERED = 0.6  # share of a quote's character pairs that its rewording keeps
_MARK = re.compile(r"\[(\d+)\]")
_UNIT = re.compile(r"(?<=[。；;])")
_ASIDE = ("未找到", "注意：")
_NUMERALS = "〇一两三四五六七八九十"


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence of the model-free answer, with its marks."""

    text: str
    is_aside: bool

    @property
    def marks(self) -> frozenset[int]:
        """The numbers of its marks."""
        return frozenset(int(n) for n in _MARK.findall(self.text))


def merged(answer: Answer, passed: Sequence[Sentence], *, replaced: int) -> Answer:
    """The answer in the model's words; `replaced` counts the sentences that the report's own words stand for."""
    units = _units(answer.answer)
    missing = [unit.text for unit in units if not unit.is_aside and not _is_shown(unit, answer, passed)]
    lines = ["".join(sentence.shown for sentence in passed) + _joined(missing)]
    lines += [unit.text for unit in units if unit.is_aside]
    if replaced:
        lines.append(replaced_notice(replaced))
    return replace(answer, answer="\n".join(lines), answerer="llm")


def replaced_notice(count: int) -> str:
    """That some sentences were replaced; in words, for a digit would look like one of the report."""
    how_many = _NUMERALS[count] if count < len(_NUMERALS) else "多"
    return f"注意：模型的措辞有{how_many}处与原文对不上，已换成报告原文。"


def with_notice(answer: Answer, notice: str) -> Answer:
    """The model-free answer, saying why the model has no part in it."""
    return replace(answer, answer=f"{answer.answer}\n注意：{notice}")


def _units(text: str) -> list[_Unit]:
    found = []
    for line in text.split("\n"):
        if line.strip().startswith(_ASIDE):
            found.append(_Unit(line.strip(), is_aside=True))
        else:
            found += [_Unit(part.strip(), is_aside=False) for part in _UNIT.split(line) if part.strip(" 。；;")]
    return found


def _joined(missing: Sequence[str]) -> str:
    text = "".join(missing)
    return text.rstrip("；;") + ("" if not text or text.endswith(("。", "）")) else "。")


def _is_shown(unit: _Unit, answer: Answer, passed: Sequence[Sentence]) -> bool:
    """Whether the sentences that passed say what a sentence of the model-free answer says."""
    by_mark = [s for s in passed if not unit.marks or unit.marks & set(s.marks)]
    said = squeeze("".join(sentence.bare for sentence in by_mark))
    if unit.marks - {n for sentence in passed for n in sentence.marks}:
        return False
    if verdict_of(unit.text) is not None and verdict_of(said) is None:
        return False
    own = squeeze(unit.text)
    figures = [squeeze(f.text) for f in answer.figures if f.kind != "period" and squeeze(f.text) in own]
    if figures:
        return all(figure in said for figure in figures)
    bare = squeeze(_MARK.sub("", unit.text)).strip("。；;")
    pairs = {bare[i : i + 2] for i in range(len(bare) - 1)}
    return sum(pair in said for pair in pairs) >= _COVERED * len(pairs)
