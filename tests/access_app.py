"""The whole server over a real library of two bureaus, for the tests of who sees what."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from corpus import Document, read_figures
from index import Library
from index_fakes import make_document, make_goal, open_library
from ui.originals import Originals
from ui.people.passwords import hashed
from ui.server import build_app
from ui.wiring import Backend
from ui_fakes import FakeReader

PASSWORD = "清风明月-十个字以上"
ENCODED = hashed(PASSWORD)
SECRETS = ("beiju", "北局", "秘密泵站", "4321", "机要")  # what only the north bureau's people may read


def fill(library: Library) -> None:
    """A report each of the south and the north bureau."""
    south = make_document(
        "nanju-2021-06",
        make_goal(1, "河道清淤", "1-6月全市完成河道清淤 120 公里，占年度任务的 60%。", criteria="全年完成河道清淤 200 公里。"),
        title="2021 年度南局目标完成情况表",
        organization="南局",
    )  # fmt: skip
    north = make_document(
        "beiju-2021-06",
        make_goal(1, "河道清淤", "1-6月全市完成河道清淤 4321 公里。", criteria="全年完成河道清淤 5000 公里。"),
        make_goal(2, "秘密泵站建设", "1-6月建成秘密泵站 43 座，投入机要资金 4321 万元。"),
        title="2021 年度北局目标完成情况表",
        organization="北局",
    )
    south, north = with_figures(south), with_figures(north)
    library.add(south, groups=frozenset({"南局"}))
    library.add(north, groups=frozenset({"北局"}))


def with_figures(document: Document) -> Document:
    """The document with the figures of its cells, as reading a file finds them."""
    goals = tuple(
        replace(goal, cells=tuple(replace(cell, figures=tuple(read_figures(cell.text))) for cell in goal.cells))
        for goal in document.goals
    )
    return replace(document, goals=goals)


def add_people(library: Library) -> None:
    """A reader of the south, an editor of the north, an administrator."""
    for name, role, groups in (("nan", "reader", ["南局"]), ("bei", "editor", ["北局"]), ("guan", "administrator", [])):
        library.accounts.add(name, password=ENCODED, role=role, groups=groups)  # type: ignore[arg-type]


def open_app(folder: Path, *, users: bool = True, **more: Any) -> tuple[FastAPI, Library]:
    """The server's application over a new library, which the caller closes."""
    library = open_library(folder)
    fill(library)
    if users:
        add_people(library)
    backend = Backend(open_reader=FakeReader)
    assistant = backend.make_assistant(library)
    return build_app(assistant, library, backend=backend, originals=Originals(FakeReader), **more), library
