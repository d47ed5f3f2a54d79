"""Conversations that are kept and opened again, the choice of reports, what is copied and saved, and opinions."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import gradio as gr
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from assistant import Answer, AnswerFigure, Citation
from assistant.evaluation import read_question_set
from corpus import Cell, Piece, Place, StoreReadOnly
from ui.asking.conversation_html import conversation_html
from ui.asking.desk import Desk
from ui.asking.evidence_html import evidence_html, quoted_places
from ui.asking.exporting import export
from ui.asking.frame_html import bar_html
from ui.asking.routes import asking_routes
from ui.asking.scope import Scope, chosen_ids, values
from ui.asking.talk import WITHHELD, Exchange, Talk, answer_from, answer_record
from ui.asking.word import docx
from ui.asking.writing import answer_html, answer_text, conversation_json, markdown
from ui.visitors import Alone, Role, Visitor
from ui_fakes import HOSTILE, REQUEST, FakeAssistant, FakeLibrary, alone, document

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def library() -> FakeLibrary:
    held = (document("a"), replace(document("b"), organization="水务局", year=2022, period="1-12月"))
    return FakeLibrary({one.doc_id: one for one in held}, files={"0" * 64: "原件".encode()})


def desk(held: FakeLibrary, name: str = "") -> tuple[Desk, FakeAssistant]:
    assistant = FakeAssistant(held)
    return Desk(Alone(Visitor(name, Role.READER, held, assistant, None))), assistant  # type: ignore[arg-type]


def clicked(**data: Any) -> gr.EventData:
    return gr.EventData(None, data)


def asked(page: Desk, question: str = "储备了多少？", talk: Talk | None = None, scope: Scope | None = None) -> Talk:
    talk, *_ = list(page.ask(talk or Talk(), scope or Scope(), clicked(question=question), REQUEST))[-1]
    assert isinstance(talk, Talk)
    return talk


def answer(**changes: Any) -> Answer:
    return replace(FakeAssistant(library()).ask("储备了多少？"), **changes)


# Conversations


def test_a_conversation_is_kept_and_opened_again_as_it_was() -> None:
    page, _ = desk(library())
    talk = asked(page, "再问", asked(page))

    opened, html, evidence, _ = page.open(clicked(id=talk.id), REQUEST)

    assert opened == talk and html == conversation_html(talk, documents=(), examples=()) and "<mark>" in evidence
    assert "储备了多少？" in page.find(opened, clicked(), REQUEST)


def test_an_answer_is_kept_exactly() -> None:
    figures = (
        AnswerFigure("三分之一", "fraction", Decimal(1) / Decimal(3), None, 1),
        AnswerFigure("2021-12", "date", "2021-12", None, None, True, "a - b"),
    )
    kept = json.loads(json.dumps(answer_record(answer(figures=figures))))

    assert answer_from({**kept, "of a later version": 1}) == answer(figures=figures)


def test_questions_that_were_refused_keep_their_place() -> None:
    page, _ = desk(library())
    talk = asked(page, "", asked(page))

    assert page.open(clicked(id=talk.id), REQUEST)[0] == talk and talk.exchanges[1].error


def test_nobody_opens_the_conversation_of_another() -> None:
    held = library()
    talk = asked(desk(held, "甲")[0])
    other, _ = desk(held, "乙")

    assert other.open(clicked(id=talk.id), REQUEST) == (gr.skip(),) * 4
    assert "没有这个对话" in other.remove(Talk(), clicked(id=talk.id), REQUEST)[0]
    assert "没有这个对话" in other.rename(Talk(), clicked(id=talk.id, title="我的"), REQUEST)
    assert "储备了多少" not in other.find(Talk(), clicked(words="储备"), REQUEST)


def test_an_answer_from_a_report_that_is_no_longer_seen_is_withheld_everywhere() -> None:
    held = library()
    page, _ = desk(held)
    talk = asked(page)
    del held.held["a"]

    opened, html, evidence, _ = page.open(clicked(id=talk.id), REQUEST)

    assert opened.exchanges[0].error == WITHHELD and WITHHELD in html
    client = TestClient(Starlette(routes=asking_routes(alone(held))))
    written = [client.get(f"/conversations/{talk.id}.{suffix}").content for suffix in ("md", "json")]
    for shown in (html, evidence, *(content.decode() for content in written)):
        assert "138" not in shown
    assert "储备了多少" not in page.find(Talk(), clicked(words="共储备项目"), REQUEST)


def test_renaming_searching_and_removing() -> None:
    page, _ = desk(library())
    talk = asked(page)

    assert "新名" in page.rename(talk, clicked(id=talk.id, title="新名"), REQUEST)
    assert "新名" in page.find(talk, clicked(words="138 个"), REQUEST)
    assert "没有含“&lt;b&gt;”的对话" in page.find(talk, clicked(words="<b>"), REQUEST)
    listed, empty, html, *_ = page.remove(talk, clicked(id=talk.id), REQUEST)
    assert "还没有对话" in listed and empty == Talk() and "data-ask" in html


def test_one_deleted_on_another_page_is_kept_anew_with_all_that_was_said() -> None:
    held = library()
    page, _ = desk(held)
    talk = asked(page)
    held.conversations.delete("", talk.id)

    again = asked(page, "再问", talk)

    assert again.id not in ("", talk.id) and held.conversations.get("", again.id).exchanges == 2


def test_where_nothing_can_be_kept_there_is_the_answer_all_the_same() -> None:
    class ReadOnly(FakeLibrary):
        @property
        def conversations(self) -> Any:
            raise StoreReadOnly("只能读")

    held = ReadOnly({"a": document("a")})
    talk = asked(desk(held)[0])

    assert talk.id == "" and talk.exchanges[0].answer
    assert "conversations/" not in conversation_html(talk, documents=(), examples=())


# The choice of reports


@pytest.mark.parametrize(
    ("scope", "within"),
    [
        (Scope(), None),
        (Scope(organization="水务局"), {"b"}),
        (Scope(year="2021"), {"a"}),
        (Scope(period="1-6月"), {"a"}),
    ],
)
def test_only_the_reports_chosen_are_asked(scope: Scope, within: set[str] | None) -> None:
    page, assistant = desk(library())
    asked(page, scope=scope)

    assert assistant.within == [within]


def test_a_choice_that_leaves_no_report_is_said() -> None:
    page, assistant = desk(library())
    talk = asked(page, scope=Scope("水务局", "2021"))

    assert "没有同时符合" in talk.exchanges[0].error and assistant.asked == []


@pytest.mark.parametrize("sent", [{}, {"year": 2021}, {"year": "1900"}, {"organization": HOSTILE}, {"other": "x"}])
def test_a_choice_that_does_not_exist_is_all(sent: dict[str, Any]) -> None:
    scope, bar = desk(library())[0].narrow(clicked(**sent), REQUEST)

    assert scope == Scope() and "2 份报告" in bar


def test_what_would_leave_nothing_cannot_be_chosen() -> None:
    html = bar_html(library().documents(), Scope(organization="水务局"))

    assert '<option value="2021" disabled>' in html and '<option value="2022">' in html and "1 份报告" in html
    assert "<select" not in bar_html(library().documents()[:1], Scope())


def test_facets_are_in_order_and_what_is_unknown_can_be_chosen() -> None:
    documents = [replace(document(str(n)), year=year, period=period) for n, (year, period) in enumerate(
        [(2020, "1-12月"), (2022, "1-3月"), (None, None), (2022, "1-6月")]
    )]  # fmt: skip

    assert values(documents, "year") == ("2022", "2020", "未注明")
    assert values(documents, "period")[-3:] == ("1-3月", "1-6月", "1-12月")
    assert chosen_ids(documents, Scope(year="未注明")) == {"2"}


# Evidence


def test_citations_can_be_stepped_through() -> None:
    quotes = tuple(replace(answer().citations[0], n=n) for n in (1, 2, 4))
    html = evidence_html(answer(citations=quotes), turn=3, n=2, document=document("a"), clicked=True)

    assert "<b>2 / 3</b>" in html
    assert html.index('data-step="back"') < html.index('data-cite="3-1">‹') < html.index('data-cite="3-4">›')


def test_the_page_of_the_file_is_shown_with_the_place_of_the_quote() -> None:
    held = document("a")
    cells = tuple(
        replace(
            cell,
            pieces=(
                Piece(0, 11, Place(page=2, box=(1.0, 2.0, 3.0, 4.0))),
                Piece(11, 99, Place(page=3, box=(5.0, 6.0, 7.0, 8.0))),
            ),
        )
        if cell.column == "cumulative_progress"
        else cell
        for cell in held.goals[0].cells
    )
    held = replace(held, goals=(replace(held.goals[0], cells=cells),))

    html = evidence_html(answer(), turn=0, n=1, document=held, clicked=True)

    assert f'data-picture="documents/a/pages/3?{held.sha256[:12]}" data-boxes="[[5.0, 6.0, 7.0, 8.0]]"' in html
    assert "pages/2" not in html and 'href="documents/a/file" download' in html


def test_a_file_without_pages_has_no_picture() -> None:
    citation = answer().citations[0]

    assert quoted_places(Cell("criteria", "x", "text", (Piece(0, 4, Place(row=3)),)), citation) == {}
    assert "data-picture" not in evidence_html(answer(), turn=0, n=1, document=document("a"), clicked=True)


# Follow-ups, copies, files


def test_follow_ups_come_after_the_answer_and_not_while_another_is_looked_up() -> None:
    page, _ = desk(library())
    talk = asked(page)

    assert "达标了吗？" in page.follow_up(talk, Scope(), REQUEST)
    assert page.follow_up(Talk(talk.id, (*talk.exchanges, Exchange("二"))), Scope(), REQUEST) == ""
    assert page.follow_up(talk, Scope("水务局", "2021"), REQUEST) == ""


def test_follow_ups_give_way_to_whoever_waits_for_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.asking.desk.PATIENCE", 0.05)
    page, _ = desk(library())
    talk = asked(page)

    asking = page.ask(Talk(), Scope(), clicked(question="储备了多少？"), REQUEST)
    next(asking)
    assert page.follow_up(talk, Scope(), REQUEST) == ""
    del asking  # as when a visitor leaves
    assert "达标了吗？" in page.follow_up(talk, Scope(), REQUEST)


def hostile() -> Answer:
    quote = replace(answer().citations[0], doc_title=HOSTILE, goal=HOSTILE, quote=HOSTILE)
    return answer(question=HOSTILE, answer=f"{HOSTILE}[1] 见[9]", citations=(quote,))


def test_what_is_copied_names_its_sources() -> None:
    assert answer_text(answer()).splitlines()[0] == "共储备项目 138 个[1]。"
    assert (
        "[1] 《2021 年度示例局目标完成情况表》 · 政府专项债项目储备 · 1-6 月累计完成进度：“截至 6 月底"
        in answer_text(answer())
    )
    assert "138 个<sup>[1]</sup>。" in answer_html(answer())
    assert "<img" not in answer_html(hostile()) and "<sup>[1]</sup> 见[9]" in answer_html(hostile())


def test_markdown_has_footnotes_and_no_markup_of_others() -> None:
    written = markdown(
        "题", [Exchange("问？", answer()), Exchange("再问？", hostile()), Exchange("错？", error="没有")]
    )

    assert "共储备项目 138 个[^1-1]。" in written and "\n[^1-1]: 《" in written
    assert "\\*\\*粗\\*\\*" in written and "<img" not in written.replace("\\<", "")
    assert "> 没有" in written


def test_json_is_the_machine_interface() -> None:
    record = json.loads(conversation_json("题", [Exchange("问？", answer()), Exchange("错？", error="没有")]))

    assert record["exchanges"] == [answer().to_json(), {"question": "错？", "error": "没有"}]


def test_word_opens_the_document_and_marks_count_through() -> None:
    package = zipfile.ZipFile(
        io.BytesIO(docx(HOSTILE + "\uffff\x0b", [Exchange("一", answer()), Exchange("二", hostile())]))
    )
    body = ET.fromstring(package.read("word/document.xml"))
    paragraphs = [
        "".join(text.text or "" for text in paragraph.iter(f"{WORD}t")) for paragraph in body.iter(f"{WORD}p")
    ]

    assert package.testzip() is None and paragraphs[0] == HOSTILE
    assert "共储备项目 138 个[1]。" in paragraphs and f"{HOSTILE}[2] 见[9]" in paragraphs
    assert [line[:3] for line in paragraphs[-2:]] == ["[1]", "[2]"]
    raised = [run for run in body.iter(f"{WORD}r") if run.find(f"{WORD}rPr/{WORD}vertAlign") is not None]
    assert ["".join(text.text or "" for text in run.iter(f"{WORD}t")) for run in raised] == ["[1]", "[2]"]


@pytest.mark.parametrize(
    ("path", "status", "holds"),
    [
        (".md", 200, "## 再问"),
        (".md?turn=1", 200, "# 再问"),
        (".json", 200, '"exchanges"'),
        (".md?turn=9", 200, ""),
        (".md?turn=-1", 200, ""),
        (".md?turn=²", 200, ""),
        (".exe", 404, ""),
        ("x.md", 404, "没有这个对话"),
    ],
)
def test_conversations_are_fetched_as_files(path: str, status: int, holds: str) -> None:
    held = library()
    page, _ = desk(held)
    talk = asked(page, "再问", asked(page))
    reply = TestClient(Starlette(routes=asking_routes(alone(held)))).get(f"/conversations/{talk.id}{path}")

    assert reply.status_code == status and holds in reply.text
    assert status != 200 or reply.headers["content-disposition"].startswith("attachment;")


# Opinions


def rated(held: FakeLibrary, **sent: Any) -> str:
    page, _ = desk(held, "甲")
    return page.rate(asked(page), Scope(), clicked(**{"turn": 0, "verdict": "down", **sent}), REQUEST)


def test_an_opinion_is_kept_with_the_answer_and_its_reason() -> None:
    held = library()

    assert "已记下" in rated(held, reason="figure", note="应为 139")
    (opinion,) = held.feedback.all()
    assert (opinion.owner, opinion.verdict, opinion.reason, opinion.note) == ("甲", "down", "figure", "应为 139")
    assert opinion.doc_ids == ("a", "b") and answer_from(opinion.record["answer"]).citations


@pytest.mark.parametrize("sent", [{"turn": 7}, {"turn": None}, {"verdict": "sideways"}, {"turn": -1}])
def test_an_opinion_on_nothing_is_none(sent: dict[str, Any]) -> None:
    held = library()

    assert rated(held, **sent) == "" and held.feedback.all() == ()


def test_opinions_are_for_administrators() -> None:
    held = library()
    rated(held, reason="invented")
    reader = Alone(Visitor("甲", Role.READER, held, None, None))  # type: ignore[arg-type]

    assert TestClient(Starlette(routes=asking_routes(reader))).get("/feedback.jsonl").status_code == 403
    record = TestClient(Starlette(routes=asking_routes(alone(held)))).get("/feedback.jsonl").json()
    assert record["feedback"]["verdict"] == "down" and record["feedback"]["reason"] == "" and record["figures"] == []


def test_what_was_found_right_is_a_set_of_questions_that_can_be_run(tmp_path: Path) -> None:
    held = library()
    rated(held, verdict="up")
    rated(held, verdict="down", reason="source")

    exported = export(held, folder=tmp_path / "set")  # type: ignore[arg-type]

    (question,) = read_question_set(tmp_path / "set").questions
    assert (exported.questions, exported.to_review, exported.documents) == (1, 1, 2)
    assert question.figures[0].value == 138 and question.answerable and question.files == ("docs/a.txt", "docs/b.txt")
    assert question.true_cells[0][0].goal == "政府专项债项目储备"
    assert (tmp_path / "set" / "docs" / "a.txt").read_bytes() == "原件".encode()
    assert "source" in (tmp_path / "set" / "review.jsonl").read_text(encoding="utf-8")


def test_a_citation_of_a_hostile_report_is_text_in_every_place() -> None:
    shown = conversation_html(Talk("x", (Exchange(HOSTILE, hostile()),)), documents=(), examples=())

    assert isinstance(hostile().citations[0], Citation) and "<img" not in shown and "onerror=" in shown
