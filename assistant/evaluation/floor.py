"""The floor of a set: what its owner says must be reached, in `floor.json`; nothing is below a floor that isn't given.

Unknown keys are refused here, unlike in the records of a question: a misspelt floor would hold nothing up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from assistant.evaluation.fields import Fields, read_object
from assistant.evaluation.questions import TYPES, QuestionSet

FILE_NAME = "floor.json"
KEYS = ("right", "types", "citation_precision")


@dataclass(frozen=True, slots=True)
class Floor:
    """Least shares (0–1): of questions answered right, of those of a type, of citations that are of a true cell."""

    right: float | None = None
    citation_precision: float | None = None
    types: Mapping[str, float] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        """As `floor.json` has it; what isn't given is null."""
        return {"right": self.right, "types": dict(self.types), "citation_precision": self.citation_precision}


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Something below its floor. `what` is `right`, `citation_precision` or a type; `reached` None: nothing to measure."""

    what: str
    floor: float
    reached: float | None

    def to_json(self) -> dict[str, object]:
        """As a record."""
        return {"what": self.what, "floor": self.floor, "reached": self.reached}


def read_floor(questions: QuestionSet) -> Floor | None:
    """The floor that the set states, None where it states none. Raises QuestionError."""
    path = questions.folder / FILE_NAME
    if not path.exists():
        return None
    fields = read_object(path)
    _refuse_unknown(fields, known=KEYS, what="项目")
    types = fields.object("types")
    _refuse_unknown(types, known=TYPES, what="题型")
    for name in types.values:
        if name not in questions.types:
            types.refuse(f"题集里没有 {name} 类的题，定不了下限")
    return Floor(
        right=_share(fields, "right"),
        citation_precision=_share(fields, "citation_precision"),
        types={name: share for name in types.values if (share := _share(types, name)) is not None},
    )


def shortfalls(floor: Floor, *, reached: Mapping[str, float | None]) -> tuple[Shortfall, ...]:
    """What is below the floor; `reached` are the shares by `right`, `citation_precision` and type."""
    wanted = {"right": floor.right, **floor.types, "citation_precision": floor.citation_precision}
    found = (Shortfall(what, least, reached.get(what)) for what, least in wanted.items() if least is not None)
    return tuple(short for short in found if short.reached is None or short.reached < short.floor)


def _refuse_unknown(fields: Fields, *, known: Iterable[str], what: str) -> None:
    for key in fields.values:
        if key not in known:
            fields.refuse(f"没有{what} {key[:40]}；可用的有 {'、'.join(known)}")


def _share(fields: Fields, key: str) -> float | None:
    """A number from 0 to 1; None where it is missing or null."""
    if fields.values.get(key) is None:
        return None
    share = fields.number(key)
    return float(share) if Decimal(0) <= share <= Decimal(1) else fields.refuse(f"{key} 应在 0 与 1 之间")
