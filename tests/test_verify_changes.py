"""Changes to a checked draft: what was typed, what a report says instead, and both as tracked changes of a Word file."""

from __future__ import annotations

import io
import zipfile
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.verification import ClaimFigure
from checked_samples import verification_of
from corpus import UnreadableDocument
from corpus.drafts import Draft, Replacement, changed_docx, replaced
from corpus.readers.draft_docx import read_draft_docx
from docx_samples import MAIN, document, p, r, tbl, tr
from test_drafts import BOX
from ui.annotated_docx import annotated_docx
from ui.annotated_markdown import annotated_markdown
from ui.verify_changes import (
    MOST_EDITS,
    Change,
    Edit,
    as_in,
    changed_text,
    edits_between,
    positions,
    with_edit,
    with_edits,
    within_lines,
)
from ui.verify_corrections import correction_of

TEXTS = st.text(st.sampled_from("甲乙1 2.\n丙"), max_size=16)


def made(text: str, edits: list[Edit]) -> str:
    return replaced(text, [Replacement(edit.start, edit.end, edit.text) for edit in edits])


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.lists(TEXTS, max_size=4))
def test_whatever_is_typed_one_after_the_other_is_the_text(source: str, typed: list[str]) -> None:
    changes: list[Change] = []
    for text in typed:
        edits = edits_between(changed_text(source, changes), text)
        changes = with_edits(changes, edits, source=source)
        assert changed_text(source, changes) == text
        spans = positions(changes)
        assert [text[start:end] for start, end in spans] == [change.text for change in changes]
        assert all(before.end <= after.start for before, after in pairwise(changes))


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS)
def test_within_lines_no_line_end_goes(old: str, new: str) -> None:
    edits = within_lines(edits_between(old, new), text=old)

    assert all("\n" not in old[edit.start : edit.end] for edit in edits)
    if old.count("\n") == new.count("\n") == 0:
        assert made(old, edits) == new


def test_each_change_can_be_undone_by_itself() -> None:
    source = "甲 1 个，乙 2 个。"
    changes = with_edit([], Edit(2, 3, "10"), source=source, by="report")
    changes = with_edit(changes, Edit(9, 10, "20"), source=source, by="person")

    assert changed_text(source, changes) == "甲 10 个，乙 20 个。"
    assert changed_text(source, changes[1:]) == "甲 1 个，乙 20 个。"
    assert with_edit(changes[:1], Edit(2, 4, "1"), source=source, by="person") == []  # typed back


def test_words_are_changed_and_not_single_characters() -> None:
    edits = edits_between("支出999.99亿元，占77.7%。\n好", "支出877.82亿元，占78.7%。\n很好")

    assert [edit.text for edit in edits] == ["877.82", "78.7", "很"]
    assert len(edits_between("甲乙丙丁 " * 400, "甲丁 " * 400)) <= MOST_EDITS


@pytest.mark.parametrize(
    ("text", "like", "wanted"),
    [("甲\n乙", "丙\r\n丁", "甲\r\n乙"), ("甲\n乙", "丙\n丁", "甲\n乙"), ("甲\n乙", "丙\r\n丁\n", "甲\n乙")],
    ids=["windows", "unix", "mixed"],
)
def test_line_ends_are_those_of_the_draft(text: str, like: str, wanted: str) -> None:
    assert as_in(text, like=like) == wanted


CORRECTIONS = [
    ("共支出999.99亿元。", "999.99亿元", "877.82 亿元", "value", "共支出877.82亿元。"),
    ("共支出 999.99 亿元。", "999.99 亿元", "877.82亿元", "value", "共支出 877.82 亿元。"),
    ("运量8975万吨", "8975万吨", "1.26亿吨", "value", "运量12600万吨"),
    ("运量1.26亿吨", "1.26亿吨", "8974 万吨", "value", "运量8974万吨"),
    ("共1268.5亿元", "1268.5亿元", "1268.5 万元", "unit", "共1268.5万元"),
    ("新增1,746张", "1,746张", "1800 张", "value", "新增1,800张"),
    ("新增1746张", "1746张", "1,800 张", "value", "新增1800张"),
    ("支出３．３亿元", "３．３亿元", "3.4 亿元", "value", "支出３．４亿元"),
    ("支出八百亿元", "八百亿元", "877.82 亿元", "value", "支出877.82亿元"),
    ("不少于160个", "不少于160个", "不少于 150 个", "value", "不少于150个"),
    ("| 4.98 |", "4.98", "4.89 亿元", "value", "| 4.89 |"),
    ("比上年减少64%", "64%", "同比增长 64%", "direction", "比上年增长64%"),
    ("较年初增加1260人", "1260人", "减少 1260 人", "direction", "较年初减少1260人"),
    ("同比增长 4.5%", "4.5%", "同比增长 4.3%", "value", "同比增长 4.3%"),
    ("截至 12 月 64%", "64%", "同比增长 64%", "direction", None),
    ("达到不少于150个的目标", "不少于150个", "138 个", "attainment", None),
    ("支出877.82亿元", "877.82亿元", None, "period", None),
    ("支出877.82亿元", "877.82亿元", "877.82 亿元", "metric", None),
    ("支出<b>9亿元", "9亿元", "见附件", "value", None),
]


@pytest.mark.parametrize(
    ("text", "own", "said", "reason", "wanted"), CORRECTIONS, ids=[f"{c[1]} {c[2]}" for c in CORRECTIONS]
)
def test_a_correction_is_written_as_the_draft_writes(
    text: str, own: str, said: str | None, reason: Any, wanted: str | None
) -> None:
    start = text.index(own)
    figure = ClaimFigure(own, start, start + len(own), "contradicted", said, 1, reason)
    correction = correction_of(figure, text=text)

    assert (made(text, [correction]) if correction else None) == wanted


def test_what_holds_is_not_corrected() -> None:
    assert correction_of(ClaimFigure("1 个", 0, 3, "supported", "2 个"), text="1 个") is None


# Word files


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name)


def rejected(data: bytes) -> str:
    """The text once all tracked changes are rejected: without what is in `w:ins`, with what is in `w:del`."""
    from lxml import etree

    root = etree.fromstring(part(data, MAIN))
    for inserted in root.findall(".//{*}ins"):
        inserted.getparent().remove(inserted)
    for paragraph in root.iter("{*}p"):
        for element in paragraph.iter("{*}delText"):
            element.tag = element.tag.replace("delText", "t")
    for deleted in root.findall(".//{*}del"):
        for run in list(deleted):
            deleted.addprevious(run)
        deleted.getparent().remove(deleted)
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, etree.tostring(root) if name == MAIN else old.read(name))
    return read_draft_docx(changed.getvalue(), name="a").text


RUNS = st.lists(
    st.tuples(st.text(st.sampled_from("甲乙1 .\t"), max_size=5), st.sampled_from(["", "<w:b/>"])), max_size=4
)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(RUNS, min_size=1, max_size=3),
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 4), st.text("丙2\n", max_size=3)), max_size=3),
)
def test_tracked_changes_can_be_accepted_and_rejected(
    paragraphs: list[Any], wanted: list[tuple[int, int, str]]
) -> None:
    data = document("".join(p(*(r(*run) for run in runs)) for runs in paragraphs) + p("尾"))
    text = read_draft_docx(data, name="a").text
    replacements: list[Replacement] = []
    for start, length, new in sorted(wanted):
        end = start + length
        is_free = not replacements or replacements[-1].end < start
        if is_free and end <= len(text) and "\n" not in text[start:end] and text[start:end] != new:
            replacements.append(Replacement(start, end, new))
    try:
        changed = changed_docx(data, replacements=replacements, source="a")
    except UnreadableDocument:  # there is no run to put it into
        assert any(r.start == r.end for r in replacements)
        return

    if replaced(text, replacements).strip():  # else there is nothing to read
        assert read_draft_docx(changed, name="a").text == replaced(text, replacements)
    assert rejected(changed) == text


def test_what_is_new_has_the_formatting_of_what_goes_and_an_author() -> None:
    data = document(p(r("储备 ", "<w:i/>"), r("188", "<w:b/>"), r(" 个")))
    xml = part(changed_docx(data, replacements=[Replacement(3, 6, "138")], source="a"), MAIN).decode()

    assert (
        '<w:del w:id="0" w:author="考评"><w:r><w:rPr><w:b/></w:rPr><w:delText xml:space="preserve">188</w:delText></w:r></w:del>'
        in xml
    )
    assert (
        '<w:ins w:id="1" w:author="考评"><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">138</w:t></w:r></w:ins>'
        in xml
    )


def test_every_other_part_stays_to_the_byte() -> None:
    data = document(p("储备 188 个。"), parts={"word/media/图.png": b"\x89PNG" + bytes(range(256))})
    changed = changed_docx(data, replacements=[Replacement(3, 6, "138")], source="a")

    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(changed)) as new:
        assert old.namelist() == new.namelist()
        assert [name for name in old.namelist() if old.read(name) != new.read(name)] == [MAIN]


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (tbl(tr("储备", "188 个")), "储备\t138 个"),
        (p("前", BOX.format(p("框内 188 个")), "后"), "前后\n框内 138 个"),
        (p("共", f'<w:ins w:id="9" w:author="甲">{r("188 个")}</w:ins>'), "共138 个"),
    ],
    ids=["table", "text box", "insertion of somebody's"],
)
def test_a_figure_is_changed_wherever_it_stands(body: str, wanted: str) -> None:
    data = document(body)
    start = read_draft_docx(data, name="a").text.index("188")
    changed = changed_docx(data, replacements=[Replacement(start, start + 3, "138")], source="a")

    assert read_draft_docx(changed, name="a").text == wanted


@pytest.mark.parametrize("body", [p("甲") + p("乙"), tbl(tr("甲", "乙"))], ids=["paragraphs", "cells"])
def test_what_lies_across_paragraphs_is_refused_in_one_line(body: str) -> None:
    with pytest.raises(UnreadableDocument, match=r"^稿\.docx：有一处修改跨段落") as error:
        changed_docx(document(body), replacements=[Replacement(0, 3, "丙")], source="稿.docx")
    assert "\n" not in str(error.value)


def test_an_annotated_copy_has_marks_and_tracked_changes() -> None:
    data = document(p("储备 188 个，99 个。"))
    changed = changed_docx(data, replacements=[Replacement(3, 6, "138")], source="a")
    draft = read_draft_docx(changed, name="稿.docx")
    copy = annotated_docx(draft, verification_of(draft.text), original=changed, changes=[("188", "138")])
    xml, text = part(copy, MAIN).decode(), read_draft_docx(copy, name="a").text

    assert "<w:delText" in xml and "w:commentReference" in xml and text.startswith("储备 138 个，99 个。\n")
    assert "已作 1 处修改" in text and "188 → 138" in text


def test_annotated_markdown_lists_the_changes() -> None:
    text = annotated_markdown(
        Draft("138 个", "text", "a"), verification_of("138 个"), changes=[("*188* 个", "138 个"), ("旧", "")]
    )

    assert "已作 2 处修改：\n\n- \\*188\\* 个 → 138 个\n- 旧 → （无）\n" in text
