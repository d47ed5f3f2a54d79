"""Records of what stands behind the documents of today: the files they were read from, and the versions before them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from corpus import Document

Reason = Literal["replaced", "removed"]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The file that a document was read from; `name` has no folder."""

    name: str
    data: bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class PastVersion:
    """A document as it was until another took its place or it was removed; `replaced_at` is ISO 8601 in UTC.

    `goals` is how many it had; the whole document is had by `id`.
    """

    id: int
    doc_id: str
    replaced_at: str
    reason: Reason
    title: str
    source: str
    sha256: str
    goals: int


def source_file(document: Document, *, data: bytes) -> SourceFile:
    """The file of a document.

    Raises:
        ValueError: the document was read from other bytes.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    if sha256 != document.sha256:
        raise ValueError(f"{document.source} was read from {document.sha256}, not from a file of {sha256}")
    return SourceFile(PurePath(document.source).name, data, sha256)
