"""The judging of the measurements, on cases made by hand; no figure of a measurement is asserted."""

from __future__ import annotations

import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
sys.path.append(str(ROOT))  # the measurements are not part of the installed package

from bench.judging import finds_all, first_rank, holds_all, written_figures  # noqa: E402
from bench.questions import Place, TrueFigure  # noqa: E402
from bench.samples import write_reports  # noqa: E402
from bench.tables import markdown_table, share  # noqa: E402
from corpus import read_document  # noqa: E402

SPENT = TrueFigure("money", Decimal(33220000), "元")
PROJECTS = TrueFigure("count", Decimal(138), "个")
RATIO = TrueFigure("percent", Decimal("77.7"), "%")
LETTER = TrueFigure("document_no", "杭财监督〔2021〕9号")

FIRST = Place("seed", "民生支出占比", "cumulative_progress")
SECOND = Place("seed", "大财政体制机制改革", "cumulative_progress")
OTHER = Place("seed", "民生支出占比", "quarter_progress")


@pytest.mark.parametrize(
    ("true", "text", "held"),
    [
        pytest.param(SPENT, "“三公”经费 1-6 月支出 3322 万元", True, id="as it is written"),
        pytest.param(SPENT, "支出 0.3322 亿元", True, id="in another unit of the same value"),
        pytest.param(SPENT, "支出 3322 亿元", False, id="the same digits of another magnitude"),
        pytest.param(SPENT, "支出 3323 万元", True, id="within 0.05 %"),
        pytest.param(SPENT, "支出 3324 万元", False, id="beyond 0.05 %"),
        pytest.param(SPENT, "共 33220000 个", False, id="the same value of another kind"),
        pytest.param(PROJECTS, "项目 138 个", True, id="a count"),
        pytest.param(PROJECTS, "签约 138 户", False, id="a count of something else"),
        pytest.param(RATIO, "<p>占一般公共预算支出 77.7%。</p> <p>2. 其他", True, id="between mark-up"),
        pytest.param(RATIO, "提高 77.7 个百分点", False, id="points are not a percentage"),
        pytest.param(LETTER, "出台意见（杭财监督〔2021〕9 号）", True, id="a document number, spaced"),
        pytest.param(SPENT, "", False, id="nothing retrieved"),
    ],
)
def test_a_text_holds_a_figure_by_its_value(true: TrueFigure, text: str, held: bool) -> None:
    assert holds_all([true], [text]) is held


def test_all_figures_must_be_held_and_a_figure_cut_in_two_is_not() -> None:
    assert holds_all([SPENT, RATIO], ["支出 3322 万元", "占 77.7%"])
    assert not holds_all([SPENT, RATIO], ["支出 3322 万元"])
    assert not holds_all([SPENT], ["支出 33", "22 万元"])


def test_a_figure_that_no_true_cell_holds_is_derived() -> None:
    difference = TrueFigure("money", Decimal(41821000000), "元")

    assert written_figures([SPENT, difference], cells=["支出 3322 万元"]) == (SPENT,)


def test_ranks_are_those_of_the_true_cells() -> None:
    either = [(FIRST, SECOND)]

    assert first_rank(either, [OTHER, SECOND, FIRST]) == 2
    assert first_rank(either, [OTHER]) is None
    assert finds_all(either, [SECOND])
    assert not finds_all([(FIRST,), (SECOND,)], [SECOND, OTHER])


@pytest.mark.parametrize(("asked", "found"), [(None, True), ("备注", True), ("序号", False)])
def test_the_header_tells_other_columns_apart_where_it_is_given(asked: str | None, found: bool) -> None:
    assert Place("seed", "目标", "other", asked).is_at(Place("seed", "目标", "other", "备注")) is found


def test_varied_reports_are_different_documents_and_the_same_each_time(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()

    made, again = write_reports(first, count=8), write_reports(second, count=8)

    assert len({read_document(path).doc_id for path in made}) == 8
    assert [path.read_bytes() for path in made] == [path.read_bytes() for path in again]


def test_a_table_and_a_share() -> None:
    assert markdown_table(("甲", "乙"), [("一", share(1, 4))]) == "| 甲 | 乙 |\n| --- | ---: |\n| 一 | 1/4（25 %） |"
    assert share(0, 0) == "—"


@pytest.mark.parametrize("module", ["bench", "bench.speed", "bench.retrieval"])
def test_the_measurements_explain_themselves(module: str) -> None:
    if module != "bench":
        pytest.importorskip("langchain_chroma")
    command = [sys.executable, "-m", module, "--help"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}

    shown = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=True)

    assert "--set" in shown.stdout and "--quick" in shown.stdout


def test_a_folder_without_questions_is_refused_in_one_line(tmp_path: Path) -> None:
    pytest.importorskip("langchain_chroma")
    command = [sys.executable, "-m", "bench", "--set", str(tmp_path / "none"), "--only", "retrieval"]

    environment = os.environ | {"PYTHONPATH": str(ROOT)}

    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode == 1 and done.stderr.count("\n") == 1 and "none" in done.stderr
