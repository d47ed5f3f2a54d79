"""Write what became of a target: verdict, gap, share, and both figures as quotes."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.attainment import Attained, Located, is_limit
from assistant.clauses import trim
from assistant.evidence import Matcher
from assistant.lookup import place_of
from assistant.targets.repairing import member_of
from assistant.writer import Writer, multiplier_of
from corpus import Figure, fold


def quoted(item: Located, matcher: Matcher, writer: Writer) -> str:
    """The clause of a figure as a quote."""
    start, end = trim(item.passage, [item.figure], matcher.weights)
    return writer.quote(place_of(item.passage), start, end)


def _gap(target: Figure, actual: Figure, writer: Writer) -> tuple[str, Decimal] | None:
    """The difference between actual and target as shown text, with its signed value; None where they are equal."""
    assert isinstance(target.value, Decimal)
    assert isinstance(actual.value, Decimal)
    difference = actual.value - (target.value * 100 if _as_percent(target, actual) else target.value)
    if not difference:
        return None
    unit = "个百分点" if actual.kind == "percent" else actual.unit
    like = min((target, actual), key=lambda f: len(multiplier_of(f))) if actual.kind != "percent" else None
    left, right = (actual, target) if difference > 0 else (target, actual)
    expression = f"{bare(left)} - {bare(right)}"
    return writer.derive(abs(difference), kind=actual.kind, unit=unit, expression=expression, like=like), difference


def _as_percent(target: Figure, actual: Figure) -> bool:
    """Whether a target that is a fraction is compared with a percentage."""
    return target.kind == "fraction" and actual.kind == "percent"


def bare(figure: Figure) -> str:
    """A figure as it is written, without the words that compare."""
    text = fold(figure.text)
    digits = [i for i, c in enumerate(text) if c.isdigit() or c in "一二三四五六七八九十两百"]
    bare = figure.text[digits[0] :] if digits else figure.text
    for word in ("以上", "以下", "以内", "之内", "左右"):
        bare = bare.removesuffix(word)
    return bare.strip()


def share_text(item: Attained, writer: Writer, *, places: int = 1) -> str:
    """`，为目标的 92%`, for money and counts with a lower bound."""
    target, actual = item.target.figure, item.actual
    if actual is None or item.ratio is None or target.kind == "percent" or is_limit(item.target) or item.ratio > 10:
        return ""
    expression = f"{bare(actual.figure)} ÷ {bare(target)}"
    shown = writer.derive(
        item.ratio * 100,
        kind="percent",
        unit="%",
        expression=expression,
        places=places if (item.ratio * 1000) % 10 else 0,
    )
    return f"，为目标的 {shown}"


def verdict(item: Attained, writer: Writer, *, english: bool = False) -> str:
    """`尚未达到目标，还差 12 个`."""
    assert item.actual is not None
    gap = _gap(item.target.figure, item.actual.figure, writer)
    over = gap is not None and gap[1] > 0
    if english:
        word = "Yes, the target is met" if item.status == "met" else "No, the target is not met"
        return f"{word}（{'已达到' if item.status == 'met' else '未达到'}目标）" + (
            f", {'above' if over else 'below'} it by {gap[0]}" if gap else ""
        )
    if item.status == "met":
        if gap is None:
            return "已达到目标（正好符合要求）"
        return f"已达到目标，{'超出' if over else '低于限值'} {gap[0]}"
    if is_limit(item.target):
        return f"未达到目标，超出上限 {gap[0]}" if gap else "未达到目标"
    return f"尚未达到目标，还差 {gap[0]}" if gap else "尚未达到目标"


def write_attainment(
    item: Attained, matcher: Matcher, writer: Writer, *, english: bool = False, with_share: bool = False
) -> str | None:
    """`尚未达到目标，还差 12 个，为目标的 92%。目标：…[1]；实际：…[2]。`; None where no actual is known."""
    if item.actual is None or item.status == "unknown":
        return None
    target, actual = quoted(item.target, matcher, writer), quoted(item.actual, matcher, writer)
    said = verdict(item, writer, english=english)
    ratio = ""
    if (item.status == "not_met" or with_share) and not english:
        ratio = share_text(item, writer, places=2 if with_share else 1)
    return f"{_member(item)}{said}{ratio}。目标：{target}；实际：{actual}。"


def _member(item: Attained) -> str:
    """`失业保险参保人数：`, where the quotes hold the figures of several things."""
    name = member_of(item.target) or (member_of(item.actual) if item.actual else "")
    if not name:
        return ""
    actual = f"，实际 {bare(item.actual.figure)}" if item.actual else ""
    return f"“{name}”（目标 {bare(item.target.figure)}{actual}）："


def write_attainments(
    items: Sequence[Attained], matcher: Matcher, writer: Writer, *, english: bool = False, with_share: bool = False
) -> str | None:
    """All that have an actual, one a line."""
    parts = [write_attainment(item, matcher, writer, english=english, with_share=with_share) for item in items]
    return "\n".join(part for part in parts if part) or None
