"""Prove a draft: verify the whole of it as anybody's draft is verified, and let every sentence that doesn't hold give way.

Two checks that know nothing of each other: each figure has to stand in the quote that its part cites, and the verifier,
which is given the text alone, has to find it in the reports by the words around it. What gives way changes what the
sentences after it lean on, so the whole is verified again until all of it holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.drafting.layout import Laid, laid_out
from assistant.drafting.plan import Cited, Plan, Planned, PlannedBlock, Said, Wording
from assistant.drafting.record import Dropped
from assistant.verification import ClaimFigure, Verification, Verifier
from assistant.verification.verifier import Shelf
from corpus import Document, Figure, read_figures, squeeze

UNPROVED = "核对时报告里找不到与它对应的数字"
NOT_QUOTED = "有数字不在所引的原文里"


@dataclass(frozen=True, slots=True)
class Chosen(Shelf):
    """The reports of a draft alone: what another report says is no proof."""

    library: Shelf
    doc_ids: tuple[str, ...]

    def documents(self) -> tuple[Document, ...]:
        """Those that the library still holds, the same objects as long as nothing changed."""
        return tuple(document for document in self.library.documents() if document.doc_id in self.doc_ids)


@dataclass(frozen=True, slots=True)
class Proved:
    """A draft that holds: as it is laid out, what the verifier said of it, and what was left out."""

    laid: Laid
    verification: Verification
    dropped: tuple[Dropped, ...]


def proved(plan: Plan, verifier: Verifier) -> Proved:
    """The plan without what can't be proved."""
    plan, dropped = _quoted_only(plan)
    while True:
        laid = laid_out(plan)
        verification = verifier.verify(laid.text)
        failing = _failing(laid, verification)
        if not failing:
            return Proved(laid, verification, tuple(dropped))
        plan, given_up = _without(plan, failing)
        dropped += given_up


def _failing(laid: Laid, verification: Verification) -> dict[tuple[int, int], ClaimFigure]:
    """The sentences (block, sentence) that hold an unsupported figure, each with the first; headings make no claim.

    None behind one that is understood of another year or other months: what misled the verifier there misleads it on.
    """
    wrong = [figure for figure in verification.figures if figure.verdict != "supported"]
    found: dict[tuple[int, int], ClaimFigure] = {}
    for placed in laid.sentences:
        figure = next((f for f in wrong if placed.start <= f.start < placed.end), None)
        if figure is not None:
            found[placed.block, placed.sentence] = figure
            if figure.reason == "period":
                break
    return found


def _reason(figure: ClaimFigure) -> str:
    said = figure.message.removesuffix("。") or UNPROVED
    return f"“{figure.text}”没有通过核对：{said}"


def _without(plan: Plan, failing: Mapping[tuple[int, int], ClaimFigure]) -> tuple[Plan, list[Dropped]]:
    """The plan with the next wording of each failing sentence, and what had no further one."""
    blocks, dropped = [], []
    for number, block in enumerate(plan.blocks):
        sentences = []
        for position, sentence in enumerate(block.sentences):
            figure = failing.get((number, position))
            left = sentence if figure is None else _next(sentence, figure)
            if figure is not None and not left.wordings:
                dropped.append(Dropped(words_of(sentence.wordings[-1]), _reason(figure), block.goal_id))
            sentences.append(left)
        blocks.append(replace(block, sentences=tuple(sentences)))
    return replace(plan, blocks=tuple(blocks)), dropped


def _next(sentence: Planned, figure: ClaimFigure) -> Planned:
    """The sentence without its wording; first with its year said, where a sentence before it speaks of another one."""
    wording, *others = sentence.wordings
    if figure.reason == "period" and not sentence.is_dated:
        year = next((part.place.document.year for part in wording if isinstance(part, Cited)), None)
        if year is not None:
            return replace(sentence, wordings=((Said(f"{year}年"), *wording), *others), is_dated=True)
    return replace(sentence, wordings=tuple(others), is_dated=False)


def _quoted_only(plan: Plan) -> tuple[Plan, list[Dropped]]:
    """The plan without wordings that show a figure which no quote holds."""
    blocks, dropped = [], []
    for block in plan.blocks:
        sentences = [_held(sentence) for sentence in block.sentences]
        for sentence, left in zip(block.sentences, sentences, strict=True):
            if sentence.wordings and not left.wordings:
                dropped.append(Dropped(words_of(sentence.wordings[-1]), NOT_QUOTED, block.goal_id))
        blocks.append(_with(block, sentences))
    return replace(plan, blocks=tuple(blocks)), dropped


def _with(block: PlannedBlock, sentences: Sequence[Planned]) -> PlannedBlock:
    return replace(block, sentences=tuple(sentences))


def _held(sentence: Planned) -> Planned:
    return replace(sentence, wordings=tuple(wording for wording in sentence.wordings if is_quoted(wording)))


def words_of(wording: Wording) -> str:
    """The words of a wording, without marks."""
    return "".join(part.text for part in wording)


def is_claimed(figure: Figure) -> bool:
    """Whether a figure claims something: months or a year alone only say of when."""
    return figure.kind != "period" and not (figure.kind == "date" and "-" not in str(figure.value))


def is_quoted(wording: Wording) -> bool:
    """Whether something is cited, each quote is its cell's, and each figure stands in the quote of its part, or is derived."""
    position, spans = 0, []
    for part in wording:
        spans.append((position, position + len(part.text), part))
        position += len(part.text)
    figures = [f for f in read_figures(words_of(wording)) if is_claimed(f)]
    proved_all = all(any(_proves(s, f.start, f.end, f.text) for s in spans) for f in figures)
    return proved_all and any(isinstance(part, Cited) and part.quote for part in wording)


def _proves(span: tuple[int, int, Cited | Said], start: int, end: int, text: str) -> bool:
    first, last, part = span
    if not first <= start < end <= last:
        return False
    if isinstance(part, Cited):
        return squeeze(text).rstrip("%") in squeeze(part.quote)
    return any(
        squeeze(text) in squeeze(figure.text) or squeeze(figure.text) in squeeze(text) for figure in part.figures
    )


def check_in_context(text: str, *, above: Sequence[str], verifier: Verifier) -> Verification:
    """The verdicts on a paragraph that stands under these lines, which say of which body and months it speaks."""
    head = "".join(f"{line}\n" for line in above)
    verification = verifier.verify(head + text)
    claims = [claim for claim in verification.claims if claim.start >= len(head)]
    moved = tuple(
        replace(
            claim,
            start=claim.start - len(head),
            end=claim.end - len(head),
            figures=tuple(replace(f, start=f.start - len(head), end=f.end - len(head)) for f in claim.figures),
        )
        for claim in claims
    )
    return Verification(moved, verification.citations)
