"""Many people asking at once: how long each waits, over the page and over the HTTP API.

All ask in the same moment, wait for their answers, and ask again: harder than a morning at an office, where people also
read. The people are threads of this process, so what they wait for is taken from the same cores as the server's work.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPException
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles
from threading import Barrier
from typing import Protocol

from bench import tables
from bench.options import add_options
from bench.processes import run_command, served
from bench.speed import sample_questions
from bench.webpage import Page, post_json
from corpus import KaopingError
from corpus.reports import sample_report

PEOPLE = 30
ROUNDS, QUICK_ROUNDS = 5, 2
FAILURES = (OSError, HTTPException, RuntimeError, ValueError)  # of a connection, of the page, of what it answers


class Person(Protocol):
    """Somebody who asks."""

    def ask(self, question: str) -> None:
        """Ask and wait for the answer."""

    def settle(self) -> None:
        """Do what comes after an answer and nobody waits for."""


class Program:
    """A program that asks over the HTTP API."""

    def __init__(self, url: str) -> None:
        self._url = url

    def ask(self, question: str) -> None:
        """Ask and wait for the answer. Raises RuntimeError where there is none."""
        if not post_json(f"{self._url}/api/v1/ask", {"question": question})["answer"]:
            raise RuntimeError(f"no answer: {question}")

    def settle(self) -> None:
        """A program does nothing of its own."""


WAYS: dict[str, Callable[[str], Person]] = {"网页": Page, "HTTP API": Program}


@dataclass(frozen=True, slots=True)
class Waited:
    """What people waited for, in seconds, and what went wrong instead of an answer."""

    seconds: tuple[float, ...]
    failures: tuple[str, ...]


def measure(people: Sequence[Person], *, questions: Sequence[str], rounds: int) -> Waited:
    """Let all people ask at once, `rounds` times; each round everybody asks another question."""
    together = Barrier(len(people))
    asked = cycle(questions)
    seconds: list[float] = []
    failures: list[str] = []

    def take_turn(person: Person, question: str) -> None:
        together.wait()
        started = time.perf_counter()
        try:
            person.ask(question)
            seconds.append(time.perf_counter() - started)
            person.settle()
        except FAILURES as error:
            failures.append(f"{type(error).__name__}: {error}")

    with ThreadPoolExecutor(len(people)) as pool:
        for _ in range(rounds):
            list(pool.map(take_turn, people, islice(asked, len(people))))
    return Waited(tuple(seconds), tuple(failures))


def table(waited: dict[str, Waited], *, people: int) -> str:
    """A row a way of asking."""
    header = (f"{people} 人同时提问", "问题数", "出错", "秒（中位）", "秒（95 %）", "秒（最长）")
    return tables.markdown_table(header, [_row(way, one) for way, one in waited.items()])


def _row(way: str, waited: Waited) -> list[str]:
    seconds = waited.seconds
    count = [str(len(seconds) + len(waited.failures)), str(len(waited.failures))]
    if len(seconds) < 2:
        return [way, *count, "—", "—", "—"]
    return [
        way,
        *count,
        *(
            f"{value:.2f}"
            for value in (median(seconds), quantiles(seconds, n=20, method="inclusive")[-1], max(seconds))
        ),
    ]


def run(folder: Path, *, quick: bool, people: int = PEOPLE, url: str | None = None) -> bool:
    """Measure with the questions of the set in `folder`, and write the table; whether everybody got an answer."""
    questions = sample_questions(folder)
    with ExitStack() as held:
        if url is None:
            tables.report_progress("导入并启动服务")
            made = held.enter_context(tempfile.TemporaryDirectory(prefix="kaoping-bench-", ignore_cleanup_errors=True))
            data = Path(made) / "data"
            run_command("ingest", str(sample_report()), "--data", str(data))
            url = held.enter_context(served(data)).url
        waited = {}
        for way, come in WAYS.items():
            tables.report_progress(f"{people} 人同时提问：{way}")
            asking = [come(url) for _ in range(people)]
            waited[way] = measure(asking, questions=questions, rounds=QUICK_ROUNDS if quick else ROUNDS)
    tables.write("## 许多人同时提问", tables.machine(), table(waited, people=people))
    for failure in {failure for one in waited.values() for failure in one.failures}:
        sys.stderr.write(f"{failure}\n")
    return not any(one.failures for one in waited.values())


def main() -> int:
    """Measure; 1 where somebody got no answer, or the set of questions can't be used."""
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    add_options(parser)
    parser.add_argument("--people", type=int, default=PEOPLE, metavar="N", help=f"who ask at once ({PEOPLE})")
    parser.add_argument("--url", metavar="URL", help="ask a server that runs already, instead of one of its own")
    chosen = parser.parse_args()
    try:
        return 0 if run(chosen.set, quick=chosen.quick, people=chosen.people, url=chosen.url) else 1
    except (OSError, KaopingError) as error:
        sys.stderr.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
