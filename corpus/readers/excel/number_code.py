"""Take a number format of a sheet apart: its sections, and what each of them writes, digit by digit."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

GENERAL = "General"

# Formats that a file names by number alone; in Chinese where they depend on the language (ECMA-376 §18.8.30).
BUILT_IN: Mapping[int, str] = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: '"¥"#,##0;"¥"-#,##0', 6: '"¥"#,##0;"¥"-#,##0', 7: '"¥"#,##0.00;"¥"-#,##0.00', 8: '"¥"#,##0.00;"¥"-#,##0.00',
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m/d/yy", 31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: '#,##0;-#,##0;"-"', 42: '"¥"#,##0;"¥"-#,##0;"¥-"', 43: '#,##0.00;-#,##0.00;"-"',
    44: '"¥"#,##0.00;"¥"-#,##0.00;"¥-"',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip

_TOKEN = re.compile(
    r"""
      "(?P<quoted>[^"]*)"? | \\(?P<escaped>.) | !(?P<banged>[^0-9A-Za-z\s]) | _(?P<blank>.|$) | \*(?P<fill>.|$)
    | \[(?P<elapsed>[Hh]+|[Mm]+|[Ss]+)\]
    | \[\$(?P<currency>[^\-\]]*)(?:-(?P<locale>[^\]]*))?\]
    | \[DBNum(?P<numerals>[1-4])\] | \[(?P<condition>(?:<=|>=|<>|<|>|=)-?\d+(?:\.\d*)?(?:[Ee][+-]?\d+)?)\]
    | \[(?P<colour>[^\]]*)\]
    | (?P<general>General|G/通用格式) | (?P<half>AM/PM|A/P|上午/下午)
    | (?P<exponent>(?<=[0\#?.])E[+-]) | (?P<date>[Yy]+|[Mm]+|[Dd]+|[Hh]+|[Ss]+|[Ee]+|[Aa]{3,4}(?![Aa])) | (?P<fraction>\.0+(?![0\#?]))
    | (?P<digit>[0\#?]) | (?P<point>\.) | (?P<comma>,) | (?P<percent>%) | (?P<slash>/) | (?P<text>@) | (?P<literal>.)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_COMPARISONS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt, ">": operator.gt, "=": operator.eq, "<=": operator.le, ">=": operator.ge, "<>": operator.ne,
}  # fmt: skip
_SYSTEM_FORMATS = {"F800": BUILT_IN[31], "F400": BUILT_IN[21]}


@dataclass(frozen=True, slots=True)
class Token:
    """A sign of a format: what kind it is, and its text (of quoted text, without the quotation marks)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """One of the parts of a format that semicolons separate."""

    tokens: tuple[Token, ...]
    condition: str = ""
    numerals: str = ""  # of [DBNum1], [DBNum2], [DBNum3]
    locale: str = ""

    def has(self, *kinds: str) -> bool:
        """Whether a token is of one of the kinds."""
        return any(token.kind in kinds for token in self.tokens)

    def meets(self, value: Decimal) -> bool:
        """Whether the section has a condition and the value meets it."""
        match = re.match(r"(<=|>=|<>|<|>|=)(.*)", self.condition)
        return bool(match and _COMPARISONS[match[1]](value, Decimal(match[2])))


@lru_cache(maxsize=1024)
def sections(code: str) -> tuple[Section, ...]:
    """The parts of the format, at least one."""
    parts: list[list[Token]] = [[]]
    for token in _tokens(code or GENERAL):
        if token == Token("literal", ";"):
            parts.append([])
        else:
            parts[-1].append(token)
    return tuple(_section(part) for part in parts)


def _tokens(code: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(code):
        if match["currency"]:  # [$¥-804] is both
            yield Token("currency", match["currency"])
        kind = match.lastgroup or ""
        if kind != "currency":
            yield Token(kind, match[kind])


def _section(tokens: Sequence[Token]) -> Section:
    marks = {token.kind: token.text for token in tokens if token.kind in ("condition", "numerals", "locale")}
    if system := _SYSTEM_FORMATS.get(marks.get("locale", "").upper()):
        return sections(system)[0]
    kept = tuple(token for token in tokens if token.kind not in ("condition", "numerals", "colour"))
    return Section(kept, marks.get("condition", ""), marks.get("numerals", ""), marks.get("locale", ""))


def literal(token: Token) -> str:
    """What the token writes whatever the number is."""
    if token.kind == "blank":
        return " "
    is_written = token.kind in (
        "quoted",
        "escaped",
        "banged",
        "currency",
        "literal",
        "comma",
        "point",
        "slash",
        "percent",
    )
    return token.text if is_written else ""
