"""Cut what a model streams into sentences, as soon as each is complete.

A stream ends where its maker likes: in mid-sentence, never, or after a chain of thought in tags. What is still open when
it ends is given only where the stream ended properly; thoughts are never given; what is too long is no sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

LONGEST = 400  # characters of a sentence; no answer has a longer one
MOST_SENTENCES = 8
_THOUGHT = re.compile(r"<\s*(think|thinking|thought|reasoning)\b[^>]{0,40}>", re.IGNORECASE)
_THOUGHT_END = r"<\s*/\s*{name}\s*>"
_END = re.compile(r"[。！？!?\n](?:[ ]?[\[【［][ \d,，、]{1,40}[\]】］])*|(?<=[\]】］])[.;；]|\.(?=\s)")
_MAY_GO_ON = re.compile(r"[。！？!?](?:[ ]?[\[【［][ \d,，、]{0,40}[\]】］]?)*[ ]?\Z")
_OPENING = 64  # characters that an opening tag may have


def sentences(pieces: Iterable[str]) -> Iterator[str]:
    """The sentences of a stream, without thoughts; at most `MOST_SENTENCES`, each at most `LONGEST` characters long."""
    buffer, given = "", 0
    for piece in without_thoughts(pieces):
        buffer += piece
        while (end := _end_of(buffer)) and given < MOST_SENTENCES:
            sentence, buffer = buffer[:end].strip(), buffer[end:]
            if sentence:
                given += 1
                yield sentence[: LONGEST + 1]
        if given >= MOST_SENTENCES:
            return
        if len(buffer) > LONGEST:
            yield buffer[: LONGEST + 1]
            return
    if buffer.strip() and given < MOST_SENTENCES:
        yield buffer.strip()


def _end_of(buffer: str) -> int:
    """Where the first sentence ends for sure: its marks may still be on their way."""
    match = _END.search(buffer)
    if match is None or (match[0] != "\n" and _MAY_GO_ON.match(buffer, match.start())):
        return 0
    return match.end()


def without_thoughts(pieces: Iterable[str]) -> Iterator[str]:
    """The stream without what stands between <think> tags; a thought that isn't closed hides all that follows it."""
    buffer, closing = "", ""
    for piece in pieces:
        buffer += piece
        while buffer:
            if closing:
                ended = re.search(closing, buffer, re.IGNORECASE)
                buffer = buffer[ended.end() :] if ended else buffer[-_OPENING:]
                if not ended:
                    break
                closing = ""
                continue
            opened = _THOUGHT.search(buffer)
            if opened is None:
                break
            yield buffer[: opened.start()]
            closing, buffer = _THOUGHT_END.format(name=opened[1]), buffer[opened.end() :]
        if not closing:
            held = buffer.rfind("<", max(0, len(buffer) - _OPENING))
            ready = len(buffer) if held < 0 else held
            yield buffer[:ready]
            buffer = buffer[ready:]
    if buffer and not closing:
        yield buffer
