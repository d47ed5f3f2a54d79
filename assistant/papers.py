"""Questions for a document that a report names: its title, number and dates, wherever in the goal they stand.

The document is described rather than named as often as not (管河湖长打分的那个办法), so titles are compared by characters too; what it
is (办法, 方案) must agree. A report mostly gives the number in one cell and the date in another, so all that name the title are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.asks import Ask
from assistant.clauses import trim
from assistant.evidence import Matcher, Passage, pairs, passages_of, plain
from assistant.lookup import choose, place_of
from assistant.patterns import has
from assistant.question import ASKING_CHARACTERS, Query
from assistant.retrieve import Evidence
from assistant.sufficiency import why_not
from assistant.writer import Writer
from corpus import Figure, fold, is_han

NUMBER = r"文号|(?:几|多少|哪个?)号文|发文字号|文件编?号"
TITLE = r"叫(?:做|个)?(?:什么|啥)|(?:什么|啥)名[字称]?|全[称名]|名[字称](?:是|叫|为)?(?:什么|啥)|哪[份个部](?:文件|办法|方案|规定|意见)"
DATE = r"什么时候|啥时候|何时|哪[一1]?天|几月几?[号日]?|(?<!多少)几[号日](?!文|目标|线|楼|泊)|日期|什么时间"
BARE_DATE = r"几[号日](?!文|目标|线|楼|泊)|啥时候|日期"  # that lookup doesn't read as one
ISSUED = r"印发|发(?:布|出)?的?文|发文|下发|出台|公布|颁布|制定|发的|发布"
IN_FORCE = r"施行|实施(?!方案|办法|意见|细则|计划)|生效|执行"
STANDING = r"哪一?[步环关]|进展|进度|什么阶段|怎么样|什么内容|规定了?什么"
_KINDS = ("实施意见", "指导意见", "实施细则", "行动计划", "管理办法", "办法", "方案", "计划", "意见", "规定", "细则", "条例", "通知", "规划", "制度", "规则", "标准", "指南", "清单", "文件")  # fmt: skip
_ANY_KIND = ("文件", "文")
_TITLE = re.compile(r"《[^《》]{2,60}》")
_PAIRS, _CHARACTERS, _STATEMENT = 0.4, 0.4, 0.2
_LEAST = 0.3
_COLUMNS = {"criteria": -0.05, "cumulative_progress": 0.05}  # what is said of a document; of two columns the fuller


@dataclass(frozen=True, slots=True)
class Paper:
    """A document by its title in a statement; `score` says how well it fits the question."""

    passage: Passage
    start: int
    end: int
    score: float

    @property
    def title(self) -> str:
        """The title as it is compared."""
        return plain(self.passage.cell.text[self.start : self.end])


def paper(query: Query, evidence: Evidence, writer: Writer) -> str | None:
    """The title, number and date that are asked for of a document, as quotes; None where none is asked for or found."""
    text = query.text
    if query.english:
        return None
    wants_number, wants_title, wants_date = has(NUMBER, text), has(TITLE, text), has(DATE, text)
    about_paper = wants_number or has(ISSUED, text) or has(IN_FORCE, text) or any(kind in text for kind in _KINDS)
    found = _best(query, evidence) if about_paper and (wants_number or wants_title or wants_date) else None
    if found is None:
        return _dated(query, evidence, writer) if wants_date and has(BARE_DATE, text) and not wants_number else None
    mentions = list(_mentions(found, evidence))
    if wants_title and has(STANDING, text):
        statement = found.passage.statement
        return f"{writer.quote(place_of(found.passage), statement.start, statement.end)}。"
    facts: list[tuple[Passage, Sequence[Figure]] | None] = []
    if wants_number:
        facts.append(_fact(mentions, "document_no", ""))
    if wants_date:
        facts.append(_fact(mentions, "date", IN_FORCE if has(IN_FORCE, text) else ISSUED))
    if not wants_title and not any(facts):
        return None
    return _written(
        found, [fact for fact in facts if fact], wants_title=wants_title, missing=None in facts, writer=writer
    )


def _best(query: Query, evidence: Evidence) -> Paper | None:
    """The document that the question means, by its title first; None where no title comes near."""
    found = [p for passage in _passages(evidence) for p in _titles(query, evidence.matcher, passage)]
    best = max(found, key=lambda p: round(p.score, 6), default=None)
    return best if best is not None and best.score >= _LEAST else None


def _passages(evidence: Evidence) -> Iterator[Passage]:
    """All statements of the goals that were found, best goal first."""
    seen: set[tuple[str, int]] = set()
    for ranked in evidence.ranked:
        document, goal = ranked.passage.document, ranked.passage.goal
        if (document.doc_id, goal.number) not in seen:
            seen.add((document.doc_id, goal.number))
            for cell in goal.cells:
                yield from passages_of(document, goal, cell)


def _titles(query: Query, matcher: Matcher, passage: Passage) -> Iterator[Paper]:
    kind = next((k for k in _KINDS if k in query.text), "")
    for match in _TITLE.finditer(passage.cell.text, passage.statement.start, passage.statement.end):
        title = plain(match.group())
        if kind and kind not in _ANY_KIND and kind[-2:] not in title:
            continue
        score = _PAIRS * matcher.overlap(pairs(title)) + _CHARACTERS * _characters(query, title)
        score += _STATEMENT * matcher.passage_overlap(passage)
        yield Paper(passage, match.start(), match.end(), score + _COLUMNS.get(passage.cell.column, 0.0))


def _characters(query: Query, title: str) -> float:
    """Share of what the question says of the document, character by character, that its title holds."""
    said = re.sub(f"{NUMBER}|{TITLE}|{DATE}|{ISSUED}|{IN_FORCE}", "", query.subject)
    asked = [c for c in dict.fromkeys(plain(said)) if is_han(c) and c not in ASKING_CHARACTERS and c not in "那个的管"]
    return sum(c in title for c in asked) / len(asked) if asked else 0.0


def _mentions(found: Paper, evidence: Evidence) -> Iterator[Passage]:
    """The statements that name the document, its own first."""
    yield found.passage
    for passage in _passages(evidence):
        if passage.key != found.passage.key and found.title in passage.plain and passage.cell.column != "criteria":
            yield passage


def _fact(mentions: Sequence[Passage], kind: str, deed: str) -> tuple[Passage, Sequence[Figure]] | None:
    """The first statement that gives the document's number or date; of several dates the one of the deed asked for."""
    for passage in mentions:
        figures = [f for f in passage.figures if f.kind == kind and "《" in passage.text]
        if figures:
            return passage, [next((f for f in figures if deed and _is_of(passage, f, deed)), figures[0])]
    return None


def _is_of(passage: Passage, figure: Figure, deed: str) -> bool:
    behind = re.split(r"[,;。]", fold(passage.cell.text[figure.end : passage.statement.end]))[0]
    return has(deed, behind)


def _written(
    found: Paper,
    facts: Sequence[tuple[Passage, Sequence[Figure]]],
    *,
    wants_title: bool,
    missing: bool,
    writer: Writer,
) -> str:
    """The clauses that hold the title and the facts, each passage once."""
    spans: dict[tuple[str, int, str, str, int], tuple[Passage, int, int]] = {}
    for passage, figures in facts:
        start, end = trim(passage, figures)
        title = _TITLE.search(passage.cell.text, passage.statement.start, passage.statement.end)
        start = min(start, title.start()) if title else start
        known = spans.get(passage.key)
        spans[passage.key] = (passage, min(start, known[1]), max(end, known[2])) if known else (passage, start, end)
    if wants_title and found.passage.key not in spans and not any(found.title in p.plain for p, _, _ in spans.values()):
        spans = {found.passage.key: (found.passage, found.start, found.end), **spans}
    quotes = [writer.quote(place_of(passage), start, end) for passage, start, end in spans.values()]
    return "；".join(quotes) + ("。报告没有写明所问的其余内容。" if missing else "。")


def _dated(query: Query, evidence: Evidence, writer: Writer) -> str | None:
    """The clause with the date of what is asked about (几号开始试运行)."""
    ask = Ask(query.text, frozenset({"date"}), None, quantity=True, change=False)
    choice = choose(query, ask, evidence.ranked, evidence.matcher)
    if choice is None or why_not(query, evidence.matcher, [choice]):
        return None
    start, end = trim(choice.passage, [choice.figure], evidence.matcher.weights)
    return f"{writer.quote(place_of(choice.passage), start, end)}。"
