"""Typed values of a message: what kind of number it is decides how every language writes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from regulars.language.formats import Formatter


class Kind(StrEnum):
    """What a number is, and with it its unit."""

    POINTS = "points"  # NPS, -100 to 100, written with its sign
    INDEX = "index"  # 0 to 100
    SHARE = "share"  # 0 to 1, written as a percentage
    MONEY = "money"  # in the currency given
    NUMBER = "number"  # anything else


class Value:
    """Something that knows how to write itself."""

    def write(self, formatter: Formatter) -> str:
        """The value in the formatter's language."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Count(Value):
    """A whole number of things."""

    value: int

    def write(self, formatter: Formatter) -> str:
        """With thousands separated."""
        return formatter.integer(self.value)


@dataclass(frozen=True, slots=True)
class Money(Value):
    """An amount of money; never without its currency (ISO 4217)."""

    amount: Decimal
    currency: str
    digits: int | None = None

    def write(self, formatter: Formatter) -> str:
        """With the currency's sign."""
        return formatter.money(self.amount, self.currency, self.digits)


@dataclass(frozen=True, slots=True)
class Day(Value):
    """A business day."""

    value: date

    def write(self, formatter: Formatter) -> str:
        """As a date of medium length."""
        return formatter.day(self.value)


@dataclass(frozen=True, slots=True)
class Missing(Value):
    """A value that is not there, with the reason in words."""

    reason: object

    def write(self, formatter: Formatter) -> str:
        """The reason."""
        return formatter.value(self.reason)


@dataclass(frozen=True, slots=True)
class Estimate(Value):
    """A number with its interval.

    ``low`` and ``high`` are the limits of the interval (95 % unless the report says otherwise). ``digits``
    fixes the decimals; without it, the interval decides how many digits the number has earned.
    """

    value: float
    low: float | None = None
    high: float | None = None
    kind: Kind = Kind.NUMBER
    currency: str | None = None
    digits: int | None = None

    def write(self, formatter: Formatter) -> str:
        """With its interval, as running text."""
        return formatter.estimate(self, running=True)
