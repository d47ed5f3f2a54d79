"""Understand a question, retrieve, compose, check; every figure of an answer carries the cell it came from.

This module is the table of contents: what other packages use stands in `__all__`.
"""

from assistant.answer import Answer, AnswerFigure, Citation, Turn
from assistant.chain import Assistant, Request
from assistant.goals import goal_record

__all__ = ["Answer", "AnswerFigure", "Assistant", "Citation", "Request", "Turn", "goal_record"]
