"""Hostile files: read in a process of its own, refused in one line, and the next file is read all the same."""

from __future__ import annotations

import io
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

import report_writers as writers
from corpus import DocumentError, IsolatedReader, Limits, NoGoals, UnreadableDocument, read_document
from corpus.reports import sample_report


@pytest.fixture(scope="module")
def reader() -> IsolatedReader:
    with IsolatedReader(Limits(seconds=60, silent_seconds=30)) as isolated:
        yield isolated


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return buffer.getvalue()


def workbook(sheet: bytes) -> bytes:
    """The least that is a workbook, with that sheet."""
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>'.encode(),
            "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="a" Type="{relation}/officeDocument" '
            f'Target="xl/workbook.xml"/></Relationships>'.encode(),
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relation}"><sheets>'
            f'<sheet name="S" sheetId="1" r:id="a"/></sheets></workbook>'.encode(),
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="a" '
            f'Type="{relation}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'.encode(),
            "xl/worksheets/sheet1.xml": b'<worksheet xmlns="' + main.encode() + b'">' + sheet + b"</worksheet>",
        }
    )


def wide_sheet() -> bytes:
    cells = b"".join(b'<c r="%s1" t="inlineStr"><is><t>x</t></is></c>' % _letters(n) for n in range(1, 16_385))
    return workbook(b"<sheetData><row r='1'>" + cells + b"</row></sheetData>")


def endless_merges() -> bytes:
    merges = b"".join(b'<mergeCell ref="A%d:XFD1048576"/>' % n for n in range(1, 30_001))
    return workbook(b"<sheetData/><mergeCells>" + merges + b"</mergeCells>")


def _letters(column: int) -> bytes:
    name = b""
    while column:
        column, letter = divmod(column - 1, 26)
        name = bytes([65 + letter]) + name
    return name


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(
        b'<!ENTITY %c "&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;">' % ((98 + n,) + (97 + n,) * 10) for n in range(9)
    )
    + b"]><w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body><w:p><w:r><w:t>&j;"
    b"</w:t></w:r></w:p></w:body></w:document>"
)
WORD_TYPES = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Override PartName="/word/document.xml" '
    b'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
WORD_RELATIONS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    b'Target="word/document.xml"/></Relationships>'
)


def word(document: bytes) -> bytes:
    return zipped({"[Content_Types].xml": WORD_TYPES, "_rels/.rels": WORD_RELATIONS, "word/document.xml": document})


def looping_pdf() -> bytes:
    """Pages whose tree is its own child."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF"
    )


HOSTILE = {
    "zip bomb.docx": lambda: word(b"<w:document>" + b" " * 230_000_000),
    "entities.docx": lambda: word(LAUGHS),
    "nested.docx": lambda: word(
        b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body>"
        + b"<w:sdt><w:sdtContent>" * 60_000 + b"</w:sdtContent></w:sdt>" * 60_000 + b"</w:body></w:document>"
    ),
    "wide.xlsx": wide_sheet,
    "merges.xlsx": endless_merges,
    "looping.pdf": looping_pdf,
    "cut.pdf": lambda: b"%PDF-1.7\n1 0 obj\n<<",
    "nested.html": lambda: b"<div>" * 200_000,
    "nested tables.html": lambda: b"<table><tr><td>" * 20_000,
    "spans.html": lambda: b"<table><tr><td rowspan=999999 colspan=999999>x</td></tr>" + b"<tr><td>y</td></tr>" * 50,
    "nested.md": lambda: b">" * 100_000 + b"\n" + b"- " * 50_000,
    "picture.png": lambda: b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\x7f\xff\xff\xff\x7f\xff\xff\xff\x08\x02\0\0\0" + b"\0" * 64,
    "not a sheet.xls": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") + bytes(range(256)) * 16,
    "encrypted.docx": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"),
    "archive.docx": lambda: zipped({"readme.txt": b"x"}),
    "program.exe": lambda: b"MZ" + bytes(range(256)) * 40,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_one_line(reader: IsolatedReader, name: str) -> None:
    with pytest.raises(DocumentError) as caught:
        reader.read(HOSTILE[name](), path=Path(name))
    said = str(caught.value)
    assert name in said
    assert "\n" not in said
    assert not said.isascii()


def test_the_next_file_is_read_as_if_nothing_had_happened(reader: IsolatedReader) -> None:
    path = sample_report()
    with pytest.raises(DocumentError):
        reader.read(HOSTILE["nested.docx"](), path=Path("nested.docx"))
    assert reader.read(path.read_bytes(), path=path) == read_document(path)


def test_what_the_reader_finds_comes_back_with_its_choices_and_progress(tmp_path: Path) -> None:
    path = tmp_path / "报告.xlsx"
    writers.write_xlsx(writers.numbered(), path)
    told: list[str] = []
    with IsolatedReader() as reader:
        document = reader.read(
            path.read_bytes(), path=path, choices={"备注": ("attribute", "person")}, progress=told.append
        )
    assert document == read_document(path, choices={"备注": ("attribute", "person")})
    assert document.goals[1].text("attribute") == "分两批"


def test_a_file_without_goals_says_which_headers_it_has(reader: IsolatedReader) -> None:
    page = "<table><tr><td>姓名</td><td>单位</td><td>简介</td></tr><tr><td>甲</td><td>乙</td><td>丙丁戊己庚</td></tr></table>"
    with pytest.raises(NoGoals) as caught:
        reader.read(page.encode(), path=Path("x.html"))
    assert caught.value.headers == ("姓名", "单位", "简介")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits of memory for a process")
def test_memory_is_limited() -> None:
    with IsolatedReader(Limits(memory=400 * 1024**2)) as reader, pytest.raises(UnreadableDocument, match="已中止"):
        reader.read(b"\xe7\x9b\xae\t" * 12_000_000, path=Path("large.txt"))


def test_time_is_limited_and_the_process_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    writers.write_text(writers.plain(), path)
    with IsolatedReader(Limits(seconds=0.05)) as reader:
        started = time.monotonic()
        with pytest.raises(UnreadableDocument, match="用时过长"):
            reader.read(path.read_bytes(), path=path)
        assert time.monotonic() - started < 20
        assert reader._process is None


def worker_that(statement: str) -> subprocess.CompletedProcess[str]:
    """Run a statement under the rules of the reading process."""
    code = f"import sys; from corpus.worker import _forbid; sys.addaudithook(_forbid); {statement}"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize(
    "statement",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import urllib.request; urllib.request.urlopen('http://localhost:9/')",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
    ],
)
def test_the_reading_process_reaches_no_network_and_runs_nothing(statement: str) -> None:
    done = worker_that(statement)
    assert done.returncode == 1
    assert "PermissionError" in done.stderr
