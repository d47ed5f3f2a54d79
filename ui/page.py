"""The Gradio page: its tabs, one beside the other, and what happens when the library changes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from ui.asking.desk import Desk
from ui.asking.tab import question_tab
from ui.audit_tab import Audits, audit_tab
from ui.components import QUIET, panel
from ui.documents_tab import Documents, documents_tab
from ui.drafting.tab import Drafting, drafting_tab
from ui.language import Language, speaker, speaking, tr
from ui.overview.tab import Overviews, overview_tab
from ui.people.header import SIGN_IN_AGAIN
from ui.verify_tab import Drafts, verify_tab

HERE = Path(__file__).parent
STYLES = [HERE / "page.css", *(HERE / tab / f"{tab}.css" for tab in ("asking", "overview", "drafting"))]
LANGUAGE_TAGS: dict[Language, str] = {"zh": "zh-CN", "en": "en"}
FONTS = ("PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Zen Hei", "system-ui", "sans-serif")
MONOSPACED = ("ui-monospace", "Consolas", "monospace")
HOUR = 3600  # seconds
# Gradio's own statistics, which nothing here shows, else go over the last 10,000 events after each event.
STATISTICS = {"GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000", "GRADIO_ANALYTICS_MAX_EVENTS": "100"}


def build_page(
    desk: Desk,
    documents: Documents,
    *,
    drafts: Drafts,
    audits: Audits,
    overviews: Overviews,
    drafting: Drafting,
    language: Language = "zh",
) -> gr.Blocks:
    """The page with its events; it sends nothing anywhere but to the server it came from."""
    os.environ.update(STATISTICS)
    desk, documents = speaker(desk, language=language), speaker(documents, language=language)
    drafts, audits = speaker(drafts, language=language), speaker(audits, language=language)
    overviews = speaker(overviews, language=language)
    drafting = speaker(drafting, language=language)
    with speaking(language), gr.Blocks(title=tr("考评"), analytics_enabled=False, fill_width=True) as page:
        header = panel("header.js", "kp-header")
        with gr.Tabs(elem_id="kp-tabs"):
            with gr.Tab(tr("问答")):
                asking = question_tab(desk)
            with gr.Tab(tr("核对"), elem_id="kp-verify") as verifying:
                verified = verify_tab(drafts)
            with gr.Tab(tr("自查"), elem_id="kp-audit") as auditing:
                audited = audit_tab(audits)
            with gr.Tab(tr("目标总览"), elem_id="kp-overview") as looking:
                filters, overview = overview_tab(overviews)
            with gr.Tab(tr("起草"), elem_id="kp-drafting") as drawing_up:
                choosing = drafting_tab(drafting)
            with gr.Tab(tr("资料"), elem_id="kp-documents") as holding:
                changed, shelf = documents_tab(documents)
        library = [header, asking.conversation, asking.scope, asking.bar]
        page.load(desk.arrive, outputs=library, api_visibility="private")
        gr.on([page.load, holding.select], documents.arrive, outputs=shelf, **QUIET)
        gr.on([page.load, verifying.select], drafts.arrive, outputs=[verified], **QUIET)
        gr.on([page.load, auditing.select], audits.arrive, outputs=[audited], **QUIET)
        gr.on([looking.select], overviews.arrive, [filters], overview, **QUIET)
        gr.on([page.load, drawing_up.select], drafting.arrive, outputs=[choosing], **QUIET)
        for event in changed:
            event.then(desk.refresh, [asking.talk, asking.scope], library, **QUIET)
    page.queue(status_update_rate=HOUR)  # else everybody who waits is told their place whenever somebody's turn comes
    return page


def page_options(language: Language = "zh") -> dict[str, Any]:
    """What `mount_gradio_app` needs to show the page as meant: own style, local fonts, no links out."""
    head = f'<script>document.documentElement.lang = "{LANGUAGE_TAGS[language]}";</script>{SIGN_IN_AGAIN}'
    theme = gr.themes.Base(primary_hue="blue", neutral_hue="slate", font=_local(FONTS), font_mono=_local(MONOSPACED))
    return {"theme": theme, "css_paths": STYLES, "head": head, "footer_links": [], "run_history": False}


def _local(names: Sequence[str]) -> list[Any]:
    return [gr.themes.Font(name) for name in names]
