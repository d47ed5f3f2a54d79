"""What recognition was not sure of is said wherever it is shown."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import Assistant, goal_record
from corpus import Document
from corpus.document import understood
from corpus.model import Place
from corpus.source import Field, Line, Row, Source, Table
from index import Library
from index_fakes import FakeEmbedder
from ui.terminal import goal_lines

PROGRESS = "截至6月底，已新建水闸8座，投资 2870 万元。"


@pytest.fixture
def document() -> Document:
    """A report as a scan gives it: of the number of sluices recognition was not sure."""
    header = Row(tuple(map(Field, ("目标名称", "考核指标", "1-6月累计完成进度", "完成率"))))
    doubtful = PROGRESS.index("8")
    places = [Place(page=2, row=3, column=n, box=(10.0 * n, 20.0, 10.0 * n + 9, 30.0)) for n in range(1, 5)]
    goal = Row(
        (
            Field("水闸建设", places[0]),
            Field("新建水闸不少于 6 座。", places[1]),
            Field(PROGRESS, places[2], doubts=((doubtful, doubtful + 1),)),
            Field("80%", places[3]),
        )
    )
    title = Line("2023年度临江市水利局综合考评职能目标完成情况表（2023年6月）")
    return understood(Source((title, Table((header, goal), gridded=True))), path=Path("scan.png"), sha256="0" * 64)


def test_figures_are_marked(document: Document) -> None:
    record = goal_record(document, document.goals[0])
    figures = {figure["text"]: figure.get("doubtful") for figure in record["figures"]}
    assert figures["8座"] is True
    assert figures["2870 万元"] is None
    json.dumps(record)


def test_the_terminal_marks_doubtful_figures_alone(document: Document) -> None:
    head, attained = list(goal_lines([(document, [goal_record(document, document.goals[0])])]))[1:]
    assert head.endswith("完成 80%")
    assert "6 座 →" in attained and "8座（存疑）：已达到" in attained


def test_the_terminal_marks_a_doubtful_completion(document: Document) -> None:
    (goal,) = document.goals
    cells = tuple(replace(c, doubts=((0, 2),) if c.column == "completion_pct" else ()) for c in goal.cells)
    record = goal_record(document, replace(goal, cells=cells))
    head, attained = list(goal_lines([(document, [record])]))[1:]
    assert head.endswith("完成 80%（存疑）")
    assert "存疑" not in attained


def test_an_answer_says_it_and_where_to_look(document: Document, tmp_path: Path) -> None:
    with Library.open(tmp_path, embedder=FakeEmbedder()) as library:
        library.add(document)
        answer = Assistant(library).ask("1-6月累计新建水闸多少座？")
    (citation,) = answer.citations
    assert "8座" in answer.answer
    assert "请核对原件" in answer.answer
    assert citation.doubtful
    assert citation.place == "第 2 页第 3 行"
