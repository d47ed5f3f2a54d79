"""From a brief to a draft: choose the goals, plan the sentences, prove them, number the citations."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.drafting.choosing import sources_of
from assistant.drafting.kinds import planned
from assistant.drafting.layout import LaidBlock, LaidSentence
from assistant.drafting.plan import Cited, Part
from assistant.drafting.proving import Chosen, Proved, is_claimed, proved
from assistant.drafting.record import Block, Brief, Draft, DraftFigure, Mark, Sentence
from assistant.verification import Verifier
from assistant.verification.verifier import Shelf
from assistant.writer import Writer
from corpus import DraftError, Figure, read_figures


def draft(brief: Brief, library: Shelf) -> Draft:
    """The draft that is asked for.

    Raises:
        EmptyIndex: nothing has been ingested.
        UnknownDocument, UnknownGoal: a report or goal that is named isn't there.
        DraftError: no report is on the period, nothing can be compared, or nothing could be proved.
    """
    sources = sources_of(brief, library.documents())
    doc_ids = tuple(dict.fromkeys(source.document.doc_id for source in sources))
    result = proved(planned(brief, sources), Verifier(Chosen(library, doc_ids)))
    if not any(True for _ in result.laid.sentences):
        raise DraftError("选中的目标没有可以写进草稿的内容。请换几项目标，或换一个期间。")
    return _written(result, doc_ids)


def _written(result: Proved, doc_ids: tuple[str, ...]) -> Draft:
    writer = Writer()
    figures = [figure for figure in read_figures(result.laid.text) if is_claimed(figure)]
    blocks = tuple(_block(block, figures, writer, text=result.laid.text) for block in result.laid.blocks)
    return Draft(
        result.laid.title,
        result.laid.text,
        blocks,
        tuple(writer.citations),
        doc_ids,
        result.dropped,
        result.verification.summary,
    )


def _block(laid: LaidBlock, figures: Sequence[Figure], writer: Writer, *, text: str) -> Block:
    return Block(
        laid.planned.style,
        text[laid.start : laid.end],
        laid.start,
        laid.end,
        laid.planned.level,
        laid.planned.lead,
        tuple(_sentence(sentence, figures, writer, text=text) for sentence in laid.sentences),
    )


def _sentence(laid: LaidSentence, figures: Sequence[Figure], writer: Writer, *, text: str) -> Sentence:
    marks, found, covers = [], [], 0
    for start, part in laid.parts:
        end = start + len(part.text)
        covers = len(part.text) or covers
        n = writer.cite(part.place, part.start, part.end) if isinstance(part, Cited) else None
        if n is not None:
            marks.append(Mark(end, n, covers))
        found += [made for f in figures if start <= f.start and f.end <= end and (made := _figure(f, part, n))]
    return Sentence(text[laid.start : laid.end], laid.start, laid.end, tuple(marks), tuple(found))


def _figure(figure: Figure, part: Part, n: int | None) -> DraftFigure | None:
    """The figure as the draft states it; None where words of our own only name months."""
    plain = (figure.text, figure.start, figure.end, figure.kind, figure.value, figure.unit)
    if isinstance(part, Cited):
        return DraftFigure(*plain, n)
    source = next((known for known in part.figures if known.text in figure.text or figure.text in known.text), None)
    return DraftFigure(*plain, None, derived=True, expression=source.expression) if source else None
