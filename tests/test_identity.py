"""A report is known by its content and its heading: revisions replace, different reports never touch each other."""

from __future__ import annotations

from pathlib import Path

from corpus import Document, read_document
from index import Library
from index_fakes import FakeEmbedder

TABLE = "目标名称\t考核内容\t二季度完成进度\t1-6月累计完成进度\n救助工作\t救助不少于 {} 人。\t救助 3 人。\t累计救助 9 人。\n"


def report(folder: Path, title: str, *, target: int = 20, name: str = "report.txt") -> Document:
    path = folder / name
    path.write_text(f"{title}\n{TABLE.format(target)}", encoding="utf-8")
    return read_document(path)


def add(library: Library, document: Document) -> tuple[str, str]:
    adopted = library.adopt(document)
    return adopted.doc_id, library.add(adopted)


def test_headings_that_spell_alike_keep_their_reports_apart(tmp_path: Path) -> None:
    with Library.open(tmp_path / "data", embedder=FakeEmbedder()) as library:
        first = report(tmp_path, "2022年度青山市民政局职能目标完成情况表（2022年6月）")
        second = report(tmp_path, "2022年度青山市民宗局职能目标完成情况表（2022年6月）")
        assert first.doc_id == second.doc_id == "qingshan-mzj-2022-06"
        assert add(library, first) == ("qingshan-mzj-2022-06", "added")
        other, status = add(library, second)
        assert (other.startswith("qingshan-mzj-2022-06-"), status) == (True, "added")
        assert add(library, second) == (other, "unchanged")
        assert {d.organization for d in library.documents()} == {"青山市民政局", "青山市民宗局"}


def test_two_tables_of_one_bureau_stand_side_by_side(tmp_path: Path) -> None:
    with Library.open(tmp_path / "data", embedder=FakeEmbedder()) as library:
        for title in (
            "2022年度青山市民政局职能目标完成情况表（2022年6月）",
            "2022年度青山市民政局重点工作进展情况表（2022年6月）",
        ):
            add(library, report(tmp_path, title))
        assert len(library.documents()) == 2


def test_a_revision_replaces_the_report_whatever_its_file_is_called(tmp_path: Path) -> None:
    with Library.open(tmp_path / "data", embedder=FakeEmbedder()) as library:
        title = "2022年度青山市民政局职能目标完成情况表（2022年6月）"
        assert add(library, report(tmp_path, title))[1] == "added"
        assert add(library, report(tmp_path, title, name="copy.txt"))[1] == "unchanged"
        revised = report(tmp_path, title.replace("（2022年6月）", "（2022年6月，修订）"), target=25, name="new.txt")
        assert add(library, revised)[1] == "replaced"
        assert len(library.documents()) == 1


def test_files_of_one_name_never_touch_each_other(tmp_path: Path) -> None:
    with Library.open(tmp_path / "data", embedder=FakeEmbedder()) as library:
        for place in ("青山", "绿水"):
            add(library, report(tmp_path, f"2022年度{place}市民政局职能目标完成情况表（2022年6月）"))
        assert len(library.documents()) == 2
