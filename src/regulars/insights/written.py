"""A report as plain JSON, and back: what was worked out once is kept for whoever asks next, in either language.

Reading makes nothing but the values that a report is made of, whatever the file says.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from numbers import Integral, Real
from types import MappingProxyType
from typing import Any

import numpy as np

from regulars.insights.report import (
    Aim,
    Behind,
    ChartKind,
    Column,
    Figure,
    Node,
    Reached,
    Report,
    Row,
    Section,
    Source,
    Table,
    Whom,
)
from regulars.language import Count, Day, Estimate, Kind, Message, Missing, Money, Text

KIND = ""  # the key that no field has: of what kind the object is
_MADE = {
    made.__name__: made
    for made in (
        Aim, Behind, Column, Count, Day, Estimate, Figure, Message, Missing, Money, Node, Report, Row, Section, Source,
        Table, Text, Whom,
    )
}  # fmt: skip
_CHOICES: dict[str, type[Enum]] = {made.__name__: made for made in (ChartKind, Kind, Reached)}
_SIMPLE: dict[str, tuple[type, Callable[[Any], str], Callable[[str], Any]]] = {
    "instant": (datetime, datetime.isoformat, datetime.fromisoformat),  # a moment is a day too, so it stands first
    "day": (date, date.isoformat, date.fromisoformat),
    "decimal": (Decimal, str, Decimal),
}
_OF_ITSELF: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
    ((bool, type(None)), lambda value: value),
    (str, str),
    (np.bool_, bool),
    (Integral, int),
    (Real, float),
)


class UnwritableError(TypeError):
    """A value that no report should hold."""


def to_json(report: Report) -> bytes:
    """Raises ``UnwritableError`` for a value of a kind that is not known here."""
    return json.dumps(_plain(report), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def from_json(written: bytes) -> Report:
    """The report that was written. Raises ``ValueError`` for anything else."""
    try:
        found = _typed(json.loads(written.decode("utf-8", "surrogatepass")))
    except (KeyError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        raise ValueError(str(error)) from error
    if isinstance(found, Report):
        return found
    raise ValueError("no report")


def _plain(value: Any) -> Any:
    kind = type(value)
    if _MADE.get(kind.__name__) is kind:
        told = ((key, getattr(value, key)) for key in _fields(kind.__name__))
        never = _never(kind.__name__)
        return {KIND: kind.__name__} | {key: _plain(one) for key, one in told if one is not None or key in never}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {KIND: "map", "of": [[_plain(key), _plain(one)] for key, one in value.items()]}
    return _single(value)


def _single(value: Any) -> Any:
    name = type(value).__name__
    if _CHOICES.get(name) is type(value):
        return {KIND: name, "of": value.value}
    for simple, (kind, write, _) in _SIMPLE.items():
        if isinstance(value, kind):
            return {KIND: simple, "of": write(value)}
    for kinds, plain in _OF_ITSELF:
        if isinstance(value, kinds):
            return plain(value)
    raise UnwritableError(f"{type(value).__qualname__} in a report")


def _typed(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_typed, value))
    if not isinstance(value, dict):
        return value
    kind = value.pop(KIND)
    if kind == "map":
        return MappingProxyType({_typed(key): _typed(one) for key, one in value["of"]})
    if kind in _CHOICES:
        return _CHOICES[kind](value["of"])
    if kind in _SIMPLE:
        return _SIMPLE[kind][2](value["of"])
    return _MADE[kind](**dict.fromkeys(_bare(kind)) | {key: _typed(one) for key, one in value.items()})


@cache
def _fields(kind: str) -> tuple[str, ...]:
    return tuple(one.name for one in fields(_MADE[kind]))


@cache
def _never(kind: str) -> frozenset[str]:
    """Fields that are something where nothing is given: there None is written out."""
    known = fields(_MADE[kind])
    return frozenset(
        one.name for one in known if one.default not in (None, MISSING) or one.default_factory is not MISSING
    )


@cache
def _bare(kind: str) -> tuple[str, ...]:
    """Fields that have to be given."""
    known = fields(_MADE[kind])
    return tuple(one.name for one in known if one.default is MISSING and one.default_factory is MISSING)
