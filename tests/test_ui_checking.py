"""The verbs `verify` and `audit` with stand-ins below them: what they write, where, and what they refuse."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from assistant.verification import ClaimFigure, Verification
from checked_samples import QUOTE, verification_of
from checking_fakes import fake_audit
from corpus import EmptyIndex
from corpus.drafts import MAX_CHARACTERS, read_draft
from docx_samples import document as word_file
from docx_samples import p
from ui.batch import TextLine, read_texts
from ui.checking import TOLD_SECONDS, SentenceLog
from ui.cli import run
from ui.verdicts import verdict_line
from ui.wiring import Backend
from ui_fakes import HOSTILE, document, fake_backend, goal

DRAFT = "储备项目 138 个。\n需求 99 亿元，占 5%。\n一切顺利。\n"
RECORD = {"supported": 1, "contradicted": 0, "not_found": 0, "no_figure": 0}


@dataclass
class Verifier:
    """Gives the verdicts of `verification_of`; stumbles over certain words."""

    library: Any
    asked: list[tuple[str, str | None]] = field(default_factory=list)

    def verify(
        self, text: str, *, doc_id: str | None = None, progress: Callable[[int, int], None] = lambda done, total: None
    ) -> Verification:
        self.asked.append((text, doc_id))
        if "绊" in text:
            raise ZeroDivisionError
        if "空库" in text:
            raise EmptyIndex("资料库是空的")
        found = verification_of(text)
        for done in range(len(found.claims)):
            progress(done + 1, len(found.claims))
        return found


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for key in [key for key in os.environ if key.startswith("KAOPING_") or key == "NO_COLOR"]:
        monkeypatch.delenv(key)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    (tmp_path / "kaoping").mkdir()


def backend(*documents: Any) -> Backend:
    held = documents or (document("a", goal(), goal(2, "二")), document("b"))
    return replace(fake_backend(*held)[0], make_verifier=Verifier, audit=fake_audit)


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "草稿.txt"
    path.write_text(DRAFT, encoding="utf-8")
    return path


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


# verify


def test_verify_for_people(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", str(draft), "--doc", "b"], backend=backend()) == 0

    output, errors = capsys.readouterr()
    assert output.splitlines() == [
        "✓ 储备项目 138 个✓〔1〕。",
        "✗ 需求 99 亿元✗〔1〕，占 5%?。",
        "    ✗ 99 亿元 不符 · 报告为 138 个 · 报告中是另一个数",
        "    ? 5% 未找到",
        "· 一切顺利。",
        "",
        f"〔1〕示例局目标完成情况表 · 项目储备 · 累计完成进度 · 第 3 行：“{QUOTE}”",
        "",
        "核对完 3 句、3 个数字：支持 1 句，不符 1 句，未找到 0 句，无数字 1 句",
    ]
    assert errors == ""


def test_the_draft_and_the_document_are_handed_over(draft: Path, tmp_path: Path) -> None:
    verifier = Verifier(None)
    recording = replace(backend(), make_verifier=lambda library: verifier)

    run(["verify", str(draft), "--doc", "b"], backend=recording)
    run(["verify", str(draft)], backend=recording)
    run(["verify", "--batch", batch(tmp_path, '{"text": "甲", "doc_id": "a"}', '{"text": "乙"}')], backend=recording)

    assert verifier.asked == [(DRAFT, "b"), (DRAFT, None), ("甲", "a"), ("乙", None)]


def test_verify_json_is_the_record(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", str(draft), "--json"], backend=backend()) == 0

    record = json.loads(capsys.readouterr().out)
    assert record["summary"] == {"supported": 1, "contradicted": 1, "not_found": 0, "no_figure": 1}
    for claim in record["claims"]:
        assert DRAFT[claim["start"] : claim["end"]] == claim["text"]
        for figure in claim["figures"]:
            assert DRAFT[figure["start"] : figure["end"]] == figure["text"]


@dataclass
class Input:
    """Standard input with these bytes."""

    buffer: io.BytesIO


@pytest.mark.parametrize("data", [DRAFT.encode(), word_file(p("储备项目 138 个。"))], ids=["text", "word"])
def test_a_draft_may_come_on_standard_input(
    data: bytes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", Input(io.BytesIO(data)))

    assert run(["verify", "-", "--json"], backend=backend()) == 0
    assert json.loads(capsys.readouterr().out)["claims"][0]["text"] == "储备项目 138 个。"


def test_offsets_count_the_characters_of_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "甲。\r\n\r\n储备项目 138 个。\r\n"
    (tmp_path / "稿.md").write_bytes(b"\xef\xbb\xbf" + text.encode())

    assert run(["verify", str(tmp_path / "稿.md"), "--json"], backend=backend()) == 0
    (figure,) = [f for claim in json.loads(capsys.readouterr().out)["claims"] for f in claim["figures"]]
    assert text[figure["start"] : figure["end"]] == "138 个"


def test_a_draft_without_figures_is_said_to_have_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "稿.txt").write_text("一切顺利。", encoding="utf-8")

    assert run(["verify", str(tmp_path / "稿.txt")], backend=backend()) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "这份文字里没有可以核对的数字"


def test_what_was_not_verified_of_a_word_file_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "稿.docx").write_bytes(word_file(p("储备 138 个", '<w:r><w:endnoteReference w:id="2"/></w:r>')))

    assert run(["verify", str(tmp_path / "稿.docx"), "--json"], backend=backend()) == 0
    output, errors = capsys.readouterr()
    assert json.loads(output)["summary"] == RECORD and errors == "没有核对：尾注 1 条\n"


@pytest.mark.parametrize(
    ("name", "more"), [("出.docx", []), ("出.md", []), ("出.MARKDOWN", []), ("出", ["--format", "md"]), ("出", ["--format", "docx"])]
)  # fmt: skip
@pytest.mark.parametrize("as_json", [True, False], ids=["json", "lines"])
def test_the_annotated_draft_is_written(
    name: str, more: list[str], as_json: bool, draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = draft.parent / name

    assert run(["verify", str(draft), "-o", str(written), *more, *["--json"][:as_json]], backend=backend()) == 0

    output, errors = capsys.readouterr()
    text = read_draft(written).text
    assert text.startswith("储备项目 138 个") and "核对结果" in text
    assert written.read_bytes().startswith(b"PK") == (".docx" in name or "docx" in more)
    assert errors == f"已写入 {written}\n"
    assert json.loads(output)["summary"] if as_json else output.startswith("核对完 3 句、3 个数字：")


def test_a_word_draft_comes_back_as_itself(tmp_path: Path) -> None:
    own, written = tmp_path / "稿.docx", tmp_path / "出.docx"
    own.write_bytes(word_file(p("储备 138 个"), parts={"word/media/a.png": b"picture"}))

    assert run(["verify", str(own), "-o", str(written)], backend=backend()) == 0
    assert b"picture" in written.read_bytes() or "a.png" in written.read_bytes().decode("latin-1")


def test_markdown_goes_to_standard_output(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", str(draft), "--format", "md"], backend=backend()) == 0

    assert capsys.readouterr().out.startswith("储备项目 138 个✅[^v1]。\n需求 99 亿元❌[^v2]，占 5%❓[^v3]。\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["verify"], "请给出一份草稿，或用 --batch 给出草稿文件"),
        (["verify", "a.txt", "--batch", "b"], "只能选一种"),
        (["verify", "--batch", "b", "--doc", "a"], "--doc 不能与 --batch 同用"),
        (["verify", "--batch", "b", "-o", "c.md"], "--format 和 -o 不能与 --batch 同用"),
        (["verify", "--batch", "b", "--format", "md"], "--format 和 -o 不能与 --batch 同用"),
        (["verify", "a.txt", "--format", "docx"], "--format docx 要用 -o 给出文件"),
        (["verify", "a.txt", "--format", "md", "--json"], "--format 与 --json 同用时，请用 -o 给出文件"),
        (["verify", "a.txt", "--format", "pdf", "-o", "b"], "选项 --format 的值不对：没有 pdf；可用的有 md、docx"),
        (["verify", "a.txt", "-o", "b.pdf"], "看不出 b.pdf 要写成什么格式"),
        (["verify", "a.txt", "-o", "b.md", "--format", "docx"], "--format docx 与 b.md 的扩展名不一致"),
        (["verify", ""], "文件名是空的"),
        (["verify", "a", "b"], "多余的参数：b"),
        (["audit", "a"], "多余的参数：a"),
        (["audit", "-o", "b.docx"], "检查结果只能写成 Markdown"),
        (["audit", "--format", "docx"], "没有 docx；可用的有 md"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage_is_explained(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments, backend=backend()) == 2

    output, errors = capsys.readouterr()
    assert output == "" and message in errors and "Error" not in errors


@pytest.mark.parametrize(
    "link", [None, Path.symlink_to, Path.hardlink_to], ids=["itself", "symbolic link", "hard link"]
)
def test_the_draft_is_not_written_over(
    link: Callable[[Path, Path], None] | None, draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = draft if link is None else draft.parent / "同.txt"
    if link is not None:
        link(written, draft)

    assert run(["verify", str(draft), "-o", str(written), "--format", "md"], backend=backend()) == 2
    assert "就是草稿本身" in capsys.readouterr().err
    assert draft.read_text(encoding="utf-8") == DRAFT


@pytest.mark.parametrize(
    ("arguments", "held", "message"),
    [
        (["verify", "/no/such.txt"], True, "/no/such.txt：找不到这个文件"),
        (["verify", "{folder}"], True, "{folder}：是文件夹"),
        (["verify", "{folder}/空.txt"], True, "{folder}/空.txt：文件是空的"),
        (["verify", "{folder}/假.docx"], True, "{folder}/假.docx：内容不是 .docx 文件"),
        (["verify", "{draft}", "--doc", "x"], True, "没有编号为 x 的报告；已有：a"),
        (["verify", "{draft}"], False, "资料库是空的"),
        (["verify", "{draft}", "-o", "/no/such/folder/b.md"], True, "/no/such/folder/b.md：无法写入（找不到）"),
        (["verify", "{draft}", "-o", "{folder}", "--format", "md"], True, "{folder}：无法写入（是文件夹）"),
        (["verify", "--batch", "/no/such.jsonl"], True, "打不开草稿文件 /no/such.jsonl：找不到"),
        (["verify", "--batch", "{draft}"], False, "资料库是空的"),
        (["audit"], False, "资料库是空的"),
        (["audit", "--doc", "x"], True, "没有编号为 x 的报告；已有：a"),
        (["audit", "-o", "/no/such/folder/b.md"], True, "/no/such/folder/b.md：无法写入（找不到）"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_served_is_one_line_and_status_1(
    arguments: list[str], held: bool, message: str, draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (draft.parent / "空.txt").write_bytes(b"")
    (draft.parent / "假.docx").write_text("文字", encoding="utf-8")
    names = {"draft": draft, "folder": draft.parent}
    empty = replace(fake_backend()[0], make_verifier=Verifier, audit=fake_audit)

    status = run([a.format(**names) for a in [*arguments, "--json"]], backend=backend(document("a")) if held else empty)

    output, errors = capsys.readouterr()
    assert status == 1 and output == ""
    assert errors.startswith(f"错误：{message.format(**names)}") and errors.count("\n") == 1


@pytest.mark.parametrize("verb", [["verify", "{draft}"], ["verify", "--batch", "-"], ["audit"]], ids=" ".join)
def test_a_mistyped_folder_is_said_and_not_made(
    verb: list[str], draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = draft.parent / "mistyped"

    assert run([*(a.format(draft=draft) for a in verb), "--json", "--data", str(missing)]) == 1
    assert capsys.readouterr().err.startswith(f"错误：数据文件夹 {missing} 不存在") and not missing.exists()


@pytest.mark.parametrize("verb", ["verify", "audit"])
def test_the_help_states_the_exit_status(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([verb, "--help"]) == 0

    output = capsys.readouterr().out
    assert output.startswith(f"用法：kaoping {verb}") and "退出状态也是 0" in output
    assert all(word in output for word in ("--json", "--data", "--doc", "--format", "-o"))


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, "不符"),
        ({"expected": "8 个"}, "不符 · 报告为 8 个"),
        ({"expected": "8 个", "message": "期间不符。"}, "不符 · 报告为 8 个 · 期间不符"),
        ({"expected": "8 个", "message": "报告为 8 个（1-6月）"}, "不符 · 报告为 8 个（1-6月）"),
        ({"expected": "8" * 99}, "不符 · 报告为 " + "8" * 60 + "…"),
    ],
    ids=["bare", "expected", "both", "said in the message", "long"],
)
def test_a_verdict_in_one_line(changes: dict[str, Any], line: str) -> None:
    assert verdict_line(replace(ClaimFigure("9 个", 0, 3, "contradicted"), **changes)) == line


# terminals


def test_colour_is_for_terminals(draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def shown() -> str:
        with redirect_stdout(Terminal()) as terminal:
            run(["verify", str(draft)], backend=backend())
        return terminal.getvalue()

    assert "\x1b[32m138 个✓\x1b[0m" in shown() and "\x1b[31m99 亿元✗\x1b[0m" in shown()
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in shown() and "138 个✓" in shown()


def test_control_characters_never_reach_a_terminal(draft: Path) -> None:
    bad = "\x1b[31m红\x07\u202e\x9b1m"
    held = document("a", goal(name=bad, progress=f"{bad} 138 个。"), goal(2, bad), title=bad)
    draft.write_text(f"{bad}储备 138 个{bad}，{bad} 99 个\x1b。{'好' * 20_000}", encoding="utf-8")

    with redirect_stdout(Terminal()) as output:
        for arguments in (
            ["verify", str(draft)],
            ["verify", str(draft), "--format", "md"],
            ["audit"],
            ["audit", "--format", "md"],
        ):
            assert run(arguments, backend=backend(held)) == 0
    text = output.getvalue()
    for code in ("\x1b[32m", "\x1b[31m", "\x1b[33m", "\x1b[0m"):
        text = text.replace(code, "")
    assert not set("\x1b\x07\u202e\x9b") & set(text) and "红" in text


def test_progress_is_one_line_on_a_terminal(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with redirect_stderr(Terminal()) as errors:
        run(["verify", str(draft), "--json"], backend=backend())

    assert "草稿.txt" in errors.getvalue() and errors.getvalue().endswith("\r\x1b[2K")
    assert json.loads(capsys.readouterr().out)


def test_progress_is_a_line_now_and_then_in_a_log(capsys: pytest.CaptureFixture[str]) -> None:
    times = iter([0.0, 1.0, TOLD_SECONDS, TOLD_SECONDS, TOLD_SECONDS + 1])
    log = SentenceLog(clock=lambda: next(times))

    for done in (1, 2, 3):
        log(done, 400)

    assert capsys.readouterr().err == "已核对 2 句，共 400 句\n"


# a batch


def batch(tmp_path: Path, *lines: str) -> str:
    (tmp_path / "batch.jsonl").write_text("\ufeff" + "\n".join(lines), encoding="utf-8")
    return str(tmp_path / "batch.jsonl")


def test_a_batch_answers_every_line_it_can(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    long = json.dumps({"id": "长", "text": "7" * (MAX_CHARACTERS + 1)})
    lines = [
        '{"id": 7, "text": "储备 138 个。"}',
        "",
        "not json",
        '{"id": "无文", "question": "?"}',
        '{"id": "绊", "text": "绊 1 个。"}',
        '{"id": "库", "text": "空库 1 个。"}',
        '{"id": "某", "text": "储备 138 个。", "doc_id": "nobody"}',
        long,
        '{"id": "末", "text": "99 个。\\ud800", "doc_id": "b"}',
        '{"text": ""}',
    ]
    status = run(["verify", "--batch", batch(tmp_path, *lines), "--json"], backend=backend())

    output, errors = capsys.readouterr()
    records = [json.loads(line) for line in output.splitlines()]
    assert status == 1
    assert [(record["id"], len(record["claims"])) for record in records] == [(7, 1), ("末", 2), (None, 0)]
    assert records[0].keys() == {"id", "claims", "citations", "summary"} and records[0]["summary"] == RECORD
    said = errors.splitlines()
    assert len(said) == 6 and "Traceback" not in errors
    for line, words in zip(
        said,
        ("第 3 行不是一份草稿（不是 JSON）", "第 4 行不是一份草稿（text 应为字符串）", "第 5 行：没能核对（程序出错：ZeroDivisionError）",
         "资料库是空的", "第 7 行：没有编号为 nobody 的报告", "第 8 行：有 200 万字，超过 200 万字的上限"),
        strict=True,
    ):  # fmt: skip
        assert line.startswith(f"错误：{words}")


def test_a_batch_for_people_shows_the_ids(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", "--batch", batch(tmp_path, '{"id": 7, "text": "储备 138 个。"}')], backend=backend()) == 0

    assert capsys.readouterr().out.splitlines()[:2] == ["【7】", "✓ 储备 138 个✓〔1〕。"]


def test_a_line_carries_its_id_and_document() -> None:
    lines = [b'{"id": "a", "text": "t\\r\\n", "doc_id": "d"}', b"", b'{"text": "u"}']

    assert list(read_texts(lines)) == [TextLine("t\r\n", 1, "a", "d"), TextLine("u", 3)]


# audit


def test_audit_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit"], backend=backend()) == 0

    output, errors = capsys.readouterr()
    lines = output.splitlines()
    assert lines[0].startswith("错误 · 前后不一  不少于 150 个[1] 与 不少于 150 个[2] 对不上")
    assert lines[1].startswith(
        "    〔1〕2021 年度示例局目标完成情况表 · 政府专项债项目储备 · 考核内容及指标 · 第 6 行：“"
    )
    assert lines[-1] == "看过 2 份报告、3 项目标、3 个数字，发现 4 处问题：错误 2，警告 1，提示 1"
    assert errors == ""


def test_audit_of_one_document_may_find_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "--doc", "b"], backend=backend()) == 0

    assert capsys.readouterr().out == "看过 1 项目标、1 个数字，没有发现问题\n"


def test_audit_json_is_the_record(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "--json"], backend=backend()) == 0

    findings = json.loads(capsys.readouterr().out)["findings"]
    assert [finding["kind"] for finding in findings] == ["mismatch", "arithmetic", "target_missed", "wording"]
    assert findings[0].keys() == {"kind", "severity", "message", "citations"} and len(findings[0]["citations"]) == 2


@pytest.mark.parametrize("as_json", [True, False], ids=["json", "lines"])
def test_audit_as_markdown(as_json: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    held = backend(document("a", goal(name=HOSTILE), goal(2, "二")))
    assert run(["audit", "--format", "md"], backend=held) == 0
    shown = capsys.readouterr().out

    written = tmp_path / "出.md"
    assert run(["audit", "-o", str(written), *["--json"][:as_json]], backend=held) == 0
    assert written.read_text(encoding="utf-8") == shown and shown.startswith("# 报告自查\n")
    assert "<img" not in shown.replace(r"\<img", "")
    output, errors = capsys.readouterr()
    assert errors == f"已写入 {written}\n"
    assert json.loads(output)["findings"] if as_json else output.startswith("看过 2 项目标")
