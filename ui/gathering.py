"""Which files the paths of a command line stand for.

A folder stands for the files of a known kind in it, at any depth, in the order of their names. What nobody put there to
be read is passed over without a word: hidden files, the lock files of office programs, what systems leave in folders,
and links to folders, which may lead in circles. Whatever else is left out is counted.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from corpus import SUFFIXES
from corpus.reasons import reason_of

LEFTOVERS = frozenset({"thumbs.db", "desktop.ini", "ehthumbs.db", "__macosx"})  # by name in lower case
LOCKS = ("~$", ".")  # how the names of lock files and hidden files begin
KINDS_NAMED = 8  # kinds of unsupported files that are named, the most frequent first


@dataclass(frozen=True, slots=True)
class Refusal:
    """A path that stands for no file, and why."""

    path: Path
    why: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """The files to be read; `unsupported` counts, by extension, the files of folders that are of no known kind."""

    files: tuple[Path, ...]
    refused: tuple[Refusal, ...]
    unsupported: Counter[str]


@dataclass(slots=True)
class _Folder:
    """What a folder holds."""

    files: list[Path] = field(default_factory=list)
    unsupported: Counter[str] = field(default_factory=Counter)
    troubles: list[OSError] = field(default_factory=list)


def gather(paths: Iterable[Path]) -> Gathered:
    """The files of the paths, in their order.

    A file named by itself is taken whatever its kind, and as often as it is named; one found in a folder is taken once.
    """
    named = list(paths)
    seen = {os.path.realpath(path) for path in named}
    files: list[Path] = []
    refused: list[Refusal] = []
    unsupported: Counter[str] = Counter()
    for path in named:
        if not _is_folder(path):
            files.append(path)
            continue
        folder = _look_into(path)
        refused += _refusals(path, folder)
        if folder.files:
            unsupported += folder.unsupported
        for file in folder.files:
            real = os.path.realpath(file)
            if real not in seen:
                seen.add(real)
                files.append(file)
    return Gathered(tuple(files), tuple(refused), unsupported)


def count_of(unsupported: Counter[str]) -> str:
    """How many files, and of which kinds: `3 个不支持的文件（.zip 2、.pptx 1）`."""
    ranked = sorted(unsupported.items(), key=lambda item: (-item[1], not item[0], item[0]))
    kinds = "、".join(f"{suffix or '无扩展名'} {count}" for suffix, count in ranked[:KINDS_NAMED])
    return f"{unsupported.total()} 个不支持的文件（{kinds}{'等' if len(ranked) > KINDS_NAMED else ''}）"


def _refusals(path: Path, folder: _Folder) -> Iterator[Refusal]:
    for error in folder.troubles:
        yield Refusal(Path(error.filename), f"{error.filename}：打不开这个文件夹（{reason_of(error)}）。请检查权限。")
    if not folder.files and not folder.troubles:
        held = f"只有 {count_of(folder.unsupported)}" if folder.unsupported else "其中没有文件"
        yield Refusal(path, f"{path}：没有可以导入的文件，{held}。请给出含 .docx、.xlsx、.pdf、.txt 等报告的文件夹。")


def _look_into(folder: Path) -> _Folder:
    held = _Folder()
    for parent, folders, names in os.walk(folder, onerror=held.troubles.append):
        folders[:] = sorted(name for name in folders if not _is_leftover(name))
        for name in sorted(names):
            file = Path(parent, name)
            if _is_leftover(name) or not _is_file(file):
                continue
            suffix = file.suffix.lower()
            if suffix in SUFFIXES:
                held.files.append(file)
            else:
                held.unsupported[suffix] += 1
    return held


def _is_leftover(name: str) -> bool:
    return name.startswith(LOCKS) or name.lower() in LEFTOVERS


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # whoever reads it says why that can't be done
        return False


def _is_file(path: Path) -> bool:
    """Whether it is a file, or can't be looked at: whoever reads it says why that can't be done."""
    try:
        return path.is_file()
    except OSError:
        return True
