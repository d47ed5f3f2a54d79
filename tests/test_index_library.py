"""The library: documents in and out, both legs, filters, and the indexes kept in step with the truth."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest

from corpus import ModelMismatch, StoreError, StoreLocked, StoreTooNew, UnknownDocument
from index import Filters, Library
from index_fakes import FakeEmbedder, make_document, make_goal, open_library

ROADS = make_goal(1, "道路建设", "已建成道路82公里，完成投资12.5亿元。", "桥梁3座开工。")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_library(tmp_path / "data") as library:
        library.add(make_document("a"))
        library.add(make_document("b", ROADS, year=2022, organization="某县交通局"))
        yield library


def goals_found(library: Library, query: str) -> list[str]:
    return [f"{hit.doc_id}#{hit.goal}" for hit in library.search(query)]


def test_adding_and_removing(tmp_path: Path) -> None:
    with open_library(tmp_path / "new" / "data") as library:
        assert library.documents() == ()
        assert library.search("民生支出") == []
        assert [library.add(make_document("a")), library.add(make_document("a"))] == ["added", "unchanged"]
        assert library.add(make_document("a", ROADS)) == "replaced"
        assert library.documents() == (make_document("a", ROADS),)
        assert library.document("a") == make_document("a", ROADS)
        assert goals_found(library, "道路建设")[0] == "a#1"
        assert "a#2" not in goals_found(library, "三公经费")
        library.remove("a")
        assert library.documents() == ()
        assert library.search("道路建设") == []


def test_an_unknown_document_names_those_that_are_there(library: Library) -> None:
    for call in (library.document, library.remove):
        with pytest.raises(UnknownDocument, match="zzz.*a、b"):
            call("zzz")


def test_documents_are_ordered_and_cached(library: Library) -> None:
    library.add(make_document("0"))
    assert [document.doc_id for document in library.documents()] == ["0", "a", "b"]
    assert library.documents() is library.documents()


def test_a_hit_points_at_its_place(library: Library) -> None:
    hit = library.search("三公经费花了多少", filters=Filters(level="statement"))[0]
    cell = next(g for g in library.document(hit.doc_id).goals if g.number == hit.goal).cells[hit.cell]
    assert hit.statement is not None
    statement = cell.statements[hit.statement]
    assert cell.text[statement.start : statement.end] == "“三公”经费1-6月支出3322万元。"
    assert (hit.column, hit.dense_rank, hit.lexical_rank) == (cell.column, 1, 1)
    assert hit.similarity is not None


def test_each_leg_alone(library: Library) -> None:
    dense, lexical = library.search_dense("民生支出")[0], library.search_lexical("民生支出")[0]
    assert (dense.dense_rank, dense.lexical_rank, dense.score) == (1, None, dense.similarity)
    assert (lexical.dense_rank, lexical.lexical_rank, lexical.similarity) == (None, 1, None)
    assert lexical.score > 0


@pytest.mark.parametrize("search", ["search", "search_dense", "search_lexical"])
@pytest.mark.parametrize(
    ("filters", "documents"),
    [
        pytest.param(Filters(), {"a", "b"}, id="none"),
        pytest.param(Filters(doc_ids=("a",)), {"a"}, id="document"),
        pytest.param(Filters(doc_ids=("a", "b", "c")), {"a", "b"}, id="documents"),
        pytest.param(Filters(organization="某县交通局"), {"b"}, id="organisation"),
        pytest.param(Filters(year=2021, period="1-6月"), {"a"}, id="year and period"),
        pytest.param(Filters(columns=("criteria", "deadline"), level="cell"), {"a", "b"}, id="columns and level"),
        pytest.param(Filters(year=1999), set(), id="nothing matches"),
    ],
)
def test_filters(library: Library, search: str, filters: Filters, documents: set[str]) -> None:
    hits = getattr(library, search)("按要求完成的目标", filters=filters)
    assert {hit.doc_id for hit in hits} == documents
    assert {hit.level for hit in hits} <= {filters.level or hit.level for hit in hits}
    assert {hit.column for hit in hits} <= set(filters.columns or [hit.column for hit in hits])


@pytest.mark.parametrize(
    "query", ["", "  \n", '"', "NEAR(", "\0", "\ud800", "*", "支出" * 5000], ids=lambda query: ascii(query[:8])
)
def test_any_query_is_answered(library: Library, query: str) -> None:
    assert isinstance(library.search(query), list)


@pytest.mark.parametrize(("limit", "count"), [(0, 0), (1, 1), (3, 3), (1000, 15)])
def test_limit(library: Library, limit: int, count: int) -> None:
    assert len(library.search("完成民生支出", limit=limit)) == count


def test_the_same_question_gets_the_same_hits(library: Library, tmp_path: Path) -> None:
    with open_library(tmp_path / "data") as again:
        assert again.search("民生支出") == library.search("民生支出")


def test_similarity(library: Library) -> None:
    same, near, far = library.similarity("专项债券", ["专项债券", "专项债", "医保"])
    assert same == pytest.approx(1)
    assert near > far
    assert library.similarity("x", []) == []


def test_questions_are_recorded(library: Library) -> None:
    library.record_question("够不够", status="answered", answer="够", doc_ids=["a"])
    assert [(q.question, q.doc_ids) for q in library.questions()] == [("够不够", ("a",))]


def test_a_document_is_embedded_once(tmp_path: Path) -> None:
    embedder = FakeEmbedder()
    with Library.open(tmp_path, embedder=embedder) as library:
        library.add(make_document("a"))
        library.add(make_document("a"))
        library.search("民生支出")
        library.mend()
    assert len(embedder.embedded) == len(set(embedder.embedded)) == 8


def test_threads_add_and_search_at_once(tmp_path: Path) -> None:
    failures: list[Exception] = []

    def work(number: int) -> None:
        try:
            library.add(make_document(f"d{number}"))
            assert library.search("民生支出", filters=Filters(doc_ids=(f"d{number}",)))
        except (StoreError, AssertionError) as exc:
            failures.append(exc)

    with open_library(tmp_path) as library:
        threads = [Thread(target=work, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        assert len(library.documents()) == 6
        assert library.mend() == []


def _garbage(path: Path) -> None:
    path.write_bytes(b"garbage " * 2000)


@pytest.mark.parametrize(
    ("damage", "line"),
    [
        pytest.param(lambda data: shutil.rmtree(data / "chroma"), "向量索引：补建 2 份报告", id="vectors deleted"),
        pytest.param(lambda data: _garbage(data / "chroma" / "chroma.sqlite3"), "向量索引：已损坏", id="garbage"),
        pytest.param(
            lambda data: (shutil.rmtree(data / "chroma"), _garbage(data / "chroma")), "已损坏", id="file for vectors"
        ),
        pytest.param(lambda data: (data / "lexical.sqlite").unlink(), "词语索引：补建 2 份报告", id="words deleted"),
        pytest.param(lambda data: _garbage(data / "lexical.sqlite"), "词语索引：已损坏", id="words garbage"),
        pytest.param(lambda _: None, "", id="nothing wrong"),
    ],
)
@pytest.mark.parametrize("by_search", [True, False], ids=["search", "mend"])
def test_a_damaged_index_is_rebuilt(tmp_path: Path, damage: Callable[[Path], None], line: str, by_search: bool) -> None:
    with open_library(tmp_path) as library:
        library.add(make_document("a"))
        library.add(make_document("b", ROADS))
        expected = library.search("民生支出")
    damage(tmp_path)
    with open_library(tmp_path) as library:
        lines = [] if by_search else library.mend()
        assert library.search("民生支出") == expected
        assert by_search or (line in "".join(lines) and bool(lines) == bool(line))
        assert library.mend() == []


def test_an_index_that_fails_while_open_is_mended(library: Library, tmp_path: Path) -> None:
    expected = library.search("民生支出")
    with sqlite3.connect(tmp_path / "data" / "chroma" / "chroma.sqlite3") as connection:
        connection.execute("DELETE FROM collections")
    assert library.search("民生支出") == expected


def test_another_model_is_refused_but_documents_are_listed(library: Library, tmp_path: Path) -> None:
    with open_library(tmp_path / "data", name="other") as other:
        for call in (lambda: other.search("民生支出"), lambda: other.add(make_document("c")), other.mend):
            with pytest.raises(ModelMismatch, match="fake.*other.*KAOPING_EMBEDDING_MODEL=fake"):
                call()
        assert [document.doc_id for document in other.documents()] == ["a", "b"]
        assert other.search_lexical("民生支出")
        other.remove("b")
    assert [hit for hit in library.search("道路建设") if hit.doc_id == "b"] == []


def test_a_folder_of_a_newer_version_is_refused(library: Library, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "data" / "kaoping.sqlite") as connection:
        connection.execute("UPDATE meta SET value = 99 WHERE key = 'schema_version'")
    with pytest.raises(StoreTooNew):
        open_library(tmp_path / "data")


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("x")
    with pytest.raises(StoreError, match="同名文件"):
        open_library(tmp_path / "data")


def test_an_unreachable_chroma_server_is_said(tmp_path: Path) -> None:
    with (
        Library.open(tmp_path, embedder=FakeEmbedder(), chroma_url="http://127.0.0.1:9") as library,
        pytest.raises(StoreError, match=r"127\.0\.0\.1:9.*KAOPING_CHROMA_URL"),
    ):
        library.add(make_document())


def test_a_writer_does_not_wait_for_ever(library: Library, tmp_path: Path) -> None:
    with open_library(tmp_path / "data") as other, library._upkeep.writing():
        waiting = other._upkeep.writing(seconds=0.2)
        with pytest.raises(StoreLocked, match="另一个"):
            waiting.__enter__()


def test_a_cell_points_where_its_statements_point_together(tmp_path: Path) -> None:
    with open_library(tmp_path) as library:
        library.add(make_document("d", make_goal(1, "目标", "甲乙丙丁。", "戊己庚辛。")))
        hits = {(h.level, h.statement): h.similarity for h in library.search_dense("甲乙丙丁", limit=20) if h.cell == 2}
    assert hits["statement", 0] is not None
    assert hits["statement", 1] is not None
    assert hits["statement", 1] < (hits["cell", None] or 0) < hits["statement", 0]
