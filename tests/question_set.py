"""A question set on disk: its documents, true cells and figures, and what must hold of every answer.

The folder holds docs.jsonl, cells.jsonl, figures.jsonl and questions.jsonl; "seed" names the bundled sample report. Its
questions are asked and judged by the product itself (`assistant.evaluation`).
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import Document, read_document
from corpus.reports import sample_report

if TYPE_CHECKING:
    from assistant import Answer

ROOT = Path(__file__).parent / "data" / "questions"
FILES = ("seed", "docs/d5_wjw_2021q4.txt", *(f"docs/{name}.txt" for name in ("h1", "h2", "h3", "b1", "b2")))
_MARK = re.compile(r"\[\d+\]")
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def path_of(file: str) -> Path:
    return sample_report() if file == "seed" else ROOT / file


def load(name: str) -> list[dict[str, Any]]:
    lines = (ROOT / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def read_all() -> dict[str, Document]:
    """Every document of the set, by its name in the set."""
    return {file: read_document(path_of(file)) for file in FILES}


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))


def cells_of(documents: Mapping[str, Document]) -> dict[tuple[str, str, str], str]:
    """(file, goal, column or header of an extra column) → text."""
    return {
        (file, goal.name, squeeze(cell.label) if cell.column == "other" else cell.column): cell.text
        for file, document in documents.items()
        for goal in document.goals
        for cell in goal.cells
    }


def always(answer: Answer, documents: Mapping[str, Document]) -> dict[str, bool]:
    """What must hold of every answer, right or wrong: exact quotes, grounded figures, no number from nowhere."""
    files, cells = {d.doc_id: file for file, d in documents.items()}, cells_of(documents)
    quotes = {c.n: squeeze(c.quote) for c in answer.citations}
    shown = [squeeze(f.text) for f in answer.figures]
    names = squeeze(
        "".join(c.goal + c.quote + c.column_label + c.doc_title for c in answer.citations) + answer.question
    )
    text = squeeze(_MARK.sub("", answer.answer))

    def holds(c: Any) -> bool:
        column = squeeze(c.column_label) if c.column == "other" else c.column
        return bool(c.quote) and cells.get((files[c.doc_id], c.goal, column), "")[c.start : c.end] == c.quote

    return {
        "quotes": all(holds(c) for c in answer.citations),
        "grounded": all(
            bool(f.expression) if f.derived else squeeze(f.text) in quotes.get(f.citation or 0, "")
            for f in answer.figures
        ),
        "no stray number": answer.status == "not_found"
        or all(n in names or any(n in s for s in shown) for n in _NUMBER.findall(text)),
        "nothing shown when nothing found": answer.status == "answered" or not answer.figures,
    }
