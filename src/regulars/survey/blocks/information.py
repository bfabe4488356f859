"""Words between the questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from regulars.language import Text
from regulars.survey.blocks.base import Block, Scales
from regulars.survey.definition import Item
from regulars.survey.entries import Entries, Place
from regulars.survey.fields import Field


@dataclass(frozen=True)
class Information(Block):
    """A heading, where there is one, and a paragraph; nothing is asked."""

    kind: ClassVar[str] = "information"

    text: Text
    heading: Text | None = None

    @classmethod
    def read(cls, entries: Entries, scales: Scales) -> Self:  # noqa: ARG003 (nothing is asked)
        """From plain data."""
        entries.only("kind", "heading", "text")
        return cls(entries.text("text"), entries.maybe_text("heading"))

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        heading = {} if self.heading is None else {"heading": dict(self.heading.words)}
        return {"kind": self.kind, **heading, "text": dict(self.text.words)}

    def items(self) -> tuple[Item, ...]:
        """None."""
        return ()

    def fields(self) -> tuple[Field, ...]:
        """None."""
        return ()

    def texts(self, place: Place) -> Iterator[tuple[Place, Any]]:
        """All words."""
        yield (*place, "text"), self.text
        if self.heading is not None:
            yield (*place, "heading"), self.heading
