"""What a question wants to be calculated: the operation, and the sides that it names.

Rules over the folded text: the ways of asking are few, and a wrong reading does no harm, since every side must be found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.arithmetic import recipes, wording
from assistant.arithmetic.measured import kinds_of, unit_of
from assistant.arithmetic.parties import parties, without_names
from assistant.arithmetic.record import AMOUNTS, By, Calculation, Operation, Side
from assistant.arithmetic.sides import TAIL, context_of, in_brackets, members_of, topic, without_periods
from assistant.arithmetic.wording import says, trimmed
from assistant.asks import UNITS, kind_named
from assistant.covering import has_column, is_first_part, quarters_listed
from assistant.question import Query
from assistant.scope import mentions
from assistant.several import PERIOD_NAMES
from corpus import Document, Period, find_periods, read_figures
from index import tag_words

_LONGEST = 400
_OF_GOALS = ("starred", "list_goals", "completion", "unmet", "having")  # answered by the table of goals


def wanted(query: Query, documents: Sequence[Document]) -> Calculation | None:
    """The calculation that the question asks for; None where it asks for none."""
    text = query.text[:_LONGEST]
    if query.intent in _OF_GOALS or (query.intent == "field" and not says(wording.STEP, text)):
        return None
    among = parties(query, documents)
    if len(among) > 1:
        return _of_documents(query, text, among)
    periods = quarters_listed(text) or _periods(text)
    shorter = without_names(without_periods(text), documents)
    recipe = _by_recipe(query, text, documents)
    if recipe:
        return recipe
    return (
        _all_but(query, shorter)
        or _headroom(query, shorter)
        or _remaining(query, shorter)
        or _average(query, shorter)
        or (_of_periods(query, without_names(text, documents), periods) if len(periods) > 1 else None)
        or _dated(_of_things(query, shorter), periods, documents)
        or _first_part(query, documents)
        or _step(query, shorter)
    )


def _by_recipe(query: Query, text: str, documents: Sequence[Document]) -> Calculation | None:
    """What the question itself says how to calculate."""
    recipe = recipes.of_periods(text)
    if recipe:
        asked = [p for p in _periods(recipe.rest) if p not in (recipe.whole, recipe.part)]
        left = asked[0] if len(asked) == 1 else recipe.left
        return _part(query, left, without_names(recipe.rest, documents)) if left and query.quantity else None
    rest = recipes.without_back_calculation(text)
    if rest is not None and query.quantity and len(named := _periods(rest)) == 1:
        return _part(query, named[0], without_names(rest, documents))
    things = recipes.of_things(text)
    if things is None:
        return None
    shared, *names = things
    sides = tuple(Side(name, name) for name in names)
    calculation = _calculation(query, "difference", "thing", topic(without_names(shared, documents)), [sides])
    return _dated(calculation, _periods(text), documents)


def _part(query: Query, period: Period, rest: str) -> Calculation:
    return _calculation(query, "first_part", "period", topic(rest), [(Side("", period_name(period), period=period),)])


def _all_but(query: Query, text: str) -> Calculation | None:
    """A whole without one part of it."""
    found = recipes.all_but(text)
    if found is None or says(wording.TO_TARGET, text):
        return None
    whole, part = found
    return _calculation(query, "difference", "thing", "", [(Side(whole, whole), Side(part, part))])


def _dated(
    calculation: Calculation | None, periods: Sequence[Period], documents: Sequence[Document]
) -> Calculation | None:
    """The same of the period that the question names, where the reports have a column for it."""
    if calculation is None or len(periods) != 1 or calculation.operation not in ("difference", "sum"):
        return calculation
    if not any(has_column(document, periods[0]) for document in documents):
        return calculation
    readings = tuple(tuple(replace(side, period=periods[0]) for side in reading) for reading in calculation.readings)
    return replace(calculation, readings=readings)


def spans_reports(query: Query, documents: Sequence[Document]) -> bool:
    """Whether the question sets several reports side by side."""
    calculation = wanted(query, documents)
    if calculation is None or calculation.by == "thing":
        return False
    return calculation.by == "document" or _has_successive(documents)


def _has_successive(documents: Sequence[Document]) -> bool:
    """Whether a body has several reports of one year."""
    bodies = [(d.organization, d.year) for d in documents if d.organization]
    return len(set(bodies)) < len(bodies)


def refusal(query: Query, documents: Sequence[Document]) -> str | None:
    """Why a question that wants a calculation must not be answered with one of its sides alone; None where it may be."""
    calculation = wanted(query, documents)
    if calculation is None or calculation.operation in ("list", "share"):
        return None
    if calculation.operation == "first_part":
        return "报告没有所问期间的数字，也无法由累计数推算。"
    if calculation.by == "document":
        return "这些报告没有都给出所问的数字，无法比较。"
    if calculation.by == "period":
        return "报告没有给出所问各期间的数字，无法比较。"
    is_comparison = calculation.operation == "difference" and wording.THAN.search(query.text)
    amounts = "percent" not in calculation.kinds or len(calculation.kinds) > 1
    return "报告没有同时给出相比的两项数字。" if is_comparison and amounts else None


def _periods(text: str) -> tuple[Period, ...]:
    """The periods that the question sets side by side, in their order; 全年目标 is none."""
    found = [p for p in find_periods(text) if not re.match(r"的?(?:任务|目标|计划|预算|安排|要求|指标)", text[p.end :])]
    return tuple({(p.period.first, p.period.last): p.period for p in found}.values())


def _comparison(text: str) -> Operation | None:
    """Which of two or more sides is larger, and by how much; in percent of the other where only that is asked."""
    if says(wording.SHARE, text) or says(wording.SHARE_IN, text):
        return "share"
    if re.search(r"(?:几|多少)倍", text):
        return "times"
    if says(wording.RATES_COMPARED, text):
        return "difference"
    if wording.THAN.search(text) or says(wording.DIFFERENCE, text) or says(wording.LARGER, text):
        growth_only = says(wording.GROWTH, text) and not re.search(
            r"多少(?!个?百分)|几个百分点|(?<!百分之)几(?!个?%)", text
        )
        return "growth" if growth_only else "difference"
    if says(wording.SUM, text):
        return "sum"
    if says(wording.COMPARED, text):
        return "growth" if says(wording.GROWTH, text) else "difference"
    return None


def _of_documents(query: Query, text: str, documents: Sequence[Document]) -> Calculation | None:
    """The same of several reports, or of each what the question says of it."""
    operation = _comparison(without_periods(text))
    if operation is None and (says(wording.GROWTH, text) or says(wording.CHECKED, text)):
        operation = "growth"
    operation = operation or ("list" if query.quantity else None)
    if operation is None or operation in ("share", "times"):
        return None
    periods = _periods(text) or query.periods
    common = periods[0] if len(periods) == 1 else None
    phrases = _phrases(query, text, documents)
    sides = tuple(
        Side(topic(phrase), _name(d, documents), period=_period_of(phrase) if phrases else common, document=d)
        for d in documents
        if (phrase := phrases.get(d.doc_id, "")) or not phrases
    )
    shared = "" if phrases else _plain_subject(query, documents)
    return _calculation(query, operation, "document", shared, [sides])


def _phrases(query: Query, text: str, documents: Sequence[Document]) -> dict[str, str]:
    """What the question says of each report alone, where it names each in a part of its own."""
    if query.english:
        return {}
    found: dict[str, str] = {}
    for part in re.split(r"[,;?。]|[和与跟]|比", text):
        named = [
            d for d in documents if len(parties_named(part, documents)) == 1 and d in parties_named(part, documents)
        ]
        rest = without_names(TAIL.sub("", part), documents)
        if named and len(topic(rest)) > 1:
            found.setdefault(named[0].doc_id, rest)
    return found if len(found) == len(documents) else {}


def _period_of(text: str) -> Period | None:
    return next(iter(_periods(text)), None)


def parties_named(part: str, documents: Sequence[Document]) -> list[Document]:
    """The reports whose organisation a part of the question names."""
    return [d for d in documents if mentions(part, d.organization or "")]


def _name(document: Document, documents: Sequence[Document]) -> str:
    """What tells the report from the others: its year, its organisation, or both."""
    organizations, years = {d.organization for d in documents}, {d.year for d in documents}
    if len(organizations) == 1 and document.year:
        return f"{document.year} 年"
    named = document.organization or document.title
    return named if len(years) == 1 else f"{named}（{document.year} 年）"


def _plain_subject(query: Query, documents: Sequence[Document]) -> str:
    """What the question is about, without what asks."""
    return topic(without_names(query.subject if query.english else query.text, documents))


def _of_periods(query: Query, text: str, periods: Sequence[Period]) -> Calculation | None:
    """The same metric of two or more periods of one report."""
    operation = _comparison(text) or ("growth" if says(wording.GROWTH, text) else None)
    if operation is None or (says(wording.TO_TARGET, text) and operation != "share"):
        return None
    if operation == "share":
        periods = sorted(periods, key=lambda p: p.months)
    sides = tuple(Side("", period_name(p), period=p) for p in periods)
    shared = topic(text)
    if operation == "share":
        shared = trimmed(re.sub(r"占(?:比)?|比重|比例|份额|几成", " ", shared))
    return _calculation(query, operation, "period", shared, [sides])


def _of_things(query: Query, text: str) -> Calculation | None:
    """Two or more things of one report."""
    if says(wording.TO_TARGET, text) and not says(wording.FIRMLY_SUM, text):
        return None
    for pattern, binary in _BINARY:
        match = pattern.search(text)
        if match:
            return _of_two(query, binary, match, text)
    operation = _comparison(text)
    if operation is None or operation in ("growth", "times", "share"):
        return None
    shared, readings = in_brackets(text) if query.english else members_of(text)
    if not readings:
        return None
    return _calculation(query, operation, "thing", shared, readings)


_BINARY: tuple[tuple[re.Pattern[str], Operation], ...] = (
    (wording.TIMES, "times"),
    (wording.SHARE, "share"),
    (wording.SHARE_IN, "share"),
    (wording.SHARE_WITHIN, "share"),
    (wording.THAN, "difference"),
    (wording.LESS_THAN, "difference"),
)


def _of_two(query: Query, operation: Operation, match: re.Match[str], text: str) -> Calculation | None:
    """A比B, A占B, A是B的几倍: the words before and behind; what stands before a comma or 里 holds for both."""
    context, left = context_of(text[: match.start()] + match["left"])
    left, right = trimmed(left), trimmed(match["right"])
    if operation == "share" and says(wording.LISTED, text):
        return None
    if not left or not right or re.search(r"^(?:去年|上年|上一|同期|往年|年初|前年|上个|全省|全国)|同期$", right):
        return None
    sides = (Side(left, left), Side(right, right, value=_value_named(query, match["right"])))
    return _calculation(query, operation, "thing", context, [sides])


def _value_named(query: Query, text: str) -> Decimal | None:
    """The value that a side names itself (占 18 亿元预算)."""
    found = [f.value for f in read_figures(text) if f.kind in AMOUNTS and isinstance(f.value, Decimal)]
    return found[0] if found and query.figures else None


def _remaining(query: Query, text: str) -> Calculation | None:
    """What is left of a total: not done, or not of the kind that is named; or the rate of what is done."""
    if says(wording.TO_TARGET, text):
        return None
    match = wording.RATE.search(text)
    if match:
        done = match["done"] or match["of"]
        return _calculation(query, "rate", "thing", trimmed(text[: match.start()]), [(Side(done, done),)])
    match = wording.REMAINING.search(text)
    if match:
        done = trimmed(next(match[name] for name in "abcde" if match[name]))
        whole = trimmed(text[: match.start()]) + (match["whole"] or "")
        return _calculation(query, "remaining", "thing", whole, [(Side(done, done),)])
    match = wording.OTHER_THAN.search(text)
    if match:
        part = match["part"]
        return _calculation(query, "remaining", "thing", trimmed(match["whole"]), [(Side(part, part),)])
    if says(wording.REST, text):
        return _rest(query, text)
    return None


def _rest(query: Query, text: str) -> Calculation:
    """其余的有多少, and the part that the question asks for before it (整改了几处，还剩几处)."""
    before = wording.REST.split(text)[0]
    match = wording.PART_AND_REST.search(before)
    if match is None:
        return _calculation(query, "remaining", "thing", trimmed(wording.REST.sub("", text)), [(Side("", ""),)])
    whole = topic(before[: match.start()]) or (topic(query.previous.text) if query.previous else "")
    done = trimmed(match["done"])
    return _calculation(query, "remaining", "thing", whole, [(Side(done, done),), (Side("", ""),)])


def _headroom(query: Query, text: str) -> Calculation | None:
    """What is left up to a limit."""
    match = wording.HEADROOM.search(text)
    if not match:
        return None
    shared = topic(f"{text[: match.start()]} {match['limit']}")
    return _calculation(query, "headroom", "thing", shared, [(Side(shared, shared),)])


def _average(query: Query, text: str) -> Calculation | None:
    """An amount by head of what is counted: 平均每件, 摊到每个居民, 户均."""
    match = wording.AVERAGE.search(text)
    if not match:
        return None
    group = next((name for name in "abcd" if match[name]), None)
    if group is None:
        return None
    by = _divisor(match[group])
    rest = trimmed(f"{text[: match.start()]} {text[match.start(group) + len(by) :]}")
    sides = (Side(topic(rest), ""), Side(by, by))
    return _calculation(query, "average", "thing", "", [sides])


def _divisor(text: str) -> str:
    """By what is divided: 户 of 户使用, 名劳动者 of 名劳动者; the verb or the amount behind a measure word is none of it."""
    unit, thing = (text[:1], text[1:]) if text[:1] in UNITS else ("", text)
    tagged = tag_words(thing)
    if unit and tagged and (not tagged[0][1].startswith("n") or kind_named(thing) == {"money"}):
        return unit
    return text


def _first_part(query: Query, documents: Sequence[Document]) -> Calculation | None:
    """A period of which the report holds only the whole that it begins and the quarter that ends it."""
    periods = tuple({(p.first, p.last): p for p in query.periods}.values())
    if len(periods) != 1 or not documents or not query.quantity:
        return None
    if not any(is_first_part(periods[0], document) for document in documents):
        return None
    side = Side("", period_name(periods[0]), period=periods[0])
    return _calculation(query, "first_part", "period", _plain_subject(query, documents), [(side,)])


def _step(query: Query, text: str) -> Calculation | None:
    """By how much something was raised or cut, where no other side is named."""
    if not says(wording.STEP, text) or says(wording.YEAR_AGO, text) or says(wording.TO_TARGET, text):
        return None
    return _calculation(query, "step", "thing", topic(wording.STEP.sub(" ", text)), [(Side("", ""),)])


def _calculation(
    query: Query, operation: Operation, by: By, shared: str, readings: Sequence[tuple[Side, ...]]
) -> Calculation:
    phrase = shared or (readings[0][0].text if readings else "")
    return Calculation(
        operation,
        by,
        shared,
        tuple(readings),
        kinds=kinds_of(query, operation, phrase, readings),
        unit=unit_of(query, operation),
        in_percent=says(wording.GROWTH, query.text)
        and bool(re.search(r"百分之|%|增幅|增速|涨幅|降幅|增长多少|percent", query.text)),
    )


def period_name(period: Period) -> str:
    """A period in words without digits: 一季度, 上半年, 前三季度; months else."""
    return PERIOD_NAMES.get((period.first, period.last), str(period))
