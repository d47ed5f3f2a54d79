"""The conversation as HTML: questions, answers with their marks, and what can be done with an answer.

Pure functions from records to markup, escaped here like everywhere (see render). Markdown and LaTeX are never
interpreted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from ui.asking.talk import Exchange, Talk
from ui.asking.writing import answer_html, answer_text
from ui.language import tr

if TYPE_CHECKING:
    from assistant import Answer, AnswerFigure, Citation
    from corpus import Document

QUESTION_LIMIT = 600  # characters of a question shown in the conversation
TITLES = 6  # reports named before the first question
REASONS = {"figure": "数字错误", "source": "出处错误", "missed": "应能找到", "other": "其他"}


def conversation_html(talk: Talk, *, documents: Sequence[Document], examples: Sequence[str]) -> str:
    """The whole conversation, or a welcome with example questions before the first one."""
    inside = "".join(_turn(exchange, turn=turn, talk=talk) for turn, exchange in enumerate(talk.exchanges))
    return (
        f'<div class="kp-log" role="log" aria-live="off" aria-label="{tr("对话")}" data-conversation="{escape(talk.id)}" '
        f'tabindex="0">{inside or _welcome(documents, examples)}</div>'
    )


def followups_html(questions: Sequence[str]) -> str:
    """Questions worth asking next; nothing where there are none."""
    if not questions:
        return ""
    return (
        f'<div class="kp-suggestions" role="group" aria-label="{tr("可以接着问")}"><span>{tr("接着问")}</span>'
        f"{_ask_buttons(questions)}</div>"
    )


def _welcome(documents: Sequence[Document], examples: Sequence[str]) -> str:
    titles = "".join(
        f"<li>{escape(document.title)}{tr('（{count} 项目标）', count=len(document.goals))}</li>"
        for document in documents[:TITLES]
    )
    more = f"<li>{tr('等 {count} 份报告', count=len(documents))}</li>" if len(documents) > TITLES else ""
    return (
        f'<div class="kp-welcome"><h2>{tr("想了解哪项工作？")}</h2>'
        f"<p>{tr('回答里的每个数字都带编号，点开编号就能看到它出自报告的哪一格。')}</p>"
        f'<ul class="kp-titles">{titles}{more}</ul><div class="kp-examples">{_ask_buttons(examples)}</div></div>'
    )


def _ask_buttons(questions: Iterable[str]) -> str:
    return "".join(
        f'<button type="button" data-ask="{escape(question)}">{escape(question)}</button>' for question in questions
    )


def _turn(exchange: Exchange, *, turn: int, talk: Talk) -> str:
    question = exchange.question if exchange.question.strip() else tr("（空白）")
    if len(question) > QUESTION_LIMIT:
        question = f"{question[:QUESTION_LIMIT]}{tr('…（共 {count} 字）', count=len(question))}"
    return (
        f'<article class="kp-turn"><div class="kp-question">{escape(question)}</div>'
        f"{_reply(exchange, turn=turn, talk=talk)}</article>"
    )


def _reply(exchange: Exchange, *, turn: int, talk: Talk) -> str:
    if exchange.error:
        return f'<div class="kp-answer kp-error" role="alert"><b>{tr("没能回答")}</b>{escape(exchange.error)}</div>'
    if exchange.answer is None:
        said = f"<p>{escape(exchange.sentences)}</p>{_looking()}"
        return f'<div class="kp-answer">{said}</div>' if exchange.sentences else _looking()
    answer = exchange.answer
    found = answer.status == "answered"
    title = "" if found else f"<b>{tr('报告里没有')}</b>"
    return (
        f'<div class="kp-answer{"" if found else " kp-not-found"}">{title}{_answer_body(answer, turn=turn)}'
        f"{_sums(answer)}{_nearest(answer, turn=turn)}</div>{_actions(answer, turn=turn, talk=talk)}"
    )


def _looking() -> str:
    return f'<div class="kp-pending" role="status">{tr("正在查找")}<i></i><i></i><i></i></div>'


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
    place = escape(tr("引文 {n}：", n=citation.n) + f"{citation.goal} · {citation.column_label}")
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
    return f'<ul class="kp-sums" aria-label="{tr("计算过程")}"><li>{tr("计算过程")}</li>{lines}</ul>' if lines else ""


def _nearest(answer: Answer, *, turn: int) -> str:
    """What a not-found answer is nearest to; the marks of an answered one stand in its text."""
    if answer.status == "answered" or not answer.citations:
        return ""
    links = "".join(
        f'<a class="kp-near" href="#kp-evidence" data-cite="{turn}-{citation.n}">'
        f"{escape(citation.goal)} · {escape(citation.column_label)}</a>"
        for citation in answer.citations
    )
    return f'<div class="kp-nearest">{tr("最接近的内容：")}{links}</div>'


def _actions(answer: Answer, *, turn: int, talk: Talk) -> str:
    """Copying, files, and what its reader thinks of it."""
    saved = "".join(
        f'<a href="conversations/{escape(talk.id)}.{suffix}?turn={turn}" download '
        f'title="{tr("下载这个回答（{kind}）", kind=kind)}">{kind}</a>'
        for kind, suffix in (("Markdown", "md"), ("Word", "docx"))
    )
    sources = (
        f'<a href="#kp-evidence" data-cite="{turn}-{answer.citations[0].n}">'
        f"{tr('{count} 条依据', count=len(answer.citations))}</a>"
        if answer.citations
        else ""
    )
    return (
        f'<div class="kp-actions" data-turn="{turn}">{sources}'
        f'<button type="button" data-copy data-text="{escape(answer_text(answer))}" data-html="{escape(answer_html(answer))}" '
        f'data-done="{tr("已复制，出处在文后")}">{tr("复制")}</button>{saved if talk.id else ""}'
        f'<span class="kp-rate" role="group" aria-label="{tr("这个回答对吗？")}">'
        f'<button type="button" data-rate="up" aria-pressed="false">{tr("答得对")}</button>'
        f'<button type="button" data-rate="down" aria-pressed="false" aria-expanded="false">{tr("有问题")}</button></span>'
        f"{_complaint(turn)}</div>"
    )


def _complaint(turn: int) -> str:
    """What can be wrong with an answer; hidden until somebody says that something is."""
    reasons = "".join(
        f'<label><input type="radio" name="reason-{turn}" value="{key}">{tr(name)}</label>'
        for key, name in REASONS.items()
    )
    return (
        f'<form class="kp-why" hidden><fieldset><legend>{tr("哪里有问题？")}</legend>{reasons}</fieldset>'
        f'<textarea rows="2" maxlength="500" aria-label="{tr("说明")}" placeholder="{tr("说明（可不填，最多 500 字）")}"></textarea>'
        f'<button type="submit" class="kp-quiet">{tr("提交")}</button></form>'
    )
