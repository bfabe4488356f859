"""A box that the respondent may tick: consent to be contacted, for instance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Self

from regulars.language import Text
from regulars.survey.blocks.base import Block, Scales
from regulars.survey.conditions import Kind, Known
from regulars.survey.definition import Item
from regulars.survey.entries import Entries, Place
from regulars.survey.fields import Field, FlagField


class ConsentPurpose(StrEnum):
    """What somebody who ticks agrees to be written to about, beyond this answer."""

    SURVEYS = "surveys"
    MARKETING = "marketing"


@dataclass(frozen=True)
class Consent(Block):
    """Never ticked beforehand and never required: consent that is a condition of answering is none.

    ``purpose``: the yes of a customer who is known is kept as theirs; without it, it is about this answer alone.
    """

    kind: ClassVar[str] = "consent"

    key: str
    label: Text
    purpose: ConsentPurpose | None = None

    @classmethod
    def read(cls, entries: Entries, scales: Scales) -> Self:  # noqa: ARG003 (consent has no scale)
        """From plain data."""
        entries.only("kind", "key", "label", "purpose")
        return cls(entries.key(), entries.text("label"), entries.one_of("purpose", ConsentPurpose))

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        purpose = {} if self.purpose is None else {"purpose": self.purpose.value}
        return {"kind": self.kind, "key": self.key, "label": dict(self.label.words), **purpose}

    def items(self) -> tuple[Item, ...]:
        """None: consent is kept with the response, not among what is measured."""
        return ()

    def fields(self) -> tuple[Field, ...]:
        """The box."""
        return (FlagField(self.key),)

    def known(self) -> tuple[Known, ...]:
        """Whether it was ticked."""
        return (Known(self.key, Kind.FLAG, self.label),)

    def texts(self, place: Place) -> Iterator[tuple[Place, Any]]:
        """The words beside the box."""
        yield (*place, "label"), self.label
