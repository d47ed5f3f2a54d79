"""Reciprocal-rank fusion."""

from __future__ import annotations

import pytest

from index import fuse


@pytest.mark.parametrize(
    ("rankings", "order"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([[], []], [], id="empty legs"),
        pytest.param([["a", "b"], []], ["a", "b"], id="one leg"),
        pytest.param([["a", "b"], ["b", "a"]], ["a", "b"], id="equal: by id"),
        pytest.param([["b", "a"], ["a", "b"]], ["a", "b"], id="equal: by id, legs swapped"),
        pytest.param([["a", "b", "c"], ["b", "c"]], ["b", "c", "a"], id="both legs beat one"),
        pytest.param([["x"], ["y"]], ["x", "y"], id="disjoint: by id"),
        pytest.param([["a", "a", "b"]], ["a", "b"], id="a repeated id counts once"),
    ],
)
def test_order(rankings: list[list[str]], order: list[str]) -> None:
    assert [identifier for identifier, _ in fuse(rankings)] == order


def test_score() -> None:
    assert fuse([["a"], ["b", "a"]]) == [("a", 1 / 61 + 1 / 62), ("b", 1 / 61)]
