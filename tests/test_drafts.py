"""Drafts of every format: their text to the character, and one clear line for what can't be checked."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document

from corpus import UnreadableDocument
from corpus.drafts import Draft, read_draft, read_draft_data, read_stream
from corpus.files import MAX_BYTES
from corpus.readers.draft_docx import read_draft_docx
from docx_samples import document, field, numbered, p, r, rewritten, tbl, tc, tr
from growth import best_seconds

SENTENCE = "全市共实施 12 个项目，完成投资 3.5 亿元。"
BOX = (
    "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx></w:drawing>"
    "</mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)


def read(body: str) -> Draft:
    return read_draft_docx(document(body), name="稿.docx")


# text and Markdown


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (SENTENCE.encode(), SENTENCE),
        (b"\xef\xbb\xbf" + SENTENCE.encode(), SENTENCE),
        (SENTENCE.encode("gb18030"), SENTENCE),
        (SENTENCE.encode("utf-16"), SENTENCE),
        ("一行 3 个\r\n\r\n 二行\t5 项 \r\n".encode(), "一行 3 个\r\n\r\n 二行\t5 项 \r\n"),
        ("<b>3 个</b>&nbsp;".encode(), "<b>3 个</b>&nbsp;"),
    ],
    ids=["utf-8", "byte order mark", "gb18030", "utf-16", "line ends", "mark-up"],
)
def test_the_text_is_the_files_own(data: bytes, text: str, tmp_path: Path) -> None:
    (tmp_path / "稿.txt").write_bytes(data)

    assert read_draft(tmp_path / "稿.txt") == Draft(text, "text", str(tmp_path / "稿.txt"))


@pytest.mark.parametrize(
    ("name", "kind"),
    [("稿.md", "markdown"), ("稿.MARKDOWN", "markdown"), ("稿.txt", "text"), ("稿", "text"), ("稿.log", "text")],
)
def test_a_text_is_told_by_its_name(name: str, kind: str) -> None:
    draft = read_draft_data(f"# 标题\n\n**{SENTENCE}**".encode(), name=name)

    assert (draft.format, draft.text) == (kind, f"# 标题\n\n**{SENTENCE}**")


def test_a_word_file_is_told_by_its_content() -> None:
    draft = read_draft_data(document(p(SENTENCE)), name="标准输入")

    assert draft == Draft(SENTENCE, "docx", "标准输入")


# Word


def test_paragraphs_come_in_reading_order() -> None:
    nested = tbl(tr(tc("里 5 项")))
    body = p("第一段") + tbl(tr("甲", tc("乙一", "乙二")), tr(tc(p("丙"), nested, p("丁")))) + p("") + p("末段")

    assert read(body).text == "第一段\n甲\t乙一\n乙二\n丙\n里 5 项\n丁\n\n末段"


def test_the_text_is_that_of_the_paragraphs_as_python_docx_reads_them() -> None:
    made = Document()
    made.add_paragraph(f"  {SENTENCE} ").add_run("\t粗体\n换行").bold = True
    made.add_paragraph("")
    made.add_heading("二、下一步 2.5%", level=2)
    saved = io.BytesIO()
    made.save(saved)

    assert read_draft_docx(saved.getvalue(), name="a").text == "\n".join(found.text for found in made.paragraphs)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (p(r("3"), r(".5"), r(" 亿元")), "3.5 亿元"),
        (p(f"<w:ins>{r('新 6 个')}</w:ins>", "<w:del><w:r><w:delText>旧 5 个</w:delText></w:r></w:del>"), "新 6 个"),
        (p("共", '<w:hyperlink r:id="x">' + r("7 项") + "</w:hyperlink>"), "共7 项"),
        (p("共", field("REF a", r("8 项"))), "共8 项"),
        (p("见", f"<w:sdt><w:sdtContent>{r('9 项')}</w:sdtContent></w:sdt>"), "见9 项"),
        (
            p(
                "见",
                f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('点此输入')}</w:sdtContent></w:sdt>",
            ),
            "见",
        ),
        (p("露", r("藏 3 个", "<w:vanish/>")), "露"),
        (p("甲 1", "<w:r><w:noBreakHyphen/><w:t>6 月</w:t><w:br/><w:t>乙</w:t></w:r>"), "甲 1-6 月\n乙"),
        (p("前", BOX.format(p("框内 4 个")), "后") + p("下"), "前后\n框内 4 个\n下"),
        (numbered("第一项 3 个"), "第一项 3 个"),
        (p("前段", properties="<w:rPr><w:del/></w:rPr>") + p("后段"), "前段后段"),
        (p("<w:r><w:ruby><w:rt>" + r("zhu") + "</w:rt><w:rubyBase>" + r("注") + "</w:rubyBase></w:ruby></w:r>"), "注"),
    ],
    ids=[
        "split runs",
        "tracked changes",
        "link",
        "field",
        "content control",
        "empty content control",
        "hidden",
        "characters",
        "text box",
        "automatic number",
        "deleted paragraph end",
        "ruby",
    ],
)
def test_what_word_shows_is_read(body: str, text: str) -> None:
    assert read(body).text == text


def test_what_is_left_out_is_counted() -> None:
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    picture = "<w:r><w:drawing><pic:pic/></w:drawing></w:r>"
    body = p("见注", note, note, picture, "<m:oMath><m:r><m:t>3/4</m:t></m:r></m:oMath>")

    draft = read_draft_data(document(body), name="稿.docx")

    assert draft.text == "见注"
    assert draft.left_out == ("脚注 2 条", "图片 1 张", "公式 1 个")


# what can't be checked


def deep(levels: int) -> bytes:
    body = p("芯 1 个")
    for _ in range(levels):
        body = tbl(tr(tc(body, p(""))))
    return document(body)


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * (300 * 2**20))
    return made.getvalue()


def xlsx() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("xl/workbook.xml", b"<workbook/>")
    return made.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("空.txt", b"", "文件是空的"),
        ("空白.txt", b" \r\n\t\n", "文件是空的"),
        ("全角空白.txt", "　　\n".encode(), "没有可核对的文字"),
        ("字节.txt", bytes(range(256)) * 64, "不是文本文件"),
        ("不是.docx", "只是文字 3 个".encode(), "内容不是 .docx 文件"),
        ("坏.docx", b"PK\x03\x04" + b"x" * 400, "文件已损坏"),
        ("截断.docx", document(p(SENTENCE))[:-300], "文件已损坏"),
        ("压缩包.docx", rewritten(xlsx(), lambda _, content: b"", parts={"a.txt": b"1"}), "不是 Word 或 Excel"),
        ("旧.doc", OLE + "WordDocument".encode("utf-16-le"), "是“旧版 Word 文档”，不能直接核对；请用 Word 打开并另存为 .docx"),
        ("加密.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "密码保护"),
        ("表.xlsx", xlsx(), "是“Excel 工作簿”，不能直接核对"),
        ("装成.docx", xlsx(), "是“Excel 工作簿”，不能直接核对"),
        ("版式.pdf", b"%PDF-1.7\n", "是“PDF”，不能直接核对"),
        ("扫描.png", b"\x89PNG\r\n\x1a\n", "是“图片”，不能直接核对"),
        ("富文本.rtf", b"{\\rtf1 3}", "是“旧版 Word 文档”，不能直接核对"),
        ("网页.html", b"<!doctype html><html><body>3</body></html>", "是“网页”，不能直接核对"),
        ("无字.docx", document(p("") + p(" ")), "没有可核对的文字"),
        ("嵌套.docx", deep(100), "嵌套过深"),
        ("炸弹.docx", bomb(), "大小异常"),
        ("实体.docx", document(p("a"), replace=lambda n, c: b'<!DOCTYPE w [<!ENTITY e "x">]>' + c if n.endswith("document.xml") else c), "DTD"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value and len(value) < 12 else "",
)  # fmt: skip
def test_what_cannot_be_checked_is_one_line(name: str, data: bytes, said: str) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read_draft_data(data, name=name)

    line = str(refused.value)
    assert said in line and line.startswith(name) and "\n" not in line


def test_fifty_megabytes_of_digits_are_refused(tmp_path: Path) -> None:
    (tmp_path / "数.txt").write_bytes(b"7" * (50 * 2**20))
    with pytest.raises(UnreadableDocument, match="有 5242 万字，超过 200 万字的上限。请拆分后再核对。"):
        read_draft(tmp_path / "数.txt")


def test_a_word_file_may_not_be_longer_either() -> None:
    data = document(p(r("7" * 2_000_001)))

    with pytest.raises(UnreadableDocument, match="超过 200 万字的上限"):
        read_draft_data(data, name="数.docx")


def test_a_stream_is_read_no_further_than_a_file_may_be_long() -> None:
    endless = io.BytesIO(b"7" * (MAX_BYTES + 5))

    with pytest.raises(UnreadableDocument, match="标准输入：超过 50 MB 上限"):
        read_stream(endless)
    assert endless.tell() == MAX_BYTES + 1


def test_nested_tables_within_reason_are_read() -> None:
    assert read_draft_docx(deep(60), name="a").text.startswith("芯 1 个")


def test_a_draft_without_any_figure_is_a_draft() -> None:
    assert read_draft_data("一切顺利。".encode(), name="稿.txt").text == "一切顺利。"


def test_a_paragraph_of_very_many_runs_is_read_in_linear_time() -> None:
    data = document(
        "<w:p>" + r("3 个") * 30_000 + "</w:p>"
    )  # without properties, which a walk might look for again and again

    assert len(read_draft_docx(data, name="a").text) == 90_000
    assert best_seconds(lambda: read_draft_docx(data, name="a")) < 10
