"""Share out so many points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from regulars.language import Message, message
from regulars.survey.blocks.parted import Parted
from regulars.survey.definition import Scale
from regulars.survey.entries import Entries
from regulars.survey.fields import Answer, Field, QuantityField


@dataclass(frozen=True)
class ConstantSum(Parted):
    """Points for each option that add up to ``total``; what is left empty gets none."""

    kind: ClassVar[str] = "sum"

    total: int = 100

    @classmethod
    def own(cls) -> tuple[str, ...]:
        """How many points."""
        return ("total",)

    @classmethod
    def more(cls, entries: Entries) -> dict[str, Any]:
        """How many points."""
        return {"total": entries.whole("total", 100, low=1, high=10_000)}

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {**super().to_dict(), "total": self.total}

    def scale(self) -> Scale:
        """From nothing to everything."""
        return Scale(0, self.total)

    def fields(self) -> tuple[Field, ...]:
        """Points for each; required is their sum, not each."""
        return tuple(QuantityField(self.name(option), low=0, high=self.total) for option in self.options)

    def settled(self, answers: Mapping[str, Answer]) -> Mapping[str, Answer]:
        """Whoever has shared out all points has given none to what was left empty."""
        if not answers:
            return answers
        return {**{self.name(option): 0 for option in self.options}, **answers}

    def check(self, answers: Mapping[str, Answer]) -> Mapping[str, Message]:
        """They add up."""
        given = sum(int(points or 0) for points in answers.values())
        first = self.name(next(iter(self.options)))
        if not answers:
            return {first: message("Please share out {total} points.", total=self.total)} if self.required else {}
        if given < self.total:
            return {
                first: message(
                    "That makes {given} points; {left} of {total} are still to be shared out.",
                    given=given,
                    left=self.total - given,
                    total=self.total,
                )
            }
        if given > self.total:
            return {
                first: message(
                    "That makes {given} points, {over} more than the {total} that there are.",
                    given=given,
                    over=given - self.total,
                    total=self.total,
                )
            }
        return {}
