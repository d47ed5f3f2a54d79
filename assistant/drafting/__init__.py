"""Write a draft from reports: its words are the reports' own, left out of but never reworded, and each figure is proved.

A draft is planned sentence by sentence, each in several wordings, the fullest first; then the whole of it is verified as
anybody's draft would be, and a sentence that doesn't hold gives way to its next wording, and at last to nothing. A
language model takes no part: a draft that changes with every run could not be proved once and signed.
"""

from assistant.drafting.choosing import periods_of
from assistant.drafting.drafting import draft
from assistant.drafting.proving import Chosen, check_in_context
from assistant.drafting.record import KINDS, LENGTHS, Block, Brief, Draft, Dropped, Kind, Length, Mark, Sentence

__all__ = [
    "KINDS",
    "LENGTHS",
    "Block",
    "Brief",
    "Chosen",
    "Draft",
    "Dropped",
    "Kind",
    "Length",
    "Mark",
    "Sentence",
    "check_in_context",
    "draft",
    "periods_of",
]
