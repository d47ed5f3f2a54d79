"""A draft as Markdown, as Word with footnotes, and from the command line; what is edited is verified before it is written."""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import pytest

from assistant.drafting import Brief, Chosen, Draft, draft
from assistant.verification import Verifier
from corpus import Document, DraftError
from drafting_reports import Held, hostile, roads
from ui.cli import run
from ui.drafting.markdown import draft_markdown
from ui.drafting.sheet import sheet_of
from ui.drafting.word import WORD, draft_docx
from ui.drafting.working import LONGEST_BLOCK, Working, read_marks
from ui_fakes import fake_backend

NAMESPACE = {"w": WORD}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Document:
    return roads(tmp_path_factory.mktemp("files"), 2022, 6)


@pytest.fixture(scope="module")
def made(report: Document) -> Draft:
    return draft(Brief(), Held(report))


@pytest.fixture
def working(made: Draft, report: Document) -> Working:
    return Working(made, Verifier(Chosen(Held(report), made.doc_ids)))


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for key in [key for key in os.environ if key.startswith("KAOPING_")]:
        monkeypatch.delenv(key)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    (tmp_path / "kaoping").mkdir()


def word_parts(data: bytes) -> dict[str, ET.Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: ET.fromstring(package.read(name)) for name in package.namelist()}


def text_of(element: ET.Element) -> str:
    return "".join(t.text or "" for t in element.iter(f"{{{WORD}}}t"))


def block_with(made: Draft, words: str) -> int:
    return next(n for n, block in enumerate(made.blocks) if words in block.text)


def sent_marks(made: Draft, block: int) -> list[list[int]]:
    start = made.blocks[block].start
    return [[mark.at - start, mark.n] for s in made.blocks[block].sentences for mark in s.marks]


def test_markdown_names_report_goal_column_and_quote(made: Draft, report: Document) -> None:
    lines = draft_markdown(sheet_of(made)).splitlines()

    assert lines[0] == "# 云汀县交通局2022年上半年目标完成情况小结"
    assert "## 一、公路养护" in lines
    quote = "1-6 月养护公路 212 公里"
    assert any(
        f"《{report.title}》，公路养护，1-6 月累计完成进度：“{quote}”" in line
        for line in lines
        if line.startswith("[^")
    )
    named = {n for n in range(1, 99) if any(f"[^{n}]" in line for line in lines if not line.startswith("[^"))}
    assert named == {n for n in range(1, 99) if any(line.startswith(f"[^{n}]: ") for line in lines)} != set()


def test_word_has_real_footnotes_and_chinese_faces(made: Draft) -> None:
    data = draft_docx(sheet_of(made))
    parts = word_parts(data)

    notes = {note.get(f"{{{WORD}}}id"): text_of(note) for note in parts["word/footnotes.xml"]}
    references = [r.get(f"{{{WORD}}}id") for r in parts["word/document.xml"].iter(f"{{{WORD}}}footnoteReference")]
    assert len(references) == len(set(references)) == len(notes) - 2  # two are the lines above the footnotes
    assert (
        "《2022 年度云汀县交通局目标完成情况表（2022 年 6 月）》，公路养护，1-6 月累计完成进度：“1-6 月养护公路 212 公里”"
        in " ".join(notes[reference] for reference in references)
    )
    faces = {f.get(f"{{{WORD}}}eastAsia") for f in parts["word/styles.xml"].iter(f"{{{WORD}}}rFonts")}
    assert {"仿宋", "宋体", "黑体"} <= faces
    paragraphs = docx.Document(io.BytesIO(data)).paragraphs
    assert [p.style.name for p in paragraphs][:2] == ["Title", "Normal"]
    assert [p.text for p in paragraphs] == [made.title, *(block.text for block in made.blocks)]
    assert draft_docx(sheet_of(made)) == data


def test_mark_up_of_reports_stays_text(tmp_path: Path) -> None:
    sheet = sheet_of(draft(Brief(), Held(hostile(tmp_path))))

    text = draft_markdown(sheet)
    assert "\\<img src=x" in text
    assert "<img" not in text.replace("\\<img", "")
    assert "\\*信件\\*" in text
    assert "<img src=x onerror=alert(1)>" in text_of(word_parts(draft_docx(sheet))["word/document.xml"])


def test_a_figure_that_is_typed_is_marked_in_the_files(made: Draft, working: Working) -> None:
    block = block_with(made, "212 公里")
    text = made.blocks[block].text.replace("212 公里", "312 公里").replace("93.5%", "93.5%，惠及 88 个村")
    shift = len("，惠及 88 个村")
    after = text.index("88 个村")
    marks = [[at + (shift if at > after - shift else 0), n] for at, n in sent_marks(made, block)]

    edited, proved = working.edit(block, text=text, marks=marks)

    verdicts = {figure.text: figure.verdict for figure in edited.verification.figures}
    assert verdicts["312 公里"] == "contradicted"
    assert verdicts["88 个"] == "not_found" or verdicts.get("88 个村") == "not_found"
    assert not all(proved)
    assert any(proved)
    assert working.tally()["contradicted"] >= 1
    markdown = draft_markdown(working.sheet())
    assert "**312 公里**〔与报告不符：报告为 212 公里〕" in markdown
    assert "〔未核实〕" in markdown
    document = word_parts(draft_docx(working.sheet()))["word/document.xml"]
    assert "312 公里〔与报告不符：报告为 212 公里〕" in text_of(document)
    assert {s.get(f"{{{WORD}}}fill") for s in document.iter(f"{{{WORD}}}shd")} == {"FFC7CE", "FFEB9C"}


def test_what_is_put_back_is_proved_again(made: Draft, working: Working) -> None:
    block = block_with(made, "212 公里")
    working.edit(block, text="没有数字。", marks=sent_marks(made, block))
    assert "没有数字。" in draft_markdown(working.sheet())
    assert not any(working.edit(block, text="没有数字。", marks=[[5, 1]])[1])

    _, proved = working.edit(block, text=made.blocks[block].text, marks=sent_marks(made, block))

    assert all(proved)
    assert draft_markdown(working.sheet()) == draft_markdown(sheet_of(made))


def test_the_title_is_the_visitors_own_and_an_emptied_block_is_gone(made: Draft, working: Working) -> None:
    working.rename("  上半年\n公路工作小结 ")
    working.edit(0, text="", marks=[])

    assert working.sheet().title == "上半年 公路工作小结"
    assert len(working.sheet().lines) == len(made.blocks) - 1


@pytest.mark.parametrize(
    ("block", "text"), [(999, "x"), (-5, "x"), (0, "长" * (LONGEST_BLOCK + 1))], ids=["none", "negative", "long"]
)
def test_what_cannot_be_an_edit_is_refused(block: int, text: str, working: Working) -> None:
    with pytest.raises(DraftError):
        working.edit(block, text=text, marks=[])


@pytest.mark.parametrize("sent", [None, "x", [1, 2], [["a", 1], [1], [1, 2, 3], [None, 1]]], ids=repr)
def test_marks_of_a_broken_page_are_left_out(sent: object) -> None:
    assert read_marks(sent) == ()


def test_json_is_one_document(report: Document, capsys: pytest.CaptureFixture[str]) -> None:
    status = run(["draft", "--goal", "公路养护", "--length", "short", "--json"], backend=fake_backend(report)[0])

    output = capsys.readouterr().out
    record = json.loads(output)
    assert status == 0
    assert output.count("\n") == 1
    assert list(record) == ["title", "text", "sentences", "citations", "figures", "dropped", "summary", "markdown"]
    assert record["summary"] == {
        "sentences": 3, "figures": 6, "dropped": 0, "supported": 5, "contradicted": 0, "not_found": 0, "no_figure": 2,
    }  # fmt: skip
    for sentence in record["sentences"]:
        assert record["text"][sentence["start"] : sentence["end"]] == sentence["text"]
        assert sentence["citations"]
    assert all((figure["citation"] is None) == figure["derived"] for figure in record["figures"])


def test_markdown_goes_to_standard_output(report: Document, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["draft", "--kind", "points"], backend=fake_backend(report)[0]) == 0

    assert capsys.readouterr().out.startswith("# 云汀县交通局2022年上半年目标完成情况要点\n\n- 公路养护：")


@pytest.mark.parametrize("name", ["a.md", "a.docx"])
def test_a_file_is_written_whole(
    name: str, report: Document, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_text("earlier")

    assert run(["draft", "-o", str(path)], backend=fake_backend(report)[0]) == 0

    assert path.read_bytes()[:2] == (b"PK" if name.endswith("docx") else b"# ")
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []
    assert "都已核对" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["--goal", "公路养互"], 1, "是不是“公路养护”？"),
        (["--doc", "nowhere"], 1, "没有编号为 nowhere 的报告"),
        (["--period", "2019年"], 1, "没有“2019年”的报告"),
        (["--kind", "poem"], 2, "可用的有 summary"),
        (["--format", "docx"], 2, "要用 -o 给出文件"),
        (["-o", "/nowhere/a.md"], 1, "无法写入"),
    ],
    ids=["goal", "report", "period", "kind", "format", "folder"],
)
def test_what_cannot_be_served_is_said_in_one_line(
    arguments: list[str], status: int, said: str, report: Document, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["draft", *arguments], backend=fake_backend(report)[0]) == status

    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err
    assert "Traceback" not in captured.err
