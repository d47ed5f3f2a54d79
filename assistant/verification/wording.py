"""What is said to people about a verdict, in one line of Chinese."""

from __future__ import annotations

from assistant.verification.judging import Judgement
from assistant.verification.ledger import Entry

_ABSENT = "报告中没有找到这个数字对应的内容"
_WHY = {
    "value": "数值不符",
    "period": "时段不符",
    "unit": "单位不符",
    "direction": "增减方向不符",
    "target": "把目标（或预算）当成了完成数",
    "metric": "这个数字在报告中属于另一项内容",
}


def message(judgement: Judgement) -> str:
    """Why a figure isn't supported, or what it was computed from; "" where it simply is."""
    if judgement.reason == "derived":
        return f"由报告中的数字推算：{judgement.expression}"
    if judgement.verdict == "supported":
        return ""
    if judgement.verdict == "not_found" or judgement.entry is None:
        return _ABSENT
    if judgement.reason == "attainment":
        return _of_attainment(judgement, judgement.entry)
    return f"{_WHY[judgement.reason or 'value']}：{_said(judgement, judgement.entry)}"


def _said(judgement: Judgement, entry: Entry) -> str:
    """What the report says instead, as far as it is known."""
    if judgement.expression:
        return f"按报告推算应为 {judgement.expected}（{judgement.expression}）"
    if judgement.expected:
        return f"报告为 {judgement.expected}{_of(entry)}"
    return f"报告中 {entry.figure.text} 说的是{_what(entry)}"


def _of(entry: Entry) -> str:
    return f"（{_when(entry)}）" if _when(entry) else ""


def _when(entry: Entry) -> str:
    if entry.is_demanded:
        return "目标"
    return entry.figure.period or ""


def _what(entry: Entry) -> str:
    """The goal, the column and the period of a figure."""
    when = "的目标" if entry.is_demanded else f" {entry.figure.period} 的数" if entry.figure.period else "的数"
    return f"“{entry.goal.name}”{when}"


def _of_attainment(judgement: Judgement, entry: Entry) -> str:
    """That the draft is wrong about whether a target is reached: the target and the actual, side by side."""
    target, actual = (
        (entry.figure.text, judgement.expected) if entry.is_demanded else (judgement.expected, entry.figure.text)
    )
    return f"数字不错，但是否达到目标说得不对：目标 {target}，实际 {actual}"
