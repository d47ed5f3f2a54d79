"""The truth: what is read equals what was written; every write is one step; damage is said in one line."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import (
    COLUMN_NAMES,
    Cell,
    Document,
    Figure,
    Goal,
    HeaderMapping,
    Kind,
    ParseReport,
    Piece,
    Place,
    Statement,
    StoreError,
    StoreLocked,
    StoreTooNew,
    read_document,
)
from corpus.model import Attainment, Direction, How, Status
from index.store import FILE_NAME, Store
from index_fakes import ROOT, make_document

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
number = st.integers(0, 10**6)
optional = st.none() | text
value = st.decimals(allow_nan=False, allow_infinity=False) | text
figures = st.builds(
    Figure,
    *(text, number, number, st.sampled_from(get_args(Kind)), value, optional),
    metric=optional,
    scope=optional,
    direction=st.none() | st.sampled_from(get_args(Direction)),
    basis=optional,
)
columns = st.sampled_from(sorted(COLUMN_NAMES))
sizes = st.floats(0, 1000)
places = st.builds(Place, number, number, number, number, text, st.none() | st.tuples(sizes, sizes, sizes, sizes))
cells = st.builds(
    Cell,
    columns,
    text,
    text,
    st.lists(st.builds(Piece, number, number, places), max_size=3).map(tuple),
    st.lists(st.builds(Statement, number, number, number, text), max_size=3).map(tuple),
    st.lists(figures, max_size=3).map(tuple),
    st.lists(st.tuples(number, number), max_size=2).map(tuple),
)
ratios = st.none() | st.decimals(allow_nan=False, allow_infinity=False)
attainments = st.builds(Attainment, number, st.none() | number, ratios, st.sampled_from(get_args(Status)))
goals = st.builds(
    Goal,
    *(number, text, st.booleans()),
    st.lists(cells, max_size=3).map(tuple),
    st.lists(attainments, max_size=3).map(tuple),
)
reports = st.builds(
    ParseReport,
    number,
    number,
    number,
    st.lists(st.tuples(text, text), max_size=2).map(tuple),
    st.lists(st.tuples(text, text, text), max_size=2).map(tuple),
    st.lists(st.builds(HeaderMapping, text, columns, st.sampled_from(get_args(How))), max_size=2).map(tuple),
    st.lists(st.tuples(text, text), max_size=2).map(tuple),
)
documents = st.builds(
    Document,
    doc_id=text,
    title=text,
    organization=optional,
    year=st.none() | number,
    period=optional,
    source=text,
    sha256=text,
    goals=st.lists(goals, max_size=3).map(tuple),
    notes=st.lists(text, max_size=2).map(tuple),
    report=reports,
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open_file(tmp_path / FILE_NAME)
    store.prepare()
    yield store
    store.close()


def judged(goal: Goal) -> Goal:
    return replace(goal, attainment=(Attainment(0, None, None, "unknown"),))


def stored(store: Store) -> dict[str, Document]:
    return dict(store.snapshot({}).news)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=documents)
def test_any_document_reads_back_as_it_was_written(store: Store, document: Document) -> None:
    store.write(document)
    assert stored(store)[document.doc_id] == document


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=documents)
def test_any_document_that_is_removed_reads_back_from_history(store: Store, document: Document) -> None:
    store.write(document)
    store.remove(document.doc_id)
    newest = store.history(document.doc_id)[0]
    assert (newest.reason, newest.goals) == ("removed", len(document.goals))
    assert store.past_document(newest.id) == document


def test_the_sample_report_reads_back_as_it_was_written(store: Store) -> None:
    document = read_document(ROOT / "corpus" / "reports" / "hangzhou-czj-2021-06.txt")
    store.write(document)
    assert stored(store) == {document.doc_id: document}


@pytest.mark.parametrize("exact", [Decimal("1.10"), Decimal("1E+2"), Decimal("0.1"), "1.10", "2021-12"], ids=repr)
def test_values_are_exact(store: Store, exact: Decimal | str) -> None:
    figure = Figure("x", 0, 1, "count", exact)
    goal = Goal(1, "目标", False, (Cell("criteria", "指标", "x", figures=(figure,)),))
    store.write(make_document("d", goal))
    found = stored(store)["d"].goals[0].cells[0].figures[0].value
    assert (type(found), str(found)) == (type(exact), str(exact))


@pytest.mark.parametrize(
    ("change", "status"),
    [
        pytest.param(lambda d: d, "unchanged", id="same"),
        pytest.param(lambda d: replace(d, source="移走.txt"), "unchanged", id="only moved"),
        pytest.param(lambda d: replace(d, sha256="other"), "replaced", id="other file"),
        pytest.param(lambda d: replace(d, goals=d.goals[:1]), "replaced", id="same file, read otherwise"),
        pytest.param(
            lambda d: replace(d, goals=tuple(map(judged, d.goals))), "replaced", id="targets judged otherwise"
        ),
        pytest.param(lambda d: replace(d, doc_id="b"), "added", id="other document"),
    ],
)
def test_status(store: Store, change: Callable[[Document], Document], status: str) -> None:
    document = make_document("a")
    store.write(document)
    assert store.status_of(change(document)) == status


def test_every_write_raises_the_revision_and_a_snapshot_reads_only_the_news(store: Store) -> None:
    assert (store.revision(), stored(store)) == (0, {})
    assert store.write(make_document("a")) == 1
    assert store.write(make_document("b")) == 2
    snapshot = store.snapshot({"a": 1})
    assert (snapshot.revision, dict(snapshot.versions), list(snapshot.news)) == (2, {"a": 1, "b": 2}, ["b"])
    assert store.remove("a") == 3
    assert dict(store.snapshot({"b": 2}).versions) == {"b": 2}


def test_a_failed_write_leaves_the_old_document(store: Store) -> None:
    store.write(make_document("a"))
    with pytest.raises(StoreError, match=r"\\ud800"):
        store.write(make_document("a", title="\ud800"))
    assert stored(store) == {"a": make_document("a")}
    assert store.revision() == 1


def test_questions(store: Store) -> None:
    store.record_question("够不够\ud800\0", status="answered", answer="够[1]。", doc_ids=["a"])
    store.record_question("第二问", status="not_found", answer="没有", doc_ids=[])
    newest, first = store.questions(limit=5)
    assert (newest.question, newest.doc_ids) == ("第二问", ())
    assert (first.question, first.status, first.doc_ids) == ("够不够?\ufffd", "answered", ("a",))
    assert store.revision() == 0


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda path: path.write_bytes(b"garbage " * 1000), id="not a database"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes()[:5000] + b"x" * 50000), id="malformed"),
        pytest.param(lambda path: (path.unlink(), path.mkdir()), id="a folder"),
    ],
)
def test_a_damaged_file_is_one_clear_line(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    path = tmp_path / FILE_NAME
    store = Store.open_file(path)
    store.prepare()
    store.write(make_document())
    store.close()
    damage(path)
    with pytest.raises(StoreError, match=FILE_NAME) as caught:
        _read_everything(path)
    assert "\n" not in str(caught.value)


def _read_everything(path: Path) -> None:
    store = Store.open_file(path)
    store.prepare()
    store.snapshot({})


def test_a_store_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    Store.open_file(path).prepare()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE meta SET value = 99 WHERE key = 'schema_version'")
    with pytest.raises(StoreTooNew, match=r"99.*升级"):
        Store.open_file(path).prepare()


@pytest.mark.parametrize("url", ["nonsense", "nodatabase://host/x", "mysql+nodriver://u:secret@h/x"])
def test_a_database_url_that_cannot_be_used(url: str) -> None:
    with pytest.raises(StoreError, match="数据库") as caught:
        Store.open_url(url)
    assert "secret" not in str(caught.value)


def test_a_database_url(tmp_path: Path) -> None:
    store = Store.open_url(f"sqlite:///{tmp_path / 'elsewhere.sqlite'}")
    store.prepare()
    store.write(make_document("a"))
    assert list(stored(store)) == ["a"]


def test_a_locked_database_is_said(tmp_path: Path) -> None:
    store = Store.open_url(f"sqlite:///{tmp_path / 'x.sqlite'}?timeout=0.1")
    store.prepare()
    with sqlite3.connect(tmp_path / "x.sqlite") as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreLocked, match="稍后"):
            store.write(make_document())
