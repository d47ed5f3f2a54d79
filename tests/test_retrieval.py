"""Candidates and their order: what a general ranker doesn't know, and where a model's opinion comes in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from assistant.question import understand
from assistant.retrieve import RERANKED, Evidence, retrieve
from corpus import Document, read_document
from corpus.errors import RerankingError
from corpus.reports import sample_report
from index import Filters, Library, Reranker
from index_fakes import FakeEmbedder

HEADER = "序号\t目标名称\t考核内容及指标\t完成时限\t二季度完成进度\t1-6月累计完成进度\t累计完成工作量（%）\t责任科室"
ROWS = (
    "1\t渡口改造\t全年改造渡口不少于12处，投入不超过900万元。\t2024年10月\t二季度改造渡口2处。\t1-6月改造渡口5处。\t42%\t港航科",
    "2\t驿站建设\t全年新建骑行驿站30座。\t2024年11月\t二季度新建骑行驿站4座。\t新建骑行驿站9座，惠及骑友2.1万人次。\t30%\t绿道办",
)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Document:
    path = tmp_path_factory.mktemp("report") / "a.txt"
    title = "2024年度临渡市交通局综合考评职能目标完成情况表（2024年6月）"
    path.write_text("\n".join([title, HEADER, *ROWS]), encoding="utf-8")
    return read_document(path)


@pytest.fixture(scope="module")
def library(report: Document, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with closing(Library.open(tmp_path_factory.mktemp("data"), embedder=FakeEmbedder())) as library:
        library.add(report)
        yield library


def cells(evidence: Evidence) -> list[tuple[str, str]]:
    """Goal and column of the candidates, best first, each cell once."""
    return list(dict.fromkeys((p.goal.name, p.cell.column) for p in evidence.passages()))


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("1-6月改造了多少处渡口？", ("渡口改造", "cumulative_progress")),
        ("二季度单季改造了几处渡口？", ("渡口改造", "quarter_progress")),
        ("渡口全年要改造多少处，目标是多少？", ("渡口改造", "criteria")),
        ("骑友有多少人次受益？", ("驿站建设", "cumulative_progress")),
        ("骑行驿站哪个月要完成？", ("驿站建设", "deadline")),
        ("驿站建设的完成时限是什么时候？", ("驿站建设", "deadline")),
        ("渡口改造由哪个科室负责？", ("渡口改造", "other")),
        ("谁负责骑行驿站？", ("驿站建设", "other")),
        ("渡口改造的完成率是多少？", ("渡口改造", "completion_pct")),
    ],
)
def test_the_cell_that_is_asked_for_comes_first(library: Library, question: str, first: tuple[str, str]) -> None:
    evidence = retrieve(library, understand(question), library.documents())

    assert cells(evidence)[0] == first


def test_only_what_is_asked_for_is_lifted_and_scores_stay_in_order(library: Library) -> None:
    evidence = retrieve(library, understand("骑行驿站哪个月要完成？"), library.documents())

    scores = [ranked.score for ranked in evidence.ranked]
    assert scores == sorted(scores, reverse=True)
    assert cells(evidence)[:2] == [("驿站建设", "deadline"), ("驿站建设", "cumulative_progress")]


def test_nothing_comes_from_documents_that_are_not_meant(library: Library, report: Document) -> None:
    other = read_document(sample_report())
    with closing(library.beside(Path(str(library._folder) + "-both"))) as both:
        both.add(report)
        both.add(other)
        evidence = retrieve(both, understand("上半年民生支出多少？"), (report,))

    assert {passage.document.doc_id for passage in evidence.passages()} <= {report.doc_id}


def test_naming_every_document_finds_what_naming_none_does(library: Library) -> None:
    every = Filters(doc_ids=tuple(document.doc_id for document in library.documents()))

    assert library.search("骑行驿站", filters=every) == library.search("骑行驿站") != []


class FakeReranker(Reranker):
    """Likes what holds a word, and remembers what it was shown."""

    name = "fake"

    def __init__(self, word: str = "") -> None:
        self.word = word
        self.shown: list[tuple[str, tuple[str, ...]]] = []

    def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        self.shown.append((question, tuple(passages)))
        return [250.0 if self.word in passage else -250.0 for passage in passages]


class FailingReranker(Reranker):
    name = "failing"

    def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        raise RerankingError("重排模型 failing 处理文字失败")


def evidence_with(reranker: Reranker, report: Document, folder: Path) -> Evidence:
    with closing(Library.open(folder, embedder=FakeEmbedder(), reranker=reranker)) as library:
        library.add(report)
        return retrieve(library, understand("改造了多少处渡口？"), library.documents())


def test_a_models_opinion_moves_what_is_near_the_top(report: Document, tmp_path: Path) -> None:
    reranker = FakeReranker("二季度改造")

    evidence = evidence_with(reranker, report, tmp_path)

    assert cells(evidence)[0] == ("渡口改造", "quarter_progress")
    ((question, shown),) = reranker.shown
    assert question == "改造了多少处渡口?" and 1 < len(shown) <= RERANKED
    assert "渡口改造 二季度完成进度 二季度改造渡口2处。" in shown


def test_it_is_one_weight_among_others(report: Document, tmp_path: Path) -> None:
    evidence = evidence_with(FakeReranker("骑友"), report, tmp_path)

    assert cells(evidence)[0][0] == "渡口改造"


def test_no_opinion_changes_nothing(report: Document, library: Library, tmp_path: Path) -> None:
    with_one = evidence_with(FakeReranker(), report, tmp_path)
    without = retrieve(library, understand("改造了多少处渡口？"), library.documents())

    assert [(r.passage.key, r.score) for r in with_one.ranked] == [(r.passage.key, r.score) for r in without.ranked]


def test_a_model_that_fails_is_said(report: Document, tmp_path: Path) -> None:
    with pytest.raises(RerankingError, match="failing"):
        evidence_with(FailingReranker(), report, tmp_path)
