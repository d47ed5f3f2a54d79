"""Questions to the web page over HTTP, as its own script asks them.

The page's events are not offered as an API, so the event is looked up in the page's configuration: it is the one named
`ask` of the box that takes questions. What it is given besides is what a fresh page holds.
"""

from __future__ import annotations

import json
import secrets
from typing import Any
from urllib.request import Request, urlopen

TIMEOUT = 60  # seconds for one answer
ASKED = ("kp-input", "ask")  # the element that takes questions, and its event


class Page:
    """A visitor's session with the page at `url`, once it has loaded."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._session = secrets.token_hex(8)
        config = get_json(f"{url}/config")
        self._values = {part["id"]: part["props"].get("value") for part in config["components"]}
        self._ask = _event_of(config)
        self._after = [event for event in config["dependencies"] if _follows(event, self._ask)]
        for event in config["dependencies"]:
            if "load" in [name for _, name in event["targets"]]:
                self._happens(event, told=None)

    def is_healthy(self) -> bool:
        """Whether `/health` says so."""
        return bool(get_json(f"{self._url}/health")["status"] == "ok")

    def ask(self, question: str) -> None:
        """Ask, and wait for the answer. Raises RuntimeError where the page fails to answer."""
        if not self._happens(self._ask, told={"question": question}):
            raise RuntimeError(f"the page did not answer: {question}")

    def settle(self) -> None:
        """Let happen what the page does by itself once it has answered."""
        for event in self._after:
            if not self._happens(event, told=None):
                raise RuntimeError(f"the page failed after an answer, at {event['api_name']}")

    def _happens(self, event: dict[str, Any], *, told: dict[str, str] | None) -> bool:
        given = [self._values[part] for part in event["inputs"]]
        body = {"data": given, "event_data": told, "fn_index": event["id"], "session_hash": self._session}
        post_json(f"{self._url}/gradio_api/queue/join", body)
        with urlopen(f"{self._url}/gradio_api/queue/data?session_hash={self._session}", timeout=TIMEOUT) as lines:
            for line in lines:
                message = json.loads(line.removeprefix(b"data:")) if line.startswith(b"data:") else {}
                if message.get("msg") == "process_completed":
                    return bool(message["success"])
        return False


def _event_of(config: dict[str, Any]) -> dict[str, Any]:
    """The event that answers a question."""
    names = {part["id"]: part["props"].get("elem_id") for part in config["components"]}
    for event in config["dependencies"]:
        if ASKED in [(names.get(part), name) for part, name in event["targets"]]:
            return dict(event)
    raise RuntimeError(f"the page has no event {ASKED[1]} of #{ASKED[0]}")


def _follows(event: dict[str, Any], before: dict[str, Any]) -> bool:
    """Whether an event happens by itself once another one went well."""
    return event.get("trigger_after") == before["id"] and not event.get("trigger_only_on_failure")


def get_json(url: str) -> dict[str, Any]:
    """What stands at an address."""
    with urlopen(url, timeout=TIMEOUT) as response:
        found: dict[str, Any] = json.load(response)
    return found


def post_json(url: str, body: dict[str, Any]) -> dict[str, Any]:
    """What is answered to a body sent to an address."""
    request = Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urlopen(request, timeout=TIMEOUT) as response:
        answered: dict[str, Any] = json.load(response)
    return answered
