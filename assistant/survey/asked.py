"""What a question over rows wants: which rows, and what of them.

It is one only where nothing else is named: 哪项进度最低 is asked of rows, 新建了几项工程 of a figure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from assistant.patterns import AND_THAT, has
from assistant.question import Query
from assistant.survey import words
from assistant.survey.conditions import blank, read_conditions
from assistant.survey.filters import Filter
from assistant.survey.rows import Row
from corpus.numerals import read_number

Wish = Literal["list", "extreme", "all", "average", "each", "more_rows"]
Property = Literal["completion", "deadline", "attribute", "value"]


@dataclass(frozen=True, slots=True)
class Survey:
    """A question over rows.

    `filters`: which rows. `wish`: what of them, by `by`: `ends` is ("low",), ("high",) or both; from rank `rank`, `take`
    ranks. `shows_completion`:
    how far they are is asked too; `per_report`: each report by itself; `reports`: the reports are what is compared.
    """

    filters: tuple[Filter, ...] = ()
    wish: Wish = "list"
    by: Property = "completion"
    ends: tuple[str, ...] = ()
    rank: int = 1
    take: int = 1
    shows_completion: bool = False
    per_report: bool = False
    reports: bool = False


def wants_survey(query: Query) -> bool:
    """Whether the wording may ask for rows, before the reports are looked at; `survey` decides."""
    return _points_at_rows(query.text) or (query.previous is not None and _points_at_rows(query.previous.text))


def _points_at_rows(text: str) -> bool:
    named = has(words.ROW, text)
    pointed = (
        has(words.WHICH, text) or has(words.EVERY, text) or has(rf"最[早晚]|垫底|谁|的\s*[?]?$|(?:{words.ALL})", text)
    )
    short = has(rf"{words.STARRED}|{words.ATTRIBUTES}|{words.HALF}|{words.DUE}|{words.COMPLETION}", text)
    return (named and (pointed or short or has(words.LISTED, text))) or (pointed and short) or _has_limit(text)


def _has_limit(text: str) -> bool:
    return has(words.WHICH, text) and (has(words.PERCENT, text) or has(r"[一二三四五六七八九]成", text))


def parse_survey(query: Query, rows: Sequence[Row]) -> Survey | None:
    """The question as a survey of `rows`; None where it asks for something else."""
    found = _parse(query.text, rows)
    if query.previous is not None and (found is None or not found.filters):
        found = _continued(query, rows, found) or found
    if found is None or foreign_nouns(query, rows) or (query.english and not has(words.ENGLISH, query.text)):
        return None
    leans = query.previous is not None and not found.filters and found.wish == "list"
    return None if leans and query.previous is not None and foreign_nouns(query.previous, rows) else found


def _continued(query: Query, rows: Sequence[Row], own: Survey | None) -> Survey | None:
    """A follow-up (最低的呢？ 那预期性的？) changes what it names of the question before."""
    assert query.previous is not None
    before = parse_survey(query.previous, rows)
    if before is None:
        return None
    filters, rest = read_conditions(query.text, rows)
    ends = _ends(rest)
    if not filters and not ends:
        return own or (before if has(AND_THAT, query.text) else None)  # the same of another report
    kept = tuple(f for f in before.filters if f.subject not in {new.subject for new in filters})
    if ends:
        return replace(before, wish="extreme", ends=ends, rank=1, filters=(*kept, *filters))
    return replace(before, filters=(*kept, *filters))


def _parse(text: str, rows: Sequence[Row]) -> Survey | None:
    filters, rest = read_conditions(text, rows)
    points = has(rf"{words.ROW}|{words.WHICH}|{words.EVERY}|{words.ALL}|的\s*[?]?$|谁", text)
    if not points:
        return None
    per_report, reports = has(words.PER_REPORT, text), has(words.WHICH_REPORT, text)
    shape = Survey(
        filters,
        by=_property(rest, text),
        shows_completion=has(words.COMPLETION, text),
        per_report=per_report and not has(words.EVERY, text),
        reports=reports,
    )
    if has(words.AVERAGE, rest) and has(words.COMPLETION, text):
        return replace(shape, wish="average", by="completion")
    if reports and not filters and has(r"(?:目标|任务)[^,。?]{0,6}[多少]", text) and not has(words.COMPLETION, text):
        return replace(shape, wish="more_rows")
    ends = _ends(rest)
    if ends and has(words.MONEY, text) and not has(words.COMPLETION, text):
        return None  # the most of an amount, not of the completion
    if ends and (has(words.COMPLETION, text) or has(words.ROW, text) or has(r"哪[一几]?[项个]", text)):
        rank, take = _ranks(rest)
        return replace(shape, wish="extreme", ends=ends, rank=rank, take=take)
    if filters and _asks_all(text):
        return replace(shape, wish="all")
    if not filters and has(words.EVERY, text) and _names_property(text):
        return replace(shape, wish="each")
    return shape if filters or _asks_rows(text) else None


def _asks_all(text: str) -> bool:
    return has(words.ALL, text) and has(words.YES_NO, text) and not has(words.WHICH, text)


def _asks_rows(text: str) -> bool:
    """Whether the rows themselves are asked for: their number, their names."""
    return (
        has(words.ROW, text)
        and not has(words.TARGET_VALUE, text)
        and (has(words.COUNTED, text) or has(words.LISTED, text))
    )


def _property(rest: str, text: str) -> Property:
    if (
        has(words.EARLIEST, rest)
        or has(words.LATEST, rest)
        or has(r"到期|截止|截至|期限|时限|几月|时间节点|什么时候", text)
    ):
        return "deadline"
    if has(r"属性|约束性还是|哪种性质", text):
        return "attribute"
    if has(r"责任(?:单位|部门)|哪个(?:单位|部门|科室)|谁(?:来)?(?:负责|牵头)", text):
        return "value"
    return "completion"


def _names_property(text: str) -> bool:
    return has(
        rf"{words.COMPLETION}|到期|截止|截至|期限|时限|几月|属性|责任(?:单位|部门)|哪个(?:单位|部门|科室)|谁", text
    )


def _ends(text: str) -> tuple[str, ...]:
    rank = re.search(words.RANK, text)
    if rank:
        return ("low" if rank["back"] or has(words.LOWEST, text) else "high",)
    low = has(words.LOWEST, text) or has(words.EARLIEST, text)
    high = has(words.HIGHEST, text) or has(words.LATEST, text)
    if (
        not low
        and not high
        and (taken := re.search(r"(?P<end>[前后])[两二三四五六七八九十\d]{1,2}[名项位](?![季年月])", text))
    ):
        return ("high" if taken["end"] == "前" else "low",)
    return (*(("high",) if high else ()), *(("low",) if low else ()))


def _ranks(text: str) -> tuple[int, int]:
    """The rank asked for first, and how many ranks."""
    rank, taken = re.search(words.RANK, text), re.search(words.TAKEN, text)
    if rank:
        return int(read_number(rank["rank"]) or 1), 1
    if taken:
        return 1, int(read_number(taken["a"] or taken["b"]) or 1)
    return 1, 1


def foreign_nouns(query: Query, rows: Sequence[Row]) -> list[str]:
    """The nouns of the question that are neither words of such questions nor values of a report's short columns."""
    values = {value for row in rows for cell in row.extras for value in [cell.label, *_texts(cell.text)]}
    known = _known("|".join(sorted(map(re.escape, values), key=lambda value: (-len(value), value))))
    text = re.sub(words.GLOSS, " ", query.text)
    for value in sorted(values, key=len, reverse=True):
        text = text.replace(value, " ")
    text = re.sub(words.CERTAIN, " ", text)  # where a tagger cuts words elsewhere: 哪|项目|标的
    return [w.text for w in query.words if w.noun and not known.fullmatch(w.text) and w.text in text]


@lru_cache(maxsize=64)
def _known(values: str) -> re.Pattern[str]:
    """Of words of such questions and of `values` alone."""
    return re.compile(rf"(?:{words.VOCABULARY}|{values or '目标'})+")


def _texts(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[、,，;；/\n]", text) if len(part.strip()) > 1]


__all__ = ["Survey", "blank", "foreign_nouns", "parse_survey", "wants_survey"]
