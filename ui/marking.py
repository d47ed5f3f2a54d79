"""Spans of a cell marked up: quotes, and what the recognition of a scan was not sure of.

A module of its own because every place that shows a cell must underline the same doubts. A doubt may lie across the
border of a quote, and tags must nest; so doubts are cut at the borders of the other spans and drawn inside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus import Cell

DOUBTFUL = "扫描识别存疑，请核对原件"
_DOUBT = f'<span class="kp-doubt" title="{DOUBTFUL}">'


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` gets `opening` before it and `closing` after it."""

    start: int
    end: int
    opening: str
    closing: str


def doubt_spans(cell: Cell) -> list[Span]:
    """What the recognition of a scan was not sure of, underlined."""
    return [Span(start, end, _DOUBT, "</span>") for start, end in cell.doubts]


def doubts_html(cell: Cell, *, end: int | None = None) -> str:
    """The cell's text, or its first `end` characters, with the doubts underlined."""
    return mark_spans(cell.text[:end], (), within=doubt_spans(cell))


def mark_spans(text: str, spans: Iterable[Span], *, within: Sequence[Span] = ()) -> str:
    """The escaped text with its spans marked up; a span that overlaps an earlier one of the sequence is left out.

    Those of `within` are never left out: they are cut where one of the others begins or ends.
    """
    kept: list[Span] = []
    for span in spans:
        if all(span.end <= other.start or span.start >= other.end for other in kept):
            kept.append(span)
    parts, position = [], 0
    for span in sorted(kept, key=lambda span: span.start):
        before, inside = _part(text, position, span.start, within), _part(text, span.start, span.end, within)
        parts += [before, span.opening, inside, span.closing]
        position = span.end
    return "".join(parts) + _part(text, position, len(text), within)


def _part(text: str, start: int, end: int, spans: Sequence[Span]) -> str:
    """`text[start:end]`, escaped, with what of the spans lies in it marked up."""
    parts, position = [], start
    for span in sorted(spans, key=lambda span: span.start):
        first, last = max(span.start, position), min(span.end, end)
        if first < last:
            parts += [escape(text[position:first]), span.opening, escape(text[first:last]), span.closing]
            position = last
    return "".join(parts) + escape(text[position:end])
