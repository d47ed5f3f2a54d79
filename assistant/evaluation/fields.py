"""Strict reading of JSON that other people wrote: every field by name and type, every error with its file and line.

Not pydantic: its messages are English and name no line, and a set has two kinds of record.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NoReturn

from corpus.errors import QuestionError
from corpus.reasons import reason_of

LARGEST_FILE = 32 * 1024**2  # bytes of one file of a set
LONGEST_LINE = 1024**2  # bytes
LONGEST_TEXT = 20_000  # characters of one string
MOST_ITEMS = 500  # entries of one list
MOST_RECORDS = 20_000  # lines of one file


@dataclass(frozen=True, slots=True)
class Fields:
    """A JSON object and where it stands: `where` is file and line, as people are told."""

    values: Mapping[str, Any]
    where: str

    def refuse(self, problem: str) -> NoReturn:
        """Raise QuestionError: what is wrong here."""
        raise QuestionError(f"{self.where}：{problem}")

    def text(self, key: str) -> str:
        """A string that isn't blank."""
        value = self._text(self.values.get(key), key)
        return value if value.strip() else self.refuse(f"{key} 是空的")

    def optional_text(self, key: str) -> str | None:
        """A string, None where it is missing or null."""
        value = self.values.get(key)
        return None if value is None else self._text(value, key)

    def identifier(self, key: str) -> str:
        """A string or a whole number, as a string."""
        value = self.values.get(key)
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else self.text(key)

    def flag(self, key: str) -> bool:
        """A truth value."""
        value = self.values.get(key)
        return value if isinstance(value, bool) else self.refuse(f"{key} 应为 true 或 false")

    def number(self, key: str) -> Decimal:
        """A finite number."""
        value = self.values.get(key)
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self.refuse(f"{key} 应为数字")
        return Decimal(value)

    def number_or_text(self, key: str) -> Decimal | str:
        """A finite number, or a string that isn't blank."""
        return self.text(key) if isinstance(self.values.get(key), str) else self.number(key)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings; empty where it is missing or null."""
        return tuple(self._text(item, f"{key} 的一项") for item in self._list(self.values.get(key), key))

    def text_groups(self, key: str) -> tuple[tuple[str, ...], ...]:
        """A list of lists of strings, none of them empty."""
        return tuple(
            tuple(self._text(item, f"{key} 的一项") for item in self._filled(group, key))
            for group in self._list(self.values.get(key), key)
        )

    def objects(self, key: str) -> tuple[Fields, ...]:
        """A list of objects; empty where it is missing or null."""
        return tuple(self._object(item, key) for item in self._list(self.values.get(key), key))

    def object_groups(self, key: str) -> tuple[tuple[Fields, ...], ...]:
        """A list of lists of objects, none of them empty."""
        return tuple(
            tuple(self._object(item, key) for item in self._filled(group, key))
            for group in self._list(self.values.get(key), key)
        )

    def object(self, key: str) -> Fields:
        """An object; an empty one where it is missing or null."""
        value = self.values.get(key)
        return self._object({} if value is None else value, key, what="")

    def _filled(self, value: Any, key: str) -> list[Any]:
        return self._list(value, f"{key} 的一项") or self.refuse(f"{key} 的一项是空的")

    def _text(self, value: Any, name: str) -> str:
        if not isinstance(value, str):
            self.refuse(f"{name} 应为字符串")
        if len(value) > LONGEST_TEXT:
            self.refuse(f"{name} 太长，最多 {LONGEST_TEXT} 字")
        return value.encode("utf-8", "replace").decode("utf-8")  # lone surrogates can't be stored or shown

    def _list(self, value: Any, name: str) -> list[Any]:
        if value is None:
            return []
        if not isinstance(value, list):
            self.refuse(f"{name} 应为列表")
        if len(value) > MOST_ITEMS:
            self.refuse(f"{name} 太长，最多 {MOST_ITEMS} 项")
        return value

    def _object(self, value: Any, key: str, *, what: str = " 的一项") -> Fields:
        return Fields(value, self.where) if isinstance(value, dict) else self.refuse(f"{key}{what} 应为 JSON 对象")


def read_lines(path: Path) -> Iterator[Fields]:
    """The object of each line of a JSONL file that isn't blank. Raises QuestionError."""
    for number, line in enumerate(_content(path).splitlines(), start=1):
        if not line.strip():
            continue
        where = f"{path} 第 {number} 行"
        if len(line) > LONGEST_LINE:
            raise QuestionError(f"{where}：太长，最多 {LONGEST_LINE} 字节")
        if number > MOST_RECORDS:
            raise QuestionError(f"{path}：太长，最多 {MOST_RECORDS} 行")
        yield _parsed(line, where=where)


def read_object(path: Path) -> Fields:
    """The one object of a JSON file. Raises QuestionError."""
    return _parsed(_content(path), where=str(path))


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as exc:
        reason = reason_of(exc) if isinstance(exc, OSError) else "不是可用的路径"
        raise QuestionError(f"打不开 {path}：{reason}") from exc
    if len(content) > LARGEST_FILE:
        raise QuestionError(f"{path}：文件太大，最多 {LARGEST_FILE // 1024**2} MiB")
    return content


def _parsed(data: bytes, *, where: str) -> Fields:
    try:
        value = json.loads(data.decode("utf-8-sig"), parse_float=_decimal, parse_constant=_no_constant)
    except UnicodeDecodeError as exc:
        raise QuestionError(f"{where}：不是 UTF-8 文本") from exc
    except (ValueError, RecursionError) as exc:
        raise QuestionError(f"{where}：不是 JSON") from exc
    if not isinstance(value, dict):
        raise QuestionError(f"{where}：不是 JSON 对象")
    return Fields(value, where)


def _decimal(written: str) -> Decimal:
    """A number that also fits a binary float, so that whatever compares it can. Raises ValueError."""
    try:
        value = Decimal(written)
    except InvalidOperation as exc:
        raise ValueError(written) from exc
    if not math.isfinite(float(written)):
        raise ValueError(written)
    return value


def _no_constant(written: str) -> NoReturn:
    raise ValueError(written)
