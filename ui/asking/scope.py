"""Which reports are asked: all that the visitor may see, or those of an organisation, a year, a period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from corpus.errors import EmptyIndex
from ui.language import tr

if TYPE_CHECKING:
    from corpus import Document

FACETS = ("organization", "year", "period")
UNKNOWN = "未注明"


@dataclass(frozen=True, slots=True)
class Scope:
    """What was chosen of each facet; "" is all."""

    organization: str = ""
    year: str = ""
    period: str = ""

    @classmethod
    def of(cls, sent: Mapping[str, Any]) -> Scope:
        """The choice that the page sent; what is no text counts as all."""
        return cls(**{name: sent[name] for name in FACETS if isinstance(sent.get(name), str)})

    def holds(self, document: Document) -> bool:
        """Whether the report is among those chosen."""
        return all(chosen in ("", facet(document, name)) for name, chosen in self.chosen.items())

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen, by facet."""
        return {name: getattr(self, name) for name in FACETS}

    def within(self, documents: Sequence[Document]) -> Scope:
        """The choice as far as these reports have it: what no report has is chosen no longer."""
        return replace(
            self, **{name: "" for name, value in self.chosen.items() if value not in values(documents, name)}
        )


def facet(document: Document, name: str) -> str:
    """What a report has of a facet, as people read it."""
    return str(getattr(document, name) or UNKNOWN)


def values(documents: Iterable[Document], name: str) -> tuple[str, ...]:
    """What the reports have of a facet, each once; years with the newest first, months in their order."""
    found = dict.fromkeys(facet(document, name) for document in documents)
    return tuple(sorted(found, reverse=name == "year", key=_order))


def chosen_ids(documents: Sequence[Document], scope: Scope) -> frozenset[str] | None:
    """The ids of the reports chosen; None where that is all of them.

    Raises:
        EmptyIndex: no report has all that was chosen.
    """
    found = frozenset(document.doc_id for document in documents if scope.holds(document))
    if documents and not found:
        raise EmptyIndex(tr("没有同时符合所选单位、年度和期间的报告；请放宽上方的筛选"))
    return None if len(found) == len(documents) else found


def _order(value: str) -> tuple[list[int], str]:
    """Numbers by what they are worth, so that 1-6月 comes before 1-12月."""
    return [int(part) for part in value.replace("月", "").split("-") if part.isdecimal()], value
