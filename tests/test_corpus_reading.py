"""Reading documents: every cell exact, every fragment where it belongs, nothing lost without being said."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import question_set
from corpus import DocumentError, NoGoals, UnreadableDocument, read_document
from corpus.columns import column_of, map_headers, with_names
from corpus.formats import read_source
from corpus.reports import sample_report

HEADER = "目标名称\t考核内容及指标\t指标属性\t完成时限\t二季度完成进度\t1-6月累计完成进度\t完成率"
TITLE = "2023 年度临江市水利局综合考评职能目标完成情况表（2023 年 6 月）"


def write(folder: Path, *lines: str, name: str = "report.txt") -> Path:
    path = folder / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize("file", question_set.FILES)
def test_every_true_cell_is_read(file: str) -> None:
    document = read_document(question_set.path_of(file))
    cells = question_set.cells_of({file: document})
    wrong = []
    for true in question_set.load("cells"):
        if true["file"] == file:
            column = question_set.squeeze(true["label"]) if true["column"] == "other" else true["column"]
            read = cells.get((file, true["goal"], column))
            if read is None or question_set.squeeze(read) != question_set.squeeze(true["text"]):
                wrong.append((true["goal"], column, read))
    assert wrong == []
    assert document.report.dropped == ()


def test_the_sample_report_is_read_to_the_character() -> None:
    document = read_document(sample_report())
    cells = question_set.cells_of({"seed": document})
    true = {(c["file"], c["goal"], c["column"]): c["text"] for c in question_set.load("cells") if c["file"] == "seed"}
    assert cells == true
    assert (len(document.goals), document.cell_count) == (6, 42)
    assert (document.organization, document.year, document.period) == ("杭州市财政局", 2021, "1-6月")
    assert document.doc_id == "hangzhou-czj-2021-06"
    assert [g.name for g in document.goals if g.starred] == ["大财政体制机制改革"]
    assert document.notes == ("注：打“★”的目标涉及社会评价意见重点整改目标",)
    assert document.report.summary() == "16 行 → 6 项目标，跨页续接 4 行，丢弃 0 处"


@pytest.mark.parametrize("file", question_set.FILES)
def test_spans_point_at_what_they_say(file: str) -> None:
    document = read_document(question_set.path_of(file))
    for goal in document.goals:
        for cell in goal.cells:
            assert all(cell.text[f.start : f.end] == f.text for f in cell.figures)
            assert all(0 <= s.start < s.end <= len(cell.text) for s in cell.statements)
            assert all(a.end <= b.start for a, b in zip(cell.statements, cell.statements[1:], strict=False))
            covered = "".join(cell.text[p.start : p.end] for p in cell.pieces)
            assert question_set.squeeze(covered) == question_set.squeeze(cell.text)


def test_pieces_name_the_line_and_field_they_came_from(tmp_path: Path) -> None:
    path = write(
        tmp_path, TITLE, "", HEADER,
        "河道治\t整治河道 12 条。\t预期性\t2023 年 12 月\t完成 3\t累计完成 7 条。\t58%", "",
        "理\t\t\t\t条。\t\t",
    )  # fmt: skip
    goal = read_document(path).goals[0]
    assert goal.name == "河道治理"
    cell = goal.cell("quarter_progress")
    assert cell is not None
    assert cell.text == "完成 3条。"
    assert [(p.place.row, p.place.column) for p in cell.pieces] == [(4, 5), (6, 5)]


@pytest.mark.parametrize(
    ("continued", "expected"),
    [
        pytest.param("个。\t\t条\t20 处。", ("新建泵站 5个。", "开工 2条", "完成 20 处。"), id="lost columns"),
        pytest.param("\t个。\t\t\t条\t20 处。\t", ("新建泵站 5个。", "开工 2条", "完成 20 处。"), id="all columns"),
    ],
)
def test_a_row_that_lost_columns_is_put_back(tmp_path: Path, continued: str, expected: tuple[str, ...]) -> None:
    path = write(
        tmp_path, TITLE, HEADER, "泵站建设\t新建泵站 5\t预期性\t2023 年 12 月\t开工 2\t完成 \t40%", "", continued
    )
    goal = read_document(path).goals[0]
    read = tuple(question_set.squeeze(goal.text(c)) for c in ("criteria", "quarter_progress", "cumulative_progress"))
    assert read == tuple(map(question_set.squeeze, expected))


def test_headers_repeated_rules_and_sections_are_skipped_and_said(tmp_path: Path) -> None:
    row = "{}\t要求不少于 5 个。\t预期性\t2023 年 12 月\t完成 1 个。\t完成 4 个。\t80%"
    path = write(
        tmp_path, TITLE, HEADER, row.format("甲项工作"), "--\t--\t--\t--\t--\t--\t--", "", HEADER,
        "一、重点工程\t\t\t\t\t\t", row.format("乙项工作"), "注：本表数据截至 6 月底",
    )  # fmt: skip
    document = read_document(path)
    assert [g.name for g in document.goals] == ["甲项工作", "乙项工作"]
    assert [why for _, why in document.report.skipped] == ["分隔线", "重复的表头", "分节标题：一、重点工程"]
    assert document.notes == ("注：本表数据截至 6 月底",)


def test_what_fits_nowhere_is_reported(tmp_path: Path) -> None:
    path = write(tmp_path, TITLE, HEADER, "甲项工作\t要求。\t预期性\t2023 年 12 月\t完成。\t完成。\t80%\t多出来的一格")
    document = read_document(path)
    assert [(line, text) for line, _, text in document.report.dropped] == [("第 3 行", "多出来的一格")]


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("目标名称", "goal_name"), ("工作任务", "goal_name"), ("民生实事项目", "goal_name"), ("考核事项", "goal_name"),
        ("考核指标", "criteria"), ("年度目标", "criteria"), ("工作内容及目标", "criteria"), ("评分标准", "criteria"),
        ("指标性质", "attribute"), ("目标类型", "attribute"), ("完成时限(月)", "deadline"), ("时间节点", "deadline"),
        ("三季度完成进度", "quarter_progress"), ("本季度进展", "quarter_progress"), ("7-9月完成情况", "quarter_progress"),
        ("1-9 月累计完成进度", "cumulative_progress"), ("目前进展", "cumulative_progress"), ("前三季度完成情况", "cumulative_progress"),
        ("累计完成工作量 (%)", "completion_pct"), ("完成率", "completion_pct"), ("完成进度（％）", "completion_pct"),
        ("责任单位", "other"), ("序号", "other"), ("备注", "other"),
    ],
)  # fmt: skip
def test_headers_map_to_columns(header: str, column: str) -> None:
    assert column_of(header) == column


def test_a_header_no_rule_knows_names_the_goals_where_no_other_does() -> None:
    headers = ["序号", "攻坚行动", "主要内容", "进展情况"]
    mapped = [mapping.column for mapping in with_names(map_headers(headers))]
    assert mapped == ["other", "goal_name", "criteria", "cumulative_progress"]
    assert {mapping.column for mapping in map_headers(["联系人", "电话", "地址"])} == {"other"}


BAD_FILES = {
    "empty": (b"", UnreadableDocument, "空"),
    "blank": (b"\n \n", UnreadableDocument, "空"),
    "binary": (bytes(range(256)) * 40, UnreadableDocument, "不是文本"),
    "no table": ("关于召开会议的通知\n请准时参加。".encode(), NoGoals, "表头"),
    "header only": ((TITLE + "\n" + HEADER).encode(), NoGoals, "没有任何目标"),
    "too many fields": ((HEADER + "\n" + "x\t" * 5000).encode(), UnreadableDocument, "字段"),
}


@pytest.mark.parametrize(("content", "error", "says"), BAD_FILES.values(), ids=BAD_FILES)
def test_bad_files_are_refused_in_one_line(
    tmp_path: Path, content: bytes, error: type[DocumentError], says: str
) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(content)
    with pytest.raises(error) as caught:
        read_document(path)
    assert says in str(caught.value)
    assert "bad.txt" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_folder_unknown_format_and_huge_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="找不到"):
        read_document(tmp_path / "nowhere.txt")
    with pytest.raises(UnreadableDocument, match="文件夹"):
        read_document(tmp_path)
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04")
    with pytest.raises(UnreadableDocument, match=r"\.docx"):
        read_document(tmp_path / "a.docx")
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(51 * 1024 * 1024)
    with pytest.raises(UnreadableDocument, match="50 MB"):
        read_document(huge)


@pytest.mark.parametrize("name", ["report.txt", "report.docx", "report"])
@pytest.mark.parametrize("data", [b"", b"\n \n", bytes(64)], ids=["none", "blank", "zeros"])
def test_bytes_without_a_file_are_refused_as_empty_too(data: bytes, name: str) -> None:
    with pytest.raises(UnreadableDocument, match=f"^{name}：文件是空的。"):
        read_source(data, path=Path(name))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_special_files_are_refused_and_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    for path in (Path(os.devnull), tmp_path / "pipe.txt"):
        with pytest.raises(UnreadableDocument, match=f"^{path}：不是普通文件"):
            read_document(path)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("~$进展.docx", "是 Word 的临时文件（文档正打开着）；请导入原文件"),
        ("~$进展.doc", "是 Word 的临时文件"),
        ("~$进展.xlsx", "是 Excel 的临时文件"),
        ("~$进展.pdf", "内容不是 .pdf 文件"),
        ("进展.docx", "内容不是 .docx 文件"),
    ],
)
def test_what_an_open_document_leaves_is_named(name: str, says: str) -> None:
    with pytest.raises(UnreadableDocument, match=re.escape(says)) as caught:
        read_source(b"\x05admin" + b" " * 48 + b"\x05\0a\0d\0m\0i\0n" + b" \0" * 40, path=Path(name))
    assert name in str(caught.value)


@pytest.mark.parametrize(("name", "separator"), [("report.csv", ","), ("report.tsv", "\t")], ids=["commas", "tabs"])
def test_a_quoted_field_may_be_long(tmp_path: Path, name: str, separator: str) -> None:
    long = "建成水闸 3 座。\n" * 20_000
    cells = ["甲项工作", "要求。", "预期性", "2023 年 12 月", "完成。", f'"{long}"', "80%"]
    path = write(tmp_path, HEADER.replace("\t", separator), separator.join(cells), name=name)
    assert read_document(path).goals[0].text("cumulative_progress") == long.strip()


@pytest.mark.parametrize("row", ['甲,"没有结束', '甲,"结束"之后'], ids=["open quote", "text after a quote"])
def test_a_broken_csv_is_told_in_chinese(tmp_path: Path, row: str) -> None:
    path = write(tmp_path, HEADER.replace("\t", ","), row, name="broken.csv")
    with pytest.raises(UnreadableDocument) as caught:
        read_document(path)
    assert str(caught.value) == f"{path} 第 2 行：不是完整的 CSV（引号不成对，或引号后还有文字）。请重新导出。"


def test_gb18030_text_reads_like_utf8(tmp_path: Path) -> None:
    text = sample_report().read_text(encoding="utf-8")
    path = tmp_path / "gb.txt"
    path.write_bytes(text.encode("gb18030"))
    assert read_document(path).goals == read_document(sample_report()).goals


WORDS = st.sampled_from(
    "推进河道整治 完善泵站设施 建设安全饮水工程 落实资金保障 开展专项检查 提升群众满意度 强化日常巡查".split()
)


@st.composite
def sentence_lists(draw: st.DrawFn) -> str:
    """A cell of numbered items, each a sentence."""
    items = draw(st.lists(WORDS, min_size=2, max_size=4))
    return "\n".join(f"{i}. {words}，完成 {10 + i} 处任务。" for i, words in enumerate(items, start=1))


@given(
    cells=st.tuples(sentence_lists(), sentence_lists(), sentence_lists()),
    shares=st.tuples(st.floats(0.15, 0.85), st.floats(0.15, 0.85), st.floats(0.15, 0.85)),
    lost=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_a_row_cut_anywhere_is_joined_again(
    tmp_path_factory: pytest.TempPathFactory,
    cells: tuple[str, str, str],
    shares: tuple[float, float, float],
    lost: bool,
) -> None:
    """Cut each long cell of a row at any character, lose the empty columns or keep them: the cells come back."""
    halves = []
    for text, share in zip(cells, shares, strict=True):
        at = int(len(text) * share)
        while text[at - 1].isspace() or text[at].isspace() or text[at].isdigit() or text[at] == ".":
            at -= 1
        halves.append((text[:at], text[at:]))

    def mark(text: str) -> str:
        return "".join(f"<p>{line}</p>" for line in text.split("\n"))

    first = ["水利工作", mark(halves[0][0]), "预期性", "2023 年 12 月", mark(halves[1][0]), mark(halves[2][0]), "50%"]
    second = [mark(half[1]) for half in halves]
    rest = [second[0], "", second[1], second[2], ""] if lost else ["", second[0], "", "", second[1], second[2], ""]
    path = write(tmp_path_factory.mktemp("cut"), TITLE, HEADER, "\t".join(first), "", "\t".join(rest))
    goal = read_document(path).goals[0]
    read = [goal.text(c) for c in ("criteria", "quarter_progress", "cumulative_progress")]
    assert [question_set.squeeze(text) for text in read] == [question_set.squeeze(text) for text in cells]
