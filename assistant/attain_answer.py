"""Answer whether a target is met, and by how much."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.attainment import Attained, Located, attainments, is_limit
from assistant.clauses import trim
from assistant.evidence import Matcher, pairs, plain
from assistant.lookup import near_text, place_of
from assistant.patterns import has
from assistant.question import Query
from assistant.retrieve import Evidence
from assistant.writer import Writer, multiplier_of
from corpus import Figure, fold

_SEVERAL = ("各", "分别", "两项", "都", "和", "、", "均", "以及")
_CLOSE, _LEAST_OVERLAP, _LEAST_WIDE = 0.72, 0.36, 0.6


def _match(matcher: Matcher, item: Located) -> float:
    """How well (about 0–2) what a figure measures is what the question names."""
    near = plain(near_text(item.passage, item.figure))
    words = sum(matcher.word_match(w, near) for w in matcher.words) / max(1, len(matcher.words))
    return matcher.overlap(pairs(near)) + 0.3 * matcher.passage_overlap(item.passage) + 0.5 * words


def _is_about(query: Query, matcher: Matcher, item: Attained) -> bool:
    """Whether the question names what the target or its actual measures; a list's actual must name the member asked."""
    target = plain(near_text(item.target.passage, item.target.figure))
    actual = plain(near_text(item.actual.passage, item.actual.figure)) if item.actual else ""
    same_value = any((f.kind, f.value) == (item.target.figure.kind, item.target.figure.value) for f in query.figures)
    least = _LEAST_OVERLAP / 2 if same_value else _LEAST_OVERLAP
    passages = [item.target.passage, *([item.actual.passage] if item.actual else [])]
    wide = max(matcher.passage_overlap(passage) for passage in passages)
    if max(matcher.overlap(pairs(target)), matcher.overlap(pairs(actual))) < least and wide < _LEAST_WIDE:
        return False
    named = [w for w in matcher.words if w.noun and matcher.word_match(w, target) == 1.0]
    shared = has("均|都|分别", actual) and named
    return not shared or any(matcher.word_match(w, actual) for w in named)


def _score(query: Query, matcher: Matcher, item: Attained) -> float:
    """How well a target answers the question: by its own clause or its actual's, its unit, and a value that both name."""
    target = item.target.figure
    score = _match(matcher, item.target)
    if item.actual is not None:
        score = 0.1 + max(score, _match(matcher, item.actual), 0.6 * (score + _match(matcher, item.actual)))
    if any(f.value == target.value and f.kind == target.kind for f in query.figures):
        score += 0.6
    units = {ask.unit for ask in query.asks if ask.unit}
    if units:
        score += 0.2 if target.unit in units else -0.1
    if has("百分点|[比率]|比重|%", query.text):
        score += 0.2 if target.kind == "percent" else -0.15
    return score


def choose_attainments(query: Query, evidence: Evidence) -> list[Attained]:
    """The targets that the question asks about, best first; several where it names several."""
    goals = dict.fromkeys((r.passage.document.doc_id, r.passage.goal.number) for r in evidence.ranked)
    places = {
        (r.passage.document.doc_id, r.passage.goal.number): (r.passage.document, r.passage.goal)
        for r in evidence.ranked
    }
    items = [item for key in goals for item in attainments(*places[key])]
    items = [item for item in items if _is_about(query, evidence.matcher, item)]
    scored = sorted(((_score(query, evidence.matcher, item), -i) for i, item in enumerate(items)), reverse=True)
    if not scored:
        return []
    best, first = scored[0][0], items[-scored[0][1]]
    if not any(word in query.text for word in _SEVERAL):
        return [first]
    same_goal = (first.target.passage.document.doc_id, first.target.passage.goal.number)
    chosen = [
        items[-i]
        for score, i in scored[:3]
        if score >= _CLOSE * best
        and (items[-i].target.passage.document.doc_id, items[-i].target.passage.goal.number) == same_goal
    ]
    return _same_clause_kept(chosen)


def _same_clause_kept(items: Sequence[Attained]) -> list[Attained]:
    return sorted(items, key=lambda a: (a.target.passage.statement.start, a.target.figure.start))


def _quote(item: Located, matcher: Matcher, writer: Writer) -> str:
    start, end = trim(item.passage, [item.figure], matcher.weights)
    return writer.quote(place_of(item.passage), start, end)


def _gap(target: Figure, actual: Figure, writer: Writer) -> tuple[str, Decimal] | None:
    """The difference between actual and target as shown text, with its signed value; None where they are equal."""
    assert isinstance(target.value, Decimal)
    assert isinstance(actual.value, Decimal)
    difference = actual.value - target.value
    if not difference:
        return None
    unit = "个百分点" if actual.kind == "percent" else actual.unit
    like = min((target, actual), key=lambda f: len(multiplier_of(f))) if actual.kind != "percent" else None
    left, right = (actual, target) if difference > 0 else (target, actual)
    expression = f"{bare(left)} - {bare(right)}"
    return writer.derive(abs(difference), kind=actual.kind, unit=unit, expression=expression, like=like), difference


def bare(figure: Figure) -> str:
    """A figure as it is written, without the words that compare."""
    text = fold(figure.text)
    digits = [i for i, c in enumerate(text) if c.isdigit() or c in "一二三四五六七八九十两百"]
    bare = figure.text[digits[0] :] if digits else figure.text
    for word in ("以上", "以下", "以内", "之内", "左右"):
        bare = bare.removesuffix(word)
    return bare.strip()


def _ratio_text(item: Attained, writer: Writer) -> str:
    """`，为目标的 92%`, for money and counts with a lower bound."""
    target, actual = item.target.figure, item.actual
    if actual is None or item.ratio is None or target.kind == "percent" or is_limit(item.target) or item.ratio > 10:
        return ""
    expression = f"{bare(actual.figure)} ÷ {bare(target)}"
    shown = writer.derive(
        item.ratio * 100, kind="percent", unit="%", expression=expression, places=1 if (item.ratio * 1000) % 10 else 0
    )
    return f"，为目标的 {shown}"


def _verdict(item: Attained, writer: Writer, *, english: bool) -> str:
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


def write_attainment(item: Attained, matcher: Matcher, writer: Writer, *, english: bool = False) -> str | None:
    """`目标…[1]；实际…[2]：尚未达到目标，还差 12 个，为目标的 92%。`; None where no actual is known."""
    if item.actual is None or item.status == "unknown":
        return None
    target, actual = _quote(item.target, matcher, writer), _quote(item.actual, matcher, writer)
    verdict = _verdict(item, writer, english=english)
    ratio = _ratio_text(item, writer) if item.status == "not_met" and not english else ""
    return f"{verdict}{ratio}。目标：{target}；实际：{actual}。"


def write_attainments(query: Query, items: Sequence[Attained], matcher: Matcher, writer: Writer) -> str | None:
    """All chosen targets that have an actual, one after the other."""
    parts = [write_attainment(item, matcher, writer, english=query.english) for item in items]
    known = [part for part in parts if part]
    return "\n".join(known) or None
