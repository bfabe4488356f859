"""The fields of a form: what a respondent may send, and how one text becomes an answer.

A field takes exactly what its own form offers. ``int()`` would also take ``+5``, `` 5_0`` and the digits of other
scripts; none of these can come from the form, so they come from somebody who did not use it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from regulars.language import Text, message, plural
from regulars.survey.definition import Scale
from regulars.survey.errors import AnswerError

# None is an answer too: "I did not use it".
Answer = int | str | bool | None

NOT_USED = "unused"
CHOSEN = "1"
SEPARATOR = "\x1f"  # between several values of one field, as they are shown again; nobody can type it
# Nobody can see these, and PostgreSQL cannot store the first of them; tab and line feed stay.
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def cleaned(typed: str) -> str:
    """What was typed, without what nobody can see or store; lines end as everywhere, not as in a form."""
    if typed.isascii() and typed.isprintable():  # nearly every field is one number
        return typed
    whole = typed.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _INVISIBLE.sub("", whole.replace("\r\n", "\n").replace("\r", "\n"))


@dataclass(frozen=True)
class Field:
    """One named field of the form. ``many``: it may send several values."""

    many: ClassVar[bool] = False

    name: str
    required: bool = False

    def read(self, typed: str) -> Answer:
        """The answer. Raises ``AnswerError`` with what to do."""
        raise NotImplementedError

    def answers(self, values: Sequence[str]) -> dict[str, Answer]:
        """Item -> answer, from the different values that were sent: one, for most fields."""
        if len(values) > 1:
            raise AnswerError(message("Two different answers arrived for this question. Please choose one."))
        return {self.name: self.read(values[0])}


@dataclass(frozen=True)
class NumberField(Field):
    """A number on a scale, or "not used" where that is offered."""

    scale: Scale = field(default_factory=lambda: Scale(0, 10))
    not_used: bool = False

    def read(self, typed: str) -> Answer:
        """A whole number on the scale."""
        if self.not_used and typed == NOT_USED:
            return None
        for point in range(self.scale.low, self.scale.high + 1):
            if typed == str(point):
                return point
        raise AnswerError(
            message(
                "“{value}” is not on the scale. Choose a number from {low} to {high}.",
                value=typed[:30],
                low=self.scale.low,
                high=self.scale.high,
            )
        )


@dataclass(frozen=True)
class OptionField(Field):
    """One of the options."""

    options: Mapping[str, Text] = field(default_factory=dict)

    def read(self, typed: str) -> Answer:
        """The key of the option."""
        if typed in self.options:
            return typed
        raise AnswerError(
            message("“{value}” is not one of the answers here. Choose one of those shown.", value=typed[:30])
        )


@dataclass(frozen=True)
class TextField(Field):
    """Words."""

    longest: int = 2000

    def read(self, typed: str) -> Answer:
        """The words, whole or not at all: nothing is cut behind a respondent's back."""
        # Browsers count an emoji as two: what their limit lets through is never too long here.
        if len(typed) > self.longest:
            raise AnswerError(
                plural(
                    "This is {count} character longer than the {longest} that fit here. Please shorten it.",
                    "This is {count} characters longer than the {longest} that fit here. Please shorten it.",
                    len(typed) - self.longest,
                    longest=self.longest,
                )
            )
        return typed.strip()


@dataclass(frozen=True)
class FlagField(Field):
    """A box that is ticked or not."""

    def read(self, typed: str) -> Answer:
        """True; a box that is not ticked sends nothing."""
        if typed == CHOSEN:
            return True
        raise AnswerError(message("Tick the box or leave it empty; “{value}” is neither.", value=typed[:30]))
