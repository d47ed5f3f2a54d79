"""A share that the question compares with a threshold of its own (甲占乙够三成吗), where the report gives only the two amounts."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.arithmetic import calculate
from assistant.patterns import has
from assistant.question import Query, understand
from assistant.retrieve import Evidence
from assistant.targets.asked import Threshold
from assistant.writer import Writer

_SHARE = re.compile(
    r"^(?P<sides>.*占[^,。?]{2,40}?)的?(?:够不够|够|到没到|到|过|超过?|有没有|有|达到?)(?=了?\s*[\d一二三四五六七八九百])"
)


def asks_own_share(text: str) -> bool:
    """Whether a share is compared with a threshold."""
    return has(r"占(?!用|地|道|比)", text)


def derived_share(query: Query, threshold: Threshold, evidence: Evidence, writer: Writer) -> str | None:
    """`没有：推算为 65.2%（…），低于问题所说的七成。`; None where the two amounts aren't both found."""
    match = _SHARE.match(query.text)
    if match is None or threshold.kind != "percent":
        return None
    share = understand(f"{match['sides']}的百分之多少")
    trial = writer.copy()
    text = calculate(share, evidence, trial)
    value = next((f.value for f in reversed(trial.figures) if f.derived and f.kind == "percent"), None)
    if not text or not isinstance(value, Decimal):
        return None
    writer.take(trial)
    holds = value <= threshold.value if threshold.is_limit else value >= threshold.value
    relation = "等于" if value == threshold.value else "高于" if value > threshold.value else "低于"
    space = " " if threshold.text[:1].isdigit() else ""
    return f"{'是的' if holds else '没有'}，{relation}问题所说的{space}{threshold.text}：{text}"
