"""Questions about a target: whether it is met, how far off it is, how much of it is done; and thresholds of the asker's own.

A target is compared with the actual of its own metric, scope and member of a list, or with none.
"""

from assistant.targets.answering import attained
from assistant.targets.asked import wants_attainment
from assistant.targets.unanswered import only_targets

__all__ = ["attained", "only_targets", "wants_attainment"]
