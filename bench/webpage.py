"""Questions to the web page over HTTP, as its own script asks them.

The page's events are not offered as an API, so the event is looked up in the page's configuration by what it takes: a
text box, the conversation so far and the report asked.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.request import Request, urlopen

TIMEOUT = 60  # seconds for one answer
ASKED_WITH = ["textbox", "state", "dropdown"]


class Page:
    """A visitor's session with the page at `url`."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._event = _event_of(_get(f"{url}/config"))

    def is_healthy(self) -> bool:
        """Whether `/health` says so."""
        return bool(_get(f"{self._url}/health")["status"] == "ok")

    def ask(self, question: str) -> None:
        """Ask, and wait for the answer. Raises RuntimeError where the page fails to answer."""
        session = "bench"
        body = {"data": [question, None, ""], "fn_index": self._event, "session_hash": session}
        _post(f"{self._url}/gradio_api/queue/join", body)
        with urlopen(f"{self._url}/gradio_api/queue/data?session_hash={session}", timeout=TIMEOUT) as lines:
            for line in lines:
                message = json.loads(line.removeprefix(b"data:")) if line.startswith(b"data:") else {}
                if message.get("msg") == "process_completed":
                    _require(message["success"], question=question)
                    return
        _require(False, question=question)


def _event_of(config: dict[str, Any]) -> int:
    """Id of the event that answers a question."""
    types = {component["id"]: component["type"] for component in config["components"]}
    for event in config["dependencies"]:
        if [types[component] for component in event["inputs"]] == ASKED_WITH:
            return int(event["id"])
    raise RuntimeError(f"no event of the page takes {ASKED_WITH}")


def _require(answered: bool, *, question: str) -> None:
    if not answered:
        raise RuntimeError(f"the page did not answer: {question}")


def _get(url: str) -> dict[str, Any]:
    with urlopen(url, timeout=TIMEOUT) as response:
        found: dict[str, Any] = json.load(response)
    return found


def _post(url: str, body: dict[str, Any]) -> None:
    request = Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urlopen(request, timeout=TIMEOUT) as response:
        response.read()
