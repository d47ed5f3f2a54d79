"""Show a number by the digits of its format: places, decimals, thousands, exponents, fractions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from corpus.readers.excel.number_code import Section, Token, literal
from corpus.readers.excel.number_han import in_numerals

_WIDTH = 11  # characters of a number under General
_EXACT = Context(prec=2000, rounding=ROUND_HALF_UP)


def show_digits(section: Section, value: Decimal) -> str:
    """The number, which is not negative, as the section writes it."""
    if section.has("general") or (section.has("text") and not section.has("digit")):
        body = general(value)
        return "".join(
            in_numerals(body, section.numerals) if token.kind in ("general", "text") else literal(token)
            for token in section.tokens
        )
    value = _EXACT.multiply(value, Decimal(100) ** sum(token.kind == "percent" for token in section.tokens))
    tokens = _split_fractions(section.tokens)
    if section.has("exponent"):
        return _show_exponent(tokens, value)
    if section.has("slash") and (shown := _show_ratio(tokens, value)) is not None:
        return shown
    shown = _fill_in(tokens, value)
    return in_numerals(shown, section.numerals)


def general(value: Decimal) -> str:
    """The number without a format: in 11 characters, its sign apart, with an exponent where they don't do."""
    sign, size = "-" if value < 0 else "", abs(value)
    if not size:
        return "0"
    magnitude = size.adjusted()
    if -5 < magnitude < _WIDTH:
        decimals = max(0, min(9, 9 - magnitude))
        text = _plain(rounded(size, decimals))
    elif -10 < magnitude < 0 and len(_plain(size)) <= _WIDTH:
        text = _plain(size)
    else:
        text = _scientific(size, 5)
    return sign + text


def _plain(value: Decimal) -> str:
    """Without exponent and without zeros at the end of its decimals."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Rounded half up, as sheets do."""
    return value.quantize(Decimal(1).scaleb(-decimals), context=_EXACT)


def _scientific(value: Decimal, decimals: int) -> str:
    mantissa, exponent = f"{rounded(value.scaleb(-value.adjusted()), decimals):f}", value.adjusted()
    if mantissa.startswith("10"):
        mantissa, exponent = "1", exponent + 1
    return f"{_plain(Decimal(mantissa))}E{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


def _split_fractions(tokens: Sequence[Token]) -> list[Token]:
    """The token `.00`, which a time takes whole, as a point and digits."""
    out: list[Token] = []
    for token in tokens:
        if token.kind == "fraction":
            out += [Token("point", "."), *(Token("digit", "0") for _ in token.text[1:])]
        else:
            out.append(token)
    return out


def _fill_in(tokens: Sequence[Token], value: Decimal) -> str:
    """Digits put in their places: whole digits from the right, decimals from the left, all else as it is written."""
    point = next((i for i, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    wholes = [i for i, token in enumerate(tokens) if token.kind == "digit" and i < point]
    decimals = [i for i, token in enumerate(tokens) if token.kind == "digit" and i > point]
    last = max(wholes + decimals, default=-1)
    inner = {i for i, token in enumerate(tokens) if token.kind == "comma" and wholes and wholes[0] < i < wholes[-1]}
    scaling = {i for i, token in enumerate(tokens) if token.kind == "comma" and i not in inner and _scales(tokens, i)}
    number = f"{rounded(value.scaleb(-3 * len(scaling)), len(decimals)):f}"
    whole, _, fraction = number.partition(".")
    places = _whole_places(tokens, wholes, whole.lstrip("0"), is_grouped=bool(inner))
    places |= _decimal_places(tokens, decimals, fraction)
    if not wholes and last >= 0 and whole.strip("0"):
        places[point] = whole + tokens[point].text if point < len(tokens) else whole
    return "".join(
        places[i] if i in places else "" if i in inner or i in scaling else literal(token)
        for i, token in enumerate(tokens)
    )


def _scales(tokens: Sequence[Token], at: int) -> bool:
    """Whether the comma stands behind a digit, or behind a comma that does: it divides by a thousand."""
    while at > 0 and tokens[at - 1].kind == "comma":
        at -= 1
    return at > 0 and tokens[at - 1].kind == "digit"


def _whole_places(tokens: Sequence[Token], places: Sequence[int], whole: str, *, is_grouped: bool) -> dict[int, str]:
    shown: dict[int, str] = {}
    rest, count = whole, 0
    for place in reversed(places):
        is_first = place == places[0]
        digits = rest if is_first else rest[-1:]
        rest = "" if is_first else rest[:-1]
        digits = digits or {"0": "0", "?": " "}.get(tokens[place].text, "")
        text = ""
        for digit in reversed(digits):
            text = digit + ("," if is_grouped and digit != " " and count and count % 3 == 0 else "") + text
            count += 1
        shown[place] = text
    return shown


def _decimal_places(tokens: Sequence[Token], places: Sequence[int], fraction: str) -> dict[int, str]:
    significant = len(fraction.rstrip("0"))
    empty = {"0": "0", "?": " "}
    return {
        place: fraction[n] if n < significant else empty.get(tokens[place].text, "") for n, place in enumerate(places)
    }


def _show_exponent(tokens: Sequence[Token], value: Decimal) -> str:
    at = next(i for i, token in enumerate(tokens) if token.kind == "exponent")
    head, tail = tokens[:at], tokens[at + 1 :]
    point = next((i for i, token in enumerate(head) if token.kind == "point"), len(head))
    whole = sum(token.kind == "digit" for token in head[:point]) or 1
    decimals = sum(token.kind == "digit" for token in head[point:])
    exponent = (value.adjusted() if value else 0) // whole * whole if whole > 1 else value.adjusted() if value else 0
    if rounded(value.scaleb(-exponent), decimals) >= Decimal(10) ** whole:
        exponent += whole
    sign = "-" if exponent < 0 else "+" if tokens[at].text.endswith("+") else ""
    return _fill_in(head, value.scaleb(-exponent)) + "E" + sign + _fill_in(tail, Decimal(abs(exponent)))


def _show_ratio(tokens: Sequence[Token], value: Decimal) -> str | None:
    """`# ?/?`: a whole number and a fraction; None where the format has no fraction after all."""
    code = "".join(token.text if token.kind in ("digit", "slash") else literal(token) for token in tokens)
    match = re.search(
        r"(?P<whole>[0#?]+(?=[^0#?/]+[0#?]))?(?P<gap>[^0#?/]*)(?P<top>[0#?]+)\s*/\s*(?P<bottom>[0#?]+|\d+)", code
    )
    if match is None:
        return None
    exact, bottom = Fraction(value), match["bottom"]
    ratio = (
        Fraction(round(exact * int(bottom)), int(bottom))
        if bottom.strip("0#?")
        else exact.limit_denominator(10 ** len(bottom) - 1)
    )
    if ratio.denominator == 1 and match["whole"]:
        return code[: match.start()] + str(ratio.numerator) + code[match.end() :]
    whole, rest = divmod(ratio.numerator, ratio.denominator) if match["whole"] else (0, ratio.numerator)
    scale = int(bottom) // ratio.denominator if bottom.strip("0#?") else 1
    front = f"{whole}{match['gap']}" if whole else ""
    return f"{code[: match.start()]}{front}{rest * scale}/{ratio.denominator * scale}{code[match.end() :]}"
