"""Write a finding: its one line, with the marks of the figures that it names, and the citations that the marks point to."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.audit.record import Finding, FindingKind, Severity
from assistant.audit.report import Measure, Sentence
from assistant.clauses import is_dependent
from assistant.writer import Place, Writer

_TRAIL = " \n\t,。;、:，；：!?！？"
_AROUND = 80  # characters of a quote on either side of its figure, where the clause is longer
_CLAUSES_BACK = 3
_LONGEST_NAME = 24


@dataclass
class Remark:
    """Collects the citations of one finding while its message is put together."""

    kind: FindingKind
    severity: Severity
    writer: Writer = field(default_factory=Writer)

    def show(self, measure: Measure) -> str:
        """The figure as the report writes it, on one line, with its mark: `459.61 亿元[1]`."""
        start, end = quote_span(measure)
        return f"{bare(measure)}[{self.writer.cite(measure.place, start, end)}]"

    def mark(self, place: Place, start: int, end: int) -> str:
        """The mark of a span of a cell."""
        return f"[{self.writer.cite(place, *_stripped(place.cell.text, start, end))}]"

    def quoted(self, sentence: Sentence, start: int, end: int) -> str:
        """The span in quotes, shortened to its ends, with its mark."""
        start, end = _stripped(sentence.place.cell.text, start, end)
        text = " ".join(sentence.place.cell.text[start:end].split())
        shown = text if len(text) <= 2 * _LONGEST_NAME else f"{text[:_LONGEST_NAME]}…{text[-_LONGEST_NAME:]}"
        return f"“{shown}”{self.mark(sentence.place, start, end)}"

    def finding(self, message: str) -> Finding:
        """The finding, with all that was cited for it."""
        return Finding(self.kind, self.severity, message, tuple(self.writer.citations))


def bare(measure: Measure) -> str:
    """The figure as the report writes it, on one line."""
    return " ".join(measure.figure.text.split())


def named(measure: Measure) -> str:
    """What a figure measures, as a message names it."""
    name = (measure.scope if not measure.key.startswith(measure.scope) else "") + measure.key
    return f"“{name if len(name) <= _LONGEST_NAME else '…' + name[-_LONGEST_NAME:]}”"


def quote_span(measure: Measure) -> tuple[int, int]:
    """The clause of a figure, with those before it that it can't do without, but no more than is near."""
    sentence, figure = measure.sentence, measure.figure
    first = measure.clause
    text = sentence.place.cell.text
    start, end = sentence.clauses[first]
    while first > max(0, measure.clause - _CLAUSES_BACK) and end - start < _AROUND:
        start = sentence.clauses[first][0]
        if not is_dependent(text[start : figure.end][:_AROUND], max(0, figure.start - start)):
            break
        first -= 1
        start = sentence.clauses[first][0]
    return _stripped(text, max(start, figure.start - _AROUND), min(end, figure.end + _AROUND))


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and text[end - 1] in _TRAIL:
        end -= 1
    while start < end and text[start] in _TRAIL:
        start += 1
    return start, end
