"""A short column of the goal that a question names: its deadline, attribute, who is responsible, its completion, its number.

The goal must be named, in full or by words that stand in no other goal's name: 泊位什么时候完成 is asked of a figure's goal, and
is left to the search.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.evidence import plain
from assistant.patterns import has
from assistant.question import Query
from assistant.retrieve import Evidence
from assistant.survey import words
from assistant.survey.asked import foreign_nouns
from assistant.survey.rows import Row, report_name
from assistant.survey.writing import counted
from assistant.writer import Place, Writer
from corpus import Cell, Column
from corpus.numerals import read_number

FieldName = Literal["deadline", "attribute", "responsible", "star", "number", "completion", "criteria", "name", "label"]
_LEAST_MATCH, _MOST_GOALS = 0.7, 4
_NTH = re.compile(
    r"第(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})[项个](?:考核|职能|工作|重点)*(?:目标|任务|工作|指标)?(?!季)"
)
_RESPONSIBLE_LABEL = re.compile(r"责任|牵头|主管|单位|部门|配合|负责|承办|科室|处室")
_PATTERNS: tuple[tuple[FieldName, str], ...] = (
    ("deadline", r"截止|截至(?!\d|去|今|目|上|本)|到期|期限|时限|时间节点|完成(?:时间|日期)|(?:几月|哪个?月|什么时候|何时|啥时候)(?:份)?[底末]?(?:之?前|为止)?(?:就|要|得|必须|应该?|须|该|才|能)*(?:全部)?(?:完成|到期|做完|收官|交[账卷差]|结束)|最[晚迟](?:到)?(?:什么时候|几月|哪个?月|何时)|deadline|\bdue\b"),
    ("responsible", r"(?:哪|什么)[个家些]*(?:单位|部门|科室|处室|局|人)|(?:责任|牵头|主管|配合|承办)(?:单位|部门|人|科室|处室)|谁(?:来)?(?:负责|牵头|主管|管|抓|承担)|归[哪谁]|由谁|由哪|who is responsible"),
    ("attribute", rf"属性|性质|{words.ATTRIBUTES}"),
    ("star", words.STARRED),
    ("number", r"第几|几号目标|序号"),
    ("criteria", r"考核?(?:的)?(?:是)?(?:哪|什么|内容|指标|些|几[样项个条])|看(?:的)?(?:是)?(?:哪|什么|几)|指标(?:有|是|包括|都有)(?:哪|什么|几)|考核内容|(?:年度|全年)(?:目标|任务|要求)(?:是什么|有哪些|内容)"),
    ("completion", r"工作量|完成(?:率|度|进度|比例|百分比)|(?:整体|总体|累计)?(?:完成|进度|进展)(?:到|是|有|了|达到?|为)*(?:百分之)?(?:多少|几成|几)(?![个家户人项公亩吨套张座处台辆条万亿元])"),
    ("name", r"叫什么|是什么(?:目标|任务|工作)?|是哪[一个]?|名[称字]"),
)  # fmt: skip


_COLUMNS: dict[FieldName, Column] = {
    "deadline": "deadline",
    "attribute": "attribute",
    "star": "goal_name",
    "number": "goal_name",
    "name": "goal_name",
    "criteria": "criteria",
    "completion": "completion_pct",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A short column of some goals; `label` names one of the report's own columns."""

    name: FieldName
    rows: tuple[Row, ...]
    label: str = ""


def asked_field(query: Query, evidence: Evidence, rows: Sequence[Row]) -> Field | None:
    """The column and the goals that the question names; None where it doesn't name both."""
    text = query.text
    found = next((name for name, pattern in _PATTERNS if has(pattern, text)), None)
    label = _label_named(text, rows) if found is None or found == "responsible" else ""
    nth = (
        _NTH.search(text)
        if found in ("name", "deadline", "attribute", "responsible", "completion", "star", "criteria")
        else None
    )
    if nth:
        number = int(read_number(nth["n"]) or 0)
        named = tuple(row for row in rows if row.goal.number == number)
        return (
            Field(found, named)
            if found and named and len(named) <= _MOST_GOALS and not foreign_nouns(query, rows)
            else None
        )
    if found == "name" or (found is None and not label):
        return None
    named = named_goals(query, evidence, rows)
    return Field(found or "label", named, label) if named else None


def _label_named(text: str, rows: Sequence[Row]) -> str:
    labels = {cell.label for row in rows for cell in row.extras if len(plain(cell.label)) > 1}
    return next((label for label in sorted(labels, key=lambda x: (-len(x), x)) if plain(label) in plain(text)), "")


def bare_name(row: Row) -> str:
    """The goal's name as it is matched, without a number before it."""
    return plain(re.sub(r"^\s*[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）、.．]\s*", "", row.goal.name))


def named_goals(query: Query, evidence: Evidence, rows: Sequence[Row]) -> tuple[Row, ...]:
    """The goals that the question names: in full, else the one whose name holds all nouns that aren't about columns."""
    text = plain(query.text)
    full = [row for row in rows if len(bare_name(row)) > 2 and bare_name(row) in text]
    kept = [
        row for row in full if not any(bare_name(row) != bare_name(o) and bare_name(row) in bare_name(o) for o in full)
    ]
    if kept:
        return tuple(kept[:_MOST_GOALS])
    nouns = [w for w in query.words if w.text in foreign_nouns(query, rows)]
    if not nouns:
        return ()
    matcher = evidence.matcher
    holding = [row for row in rows if all(matcher.word_match(w, bare_name(row)) >= _LEAST_MATCH for w in nouns)]
    return tuple(holding) if len({bare_name(row) for row in holding}) == 1 and len(holding) <= _MOST_GOALS else ()


def beyond_name(query: Query, row: Row) -> list[str]:
    """The nouns of the question that the goal's name doesn't hold and that are no words of such questions."""
    name = bare_name(row)
    rest = plain(query.text).replace(name, " ")
    return [noun for noun in foreign_nouns(query, [row]) if plain(noun) not in name and plain(noun) in rest]


def field_cell(asked: Field, row: Row) -> Cell | None:
    """The cell that holds the field, None where the report has none."""
    if asked.name == "responsible":
        cells = [c for c in row.extras if _RESPONSIBLE_LABEL.search(c.label)]
        return next((c for c in cells if c.label == asked.label), cells[0] if cells else None)
    if asked.name == "label":
        return next((c for c in row.extras if c.label == asked.label), None)
    return row.cell(_COLUMNS[asked.name])


def field(query: Query, evidence: Evidence, rows: Sequence[Row], writer: Writer) -> str | None:
    """`“目标”的完成时限：2023 年 10 月[1]。`; None where no field of a named goal is asked for."""
    asked = asked_field(query, evidence, rows)
    if asked is None or (asked.name in ("completion", "criteria", "responsible") and _is_about_part(query, asked)):
        return None
    cells = [(row, cell) for row in asked.rows if (cell := field_cell(asked, row)) is not None]
    if not cells:
        return None
    several = len({row.document.doc_id for row in asked.rows}) > 1
    documents = [row.document for row in asked.rows]
    parts = []
    for row, cell in cells:
        where = f"{report_name(row.document, documents)} " if several else ""
        parts.append(where + _sentence(query, asked, row, cell, writer))
    return "\n".join(parts)


def _is_about_part(query: Query, asked: Field) -> bool:
    """Whether the question names a thing besides the goal: 重点工程的桥面完成了百分之几."""
    return any(beyond_name(query, row) for row in asked.rows)


def _sentence(query: Query, asked: Field, row: Row, cell: Cell, writer: Writer) -> str:
    quoted = writer.quote(Place(row.document, row.goal, cell), 0, len(cell.text))
    name = f"“{row.goal.name}”"
    if asked.name == "star":
        return (
            f"{'是的，' if row.goal.starred else '不是，'}{name}{'带★' if row.goal.starred else '没有标★'}：{quoted}。"
        )
    if asked.name == "number":
        return f"{name}是第 {_number(row, writer)}目标：{quoted}。"
    if asked.name == "name":
        return f"第 {_number(row, writer)}目标：{quoted}。"
    verdict = _attribute_verdict(query, row) if asked.name == "attribute" else ""
    return f"{verdict}{name}的{cell.label}：{quoted}。"


def _number(row: Row, writer: Writer) -> str:
    return counted(row.goal.number, "目标在表中的顺序", writer)


def _attribute_verdict(query: Query, row: Row) -> str:
    asked = re.findall(words.ATTRIBUTES, query.text)
    if len(asked) != 1 or not has(words.YES_NO, query.text):
        return ""
    return "是的，" if asked[0] in row.attribute else "不是，"
