"""What stands behind the documents of today: their files, the versions before them, what people decided of headers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpus import READER_VERSION, Document, HeaderMapping, ParseReport, UnknownDocument
from index import Library
from index.schema import files
from index_fakes import FakeEmbedder, make_document, make_goal, open_library

FIRST, SECOND, THIRD = (f"第{n}稿".encode() for n in "一二三")


def read_from(data: bytes, doc_id: str = "a", *, target: int = 20, source: str = "文件夹/进度表.txt") -> Document:
    """A document as if read from these bytes."""
    goal = make_goal(1, "救助工作", f"累计救助{target}人。")
    return make_document(doc_id, goal, source=source, sha256=hashlib.sha256(data).hexdigest())


def with_headers(document: Document, *headers: HeaderMapping) -> Document:
    return replace(document, report=ParseReport(1, 1, 0, headers=headers))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_library(tmp_path) as library:
        yield library


def kept_files(library: Library) -> int:
    with library._store._database.reading() as connection:
        return len(connection.execute(files.select()).all())


def set_reader(library: Library, version: int) -> None:
    with library._store._database.writing() as connection:
        connection.exec_driver_sql(f"UPDATE documents SET reader = {version}")


def test_a_file_is_kept_with_its_document(library: Library) -> None:
    library.add(read_from(FIRST), file=FIRST)
    library.add(read_from(SECOND, "b"))
    found = library.file("a")
    assert found is not None
    assert (found.name, found.data, found.sha256) == ("进度表.txt", FIRST, read_from(FIRST).sha256)
    assert library.file("b") is None
    with pytest.raises(UnknownDocument, match="zzz"):
        library.file("zzz")


def test_a_file_that_was_not_kept_at_first_is_kept_when_it_comes_again(library: Library) -> None:
    assert library.add(read_from(FIRST)) == "added"
    assert library.add(read_from(FIRST), file=FIRST) == "unchanged"
    assert library.file("a") is not None


def test_other_bytes_than_the_document_was_read_from_are_refused(library: Library) -> None:
    with pytest.raises(ValueError, match="进度表"):
        library.add(read_from(FIRST), file=SECOND)
    assert library.documents() == ()


def test_documents_of_one_file_share_it(library: Library) -> None:
    library.add(read_from(FIRST), file=FIRST)
    library.add(read_from(FIRST, "b"), file=FIRST)
    assert (library.file("a"), kept_files(library)) == (library.file("b"), 1)
    library.remove("a")
    library.forget_past(library.history()[0].id)
    assert library.file("b") is not None


def test_files_of_one_name_are_kept_apart(library: Library) -> None:
    library.add(read_from(FIRST, source="甲局/进度表.txt"), file=FIRST)
    library.add(read_from(SECOND, "b", source="乙局/进度表.txt"), file=SECOND)
    assert [(file.name, file.data) for file in map(library.file, "ab") if file] == [
        ("进度表.txt", FIRST),
        ("进度表.txt", SECOND),
    ]
    assert library.history() == ()


def test_history_is_newest_first_and_keeps_documents_and_files(library: Library) -> None:
    started = datetime.now(UTC).isoformat(timespec="milliseconds")
    library.add(read_from(FIRST, target=1), file=FIRST)
    library.add(read_from(SECOND, target=2), file=SECOND)
    library.add(read_from(THIRD, target=3))
    library.add(read_from(FIRST, "b"), file=FIRST)
    library.remove("a")
    newest, middle, oldest = library.history()
    assert [past.reason for past in (newest, middle, oldest)] == ["removed", "replaced", "replaced"]
    assert started <= oldest.replaced_at <= middle.replaced_at <= newest.replaced_at
    assert (oldest.doc_id, oldest.title, oldest.source, oldest.goals) == ("a", "表", "文件夹/进度表.txt", 1)
    assert library.past_document(oldest.id) == read_from(FIRST, target=1)
    past_files = [library.past_file(past.id) for past in (newest, middle, oldest)]
    assert [file and file.data for file in past_files] == [None, SECOND, FIRST]
    assert library.history("a") == library.history()
    assert library.history("b") == ()
    assert [document.doc_id for document in library.documents()] == ["b"]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        pytest.param(lambda d: d, "unchanged", id="same"),
        pytest.param(lambda d: replace(d, source="移走.txt"), "unchanged", id="only moved"),
        pytest.param(lambda d: replace(d, notes=("注：新读出的一行",)), "replaced", id="same file, read otherwise"),
    ],
)
def test_the_same_file_makes_no_history(library: Library, change: Callable[[Document], Document], status: str) -> None:
    library.add(read_from(FIRST), file=FIRST)
    assert library.add(change(read_from(FIRST)), file=FIRST) == status
    assert library.history() == ()


def test_what_only_reads_otherwise_beside_the_search_is_not_embedded_again(tmp_path: Path) -> None:
    embedder = FakeEmbedder()
    with Library.open(tmp_path, embedder=embedder) as library:
        library.add(read_from(FIRST))
        embedded = len(embedder.embedded)
        assert library.add(replace(read_from(FIRST), notes=("注：新读出的一行",))) == "replaced"
        assert library.search("救助工作")
        assert (len(embedder.embedded), library.mend()) == (embedded, [])
        assert library.documents()[0].notes == ("注：新读出的一行",)


@pytest.mark.parametrize("call", ["past_document", "past_file", "forget_past"])
def test_an_unknown_version_is_said(library: Library, call: str) -> None:
    with pytest.raises(UnknownDocument, match="7"):
        getattr(library, call)(7)


def test_a_forgotten_version_takes_its_file_along(library: Library) -> None:
    library.add(read_from(FIRST), file=FIRST)
    library.add(read_from(SECOND), file=SECOND)
    library.forget_past(library.history()[0].id)
    assert (library.history(), kept_files(library)) == ((), 1)
    assert library.file("a") is not None


def test_what_is_held_is_what_the_present_reader_read(library: Library) -> None:
    document = read_from(FIRST)
    assert library.holding(document.sha256) == ()
    library.add(document)
    assert library.holding(document.sha256) == (document,)
    set_reader(library, READER_VERSION - 1)
    revision = library._store.revision()
    assert library.holding(document.sha256) == ()
    assert library.add(document) == "unchanged"
    assert library.holding(document.sha256) == (document,)
    assert library._store.revision() == revision
    assert library.holding(read_from(SECOND).sha256) == ()


def test_header_choices_are_kept_by_squeezed_header(library: Library, tmp_path: Path) -> None:
    library.choose_header("工作 成效\n（上半年）", "cumulative_progress")
    library.choose_header("工作成效(上半年)", "criteria")
    library.choose_header("办理结果", "other")
    with open_library(tmp_path) as other:
        assert other.header_choices() == {"办理结果": "other", "工作成效(上半年)": "criteria"}
    library.forget_header("办理 结果")
    library.forget_header("没有人问过")
    assert list(library.header_choices()) == ["工作成效(上半年)"]


@pytest.mark.parametrize(("header", "column"), [(" \n", "criteria"), ("办理结果", "nonsense")])
def test_what_is_no_choice_is_refused(library: Library, header: str, column: str) -> None:
    with pytest.raises(ValueError, match="no header or no column"):
        library.choose_header(header, column)  # type: ignore[arg-type]


BY_RULE = HeaderMapping("办理 结果", "other", "rule")
BY_PERSON = HeaderMapping("办理 结果", "cumulative_progress", "person")
BESIDE_ANOTHER = (HeaderMapping("成效", "cumulative_progress", "person"), BY_RULE)


@pytest.mark.parametrize(
    ("headers", "choices", "is_held"),
    [
        pytest.param([BY_RULE], {}, True, id="nothing chosen"),
        pytest.param([BY_RULE], {"备注": "criteria"}, True, id="another header chosen"),
        pytest.param([BY_RULE], {"办理结果": "cumulative_progress"}, False, id="chosen since"),
        pytest.param([BY_RULE], {"办理结果": "other"}, True, id="confirmed"),
        pytest.param([BY_PERSON], {"办理结果": "cumulative_progress"}, True, id="read as chosen"),
        pytest.param([BY_PERSON], {"办理结果": "criteria"}, False, id="chosen otherwise since"),
        pytest.param([BY_PERSON], {}, False, id="forgotten since"),
        pytest.param(
            BESIDE_ANOTHER,
            {"成效": "cumulative_progress", "办理结果": "cumulative_progress"},
            True,
            id="column given to another header",
        ),
    ],
)
def test_a_file_is_read_again_where_people_decided_otherwise(
    library: Library, headers: list[HeaderMapping], choices: dict[str, str], is_held: bool
) -> None:
    library.add(with_headers(read_from(FIRST), *headers))
    for header, column in choices.items():
        library.choose_header(header, column)  # type: ignore[arg-type]
    assert bool(library.holding(read_from(FIRST).sha256)) == is_held
