"""The fields of a form: what a respondent may send, and how one text becomes an answer.

A field takes exactly what its own form offers. ``int()`` would also take ``+5``, `` 5_0`` and the digits of other
scripts; none of these can come from the form, so they come from somebody who did not use it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from regulars.language import Text, message, plural
from regulars.survey.definition import Scale
from regulars.survey.errors import AnswerError

# None is an answer too: "I did not use it".
Answer = int | float | str | bool | None

NOT_USED = "unused"
CHOSEN = "1"
NONE = "none-of-these"
SEPARATOR = "\x1f"  # between several values of one field, as they are shown again; nobody can type it
# Nobody can see these, and PostgreSQL cannot store the first of them; tab and line feed stay.
# Chinese keyboards type wide digits. Nothing else is made a digit: 5² is not 52.
_WIDE = {0xFF10 + digit: str(digit) for digit in range(10)} | {0xFF0E: ".", 0xFF0C: ",", 0xFF0D: "-", 0x2212: "-"}
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

    @property
    def parts(self) -> int:
        """How many values a form may send for it."""
        return 1

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
class SeveralField(Field):
    """Any of the options, each once; or "none of these" alone."""

    many: ClassVar[bool] = True

    options: tuple[str, ...] = ()
    none: bool = False
    at_most: int | None = None

    @property
    def parts(self) -> int:
        """One for each box."""
        return len(self.options) + self.none

    def answers(self, values: Sequence[str]) -> dict[str, Answer]:
        """A 1 for each option that is ticked, a 0 for the others."""
        for value in values:
            if value not in self.options and not (self.none and value == NONE):
                raise AnswerError(
                    message("“{value}” is not one of the answers here. Choose one of those shown.", value=value[:30])
                )
        if NONE in values and len(values) > 1:
            raise AnswerError(message("“None of these” cannot stand beside others. Please choose again."))
        if self.at_most is not None and len(values) > self.at_most:
            raise AnswerError(
                message("You may choose {most} at most; {n} are chosen.", most=self.at_most, n=len(values))
            )
        return {f"{self.name}-{option}": int(option in values) for option in self.options}


@dataclass(frozen=True)
class QuantityField(Field):
    """A number that is typed."""

    low: int = 0
    high: int = 10**9
    decimals: bool = False

    def read(self, typed: str) -> Answer:
        """Digits, and where decimals fit a point or a comma before one or two; never thousands, never words."""
        text = typed.translate(_WIDE).strip()
        whole = re.fullmatch(r"-?\d{1,12}", text, re.ASCII)
        part = re.fullmatch(r"(-?\d{1,12})[.,](\d{1,2})", text, re.ASCII) if self.decimals else None
        if whole is None and part is None:
            raise AnswerError(
                message(
                    "“{value}” is not a number. Write digits only, such as {example}.", value=typed[:30], example="120"
                )
            )
        value = int(text) if part is None else float(f"{part[1]}.{part[2]}")
        if not self.low <= value <= self.high:
            raise AnswerError(
                message(
                    "{value} lies outside {low} to {high}. Please look again.",
                    value=typed.strip()[:30],
                    low=self.low,
                    high=self.high,
                )
            )
        return value


@dataclass(frozen=True)
class DayField(Field):
    """A day as the browser's own picker sends it."""

    def read(self, typed: str) -> Answer:
        """Year, month, day."""
        try:
            return date.fromisoformat(typed.strip()).isoformat()
        except ValueError:
            raise AnswerError(
                message("“{value}” is not a day. Write it as year-month-day, such as 2026-11-22.", value=typed[:30])
            ) from None


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


@dataclass(frozen=True)
class FileField(Field):
    """A file. What a form sends beside it is no answer; the channel puts the name under which it was kept here."""

    def read(self, typed: str) -> Answer:
        """The name under which it was kept."""
        return typed
