"""The goal schema as programs get it: a goal with its cells, figures, attainment and how far its time has run."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from assistant.extraction import extracted
from assistant.schedule import deadline_text, elapsed_pct
from corpus import Attainment, Cell, Document, Figure, Goal


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
    """The record of the machine interface for a goal; `time_elapsed_pct` is beyond it."""
    elapsed = elapsed_pct(document, goal)
    return {
        "goal_id": document.goal_id(goal),
        "doc_id": document.doc_id,
        "number": goal.number,
        "name": goal.name,
        "starred": goal.starred,
        "attribute": "".join(goal.text("attribute").split()) or None,
        "deadline": deadline_text(document, goal),
        "completion_pct": _completion(goal),
        "time_elapsed_pct": None if elapsed is None else float(elapsed),
        "cells": {c.column: {"label": c.label, "text": c.text} for c in goal.cells if c.column != "other"},
        "extra": {c.label: c.text for c in goal.cells if c.column == "other"},
        "figures": [_figure(cell, figure) for cell, figure in goal.figures],
        "attainment": [_attainment(item) for item in extracted(document, goal).attainment],
    }


def _attainment(item: Attainment) -> dict[str, Any]:
    ratio = None if item.ratio is None else round(float(item.ratio), 4)
    return {"target": item.target, "actual": item.actual, "ratio": ratio, "status": item.status}
