"""LangChain's default retrieval and ours, side by side on one set of questions.

Measured for each: how often the retrieved text holds every true figure of a question, how many characters it takes, how
many milliseconds. A figure that no cell holds, because it is derived, can't be retrieved and is not asked for.
Questions of one set of files share an index; each contestant embeds the question itself, so none profits from another.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from statistics import fmean, median
from typing import Literal, Self

from assistant import Assistant
from bench import tables
from bench.contestants import LEGS, RANKED, Leg, OwnSearch, cited_quotes, files_by_id, reranked_cells
from bench.judging import finds_all, first_rank, holds_all, written_figures
from bench.options import parse_options
from bench.questions import Place, Question, QuestionSet, TrueFigure, read_questions
from bench.rival import CHUNK_OVERLAP, CHUNK_SIZE, DefaultRetrieval, K
from corpus import KaopingError
from index import Hit, Library
from index.embedding import Embedder, RememberingEmbedder, load_embedder

WARM_UP = "目标完成情况"
RANKS = (1, 4, 10)  # hit rates are taken at these
LANGCHAIN = f"LangChain 默认：{CHUNK_SIZE}/{CHUNK_OVERLAP} 切块，k={K}"
ASSISTANT = "考评：回答所引的原文"
Stage = Leg | Literal["reranked"]
STAGE_NAMES: dict[Stage, str] = {
    "dense": "只用向量",
    "lexical": "只用词语",
    "fused": "两路融合",
    "reranked": "融合后重排",
}


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What one contestant retrieved for one question."""

    contestant: str
    texts: tuple[str, ...]
    milliseconds: float
    holds_figures: bool

    @property
    def characters(self) -> int:
        """How much text that is."""
        return sum(map(len, self.texts))


@dataclass(frozen=True, slots=True)
class Ranked:
    """Where one stage ranks the true cells of one question: a leg, both fused, or the weighing of the assistant.

    The rank of the first (None: not found), and whether the first ten cells hold all that the question needs.
    """

    stage: Stage
    rank: int | None
    all_in_ten: bool


class Bout:
    """All contestants over one set of files; use as a context."""

    def __init__(self, files: Sequence[str], *, questions: QuestionSet, embedder: Embedder, folder: Path) -> None:
        self._questions = questions
        self._documents = {file: questions.documents[file] for file in files}
        self._libraries: list[Library] = []
        self._embedder, self._folder = embedder, folder
        self.retrieved: list[Retrieved] = []
        self.ranked: list[Ranked] = []
        library = self._open()
        for document in self._documents.values():
            library.add(document)
        self._rival = DefaultRetrieval(
            (questions.paths[file] for file in files), embedder=embedder, folder=folder / "langchain"
        )
        named = files_by_id(self._documents)
        self._legs = {leg: OwnSearch(self._open(), leg=leg, files=named) for leg in LEGS}
        self._files, self._reranking = named, self._open()
        self._assistant = Assistant(self._open())
        self._warm_up()

    def _open(self) -> Library:
        """A library of its own for each contestant: a library remembers the vectors of the questions it was asked."""
        self._libraries.append(Library.open(self._folder / "kaoping", embedder=self._embedder))
        return self._libraries[-1]

    def _warm_up(self) -> None:
        self._rival.retrieve(WARM_UP)
        for leg in self._legs.values():
            leg.hits(WARM_UP)
        self._assistant.ask(WARM_UP)

    def __enter__(self) -> Self:
        """The bout itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the libraries."""
        for library in self._libraries:
            library.close()

    def ask(self, question: Question) -> None:
        """Have every contestant retrieve for the question."""
        query = question.search_text
        asked = written_figures(question.figures, cells=self._questions.texts_of(question))
        texts, spent = timed(lambda: self._rival.retrieve(query))
        self._judge(LANGCHAIN, texts, spent=spent, figures=asked)
        budget = sum(map(len, texts))
        for leg, search in self._legs.items():
            hits, spent = _timed_hits(search, query)
            self._rank(leg, search.cells(hits), question=question)
            name = f"考评检索，{STAGE_NAMES[leg]}"
            few, as_many = search.statements(hits, count=K), search.statements_within(hits, characters=budget)
            self._judge(f"{name}：{K} 句", few, spent=spent, figures=asked)
            self._judge(f"{name}：同样字数", as_many, spent=spent, figures=asked)
        self._rank("reranked", reranked_cells(self._reranking, question, files=self._files), question=question)
        texts, spent = timed(lambda: cited_quotes(self._assistant, question))
        self._judge(ASSISTANT, texts, spent=spent, figures=asked)

    def _judge(self, contestant: str, texts: Sequence[str], *, spent: float, figures: Sequence[TrueFigure]) -> None:
        if figures:
            self.retrieved.append(Retrieved(contestant, tuple(texts), spent, holds_all(figures, texts)))

    def _rank(self, stage: Stage, cells: Sequence[Place], *, question: Question) -> None:
        if question.cells:
            all_in_ten = finds_all(question.cells, cells[: RANKS[-1]])
            self.ranked.append(Ranked(stage, first_rank(question.cells, cells), all_in_ten))


def timed(retrieve: Callable[[], list[str]]) -> tuple[list[str], float]:
    """What was retrieved, and the milliseconds it took."""
    started = time.perf_counter()
    texts = retrieve()
    return texts, 1000 * (time.perf_counter() - started)


def _timed_hits(search: OwnSearch, query: str) -> tuple[list[Hit], float]:
    started = time.perf_counter()
    hits = search.hits(query, limit=RANKED)
    return hits, 1000 * (time.perf_counter() - started)


def compare(questions: QuestionSet) -> tuple[list[Retrieved], list[Ranked]]:
    """Ask every contestant every question of the set."""
    embedder = RememberingEmbedder(load_embedder())
    retrieved: list[Retrieved] = []
    ranked: list[Ranked] = []
    for files, asked in groupby(sorted(questions.questions, key=lambda one: one.files), key=lambda one: one.files):
        tables.report_progress(f"检索对比：{'、'.join(files)}")
        with (
            tempfile.TemporaryDirectory(prefix="kaoping-bench-", ignore_cleanup_errors=True) as folder,
            Bout(files, questions=questions, embedder=embedder, folder=Path(folder)) as bout,
        ):
            for question in asked:
                bout.ask(question)
        retrieved += bout.retrieved
        ranked += bout.ranked
    return retrieved, ranked


def figures_table(retrieved: Sequence[Retrieved]) -> str:
    """A row a contestant; text and time as ratios to LangChain's default too."""
    by_name: dict[str, list[Retrieved]] = {}
    for one in retrieved:
        by_name.setdefault(one.contestant, []).append(one)
    base = by_name[LANGCHAIN]
    header = ("检索方式", "含全部真值的问题", "字数（中位）", "字数之比", "毫秒（中位）", "耗时之比")
    return tables.markdown_table(header, [_figures_row(name, by_name[name], base=base) for name in by_name])


def _figures_row(name: str, ones: Sequence[Retrieved], *, base: Sequence[Retrieved]) -> list[str]:
    characters, milliseconds = (_median(one.characters for one in ones), _median(one.milliseconds for one in ones))
    return [
        name,
        tables.share(sum(one.holds_figures for one in ones), len(ones)),
        f"{characters:.0f}",
        f"{characters / _median(one.characters for one in base):.2f}",
        f"{milliseconds:.0f}",
        f"{milliseconds / _median(one.milliseconds for one in base):.2f}",
    ]


def ranks_table(ranked: Sequence[Ranked]) -> str:
    """A row a stage: hit rates and mean reciprocal rank of the true cells."""
    header = ("检索方式", *(f"前 {rank} 格命中" for rank in RANKS), f"前 {RANKS[-1]} 格含全部真格", "MRR")
    rows = [_ranks_row(stage, [one for one in ranked if one.stage == stage]) for stage in STAGE_NAMES]
    return tables.markdown_table(header, rows)


def _ranks_row(stage: Stage, ones: Sequence[Ranked]) -> list[str]:
    hits = [sum(one.rank is not None and one.rank <= rank for one in ones) for rank in RANKS]
    return [
        STAGE_NAMES[stage],
        *(tables.share(hit, len(ones)) for hit in hits),
        tables.share(sum(one.all_in_ten for one in ones), len(ones)),
        f"{fmean(1 / one.rank if one.rank else 0.0 for one in ones):.3f}",
    ]


def _median(values: Iterable[float]) -> float:
    return median(values)


def run(folder: Path, *, quick: bool) -> None:
    """Compare on the set in `folder`, and write the tables."""
    questions = read_questions(folder, quick=quick)
    retrieved, ranked = compare(questions)
    if not retrieved or not ranked:
        raise KaopingError(f"{folder} 里没有可用来对比检索的问题（需要文本报告、真值和真格）")
    asked = sum(one.contestant == LANGCHAIN for one in retrieved)
    without = len(questions.questions) - asked
    counted = (
        f"{asked} 问有写在报告里的真值；{without} 问没有，或全由推算得出；"
        f"{questions.skipped} 问不在此次所测的文件上，略去。"
    )
    tables.write("## 检索：取回的文字里有没有真值", tables.machine(), counted, figures_table(retrieved))
    tables.write("## 检索：真值所在的格排第几", ranks_table(ranked))


if __name__ == "__main__":
    options = parse_options("python -m bench.retrieval", __doc__)
    run(options.set, quick=options.quick)
