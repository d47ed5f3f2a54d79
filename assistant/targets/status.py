"""How a goal as a whole stands: the completion that the report gives, each target with its actual, and what else was done."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.attainment import Attained, attainments
from assistant.evidence import Matcher, Passage, passages_of
from assistant.lookup import place_of
from assistant.survey.rows import Row
from assistant.survey.writing import counted
from assistant.targets.repairing import repaired
from assistant.targets.writing import quoted, verdict
from assistant.writer import Place, Writer

_MOST_TARGETS, _MOST_STATEMENTS, _LONGEST = 8, 6, 420


def write_status(row: Row, matcher: Matcher, writer: Writer) -> str:
    """The status of a goal in a few lines, bounded."""
    lines = [line for line in (_completion(row, writer),) if line]
    items = [repaired(item, "") for item in attainments(row.document, row.goal)]
    judged = [item for item in items if item.status != "unknown"]
    lines.extend(_line(item, matcher, writer) for item in judged[:_MOST_TARGETS])
    left = len(items) - len(judged[:_MOST_TARGETS])
    if left:
        lines.append(f"另有 {counted(left, '未比对的指标', writer)}指标没有可比对的完成数字或未列出。")
    lines.extend(_progress(row, judged[:_MOST_TARGETS], writer))
    return "\n".join(lines)


def _completion(row: Row, writer: Writer) -> str:
    cell = row.cell("completion_pct")
    if cell is None:
        return ""
    return f"“{row.goal.name}”的{cell.label}：{writer.quote(Place(row.document, row.goal, cell), 0, len(cell.text))}。"


def _line(item: Attained, matcher: Matcher, writer: Writer) -> str:
    assert item.actual is not None
    target, actual = quoted(item.target, matcher, writer), quoted(item.actual, matcher, writer)
    return f"· {verdict(item, writer)}。目标：{target}；实际：{actual}。"


def _progress(row: Row, items: Sequence[Attained], writer: Writer) -> list[str]:
    """What the progress column says besides the figures shown, shortened by leaving out."""
    cell = row.cell("cumulative_progress") or row.cell("quarter_progress")
    if cell is None:
        return []
    shown = {item.actual.passage.key for item in items if item.actual}
    left = [p for p in passages_of(row.document, row.goal, cell) if p.key not in shown]
    parts = [writer.quote(place_of(p), p.statement.start, p.statement.end) for p in _bounded(left)]
    return [f"其他进展：{'；'.join(parts)}。"] if parts else []


def _bounded(passages: Sequence[Passage]) -> list[Passage]:
    kept: list[Passage] = []
    for passage in passages[:_MOST_STATEMENTS]:
        if kept and sum(len(p.text) for p in kept) + len(passage.text) > _LONGEST:
            break
        kept.append(passage)
    return kept
