"""Which of several bureaus' reports a question means."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.question import understand
from assistant.scope import find_scope
from index_fakes import make_document, make_goal

GOAL = make_goal(1, "低保发放", "1-6月发放低保金2.13亿元。")
AFFAIRS = replace(make_document("a", GOAL), organization="杭州市民政局")
SERVICE = replace(make_document("b", GOAL), organization="杭州市民政服务局")
URBAN = replace(make_document("c", GOAL), organization="杭州市城市管理局")
NOBODY = replace(make_document("d", GOAL), organization=None, title="简表")


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        pytest.param("杭州市民政局上半年发放低保金多少", "a", id="in full, not the longer name that holds it"),
        pytest.param("民政局发放低保金多少", "a", id="body in full"),
        pytest.param("民政服务局发放低保金多少", "b", id="the longer name"),
        pytest.param("城管局发放低保金多少", "c", id="abbreviated"),
        pytest.param("民政局、城管局和民政服务局三家分别是多少", "abc", id="several, in full and abbreviated"),
        pytest.param("发放低保金多少", "abcd", id="nobody named"),
    ],
)
def test_the_bureau_that_a_question_names(question: str, meant: str) -> None:
    scope = find_scope(understand(question), (AFFAIRS, SERVICE, URBAN, NOBODY))
    assert "".join(document.doc_id for document in scope.documents) == meant


@pytest.mark.parametrize("question", ["建成养老中心几家", "财政局发放低保金多少", "市政府定的目标是多少"])
def test_a_report_of_nobody_breaks_no_question(question: str) -> None:
    assert find_scope(understand(question), (NOBODY,)).query.subject.strip()
