"""Traditional characters as simplified ones. The one place that knows OpenCC, which carries its dictionaries in its wheel."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


def simplified(text: str) -> str:
    """The text in simplified characters: 專項債 → 专项债. For questions; the text of a report is never rewritten."""
    return text if text.isascii() else str(_converter().convert(text))
