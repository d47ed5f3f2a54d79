"""A set of questions: read strictly, judged requirement by requirement, summed up, held against its floor."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant import Answer, AnswerFigure, Turn
from assistant.evaluation import Opened, evaluate, read_floor, read_question_set
from assistant.evaluation.judging import REQUIREMENTS, Truth, is_close, judge, precision_of
from assistant.evaluation.questions import TYPES
from assistant.evaluation.running import WARM_UP
from corpus import KaopingError, QuestionError
from evaluation_sets import ASKED, FILE, REFUSED, report, right_answer, write_lines, write_set

TRUTH = Truth({FILE: report()})
NONE = Answer("", "not_found", "未找到。")


def read_one(folder: Path, **changes: Any) -> Any:
    """The only question of a set: `ASKED` with other fields."""
    return read_question_set(write_set(folder, ASKED | changes)).questions[0]


# reading


def test_a_question_is_read_with_everything_that_it_asks_for(tmp_path: Path) -> None:
    question = read_one(
        tmp_path,
        id=7,
        history=[{"question": "前一问", "answer": "前一答"}, {"question": "又一问"}],
        contains=[["已上线", "上线"]],
        absent=["78.5%"],
        cells_any=[[ASKED["cells"][0], {**ASKED["cells"][0], "column": "criteria"}]],
        note="别的字段不碍事",
    )

    assert question.identifier == "7"
    assert question.history == (Turn("前一问", "前一答"), Turn("又一问"))
    assert question.figures[0].value == Decimal(138)
    assert (question.contains, question.absent) == ((("已上线", "上线"),), ("78.5%",))
    assert [len(group) for group in question.true_cells] == [1, 2]


@pytest.mark.parametrize("missing", ["history", "figures", "contains", "absent", "cells", "cells_any", "reference"])
def test_what_is_optional_may_be_missing_or_null(tmp_path: Path, missing: str) -> None:
    without = {key: value for key, value in ASKED.items() if key != missing}
    read = [
        read_question_set(write_set(tmp_path, record)).questions[0] for record in (without, {**without, missing: None})
    ]

    assert read[0] == read[1]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"type": "lookups"}, "没有题型 lookups；可用的有 lookup、"),
        ({"question": "  "}, "question 是空的"),
        ({"question": None}, "question 应为字符串"),
        ({"question": "问" * 20_001}, "question 太长"),
        ({"id": 1.5}, "id 应为字符串"),
        ({"id": True}, "id 应为字符串"),
        ({"answerable": "yes"}, "answerable 应为 true 或 false"),
        ({"files": []}, "files 是空的"),
        ({"files": ["docs/b.txt"]}, "files 里的 docs/b.txt 不在 docs.jsonl 里"),
        ({"files": FILE}, "files 应为列表"),
        ({"files": [FILE] * 501}, "files 太长"),
        ({"figures": [{"kind": "count", "value": "  "}]}, "value 是空的"),
        ({"figures": [{"kind": "count", "value": True}]}, "value 应为数字"),
        ({"figures": ["138"]}, "figures 的一项 应为 JSON 对象"),
        ({"contains": ["已上线"]}, "contains 的一项 应为列表"),
        ({"contains": [[]]}, "contains 的一项是空的"),
        ({"cells_any": [[]]}, "cells_any 的一项是空的"),
        ({"cells": [{"file": FILE, "goal": "目标"}]}, "column 应为字符串"),
        ({"history": [{"answer": "答"}]}, "question 应为字符串"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_record_that_is_not_as_it_should_be_is_named_with_its_line(
    tmp_path: Path, changes: dict[str, Any], problem: str
) -> None:
    folder = write_set(tmp_path, REFUSED, ASKED | changes)

    with pytest.raises(QuestionError) as raised:
        read_question_set(folder)

    assert str(raised.value).startswith(f"{folder / 'questions.jsonl'} 第 2 行：{problem}")
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "不是 JSON"),
        ("[1]", "不是 JSON 对象"),
        ("[" * 100_000, "不是 JSON"),
        ('{"id": NaN}', "不是 JSON"),
        ('{"id": 1e999}', "不是 JSON"),
        ('{"id": 1e99999999999999999999}', "不是 JSON"),
        ('{"id": ' + "9" * 5000 + "}", "不是 JSON"),
        ('{"id": "' + "x" * 1024**2 + '"}', "太长"),
    ],
    ids=["cut", "list", "deep", "nan", "infinite", "exponent", "digits", "long"],
)
def test_a_line_that_is_no_record_is_named(tmp_path: Path, line: str, problem: str) -> None:
    folder = write_set(tmp_path)
    write_lines(folder / "questions.jsonl", "", line)

    with pytest.raises(QuestionError, match=f"questions.jsonl 第 2 行：{problem}"):
        read_question_set(folder)


def test_other_encodings_doubled_ids_and_empty_sets_are_refused(tmp_path: Path) -> None:
    folder = write_set(tmp_path, ASKED, ASKED)
    with pytest.raises(QuestionError, match="第 2 行：id q1 用过了"):
        read_question_set(folder)
    write_lines(folder / "questions.jsonl", "")
    with pytest.raises(QuestionError, match="一个问题也没有"):
        read_question_set(folder)
    (folder / "questions.jsonl").write_bytes("储备".encode("gb18030"))
    with pytest.raises(QuestionError, match="第 1 行：不是 UTF-8 文本"):
        read_question_set(folder)
    (folder / "docs.jsonl").unlink()
    with pytest.raises(QuestionError, match=r"打不开 .*docs.jsonl：找不到"):
        read_question_set(folder)


@pytest.mark.parametrize("name", ["../secret.txt", "/etc/hostname", "docs/../../secret.txt", "docs/link.txt", "a\0b"])
def test_a_document_outside_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.txt").write_text("秘密", encoding="utf-8")
    folder = write_set(tmp_path / "set")
    (folder / "docs" / "link.txt").symlink_to(tmp_path / "secret.txt")
    write_lines(folder / "docs.jsonl", {"file": FILE}, {"file": name})

    with pytest.raises(QuestionError, match="docs.jsonl 第 2 行：文件 .* 不在题集文件夹里"):
        read_question_set(folder)


def test_only_documents_that_are_asked_about_are_opened(tmp_path: Path) -> None:
    folder = write_set(tmp_path, ASKED | {"files": ["seed", FILE]})
    write_lines(folder / "docs.jsonl", {"file": "docs/missing.docx", "expect": "failed"}, {"file": FILE})

    paths = read_question_set(folder).paths

    assert paths == {"seed": None, FILE: (folder / FILE).resolve()}


# judging


def judged(folder: Path, answer: Answer, **changes: Any) -> list[str]:
    """The requirements that the answer to `ASKED`, with other fields, doesn't meet."""
    return [name for name, holds in judge(read_one(folder, **changes), answer, truth=TRUTH).items() if not holds]


def citation(**changes: Any) -> Any:
    return replace(right_answer().citations[0], **changes)


def figure(**changes: Any) -> AnswerFigure:
    return replace(right_answer().figures[0], **changes)


@pytest.mark.parametrize(
    ("answer", "changes", "failed"),
    [
        (right_answer(), {}, []),
        (right_answer(answer="储备了１３８　个[1]。"), {}, []),
        (right_answer(status="not_found"), {}, ["answers"]),
        (right_answer(citations=(citation(start=2),)), {}, ["quotes"]),
        (right_answer(citations=(citation(quote="", start=0, end=0),)), {}, ["quotes", "grounded"]),
        (right_answer(citations=(citation(doc_id="b"),)), {}, ["quotes", "cites"]),
        (right_answer(citations=(citation(goal="★政府专项债 项目储备"),)), {}, []),
        (right_answer(figures=(figure(text="139 个"),)), {}, ["grounded", "figures"]),
        (right_answer(figures=(figure(citation=2),)), {}, ["grounded"]),
        (right_answer(figures=(figure(citation=None, derived=True),)), {}, ["grounded"]),
        (right_answer(figures=(figure(citation=None, derived=True, expression="150 - 12 个"),)), {}, []),
        (right_answer(figures=(figure(kind="money"),)), {}, ["figures"]),
        (right_answer(figures=(figure(value=Decimal("138.06")),)), {}, []),
        (right_answer(figures=(figure(value=Decimal("138.08")),)), {}, ["figures"]),
        (right_answer(figures=()), {}, ["figures"]),
        (right_answer(answer="储备了 138 个[1]，目标 160 个。"), {}, ["no stray number"]),
        (right_answer(), {"question": "到160个了吗？"}, []),
        (right_answer(), {"contains": [["储 备"], ["上线", "项目"]]}, []),
        (right_answer(), {"contains": [["储备"], ["上线", "投产"]]}, ["contains"]),
        (right_answer(), {"absent": ["589.1"]}, []),
        (right_answer(), {"absent": ["138个"]}, ["absent"]),
        (right_answer(), {"cells_any": [[{"file": FILE, "goal": "别的", "column": "criteria"}]]}, ["cites"]),
        (right_answer(), {"answerable": False}, ["abstains"]),
        (NONE, {"answerable": False}, []),
        (
            replace(NONE, figures=(figure(citation=None, derived=True, expression="1"),)),
            {"answerable": False},
            ["abstains"],
        ),
        (NONE, {}, ["answers", "figures", "cites"]),
    ],
    ids=[
        "right",
        "full width",
        "refused",
        "quote moved",
        "quote empty",
        "another document",
        "goal otherwise spelled",
        "another number",
        "no such citation",
        "derived without expression",
        "derived",
        "another kind",
        "near enough",
        "too far",
        "no figure",
        "number from nowhere",
        "number of the question",
        "contained",
        "not contained",
        "absent",
        "not absent",
        "another cell",
        "should have been refused",
        "rightly refused",
        "refused with a figure",
        "nothing",
    ],
)
def test_each_requirement_is_judged_for_itself(
    tmp_path: Path, answer: Answer, changes: dict[str, Any], failed: list[str]
) -> None:
    if changes.get("question"):
        answer = replace(answer, answer="储备了 138 个[1]，不到 160 个。")
    assert judged(tmp_path, answer, **changes) == failed


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        (Decimal("877.82"), Decimal("877.9"), True),
        (Decimal(0), Decimal(0), True),
        (Decimal(0), Decimal("0.1"), False),
        ("2021-06", "2021-06", True),
        ("杭财监督〔2021〕9 号", "杭财监督〔2021〕9号", True),
        ("2021-06", Decimal(2021), False),
    ],
)
def test_values_are_compared_as_numbers_or_as_texts(left: Any, right: Any, same: bool) -> None:
    assert is_close(left, right) is same


def test_precision_counts_the_citations_of_true_cells(tmp_path: Path) -> None:
    question = read_one(tmp_path)
    both = right_answer(citations=(citation(), citation(n=2, column="criteria")))

    assert precision_of(question, both, truth=TRUTH) == 0.5
    assert precision_of(question, NONE, truth=TRUTH) is None
    assert precision_of(read_one(tmp_path, cells=[]), both, truth=TRUTH) is None


# running and scoring


@dataclass
class Answering:
    """Gives the answers it was made with, by question; refuses all others."""

    answers: Mapping[str, Answer]
    asked: list[tuple[str, tuple[Turn, ...]]] = field(default_factory=list)

    def ask(self, question: str, *, history: Sequence[Turn] = ()) -> Answer:
        self.asked.append((question, tuple(history)))
        if question == "":
            raise QuestionError("问题为空")
        return replace(self.answers.get(question, NONE), question=question)


@dataclass
class Opener:
    """Opens one assistant over any documents, and remembers which and when they were closed."""

    assistant: Answering
    log: list[str] = field(default_factory=list)

    @contextmanager
    def __call__(self, files: tuple[str, ...]) -> Iterator[Opened]:
        self.log.append(f"+{','.join(files)}")
        yield Opened(self.assistant, {file: report() for file in files})
        self.log.append(f"-{','.join(files)}")


def run(folder: Path, *answers: Answer) -> Any:
    opener = Opener(Answering({answer.question: answer for answer in answers}))
    return evaluate(read_question_set(folder), open_files=opener)


def test_every_question_is_asked_once_over_its_documents_after_a_warm_up(tmp_path: Path) -> None:
    follow_up = ASKED | {"id": "q3", "question": "目标呢？", "history": [{"question": "前", "answer": "后"}]}
    folder = write_set(tmp_path, ASKED, REFUSED | {"files": ["seed"]}, follow_up)
    opener = Opener(Answering({}))
    told: list[tuple[int, int]] = []

    evaluation = evaluate(read_question_set(folder), open_files=opener, progress=lambda *counts: told.append(counts))

    assert opener.log == [f"+{FILE}", f"-{FILE}", "+seed", "-seed"]
    assert opener.assistant.asked == [
        (WARM_UP, ()),
        (ASKED["question"], ()),
        ("目标呢？", (Turn("前", "后"),)),
        (WARM_UP, ()),
        (REFUSED["question"], ()),
    ]
    assert [outcome.question.identifier for outcome in evaluation.outcomes] == ["q1", "q2", "q3"]
    assert told == [(0, 3), (2, 3), (3, 3)]


def test_the_scores_of_a_set(tmp_path: Path) -> None:
    wrong = ASKED | {"id": "q3", "question": "目标是多少？", "type": "multi"}
    slow = replace(right_answer(), elapsed_ms=48.0)

    record = run(write_set(tmp_path, ASKED, REFUSED, wrong), slow).to_json()

    assert (record["questions"], record["right"], record["accuracy"]) == (3, 2, 2 / 3)
    assert record["types"]["multi"] == {"asked": 1, "right": 0, "accuracy": 0.0}
    assert list(record["types"]) == ["lookup", "multi", "unanswerable"]
    assert record["failed"] == {"answers": 1, "figures": 1, "cites": 1}
    assert record["citation_precision"] == 1.0
    assert record["abstention"] == {"unanswerable": 1, "refused": 1, "answerable": 2, "wrongly_refused": 1}
    assert record["latency_ms"] == {"median": 0.0, "p95": 0.0}
    assert (record["floor"], record["below"]) == (None, [])
    assert record["failures"] == [
        {
            "id": "q3",
            "type": "multi",
            "question": "目标是多少？",
            "fails": ["answers", "figures", "cites"],
            "reference": "138 个。",
            "got": "未找到。",
            "status": "not_found",
            "cited": [],
        }
    ]
    assert json.loads(json.dumps(record)) == record


def test_a_question_that_cannot_be_asked_has_no_answer(tmp_path: Path) -> None:
    class Refusing(Answering):
        def ask(self, question: str, *, history: Sequence[Turn] = ()) -> Answer:
            raise QuestionError("问题太长")

    evaluation = evaluate(read_question_set(write_set(tmp_path)), open_files=Opener(Refusing({})))

    assert [outcome.is_right for outcome in evaluation.outcomes] == [False, True]
    assert evaluation.outcomes[0].answer.answer == "问题太长"


def test_what_cannot_be_served_at_all_ends_the_run(tmp_path: Path) -> None:
    class Broken(Answering):
        def ask(self, question: str, *, history: Sequence[Turn] = ()) -> Answer:
            raise KaopingError("模型无法载入")

    with pytest.raises(KaopingError, match="模型无法载入"):
        evaluate(read_question_set(write_set(tmp_path)), open_files=Opener(Broken({})))


# floors


@pytest.mark.parametrize(
    ("floor", "below"),
    [
        ({"right": 0.5, "types": {"unanswerable": 1}, "citation_precision": None}, []),
        ({"right": 0.51}, ["right"]),
        ({"types": {"lookup": 0.01, "unanswerable": 0.9}}, ["lookup"]),
        ({"citation_precision": 0.2}, ["citation_precision"]),
        ({}, []),
    ],
    ids=["reached", "all", "a type", "nothing to measure", "empty"],
)
def test_what_is_below_its_floor(tmp_path: Path, floor: dict[str, Any], below: list[str]) -> None:
    evaluation = run(write_set(tmp_path, floor=floor))

    assert [short.what for short in evaluation.below] == below
    assert [entry["what"] for entry in evaluation.to_json()["below"]] == below


@pytest.mark.parametrize(
    ("floor", "problem"),
    [
        ({"rihgt": 0.9}, "没有项目 rihgt；可用的有 right、types、citation_precision"),
        ({"types": {"lookups": 0.9}}, "没有题型 lookups"),
        ({"types": {"derived": 0.9}}, "题集里没有 derived 类的题"),
        ({"right": 85}, "right 应在 0 与 1 之间"),
        ({"right": "0.9"}, "right 应为数字"),
        ({"types": [0.9]}, "types 应为 JSON 对象"),
        ([], "不是 JSON 对象"),
    ],
    ids=["key", "type", "no such questions", "percent", "text", "list", "no object"],
)
def test_a_floor_that_holds_nothing_up_is_refused(tmp_path: Path, floor: Any, problem: str) -> None:
    questions = read_question_set(write_set(tmp_path, floor=floor))

    with pytest.raises(QuestionError, match=f"floor.json：{problem}"):
        read_floor(questions)


def test_every_requirement_and_type_has_its_name_in_chinese(tmp_path: Path) -> None:
    checks = judge(read_one(tmp_path), right_answer(), truth=TRUTH)

    assert set(checks) | {"abstains"} == set(REQUIREMENTS)
    assert all(TYPES.values())
