"""Characters of the right sound in the wrong place, and traditional ones."""

from __future__ import annotations

import pytest

from assistant.question import understand
from assistant.spelling import corrections
from corpus import simplified
from index_fakes import make_document, make_goal

DOCUMENT = make_document(
    "d", make_goal(1, "治理", "共追发农民工工资 320 万元。", "优良天数比例 91%。", "受理工单 5 件。")
)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("追发工姿多少", {"工姿": "工资"}),
        ("优凉天数比例", {"优凉": "优良"}),
        ("受理公单几件", {"理公": "理工"}),
        ("追发工资多少", {}),
        ("养猪多少头", {}),  # not in the report, and nothing there sounds like it
        ("多少钱", {}),
    ],
)
def test_a_character_is_mended_where_only_another_of_its_sound_is_known(
    question: str, expected: dict[str, str]
) -> None:
    assert dict(corrections(question, [DOCUMENT])) == expected


def test_what_is_short_for_something_is_no_error() -> None:
    assert corrections("公租多少套", [make_document("d", make_goal(1, "住房", "公共租赁住房 5 套。"))]) == ()


def test_two_ways_to_mend_are_no_way() -> None:
    assert corrections("办公式", [make_document("d", make_goal(1, "房屋", "办公室三间，办公事二件。"))]) == ()


@pytest.mark.parametrize(
    ("traditional", "expected"),
    [("專項債夠150個了嗎", "专项债够150个了吗"), ("三公经费", "三公经费"), ("How many?", "How many?")],
)
def test_traditional_characters_are_understood(traditional: str, expected: str) -> None:
    assert simplified(traditional) == expected
    assert understand(traditional).text == expected
