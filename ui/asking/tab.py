"""The tab that answers questions: conversation and composer on the left, evidence on the right.

Conversation and evidence are HTML of our own (see conversation_html) and not Gradio's Chatbot: that one reads Markdown
and LaTeX, which eats characters of reports (`1-6月~`, `*`, `$`), and can't turn a mark into a link with a place to go.
"""

from __future__ import annotations

from dataclasses import dataclass

import gradio as gr

from ui import render
from ui.asking.desk import EMPTY_EVIDENCE, Desk
from ui.asking.frame_html import bar_html, composer_html
from ui.asking.scope import Scope
from ui.asking.talk import Talk
from ui.components import QUIET, WORKERS, panel
from ui.language import tr


@dataclass(frozen=True, slots=True)
class QuestionTab:
    """What other tabs change: the conversation, the choice of reports, and where both are shown."""

    talk: gr.State
    scope: gr.State
    conversation: gr.HTML
    bar: gr.HTML


def question_tab(desk: Desk) -> QuestionTab:
    """Build the tab and wire its events."""
    talk, scope = gr.State(Talk()), gr.State(Scope())
    with gr.Row(elem_id="kp-desk", equal_height=False):
        with gr.Column(scale=6, min_width=320, elem_id="kp-left"):
            bar = panel("asking/bar.js", "kp-bar", bar_html((), Scope()))
            history = panel("asking/history.js", "kp-history")
            conversation = panel("asking/conversation.js", "kp-conversation")
            following = panel("asking/conversation.js", "kp-following")
            composer = panel("asking/composer.js", "kp-input", composer_html())
            said = panel("asking/said.js", "kp-said")
        with gr.Column(scale=5, min_width=320, elem_id="kp-right"):
            evidence = panel("asking/conversation.js", "kp-panel", render.evidence_placeholder(tr(EMPTY_EVIDENCE)))
    shown = [talk, conversation, evidence, following]
    asked = composer.ask(desk.ask, [talk, scope], shown, concurrency_limit=WORKERS, trigger_mode="multiple", **QUIET)
    asked.failure(desk.give_up, [talk], shown, **QUIET)
    asked.success(desk.follow_up, [talk, scope], [following], concurrency_limit=1, **QUIET)
    for part in (conversation, evidence):
        part.cite(desk.open_citation, [talk], [evidence], trigger_mode="always_last", **QUIET)
    conversation.rate(desk.rate, [talk, scope], [said], **QUIET)
    composer.fresh(desk.start_over, None, shown, **QUIET)
    bar.narrow(desk.narrow, None, [scope, bar], trigger_mode="always_last", **QUIET)
    history.find(desk.find, [talk], [history], trigger_mode="always_last", **QUIET)
    history.open(desk.open, None, shown, **QUIET)
    history.rename(desk.rename, [talk], [history], **QUIET)
    history.remove(desk.remove, [talk], [history, *shown], **QUIET)
    return QuestionTab(talk, scope, conversation, bar)
