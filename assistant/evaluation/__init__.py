"""A set of questions with their true answers, asked and scored: how right the answers over one's own reports are."""

from assistant.evaluation.floor import Floor, Shortfall, read_floor
from assistant.evaluation.questions import QuestionSet, TrueQuestion, read_question_set
from assistant.evaluation.running import Opened, evaluate
from assistant.evaluation.scoring import Evaluation, Outcome

__all__ = [
    "Evaluation",
    "Floor",
    "Opened",
    "Outcome",
    "QuestionSet",
    "Shortfall",
    "TrueQuestion",
    "evaluate",
    "read_floor",
    "read_question_set",
]
