"""What is said of a verdict wherever a checked draft is shown: in a terminal, in Word, in Markdown.

The names of the verdicts are the page's. A verdict is never told by colour alone: each has a name and a sign.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from ui.terminal import DOUBTFUL, one_line, shorten
from ui.verify_html import NAMES

if TYPE_CHECKING:
    from assistant import Citation
    from assistant.verification import ClaimFigure, FigureVerdict, Verdict, Verification

SIGNS: Mapping[Verdict, str] = MappingProxyType(
    {"supported": "✓", "contradicted": "✗", "not_found": "?", "no_figure": "·"}
)
MEANINGS: Mapping[FigureVerdict, str] = MappingProxyType(
    {
        "supported": "报告里有，说法一致",
        "contradicted": "报告里是另一个数，或说的是别的指标、期间、口径",
        "not_found": "报告里没有与它对应的数字",
    }
)
CHANGED = "已作 {count} 处修改"
NONE = "（无）"  # what stood, or stands, in the place of a change
NAMED = 60  # characters of a figure, or of what the report says instead, where it stands in a line


def named(text: str) -> str:
    """The words of a figure on one line, cut where somebody made them long."""
    text = one_line(text)
    return text if len(text) <= NAMED else text[:NAMED] + "…"


def verdict_line(figure: ClaimFigure) -> str:
    """`不符 · 报告为 877.82 亿元 · 期间不符`; what the report says is not said twice."""
    is_said = not figure.expected or figure.expected in figure.message
    expected = "" if is_said else f"报告为 {named(figure.expected or '')}"
    parts = (NAMES[figure.verdict], expected, one_line(figure.message).removesuffix("。"))
    return " · ".join(part for part in parts if part)


def place_line(citation: Citation) -> str:
    """`报告 · 目标 · 栏目 · 第 6 行`."""
    parts = (citation.doc_title, citation.goal, citation.column_label, citation.place)
    return " · ".join(one_line(part) for part in parts if part)


def source_lines(citation: Citation) -> Iterator[str]:
    """Where the report says it, and in which words."""
    yield f"出处：{place_line(citation)}"
    yield f"原文：“{shorten(citation.quote)}”{DOUBTFUL if citation.doubtful else ''}"


def problems(verification: Verification) -> list[ClaimFigure]:
    """The figures that the reports don't support, in the order of the draft."""
    return [figure for figure in verification.figures if figure.verdict != "supported"]
