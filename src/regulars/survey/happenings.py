"""What can happen to a customer: kinds with the fields that each carries, and one such thing read from plain data.

As plain data::

    key: stay
    name: {en: Stay, zh: 住宿}
    fields:
      - {key: nights, kind: number, label: {en: Nights, zh: 间夜数}}
      - {key: purpose, kind: choice, label: {en: Purpose, zh: 目的}, options: {business: {en: business, zh: 商务}}}
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from regulars.language import Message, Text, message
from regulars.survey.conditions import Kind, Known, Vocabulary
from regulars.survey.conditions.terms import KEYWORDS
from regulars.survey.entries import Entries, shown
from regulars.survey.errors import EntryError

MOST_FIELDS = 30
LONGEST = 400
KINDS = (Kind.NUMBER, Kind.TEXT, Kind.CHOICE, Kind.DAY, Kind.FLAG)
_YES = frozenset(["true", "yes", "y", "1", "是", "对"])
_NO = frozenset(["false", "no", "n", "0", "否"])
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Field:
    """One thing that is known of what happened. ``options``: of a choice; empty: any word."""

    key: str
    kind: Kind
    label: Text
    options: Mapping[str, Text] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        options = {key: dict(words.words) for key, words in self.options.items()}
        data = {"key": self.key, "kind": self.kind.value, "label": dict(self.label.words)}
        return {**data, "options": options} if options else data


@dataclass(frozen=True)
class Details:
    """What was read: ``values`` as JSON keeps them, ``problems`` by field, ``unknown`` names that the kind has not."""

    values: Mapping[str, Any]
    problems: Mapping[str, Message]
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class HappeningKind:
    """A kind of thing that happens."""

    key: str
    name: Text
    fields: tuple[Field, ...] = ()

    @classmethod
    def from_dict(cls, data: Any) -> HappeningKind:
        """Strictly. Raises ``EntryError`` that names the place."""
        entries = Entries.of(data).only("key", "name", "fields")
        fields = tuple(_field(row) for row in entries.rows("fields"))
        if len(fields) > MOST_FIELDS:
            entries.wrong("fields", message("a kind has at most {most} fields.", most=MOST_FIELDS))
        keys = [one.key for one in fields]
        if twice := next((key for key in keys if keys.count(key) > 1), None):
            entries.wrong("fields", message("“{key}” stands twice. Keep one.", key=twice))
        return cls(entries.key(), entries.text("name"), fields)

    def vocabulary(self) -> Vocabulary:
        """The fields, for conditions."""
        return Vocabulary.of(Known(one.key, one.kind, one.label, one.options, asked=False) for one in self.fields)

    def read(self, given: Mapping[str, Any]) -> Details:
        """What somebody says of it; empty values are not there."""
        known = {one.key: one for one in self.fields}
        values: dict[str, Any] = {}
        problems: dict[str, Message] = {}
        for name, value in given.items():
            if value is None or (isinstance(value, str) and not value.strip()) or name not in known:
                continue
            try:
                values[name] = _READERS[known[name].kind](value, known[name])
            except EntryError as error:
                problems[name] = error.problem
        return Details(values, problems, tuple(name for name in given if name not in known))

    def typed(self, details: Mapping[str, Any]) -> dict[str, Any]:
        """Values as conditions compare them: days are days again; what the kind has no more is passed over."""
        days = {one.key for one in self.fields if one.kind is Kind.DAY}
        known = {one.key for one in self.fields}
        return {
            name: date.fromisoformat(value) if name in days else value
            for name, value in details.items()
            if name in known
        }


def _field(entries: Entries) -> Field:
    entries.only("key", "kind", "label", "options")
    key = entries.key()
    if key in KEYWORDS:
        entries.wrong("key", message("“{key}” is a word of conditions. Choose another key.", key=key))
    kind = entries.one_of("kind", Kind, Kind.TEXT) or Kind.TEXT
    if kind not in KINDS:
        entries.wrong(
            "kind",
            message("“{value}” is not known. Choose one of: {known}.", value=kind.value, known=tuple(map(str, KINDS))),
        )
    options = entries.inner("options")
    found = {key: options.text(key) for key in options.data}
    return Field(key, kind, entries.text("label"), found if kind is Kind.CHOICE else {})


def _number(value: Any, _: Field) -> float | int:
    if isinstance(value, bool):
        raise EntryError((), message("“{value}” is not a number such as 2.5.", value=shown(value)))
    if isinstance(value, int | float) and math.isfinite(value) and abs(value) < 1e15:
        return value
    text = re.sub(r"[,\s\u00a0]", "", str(value))
    if not _NUMBER.fullmatch(text) or len(text) > 16:
        raise EntryError((), message("“{value}” is not a number such as 2.5.", value=shown(value)))
    return float(text) if "." in text else int(text)


def _text(value: Any, _: Field) -> str:
    if isinstance(value, Mapping | list):
        raise EntryError((), message("“{value}” is not a text.", value=shown(value)))
    return " ".join(str(value).replace("\0", "").split())[:LONGEST]


def _choice(value: Any, known: Field) -> str:
    text = _text(value, known)
    if not known.options:
        return text
    names = {
        word.casefold(): key for key, words in known.options.items() for word in (*words.words.values(), key)
    }  # a key wins over a label
    found = names.get(text.casefold())
    if found is None:
        raise EntryError(
            (),
            message("“{value}” is not known. Choose one of: {known}.", value=shown(value), known=tuple(known.options)),
        )
    return found


def _day(value: Any, _: Field) -> str:
    try:
        return date.fromisoformat(str(value).strip()[:10]).isoformat()
    except ValueError:
        raise EntryError((), message("“{value}” is not a day such as 2027-01-04.", value=shown(value))) from None


def _flag(value: Any, _: Field) -> bool:
    text = str(value).strip().casefold()
    if text in _YES or text in _NO:
        return text in _YES
    raise EntryError((), message("“{value}” is neither yes nor no.", value=shown(value)))


_READERS = {
    Kind.NUMBER: _number,
    Kind.TEXT: _text,
    Kind.CHOICE: _choice,
    Kind.DAY: _day,
    Kind.FLAG: _flag,
}
