"""The command line and the web page: wiring and rendering only.

settings     what a person may configure, read once from the environment
wiring       which reader, library and assistant the verbs work with
cli          the group of verbs, and the verbs `goals`, `ask`, `serve`
verbs        what all verbs share: options, exit statuses, how a library is opened
taking       the verb `ingest`
gathering    which files the paths of `ingest` stand for
progress     how far it is: a line on a terminal, a line a file in a log
reporting    what became of the files, and the summary
holdings     the verbs `documents`, `remove`, `headers`
usage        click's own texts in Chinese
terminal     records and lines for people, free of control characters
ingesting    files into the library, one record each
batch        question files
checking     the verbs `verify` and `audit`; checked_lines what they print, verdicts their names and signs
annotated_*  a draft with its verdicts, as Word and as Markdown
page         the Gradio page: its tabs, styles and frame; server the web server around it: port, health, headers
visitors     who sent a request: name, role, and the library as that person may see it
language     Chinese, or English from english/*.json; header the title bar; components what tabs are built of
asking       the tab of questions: conversations, evidence, opinions, exports
verify_*     the tab that verifies drafts: events, HTML, accepted corrections and the corrected file
audit_*      the tab that audits reports: events, HTML, and the findings as files
overview     the tab of progress, targets, money, trends and all goals; its workbook
drafting     the tab that drafts, its files, and the verb `draft`
documents_*  the tab of documents: events, and HTML; preview_html a table beside its source
people       passwords, sign-ins, tokens, the gate before everything, and the verbs `user`, `group`, `trail`
api          /api/v1 with its OpenAPI page, /metrics, and the verb `mcp`
render       answers and their evidence as escaped HTML; marking figures and doubts in them
goal_table   the goal table as HTML
results      what was worked out for visitors, until they fetch it
uploads      files on their way in; originals the stored ones on their way out
routes       the addresses for both, beside the page's own
*.js, *.css  what runs and how it looks in the browser, beside the module that draws it

Nothing here imports Gradio, Chroma or LangChain until a verb needs it.
"""

from __future__ import annotations

from ui.cli import main
from ui.settings import Settings

__all__ = ["Settings", "main"]
