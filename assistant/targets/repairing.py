"""Which figure of a statement is the one meant: the member of a list, the scope, the stage that is named.

Pairs are made once, when a report is read, and without a question. Where several figures of one metric stand side by side
(分别为 …, 市本级 …，全市为 …, 已启动 …、完工 …), the question, else the target, says which of them counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.assignment import LEAST
from assistant.attainment import Attained, Located, is_limit, judge, meets
from assistant.clauses import clause_of, clause_spans
from assistant.evidence import pairs, passages_of, plain
from assistant.pairing import ANSWERS, Match, comparable, fit
from assistant.subjects import content, subject_of
from corpus import Figure, fold

_SCOPES = ("全市", "全区", "全县", "全省", "市本级", "区本级", "县本级", "省本级", "本级")
_SCOPE = re.compile("|".join(_SCOPES))
_SCOPE_ALONE = re.compile(rf"[\s,;]*(?:其中|而)?(?P<scope>{'|'.join(_SCOPES)})(?:则|分别)?(?:为|是|达到?|占)?\s*")
_STAGES = ("启动", "开工", "在建", "完工", "竣工", "建成", "交付", "签约", "验收", "公示", "贯通")
_STAGE = re.compile("|".join(_STAGES))
_BEGUN, _FINISHED = ("启动", "开工", "在建", "签约"), ("完工", "竣工", "建成", "验收", "交付")
_RESPECTIVELY = "分别"
_JOINS = re.compile(r"[、,]|以及|和|与|及")
_MOST_MEMBERS, _LIKE_ENDING = 12, 2


def members_of(item: Located) -> tuple[tuple[str, Figure], ...]:
    """The members of a list and their figures (甲、乙参保人数分别达到 3 人、5 人); () where the figure is of none."""
    if _RESPECTIVELY not in item.passage.plain or subject_of(item).order is None:
        return ()
    text, passage = fold(item.passage.cell.text), item.passage
    start, end = clause_spans(passage)[clause_of(passage, item.figure)]
    respectively = text.rfind(_RESPECTIVELY, start, item.figure.start)
    figures = [f for f in passage.figures if respectively < f.start < end and f.kind == item.figure.kind]
    names = [part.strip() for part in _JOINS.split(text[start:respectively]) if len(plain(part)) > 1]
    if not 2 <= len(figures) <= _MOST_MEMBERS or len(names) < len(figures):
        return ()
    return tuple(zip(names[-len(figures) :], figures, strict=True))


def distinguishing(name: str, names: Sequence[str]) -> frozenset[str]:
    """The character pairs that only this member has."""
    others = {pair for other in names if other != name for pair in pairs(plain(other))}
    return pairs(_head(plain(name), [plain(other) for other in names if other != name])) - others


def _head(name: str, others: Sequence[str]) -> str:
    """The last member without what is said of all (甲保险、乙保险、丙保险参保人数 → 丙保险)."""
    ends = {other[-_LIKE_ENDING:] for other in others}
    position = name.find(next(iter(ends))) if len(ends) == 1 else -1
    return name[: position + _LIKE_ENDING] if position > 0 else name


def member_of(item: Located) -> str:
    """The member of a list that the figure is of, "" where it is of none."""
    return next((name for name, figure in members_of(item) if figure == item.figure), "")


def names_other_member(text: str, item: Located) -> bool:
    """Whether the question names a member of the figure's list, and not this one."""
    found = members_of(item)
    names = [name for name, _ in found]
    asked = [name for name in names if distinguishing(name, names) & pairs(plain(text))]
    return bool(asked) and member_of(item) not in asked


def repaired(item: Attained, text: str) -> Attained:
    """The pair with the actual that the question, or the target, means; `text` is the folded question."""
    actual = item.actual or _unpaired(item.target)
    if actual is None:
        return by_fraction(item)
    actual = _of_stage(text, item.target, _of_scope(text, item.target, actual))
    if actual is None:
        return Attained(item.target, None, None, "unknown")
    return item if actual == item.actual else judge(item.target, Match(actual))


def _unpaired(target: Located) -> Located | None:
    """The actual of a target that was left without one: the same member of a list, or the same size; None unless one alone fits."""
    passage, wanted = target.passage, subject_of(target)
    cell = passage.goal.cell("cumulative_progress")
    others = passages_of(passage.document, passage.goal, cell) if cell else ()
    located = [
        Located(other, figure) for other in others for figure in other.figures if comparable(target.figure, figure)
    ]
    found = [item for item in located if _is_same_member(target, wanted.before, item)]
    if not found and wanted.sizes:
        found = [
            item
            for item in located
            if subject_of(item).sizes == wanted.sizes and item.figure.unit == target.figure.unit
        ]
    return found[0] if len(found) == 1 else None


def _is_same_member(target: Located, before: str, item: Located) -> bool:
    """Whether the figure is of that member of its list that the target is of, or that the target's own words name."""
    listed = members_of(item)
    if not listed:
        return False
    own = distinguishing(member_of(item), [name for name, _ in listed])
    wanted = members_of(target)
    if wanted:
        return bool(own & distinguishing(member_of(target), [name for name, _ in wanted]))
    return item.figure.unit == target.figure.unit and bool(own & content(before))


def scope_of(item: Located) -> str:
    """全市, 市本级 …: whose figure it is, by the words of its clause, else as it was read; "" where nothing says it."""
    if not _SCOPE.search(item.passage.plain):
        return ""
    spans, position = clause_spans(item.passage), clause_of(item.passage, item.figure)
    said = _SCOPE.findall(fold(item.passage.cell.text[spans[position][0] : item.figure.start]))
    return said[-1] if said else ""


def _of_scope(text: str, target: Located, actual: Located) -> Located | None:
    """The figure of the scope that is meant: the actual, its neighbour of another scope, or None where only another is given."""
    asked, meant, own = _scope_asked(text), scope_of(target), scope_of(actual)
    if asked and meant and asked != meant:
        return None
    wanted = asked or meant
    if not wanted or not own or wanted == own:
        return actual
    neighbour = _neighbour(actual, wanted)
    if neighbour is not None:
        return neighbour
    return None if meant and meant != own else actual


def _neighbour(actual: Located, scope: str) -> Located | None:
    """`市本级…率 93.2%，全市为 88.6%`: the figure behind that says nothing but whose it is."""
    passage = actual.passage
    for start, end in clause_spans(passage):
        figures = [f for f in passage.figures if start <= f.start < end and f.kind == actual.figure.kind]
        if not figures or figures[0] == actual.figure or figures[0].unit != actual.figure.unit:
            continue
        said = _SCOPE_ALONE.fullmatch(fold(passage.cell.text[start : figures[0].start]))
        if said and said["scope"] == scope:
            return Located(passage, figures[0])
    return None


def scoped(text: str, located: Located) -> Located:
    """The neighbour of the scope that the question names, or the whole where it names none; else the figure itself."""
    wanted, own = _scope_asked(text), scope_of(located)
    if not own or own == wanted:
        return located
    wholes = (wanted,) if wanted else ("全市", "全区", "全县", "全省")
    return next((found for whole in wholes if (found := _neighbour(located, whole))), located)


def _scope_asked(text: str) -> str:
    """The scope that the question names, "" where it names none or several."""
    found = set(_SCOPE.findall(text))
    return found.pop() if len(found) == 1 else ""


def stages_of(text: str) -> frozenset[str]:
    """The stages of a work that a text names: 开工, 完工, 交付."""
    return frozenset(_STAGE.findall(text))


def _of_stage(text: str, target: Located, actual: Located | None) -> Located | None:
    """Of figures that stand side by side the one of the stage that the question names (启动 86 个、完工 38 个)."""
    if actual is None or not _STAGE.search(actual.passage.plain):
        return actual
    asked, own = _STAGE.findall(text), _STAGE.findall(subject_of(actual).clause)
    wanted = asked[-1:] or (_FINISHED if own and own[-1] in _BEGUN else ())
    if not own or own[-1] in wanted:
        return actual
    for figure in actual.passage.figures:
        located = Located(actual.passage, figure)
        said = subject_of(located).clause
        alike = comparable(target.figure, figure) and figure.unit == actual.figure.unit
        if alike and any(stage in said for stage in wanted) and not content(_STAGE.sub("", said)):
            return located
    return actual


def by_fraction(item: Attained) -> Attained:
    """A target that is a fraction (三分之二以上) with the percentage that answers it."""
    target = item.target
    if target.figure.kind != "fraction" or not isinstance(target.figure.value, Decimal):
        return item
    passage, wanted = target.passage, subject_of(target)
    cell = passage.goal.cell("cumulative_progress")
    found = [
        (fit(wanted, subject_of(located)), located)
        for other in (passages_of(passage.document, passage.goal, cell) if cell else ())
        for figure in other.figures
        if figure.kind == "percent" and figure.role in ANSWERS and isinstance(figure.value, Decimal)
        for located in [Located(other, figure)]
    ]
    score, best = max(found, key=lambda pair: pair[0], default=(0.0, None))
    if best is None or score < LEAST:
        return item
    assert isinstance(best.figure.value, Decimal)
    met = meets(target.figure, best.figure.value / 100, is_at_most=is_limit(target))
    return Attained(target, best, None, "met" if met else "not_met")
