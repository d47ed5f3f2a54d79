"""Which reports a question means: by organisation, year and period; and whether any report covers them.

What the question names must exist, else the answer is that it doesn't: the figures of another bureau or year are never
offered in its place.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from assistant import patterns
from assistant.covering import covering, quarters_listed
from assistant.patterns import has
from assistant.question import Intent, Query, respelled, word_runs
from assistant.spelling import corrections
from assistant.survey.asked import wants_survey
from assistant.targets.asked import wants_attainment
from assistant.thesaurus import PLACES
from corpus import Document, UnknownDocument, fold, parse_period
from index import tag_words

_BODY = re.compile(
    r"[\u4e00-\u9fff]{2,12}?(?:局|委员会|委|办公室|办|厅|政府|中心|公司|集团|街道)(?![\u4e00-\u9fff]*?(?:牵头|负责))"
)
_PLACE = re.compile(r"([\u4e00-\u9fff]{2,6}?)(?:省|市|自治区|区|县|州|镇|乡)")
_NAMED_BODY = re.compile(
    r"(?P<place>[\u4e00-\u9fff]{2})(?:市|省|县|区)(?P<body>[\u4e00-\u9fff]{2,10}?(?:局|委员会|委|厅|办公室))(?![\u4e00-\u9fff]?会)"
)
_NOT_PLACES = (
    "全",
    "本",
    "我",
    "各",
    "该",
    "这",
    "那",
    "两",
    "由",
    "省",
    "城",
    "主城",
    "跨",
    "市",
    "县",
    "区",
    "上",
    "下",
)


_DOING = frozenset("减加乘除占比离距差")  # what a question does with figures
_ABOUT_TARGETS: frozenset[Intent] = frozenset({"attainment", "unmet", "completion", "list_goals", "starred", "field"})


@dataclass(frozen=True, slots=True)
class Scope:
    """The documents meant, the question without their names, and, where there are none, the reason in Chinese."""

    documents: tuple[Document, ...]
    query: Query
    reason: str | None = None


def place_and_body(organization: str) -> tuple[str, str]:
    """青山市民政局 → 青山, 民政局."""
    match = _PLACE.match(organization)
    return (match[1], organization[match.end() :]) if match and match.end() < len(organization) else ("", organization)


def mentions(question: str, organization: str) -> int:
    """How surely the question names the organisation: 3 by place and body, 2 by body, 1 by place, 0 not."""
    place, body = place_and_body(organization)
    named_place = bool(place) and place in question
    named_body = any(_abbreviates(m.group(), body) for m in _BODY.finditer(question))
    return 2 * named_body + named_place


def _is_outnamed(question: str, body: str, *, others: Collection[str]) -> bool:
    """Whether each mention that could abbreviate `body` (民政局 for 民政服务局) is another body's name in full."""
    found = [m.group() for m in _BODY.finditer(question) if _abbreviates(m.group(), body)]
    return bool(found) and body not in question and all(any(other in m for other in others) for m in found)


def _abbreviates(mention: str, body: str) -> bool:
    """Whether the end of `mention` is `body` or its characters in order (城管局, 城市管理局)."""
    if not body or body in mention:
        return bool(body)
    for length in range(min(len(mention), 6), 2, -1):
        tail = mention[-length:]
        if tail[0] == body[0] and re.match(".*?".join(map(re.escape, tail)), body):
            return True
    return False


def _unknown_place(query: Query, documents: tuple[Document, ...]) -> str | None:
    """A place or bureau that the question names and no report knows."""
    known = "".join((d.organization or "") + d.title for d in documents)
    texts = "".join(cell.text for d in documents for goal in d.goals for cell in goal.cells)
    for match in re.finditer(
        r"([\u4e00-\u9fff]{2})(?:市|省|县|区)(?=[\u4e00-\u9fff]{0,8}(?:局|委(?!会)|厅|办|政府))", query.text
    ):
        if match[1] not in known and not match[1].endswith(_NOT_PLACES) and match[1] not in texts:
            return match.group()
    for match in _NAMED_BODY.finditer(query.text):
        place, body = match["place"], match["body"]
        asked = [d for d in documents if place in (d.organization or "")]
        known_body = any(_abbreviates(body, place_and_body(d.organization or "")[1]) for d in asked)
        if asked and not known_body and match.group() not in texts:
            return match.group()
    for word, tag in tag_words(query.subject):
        named = tag == "ns" and _is_place(word, query.subject)
        bare = word.lstrip("那和跟与问比")
        if named and bare not in known and bare.rstrip("省市区县") not in known and bare not in texts:
            return bare
    return None


def _is_place(word: str, text: str) -> bool:
    """Whether a word tagged as a place is one: the tagger also takes 新建, 城镇 and 满意度 for places."""
    word = word.lstrip("那和跟与问比")
    if word in PLACES or word.endswith(("省", "市", "县", "自治区")):
        return len(word) > 1
    return bool(re.search(rf"{re.escape(word)}[\u4e00-\u9fff]{{0,6}}?(?:局|委(?!会)|厅|政府|办)", text))


def _by_organization(query: Query, documents: tuple[Document, ...]) -> tuple[Document, ...]:
    """The documents of the organisations that the question names, and of other places that it names; all where none."""
    bodies = {d.doc_id: place_and_body(d.organization or "")[1] for d in documents}
    sure = {d.doc_id: mentions(query.text, d.organization or "") for d in documents}
    for doc_id, body in bodies.items():
        if _is_outnamed(query.text, body, others={other for other in bodies.values() if other and other != body}):
            sure[doc_id] = 0
    best = max(sure.values(), default=0)
    if not best:
        return _by_organization(query.previous, documents) if query.previous else documents
    meant = [d for d in documents if sure[d.doc_id] == best]
    places = {place_and_body(d.organization or "")[0] for d in meant}
    others = {
        d.doc_id for d in documents if sure[d.doc_id] == 1 and place_and_body(d.organization or "")[0] not in places
    }
    return tuple(d for d in documents if d in meant or d.doc_id in others)


def without_names(query: Query, documents: tuple[Document, ...]) -> Query:
    """The query whose words leave out the organisations that it names: they choose reports, not statements."""
    organizations = sorted({d.organization or "" for d in documents}, key=len, reverse=True)
    subject = _without(query.subject, organizations)
    previous = without_names(query.previous, documents) if query.previous else None
    if subject == query.subject:
        return query if previous is query.previous else replace(query, previous=previous)
    asks = tuple(replace(ask, text=_without(ask.text, organizations)) for ask in query.asks)
    words = tuple(dict.fromkeys(w for run in word_runs(subject) for w in run))
    return replace(query, subject=subject, asks=asks, words=words, previous=previous)


def _without(text: str, organizations: Sequence[str]) -> str:
    """The text without the names of organisations: in full, by their body, or by their place alone."""
    for organization in organizations:
        place, body = place_and_body(organization)
        for mention in _BODY.findall(text):
            tails = (mention[i:] for i in range(len(mention) - 2))
            tail = next((tail for tail in tails if _abbreviates(tail, body) and tail[0] == body[0]), None)
            text = text.replace(tail, " ") if tail else text
        if place:
            text = re.sub(rf"{re.escape(place)}[市省区县州]?(?![\u4e00-\u9fff]{{0,1}}号)", " ", text)
    return text


def _year_of(query: Query, documents: tuple[Document, ...]) -> tuple[int, ...]:
    """The years meant: those named, the one before the report's, or both where they are compared."""
    known = {d.year for d in documents if d.year}
    latest = query.years[0] if query.years else max(known, default=0)
    if len(query.years) < 2 and has(patterns.TWO_YEARS, query.text) and latest - 1 in known:
        return (latest, latest - 1)
    if query.years:
        return query.years
    return (latest + query.year_offset,) if query.year_offset and known else ()


def _speaks_of_year(document: Document, year: int) -> bool:
    return any(
        re.search(rf"(?<!\d){year}(?!\d)", fold(c.text))
        for g in document.goals
        for c in g.cells
        if c.column != "deadline"
    )


def find_scope(query: Query, documents: tuple[Document, ...], *, doc_id: str | None = None) -> Scope:
    """The documents that the question means.

    Raises:
        UnknownDocument: `doc_id` names no document.
    """
    if doc_id is not None:
        documents = tuple(d for d in documents if d.doc_id == doc_id)
        if not documents:
            raise UnknownDocument(f"没有编号为 {doc_id} 的报告。用 kaoping goals 查看已有的报告。")
    unknown = None if query.english else _unknown_place(query, documents)
    if unknown:
        return Scope((), query, f"已导入的报告中没有“{unknown}”的报告。")
    named = _by_organization(query, documents)
    query = without_names(query, documents)
    if not query.english and (errors := _meant(corrections(query.subject, named))):
        query = respelled(query, errors)
    years = _year_of(query, named)
    if not years:
        return Scope(_of_periods(query, named), query)
    dated = tuple(d for d in named if d.year in years)
    if not dated:
        dated = tuple(d for d in named if not query.year_offset and any(_speaks_of_year(d, y) for y in years))
    if not dated:
        covered = "、".join(sorted({f"{d.year} 年" for d in named if d.year})) or "未注明年份"
        return Scope((), query, f"报告只覆盖 {covered}，没有 {'、'.join(str(y) for y in years)} 年的内容。")
    return Scope(_of_periods(query, dated), query)


def _of_periods(query: Query, documents: tuple[Document, ...]) -> tuple[Document, ...]:
    """Of several reports of one body and year, those that speak of the periods that the question names."""
    periods = (*query.periods, *quarters_listed(query.text))
    return covering(periods, documents) if periods else documents


def _meant(errors: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The typing errors but those that would take away what is to be done: 累计减 is no 累计建, 水离目标 no 水利目标."""
    return [
        (written, right)
        for written, right in errors
        if not any(old != new and old in _DOING for old, new in zip(written, right, strict=False))
    ]


def uncovered_period(query: Query, document: Document) -> str | None:
    """Why the report can't speak of the period asked, or None: its months end before, or it says nothing of them.

    A period inside the report's own, first quarter before a second included, may still be derived; targets are of the
    whole year.
    """
    if wants_survey(query) or wants_attainment(query):
        return None
    covered = parse_period(document.period) if document.period else None
    if covered is None or not query.periods or "criteria" in query.columns or query.intent in _ABOUT_TARGETS:
        return None
    if not query.quantity and has(patterns.PLANNED, query.wording):
        return None
    late = [p for p in query.periods if p.last > covered.last]
    if late and len(late) == len(query.periods):
        return f"报告只覆盖 {document.period}，没有所问期间的数据。"
    return None
