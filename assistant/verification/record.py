"""What verification says: claim by claim and figure by figure, with the cell that decides.

The command line prints these records as JSON, and the page and the annotated documents render them; field names are
those of the machine interface.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, Literal

from assistant.answer import Citation

FigureVerdict = Literal["supported", "contradicted", "not_found"]
Verdict = Literal["supported", "contradicted", "not_found", "no_figure"]
Reason = Literal[
    "value", "period", "unit", "direction", "target", "metric", "attainment", "absent", "unread", "derived"
]

VERDICTS: tuple[Verdict, ...] = ("supported", "contradicted", "not_found", "no_figure")


@dataclass(frozen=True, slots=True)
class ClaimFigure:
    """A figure of a draft: `draft[start:end] == text`.

    `expected` is what the report says instead, verbatim, where the figure is contradicted and the report says it.
    `citation` is the number of the citation that decides, None where nothing does. `reason` says why it isn't
    supported (`attainment`: it is right, but not that the target is reached, or isn't; `unread`: it is a number of which nobody can tell what it counts; `derived`: it is supported, but computed
    from cited figures); `message` says the same to people, in one line of
    Chinese, "" where there is nothing to say.
    """

    text: str
    start: int
    end: int
    verdict: FigureVerdict
    expected: str | None = None
    citation: int | None = None
    reason: Reason | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of a draft: `draft[start:end] == text`."""

    text: str
    start: int
    end: int
    figures: tuple[ClaimFigure, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """Contradicted as soon as one figure is, else not found as soon as one is; `no_figure` where it holds none."""
        said = {figure.verdict for figure in self.figures}
        order: tuple[FigureVerdict, ...] = ("contradicted", "not_found", "supported")
        return next((verdict for verdict in order if verdict in said), "no_figure")


@dataclass(frozen=True)
class Verification:
    """The verdicts on a draft, in the order of its sentences, and the citations that they point to."""

    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...] = ()

    @cached_property
    def summary(self) -> dict[Verdict, int]:
        """How many sentences have each verdict; all four are there."""
        counts = Counter(claim.verdict for claim in self.claims)
        return {verdict: counts[verdict] for verdict in VERDICTS}

    @cached_property
    def figures(self) -> tuple[ClaimFigure, ...]:
        """All figures of the draft, in its order."""
        return tuple(figure for claim in self.claims for figure in claim.figures)

    def citation(self, n: int | None) -> Citation | None:
        """The citation of that number, or None."""
        return self._by_number.get(n or 0)

    @cached_property
    def _by_number(self) -> dict[int, Citation]:
        return {citation.n: citation for citation in self.citations}

    def to_json(self) -> dict[str, Any]:
        """The record of the machine interface."""
        return {
            "claims": [
                {
                    "text": claim.text,
                    "start": claim.start,
                    "end": claim.end,
                    "verdict": claim.verdict,
                    "figures": [asdict(figure) for figure in claim.figures],
                }
                for claim in self.claims
            ],
            "citations": [asdict(citation) for citation in self.citations],
            "summary": dict(self.summary),
        }
