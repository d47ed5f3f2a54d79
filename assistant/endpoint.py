"""The language model of an OpenAI-compatible endpoint. The one place that knows langchain_openai, which takes seconds to load.

Nothing but the address is asked for: what serves it, a company's own server or a program on this machine, is its owner's
concern, and without an address nothing leaves this machine. What comes back is bounded in time and size, and every failure
becomes one Chinese reason; what a server says of an error is never shown or logged, since servers repeat keys.
"""

from __future__ import annotations

import logging
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from assistant.proposals import FAILURES, ModelProposer
from assistant.wording import Asking, Chat, ModelFailure, Patience, Tally, Wording

if TYPE_CHECKING:
    import httpx2

    from assistant.wording.prompt import Messages

TIMEOUT = 60.0  # seconds for the answer about one goal
NO_KEY = "none"  # the client insists on a key, a program on this machine doesn't
DEEPEST = 8  # exceptions raised from one another
STREAM = "text/event-stream"
REASONS = {
    400: "不接受这样的请求",
    401: "密钥不被接受",
    403: "密钥不被接受",
    404: "没有这个地址或模型",
    413: "请求太长",
    429: "请求太多",
}

logger = logging.getLogger(__name__)


def open_proposer(url: str, *, model: str, api_key: str | None, notice: Callable[[str], None]) -> ModelProposer:
    """What asks the model at `url`; nothing is connected to before the first question."""
    from openai import OpenAIError

    chat = _client(url, model=model, api_key=api_key, timeout=TIMEOUT, max_retries=1)
    return ModelProposer(chat, notice=notice, failures=(OpenAIError,))


def open_wording(
    url: str,
    *,
    model: str,
    api_key: str | None,
    patience: Patience = Patience(),  # noqa: B008 - frozen
    tally: Tally | None = None,
) -> Wording:
    """What words answers with the model at `url`; nothing is loaded or connected to before the first answer."""

    def open_chat() -> Chat:
        return EndpointChat(url, model=model, api_key=api_key, patience=patience)

    return Wording(Asking(open_chat, patience=patience), tally=tally)


def _client(url: str, *, model: str, api_key: str | None, **options: Any) -> Any:
    from langchain_openai import ChatOpenAI

    return ChatOpenAI(base_url=url, model=model, api_key=lambda: api_key or NO_KEY, temperature=0, **options)


class EndpointChat:
    """The model at an address, as a stream of text."""

    def __init__(self, url: str, *, model: str, api_key: str | None, patience: Patience) -> None:
        import httpx2
        from openai import OpenAIError

        warnings.filterwarnings("ignore", "Pydantic serializer warnings", UserWarning)  # of what an endpoint sends
        self._patience = patience
        timeout = httpx2.Timeout(patience.read, connect=patience.connect)
        client = httpx2.Client(
            timeout=timeout,
            follow_redirects=False,  # the key goes to the address that was configured, and nowhere else
            headers={"Accept-Encoding": "identity"},
            event_hooks={"response": [self._bound]},
        )
        self._model = _client(url, model=model, api_key=api_key, timeout=timeout, max_retries=0, http_client=client)
        self._failures: tuple[type[Exception], ...] = (*FAILURES, OpenAIError, httpx2.HTTPError, httpx2.InvalidURL)

    def stream(self, messages: Messages) -> Iterator[str]:
        """The pieces of the reply; raises ModelFailure, also where it ends before its end."""
        finished = False
        try:
            for chunk in self._model.stream(messages):
                finished = finished or bool(chunk.response_metadata.get("finish_reason"))
                yield chunk.text
        except ModelFailure:
            raise
        except self._failures as exc:
            failure = explained(exc)
            logger.info("language model: %s, status %s", type(exc).__name__, getattr(exc, "status_code", None))
            raise failure from None  # the original message may repeat the key
        if not finished:
            raise ModelFailure("答复中途断了")

    def _bound(self, response: httpx2.Response) -> None:
        """Before the body of a response is read: refuse what is no stream of text, and bound what is."""
        kind = response.headers.get("content-type", "")
        if response.status_code == 200 and not kind.lower().startswith(STREAM):
            raise ModelFailure("答复读不懂")
        if response.headers.get("content-encoding", "identity") != "identity":
            raise ModelFailure("答复读不懂")
        response.stream = _bounded(response.stream, self._patience)


def _bounded(stream: Any, patience: Patience) -> httpx2.SyncByteStream:
    """The stream, until it has taken too long or sent too much: a server may trickle for ever."""
    import httpx2

    class Bounded(httpx2.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            ends, size = time.monotonic() + patience.reply, 0
            for part in stream:
                size += len(part)
                if time.monotonic() > ends:
                    raise ModelFailure("等待超时")
                if size > patience.size:
                    raise ModelFailure("答复太长")
                yield part

        def close(self) -> None:
            stream.close()

    return Bounded()


def explained(exc: BaseException) -> ModelFailure:
    """Why the endpoint failed, in Chinese, and whether it may work a moment later."""
    import httpx2
    from openai import APIConnectionError, APIStatusError, APITimeoutError

    causes = list(_causes(exc))
    own = next((cause for cause in causes if isinstance(cause, ModelFailure)), None)
    status = next((cause.status_code for cause in causes if isinstance(cause, APIStatusError)), None)
    if own is not None:
        return own
    if status is not None:
        return _of_status(status)
    if _has(causes, (APITimeoutError, httpx2.TimeoutException, TimeoutError)):
        return ModelFailure("等待超时")
    if _has(causes, (httpx2.ConnectError, ConnectionRefusedError)):
        return ModelFailure("连接不上", may_pass=True)
    if _has(causes, (APIConnectionError, httpx2.TransportError, OSError)):
        return ModelFailure("答复中途断了", may_pass=True)
    return ModelFailure("答复读不懂")


def _causes(exc: BaseException | None) -> Iterator[BaseException]:
    """The exception and those that it was raised from: each library on the way wraps it in its own."""
    for _ in range(DEEPEST):
        if exc is None:
            return
        yield exc
        exc = exc.__cause__


def _has(causes: Iterable[BaseException], kinds: tuple[type[BaseException], ...]) -> bool:
    return any(isinstance(cause, kinds) for cause in causes)


def _of_status(status: int) -> ModelFailure:
    if 300 <= status < 400:
        return ModelFailure("地址已转到别处，请改 KAOPING_LLM_BASE_URL")
    return ModelFailure(REASONS.get(status, "服务出错"), may_pass=status in (408, 409, 429) or status >= 500)
