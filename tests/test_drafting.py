"""Drafts: every figure of them is in the quote that it cites and is borne out by the verifier; nothing is made up."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest

from assistant.drafting import KINDS, LENGTHS, Brief, Draft, check_in_context, draft
from assistant.drafting.plan import Cited, Plan, Planned, PlannedBlock, Said
from assistant.drafting.proving import NOT_QUOTED, proved
from assistant.extraction import extract
from assistant.verification import Verifier
from assistant.writer import Place
from corpus import Document, DraftError, EmptyIndex, UnknownDocument, UnknownGoal, read_document, squeeze
from corpus.reports import sample_report
from drafting_reports import Held, hostile, parks, roads


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document]:
    folder = tmp_path_factory.mktemp("drafting")
    return {
        "sample": extract(read_document(sample_report())),
        "earlier": roads(folder, 2021, 6, done=196, money=3000, pct=49),
        "later": roads(folder, 2022, 6),
        "parks": parks(folder),
        "hostile": hostile(folder),
    }


@pytest.fixture(scope="module")
def shelf(reports: dict[str, Document]) -> Held:
    return Held(*reports.values())


def sound(made: Draft, shelf: Held) -> None:
    """Every quote is its cell's, every figure in its quote or derived, every sentence cited, and the verifier agrees."""
    cells = {
        (d.doc_id, d.goal_id(g), c.column, c.label): c.text for d in shelf.documents() for g in d.goals for c in g.cells
    }
    for citation in made.citations:
        text = cells[citation.doc_id, citation.goal_id, citation.column, citation.column_label]
        assert text[citation.start : citation.end] == citation.quote != ""
    for sentence in made.sentences:
        assert made.text[sentence.start : sentence.end] == sentence.text
        assert sentence.citations
    for figure in made.figures:
        assert made.text[figure.start : figure.end] == figure.text
        citation = made.citation(figure.citation or 0)
        assert figure.expression if citation is None else squeeze(figure.text).rstrip("%") in squeeze(citation.quote)
    held = Held(*(d for d in shelf.documents() if d.doc_id in made.doc_ids))
    assert {figure.verdict for figure in Verifier(held).verify(made.text).figures} <= {"supported"}


@pytest.mark.parametrize(
    ("name", "kind", "length"), [*product(("sample", "later", "parks"), ("summary", "topic", "points"), LENGTHS)]
)  # type: ignore[arg-type]
def test_every_figure_is_quoted_and_verified(
    name: str, kind: str, length: str, reports: dict[str, Document], shelf: Held
) -> None:
    made = draft(Brief((reports[name].doc_id,), kind=kind, length=length), shelf)  # type: ignore[arg-type]

    assert made.figures
    assert made.dropped == ()
    sound(made, shelf)
    assert draft(Brief((reports[name].doc_id,), kind=kind, length=length), shelf) == made  # type: ignore[arg-type]


def test_a_target_stands_beside_what_was_done_with_the_verdict(reports: dict[str, Document], shelf: Held) -> None:
    made = draft(Brief((reports["later"].doc_id,), goals=("公路养护",), length="short"), shelf)

    assert made.title == "云汀县交通局2022年上半年目标完成情况小结"
    assert made.text.split("\n")[1:] == [
        "一、公路养护",
        "目标为养护公路不少于 400 公里；1-6 月养护公路 212 公里，尚未达到目标，还差 188 公里。目标为路面优良率达到 92%；路面优良率 93.5%，已达到目标。公路养护累计完成工作量 53%。",
    ]
    gap = next(figure for figure in made.figures if figure.derived)
    assert (gap.text, gap.value, gap.citation) == ("188 公里", Decimal(188), None)
    assert gap.expression == "400 公里 - 212 公里"


def test_lengths_show_more_and_more(reports: dict[str, Document], shelf: Held) -> None:
    short, medium, long = (draft(Brief((reports["sample"].doc_id,), length=length), shelf) for length in LENGTHS)

    assert len(short.text) < len(medium.text) < len(long.text)


def test_items_are_counted_as_official_papers_do(reports: dict[str, Document], shelf: Held) -> None:
    made = draft(Brief((reports["later"].doc_id,), goals=("公交便民",)), shelf)

    assert "一是优化线网布局。" in made.text
    assert "二是改进服务。推行扫码乘车。" in made.text


def test_a_quarter_has_its_own_column_and_no_verdicts(reports: dict[str, Document], shelf: Held) -> None:
    made = draft(Brief((reports["sample"].doc_id,), period="二季度"), shelf)

    assert {c.column for c in made.citations} == {"quarter_progress"}
    assert "达到目标" not in made.text
    assert made.title.startswith("杭州市财政局2021年二季度")


def test_periods_of_a_body_are_compared(reports: dict[str, Document], shelf: Held) -> None:
    ids = reports["later"].doc_id, reports["earlier"].doc_id
    made = draft(Brief(ids, kind="comparison"), shelf)

    assert (
        "2021年上半年，公路养护累计完成工作量 49%；2022年上半年，公路养护累计完成工作量 53%，提高 4 个百分点。"
        in made.text
    )
    assert made.text.index("196 公里") < made.text.index("212 公里")
    sound(made, shelf)


def test_chosen_goals_of_two_bodies_are_compared(reports: dict[str, Document], shelf: Held) -> None:
    ids = reports["later"].doc_id, reports["parks"].doc_id
    made = draft(Brief(ids, goals=tuple(f"{doc_id}#1" for doc_id in ids), kind="comparison"), shelf)

    assert "云汀县交通局" in made.text
    assert "云汀县园林局" in made.text
    sound(made, shelf)


def test_without_a_choice_the_newest_report_of_each_body_is_drafted(reports: dict[str, Document], shelf: Held) -> None:
    made = draft(Brief(kind="points", length="short"), shelf)

    assert set(made.doc_ids) == {d.doc_id for name, d in reports.items() if name != "earlier"}
    sound(made, shelf)


@pytest.mark.parametrize(
    ("brief", "error", "said"),
    [
        (Brief(goals=("公路养乎",)), UnknownGoal, "是不是“公路养护”"),
        (Brief(goals=("公",)), UnknownGoal, "公路养护”“公交便民"),
        (Brief(goals=("航天发射",)), UnknownGoal, "有的是"),
        (Brief(("nowhere",)), UnknownDocument, "nowhere"),
        (Brief(period="1998年"), DraftError, "2022年1-6月"),
        (Brief(period="何时"), DraftError, "看不懂期间"),
        (Brief(goals=("古树保护",), kind="comparison"), DraftError, "没有可以对比的目标"),
    ],
    ids=["mistyped", "several", "unlike", "report", "year", "period", "alone"],
)
def test_what_cannot_be_drafted_is_said_with_a_remedy(
    brief: Brief, error: type[Exception], said: str, shelf: Held
) -> None:
    with pytest.raises(error, match=said):
        draft(brief, shelf)


def test_nothing_is_drafted_from_nothing() -> None:
    with pytest.raises(EmptyIndex):
        draft(Brief(), Held())


def place_of(document: Document, column: str = "cumulative_progress") -> Place:
    cell = document.goals[0].cell(column)
    assert cell is not None
    return Place(document, document.goals[0], cell)


def plan_of(*sentences: Planned) -> Plan:
    return Plan("云汀县交通局2022年上半年小结", (PlannedBlock("paragraph", sentences, goal_id="g"),))


def test_a_sentence_that_does_not_hold_gives_way_to_its_next_wording(reports: dict[str, Document]) -> None:
    document = reports["later"]
    place = place_of(document)
    end = place.cell.text.index("；")
    quote = Cited(place, 0, end)
    wrong = (quote, Said("，已达到目标"))  # 212 of 400
    result = proved(plan_of(Planned((wrong, (quote,)))), Verifier(Held(document)))

    assert result.laid.text.endswith(f"{quote.text}。")
    assert result.dropped == ()


def test_what_holds_in_no_wording_is_left_out_and_said(reports: dict[str, Document]) -> None:
    document = reports["later"]
    place = place_of(document)
    quote = Cited(place, 0, place.cell.text.index("；"))
    made_up = Planned(((quote, Said("，惠及 7 万人")),))
    contradicted = Planned(((quote, Said("，已达到目标")),))
    result = proved(plan_of(made_up, contradicted, Planned(((quote,),))), Verifier(Held(document)))

    assert "7 万人" not in result.laid.text
    assert [dropped.text for dropped in result.dropped] == [f"{quote.text}，惠及 7 万人", f"{quote.text}，已达到目标"]
    assert result.dropped[0].reason == NOT_QUOTED
    assert "212 公里" in result.dropped[1].reason


def test_what_is_typed_is_judged_under_its_headings(reports: dict[str, Document]) -> None:
    verifier = Verifier(Held(reports["earlier"], reports["later"]))
    text = "养护公路 196 公里。"

    found = [
        check_in_context(text, above=[f"云汀县交通局{year}年上半年小结", "一、公路养护"], verifier=verifier)
        for year in (2021, 2022)
    ]

    assert [v.figures[0].verdict for v in found] == ["supported", "contradicted"]
    assert all(text[v.figures[0].start : v.figures[0].end] == "196 公里" for v in found)


def test_a_year_that_misleads_is_answered_by_saying_the_own_one(reports: dict[str, Document], shelf: Held) -> None:
    made = draft(Brief((reports["sample"].doc_id,), goals=("6",), kind="topic", length="long"), shelf)

    assert made.dropped == ()
    assert "2021-2025年每年" in made.text
    assert "2021年" in made.text[made.text.index("2021-2025年每年") + 10 :]


def test_the_names_of_kinds_and_lengths_are_there() -> None:
    assert list(KINDS) == ["summary", "topic", "points", "comparison"]
    assert list(LENGTHS) == ["short", "medium", "long"]
