"""Whether two figures measure the same, so that one may be taken from the other.

A growth rate is no share, a part is not the whole, the city's own level is not the city; after all that would make them
different figures, the words that name them must cover each other.
"""

from __future__ import annotations

from assistant.arithmetic.naming import Named
from assistant.contrasts import classes_of, divisors_of
from assistant.evidence import plain
from assistant.measures import conversion
from assistant.pairing import fit
from corpus import Figure

_SAME_END, _END = 0.5, 3  # least likeness of two whose last characters before the figure are the same
LEAST = 0.5  # least likeness of two figures of one metric


def same_measure(left: Figure, right: Figure) -> bool:
    """Whether one can be taken from the other at all: by kind and unit."""
    return left.kind == right.kind and conversion(left.unit, right.unit) is not None


def same_role(left: Figure, right: Figure) -> bool:
    """Whether both are what was reached, what is to be reached, or by how much something changed."""
    return _role(left) == _role(right)


def _role(figure: Figure) -> str:
    return "actual" if figure.role in ("actual", "share") else figure.role


def likeness(left: Named, right: Named) -> float:
    """How far (0–1) two figures measure the same; 0 where something says that they don't."""
    ours, theirs = left.subject, right.subject
    if not same_measure(left.operand.figure, right.operand.figure) or not same_role(
        left.operand.figure, right.operand.figure
    ):
        return 0.0
    if ours.is_delta != theirs.is_delta or divisors_of(ours.text) != divisors_of(theirs.text):
        return 0.0
    if _of_other_level(left.operand.figure, right.operand.figure) or _stand_apart(left, right):
        return 0.0
    return max(fit(ours, theirs), _SAME_END * _end_alike(left, right))


def _end_alike(left: Named, right: Named) -> bool:
    """Whether the words right before both figures are the same, be they as short as 药占比."""
    ours, theirs = (plain(named.subject.before).rstrip("|为达是") for named in (left, right))
    return len(ours) >= _END and ours[-_END:] == theirs[-_END:]


def _of_other_level(left: Figure, right: Figure) -> bool:
    """Whether one is of a level alone (市本级) and the other is not."""
    return ("本级" in (left.scope or "")) != ("本级" in (right.scope or ""))


def _stand_apart(left: Named, right: Named) -> bool:
    """Whether words stand against each other: 新建 and 改造, 省级 and 市级."""
    classes = zip(classes_of(left.own), classes_of(right.own), strict=True)
    return any(ours and theirs and not ours & theirs for ours, theirs in classes)
