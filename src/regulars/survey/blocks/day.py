"""A day of the calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Self

from regulars.survey.blocks.base import ITEM, Block, Scales, item_texts, item_to_dict, read_item
from regulars.survey.definition import Item, ItemKind
from regulars.survey.entries import Entries, Place
from regulars.survey.fields import Answer, DayField, Field


@dataclass(frozen=True)
class DayQuestion(Block):
    """The facts keep it as year-month-day."""

    kind: ClassVar[str] = "day"

    question: Item
    required: bool = False

    @classmethod
    def read(cls, entries: Entries, scales: Scales) -> Self:  # noqa: ARG003 (a day has no scale)
        """From plain data."""
        entries.only("kind", "key", *ITEM)
        return cls(read_item(entries.key(), entries, ItemKind.DAY), entries.switch("required"))

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "kind": self.kind,
            "key": self.question.key,
            **item_to_dict(self.question, required=self.required),
        }

    def items(self) -> tuple[Item, ...]:
        """The one."""
        return (self.question,)

    def fields(self) -> tuple[Field, ...]:
        """The one."""
        return (DayField(self.question.key, self.required),)

    def values(self, answers: Mapping[str, Answer]) -> Mapping[str, Any]:
        """As a day, which conditions compare."""
        return {key: date.fromisoformat(str(value)) for key, value in answers.items() if value is not None}

    def texts(self, place: Place) -> Iterator[tuple[Place, Any]]:
        """All words."""
        yield from item_texts(self.question, place)
