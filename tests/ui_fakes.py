"""Stand-ins for what lies below the user interface: handed over, never patched in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from corpus import (
    Cell,
    Document,
    EmptyIndex,
    Figure,
    Goal,
    HeaderMapping,
    ParseReport,
    QuestionError,
    UnknownDocument,
    UnreadableDocument,
    squeeze,
)
from index import PastVersion, SourceFile
from index.conversations import Conversations
from index.database import Database
from index.feedback import Feedback
from index.schema import metadata
from ui.visitors import Alone, Role, Visitor
from ui.wiring import Backend

SAMPLE = Path(__file__).parent / "data" / "sample.txt"  # some bytes: what is read from them, the fake reader says

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
        skipped=(("第 4 行", "横线"),),
        dropped=(("第 7 行", "不知属于哪一格", "孤行"),),
        headers=(HeaderMapping("目标名称", "goal_name"),),
    )
    return Document(
        doc_id, title, "示例局", 2021, "1-6月", "a.txt", "0" * 64, goals or (goal(),), ("注：示例",), report
    )


class NoUsers:
    def any_ever(self) -> bool:
        return False

    def users(self) -> tuple[Any, ...]:
        return ()


def memory_database() -> Database:
    """The real database, in memory."""
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    metadata.create_all(engine)
    return Database(engine, name="memory")


@dataclass
class FakeTrail:
    """Keeps what was done: kind, name, subject, outcome."""

    kept: list[tuple[str, str, str, str]] = field(default_factory=list)

    def append(self, kind: str, *, name: str, subject: str = "", versions: Any = (), outcome: str = "") -> None:
        self.kept.append((kind, name, subject, outcome))


@dataclass
class FakeLibrary:
    """Keeps documents, their files, earlier versions and choices in memory, as the real one does on disk."""

    held: dict[str, Document] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)  # by sha256
    past: list[tuple[PastVersion, Document]] = field(default_factory=list)  # newest first
    choices: dict[str, Any] = field(default_factory=dict)
    closed: bool = False
    accounts: Any = field(default_factory=lambda: NoUsers())
    credentials: Any = None
    trail: Any = field(default_factory=lambda: FakeTrail())
    database: Any = field(default_factory=lambda: memory_database())

    @property
    def conversations(self) -> Conversations:
        return Conversations(self.database)

    @property
    def feedback(self) -> Feedback:
        return Feedback(self.database)

    def documents(self) -> tuple[Document, ...]:
        return tuple(self.held.values())

    def document(self, doc_id: str) -> Document:
        if doc_id not in self.held:
            raise UnknownDocument(f"没有编号为 {doc_id} 的报告")
        return self.held[doc_id]

    def adopt(self, document: Document) -> Document:
        return document

    def may_change(self, doc_id: str) -> bool:
        return True

    def assign(self, doc_id: str, *, groups: Any) -> None:
        pass

    def holding(self, sha256: str) -> tuple[Document, ...]:
        return tuple(d for d in self.held.values() if d.sha256 == sha256 and self._follows_choices(d))

    def status_of(self, document: Document) -> str:
        held = self.held.get(document.doc_id)
        if held is None:
            return "added"
        return "unchanged" if replace(document, source=held.source) == held else "replaced"

    def add(self, document: Document, *, file: bytes | None = None) -> str:
        status = self.status_of(document)
        if status == "replaced":
            self._keep(self.held[document.doc_id], reason="replaced")
        self.held[document.doc_id] = document
        if file is not None:
            self.files[document.sha256] = file
        return status

    def remove(self, doc_id: str) -> None:
        self._keep(self.document(doc_id), reason="removed")
        del self.held[doc_id]

    def history(self, doc_id: str | None = None) -> tuple[PastVersion, ...]:
        return tuple(version for version, _ in self.past if doc_id in (None, version.doc_id))

    def past_document(self, past_id: int) -> Document:
        return next(document for version, document in self.past if version.id == past_id)

    def file(self, doc_id: str) -> SourceFile | None:
        return self._file(self.document(doc_id))

    def past_file(self, past_id: int) -> SourceFile | None:
        return self._file(self.past_document(past_id))

    def header_choices(self) -> dict[str, Any]:
        return dict(self.choices)

    def choose_header(self, header: str, column: Any) -> None:
        self.choices[squeeze(header)] = column

    def forget_header(self, header: str) -> None:
        self.choices.pop(squeeze(header), None)

    def similarity(self, left: str, rights: Sequence[str]) -> list[float]:
        return [float(left == right) for right in rights]

    def close(self) -> None:
        self.closed = True

    def _keep(self, document: Document, *, reason: Any) -> None:
        number = len(self.past) + 1
        at = f"2026-01-{number:02}T08:00:00.000+00:00"
        facts = (document.title, document.source, document.sha256, len(document.goals))
        self.past.insert(0, (PastVersion(number, document.doc_id, at, reason, *facts), document))

    def _file(self, document: Document) -> SourceFile | None:
        data = self.files.get(document.sha256)
        return None if data is None else SourceFile(Path(document.source).name, data, document.sha256)

    def _follows_choices(self, document: Document) -> bool:
        chosen = {squeeze(m.header): m.column for m in document.report.headers if m.how == "person"}
        met = {squeeze(m.header) for m in document.report.headers}
        return chosen == {header: column for header, column in self.choices.items() if header in met}


@dataclass
class FakeAssistant:
    """Quotes the sentence with 138 of the first goal; refuses what the real one refuses.

    `asked` are question, history and the one document, `within` the documents of each question.
    """

    library: FakeLibrary
    asked: list[tuple[str, tuple[Any, ...], str | None]] = field(default_factory=list)
    within: list[frozenset[str] | None] = field(default_factory=list)

    sentences: tuple[str, ...] = ()  # what a language model says before the answer

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Any] = (),
        doc_id: str | None = None,
        within: frozenset[str] | None = None,
    ) -> Iterator[Any]:
        yield from self.sentences
        yield self.ask(question, history=history, doc_id=doc_id, within=within)

    def followups(self, answer: Any, *, history: Sequence[Any] = (), within: Any = None) -> tuple[str, ...]:
        return ("达标了吗？",) if answer.citations else ()

    def warm_up(self, question: str) -> None:
        self.ask(question)

    def ask(self, question: str, *, history: Sequence[Any] = (), doc_id: str | None = None, within: Any = None) -> Any:
        from assistant import Answer, AnswerFigure, Citation

        self.asked.append((question, tuple(history), doc_id))
        self.within.append(within)
        documents = tuple(d for d in self.library.documents() if within is None or d.doc_id in within)
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
        return Answer(question, "answered", "共储备项目 138 个[1]。", (figure,), (citation,))


@dataclass
class FakeReader:
    """Reads every file as `document(name of the file)`, none whose name begins with `bad`; choices are followed.

    `reports` are read in the place of a file's report, by name of the file; `met` is called with each path.
    """

    reports: Mapping[str, ParseReport] = field(default_factory=dict)
    met: Callable[[Path], None] = lambda _: None
    closed: bool = False

    def read(
        self, data: bytes, *, path: Path, choices: Mapping[str, Any] | None = None, progress: Any = None
    ) -> Document:
        self.met(path)
        if path.name.startswith("bad"):
            raise UnreadableDocument(f"{path}：读不了")
        read = replace(document(path.stem), source=str(path), sha256=hashlib.sha256(data).hexdigest())
        report = self.reports.get(path.name, read.report)
        mappings = tuple(
            HeaderMapping(m.header, *(choices or {}).get(squeeze(m.header), (m.column, m.how))) for m in report.headers
        )
        return replace(read, report=replace(report, headers=mappings))

    def picture(self, data: bytes, *, path: Path, page: int) -> bytes:
        if page > 2:
            raise UnreadableDocument(f"{path}：没有第 {page} 页")
        return b"\x89PNG\r\n" + str(page).encode()

    def close(self) -> None:
        self.closed = True


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
        open_reader=FakeReader,
        sample_report=lambda: SAMPLE,
        open_library=lambda settings: library,  # type: ignore[arg-type, return-value]
        make_assistant=FakeAssistant,  # type: ignore[arg-type]
        goal_record=goal_record_fake,
    )
    return backend, library


REQUEST: Any = None  # what a handler is told of its visitor, where everyone is the same one


def alone(library: Any, *, assistant: Any = None, verifier: Any = None) -> Alone:
    """The one person at this machine, with stand-ins to work with."""
    return Alone(Visitor("", Role.ADMINISTRATOR, library, assistant, verifier))
