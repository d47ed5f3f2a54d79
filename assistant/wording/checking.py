"""The check of a model's sentence: every figure, period, name and word against the spans that the sentence cites.

It trusts the model with nothing but the choice and the order of words. In doubt a sentence fails: the model-free sentence
is always at hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.verification import Verifier
from assistant.wording.binding import binding_faults
from assistant.wording.claims import claim_faults
from assistant.wording.grounding import ground
from assistant.wording.record import Fault, Grounds, Source
from assistant.wording.sentence import Sentence
from assistant.wording.surface import surface_faults
from corpus import Cell, Document, Goal


class _Cited:
    """The documents that an answer cites, as verification takes them."""

    def __init__(self) -> None:
        self.held: tuple[Document, ...] = ()

    def documents(self) -> tuple[Document, ...]:
        return self.held


def _cited_alone(sources: Sequence[Source]) -> tuple[Document, ...]:
    """The documents with the cited statements and nothing else: other figures of a metric are of other months or columns."""
    held: dict[str, Document] = {}
    for document in (source.document for source in sources):
        own = [source for source in sources if source.document is document]
        goals = tuple(replace(goal, cells=_cells(own, goal)) for goal in document.goals)
        held[document.doc_id] = replace(document, goals=goals)
    return tuple(held.values())


def _cells(sources: Sequence[Source], goal: Goal) -> tuple[Cell, ...]:
    found = []
    for cell in goal.cells:
        spans = [(s.citation.start, s.citation.end) for s in sources if s.goal is goal and s.cell is cell]
        kept = tuple(p for p in cell.statements if any(p.start < end and start < p.end for start, end in spans))
        if spans:
            found.append(replace(cell, statements=kept))
    return tuple(found)


class SentenceChecker:
    """Checks sentences against the grounds of one answer."""

    def __init__(self, grounds: Grounds) -> None:
        self._grounds = grounds
        self._cited = _Cited()
        self._verifier = Verifier(self._cited)

    def faults(self, sentence: Sentence) -> list[Fault]:
        """What is wrong with a sentence; [] where it may be shown."""
        grounds = self._grounds
        found = list(surface_faults(sentence, grounds))
        if found:
            return found
        grounding = ground(sentence, grounds)
        found = list(grounding.faults)
        found = found or list(binding_faults(sentence, grounding, grounds))
        found = found or list(claim_faults(sentence, grounding, grounds))
        return found or self._contradicted(sentence)

    def _contradicted(self, sentence: Sentence) -> list[Fault]:
        """What the verification of drafts says against a sentence, held against what it cites alone."""
        self._cited.held = _cited_alone(self._grounds.chosen(sentence.marks))
        verification = self._verifier.verify(sentence.bare)
        exact = {figure.start for figure in sentence.figures if figure.kind in ("date", "document_no")}
        wrong = [
            figure
            for figure in verification.figures
            if figure.verdict == "contradicted" and figure.reason != "target" and figure.start not in exact
        ]  # whether a target is told as one, the binding has looked at, and what is looked up to the letter is right
        return [Fault(f"“{figure.text}”与报告不符") for figure in wrong]
