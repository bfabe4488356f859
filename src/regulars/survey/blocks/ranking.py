"""Put these in an order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from regulars.language import Message, message
from regulars.survey.blocks.parted import Parted
from regulars.survey.definition import Scale
from regulars.survey.fields import Answer, Field, NumberField


@dataclass(frozen=True)
class Ranking(Parted):
    """A place for each option, 1 the best. The first few may do: the others are left out, none is given twice."""

    kind: ClassVar[str] = "ranking"

    def scale(self) -> Scale:
        """From the first place to the last."""
        return Scale(1, len(self.options))

    def fields(self) -> tuple[Field, ...]:
        """A place for each."""
        return tuple(NumberField(self.name(option), self.required, self.scale()) for option in self.options)

    def check(self, answers: Mapping[str, Answer]) -> Mapping[str, Message]:
        """No place twice, and none left out before one that is given."""
        wrong: dict[str, Message] = {}
        taken: dict[int, str] = {}
        for option in self.options:
            name = self.name(option)
            place = answers.get(name)
            if not isinstance(place, int):
                continue
            if place in taken:
                wrong[name] = message("Place {place} is given twice. Give each its own place.", place=place)
            taken.setdefault(place, name)
        if not wrong and taken and (missing := set(range(1, len(taken) + 1)) - set(taken)):
            wrong[taken[max(taken)]] = message("Place {place} is not given yet.", place=min(missing))
        return wrong
