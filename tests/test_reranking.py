"""Reranking: a real cross-encoder, made here with random weights, and what is wrong with a model in one line."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import RerankingError
from index import Library
from index.reranking import LONGEST_PASSAGE, CrossEncoderReranker, load_reranker
from index_fakes import FakeEmbedder

QUESTION = "上半年民生支出多少？"
PASSAGES = ["1-6 月全市民生支出 877.82 亿元。", "储备项目 138 个。", "1-6 月全市民生支出 877.82 亿元。"]


def make_model(folder: Path, *, labels: int = 1) -> Path:
    """A cross-encoder of one tiny layer with random weights, whose tokenizer knows the characters used here."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    folder.mkdir()
    characters = sorted(set(QUESTION + "".join(PASSAGES)) - {" "})
    vocabulary = {token: n for n, token in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *characters])}
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        num_labels=labels,
        initializer_range=1.0,
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    BertTokenizer(vocab=vocabulary).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("sentence_transformers")
    return make_model(tmp_path_factory.mktemp("models") / "tiny")


def test_each_passage_gets_a_score_of_its_own(model: Path) -> None:
    reranker = load_reranker(str(model))

    first, other, again = reranker.scores(QUESTION, PASSAGES)

    assert first != other
    assert first == pytest.approx(again, abs=1e-6)
    assert reranker.scores(QUESTION, PASSAGES[1:2]) == pytest.approx([other], abs=1e-5)
    assert reranker.scores(QUESTION, []) == []


def test_a_library_is_opened_with_it_and_hands_it_on(model: Path, tmp_path: Path) -> None:
    with (
        Library.open(tmp_path / "a", reranking_model=str(model), embedder=FakeEmbedder()) as library,
        library.beside(tmp_path / "b") as other,
    ):
        assert library.reranker is not None and library.reranker.name == str(model)
        assert other.reranker is library.reranker


def test_hostile_texts_are_scored_all_the_same(model: Path) -> None:
    long = "民生支出" * 1000
    reranker = load_reranker(str(model))

    scores = reranker.scores("\ud800\0", [long, long[:LONGEST_PASSAGE], "\udfff", ""])

    assert len(scores) == 4 and scores[0] == pytest.approx(scores[1], abs=1e-6)


def test_threads_may_share_it(model: Path) -> None:
    reranker = load_reranker(str(model))
    found: list[list[float]] = []
    threads = [threading.Thread(target=lambda: found.append(reranker.scores(QUESTION, PASSAGES))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 4 and all(scores == pytest.approx(found[0], abs=1e-5) for scores in found)


def test_a_classifier_is_no_reranker(model: Path) -> None:
    classifier = load_reranker(str(make_model(model.parent / "classifier", labels=3)))

    with pytest.raises(RerankingError, match="3 个分数，不是重排模型；请检查 KAOPING_RERANKER_MODEL"):
        classifier.scores(QUESTION, PASSAGES)


def test_weights_gone_wrong_are_said(model: Path) -> None:
    from safetensors.torch import load_file, save_file

    broken = make_model(model.parent / "broken")
    weights = {name: tensor * float("nan") for name, tensor in load_file(broken / "model.safetensors").items()}
    save_file(weights, broken / "model.safetensors", metadata={"format": "pt"})

    with pytest.raises(RerankingError, match="给出的分数不是数"):
        load_reranker(str(broken)).scores(QUESTION, PASSAGES)


def cut(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(b"\0" * 64)


def garble(folder: Path) -> None:
    (folder / "config.json").write_text("{", encoding="utf-8")


def rename(folder: Path) -> None:
    (folder / "config.json").write_text(json.dumps({"model_type": "no-such"}), encoding="utf-8")


@pytest.mark.parametrize("spoil", [cut, garble, rename], ids=lambda spoil: spoil.__name__)
def test_a_folder_that_cannot_be_read_is_one_line(model: Path, spoil: Callable[[Path], None]) -> None:
    folder = make_model(model.parent / spoil.__name__)
    spoil(folder)

    with pytest.raises(RerankingError, match="无法载入") as raised:
        load_reranker(str(folder)).scores(QUESTION, PASSAGES)

    assert "\n" not in str(raised.value) and str(folder) in str(raised.value)


@pytest.mark.parametrize("name", ["/no/such/model", "./none", "~/none-such"])
def test_a_folder_that_is_not_there_is_said_at_opening(name: str, tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers")

    with pytest.raises(RerankingError, match=f"没有重排模型的文件夹 {name}"):
        Library.open(tmp_path / "data", reranking_model=name, embedder=FakeEmbedder())
    assert not (tmp_path / "data").exists()


def test_a_name_on_the_hub_is_taken_as_it_is() -> None:
    pytest.importorskip("sentence_transformers")
    reranker = load_reranker("owner/model")

    assert isinstance(reranker, CrossEncoderReranker) and reranker.name == "owner/model"
    with pytest.raises(RerankingError, match="owner/model 无法载入"):  # no test reaches the network
        reranker.scores(QUESTION, PASSAGES)
