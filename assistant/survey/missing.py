"""Say so where a report has no column that could decide a question over its goals."""

from __future__ import annotations

from assistant.answer import Answer
from assistant.question import Query
from assistant.retrieve import Evidence
from assistant.survey.asked import parse_survey, wants_survey
from assistant.survey.fields import asked_field, field_cell
from assistant.survey.filters import decide_all
from assistant.survey.rows import rows_of

_COLUMNS = {
    "attribute": "指标属性",
    "deadline": "完成时限",
    "completion": "完成进度",
    "time": "完成进度",
    "responsible": "责任单位",
    "label": "所问的",
    "criteria": "考核内容",
}


def not_surveyed(query: Query, evidence: Evidence) -> Answer | None:
    """`未找到：报告没有“指标属性”一栏。` for a question over rows, or for a field, that no cell can answer; else None."""
    rows = rows_of(evidence.documents)
    field = asked_field(query, evidence, rows)
    if field is not None and field.name in _COLUMNS and not any(field_cell(field, row) for row in field.rows):
        names = "、".join(f"“{name}”" for name in dict.fromkeys(row.goal.name for row in field.rows))
        return _said(query, f"报告没有给出{names}的{_COLUMNS[field.name]}。")
    asked = parse_survey(query, rows) if wants_survey(query) else None
    if asked is None or not asked.filters or any(decide_all(asked.filters, row) is not None for row in rows):
        return None
    columns = dict.fromkeys(_COLUMNS[f.subject] for f in asked.filters if f.subject in _COLUMNS)
    return _said(query, f"报告没有“{'”“'.join(columns)}”一栏，无法按此筛选目标。") if columns else None


def _said(query: Query, reason: str) -> Answer:
    return Answer(query.text, "not_found", f"未找到：{reason}")
