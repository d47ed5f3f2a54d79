"""Tables → goals: find the header of each, pass each row below it on, and say what became of every row.

Works on rows of fields whatever they were read from (see `source`).
"""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.assembled import Assembled
from corpus.columns import BODY, COLUMN_NAMES, NO_CHOICES, Choices, column_of, names_other
from corpus.fold import fold, squeeze
from corpus.grid_rows import take_grid_row
from corpus.guessing import is_described
from corpus.header import SAMPLED, Header, candidate_headers, find_header
from corpus.joining import fits_short
from corpus.source import Line, Row, Source, Table
from corpus.text_rows import take_text_row

_NOTE = re.compile(r"^\s*[（(]?(?:备?注|说明|填表说明|填报人|审核人|联系人|联系电话|填表人|制表)")
_SECTION = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十]+[、）)]|第[一二三四五六七八九十]+[章节部分类])")
_PAGE_NUMBER = re.compile(r"^\s*(?:-+\s*\d{1,4}\s*-+|第\s*\d{1,4}\s*页.{0,12})\s*$")
_ORDINAL = re.compile(r"^(?:栏次|列次|[甲乙丙丁戊]|[a-e])$")
_TOTAL = re.compile(r"^(?:合计|总计|小计|汇总|平均.{0,6})$")
_RULE = re.compile(r"^[\s\-—–─_=|:+]*$")
_LONGEST_SECTION = 40
_FEWEST_HEADERS = 3  # of a table that begins below another
_FEWEST_NUMBERS = 3  # of columns that a row counts
_NAMED = 5  # hidden rows that are named
_LONGEST_TOTAL = 4  # filled fields of a row that sums up others
_SHORTEST_BODY = 10  # mean characters of the cells that say what is asked for and what was reached
_TURNED_ROWS = 40  # rows of a form that is read with rows and columns exchanged


def assemble(source: Source, *, choices: Choices = NO_CHOICES) -> Assembled:
    """The goals of all goal tables of a file."""
    state = Assembled(remarks=[(remark.where, remark.what) for remark in source.remarks])
    for block in source.blocks:
        if isinstance(block, Line):
            state.lines += 1
            (state.notes if state.headers else state.above).append(block.text)
        elif block.rows:
            state.lines += sum(bool(row.filled) for row in block.rows)
            _take_table(block, state, choices=choices)
    _close_sections(state)
    _say_what_is_missing(state)
    if state.hidden:
        named = "、".join(state.hidden[:_NAMED]) + ("…" if len(state.hidden) > _NAMED else "")
        state.remarks.append(("", f"有 {len(state.hidden)} 行是隐藏的，已照常读入：{named}"))
    return state


def _say_what_is_missing(state: Assembled) -> None:
    """Say where a table has no column of the targets or of the progress, but columns of descriptions that nobody knows."""
    for header in {tuple(header.labels): header for header in state.headers}.values():
        missing = [
            COLUMN_NAMES[column] for column in ("criteria", "cumulative_progress") if column not in header.columns
        ]
        unknown = [
            mapping.header
            for position, mapping in enumerate(header.mappings)
            if mapping.column == "other" and mapping.how == "rule" and not names_other(mapping.header)
            if is_described([goal.texts[position] for goal in state.goals if goal.header.labels == header.labels])
        ]
        if missing and unknown:
            what = f"没有找到{'、'.join(missing)}列；没有认出的列：{'、'.join(unknown)}。若其中有，请指明后重新导入"
            state.remarks.append(("", what))


def _take_table(table: Table, state: Assembled, *, choices: Choices) -> None:
    current = state.headers[-1] if state.headers else None
    goes_on = current if current and table.gridded and current.fits(table) and _resembles(table, current) else None
    found = find_header(table, choices=choices, after=goes_on)
    turned = turn(table) if found is None and goes_on is None and table.gridded else None
    if turned:
        found = find_header(turned, choices=choices, guess=False)
        table = turned if found else table
    if found:
        rows = _begin(table, state, *found)
    elif goes_on:
        rows = table.rows
    else:
        _pass_over(table, state)
        return
    for position, row in enumerate(rows):
        below = rows[position : position + SAMPLED]
        if table.gridded and position and _begins_another(below, state.headers[-1], choices=choices):
            _take_table(replace(table, rows=rows[position:]), state, choices=choices)
            return
        _take(row, state, gridded=table.gridded)


def _begins_another(rows: tuple[Row, ...], header: Header, *, choices: Choices) -> bool:
    """Whether the first of these rows is the header of another goal table, on the same sheet or page."""
    known = sum(squeeze(text) in choices or column_of(text) != "other" for text in rows[0].filled)
    if known < _FEWEST_HEADERS or header.repeats(rows[0]):
        return False
    return find_header(Table(rows, gridded=True), choices=choices, after=header, searched=1) is not None


def _resembles(table: Table, header: Header) -> bool:
    """Whether what stands in the columns of a table without a header is what the header says.

    Another table may have as many columns. Below a page break the rest of a cut row is enough.
    """
    rows = [header.aligned(row) for row in table.rows if row.filled]
    if rows and rows[0].after_break and not rows[0].fields[header.name].text:
        return True
    short = [i for i, column in enumerate(header.columns) if column in ("deadline", "completion_pct")]
    fitting = [fits_short(header.columns[i], row.fields[i].text) for row in rows for i in short if row.fields[i].text]
    if fitting:
        return sum(fitting) * 2 > len(fitting)
    body = [row.fields[i].text for row in rows for i, column in enumerate(header.columns) if column in BODY]
    return sum(map(len, body)) >= _SHORTEST_BODY * max(1, len(body))


def _begin(table: Table, state: Assembled, header: Header, first: int, end: int) -> tuple[Row, ...]:
    """Take in the header of a table and the lines above it; returns the rows below."""
    titles = [row for row in table.rows[:first] if row.filled and not _is_rule(row)]
    texts = [text for row in titles for text in (row.filled if table.gridded else [" ".join(row.filled)])]
    (state.notes if state.headers else state.above).extend(texts)
    rows = table.rows[end:]
    current = state.headers[-1] if state.headers else None
    if current and current.labels == header.labels:  # repeated on the next page: what stood below it there goes on here
        header = replace(header, mappings=current.mappings)
        state.skipped.append((table.rows[first].place.row_name, "重复的表头"))
        if rows and any(row.after_break for row in table.rows[:end]):
            rows = (replace(rows[0], after_break=True), *rows[1:])
    state.headers.append(header)
    return rows


def _pass_over(table: Table, state: Assembled) -> None:
    """A table that holds no goals: its place, its size and its first words are said."""
    filled = [row for row in table.rows if row.filled]
    if not filled:
        return
    state.candidates = state.candidates or candidate_headers(table)
    words = " ".join(filled[0].filled)[:40]
    size = f"{len(filled)} 行 × {max(len(row.fields) for row in filled)} 列"
    state.skipped.append((filled[0].place.row_name, f"不是目标表（{size}）：{words}"))


def turn(table: Table) -> Table | None:
    """A form as a table: its headers stand left of their values, in pairs or before a value a goal; None where it is none."""
    rows = [[field for field in row.fields if not field.merged] for row in table.rows if row.filled]
    widths = {len(row) for row in rows}
    if (
        not rows
        or len(rows) > _TURNED_ROWS
        or any(field.merged == "above" for row in table.rows for field in row.fields)
    ):
        return None
    if all(width % 2 == 0 for width in widths):
        pairs = [(row[i], row[i + 1]) for row in rows for i in range(0, len(row), 2)]
        columns = [tuple(label for label, _ in pairs), tuple(value for _, value in pairs)]
    elif len(widths) == 1 and widths != {1}:
        columns = list(zip(*rows, strict=True))
    else:
        return None
    return Table(tuple(Row(column) for column in columns), gridded=True, name=table.name)


def _is_rule(row: Row) -> bool:
    """Only dashes: a drawn line, not content."""
    return any(row.texts) and all(_RULE.match(text) for text in row.texts)


def _take(row: Row, state: Assembled, *, gridded: bool) -> None:
    """Give one row below the header its place."""
    if not row.filled:
        return
    where, text = row.place.row_name, " ".join(row.filled)
    if row.hidden:
        state.hidden.append(where)
    if _is_note(row, gridded=gridded):
        state.notes.append(text)
    elif reason := _reason_to_skip(row, state.headers[-1], gridded=gridded):
        state.skipped.append((where, reason))
    elif gridded:
        take_grid_row(state.headers[-1].aligned(row), state)
    elif not take_text_row(row, state):
        state.dropped.append((where, "不属于任何目标", text))


def _is_note(row: Row, *, gridded: bool) -> bool:
    """A line below the table, or one that stands over its whole width and is too long for a title."""
    alone = len(row.filled) == 1
    if _NOTE.match(fold(row.filled[0])) and (alone or not gridded):
        return True
    return gridded and _spans_table(row) and not _is_section(row, gridded=gridded)


def _reason_to_skip(row: Row, header: Header, *, gridded: bool) -> str:
    """Why the row holds no goal, "" where it may."""
    if _is_rule(row):
        return "分隔线"
    if len(row.filled) == 1 and _PAGE_NUMBER.match(fold(row.filled[0])):
        return f"页码：{row.filled[0]}"
    if header.repeats(row):
        return "重复的表头"
    if _numbers_columns(row):
        return "栏次"
    if _is_section(row, gridded=gridded):
        return f"分节标题：{row.filled[0]}"
    if _TOTAL.match(squeeze(row.filled[0])) or (gridded and _covers_name(row, header)):
        return f"合计行：{' '.join(row.filled)}"
    return ""


def _numbers_columns(row: Row) -> bool:
    """Whether the row only counts the columns: 1, 2, 3 …, after 栏次, 甲 or the like."""
    texts = [squeeze(text).strip("()") for text in row.filled]
    numbers = [int(text) for text in texts if text.isdigit()]
    others = [text for text in texts if not text.isdigit()]
    counted = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
    return len(numbers) >= _FEWEST_NUMBERS and counted and all(_ORDINAL.match(text) for text in others)


def _covers_name(row: Row, header: Header) -> bool:
    """Whether a cell that begins left of the goal's name lies over it, as the word before a total does."""
    name = header.aligned(row).fields[header.name]
    return name.merged == "left" and not name.text and len(row.filled) <= _LONGEST_TOTAL


def _spans_table(row: Row) -> bool:
    """One text over (nearly) the whole width."""
    across = sum(field.merged == "left" for field in row.fields)
    return len(row.filled) == 1 and across > 0 and across >= len(row.fields) - 2


def _is_section(row: Row, *, gridded: bool) -> bool:
    if len(row.filled) != 1:
        return False
    text = row.filled[0]
    if gridded and _spans_table(row):
        return len(text) <= _LONGEST_SECTION and "。" not in text
    return bool(_SECTION.match(text)) and row.texts[-1:] != [text] and not (gridded and row.after_break)


def _close_sections(state: Assembled) -> None:
    """Rows that were taken for goals but hold a name alone are section titles."""
    kept = []
    for goal in state.goals:
        others = [text for position, text in enumerate(goal.texts) if position != goal.header.name]
        if any(others) or len(state.goals) == 1:
            kept.append(goal)
        else:
            state.skipped.append((goal.pieces[goal.header.name][0].place.row_name, f"分节标题：{goal.name}"))
    state.goals = kept
