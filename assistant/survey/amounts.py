"""Goals ordered by an amount that the question names (完成投资最多的是哪个目标): only where several goals state it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.clauses import trim
from assistant.evidence import Passage, passages_of, plain
from assistant.lookup import near_text, place_of
from assistant.patterns import has
from assistant.question import Query
from assistant.survey import words
from assistant.survey.asked import foreign_nouns
from assistant.survey.rows import Row
from assistant.survey.writing import counted
from assistant.writer import Writer
from corpus import Figure

_LEAST_GOALS, _MOST_SHOWN = 2, 5
Found = tuple[Row, Passage, Figure]


def largest(query: Query, rows: Sequence[Row], writer: Writer) -> str | None:
    """The goal whose stated amount is the highest or lowest, with the amounts of the others; None where it isn't asked."""
    text = query.text
    metric = _metric(query, rows)
    if not metric or not has(r"哪[一个]*[项个](?:目标|任务|工作)|(?:目标|任务|工作)[^,。?]{0,4}是?哪", text):
        return None
    if not has(words.HIGHEST, text) and not has(words.LOWEST, text):
        return None
    found = [item for row in rows if (item := _stated(row, metric)) is not None]
    if len(found) < _LEAST_GOALS:
        return None
    found.sort(key=_value, reverse=has(words.HIGHEST, text))
    parts = [f"{row.goal.name}：{_quote(passage, figure, writer)}" for row, passage, figure in found[:_MOST_SHOWN]]
    scope = f"看了全部 {counted(len(rows), '目标', writer)}目标，{counted(len(found), '写明该数字的目标', writer)}写明了这一数字"
    return f"{found[0][0].goal.name}{'最多' if has(words.HIGHEST, text) else '最少'}。{'；'.join(parts)}。（{scope}；各目标口径以原文为准）"


def _metric(query: Query, rows: Sequence[Row]) -> list[str]:
    """The words that name an amount of money: 投资, 罚款; none where only 钱 is said."""
    money = ("投资", "支出", "拨付", "罚", "补助", "补贴", "资金", "经费", "收入")
    named = [w.text for w in query.words if any(m in w.text for m in money)]
    others = [noun for noun in foreign_nouns(query, rows) if noun not in named]
    return [] if others else named


def _stated(row: Row, metric: Sequence[str]) -> Found | None:
    cell = row.cell("cumulative_progress") or row.cell("quarter_progress")
    if cell is None:
        return None
    for passage in passages_of(row.document, row.goal, cell):
        for figure in passage.figures:
            near = plain(near_text(passage, figure))
            fits = figure.kind == "money" and figure.role in ("actual", "share") and isinstance(figure.value, Decimal)
            if fits and all(word in near for word in metric) and not near.startswith("其中"):
                return row, passage, figure
    return None


def _value(item: Found) -> Decimal:
    value = item[2].value
    assert isinstance(value, Decimal)
    return value


def _quote(passage: Passage, figure: Figure, writer: Writer) -> str:
    start, end = trim(passage, [figure])
    return writer.quote(place_of(passage), start, end)
