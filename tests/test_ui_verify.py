"""The tabs that verify drafts and audit reports, with stand-ins below them: what they show, and what their events do."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import anyio
import gradio as gr
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.audit import Finding
from assistant.verification import Claim, ClaimFigure, Verification
from checking_fakes import FakeVerifier, cite, fake_audit
from corpus import Cell, Document, read_figures, split_statements
from ui import audit_html, audit_tab, verify_checked, verify_html, verify_runs, verify_source, verify_tab
from ui.audit_files import findings_csv, findings_markdown
from ui.audit_html import Audited
from ui.audit_tab import Audits
from ui.render import row_html
from ui.results import Results
from ui.routes import result_routes
from ui.uploads import Inbox
from ui.verify_changes import Change
from ui.verify_html import Shown
from ui.verify_tab import Drafts
from ui_fakes import HOSTILE, REQUEST, FakeLibrary, alone, document, goal

ALLOWED = {
    "a", "b", "blockquote", "button", "dd", "del", "details", "div", "dl", "dt", "form", "h2", "h3", "h4", "header", "i",
    "input", "ins", "label", "li", "mark", "option", "p", "section", "select", "span", "summary", "textarea", "ul",
}  # fmt: skip
VOID = {"input"}
DRAFT = "共储备项目 138 个。\n资金需求 600 亿元，另有 7 处；天气很好。"
SAID = "储备项目 138 个"


class Markup(HTMLParser):
    """Checks what a browser would see, and collects its text and that of the figures."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.shown, self.draft = "", ""
        self.open: list[tuple[str, str]] = []
        self.feed(page)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED
        given = {name: value or "" for name, value in attrs}
        assert not [name for name in given if name.startswith("on") or name in ("srcdoc", "src")]
        assert re.match(r"#|drafts/|audits/|documents/", given.get("href", "#"))
        if tag not in VOID:
            self.open.append((tag, given.get("class", "")))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag, "tags are not balanced"

    def handle_data(self, data: str) -> None:
        self.shown += data
        if any("kp-draft" in style.split() for _, style in self.open):
            self.draft += data


def shown(page: str) -> str:
    return Markup(page).shown


def clicked(**data: Any) -> gr.EventData:
    return gr.EventData(None, data)


def figure(draft: str, text: str, verdict: Any, **more: Any) -> ClaimFigure:
    start = draft.index(text)
    return ClaimFigure(text, start, start + len(text), verdict, **more)


def claim(draft: str, text: str, *figures: ClaimFigure) -> Claim:
    start = draft.index(text)
    return Claim(text, start, start + len(text), figures)


def verified() -> tuple[Verification, Document]:
    """The verdicts on DRAFT: a figure each that holds, is wrong, and isn't there, and a sentence without any."""
    held = document()
    cell = held.goals[0].cell("cumulative_progress")
    assert cell
    first = cite(held, held.goals[0], cell, quote=SAID, n=1, place="第 6 行")
    second = cite(held, held.goals[0], cell, quote="债券资金需求 589.1 亿元", n=2, place="第 6 行")
    wrong = figure(
        DRAFT,
        "600 亿元",
        "contradicted",
        expected="589.1 亿元",
        citation=2,
        reason="value",
        message="报告为 589.1 亿元。",
    )
    absent = figure(DRAFT, "7 处", "not_found", reason="absent", message="报告里没有这个数字。")
    claims = (
        claim(DRAFT, "共储备项目 138 个。", figure(DRAFT, "138 个", "supported", citation=1)),
        claim(DRAFT, "资金需求 600 亿元，另有 7 处；", wrong, absent),
        claim(DRAFT, "天气很好。"),
    )
    return Verification(claims, (first, second)), held


def source_of(verification: Verification, *, position: int, held: Document | None, clicked: bool = True) -> str:
    shown = Shown("token", "初稿.docx", DRAFT, verification)
    return verify_source.source_html(shown, position=position, document=held, clicked=clicked)


def result(verification: Verification | None = None, *, draft: str = DRAFT, **more: Any) -> str:
    return verify_html.result_html(Shown("token", "初稿.docx", draft, verification or verified()[0], **more))


# The checked text


def test_the_draft_is_shown_as_it_is_with_each_figure_marked() -> None:
    page = result()

    assert Markup(page).draft == DRAFT
    assert re.findall(r'class="kp-fig kp-v-(\w+)" id="kp-f(\d)"', page) == [
        ("supported", "0"),
        ("contradicted", "1"),
        ("not_found", "2"),
    ]
    assert re.findall(r'aria-label="([^"]*)" title', page) == [
        "138 个，支持",
        "600 亿元，不符，报告为 589.1 亿元",
        "7 处，未找到",
    ]


def test_the_counts_are_those_of_the_figures() -> None:
    page = result(notes=("只对照《某报告》",))

    assert re.findall(r'data-filter="(\w+)" aria-pressed="(\w+)"', page) == [
        ("problem", "true"),
        ("contradicted", "false"),
        ("not_found", "false"),
        ("supported", "false"),
    ]
    assert re.findall(r"</i>(\w+) <b>(\d+)</b>", page) == [
        ("全部问题", "2"),
        ("不符", "1"),
        ("未找到", "1"),
        ("支持", "1"),
    ]
    assert "3 句，3 个数字" in shown(page) and "只对照《某报告》" in shown(page)


def test_sentences_that_are_all_right_can_be_told_from_others() -> None:
    page = result()

    assert re.findall(r'class="kp-claim([^"]*)"', page) == [
        " kp-has-supported",
        " kp-has-contradicted kp-has-not_found",
        "",
    ]
    assert '<span class="kp-between">\n</span>' in page


def test_without_problems_the_figures_that_hold_are_walked_through() -> None:
    right, _ = verified()
    page = result(Verification(right.claims[:1], right.citations))

    assert (
        'data-filter="supported" aria-pressed="true"' in page
        and 'data-filter="problem" aria-pressed="false" disabled' in page
    )


def test_markdown_is_made_readable_and_stays_as_it_is() -> None:
    draft = "# 储备 138 个\n\n| 甲 | **138 个** |\n|---|---|\n- 好"
    claims = (claim(draft, "# 储备 138 个", figure(draft, "138 个", "supported")),)
    page = result(Verification(claims), draft=draft, format="markdown")

    assert Markup(page).draft == draft
    assert '<b class="kp-heading">储备 </b>' in page and page.count('class="kp-syntax"') == 8
    assert result(Verification(claims), draft=draft, format="text").count('class="kp-syntax"') == 8
    assert "kp-syntax" not in result(Verification(claims), draft=draft, format="docx") + result()


def test_what_was_changed_is_listed_with_a_way_back() -> None:
    changes = (Change(2, 7, HOSTILE, "report"), Change(9, 9, "又", "person"))
    page = result(source=DRAFT, changes=changes)

    assert "已改 2 处" in shown(page) and re.findall(r'data-do="undo" data-change="(\d)"', page) == ["0", "1"]
    assert HOSTILE[:20] in shown(page) and "按报告" in shown(page) and "自己改的" in shown(page)
    assert "corrected.txt" in page and "corrected" not in result()


def test_what_a_draft_says_is_only_text() -> None:
    draft = f"{HOSTILE} 138 个<script>window.hacked=1</script>"
    hostile = figure(draft, "138 个<script>", "contradicted", expected=HOSTILE, message=f'"><b onclick=x>{HOSTILE}')
    verification = Verification((claim(draft, draft, hostile),))
    page = verify_html.result_html(Shown("token", HOSTILE, draft, verification, notes=(HOSTILE,), trouble=HOSTILE))

    assert Markup(page).draft == draft
    assert HOSTILE in shown(source_of(verification, position=0, held=None, clicked=True))
    assert HOSTILE in shown(verify_html.progress_html(name=HOSTILE, job='"', done=1, total=2))
    assert HOSTILE in shown(verify_html.failure_html(HOSTILE))


def test_spans_that_overlap_lose_no_text() -> None:
    text = "完成 12.5% 以上。"
    figures = (figure(text, "12.5%", "supported"), figure(text, "5% 以上", "not_found"))
    page = result(Verification((claim(text, text, *figures), claim(text, "以上。"))), draft=text)

    assert Markup(page).draft == text


@pytest.mark.parametrize(
    ("verdicts", "first"),
    [([], None), (["supported"], 0), (["supported", "supported", "not_found", "contradicted"], 2)],
    ids=["no figure", "all right", "a problem"],
)
def test_the_first_problem_is_opened(verdicts: list[Any], first: int | None) -> None:
    figures = tuple(ClaimFigure("1", at, at + 1, verdict) for at, verdict in enumerate(verdicts))

    assert verify_html.first_to_open(Verification((Claim("1111", 0, 4, figures),))) == first


# The source


def test_the_source_shows_the_cell_with_the_deciding_span() -> None:
    verification, held = verified()
    page = source_of(verification, position=1, held=held, clicked=True)
    text = shown(page)

    assert "改为 589.1 亿元</button>" in page and 'href="documents/' in page
    assert '<mark>债券资金需求 <b class="kp-said">589.1 亿元</b></mark>' in page and 'data-reveal="click"' in page
    assert all(
        part in text for part in ("不符", "600 亿元", "报告为 589.1 亿元。", "原件第 6 行", "1-6 月累计完成进度")
    )


@pytest.mark.parametrize(
    ("said", "marked"),
    [("589.1亿元", "589.1 亿元"), ("9.1 亿元", None), ("(+.*", None), ("", None)],
    ids=["other spaces", "part of a number", "no expression", "nothing"],
)
def test_what_the_report_says_stands_out_in_the_quote(said: str, marked: str | None) -> None:
    verification, held = verified()
    page = row_html(verification.citations[1], document=held, said=said)

    assert re.findall(r'<b class="kp-said">([^<]*)</b>', page) == ([marked] if marked else [])


def test_a_figure_that_no_report_has_says_so() -> None:
    verification, _ = verified()

    assert "报告里没有这个数字。" in shown(source_of(verification, position=2, held=None, clicked=True))


def test_a_report_that_is_gone_leaves_the_quote() -> None:
    verification, _ = verified()
    text = shown(source_of(verification, position=0, held=None, clicked=False))

    assert "已不在资料库中" in text and SAID in text


@pytest.mark.parametrize(("done", "total", "line"), [(0, 0, "正在读取"), (11, 80, "正在核对第 12 句，共 80 句")])
def test_how_far_it_is(done: int, total: int, line: str) -> None:
    page = verify_html.progress_html(name="初稿.docx", job="j", done=done, total=total)

    assert line in shown(page) and f'aria-valuetext="{line}"' in page and 'data-job="j"' in page


@pytest.mark.parametrize(("count", "choices"), [(0, 0), (1, 0), (2, 3)])
def test_there_is_a_choice_where_there_are_several_reports(count: int, choices: int) -> None:
    reports = [document(f"d{n}", title=f"<{n}>") for n in range(count)]

    assert verify_html.scope_html(reports, label="对照").count("<option") == choices


# The events of verifying


class Bench:
    """The tab over a library in memory, as its page would use it."""

    def __init__(self, *held: Document, pace: float = 0.0) -> None:
        self.library = FakeLibrary({one.doc_id: one for one in held})
        self.verifier = FakeVerifier(self.library, pace=pace)
        self.inbox = Inbox()
        self.tab = Drafts(alone(self.library, verifier=self.verifier), inbox=self.inbox)

    def sent(self, data: bytes, *, name: str = "粘贴的文字.txt", **more: Any) -> gr.EventData:
        async def stream() -> AsyncIterator[bytes]:
            yield data

        return clicked(sent={"name": name, "token": anyio.run(self.inbox.receive, name, stream())}, **more)

    def check(self, text: str, **more: Any) -> list[tuple[Any, ...]]:
        return list(self.tab.check(self.sent(text.encode(), **more), REQUEST))


def job_of(page: str) -> str:
    found = re.search(r'data-job="([^"]+)"', page)
    assert found
    return found[1]


def token_of(page: str) -> str:
    found = re.search(r'data-token="([^"]+)"', page)
    assert found
    return found[1]


def test_a_text_is_verified_and_its_first_problem_opened() -> None:
    bench = Bench(document())
    steps = bench.check(DRAFT)
    page, source = steps[-1]

    assert "kp-checking" in steps[0][0] and Markup(page).draft == DRAFT
    assert bench.verifier.asked == [(DRAFT, None)] and 'data-reveal="auto"' in source


def test_a_draft_can_be_held_against_one_report() -> None:
    bench = Bench(document("a", title="甲表"), document("b", title="乙表"))
    page = bench.check(DRAFT, doc="b")[-1][0]

    assert bench.verifier.asked == [(DRAFT, "b")] and "只对照《乙表》" in shown(page)


@pytest.mark.parametrize(
    ("data", "name", "more", "line"),
    [
        (b"", "a.txt", {}, verify_checked.NOTHING),
        (b" \n\t ", "a.txt", {}, verify_checked.NOTHING),
        (b"PK\x03\x04 no zip", "a.docx", {}, "a.docx"),
        (b"%PDF-1.7 ...", "a.pdf", {}, "a.pdf"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a.txt", {}, "a.txt"),
        ("138 个".encode(), "a.txt", {"doc": "gone"}, verify_checked.NO_REPORT),
        ("字".encode() * 600_000, "a.txt", {}, "超过 50 万字"),
    ],
    ids=["empty", "blank", "no docx", "pdf", "picture", "report gone", "too long"],
)
def test_what_cannot_be_verified_is_one_line(data: bytes, name: str, more: dict[str, Any], line: str) -> None:
    bench = Bench(document())
    page, source = list(bench.tab.check(bench.sent(data, name=name, **more), REQUEST))[-1]

    assert page.startswith('<p class="kp-refused"') and line in shown(page) and "\n" not in page
    assert verify_source.HINT in source and not bench.verifier.asked


def test_an_empty_library_says_so() -> None:
    assert "资料库是空的" in shown(Bench().check(DRAFT)[-1][0])


@pytest.mark.parametrize(
    ("event", "line"),
    [
        ({}, "没有收到完整的文件"),
        ({"name": "a.txt", "token": "x"}, "没有收到完整的文件"),
        ({"name": "a.txt", "large": True}, "a.txt：文件超过 50 MB"),
        ({"name": "a.txt", "error": "a.txt：上传中断。"}, "上传中断"),
    ],
    ids=["nothing", "unknown", "large", "broken off"],
)
def test_what_did_not_arrive_is_one_line(event: dict[str, Any], line: str) -> None:
    assert line in shown(list(Bench(document()).tab.check(clicked(sent=event), REQUEST))[-1][0])


def test_a_verification_can_be_stopped() -> None:
    bench = Bench(document(), pace=0.05)
    event = bench.sent(("共储备项目 138 个。\n" * 200).encode())
    steps = bench.tab.check(event, REQUEST)
    pages = [next(steps)[0], next(steps)[0]]
    bench.tab.stop(clicked(job=job_of(pages[0])))
    pages += [page for page, _ in steps]

    assert verify_runs.STOPPED in shown(pages[-1]) and "共 200 句" in shown(pages[1])
    assert len(pages) < 8 and "kp-checked" not in "".join(pages)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_something_unforeseen_is_one_line() -> None:
    bench = Bench(document())
    bench.verifier.library = None

    assert verify_runs.UNVERIFIED in shown(bench.check(DRAFT)[-1][0])
    assert verify_runs.UNVERIFIED in shown(bench.tab.give_up()[0])


def test_a_clicked_figure_opens_its_source() -> None:
    bench = Bench(document())
    token = token_of(bench.check(DRAFT)[-1][0])

    assert '<section class="kp-source" id="kp-source"' in bench.tab.open(
        clicked(token=token, revision=0, figure=0), REQUEST
    )


@pytest.mark.parametrize("position", [None, -1, 99, "0", 1.0])
def test_a_figure_that_does_not_exist_changes_nothing(position: Any) -> None:
    bench = Bench(document())
    token = token_of(bench.check(DRAFT)[-1][0])

    assert bench.tab.open(clicked(token=token, revision=0, figure=position), REQUEST) == gr.skip()


# What a person changes


WRONG = "共储备项目 188个。\n资金需求 589.1 亿元。"


def reported(text: str) -> Document:
    """A report of one goal, whose progress is that text, with its sentences and figures."""
    cells = [
        replace(cell, figures=())
        if cell.column != "cumulative_progress"
        else Cell(
            cell.column, cell.label, text, statements=tuple(split_statements(text)), figures=tuple(read_figures(text))
        )
        for cell in goal().cells
    ]
    return document("a", replace(goal(), cells=tuple(cells)))


def last(steps: Any) -> tuple[Any, Any]:
    return list(steps)[-1]


@pytest.fixture
def desk() -> tuple[Bench, str]:
    bench = Bench(reported("截至 6 月底，全市共储备项目 138 个。资金需求 589.1 亿元。"))
    return bench, token_of(bench.check(WRONG)[-1][0])


def test_a_correction_is_written_as_the_draft_writes_and_verified(desk: tuple[Bench, str]) -> None:
    bench, token = desk
    page, source = last(bench.tab.accept(clicked(token=token, revision=0, figure=0), REQUEST))

    assert Markup(page).draft == WRONG.replace("188个", "138个") == bench.verifier.asked[-1][0]
    assert 'data-revision="1"' in page and "已改 1 处" in shown(page) and "kp-edited" in page
    assert 'data-figure="0"' in source and "支持" in shown(source)


def test_a_change_is_undone(desk: tuple[Bench, str]) -> None:
    bench, token = desk
    last(bench.tab.accept(clicked(token=token, revision=0, figure=0), REQUEST))
    page, source = last(bench.tab.undo(clicked(token=token, revision=1, change=0), REQUEST))

    assert Markup(page).draft == WRONG and "已改" not in shown(page) and 'data-revision="2"' in page
    assert "不符" in shown(source) and verify_tab.NOT_SET_RIGHT not in shown(page)


def test_what_is_typed_is_verified_and_corrections_stay(desk: tuple[Bench, str]) -> None:
    bench, token = desk
    last(bench.tab.accept(clicked(token=token, revision=0, figure=0), REQUEST))
    new = WRONG.replace("188个", "138个") + "另有 7 处。"
    page, _ = last(bench.tab.edit(bench.sent(new.encode(), token=token, revision=1), REQUEST))

    assert Markup(page).draft == new and "已改 2 处" in shown(page)
    assert "按报告" in shown(page) and "自己改的" in shown(page)


@pytest.mark.parametrize(
    "event", [{"revision": 7}, {"token": "x"}, {"revision": "0"}], ids=["other state", "gone", "no number"]
)
@pytest.mark.parametrize("name", ["accept", "undo", "edit"])
def test_a_change_to_what_is_no_longer_there_changes_nothing(
    desk: tuple[Bench, str], name: str, event: dict[str, Any]
) -> None:
    bench, token = desk
    asked = {"token": token, "revision": 0, "figure": 0, "change": 0, **event}
    _, source = last(getattr(bench.tab, name)(clicked(**asked), REQUEST))

    assert source.startswith("<section") and len(bench.verifier.asked) == 1


@pytest.mark.parametrize(
    ("name", "event"),
    [("accept", {"figure": 1}), ("accept", {"figure": 99}), ("accept", {"figure": None}), ("undo", {"change": 0})],
    ids=["nothing wrong", "no such figure", "none", "no such change"],
)
def test_what_cannot_be_changed_stays(desk: tuple[Bench, str], name: str, event: dict[str, Any]) -> None:
    bench, token = desk

    assert last(getattr(bench.tab, name)(clicked(token=token, revision=0, **event), REQUEST)) == (gr.skip(), gr.skip())


@pytest.mark.parametrize(("text", "line"), [(" ", verify_checked.NOTHING), ("字" * 600_000, "超过 50 万字")])
def test_a_text_that_cannot_be_verified_leaves_the_draft(desk: tuple[Bench, str], text: str, line: str) -> None:
    bench, token = desk
    page, _ = last(bench.tab.edit(bench.sent(text.encode(), token=token, revision=0), REQUEST))

    assert line in shown(page) and Markup(page).draft == WRONG and 'data-revision="0"' in page


def test_line_ends_of_the_draft_stay_when_it_is_edited() -> None:
    bench = Bench(document())
    token = token_of(bench.check("共 138 个。\r\n好。\r\n")[-1][0])
    last(bench.tab.edit(bench.sent("共 138 个。\n很好。\n".encode(), token=token, revision=0), REQUEST))

    assert bench.tab.checked(token, owner="").draft.text == "共 138 个。\r\n很好。\r\n"


def test_the_sample_is_of_the_first_report_and_shows_what_the_tab_is_for() -> None:
    bench = Bench(reported("截至 6 月底，全市共储备项目 138 个。"))
    page = bench.tab.sample(REQUEST)
    found = re.search(r'data-text="([^"]+)"', page)
    assert found
    verdicts = [figure.verdict for figure in bench.verifier.verify(found[1]).figures]

    assert "contradicted" in verdicts and "138" not in found[1]
    assert "data-text" not in Bench().tab.sample(REQUEST) and "请先在“资料”页导入" in Bench().tab.sample(REQUEST)


def test_a_result_that_gave_way_says_so() -> None:
    assert verify_tab.GONE in Bench(document()).tab.open(clicked(token="x", figure=0), REQUEST)


def test_the_oldest_results_give_way() -> None:
    results: Results[str] = Results(room=100)
    tokens = [results.keep(name, size=40, owner="") for name in ("a", "b")]
    assert results.get(tokens[0], owner="") == "a"  # asked for last, so kept longest
    tokens.append(results.keep("c", size=40, owner=""))

    assert [results.get(token, owner="") for token in tokens] == ["a", None, "c"]


# The findings


def found(*held: Document) -> Audited:
    documents = held or (document("a", goal(1), goal(2, "另一目标")),)
    return Audited(documents, fake_audit(documents))


def test_findings_are_grouped_by_goal_with_both_cells_marked() -> None:
    page = audit_html.result_html(found(), token="token")
    text = shown(page)

    assert re.findall(r'data-value="(error|warning|info)" aria-pressed="false">\w+ <b>(\d)</b>', page) == [
        ("error", "2"),
        ("warning", "1"),
        ("info", "1"),
    ]
    assert "发现 4 处问题" in text and "2 项目标、2 个数字" in text and "相差 12.3" in text
    assert page.count("<mark>") == 8 and page.count('class="kp-compared"') == 8
    assert re.findall(r'data-sort="kind" data-value="(\w+)"', page) == [
        "mismatch",
        "arithmetic",
        "target_missed",
        "wording",
    ]


def test_the_report_is_named_where_there_are_several() -> None:
    reports = [document(f"d{n}", goal(1), goal(2, "另一目标"), title=f"表{n}") for n in range(2)]
    page = audit_html.result_html(found(*reports), token="t")
    first, other = (finding.citations[0] for finding in fake_audit(reports)[3:5])
    both = audit_html.result_html(
        Audited(tuple(reports), (Finding("mismatch", "error", "?", (first, other)),)), token="t"
    )

    assert re.findall(r"<h3>[^<]*<span>([^<]*)</span>", page) == ["表0", "表0", "表1", "表1"]
    assert 'class="kp-of"' not in page and both.count('class="kp-of"') == 2
    assert "<span>表0</span>" not in audit_html.result_html(found(reports[0]), token="t")


def test_the_marks_of_a_message_are_numbers() -> None:
    assert audit_html.message_html("12[1] 与 <13>[2]") == (
        '12<b class="kp-ref">1</b> 与 &lt;13&gt;<b class="kp-ref">2</b>'
    )


def test_a_long_cell_is_cut_around_its_span_and_can_be_unfolded() -> None:
    long = "前" * 300 + "储备项目 138 个。" + "后" * 300
    held = document("a", goal(1, progress=long))
    cell = held.goals[0].cell("cumulative_progress")
    assert cell
    citation = cite(held, held.goals[0], cell, quote="138 个")
    page = audit_html.result_html(Audited((held,), (Finding("wording", "info", "?", (citation,)),)), token="t")

    assert page.count("<mark>138 个</mark>") == 2 and "…前" in page and "后…" in page and long in shown(page)


def test_a_clean_report_says_how_much_was_looked_at() -> None:
    page = audit_html.result_html(Audited((document(),), ()), token="t")

    assert "没有发现问题" in shown(page) and "看过 1 项目标、1 个数字" in shown(page) and "audits/" not in page


def test_what_a_report_says_is_only_text() -> None:
    held = document("a", goal(1, HOSTILE, progress=f"{HOSTILE} 138 个"), title=HOSTILE)
    cell = held.goals[0].cell("cumulative_progress")
    assert cell
    finding = Finding("mismatch", "error", f"{HOSTILE}[1]", (cite(held, held.goals[0], cell, quote="138 个"),))
    gone = replace(finding, citations=(replace(finding.citations[0], doc_id="gone", place=HOSTILE, doubtful=True),))
    audited = Audited((held, document("b")), (finding, gone))

    assert shown(audit_html.result_html(audited, token='">')).count(HOSTILE) > 6
    assert HOSTILE in shown(audit_html.progress_html(title=HOSTILE, job='">', done=0, total=1))
    assert not re.search(r"(?<!\\)<img", findings_markdown(audited))


def test_the_findings_as_a_table_run_no_formula() -> None:
    held = document("a", goal(1, "=HYPERLINK(1)", progress="-5,\n储备项目 138 个"))
    cell = held.goals[0].cell("cumulative_progress")
    assert cell
    citation = cite(held, held.goals[0], cell, quote=cell.text)
    data = findings_csv(Audited((held,), (Finding("mismatch", "error", "@对不上[1]", (citation,)),)))
    head, row = csv.reader(io.StringIO(data.decode("utf-8-sig")))

    assert data.startswith(b"\xef\xbb\xbf") and len(head) == len(row)
    assert row[:3] == ["错误", "前后不一", "'@对不上[1]"] and row[5] == "'=HYPERLINK(1)" and row[-1] == f"'{cell.text}"


def test_the_findings_as_markdown() -> None:
    text = findings_markdown(found())

    assert "## 错误（2）" in text and "1. **前后不一** " in text and text.count("    - \\[1\\] ") == 4
    assert "没有发现问题。" in findings_markdown(Audited((document(),), ()))


# The events of auditing


def audits(*held: Document, audit: Any = fake_audit) -> Audits:
    return Audits(alone(FakeLibrary({one.doc_id: one for one in held})), audit=audit)


def test_reports_are_audited_one_by_one_and_of_a_goal_the_worst_comes_first() -> None:
    reports = [document(f"d{n}", goal(1), goal(2, "另一目标"), title=f"表{n}") for n in range(2)]
    pages = list(audits(*reports).run(clicked(doc=""), REQUEST))
    severities = re.findall(r'data-severity="(\w+)"', pages[-1])

    assert "正在检查第 1 份，共 2 份：《表0》" in shown(pages[0]) and "发现 8 处问题" in shown(pages[-1])
    assert severities == ["error", "warning", "error", "info"] * 2 and "看过 2 份报告、4 项目标" in shown(pages[-1])


def test_one_report_alone_can_be_audited() -> None:
    pages = list(audits(document("a", title="甲表"), document("b", title="乙表")).run(clicked(doc="b"), REQUEST))

    assert "没有发现问题" in shown(pages[-1]) and "《乙表》" in shown(pages[-1])


@pytest.mark.parametrize(
    ("held", "doc", "line"), [([], "", audit_tab.EMPTY), ([document("a")], "b", audit_tab.NO_REPORT)]
)
def test_nothing_to_audit_is_one_line(held: list[Document], doc: str, line: str) -> None:
    assert line in shown(list(audits(*held).run(clicked(doc=doc), REQUEST))[-1])


def test_an_audit_can_be_stopped() -> None:
    tab = audits(*(document(f"d{n}") for n in range(50)), audit=lambda _: (anyio.run(anyio.sleep, 0.05), ())[1])
    steps = tab.run(clicked(), REQUEST)
    job = re.search(r'data-job="([^"]+)"', next(steps))
    assert job
    tab.stop(clicked(job=job[1]))

    assert audit_tab.STOPPED in shown(list(steps)[-1])


# The downloads


@pytest.fixture
def client() -> tuple[TestClient, Bench, Audits]:
    bench, tab = Bench(document("a", goal(1), goal(2, "另一目标"))), audits(document("a", goal(1), goal(2, "另一目标")))
    app = FastAPI()
    app.router.routes.extend(result_routes(bench.tab, tab, visitors=alone(bench.library)))
    return TestClient(app), bench, tab


@pytest.mark.parametrize("suffix", ["docx", "md"])
def test_a_verified_draft_is_downloaded(client: tuple[TestClient, Bench, Audits], suffix: str) -> None:
    token = token_of(client[1].check(DRAFT, name="初稿.txt")[-1][0])
    reply = client[0].get(f"/drafts/{token}/annotated.{suffix}")

    assert reply.status_code == 200 and reply.headers["content-type"] == "application/octet-stream"
    assert reply.headers["content-disposition"].endswith(
        f"%E5%88%9D%E7%A8%BF%EF%BC%88%E6%A0%B8%E5%AF%B9%EF%BC%89.{suffix}"
    )
    assert reply.content.startswith(b"PK") if suffix == "docx" else "138 个" in reply.text


@pytest.mark.parametrize(("suffix", "status"), [("txt", 200), ("docx", 404)], ids=["text", "was no Word file"])
def test_a_corrected_draft_is_downloaded(client: tuple[TestClient, Bench, Audits], suffix: str, status: int) -> None:
    bench = client[1]
    token = token_of(bench.check(DRAFT, name="初稿.txt")[-1][0])
    last(bench.tab.edit(bench.sent("改过了，共 138 个。".encode(), token=token, revision=0), REQUEST))
    reply = client[0].get(f"/drafts/{token}/corrected.{suffix}")

    assert reply.status_code == status and (reply.text == "改过了，共 138 个。") == (status == 200)


@pytest.mark.parametrize("suffix", ["md", "csv"])
def test_findings_are_downloaded(client: tuple[TestClient, Bench, Audits], suffix: str) -> None:
    page = list(client[2].run(clicked(), REQUEST))[-1]
    found = re.search(rf'href="(audits/[^"]+\.{suffix})"', page)
    assert found
    reply = client[0].get(f"/{found[1]}")

    assert reply.status_code == 200 and "前后不一" in reply.text
    assert reply.headers["content-disposition"].startswith("attachment;")


@pytest.mark.parametrize(
    "path",
    [
        "/drafts/x/annotated.docx",
        "/drafts/x/annotated.exe",
        "/drafts/x/corrected.docx",
        "/drafts/x/corrected.exe",
        "/audits/x/findings.md",
        "/audits/x/findings.docx",
    ],
)
def test_results_of_others_cannot_be_fetched(client: tuple[TestClient, Bench, Audits], path: str) -> None:
    reply = client[0].get(path)

    assert reply.status_code == 404 and ("没有这种文件" in reply.text or "已不在服务器上" in reply.text)
