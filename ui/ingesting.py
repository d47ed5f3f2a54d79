"""Files into the library: one record a file, and a bad file never stops the others.

A file whose content is already there is not read again. What no rule makes of a header is asked of the person's earlier
choices, then guessed by likeness of meaning; a guess stands in the parse report, to be confirmed.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from corpus.errors import DocumentError, KaopingError, NoGoals
from corpus.fold import squeeze

if TYPE_CHECKING:
    from corpus import Choices, Document, ParseReport
    from index import Library

Status = Literal["added", "unchanged", "replaced", "failed"]
Tell = Callable[[str], None]  # told in Chinese how far the reading of a file is
Extract = Callable[["Document"], "Document"]  # fills the goals of a document that was read
IDENTITY = ("doc_id", "title", "organization", "year", "period", "source", "sha256")
FACTS = (*IDENTITY, "report")
NO_PARTS = {"goals": 0, "cells": 0, "figures": 0}


class Reader(Protocol):
    """What reads files: `corpus.IsolatedReader`, or a fake."""

    def read(self, data: bytes, *, path: Path, choices: Choices = ..., progress: Tell = ...) -> Document:
        """The document of a file's content. Raises DocumentError."""
        ...

    def picture(self, data: bytes, *, path: Path, page: int) -> bytes:
        """A PNG picture of a page. Raises DocumentError."""
        ...

    def close(self) -> None:
        """Let go of what it holds."""
        ...


@dataclass(frozen=True, slots=True)
class IngestRecord:
    """What became of one file; `document` is None and `error` says why where it failed.

    `is_last`: it was the library that failed (a full disk, another writer), so the next file would fare no better.
    `headers`: of a table in the file that might hold goals, if only it were known what they stand for.
    `note`: that another file is of the same report, and which of them is kept.
    """

    source: str
    status: Status
    document: Document | None = None
    error: str | None = None
    is_last: bool = False
    headers: tuple[str, ...] = ()
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        """The record of the machine interface."""
        facts = document_facts(self.document) if self.document else dict.fromkeys(FACTS) | NO_PARTS
        return {**facts, "source": self.source, "status": self.status, "error": self.error}


def document_facts(document: Document) -> dict[str, Any]:
    """What the machine interface says of a document, wherever it names one."""
    return {
        **{name: getattr(document, name) for name in IDENTITY},
        "goals": len(document.goals),
        "cells": document.cell_count,
        "figures": document.figure_count,
        "report": _report_record(document.report),
    }


def _report_record(report: ParseReport) -> dict[str, Any]:
    return {
        "lines": report.lines,
        "goals": report.goals,
        "joined": report.joined,
        "skipped": [{"where": where, "why": why} for where, why in report.skipped],
        "dropped": [{"where": where, "why": why, "text": text} for where, why, text in report.dropped],
        "headers": [{"header": m.header, "column": m.column, "how": m.how} for m in report.headers],
        "remarks": [{"where": where, "what": what} for where, what in report.remarks],
    }


def spelt(path: Path) -> str:
    """The path in characters that can be stored; names in GB 18030, as old archives leave them, are read as such."""
    try:
        return os.fsencode(path).decode()
    except UnicodeDecodeError:
        return os.fsencode(path).decode("gb18030", "replace")


def _failed(path: Path, error: KaopingError) -> IngestRecord:
    is_last = not isinstance(error, DocumentError)
    headers = error.headers if isinstance(error, NoGoals) else ()
    return IngestRecord(source=str(path), status="failed", error=str(error), is_last=is_last, headers=headers)


def fill(document: Document) -> Document:
    """The document with its goals filled by the rules alone."""
    from assistant.extraction import extract

    return extract(document)


class Intake:
    """Takes files into a library. `dry_run`: reads them and says what would happen, and stores nothing.

    Every way in leads through `read`, so what is stored has been through the extraction step: `extract` fills the goals.

    `several`: more than one file is taken, so one that a newer version has replaced before is passed over; taken by
    itself, it is brought back.
    """

    def __init__(
        self,
        library: Library,
        *,
        reader: Reader,
        extract: Extract = fill,
        dry_run: bool = False,
        several: bool = False,
    ) -> None:
        self._extract = extract
        self._library = library
        self._reader = reader
        self._dry_run = dry_run
        self._several = several
        self._taken: dict[str, str] = {}  # the file that each report was taken from, by id

    def take(self, path: Path, *, tell: Tell) -> IngestRecord:
        """Take in one file."""
        from corpus import read_bytes

        name = Path(spelt(path))
        try:
            data = read_bytes(path)
        except DocumentError as error:
            problem = str(error).replace(str(path), str(name))
            return IngestRecord(source=str(name), status="failed", error=problem)
        return self.take_bytes(data, path=name, tell=tell)

    def take_bytes(self, data: bytes, *, path: Path, tell: Tell) -> IngestRecord:
        """Take in the content of a file; `path` is what it is called."""
        try:
            sha256 = hashlib.sha256(data).hexdigest()
            held = self._library.holding(sha256)
            newer = self._newer_than(sha256) if self._several and not held else None
            if held or newer:
                note = f"是较早的版本，资料库里是 {newer.source}；单独导入它可以恢复" if newer else ""
                return IngestRecord(str(path), "unchanged", held[0] if held else newer, note=note)
            document = self._library.adopt(self.read(data, path=path, tell=tell))
            tell("正在入库")
            status = self._library.status_of(document) if self._dry_run else self._library.add(document, file=data)
        except KaopingError as error:
            return _failed(path, error)
        before = self._taken.get(document.doc_id)
        self._taken[document.doc_id] = str(path)
        note = f"与本次的 {before} 是同一份报告，保留后读的这一份" if before and status == "replaced" else ""
        return IngestRecord(source=str(path), status=status, document=document, note=note)

    def _newer_than(self, sha256: str) -> Document | None:
        """The report that has taken the place of the one read from this content; None where there is none."""
        past = next((past for past in self._library.history() if past.sha256 == sha256), None)
        if past is None or past.reason != "replaced":
            return None
        return next((document for document in self._library.documents() if document.doc_id == past.doc_id), None)

    def read(self, data: bytes, *, path: Path, tell: Tell) -> Document:
        """The document of a file's content, its goals filled. Raises DocumentError."""
        return self._extract(self._understood(data, path=path, tell=tell))

    def _understood(self, data: bytes, *, path: Path, tell: Tell) -> Document:
        """The document with what is known or likely of its headers."""
        chosen: Choices = {header: (column, "person") for header, column in self._library.header_choices().items()}
        try:
            document = self._reader.read(data, path=path, choices=chosen, progress=tell)
        except NoGoals as error:
            likely = self._likely(error.headers, document=None)
            if not likely:
                raise
            return self._reader.read(data, path=path, choices={**likely, **chosen}, progress=tell)
        unknown = [mapping.header for mapping in document.report.headers if mapping.column == "other"]
        likely = self._likely([header for header in unknown if squeeze(header) not in chosen], document=document)
        if not likely:
            return document
        return self._reader.read(data, path=path, choices={**likely, **chosen}, progress=tell)

    def _likely(self, headers: Iterable[str], *, document: Document | None) -> Choices:
        from index import likely_columns

        taken = {mapping.column for mapping in document.report.headers} if document else set()
        found = likely_columns(headers, taken=taken, similarity=self._library.similarity)
        return {header: (column, "similarity") for header, column in found.items()}
