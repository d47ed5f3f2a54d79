"""Stand-ins for what lies below the user interface: handed over, never patched in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from corpus import (
    Cell,
    Document,
    EmptyIndex,
    Figure,
    Goal,
    ParseReport,
    QuestionError,
    UnknownDocument,
    UnreadableDocument,
)
from ui.wiring import Backend

CRITERIA = "全市累计储备项目数不少于 150 个。"
PROGRESS = "1. 加大储备力度。\n截至 6 月底,全市共储备项目 138 个,债券资金需求 589.1 亿元。"
HOSTILE = "<img src=x onerror=window.hacked=1> **粗** $x$ 1-6月~ ${window.hacked=1} {{value}}"


def goal(number: int = 1, name: str = "政府专项债项目储备", *, starred: bool = False, progress: str = PROGRESS) -> Goal:
    start = CRITERIA.index("不少于")
    target = Figure("不少于 150 个", start, start + 9, "count", Decimal(150), "个", "ge", "target", "储备项目数")
    cells = (
        Cell("goal_name", "目标名称", name),
        Cell("criteria", "考核内容及指标", CRITERIA, figures=(target,)),
        Cell("attribute", "指标属性", "预期性"),
        Cell("deadline", "完成时限(月)", "2021 年 12 月"),
        Cell("quarter_progress", "二季度完成进度", "会同市发改委召开推进会。"),
        Cell("cumulative_progress", "1-6 月累计完成进度", progress),
        Cell("completion_pct", "累计完成工作量 (%)", "60%"),
    )
    return Goal(number, name, starred, cells)


def document(doc_id: str = "demo-2021-06", *goals: Goal, title: str = "2021 年度示例局目标完成情况表") -> Document:
    report = ParseReport(
        lines=9,
        goals=1,
        joined=2,
        skipped=((4, "横线"),),
        dropped=((7, "不知属于哪一格", "孤行"),),
        headers=(("目标名称", "goal_name"),),
    )
    return Document(
        doc_id, title, "示例局", 2021, "1-6月", "a.txt", "0" * 64, goals or (goal(),), ("注：示例",), report
    )


@dataclass
class FakeLibrary:
    held: dict[str, Document] = field(default_factory=dict)
    closed: bool = False

    def documents(self) -> tuple[Document, ...]:
        return tuple(self.held.values())

    def adopt(self, document: Document) -> Document:
        return document

    def add(self, document: Document) -> str:
        status = "unchanged" if document.doc_id in self.held else "added"
        self.held[document.doc_id] = document
        return status

    def close(self) -> None:
        self.closed = True


@dataclass
class FakeAssistant:
    """Quotes the sentence with 138 of the first goal; refuses what the real one refuses."""

    library: FakeLibrary
    asked: list[tuple[str, tuple[Any, ...], str | None]] = field(default_factory=list)

    def ask(self, question: str, *, history: Sequence[Any] = (), doc_id: str | None = None) -> Any:
        from assistant import Answer, AnswerFigure, Citation

        self.asked.append((question, tuple(history), doc_id))
        documents = self.library.documents()
        if not documents:
            raise EmptyIndex("资料库是空的")
        if not question.strip() or len(question) > 2000:
            raise QuestionError("问题为空或太长")
        if doc_id not in (None, *self.library.held):
            raise UnknownDocument(f"没有编号为 {doc_id} 的报告")
        if "明年" in question:
            return Answer(question, "not_found", "报告不含 2022 年的内容。")
        first = documents[0]
        cell = first.goals[0].cell("cumulative_progress")
        assert cell is not None
        end = cell.text.index("。", cell.text.find("\n")) + 1 if "\n" in cell.text else len(cell.text)
        start = cell.text.find("\n") + 1
        place = (first.doc_id, first.title, first.goal_id(first.goals[0]), first.goals[0].name)
        citation = Citation(1, *place, "cumulative_progress", cell.label, cell.text[start:end], start, end)
        figure = AnswerFigure("138 个", "count", Decimal(138), "个", 1)
        return Answer(
            question, "answered", "共储备项目 138 个[1]。", (figure,), (citation,), suggestions=("达标了吗？",)
        )


def read_fake(path: Path) -> Document:
    if path.name.startswith("bad"):
        raise UnreadableDocument(f"{path}：读不了")
    return document(path.stem)


def goal_record_fake(document: Document, goal: Goal) -> dict[str, Any]:
    return {
        "goal_id": document.goal_id(goal),
        "number": goal.number,
        "name": goal.name,
        "starred": goal.starred,
        "attribute": goal.text("attribute"),
        "deadline": "2021-12",
        "completion_pct": 60.0,
        "figures": [{"text": "不少于 150 个", "metric": "储备项目数"}, {"text": "138 个", "metric": None}],
        "attainment": [{"target": 0, "actual": 1, "ratio": 0.92, "status": "not_met"}],
    }


def fake_backend(*documents: Document) -> tuple[Backend, FakeLibrary]:
    """A backend over a library that holds `documents`."""
    library = FakeLibrary({held.doc_id: held for held in documents})
    backend = Backend(
        read_document=read_fake,
        sample_report=lambda: Path("sample.txt"),
        open_library=lambda settings: library,  # type: ignore[arg-type, return-value]
        make_assistant=FakeAssistant,  # type: ignore[arg-type]
        goal_record=goal_record_fake,
    )
    return backend, library
