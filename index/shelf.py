"""The documents in memory, as they are at one revision of the store.

A shelf is never changed but renewed: whoever holds one (a search in another thread) keeps a consistent view, and what
did not change is shared between the old shelf and the new one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from corpus import Document
from index.chunks import Chunk, DocumentChunks, chunk_document

if TYPE_CHECKING:
    from index.store import Snapshot

EVERYONE = "公共"  # the group of people that everyone who is signed in belongs to


@dataclass(frozen=True)
class Entry:
    """A document, the revision of the store at which it was written, and, once asked for, its chunks."""

    document: Document
    revision: int

    @cached_property
    def chunks(self) -> DocumentChunks:
        """Its chunks."""
        return chunk_document(self.document)


@dataclass(frozen=True)
class Shelf:
    """All documents by id, in the order of their ids; revision -1 is a shelf that was never filled."""

    revision: int = -1
    entries: Mapping[str, Entry] = field(default_factory=dict)
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)  # of people, by id of the document

    def renewed(self, snapshot: Snapshot) -> Shelf:
        """The shelf as it is at the snapshot."""
        versions = snapshot.versions
        entries = {
            doc_id: Entry(snapshot.news[doc_id], versions[doc_id]) if doc_id in snapshot.news else self.entries[doc_id]
            for doc_id in sorted(versions)
        }
        return Shelf(snapshot.revision, entries, snapshot.groups)

    def within(self, groups: frozenset[str]) -> Shelf:
        """The shelf with those documents alone that belong to one of the groups."""
        entries = {doc_id: entry for doc_id, entry in self.entries.items() if self.sees(doc_id, groups)}
        return Shelf(self.revision, entries, self.groups)

    def sees(self, doc_id: str, groups: frozenset[str]) -> bool:
        """Whether the document of that id, which may be removed, belongs to one of the groups."""
        return bool(groups & self.groups.get(doc_id, frozenset()))

    def holds(self, chunks: DocumentChunks) -> bool:
        """Whether the document of these chunks is there with the very same chunks."""
        entry = self.entries.get(chunks.doc_id)
        return entry is not None and entry.chunks.fingerprint == chunks.fingerprint

    @property
    def versions(self) -> dict[str, int]:
        """The revision of each document."""
        return {doc_id: entry.revision for doc_id, entry in self.entries.items()}

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The documents in the order of their ids."""
        return tuple(entry.document for entry in self.entries.values())

    @cached_property
    def chunks(self) -> dict[str, DocumentChunks]:
        """The chunks of each document."""
        return {doc_id: entry.chunks for doc_id, entry in self.entries.items()}

    @cached_property
    def places(self) -> dict[str, Chunk]:
        """Every chunk by its id."""
        return {chunk.id: chunk for entry in self.entries.values() for chunk in entry.chunks.chunks}
