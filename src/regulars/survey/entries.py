"""Strict reading of plain data: every entry is known, has its kind, and an error says where it stands."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from regulars.language import Message, Text, message
from regulars.survey.errors import EntryError

Place = tuple[str | int, ...]
Choice = TypeVar("Choice", bound=StrEnum)

LONGEST_TEXT = 4000
_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
# Keys become columns of the facts, names of form fields and parts of addresses.
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")


@dataclass(frozen=True)
class Entries:
    """The entries of one mapping, and where it stands."""

    data: Mapping[str, Any]
    place: Place = ()

    @classmethod
    def of(cls, data: Any, place: Place = ()) -> Entries:
        """Raises ``EntryError`` for anything that has no entries."""
        if not isinstance(data, Mapping):
            raise EntryError(
                place,
                message("“{value}” stands where entries are expected, such as “label: Breakfast”.", value=shown(data)),
            )
        return cls({str(name): value for name, value in data.items()}, place)

    def only(self, *known: str) -> Entries:
        """These entries and no others, so that a slip of the pen is not silently ignored."""
        for name in self.data:
            if name not in known:
                near = difflib.get_close_matches(name, known, n=3) or sorted(known)
                self.wrong(name, message("there is no entry of this name. Did you mean: {near}?", near=tuple(near)))
        return self

    def wrong(self, name: str | None, problem: Message) -> NoReturn:
        """Raise what is wrong with an entry."""
        raise EntryError(self.place if name is None else (*self.place, name), problem)

    def has(self, name: str) -> bool:
        """Whether the entry is there and not empty."""
        return self.data.get(name) is not None

    def need(self, name: str, such_as: str) -> Any:
        """An entry that must be there."""
        if not self.has(name):
            self.wrong(None, message("“{name}” is missing. Add it, such as {example}", name=name, example=such_as))
        return self.data[name]

    def text(self, name: str) -> Text:
        """Words, or words by language, that must be there."""
        return text(self.need(name, f"{name}: {{en: Breakfast, zh: 早餐}}"), (*self.place, name))

    def maybe_text(self, name: str) -> Text | None:
        """Words that may be left out."""
        return text(self.data[name], (*self.place, name)) if self.has(name) else None

    def inner(self, name: str) -> Entries:
        """A mapping below this one; empty when it is not there."""
        return Entries.of(self.data.get(name) or {}, (*self.place, name))

    def rows(self, name: str) -> Iterator[Entries]:
        """A list of mappings below this one."""
        found = self.data.get(name) or ()
        if isinstance(found, str | Mapping) or not isinstance(found, Sequence):
            self.wrong(name, message("a list is expected here: lines that begin with a hyphen."))
        for number, row in enumerate(found):
            yield Entries.of(row, (*self.place, name, number))

    def whole(self, name: str, default: int | None = None, *, low: int = 0, high: int = 10_000) -> int:
        """A whole number within limits."""
        value = self.data.get(name)
        if value is None:
            if default is None:
                self.need(name, f"{name}: {low + 1}")
            return int(default or 0)
        # JSON and YAML know true and false, and Python takes them for 1 and 0.
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.wrong(
                name,
                message(
                    "“{value}” is not a whole number from {low} to {high}.", value=shown(value), low=low, high=high
                ),
            )
        return int(value)

    def weight(self, name: str, default: float = 1.0) -> float:
        """A number above 0."""
        return weight(self.data.get(name, default), (*self.place, name))

    def switch(self, name: str, *, default: bool = False) -> bool:
        """Yes or no."""
        value = self.data.get(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.wrong(name, message("“{value}” is neither yes nor no.", value=shown(value)))
        return bool(value)

    def one_of(self, name: str, kind: type[Choice], default: Choice | None = None) -> Choice | None:
        """One value of an enumeration."""
        value = self.data.get(name)
        if value is None:
            return default
        known = tuple(choice.value for choice in kind)
        if value not in known:
            self.wrong(
                name, message("“{value}” is not known. Choose one of: {known}.", value=shown(value), known=known)
            )
        return kind(value)

    def names(self, name: str) -> tuple[str, ...]:
        """A list of single words, such as tags."""
        value = self.data.get(name)
        if value is None:
            return ()
        if isinstance(value, str | Mapping) or not isinstance(value, Sequence):
            self.wrong(name, message("a list is expected here, such as [human, service]."))
        return tuple(str(one) for one in value)

    def key(self, name: str = "key") -> str:
        """The lasting name of an item."""
        return checked_key(self.need(name, "key: breakfast"), (*self.place, name))


def checked_key(value: Any, place: Place) -> str:
    """A key: letters, digits, hyphen; it makes the trend, so it stays the same over all versions."""
    if not isinstance(value, str) or not _KEY.fullmatch(value):
        raise EntryError(
            place,
            message(
                "“{value}” cannot be a key. Use up to 40 letters a to z, digits and hyphens, beginning with a letter, "
                "such as check-in.",
                value=shown(value),
            ),
        )
    return value


def text(value: Any, place: Place) -> Text:
    """Words that hold in every language, or words by language."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Mapping) or not _any(value):
        raise EntryError(place, message("words are missing here. Write them as {{en: Breakfast, zh: 早餐}}."))
    words = {"und": str(value)} if not isinstance(value, Mapping) else value
    found = {}
    for tag, word in words.items():
        if not isinstance(tag, str) or not _TAG.fullmatch(tag):
            raise EntryError(
                place, message("“{value}” is not the tag of a language, such as en, zh or pt-BR.", value=shown(tag))
            )
        if isinstance(word, bool) or not isinstance(word, str | int | float) or not str(word).strip():
            raise EntryError((*place, tag), message("words are missing here. Write them, or leave the language out."))
        if len(str(word)) > LONGEST_TEXT:
            raise EntryError((*place, tag), message("the words are longer than {n} characters.", n=LONGEST_TEXT))
        found[tag] = str(word).strip()
    return Text(found)


def weight(value: Any, place: Place) -> float:
    """How much something counts beside its sisters; only the ratios matter."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < math.inf:
        raise EntryError(place, message("“{value}” is not a weight: a number above 0, such as 2.", value=shown(value)))
    return float(value)


def shown(value: Any) -> str:
    """What stands there, cut to a readable length."""
    return str(value)[:60]


def _any(value: Any) -> bool:
    return bool(value) if isinstance(value, Mapping) else bool(str(value).strip())
