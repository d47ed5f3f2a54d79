"""The store (SQL: the truth) and the search over it (Chroma vectors, a lexical leg, fusion).

This module is the table of contents: what other packages use stands in `__all__`. Importing it loads neither Chroma nor
an embedding model nor SQLAlchemy.
"""

from index.fusion import fuse
from index.hits import Filters, Hit, Level
from index.library import Library
from index.words import tag_words, words

__all__ = ["Filters", "Hit", "Level", "Library", "fuse", "tag_words", "words"]
