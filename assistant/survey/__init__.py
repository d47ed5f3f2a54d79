"""Questions over the goals as rows: which, how many, the most and the least, all of them or not; and a row's short fields.

A question is read into a `Survey` by general grammar, the goals are filtered by it, and the answer says how many it looked at.
"""

from assistant.survey.answering import survey
from assistant.survey.asked import Survey, wants_survey
from assistant.survey.missing import not_surveyed

__all__ = ["Survey", "not_surveyed", "survey", "wants_survey"]
