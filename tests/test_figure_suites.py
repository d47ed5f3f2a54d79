"""The bench over others' number suites: what is judged, what is left out and why, and a file that isn't there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import figure_suites
from bench.figure_cases import Case, passes, reason_of


def entity(text: str, value: str, unit: str = "") -> dict[str, object]:
    return {"Text": text, "Start": 0, "Resolution": {"value": value, "unit": unit}}


CASES = {
    "percent": (Case("recognizers", "percent", "升了12％", [entity("12%", "12%")], ""), True, None),
    "wrong percent": (Case("recognizers", "percent", "升了12％", [entity("12%", "13%")], ""), False, None),
    "money": (Case("recognizers", "money", "付九美元", [entity("九美元", "9", "United States dollar")], ""), True, None),
    "discount": (Case("recognizers", "percent", "打三折", [entity("三折", "30%")], "discount-折/成"), False, "折扣"),
    "traditional": (Case("recognizers", "percent", "八個百分點", [entity("八個百分點", "8%")], "traditional"), False, "繁体"),
    "power": (Case("recognizers", "number", "3^4", [entity("3^4", "81")], ""), False, "数学记法"),
    "bare number": (Case("recognizers", "number", "二百三", [entity("二百三", "230")], ""), True, None),
    "bound": (Case("recognizers", "bound/range", "大于30", [entity("大于30", "(30,)")], ""), True, None),
    "wrong bound": (Case("recognizers", "bound/range", "大于30", [entity("大于30", "(,30)")], ""), False, None),
    "open money": (Case("jionlp", "money", "二十多元", {"num": ["20.00", "30.00"], "case": "元"}, ""), True, None),
    "other currency": (Case("jionlp", "money", "20港币", {"num": "20.00", "case": "元"}, ""), False, None),
    "months": (
        Case("jionlp", "period", "今年前四个月", {"base": {"year": 2020}, "expected": [{"time": ["2020-01-01", "2020-04-30"]}]}, ""),
        True,
        None,
    ),
    "numeral": (Case("cn2an", "number", "二百零六", 206, ""), True, None),
    "spelling": (Case("wetext", "itn_number", "三千零六", "3006", ""), True, None),
    "wrong spelling": (Case("wetext", "itn_number", "三千零六", "3060", ""), False, None),
}  # fmt: skip


@pytest.mark.parametrize(("case", "passed", "reason"), CASES.values(), ids=CASES)
def test_a_case_is_judged_and_left_out_for_what_it_says(case: Case, passed: bool, reason: str | None) -> None:
    assert passes(case) is passed
    assert (reason_of(case) or "").startswith(reason or "") and (reason is None) == (reason_of(case) is None)


def test_the_tables_count_all_cases_and_those_in_scope(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = [CASES[name][0] for name in ("numeral", "percent", "wrong percent", "discount")]
    lines = [
        {"suite": c.suite, "category": c.category, "input": c.text, "expected": c.expected, "note": c.note}
        for c in cases
    ]
    file = tmp_path / "cases.jsonl"
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")

    figure_suites.run(file)

    shown = capsys.readouterr().out
    assert "| recognizers percent | 1/3（33 %） | 1/2（50 %） |" in shown
    assert "| 合计 | 2/4（50 %） | 2/3（67 %） |" in shown
    assert "| 折扣：打折不是完成率 | 1 | 0 |" in shown


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    figure_suites.run(tmp_path / "none.jsonl")
    assert len(capsys.readouterr().out.strip().splitlines()) == 1
