"""Cells of pictures from numbers of results: what is not known says so."""

from __future__ import annotations

import math

from regulars.language import Estimate, Kind, Message, Missing, message

TOO_FEW = message("too few to judge")


def estimate(
    value: float, low: float = math.nan, high: float = math.nan, kind: Kind = Kind.NUMBER, digits: int | None = None
) -> Estimate | Missing:
    """A number with its limits where it has both."""
    if not math.isfinite(value):
        return Missing(TOO_FEW)
    known = math.isfinite(low) and math.isfinite(high)
    return Estimate(float(value), float(low) if known else None, float(high) if known else None, kind, digits=digits)


def share(value: float, low: float = math.nan, high: float = math.nan, digits: int | None = 0) -> Estimate | Missing:
    """A share from 0 to 1."""
    return estimate(value, low, high, Kind.SHARE, digits)


def yes_or_no(truth: bool) -> Message:
    """A truth in words."""
    return message("yes") if truth else message("no")
