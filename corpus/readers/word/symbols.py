"""Signs of symbol fonts (Wingdings, Symbol) as the Unicode characters that they look like."""

from __future__ import annotations

import re

_WINGDINGS = {
    0x46: "☞", 0x4A: "☺", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x75: "◆", 0x76: "❖", 0x77: "⬥",
    0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA4: "◉", 0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xAC: "✶", 0xD8: "➢",
    0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    **{0x81 + i: chr(0x2460 + i) for i in range(10)},  # ① … ⑩
    **{0x8C + i: chr(0x2776 + i) for i in range(10)},  # ❶ … ❿
}  # fmt: skip
_SYMBOL = {
    0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB3: "≥",
    0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xD7: "⋅", 0xE5: "∑", 0x25: "%", 0x2D: "−",
    **dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)),
}  # fmt: skip
SYMBOLS: dict[str, dict[int, str]] = {
    "wingdings": _WINGDINGS,
    "wingdings 2": {0x4F: "✗", 0x50: "✓", 0x52: "☑", 0xA3: "□"},
    "symbol": _SYMBOL,
}
UNKNOWN_SYMBOL = "\ufffd"
PRIVATE = re.compile("[\uf020-\uf0ff]")  # where the signs of such fonts stand


def symbol(code: int, *, font: str) -> str:
    """The Unicode character of a sign of a symbol font; the replacement character where it is not known."""
    known = SYMBOLS.get(font.lower(), {}).get(code & 0xFF if 0xF000 <= code <= 0xF0FF else code)
    if known:
        return known
    plain = 0x20 <= code < 0xD800 or 0xF900 <= code < 0xFFFE
    return chr(code) if plain and font.lower() not in SYMBOLS else UNKNOWN_SYMBOL
