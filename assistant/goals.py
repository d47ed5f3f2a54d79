"""The goal schema as programs get it: a goal with its cells, figures and attainment."""

from __future__ import annotations

import re
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from assistant.attainment import Attainment, Located, attainments
from corpus import Cell, Document, Figure, Goal, fold


def _deadline(text: str) -> str | None:
    match = re.search(r"(\d{4})\s*[年./-]\s*(?:(\d{1,2})\s*月?)?", fold(text))
    if not match:
        return None
    return f"{match[1]}-{int(match[2]):02d}" if match[2] else match[1]


def _completion(goal: Goal) -> float | None:
    cell = goal.cell("completion_pct")
    return next((float(f.value) for f in cell.figures if f.kind == "percent"), None) if cell else None


def _figure(cell: Cell, figure: Figure) -> dict[str, Any]:
    value = float(figure.value) if isinstance(figure.value, Decimal) else figure.value
    record = {"column": cell.column, **asdict(figure), "value": value}
    if cell.column == "other":
        record["column_label"] = cell.label
    if cell.is_doubtful(figure.start, figure.end):
        record["doubtful"] = True  # read from a scan, and recognition was not sure of it
    return record


def goal_record(document: Document, goal: Goal) -> dict[str, Any]:
    """The record of the machine interface for a goal."""
    located = [(cell, figure) for cell in goal.cells for figure in cell.figures]
    positions: dict[tuple[str, str, int, str], int] = {
        (cell.column, cell.label, figure.start, figure.comparator): i for i, (cell, figure) in enumerate(located)
    }
    attribute = "".join(goal.text("attribute").split()) or None
    return {
        "goal_id": document.goal_id(goal),
        "doc_id": document.doc_id,
        "number": goal.number,
        "name": goal.name,
        "starred": goal.starred,
        "attribute": attribute,
        "deadline": _deadline(goal.text("deadline")),
        "completion_pct": _completion(goal),
        "cells": {c.column: {"label": c.label, "text": c.text} for c in goal.cells if c.column != "other"},
        "extra": {c.label: c.text for c in goal.cells if c.column == "other"},
        "figures": [_figure(cell, figure) for cell, figure in located],
        "attainment": [_attainment(item, positions) for item in attainments(document, goal)],
    }


def _attainment(item: Attainment, positions: dict[tuple[str, str, int, str], int]) -> dict[str, Any]:
    def position(located: Located | None) -> int | None:
        if located is None:
            return None
        cell, figure = located.passage.cell, located.figure
        return positions[cell.column, cell.label, figure.start, figure.comparator]

    ratio = round(float(item.ratio), 4) if item.ratio is not None else None
    return {"target": position(item.target), "actual": position(item.actual), "ratio": ratio, "status": item.status}
