"""How well passages answer a question, by a cross-encoder that reads both together; none unless one is configured.

A cross-encoder sees what two vectors can't (which of two near figures is asked for), at the price of a model's whole run
a passage; so it weighs the few best candidates, and enters the ranking as one feature among others.
"""

from __future__ import annotations

import math
import threading
from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from corpus.errors import RerankingError

LONGEST_PASSAGE = 700  # characters: about as much as a model takes in at once (512 tokens)
BATCH = 8
SETTING = "KAOPING_RERANKER_MODEL"


class Reranker(ABC):
    """A model that scores passages for a question. `name` is how people know it. Safe to share between threads."""

    name: str

    @abstractmethod
    def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        """A score a passage, higher is better, finite, on the model's own scale.

        Raises:
            RerankingError: the model can't be loaded, or fails on a text.
        """


class CrossEncoderReranker(Reranker):
    """A sentence-transformers cross-encoder, by its name on the hub or its folder; loaded for the first question."""

    def __init__(self, model: str) -> None:
        self.name = str(Path(model).resolve()) if Path(model).is_dir() else model
        self._lock = threading.Lock()

    def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        """As the model gives them."""
        if not passages:
            return []
        inputs = [(_clean(question), _clean(passage)) for passage in passages]
        with self._lock:
            model = self._model
            try:
                found = model.predict(inputs, batch_size=BATCH, show_progress_bar=False)
            except (RuntimeError, ValueError, TypeError, IndexError) as exc:
                raise RerankingError(f"重排模型 {self.name} 处理文字失败：{_line(exc)}") from exc
        scores: list[float] = found.tolist()
        if not all(map(math.isfinite, scores)):
            raise RerankingError(f"重排模型 {self.name} 给出的分数不是数；请检查 {SETTING}")
        return scores

    @cached_property
    def _model(self) -> Any:
        from safetensors import SafetensorError  # which is an Exception of its own
        from sentence_transformers import CrossEncoder

        try:
            model = CrossEncoder(self.name)
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
            raise RerankingError(
                f"重排模型 {self.name} 无法载入：{_line(exc)}；请检查 {SETTING} 的名称、文件夹或网络"
            ) from exc
        if model.num_labels != 1:
            raise RerankingError(f"{self.name} 给每段文字 {model.num_labels} 个分数，不是重排模型；请检查 {SETTING}")
        return model


def load_reranker(model: str) -> Reranker:
    """The cross-encoder of that name or folder; what is plainly wrong is said now, the model is loaded when needed.

    Raises:
        RerankingError: sentence-transformers is not installed, or there is no such folder.
    """
    if find_spec("sentence_transformers") is None:
        raise RerankingError(
            f"重排模型 {model} 需要 sentence-transformers，请先 pip install sentence-transformers，或不设 {SETTING}"
        )
    if _is_path(model) and not (Path(model).expanduser() / "config.json").is_file():
        raise RerankingError(f"没有重排模型的文件夹 {model}，或其中没有 config.json；请检查 {SETTING}")
    return CrossEncoderReranker(str(Path(model).expanduser()) if _is_path(model) else model)


def _is_path(model: str) -> bool:
    """Whether a folder is meant, not a name on the hub (`owner/model`)."""
    return Path(model).is_dir() or Path(model).is_absolute() or model.startswith((".", "~"))


def _clean(text: str) -> str:
    """The text as a tokenizer can take it: bounded, without lone surrogates."""
    return text[:LONGEST_PASSAGE].encode("utf-8", "replace").decode("utf-8")


def _line(exc: Exception) -> str:
    return " ".join(str(exc).split())[:300] or type(exc).__name__
