"""How fast figures are read and a draft is verified, warm, with one report and with thirty.

The draft is made of the reports' own sentences, so it is as full of figures as a draft can be.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from assistant.verification import Verifier
from bench import tables
from bench.samples import write_reports
from corpus import Document, read_document, read_figures

FIGURES = 300  # of the draft: about twenty pages
REPORTS = (1, 30)
TEXT_BYTES = 1_000_000
MB = 1_000_000


class Shelf:
    """A library that only holds documents: verification needs no search."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = tuple(documents)

    def documents(self) -> tuple[Document, ...]:
        """The documents."""
        return self._documents


def draft_of(documents: Sequence[Document]) -> str:
    """Sentences of the progress columns, over and over, with about `FIGURES` figures."""
    sentences = [
        cell.text[statement.start : statement.end]
        for document in documents
        for goal in document.goals
        for cell in goal.cells
        if cell.column in ("quarter_progress", "cumulative_progress")
        for statement in cell.statements
    ]
    text, count, position = "", 0, 0
    while count < FIGURES:
        sentence = sentences[position % len(sentences)]
        text += sentence.rstrip("。；;.") + "。\n"
        count += sum(figure.kind != "period" for figure in read_figures(sentence))
        position += 1
    return text


def measure_verifying(documents: Sequence[Document]) -> tuple[int, float, float]:
    """How many figures were judged, and the seconds of the first run and of a second one."""
    verifier, draft = Verifier(Shelf(documents)), draft_of(documents)
    spent = []
    for _ in range(2):
        started = time.perf_counter()
        verification = verifier.verify(draft)
        spent.append(time.perf_counter() - started)
    return len(verification.figures), spent[0], spent[1]


def measure_reading(documents: Sequence[Document]) -> tuple[float, float]:
    """Megabytes of UTF-8 a second of processor time: cell by cell, and the same as one text."""
    cells = [cell.text for document in documents for goal in document.goals for cell in goal.cells]
    size = sum(len(cell.encode()) for cell in cells)
    copies = max(1, TEXT_BYTES // size)
    return _rate(cells * copies), _rate(["\n".join(cells * copies)])


def _rate(texts: Sequence[str]) -> float:
    started = time.process_time()
    for text in texts:
        read_figures(text, column="cumulative_progress")
    return sum(len(text.encode()) for text in texts) / MB / (time.process_time() - started)


def run() -> None:
    """Measure and write the tables."""
    with tempfile.TemporaryDirectory(prefix="kaoping-bench-") as made:
        documents = [read_document(path) for path in write_reports(Path(made), count=max(REPORTS))]
    tables.report_progress("读取数字")
    by_cell, as_one = measure_reading(documents[:1])
    tables.report_progress("核对文稿")
    rows = []
    for count in REPORTS:
        figures, first, second = measure_verifying(documents[:count])
        rows.append([f"库中 {count} 份报告", str(figures), f"{first:.2f}", f"{second:.2f}"])
    header = ("核对一份文稿", "数字", "首次（秒）", "再次（秒）")
    reading = [["逐格", f"{by_cell:.2f}"], ["合成一篇", f"{as_one:.2f}"]]
    tables.write(
        "## 数字与核对",
        tables.markdown_table(("读取数字", "MB/秒（处理器时间）"), reading),
        tables.markdown_table(header, rows),
    )
