"""The one tree of exceptions.

KaopingError                   whatever a user may see as one line
├── DocumentError              a file can't become a document
│   ├── UnreadableDocument     missing, empty, binary, too large, not a known format
│   └── NoGoals                readable, but holds no table of goals
├── StoreError                 the data folder can't be used
│   ├── StoreLocked            another process is writing
│   ├── StoreReadOnly          the folder can't be written
│   ├── StoreTooNew            written by a newer version
│   └── ModelMismatch          the index was built with another embedding model
├── EmbeddingError             the embedding model can't be loaded or fails
├── RerankingError             the reranking model can't be loaded or fails
├── EmptyIndex                 nothing has been ingested yet
├── UnknownDocument            no document of that id
├── UnknownConversation        no conversation of that id
├── UnknownGoal                no goal of that id, number or name
├── QuestionError              the question can't be asked (empty, too long)
├── DraftError                 nothing can be drafted as asked
├── SettingsError              an unknown or malformed setting
├── AccessDenied               nobody is signed in, or whoever is may not do this
│   └── TooManyAttempts        too many passwords were wrong lately
├── AccountError               a user, group or password that can't be as asked
└── ServerError                the web page can't be served (port in use)

It lives in the lowest package so that every layer can raise and catch it. Messages are shown to people: Chinese, one
line, naming the file, line or value, what is wrong, and what to do.
"""

from __future__ import annotations


class KaopingError(Exception):
    """Base of every error that a user may see; `str(error)` is the line shown."""


class DocumentError(KaopingError):
    """A file can't become a document."""


class UnreadableDocument(DocumentError):
    """The file is missing, empty, binary, too large or of no known format."""


class NoGoals(DocumentError):
    """The file can be read but holds no table of goals; `headers` are those of a table that might be one."""

    def __init__(self, message: str, *, headers: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.headers = headers


class StoreError(KaopingError):
    """The data folder can't be used."""


class StoreLocked(StoreError):
    """Another process is writing to the data folder."""


class StoreReadOnly(StoreError):
    """The data folder can't be written."""


class StoreTooNew(StoreError):
    """The data folder was written by a newer version of kaoping."""


class ModelMismatch(StoreError):
    """The index was built with another embedding model than the one configured."""


class EmbeddingError(KaopingError):
    """The embedding model can't be loaded, or failed on a text."""


class RerankingError(KaopingError):
    """The reranking model can't be loaded, or failed on a text."""


class EmptyIndex(KaopingError):
    """Nothing has been ingested yet."""


class UnknownDocument(KaopingError):
    """No document has the id asked for."""


class UnknownConversation(KaopingError):
    """The person has no conversation of the id asked for."""


class UnknownGoal(KaopingError):
    """No goal has the id, number or name asked for."""


class QuestionError(KaopingError):
    """The question can't be asked: it is empty or too long."""


class DraftError(KaopingError):
    """Nothing can be drafted as asked: no report is on the period, or too much is chosen."""


class SettingsError(KaopingError):
    """A setting is unknown or malformed."""


class AccessDenied(KaopingError):
    """Nobody is signed in, or the one who is may not do this."""


class TooManyAttempts(AccessDenied):
    """Too many passwords were wrong lately, for that user or from that address."""


class AccountError(KaopingError):
    """A user, a group, a token or a password can't be as it was asked for."""


class ServerError(KaopingError):
    """The web page can't be served."""
