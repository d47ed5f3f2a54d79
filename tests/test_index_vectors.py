"""The dense leg: what its engine says is told in Chinese, with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from chromadb.errors import InternalError

from index.mending import DamagedIndex
from index.vectors import FOLDER_NAME, Vectors
from index_fakes import FakeEmbedder


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        ("Error updating: (code: 13) database or disk is full", "磁盘已满，请腾出空间后再试"),
        ("Query error: error returned from database: (code: 13)", "磁盘已满，请腾出空间后再试"),
        ("No space left on device (os error 28)", "磁盘已满，请腾出空间后再试"),
        ("file is not a database", "file is not a database；可删除它，会自动重建"),
    ],
    ids=["sqlite", "code", "system", "damage"],
)
def test_a_full_disk_is_no_reason_to_delete(tmp_path: Path, problem: str, told: str) -> None:
    vectors = Vectors(tmp_path / FOLDER_NAME, embedder=FakeEmbedder())
    with pytest.raises(DamagedIndex) as caught, vectors._session():
        raise InternalError(problem)
    assert str(caught.value) == f"向量索引 {tmp_path / FOLDER_NAME} 无法使用：{told}"
