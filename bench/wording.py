"""What becomes of answers that a real language model words: a hundred questions, a model that makes things up.

How many sentences it wrote, how many passed, failed, were replaced; and whether a number got through that isn't in the
evidence. That is looked up here anew, digit by digit, with nothing of the product's own check. So small a model seldom writes
marks, and what has none fails for that alone: each sentence is checked once more with the marks that it lacks.
"""

from __future__ import annotations

import re
import tempfile
import time
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from assistant import Answer, Assistant, Turn
from assistant.endpoint import EndpointChat
from assistant.wording import Asking, Grounds, Patience, Sentence, SentenceChecker, Tally, Wording
from assistant.wording.cutting import sentences
from assistant.wording.prompt import Messages
from bench import tables
from bench.model_server import KEY, MODEL, running
from bench.options import parse_options
from bench.questions import QuestionSet, read_questions
from corpus import Document
from index import Library

QUESTIONS, QUICK_QUESTIONS = 100, 10
TOKENS = 32  # of a reply
SLOW = Patience(read=120, reply=120, answer=300)  # the model shares the machine's cores
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_MARK = re.compile(r"\[(\d+)\]")


@dataclass
class Outcome:
    """What is counted; `strays` are numbers that were shown and stand nowhere, `marked_strays` those of marked sentences."""

    tally: Tally = field(default_factory=Tally)
    answers: int = 0
    worded: int = 0
    replies: int = 0
    strays: list[str] = field(default_factory=list)
    marked: int = 0
    marked_passed: int = 0
    marked_strays: list[str] = field(default_factory=list)
    seconds: float = 0.0
    tokens: int = 0


class Recorded:
    """The model, with what it wrote."""

    def __init__(self, chat: EndpointChat) -> None:
        self._chat = chat
        self.replies: list[str] = []

    def stream(self, messages: Messages) -> Iterator[str]:
        """The model's own pieces."""
        self.replies.append("")
        for piece in self._chat.stream(messages):
            self.replies[-1] += piece
            yield piece


def measure(chosen: QuestionSet, *, count: int) -> Outcome:
    """Answer questions over all documents of the set, with and without the model."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory(prefix="kaoping-bench-") as folder, running(tokens=TOKENS) as server:
        chat = Recorded(EndpointChat(server.url, model=MODEL, api_key=KEY, patience=SLOW))
        wording = Wording(Asking(lambda: chat, patience=SLOW), tally=outcome.tally)
        with closing(Library.open(Path(folder))) as library:
            for document in chosen.documents.values():
                library.add(document)
            assistant = Assistant(library)
            for question in chosen.questions:
                if outcome.answers == count:
                    break
                history = [Turn(asked, answer) for asked, answer in question.history]
                plain = assistant.ask(question.text, history=history)
                _word(plain, library.documents(), wording=wording, chat=chat, outcome=outcome)
                tables.report_progress(
                    f"{outcome.answers} {question.identifier} {outcome.tally} {outcome.strays + outcome.marked_strays}"
                )
        outcome.tokens = server.tokens_written()
    return outcome


def _word(plain: Answer, documents: Sequence[Document], *, wording: Wording, chat: Recorded, outcome: Outcome) -> None:
    begun, started = len(chat.replies), time.perf_counter()
    *pieces, final = wording.stream(plain, documents)
    assert isinstance(final, Answer)
    if len(chat.replies) == begun:
        return
    outcome.answers += 1
    outcome.seconds += time.perf_counter() - started
    outcome.worded += final.answerer == "llm"
    outcome.replies += len(chat.replies) - begun
    outcome.strays += [f"{n}: {plain.question}" for n in _strays(final, final.answer)]
    outcome.strays += [f"{n}: {plain.question}" for piece in pieces for n in _strays(final, str(piece))]
    _check_marked(plain, documents, chat.replies[begun:], outcome)


def _check_marked(plain: Answer, documents: Sequence[Document], replies: Sequence[str], outcome: Outcome) -> None:
    """The sentences of the model with all marks of the answer behind them."""
    checker = SentenceChecker(Grounds.of(plain, documents))
    marks = "".join(f"[{citation.n}]" for citation in plain.citations)
    for text in (text for reply in replies for text in sentences([reply])):
        bare = re.sub(r"[。.!?！？\s]*$", "", _MARK.sub("", text))
        outcome.marked += 1
        if not checker.faults(Sentence.read(bare + marks)):
            outcome.marked_passed += 1
            outcome.marked_strays += _strays(plain, bare)
            tables.report_progress(f"补上编号后通过：{bare}")


def _strays(answer: Answer, text: str) -> list[str]:
    """Numbers of a text that stand, whole, in no quote, name or computed figure of the answer."""
    known = "\n".join(f"{c.quote}|{c.goal}|{c.column_label}|{c.doc_title}" for c in answer.citations)
    known += "\n".join(f"{f.text}|{f.expression}" for f in answer.figures if f.derived)
    if answer.answerer == "extractive":
        known += answer.question  # the model-free answer may repeat what is asked
    known = _plain(known)
    numbers = _NUMBER.findall(_MARK.sub("", _plain(text)))
    return [n for n in numbers if not re.search(rf"(?<![\d.]){re.escape(n)}(?!\d|\.\d)", known)]


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def table(outcome: Outcome) -> str:
    """What was counted."""
    tally = outcome.tally
    rows = [
        ("回答", str(outcome.answers)),
        ("其中用上模型措辞", tables.share(outcome.worded, outcome.answers)),
        ("向模型的请求", str(outcome.replies)),
        ("模型写出的词元", str(outcome.tokens)),
        ("模型写出的句子", str(tally.written)),
        ("通过核对", tables.share(tally.passed, tally.written)),
        ("首次未过，要求重写", str(tally.failed)),
        ("重写后仍未过，换成原文", str(tally.replaced)),
        ("显示出来而没有出处的数字", str(len(outcome.strays))),
        ("补上引文编号后通过核对", tables.share(outcome.marked_passed, outcome.marked)),
        ("其中没有出处的数字", str(len(outcome.marked_strays))),
        ("每答平均秒数", f"{outcome.seconds / max(1, outcome.answers):.1f}"),
    ]
    return tables.markdown_table(("语言模型的措辞（SmolLM2-135M）", "数"), rows)


def run(folder: Path, *, quick: bool) -> None:
    """Measure and write the table; the numbers that got through are named."""
    tables.report_progress("语言模型的措辞")
    outcome = measure(read_questions(folder), count=QUICK_QUESTIONS if quick else QUESTIONS)
    tables.write(tables.machine(), table(outcome), *outcome.strays, *outcome.marked_strays)


if __name__ == "__main__":
    options = parse_options("python -m bench.wording", __doc__)
    run(options.set, quick=options.quick)
