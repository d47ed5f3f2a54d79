"""The lexical leg: domain words and figures are found, no query is an expression."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import StoreError
from index import Filters
from index.chunks import chunk_document
from index.lexical import FILE_NAME, Lexical
from index_fakes import make_document, make_goal


@pytest.fixture
def lexical(tmp_path: Path) -> Iterator[Lexical]:
    lexical = Lexical(tmp_path / FILE_NAME)
    bonds = make_goal(1, "债券项目储备", "截至6月底，储备专项债项目138个，资金需求589.1亿元。", "已发行 132.69 亿元。")
    thrift = make_goal(2, "压减一般性支出", "“三公”经费1-6月支出3,322万元。", "培训费压减10%。")
    lives = make_goal(3, "保障民生", "全市民生支出877.82亿元，占78.5%。", "接种1.5万人次。")
    lexical.put(chunk_document(make_document("a", bonds, thrift, lives)))
    lexical.put(chunk_document(make_document("b", make_goal(1, "别的目标", "修路82公里。"), year=2022, period="全年")))
    yield lexical
    lexical.close()


def found(lexical: Lexical, query: str, filters: Filters = Filters()) -> list[str]:  # noqa: B008 - immutable
    return [identifier.partition("@")[0] for identifier, _ in lexical.search(query, filters=filters, limit=20)]


@pytest.mark.parametrize(
    ("query", "place"),
    [
        pytest.param("专项债够不够", "a#0.2.0", id="专项债 in a glued question"),
        pytest.param("三公经费花了多少", "a#1.2.0", id="三公经费 across quotes"),
        pytest.param("民生支出", "a#2.2.0", id="民生支出"),
        pytest.param("877.82", "a#2.2.0", id="decimal"),
        pytest.param("877.82 亿元是什么", "a#2.2.0", id="decimal with a spaced unit"),
        pytest.param("78.5%", "a#2.2.0", id="percent"),
        pytest.param("３３２２万元", "a#1.2.0", id="full-width, without the separator"),
        pytest.param("132.69亿元", "a#0.2.1", id="unspaced for spaced"),
    ],
)
def test_the_statement_comes_first_among_statements(lexical: Lexical, query: str, place: str) -> None:
    assert found(lexical, query, Filters(level="statement"))[0] == place


@pytest.mark.parametrize("query", ["877", "82亿元的", "8.5%", "火星", "的了吗", ""], ids=ascii)
def test_parts_of_figures_and_unknown_words_find_nothing_of_them(lexical: Lexical, query: str) -> None:
    assert "a#2.2.0" not in found(lexical, query, Filters(columns=("cumulative_progress",))) or "亿元" in query


@pytest.mark.parametrize(
    "query",
    [
        '"',
        '""" OR *',
        "*",
        "支出*",
        "NEAR(支出 民生)",
        "text:支出 AND NOT 民生",
        "支出'; DROP TABLE chunks; --",
        "(支出",
        "-支出 ^支出 +支出",
        "支出\0\x01\x1f\n\t",
        "\ud800支出",
        "支出" * 20000,
        "".join(chr(0x4E00 + n) for n in range(5000)) + "支出",
    ],
    ids=lambda query: ascii(query[:20]),
)
def test_no_query_is_an_expression(lexical: Lexical, query: str) -> None:
    found(lexical, query)
    assert found(lexical, "民生支出")


@pytest.mark.parametrize(
    ("filters", "documents"),
    [
        pytest.param(Filters(), {"a", "b"}, id="none"),
        pytest.param(Filters(doc_ids=("b",)), {"b"}, id="document"),
        pytest.param(Filters(doc_ids=("a", "b")), {"a", "b"}, id="two documents"),
        pytest.param(Filters(year=2022), {"b"}, id="year"),
        pytest.param(Filters(period="全年"), {"b"}, id="period"),
        pytest.param(Filters(organization="某市财政局"), {"a", "b"}, id="organisation"),
        pytest.param(Filters(organization="别处"), set(), id="another organisation"),
        pytest.param(Filters(year=2021, period="全年"), set(), id="both must hold"),
        pytest.param(Filters(columns=("criteria",)), {"a", "b"}, id="column"),
        pytest.param(Filters(columns=("deadline",)), set(), id="column that is not there"),
    ],
)
def test_filters(lexical: Lexical, filters: Filters, documents: set[str]) -> None:
    assert {place.partition("#")[0] for place in found(lexical, "按要求完成", filters)} == documents


def test_put_replaces_and_drop_removes(lexical: Lexical) -> None:
    lexical.put(chunk_document(make_document("b", make_goal(1, "新目标", "架桥3座。"))))
    assert found(lexical, "修路82公里", Filters(doc_ids=("b",), columns=("cumulative_progress",))) == []
    assert found(lexical, "架桥")[0] == "b#0.2"
    lexical.drop("b")
    assert found(lexical, "架桥") == []
    assert list(lexical.fingerprints()) == ["a"]


def test_limit_and_ties_are_repeatable(lexical: Lexical) -> None:
    everything = lexical.search("按要求完成", filters=Filters(), limit=20)
    assert lexical.search("按要求完成", filters=Filters(), limit=2) == everything[:2]
    assert lexical.search("按要求完成", filters=Filters(), limit=0) == []


def test_a_full_disk_is_told_as_such(lexical: Lexical) -> None:
    with lexical._session() as connection:  # a file that can't grow is what a full disk is to SQLite
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")
    many = make_document("c", *(make_goal(n, f"目标{n}", "修路82公里。" * 200) for n in range(1, 40)))
    with pytest.raises(StoreError, match="磁盘已满，请腾出空间后再试$") as caught:
        lexical.put(chunk_document(many))
    assert "删除" not in str(caught.value)
    assert set(lexical.fingerprints()) == {"a", "b"}


def test_another_format_is_damage_and_destroying_it_leaves_an_empty_index(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute("PRAGMA user_version = 99")
    lexical = Lexical(tmp_path / FILE_NAME)
    with pytest.raises(StoreError, match="99"):
        lexical.fingerprints()
    lexical.destroy()
    assert lexical.fingerprints() == {}
