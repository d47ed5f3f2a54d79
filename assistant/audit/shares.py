"""Percentages that the figures beside them give: a share of a whole, a rate, what is done of a target or a budget.

A percentage is computed from the amount before it and each amount that it may be of. One that fits is enough; if none fits, it
is wrong where the sentence says of what it is, and likely wrong where there is only one amount that it may be of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.audit.naming import metric_key, shared_name
from assistant.audit.record import Finding
from assistant.audit.remark import Remark
from assistant.audit.report import GoalMeasures, Measure, Report, Sentence
from assistant.audit.values import is_exact, percent, same_sort, spread
from assistant.evidence import plain

_BASE = re.compile(
    r"(?:占|为|是|完成|达到?|相当于|实现)(?P<base>[^,。;:占]{0,20}?)的?\s?(?:比例|比重)?(?:达到|达|为)?\s?$"
)
_NOTHING = re.compile(r"\s*(?:已经|已|共计|共|约|仅|累计|分别|目前|其中|并|也|也就是|即|就|[,、:(])*\s*")
_TARGET = re.compile(r"(?:目标|任务|计划)(?:数|值|量|总数)?$|^$")
_BUDGET = re.compile(r"(?:预算|总投资|安排|概算|计划投资)(?:数|额|总额|资金)?$")
_RATE = re.compile(r"(?P<stem>[\u4e00-\u9fff]{2,4})[率面](?:达到|达|为|是)?\s?$")
_OTHER_YEAR = re.compile(r"恢复|同期|上年|去年|分别|同比|增|降|减|平均")
_DIFFERENCE = re.compile(r"(?:同比|环比|[比较][^,;。]{0,8})[ ]?(?:增加|减少|上升|下降|提高|降低)(?:了)?[ ]?$")
_OUT_OF = re.compile("中(?![心小学])")
_CLAUSES_BACK = 2
_NAME_SHARED = 0.5
_NEAREST = Decimal("0.6")
_MOST_BEFORE = 8


@dataclass(frozen=True)
class _Division:
    """An amount, what it may be a share of, and whether the text says that it is of one of these."""

    part: Measure
    wholes: tuple[Measure, ...]
    is_said: bool


def shares(report: Report) -> Iterator[Finding]:
    """The percentages that can't be computed from the amounts that they are said to be of."""
    for goal in report.goals:
        for sentence in goal.progress:
            for measure in sentence.measures:
                if measure.figure.kind == "percent" and measure.figure.unit == "%" and is_exact(measure):
                    division = _division(goal, sentence, measure)
                    if division is not None:
                        yield from _checked(measure, division)


def _checked(measure: Measure, division: _Division) -> Iterator[Finding]:
    stated = spread(measure, steps=Decimal(1))  # one step: some round, some cut off
    fitting = []
    for whole in division.wholes:
        computed = spread(division.part).over(spread(whole))
        if computed is not None and computed.meets(stated):
            return
        if computed is None or not (division.is_said or _is_near(division.part, whole, measure)):
            continue
        fitting.append((abs(100 * division.part.value / whole.value - measure.value), whole))
    if not fitting or (len(fitting) > 1 and not division.is_said):
        return
    whole = fitting[0][1] if division.is_said else min(fitting, key=lambda pair: pair[0])[1]
    value = 100 * division.part.value / whole.value
    remark = Remark("arithmetic", "error" if division.is_said else "warning")
    shown = f"{remark.show(division.part)} ÷ {remark.show(whole)} = {percent(value, like=measure.figure)}"
    yield remark.finding(f"比例算不出：{shown}，文中写 {remark.show(measure)}")


def _is_near(part: Measure, whole: Measure, stated: Measure) -> bool:
    """Whether the quotient is near enough to the percentage to be meant by it, where nothing says that it is."""
    value = 100 * part.value / whole.value
    return _NEAREST * stated.value <= value <= stated.value / _NEAREST


def _division(goal: GoalMeasures, sentence: Sentence, measure: Measure) -> _Division | None:
    words = measure.head
    if _OTHER_YEAR.search(words) or measure.figure.role == "change":
        return None
    part = _numerator(sentence, measure)
    if part is None:
        return None
    rate = _RATE.search(words)
    if rate and not words.strip().startswith("占"):
        return _of_rate(sentence, part, stem=rate["stem"])
    inside = [m for m in _before(sentence, measure) if m.clause == measure.clause and _is_base_number(m, measure)]
    if inside:
        return _Division(part, tuple(inside[-1:]), is_said=True) if same_sort(inside[-1], part) else None
    base = _BASE.search(words)
    if base is None or not _NOTHING.fullmatch(words[: base.start()]):
        return None  # 馆内布展完成 80% is said of the 布展, and of no amount
    if not plain(base["base"]) and base.group().startswith("完成"):
        return _of_target(goal, part)
    return _of_base(goal, sentence, part, base=base["base"])


def _numerator(sentence: Sentence, measure: Measure) -> Measure | None:
    """The amount that the percentage is said of: the nearest before it, at most two clauses back."""
    for other in reversed(_before(sentence, measure)):
        if measure.clause - other.clause > _CLAUSES_BACK:
            return None
        if other.figure.kind == "percent" and other.clause != measure.clause and other.figure.role != "change":
            return None
        if other.is_amount and not (other.clause == measure.clause and _is_base_number(other, measure)):
            stated = other.figure.role in ("actual", "other") and is_exact(other) and not other.is_elsewhen
            return other if stated else None
    return None


def _is_base_number(other: Measure, measure: Measure) -> bool:
    """Whether the number stands inside the percentage's own phrase: 占全部 14 个泊位的 64.3%."""
    return bool(re.search(r"占[^,。;]{0,12}$", other.head)) and other.clause == measure.clause


def _before(sentence: Sentence, measure: Measure) -> list[Measure]:
    """The nearest figures before one in its sentence, in order; a difference (同比减少 0.57 亿元) has no share in anything."""
    nearest = sentence.until(measure.figure.start, most=_MOST_BEFORE)
    return [other for other in nearest if not (other.figure.direction and _DIFFERENCE.search(other.head))]


def _of_rate(sentence: Sentence, part: Measure, *, stem: str) -> _Division | None:
    """排查 402 处，整改 389 处，整改率 …: of the amount before the one that the rate is named after."""
    word = next((stem[-size:] for size in (4, 3, 2) if stem[-size:] in part.head + part.after[:8]), "")
    if not word and not (_OUT_OF.search(part.head) and "其中" not in part.head and len(stem) <= 2):
        return None
    wholes = [
        m
        for m in _before(sentence, part)
        if same_sort(m, part)
        and not (word and m.head.rstrip().endswith(word))
        and m.value >= part.value
        and is_exact(m)
        and m.figure.role != "change"
    ]
    near = [m for m in wholes if part.clause - m.clause <= 1]
    return _Division(part, tuple(near[-1:]), is_said=False) if near else None


def _of_base(goal: GoalMeasures, sentence: Sentence, part: Measure, *, base: str) -> _Division | None:
    name = metric_key(base) if plain(base) else ""
    bare_base = plain(base)
    before = [m for m in _before(sentence, part) if same_sort(m, part) and m.figure.role != "change" and is_exact(m)]
    if not bare_base or bare_base in ("比", "全部", "总数", "总量"):
        return _of_nothing_named(goal, part, before)
    if _BUDGET.search(bare_base):
        return _of_budget(goal, sentence, part, base=bare_base)
    if _TARGET.search(bare_base):
        return _of_target(goal, part)
    wholes = [m for m in before if len(name) > 1 and (name in m.key or (len(m.key) > 1 and m.key in name))]
    return _Division(part, tuple(wholes[-1:]), is_said=True) if wholes else None


def _of_nothing_named(goal: GoalMeasures, part: Measure, before: Sequence[Measure]) -> _Division | None:
    """占 62.0%: of what 其中 or 中 refers to, else of an amount before it or of the target."""
    if _is_counted_out(part):
        others = [t for t in goal.demanded if same_sort(t, part)]
        near = [m for m in before if part.clause - m.clause <= _CLAUSES_BACK and m.value >= part.value]
        return _Division(part, (*near[-1:], *others), is_said=True) if near else None
    near = [m for m in before if part.clause - m.clause <= 1 and m.value >= part.value]
    targets = [t for t in _targets(goal, part) if shared_name(t.key, part.key) >= _NAME_SHARED]
    return _Division(part, (*near, *targets), is_said=False) if near or targets else None


def _is_counted_out(part: Measure) -> bool:
    """Whether the amount is said to be one of a number: 其中 …, … 个中 …."""
    return "其中" in part.head or bool(_OUT_OF.search(part.head))


def _of_target(goal: GoalMeasures, part: Measure) -> _Division | None:
    """完成年度目标的 91.8%: of the target of that metric, where one is like it or there is only one of its sort."""
    targets = _targets(goal, part)
    same = [t for t in targets if t.key == part.key]
    alike = [t for t in targets if shared_name(t.key, part.key) >= _NAME_SHARED]
    return _Division(part, tuple(targets), is_said=len(alike) == 1 or bool(same)) if targets else None


def _targets(goal: GoalMeasures, part: Measure) -> list[Measure]:
    sort = [t for t in goal.demanded if same_sort(t, part) and t.figure.role in ("target", "budget") and t.value > 0]
    alike = [t for t in sort if shared_name(t.key, part.key) >= _NAME_SHARED]
    return alike or sort


def _of_budget(goal: GoalMeasures, sentence: Sentence, part: Measure, *, base: str) -> _Division | None:
    """完成年度预算的 51.4%: of the budget that the sentence or the criteria name."""
    said = [m for m in _before(sentence, part) if same_sort(m, part)]
    said = [m for m in said if m.figure.role == "budget" or "总投资" in m.head]
    budgets = [m for m in goal.demanded if same_sort(m, part)]
    if "总投资" in base:
        said += [m for m in budgets if "总投资" in m.head]
    alike = [m for m in budgets if shared_name(m.key, part.key) >= _NAME_SHARED]
    wholes = said or alike
    sure = bool(said) or len(alike) == 1
    return _Division(part, tuple(wholes), is_said=sure) if wholes else None


_BOUNDED = re.compile(
    r"(?:(?:覆盖|合格|整改|办结|满意|签约|安装|及时|处置|就业|入学|参保|普及|达标|优良|上线|接入|通过|回收|处理|准确|知晓|建档|结案|答复|办理|安置|持证|"
    r"提交|接通|化解|抽检|检测|监测|受理|绿化|入托|巩固|治愈|落实|可办|参与|参加|完好|亮灯|缴存|利用)(?:率|度|面)|占比|比重|满意度)(?:达到|达|为|是|提高到|提升到)?\s?$"
)
_MAY_EXCEED = re.compile(r"毛|完成|执行|到位|增|较|比|超")


def above_hundred(report: Report) -> Iterator[Finding]:
    """Rates and shares of more than 100 %, which can't be, and a completion of more than 100 % that nothing explains."""
    for goal in report.goals:
        for measure in (m for s in goal.sentences for m in s.measures):
            figure = measure.figure
            if figure.kind != "percent" or figure.unit != "%" or measure.value <= 100 or figure.role == "change":
                continue
            head = measure.head[-24:]
            if _BOUNDED.search(head) and not _MAY_EXCEED.search(head):
                remark = Remark("arithmetic", "error")
                yield remark.finding(f"比率超过 100%：{remark.show(measure)}")
        yield from _overdone(goal)


def _overdone(goal: GoalMeasures) -> Iterator[Finding]:
    claimed = goal.completion
    if claimed is None or claimed.value <= 100 or any("超" in sentence.text for sentence in goal.progress):
        return
    if any(m.figure.kind == "percent" and m.value > 100 for s in goal.progress for m in s.measures):
        return
    remark = Remark("arithmetic", "info")
    yield remark.finding(f"完成工作量 {remark.show(claimed)} 超过 100%，文中没有说明超额完成了什么")
