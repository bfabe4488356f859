"""Which names a condition may use, and of which kind each is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from regulars.language import Message, Text
from regulars.survey.definition import Item, ItemKind


class Kind(StrEnum):
    """What a field holds. Missing is always possible."""

    NUMBER = "number"
    TEXT = "text"
    CHOICE = "choice"  # one of ``options``, or any word where there are none (such as a unit's code)
    SET = "set"  # several of ``options``
    DAY = "day"
    FLAG = "flag"


@dataclass(frozen=True)
class Known:
    """One field. ``low`` and ``high`` are the ends of its scale. Not ``asked``: no answer, but known some other way."""

    name: str
    kind: Kind
    label: Text | Message
    options: Mapping[str, Text | Message] = field(default_factory=dict)
    low: float | None = None
    high: float | None = None
    asked: bool = True


class Vocabulary(dict[str, Known]):
    """Fields by name."""

    @classmethod
    def of(cls, known: Iterable[Known]) -> Vocabulary:
        """From fields; a later one of the same name takes the place."""
        return cls({one.name: one for one in known})


_KINDS = {
    ItemKind.RATING: Kind.NUMBER,
    ItemKind.NPS: Kind.NUMBER,
    ItemKind.NUMBER: Kind.NUMBER,
    ItemKind.CHOICE: Kind.CHOICE,
    ItemKind.TEXT: Kind.TEXT,
    ItemKind.DAY: Kind.DAY,
}


def vocabulary_of(items: Iterable[Item]) -> Vocabulary:
    """The answers of a questionnaire as fields."""
    return Vocabulary.of(
        Known(
            item.key,
            _KINDS[item.kind],
            item.label,
            item.options,
            None if item.scale is None else item.scale.low,
            None if item.scale is None else item.scale.high,
        )
        for item in items
    )
