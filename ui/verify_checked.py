"""A draft under verification: as it was read, as it is now, and its verdicts; and the files that are made of it.

What a person changes is verified as a whole again: a sentence may lean on the one before it, and a paragraph takes no
longer than it takes to look at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from corpus.errors import EmptyIndex, UnreadableDocument
from ui.results import Download
from ui.verify_changes import Change, changed_text, replacements

if TYPE_CHECKING:
    from assistant.verification import Verification
    from corpus import Document
    from corpus.drafts import Draft
    from index import Library
    from ui.uploads import Upload
    from ui.visitors import Visitor

NOTHING = "没有可以核对的文字。请粘贴文字，或选择文件。"
EMPTY = "资料库是空的；请先在“资料”页导入报告。"
NO_REPORT = "选定的报告已不在资料库中。请重新选择报告。"
MOST_CHARACTERS = 500_000  # that a page shows without strain

Follow = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft with its verdicts.

    `source` is the draft as it was read from the file `original`; `draft` is the same with the `changes` made, and what
    the verdicts are of. `doc_id` and `against` name the one report that it was held against, if it was one.
    """

    source: Draft
    draft: Draft
    verification: Verification
    original: bytes
    doc_id: str | None = None
    against: str = ""
    changes: tuple[Change, ...] = ()

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        return len(self.original) + 8 * (len(self.source.text) + len(self.draft.text))


def check_upload(upload: Upload, *, visitor: Visitor, doc_id: str | None, follow: Follow) -> Checked:
    """Read a draft and verify it. Raises KaopingError where that can't be done."""
    from corpus.drafts import read_draft_data

    data = upload.read()
    if not data.strip():
        raise UnreadableDocument(NOTHING)
    document = _document(doc_id, visitor.library)
    draft = read_draft_data(data, name=upload.name)
    _refuse_long(draft)
    follow(0, 0)
    verification = visitor.verifier.verify(draft.text, doc_id=doc_id, progress=follow)
    return Checked(draft, draft, verification, data, doc_id, document.title if document else "")


def check_changes(checked: Checked, changes: Sequence[Change], *, visitor: Visitor, follow: Follow) -> Checked:
    """The draft with other changes, verified. Raises KaopingError where they can't be made, or it can't be verified."""
    _document(checked.doc_id, visitor.library)
    draft = replace(checked.source, text=changed_text(checked.source.text, changes))
    _refuse_long(draft)
    if draft.format == "docx":
        _changed_word(checked, changes)  # refuses what the download would refuse
    follow(0, 0)
    verification = visitor.verifier.verify(draft.text, doc_id=checked.doc_id, progress=follow)
    return replace(checked, draft=draft, verification=verification, changes=tuple(changes))


def annotated_file(checked: Checked, *, suffix: str) -> Download:
    """The draft, as it is now, with its verdicts; a Word file keeps what was changed as tracked changes."""
    name = f"{PurePath(checked.draft.name).stem}（核对）.{suffix}"
    return Download(name, _annotated_word(checked) if suffix == "docx" else _annotated_markdown(checked))


def corrected_file(checked: Checked, *, suffix: str) -> Download:
    """The draft as it is now and nothing else; of a Word file, the original with tracked changes.

    Raises:
        UnreadableDocument: a draft that was no Word file is asked for as one.
    """
    name = f"{PurePath(checked.draft.name).stem}（修改）.{suffix}"
    if suffix != "docx":
        return Download(name, checked.draft.text.encode("utf-8", "replace"))
    if checked.source.format != "docx":
        raise UnreadableDocument(f"{checked.draft.name}：不是 Word 文档，请下载修改后的文字。")
    return Download(name, _changed_word(checked, checked.changes))


def document_of(doc_id: str | None, library: Library) -> Document | None:
    """The document of that id; None where the library holds none."""
    return next((document for document in library.documents() if document.doc_id == doc_id), None)


def _document(doc_id: str | None, library: Library) -> Document | None:
    """The one report to hold a draft against, None for all. Raises KaopingError where there is nothing to hold it against."""
    if not library.documents():
        raise EmptyIndex(EMPTY)
    document = document_of(doc_id, library)
    if doc_id and document is None:
        raise UnreadableDocument(NO_REPORT)
    return document


def _refuse_long(draft: Draft) -> None:
    if not draft.text.strip():
        raise UnreadableDocument(NOTHING)
    if len(draft.text) > MOST_CHARACTERS:
        raise UnreadableDocument(f"{draft.name}：超过 {MOST_CHARACTERS // 10_000} 万字。请分成几份核对。")


def _changed_word(checked: Checked, changes: Sequence[Change]) -> bytes:
    from corpus.drafts import changed_docx

    if not changes:
        return checked.original
    return changed_docx(checked.original, replacements=replacements(changes), source=checked.source.name)


def _annotated_word(checked: Checked) -> bytes:
    from ui.annotated_docx import annotated_docx

    original = _changed_word(checked, checked.changes) if checked.source.format == "docx" else None
    return annotated_docx(checked.draft, checked.verification, original=original, changes=_listed(checked))


def _annotated_markdown(checked: Checked) -> bytes:
    from ui.annotated_markdown import annotated_markdown

    text = annotated_markdown(checked.draft, checked.verification, changes=_listed(checked))
    return text.encode("utf-8", "replace")


def _listed(checked: Checked) -> list[tuple[str, str]]:
    """What stood in the draft, and what stands there now."""
    return [(checked.source.text[change.start : change.end], change.text) for change in checked.changes]
