"""Keeping the derived indexes in step with the truth.

A derived index may be missing, stale or damaged at any moment (a killed process, a deleted folder, another version); it
is never repaired in place but compared by fingerprint, document by document, and filled again from the truth. That is
why writing to it needs no transaction spanning two databases.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from corpus import StoreError
from index.chunks import DocumentChunks

FULL_DISK = ("disk is full", "No space left", "(code: 13)")  # in what SQLite, the system and Chroma say of it


class DamagedIndex(StoreError):
    """A derived index can't be read or written; it can be destroyed and built again."""


def unusable(index: str, *, problem: str, remedy: str) -> DamagedIndex:
    """The error for an index that its engine refused; a full disk is no damage, so deleting is not advised then."""
    if any(sign in problem for sign in FULL_DISK):
        return DamagedIndex(f"{index} 无法使用：磁盘已满，请腾出空间后再试")
    return DamagedIndex(f"{index} 无法使用：{problem}；{remedy}")


class Mirror(Protocol):
    """A derived index: holds the chunks of documents, each document with the fingerprint of what it was built from.

    Reading and writing may raise `DamagedIndex`.
    """

    label: str

    def fingerprints(self) -> Mapping[str, str]:
        """The fingerprint of each document that is wholly in the index."""

    def put(self, chunks: DocumentChunks) -> None:
        """Add the document, or put it in the place of an earlier version."""

    def drop(self, doc_id: str) -> None:
        """Remove the document, if it is there."""

    def refresh(self) -> None:
        """Forget what is cached, so that the next call sees what other processes wrote."""

    def make_do(self) -> bool:
        """Go on without the data folder, which can't be written; whether the index can be filled that way."""

    def destroy(self) -> None:
        """Leave an empty index, whatever was there."""


def differs(mirror: Mirror, *, wanted: Mapping[str, DocumentChunks]) -> bool:
    """Whether the index is not what it should be; a damaged one is not."""
    try:
        return _fingerprints(wanted) != mirror.fingerprints()
    except DamagedIndex:
        return True


def mend(mirror: Mirror, *, wanted: Mapping[str, DocumentChunks]) -> list[str]:
    """Make the index what it should be; says in Chinese what was done, nothing where nothing was."""
    try:
        return _mend(mirror, wanted=wanted)
    except DamagedIndex:
        mirror.destroy()
        return [f"{mirror.label}：已损坏，重新建立", *_mend(mirror, wanted=wanted)]


def _mend(mirror: Mirror, *, wanted: Mapping[str, DocumentChunks]) -> list[str]:
    present = mirror.fingerprints()
    surplus = [doc_id for doc_id in present if doc_id not in wanted]
    missing = [chunks for doc_id, chunks in wanted.items() if present.get(doc_id) != chunks.fingerprint]
    for doc_id in surplus:
        mirror.drop(doc_id)
    for chunks in missing:
        mirror.put(chunks)
    lines = [f"{mirror.label}：清除多余的 {len(surplus)} 份报告"] if surplus else []
    return lines + ([f"{mirror.label}：补建 {len(missing)} 份报告"] if missing else [])


def _fingerprints(wanted: Mapping[str, DocumentChunks]) -> dict[str, str]:
    return {doc_id: chunks.fingerprint for doc_id, chunks in wanted.items()}
