"""Which rows a question means: each condition is one record, decided on a row by one cell.

`None` is an answer too: the report says nothing that decides. Such rows are not counted on either side.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from assistant.attainment import attainments
from assistant.schedule import Month
from assistant.survey.rows import Row, values_of
from corpus import Cell

Sign = Literal["ge", "gt", "le", "lt", "eq", "ne"]
Subject = Literal["completion", "attribute", "deadline", "star", "value", "targets", "time"]


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on a row.

    `value`: percent (completion), month 1–12 (deadline), the words of a cell (attribute, value), met/not_met/unknown (targets);
    None where there is none. `time` compares the completion with the time that has passed. `words`: how it is put in an answer.
    """

    subject: Subject
    sign: Sign = "eq"
    value: Decimal | int | str | None = None
    words: str = ""


def compare(sign: Sign, left: Decimal | Month | int, right: Decimal | Month | int) -> bool:
    """Whether `left` stands to `right` as the sign says."""
    if sign in ("eq", "ne"):
        return (left == right) == (sign == "eq")
    below, above = left < right, left > right  # type: ignore[operator]
    return {"lt": below, "le": not above, "gt": above, "ge": not below}[sign]


def decide(condition: Filter, row: Row) -> bool | None:
    """Whether the row fulfils the condition; None where the report doesn't say."""
    return _DECIDERS[condition.subject](condition, row)


def decide_all(conditions: Sequence[Filter], row: Row) -> bool | None:
    """Whether all conditions hold; None where none fails and one can't be decided."""
    found = [decide(condition, row) for condition in conditions]
    return False if False in found else None if None in found else True


def deciding_cell(condition: Filter, row: Row) -> Cell | None:
    """The cell that shows it."""
    if condition.subject in ("completion", "time"):
        return row.cell("completion_pct")
    if condition.subject == "value":
        return next((c for c in row.extras if condition.value in values_of(c)), None)
    if condition.subject == "attribute":
        return row.cell("attribute")
    return row.cell("deadline") if condition.subject == "deadline" else row.cell("goal_name")


def _completion(condition: Filter, row: Row) -> bool | None:
    assert isinstance(condition.value, Decimal)
    return None if row.percent is None else compare(condition.sign, row.percent, condition.value)


def _attribute(condition: Filter, row: Row) -> bool | None:
    if not row.attribute:
        return None
    return (str(condition.value) in row.attribute) == (condition.sign == "eq")


def _deadline(condition: Filter, row: Row) -> bool | None:
    assert isinstance(condition.value, int)
    due = row.deadline
    year = row.document.year or (due.year if due else 0)
    return None if due is None else compare(condition.sign, due, Month(year, condition.value))


def _star(condition: Filter, row: Row) -> bool | None:
    return row.goal.starred == (condition.sign == "eq")


def _value(condition: Filter, row: Row) -> bool | None:
    return any(condition.value in values_of(cell) for cell in row.extras) == (condition.sign == "eq")


def _targets(condition: Filter, row: Row) -> bool | None:
    statuses = {item.status for item in attainments(row.document, row.goal)}
    if condition.value == "not_met":
        return "not_met" in statuses
    known = statuses - {"unknown"}
    return known == {"met"} if known else None


def _time(condition: Filter, row: Row) -> bool | None:
    return None if row.percent is None or row.elapsed is None else compare(condition.sign, row.percent, row.elapsed)


_DECIDERS: dict[Subject, Callable[[Filter, Row], bool | None]] = {
    "completion": _completion,
    "attribute": _attribute,
    "deadline": _deadline,
    "star": _star,
    "value": _value,
    "targets": _targets,
    "time": _time,
}
