"""A page's characters and rules → its tables and lines, in reading order.

Ruled tables come first, as their cells are certain; only where a page has none is a table looked for in the alignment
of the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.model import Place
from corpus.readers.pdf.grid import Grid, grids
from corpus.readers.pdf.lines import TextLine, line_of, lines_of
from corpus.readers.pdf.ruled import ruled_table
from corpus.readers.pdf.sheet import Box, Glyph, Rule, Sheet
from corpus.readers.pdf.unruled import continued, find_columns, unruled_table
from corpus.source import Line, Table

_SHADED_ROWS = 2  # fewer areas of colour, one above the other, are a coloured header alone
UNRULED = "表格没有完整框线，按文字的对齐方式分列，请核对。"


@dataclass(frozen=True, slots=True)
class Laid:
    """A page as laid out.

    `spans` says for each block from where to where it reaches, from 0 at the top of the page to 1 at its bottom. `cuts`
    are where the columns of a table part that was found by the alignment of its text; `doubtful` are the lines outside
    tables in which a character may be misread.
    """

    number: int
    blocks: tuple[Table | Line, ...]
    spans: tuple[tuple[float, float], ...]
    cuts: tuple[float, ...] = ()
    doubtful: tuple[str, ...] = ()


def laid_out(sheet: Sheet, *, before: Laid | None = None, follows: bool = False) -> Laid:
    """The tables and lines of a page.

    Args:
        sheet: the page.
        before: the page before.
        follows: whether there was a table on some page before.
    """
    found = _grids(sheet)
    if not found:
        return _without_rules(sheet, cuts=before.cuts if before else (), follows=follows)
    outside = [glyph for glyph in sheet.glyphs if not any(grid.holds(glyph) for grid in found)]
    apart = [aside for aside in sheet.asides if not any(grid.holds(aside) for grid in found)]
    lines = _beside(lines_of(outside), found)
    return _laid(sheet, _ruled(sheet, found, follows=follows), [*lines, *map(_alone, apart)])


def _laid(
    sheet: Sheet, tables: Sequence[tuple[Box, Table]], lines: Sequence[TextLine], *, cuts: tuple[float, ...] = ()
) -> Laid:
    placed = _in_order(sheet, tables, lines)
    return Laid(
        number=sheet.number,
        blocks=tuple(block for _, block in placed),
        spans=tuple((top / sheet.height, bottom / sheet.height) for (top, bottom), _ in placed),
        cuts=cuts,
        doubtful=tuple(line.text for line in lines if line.doubts),
    )


def _grids(sheet: Sheet) -> list[Grid]:
    """The ruled tables that hold text; areas of colour count as cells where no rule is drawn."""
    found = _with_text(grids(sheet.horizontals, sheet.verticals), sheet)
    if found or not sheet.shadings:
        return found
    level = [Rule(at, left, right) for left, top, right, bottom in sheet.shadings for at in (top, bottom)]
    upright = [Rule(at, top, bottom) for left, top, right, bottom in sheet.shadings for at in (left, right)]
    shaded = _with_text(grids([*sheet.horizontals, *level], [*sheet.verticals, *upright]), sheet)
    return [grid for grid in shaded if len(grid.tops) > _SHADED_ROWS]


def _with_text(found: Iterable[Grid], sheet: Sheet) -> list[Grid]:
    """Grids with text in at least two cells; those of one column say nothing that lines don't say."""
    texts = [glyph for glyph in (*sheet.glyphs, *sheet.asides) if glyph.text.strip()]
    wide = [grid for grid in found if len(grid.lefts) > 2]
    return [grid for grid in wide if len({grid.place(glyph) for glyph in texts if grid.holds(glyph)}) > 1]


def _ruled(sheet: Sheet, found: Sequence[Grid], *, follows: bool) -> list[tuple[Box, Table]]:
    tables: list[tuple[Box, Table]] = []
    row = 1
    for grid in found:
        inside = [glyph for glyph in (*sheet.glyphs, *sheet.asides) if grid.holds(glyph)]
        table = ruled_table(grid, inside, sheet=sheet, first_row=row, after_break=follows and not tables)
        tables.append((grid.box, table))
        row += len(table.rows)
    return tables


def _beside(lines: Iterable[TextLine], found: Sequence[Grid]) -> list[TextLine]:
    """The lines, those cut at tables that stand beside them."""
    return [part for line in lines for part in _cut(line, found)]


def _cut(line: TextLine, found: Sequence[Grid]) -> list[TextLine]:
    middle = (line.box[1] + line.box[3]) / 2
    between = [g for g in found if g.box[1] < middle < g.box[3] and line.left < g.box[0] and g.box[2] < line.right]
    parts = [list(line.glyphs)]
    for grid in between:
        parts = [
            side
            for part in parts
            for side in (
                [g for g in part if g.middle[0] < grid.box[0]],
                [g for g in part if g.middle[0] >= grid.box[0]],
            )
        ]
    return [line_of(part) for part in parts if any(glyph.text.strip() for glyph in part)]


def _without_rules(sheet: Sheet, *, cuts: Sequence[float], follows: bool) -> Laid:
    lines = lines_of(sheet.glyphs)
    asides = [_alone(aside) for aside in sheet.asides]
    columns = (continued(lines, cuts) if cuts else None) or find_columns(lines)
    if not columns:
        return _laid(sheet, [], [*lines, *asides])
    table = unruled_table(columns, sheet=sheet, after_break=follows)
    rest = [*lines[: columns.first], *lines[columns.last + 1 :], *asides]
    return _laid(sheet, [(columns.box, table)], rest, cuts=columns.cuts)


def _alone(aside: Glyph) -> TextLine:
    return replace(line_of([aside]), size=min(aside.width, aside.height))


def _in_order(
    sheet: Sheet, tables: Sequence[tuple[Box, Table]], lines: Sequence[TextLine]
) -> list[tuple[tuple[float, float], Table | Line]]:
    """Tables and lines by where they begin; lines count from 1 on each page, apart from the rows of tables."""
    blocks: list[tuple[tuple[float, float], Table | Line]] = [((box[1], box[3]), table) for box, table in tables]
    for row, line in enumerate(sorted(lines, key=lambda one: (one.box[1], one.left)), 1):
        place = Place(page=sheet.number, row=row, box=sheet.shown(line.box))
        blocks.append(((line.box[1], line.box[3]), Line(line.text, place)))
    return sorted(blocks, key=lambda pair: pair[0][0] if isinstance(pair[1], Table) else sum(pair[0]) / 2)
