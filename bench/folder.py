"""How fast a folder of reports is taken in, beside what the embedding model alone needs for the same texts.

The reports are the bundled one made longer, with other figures; nothing is cached, so each passage is embedded.
"""

from __future__ import annotations

import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bench import tables
from bench.options import parse_options
from bench.samples import write_long_reports
from corpus import IsolatedReader, read_document
from index import Library
from index.chunks import chunk_document
from index.embedding import load_embedder
from ui.ingesting import Intake

REPORTS, QUICK_REPORTS = 10, 2


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds to take in `reports` reports of `goals` goals in all, and to embed their `passages` without anything else."""

    reports: int
    goals: int
    passages: int
    seconds: float
    embedding_seconds: float


def measure_folder(folder: Path, *, reports: int) -> Taken:
    """Take in a folder as `kaoping ingest` does, then embed the same passages, document by document."""
    paths = write_long_reports(folder, count=reports)
    embedder = load_embedder()
    embedder.embed_query("预热")
    with closing(Library.open(folder / "data", embedder=embedder)) as library, IsolatedReader() as reader:
        intake = Intake(library, reader=reader)
        started = time.perf_counter()
        records = [intake.take(path, tell=lambda _: None) for path in paths]
        seconds = time.perf_counter() - started
    if any(record.status != "added" for record in records):
        raise RuntimeError(f"not every report was added: {[record.error for record in records if record.error]}")
    documents = [read_document(path) for path in paths]
    passages = [list(dict.fromkeys(c.passage for c in chunk_document(d).chunks if c.passage)) for d in documents]
    started = time.perf_counter()
    for texts in passages:
        embedder.embed_documents(texts)
    embedding = time.perf_counter() - started
    goals = sum(len(document.goals) for document in documents)
    return Taken(reports, goals, sum(map(len, passages)), seconds, embedding)


def run(*, quick: bool) -> None:
    """Measure, and write a table to standard output."""
    with tempfile.TemporaryDirectory() as folder:
        taken = measure_folder(Path(folder), reports=QUICK_REPORTS if quick else REPORTS)
    header = ("导入一个文件夹", "目标", "片段", "秒", "单独向量化的秒", "倍数")
    row = [
        f"{taken.reports} 份报告",
        str(taken.goals),
        str(taken.passages),
        f"{taken.seconds:.1f}",
        f"{taken.embedding_seconds:.1f}",
        f"{taken.seconds / taken.embedding_seconds:.2f}",
    ]
    sys.stdout.write(tables.markdown_table(header, [row]) + "\n")


if __name__ == "__main__":
    run(quick=parse_options("python -m bench.folder", __doc__).quick)
