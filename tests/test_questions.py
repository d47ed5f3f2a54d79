"""What a question asks, clause by clause, and what no report can answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant, Turn
from assistant.asks import parse_asks
from corpus import fold, read_document
from index import Library

HEADER = (
    "| 目标名称 | 考核内容及指标 | 完成时限(月) | 1-6 月累计完成进度 | 累计完成工作量 (%) |\n|---|---|---|---|---|\n"
)
WORKS = (
    "| 城市更新 | 全年改造老旧小区不少于 90 个，绿地率达到 38%。 | 12 | 1-6月改造老旧小区 42 个，惠及居民 1.3 万户，其中完工 18 个，同比增长 12.5%；"
    "完成投资 3.6 亿元；机场和车站投资 5.2 亿元；核发补贴 860 万元，奖励 95 万元，减负 4.1 亿元。 | 55 |\n"
)
LAST_YEAR = "| 城市更新 | 全年改造老旧小区 80 个。 | 12 | 1-6月改造老旧小区 31 个，惠及居民 0.9 万户。 | 50 |\n"


def add(library: Library, folder: Path, row: str, *, year: int) -> None:
    path = folder / f"{year}.md"
    path.write_text(
        f"# {year} 年度临江市建设局综合考评职能目标完成情况表（{year} 年 6 月）\n\n{HEADER}{row}", encoding="utf-8"
    )
    library.add(read_document(path))


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("one")
    library = Library.open(folder / "data")
    add(library, folder, WORKS, year=2024)
    yield Assistant(library)
    library.close()


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("two")
    library = Library.open(folder / "data")
    add(library, folder, WORKS, year=2024)
    add(library, folder, LAST_YEAR, year=2023)
    yield Assistant(library)
    library.close()


@pytest.mark.parametrize(
    ("question", "periods"),
    [
        ("上半年改造了多少个，其中二季度又是多少", [(1, 6), (4, 6)]),
        ("二季度改造了多少个、惠及多少户", [(4, 6), (4, 6)]),
        ("改造了多少个，二季度呢", [None, (4, 6)]),
        ("上半年，改造了多少个", [(1, 6)]),
    ],
)
def test_a_period_holds_until_another_is_named(question: str, periods: list[tuple[int, int] | None]) -> None:
    found = [next(((p.first, p.last) for p in ask.periods), None) for ask in parse_asks(fold(question))]
    assert found == periods


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        (
            "事故的起数、死亡人数以及各自降幅",
            ["事故的起数", "事故的死亡人数", "事故的起数 各自降幅", "事故的死亡人数 各自降幅"],
        ),
        ("补贴和奖励各发了多少", ["补贴发了多少", "奖励发了多少"]),
        ("补贴和奖励合起来多少", ["补贴和奖励合起来多少"]),
    ],
)
def test_a_list_of_things_asks_for_each(question: str, asked: list[str]) -> None:
    assert [ask.text for ask in parse_asks(question)] == asked


@pytest.mark.parametrize(
    ("question", "unit"),
    [("事故起数是多少", "起"), ("惠及户数多少", "户"), ("接待人次数分别多少", "人次")],
)
def test_the_unit_that_a_noun_names(question: str, unit: str | None) -> None:
    assert parse_asks(question)[0].unit == unit


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("补贴发了多少，奖励又是多少", ("860 万元", "95 万元")),
        ("老旧小区改造了多少个，惠及居民多少户", ("42 个", "1.3 万户")),
        ("老旧小区完工多少个", ("18 个",)),
        ("老旧小区改造了多少个，惠及什么人", ("42 个", "惠及居民")),
        ("減負多少", ("4.1 亿元",)),
        ("老旧小曲改造了多少个", ("42 个",)),
        ("绿地率是多少", ("目标要求", "38%")),
    ],
)
def test_each_ask_gets_its_own_figure(one: Assistant, question: str, shown: tuple[str, ...]) -> None:
    answer = one.ask(question)
    assert answer.status == "answered"
    assert all(text in answer.answer for text in shown), answer.answer


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("一共花了多少", "没有说明要查什么"),
        ("1+1等于几", "未找到"),
        ("a", "没有说明要查什么"),
        ("SELECT * FROM goals", "Not found"),
        ("明年改造老旧小区多少个", "以后"),
        ("老旧小区改造为什么增长", "原因"),
        ("老旧小区改造平均每个投资多少", "平均"),
        ("绿地率现在做到多少", "只有目标"),
        ("光车站投资多少", "合在一起"),
        ("2022年改造老旧小区多少个", "2022"),
    ],
)
def test_what_no_report_says_is_refused_with_its_reason(one: Assistant, question: str, reason: str) -> None:
    answer = one.ask(question)
    assert (answer.status, answer.figures) == ("not_found", ())
    assert reason in answer.answer


def test_half_an_answer_says_which_half_is_missing(one: Assistant) -> None:
    answer = one.ask("老旧小区改造了多少个，加装电梯多少台")
    assert answer.status == "answered"
    assert "42 个" in answer.answer
    assert "未找到“加装电梯多少台”" in answer.answer


def test_a_typing_error_that_was_put_right_is_said(one: Assistant) -> None:
    assert "“机厂”当作“机场”" in one.ask("机厂和车站投资多少").answer


def test_reports_that_may_be_meant_answer_each_under_its_name(two: Assistant) -> None:
    answer = two.ask("老旧小区改造了多少个")
    first, second = answer.answer.splitlines()[1:3]
    assert ("2024" in first, "42 个[1]" in first) == (True, True)
    assert ("2023" in second, "31 个[2]" in second) == (True, True)
    assert {c.doc_id[-7:] for c in answer.citations} == {"2024-06", "2023-06"}


def test_a_report_that_is_named_answers_alone(two: Assistant) -> None:
    assert {c.doc_id[-7:] for c in two.ask("2023年改造老旧小区多少个").citations} == {"2023-06"}


def test_the_year_before_is_that_before_the_one_spoken_of(two: Assistant) -> None:
    answer = two.ask("那前一年呢", history=[Turn("2024年改造老旧小区多少个", "42 个")])
    assert "31 个" in answer.answer
