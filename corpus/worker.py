"""The process that reads files for `isolation.IsolatedReader`: requests on standard input, answers on standard output.

A request is a line of JSON and the bytes of the file; an answer is a line of JSON, with bytes after it where it says so.
Anything unforeseen ends the process, and the one that asked says so.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from corpus.columns import Choices
from corpus.document import understood
from corpus.errors import DocumentError, NoGoals, UnreadableDocument
from corpus.formats import read_source
from corpus.model import Document
from corpus.records import document_record
from corpus.source import Progress, Source

OFFICE = ("soffice", "libreoffice")
_FORBIDDEN = frozenset({"socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto", "os.system", "os.exec"})


def main() -> None:
    """Answer requests until standard input ends."""
    _limit_memory(int(sys.argv[1]))
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what libraries print is not an answer
    sys.addaudithook(_forbid)
    requests, read = sys.stdin.buffer, Reading()
    while line := requests.readline():
        request = json.loads(line)
        data = requests.read(request["bytes"])
        _answer(answers, request, data, read=read)


class Reading:
    """Reads files, and keeps the last one: asking again with other headers must not recognise a scan twice."""

    def __init__(self) -> None:
        self._last: tuple[str, Path, Source] | None = None

    def document(self, data: bytes, *, path: Path, choices: Choices, progress: Progress) -> Document:
        """The document of a file's content. Raises as `read_data`."""
        sha256 = hashlib.sha256(data).hexdigest()
        if self._last is None or self._last[:2] != (sha256, path):
            self._last = None
            self._last = (sha256, path, read_source(data, path=path, progress=progress))
        return understood(self._last[2], path=path, sha256=sha256, choices=choices)


def _answer(answers: IO[bytes], request: dict[str, Any], data: bytes, *, read: Reading) -> None:
    def tell(reply: dict[str, Any], payload: bytes = b"") -> None:
        answers.write(json.dumps({**reply, "bytes": len(payload)}).encode() + b"\n" + payload)
        answers.flush()

    try:
        tell(*_work(request, data, tell=tell, read=read))
    except DocumentError as error:
        headers = list(error.headers) if isinstance(error, NoGoals) else []
        tell({"error": str(error), "kind": type(error).__name__, "headers": headers})
    except RecursionError:
        tell(
            {
                "error": f"{request['path']}：结构嵌套过深，无法读取。请另存后再导入。",
                "kind": UnreadableDocument.__name__,
            }
        )


def _work(
    request: dict[str, Any], data: bytes, *, tell: Callable[[dict[str, Any]], None], read: Reading
) -> tuple[dict[str, Any], bytes]:
    path = Path(request["path"])
    if "page" in request:
        from corpus.readers.pdf.picture import page_picture

        return {}, page_picture(data, page=request["page"])
    if "draft" in request:
        from corpus.readers.draft_docx import read_draft_docx

        draft = read_draft_docx(data, name=request["path"])
        return {"text": draft.text, "left_out": draft.left_out}, b""
    choices: Choices = {header: (column, how) for header, (column, how) in request["choices"].items()}
    document = read.document(data, path=path, choices=choices, progress=lambda text: tell({"progress": text}))
    return {"document": document_record(document)}, b""


def _limit_memory(limit: int) -> None:
    try:
        import resource
    except ImportError:  # no such limits on Windows; those of time remain
        return
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _forbid(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse the network, and every program but the office suite that converts old documents."""
    allowed = event == "subprocess.Popen" and Path(os.fsdecode(arguments[0])).name in OFFICE
    if event in _FORBIDDEN or (event == "subprocess.Popen" and not allowed):
        raise PermissionError(f"a file that is being read asked for {event}")


if __name__ == "__main__":
    main()
