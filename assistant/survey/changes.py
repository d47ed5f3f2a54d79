"""How far the completion of each goal has come from the earlier of two reports of one body to the later one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.evidence import plain
from assistant.patterns import has
from assistant.question import Query
from assistant.survey import words
from assistant.survey.asked import foreign_nouns
from assistant.survey.pairs import Pair, pair_of
from assistant.survey.rows import Row, rows_of
from assistant.survey.writing import MOST, counted, remainder
from assistant.writer import Writer
from corpus import Cell, Document


@dataclass(frozen=True, slots=True)
class Change:
    """A goal that both reports hold, with its completion in each."""

    before: Row
    after: Row
    low: Decimal
    high: Decimal

    @property
    def points(self) -> Decimal:
        """Percentage points gained; negative where some were lost."""
        return self.high - self.low


def changes_of_goals(query: Query, documents: Sequence[Document], writer: Writer) -> str | None:
    """Whose completion rose most, least, or how far each one's did; None where that isn't asked of two reports."""
    text = query.text
    asked = has(words.COMPLETION, text) and has(words.CHANGED, text)
    if not asked or not (has(words.WHICH, text) or has(words.EVERY, text)):
        return None
    pair = pair_of(text, documents)
    if pair is None or foreign_nouns(query, rows_of(documents)):
        return None
    changes = _changes(pair)
    if not changes:
        return None
    chosen, title = _chosen(changes, text)
    lines = "；".join(_line(change, pair, writer) for change in chosen[:MOST])
    scope = f"看了两份报告都填有完成进度的 {counted(len(changes), '两份报告都填有完成进度的目标', writer)}目标"
    return f"{title}{lines}{remainder(chosen, writer)}（{scope}）。"


def _changes(pair: Pair) -> list[Change]:
    """The goals that both reports name and fill in, in the order of the later one."""
    earlier = {plain(row.goal.name): row for row in rows_of([pair.first])}
    found = []
    for after in rows_of([pair.last]):
        before = earlier.get(plain(after.goal.name))
        if before is not None and before.percent is not None and after.percent is not None:
            found.append(Change(before, after, before.percent, after.percent))
    return found


def _chosen(changes: Sequence[Change], text: str) -> tuple[list[Change], str]:
    """The goals with the largest or smallest change, or all, and how the answer begins."""
    if has(words.LOWEST, text):
        least = min(change.points for change in changes)
        return [change for change in changes if change.points == least], "提高最少的是"
    if has(words.HIGHEST, text):
        most = max(change.points for change in changes)
        return [change for change in changes if change.points == most], "提高最多的是"
    return list(changes), ""


def _line(change: Change, pair: Pair, writer: Writer) -> str:
    """`水土保持：6 月底的报告 44%[1]，9 月底的报告 82%[2]，提高 38 个百分点`."""
    low, high = _quoted(change.before, writer), _quoted(change.after, writer)
    name = change.after.goal.name
    values = f"{name}：{pair.called(pair.first)} {low}，{pair.called(pair.last)} {high}"
    if not change.points:
        return f"{values}，没有变化"
    larger, smaller = max(change.low, change.high), min(change.low, change.high)
    points = writer.derive(
        abs(change.points), kind="percent", unit="个百分点", expression=f"{larger:f}% - {smaller:f}%"
    )
    return f"{values}，{'提高' if change.points > 0 else '下降'} {points}"


def _quoted(row: Row, writer: Writer) -> str:
    return row.quote(_cell(row), writer)


def _cell(row: Row) -> Cell:
    cell = row.cell("completion_pct")
    assert cell is not None
    return cell
