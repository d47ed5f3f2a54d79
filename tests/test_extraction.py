"""The extraction step: what is stored is complete, and read back rather than worked out again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from assistant import goal_record
from assistant.attainment import attainments
from assistant.extraction import extract
from corpus import Attainment, Document, IsolatedReader
from corpus.reports import sample_report
from index import Library
from index_fakes import FakeEmbedder
from test_attainment import report
from ui.ingesting import Intake
from ui.terminal import goal_lines

CRITERIA = "新建水闸不少于6座，培训闸工40人次，惠及居民3万户。"
PROGRESS = "已新建水闸5座，培训闸工52人次。"
ATTAINED = (
    Attainment(0, 3, Decimal(5) / Decimal(6), "not_met"),
    Attainment(1, 4, Decimal("1.3"), "met"),
    Attainment(2, None, None, "unknown"),
)


@pytest.fixture
def document() -> Document:
    return report(CRITERIA, PROGRESS)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "data", embedder=FakeEmbedder()) as opened:
        yield opened


def by_text(document: Document) -> list[tuple[str, str | None, str]]:
    (goal,) = document.goals
    texts = [figure.text for _, figure in goal.figures]
    return [(texts[a.target], None if a.actual is None else texts[a.actual], a.status) for a in goal.attainment]


def test_positions_point_at_the_figures(document: Document) -> None:
    assert by_text(extract(document)) == [
        ("不少于6座", "5座", "not_met"),
        ("40人次", "52人次", "met"),
        ("3万户", None, "unknown"),
    ]


def test_extracting_again_changes_nothing(document: Document) -> None:
    once = extract(document)
    assert once == extract(once)
    assert replace(once.goals[0], attainment=()) == document.goals[0]


def test_what_is_stored_is_what_was_extracted(document: Document, library: Library) -> None:
    library.add(extract(document))
    assert library.documents() == (extract(document),)


def test_what_is_stored_is_read_and_not_worked_out(document: Document) -> None:
    (goal,) = extract(document).goals
    forged = replace(goal, attainment=(replace(goal.attainment[0], status="met"),))
    stored = replace(document, goals=(forged,))
    (item,) = attainments(stored, forged)
    assert (item.target.figure.text, item.status) == ("不少于6座", "met")
    assert [a["status"] for a in goal_record(stored, forged)["attainment"]] == ["met"]


def test_what_was_stored_without_is_judged_when_asked(document: Document) -> None:
    record, stored = (goal_record(d, d.goals[0]) for d in (document, extract(document)))
    assert record == stored
    assert [a["status"] for a in record["attainment"]] == ["not_met", "met", "unknown"]


def test_the_record_is_complete(document: Document) -> None:
    record = goal_record(document, document.goals[0])
    assert json.loads(json.dumps(record)) == record
    assert record["time_elapsed_pct"] == 50.0
    assert {"direction", "basis"} <= set(record["figures"][0])
    assert record["attainment"][0]["ratio"] == 0.8333


def test_unknown_times_are_null(document: Document) -> None:
    timeless = replace(document, period=None)
    assert goal_record(timeless, timeless.goals[0])["time_elapsed_pct"] is None


def test_every_way_in_stores_it(library: Library) -> None:
    with closing(IsolatedReader()) as reader:
        record = Intake(library, reader=reader).take(sample_report(), tell=lambda _: None)
    assert record.status == "added"
    (held,) = library.documents()
    assert held == extract(held)
    assert sum(len(goal.attainment) for goal in held.goals) > 5


def test_a_step_of_ones_own_is_used(document: Document, library: Library, tmp_path: Path) -> None:
    met: list[str] = []

    def step(read: Document) -> Document:
        met.append(read.doc_id)
        return extract(read)

    with closing(IsolatedReader()) as reader:
        Intake(library, reader=reader, extract=step).take(sample_report(), tell=lambda _: None)
    assert met == ["hangzhou-czj-2021-06"]


def test_the_terminal_says_what_is_met_and_how_much_time_is_gone(document: Document) -> None:
    head, *targets = list(goal_lines([(document, [goal_record(document, document.goals[0])])]))[1:]
    assert head.endswith("指标 1 项已达到、1 项未达到、1 项无法判断 · 时间已过 50% · 完成 50%")
    assert [line.rpartition("：")[2] for line in targets] == ["未达到，时限未到", "已达到", "无法判断"]
