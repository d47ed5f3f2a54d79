"""The tokeniser: domain words, figures as wholes, folding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import words


@pytest.mark.parametrize(
    ("text", "present", "absent"),
    [
        pytest.param("专项债够不够", ["专项", "项债"], ["专项债够不够"], id="glued question"),
        pytest.param("“三公”经费", ["三公", "经费"], ["“", "”"], id="quotes dropped"),
        pytest.param("支出877.82亿元", ["877.82", "877.82亿元", "亿元"], ["877", "82", "82亿元"], id="decimal whole"),
        pytest.param("支出 877.82 亿元", ["877.82", "877.82亿元"], ["877"], id="spaces between digits and Chinese"),
        pytest.param("占 78.5% 。", ["78.5", "78.5%"], ["78", "5%"], id="percent"),
        pytest.param("占 78.5 ％", ["78.5%"], ["78"], id="spaced full-width percent"),
        pytest.param("８７７．８２亿元", ["877.82亿元"], ["８７７"], id="full-width digits"),
        pytest.param("1,234,567.8 元", ["1234567.8", "1234567.8元"], ["234"], id="thousands separators"),
        pytest.param("248,64", ["248", "64"], ["24864"], id="comma that separates nothing"),
        pytest.param("1-6 月", ["1-6月"], ["6月", "1"], id="period"),
        pytest.param("1—6月", ["1-6月"], [], id="period with a dash"),
        pytest.param("不少于150个", ["150", "150个"], [], id="count"),
        pytest.param("支出的比例是多少", ["支出", "比例"], ["的", "是", "多少", "的比", "例是"], id="function words"),
        pytest.param("目的", ["目的"], [], id="a function character inside a word stays"),
        pytest.param("APP v2.0", ["app", "v", "2.0"], ["APP"], id="latin"),
        pytest.param("★ 大 财 政", ["大财", "财政"], ["★", "大"], id="spaced-out name"),
        pytest.param("一般公共预算支出", ["一般", "公共", "预算", "支出"], [], id="dictionary words"),
    ],
)
def test_words(text: str, present: list[str], absent: list[str]) -> None:
    found = words(text)
    assert [word for word in present if word not in found] == []
    assert [word for word in absent if word in found] == []


@pytest.mark.parametrize("text", ["", " \n\t", "。，“”", "\0\x01", "\ud800", "😀", "的了吗"], ids=ascii)
def test_no_words(text: str) -> None:
    assert words(text) == []


@given(st.text())
def test_any_text_has_plain_words(text: str) -> None:
    assert all(word and not any(c.isspace() or c in "\"'*()" for c in word) for word in words(text))
