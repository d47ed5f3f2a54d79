"""The scores of a set as lines for people: a short table, what failed, how fast, and the answers that are not right."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ui.terminal import one_line, shorten

if TYPE_CHECKING:
    from assistant.evaluation import Evaluation, Outcome, Shortfall

SHOWN = 20  # answers that are not right, shown one by one
GAP = "  "


def evaluation_lines(evaluation: Evaluation) -> Iterator[str]:
    """Everything, table first."""
    yield from _table(evaluation)
    yield ""
    yield from _facts(evaluation)
    if evaluation.failures:
        yield ""
        yield from _failure_lines(evaluation.failures)


def below_lines(evaluation: Evaluation) -> Iterator[str]:
    """A line for each floor that isn't reached."""
    for short in evaluation.below:
        reached = "没有可算的答案" if short.reached is None else f"只有 {exact(short.reached)}"
        yield f"低于下限：{_name_of(short)}应达到 {exact(short.floor)}，{reached}"


def percentage(share: float | None) -> str:
    """A share for people: 0.8636 → 86.4%; — where there is none."""
    return "—" if share is None else f"{100 * share:.1f}%"


def exact(share: float) -> str:
    """A share with as many places as it takes to tell it from a floor near by."""
    return f"{round(100 * share, 3):g}%"


def _table(evaluation: Evaluation) -> Iterator[str]:
    from assistant.evaluation.questions import TYPES

    named = [(f"{TYPES[name]} {name}", tally) for name, tally in evaluation.types.items()]
    rows = [("题型", "题数", "答对", "正确率")]
    rows += [
        (name, str(tally.asked), str(tally.right), percentage(tally.share))
        for name, tally in [*named, ("合计", evaluation.total)]
    ]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    yield from (_row(row, widths=widths) for row in rows)


def _row(fields: Sequence[str], *, widths: Sequence[int]) -> str:
    """The first field flush left, numbers flush right."""
    first, *numbers = [(field, " " * (width - _width(field))) for field, width in zip(fields, widths, strict=True)]
    return GAP.join([first[0] + first[1], *(space + field for field, space in numbers)])


def _width(text: str) -> int:
    """Columns that a text takes on a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _facts(evaluation: Evaluation) -> Iterator[str]:
    from assistant.evaluation.judging import REQUIREMENTS

    failed = "、".join(f"{REQUIREMENTS[name]} {count} 题" for name, count in evaluation.failed.items())
    yield f"未满足的要求：{failed or '无'}"
    yield f"引用准确率：{percentage(evaluation.citation_precision)}"
    refused, wrongly = evaluation.refused, evaluation.wrongly_refused
    yield f"拒答：无答案的 {refused.asked} 题拒答 {refused.right} 题；有答案的 {wrongly.asked} 题误拒 {wrongly.right} 题"
    yield f"每题用时：中位 {evaluation.median_ms:.0f} 毫秒，95% 在 {evaluation.p95_ms:.0f} 毫秒以内"
    if evaluation.floor and not evaluation.below:
        yield "下限（floor.json）：全部达到"


def _failure_lines(failures: Sequence[Outcome]) -> Iterable[str]:
    from assistant.evaluation.judging import REQUIREMENTS

    yield f"没有答对的 {len(failures)} 题："
    for outcome in failures[:SHOWN]:
        yield f"✗ {one_line(outcome.question.identifier)} {shorten(outcome.question.text)}"
        yield f"    {'、'.join(REQUIREMENTS[name] for name in outcome.failed)}"
        yield f"    参考：{shorten(outcome.question.reference or '—')}"
        yield f"    回答：{shorten(outcome.answer.answer)}"
    if len(failures) > SHOWN:
        yield f"…另有 {len(failures) - SHOWN} 题，用 --json 全部列出"


def _name_of(short: Shortfall) -> str:
    from assistant.evaluation.questions import TYPES

    names = {"right": "总正确率", "citation_precision": "引用准确率"}
    return names.get(short.what) or f"{TYPES[short.what]}（{short.what}）的正确率"
