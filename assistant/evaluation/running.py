"""Asks every question of a set, each over the documents that it names, and judges the answers.

How documents get into an index is not known here: whoever evaluates hands over what opens an assistant over some of them,
the command line by its own way of taking files in, a test by a stand-in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from assistant.answer import Answer, Turn
from assistant.evaluation.floor import read_floor
from assistant.evaluation.judging import Truth, judge, precision_of
from assistant.evaluation.questions import QuestionSet, TrueQuestion
from assistant.evaluation.scoring import Evaluation, Outcome
from corpus import Document, QuestionError

WARM_UP = "目标完成情况"  # asked first and not counted: times are those of a process that has loaded its models


class Asked(Protocol):
    """What answers: `Assistant`, or a fake."""

    def ask(self, question: str, *, history: Sequence[Turn] = ()) -> Answer:
        """The answer. Raises QuestionError."""
        ...


@dataclass(frozen=True, slots=True)
class Opened:
    """An assistant over some documents, and these by their names in the set."""

    assistant: Asked
    documents: Mapping[str, Document]


Open = Callable[[tuple[str, ...]], AbstractContextManager[Opened]]
Progress = Callable[[int, int], None]  # questions answered, of how many


def evaluate(
    questions: QuestionSet, *, open_files: Open, progress: Progress = lambda _done, _total: None
) -> Evaluation:
    """Ask and judge every question; `open_files` is called once for each group of documents.

    Raises QuestionError where the floor of the set can't be read.
    """
    floor = read_floor(questions)  # first: a mistake in it must not show after minutes
    outcomes: dict[str, Outcome] = {}
    for files, asked in questions.groups.items():
        progress(len(outcomes), len(questions.questions))
        with open_files(files) as opened:
            outcomes |= {outcome.question.identifier: outcome for outcome in _outcomes(asked, opened)}
    progress(len(outcomes), len(questions.questions))
    return Evaluation(questions, tuple(outcomes[one.identifier] for one in questions.questions), floor)


def _outcomes(questions: Sequence[TrueQuestion], opened: Opened) -> Iterator[Outcome]:
    truth = Truth(opened.documents)
    _answer(WARM_UP, (), opened.assistant)
    for question in questions:
        answer = _answer(question.text, question.history, opened.assistant)
        checks = judge(question, answer, truth=truth)
        yield Outcome(question, answer, checks, precision_of(question, answer, truth=truth))


def _answer(question: str, history: tuple[Turn, ...], assistant: Asked) -> Answer:
    """The answer; a question that can't be asked gets none, and the reason."""
    try:
        return assistant.ask(question, history=history)
    except QuestionError as error:
        return Answer(question, "not_found", str(error))
