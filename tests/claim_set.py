"""Sentences to be verified, on disk: the reports that they are about, their true verdicts, and what the reports say instead."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from assistant.verification import ClaimFigure, Verification, Verifier
from corpus import Document, read_document, squeeze
from corpus.reports import sample_report

ROOT = Path(__file__).parent / "data" / "claims"
ORDER = ("contradicted", "not_found", "supported", "no_figure")


class Documents:
    """A library that only holds documents."""

    def __init__(self, *documents: Document) -> None:
        self._documents = tuple(sorted(documents, key=lambda document: document.doc_id))

    def documents(self) -> tuple[Document, ...]:
        return self._documents


def load(name: str) -> list[dict[str, Any]]:
    lines = (ROOT / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def path_of(file: str) -> Path:
    """The report: the bundled one, one of this set, or one that another set has."""
    if file == "seed":
        return sample_report()
    return next(path for name in ("claims", "layouts", "questions") if (path := ROOT.parent / name / file).exists())


@cache
def document(file: str) -> Document:
    return read_document(path_of(file))


@cache
def verifier(*files: str) -> Verifier:
    return Verifier(Documents(*map(document, files)))


def verdict(verification: Verification) -> str:
    """The verdict on a whole text: the worst of its sentences."""
    said = {claim.verdict for claim in verification.claims}
    return next((verdict for verdict in ORDER if verdict in said), "no_figure")


def is_same_figure(figure: ClaimFigure, text: str) -> bool:
    """Whether a figure is the one named: comparing words and words of change may be left out of either."""
    return squeeze(figure.text) in squeeze(text) or squeeze(text) in squeeze(figure.text)


def names_correction(verification: Verification, wrong: dict[str, Any]) -> bool:
    return any(
        is_same_figure(figure, wrong["text"])
        and figure.expected is not None
        and (
            squeeze(figure.expected) in squeeze(wrong["expected"])
            or squeeze(wrong["expected"]) in squeeze(figure.expected)
        )
        for figure in verification.figures
    )
