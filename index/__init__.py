"""The store (SQL: the truth) and the search over it (Chroma vectors, a lexical leg, fusion).

This module is the table of contents: what other packages use stands in `__all__`. Importing it loads neither Chroma nor
an embedding model nor SQLAlchemy.
"""

from index.fusion import fuse
from index.headers import likely_columns
from index.hits import Filters, Hit, Level
from index.library import Library
from index.past import PastVersion, SourceFile
from index.reranking import Reranker
from index.shelf import EVERYONE
from index.words import dictionary_words, is_dictionary_word, tag_words, words

__all__ = [
    "EVERYONE",
    "Filters",
    "Hit",
    "Level",
    "Library",
    "PastVersion",
    "Reranker",
    "SourceFile",
    "dictionary_words",
    "fuse",
    "is_dictionary_word",
    "likely_columns",
    "tag_words",
    "words",
]
