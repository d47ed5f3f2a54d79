"""Answers with their sources as texts of other kinds: for the clipboard, as Markdown, as JSON.

What is copied or saved has to stand by itself: the marks stay in the text, and each source is named at the end with
report, goal, column, place and quote. Whatever comes from reports or people is escaped for its kind.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from ui.language import tr
from ui.terminal import one_line

if TYPE_CHECKING:
    from assistant import Answer, Citation
    from ui.asking.talk import Exchange

_MARK = re.compile(r"\[(\d+)\]")
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~$!&^])")


def source_line(citation: Citation) -> str:
    """Where a quote stands, in one line: report, goal, column, place."""
    place = tr("原件{place}", place=citation.place) if citation.place else ""
    return " · ".join(
        part for part in (f"《{citation.doc_title}》", citation.goal, citation.column_label, place) if part
    )


def pieces(answer: Answer) -> Iterator[list[tuple[str, int | None]]]:
    """The paragraphs of an answer, each as texts and the marks between them: (text, None) or (mark, its number)."""
    known = {citation.n for citation in answer.citations}
    for line in answer.answer.split("\n"):
        parts: list[tuple[str, int | None]] = []
        position = 0
        for match in _MARK.finditer(line):
            if int(match[1]) in known:
                parts += [(line[position : match.start()], None), (match[0], int(match[1]))]
                position = match.end()
        if line.strip():
            yield [*parts, (line[position:], None)]


def answer_text(answer: Answer) -> str:
    """The answer as plain text, its sources below."""
    sources = [f"[{c.n}] {source_line(c)}：“{one_line(c.quote)}”" for c in answer.citations]
    return "\n".join([answer.answer.strip(), *(["", tr("出处"), *sources] if sources else [])])


def answer_html(answer: Answer) -> str:
    """The answer as word processors take it from the clipboard: raised marks, sources below."""
    paragraphs = "".join(
        f"<p>{''.join(f'<sup>{escape(text)}</sup>' if n else escape(text) for text, n in parts)}</p>"
        for parts in pieces(answer)
    )
    sources = "".join(
        f"<p>[{c.n}] {escape(source_line(c))}：“{escape(one_line(c.quote))}”</p>" for c in answer.citations
    )
    return f"{paragraphs}<p><b>{tr('出处')}</b></p>{sources}" if sources else paragraphs


def markdown(title: str, exchanges: Sequence[Exchange]) -> str:
    """Questions as headings, answers with footnotes; the footnotes are counted through."""
    lines = [f"# {_escaped(title)}", ""]
    notes: list[str] = []
    for turn, exchange in enumerate(exchanges, start=1):
        lines += [f"## {_escaped(exchange.question)}", ""]
        answer = exchange.answer
        for parts in pieces(answer) if answer else ():
            lines += ["".join(f"[^{turn}-{n}]" if n else _escaped(text) for text, n in parts), ""]
        notes += [
            f"[^{turn}-{c.n}]: {_escaped(source_line(c))}：“{_escaped(c.quote)}”"
            for c in (answer.citations if answer else ())
        ]
        lines += [] if answer else [f"> {_escaped(exchange.error)}", ""]
    return "\n".join([*lines, *notes, ""])


def conversation_json(title: str, exchanges: Sequence[Exchange]) -> str:
    """The conversation for other programs: each answer as the machine interface has it."""
    records: list[dict[str, Any]] = [
        exchange.answer.to_json() if exchange.answer else {"question": exchange.question, "error": exchange.error}
        for exchange in exchanges
    ]
    return json.dumps({"title": title, "exchanges": records}, ensure_ascii=False, indent=2) + "\n"


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", one_line(text))
