"""Read the conditions of a question over rows: each reader takes its words out of the text, so that none is read twice.

`没到 100%` is no missed target, and the 12 of `12 月之前到期` no period that the report must cover.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.evidence import plain
from assistant.patterns import has
from assistant.survey import words
from assistant.survey.filters import Filter, Sign
from assistant.survey.rows import Row, values_of
from corpus import read_figures, squeeze
from corpus.numerals import read_number

_BEFORE, _BEHIND = 9, 8  # characters around a threshold that say how it is compared
_YEAR_END = 12
_SIGNS: tuple[tuple[str, Sign], ...] = (
    (words.OVER_OR_AT, "ge"),
    (words.UNDER_OR_AT, "le"),
    (words.NOT_OVER, "le"),
    (words.NOT_REACHED, "lt"),
    (words.OTHER_THAN, "ne"),
    (words.AT_LEAST, "ge"),
    (words.OVER, "gt"),
)
_SIGN_WORDS: dict[Sign, str] = {"ge": "达到", "gt": "超过", "le": "不超过", "lt": "不到", "eq": "为", "ne": "不是"}


def blank(text: str, start: int, end: int) -> str:
    """The text with a span that has been read replaced by spaces."""
    return text[:start] + " " * (end - start) + text[end:]


def read_conditions(text: str, rows: Sequence[Row]) -> tuple[tuple[Filter, ...], str]:
    """All conditions, and what is left of the text."""
    found: list[Filter] = []
    for reader in (_values, _attributes, _stars, _thresholds, _deadlines, _times, _targets):
        conditions, text = reader(text, rows)
        found.extend(conditions)
    return tuple(found), text


def _values(text: str, rows: Sequence[Row]) -> tuple[list[Filter], str]:
    """Values of the report's own columns that the question names, the longest of those that overlap."""
    values = {value for row in rows for cell in row.extras for value in values_of(cell)}
    found = []
    written = squeeze(text).lower()
    for value in sorted((v for v in values if squeeze(v).lower() in written), key=lambda v: (-len(v), v)):
        match = re.search(r"\s*".join(map(re.escape, squeeze(value))), text, re.IGNORECASE)
        if match:
            found.append(Filter("value", "eq", value, f"“{match.group()}”"))
            text = blank(text, *match.span())
    return found, text


def _attributes(text: str, rows: Sequence[Row]) -> tuple[list[Filter], str]:
    known = {row.attribute for row in rows if len(row.attribute) > 1}
    found = []
    for match in re.finditer("|".join([words.ATTRIBUTES, *sorted(map(re.escape, known))]), text):
        sign: Sign = "ne" if has(words.NEGATED, text[: match.start()]) else "eq"
        said = f"{'不是' if sign == 'ne' else ''}{match.group()}"
        found.append(Filter("attribute", sign, plain(match.group()), said))
    if len({f.value for f in found}) > 1:
        return [], text  # 约束性还是预期性 asks which it is
    for condition in found:
        text = text.replace(str(condition.value), " " * len(str(condition.value)))
    return found[:1], text


def _stars(text: str, _: Sequence[Row]) -> tuple[list[Filter], str]:
    match = re.search(words.STARRED, text, re.IGNORECASE)
    if not match:
        return [], text
    sign: Sign = "ne" if has(r"(?:没有?|不|未)\s*$", text[: match.start()]) else "eq"
    return [Filter("star", sign, None, "不带★" if sign == "ne" else "带★")], blank(text, *match.span())


def _sign_of(text: str, start: int, end: int) -> Sign:
    """How a threshold is compared, by the words around it; the nearest before it counts, then those behind."""
    before, behind = text[max(0, start - _BEFORE) : start], text[end : end + _BEHIND]
    if has(words.NOT_DONE_BEHIND, behind):
        return "lt"
    near = re.split(r"[,;?!]", before)[-1]
    closing = re.match(r"\s*(?:[及或]?(?:者|其)?以[上下内]|之[上下内])", behind)
    for pattern, sign in _SIGNS:
        if re.search(rf"(?:{pattern})[了\s]*$", near) or (closing and has(pattern, closing.group())):
            return sign
    return "eq"


def _thresholds(text: str, _: Sequence[Row]) -> tuple[list[Filter], str]:
    """Shares of completion that rows are compared with: 六成, 60%, 过半, 100%, 没做完."""
    figures = [f for f in read_figures(text) if f.kind in ("percent", "fraction") and isinstance(f.value, Decimal)]
    found = []
    for figure in figures:
        assert isinstance(figure.value, Decimal)
        value = figure.value * 100 if figure.kind == "fraction" else figure.value
        tail = re.match("[一二三四五六七八九](?![个项])", text[figure.end :]) if figure.text.endswith("成") else None
        value += (read_number(tail.group()) or 0) if tail else 0
        several = sum((f.start, f.end) == (figure.start, figure.end) for f in figures) > 1
        number = _number_span(text, figure.start, figure.end)
        sign = figure.comparator if several and figure.comparator != "approx" else _sign_of(text, *number)
        said = text[slice(*number)].strip() + (tail.group() if tail else "")
        found.append(Filter("completion", sign, value, _said(sign, said, several=several)))
    if not found:
        return _in_words(text)
    for figure in figures:
        text = blank(text, figure.start, figure.end)
    return found, text


def _said(sign: Sign, number: str, *, several: bool) -> str:
    return f"在 {number} 之间" if several else f"{_SIGN_WORDS[sign]}{_spaced(number)}"


def _spaced(number: str) -> str:
    return f" {number}" if number[:1].isdigit() else number


def _number_span(text: str, start: int, end: int) -> tuple[int, int]:
    """The number of a figure alone: of 不到六成 六成, of 60%以上 60%."""
    inner = re.search(
        r"\d[\d.,]*\s*%(?:.*%)?|百分之[\u4e00-\u9fff\d.]+|[一二三四五六七八九\d]成半?|[\u4e00-\u9fff]分之[\u4e00-\u9fff]",
        text[start:end],
    )
    return (start + inner.start(), start + inner.end()) if inner else (start, end)


def _in_words(text: str) -> tuple[list[Filter], str]:
    half = re.search(words.HALF, text, re.IGNORECASE)
    if half:
        return [_half(text, half)], blank(text, *half.span())
    done = re.search(words.DONE_ALL, text)
    if done:
        sign: Sign = "lt" if done["not"] else "ge"
        words_of = "没有做完（进度不到百分之百）" if done["not"] else "已做完（进度达到百分之百）"
        return [Filter("completion", sign, Decimal(100), words_of)], blank(text, *done.span())
    return [], text


def _half(text: str, match: re.Match[str]) -> Filter:
    before = text[max(0, match.start() - 2) : match.start()]
    sign: Sign = _sign_of(text, match.start(), match.end())
    if match["over"]:
        sign = "le" if has(r"[没未不]有?\s*$", before) else "gt"
    elif match["under"]:
        sign = "le" if "过" in match["under"] else "lt"
    return Filter("completion", sign, Decimal(50), f"{_SIGN_WORDS[sign]}一半")


def _deadlines(text: str, _: Sequence[Row]) -> tuple[list[Filter], str]:
    plain_text = re.sub(words.AS_OF, lambda m: " " * len(m.group()), text)
    if not has(words.DUE, plain_text):
        return [], text
    match = re.search(words.MONTH, plain_text)
    if not match:
        early = re.search(words.AHEAD_OF_YEAR, text)
        return (
            ([Filter("deadline", "lt", _YEAR_END, "期限早于年底")], blank(text, *early.span())) if early else ([], text)
        )
    month = _YEAR_END if match["year_end"] else int(read_number(match["month"]) or 0)
    if not 1 <= month <= _YEAR_END:
        return [], text
    sign = _month_sign(plain_text, match)
    said = _spaced(match.group().strip())
    put = {"lt": f"期限早于{said}", "gt": f"期限晚于{said}", "le": f"期限不晚于{said}", "ne": f"期限不是{said}"}.get(
        sign, f"期限为{said}"
    )
    text = blank(text, *match.span())
    early = re.search(words.AHEAD_OF_YEAR, text)
    return [Filter("deadline", sign, month, put)], blank(text, *early.span()) if early else text


def _month_sign(text: str, match: re.Match[str]) -> Sign:
    before, behind = text[: match.start()], text[match.end() :]
    if has(words.LATER, before) or has(words.LATER_BEHIND, behind):
        return "gt"
    if has(words.NEGATED, before):
        return "ne"
    if has(words.NO_NEED_TO_WAIT, before) or has(words.EARLIER_BEHIND, behind):
        return "lt"
    if has(words.BEFORE_BEHIND, behind):
        return "le" if match["end"] else "lt"
    return "eq"


def _times(text: str, _: Sequence[Row]) -> tuple[list[Filter], str]:
    if has(rf"最(?:{words.BEHIND})|(?:{words.BEHIND})的?(?:是|那)哪?[一1]?[项个](?!些)", text):
        return [], text
    for pattern, sign, said in ((words.BEHIND, "lt", "进度落后于时间"), (words.AHEAD, "gt", "进度快于时间")):
        match = re.search(pattern, text, re.IGNORECASE)
        if match:
            text = re.sub(words.TIME, lambda m: " " * len(m.group()), blank(text, *match.span()))
            return [Filter("time", sign, None, said)], text  # type: ignore[arg-type]
    return [], text


def _targets(text: str, _: Sequence[Row]) -> tuple[list[Filter], str]:
    for pattern, value, said in ((words.MISSED, "not_met", "有指标未达到"), (words.MET, "met", "指标全部达到")):
        match = re.search(pattern, text, re.IGNORECASE)
        if match:
            return [Filter("targets", "eq", value, said)], blank(text, *match.span())
    return [], text
