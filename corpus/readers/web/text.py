"""The text that a browser shows of a part of a page: white space collapsed, blocks apart, lists numbered.

`get_text` of the parser would be simpler, but it glues the paragraphs of a cell together or tears a number apart where
an editor left mark-up inside it, and it reads out what a page hides.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from bs4 import Tag
from bs4.element import CData, NavigableString

from corpus.source import Remark

Event = tuple[Literal["enter", "leave"], Tag] | tuple[Literal["text"], NavigableString]

CELLS = frozenset({"td", "th"})
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p pre "
    "section summary table tbody td tfoot th thead tr ul".split()
)
_NOT_SHOWN = frozenset(
    "area base col colgroup head link meta noframes param rp script style template title xml".split()
)
_STRUCK = frozenset({"del", "s", "strike"})
_PICTURES = frozenset("audio canvas embed iframe img object svg video".split())
_PRESERVING = frozenset({"listing", "pre", "textarea", "xmp"})
_WITHOUT_VALUE = frozenset("button checkbox color file hidden image password radio range reset submit".split())
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all", re.IGNORECASE)
_STRUCK_STYLE = re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE)
_BLOCK_STYLE = re.compile(r"display\s*:\s*(?:block|flex|grid|list-item|table)", re.IGNORECASE)
_PRESERVING_STYLE = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_LIST_STYLE = re.compile(
    r"list-style(?:-type)?\s*:[^;]*?(none|cjk-ideographic|lower-alpha|upper-alpha|lower-roman|upper-roman)",
    re.IGNORECASE,
)
_LIST_TYPES = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_SPACES = re.compile(r"[ \t\n\r\f]+")  # not U+00A0, which a browser keeps
_HAN_DIGITS = "〇一二三四五六七八九"
_NAMED = 3  # texts that a remark quotes
_QUOTED = 20  # characters of each


@dataclass(slots=True)
class LeftOut:
    """What is left out of a page, by kind, with the text that it would have shown."""

    kinds: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def remarks(self) -> list[Remark]:
        """One remark a kind."""
        return [Remark("", what.format(len(texts)) + _quoted(texts)) for what, texts in self.kinds.items()]


def _quoted(texts: list[str]) -> str:
    named = [text[:_QUOTED] + "…" * (len(text) > _QUOTED) for text in texts if text][:_NAMED]
    return "：" + "；".join(named) if named else "。"


def walk(root: Tag, left_out: LeftOut, *, around: Callable[[Tag], bool] = lambda _: False) -> Iterator[Event]:
    """What is shown inside `root`, in order; elements that `around` holds for are entered and left, not looked into.

    Not recursive: a hostile page nests a hundred thousand elements.
    """
    stack = [(root, iter(root.children))]
    while stack:
        tag, children = stack[-1]
        node = next(children, None)
        if node is None:
            stack.pop()
            if tag is not root:
                yield "leave", tag
        elif isinstance(node, Tag):
            if _is_left_out(node, left_out):
                continue
            yield "enter", node
            if around(node):
                yield "leave", node
            else:
                stack.append((node, iter(node.children)))
        elif isinstance(node, NavigableString) and type(node) in (
            NavigableString,
            CData,
        ):  # not comments and the like, which are subclasses
            yield "text", node


def _is_left_out(tag: Tag, left_out: LeftOut) -> bool:
    if tag.name in _NOT_SHOWN:
        return True
    style = str(tag.get("style", ""))
    if tag.name in _PICTURES:
        left_out.kinds["{} 处图片或嵌入的内容未读取"].append(str(tag.get("alt", "")).strip())
        return True
    if tag.has_attr("hidden") or tag.name == "noscript" or _HIDDEN_STYLE.search(style):
        what = "{} 处隐藏的内容未读取"
    elif tag.name in _STRUCK or _STRUCK_STYLE.search(style):
        what = "{} 处划去的文字未读取"
    else:
        return False
    if text := " ".join(tag.get_text(" ").split()):
        left_out.kinds[what].append(text)
    return True


class Text:
    """Text as it grows; what separates two pieces is written when the second one comes."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._gap = ""
        self._is_row_start = False
        self._is_behind_marker = False

    def add(self, text: str) -> None:
        """Text of the flow: runs of blanks and line feeds are one blank."""
        collapsed = _SPACES.sub(" ", text)
        if collapsed.startswith(" "):
            self._gap = self._gap or " "
        if body := collapsed.strip(" "):
            self._write(body)
            self._gap = " " if collapsed.endswith(" ") else ""

    def add_preserved(self, text: str) -> None:
        """Text whose blanks and line feeds count."""
        for number, line in enumerate(text.replace("\r\n", "\n").split("\n")):
            if number:
                self.end_line()
            if line:
                self._write(line)

    def add_marker(self, marker: str) -> None:
        """The number of a list item; a paragraph that follows stands on its line."""
        self.end_line()
        self._write(marker)
        self._is_behind_marker = True

    def end_item(self) -> None:
        """The end of a list item, even of an empty one."""
        self._is_behind_marker = False
        self.end_line()

    def end_line(self) -> None:
        """A block begins or ends, or a line does."""
        if not self._is_behind_marker and not self._is_row_start and "\t" not in self._gap:
            self._gap = "\n"

    def start_row(self) -> None:
        """A row of a table that is joined as text."""
        self._gap, self._is_row_start = "\n", True

    def next_cell(self) -> None:
        """A cell of a table that is joined as text, behind another one."""
        self._gap = (self._gap if self._is_row_start or "\t" in self._gap else "") + "\t"

    def take_lines(self) -> list[str]:
        """The lines so far that hold something, without white space at their ends; it then begins anew."""
        lines = [line.strip() for line in "".join(self._parts).split("\n")]
        self.__init__()  # type: ignore[misc]
        return [line for line in lines if line]

    def _write(self, text: str) -> None:
        self._parts += (self._gap, text) if self._parts else (text,)
        self._gap, self._is_row_start, self._is_behind_marker = "", False, False


@dataclass(slots=True)
class _List:
    style: str
    number: int
    step: int


class Flow:
    """Takes the events of a walk and keeps the text that is shown.

    `cells_as_text`: the cells of a table are joined, by tabs and line feeds, instead of being blocks of their own.
    """

    def __init__(self, *, cells_as_text: bool) -> None:
        self.text = Text()
        self._cells_as_text = cells_as_text
        self._lists: list[_List] = []
        self._preserving = 0

    def take(self, event: Event) -> None:
        """Take the next event."""
        if event[0] == "text":
            (self.text.add_preserved if self._preserving else self.text.add)(str(event[1]))
        elif event[0] == "enter":
            self._enter(event[1])
        else:
            self._leave(event[1])

    def _enter(self, tag: Tag) -> None:
        self._preserving += _preserves(tag)
        if tag.name in ("ol", "ul", "menu", "dir"):
            self._lists.append(_list(tag))
        if tag.name == "li":
            self._enter_item(tag)
        elif self._cells_as_text and tag.name == "tr":
            self.text.start_row()
        elif self._cells_as_text and tag.name in CELLS:
            if tag.find_previous_sibling(list(CELLS)) is not None:
                self.text.next_cell()
        elif tag.name == "br" or _is_block(tag):
            self.text.end_line()
        elif tag.name == "input" and str(tag.get("type", "text")).lower() not in _WITHOUT_VALUE:
            self.text.add(str(tag.get("value", "")))

    def _leave(self, tag: Tag) -> None:
        self._preserving -= _preserves(tag)
        if tag.name in ("ol", "ul", "menu", "dir") and self._lists:
            self._lists.pop()
        if tag.name == "li":
            self.text.end_item()
        elif _is_block(tag) and not (self._cells_as_text and tag.name in CELLS):
            self.text.end_line()

    def _enter_item(self, tag: Tag) -> None:
        if not self._lists:
            self.text.end_line()
            return
        here = self._lists[-1]
        number = here.number = _whole_number(tag.get("value"), default=here.number)
        here.number += here.step
        marker = _marker(number, here.style)
        if marker:
            self.text.add_marker(marker)
        else:
            self.text.end_line()


def cell_text(cell: Tag, left_out: LeftOut) -> str:
    """The text of a cell, its paragraphs apart by a line feed."""
    flow = Flow(cells_as_text=True)
    for event in walk(cell, left_out):
        flow.take(event)
    return "\n".join(flow.text.take_lines())


def _preserves(tag: Tag) -> bool:
    return tag.name in _PRESERVING or _PRESERVING_STYLE.search(str(tag.get("style", ""))) is not None


def _is_block(tag: Tag) -> bool:
    return tag.name in _BLOCKS or _BLOCK_STYLE.search(str(tag.get("style", ""))) is not None


def _list(tag: Tag) -> _List:
    style = _LIST_STYLE.search(str(tag.get("style", "")))
    if tag.name != "ol":
        return _List("none", 1, 1)
    kind = style[1].lower() if style else _LIST_TYPES.get(str(tag.get("type", "")), "decimal")
    step = -1 if tag.has_attr("reversed") else 1
    first = len(tag.find_all("li", recursive=False)) if step < 0 else 1
    return _List(kind, _whole_number(tag.get("start"), default=first), step)


def _whole_number(value: object, *, default: int) -> int:
    match = re.fullmatch(r"\s*([+-]?\d{1,9})\s*", str(value))
    return int(match[1]) if match else default


def _marker(number: int, style: str) -> str:
    """What a browser puts in front of a list item: `3. `, `c. `, `iii. `, `三、`."""
    if style == "none":
        return ""
    if style == "cjk-ideographic" and 0 < number < 100:
        tens, ones = divmod(number, 10)
        return (
            ("" if not tens else ("" if tens == 1 else _HAN_DIGITS[tens]) + "十")
            + _HAN_DIGITS[ones] * (ones > 0)
            + "、"
        )
    letters = ""
    if style.endswith("alpha") and number > 0:
        rest = number
        while rest > 0:
            rest, letter = divmod(rest - 1, 26)
            letters = chr(ord("a") + letter) + letters
    elif style.endswith("roman") and 0 < number < 4000:
        rest = number
        for value, numeral in _ROMAN:
            letters += numeral * (rest // value)
            rest %= value
    shown = letters or str(number)
    return (shown.upper() if style.startswith("upper") else shown) + ". "
