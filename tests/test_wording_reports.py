"""The check of a model's sentences over every statement of seven reports: quoted it passes, with anything changed it doesn't."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from random import Random

import pytest

import question_set
from assistant import Answer
from assistant.wording import Grounds, Sentence, SentenceChecker
from assistant.writer import Place, Writer
from corpus import BODY, Document

QUOTED = 0.85  # share of the statements that must pass as they stand
EACH = 12  # statements of a report

Checked = list[tuple[SentenceChecker, Sentence]]


def answers(document: Document, others: tuple[Document, ...]) -> Iterator[tuple[Answer, Grounds]]:
    """An answer for each of some statements with figures that a report makes."""
    made = []
    for goal in document.goals:
        for cell in goal.cells:
            for statement in cell.statements if cell.column in BODY else ():
                figures = [f for f in cell.figures if statement.start <= f.start and f.end <= statement.end]
                if figures and statement.end - statement.start < 200:
                    writer = Writer()
                    text = writer.quote(Place(document, goal, cell), statement.start, statement.end)
                    label = "目标：" if cell.column == "criteria" else ""
                    period = "二季度" if cell.column == "quarter_progress" else ""
                    made.append(writer.answered(f"{period}{goal.name}的情况？", f"{label}{text}。"))
    for answer in Random(document.doc_id).sample(made, min(EACH, len(made))):
        yield answer, Grounds.of(answer, others)


@pytest.fixture(scope="module")
def quoted() -> tuple[int, Checked]:
    """How many statements there are, and those that pass as they stand."""
    documents = tuple(question_set.read_all().values())
    count, passing = 0, []
    for document in documents:
        for answer, grounds in answers(document, documents):
            check, sentence = SentenceChecker(grounds), Sentence.read(answer.answer.replace("\n", " "))
            count += 1
            if not check.faults(sentence):
                passing.append((check, sentence))
    return count, passing


def test_most_statements_pass_as_they_stand(quoted: tuple[int, Checked]) -> None:
    count, passing = quoted
    assert len(passing) >= QUOTED * count > 50


def marked(text: str, sentence: Sentence) -> Sentence:
    return Sentence.read(text.rstrip("。；;，, ") + "".join(f"[{n}]" for n in sentence.marks))


def test_no_changed_digit_passes(quoted: tuple[int, Checked]) -> None:
    chance, wrong = Random(1), []
    for check, sentence in quoted[1]:
        digits = [i for i, c in enumerate(sentence.bare) if c in "0123456789"]
        for i in chance.sample(digits, min(3, len(digits))):
            other = (int(sentence.bare[i]) + chance.randint(1, 9)) % 10
            text = f"{sentence.bare[:i]}{other}{sentence.bare[i + 1 :]}"
            wrong += [text] if not check.faults(marked(text, sentence)) else []
    assert wrong == []


def test_no_two_figures_exchanged_pass(quoted: tuple[int, Checked]) -> None:
    wrong = []
    for check, sentence in quoted[1]:
        figures = [f for f in sentence.figures if f.kind not in ("period", "date")]
        for a, b in itertools.pairwise(figures):
            if a.text != b.text and a.end <= b.start:
                bare = sentence.bare
                text = bare[: a.start] + b.text + bare[a.end : b.start] + a.text + bare[b.end :]
                wrong += [text] if not check.faults(marked(text, sentence)) else []
    assert wrong == []


@pytest.mark.parametrize(
    ("pattern", "instead"),
    [
        ("万元", "亿元"),
        ("亿元", "万元"),
        ("增长", "下降"),
        ("下降", "增长"),
        ("1-6", "1-5"),
        ("不少于", "不超过"),
        ("%", "个百分点"),
    ],
)
def test_no_changed_word_passes(quoted: tuple[int, Checked], pattern: str, instead: str) -> None:
    found = [(c, s, re.sub(pattern, instead, s.bare, count=1)) for c, s in quoted[1] if re.search(pattern, s.bare)]
    assert [text for check, sentence, text in found if not check.faults(marked(text, sentence))] == []
