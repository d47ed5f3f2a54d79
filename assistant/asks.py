"""What a question asks for, clause by clause: the kind of figure, the unit, a difference, a change."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant import patterns
from assistant.patterns import has
from corpus import Kind

_KIND_RULES: tuple[tuple[str, Kind], ...] = (
    (patterns.DOCUMENT_NO, "document_no"),
    (patterns.DATE, "date"),
    (patterns.PERCENT, "percent"),
    (patterns.MONEY, "money"),
)
LONG_UNITS = ("公里", "人次", "剂次", "分钟", "小时", "批次", "户次", "辆次", "件次", "家次", "平方", "万人", "万户")
UNITS = "个家户人所项次场条座处套台辆名位张份件起天亩吨盏路种类支宗批期轮床间栋幢块例度剂管对倍只株头笔门本层"
_MEASURES = frozenset(
    "吨 公斤 千克 亩 公顷 公里 千米 米 平方米 平方公里 立方米 天 小时 分钟 户 千瓦时 千瓦 度 头 元".split()
)
_NAMED_KINDS: tuple[tuple[str, Kind], ...] = (
    (r"(?:率|占比|比重|比例|幅度)$", "percent"),
    (r"(?:罚款|资金|经费|费用?|支出|投资|补助|补贴|贷款|收入|金额|款)$", "money"),
)
_NUMERIC: frozenset[Kind] = frozenset({"money", "percent", "fraction", "count", "duration"})


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing asked for: the clause that asks, the kinds of figure that answer it (none: any), and the unit named.

    `quantity`: a number is asked for; `change`: a growth or fall; `difference`: how far from something else.
    """

    text: str
    kinds: frozenset[Kind] = frozenset()
    unit: str | None = None
    quantity: bool = False
    change: bool = False
    difference: bool = False


def unit_family(unit: str) -> str:
    """What a unit counts: people, households, occasions, a physical measure; all other measure words count things."""
    if unit in ("人", "名", "位"):
        return "人"
    if unit.endswith("次") and len(unit) > 1:
        return "次"
    return unit if unit in _MEASURES else "个"


def unit_asked(text: str) -> str | None:
    """The measure word that `text`, what follows 多少 or 几, begins with; None where it begins with none."""
    head = re.split(r"[了吗呢的是,]", text)[0]
    if head[:2] in LONG_UNITS:
        return head[:2].removeprefix("万")
    return head[0] if head and head[0] in UNITS else None


def _english_unit(clause: str) -> str | None:
    return next(
        (unit for word, unit in patterns.ENGLISH_UNITS if re.search(rf"how many {word}", clause, re.IGNORECASE)), None
    )


def _without_money(clause: str, kinds: set[Kind]) -> set[Kind]:
    """A rate or share that is asked for by name isn't money, though the words around it speak of money."""
    if "percent" in kinds and "money" in kinds and not has(r"多少(?:钱|元|万|亿)|金额|罚|花了?多少", clause):
        return kinds - {"money"}
    return kinds


def kind_named(text: str) -> frozenset[Kind]:
    """The kind of figure that a noun phrase names by its last word (累计罚款: money; 办结率: percent); none else."""
    phrase = re.sub(r"(?:各?是|为|有|谁|哪|多少|几|[,;?!。\s])+$", "", text)
    return next((frozenset({kind}) for pattern, kind in _NAMED_KINDS if re.search(pattern, phrase)), frozenset())


def parse_ask(clause: str) -> Ask:
    """What one clause asks for."""
    kinds: set[Kind] = {kind for pattern, kind in _KIND_RULES if has(pattern, clause)}
    count = re.search(patterns.COUNT, clause, re.IGNORECASE)
    unit = (unit_asked(count.groupdict().get("unit") or "") if count else None) or _english_unit(clause)
    if unit:
        kinds = (
            (kinds - {"money"}) | {"count", "duration"} if not has(patterns.PERCENT, clause) else {"count", "duration"}
        )
    kinds = _without_money(clause, kinds)
    quantity = bool(kinds & _NUMERIC) or has(patterns.QUANTITY, clause)
    return Ask(clause, frozenset(kinds), unit, quantity, has(patterns.CHANGE, clause), has(patterns.DIFFERENCE, clause))


def _clauses(text: str) -> list[str]:
    """The clauses of a question; 、 parts them only where both sides ask for a number (返还多少钱、惠及多少企业)."""
    clauses: list[str] = []
    for part in re.split(r"[,;?!。]", text):
        pieces = [piece for piece in part.split("、") if piece.strip()]
        asking = sum(has(patterns.QUANTITY, piece) for piece in pieces)
        clauses.extend(pieces if asking > 1 else [part])
    return [clause.strip() for clause in clauses if clause.strip()]


def _spread(clause: str) -> list[str]:
    """`药占比和平均住院日各是多少` asks twice: once for each of the things joined by 和 or 、 before 各."""
    match = re.match(rf"(?P<things>.+?)(?:{patterns.EACH})(?P<rest>.*)$", clause)
    if not match:
        return [clause]
    things = [thing for thing in re.split(r"[和与及跟、]", match["things"]) if len(thing) > 1]
    return [f"{thing}{match['rest']}" for thing in things] if len(things) > 1 else [clause]


def parse_asks(text: str) -> tuple[Ask, ...]:
    """The clauses that ask for something; a question that has none of the known forms is one open ask."""
    clauses = [spread for clause in _clauses(text) for spread in _spread(clause)]
    asking = [ask for ask in map(parse_ask, clauses) if ask.kinds or ask.difference or ask.quantity]
    return tuple(asking) or (parse_ask(text),)
