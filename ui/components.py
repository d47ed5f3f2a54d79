"""What every tab is made of: HTML panels of our own with their scripts, and events that show no progress of Gradio's.

Each tab has a module that builds it and a class whose methods are its events.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

HERE = Path(__file__).parent
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
WORKERS = 4  # questions answered, drafts verified at a time


def panel(script: str, name: str, value: str = "") -> gr.HTML:
    """An HTML panel; `script` is the name of the file in this package that runs in it."""
    source = (HERE / script).read_text(encoding="utf-8")
    return gr.HTML(value, js_on_load=source, apply_default_css=False, elem_id=name)


def details(event: gr.EventData) -> dict[str, Any]:
    """What the page's script sent with a click; Gradio gives it no public name."""
    sent = event._data  # noqa: SLF001
    return sent if isinstance(sent, dict) else {}
