"""`kaoping eval` with stand-ins for reader, library and assistant; and once with the real ones."""

from __future__ import annotations

import json
import os
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from corpus.reports import sample_report
from evaluation_sets import ASKED, FILE, REFUSED, write_lines, write_set
from index import Library
from index_fakes import FakeEmbedder
from ui.cli import run
from ui.settings import Settings
from ui.wiring import Backend
from ui_fakes import FakeLibrary, fake_backend


@dataclass
class Folders(FakeLibrary):
    """A library that opens others beside it, and remembers them."""

    folder: Path | None = None
    opened: list[Folders] = field(default_factory=list)

    def beside(self, folder: Path) -> Folders:
        self.opened.append(Folders(folder=folder))
        return self.opened[-1]


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for key in [key for key in os.environ if key.startswith("KAOPING_")]:
        monkeypatch.delenv(key)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))


@pytest.fixture
def library() -> Folders:
    return Folders()


@pytest.fixture
def opened_with() -> list[Settings]:
    return []


@pytest.fixture
def backend(library: Folders, opened_with: list[Settings]) -> Backend:
    def open_library(settings: Settings) -> Any:
        opened_with.append(settings)
        return library

    return replace(fake_backend()[0], open_library=open_library)


def test_the_scores_as_json(tmp_path: Path, backend: Backend, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["eval", str(write_set(tmp_path)), "--json"], backend=backend) == 0

    output, errors = capsys.readouterr()
    record = json.loads(output)
    assert (record["questions"], record["right"], record["failures"]) == (2, 2, [])
    assert "正在读取 docs/a.txt" in errors and "已答 2 题，共 2 题" in errors


def test_the_scores_for_people(tmp_path: Path, backend: Backend, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = ASKED | {"id": "q3", "question": "明年的目标？", "reference": "\x1b[31m红\n二行"}

    assert run(["eval", str(write_set(tmp_path, ASKED, REFUSED, wrong))], backend=backend) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[:4] == [
        "题型                 题数  答对  正确率",
        "查数 lookup             2     1   50.0%",
        "无答案 unanswerable     1     1  100.0%",
        "合计                    3     2   66.7%",
    ]
    failed = "有答案却没有回答 1 题、缺少应有的数字 1 题、没有引到应引的格 1 题、有来历不明的数字 1 题"
    assert f"未满足的要求：{failed}" in lines
    assert "引用准确率：100.0%" in lines
    assert "拒答：无答案的 1 题拒答 1 题；有答案的 2 题误拒 1 题" in lines
    assert lines[-4:] == [
        "✗ q3 明年的目标？",
        "    有答案却没有回答、缺少应有的数字、没有引到应引的格、有来历不明的数字",
        "    参考：[31m红 二行",
        "    回答：报告不含 2022 年的内容。",
    ]


@pytest.mark.parametrize("as_json", [True, False], ids=["json", "people"])
def test_below_its_floor_a_set_fails_and_says_by_how_much(
    tmp_path: Path, backend: Backend, capsys: pytest.CaptureFixture[str], as_json: bool
) -> None:
    wrong = ASKED | {"id": "q3", "question": "明年的目标？"}
    folder = write_set(tmp_path, ASKED, REFUSED, wrong, floor={"right": 0.85, "types": {"lookup": 0.5}})

    assert run(["eval", str(folder), *(["--json"] if as_json else [])], backend=backend) == 1

    output, errors = capsys.readouterr()
    assert errors.splitlines()[-1] == "低于下限：总正确率应达到 85%，只有 66.667%"
    assert not as_json or json.loads(output)["below"] == [{"what": "right", "floor": 0.85, "reached": 2 / 3}]


def test_a_floor_that_is_reached_is_said(tmp_path: Path, backend: Backend, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["eval", str(write_set(tmp_path, floor={"right": 1}))], backend=backend) == 0

    assert "下限（floor.json）：全部达到" in capsys.readouterr().out


def test_each_group_of_documents_has_a_library_of_its_own_and_all_are_closed(
    tmp_path: Path, backend: Backend, library: Folders
) -> None:
    both = REFUSED | {"id": "q3", "files": [FILE, "seed"]}

    assert run(["eval", str(write_set(tmp_path, ASKED, both))], backend=backend) == 0

    assert [sorted(one.held) for one in library.opened] == [["a"], ["a", "sample"]]
    assert library.closed and all(one.closed for one in library.opened)
    assert library.held == {}
    assert not any(one.folder and one.folder.parent.exists() for one in library.opened)


def test_the_users_data_are_not_touched(
    tmp_path: Path, backend: Backend, opened_with: list[Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAOPING_DATABASE_URL", "postgresql://user@host/truth")
    monkeypatch.setenv("KAOPING_CHROMA_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("KAOPING_EMBEDDING_MODEL", "some/model")
    mine = tmp_path / "mine"

    assert run(["eval", str(write_set(tmp_path / "set")), "--data", str(mine)], backend=backend) == 0

    (settings,) = opened_with
    assert (settings.database_url, settings.chroma_url) == (None, None)
    assert settings.embedding_model == "some/model"
    assert mine not in (settings.data, *settings.data.parents) and not mine.exists()


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("questions.jsonl", "{", "questions.jsonl 第 1 行：不是 JSON"),
        ("floor.json", '{"right": 2}', "floor.json：right 应在 0 与 1 之间"),
        ("docs.jsonl", '{"file": "../a.txt"}', "docs.jsonl 第 1 行：文件 ../a.txt 不在题集文件夹里"),
    ],
    ids=["questions", "floor", "documents"],
)
def test_a_set_that_cannot_be_used_is_one_line_and_status_1(
    tmp_path: Path, backend: Backend, capsys: pytest.CaptureFixture[str], file: str, content: str, message: str
) -> None:
    folder = write_set(tmp_path)
    (folder / file).write_text(content, encoding="utf-8")

    assert run(["eval", str(folder), "--json"], backend=backend) == 1

    output, errors = capsys.readouterr()
    assert output == ""
    assert errors.splitlines()[-1].startswith(f"错误：{folder}/{message}")


@pytest.mark.parametrize(
    ("name", "message"),
    [("docs/bad.txt", "读不了"), ("docs/none.txt", "none.txt"), ("docs", "docs")],
    ids=["unreadable", "missing", "a folder"],
)
def test_a_document_that_cannot_be_read_ends_the_run(
    tmp_path: Path, backend: Backend, capsys: pytest.CaptureFixture[str], name: str, message: str
) -> None:
    folder = write_set(tmp_path, ASKED | {"files": [name]})
    write_lines(folder / "docs.jsonl", {"file": name})
    (folder / "docs" / "bad.txt").write_text("坏", encoding="utf-8")

    assert run(["eval", str(folder), "--json"], backend=backend) == 1

    output, errors = capsys.readouterr()
    assert output == "" and message in errors.splitlines()[-1]


def test_no_folder_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["eval"]) == 2
    assert "缺少参数 题集文件夹" in capsys.readouterr().err


def test_with_the_real_library_and_assistant_each_passage_is_embedded_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    embedder = FakeEmbedder()

    def open_library(settings: Settings) -> Library:
        return Library.open(settings.data, embedder=embedder)

    folder = write_set(
        tmp_path,
        REFUSED | {"id": "one", "files": ["seed"], "question": "2035年的民生支出是多少？"},
        REFUSED | {"id": "two", "files": ["seed", FILE], "question": "2035年的民生支出是多少？"},
    )
    (folder / FILE).write_text(sample_report().read_text(encoding="utf-8").replace("杭州", "绍兴"), encoding="utf-8")

    assert run(["eval", str(folder), "--json"], backend=replace(Backend(), open_library=open_library)) == 0

    record = json.loads(capsys.readouterr().out)
    assert (record["right"], record["questions"]) == (2, 2)
    assert len(embedder.embedded) == len(set(embedder.embedded)) > 0


def test_libraries_beside_one_another_share_no_documents(tmp_path: Path) -> None:
    from corpus import read_document

    with closing(Library.open(tmp_path / "a", embedder=FakeEmbedder())) as first:
        with closing(first.beside(tmp_path / "b")) as second:
            second.add(read_document(sample_report()))
            assert second.search("民生支出")
        assert first.documents() == ()
