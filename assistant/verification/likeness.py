"""How alike what two figures measure is: a draft's words against a report's, both ways.

What the draft names must stand in the report near the figure, and what names the report's figure must stand in the draft:
the first alone would take 社保费减免 for 减税降费 in whose sentence it stands, the second alone 收入 for 支出. A pair of
characters tells the more the fewer statements hold it.
"""

from __future__ import annotations

from collections.abc import Callable

from assistant.verification.mention import Mention
from assistant.verification.words import family, stands_in

_NEARBY, _OVERHEAD, _FAMILY = 0.75, 0.6, 0.8  # what a term counts that stands further off, or in another word

_HEAD = 0.25  # what the last words before the figure count

Rarity = Callable[[str], float]


def covered(mention: Mention, other: Mention, *, rarity: Rarity) -> float:
    """The share (0–1) of what names `mention` that stands in or around `other`, weighted by how rare it is."""
    weighed, total = _weighed(mention, rarity)
    if not total:
        return 0.0
    return sum(value * max([_presence(pair, other) for pair in pairs]) for value, pairs in weighed) / total


def _weighed(mention: Mention, rarity: Rarity) -> tuple[list[tuple[float, tuple[str, ...]]], float]:
    """What each sign of a mention weighs among the statements, and the sum; a mention is only ever held against one lot."""
    known: tuple[list[tuple[float, tuple[str, ...]]], float] | None = mention.__dict__.get("_weighed")
    if known is None:
        weighed = [(s.weight * min(map(rarity, s.pairs)), s.pairs) for s in mention.named if s.pairs]
        known = mention.__dict__["_weighed"] = (weighed, sum(value for value, _ in weighed))
    return known


def _presence(pair: str, other: Mention) -> float:
    if pair in other.naming:
        return 1.0
    if pair in other.nearby:
        return _NEARBY
    if pair in other.overhead:
        return _OVERHEAD
    kin = family(pair)
    if kin is None:
        return 0.0
    return _FAMILY if kin in other.naming else _FAMILY * _NEARBY if kin in other.nearby else 0.0


def closeness(mention: Mention, other: Mention, *, rarity: Rarity) -> float:
    """How far (0–1) what names one names the other, the last words before the figure once more; what is around is nothing.

    It decides between two figures of one sentence, to which all that is around is common.
    """
    strict = strictly(mention, other, rarity=rarity) + strictly(other, mention, rarity=rarity)
    return (1 - _HEAD) * strict / 2 + _HEAD * _headed(mention, other)


def strictly(mention: Mention, other: Mention, *, rarity: Rarity) -> float:
    """The share (0–1) of what names `mention` that names `other` too."""
    weighed, total = _weighed(mention, rarity)
    naming = other.naming
    return sum(value for value, pairs in weighed if not naming.isdisjoint(pairs)) / total if total else 0.0


def _headed(mention: Mention, other: Mention) -> float:
    found = sum(any(pair in other.naming for pair in sign.pairs) for sign in mention.head)
    return found / len(mention.head) if mention.head else 0.0


def missing(mention: Mention, other: Mention) -> bool:
    """Whether a noun that names `mention` stands nowhere in or around `other`."""
    return any(not _stands(noun, other) for noun in mention.nouns)


def names_all(mention: Mention, other: Mention) -> bool:
    """Whether every noun that names `other` names `mention` too."""
    return all(stands_in(noun, mention.naming) for noun in other.nouns)


def _stands(noun: str, other: Mention) -> bool:
    pairs = [noun[i : i + 2] for i in range(len(noun) - 1)]
    present = sum(_presence(pair, other) > 0 for pair in pairs)
    return 2 * present >= len(pairs)
