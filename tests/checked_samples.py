"""Verdicts on any text, for what shows them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from assistant import Citation
from assistant.verification import Claim, ClaimFigure, Verification

QUOTE = "截至 6 月底,全市共储备项目 138 个。"
CITATION = Citation(
    1, "demo-2021-06", "示例局目标完成情况表", "demo-2021-06#1", "项目储备", "cumulative_progress", "累计完成进度",
    QUOTE, 8, 8 + len(QUOTE), place="第 3 行",
)  # fmt: skip
_SENTENCE = re.compile(r"[^。\n]+。?")
_FIGURE = re.compile(r"[0-9][0-9.]* ?(?:个|亿元|%)")


def verification_of(text: str) -> Verification:
    """138 个 is supported, what begins with 9 contradicted, any other figure not found."""
    claims = tuple(
        Claim(sentence[0], sentence.start(), sentence.end(), tuple(_figures(sentence[0], at=sentence.start())))
        for sentence in _SENTENCE.finditer(text)
    )
    return Verification(claims, (CITATION,) if _FIGURE.search(text) else ())


def _figures(sentence: str, *, at: int) -> list[ClaimFigure]:
    figures = []
    for match in _FIGURE.finditer(sentence):
        found = ClaimFigure(match[0], at + match.start(), at + match.end(), "not_found", reason="absent")
        if match[0] == "138 个":
            found = replace(found, verdict="supported", reason=None, citation=1)
        elif match[0].startswith("9"):
            said: dict[str, Any] = {
                "expected": "138 个",
                "citation": 1,
                "reason": "value",
                "message": "报告中是另一个数",
            }
            found = replace(found, verdict="contradicted", **said)
        figures.append(found)
    return figures
