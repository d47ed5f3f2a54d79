"""The Gradio page: questions beside their evidence, drafts beside what the reports say, findings, goals, documents.

Conversation and evidence are HTML of our own (see render) and not Gradio's Chatbot: that one reads Markdown and LaTeX,
which eats characters of reports (`1-6月~`, `*`, `$`), and can't turn a mark into a link with a place to go.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from corpus.errors import KaopingError
from ui import audit_html, render, verify_html
from ui.documents_html import drop_html
from ui.documents_tab import Documents, details
from ui.goal_table import table_html
from ui.render import Exchange
from ui.terminal import encodable

if TYPE_CHECKING:
    from assistant import Answer, Assistant
    from corpus import Document
    from index import Library
    from ui.audit_tab import Audits
    from ui.verify_tab import Drafts

HERE = Path(__file__).parent
SCRIPT = (HERE / "page.js").read_text(encoding="utf-8")
COMPOSER_SCRIPT = (HERE / "composer.js").read_text(encoding="utf-8")
DOCUMENTS_SCRIPT = (HERE / "documents.js").read_text(encoding="utf-8")
VERIFY_SCRIPT = (HERE / "verify.js").read_text(encoding="utf-8")
AUDIT_SCRIPT = (HERE / "audit.js").read_text(encoding="utf-8")
STYLE = HERE / "page.css"
HEAD = '<script>document.documentElement.lang = "zh-CN";</script>'
FONTS = ("PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Zen Hei", "system-ui", "sans-serif")
MONOSPACED = ("ui-monospace", "Consolas", "monospace")

ALL_REPORTS = ""  # value of the scope that asks every report
HISTORY = 10  # earlier exchanges that a question may refer to
WORKERS = 4  # questions answered at a time
READERS = 3  # visitors whose files are read at a time
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
EMPTY_EVIDENCE = "提问之后，这里会打开答案所依据的那一行，并标出原文"
UNEXPECTED = "程序内部出错，详情见服务端的输出；可以换个问法再试"
SAMPLE_QUESTIONS = {
    "hangzhou-czj-2021-06": (
        "上半年全市民生支出是多少，占一般公共预算支出多少？",
        "专项债储备项目达到不少于 150 个的目标了吗？",
        "上半年“三公”经费支出了多少？",
        "二季度和上半年的民生支出相差多少？",
    )
}

State = list[Exchange]


class Desk:
    """What happens behind the page: each method is an event and returns what the page shows next.

    The conversation of a visitor is handed in and out as a list; nothing about visitors is kept here.
    """

    def __init__(self, assistant: Assistant, library: Library, *, notice: str = "") -> None:
        self._assistant = assistant
        self._library = library
        self._notice = notice
        self._noticed = self._held()

    def arrive(self) -> tuple[Any, ...]:
        """A visitor opens the page: header, conversation, and the reports to choose from."""
        return self.refresh([], ALL_REPORTS, None)

    def refresh(self, exchanges: State, doc_id: str | None, shown: str | None) -> tuple[Any, ...]:
        """The library may be another: what `arrive` shows, but the conversation and the choices stay where they can."""
        documents = self._library.documents()
        reports = [(document.title, document.doc_id) for document in documents]
        several = len(documents) > 1
        held = [document.doc_id for document in documents]
        table = shown if shown in held else held[0] if held else None
        return (
            render.header_html(documents, notice=self._notice if self._held() == self._noticed else ""),
            gr.skip() if exchanges else self._conversation([]),
            gr.Dropdown(
                choices=[("全部报告", ALL_REPORTS), *reports],
                value=doc_id if doc_id in held else ALL_REPORTS,
                visible=several,
            ),
            gr.Dropdown(choices=reports, value=table, visible=several),
            self.table(table),
        )

    def ask(self, exchanges: State, doc_id: str, event: gr.EventData) -> Iterator[tuple[Any, ...]]:
        """Answer a question: first the state of looking it up, then the answer with its first citation open.

        Where a language model words it, its sentences are shown as they pass the check, until the answer replaces them.
        """
        earlier = list(exchanges)
        question = encodable(str(details(event).get("question", "")))
        waiting = [*earlier, Exchange(question)]
        looking = render.evidence_placeholder("正在查找依据…", loading=True)
        yield waiting, self._conversation(waiting), looking
        for exchange in self._exchanges(question, earlier, doc_id):
            shown = [*earlier, exchange]
            yield shown, self._conversation(shown), looking if exchange.pending else self._first_evidence(shown)

    def give_up(self, exchanges: State) -> tuple[Any, ...]:
        """Something unforeseen broke: what was being looked up becomes an error."""
        settled = [Exchange(e.question, error=UNEXPECTED) if e.pending else e for e in exchanges]
        return settled, self._conversation(settled), self._first_evidence(settled)

    def open_citation(self, exchanges: State, event: gr.EventData) -> Any:
        """Show the evidence of the mark that was clicked; a mark that doesn't exist changes nothing."""
        turn, n = details(event).get("turn"), details(event).get("n")
        if not (isinstance(turn, int) and isinstance(n, int) and 0 <= turn < len(exchanges)):
            return gr.skip()
        answer = exchanges[turn].answer
        return self._evidence(answer, turn=turn, n=n, clicked=True) if answer else gr.skip()

    def start_over(self) -> tuple[Any, ...]:
        """An empty conversation."""
        return [], self._conversation([]), render.evidence_placeholder(EMPTY_EVIDENCE)

    def table(self, doc_id: str | None) -> str:
        """The goal table of a report."""
        return table_html(self._document(doc_id) if doc_id else None)

    def _exchanges(self, question: str, earlier: State, doc_id: str) -> Iterator[Exchange]:
        from assistant import Turn

        answered = [(exchange.question, exchange.answer) for exchange in earlier if exchange.answer]
        history = tuple(Turn(question=asked, answer=answer.answer) for asked, answer in answered[-HISTORY:])
        sentences = ""
        try:
            for part in self._assistant.stream(question, history=history, doc_id=doc_id or None):
                if isinstance(part, str):
                    sentences += part
                    yield Exchange(question, sentences=sentences)
                else:
                    yield Exchange(question, answer=part)
        except KaopingError as error:
            yield Exchange(question, error=str(error))

    def _conversation(self, exchanges: State) -> str:
        documents = self._library.documents() if not exchanges else ()
        return render.conversation_html(exchanges, documents=documents, examples=example_questions(documents))

    def _first_evidence(self, exchanges: State) -> str:
        turn = len(exchanges) - 1
        answer = exchanges[turn].answer if exchanges else None
        if answer is None or not answer.citations:
            return render.evidence_placeholder("这个回答没有可以引用的原文")
        return self._evidence(answer, turn=turn, n=answer.citations[0].n, clicked=False)

    def _evidence(self, answer: Answer, *, turn: int, n: int, clicked: bool) -> str:
        citation = next((citation for citation in answer.citations if citation.n == n), None)
        document = self._document(citation.doc_id) if citation else None
        return render.evidence_html(answer, turn=turn, n=n, document=document, clicked=clicked)

    def _held(self) -> frozenset[str]:
        return frozenset(document.doc_id for document in self._library.documents())

    def _document(self, doc_id: str) -> Document | None:
        return next((document for document in self._library.documents() if document.doc_id == doc_id), None)


def example_questions(documents: Sequence[Document]) -> tuple[str, ...]:
    """Questions to begin with: those made for the bundled report, else one a goal."""
    for document in documents:
        if document.doc_id in SAMPLE_QUESTIONS:
            return SAMPLE_QUESTIONS[document.doc_id]
    goals = [goal for document in documents for goal in document.goals]
    return tuple(f"{goal.name}完成得怎么样？" for goal in goals[:4])


def build_page(desk: Desk, documents: Documents, *, drafts: Drafts, audits: Audits) -> gr.Blocks:
    """The page with its events; it sends nothing anywhere but to the server it came from."""
    page = gr.Blocks(title="考评", analytics_enabled=False, fill_width=True)
    with page:
        exchanges: gr.State = gr.State([])
        header = gr.HTML(elem_id="kp-header")
        with gr.Tabs(elem_id="kp-tabs"):
            with gr.Tab("问答"):
                conversation, scope = _question_tab(desk, exchanges)
            with gr.Tab("核对", elem_id="kp-verify") as verify_tab:
                verified = _verify_tab(drafts)
            with gr.Tab("自查", elem_id="kp-audit") as audit_tab:
                audited = _audit_tab(audits)
            with gr.Tab("目标总表"):
                report, table = _table_tab(desk)
            with gr.Tab("资料", elem_id="kp-documents") as tab:
                changed, shelf = _documents_tab(documents)
        library = [header, conversation, scope, report, table]
        page.load(desk.arrive, outputs=library, api_visibility="private")
        gr.on([page.load, tab.select], documents.arrive, outputs=[shelf], **QUIET)
        gr.on([page.load, verify_tab.select], drafts.arrive, outputs=[verified], **QUIET)
        gr.on([page.load, audit_tab.select], audits.arrive, outputs=[audited], **QUIET)
        for event in changed:
            event.then(desk.refresh, [exchanges, scope, report], library, **QUIET)
    return page


def page_options() -> dict[str, Any]:
    """What `mount_gradio_app` needs to show the page as meant: own style, local fonts, no links out."""
    theme = gr.themes.Base(primary_hue="blue", neutral_hue="slate", font=_local(FONTS), font_mono=_local(MONOSPACED))
    return {"theme": theme, "css_paths": [STYLE], "head": HEAD, "footer_links": [], "run_history": False}


def _local(names: Sequence[str]) -> list[Any]:
    return [gr.themes.Font(name) for name in names]


def _question_tab(desk: Desk, exchanges: gr.State) -> tuple[gr.HTML, gr.Dropdown]:
    with gr.Row(elem_id="kp-desk", equal_height=False):
        with gr.Column(scale=6, min_width=320, elem_id="kp-left"):
            scope = gr.Dropdown(
                [("全部报告", ALL_REPORTS)],
                value=ALL_REPORTS,
                label="报告",
                show_label=False,
                visible=False,
                elem_id="kp-scope",
            )
            conversation = _html(SCRIPT, "kp-conversation")
            composer = _html(COMPOSER_SCRIPT, "kp-input", render.composer_html())
        with gr.Column(scale=5, min_width=320, elem_id="kp-right"):
            evidence = _html(SCRIPT, "kp-panel", render.evidence_placeholder(EMPTY_EVIDENCE))
    outputs = [exchanges, conversation, evidence]
    asked = composer.ask(
        desk.ask, [exchanges, scope], outputs, concurrency_limit=WORKERS, trigger_mode="multiple", **QUIET
    )
    asked.failure(desk.give_up, [exchanges], outputs, **QUIET)
    for panel in (conversation, evidence):
        panel.cite(desk.open_citation, [exchanges], [evidence], **QUIET)
    composer.fresh(desk.start_over, None, outputs, **QUIET)
    return conversation, scope


def _verify_tab(drafts: Drafts) -> gr.HTML:
    """The choice of the report that drafts are verified against."""
    scope = _html(VERIFY_SCRIPT, "kp-verify-scope")
    with gr.Row(elem_id="kp-verify-desk", equal_height=False):
        with gr.Column(scale=6, min_width=320, elem_id="kp-verify-left"):
            checked = _html(VERIFY_SCRIPT, "kp-verified")
            form = _html(VERIFY_SCRIPT, "kp-verify-form", verify_html.form_html())
        with gr.Column(scale=5, min_width=320, elem_id="kp-verify-right"):
            source = _html(VERIFY_SCRIPT, "kp-verify-source", verify_html.legend_html())
    outputs = [checked, source]
    verified = form.check(drafts.check, None, outputs, concurrency_limit=WORKERS, **QUIET)
    verified.failure(drafts.give_up, None, outputs, **QUIET)
    checked.stop(drafts.stop, None, None, **QUIET)
    checked.figure(drafts.open, None, [source], trigger_mode="always_last", **QUIET)
    checked.again(drafts.again, None, outputs, **QUIET)
    return scope


def _audit_tab(audits: Audits) -> gr.HTML:
    """The choice of the report that is audited."""
    scope = _html(AUDIT_SCRIPT, "kp-audit-scope")
    form = _html(AUDIT_SCRIPT, "kp-audit-form", audit_html.form_html())
    findings = _html(AUDIT_SCRIPT, "kp-audited")
    audited = form.audit(audits.run, None, [findings], concurrency_limit=WORKERS, **QUIET)
    audited.failure(audits.give_up, None, [findings], **QUIET)
    findings.stop(audits.stop, None, None, **QUIET)
    return scope


def _table_tab(desk: Desk) -> tuple[gr.Dropdown, gr.HTML]:
    report = gr.Dropdown([], label="报告", show_label=False, visible=False, elem_id="kp-report")
    table = gr.HTML(apply_default_css=False, elem_id="kp-goals")
    report.input(desk.table, [report], [table], **QUIET)
    return report, table


def _documents_tab(documents: Documents) -> tuple[list[Any], gr.HTML]:
    """The events after which the library may be another, and the list of its documents."""
    records: gr.State = gr.State([])
    drop = _html(DOCUMENTS_SCRIPT, "kp-drop", drop_html())
    intake, shelf, view = (_html(DOCUMENTS_SCRIPT, name) for name in ("kp-intake", "kp-shelf", "kp-view"))
    taken = drop.take(
        documents.take, [records], [records, intake, shelf], concurrency_limit=READERS, trigger_mode="multiple", **QUIET
    )
    taken.failure(documents.give_up, [records], [intake, shelf], **QUIET)
    changed = [taken]
    everything = [records, intake, shelf, view]
    for panel in (intake, shelf, view):
        panel.open(documents.open, None, [view], **QUIET)
    chosen = {"fn": documents.choose, "inputs": [records], "outputs": everything, "concurrency_limit": READERS, **QUIET}
    changed += [panel.choose(**chosen) for panel in (intake, view)]
    changed.append(view.remove(documents.remove, [records], everything, **QUIET))
    view.close(documents.close, None, [view], **QUIET)
    intake.clear(documents.clear, None, [records, intake], **QUIET)
    return changed, shelf


def _html(script: str, name: str, value: str = "") -> gr.HTML:
    return gr.HTML(value, js_on_load=script, apply_default_css=False, elem_id=name)
