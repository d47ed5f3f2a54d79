"""Targets as `assistant.compose` asks for them; the work is done in `assistant.targets`."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.attainment import Attained
from assistant.evidence import Matcher
from assistant.question import Query
from assistant.targets import writing
from assistant.targets.choosing import choose_attainments
from assistant.targets.writing import bare, write_attainment
from assistant.writer import Writer

__all__ = ["bare", "choose_attainments", "write_attainment", "write_attainments"]


def write_attainments(query: Query, items: Sequence[Attained], matcher: Matcher, writer: Writer) -> str | None:
    """All chosen targets that have an actual, one after the other."""
    return writing.write_attainments(items, matcher, writer, english=query.english)
