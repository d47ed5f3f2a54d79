"""Word tables printed to PDF by LibreOffice, as offices do: the same goals come back, whatever the pages cut."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

import report_writers as writers
from corpus import IsolatedReader, read_document
from question_set import squeeze

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")


def converted(path: Path, *, to: str) -> Path:
    """The file in another format, beside it."""
    assert OFFICE is not None
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    command = [OFFICE, profile, "--headless", "--convert-to", to, "--outdir", str(path.parent), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return path.with_suffix(f".{to}")


def write_portrait(layout: writers.Layout, path: Path) -> None:
    """A Word table on narrow pages, its header repeated, rows free to break over pages."""
    import docx
    from docx.oxml import OxmlElement
    from docx.shared import Pt

    writers.write_docx(layout, path)
    document = docx.Document(str(path))
    for table in document.tables:
        properties = table.rows[0]._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:tblHeader"))
        for row in table.rows:
            for cell in row.cells:
                for paragraph in cell.paragraphs:
                    for run in paragraph.runs:
                        run.font.size = Pt(14)
    document.save(str(path))


@pytest.mark.parametrize("layout", ["plain", "merged rows", "two-row header", "numbered"])
def test_word_printed_to_pdf(tmp_path: Path, layout: str) -> None:
    made = writers.LAYOUTS[layout]()
    word = tmp_path / "report.docx"
    write_portrait(made, word)
    document = read_document(converted(word, to="pdf"))
    names = [goal.cells["goal_name"].lstrip("★") for goal in writers.GOALS]
    assert [goal.name for goal in document.goals] == names
    for goal, known in zip(document.goals, writers.GOALS, strict=True):
        true = {column: squeeze(text) for column, text in known.truth.items() if column != "goal_name"}
        assert {column: squeeze(goal.text(column)) for column in true} == true
    assert document.report.dropped == ()
    pages = {piece.place.page for goal in document.goals for cell in goal.cells for piece in cell.pieces}
    assert len(pages) > 1


def test_old_word_is_read_through_libreoffice(tmp_path: Path) -> None:
    word = tmp_path / "report.docx"
    writers.write_docx(writers.plain(), word)
    true = read_document(word)
    old = read_document(converted(word, to="doc"))
    assert [replace(goal, cells=()) for goal in old.goals] == [replace(goal, cells=()) for goal in true.goals]
    assert [[cell.text for cell in goal.cells] for goal in old.goals] == [
        [cell.text for cell in goal.cells] for goal in true.goals
    ]


def test_old_word_is_read_in_the_reading_process_too(tmp_path: Path) -> None:
    word = tmp_path / "report.docx"
    writers.write_docx(writers.plain(), word)
    old = converted(word, to="doc")
    with IsolatedReader() as reader:
        document = reader.read(old.read_bytes(), path=old)
    assert len(document.goals) == len(writers.GOALS)
