"""Checked drafts as Word documents and Markdown: the draft unchanged, its figures marked, and why."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.verification import Verification
from checked_samples import CITATION, QUOTE, verification_of
from corpus import UnreadableDocument
from corpus.drafts import Draft, Mark, Summary, marked_docx, read_draft_data
from corpus.readers.draft_docx import read_draft_docx
from docx_samples import MAIN, document, field, p, r, rewritten, tbl, tc, tr
from test_drafts import BOX
from ui.annotated_docx import COLORS, COMMENTED, LISTED, annotated_docx
from ui.annotated_markdown import TITLE, annotated_markdown

GREEN, RED, AMBER = (COLORS[verdict] for verdict in ("supported", "contradicted", "not_found"))
OFFICE = shutil.which("soffice")
DRAFT = "储备 138 个，其中 99 个开工。\n另有 7 个在谈。\n一切顺利。"
DANGLING = re.compile(rb"<Relationship [^>]*(?:theme1.xml|thumbnail.jpeg)[^>]*>")  # the samples have no such parts
NOTHING = Summary(())
STRICT = (
    ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"),
    ("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships"),
)  # fmt: skip


def annotated(data: bytes) -> tuple[bytes, Draft]:
    """The annotated copy of a Word draft, and the draft."""
    draft = read_draft_docx(data, name="稿.docx")
    return annotated_docx(draft, verification_of(draft.text), original=data), draft


def opened(data: bytes) -> Any:
    return Document(io.BytesIO(rewritten(data, lambda _, content: DANGLING.sub(b"", content))))


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name)


def characters(data: bytes) -> list[tuple[str, str, str | None]]:
    """Each character of a document's runs, with its properties but shading, and its shading."""
    found = []
    for run in opened(data).element.body.iter(qn("w:r")):
        properties, color = "", None
        if run.rPr is not None:
            shading = run.rPr.find(qn("w:shd"))
            color = None if shading is None else shading.get(qn("w:fill"))
            properties = " ".join(f"{c.tag}{sorted(c.attrib.items())}" for c in run.rPr if c is not shading)
        found += [(c, properties, color) for t in run.iterfind(qn("w:t")) for c in t.text or ""]
    return found


def shaded(data: bytes) -> list[tuple[str, str]]:
    """The coloured words of the draft itself, without those of the last page."""
    text, words = "", []
    for character, _, color in characters(data):
        text += character
        if "核对结果" in text:
            break
        if color is not None:
            words.append((character, color))
    joined: list[tuple[str, str]] = []
    for character, color in words:
        if joined and joined[-1][1] == color:
            joined[-1] = (joined[-1][0] + character, color)
        else:
            joined.append((character, color))
    return joined


def commented(data: bytes) -> dict[str, list[str]]:
    """The words under each comment, and its paragraphs."""
    root, found = opened(data), {}
    for comment in root.comments:
        words, inside = "", False
        for element in root.element.body.iter(qn("w:commentRangeStart"), qn("w:commentRangeEnd"), qn("w:t")):
            if element.tag == qn("w:t"):
                words += element.text if inside else ""
            elif element.get(qn("w:id")) == str(comment.comment_id):
                inside = element.tag == qn("w:commentRangeStart")
        found[words] = comment.text.split("\n")
    return found


# Word drafts


def test_each_figure_is_coloured_and_commented_on() -> None:
    copy, _ = annotated(document("".join(map(p, DRAFT.split("\n")))))

    assert shaded(copy) == [("138 个", GREEN), ("99 个", RED), ("7 个", AMBER)]
    assert commented(copy) == {
        "138 个": ["✓ 支持", "出处：示例局目标完成情况表 · 项目储备 · 累计完成进度 · 第 3 行", f"原文：“{QUOTE}”"],
        "99 个": [
            "✗ 不符 · 报告为 138 个 · 报告中是另一个数",
            "出处：示例局目标完成情况表 · 项目储备 · 累计完成进度 · 第 3 行",
            f"原文：“{QUOTE}”",
        ],
        "7 个": ["? 未找到"],
    }


def test_the_last_page_counts_explains_and_lists() -> None:
    copy, draft = annotated(document("".join(map(p, DRAFT.split("\n")))))

    text = read_draft_docx(copy, name="a").text
    assert text.startswith(draft.text + "\n")
    below = text[len(draft.text) :]
    assert "核对完 3 句、3 个数字：支持 0 句，不符 1 句，未找到 1 句，无数字 1 句" in below
    assert below.index("支持  报告里有") < below.index("不符  报告里是") < below.index("未找到  报告里没有")
    (table,) = opened(copy).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["文中", "结论", "报告", "说明", "出处"],
        ["99 个", "✗ 不符", "138 个", "报告中是另一个数", "示例局目标完成情况表 · 项目储备 · 累计完成进度 · 第 3 行"],
        ["7 个", "? 未找到", "—", "—", "—"],
    ]


def test_the_last_page_says_what_was_not_verified() -> None:
    copy, _ = annotated(document(p("见 7 个", '<w:r><w:footnoteReference w:id="2"/></w:r>')))

    assert "没有核对：脚注 1 条" in read_draft_docx(copy, name="a").text


def test_a_long_list_is_cut_and_says_so() -> None:
    copy, _ = annotated(document("".join(p(f"甲 {number} 个。") for number in range(1, LISTED + 4))))

    (table,) = opened(copy).tables
    assert len(table.rows) == LISTED + 1
    assert f"下表列出前 {LISTED} 处，其余" in read_draft_docx(copy, name="a").text


def test_of_very_many_figures_those_in_doubt_get_the_comments() -> None:
    draft = Draft("138 个。\n" * COMMENTED + "99 个。", "text", "稿.txt")

    made = annotated_docx(draft, verification_of(draft.text))

    first_lines = Counter(comment.paragraphs[0].text[0] for comment in opened(made).comments)
    assert first_lines == {"✓": COMMENTED - 1, "✗": 1}
    assert "有 1 个只标颜色，没有加批注" in read_draft_docx(made, name="a").text


def test_a_draft_without_figures_is_said_to_have_none() -> None:
    copy, draft = annotated(document(p("一切顺利。")))

    assert "没有可以核对的数字" in read_draft_docx(copy, name="a").text[len(draft.text) :]
    assert not opened(copy).tables and not list(opened(copy).comments)


RUN_TEXTS = st.text(st.sampled_from("甲乙1 .\t"), min_size=0, max_size=6)
PROPERTIES = st.sampled_from(
    ["", "<w:b/>", '<w:color w:val="FF0000"/><w:sz w:val="30"/>', '<w:i/><w:lang w:val="zh-CN"/>']
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.tuples(RUN_TEXTS, PROPERTIES), max_size=5), min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12), st.sampled_from([GREEN, RED])), max_size=5),
)
def test_marks_colour_their_characters_and_change_nothing_else(
    paragraphs: list[list[tuple[str, str]]], spans: list[tuple[int, int, str]]
) -> None:
    data = document("".join(p(*(r(*run) for run in runs)) for runs in paragraphs) + p("尾"))
    draft = read_draft_docx(data, name="a")
    marks, last = [], 0
    for start, length, color in sorted(spans):
        if start >= last and start + length <= len(draft.text):
            marks.append(Mark(start, start + length, color, ("批注",)))
            last = start + length

    copy = marked_docx(draft, marks=marks, summary=NOTHING, original=data)

    before, after = characters(data), characters(copy)
    assert [(c, properties) for c, properties, _ in after] == [(c, properties) for c, properties, _ in before]
    wanted = [
        next((m.color for m in marks if m.start <= i < m.end), None) for i, c in enumerate(draft.text) if c != "\n"
    ]
    assert [color for _, _, color in after] == wanted
    assert read_draft_docx(copy, name="a").text == draft.text


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (p(r("储备 1", "<w:b/>"), r("38"), r(" 个", "<w:i/>")), "138 个"),
        (p("共", f'<w:hyperlink r:id="x">{r("138 个")}</w:hyperlink>', "。"), "138 个"),
        (p("共", f'<w:ins w:id="1" w:author="甲">{r("138 个")}</w:ins>'), "138 个"),
        (p("共", field("REF a", r("138 个"))), "138 个"),
        (tbl(tr("甲", tc(tbl(tr("138 个")), p("")))), "138 个"),
        (p("共", f"<w:sdt><w:sdtContent>{r('138')}</w:sdtContent></w:sdt>", " 个"), "138 个"),
        (p(r("138 个", '<w:highlight w:val="blue"/><w:vertAlign w:val="superscript"/>')), "138 个"),
    ],
    ids=["split runs", "link", "insertion", "field", "nested table", "content control", "highlighted"],
)
def test_a_figure_is_marked_wherever_it_stands(body: str, words: str) -> None:
    copy, draft = annotated(document(body))

    assert shaded(copy) == [(words, GREEN)] and list(commented(copy)) == [words]
    assert read_draft_docx(copy, name="a").text.startswith(draft.text)
    assert "w:highlight" not in part(copy, MAIN).decode()


def test_a_figure_in_a_text_box_is_coloured_but_not_commented_on() -> None:
    copy, _ = annotated(document(p("前", BOX.format(p("框内 138 个")), "后")))

    assert shaded(copy) == [("138 个", GREEN)]
    assert not list(opened(copy).comments)


def test_what_is_not_marked_stays_to_the_byte() -> None:
    header = f'<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{p("页眉 3 个")}</w:hdr>'
    section = '<w:sectPr><w:headerReference w:type="default" r:id="h"/><w:pgSz w:w="16838" w:h="11906"/></w:sectPr>'
    parts = {"word/header1.xml": header, "word/media/图.png": b"\x89PNG" + bytes(range(256))}
    data = document(p("储备 138 个。") + section, parts=parts, relations=[("h", "header", "header1.xml")])

    copy, _ = annotated(data)

    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(copy)) as new:
        changed = {name for name in new.namelist() if name not in old.namelist() or new.read(name) != old.read(name)}
        assert changed == {MAIN, "word/comments.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"}
        assert set(old.namelist()) <= set(new.namelist())
    assert opened(copy).element.body[-1].tag == qn("w:sectPr")


def test_comments_that_are_there_stay() -> None:
    made = Document()
    paragraph = made.add_paragraph("储备 ")
    made.add_comment(paragraph.runs, text="请核实", author="王")
    paragraph.add_run("138 个")
    saved = io.BytesIO()
    made.save(saved)

    copy, _ = annotated(saved.getvalue())

    assert [(c.author, c.text.split("\n")[0]) for c in opened(copy).comments] == [("王", "请核实"), ("考评", "✓ 支持")]
    assert len({comment.comment_id for comment in opened(copy).comments}) == 2
    again, _ = annotated(copy)
    assert len(list(opened(again).comments)) == len({c.comment_id for c in opened(again).comments})


def test_a_file_with_macros_becomes_a_document_without() -> None:
    plain_type, macro_type = (
        b"openxmlformats-officedocument.wordprocessingml.document",
        b"ms-word.document.macroEnabled",
    )
    data = document(
        p("储备 138 个。"),
        parts={"word/vbaProject.bin": b"macro", "word/_rels/vbaProject.bin.rels": "<Relationships/>"},
        relations=[("v", "vbaProject", "vbaProject.bin")],
        replace=lambda name, content: content.replace(plain_type, macro_type) if "Content_Types" in name else content,
    )

    copy, draft = annotated(data)

    assert opened(copy).paragraphs[0].text == "储备 138 个。" == draft.text
    with zipfile.ZipFile(io.BytesIO(copy)) as package:
        assert not [name for name in package.namelist() if "vba" in name.lower()]
    assert b"vbaProject" not in part(copy, "word/_rels/document.xml.rels")


def test_strict_open_xml_stays_strict() -> None:
    def strict(name: str, content: bytes) -> bytes:
        for usual, other in STRICT:
            content = content.replace(usual.encode(), other.encode())
        return content

    copy, draft = annotated(rewritten(document(p("储备 138 个。")), strict))

    assert draft.text == "储备 138 个。" and read_draft_docx(copy, name="a").text.startswith(draft.text)
    for name in (MAIN, "word/comments.xml"):
        assert STRICT[0][0].encode() not in part(copy, name)
    assert f"{STRICT[1][1]}/comments".encode() in part(copy, "word/_rels/document.xml.rels")


def test_a_damaged_part_is_one_line() -> None:
    data = document(p("储备 138 个。"), parts={"word/media/a.png": b"picture" * 20})
    draft = read_draft_docx(data, name="稿.docx")
    damaged = data.replace(b"picture" * 20, b"pictures" + b"picture" * 18 + b"pictur", 1)

    with pytest.raises(UnreadableDocument, match=r"^稿.docx：word/media/a.png 已损坏或已加密，不能写出批注文档；"):
        annotated_docx(draft, verification_of(draft.text), original=damaged)


# other drafts


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (DRAFT, DRAFT),
        ("储备 138 个。\r\n\r\n99 个\t完。\r\n", "储备 138 个。\n\n99 个\t完。\n"),
        ("<w:p>&138 个\f99 个\x01", "<w:p>&138 个\n99 个\ufffd"),
        ("# 标题\n\n| 甲 | 138 个 |\n", "# 标题\n\n| 甲 | 138 个 |\n"),
        ("\r\n\r\n甲\r乙 138 个", "\n\n甲\n乙 138 个"),
        ("", ""),
    ],
    ids=["lines", "line ends", "mark-up and control", "markdown", "lone carriage return", "empty"],
)
def test_of_a_text_a_document_is_made(text: str, shown: str) -> None:
    verification = verification_of(text)

    made = annotated_docx(Draft(text, "text", "稿.txt"), verification)

    read = "\n".join(paragraph.text for paragraph in opened(made).paragraphs)
    assert read.startswith(shown + "\n")
    assert [words for words, _ in shaded(made)] == [figure.text for figure in verification.figures]
    assert list(commented(made)) == [figure.text for figure in verification.figures]


def test_the_original_of_a_text_is_not_taken_for_a_word_file() -> None:
    made = annotated_docx(Draft(DRAFT, "text", "稿.txt"), verification_of(DRAFT), original=DRAFT.encode())

    assert opened(made).paragraphs[0].text == "储备 138 个，其中 99 个开工。"


def test_the_same_draft_gives_the_same_file() -> None:
    draft = Draft(DRAFT, "text", "稿.txt")

    assert annotated_docx(draft, verification_of(DRAFT)) == annotated_docx(draft, verification_of(DRAFT))


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_both(tmp_path: Path) -> None:
    nested = tbl(tr("甲", tc(tbl(tr("里 7 个")), p(""))))
    own, _ = annotated(document(p(r("储备 138", "<w:b/>"), " 个") + nested + p("99 个", BOX.format(p("框内 6 个")))))
    (tmp_path / "own.docx").write_bytes(own)
    (tmp_path / "made.docx").write_bytes(annotated_docx(Draft(DRAFT, "text", "稿.txt"), verification_of(DRAFT)))
    command = [OFFICE or "", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "txt:Text (encoded):UTF8"]  # fmt: skip

    files = [str(tmp_path / name) for name in ("own.docx", "made.docx")]
    subprocess.run([*command, "--outdir", str(tmp_path), *files], check=True, capture_output=True, timeout=120)

    own_text, made_text = ((tmp_path / f"{name}.txt").read_text(encoding="utf-8-sig") for name in ("own", "made"))
    assert all(words in own_text for words in ("储备 138 个", "里 7 个", "框内 6 个", "核对结果", "报告中是另一个数"))
    assert made_text.startswith(DRAFT) and "核对结果" in made_text


# Markdown


def stripped(markdown: str, *, end: str) -> str:
    """The draft that an annotated one was made from, and what stands between it and the verdicts."""
    body = markdown[: markdown.rindex(f"---{end}{end}{TITLE}")]
    return re.sub(r"[✅❌❓]\[\^v+\d+\]", "", body)


def markdown_of(text: str, verification: Verification | None = None) -> str:
    return annotated_markdown(Draft(text, "markdown", "稿.md"), verification or verification_of(text))


def test_markdown_has_signs_and_footnotes() -> None:
    text = markdown_of(DRAFT)

    assert text.startswith(
        "储备 138 个✅[^v1]，其中 99 个❌[^v2]开工。\n另有 7 个❓[^v3]在谈。\n一切顺利。\n\n---\n\n## 核对结果\n"
    )
    source = f"出处：示例局目标完成情况表 · 项目储备 · 累计完成进度 · 第 3 行；原文：“{QUOTE}”"
    assert f"\n[^v1]: 支持；{source}\n" in text
    assert f"\n[^v2]: 不符 · 报告为 138 个 · 报告中是另一个数；{source}\n" in text
    assert text.endswith("\n[^v3]: 未找到\n")


@settings(max_examples=80, deadline=None)
@given(st.text(st.sampled_from("储备138 个99%。\r\n*|[^v]✅#-<>&\u3000")))
def test_without_its_marks_markdown_is_the_draft_again(text: str) -> None:
    end = "\r\n" if "\r\n" in text else "\n"

    assert stripped(markdown_of(text), end=end) == text + end * 2


def test_footnotes_of_the_draft_keep_their_labels() -> None:
    text = markdown_of("储备 138 个[^v1]。\n\n[^v1]: 原有的注。")

    assert "138 个✅[^vv1][^v1]" in text and text.count("[^v1]:") == 1


def test_what_comes_from_a_report_is_no_markup() -> None:
    hostile = replace(CITATION, quote="<img src=x>\n[链](http://a) **粗**|")
    found = verification_of(DRAFT)

    text = markdown_of(DRAFT, Verification(found.claims, (hostile,)))

    assert r"\<img src=x\> \[链\](http://a) \*\*粗\*\*\|" in text and "<img" not in text.replace(r"\<img", "")


def test_read_back_through_the_front_door() -> None:
    copy, draft = annotated(document("".join(map(p, DRAFT.split("\n")))))

    assert read_draft_data(copy, name="a.docx").text.startswith(draft.text)
