"""What people thought of answers, as questions of an evaluation set.

An answer that somebody found right is a question with its truth: the figures, the cells. One that somebody found wrong
has no truth yet: a person has to write it, with the answer and the complaint before them. So the two go into different
files, and only the first is a set that can be run.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from index.feedback import Opinion

NUMBERS = frozenset({"money", "percent", "fraction", "count", "duration"})


def opinion_lines(opinions: Iterable[Opinion]) -> Iterator[str]:
    """A line of JSON for each opinion; the reports stand under their ids."""
    for opinion in opinions:
        files = {doc_id: doc_id for doc_id in opinion.doc_ids}
        yield f"{json.dumps(question_record(opinion, files=files), ensure_ascii=False)}\n"


def question_record(opinion: Opinion, *, files: Mapping[str, str]) -> dict[str, Any]:
    """The question of an opinion as a set has it; `files` names the file of each report.

    What was found wrong has neither figures nor cells. `feedback` is beyond what a set needs: what was said, and of what.
    """
    answer, history = opinion.record["answer"], list(opinion.record["history"])
    right = opinion.verdict == "up"
    answered = answer["status"] == "answered"
    return {
        "id": f"feedback-{opinion.id}",
        "type": _type(answer, history) if right else "lookup",
        "question": answer["question"],
        "files": [files[doc_id] for doc_id in opinion.doc_ids],
        "history": history,
        "answerable": answered if right else opinion.reason == "missed" or answered,
        "figures": [_figure(figure) for figure in answer["figures"]] if right else [],
        "cells": [],
        "cells_any": [[cell] for cell in _cells(answer, files)] if right and answered else [],
        "reference": answer["answer"] if right else None,
        "feedback": {
            "verdict": opinion.verdict,
            "reason": opinion.reason,
            "note": opinion.note,
            "given_at": opinion.given_at,
            "user": opinion.owner,
            "answer": answer["answer"],
            "citations": answer["citations"],
        },
    }


def _type(answer: Mapping[str, Any], history: list[Any]) -> str:
    if answer["status"] != "answered":
        return "unanswerable"
    if history:
        return "followup"
    if any(figure["derived"] for figure in answer["figures"]):
        return "derived"
    return "multi" if len(answer["figures"]) > 1 else "lookup" if answer["figures"] else "explain"


def _figure(figure: Mapping[str, Any]) -> dict[str, Any]:
    value = figure["value"]
    exact = figure["exact"] and figure["kind"] in NUMBERS
    number = Decimal(value) if exact else None
    plain: Any = value if number is None else int(number) if number == number.to_integral_value() else float(number)
    return {"kind": figure["kind"], "value": plain, "unit": figure["unit"]}


def _cells(answer: Mapping[str, Any], files: Mapping[str, str]) -> list[dict[str, str]]:
    """The cells that the answer quotes, each once; those of reports that are no part of the set are left out."""
    cells = [(c["doc_id"], c["goal"], c["column"]) for c in answer["citations"] if c["doc_id"] in files]
    return [{"file": files[doc_id], "goal": goal, "column": column} for doc_id, goal, column in dict.fromkeys(cells)]
