"""Figures that no report states but that follow from those it does: 还差 12 个, 完成目标的 91.8%, 比上年同期多 354 张, 合计.

Only where the draft's words say that something was computed, and only from few operands: the figures of the same
sentence that are borne out, the target or the actual that answers them, their neighbours in the report, and the same
metric a year before. The more operands, the more values come out by chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from typing import Any

from assistant.attainment import attainments
from assistant.verification.candidates import Candidate
from assistant.verification.elapsed import Derived, remainders, years_before
from assistant.verification.ledger import Entry, Ledger
from assistant.verification.mention import Mention
from assistant.verification.sense import basis_of, direction_of, end_of, is_change, is_gap, is_missing, is_negated
from assistant.verification.setting import Setting
from assistant.verification.values import agrees, comparable, conversion
from corpus import Figure, fold

MOST = 6  # figures that a computation may start from
BASIS = 0.5  # least likeness of a figure that a computation may start from
_RATIO = re.compile(r"(?:占|为|完成|达到?|相当于|是)[^,;。]{0,20}的\s?(?:约|近|超过)?\s?$|占比|占\s?$|比重|完成率|进度")
_SUM = re.compile(r"合计|共计|总计|[一总]共|两[者项]|[和与及、]")
_YEAR_ON_YEAR = re.compile(r"[比较](?:上年|去年|(?:19|20)\d{2}\s?年)[^,;。]{0,6}同期")
_AVERAGE = re.compile(r"[户人次]均|平均每|每[人户个]")
_OF_TARGET = re.compile(r"(?:目标|任务|计划)[数值]?的\s?$")


def derivations(
    mention: Mention, *, setting: Setting, supported: Sequence[Entry], candidates: Sequence[Candidate], ledger: Ledger
) -> list[Derived]:
    """The values that the draft's words may have been computed to, the likeliest first; none where they say no such thing."""
    figure = mention.figure
    if not isinstance(figure.value, Decimal):
        return []
    basis = [*supported, *(c.entry for c in candidates if c.likeness >= BASIS and c.role_fits and c.scope_fits)][:MOST]
    related = list(dict.fromkeys(e for entry in basis for e in _related(entry, ledger)))
    found = [
        *remainders(candidates, setting=setting),
        *years_before(mention, candidates, setting=setting, ledger=ledger),
    ]
    if is_change(mention) or is_missing(mention) or is_negated(mention):
        differences = _differences(figure, basis, related, growth=direction_of(mention) is not None)
        likely = (d for d in differences if _may_differ(mention, d))
        found.extend(replace(d, certain=_is_certain(mention, d, supported)) for d in likely)
    of_target = bool(_OF_TARGET.search(mention.own))
    if (
        figure.kind in ("percent", "fraction")
        and figure.unit != "个百分点"
        and (of_target or _RATIO.search(mention.own))
    ):
        ratios = _ratios(basis, related)
        found.extend(replace(d, certain=of_target and _is_attainment(d, supported)) for d in ratios)
    if figure.kind == "money" and _AVERAGE.search(mention.own):
        found.extend(_averages(supported))
    if _SUM.search(mention.own) or _SUM.search(mention.subject):
        found.extend(_sums(figure, basis))
    return found


def _is_certain(mention: Mention, derived: Derived, supported: Sequence[Entry]) -> bool:
    """Whether the words leave no doubt what differs: two years, or the two ends of a change that the sentence gives."""
    if _YEAR_ON_YEAR.search(mention.own):
        return _spans_years(derived, supported)
    ends = {end_of(entry.mention) for entry in derived.operands} == {"from", "to"}
    return ends and all(entry in supported for entry in derived.operands)


def _may_differ(mention: Mention, derived: Derived) -> bool:
    """Whether the words that say a change can mean the difference of these two.

    同比 means two years, 提高了 the two ends of one change; 还差 and 高于 may compare any two.
    """
    first, second = derived.operands
    if basis_of(mention):
        return first.year != second.year
    if is_gap(mention) or is_negated(mention):
        return True
    return first.year != second.year or {end_of(first.mention), end_of(second.mention)} == {"from", "to"}


def _spans_years(derived: Derived, supported: Sequence[Entry]) -> bool:
    """Whether it is computed from a figure that the draft gives and the same one of another year."""
    first, second = derived.operands
    same = first.goal.name == second.goal.name and first.mention.naming == second.mention.naming
    return same and first.year != second.year and (first in supported or second in supported)


def _is_attainment(derived: Derived, supported: Sequence[Entry]) -> bool:
    """Whether it is the share of its target that a figure that the draft gives has reached."""
    part, whole = derived.operands
    item = attained(whole)
    return part in supported and item is not None and item.actual is not None and item.actual.figure == part.figure


def bears_out(mention: Mention, derived: Derived) -> bool:
    """Whether the draft's figure is the derived value, as far as it shows digits."""
    stated = replace(mention.figure, value=derived.value, unit=derived.unit, comparator="eq", text="")
    claimed = mention.figure
    if claimed.comparator not in ("eq", "approx") and not is_gap(mention):
        return False
    if stated.kind == "fraction" and derived.unit == "%":
        stated, claimed = (
            replace(stated, kind="percent"),
            replace(claimed, kind="percent", value=_percent(claimed), unit="%"),
        )
    return agrees(claimed, stated) or _rounded(claimed, derived.value)


def _percent(figure: Figure) -> Decimal:
    assert isinstance(figure.value, Decimal)
    return figure.value * 100


def _rounded(figure: Figure, value: Decimal) -> bool:
    """A computed value is rounded to the places that the draft shows."""
    shown = re.search(r"\d+(?:\.(\d+))?", fold(figure.text))
    if shown is None or not isinstance(figure.value, Decimal) or figure.comparator not in ("eq", "approx"):
        return False
    if figure.kind not in ("percent", "fraction"):
        return False
    places = Decimal(1).scaleb(-len(shown[1] or ""))
    return abs(figure.value - value) <= places / 2


def _related(entry: Entry, ledger: Ledger) -> Iterator[Entry]:
    """The target or actual of the figure, and the other figures of its statement."""
    for item in attainments(entry.document, entry.goal):
        if item.actual is None:
            continue
        pair = [ledger.entry(located.passage, located.figure) for located in (item.target, item.actual)]
        if entry in pair:
            yield from (other for other in pair if other is not None and other != entry)
    yield from (other for other in ledger.beside(entry) if other != entry)


def targets_of(entry: Entry, ledger: Ledger) -> Iterator[Entry]:
    """The targets that a figure answers."""
    for item in attainments(entry.document, entry.goal):
        if item.actual is not None and item.actual.figure == entry.figure:
            target = ledger.entry(item.target.passage, item.target.figure)
            if target is not None:
                yield target


def attained(entry: Entry) -> Any:
    """The target that an entry is, with the actual that answers it; None where it is none."""
    found = attainments(entry.document, entry.goal)
    return next((item for item in found if item.target.figure == entry.figure), None)


def _differences(
    figure: Figure, basis: Sequence[Entry], related: Sequence[Entry], *, growth: bool
) -> Iterator[Derived]:
    for left, right in _pairs(basis, related):
        if not comparable(left.figure, right.figure):
            continue
        first, second = sorted((left, right), key=lambda e: -_value(e, like=left))
        more, less = _value(first, like=left), _value(second, like=left)
        if figure.kind == "percent" and figure.unit != "个百分点":
            if growth and less and left.figure.kind != "percent":
                change = (more - less) / less * 100
                yield Derived(change, "%", f"({_shown(first)} - {_shown(second)}) ÷ {_shown(second)}", (first, second))
            continue
        unit = "个百分点" if left.figure.kind == "percent" else left.figure.unit
        kind = "percent" if left.figure.kind == "percent" else left.figure.kind
        if kind == figure.kind and (unit == figure.unit or conversion(unit, figure.unit) is not None):
            yield Derived(more - less, unit, f"{_shown(first)} - {_shown(second)}", (first, second))


def _ratios(basis: Sequence[Entry], related: Sequence[Entry]) -> Iterator[Derived]:
    for left, right in _pairs(basis, related):
        both_demanded = left.is_demanded and right.is_demanded
        if comparable(left.figure, right.figure) and left.figure.kind != "percent" and not both_demanded:
            for part, whole in ((left, right), (right, left)):
                if _value(whole, like=left) and (
                    whole.is_demanded or _value(part, like=left) <= _value(whole, like=left)
                ):
                    share = _value(part, like=left) / _value(whole, like=left) * 100
                    yield Derived(share, "%", f"{_shown(part)} ÷ {_shown(whole)}", (part, whole))


def _averages(supported: Sequence[Entry]) -> Iterator[Derived]:
    """Money by head, of the figures of the draft's own sentence."""
    for money in supported:
        for count in supported:
            if money.figure.kind == "money" and count.figure.kind == "count" and count.figure.value:
                value = _value(money, like=money) / _value(count, like=count)
                yield Derived(value, money.figure.unit, f"{_shown(money)} ÷ {_shown(count)}", (money, count))


def _sums(figure: Figure, basis: Sequence[Entry]) -> Iterator[Derived]:
    """Of two or three neighbours in one statement, or of the figures of the draft's own sentence."""
    for size in (2, 3):
        for parts in combinations(basis, size):
            if all(comparable(parts[0].figure, p.figure) for p in parts) and comparable(figure, parts[0].figure):
                total = sum((_value(p, like=parts[0]) for p in parts), Decimal(0))
                yield Derived(total, parts[0].figure.unit, " + ".join(map(_shown, parts)), parts)


def _pairs(basis: Sequence[Entry], related: Sequence[Entry]) -> Iterator[tuple[Entry, Entry]]:
    seen: set[frozenset[int]] = set()
    for left in basis:
        for right in [*basis, *related]:
            key = frozenset((id(left), id(right)))
            if (
                len(key) == 2
                and key not in seen
                and isinstance(left.figure.value, Decimal)
                and isinstance(right.figure.value, Decimal)
            ):
                seen.add(key)
                yield left, right


def _value(entry: Entry, *, like: Entry) -> Decimal:
    value = entry.figure.value
    assert isinstance(value, Decimal)
    return value * (conversion(entry.figure.unit, like.figure.unit) or Decimal(1))


def _shown(entry: Entry) -> str:
    return entry.figure.text
