"""Rows of a grid, where every field stands in its column: a goal of its own, or more of the last one.

A goal goes on where its name is merged, left empty or said again; below a page break also where a row has no number and
no short field of its own, since these stood on the page before.
"""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.assembled import Assembled, OpenGoal, goal_name
from corpus.columns import SHORT
from corpus.fold import squeeze
from corpus.joining import continuation
from corpus.source import Field, Row

_NUMBER_HEADER = re.compile(r"序|编号|no|第\d+列")


def take_grid_row(row: Row, state: Assembled) -> None:
    """A row of one field a column: a goal of its own, more of the last goal, or the rest of a row that a page cut."""
    header = state.headers[-1]
    goal = state.goals[-1] if state.goals and state.goals[-1].header.labels == header.labels else None
    if goal is None and not row.fields[header.name].text:
        state.dropped.append((row.place.row_name, "不属于任何目标", " ".join(row.filled)))
        return
    if goal is None or _is_new(row, goal):
        row = _with_merged(row, goal)
        goal = OpenGoal.empty(header)
        state.goals.append(goal)
        between = None
    elif row.after_break:
        state.joined += 1
        between = None
    else:
        between = "\n"
    again = bool(between) and bool(row.fields[header.name].text)
    for position, piece in enumerate(row.fields):
        if again and _said_again(goal, position, piece):
            continue
        goal.append(position, piece, between=between)


def _with_merged(row: Row, goal: OpenGoal | None) -> Row:
    """The row of a new goal with what a cell merged over several goals says of it too."""
    if goal is None or not any(piece.merged == "above" for piece in row.fields):
        return row
    fields = [
        Field(goal.texts[i], goal.pieces[i][0].place, doubts=tuple(goal.doubts[i]))
        if piece.merged == "above" and len(goal.pieces[i]) == 1
        else piece
        for i, piece in enumerate(row.fields)
    ]
    return replace(row, fields=tuple(fields))


def _said_again(goal: OpenGoal, position: int, piece: Field) -> bool:
    """Whether a row that repeats the goal's name repeats this too, as an export without merged cells does."""
    column = goal.header.columns[position]
    last = goal.pieces[position][-1:]
    return column in SHORT | {"goal_name", "other"} and any(
        squeeze(goal.texts[position][p.start : p.end]) == squeeze(piece.text) for p in last
    )


def _is_new(row: Row, goal: OpenGoal) -> bool:
    name = row.fields[goal.header.name]
    if not name.text:
        return False
    numbered = _numbered_anew(row, goal)
    if not row.after_break:
        return bool(numbered) or goal_name(name.text)[0] != goal_name(goal.name)[0]
    if numbered is not None:
        return numbered
    columns = goal.header.columns
    short = [i for i, column in enumerate(columns) if column in SHORT]
    if not short:
        return _score(row, goal) <= 0
    own = [i for i in short if row.fields[i].text]
    return any(continuation(goal.texts[i], row.fields[i].text, column=columns[i]) <= 0 for i in own)


def _numbered_anew(row: Row, goal: OpenGoal) -> bool | None:
    """Whether the row has a number of its own where the table numbers its goals; None where it doesn't."""
    header = goal.header
    for position, (column, label) in enumerate(zip(header.columns, header.labels, strict=True)):
        numbers = position < header.name or _NUMBER_HEADER.match(squeeze(label))
        number = goal.texts[position].strip()
        if column == "other" and numbers and number.isdigit():
            text = row.fields[position].text.strip()
            return text.isdigit() and text != number
    return None


def _score(row: Row, goal: OpenGoal) -> float:
    """How well the row continues the goal, column by column."""
    columns = goal.header.columns
    return sum(
        continuation(goal.texts[i], piece.text, column=columns[i]) for i, piece in enumerate(row.fields) if piece.text
    )
