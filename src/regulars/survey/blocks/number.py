"""One question, answered on a row of numbers: recommendation, effort, satisfaction overall."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from regulars.language import Text
from regulars.survey.blocks.base import (
    ITEM,
    Block,
    Scales,
    item_texts,
    item_to_dict,
    read_item,
    read_scale,
    scale_texts,
    scale_to_dict,
)
from regulars.survey.definition import Item, ItemKind, Role, Scale
from regulars.survey.entries import Entries, Place
from regulars.survey.fields import Field, NumberField


@dataclass(frozen=True)
class Number(Block):
    """The words of the scale's ends stand under the row."""

    kind: ClassVar[str] = "number"

    question: Item
    scale: Scale
    not_used: Text | None = None
    required: bool = False

    @classmethod
    def read(cls, entries: Entries, scales: Scales) -> Self:
        """Recommendation on 0 to 10 is the Net Promoter question."""
        entries.only("kind", "key", "scale", "not_used", *ITEM)
        scale = read_scale(entries, scales)
        promoter = entries.data.get("role") == Role.RECOMMEND and (scale.low, scale.high) == (0, 10)
        kind = ItemKind.NPS if promoter else ItemKind.RATING
        return cls(
            question=read_item(entries.key(), entries, kind, scale),
            scale=scale,
            not_used=entries.maybe_text("not_used"),
            required=entries.switch("required"),
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "kind": self.kind,
            "key": self.question.key,
            **item_to_dict(self.question, required=self.required),
            "scale": scale_to_dict(self.scale),
            **({} if self.not_used is None else {"not_used": dict(self.not_used.words)}),
        }

    def items(self) -> tuple[Item, ...]:
        """The one."""
        return (self.question,)

    def fields(self) -> tuple[Field, ...]:
        """The one."""
        return (NumberField(self.question.key, self.required, self.scale, self.not_used is not None),)

    def texts(self, place: Place) -> Iterator[tuple[Place, Any]]:
        """All words."""
        yield from item_texts(self.question, place)
        yield from scale_texts(self.scale, (*place, "scale"))
        if self.not_used is not None:
            yield (*place, "not_used"), self.not_used
