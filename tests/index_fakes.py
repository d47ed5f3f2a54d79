"""What the tests of `index` share: small documents made by hand, and an embedder that needs no model.

Child processes import it too: what must be killed, or run under another user, runs in one.
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
from pathlib import Path
from zlib import crc32

from corpus import Cell, Document, Goal, Statement
from index import Library, words
from index.embedding import Embedder

ROOT = Path(__file__).parent.parent
DIMENSION = 64


class FakeEmbedder(Embedder):
    """Counts words into 64 buckets: texts that share words are near each other."""

    def __init__(self, name: str = "fake") -> None:
        self.name = name
        self.embedded: list[str] = []

    @property
    def dimension(self) -> int:
        return DIMENSION

    def embed_query(self, text: str) -> list[float]:
        buckets = [1e-3] * DIMENSION
        for word in words(text):
            buckets[crc32(word.encode()) % DIMENSION] += 1.0
        length = math.hypot(*buckets)
        return [bucket / length for bucket in buckets]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.embedded += texts
        return [self.embed_query(text) for text in texts]


def make_cell(column: str, label: str, *sentences: str) -> Cell:
    """A cell whose statements are the sentences given."""
    statements, start = [], 0
    for sentence in sentences:
        statements.append(Statement(start, start + len(sentence)))
        start += len(sentence)
    return Cell(column, label, "".join(sentences), statements=tuple(statements))  # type: ignore[arg-type]


def make_goal(number: int, name: str, *progress: str, criteria: str = "按要求完成全部年度任务。") -> Goal:
    """A goal with its name, its criteria and what was done."""
    cells = (
        make_cell("goal_name", "目标名称", name),
        make_cell("criteria", "考核内容及指标", criteria),
        make_cell("cumulative_progress", "1-6月累计完成进度", *progress),
    )
    return Goal(number, name, False, cells)


def make_document(doc_id: str = "a-2021-06", *goals: Goal, year: int = 2021, **fields: str) -> Document:
    """A document; without goals it gets two."""
    goals = goals or (
        make_goal(1, "民生支出占比", "1-6月全市民生支出877.82亿元，占一般公共预算支出77.7%。", "结构持续优化。"),
        make_goal(2, "压减一般性支出", "“三公”经费1-6月支出3322万元。", "培训费压减10%。"),
    )
    known = {
        "title": "表",
        "organization": "某市财政局",
        "period": "1-6月",
        "source": "表.txt",
        "sha256": doc_id,
        **fields,
    }
    return Document(doc_id=doc_id, year=year, goals=goals, **known)  # type: ignore[arg-type]


def open_library(folder: Path, *, name: str = "fake") -> Library:
    """A library with the fake embedder."""
    return Library.open(folder, embedder=FakeEmbedder(name))


def run_python(code: str, *arguments: object, without_override: bool = False) -> subprocess.CompletedProcess[str]:
    """Run code in a child process that can import the packages and this module.

    `without_override` takes from root its right to write where the permissions forbid it.
    """
    drop = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if without_override and is_root() else []
    return subprocess.run(
        [*drop, sys.executable, "-c", code, *map(str, arguments)],
        env=child_environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def is_root() -> bool:
    """Whether permissions mean nothing to this process."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def child_environment() -> dict[str, str]:
    """The environment of a child process."""
    return {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}", "PYTHONDONTWRITEBYTECODE": "1"}


OLD = make_document("a", make_goal(1, "旧目标", "专项债项目100个。", "储备充足。"))
NEW = make_document("a", make_goal(1, "新目标", "专项债项目138个。", "储备充足。", "需求589.1亿元。"))
