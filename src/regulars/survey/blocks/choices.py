"""Several answers out of many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from regulars.language import Text
from regulars.survey.blocks.parted import Parted
from regulars.survey.conditions import Kind, Known
from regulars.survey.definition import Scale
from regulars.survey.entries import Entries, Place
from regulars.survey.fields import NONE, Answer, Field, SeveralField

YES = Scale(0, 1)


@dataclass(frozen=True)
class Choices(Parted):
    """Boxes. ``none``: the words of “none of these”, which cannot be ticked beside others.

    Whoever ticks one has said no to the rest: their columns hold 0. Whoever ticks nothing has not answered.
    """

    kind: ClassVar[str] = "choices"

    none: Text | None = None
    at_most: int | None = None

    @classmethod
    def own(cls) -> tuple[str, ...]:
        """None of these, and how many at most."""
        return ("none", "at_most")

    @classmethod
    def more(cls, entries: Entries) -> dict[str, Any]:
        """None of these, and how many at most."""
        most = entries.whole("at_most", low=1, high=100) if entries.has("at_most") else None
        return {"none": entries.maybe_text("none"), "at_most": most}

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            **super().to_dict(),
            **({} if self.none is None else {"none": dict(self.none.words)}),
            **({} if self.at_most is None else {"at_most": self.at_most}),
        }

    def scale(self) -> Scale:
        """Ticked or not."""
        return YES

    def fields(self) -> tuple[Field, ...]:
        """One field that sends all that is ticked."""
        return (SeveralField(self.key, self.required, tuple(self.options), self.none is not None, self.at_most),)

    def known(self) -> tuple[Known, ...]:
        """A set, and each option by itself."""
        return (Known(self.key, Kind.SET, self.label, self.options), *super().known())

    def values(self, answers: Mapping[str, Answer]) -> Mapping[str, Any]:
        """What is ticked, as a set beside the columns."""
        ticked = [option for option in self.options if answers.get(self.name(option)) == 1]
        return {**answers, self.key: ticked}

    def texts(self, place: Place) -> Iterator[tuple[Place, Any]]:
        """All words."""
        yield from super().texts(place)
        if self.none is not None:
            yield (*place, "none"), self.none


__all__ = ["NONE", "Choices"]
