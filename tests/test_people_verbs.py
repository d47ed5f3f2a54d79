"""`kaoping user`, `group` and `trail`, and when `serve` refuses to start."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import ServerError
from index.store import FILE_NAME
from index_fakes import make_document, open_library
from ui.cli import run
from ui.server import is_loopback, listen, require_users
from ui.wiring import Backend

PASSWORD = "清风明月-十个字以上"


@dataclass
class Program:
    """`kaoping` over a folder of its own."""

    folder: Path
    capture: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    def __call__(self, *arguments: str, typed: str = PASSWORD + "\n", status: int = 0) -> str:
        self.monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        backend = Backend(open_library=lambda settings: open_library(settings.data))
        assert run([*arguments, "--data", str(self.folder)], backend=backend) == status
        said = self.capture.readouterr()
        return said.out if status == 0 else said.err

    def record(self, *arguments: str, **more: Any) -> dict[str, Any]:
        parsed: dict[str, Any] = json.loads(self(*arguments, "--json", **more))
        return parsed


@pytest.fixture
def kaoping(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    for key in [key for key in os.environ if key.startswith("KAOPING_")]:
        monkeypatch.delenv(key)
    return Program(tmp_path / "data", capsys, monkeypatch)


def hold(folder: Path, *doc_ids: str) -> None:
    with open_library(folder) as library:
        for doc_id in doc_ids:
            library.add(make_document(doc_id, title=f"{doc_id}的报告"))


def test_a_user_comes_changes_and_goes(kaoping: Program) -> None:
    added = kaoping.record("user", "add", "王芳", "--role", "editor", "--group", "甲局")["users"]
    assert [(user["name"], user["role"], user["groups"]) for user in added] == [("王芳", "editor", ["甲局"])]
    kaoping("user", "groups", "王芳", "乙局", "丙局")
    kaoping("user", "role", "王芳", "reader")
    assert "王芳  读者 · 丙局、乙局" in kaoping("user", "list")
    assert kaoping.record("user", "password", "王芳") == {"changed": ["王芳"]}
    assert kaoping.record("user", "remove", "王芳") == {"removed": ["王芳"]}
    listed = kaoping.record("user", "list")["users"]
    assert listed[0]["removed_at"] and "password" not in listed[0]


@pytest.mark.parametrize(
    ("arguments", "typed", "status", "said"),
    [
        (("user", "add", "李雷"), "short\n", 1, "密码太短"),
        (("user", "add", "李雷"), "", 1, "密码太短"),
        (("user", "add", "王芳"), PASSWORD, 1, "已经有人用了"),
        (("user", "add", "a b"), PASSWORD, 1, "用户名只能是"),
        (("user", "add", "李雷", "--role", "king"), PASSWORD, 2, "可用的有 reader、editor、administrator"),
        (("user", "add", "李雷", PASSWORD), PASSWORD, 2, "多余的参数"),
        (("user", "password", "李雷"), PASSWORD, 1, "没有用户 李雷"),
        (("user", "token", "李雷"), "", 1, "没有用户 李雷"),
        (("user", "revoke", "7"), "", 1, "没有编号为 7 的令牌"),
        (("group", "add", "甲局", "gone"), "", 1, "没有编号为 gone 的报告"),
        (("trail", "export", "--since", "gestern"), "", 2, "不是时间"),
        (("user",), "", 2, "命令"),
    ],
    ids=["short", "none", "taken", "no name", "no role", "as argument", "unknown", "no user", "no token", "no report", "no time", "no verb"],
)  # fmt: skip
def test_what_can_not_be_done_is_one_line(
    kaoping: Program, arguments: tuple[str, ...], typed: str, status: int, said: str
) -> None:
    kaoping("user", "add", "王芳")

    lines = kaoping(*arguments, typed=typed, status=status)
    assert said in lines and "Traceback" not in lines and PASSWORD not in lines.partition("多余的参数")[0]


def test_no_password_is_ever_shown_or_kept(kaoping: Program) -> None:
    said = kaoping("user", "add", "王芳") + kaoping("user", "list") + kaoping("trail", "export", "--format", "jsonl")

    assert PASSWORD not in said and "argon2" not in said
    assert PASSWORD.encode() not in b"".join(path.read_bytes() for path in kaoping.folder.glob("kaoping.sqlite*"))


def test_a_token_is_shown_once(kaoping: Program) -> None:
    kaoping("user", "add", "王芳")
    made = kaoping.record("user", "token", "王芳", "--label", "统计脚本", "--days", "30")

    assert made["token"].startswith("kp_") and made["expires_at"]
    assert made["token"] not in (tokens := kaoping("user", "tokens")) and "统计脚本" in tokens
    with open_library(kaoping.folder) as library:
        assert library.credentials.token_of(made["token"]) == "王芳"
    assert kaoping.record("user", "revoke", str(made["id"])) == {"revoked": [made["id"]]}
    assert kaoping.record("user", "tokens") == {"tokens": []}


def test_groups_say_who_sees_what(kaoping: Program) -> None:
    hold(kaoping.folder, "a", "b", "c")
    kaoping("user", "add", "王芳", "--group", "甲局")
    kaoping("group", "add", "甲局", "a", "b")
    kaoping("group", "add", "公共", "b")
    listed = kaoping.record("group", "remove", "甲局", "b")

    assert listed == {
        "groups": [
            {"group": "公共", "users": [], "documents": ["b"]},
            {"group": "甲局", "users": ["王芳"], "documents": ["a"]},
        ],
        "ungrouped": ["c"],
    }
    text = kaoping("group", "list")
    assert "公共：所有登录的人" in text and "甲局：王芳" in text and "只有管理员看得到：\n  c  c的报告" in text


def test_nothing_is_assigned_where_one_report_is_unknown(kaoping: Program) -> None:
    hold(kaoping.folder, "a")
    kaoping("group", "add", "甲局", "a", "gone", status=1)

    assert kaoping.record("group", "list")["ungrouped"] == ["a"]


def test_the_trail_tells_of_users_and_is_taken_along(kaoping: Program) -> None:
    kaoping("user", "add", "王芳")
    with open_library(kaoping.folder) as library:
        library.trail.append("ask", name="王芳", subject='=HYPERLINK("x")', versions=(("-a", "0"),), outcome="@x")
    entries = kaoping.record("trail", "export")["entries"]
    assert [(entry["kind"], entry["subject"]) for entry in entries] == [("user change", "add 王芳"), ("ask", '=HYPERLINK("x")')]  # fmt: skip
    lines = kaoping("trail", "export", "--format", "jsonl").splitlines()
    assert [json.loads(line) for line in lines] == entries
    head, _, row = csv.reader(io.StringIO(kaoping("trail", "export").removeprefix("\ufeff")))
    assert row[head.index("subject")] == '\'=HYPERLINK("x")' and row[head.index("documents")] == "'-a@0"
    assert row[head.index("outcome")] == "'@x"
    assert kaoping.record("trail", "export", "--since", "2999-01-01") == {"entries": []}


def test_a_trail_that_was_changed_is_said(kaoping: Program) -> None:
    kaoping("user", "add", "王芳")
    kaoping("user", "role", "王芳", "editor")
    assert "2 条操作记录完好" in kaoping("trail", "check")
    with sqlite3.connect(kaoping.folder / FILE_NAME) as connection:
        connection.executescript("DROP TRIGGER trail_no_update; UPDATE trail SET subject = '' WHERE number = 2")
    assert "从第 2 条起被改动过；之前的 1 条完好" in kaoping("trail", "check", status=1)


@pytest.mark.parametrize("verb", [("user", "list"), ("user", "remove", "x"), ("group", "list"), ("trail", "check")])
def test_a_mistyped_folder_is_not_made(kaoping: Program, verb: tuple[str, ...]) -> None:
    assert "不存在" in kaoping(*verb, status=1) and not kaoping.folder.exists()


@pytest.mark.parametrize(
    ("host", "own"), [("127.0.0.1", True), ("127.0.0.7", True), ("0.0.0.0", False), ("::1", True), ("::", False)]
)
def test_which_addresses_are_this_machines_own(host: str, own: bool) -> None:
    try:
        with listen(host, 0) as listener:
            assert is_loopback(listener) == own
    except ServerError:
        pytest.skip("no such address on this machine")


def test_a_page_that_others_reach_needs_a_user_who_may_come_in(kaoping: Program) -> None:
    serve = ("serve", "--host", "0.0.0.0", "--port", "0")
    assert "请先运行：kaoping user add 用户名 --role administrator" in kaoping(*serve, status=1)
    kaoping("user", "add", "王芳")
    kaoping("user", "remove", "王芳")
    assert "要先有用户" in kaoping(*serve, status=1)
    kaoping("user", "add", "李雷")
    with open_library(kaoping.folder) as library, listen("0.0.0.0", 0) as listener:
        require_users(library, listener)
