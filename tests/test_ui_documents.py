"""The documents tab with stand-ins below it: what it shows of each state, and what its events do to the library."""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path
from threading import Event, Thread
from typing import Any

import anyio
import gradio as gr
import pytest

from corpus import Cell, Document, HeaderMapping, NoGoals, ParseReport, Piece, Place, ServerError, UnreadableDocument
from corpus.files import MAX_BYTES
from index import PastVersion
from ui import documents_html as html
from ui.documents_html import Reading
from ui.documents_tab import LOST, UNREAD, Documents, following
from ui.ingesting import IngestRecord
from ui.originals import Originals, size_of
from ui.preview_html import PAGELESS, View, gone_html, view_html
from ui.uploads import Inbox, bare_name
from ui_fakes import HOSTILE, REQUEST, FakeLibrary, FakeReader, alone, document, goal

ALLOWED = {
    "a", "aside", "b", "button", "details", "div", "form", "h2", "i", "img", "input", "label", "li", "nav", "option",
    "p", "section", "select", "span", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
VOID = {"img", "input"}
GUESSED = ParseReport(
    lines=3,
    goals=1,
    joined=0,
    headers=(HeaderMapping("目标名称", "goal_name"), HeaderMapping("干到哪了", "cumulative_progress", "content")),
)


class Markup(HTMLParser):
    """Checks what a browser would see, and collects its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.shown = ""
        self.open: list[str] = []
        self.feed(page)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED
        assert not [name for name, _ in attrs if name.startswith("on") or name == "srcdoc"]
        assert all((value or "").startswith("documents/") for name, value in attrs if name in ("src", "href"))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, "tags are not balanced"

    def handle_data(self, data: str) -> None:
        self.shown += data


def shown(page: str) -> str:
    return Markup(page).shown


def png(text: bytes = b"") -> bytes:
    """The beginning of a PNG, with a text."""
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", 1200, 800, 8, 2, 0, 0, 0)), (b"tEXt", text), (b"IDAT", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(struct.pack(">I4s", len(c), kind) + c + b"crc!" for kind, c in chunks)


@dataclass
class PagedReader(FakeReader):
    """Pages are 600 points wide and 400 high; `drawn` are those that were asked for."""

    drawn: list[int] = field(default_factory=list)

    def picture(self, data: bytes, *, path: Path, page: int) -> bytes:
        self.drawn.append(page)
        super().picture(data, path=path, page=page)
        return png(b"size\x00600 400")


def paged(doc_id: str = "paged") -> Document:
    """A document of two pages whose first goal's progress is on both."""
    held = document(doc_id, goal(1), goal(2))
    places = (
        Piece(0, 5, Place(row=2, page=1, box=(60, 40, 300, 80))),
        Piece(5, 9, Place(row=1, page=2, box=(60, 20, 300, 60))),
    )
    cells = tuple(
        replace(c, pieces=places if c.column == "cumulative_progress" else places[:1]) for c in held.goals[0].cells
    )
    return replace(held, goals=(replace(held.goals[0], cells=cells), held.goals[1]))


@dataclass
class Tab:
    """The tab over a library in memory."""

    library: FakeLibrary
    reader: FakeReader
    inbox: Inbox = field(default_factory=Inbox)

    @property
    def events(self) -> Documents:
        originals = Originals(lambda: self.reader)
        visitors = alone(self.library)
        return Documents(visitors, open_reader=lambda: self.reader, inbox=self.inbox, originals=originals)

    def sent(self, **contents: bytes) -> gr.EventData:
        """Files that arrived, by the name without its suffix."""
        return clicked(
            files=[{"name": f"{n}.txt", "token": arrived(self.inbox, f"{n}.txt", c)} for n, c in contents.items()]
        )

    def take(self, event: gr.EventData) -> list[tuple[Any, ...]]:
        return list(self.events.take([], event, REQUEST))


def tab(*held: Document, reader: FakeReader | None = None) -> Tab:
    """A library of documents whose files are kept."""
    library = FakeLibrary()
    for number, one in enumerate(held):
        data = f"文件 {number}".encode()
        library.add(replace(one, sha256=hashlib.sha256(data).hexdigest()), file=data)
    return Tab(library, reader or FakeReader())


def clicked(**data: Any) -> gr.EventData:
    return gr.EventData(None, data)


def arrived(inbox: Inbox, name: str, *chunks: bytes) -> str:
    async def stream() -> AsyncIterator[bytes]:
        for chunk in chunks:
            yield chunk

    return anyio.run(inbox.receive, name, stream())


def past(**changes: Any) -> PastVersion:
    facts = {"id": 1, "doc_id": "a", "replaced_at": "2026-01-02T08:00:00.000+00:00", "reason": "replaced"}
    return PastVersion(**{**facts, "title": "旧表", "source": "/x/旧.pdf", "sha256": "0", "goals": 3, **changes})


# What is shown


@pytest.mark.parametrize(
    ("record", "texts"),
    [
        (IngestRecord("a.docx", "added", document()), ["已导入", "a.docx", "1 项目标", "未能归位 1", "孤行"]),
        (IngestRecord("/tmp/b.pdf", "replaced", document()), ["已更新", "b.pdf"]),
        (IngestRecord("a.docx", "unchanged", document()), ["无变化"]),
        (IngestRecord("坏.docx", "failed", error="坏.docx：文件已损坏。"), ["失败", "坏.docx：文件已损坏。"]),
        (IngestRecord("a.docx", "added", replace(document(), report=GUESSED)), ["表头待确认 1", "内容推断，待确认"]),
    ],
    ids=["added", "replaced", "unchanged", "failed", "guessed"],
)
def test_what_became_of_a_file(record: IngestRecord, texts: list[str]) -> None:
    text = shown(html.intake_html([record]))

    assert "1 个文件：" in text and all(expected in text for expected in texts)
    assert "/tmp" not in text


def test_how_far_the_reading_is() -> None:
    page = html.intake_html([], reading=Reading(3, 12, "x.pdf", "第 3 页，共 12 页"))

    assert "3/12 · 正在读取 x.pdf · 第 3 页，共 12 页" in shown(page) and "width:16%" in page
    assert html.intake_html([]) == ""


@pytest.mark.parametrize(
    ("how", "text", "guess"),
    [
        ("rule", "规则", False),
        ("content", "内容推断", True),
        ("similarity", "含义相近", True),
        ("person", "人工确认", False),
    ],
)
def test_headers_say_how_they_were_mapped_and_guesses_stand_out(how: Any, text: str, guess: bool) -> None:
    report = replace(GUESSED, headers=(HeaderMapping("进展", "criteria", how),))
    page = html.headers_html(replace(document(), report=report))

    assert text in shown(page) and ("kp-guess" in page) == guess
    assert re.findall(r'value="(\w+)" selected', page) == ["criteria"] and page.count("<option") == 8
    assert (">确认</button>" in page) == guess


def test_a_header_of_several_tables_stands_once() -> None:
    report = replace(GUESSED, headers=GUESSED.headers * 2)

    assert html.headers_html(replace(document(), report=report)).count("<select") == 2


def test_the_list_has_facts_and_badges() -> None:
    doubtful = replace(goal().cells[0], doubts=((0, 1), (2, 3)))
    held = replace(document("a", replace(goal(), cells=(doubtful,))), source="/data/甲.pdf", organization=None)
    text = shown(html.shelf_html([held], history=[past(), past(reason="removed")]))

    for expected in (
        "2021 年度示例局",
        "—",
        "1-6月",
        "甲.pdf",
        "扫描存疑 2",
        "变更记录（2）",
        "被新文件替换",
        "已删除",
        "旧.pdf",
    ):
        assert expected in text
    assert "/data" not in text


def test_an_empty_library_is_said() -> None:
    assert "资料库是空的" in shown(html.shelf_html([]))


def test_boxes_of_the_page_lie_in_percent_over_it() -> None:
    page = view_html(View(paged(), page=2, size=(600.0, 400.0), cell="1-5"))

    assert re.findall(r'<i class="kp-box" data-cell="(.*?)".*?style="(.*?)"', page) == [
        ("1-5", "left:10.00%;top:5.00%;width:40.00%;height:10.00%")
    ]
    assert 'src="documents/paged/pages/2?000000000000"' in page and 'data-active="1-5"' in page
    assert "第 1 页第 2 行、第 2 页第 1 行" in page and "第 2 / 2 页" in shown(page)


@pytest.mark.parametrize(
    ("change", "text", "image"),
    [
        ({"size": (600.0, 400.0)}, "", True),
        ({}, "", True),
        ({"drawing": True}, "正在打开第 1 页", False),
        ({"trouble": "画不出来"}, "画不出来", False),
    ],
    ids=["drawn", "no size", "drawing", "trouble"],
)
def test_states_of_a_page(change: dict[str, Any], text: str, image: bool) -> None:
    page = view_html(View(paged(), page=1, **change))

    assert text in shown(page) and ("<img" in page) == image
    assert ("kp-box" in page) == bool(change.get("size"))


def test_a_file_without_pages_tells_the_place_in_words() -> None:
    held = document()
    cells = (replace(held.goals[0].cells[0], pieces=(Piece(0, 1, Place(row=5, column=2, sheet="进展")),)),)
    page = view_html(View(replace(held, goals=(replace(held.goals[0], cells=cells),))))

    assert 'data-place="工作表“进展” B5"' in page and "<img" not in page
    assert PAGELESS in shown(page) and "点表中的格子，看它在原件中的位置" in shown(page)
    assert PAGELESS not in view_html(View(paged(), page=1))
    assert 'href="documents/demo-2021-06/file" download' in page


def test_hostile_text_is_text_everywhere() -> None:
    report = ParseReport(
        lines=1,
        goals=1,
        joined=0,
        skipped=((HOSTILE, HOSTILE),),
        dropped=((HOSTILE, HOSTILE, HOSTILE),),
        headers=(HeaderMapping(HOSTILE, "criteria", "content"),),
        remarks=((HOSTILE, HOSTILE),),
    )
    cell = Cell("goal_name", HOSTILE, HOSTILE, pieces=(Piece(0, 1, Place(sheet=HOSTILE, page=1, box=(0, 0, 1, 1))),))
    held = replace(document(HOSTILE, replace(goal(), cells=(cell,))), title=HOSTILE, report=report, source=HOSTILE)
    history = [past(title=HOSTILE, source=HOSTILE)]
    records = [IngestRecord(HOSTILE, "added", held), IngestRecord(HOSTILE, "failed", error=HOSTILE)]
    pages = [
        html.intake_html(records, reading=Reading(1, 2, HOSTILE, HOSTILE), note=HOSTILE),
        html.shelf_html([held], history=history, note=HOSTILE),
        view_html(View(held, history, page=1, size=(1, 1), cell=HOSTILE, busy=HOSTILE, note=HOSTILE)),
        view_html(View(held, page=1, trouble=HOSTILE)),
    ]
    for page in pages:
        assert HOSTILE in shown(page) and "<img src=x" not in page


def test_where_files_are_dropped_says_which_and_how_large() -> None:
    text = shown(html.drop_html())

    assert all(expected in text for expected in ("Word 文档", "PDF", "图片", "50 MB"))


# What the events do


def test_files_are_taken_one_by_one_and_a_bad_one_stops_nobody() -> None:
    page = tab()
    steps = page.take(page.sent(甲=b"1", bad=b"2", 乙=b"3"))

    records, intake, shelf = steps[-1]
    assert [(record.source, record.status) for record in records] == [
        ("甲.txt", "added"), ("bad.txt", "failed"), ("乙.txt", "added"),
    ]  # fmt: skip
    assert set(page.library.held) == {"甲", "乙"} and page.library.file("甲") is not None
    assert "正在读取" in steps[0][1] and "3 个文件：已导入 2，失败 1" in intake and "甲.txt" in shelf
    assert page.reader.closed


def test_the_progress_of_a_reading_is_shown() -> None:
    going = Event()

    class SlowReader(FakeReader):
        def read(self, data: bytes, *, path: Path, progress: Any = None, **others: Any) -> Document:
            progress("第 3 页，共 12 页")
            going.wait(5)
            return super().read(data, path=path, **others)

    page = tab(reader=SlowReader())
    steps = page.events.take([], page.sent(甲=b"1"), REQUEST)

    assert "1/1 · 正在读取 甲.txt · 第 3 页，共 12 页" in next(steps)[1]
    going.set()
    assert "已导入 1" in list(steps)[-1][1]


def test_a_visitor_who_leaves_does_not_stop_the_reading() -> None:
    page = tab()
    steps = page.events.take([], page.sent(甲=b"1", 乙=b"2"), REQUEST)
    next(steps)
    steps.close()  # type: ignore[attr-defined]

    for _ in range(50):
        if len(page.library.held) == 2:
            break
        Event().wait(0.05)
    assert set(page.library.held) == {"甲", "乙"}


def test_two_visitors_see_their_own_files() -> None:
    page = tab()
    events = [page.sent(甲=b"1"), page.sent(乙=b"2")]
    ends: dict[int, Any] = {}
    threads = [Thread(target=lambda n=n: ends.update({n: page.take(events[n])[-1]})) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [[record.source for record in ends[n][0]] for n in range(2)] == [["甲.txt"], ["乙.txt"]]


def test_a_newer_file_takes_the_place_of_the_older_and_history_shows_it() -> None:
    page = tab()
    page.take(page.sent(甲=b"1"))
    records, intake, shelf = page.take(page.sent(甲=b"2"))[-1]

    assert records[0].status == "replaced" and "已更新 1" in intake and "变更记录（1）" in shelf
    assert "历史版本（1）" in list(page.events.open(clicked(doc="甲"), REQUEST))[-1]
    assert page.take(page.sent(甲=b"2"))[-1][0][0].status == "unchanged"


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({"name": "甲.pdf", "large": True}, "甲.pdf：文件超过 50 MB 上限。请拆分后再导入。"),
        ({"name": "甲.pdf", "error": "甲.pdf：上传中断。"}, "甲.pdf：上传中断。"),
        ({"name": "甲.pdf", "token": "谁的"}, f"甲.pdf：{LOST}"),
        ({}, f"未命名的文件：{LOST}"),
    ],
    ids=["large", "broken off", "unknown token", "nothing"],
)
def test_what_did_not_arrive_is_said(sent: dict[str, Any], error: str) -> None:
    records = tab().take(clicked(files=[sent]))[-1][0]

    assert [(record.status, record.error) for record in records] == [("failed", error)]


@pytest.mark.parametrize(
    "data", [{}, {"files": None}, {"files": ["x"]}, {"files": []}], ids=["none", "null", "no object", "empty"]
)
def test_no_files_change_nothing(data: dict[str, Any]) -> None:
    page = tab(document("a"))
    earlier = [IngestRecord("a.txt", "added", document("a"))]

    assert list(page.events.take(earlier, clicked(**data), REQUEST))[-1][0] == earlier


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_something_unforeseen_fails_the_files_that_were_left() -> None:
    def burst(path: Path) -> None:
        if path.name == "乙.txt":
            raise RuntimeError("unforeseen")

    page = tab(reader=FakeReader(met=burst))
    records = page.take(page.sent(甲=b"1", 乙=b"2", 丙=b"3"))[-1][0]

    assert [record.error for record in records] == [None, UNREAD, UNREAD]


def guessed_tab() -> Tab:
    page = tab(reader=FakeReader(reports={"甲.txt": GUESSED}))
    page.take(page.sent(甲=b"1"))
    return page


@pytest.mark.parametrize("opened", [True, False], ids=["in the preview", "in the intake"])
def test_a_confirmed_guess_is_read_again_as_a_persons_choice(opened: bool) -> None:
    page = guessed_tab()
    records = [IngestRecord("甲.txt", "added", page.library.held["甲"])]
    columns = {"目标名称": "goal_name", "干到哪了": "cumulative_progress"}
    steps = list(page.events.choose(records, clicked(doc="甲", columns=columns, opened=opened), REQUEST))

    left, intake, _, view = steps[-1]
    assert page.library.choices == {"干到哪了": "cumulative_progress"}
    assert left[0].document.report.headers[1].how == "person"
    assert "人工确认" in (view if opened else intake) and "kp-guess" not in intake
    assert "表头已确认" in (view if opened else intake) and opened == (view != gr.skip())
    assert "正在" in steps[0][1]


def test_any_header_can_be_changed() -> None:
    page = guessed_tab()
    columns = {"目标名称": "criteria", "干到哪了": "other"}
    list(page.events.choose([], clicked(doc="甲", columns=columns), REQUEST))

    assert page.library.choices == {"目标名称": "criteria", "干到哪了": "other"}


@pytest.mark.parametrize("columns", [None, {"别的": "criteria"}, {"目标名称": "goal_name"}, {"干到哪了": "no column"}])
def test_without_a_choice_nothing_is_read_again(columns: Any) -> None:
    page = guessed_tab()
    steps = list(page.events.choose([], clicked(doc="甲", columns=columns, opened=True), REQUEST))

    assert page.library.choices == {} and len(steps) == 1 and "没有改动" in steps[0][3]


def test_a_choice_that_makes_the_file_unreadable_is_taken_back() -> None:
    class Strict(FakeReader):
        def read(self, data: bytes, *, path: Path, choices: Any = None, progress: Any = None) -> Document:
            if ("other", "person") in (choices or {}).values():
                raise NoGoals(f"{path}：没有找到目标表的表头。")
            return super().read(data, path=path, choices=choices)

    page = guessed_tab()
    page.reader = Strict(reports={"甲.txt": GUESSED})
    page.library.choices = {"干到哪了": "criteria"}
    before = page.library.held["甲"]
    columns = {"目标名称": "other", "干到哪了": "quarter_progress"}
    view = list(page.events.choose([], clicked(doc="甲", columns=columns, opened=True), REQUEST))[-1][3]

    assert "没有更改：甲.txt：没有找到目标表的表头。" in view
    assert page.library.choices == {"干到哪了": "criteria"} and page.library.held["甲"] is before


def test_headers_of_a_table_that_could_not_be_read_are_remembered() -> None:
    record = IngestRecord("x.xlsx", "failed", error="没有找到目标表的表头", headers=("行动<b>", "怎么样了"))
    assert 'data-header="行动&lt;b&gt;"' in html.intake_html([record]) and 'data-doc=""' in html.intake_html([record])

    page = tab()
    columns = {"行动": "goal_name", "怎么样了": "other", "瞎写": "no column"}
    (step,) = page.events.choose([record], clicked(doc="", columns=columns), REQUEST)
    assert page.library.choices == {"行动": "goal_name"} and "请重新上传" in step[1]
    (step,) = page.events.choose([record], clicked(doc="", columns={"怎么样了": "other"}), REQUEST)
    assert page.library.choices == {"行动": "goal_name"} and "至少" in step[1]


def test_a_column_given_to_two_headers_is_said() -> None:
    class OneEach(FakeReader):
        def read(self, data: bytes, *, path: Path, choices: Any = None, progress: Any = None) -> Document:
            read = super().read(data, path=path, choices=choices)
            first, second = read.report.headers
            headers = (first, replace(second, column="other", how="rule"))
            return replace(read, report=replace(read.report, headers=headers if choices else (first, second)))

    page = guessed_tab()
    page.reader = OneEach(reports={"甲.txt": GUESSED})
    columns = {"目标名称": "criteria", "干到哪了": "criteria"}
    view = list(page.events.choose([], clicked(doc="甲", columns=columns, opened=True), REQUEST))[-1][3]

    assert "“干到哪了”没有对应到“考核内容及指标”" in view


def test_a_file_that_was_not_kept_cannot_be_read_again() -> None:
    page = guessed_tab()
    page.library.files.clear()
    view = list(page.events.choose([], clicked(doc="甲", columns={"干到哪了": "criteria"}, opened=True), REQUEST))[-1][
        3
    ]

    assert "没有保存原件" in view and page.library.choices == {}


def test_a_removed_document_is_gone_and_recorded() -> None:
    page = tab(document("a"), document("b"))
    records = [IngestRecord("a.txt", "added", page.library.held["a"]), IngestRecord("x", "failed", error="坏")]

    left, intake, shelf, view = page.events.remove(records, clicked(doc="a"), REQUEST)

    assert set(page.library.held) == {"b"} and left == records[1:] and view == ""
    assert "已删除《2021 年度示例局目标完成情况表》。" in shelf and "变更记录（1）" in shelf and "坏" in intake


def test_removing_asks_first_and_what_is_gone_already_is_said() -> None:
    page = tab(document("a"))
    opened = list(page.events.open(clicked(doc="a"), REQUEST))[-1]

    assert re.search(
        r'<details class="kp-remove"><summary>删除</summary>.*data-do="remove" data-doc="a">确认删除', opened
    )
    assert "没有编号为 z 的报告" in page.events.remove([], clicked(doc="z"), REQUEST)[2]


def test_a_page_is_drawn_once_and_turned() -> None:
    reader = PagedReader()
    page = tab(paged(), reader=reader)
    events = page.events
    first = list(events.open(clicked(doc="paged"), REQUEST))
    second = list(events.open(clicked(doc="paged", page=2, cell="1-5"), REQUEST))
    again = list(events.open(clicked(doc="paged", page=1), REQUEST))

    assert "正在打开第 1 页" in first[0] and 'data-page="1"' in first[1] and "kp-box" in first[1]
    assert 'data-page="2"' in second[1] and 'data-active="1-5"' in second[1]
    assert again[-1].count("kp-box") == first[1].count("kp-box") and reader.drawn == [1, 2]


@pytest.mark.parametrize("data", [{"page": 9}, {"page": "2"}, {"page": None}, {"page": -1}])
def test_a_page_that_does_not_exist_is_the_first(data: dict[str, Any]) -> None:
    page = tab(paged(), reader=PagedReader())

    assert 'data-page="1"' in list(page.events.open(clicked(doc="paged", **data), REQUEST))[-1]


def test_a_page_that_cannot_be_drawn_is_said() -> None:
    page = tab(paged())
    page.library.files.clear()

    assert "没有保存原件" in list(page.events.open(clicked(doc="paged"), REQUEST))[-1]


@pytest.mark.parametrize("doc", ["gone", None, 5, {}])
def test_a_document_that_is_gone_is_said(doc: Any) -> None:
    assert list(tab().events.open(clicked(doc=doc), REQUEST)) == [gone_html()]
    assert "已不在资料库中" in list(tab().events.choose([], clicked(doc=doc), REQUEST))[-1][1]


def test_following_ends_with_the_work() -> None:
    def work(tell: Any) -> None:
        for number in range(3):
            tell(number)

    assert [told for bundle in following(work) for told in bundle] == [0, 1, 2]
    assert list(following(lambda tell: None)) == [[]]


# Files on their way


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("报告（二季度）.docx", "报告（二季度）.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\报 告.pdf", "报 告.pdf"),
        ("..", "未命名的文件"),
        ("", "未命名的文件"),
        ("a\x00\x1b[31m\u202eb\n.pdf", "a[31mb .pdf"),
        ("长" * 300 + ".pdf", "长" * 196 + ".pdf"),
        (".hidden.txt", ".hidden.txt"),
    ],
)
def test_a_name_is_no_path(name: str, bare: str) -> None:
    assert bare_name(name) == bare


def test_a_file_is_handed_out_once_and_to_whoever_has_its_token() -> None:
    inbox = Inbox()
    token = arrived(inbox, "x/甲.txt", b"1", b"2")
    upload = inbox.take(token)

    assert upload is not None and (upload.name, upload.read()) == ("甲.txt", b"12")
    assert inbox.take(token) is None and inbox.take("") is None


def test_a_file_over_the_limit_is_not_kept() -> None:
    with pytest.raises(UnreadableDocument, match=r"^甲.txt：文件超过 50 MB 上限"):
        arrived(Inbox(), "甲.txt", b"1" * MAX_BYTES, b"1")


def test_what_nobody_reads_is_forgotten_and_makes_room() -> None:
    now = [0.0]
    inbox = Inbox(room=10, clock=lambda: now[0])
    first = arrived(inbox, "甲.txt", b"1" * 8)

    with pytest.raises(ServerError, match="等待读取的文件太多"):
        arrived(inbox, "乙.txt", b"1" * 8)
    now[0] = 1000.0
    arrived(inbox, "乙.txt", b"1" * 8)
    assert inbox.take(first) is None


@pytest.mark.parametrize(
    ("picture", "size"),
    [
        (png(b"size\x00595.3 841.9"), (595.3, 841.9)),
        (png(b"size\x000 841.9"), None),
        (png(b"Comment\x00595.3 841.9"), None),
        (b"", None),
        (b"\x89PNG", None),
    ],
    ids=["told", "zero", "other text", "empty", "cut"],
)
def test_a_picture_tells_the_size_of_its_page(picture: bytes, size: tuple[float, float] | None) -> None:
    assert size_of(picture) == size
