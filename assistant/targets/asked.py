"""What a question asks of a target: the verdict, the gap, the share, how a goal stands, or a threshold of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from assistant.patterns import has
from assistant.question import Query
from corpus import Figure
from corpus.numerals import read_number

VERDICT = r"(?:达到|达成|达标|到线|过线|完成|实现|做到|控制住|守住|控住|落实|满足|符合|合格|合乎|兑现)[^,。?]{0,18}(?:吗|没有?|了不|不\s*[?]?$|(?<![什怎])么)|(?:做|干|搞|办|改|建|装|修|弄|忙)完(?:成)?了?(?:吗|没有?(?![\u4e00-\u9fff]))|全(?:部|都)?覆盖(?:了|到)?(?:吗|没有?(?![\u4e00-\u9fff]))|都覆盖(?:到|了)*(?:吗|没有?(?![\u4e00-\u9fff])|[,?])|达标|达没达|完没完|是否[^,。?]{0,12}(?:达|完成|实现|满足)|有没有[^,。?]{0,14}(?:达|完成|实现|守|够|满|过|到)|有没有(?=\s*[\d一二三四五六七八九十])|超没超|到没到|[守控]得?住|\bmet\b|on target"
THRESHOLD = r"有(?=\s*[\d一二三四五六七八九十百千万][^,。?]{0,10}(?:了吗|了没|了么))|够不够|够(?=[^,。?]{0,12}(?:吗|没|用|了不|(?<![什怎])么|\s*[?]?$))|(?:超过?|[高低大小多少]于|突破|过|破|到|在)(?=[^,。?]{0,12}(?:了吗|吗|没|(?<![什怎])么|了不))|[守控]得?住|以[上下内][^,。?]{0,4}(?:吗|没|(?<![什怎])么)"
SHARE = r"(?:完成|实现|达到?|占|到|做)了?(?:年度|全年|年初|整个|总)*的?(?:目标|任务|计划|要求)?(?:数|值|量)?的?(?:百分之[几多]|几成|百分比|多大比例)|(?:完成|占)了?(?:年度|全年|年初|整个|总)*的?(?:目标|任务|计划|要求)(?:数|值|量)?的?多少(?!\s*[\u4e00-\u9fff])|(?:年度|全年|年初)?(?:目标|任务)(?:的)?(?:完成)?(?:百分之[几多]|几成)|(?:目标|任务)(?:已经?)?(?:完成|做|干)了?(?:多少|几成)(?!\s*[个家户人项公亩吨套张座处台辆条万亿元])"
GAP = r"还[差缺欠]|[差缺欠]了?(?:多少|几|多远)|缺口|还(?:剩|要|需要?|得|须)[^,。?]{0,12}(?:多少|几)|[离距][^,。?]{1,24}(?:差|缺|多远|还有)|超[出额过]?(?:目标|任务)?了?(?:多少|几)|(?:by how (?:much|many)|how (?:much|many) (?:more|short))"
STATUS = r"(?:推进|进展|完成|落实|执行|进行|开展|实施|干|做|搞|办)(?:得|的)?(?:情况|进度)?(?:是|都)?(?:怎么?样|咋样|如何)|(?:推进|进展|完成|实施)情况|(?:进展|推进|进行|做|干|搞|走)到(?:了)?(?:什么|哪)"
COMPARED = r"相差|比起来|相比|谁|两年|[同环]比|[比较](?:去|上|前|今|同|年初)|比\s*(?:19|20)\d\d|\bfrom\b|\bcompared?\b|\bchange"
LIMIT = r"不超过|不高于|以内|以下|之内|低于|[控压降]制?(?:在|到|至)|[守控]得?住"
_BARE = re.compile(
    r"(?:够不够|够|过|到|破|超过?|达|于|在|有)\s*(?P<n>\d+(?:\.\d+)?)(?![\d.]*\s*[%％\u4e00-\u9fff])|"
    r"(?:够不够|够|过|到|破|超过?|达|于|在|有)\s*(?P<m>\d+(?:\.\d+)?)(?=\s*(?:了|没|吗|以[上下内]|之[上下内]|这|么))"
)


@dataclass(frozen=True, slots=True)
class Threshold:
    """A value that the question compares with: a figure of it, or a bare number (够 98 了吗), as `text` writes it.

    `value` is as figures have it, `written` the number alone; `kind` and `unit` are None where the question names none.
    """

    text: str
    value: Decimal
    written: Decimal
    kind: str | None
    unit: str | None
    is_limit: bool


def wants_attainment(query: Query) -> bool:
    """Whether a target's verdict, gap or share, or a threshold is asked about."""
    text = query.text
    if has(r"为什么|为何|为啥|原因|怎么(?!样)", text) or has(r"哪[些几一]?[个项]?(?!步)", text):
        return False
    if has(COMPARED, text) and not has(r"目标|任务|要求|达标", text):
        return False
    return asks_verdict(text) or asks_share(text) or asks_gap(text)


def asks_verdict(text: str) -> bool:
    """Whether something is met, or beyond a value."""
    return has(VERDICT, text) or (
        has(THRESHOLD, text) and has(r"\d|[一二三四五六七八九十百千万]|目标|任务|要求|标准|线", text)
    )


def asks_share(text: str) -> bool:
    """How much of a target is done."""
    return has(SHARE, text)


def asks_gap(text: str) -> bool:
    """How far off a target is."""
    return has(GAP, text)


def asks_status(text: str) -> bool:
    """How a goal as a whole stands."""
    return has(STATUS, text)


def thresholds(query: Query) -> list[Threshold]:
    """The values that the question compares with, in its order."""
    text = query.text
    if not (has(THRESHOLD, text) or has(VERDICT, text)):
        return []
    is_limit = has(LIMIT, text)
    found = [_of_figure(figure, is_limit=is_limit) for figure in query.figures if _compares(figure, text)]
    if found:
        return [threshold for threshold in found if threshold is not None]
    bare = [match["n"] or match["m"] for match in _BARE.finditer(text)]
    return [
        Threshold(n, Decimal(n), Decimal(n), None, None, is_limit)
        for n in bare
        if not re.fullmatch(r"(?:19|20)\d\d", n)
    ]


def _compares(figure: Figure, text: str) -> bool:
    """Whether a figure of the question is what is compared with, and not part of a name (50 万元以上的村占比)."""
    behind = text[figure.end : figure.end + 8]
    return isinstance(figure.value, Decimal) and not re.match(
        r"\s*(?:以[上下内])?的(?!目标|任务|要求|标准|线|底线|上限|下限|年度)", behind
    )


def _of_figure(figure: Figure, *, is_limit: bool) -> Threshold | None:
    assert isinstance(figure.value, Decimal)
    number = re.search(r"\d+(?:\.\d+)?", figure.text.replace(",", ""))
    digits = re.search(r"[一二两三四五六七八九十百千]+", figure.text)
    written = Decimal(number.group()) if number else read_number(digits.group()) if digits else None
    value = figure.value * 100 if figure.kind == "fraction" else figure.value
    kind = "percent" if figure.kind == "fraction" else figure.kind
    unclear = kind == "count" and figure.unit is None
    limit = is_limit or (figure.comparator in ("le", "lt") and not has(r"没|不到", figure.text))
    shown = re.sub(r"^(?:超过?|不?[低高少多大小]于|不超过|不到|达到|至少)|以[上下内]$", "", figure.text).strip()
    return Threshold(shown, value, written or value, None if unclear else kind, figure.unit, limit)
