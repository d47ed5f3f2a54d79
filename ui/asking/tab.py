"""The tab that answers questions: conversation and composer on the left, evidence on the right.

Conversation and evidence are HTML of our own (see render) and not Gradio's Chatbot: that one reads Markdown and LaTeX,
which eats characters of reports (`1-6月~`, `*`, `$`), and can't turn a mark into a link with a place to go.
"""

from __future__ import annotations

import gradio as gr

from ui import render
from ui.asking.desk import ALL_REPORTS, EMPTY_EVIDENCE, Desk
from ui.components import QUIET, WORKERS, panel


def question_tab(desk: Desk, exchanges: gr.State) -> tuple[gr.HTML, gr.Dropdown]:
    """The conversation, and the choice of the reports that are asked."""
    with gr.Row(elem_id="kp-desk", equal_height=False):
        with gr.Column(scale=6, min_width=320, elem_id="kp-left"):
            scope = gr.Dropdown(
                [("全部报告", ALL_REPORTS)],
                value=ALL_REPORTS,
                label="报告",
                show_label=False,
                visible=False,
                elem_id="kp-scope",
            )
            conversation = panel("page.js", "kp-conversation")
            composer = panel("composer.js", "kp-input", render.composer_html())
        with gr.Column(scale=5, min_width=320, elem_id="kp-right"):
            evidence = panel("page.js", "kp-panel", render.evidence_placeholder(EMPTY_EVIDENCE))
    outputs = [exchanges, conversation, evidence]
    asked = composer.ask(
        desk.ask, [exchanges, scope], outputs, concurrency_limit=WORKERS, trigger_mode="multiple", **QUIET
    )
    asked.failure(desk.give_up, [exchanges], outputs, **QUIET)
    for part in (conversation, evidence):
        part.cite(desk.open_citation, [exchanges], [evidence], **QUIET)
    composer.fresh(desk.start_over, None, outputs, **QUIET)
    return conversation, scope
