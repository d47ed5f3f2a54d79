"""A document as rows of the store's tables, and back: what is read equals what was written.

Plain functions instead of an object mapper: the records are frozen dataclasses that know nothing of a database.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple, fields
from decimal import Decimal
from typing import Any, TypeVar

from corpus import READER_VERSION, Cell, Document, Figure, Goal, HeaderMapping, ParseReport, Piece, Place, Statement
from corpus.model import Attainment
from index import schema

Part = TypeVar("Part")
Row = Mapping[str, Any]
Key = tuple[int, int]  # positions of a goal and of its cell


def document_row(document: Document, *, revision: int) -> dict[str, Any]:
    """The row of `documents`; it is taken to be read by the present reader."""
    report = document.report
    return {
        "doc_id": document.doc_id,
        "revision": revision,
        "title": document.title,
        "organization": document.organization,
        "year": document.year,
        "period": document.period,
        "source": document.source,
        "sha256": document.sha256,
        "notes": list(document.notes),
        "report": {
            "lines": report.lines,
            "goals": report.goals,
            "joined": report.joined,
            "skipped": [list(entry) for entry in report.skipped],
            "dropped": [list(entry) for entry in report.dropped],
            "headers": [list(astuple(mapping)) for mapping in report.headers],
            "remarks": [list(entry) for entry in report.remarks],
        },
        "reader": READER_VERSION,
    }


def part_rows(document: Document) -> dict[str, list[dict[str, Any]]]:
    """The rows of the tables that hold the parts of a document, by table name."""
    rows: dict[str, list[dict[str, Any]]] = {table.name: [] for table in schema.PARTS}
    for goal_position, goal in enumerate(document.goals):
        key: dict[str, Any] = {"doc_id": document.doc_id, "goal": goal_position}
        rows["goals"].append({**key, "number": goal.number, "name": goal.name, "starred": goal.starred})
        for n, attainment in enumerate(goal.attainment):
            rows["attainments"].append({**key, "attainment": n, **_attainment_row(attainment)})
        for cell_position, cell in enumerate(goal.cells):
            cell_key = {**key, "cell": cell_position}
            rows["cells"].append({**cell_key, **_cell_row(cell)})
            for n, statement in enumerate(cell.statements):
                rows["statements"].append({**cell_key, "statement": n, **_statement_row(statement)})
            for n, figure in enumerate(cell.figures):
                rows["figures"].append({**cell_key, "figure": n, **_figure_row(figure)})
    return rows


def _cell_row(cell: Cell) -> dict[str, Any]:
    return {
        "column": cell.column,
        "label": cell.label,
        "text": cell.text,
        "pieces": [[piece.start, piece.end, *_place_row(piece.place)] for piece in cell.pieces],
        "doubts": [list(span) for span in cell.doubts],
    }


def _place_row(place: Place) -> list[Any]:
    box = list(place.box) if place.box else None
    return [place.row, place.column, place.page, place.table, place.sheet, box]


def _statement_row(statement: Statement) -> dict[str, Any]:
    return {"start": statement.start, "end": statement.end, "item": statement.item, "lead": statement.lead}


def _attainment_row(attainment: Attainment) -> dict[str, Any]:
    ratio = None if attainment.ratio is None else str(attainment.ratio)
    return {"target": attainment.target, "actual": attainment.actual, "ratio": ratio, "status": attainment.status}


_FIGURE_FIELDS = tuple(field.name for field in fields(Figure) if field.name != "value")


def _figure_row(figure: Figure) -> dict[str, Any]:
    plain = {field: getattr(figure, field) for field in _FIGURE_FIELDS}
    return {**plain, "value": str(figure.value), "is_decimal": isinstance(figure.value, Decimal)}


def assemble(document: Row, *, parts: Mapping[str, Iterable[Row]]) -> Document:
    """The document of a row of `documents` and its rows of the other tables, each in the order of their positions."""
    statements = _grouped(parts["statements"], build=_statement)
    figures = _grouped(parts["figures"], build=_figure)
    cells: dict[int, list[Cell]] = defaultdict(list)
    for row in parts["cells"]:
        key = (row["goal"], row["cell"])
        cells[row["goal"]].append(_cell(row, statements=statements[key], figures=figures[key]))
    attainments: dict[int, list[Attainment]] = defaultdict(list)
    for row in parts["attainments"]:
        attainments[row["goal"]].append(_attainment(row))
    goals = tuple(
        Goal(row["number"], row["name"], row["starred"], tuple(cells[row["goal"]]), tuple(attainments[row["goal"]]))
        for row in parts["goals"]
    )
    return _document(document, goals=goals)


def _grouped(rows: Iterable[Row], *, build: Callable[[Row], Part]) -> dict[Key, list[Part]]:
    """The records of the rows of each cell."""
    groups: dict[Key, list[Part]] = defaultdict(list)
    for row in rows:
        groups[(row["goal"], row["cell"])].append(build(row))
    return groups


def _statement(row: Row) -> Statement:
    return Statement(start=row["start"], end=row["end"], item=row["item"], lead=row["lead"])


def _figure(row: Row) -> Figure:
    value = Decimal(row["value"]) if row["is_decimal"] else row["value"]
    return Figure(value=value, **{field: row[field] for field in _FIGURE_FIELDS})


def _attainment(row: Row) -> Attainment:
    ratio = None if row["ratio"] is None else Decimal(row["ratio"])
    return Attainment(row["target"], row["actual"], ratio, row["status"])


def _cell(row: Row, *, statements: list[Statement], figures: list[Figure]) -> Cell:
    pieces = tuple(Piece(start, end, _place(*place)) for start, end, *place in row["pieces"])
    doubts = tuple((start, end) for start, end in row["doubts"])
    return Cell(row["column"], row["label"], row["text"], pieces, tuple(statements), tuple(figures), doubts)


def _place(*fields: Any) -> Place:
    row, column, page, table, sheet, box = fields
    return Place(row, column, page, table, sheet, tuple(box) if box else None)


def _document(row: Row, *, goals: tuple[Goal, ...]) -> Document:
    return Document(
        doc_id=row["doc_id"],
        title=row["title"],
        organization=row["organization"],
        year=row["year"],
        period=row["period"],
        source=row["source"],
        sha256=row["sha256"],
        goals=goals,
        notes=tuple(row["notes"]),
        report=_report(row["report"]),
    )


def _report(stored: Mapping[str, Any]) -> ParseReport:
    return ParseReport(
        lines=stored["lines"],
        goals=stored["goals"],
        joined=stored["joined"],
        skipped=tuple((where, why) for where, why in stored["skipped"]),
        dropped=tuple((where, why, text) for where, why, text in stored["dropped"]),
        headers=tuple(HeaderMapping(*mapping) for mapping in stored["headers"]),
        remarks=tuple((where, what) for where, what in stored["remarks"]),
    )
