"""Small sets of questions over the made-up report of `ui_fakes`, and right answers to them."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from assistant import Answer, AnswerFigure, Citation
from corpus import Document
from ui_fakes import PROGRESS, document

FILE = "docs/a.txt"
QUOTE = "截至 6 月底,全市共储备项目 138 个,债券资金需求 589.1 亿元。"
ASKED: dict[str, Any] = {
    "id": "q1",
    "type": "lookup",
    "question": "储备了多少个项目？",
    "files": [FILE],
    "answerable": True,
    "figures": [{"kind": "count", "value": 138, "unit": "个"}],
    "cells": [{"file": FILE, "goal": "政府专项债项目储备", "column": "cumulative_progress"}],
    "reference": "138 个。",
}
REFUSED: dict[str, Any] = {
    "id": "q2",
    "type": "unanswerable",
    "question": "明年储备多少个？",
    "files": [FILE],
    "answerable": False,
}


def write_set(folder: Path, *questions: dict[str, Any], floor: object = None) -> Path:
    """A set in `folder` over one report."""
    (folder / "docs").mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text("报告", encoding="utf-8")
    write_lines(folder / "docs.jsonl", {"file": FILE, "title": "示例"})
    write_lines(folder / "questions.jsonl", *(questions or (ASKED, REFUSED)))
    if floor is not None:
        (folder / "floor.json").write_text(json.dumps(floor), encoding="utf-8")
    return folder


def write_lines(path: Path, *records: object) -> None:
    lines = (record if isinstance(record, str) else json.dumps(record, ensure_ascii=False) for record in records)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def report() -> Document:
    return document("a")


def right_answer(**changes: Any) -> Answer:
    """The right answer to `ASKED`, with some of its fields changed."""
    start = PROGRESS.index(QUOTE)
    place = ("a", "2021 年度示例局目标完成情况表", "a#1", "政府专项债项目储备", "cumulative_progress")
    fields: dict[str, Any] = {
        "question": ASKED["question"],
        "status": "answered",
        "answer": "截至 6 月底，共储备项目 138 个[1]。",
        "figures": (AnswerFigure("138 个", "count", Decimal(138), "个", 1),),
        "citations": (Citation(1, *place, "1-6 月累计完成进度", QUOTE, start, start + len(QUOTE)),),
        "elapsed_ms": 12.0,
    }
    return Answer(**(fields | changes))
