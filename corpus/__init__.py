"""Documents in; goals, cells, statements and figures out. No AI library, no I/O but reading the file.

This module is the table of contents: what other packages use stands in `__all__`.
"""

from corpus.columns import BODY, COLUMN_NAMES, COLUMNS, SHORT
from corpus.document import read_document
from corpus.errors import (
    DocumentError,
    EmbeddingError,
    EmptyIndex,
    KaopingError,
    ModelMismatch,
    NoGoals,
    QuestionError,
    ServerError,
    SettingsError,
    StoreError,
    StoreLocked,
    StoreReadOnly,
    StoreTooNew,
    UnknownDocument,
    UnreadableDocument,
)
from corpus.figures import read_figures
from corpus.fold import fold, is_han, squeeze
from corpus.model import (
    Cell,
    Column,
    Comparator,
    Document,
    Figure,
    Goal,
    Kind,
    ParseReport,
    Piece,
    Role,
    Statement,
)
from corpus.numerals import MULTIPLIERS
from corpus.periods import Period, PeriodMatch, find_periods, parse_period
from corpus.pinyin import sound
from corpus.statements import split_statements

__all__ = [
    "BODY",
    "COLUMNS",
    "COLUMN_NAMES",
    "MULTIPLIERS",
    "SHORT",
    "Cell",
    "Column",
    "Comparator",
    "Document",
    "DocumentError",
    "EmbeddingError",
    "EmptyIndex",
    "Figure",
    "Goal",
    "KaopingError",
    "Kind",
    "ModelMismatch",
    "NoGoals",
    "ParseReport",
    "Period",
    "PeriodMatch",
    "Piece",
    "QuestionError",
    "Role",
    "ServerError",
    "SettingsError",
    "Statement",
    "StoreError",
    "StoreLocked",
    "StoreReadOnly",
    "StoreTooNew",
    "UnknownDocument",
    "UnreadableDocument",
    "find_periods",
    "fold",
    "is_han",
    "parse_period",
    "read_document",
    "read_figures",
    "sound",
    "split_statements",
    "squeeze",
]
