"""Documents in; goals, cells, statements and figures out. No AI library, no I/O but reading the file.

This module is the table of contents: what other packages use stands in `__all__`.
"""

from corpus.columns import BODY, COLUMN_NAMES, COLUMNS, SHORT, Choices, names_other
from corpus.document import READER_VERSION, read_document
from corpus.errors import (
    DocumentError,
    DraftError,
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
    UnknownGoal,
    UnreadableDocument,
)
from corpus.figures import read_figures
from corpus.files import read_bytes
from corpus.fold import fold, is_han, squeeze
from corpus.formats import SUFFIXES
from corpus.isolation import IsolatedReader, Limits
from corpus.model import (
    Attainment,
    Cell,
    Column,
    Comparator,
    Direction,
    Document,
    Figure,
    Goal,
    HeaderMapping,
    Kind,
    ParseReport,
    Piece,
    Place,
    Role,
    Statement,
    Status,
)
from corpus.numerals import MULTIPLIERS
from corpus.periods import Period, PeriodMatch, find_periods, parse_period
from corpus.pinyin import sound
from corpus.records import document_from, document_record
from corpus.script import simplified
from corpus.statements import split_statements
from corpus.unread import Unread, unread_numbers

__all__ = [
    "BODY",
    "COLUMNS",
    "COLUMN_NAMES",
    "MULTIPLIERS",
    "READER_VERSION",
    "SHORT",
    "SUFFIXES",
    "Attainment",
    "Cell",
    "Choices",
    "Column",
    "Comparator",
    "Direction",
    "Document",
    "DocumentError",
    "DraftError",
    "EmbeddingError",
    "EmptyIndex",
    "Figure",
    "Goal",
    "HeaderMapping",
    "IsolatedReader",
    "KaopingError",
    "Kind",
    "Limits",
    "ModelMismatch",
    "NoGoals",
    "ParseReport",
    "Period",
    "PeriodMatch",
    "Piece",
    "Place",
    "QuestionError",
    "Role",
    "ServerError",
    "SettingsError",
    "Statement",
    "Status",
    "StoreError",
    "StoreLocked",
    "StoreReadOnly",
    "StoreTooNew",
    "UnknownDocument",
    "UnknownGoal",
    "Unread",
    "UnreadableDocument",
    "document_from",
    "document_record",
    "find_periods",
    "fold",
    "is_han",
    "names_other",
    "parse_period",
    "read_bytes",
    "read_document",
    "read_figures",
    "simplified",
    "sound",
    "split_statements",
    "squeeze",
    "unread_numbers",
]
