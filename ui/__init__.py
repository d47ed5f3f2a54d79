"""The command line and the web page: wiring and rendering only.

settings     what a person may configure, read once from the environment
wiring       which reader, library and assistant the verbs work with
cli          the verbs of `kaoping`
usage        click's own texts in Chinese
terminal     records and lines for people, free of control characters
ingesting    files into the library, one record each
batch        question files
render       answers, evidence and goal tables as escaped HTML
page         the Gradio page
server       the web server: port, health, headers

Nothing here imports Gradio, Chroma or LangChain until a verb needs it.
"""

from __future__ import annotations

from ui.cli import main
from ui.settings import Settings

__all__ = ["Settings", "main"]
