"""The findings of an audit as files: Markdown to read and pass on, CSV for a spreadsheet.

A spreadsheet runs a cell that begins like a formula, and cells here hold other people's text: such cells begin with an
apostrophe. What Markdown would read as mark-up is escaped.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from ui.audit_html import CLEAN, KINDS, SEVERITIES, Audited
from ui.terminal import one_line, plain

if TYPE_CHECKING:
    from assistant import Citation

FORMULA = ("=", "+", "-", "@", "\t", "\r")
HEAD = ("级别", "类型", "问题", "出处", "报告", "目标", "栏目", "位置", "原文")
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~$!])")


def findings_markdown(audited: Audited) -> str:
    """A heading a severity, an item a finding, with the cells it compares below."""
    lines = ["# 报告自查", "", *(f"- {_escaped(document.title)}" for document in audited.documents), ""]
    lines += [f"{audited.scope}，{f'发现 {len(audited.findings)} 处问题' if audited.findings else CLEAN}。"]
    for severity, name in SEVERITIES.items():
        found = [finding for finding in audited.findings if finding.severity == severity]
        if found:
            lines += ["", f"## {name}（{len(found)}）", ""]
        for number, finding in enumerate(found, start=1):
            lines.append(f"{number}. **{KINDS[finding.kind]}** {_escaped(finding.message)}")
            lines += [f"    - {_citation_line(citation)}" for citation in finding.citations]
    return "\n".join(lines) + "\n"


def findings_csv(audited: Audited) -> bytes:
    """A row a cited cell; with a mark of its encoding, which Excel needs."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD)
    for finding in audited.findings:
        said = (SEVERITIES[finding.severity], KINDS[finding.kind], finding.message)
        for citation in finding.citations:
            place = (f"[{citation.n}]", citation.doc_title, citation.goal, citation.column_label, citation.place)
            writer.writerow([_harmless(text) for text in (*said, *place, citation.quote)])
    return out.getvalue().encode("utf-8-sig", "replace")


def _citation_line(citation: Citation) -> str:
    parts = (citation.doc_title, citation.goal, citation.column_label, citation.place)
    place = " · ".join(_escaped(part) for part in parts if part)
    return f"\\[{citation.n}\\] {place}：“{_escaped(citation.quote)}”"


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", one_line(text))


def _harmless(text: str) -> str:
    text = plain(text)
    return f"'{text}" if text.startswith(FORMULA) else text
