"""A language model words an answer that is already composed; each of its sentences is checked before it is shown."""

from assistant.wording.asking import Asking, Chat, ModelFailure, Patience
from assistant.wording.checking import SentenceChecker
from assistant.wording.record import Fault, Grounds
from assistant.wording.sentence import Sentence
from assistant.wording.wording import Tally, Wording

__all__ = [
    "Asking",
    "Chat",
    "Fault",
    "Grounds",
    "ModelFailure",
    "Patience",
    "Sentence",
    "SentenceChecker",
    "Tally",
    "Wording",
]
