"""Documents as a hundred offices lay them out, with their true cells: every one is read, none is missing.

`data/layouts` holds Word, Excel, PDF, web pages, text and a scan, made for this and for nothing else.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from corpus import DocumentError, IsolatedReader, NoGoals
from question_set import squeeze

ROOT = Path(__file__).parent / "data" / "layouts"


def load(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (ROOT / name).read_text(encoding="utf-8").splitlines()]


DOCUMENTS = load("docs.jsonl")
GOOD = [pytest.param(d, id=Path(d["file"]).stem) for d in DOCUMENTS if "expect" not in d]
BAD = [pytest.param(d, id=Path(d["file"]).stem) for d in DOCUMENTS if "expect" in d]
CELLS: dict[str, list[dict[str, Any]]] = defaultdict(list)
for cell in load("cells.jsonl"):
    CELLS[cell["file"]].append(cell)


@pytest.fixture(scope="module")
def reader() -> IsolatedReader:
    with IsolatedReader() as isolated:
        yield isolated


@pytest.mark.parametrize("true", GOOD)
def test_every_true_cell_is_read(reader: IsolatedReader, true: dict[str, Any]) -> None:
    path = ROOT / true["file"]
    document = reader.read(path.read_bytes(), path=path)
    read = {
        (goal.name, squeeze(cell.label) if cell.column == "other" else cell.column): squeeze(cell.text)
        for goal in document.goals
        for cell in goal.cells
    }
    wrong = []
    for cell in CELLS[true["file"]]:
        column = squeeze(cell["label"]) if cell["column"] == "other" else cell["column"]
        got = read.get((cell["goal"], column))
        if got != squeeze(cell["text"]):
            wrong.append((cell["goal"], column, cell["text"], got))
    assert wrong == []
    facts = ("organization", "year", "period", "title")
    assert {name: getattr(document, name) for name in facts} == {name: true[name] for name in facts}
    assert len(document.goals) == true["goals"]
    assert document.report.dropped == ()


@pytest.mark.parametrize("true", BAD)
def test_what_is_no_report_is_refused(reader: IsolatedReader, true: dict[str, Any]) -> None:
    path = ROOT / true["file"]
    with pytest.raises(NoGoals if true["expect"] == "no_goals" else DocumentError) as caught:
        reader.read(path.read_bytes(), path=path)
    assert path.name in str(caught.value)
