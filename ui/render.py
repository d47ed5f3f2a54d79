"""Answers and their evidence as HTML.

Pure functions from records to markup. Whatever comes from a report or a person passes `escape` here and nowhere else,
so the page may put the results into the document as they are; Markdown and LaTeX are never interpreted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from ui.marking import DOUBTFUL, Span, doubt_spans, doubts_html, mark_spans

if TYPE_CHECKING:
    from assistant import Answer, AnswerFigure, Citation
    from corpus import Cell, Document, Goal

QUESTION_LIMIT = 600  # characters of a question shown in the conversation
PREVIEW_LIMIT = 90  # characters of a collapsed cell shown
SHORT_CELL = 60  # characters up to which a cell is shown whole
CHIPS = 4  # citations named at the top of the evidence; the others are a click away

LOADING = '<div class="kp-pending" role="status">正在查找<i></i><i></i><i></i></div>'


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question of the conversation and what came of it; neither answer nor error means that it is being looked up.

    `sentences` are those of the answer that are known already, while it is being worded.
    """

    question: str
    answer: Answer | None = None
    error: str = ""
    sentences: str = ""

    @property
    def pending(self) -> bool:
        """Whether it is still being looked up."""
        return self.answer is None and not self.error


def header_html(documents: Sequence[Document], *, notice: str = "") -> str:
    """The title bar: the product, what is in the library, and a notice where there is one."""
    if not documents:
        held = "资料库是空的"
    elif len(documents) == 1:
        held = documents[0].title
    else:
        held = f"{len(documents)} 份报告，{sum(len(document.goals) for document in documents)} 项目标"
    note = f'<div class="kp-notice" role="note">{escape(notice)}</div>' if notice else ""
    return (
        '<div class="kp-header"><h1>考评</h1><span class="kp-tagline">每个数字都带出处</span>'
        f'<span class="kp-held">{escape(held)}</span></div>{note}'
    )


def composer_html() -> str:
    """Where questions are typed; what is sent while an earlier one is looked up waits below (see composer.js)."""
    return (
        '<form class="kp-composer"><textarea rows="1" placeholder="输入问题，回车提问" aria-label="问题" '
        'enterkeyhint="send"></textarea><button type="submit" class="kp-primary">提问</button>'
        '<button type="button" class="kp-quiet" data-fresh>新对话</button></form>'
        '<ul class="kp-waiting" aria-label="排队中的问题" hidden></ul>'
    )


def conversation_html(exchanges: Sequence[Exchange], *, documents: Sequence[Document], examples: Sequence[str]) -> str:
    """The whole conversation, or a welcome with example questions before the first one."""
    if not exchanges:
        return f'<div class="kp-log" role="log">{_welcome(documents, examples)}</div>'
    last = len(exchanges) - 1
    turns = "".join(_turn(exchange, turn=turn, last=turn == last) for turn, exchange in enumerate(exchanges))
    return f'<div class="kp-log" role="log" aria-live="polite">{turns}</div>'


def evidence_html(answer: Answer, *, turn: int, n: int, document: Document | None, clicked: bool) -> str:
    """The goal's table row with the cell of citation `n` open and its quote marked; chips lead to the other citations.

    `document` is the cited report, None where it has left the library. `clicked` tells the page whether a person asked
    for the citation: only then may it scroll more than the panel.
    """
    citation = next((c for c in answer.citations if c.n == n), None)
    if citation is None:
        return evidence_placeholder("这个回答没有可以引用的原文")
    reveal = "click" if clicked else "auto"
    return (
        '<section class="kp-evidence" id="kp-evidence" aria-label="原文依据" '
        f'data-active="{turn}-{n}" data-reveal="{reveal}">'
        f'<nav class="kp-chips" aria-label="引文"><span>原文依据</span>{_chips(answer, turn=turn, active=n)}</nav>'
        f"{row_html(citation, document=document, others=answer.citations)}</section>"
    )


def evidence_placeholder(text: str, *, loading: bool = False) -> str:
    """The evidence panel while there is nothing to show."""
    bars = '<div class="kp-skeleton"><i></i><i></i><i></i><i></i></div>' if loading else ""
    return f'<section class="kp-evidence kp-empty" aria-label="原文依据"><p>{escape(text)}</p>{bars}</section>'


def _welcome(documents: Sequence[Document], examples: Sequence[str]) -> str:
    titles = "".join(f"<li>{escape(document.title)}（{len(document.goals)} 项目标）</li>" for document in documents)
    return (
        '<div class="kp-welcome"><h2>想了解哪项工作？</h2>'
        '<p>回答里的每个数字都带编号，点开编号就能在<span class="kp-wide">右侧</span><span class="kp-narrow">下方</span>'
        "看到它出自报告的哪一格。</p>"
        f'<ul class="kp-titles">{titles}</ul><div class="kp-examples">{_ask_buttons(examples)}</div></div>'
    )


def _ask_buttons(questions: Iterable[str]) -> str:
    return "".join(
        f'<button type="button" data-ask="{escape(question)}">{escape(question)}</button>' for question in questions
    )


def _turn(exchange: Exchange, *, turn: int, last: bool) -> str:
    question = exchange.question if exchange.question.strip() else "（空白）"
    if len(question) > QUESTION_LIMIT:
        question = f"{question[:QUESTION_LIMIT]}…（共 {len(question)} 字）"
    return (
        f'<article class="kp-turn"><div class="kp-question">{escape(question)}</div>'
        f"{_reply(exchange, turn=turn, last=last)}</article>"
    )


def _reply(exchange: Exchange, *, turn: int, last: bool) -> str:
    if exchange.error:
        return f'<div class="kp-answer kp-error" role="alert"><b>没能回答</b>{escape(exchange.error)}</div>'
    if exchange.answer is None:
        return (
            f'<div class="kp-answer"><p>{escape(exchange.sentences)}</p>{LOADING}</div>'
            if exchange.sentences
            else LOADING
        )
    answer = exchange.answer
    found = answer.status == "answered"
    title = "" if found else "<b>报告里没有</b>"
    suggestions = f'<div class="kp-suggestions">{_ask_buttons(answer.suggestions)}</div>' if last else ""
    return (
        f'<div class="kp-answer{"" if found else " kp-not-found"}">{title}{_answer_body(answer, turn=turn)}'
        f"{_sums(answer)}{_sources(answer, turn=turn)}</div>{suggestions if answer.suggestions else ''}"
    )


def _answer_body(answer: Answer, *, turn: int) -> str:
    paragraphs = [line for line in answer.answer.split("\n") if line.strip()]
    return "".join(f"<p>{_answer_line(line, answer, turn=turn)}</p>" for line in paragraphs)


def _answer_line(line: str, answer: Answer, *, turn: int) -> str:
    citations = {str(citation.n): citation for citation in answer.citations}
    figures = {figure.text: figure for figure in answer.figures if figure.text}
    texts = "|".join(re.escape(text) for text in sorted(figures, key=len, reverse=True))
    pattern = re.compile(rf"\[(\d+)\]|(?<![\d.])({texts})" if texts else r"\[(\d+)\]()")
    parts, position = [], 0
    for match in pattern.finditer(line):
        parts.append(escape(line[position : match.start()]))
        citation, figure = citations.get(match[1] or ""), figures.get(match[2] or "")
        parts.append(_link(citation, turn=turn) if citation else _figure(figure) if figure else escape(match[0]))
        position = match.end()
    return "".join(parts) + escape(line[position:])


def _link(citation: Citation, *, turn: int) -> str:
    place = escape(f"引文 {citation.n}：{citation.goal} · {citation.column_label}")
    return (
        f'<a class="kp-cite" href="#kp-evidence" data-cite="{turn}-{citation.n}" title="{place}" '
        f'aria-label="{place}">{citation.n}</a>'
    )


def _figure(figure: AnswerFigure) -> str:
    if figure.derived:
        return f'<b class="kp-figure kp-derived" title="{escape(figure.expression or "")}">{escape(figure.text)}</b>'
    return f'<b class="kp-figure">{escape(figure.text)}</b>'


def _sums(answer: Answer) -> str:
    derived = [figure for figure in answer.figures if figure.derived and figure.expression]
    shown = [figure for figure in derived if (figure.expression or "") not in answer.answer]
    lines = "".join(f"<li>{escape(figure.expression or '')} → {escape(figure.text)}</li>" for figure in shown)
    return f'<ul class="kp-sums" aria-label="计算过程">{lines}</ul>' if lines else ""


def _sources(answer: Answer, *, turn: int) -> str:
    """What a not-found answer is nearest to; the marks of an answered one stand in its text."""
    if answer.status == "answered" or not answer.citations:
        return ""
    links = "".join(
        f'<a class="kp-near" href="#kp-evidence" data-cite="{turn}-{citation.n}">'
        f"{escape(citation.goal)} · {escape(citation.column_label)}</a>"
        for citation in answer.citations
    )
    return f'<div class="kp-nearest">最接近的内容：{links}</div>'


def _chips(answer: Answer, *, turn: int, active: int) -> str:
    """A link to each citation; the goal is named where there are several. Many are kept behind 更多."""
    several = len({citation.goal_id for citation in answer.citations}) > 1
    chips = [_chip(c, turn=turn, active=c.n == active, several=several) for c in answer.citations]
    shown, rest = (chips, []) if len(chips) <= CHIPS + 1 else (chips[:CHIPS], chips[CHIPS:])
    if not rest:
        return "".join(shown)
    is_open = " open" if active in {citation.n for citation in answer.citations[CHIPS:]} else ""
    return (
        f'{"".join(shown)}<details class="kp-more"{is_open}><summary>更多 {len(rest)} 条</summary>'
        f"<div>{''.join(rest)}</div></details>"
    )


def _chip(citation: Citation, *, turn: int, active: bool, several: bool) -> str:
    return (
        f'<a class="kp-chip" href="#kp-evidence" data-cite="{turn}-{citation.n}"'
        f"{' aria-current=true' if active else ''}><b>{citation.n}</b>"
        f"{f'<span>{escape(citation.goal)}</span>' if several else ''}<em>{escape(citation.column_label)}</em></a>"
    )


def row_html(
    citation: Citation, *, document: Document | None, others: Sequence[Citation] = (), said: str | None = None
) -> str:
    """The goal's row with the cited cell open and its quote marked; the quotes of `others` in that cell are underlined.

    `document` is the cited report, None where it has left the library. `said` stands out within the quote.
    """
    goals = document.goals if document else ()
    goal = next((goal for goal in goals if document and document.goal_id(goal) == citation.goal_id), None)
    head = f"<h3>{star_html(goal)}{escape(citation.goal)}</h3>{_whereabouts(citation)}"
    if goal is None:
        return f'<header>{head}</header><p class="kp-gone">这份报告已不在资料库中。</p>{_loose_quote(citation)}'
    cited = cited_cell(goal, citation)
    cells = "".join(
        _cell(cell, quoted=_quoted_text(cell, citation, others=others, said=said) if cell is cited else None)
        for cell in goal.cells
    )
    loose = "" if cited else f'<p class="kp-gone">报告已更新，引文与原文不再一致。</p>{_loose_quote(citation)}'
    return f'<header>{head}</header>{loose}<div class="kp-row">{cells}</div>'


def _whereabouts(citation: Citation) -> str:
    """The report, the place in its file, and whether recognition was sure of what is quoted."""
    place = f" · 原件{escape(citation.place)}" if citation.place else ""
    doubt = f'<p class="kp-doubtful" role="note">{DOUBTFUL}</p>' if citation.doubtful else ""
    return f"<p>{escape(citation.doc_title)}{place}</p>{doubt}"


def _loose_quote(citation: Citation) -> str:
    return f"<blockquote>{escape(citation.quote)}</blockquote>"


def cited_cell(goal: Goal, citation: Citation) -> Cell | None:
    """The cell that holds exactly the quoted span, None where the text has changed since."""
    cells = [cell for cell in goal.cells if cell.column == citation.column]
    holding = [cell for cell in cells if cell.text[citation.start : citation.end] == citation.quote]
    return next((cell for cell in holding if cell.label == citation.column_label), holding[0] if holding else None)


def _cell(cell: Cell, *, quoted: str | None) -> str:
    """A cell of the row, folded where it is long; `quoted` is the text of the cited one with its marks."""
    label = f'<span class="kp-label">{escape(cell.label)}</span>'
    if quoted is None and len(cell.text) <= SHORT_CELL and "\n" not in cell.text:
        return f'<div class="kp-cell">{label}<div class="kp-text">{doubts_html(cell) or "—"}</div></div>'
    preview = doubts_html(cell, end=PREVIEW_LIMIT) + ("…" if len(cell.text) > PREVIEW_LIMIT else "")
    return (
        f'<details class="kp-cell{"" if quoted is None else " kp-cited"}"{"" if quoted is None else " open"}>'
        f'<summary>{label}<span class="kp-preview">{preview}</span></summary>'
        f'<div class="kp-text">{doubts_html(cell) if quoted is None else quoted}</div></details>'
    )


def _quoted_text(cell: Cell, citation: Citation, *, others: Sequence[Citation], said: str | None) -> str:
    """The cell with the quote in `<mark>`, the other quotes of this cell underlined, and what is doubtful."""
    place = (citation.goal_id, citation.column, citation.column_label)
    here = [other for other in others if (other.goal_id, other.column, other.column_label) == place]
    spans = [Span(citation.start, citation.end, "<mark>", "</mark>")]
    spans += [
        Span(other.start, other.end, '<span class="kp-also">', "</span>")
        for other in here
        if cell.text[other.start : other.end] == other.quote
    ]
    return mark_spans(cell.text, spans, within=[*_said_span(citation, said), *doubt_spans(cell)])


def _said_span(citation: Citation, said: str | None) -> list[Span]:
    """Where the quote has those words, with any white space, once; [] where it hasn't."""
    words = r"\s*".join(re.escape(character) for character in "".join((said or "").split()))
    found = re.search(rf"(?<![\d.]){words}", citation.quote) if words else None
    if found is None:
        return []
    return [Span(citation.start + found.start(), citation.start + found.end(), '<b class="kp-said">', "</b>")]


def star_html(goal: Goal | None) -> str:
    """The mark of an important goal."""
    return '<span class="kp-star" title="重点目标">★</span>' if goal and goal.starred else ""
