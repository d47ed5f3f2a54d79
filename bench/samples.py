"""Reports made from the bundled one: another city, another year, other figures; the same wherever they are made.

Embedding thirty reports takes minutes and tells nothing about the time of an answer, so the passages of a varied report
get the vectors of the bundled one, each moved a little by chance, where they differ in digits alone.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path
from zlib import crc32

from assistant.scope import place_and_body
from corpus import read_document
from corpus.reports import sample_report
from index.embedding import Embedder

CITIES = ("绍兴", "宁波", "温州", "嘉兴", "湖州", "金华")
YEARS = (2018, 2019, 2020, 2022, 2023)
JITTER = 0.005  # standard deviation of each component: cosines among varied passages stay about 0.99
_FIGURE = re.compile(r"(?<![\d.〔])\d+\.\d+(?![\d.])(?=\s*(?:亿|万|%))")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")


def write_reports(folder: Path, *, count: int, sources: Sequence[Path] = ()) -> list[Path]:
    """Reports, `count` in all: the bundled one and `sources` as they are, then varied ones of each, at most 30 of each."""
    originals = [sample_report(), *sources][:count]
    read = [_read(path) for path in originals]
    varied = [folder / f"{number:02d}.txt" for number in range(1, count - len(originals) + 1)]
    made = ((original, city, year) for city, year in product(CITIES, YEARS) for original in read)
    for path, (original, city, year) in zip(varied, islice(made, len(varied)), strict=True):
        path.write_text(_varied(original, city=city, year=year), encoding="utf-8")
    return [*originals, *varied]


@dataclass(frozen=True, slots=True)
class _Original:
    """A report that others are made from: its text, and what of it they change."""

    text: str
    place: str
    year: int | None


def _read(path: Path) -> _Original:
    document = read_document(path)
    place, _ = place_and_body(document.organization or "")
    return _Original(path.read_text(encoding="utf-8"), place, document.year)


def write_long_reports(folder: Path, *, count: int, goals: int = 10) -> list[Path]:
    """Reports of `goals` goals each, made of the bundled one's, every passage with figures of its own."""
    header, *rows = _one_line_each(sample_report())
    paths = [folder / f"report-{number:03d}.txt" for number in range(count)]
    for number, path in enumerate(paths):
        city, year = CITIES[number % len(CITIES)], 1990 + number // len(CITIES)
        chosen = [f"第{n + 1}批{rows[n % len(rows)]}" for n in range(goals)]
        title = f"{year} 年度{city}市财政局综合考评职能目标完成情况表（{year} 年 6 月）"
        original = _Original("\n".join([title, header, *chosen]), "杭州", 2021)
        path.write_text(_varied(original, city=city, year=year), encoding="utf-8")
    return paths


def _one_line_each(report: Path) -> list[str]:
    """The header and each goal of a report as a tab-separated line, paragraphs in mark-up."""
    document = read_document(report)
    header = "\t".join(cell.label for cell in document.goals[0].cells)
    return [header, *("\t".join(_marked(cell.text) for cell in goal.cells) for goal in document.goals)]


def _marked(text: str) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n"))


def _varied(original: _Original, *, city: str, year: int) -> str:
    chance = random.Random(f"{city}{year}")
    text = original.text.replace(original.place, city) if original.place else original.text
    text = text.replace(str(original.year), str(year)) if original.year else text
    return _FIGURE.sub(lambda found: _moved(found[0], by=chance.uniform(0.5, 1.5)), text)


def _moved(figure: str, *, by: float) -> str:
    """The figure times `by`, with as many places as it had."""
    return f"{float(figure) * by:.{len(figure.partition('.')[2])}f}"


class VaryingEmbedder(Embedder):
    """A model whose passages are embedded once for all that differ in digits or city alone."""

    def __init__(self, model: Embedder) -> None:
        self.name = f"{model.name}, varied"
        self._model = model
        self._vectors: dict[str, list[float]] = {}

    @property
    def dimension(self) -> int:
        """As the model says."""
        return self._model.dimension

    def embed_query(self, text: str) -> list[float]:
        """The model's own vector of a question."""
        return self._model.embed_query(text)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors near the model's, a different one for each text."""
        new = {_masked(text): text for text in texts if _masked(text) not in self._vectors}
        self._vectors |= zip(new, self._model.embed_documents(list(new.values())), strict=True)
        return [_near(self._vectors[_masked(text)], seed=crc32(text.encode())) for text in texts]


def _masked(text: str) -> str:
    """The text without what `_varied` changes."""
    for city in CITIES:
        text = text.replace(city, "杭州")
    return _DIGITS.sub("0", text)


def _near(vector: list[float], *, seed: int) -> list[float]:
    chance = random.Random(seed)
    moved = [component + chance.gauss(0, JITTER) for component in vector]
    length = math.hypot(*moved)
    return [component / length for component in moved]
