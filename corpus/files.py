"""The bytes of a file, within limits."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import UnreadableDocument
from corpus.reasons import reason_of

MAX_BYTES = 50 * 1024 * 1024


def read_bytes(path: Path) -> bytes:
    """The file's content.

    Raises:
        UnreadableDocument: it is missing, no ordinary file, empty, not allowed to be read, or over `MAX_BYTES`.
    """
    try:
        if path.is_dir():
            raise UnreadableDocument(f"{path}：是文件夹，不是文件。请给出其中的文件。")
        if path.exists() and not path.is_file():
            raise UnreadableDocument(f"{path}：不是普通文件。请给出可以导入的文件。")
        if not path.is_file():
            raise UnreadableDocument(f"{path}：找不到这个文件。请检查路径。")
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableDocument(f"{path}：文件超过 {MAX_BYTES // 1024 // 1024} MB 上限。请拆分后再导入。")
        data = path.read_bytes()
    except OSError as exc:
        raise UnreadableDocument(f"{path}：无法读取（{reason_of(exc)}）。请检查路径和权限。") from exc
    except ValueError as exc:
        raise UnreadableDocument(f"{path}：不是可用的路径。请检查路径。") from exc
    refuse_empty(data, path=path)
    return data


def refuse_empty(data: bytes, *, path: Path) -> None:
    """Raise UnreadableDocument where nothing but white space is in the file."""
    if not data.strip(b"\0\t\n\r "):
        raise UnreadableDocument(f"{path}：文件是空的。请检查是否选错了文件。")
