"""Checked numbers of a plan: each message names the setting, what was given and what it may be."""

from __future__ import annotations

import math
import numbers
from decimal import Decimal
from typing import Any

from regulars.language import message
from regulars.methods.columns import LARGEST
from regulars.methods.errors import OptionError

SMALLEST = 1e-12


def finite(value: Any, *, name: str) -> float:
    """A finite number; text, yes and no, NaN and infinities raise."""
    known = isinstance(value, numbers.Real | Decimal) and not isinstance(value, bool)
    try:
        number = float(value) if known else math.nan
    except OverflowError:  # a whole number of more than 308 digits
        number = math.inf
    if abs(number) <= LARGEST:
        return number
    raise OptionError(message("{name} is “{value}”. Give a finite number.", name=name, value=str(value)[:60]))


def above_zero(value: Any, *, name: str) -> float:
    """A number above 0."""
    number = finite(value, name=name)
    if number < SMALLEST:
        raise OptionError(message("{name} is {value}. It lies above 0.", name=name, value=number))
    return number


def at_least(least: float, value: Any, *, name: str) -> float:
    """A number from ``least`` up."""
    number = finite(value, name=name)
    if number < least:
        raise OptionError(
            message("{name} is {value}. It is {least} or more.", name=name, value=number, least=float(least))
        )
    return number


def share(value: Any, *, name: str, zero: bool = True) -> float:
    """A share from 0 to 1; without ``zero`` above 0."""
    number = finite(value, name=name)
    if (0 if zero else SMALLEST) <= number <= 1:
        return number
    if number > 1:
        raise OptionError(
            message("{name} is {value}. It is a share from 0 to 1: write 30 per cent as 0.3.", name=name, value=number)
        )
    raise OptionError(message("{name} is {value}. It is a share from 0 to 1.", name=name, value=number))


def whole(least: int, value: Any, *, name: str) -> int:
    """A whole number from ``least`` up."""
    number = finite(value, name=name)
    if number != int(number) or number < least:
        raise OptionError(
            message("{name} is {value}. It is a whole number from {least} up.", name=name, value=number, least=least)
        )
    return int(number)


def one_of(known: tuple[str, ...], value: Any, *, name: str) -> str:
    """One of the words known."""
    if not isinstance(value, str) or value not in known:  # an array would be compared entry by entry
        raise OptionError(
            message("{name} is “{value}”. It is one of: {known}.", name=name, value=str(value)[:60], known=known)
        )
    return str(value)


def up(exact: float) -> int:
    """Rounded up to a whole number, but not for the last digit of a product: 1.1 · 10 is 11."""
    return max(1, math.ceil(exact - 1e-9 * max(1.0, abs(exact))))
