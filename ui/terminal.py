"""Records and lines for people.

Reports, questions and file names are other people's text: control and direction characters are taken out before any of
it reaches a terminal, where an escape sequence would be obeyed instead of shown.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from assistant import Answer, Citation
    from corpus import Document

UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
STATUS = {"added": "已导入", "unchanged": "无变化", "replaced": "已更新", "failed": "失败"}
ATTAINMENT = {"met": "已达到", "not_met": "未达到", "unknown": "无法判断"}
DOUBTFUL = "（扫描识别存疑，请核对原件）"
UNSURE = "（存疑）"  # the same behind a figure, where there is little room
QUOTE_LIMIT = 120  # characters of a quote shown in a terminal


@dataclass(frozen=True, slots=True)
class Painted:
    """Words of a line and their colour on a terminal, by click's name for it."""

    text: str
    color: str | None = None


def plain(text: str) -> str:
    """The text without characters that steer a terminal; line feeds and tabs stay."""
    return UNSAFE.sub("", text)


def one_line(text: str) -> str:
    """The text on one line, safe for a terminal."""
    return " ".join(plain(text).split())


def encodable(text: str) -> str:
    """The text with lone surrogates, which no database or stream takes, replaced."""
    return text.encode("utf-8", "replace").decode("utf-8")


def say(text: str) -> None:
    """A line of progress on standard error."""
    click.echo(one_line(text), err=True)


def write_text(lines: Iterable[str]) -> None:
    """Human-readable output on standard output."""
    for line in lines:
        click.echo(plain(line))


def write_painted(lines: Iterable[Sequence[Painted]]) -> None:
    """The same in colour, where standard output is a terminal and nobody asked for none (NO_COLOR)."""
    colored = False if os.environ.get("NO_COLOR") else None  # None: as the stream allows
    for line in lines:
        click.echo("".join(click.style(plain(p.text), fg=p.color, reset=bool(p.color)) for p in line), color=colored)


def write_json(record: Mapping[str, Any]) -> None:
    """One JSON document on standard output, flushed."""
    click.echo(encodable(json.dumps(record, ensure_ascii=False)))


def goal_lines(groups: Iterable[tuple[Document, list[dict[str, Any]]]]) -> Iterable[str]:
    """The goals of each document, one heading each, with what was promised, what was reached and how much time is gone."""
    for document, goals in groups:
        yield f"{one_line(document.title)}（{document.doc_id}）"
        for goal in goals:
            yield from (f"  {line}" for line in _goal_lines(goal))


def _goal_lines(goal: Mapping[str, Any]) -> Iterable[str]:
    deadline = goal["deadline"] and f"时限 {goal['deadline']}"
    facts = [goal["attribute"], deadline, _judged(goal), _elapsed(goal), _completion(goal)]
    star = "★" if goal["starred"] else ""
    yield f"{goal['number']}. {star}{one_line(goal['name'])}  " + " · ".join(one_line(fact) for fact in facts if fact)
    figures = goal.get("figures", [])
    for attainment in goal.get("attainment", []):
        target, actual = (_figure(figures, attainment[key]) for key in ("target", "actual"))
        yield f"   目标 {target} → 实际 {actual}：{ATTAINMENT[attainment['status']]}{_while(goal, attainment)}"


def _judged(goal: Mapping[str, Any]) -> str | None:
    """How many targets are met, missed and unknown: `指标 2 项已达到、1 项未达到`."""
    counts = Counter(attainment["status"] for attainment in goal.get("attainment", []))
    said = [f"{counts[status]} 项{word}" for status, word in ATTAINMENT.items() if counts[status]]
    return f"指标 {'、'.join(said)}" if said else None


def _elapsed(goal: Mapping[str, Any]) -> str | None:
    elapsed = goal.get("time_elapsed_pct")
    return None if elapsed is None else f"时间已过 {elapsed:g}%"


def _while(goal: Mapping[str, Any], attainment: Mapping[str, Any]) -> str:
    """That there is still time for a target that is not met."""
    elapsed = goal.get("time_elapsed_pct")
    return "，时限未到" if attainment["status"] == "not_met" and elapsed is not None and elapsed < 100 else ""


def _completion(goal: Mapping[str, Any]) -> str | None:
    percentage = goal["completion_pct"]
    if percentage is None:
        return None
    told = [figure for figure in goal.get("figures", []) if figure.get("column") == "completion_pct"]
    return f"完成 {percentage:g}%{UNSURE if any(figure.get('doubtful') for figure in told) else ''}"


def _figure(figures: list[dict[str, Any]], position: int | None) -> str:
    if position is None:
        return "—"
    figure = figures[position]
    return one_line(f"{figure['metric'] or ''}{figure['text']}{UNSURE if figure.get('doubtful') else ''}")


def answer_lines(answer: Answer, *, identifier: str | int | None = None) -> Iterable[str]:
    """The answer, under its id in a batch, then its citations."""
    yield answer.answer if identifier is None else f"【{one_line(str(identifier))}】{answer.answer}"
    if answer.citations:
        yield ""
    yield from map(citation_line, answer.citations)


def citation_line(citation: Citation) -> str:
    """Where a quote stands: `〔1〕document · goal · column · place：“quote”`."""
    parts = (citation.doc_title, citation.goal, citation.column_label, citation.place)
    place = " · ".join(one_line(part) for part in parts if part)
    doubt = DOUBTFUL if citation.doubtful else ""
    return f"〔{citation.n}〕{place}：“{shorten(citation.quote)}”{doubt}"


def shorten(text: str) -> str:
    """The text on one line, cut where it is long."""
    text = one_line(text)
    return text if len(text) <= QUOTE_LIMIT else text[:QUOTE_LIMIT] + "…"
