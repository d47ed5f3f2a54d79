"""One figure stated two ways: the same metric, period, scope and unit in two places, with values that don't round to each other.

Figures are grouped by all of that first, so that only figures of one group are compared. A group is not enough: 新增学位 of
two goals may be two things. Two places must also say it in the same words, or name the whole city's, or differ as by a slip
of the keyboard.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from assistant.audit.naming import named_characters
from assistant.audit.record import Finding
from assistant.audit.remark import Remark, named
from assistant.audit.report import GoalMeasures, Measure, Report, Sentence
from assistant.audit.values import is_slip, spread, step
from assistant.evidence import pairs, plain

_MOST_COMPARED = 12  # figures of a group that are compared with each other; the rest with the first alone
_LEAST_KEY, _LEAST_NAMED, _LEAST_WORDS = 3, 2, 8
# Sums that a place has only one of; 全市新增学位 of two goals may be those of two sorts of schools.
_TOTAL = re.compile(r"..(?:支出|收入|总额|总值|增加值|总产值|税收|投资额|零售额|贷款余额|存款余额|户籍人口|常住人口)$")
_NUMBER = re.compile(r"\d{3,}(?:\.\d+)?|\d+\.\d+")
# Numbers that name one of several things: 3 号泊位, 二期, 5 标段.
_NUMBERED = re.compile(
    r"(?<![\d.])\d{1,3}(?=\s?(?:号|片|期|标|#|区|段|楼|幢|栋|组|村|路|线|批))|[一二三四五六七八九十]{1,2}(?=期|标|区|号|段|片|批|线)"
)
_PARALLEL = 0.5  # how much two goals' names share if they are about two things of one sort
_NOT_WORDS = re.compile(r"[\d.#年月日季度半全前至累计共已截底末一二三四上下%]")

Group = tuple[object, ...]


def contradictions(report: Report) -> Iterator[Finding]:
    """The figures that stand in two places with two values."""
    groups: defaultdict[Group, list[Measure]] = defaultdict(list)
    for measure in report.measures:
        if _can_be_compared(measure):
            groups[_group(measure)].append(measure)
    for members in groups.values():
        if len({m.value for m in members}) > 1:
            yield from _contradictions(members)


def _can_be_compared(measure: Measure) -> bool:
    figure = measure.figure
    stated = figure.role in ("actual", "share", "change", "budget") or (
        figure.role == "target" and measure.place.cell.column == "criteria"
    )
    return (
        stated
        and figure.kind in ("money", "count", "percent")
        and measure.place.cell.column != "completion_pct"
        and len(measure.key) >= _LEAST_KEY
        and step(figure) > 0
        and not measure.is_elsewhen
    )


def _group(measure: Measure) -> Group:
    figure, period = measure.figure, measure.period
    months = (period.first, period.last, period.year) if period else None
    return (
        figure.kind, measure.figure.unit, measure.key, months, figure.role, figure.comparator, figure.direction, figure.basis,
    )  # fmt: skip


def _contradictions(members: Sequence[Measure]) -> Iterator[Finding]:
    said: set[Measure] = set()
    for position, left in enumerate(members[:_MOST_COMPARED]):
        others = members[position + 1 :] if position == 0 else members[position + 1 : _MOST_COMPARED]
        for right in others:
            if right in said or spread(left).meets(spread(right)):
                continue
            severity = _severity(left, right)
            if severity:
                said.add(right)
                remark = Remark("mismatch", "error" if severity == "error" else "warning")
                yield remark.finding(
                    f"{named(left)}两处数字不一致：{_where(left)} {remark.show(left)} ≠ {_where(right)} {remark.show(right)}"
                )


def _where(measure: Measure) -> str:
    return f"{measure.place.goal.name}·{measure.place.cell.label}"


def _severity(left: Measure, right: Measure) -> str | None:
    """How sure it is that both figures are meant to be one; None where they may be two."""
    if left.sentence is right.sentence or (left.scope and right.scope and left.scope != right.scope):
        return None
    if named_characters(left.key) < _LEAST_NAMED or _numbered(left) != _numbered(right):
        return None
    neighbours = _neighbours_agree(left, right)
    if left.place.goal is not right.place.goal and not (left.scope or neighbours or _is_particular(left, right)):
        return None
    same_words = _words(left) == _words(right) and len(_NOT_WORDS.sub("", _words(left))) >= _LEAST_WORDS
    slip = is_slip(left, right)
    same_goal, same_cell = left.place.goal is right.place.goal, left.place.cell is right.place.cell
    if same_words or neighbours:
        return "error"
    citywide = bool(left.scope) and left.scope == right.scope and bool(_TOTAL.search(left.key))
    if same_goal and not same_cell:
        return "error" if slip else "warning"
    if same_cell:
        return "warning" if slip and citywide else None
    if citywide or (slip and len(left.key) >= 5):
        return "error" if slip else "warning"
    return None


def _numbered(measure: Measure) -> set[str]:
    return set(_NUMBERED.findall(measure.before))


def _is_particular(left: Measure, right: Measure) -> bool:
    """Whether what is measured is named, so that two goals can mean one thing by it, and the goals are not two of a sort."""
    own, other = pairs(plain(left.place.goal.name)), pairs(plain(right.place.goal.name))
    parallel = bool(own and other) and len(own & other) >= _PARALLEL * min(len(own), len(other))
    return named_characters(left.key) > _LEAST_NAMED and not parallel


def _words(measure: Measure) -> str:
    """The sentence up to the figure, without its other figures."""
    return _NUMBER.sub("#", plain(measure.before[-60:]))


def _neighbours_agree(left: Measure, right: Measure) -> bool:
    """Whether a figure beside each, of one metric, has one value in both sentences: 459.61 … 占 78.5 % and 459.16 … 占 78.5 %."""
    theirs = {(m.key, m.figure.kind, m.value) for m in _beside(right)}
    return any((m.key, m.figure.kind, m.value) in theirs for m in _beside(left) if _is_particular_value(m))


def _is_particular_value(measure: Measure) -> bool:
    """Whether two sentences hardly share the value by chance: three digits."""
    return len(measure.value.normalize().as_tuple().digits) >= 3


def _beside(measure: Measure) -> list[Measure]:
    sentence, start = measure.sentence, measure.figure.start
    near = [*sentence.until(start, most=3), *sentence.behind(start, most=3)]
    return [m for m in near if abs(m.clause - measure.clause) <= 1]


# A clause of nothing but these speaks of the goal as a whole.
_OVERALL = re.compile(
    r"(?:截至|截止|目前|全年|年度|当年|累计|本项|该项|总体|整体|综合|目标|任务|工作|总|进度|情况|完成|已|率|量|项|各|的|为|达到|达|约|均|"
    r"\d{1,2}月底?|(?:19|20)\d{2}年|1-\d{1,2}月|上半年|全部|\s|[,:])+"
)
_SAYS_DONE = re.compile(r"完成|进度")
_SAYS_ALL = re.compile(
    r"工作量|总体|整体|综合|总进度|(?:目标|任务).{0,4}(?:完成|进度)|完成.{0,4}(?:年度|全年)?(?:目标|任务)"
)


def completion_stated_twice(report: Report) -> Iterator[Finding]:
    """The completion of a goal in its own column against what its text says of the goal as a whole."""
    for goal in report.goals:
        claimed = goal.completion
        if claimed is None:
            continue
        for measure in _overall(goal):
            if not spread(claimed).meets(spread(measure)):
                remark = Remark("mismatch", "error")
                yield remark.finding(
                    f"累计完成工作量写 {remark.show(claimed)}，文中写累计完成 {remark.show(measure)}，二者不一致"
                )


def _overall(goal: GoalMeasures) -> Iterator[Measure]:
    for sentence in goal.of("cumulative_progress"):
        if sentence.statement.lead:
            continue
        for measure in sentence.measures:
            if measure.figure.kind == "percent" and measure.figure.unit == "%" and _is_overall(sentence, measure):
                yield measure


def _is_overall(sentence: Sentence, measure: Measure) -> bool:
    """Whether nothing is named that the percentage could be of but the goal itself."""
    if measure.is_elsewhen or measure.figure.role == "change" or measure is not sentence.measures[0]:
        return False
    clause = measure.head.strip(" ,;:")
    if not _OVERALL.fullmatch(clause) or not _SAYS_DONE.search(clause):
        return False
    opens = measure.clause == 0 or bool(_OVERALL.fullmatch(measure.before))
    return bool(_SAYS_ALL.search(clause)) or (opens and sentence.statement.item == 0)
