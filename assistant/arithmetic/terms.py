"""The value of each side: a figure that stands in a report, or one column less another (一季度 = 1-6月 - 二季度)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, product

from assistant.arithmetic.finding import Finder
from assistant.arithmetic.naming import about
from assistant.arithmetic.record import Calculation, Operand, Side, Term
from assistant.covering import covered_by, has_column, is_first_part, months
from assistant.question import Query
from assistant.retrieve import Evidence
from corpus import Document, Period

Part = tuple[Period, Document]  # a column that a value is computed from
_MOST_WAYS = 12
_ADDITIVE = ("money", "count")  # kinds whose quarters add up to the whole


def find_terms(query: Query, evidence: Evidence, calculation: Calculation) -> tuple[Term, ...] | None:
    """The terms of the likeliest reading of which every side is found; None where there is none."""
    finder = Finder(query, evidence, calculation)
    for reading in calculation.readings:
        terms = _of_periods(finder, reading) if calculation.by == "period" else _stated(finder, reading)
        if terms and about(query, evidence.matcher, [o.passage for t in terms for o in t.operands]):
            return terms
    return None


def _stated(finder: Finder, reading: Sequence[Side]) -> tuple[Term, ...] | None:
    operands = finder.find(reading)
    return tuple(Term(side, (o,)) for side, o in zip(reading, operands, strict=True)) if operands else None


def _of_periods(finder: Finder, reading: Sequence[Side]) -> tuple[Term, ...] | None:
    """A term of each period, from the reports of one body: stated where a column gives it, computed from two columns else."""
    documents = _of_one_body(finder.evidence)
    ways = [_ways(side.period, documents) for side in reading if side.period] if documents else []
    for way in islice(product(*ways), _MOST_WAYS):
        terms = _of_columns(finder, reading, way)
        if terms:
            return terms
    return None


def _of_columns(finder: Finder, reading: Sequence[Side], way: Sequence[tuple[Part, ...]]) -> tuple[Term, ...] | None:
    """The terms whose figures stand in these columns; all of them are looked for together."""
    bases = {_key(part): Side("", "", period=part[0], document=part[1]) for parts in way for part in parts}
    operands = finder.find(tuple(bases.values()))
    if operands is None:
        return None
    found = dict(zip(bases, operands, strict=True))
    terms = tuple(
        Term(side, tuple(found[_key(part)] for part in parts)) for side, parts in zip(reading, way, strict=True)
    )
    return terms if all(map(_holds, terms)) else None


def _key(part: Part) -> tuple[int, int, str]:
    period, document = part
    return period.first, period.last, document.doc_id


def _of_one_body(evidence: Evidence) -> list[Document]:
    """The reports of the body and year that the best statement is of, its own first."""
    first = next((r.passage.document for r in evidence.ranked[:1]), None)
    if first is None:
        return []
    same = [
        d for d in evidence.documents if d.organization and (d.organization, d.year) == (first.organization, first.year)
    ]
    return [first, *(d for d in same if d.doc_id != first.doc_id)]


def _ways(period: Period, documents: Sequence[Document]) -> list[tuple[Part, ...]]:
    """How a period's figure may be had, best first: from its column, or as one column less another."""
    stated = [d for d in documents if has_column(d, period)]
    running = [d for d in stated if (own := covered_by(d)) and months(own) == months(period)]
    ways: list[tuple[Part, ...]] = [
        ((period, d),) for d in [*running, *(d for d in stated if all(d is not r for r in running))]
    ]
    for document in documents:
        covered = covered_by(document)
        if covered and is_first_part(period, document):
            ways.append(((covered, document), (Period(covered.last - 2, covered.last), document)))
    ways.extend(_between(period, documents))
    return ways or [((period, documents[0]),)]


def _between(period: Period, documents: Sequence[Document]) -> Iterator[tuple[Part, ...]]:
    """A later running total less an earlier one: 三季度 = 1-9月 - 1-6月."""
    for later in documents:
        for earlier in documents:
            whole, before = covered_by(later), covered_by(earlier)
            if whole and before and (before.last + 1, whole.last) == months(period) and whole.first == before.first:
                yield (whole, later), (before, earlier)


def _holds(term: Term) -> bool:
    """Whether a whole can be parted: rates and averages don't add up, and a part is no more than the whole."""
    return not term.is_derived or (term.figure.kind in _ADDITIVE and term.value >= 0)


def values(terms: Sequence[Term]) -> list[Operand]:
    """All figures that the terms are computed from."""
    return [operand for term in terms for operand in term.operands]
