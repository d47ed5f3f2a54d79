"""A document as a record of JSON, and back: how it crosses from the process that reads it, and how history keeps it.

Field by field from the annotations of the dataclasses: they are plain and frozen, and a library for this would have to
be taught the few types that JSON lacks (tuples, exact decimals) anyway.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from corpus.model import Document


def document_record(document: Document) -> dict[str, Any]:
    """The document as dictionaries, lists, strings and numbers; exact decimals are `{"decimal": "150.0"}`."""
    record = _plain(document)
    assert isinstance(record, dict)
    return record


def document_from(record: dict[str, Any]) -> Document:
    """The document of a record: `document_from(document_record(d)) == d`.

    Raises:
        ValueError, TypeError, KeyError: it is no record of a document.
    """
    document = _built(Document, record)
    assert isinstance(document, Document)
    return document


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return {"decimal": str(value)} if isinstance(value, Decimal) else value


@cache
def _types(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def _built(kind: Any, value: Any) -> Any:
    """`value` of JSON as the type `kind`; fields that a record lacks take their defaults."""
    if isinstance(kind, type) and is_dataclass(kind):
        known = _types(kind)
        return kind(**{name: _built(known[name], item) for name, item in value.items() if name in known})
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return None if value is None else _built_of_union(arguments, value)
    if origin is tuple:
        if arguments[-1] is Ellipsis:
            return tuple(_built(arguments[0], item) for item in value)
        return tuple(_built(part, item) for part, item in zip(arguments, value, strict=True))
    if origin is not Literal and kind is not Any and not isinstance(value, kind):
        return kind(value)
    return value


def _built_of_union(arguments: tuple[Any, ...], value: Any) -> Any:
    if Decimal in arguments:
        return Decimal(value["decimal"]) if isinstance(value, dict) else value
    return _built(next(kind for kind in arguments if kind is not type(None)), value)
