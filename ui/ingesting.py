"""Files into the library: one record a file, and a bad file never stops the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from corpus.errors import KaopingError, UnreadableDocument
from ui.terminal import STATUS, say
from ui.wiring import Backend

if TYPE_CHECKING:
    from corpus import Document
    from index import Library


@dataclass(frozen=True, slots=True)
class IngestRecord:
    """What became of one file; `document` is None and `error` says why where it failed."""

    source: str
    status: Literal["added", "unchanged", "replaced", "failed"]
    document: Document | None = None
    error: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The record of the machine interface."""
        document = self.document
        identity = ("doc_id", "title", "organization", "year", "period", "sha256")
        return {
            **{name: getattr(document, name, None) for name in identity},
            "source": self.source,
            "status": self.status,
            "error": self.error,
            "goals": len(document.goals) if document else 0,
            "cells": document.cell_count if document else 0,
            "figures": document.figure_count if document else 0,
        }


def ingest_files(paths: Iterable[Path], *, library: Library, backend: Backend) -> Iterator[IngestRecord]:
    """Read and store each file, saying so on standard error."""
    for path in paths:
        say(f"正在导入 {path} …")
        record = _ingest(path, library=library, backend=backend)
        say(f"{STATUS[record.status]}：{path}" + (f"：{record.error}" if record.error else ""))
        yield record


def _ingest(path: Path, *, library: Library, backend: Backend) -> IngestRecord:
    try:
        if path.is_dir():
            raise UnreadableDocument(f"{path} 是文件夹；请逐个给出其中的文件")
        document = library.adopt(backend.read_document(path))
        return IngestRecord(source=str(path), status=library.add(document), document=document)
    except KaopingError as error:
        return IngestRecord(source=str(path), status="failed", error=str(error))
