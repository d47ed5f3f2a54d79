"""Let a model word an answer: ask, check sentence by sentence, ask once more for what failed, put it together.

The answer is there before the model is asked, and it is what is shown wherever the model fails.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from assistant.answer import Answer
from assistant.check import faults as faults_of_answer
from assistant.wording.asking import Asking, ModelFailure
from assistant.wording.checking import SentenceChecker
from assistant.wording.cutting import sentences
from assistant.wording.merging import merged, with_notice
from assistant.wording.prompt import Messages, first_request, second_request, suits
from assistant.wording.record import Fault, Grounds
from assistant.wording.sentence import Sentence
from corpus import Document, squeeze

logger = logging.getLogger(__name__)

FAILED = "语言模型这次没有用上（{reason}），以上是直接摘自报告的回答。"
RESTING = "语言模型刚才没有应答，暂不再问，以上是直接摘自报告的回答。"
SILENT = "语言模型没有给出可用的句子，以上是直接摘自报告的回答。"
REFUSED = "模型的措辞与原文对不上，没有采用，以上是直接摘自报告的回答。"


@dataclass
class Tally:
    """What became of the sentences of a model, for measurements: written, passed, failed at first, replaced."""

    written: int = 0
    passed: int = 0
    failed: int = 0
    replaced: int = 0


@dataclass
class _Draft:
    """The sentences of one answer."""

    passed: list[Sentence] = field(default_factory=list)
    failed: list[tuple[str, Sequence[Fault]]] = field(default_factory=list)
    known: set[str] = field(default_factory=set)


class Wording:
    """Words answers with a model."""

    def __init__(self, asking: Asking, *, tally: Tally | None = None) -> None:
        self._asking = asking
        self._tally = tally or Tally()

    def open(self) -> None:
        """Load what asking needs; nothing is connected to."""
        self._asking.open()

    def stream(self, answer: Answer, documents: Iterable[Document]) -> Iterator[str | Answer]:
        """The sentences that pass, as they do, and last the answer, which stands for all of them.

        `answer` has passed the check. One that found nothing, or that is too long to be worded, comes back as it is.
        """
        held = tuple(documents)
        if answer.status != "answered" or not suits(grounds := Grounds.of(answer, held)):
            yield answer
        elif self._asking.is_resting:
            yield with_notice(answer, RESTING)
        else:
            yield from self._worded(grounds, held)

    def _worded(self, grounds: Grounds, documents: Sequence[Document]) -> Iterator[str | Answer]:
        draft, checker = _Draft(), SentenceChecker(grounds)
        deadline = self._asking.deadline()
        try:
            yield from self._written(first_request(grounds), draft, checker, deadline=deadline)
            failed, passed = list(draft.failed), len(draft.passed)
            if failed and self._asking.has_time(deadline):
                draft.failed.clear()
                yield from self._written(second_request(grounds, failed), draft, checker, deadline=deadline)
        except ModelFailure as failure:
            yield with_notice(grounds.answer, FAILED.format(reason=failure))
            return
        replaced = max(0, len(failed) - (len(draft.passed) - passed))
        self._tally.failed += len(failed)
        self._tally.replaced += replaced
        yield self._final(grounds, draft, documents, replaced=replaced)

    def _written(
        self, messages: Messages, draft: _Draft, checker: SentenceChecker, *, deadline: float
    ) -> Iterator[str]:
        """What passes of one reply."""
        for text in sentences(self._asking.reply(messages, deadline=deadline)):
            sentence = Sentence.read(text)
            if squeeze(sentence.bare) in draft.known:
                continue
            draft.known.add(squeeze(sentence.bare))
            self._tally.written += 1
            faults = checker.faults(sentence)
            if faults:
                logger.debug("sentence refused: %s", "; ".join(fault.message for fault in faults))
                draft.failed.append((text, faults))
            else:
                self._tally.passed += 1
                draft.passed.append(sentence)
                yield sentence.shown

    def _final(self, grounds: Grounds, draft: _Draft, documents: Sequence[Document], *, replaced: int) -> Answer:
        if not draft.passed:
            return with_notice(grounds.answer, REFUSED if draft.known else SILENT)
        answer = merged(grounds.answer, draft.passed, replaced=replaced)
        wrong = faults_of_answer(answer, documents)
        if wrong:
            logger.error("wording withheld: %s", "; ".join(wrong))
            return with_notice(grounds.answer, REFUSED)
        return answer
