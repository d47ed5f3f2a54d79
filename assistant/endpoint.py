"""The language model of an OpenAI-compatible endpoint. The one place that knows langchain_openai, which takes seconds to load.

Nothing but the address is asked for: what serves it, a company's own server or a program on this machine, is its owner's
concern, and without an address nothing leaves this machine.
"""

from __future__ import annotations

from collections.abc import Callable

from assistant.proposals import ModelProposer

TIMEOUT = 60.0  # seconds for the answer about one goal
NO_KEY = "none"  # the client insists on a key, a program on this machine doesn't


def open_proposer(url: str, *, model: str, api_key: str | None, notice: Callable[[str], None]) -> ModelProposer:
    """What asks the model at `url`; nothing is connected to before the first question."""
    from langchain_openai import ChatOpenAI
    from openai import OpenAIError

    chat = ChatOpenAI(
        base_url=url, model=model, api_key=lambda: api_key or NO_KEY, timeout=TIMEOUT, max_retries=1, temperature=0
    )
    return ModelProposer(chat, notice=notice, failures=(OpenAIError,))
