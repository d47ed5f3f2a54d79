"""Verify a draft: sentence by sentence, each figure against the figures of the reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from assistant.scope import place_and_body
from assistant.verification.abbreviations import in_their_words
from assistant.verification.candidates import candidates_for
from assistant.verification.judging import Case, Judgement
from assistant.verification.ledger import Ledger
from assistant.verification.mention import Mention
from assistant.verification.naming import mentions
from assistant.verification.record import Claim, ClaimFigure, Verification
from assistant.verification.sentences import judge_sentence
from assistant.verification.setting import Setting, after, at, periods_said, reports_meant
from assistant.verification.tables import TableRow, mentions_in, row_of, table_rows
from assistant.verification.wording import message
from assistant.writer import Place, Writer
from corpus import (
    Document,
    EmptyIndex,
    Figure,
    Statement,
    UnknownDocument,
    Unread,
    fold,
    parse_period,
    read_figures,
    split_statements,
    unread_numbers,
)

Spanned = TypeVar("Spanned", bound=Figure | Unread)
Progress = Callable[[int, int], None]
NO_YEAR = 0  # what 去年 means where the reports are of several years: none of theirs
LONGEST_SENTENCE = 1000  # characters; a longer one is none, and is looked at in parts
_CONTEXT = 60  # characters of the sentence before that a sentence may lean on


def no_progress(done: int, total: int) -> None:
    """For callers that don't show any."""


class Shelf(Protocol):
    """What holds the documents to verify against: a library, for one."""

    def documents(self) -> tuple[Document, ...]:
        """All documents; the same objects as long as nothing changed."""


class Verifier:
    """Verifies drafts against the documents of a library."""

    def __init__(self, library: Shelf) -> None:
        self._library = library
        self._ledger = Ledger(())

    def verify(self, text: str, *, doc_id: str | None = None, progress: Progress = no_progress) -> Verification:
        """The verdict on every figure of `text`; `progress` gets how many sentences are done, of how many.

        Raises:
            EmptyIndex: nothing has been ingested.
            UnknownDocument: `doc_id` names no document.
        """
        reading = _Reading(text, self._ledger_of(doc_id))
        writer, rows, claims = Writer(), table_rows(text), []
        statements = [part for statement in split_statements(text) for part in _in_parts(text, statement)]
        sentences = list(_shared_out(read_figures(text), statements))
        unread: dict[Statement, list[Unread]] = dict(_shared_out(unread_numbers(text), statements))
        for done, (statement, figures) in enumerate(sentences, start=1):
            row = row_of(rows, statement.start)
            judged = reading.judged(statement, figures) if row is None else reading.judged_row(row)
            claims.append(_claim(text, statement, judged, writer, unread=[] if row else unread[statement]))
            progress(done, len(sentences))
        return Verification(tuple(claims), tuple(writer.citations))

    def _ledger_of(self, doc_id: str | None) -> Ledger:
        """The figures of the documents; worked out anew only where these have changed."""
        documents = self._library.documents()
        if not documents:
            raise EmptyIndex("还没有导入任何报告。请先运行：kaoping ingest 报告文件")
        if doc_id is not None:
            documents = tuple(d for d in documents if d.doc_id == doc_id)
            if not documents:
                raise UnknownDocument(f"没有编号为 {doc_id} 的报告。用 kaoping documents 查看已有的报告。")
        ledger = self._ledger
        if tuple(map(id, ledger.documents)) != tuple(map(id, documents)):
            ledger = self._ledger = Ledger(documents)
        return ledger


class _Reading:
    """A draft while it is read: what holds at each point."""

    def __init__(self, text: str, ledger: Ledger) -> None:
        self._text = text
        self._ledger = ledger
        self._setting = Setting(frozenset(d.doc_id for d in ledger.documents))
        self._latest = latest_of(ledger.documents)
        self._above = ""
        self._names = sorted({n for d in ledger.documents for n in _names(d)}, key=lambda n: (-len(n), n))
        self._translated = in_their_words(ledger)

    def judged(self, statement: Statement, figures: Sequence[Figure]) -> list[tuple[Figure, Judgement]]:
        """The verdicts on the figures of the next sentence."""
        sentence = self._text[statement.start : statement.end]
        setting = reports_meant(sentence, setting=self._setting, documents=self._ledger.documents)
        said = periods_said(sentence, this_year=self._this_year(setting), last_year=self._last_year(setting))
        starts = [f.start - statement.start for f in figures if f.kind not in ("period", "date")]
        cases = []
        for mention in mentions(
            self._text, figures, start=statement.start, end=statement.end, above=self._above, names=self._names
        ):
            if _is_judged(mention):
                leans = sentence.startswith("其中") or (mention.leans and not mention.subject)
                position = mention.figure.start - statement.start
                here = at(setting, said, position, text=sentence, figures=starts, leans=leans)
                cases.append(self._case(mention, here))
        self._setting = after(setting, said, text=sentence, figures=starts)
        self._above = sentence[:_CONTEXT]
        return judge_sentence(cases, sentence=fold(sentence), ledger=self._ledger)

    def judged_row(self, row: TableRow) -> list[tuple[Figure, Judgement]]:
        """The verdicts on the figures of the next row of a table; its header says which months and year."""
        setting, cases = self._setting, []
        for mention, header in mentions_in(row, above=self._above):
            said = periods_said(header, this_year=self._this_year(setting), last_year=self._last_year(setting))
            here = at(setting, said, len(header), text=header, figures=(), leans=False)
            cases.append(self._case(mention, here))
        return judge_sentence(cases, sentence="", ledger=self._ledger)

    def _this_year(self, setting: Setting) -> int | None:
        """What 今年 means: the draft's year, or that of the newest reports that may be meant, if it is one."""
        newest = {d.year for d in self._meant(setting) if d.year and d.doc_id in self._latest}
        return setting.year or (newest.pop() if len(newest) == 1 else None)

    def _last_year(self, setting: Setting) -> int:
        """What 去年 means: the year before, or, early in a year, that of a report on the whole of it."""
        this = self._this_year(setting)
        if this is None:
            return NO_YEAR
        if any(d.year == this - 1 for d in self._meant(setting)):
            return this - 1
        ends = [parse_period(d.period) for d in self._meant(setting) if d.year == this and d.period]
        return this if any(period and period.last == 12 for period in ends) else this - 1

    def _meant(self, setting: Setting) -> list[Document]:
        return [d for d in self._ledger.documents if d.doc_id in setting.documents]

    def _case(self, mention: Mention, setting: Setting) -> Case:
        if setting.unknown:
            return Case(mention, setting, ())
        own, tail, subject = map(self._translated, (mention.own, mention.tail, mention.subject))
        theirs = replace(mention, own=own, tail=tail, subject=subject)
        return Case(theirs, setting, candidates_for(theirs, setting=setting, ledger=self._ledger, latest=self._latest))


def _is_judged(mention: Mention) -> bool:
    """Whether the figure claims something: a period or a year alone only says of when."""
    figure = mention.figure
    return figure.kind != "period" and not (figure.kind == "date" and "-" not in str(figure.value))


def _names(document: Document) -> Iterator[str]:
    """The names of the body of a report, and of its place."""
    if document.organization:
        place, _ = place_and_body(document.organization)
        yield document.organization
        if place:
            yield from (f"{place}{kind}" for kind in "省市区县州")


def latest_of(documents: Sequence[Document]) -> frozenset[str]:
    """The ids of the newest reports of each kind: a draft that names no year speaks of these."""
    newest: dict[str, Document] = {}
    for document in documents:
        known = newest.get(document.report_name)
        if known is None or _age(document) >= _age(known):
            newest[document.report_name] = document
    return frozenset(d.doc_id for d in newest.values())


def _age(document: Document) -> tuple[int, int]:
    period = parse_period(document.period) if document.period else None
    return (document.year or 0, period.last if period else 0)


def _in_parts(text: str, statement: Statement) -> Iterator[Statement]:
    """The statement, or, where it is too long to be a sentence, parts of it that end with a comma if they can."""
    start = statement.start
    while statement.end - start > LONGEST_SENTENCE:
        window = fold(text[start : start + LONGEST_SENTENCE])
        end = start + (max(window.rfind(","), window.rfind(";")) + 1 or LONGEST_SENTENCE)
        yield replace(statement, start=start, end=end)
        start = end
    yield replace(statement, start=start)


def _shared_out(
    figures: Sequence[Spanned], statements: Sequence[Statement]
) -> Iterator[tuple[Statement, list[Spanned]]]:
    """The figures of each statement, in one pass."""
    position = 0
    for statement in statements:
        own: list[Spanned] = []
        while position < len(figures) and figures[position].start < statement.end:
            if figures[position].start >= statement.start:
                own.append(figures[position])
            position += 1
        yield statement, own


def _claim(
    text: str,
    statement: Statement,
    judged: Sequence[tuple[Figure, Judgement]],
    writer: Writer,
    *,
    unread: Sequence[Unread],
) -> Claim:
    figures = [_figure(figure, judgement, writer) for figure, judgement in judged]
    figures += [ClaimFigure(u.text, u.start, u.end, "not_found", reason="unread", message=u.why) for u in unread]
    figures.sort(key=lambda figure: figure.start)
    return Claim(text[statement.start : statement.end], statement.start, statement.end, tuple(figures))


def _figure(figure: Figure, judgement: Judgement, writer: Writer) -> ClaimFigure:
    entry = judgement.entry
    citation = None
    if entry is not None:
        statement = entry.passage.statement
        place = Place(entry.document, entry.goal, entry.cell)
        citation = writer.cite(place, statement.start, statement.end)
    return ClaimFigure(
        text=figure.text,
        start=figure.start,
        end=figure.end,
        verdict=judgement.verdict,
        expected=judgement.expected,
        citation=citation,
        reason=judgement.reason,
        message=message(judgement),
    )
