"""The targets of whole reports whose actual falls short, each with both figures."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.attain_answer import write_attainment
from assistant.attainment import best_attainments
from assistant.evidence import Matcher
from assistant.writer import Writer
from corpus import Document


def list_unmet(documents: Sequence[Document], matcher: Matcher, writer: Writer) -> str:
    """The targets that are not met; how many targets could be judged is said, so that a list can be told from a sample."""
    items = best_attainments((document, goal) for document in documents for goal in document.goals)
    judged = [item for item in items if item.status != "unknown"]
    missed = [item for item in judged if item.status == "not_met"]
    counted = f"共 {_count(len(items), '指标', writer)}有数字的指标，其中 {_count(len(judged), '可比对的指标', writer)}能与进度比对"
    if not missed:
        return f"{counted}，没有发现未达到的指标。"
    lines = [write_attainment(item, matcher, writer) for item in missed]
    listed = "\n".join(
        f"· {item.target.passage.goal.name}：{line}" for item, line in zip(missed, lines, strict=True) if line
    )
    return f"{counted}，{_count(len(missed), '未达到的指标', writer)}未达到：\n{listed}"


def _count(number: int, what: str, writer: Writer) -> str:
    return writer.derive(Decimal(number), kind="count", unit="项", expression=f"{what}逐项计数 = {number}")
