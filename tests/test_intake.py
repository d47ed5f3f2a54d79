"""Files into a real library: what is read, passed over, replaced, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import report_writers as writers
from corpus import IsolatedReader
from index import Library
from index_fakes import FakeEmbedder
from ui.ingesting import IngestRecord, Intake

TITLE = "2023年度临江市水利局综合考评职能目标完成情况表（2023年9月）"
HEADER = "目标名称,考核指标,完成时限,1-9月累计完成进度,完成率"


@pytest.fixture(scope="module")
def reader() -> Iterator[IsolatedReader]:
    with IsolatedReader() as isolated:
        yield isolated


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "data", embedder=FakeEmbedder()) as opened:
        yield opened


def write(path: Path, *, done: int) -> Path:
    goal = f"水闸建设,新建水闸不少于6座。,2023年12月,已新建水闸{done}座。,80%"
    path.write_text(f"{TITLE}\n\n{HEADER}\n{goal}", encoding="utf-8")
    return path


def take(library: Library, reader: IsolatedReader, *paths: Path) -> list[IngestRecord]:
    intake = Intake(library, reader=reader, several=len(paths) > 1)
    return [intake.take(path, tell=lambda _: None) for path in paths]


def test_two_versions_in_one_folder_do_not_flip(library: Library, reader: IsolatedReader, tmp_path: Path) -> None:
    draft, final = write(tmp_path / "初稿.csv", done=4), write(tmp_path / "终稿.csv", done=5)
    first, second = take(library, reader, draft, final)
    assert (first.status, second.status) == ("added", "replaced")
    assert second.note == f"与本次的 {draft} 是同一份报告，保留后读的这一份"
    for _ in range(2):
        again, kept = take(library, reader, draft, final)
        assert (again.status, kept.status) == ("unchanged", "unchanged")
        assert str(final) in again.note and "较早的版本" in again.note
    assert len(library.history()) == 1
    (document,) = library.documents()
    assert document.goals[0].text("cumulative_progress") == "已新建水闸5座。"


def test_an_earlier_version_taken_by_itself_comes_back(
    library: Library, reader: IsolatedReader, tmp_path: Path
) -> None:
    draft, final = write(tmp_path / "初稿.csv", done=4), write(tmp_path / "终稿.csv", done=5)
    take(library, reader, draft, final)
    (record,) = take(library, reader, draft)
    assert (record.status, record.note) == ("replaced", "")
    assert library.documents()[0].goals[0].text("cumulative_progress") == "已新建水闸4座。"


def test_a_likely_header_is_found_and_the_file_is_read_but_once(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    writers.write_xlsx(writers.numbered(), path)
    with IsolatedReader() as reader:
        (record,) = take(library, reader, path)
        (again,) = take(library, reader, path)
    assert (record.status, again.status) == ("added", "unchanged")
    assert library.file(again.document.doc_id if again.document else "") is not None
