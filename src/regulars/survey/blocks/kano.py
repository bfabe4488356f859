"""How would you feel if it were there, and if it were not? The pair of questions after Kano."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from regulars.language import Text, message
from regulars.survey.blocks.base import Block, Scales, read_scale, scale_texts, scale_to_dict
from regulars.survey.definition import Item, ItemKind, Scale
from regulars.survey.entries import Entries, Place
from regulars.survey.fields import Field, NumberField

SIDES = ("with", "without")


@dataclass(frozen=True)
class Kano(Block):
    """``there`` and ``missing`` are the two questions; the scale runs from 1, I like it, to 5, I dislike it."""

    kind: ClassVar[str] = "kano"

    key: str
    label: Text
    there: Text
    missing: Text
    scale: Scale
    tags: tuple[str, ...] = ()
    required: bool = False

    @classmethod
    def read(cls, entries: Entries, scales: Scales) -> Self:
        """Five answers, each with its words."""
        entries.only("kind", "key", "label", "with", "without", "scale", "tags", "required")
        scale = read_scale(entries, scales)
        if (scale.low, scale.high) != (1, 5) or set(scale.labels) != {1, 2, 3, 4, 5}:
            entries.wrong(
                "scale",
                message(
                    "the two questions after Kano have five answers with words, from 1 (I like it) to 5 (I dislike it)."
                ),
            )
        return cls(
            key=entries.key(),
            label=entries.text("label"),
            there=entries.text("with"),
            missing=entries.text("without"),
            scale=scale,
            tags=entries.names("tags"),
            required=entries.switch("required"),
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "kind": self.kind,
            "key": self.key,
            "label": dict(self.label.words),
            "with": dict(self.there.words),
            "without": dict(self.missing.words),
            "scale": scale_to_dict(self.scale),
            **({"tags": list(self.tags)} if self.tags else {}),
            **({"required": True} if self.required else {}),
        }

    def questions(self) -> tuple[tuple[str, Text], ...]:
        """Names of the two fields, with their words."""
        return tuple(
            (f"{self.key}-{side}", words) for side, words in zip(SIDES, (self.there, self.missing), strict=True)
        )

    def items(self) -> tuple[Item, ...]:
        """Both answers as numbers, tagged with the feature."""
        return tuple(
            Item(
                name,
                ItemKind.RATING,
                words,
                scale=self.scale,
                tags=(*self.tags, f"kano:{self.key}"),
                question=self.label,
            )
            for name, words in self.questions()
        )

    def fields(self) -> tuple[Field, ...]:
        """Both."""
        return tuple(NumberField(name, self.required, self.scale) for name, _ in self.questions())

    def texts(self, place: Place) -> Iterator[tuple[Place, Any]]:
        """All words."""
        yield (*place, "label"), self.label
        yield (*place, "with"), self.there
        yield (*place, "without"), self.missing
        yield from scale_texts(self.scale, (*place, "scale"))
