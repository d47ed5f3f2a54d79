"""Evidence for sentences of a model: two reports made by hand, answers over them, and a checker of sentences."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

from assistant import Answer
from assistant.answer import AnswerFigure
from assistant.wording import Fault, Grounds, Sentence, SentenceChecker
from assistant.writer import Place, Writer
from corpus import Document
from corpus.document import understood
from corpus.source import Field, Line, Row, Source, Table

HEADER = ("目标名称", "考核指标", "完成时限", "二季度完成进度", "1-6月累计完成进度", "完成率")
WATER = (
    (
        "病险水闸除险加固",
        "完成病险水闸除险加固不少于 40 座,力争新增灌溉面积 3.5 万亩。",
        "2023年12月",
        "4-6 月开工病险水闸 9 座,拨付资金 2360.5 万元。",
        "截至 6 月底,全市已完成病险水闸除险加固 31 座,下达补助资金 6214.8 万元,占年度预算的 64.3%。其中市本级水闸 7 座。未发生质量安全事故。",
        "77.5%",
    ),
    (
        "农村供水提质",
        "农村自来水普及率达到 98%以上。",
        "2023年11月",
        "印发《农村供水管护办法》(临水发〔2023〕12号)。",
        "1-6 月新建供水站 12 处,改造管网 186.4 公里,惠及群众 5.2 万人;农村自来水普及率 96.7%,同比提高 1.3 个百分点。水费投诉 48 件,同比下降 21.3%。",
        "60%",
    ),
    (
        "河道巡查",
        "开展河道巡查,建立问题台账。",
        "2023年12月",
        "组织志愿者清理河岸垃圾。",
        "1.建立河长、警长协同机制,每月会商。2.通过无人机和视频监控开展河道巡查,及时交办问题。3.计划下半年启动智慧水务平台建设。",
        "50%",
    ),
)
TOURISM = (
    (
        "文旅消费促进",
        "接待游客不少于 900 万人次。",
        "2023年12月",
        "4-6 月接待游客 260.4 万人次。",
        "1-6 月接待游客 512.6 万人次,实现旅游收入 43.7 亿元,同比增长 18.2%;举办活动 31 场。",
        "57%",
    ),
)


def report(body: str, rows: tuple[tuple[str, ...], ...]) -> Document:
    """A half-year report."""
    title = Line(f"2023年度临江市{body}职能目标完成情况表（2023年6月）")
    table = Table(tuple(Row(tuple(map(Field, row))) for row in (HEADER, *rows)), gridded=True)
    return understood(Source((title, table)), path=Path(f"{body}.docx"), sha256=("0" if body == "水利局" else "1") * 64)


@cache
def documents() -> tuple[Document, Document]:
    return report("水利局", WATER), report("文化旅游局", TOURISM)


class Quoting:
    """Puts an answer together as the composers do."""

    def __init__(self) -> None:
        self.writer = Writer()

    def quote(self, column: str, words: str, *, goal: int = 1, document: int = 0) -> str:
        """The words with their mark, which stand in a cell to the letter."""
        held = documents()[document]
        cell = held.goals[goal - 1].cell(column)
        assert cell is not None and words in cell.text, cell and cell.text
        start = cell.text.index(words)
        return self.writer.quote(Place(held, held.goals[goal - 1], cell), start, start + len(words))


def gates(question: str = "上半年病险水闸除险加固完成了多少座？") -> Answer:
    """A look-up: three figures of one statement."""
    q = Quoting()
    text = q.quote("cumulative_progress", WATER[0][4].split("。")[0])
    return q.writer.answered(question, f"{text}。")


def attained(question: str = "病险水闸除险加固达到目标了吗？还差几座？") -> Answer:
    """A target missed, with what is computed from it."""
    q = Quoting()
    target = q.quote("criteria", "完成病险水闸除险加固不少于 40 座")
    actual = q.quote("cumulative_progress", "全市已完成病险水闸除险加固 31 座")
    q.writer.figures += [
        AnswerFigure("9 座", "count", Decimal(9), "座", None, derived=True, expression="40 座 - 31 座"),
        AnswerFigure("77.5%", "percent", Decimal("77.5"), "%", None, derived=True, expression="31 座 ÷ 40 座"),
    ]
    return q.writer.answered(question, f"尚未达到目标，还差 9 座，为目标的 77.5%。目标：{target}；实际：{actual}。")


def water(question: str = "农村供水上半年做得怎么样？") -> Answer:
    """Several figures that are easily mixed up, a rise and a fall."""
    q = Quoting()
    first, _, second = WATER[1][4].partition("。")
    one = q.quote("cumulative_progress", first, goal=2)
    two = q.quote("cumulative_progress", second.rstrip("。"), goal=2)
    return q.writer.answered(question, f"{one}；{two}。")


def patrol(question: str = "河道巡查采取了哪些措施？") -> Answer:
    """Measures without figures."""
    q = Quoting()
    parts = (
        "建立河长、警长协同机制,每月会商",
        "通过无人机和视频监控开展河道巡查,及时交办问题",
        "计划下半年启动智慧水务平台建设",
    )
    return q.writer.answered(question, "；".join(q.quote("cumulative_progress", part, goal=3) for part in parts) + "。")


def safety(question: str = "病险水闸有没有出质量安全事故？") -> Answer:
    """A negation."""
    q = Quoting()
    return q.writer.answered(question, q.quote("cumulative_progress", "未发生质量安全事故") + "。")


def quarter(question: str = "二季度病险水闸拨付了多少资金？") -> Answer:
    """A quarter beside the half-year."""
    q = Quoting()
    one = q.quote("quarter_progress", WATER[0][3])
    two = q.quote("cumulative_progress", "下达补助资金 6214.8 万元")
    return q.writer.answered(question, f"{one}；{two}。")


def bureaus(question: str = "水利局和文化旅游局上半年各有什么成绩？") -> Answer:
    """Two reports, with one number in both."""
    q = Quoting()
    one = q.quote("cumulative_progress", "全市已完成病险水闸除险加固 31 座")
    two = q.quote("cumulative_progress", TOURISM[0][4], document=1)
    return q.writer.answered(question, f"{one}；{two}。")


def field(question: str = "农村供水提质完成了百分之多少，什么时候到期？") -> Answer:
    """Short columns."""
    q = Quoting()
    one, two = q.quote("completion_pct", "60%", goal=2), q.quote("deadline", "2023年11月", goal=2)
    return q.writer.answered(question, f"“农村供水提质”的完成率：{one}；完成时限：{two}。")


def order_number(question: str = "农村供水管护办法是几号文？") -> Answer:
    """A document number."""
    q = Quoting()
    return q.writer.answered(question, q.quote("quarter_progress", WATER[1][3].rstrip("。"), goal=2) + "。")


def checker(answer: Answer) -> SentenceChecker:
    return SentenceChecker(Grounds.of(answer, documents()))


def faults(answer: Answer, sentence: str) -> list[Fault]:
    """What is wrong with a sentence of a model."""
    return checker(answer).faults(Sentence.read(sentence))
