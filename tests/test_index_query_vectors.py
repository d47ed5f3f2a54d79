"""Vectors of questions: each embedded once, ahead where that is asked for, and anew after a failure."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from corpus import EmbeddingError
from index.query_vectors import REMEMBERED_TEXTS, QueryVectors


class Engine:
    """Embeds a text as its length; waits where a test holds it, fails where a test says so."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.free = threading.Event()
        self.free.set()
        self.fails = False

    def __call__(self, text: str) -> tuple[float, ...]:
        self.asked.append(text)
        assert self.free.wait(10)
        if self.fails:
            raise EmbeddingError("模型无法载入")
        return (float(len(text)),)


@pytest.fixture
def engine() -> Engine:
    return Engine()


@pytest.fixture
def vectors(engine: Engine) -> Iterator[QueryVectors]:
    with closing(QueryVectors(engine)) as made:
        yield made
        engine.free.set()


def test_a_text_is_embedded_once(engine: Engine, vectors: QueryVectors) -> None:
    assert [vectors(text) for text in ("甲", "乙方", "甲")] == [(1.0,), (2.0,), (1.0,)]
    assert engine.asked == ["甲", "乙方"]


def test_what_was_begun_goes_on_beside_its_caller(engine: Engine, vectors: QueryVectors) -> None:
    engine.free.clear()

    begun = vectors.begin("甲乙")  # returns although the engine waits

    assert not begun.done()
    engine.free.set()
    assert vectors("甲乙") == (2.0,) and engine.asked == ["甲乙"]


def test_after_a_failure_it_is_tried_anew(engine: Engine, vectors: QueryVectors) -> None:
    engine.fails = True
    for _ in range(2):
        with pytest.raises(EmbeddingError, match="模型无法载入"):
            vectors("甲")
    engine.fails = False

    assert vectors("甲") == (1.0,) and len(engine.asked) == 3


def test_the_oldest_are_forgotten(engine: Engine, vectors: QueryVectors) -> None:
    for number in range(REMEMBERED_TEXTS + 1):
        vectors(str(number))

    vectors("0"), vectors(str(REMEMBERED_TEXTS))

    assert engine.asked[REMEMBERED_TEXTS + 1 :] == ["0"]
