"""The pieces of the overview as HTML: numbers that open their cell, bars, rows that unfold, sections.

Bars and points are drawn with the page's own style, not as pictures: their text stays readable at any width, in dark
mode and on paper, and each is a button that a keyboard reaches. Whatever comes from a report is escaped here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from html import escape

from assistant.overview import Value
from corpus import Period
from ui.language import tr

SHOWN = 10  # rows of a list that are shown at once
UNFOLDED = 60  # rows that can be unfolded; all are in the file


def opens(value: Value) -> str:
    """The attributes of what opens the cell of a value when it is clicked."""
    source = value.source
    where = f"{source.doc_title} · {source.goal} · {source.column_label}"
    return (
        f'data-goal="{escape(source.goal_id)}" data-span="{value.cell}-{source.start}-{source.end}" '
        f'data-said="{escape(value.text)}" title="{escape(tr("打开原文：{where}", where=where))}"'
    )


def number_html(value: Value) -> str:
    """A figure as the report writes it, which opens its cell."""
    doubt = " kp-unsure" if value.source.doubtful else ""
    return f'<button type="button" class="kp-link kp-num{doubt}" {opens(value)}>{escape(value.text)}</button>'


def track_html(value: Value, *, share: Decimal, label: str, mark: Decimal | None = None, tone: str = "") -> str:
    """A bar of `share` percent with a mark, which opens the cell of the value."""
    time = f'<b style="left:{width(mark)}%"></b>' if mark is not None else ""
    return (
        f'<button type="button" class="kp-ov-track {tone}" aria-label="{escape(label)}" {opens(value)}>'
        f'<i style="width:{width(share)}%"></i>{time}</button>'
    )


def width(share: Decimal) -> str:
    """A share as a width in percent, within the track."""
    return f"{min(max(share, Decimal(0)), Decimal(100)):.1f}"


def percent(value: Decimal) -> str:
    """A computed percentage, to one place."""
    rounded = value.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{rounded.normalize():f}%" if rounded == rounded.to_integral_value() else f"{rounded:f}%"


def season(year: int | None, period: str | None) -> str:
    """`2021 年 1-6月`."""
    return " ".join(part for part in (tr("{year} 年", year=year) if year else "", period or "") if part)


def months(period: Period) -> str:
    """A period with its year, as a plot names it."""
    return season(period.year, str(period))


def section_html(name: str, body: str, *, note: str = "") -> str:
    """A part of the overview under its heading, with what it looked at."""
    said = f'<p class="kp-ov-note">{note}</p>' if note else ""
    return f'<section class="kp-ov-part" aria-label="{escape(name)}"><h3>{escape(name)}</h3>{said}{body}</section>'


def nothing_html(text: str) -> str:
    """What stands where there is nothing to draw."""
    return f'<p class="kp-ov-nothing">{escape(text)}</p>'


def list_html(rows: Sequence[str], *, name: str) -> str:
    """The rows as a list, most of many a click away."""
    return unfolding(rows, lambda part: f'<ul class="kp-ov-rows" aria-label="{escape(name)}">{"".join(part)}</ul>')


def table_html(head: Sequence[str], rows: Sequence[str], *, name: str) -> str:
    """The rows as a table, most of many a click away."""
    heads = "".join(f'<th scope="col">{escape(text)}</th>' for text in head)
    opening = f'<table class="kp-ov-table" aria-label="{escape(name)}"><thead><tr>{heads}</tr></thead><tbody>'
    return unfolding(rows, lambda part: f"{opening}{''.join(part)}</tbody></table>")


def unfolding(rows: Sequence[str], made: Callable[[Sequence[str]], str]) -> str:
    """What is made of the first rows, and of the others behind a line that unfolds them."""
    if len(rows) <= SHOWN:
        return made(rows)
    rest, left = rows[SHOWN : SHOWN + UNFOLDED], len(rows) - SHOWN - UNFOLDED
    more = nothing_html(tr("另有 {n} 行，在下载的文件里", n=left)) if left > 0 else ""
    return (
        f'{made(rows[:SHOWN])}<details class="kp-ov-more"><summary>{tr("其余 {n} 行", n=len(rest))}</summary>'
        f"{made(rest)}{more}</details>"
    )
