"""A draft as Markdown, with a footnote behind each quote; whatever the draft or a report says is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ui.drafting.sheet import footnote
from ui.terminal import plain

if TYPE_CHECKING:
    from ui.drafting.sheet import Line, Piece, Sheet

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~$!&])")
_LIST = re.compile(r"^(\s*)(?:([-+])(?=\s)|(\d{1,9})([.)])(?=\s))", re.MULTILINE)


def draft_markdown(sheet: Sheet) -> str:
    """The draft; each citation has one footnote, however often it is named."""
    return "\n".join(_lines(sheet))


def _lines(sheet: Sheet) -> Iterator[str]:
    yield f"# {_escaped(sheet.title)}"
    for line in sheet.lines:
        yield from ("", _line(line))
    named = dict.fromkeys(n for line in sheet.lines for piece in line.pieces for n in piece.notes)
    if named:
        yield ""
    yield from (f"[^{n}]: {_escaped(footnote(sheet.citation(n)))}" for n in sorted(named))
    yield ""


def _line(line: Line) -> str:
    text = "".join(_piece(piece) for piece in line.pieces)
    if line.style == "heading":
        return f"{'#' * (line.level + 1)} {' '.join(text.split())}"
    return f"- {text}" if line.style == "item" else text


def _piece(piece: Piece) -> str:
    text = _escaped(piece.text)
    if piece.verdict is not None:
        text = f"**{text}**{_escaped(piece.warning)}"
    return text + "".join(f"[^{n}]" for n in piece.notes)


def _escaped(text: str) -> str:
    lines = _LIST.sub(lambda m: f"{m[1]}{m[3] or ''}\\{m[2] or m[4]}", _MARKUP.sub(r"\\\1", plain(text)))
    return re.sub(r"\s*\n\s*", "  \n", lines.strip("\n"))
