"""Rows of a text, which may have lost their empty fields: a goal of its own, or the rest of one that a page cut."""

from __future__ import annotations

from corpus.assembled import Assembled, OpenGoal
from corpus.columns import SHORT
from corpus.joining import continuation, place
from corpus.source import Field, Row


def take_text_row(row: Row, state: Assembled) -> bool:
    """Give a row its place; False where it neither begins a goal nor continues the last one."""
    if _opens_goal(row, state):
        _open(row, state)
        return True
    return bool(state.goals) and _continue(row, state)


def _opens_goal(row: Row, state: Assembled) -> bool:
    """Whether the row begins a goal.

    It has all columns, a name, and where the table has short columns, one of them filled by itself: a continued row
    leaves them empty, since their one line stood on the page before.
    """
    header, texts = state.headers[-1], row.texts
    if len(texts) < len(header.columns):
        return not state.goals and len(row.filled) > 1
    if not texts[header.name]:
        return False
    if not state.goals:
        return True
    before = state.goals[-1].texts
    short = [i for i, column in enumerate(header.columns) if column in SHORT]
    if short:
        return any(texts[i] and continuation(before[i], texts[i], column=header.columns[i]) <= 0 for i in short)
    return not row.after_break or place(texts[: len(before)], before=before, columns=header.columns)[1] <= 0


def _fit(row: Row, width: int) -> tuple[list[Field], list[str]]:
    """The row's fields cut to the table's width, and the texts that are over."""
    fields = list(row.fields)
    while len(fields) > width and not fields[-1].text:
        fields.pop()
    return fields[:width], [field.text for field in fields[width:] if field.text]


def _continue(row: Row, state: Assembled) -> bool:
    """Join the row to the last goal; False where nothing in it continues that goal."""
    goal = state.goals[-1]
    fields, surplus = _fit(row, len(goal.texts))
    if len(fields) == len(goal.texts):
        positions = list(range(len(fields)))
    else:
        texts = [field.text for field in fields]
        positions, score = place(texts, before=goal.texts, columns=goal.header.columns)
        if len(row.filled) == 1 and score <= 0:
            return False
    for position, piece in zip(positions, fields, strict=True):
        goal.append(position, piece)
    state.dropped.extend((row.place.row_name, "字段多于表头", text) for text in surplus)
    state.joined += 1
    return True


def _open(row: Row, state: Assembled) -> None:
    header = state.headers[-1]
    fields, surplus = _fit(row, len(header.columns))
    goal = OpenGoal.empty(header)
    for position, piece in enumerate(fields):
        goal.append(position, piece)
    state.goals.append(goal)
    state.dropped.extend((row.place.row_name, "字段多于表头", text) for text in surplus)
