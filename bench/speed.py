"""How fast the product is and how much memory it takes: the command line, the warm library, the web server.

The command line and the server run in fresh processes, as a user's do. Questions come from a set, answers are not
judged.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles

from assistant import Assistant, Turn
from assistant.extraction import extract
from bench import tables
from bench.options import parse_options
from bench.processes import UNWANTED, Finished, run_command, served
from bench.questions import SAMPLE, Question, QuestionSet, read_questions
from bench.samples import VaryingEmbedder, write_reports
from bench.webpage import Page
from corpus import KaopingError, read_document
from corpus.reports import sample_report
from index import Library
from index.embedding import load_embedder

RUNS, QUICK_RUNS = 5, 2  # fresh processes of `ask`
INGEST_RUNS, QUICK_INGEST_RUNS = 3, 1
REPORTS = (1, 30)  # in the index of the warm library
PAGE_QUESTIONS = 20
COLD_QUESTION = "上半年全市民生支出是多少，占一般公共预算支出多少？"


@dataclass(frozen=True, slots=True)
class Served:
    """The web server.

    Seconds from process start to its address, MiB held then and after the questions, median milliseconds of a question
    over HTTP.
    """

    start_seconds: float
    memory_at_start: float | None
    memory_after: float | None
    milliseconds: float
    imported_unwanted: bool | None


def measure_ingests(folder: Path, *, runs: int) -> list[Finished]:
    """Index the bundled report from nothing, each time into a new folder `0`, `1` … of `folder`."""
    return [run_command("ingest", str(sample_report()), "--data", str(folder / str(run))) for run in range(runs)]


def measure_asks(data: Path, *, runs: int) -> list[Finished]:
    """Ask one question in fresh processes over a folder that is indexed already."""
    return [run_command("ask", COLD_QUESTION, "--data", str(data)) for _ in range(runs)]


def measure_warm(folder: Path, *, reports: int, questions: QuestionSet) -> list[float]:
    """Milliseconds of each answer in this process, after one to warm up.

    The library holds the bundled report, those of the set as far as there is room, and varied ones of them all.
    """
    made = folder / f"{reports}-reports"
    made.mkdir()
    sources = [path for file, path in questions.paths.items() if file != SAMPLE]
    with closing(Library.open(made / "data", embedder=VaryingEmbedder(load_embedder()))) as library:
        for path in write_reports(made, count=reports, sources=sources):
            library.add(extract(read_document(path)))
        assistant = Assistant(library)
        assistant.ask(COLD_QUESTION)
        return [_milliseconds(assistant, question) for question in questions.questions]


def _milliseconds(assistant: Assistant, question: Question) -> float:
    history = tuple(Turn(asked, answer) for asked, answer in question.history)
    started = time.perf_counter()
    assistant.ask(question.text, history=history)
    return 1000 * (time.perf_counter() - started)


def measure_server(data: Path, *, questions: Sequence[str]) -> Served:
    """Serve the folder and ask the page some questions over HTTP."""
    with served(data) as server:
        page = Page(server.url)
        at_start = server.memory_mib()
        spent = [_page_milliseconds(page, question) for question in questions]
        if not page.is_healthy():
            raise RuntimeError("/health does not say ok after the questions")
        after = server.memory_mib()
    return Served(server.start_seconds, at_start, after, median(spent), server.imported_unwanted)


def _page_milliseconds(page: Page, question: str) -> float:
    started = time.perf_counter()
    page.ask(question)
    return 1000 * (time.perf_counter() - started)


def processes_table(ingests: Sequence[Finished], asks: Sequence[Finished]) -> str:
    """A row for indexing the bundled report, one for asking."""
    header = ("新进程", "次数", "秒（中位）", "秒（最短）", "处理器秒（中位）", "内存峰值 MiB", f"导入了 {UNWANTED}")
    named = (("从零导入自带报告", ingests), ("提一个问题，到答完退出", asks))
    return tables.markdown_table(header, [_process_row(name, runs) for name, runs in named])


def _process_row(name: str, runs: Sequence[Finished]) -> list[str]:
    return [
        name,
        str(len(runs)),
        f"{median(run.seconds for run in runs):.2f}",
        f"{min(run.seconds for run in runs):.2f}",
        f"{median(run.processor_seconds for run in runs):.2f}",
        _mib(max((run.peak_mib for run in runs if run.peak_mib), default=None)),
        _yes_or_no(any(run.imported_unwanted for run in runs)),
    ]


def warm_table(spent: dict[int, list[float]]) -> str:
    """A row a size of the library."""
    header = ("同一进程内", "问题数", "毫秒（中位）", "毫秒（95 %）", "毫秒（最长）")
    rows = [[f"库中 {reports} 份报告", *_latencies(ones)] for reports, ones in spent.items()]
    return tables.markdown_table(header, rows)


def _latencies(ones: Sequence[float]) -> list[str]:
    percentile = quantiles(ones, n=20)[-1] if len(ones) > 1 else ones[0]
    return [str(len(ones)), f"{median(ones):.0f}", f"{percentile:.0f}", f"{max(ones):.0f}"]


def server_table(server: Served, *, questions: int) -> str:
    """What the web server takes."""
    rows = [
        ["进程启动到可提问（秒）", f"{server.start_seconds:.1f}"],
        ["就绪时内存（MiB）", _mib(server.memory_at_start)],
        [f"经 HTTP 答 {questions} 问后内存（MiB）", _mib(server.memory_after)],
        ["经 HTTP 一问一答（毫秒，中位）", f"{server.milliseconds:.0f}"],
        [f"导入了 {UNWANTED}", _yes_or_no(bool(server.imported_unwanted))],
    ]
    return tables.markdown_table(("网页服务", "值"), rows)


def _mib(value: float | None) -> str:
    return "—" if value is None else f"{value:.0f}"


def _yes_or_no(answer: bool) -> str:
    return "是" if answer else "否"


def sample_questions(folder: Path) -> list[str]:
    """The questions of the set that ask the bundled report alone and need no history.

    Raises KaopingError where it has none.
    """
    questions = [one.text for one in read_questions(folder, quick=True).questions if not one.history]
    if not questions:
        raise KaopingError(f"{folder} 里没有只问自带报告（{SAMPLE}）的问题")
    return questions


def run(folder: Path, *, quick: bool) -> None:
    """Measure with the questions of the set in `folder`, and write the tables."""
    questions = sample_questions(folder)
    with tempfile.TemporaryDirectory(prefix="kaoping-bench-", ignore_cleanup_errors=True) as made:
        data = Path(made)
        tables.report_progress("从零导入")
        ingests = measure_ingests(data, runs=QUICK_INGEST_RUNS if quick else INGEST_RUNS)
        tables.report_progress("冷启动提问")
        asks = measure_asks(data / "0", runs=QUICK_RUNS if quick else RUNS)
        tables.write("## 速度与内存", tables.machine(), processes_table(ingests, asks))
        tables.report_progress("同一进程内连续提问")
        asked_warm = read_questions(folder, quick=quick, answerable=None)
        warm = {count: measure_warm(data, reports=count, questions=asked_warm) for count in REPORTS}
        tables.write(warm_table(warm), torch_line())
        tables.report_progress("网页服务")
        asked = list(islice(cycle(questions), PAGE_QUESTIONS))
        tables.write(server_table(measure_server(data / "0", questions=asked), questions=len(asked)))


def torch_line() -> str:
    """Whether this very process, which measured the warm library, imported torch."""
    return f"测量进程自身导入了 {UNWANTED}：{_yes_or_no(UNWANTED in sys.modules)}"


if __name__ == "__main__":
    options = parse_options("python -m bench.speed", __doc__)
    run(options.set, quick=options.quick)
