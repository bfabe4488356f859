"""A question that is answered in the respondent's own words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from regulars.survey.blocks.base import ITEM, Block, Scales, item_texts, item_to_dict, read_item
from regulars.survey.definition import Item, ItemKind
from regulars.survey.entries import Entries, Place
from regulars.survey.fields import Field, TextField


@dataclass(frozen=True)
class Comment(Block):
    """``longest``: how many characters fit."""

    kind: ClassVar[str] = "comment"

    question: Item
    longest: int = 2000
    required: bool = False

    @classmethod
    def read(cls, entries: Entries, scales: Scales) -> Self:  # noqa: ARG003 (words have no scale)
        """From plain data."""
        entries.only("kind", "key", "longest", *ITEM)
        return cls(
            question=read_item(entries.key(), entries, ItemKind.TEXT),
            longest=entries.whole("longest", 2000, low=1, high=4000),
            required=entries.switch("required"),
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "kind": self.kind,
            "key": self.question.key,
            **item_to_dict(self.question, required=self.required),
            "longest": self.longest,
        }

    def items(self) -> tuple[Item, ...]:
        """The one."""
        return (self.question,)

    def fields(self) -> tuple[Field, ...]:
        """The one."""
        return (TextField(self.question.key, self.required, self.longest),)

    def texts(self, place: Place) -> Iterator[tuple[Place, Any]]:
        """All words."""
        yield from item_texts(self.question, place)
