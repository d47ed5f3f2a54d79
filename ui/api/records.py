"""The shapes of what other programs ask and are answered, as OpenAPI and MCP publish them.

The records themselves are made where the command line's are made (see service) and never pass through these models, so
there is one format and not two that drift apart; a test holds every record against its model. Requests do pass through:
a field that nobody knows is refused, since a misspelt `doc_id` would otherwise ask every report.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from assistant.audit import FindingKind, Severity
from assistant.drafting import Kind as DraftKind
from assistant.drafting import Length as DraftLength
from assistant.verification import FigureVerdict, Reason, Verdict
from corpus import Column, Comparator, Direction, Kind, Role, Status
from ui.ingesting import Status as IngestStatus
from ui.terminal import encodable

LONGEST_ID = 300
LONGEST_TURN = 50_000  # characters of an earlier question or answer
MOST_TURNS = 50
MOST_CHOSEN = 1000  # reports or goals of a draft


def _drop_docstring(schema: dict[str, Any]) -> None:
    """Docstrings are for whoever reads the code; what a schema says to people stands in its fields, in Chinese."""
    schema.pop("description", None)


Words = Annotated[str, AfterValidator(encodable)]  # as sent, but for what no database takes
DocId = Annotated[Words, Field(max_length=LONGEST_ID, description="报告的编号；不给则为全部报告")]
Name = Annotated[Words, Field(max_length=LONGEST_ID)]


class Asked(BaseModel):
    """What a program asks."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=_drop_docstring)


class Turn(Asked):
    """An earlier exchange."""

    question: Annotated[Words, Field(max_length=LONGEST_TURN)]
    answer: Annotated[Words, Field(max_length=LONGEST_TURN)] | None = None


class Question(Asked):
    """A question."""

    question: Annotated[Words, Field(description="用中文提的问题")]
    doc_id: DocId | None = None
    history: Annotated[list[Turn], Field(max_length=MOST_TURNS, description="此前的问答，先问的在前")] = Field(
        default_factory=list
    )


class Text(Asked):
    """A draft."""

    text: Annotated[Words, Field(description="要核对的文字，纯文本或 Markdown")]
    doc_id: DocId | None = None


class Chosen(Asked):
    """Which reports are meant."""

    doc_id: DocId | None = None


class Brief(Asked):
    """What is to be drafted."""

    doc_ids: Annotated[
        list[DocId], Field(max_length=MOST_CHOSEN, description="只用这些报告；不给则为各单位最新的一份")
    ] = Field(default_factory=list)
    goals: Annotated[list[Name], Field(max_length=MOST_CHOSEN, description="只写这些目标：编号、序号或名称")] = Field(
        default_factory=list
    )
    period: Annotated[Name, Field(description="只写这个期间，如 2021年上半年、二季度")] | None = None
    kind: Annotated[DraftKind, Field(description="小结、专题汇报、要点、对比")] = "summary"
    length: DraftLength = "medium"


class Nothing(Asked):
    """No argument at all."""


class Record(BaseModel):
    """What a program is answered."""

    model_config = ConfigDict(json_schema_extra=_drop_docstring)


Value = Annotated[float | str, Field(description="数值；金额以元计，百分数 77.7% 为 77.7；日期等为文字")]
Start = Annotated[int, Field(description="起点，按 Unicode 字符计")]
End = Annotated[int, Field(description="终点，不含；text[start:end] == quote")]


class Citation(Record):
    """A span of a cell."""

    n: Annotated[int, Field(description="回答中的标记 [n]，从 1 起")]
    doc_id: str
    doc_title: str
    goal_id: str
    goal: str
    column: Column
    column_label: Annotated[str, Field(description="报告中的表头")]
    quote: Annotated[str, Field(description="原文，一字不改")]
    start: Start
    end: End
    place: Annotated[str, Field(description="在原文件中的位置；不知道时为空")]
    doubtful: Annotated[bool, Field(description="来自扫描件，识别存疑")]


class AnswerFigure(Record):
    """A figure of an answer."""

    text: str
    kind: Kind
    value: Value
    unit: str | None
    citation: Annotated[int | None, Field(description="引文的 n；算出来的数没有")]
    derived: Annotated[bool, Field(description="由引文中的数字算出")]
    expression: Annotated[str | None, Field(description="算式；只有算出来的数才有")] = None


class Answer(Record):
    """The answer to a question."""

    id: str | int | None
    question: str
    status: Annotated[Literal["answered", "not_found"], Field(description="not_found：报告里没有答案")]
    answer: str
    figures: list[AnswerFigure]
    citations: list[Citation]
    answerer: str
    elapsed_ms: float


class ClaimFigure(Record):
    """A figure of a draft."""

    text: str
    start: Start
    end: End
    verdict: FigureVerdict
    expected: Annotated[str | None, Field(description="不符时报告中的原文")]
    citation: int | None
    reason: Reason | None
    message: str


class Claim(Record):
    """A sentence of a draft."""

    text: str
    start: Start
    end: End
    verdict: Annotated[Verdict, Field(description="有一个数字不符即为不符；其次未找到；no_figure：没有数字")]
    figures: list[ClaimFigure]


class Verification(Record):
    """The verdicts on a draft."""

    claims: list[Claim]
    citations: list[Citation]
    summary: Annotated[dict[Verdict, int], Field(description="各种结论的句数")]


class DraftFigure(AnswerFigure):
    """A figure of a draft that was written here."""

    start: Start
    end: End


class DraftSentence(Record):
    """A sentence of a draft that was written here."""

    text: str
    start: Start
    end: End
    figures: list[DraftFigure]
    citations: Annotated[list[int], Field(description="引文的 n")]


class Dropped(Record):
    """A sentence that was not written."""

    text: str
    reason: str
    goal_id: str


class Draft(Record):
    """A draft, each figure of it verified."""

    title: str
    text: Annotated[str, Field(description="草稿的文字，不带引文标记")]
    sentences: list[DraftSentence]
    citations: list[Citation]
    figures: list[DraftFigure]
    dropped: Annotated[list[Dropped], Field(description="没有通过核对而略去的句子")]
    summary: dict[str, int]
    markdown: Annotated[str, Field(description="带引文标记和出处的 Markdown")]


class Cell(Record):
    """A cell of a goal."""

    label: str
    text: str


class Figure(Record):
    """A figure of a cell."""

    column: Column
    column_label: str | None = None
    text: str
    start: Start
    end: End
    kind: Kind
    value: Value
    unit: str | None
    comparator: Comparator
    role: Role
    metric: str | None
    period: str | None
    scope: str | None
    direction: Direction | None
    basis: str | None
    doubtful: Literal[True] | None = None


class Attainment(Record):
    """Whether a target was reached."""

    target: Annotated[int, Field(description="目标在 figures 中的位置，从 0 起")]
    actual: Annotated[int | None, Field(description="实际在 figures 中的位置")]
    ratio: float | None
    status: Status


class Goal(Record):
    """A goal of a report."""

    goal_id: str
    doc_id: str
    number: int
    name: str
    starred: bool
    attribute: str | None
    deadline: Annotated[str | None, Field(description="年-月")]
    completion_pct: float | None
    time_elapsed_pct: Annotated[float | None, Field(description="到报告期末，时限已过去的百分比")]
    cells: dict[Column, Cell]
    extra: Annotated[dict[str, str], Field(description="其他各列，按报告中的表头")]
    figures: list[Figure]
    attainment: list[Attainment]


class Goals(Record):
    """The goals of the reports."""

    goals: list[Goal]


class Finding(Record):
    """Something wrong inside a report."""

    kind: FindingKind
    severity: Severity
    message: str
    citations: list[Citation]


class Findings(Record):
    """What an audit found."""

    findings: list[Finding]


class Header(Record):
    """What a header was taken for."""

    header: str
    column: Column
    how: Literal["rule", "content", "similarity", "person"]


class Reading(Record):
    """How a file was read."""

    lines: int
    goals: int
    joined: int
    skipped: list[dict[Literal["where", "why"], str]]
    dropped: list[dict[Literal["where", "why", "text"], str]]
    headers: list[Header]
    remarks: list[dict[Literal["where", "what"], str]]


class PastVersion(Record):
    """An earlier version of a report."""

    replaced_at: str
    reason: Literal["replaced", "removed"]
    title: str
    source: str
    sha256: str
    goals: int


class Document(Record):
    """A report of the library."""

    doc_id: str
    title: str
    organization: str | None
    year: int | None
    period: str | None
    source: str
    sha256: str
    goals: int
    cells: int
    figures: int
    report: Reading
    history: list[PastVersion]


class Documents(Record):
    """The reports of the library."""

    documents: list[Document]


class Ingested(Record):
    """What became of a file that was sent."""

    doc_id: str
    title: str
    organization: str | None
    year: int | None
    period: str | None
    source: str
    sha256: str
    status: IngestStatus
    error: str | None
    goals: int
    cells: int
    figures: int
    report: Reading


class IngestedDocuments(Record):
    """The same, as the command line lists it."""

    documents: list[Ingested]


class Problem(Record):
    """Why a request was not served."""

    error: Annotated[str, Field(description="一行中文：什么不对，怎么办")]
