"""Whether a document was read as people decided about its headers: if not, its file is to be read again."""

from __future__ import annotations

from collections.abc import Mapping

from corpus import Column, Document, HeaderMapping, squeeze


def follows_choices(document: Document, choices: Mapping[str, Column]) -> bool:
    """Whether each header is taken for what was chosen for it, and none for what nobody chooses any longer."""
    headers = document.report.headers
    by_person = {mapping.column for mapping in headers if mapping.how == "person"}
    return all(_follows(mapping, choices, given=by_person) for mapping in headers)


def _follows(mapping: HeaderMapping, choices: Mapping[str, Column], *, given: set[Column]) -> bool:
    """`given` are the columns that a header got by choice: a second header chosen for one of them is left as other."""
    chosen = choices.get(squeeze(mapping.header))
    if chosen is None:
        return mapping.how != "person"
    return mapping.column == chosen or (mapping.column == "other" and chosen in given)
