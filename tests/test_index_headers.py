"""Unknown headers by likeness of meaning: only what no rule knows, only columns that are free, each once."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from corpus import Column
from index import likely_columns

ALIKE = {"推进态势": "进展情况", "推进势头": "进展情况", "遇到的难处": "存在问题"}


def likeness(left: str, rights: Sequence[str]) -> list[float]:
    """As a model might find it; 推进态势 is a little nearer than 推进势头."""
    return [0.8 if ALIKE.get(left) != right else 0.95 if left == "推进态势" else 0.94 for right in rights]


@pytest.mark.parametrize(
    ("headers", "taken", "expected"),
    [
        pytest.param(["推进态势"], [], {"推进态势": "cumulative_progress"}, id="like a known one"),
        pytest.param(["推进态势"], ["cumulative_progress"], {}, id="its column is taken"),
        pytest.param(["累计完成投资"], ["cumulative_progress"], {}, id="a rule knows it"),
        pytest.param(["遇到的难处"], [], {}, id="beside the goal"),
        pytest.param(["天气"], [], {}, id="like nothing"),
        pytest.param(["推进态势", "推进势头"], [], {"推进态势": "cumulative_progress"}, id="a column is given once"),
    ],
)
def test_likely_columns(headers: list[str], taken: list[Column], expected: dict[str, Column]) -> None:
    assert likely_columns(headers, taken=taken, similarity=likeness) == expected
