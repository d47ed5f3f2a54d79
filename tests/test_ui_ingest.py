"""Files and folders taken in, and what the library then says of them, with stand-ins below the verbs."""

from __future__ import annotations

import io
import json
import os
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus import HeaderMapping, ParseReport
from ui.cli import run
from ui.gathering import count_of, gather
from ui.progress import ProgressLine, clip, minutes, width
from ui.settings import Settings
from ui_fakes import FakeReader, document, fake_backend

GUESSED = ParseReport(
    lines=5,
    goals=1,
    joined=0,
    headers=(HeaderMapping("事项", "goal_name"), HeaderMapping("推进态势", "cumulative_progress", "content")),
    remarks=(("第 2 页", "页脚没有读入"), ("", "有修订标记")),
)
DROPPED = ParseReport(lines=9, goals=1, joined=0, dropped=tuple((f"第 {n} 行", "没有表头", "孤行") for n in range(5)))


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for key in [key for key in os.environ if key.startswith("KAOPING_")]:
        monkeypatch.delenv(key)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (tmp_path / "data" / "kaoping").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)


def write(*names: str) -> list[str]:
    """Files of different contents, with their folders."""
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(name, encoding="utf-8")
    return list(names)


# which files


def test_a_folder_stands_for_the_readable_files_in_it(tmp_path: Path) -> None:
    wanted = write("in/a.docx", "in/b.PDF", "in/sub/c.xlsx", "in/sub/deep/d.txt")
    write("in/.hidden.docx", "in/~$a.docx", "in/.git/e.txt", "in/Thumbs.db", "in/__MACOSX/f.txt")
    write("in/g.zip", "in/sub/h.ZIP", "in/i.pptx", "in/README", "elsewhere/j.txt")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "linked").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "in" / "self.txt").symlink_to(tmp_path / "in" / "self.txt")
    (tmp_path / "in" / "gone.txt").symlink_to(tmp_path / "in" / "nothing")

    found = gather([Path("in")])

    assert found.files == tuple(map(Path, wanted)) and found.refused == ()
    assert count_of(found.unsupported) == "4 个不支持的文件（.zip 2、.pptx 1、无扩展名 1）"


def test_files_come_in_the_order_named_and_once_from_folders() -> None:
    write("in/a.txt", "in/b.txt", "c.zip")

    found = gather([Path("c.zip"), Path("in"), Path("in/b.txt"), Path("in/../in"), Path("missing.txt")])

    assert found.files == tuple(map(Path, ("c.zip", "in/a.txt", "in/b.txt", "missing.txt")))


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ((), "其中没有文件"),
        (("in/a.zip", "in/b.zip"), "只有 2 个不支持的文件（.zip 2）"),
        (("in/.a.txt",), "其中没有文件"),
    ],
    ids=["empty", "unsupported", "hidden"],
)
def test_a_folder_without_a_readable_file_is_one_line(
    files: tuple[str, ...], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("in").mkdir()
    write(*files)

    assert run(["ingest", "in"], backend=fake_backend()[0]) == 1

    output, errors = capsys.readouterr()
    assert errors.startswith(f"失败：in：没有可以导入的文件，{why}") and errors.count("\n") == 1
    assert output == ""


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open every folder")
def test_a_folder_that_cannot_be_opened_is_said() -> None:
    write("in/a.txt", "in/closed/b.txt")
    Path("in/closed").chmod(0)

    (refusal,) = gather([Path("in")]).refused
    Path("in/closed").chmod(0o700)

    assert "in/closed：打不开这个文件夹（没有权限）" in refusal.why


def test_many_kinds_are_not_all_named() -> None:
    assert count_of(Counter({f".x{n}": 1 for n in range(20)})).endswith("、.x15 1等）")


# ingest


def test_ingest_writes_a_record_a_file_and_goes_on_after_a_bad_one(capsys: pytest.CaptureFixture[str]) -> None:
    backend, library = fake_backend()
    write("one.txt", "bad.txt", "two.txt")

    status = run(["ingest", "one.txt", "bad.txt", "two.txt", "one.txt", "--json"], backend=backend)

    output, errors = capsys.readouterr()
    records = json.loads(output)["documents"]
    assert status == 1
    assert [record["status"] for record in records] == ["added", "failed", "added", "unchanged"]
    assert [record["source"] for record in records] == ["one.txt", "bad.txt", "two.txt", "one.txt"]
    assert records[1] == {
        **dict.fromkeys(("doc_id", "title", "organization", "year", "period", "sha256", "report")),
        "source": "bad.txt", "status": "failed", "error": "bad.txt：读不了", "goals": 0, "cells": 0, "figures": 0,
    }  # fmt: skip
    assert (records[0]["goals"], records[0]["cells"], records[0]["figures"]) == (1, 7, 1)
    assert records[0]["report"] == {
        "lines": 9, "goals": 1, "joined": 2, "skipped": [{"where": "第 4 行", "why": "横线"}],
        "dropped": [{"where": "第 7 行", "why": "不知属于哪一格", "text": "孤行"}],
        "headers": [{"header": "目标名称", "column": "goal_name", "how": "rule"}], "remarks": [],
    }  # fmt: skip
    assert errors.splitlines() == [
        "1/4 已导入：one.txt", "2/4 失败：bad.txt：读不了", "3/4 已导入：two.txt", "4/4 无变化：one.txt",
        "共 4 个文件：已导入 2、无变化 1、失败 1",
    ]  # fmt: skip
    assert library.closed and library.files[records[0]["sha256"]] == b"one.txt"


def test_few_files_get_their_whole_report(capsys: pytest.CaptureFixture[str]) -> None:
    backend, _ = fake_backend()
    write("one.txt", "guessed.txt")
    reading = replace(backend, open_reader=lambda: FakeReader({"guessed.txt": GUESSED}))

    assert run(["ingest", "one.txt", "guessed.txt"], backend=reading) == 0

    output = capsys.readouterr().out
    assert output.splitlines() == [
        "已导入  2021 年度示例局目标完成情况表",
        "      编号 one · 来自 one.txt",
        "      9 行 → 1 项目标，跨页续接 2 行，丢弃 1 处",
        "      表头：目标名称 → 目标名称",
        "      第 4 行略过：横线",
        "      第 7 行丢弃：不知属于哪一格：孤行",
        "已导入  2021 年度示例局目标完成情况表",
        "      编号 guessed · 来自 guessed.txt",
        "      5 行 → 1 项目标，跨页续接 0 行，丢弃 0 处",
        "      表头：事项 → 目标名称，推进态势 → 累计完成进度（按内容推断）",
        "      第 2 页提示：页脚没有读入",
        "      提示：有修订标记",
        "      表头“推进态势”按内容推断为“累计完成进度”，请核对：kaoping headers 推进态势 累计完成进度",
        "共 2 个文件：已导入 2",
    ]


def test_many_files_get_a_line_each_and_what_needs_a_person(capsys: pytest.CaptureFixture[str]) -> None:
    backend, _ = fake_backend()
    write("in/1.txt", "in/2.txt", "in/3.txt", "in/bad.txt", "in/note.zip")
    reports = {"1.txt": GUESSED, "2.txt": GUESSED, "3.txt": DROPPED}

    assert run(["ingest", "in"], backend=replace(backend, open_reader=lambda: FakeReader(reports))) == 1

    output, errors = capsys.readouterr()
    title = "2021 年度示例局目标完成情况表"
    assert output.splitlines() == [
        f"已导入  {title}（1）：5 行 → 1 项目标，跨页续接 0 行，丢弃 0 处，提示 2 条",
        f"已导入  {title}（2）：5 行 → 1 项目标，跨页续接 0 行，丢弃 0 处，提示 2 条",
        f"已导入  {title}（3）：9 行 → 1 项目标，跨页续接 0 行，丢弃 5 处",
        "      第 0 行丢弃：没有表头：孤行",
        "      第 1 行丢弃：没有表头：孤行",
        "      第 2 行丢弃：没有表头：孤行",
        "      …另有 2 处丢弃，用 --verbose 全部列出",
        "共 4 个文件：已导入 3、失败 1",
        "  失败：in/bad.txt：读不了",
        "表头“推进态势”（2 个文件）按内容推断为“累计完成进度”，请核对：kaoping headers 推进态势 累计完成进度",
    ]
    assert errors.startswith("跳过 1 个不支持的文件（.zip 1）\n1/4 已导入：in/1.txt\n")
    assert errors.count("in/bad.txt") == 1


def test_verbose_shows_every_report(capsys: pytest.CaptureFixture[str]) -> None:
    write("in/1.txt", "in/2.txt", "in/3.txt", "in/4.txt")

    assert run(["ingest", "-v", "in"], backend=fake_backend()[0]) == 0
    assert capsys.readouterr().out.count("第 4 行略过：横线") == 4


def test_a_file_that_fails_alone_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ingest", "missing.txt"], backend=fake_backend()[0]) == 1

    output, errors = capsys.readouterr()
    assert output == "" and errors == "失败：missing.txt：找不到这个文件。请检查路径。\n"


def test_an_error_that_names_no_file_gets_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    from corpus import StoreLocked

    backend, library = fake_backend()
    write("one.txt")

    class Locked(type(library)):  # type: ignore[misc]
        def add(self, document: Any, *, file: bytes | None = None) -> str:
            raise StoreLocked("正被写入")

    assert run(["ingest", "one.txt"], backend=replace(backend, open_library=lambda _: Locked())) == 1
    assert capsys.readouterr().err == "失败：one.txt：正被写入\n"


@pytest.mark.skipif(sys.platform == "darwin", reason="names are UTF-8 there")
@pytest.mark.parametrize(("name", "shown"), [("年报.txt", "年报.txt"), ("bad年报.txt", "bad年报.txt：读不了")])
def test_a_name_from_an_old_archive_is_read(name: str, shown: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("in").mkdir()
    Path(os.fsdecode(b"in/" + name.encode("gb18030"))).write_text("x", encoding="utf-8")

    run(["ingest", "in", "--json"], backend=fake_backend()[0])

    output, errors = capsys.readouterr()
    assert json.loads(output)["documents"][0]["source"] == f"in/{name}"
    assert errors.count(name) == 1 and errors.endswith(f"：in/{shown}\n")


@pytest.mark.parametrize("arguments", [[], ["--json"]], ids=["text", "json"])
def test_an_interruption_says_what_was_done(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    backend, library = fake_backend()
    reader = FakeReader(met=interrupted_at("c.txt"))
    write("a.txt", "b.txt", "c.txt", "d.txt", "e.txt")

    paths = ["a.txt", "b.txt", "c.txt", "d.txt", "e.txt"]
    status = run(["ingest", *paths, *arguments], backend=replace(backend, open_reader=lambda: reader))

    output, errors = capsys.readouterr()
    assert status == 130 and library.closed and reader.closed
    assert list(library.held) == ["a", "b"]
    line = "已中断。共 5 个文件：已导入 2，未读 3；已导入的都已保存，再次运行会跳过它们"
    assert errors.splitlines()[-1] == line
    if arguments:
        assert [record["doc_id"] for record in json.loads(output)["documents"]] == ["a", "b"]


def test_an_interruption_at_the_first_file_claims_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    backend, _ = fake_backend()
    write("a.txt")

    reading = replace(backend, open_reader=lambda: FakeReader(met=interrupted_at("a.txt")))

    assert run(["ingest", "a.txt"], backend=reading) == 130
    assert capsys.readouterr().err == "已中断。共 1 个文件：一个也没有读，未读 1\n"


def interrupted_at(name: str) -> Any:
    def met(path: Path) -> None:
        if path.name == name:
            raise KeyboardInterrupt

    return met


def test_a_dry_run_says_what_would_happen_and_stores_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    held = document("one", title="旧的")
    backend, library = fake_backend(held)
    write("one.txt", "new.txt", "bad.txt")

    assert run(["ingest", "--dry-run", "one.txt", "new.txt", "bad.txt"], backend=backend) == 1

    output, errors = capsys.readouterr()
    assert library.held == {"one": held} and not library.files
    assert "可更新  2021" in output and "可导入  2021" in output and output.count("表头：目标名称") == 2
    assert "试读 3 个文件：可导入 1、可更新 1、失败 1（只解析，没有入库）" in output
    assert errors.splitlines()[:2] == ["1/3 可更新：one.txt", "2/3 可导入：new.txt"]


def test_a_dry_run_makes_no_data_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    backend, library = fake_backend()
    seen: list[Settings] = []

    def opened(settings: Settings) -> Any:
        seen.append(settings)
        assert settings.data.is_dir()
        return library

    write("new.txt")
    arguments = ["ingest", "--dry-run", "new.txt", "--json", "--data", str(tmp_path / "fresh")]
    assert run(arguments, backend=replace(backend, open_library=opened)) == 0

    assert json.loads(capsys.readouterr().out)["documents"][0]["status"] == "added"
    assert not (tmp_path / "fresh").exists() and not seen[0].data.exists()


# progress


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_terminal_gets_one_line_that_is_written_over() -> None:
    stream, clock = io.StringIO(), Clock()
    progress = ProgressLine(3, stream=stream, clock=clock, columns=lambda: 80)

    progress.begin(Path("folder/一.pdf"))
    clock.now = 40.0
    progress.tell("第 3 页，共 12 页")
    progress.tell("第 4 页，共 12 页")  # too soon to be painted
    progress.end("已导入：一.pdf", failed=False)
    progress.begin(Path("二.pdf"))
    clock.now = 80.0
    progress.end("失败：二.pdf：\x1b[31m读不了", failed=True)
    progress.step_aside()

    assert stream.getvalue().split("\r\x1b[2K") == [
        "",
        "1/3 一.pdf · 已用 00:00",
        "1/3 一.pdf · 第 3 页，共 12 页 · 已用 00:40",
        "2/3 二.pdf · 已用 00:40 · 约剩 01:20",
        "失败：二.pdf：[31m读不了\n",
        "",
    ]


@pytest.mark.parametrize("columns", [1, 10, 30, 40, 200])
def test_the_line_fits_the_terminal(columns: int) -> None:
    stream = io.StringIO()
    progress = ProgressLine(1, stream=stream, clock=Clock(), columns=lambda: columns)

    progress.begin(Path("很长的名称" * 30 + ".pdf"))

    painted = stream.getvalue().removeprefix("\r\x1b[2K")
    assert width(painted) <= max(columns - 1, 2)
    assert columns < 40 or "已用 00:00" in painted


@pytest.mark.parametrize(
    ("text", "columns", "clipped"),
    [("abc", 3, "abc"), ("中文字", 6, "中文字"), ("中文字", 5, "中…"), ("abcd", 3, "a…")],
)
def test_text_is_clipped_by_width(text: str, columns: int, clipped: str) -> None:
    assert clip(text, columns) == clipped


def test_times() -> None:
    assert [minutes(seconds) for seconds in (0, 59.6, 3600, 3725)] == ["00:00", "01:00", "1:00:00", "1:02:05"]


# documents, remove


def test_documents_lists_what_is_held(capsys: pytest.CaptureFixture[str]) -> None:
    backend, _ = fake_backend(document("a"), document("b", title="另一份"))

    assert run(["documents"], backend=backend) == 0
    assert capsys.readouterr().out.splitlines() == [
        "a  2021 年度示例局目标完成情况表",
        "      示例局 · 2021 年 1-6月 · 1 项目标 · 来自 a.txt",
        "b  另一份",
        "      示例局 · 2021 年 1-6月 · 1 项目标 · 来自 a.txt",
    ]


def test_earlier_versions_and_removed_documents_are_in_the_history(capsys: pytest.CaptureFixture[str]) -> None:
    backend, _ = fake_backend(document("one", title="旧的"), document("b", title="移走的"))
    write("one.txt")
    run(["ingest", "one.txt"], backend=backend)
    run(["remove", "b"], backend=backend)
    capsys.readouterr()

    assert run(["documents", "--history"], backend=backend) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "被更新替换：旧的 · 1 项目标 · 来自 a.txt" in lines[2]
    assert lines[3] == "b  移走的（已移除）" and "被移除：移走的" in lines[4]

    assert run(["documents", "--history", "--json"], backend=backend) == 0
    output = json.loads(capsys.readouterr().out)
    (record,), (gone,) = output["documents"], output["removed"]
    assert record["doc_id"] == "one" and {"title", "sha256", "goals", "cells", "figures", "report"} <= set(record)
    assert not {"status", "error"} & set(record)
    assert record["history"] == [
        {
            "replaced_at": "2026-01-01T08:00:00.000+00:00", "reason": "replaced", "title": "旧的", "source": "a.txt",
            "sha256": "0" * 64, "goals": 1,
        }
    ]  # fmt: skip
    assert gone["doc_id"] == "b" and gone["history"][0]["reason"] == "removed"


def test_a_library_whose_reports_are_all_removed_still_has_a_history(capsys: pytest.CaptureFixture[str]) -> None:
    backend, _ = fake_backend(document("a"))
    run(["remove", "a"], backend=backend)

    assert run(["documents"], backend=backend) == 1
    assert run(["documents", "--history"], backend=backend) == 0
    assert "（已移除）" in capsys.readouterr().out


def test_remove_goes_on_after_an_unknown_id(capsys: pytest.CaptureFixture[str]) -> None:
    backend, library = fake_backend(*map(document, ("city-czj-2021-06", "city-mzj-2021-06", "other")))

    assert run(["remove", "city-czj-2021-60", "other", "other"], backend=backend) == 1

    output, errors = capsys.readouterr()
    assert list(library.held) == ["city-czj-2021-06", "city-mzj-2021-06"]
    assert output.startswith("已移除  2021 年度示例局目标完成情况表（other）\n历史中仍保留")
    assert (
        errors.startswith("错误：没有编号为 city-czj-2021-60 的报告；是不是 city-czj-2021-06")
        and errors.count("\n") == 1
    )


def test_remove_json(capsys: pytest.CaptureFixture[str]) -> None:
    backend, _ = fake_backend(document("a"), document("b"))

    assert run(["remove", "a", "b", "--json"], backend=backend) == 0
    assert json.loads(capsys.readouterr().out) == {"removed": ["a", "b"]}


# headers


@pytest.mark.parametrize("column", ["cumulative_progress", "累计完成进度"])
def test_a_choice_is_remembered_and_the_file_read_again(column: str, capsys: pytest.CaptureFixture[str]) -> None:
    backend, library = fake_backend()
    reading = replace(backend, open_reader=lambda: FakeReader({"one.txt": GUESSED}))
    write("one.txt")
    run(["ingest", "one.txt"], backend=reading)
    assert "请核对" in capsys.readouterr().out

    assert run(["headers", "推进 态势", column], backend=reading) == 0
    assert capsys.readouterr().out.splitlines() == [
        "已记住：表头“推进 态势”是“累计完成进度”",
        "重新导入有这个表头的文件后生效，如 one.txt",
    ]
    assert run(["ingest", "one.txt"], backend=reading) == 0
    output = capsys.readouterr().out
    assert "已更新" in output and "推进态势 → 累计完成进度（人工指定）" in output and "请核对" not in output
    assert run(["headers"], backend=reading) == 0
    assert capsys.readouterr().out == "推进态势 → 累计完成进度\n"
    assert library.choices == {"推进态势": "cumulative_progress"}


def test_choices_are_listed_and_forgotten(capsys: pytest.CaptureFixture[str]) -> None:
    backend, library = fake_backend()

    assert run(["headers", "甲", "其他", "--json"], backend=backend) == 0
    assert json.loads(capsys.readouterr().out) == {"headers": [{"header": "甲", "column": "other"}]}
    assert run(["headers", "--forget", "乙"], backend=backend) == 1
    assert capsys.readouterr().err.startswith("错误：没有对表头“乙”作过选择")
    assert run(["headers", "--forget", " 甲 "], backend=backend) == 0
    assert "已忘记：表头“甲”" in capsys.readouterr().out and library.choices == {}
    assert run(["headers"], backend=backend) == 0
    assert capsys.readouterr().out.startswith("还没有对表头作过选择")


def test_an_empty_name_is_not_the_current_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ingest", ""]) == 2
    assert "文件名是空的" in capsys.readouterr().err
