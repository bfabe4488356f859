"""Cells of pictures from numbers of results: what is not known says so."""

from __future__ import annotations

import math
from collections.abc import Sequence

from regulars.language import Estimate, Kind, Message, Missing, message
from regulars.methods import share_interval
from regulars.methods.result import Result

TOO_FEW = message("too few to judge")


def estimate(
    value: float, low: float = math.nan, high: float = math.nan, kind: Kind = Kind.NUMBER, digits: int | None = None
) -> Estimate | Missing:
    """A number with its limits, where it is known."""
    return limited(value, low, high, kind, digits) if math.isfinite(value) else Missing(TOO_FEW)


def limited(
    value: float, low: float = math.nan, high: float = math.nan, kind: Kind = Kind.NUMBER, digits: int | None = None
) -> Estimate:
    """A number that is known, with its limits where it has both."""
    known = math.isfinite(low) and math.isfinite(high)
    return Estimate(float(value), float(low) if known else None, float(high) if known else None, kind, digits=digits)


def share(value: float, low: float = math.nan, high: float = math.nan, digits: int | None = 0) -> Estimate | Missing:
    """A share from 0 to 1."""
    return estimate(value, low, high, Kind.SHARE, digits)


def part_of(
    hits: int, n: int, digits: int | None = 0, *, least: int = 1, confidence: float = 0.95
) -> Estimate | Missing:
    """``hits`` of ``n`` as a share with Wilson's limits; too few below ``least``."""
    if n < max(least, 1):
        return Missing(TOO_FEW)
    found = share_interval(hits, n, confidence=confidence)
    return Estimate(found.share, found.low, found.high, Kind.SHARE, digits=digits)


def parts_of(counts: Sequence[int], *, least: int = 1, confidence: float = 0.95) -> tuple[Estimate | Missing, ...]:
    """The same of each of some counts, of all of them together."""
    n = sum(map(int, counts))
    return tuple(part_of(int(hits), n, least=least, confidence=confidence) for hits in counts)


def too_few_answers(result: Result) -> Message | None:
    """That there is too little to rely on; None where there is enough."""
    if not result.too_few:
        return None
    return message(
        "Too few answers to rely on it: {n} of the {needed} that this takes.", n=result.n, needed=result.needed
    )


def yes_or_no(truth: bool) -> Message:
    """A truth in words."""
    return message("yes") if truth else message("no")
