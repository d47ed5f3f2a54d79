"""What a report or a person wrote is shown as text, and marks stand where the citation says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from html import unescape
from html.parser import HTMLParser

import pytest

from assistant import Answer, AnswerFigure, Citation
from corpus import Document
from ui import render
from ui.asking.conversation_html import conversation_html, followups_html
from ui.asking.evidence_html import evidence_html
from ui.asking.talk import Exchange, Talk
from ui.goal_table import remarks_html, rows_html
from ui.marking import Span, mark_spans
from ui_fakes import HOSTILE, FakeAssistant, FakeLibrary, document, goal

ALLOWED = {
    "a", "article", "b", "blockquote", "button", "details", "div", "em", "fieldset", "figcaption", "figure", "form", "h1",
    "h2", "h3", "h4", "header", "i", "input", "label", "legend", "li", "mark", "nav", "p", "section", "span", "summary",
    "table", "tbody", "td", "textarea", "th", "thead", "tr", "ul",
}  # fmt: skip


class Markup(HTMLParser):
    """Collects what a browser would see: tags, attribute names and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.shown = ""
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag != "input":  # never closed
            self.open.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, "tags are not balanced"

    def handle_data(self, data: str) -> None:
        self.shown += data


def checked(html: str) -> Markup:
    markup = Markup(html)
    assert set(markup.tags) <= ALLOWED
    assert not {name for name in markup.attributes if name.startswith("on") or name in ("src", "srcdoc")}
    assert not markup.open
    return markup


def answered(progress: str | None = None) -> tuple[Answer, FakeLibrary]:
    held = document("demo-2021-06", goal(progress=progress) if progress else goal())
    library = FakeLibrary({held.doc_id: held})
    return FakeAssistant(library).ask("储备了多少？"), library


def evidence(answer: Answer, library: FakeLibrary, n: int = 1, *, clicked: bool = True) -> str:
    return evidence_html(answer, turn=0, n=n, document=next(iter(library.documents()), None), clicked=clicked)


def shown(exchanges: list[Exchange], *, documents: Sequence[Document] = (), examples: Sequence[str] = ()) -> str:
    return conversation_html(Talk("c", tuple(exchanges)), documents=documents, examples=examples)


def marked(html: str) -> list[str]:
    return [unescape(text) for text in re.findall(r"<mark>(.*?)</mark>", html, flags=re.DOTALL)]


def test_a_mark_in_the_answer_links_to_its_citation() -> None:
    html = shown([Exchange("q", answered()[0])])

    assert 'data-cite="0-1"' in html and ">1</a>。" in html
    assert '<b class="kp-figure">138 个</b>' in html
    checked(html)


def test_brackets_that_are_no_citation_stay() -> None:
    answer = replace(answered()[0], answer="见杭财〔2021〕9号[2021]与 [9]。")

    assert "[2021]与 [9]。" in checked(shown([Exchange("q", answer)])).shown


def test_a_derived_figure_shows_its_sum() -> None:
    figure = AnswerFigure("418.21 亿元", "money", Decimal(41821000000), "元", None, True, "877.82 - 459.61 亿元")
    answer = replace(answered()[0], answer="相差 418.21 亿元。", figures=(figure,))

    html = shown([Exchange("q", answer)])

    assert "877.82 - 459.61 亿元 → 418.21 亿元" in checked(html).shown
    assert "kp-derived" in html


def test_the_quote_is_marked_exactly() -> None:
    answer, library = answered()
    html = evidence(answer, library)

    assert marked(html) == [answer.citations[0].quote]
    assert html.count(" open>") == 1 and 'class="kp-cell kp-cited" open' in html
    for cell in library.documents()[0].goals[0].cells:
        assert cell.label in checked(html).shown


def test_a_quote_of_a_short_cell_is_marked_too() -> None:
    answer, library = answered()
    place = answer.citations[0]
    citation = replace(place, column="completion_pct", column_label="累计完成工作量 (%)", quote="60%", start=0, end=3)

    assert marked(evidence(replace(answer, citations=(citation,)), library)) == ["60%"]


def test_columns_without_a_canonical_name_are_told_apart_by_label() -> None:
    answer, library = answered()
    held = library.documents()[0]
    base = held.goals[0].cells[0]
    extra = tuple(replace(base, column="other", label=label, text="财政局") for label in ("牵头单位", "责任单位"))
    held = replace(held, goals=(replace(held.goals[0], cells=held.goals[0].cells + extra),))
    place = replace(answer.citations[0], column="other", column_label="责任单位", quote="财政局", start=0, end=3)

    cell = render.cited_cell(held.goals[0], place)

    assert cell is not None and cell.label == "责任单位"


@pytest.mark.parametrize("gone", ["document", "text"])
def test_a_quote_whose_source_changed_is_shown_without_a_mark(gone: str) -> None:
    answer, _ = answered()
    held = None if gone == "document" else document("demo-2021-06", goal(progress="全部重写了。"))

    html = evidence_html(answer, turn=0, n=1, document=held, clicked=False)

    assert marked(html) == [] and answer.citations[0].quote in checked(html).shown


def test_other_quotes_of_the_cell_are_underlined() -> None:
    answer, library = answered()
    other = replace(answer.citations[0], n=2, start=0, end=9, quote="1. 加大储备力度"[:9])
    html = evidence(
        replace(answer, citations=(*answer.citations, replace(other, quote="1. 加大储备力度"[:9]))), library
    )

    assert 'class="kp-also"' in html
    assert html.count("data-cite=") == 3  # a chip each, and the way on to the second


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([(0, 1)], "[a]&amp;c"),
        ([(1, 2), (0, 1)], "[a][&amp;]c"),
        ([(0, 2), (1, 3)], "[a&amp;]c"),
        ([(3, 3)], "a&amp;c[]"),
        ([], "a&amp;c"),
    ],
    ids=["one", "sorted", "overlap dropped", "empty at the end", "none"],
)
def test_mark_spans(spans: list[tuple[int, int]], expected: str) -> None:
    assert mark_spans("a&c", [Span(start, end, "[", "]") for start, end in spans]) == expected


def test_hostile_text_is_text_everywhere() -> None:
    answer, library = answered(progress=HOSTILE)
    held = replace(library.documents()[0], title=HOSTILE, notes=(HOSTILE,))
    citation = replace(answer.citations[0], doc_title=HOSTILE, goal=HOSTILE, column_label=HOSTILE)
    figure = replace(answer.figures[0], text=HOSTILE, derived=True, expression=HOSTILE)
    hostile = replace(answer, question=HOSTILE, answer=HOSTILE, citations=(citation,), figures=(figure,))
    pages = [
        render.header_html([held], notice=HOSTILE),
        shown([], documents=[held], examples=[HOSTILE]),
        shown([Exchange(HOSTILE, hostile), Exchange(HOSTILE, error=HOSTILE)]),
        shown([Exchange(HOSTILE, replace(hostile, status="not_found"))]),
        evidence_html(hostile, turn=0, n=1, document=held, clicked=True),
        evidence_html(hostile, turn=0, n=1, document=None, clicked=True),
        render.evidence_placeholder(HOSTILE),
        table_html(held),
    ]
    for html in pages:
        assert HOSTILE in checked(html).shown
        assert "<img" not in html


def test_states_look_different() -> None:
    answer, _ = answered()
    missing = Answer("q", "not_found", "报告不含 2022 年的内容。", citations=answer.citations)

    assert "正在查找" in shown([Exchange("q")])
    assert 'role="alert"' in shown([Exchange("q", error="问题为空")])
    assert "kp-not-found" in shown([Exchange("q", missing)]) and "最接近的内容" in shown([Exchange("q", missing)])
    assert "（空白）" in shown([Exchange("  ", error="问题为空")])


def test_follow_ups_are_questions_to_click_and_nothing_where_there_are_none() -> None:
    html = followups_html((HOSTILE, "达标了吗？"))

    assert html.count("data-ask=") == 2 and HOSTILE in checked(html).shown
    assert followups_html(()) == ""


def test_a_long_question_is_shortened() -> None:
    html = shown([Exchange("问" * 20_000, error="太长")])

    assert "（共 20000 字）" in html and len(html) < 2_000


def table_html(held: Document) -> str:
    """The goals of a report with what stands outside its table, as the overview shows one."""
    return rows_html([(held, row) for row in held.goals]) + remarks_html(held)


def test_the_goal_table_has_every_cell_and_what_was_dropped() -> None:
    held = document("d", goal(), goal(2, "<重点>", starred=True))
    shown = checked(table_html(held)).shown

    for row in held.goals:
        assert all(cell.text in shown for cell in row.cells)
    assert "★" in shown and "注：示例" in shown and "第 7 行未能归位（不知属于哪一格）：孤行" in shown


@pytest.mark.parametrize(
    ("text", "width"),
    [("60%", "60%"), ("100.0", "100%"), ("120%", "100%"), ("80.2%", "80.2%"), ("已完成", None), ("", None)],
)
def test_completion_is_a_bar(text: str, width: str | None) -> None:
    held = document("d", goal())
    cells = (*held.goals[0].cells[:-1], replace(held.goals[0].cells[-1], text=text))
    html = table_html(replace(held, goals=(replace(held.goals[0], cells=cells),)))

    assert (f"width:{width}" in html) if width else ("kp-bar" not in html)


def test_remarks_and_doubts_of_the_reading_are_shown() -> None:
    held = document("d", goal())
    cells = (*held.goals[0].cells[:-1], replace(held.goals[0].cells[-1], text="6O%", doubts=((1, 2),)))
    report = replace(held.report, remarks=(("第 3 页", "有修订标记"), ("", "扩展名不符")))
    html = table_html(replace(held, goals=(replace(held.goals[0], cells=cells),), report=report))

    assert '6<span class="kp-doubt" title="扫描识别存疑，请核对原件">O</span>%' in html
    assert "第 3 页：有修订标记" in checked(html).shown and "<li>扩展名不符</li>" in html


@pytest.mark.parametrize(
    ("doubts", "expected"),
    [
        ([(1, 2)], "[a(&amp;)]c"),
        ([(1, 3)], "[a(&amp;)](c)"),
        ([(2, 3)], "[a&amp;](c)"),
        ([(0, 2), (1, 3)], "[(a&amp;)](c)"),
        ([], "[a&amp;]c"),
    ],
    ids=["inside", "across the border", "outside", "overlapping", "none"],
)
def test_doubts_are_marked_inside_and_outside_of_a_quote(doubts: list[tuple[int, int]], expected: str) -> None:
    within = [Span(start, end, "(", ")") for start, end in doubts]

    assert mark_spans("a&c", [Span(0, 2, "[", "]")], within=within) == expected


@pytest.mark.parametrize(
    ("column", "text", "shown"),
    [
        ("completion_pct", "6O%", ('<div class="kp-text">6{}O</span>%</div>',)),
        (
            "criteria",
            "新建<6O>座。" + "并完成验收。" * 20,
            ('preview">新建&lt;6{}O</span>', 'text">新建&lt;6{}O</span>'),
        ),
        ("cumulative_progress", "已储备6O个，共138个。", ("<mark>已储备6{}O</span>个，共138个。</mark>",)),
    ],
    ids=["short cell", "collapsed cell", "quote"],
)
def test_doubts_are_underlined_in_the_evidence_as_in_the_table(column: str, text: str, shown: tuple[str, ...]) -> None:
    held = document("demo-2021-06", goal(progress="已储备60个，共138个。"))
    at = text.index("O")
    cells = tuple(
        replace(cell, text=text, doubts=((at, at + 1),)) if cell.column == column else cell
        for cell in held.goals[0].cells
    )
    held = replace(held, goals=(replace(held.goals[0], cells=cells),))
    library = FakeLibrary({held.doc_id: held})
    page = evidence(FakeAssistant(library).ask("储备了多少？"), library)

    for expected in shown:
        assert expected.format('<span class="kp-doubt" title="扫描识别存疑，请核对原件">') in page
    checked(page)


def test_nothing_to_show_is_said() -> None:
    assert "资料库是空的" in render.header_html([])
    assert "2 份报告，2 项目标" in render.header_html([document("a"), document("b")])
    assert "没有可以引用的原文" in evidence(answered()[0], FakeLibrary(), n=9)


def test_a_citation_names_its_place_for_screen_readers() -> None:
    answer, _ = answered()
    assert isinstance(answer.citations[0], Citation)

    html = shown([Exchange("q", answer)])

    assert 'aria-label="引文 1：政府专项债项目储备 · 1-6 月累计完成进度"' in html


@pytest.mark.parametrize(
    ("place", "doubtful", "shown"),
    [("第 2 页第 3 行", False, "原件第 2 页第 3 行"), ("", True, "扫描识别存疑，请核对原件")],
    ids=["place", "doubtful"],
)
def test_the_evidence_says_where_the_quote_stands_and_whether_it_was_read_surely(
    place: str, doubtful: bool, shown: str
) -> None:
    answer, library = answered()
    plain = evidence(answer, library)
    citation = replace(answer.citations[0], place=place, doubtful=doubtful)

    assert shown not in plain
    assert shown in checked(evidence(replace(answer, citations=(citation,)), library)).shown


@pytest.mark.parametrize(("count", "hidden"), [(1, 0), (5, 0), (6, 2), (30, 26)])
def test_many_citations_stand_behind_a_click(count: int, hidden: int) -> None:
    answer, library = answered()
    many = replace(answer, citations=tuple(replace(answer.citations[0], n=n + 1) for n in range(count)))
    html = evidence(many, library)

    assert html.count("kp-chip") - html.count("kp-chips") == count
    assert ('<details class="kp-more"><summary>更多' in html) == (f"更多 {hidden} 条" in html) == bool(hidden)
    assert ('<details class="kp-more" open>' in evidence(many, library, n=count)) == bool(hidden)
