"""What a question asks for, clause by clause: the kind of figure, the unit, a difference, a change."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant import patterns
from assistant.patterns import has
from corpus import Kind, Period, find_periods

_KIND_RULES: tuple[tuple[str, Kind], ...] = (
    (patterns.DOCUMENT_NO, "document_no"),
    (patterns.DATE, "date"),
    (patterns.PERCENT, "percent"),
    (patterns.MONEY, "money"),
)
LONG_UNITS = (
    "公里",
    "人次",
    "剂次",
    "分钟",
    "小时",
    "批次",
    "户次",
    "辆次",
    "件次",
    "家次",
    "平方米",
    "平方公里",
    "立方米",
    "千瓦时",
)
UNITS = "个家户人所项次场条座处套台辆名位张份件起天亩吨盏路种类支宗批期轮床间栋幢块例度剂管对倍只株头笔门本层"
_MEASURES = frozenset(
    "吨 公斤 千克 亩 公顷 公里 千米 米 平方米 平方公里 立方米 天 小时 分钟 户 千瓦时 千瓦 度 头 元".split()
)
_NAMED_KINDS: tuple[tuple[str, Kind], ...] = (
    (r"(?:率|占比|比重|比例|幅度)$", "percent"),
    (r"(?:罚款|资金|经费|费用?|支出|投资|补助|补贴|贷款|收入|金额|成本|余额|款)$", "money"),
)
_NUMERIC: frozenset[Kind] = frozenset({"money", "percent", "fraction", "count", "duration"})


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing asked for: the clause that asks, the kinds of figure that answer it (none: any), and the unit named.

    `quantity`: a number is asked for; `change`: a growth or fall; `difference`: how far from something else. `periods`
    are those that the clause names, or the clauses before it.
    """

    text: str
    kinds: frozenset[Kind] = frozenset()
    unit: str | None = None
    quantity: bool = False
    change: bool = False
    difference: bool = False
    periods: tuple[Period, ...] = ()


def unit_family(unit: str) -> str:
    """What a unit counts: people, households, occasions, a physical measure; all other measure words count things."""
    if unit in ("人", "名", "位"):
        return "人"
    if unit.endswith("次") and len(unit) > 1:
        return "次"
    return unit if unit in _MEASURES else "个"


def unit_asked(text: str) -> str | None:
    """The measure word that `text`, what follows 多少 or 几, begins with; None where it begins with none."""
    head = re.split(r"[了吗呢的是,]", text)[0].lstrip("十百千万亿")
    if re.match(r"个人(?![才次工均])", head):
        return "人"
    return next((unit for unit in (*LONG_UNITS, *UNITS) if head.startswith(unit)), None)


def _english_unit(clause: str) -> str | None:
    return next(
        (unit for word, unit in patterns.ENGLISH_UNITS if re.search(rf"how many {word}", clause, re.IGNORECASE)), None
    )


def _unit_named(clause: str) -> str | None:
    """The measure word of 件数, 户数, 人次数 …, right before what asks for it."""
    match = re.search(
        rf"(?P<unit>{'|'.join(LONG_UNITS)}|[{UNITS}])数(?:量|目)?(?=是|为|有|各|分别|多少|呢|$|[?,、和])", clause
    )
    return match["unit"] if match else None


def _without_money(clause: str, kinds: set[Kind]) -> set[Kind]:
    """A rate or share that is asked for by name isn't money, though the words around it speak of money."""
    if "percent" in kinds and "money" in kinds and not has(r"多少(?:钱|元|万|亿)|金额|罚|花了?多少", clause):
        return kinds - {"money"}
    return kinds


def kind_named(text: str) -> frozenset[Kind]:
    """The kind of figure that a noun phrase names by its last word (累计罚款: money; 办结率: percent); none else."""
    phrase = re.sub(r"(?:各?是|为|有|谁|哪|多少|几|[,;?!。\s])+$", "", text)
    return next((frozenset({kind}) for pattern, kind in _NAMED_KINDS if re.search(pattern, phrase)), frozenset())


def _kind_behind(clause: str) -> frozenset[Kind]:
    """The kind that the noun behind 多少 names: 省了多少治污成本 asks for money."""
    behind = re.search(r"(?:多少|几)([\u4e00-\u9fff]{2,10})$", clause)
    return kind_named(behind[1]) if behind else frozenset()


def parse_ask(clause: str) -> Ask:
    """What one clause asks for."""
    if has(patterns.PROPORTION, clause):
        return Ask(clause)
    kinds: set[Kind] = {kind for pattern, kind in _KIND_RULES if has(pattern, clause)}
    count = re.search(patterns.COUNT, clause, re.IGNORECASE)
    unit = (
        (unit_asked(count.groupdict().get("unit") or "") if count else None)
        or _unit_named(clause)
        or _english_unit(clause)
    )
    if unit:
        kinds = (
            (kinds - {"money"}) | {"count", "duration"} if not has(patterns.PERCENT, clause) else {"count", "duration"}
        )
    kinds = _without_money(clause, kinds) or set(_kind_behind(clause))
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


def _measures(clause: str) -> list[str]:
    """`事故的起数、死亡人数以及各自降幅` asks for each of the measures, though no word of asking says so."""
    pieces = [piece.strip() for piece in re.split(r"、|以及|[和与及]", clause)]
    if len(pieces) < 2 or has(patterns.QUANTITY_WORD, clause) or not all(has(patterns.MEASURE_END, p) for p in pieces):
        return []
    head = re.match(r".*的", pieces[0])
    of = head.group() if head else ""
    return [pieces[0], *(p if re.match(patterns.EACH_OF_THEM, p) else f"{of}{p}" for p in pieces[1:])]


def _adds(clause: str) -> bool:
    """Whether a clause asks the same of something else (二季度呢) and names what."""
    return has(patterns.AND_THAT, clause) and len(re.sub(patterns.LEANS, "", clause).strip("呢? ")) > 1


def _asking_clauses(text: str) -> list[tuple[str, bool]]:
    """The clauses of a question, one for each thing, and whether it asks by naming a measure alone."""
    found: list[tuple[str, bool]] = []
    for clause in _clauses(text):
        measures = _measures(clause)
        found.extend((piece, bool(measures)) for piece in measures or _spread(clause))
    return found


def parse_asks(text: str) -> tuple[Ask, ...]:
    """The clauses that ask for something; a question that has none of the known forms is one open ask.

    A period holds for the clauses behind it until another is named.
    """
    periods: tuple[Period, ...] = ()
    asking: list[Ask] = []
    for clause, is_measure in _asking_clauses(text):
        periods = tuple(found.period for found in find_periods(clause)) or periods
        ask = replace(parse_ask(clause), periods=periods)
        if ask.change and len(asking) > 1 and re.match(patterns.EACH_OF_THEM, clause):
            asking.extend([replace(ask, text=f"{of.text} {clause}") for of in asking])
        elif ask.kinds or ask.difference or ask.quantity or is_measure:
            asking.append(replace(ask, quantity=ask.quantity or is_measure))
        elif asking and _adds(clause):
            asking.append(replace(asking[-1], text=clause, periods=periods))
    return tuple(asking) or (replace(parse_ask(text), periods=periods),)
