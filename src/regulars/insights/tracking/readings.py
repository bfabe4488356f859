"""One value of a series with its interval, from its method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from regulars.methods import csat, nps, problems_per_hundred, share_interval
from regulars.methods.errors import MethodError
from regulars.methods.intervals import critical

CONFIDENCE = 0.95
Scale = tuple[float | None, float | None]  # of the question; a free number has none


@dataclass(frozen=True)
class Reading:
    """``interval`` says how the limits were made; ``standard_error`` is in the unit of the value."""

    value: float
    low: float
    high: float
    n: int
    n_missing: int
    standard_error: float
    interval: str


def satisfied(scale: Scale, given: Mapping[float, int], missing: int) -> Reading | None:
    """Share of the two best answers."""
    low, high = scale
    if low is None or high is None:  # a free number has no best answers
        return None
    try:
        found = csat(list(given), scale=(int(low), int(high)), counts=list(given.values()))
    except MethodError:  # a scale of two points has no two best ones
        return None
    error = _error(found.low, found.high)
    return Reading(found.share, found.low, found.high, found.n, missing, error, found.interval)


def recommended(_: Scale, given: Mapping[float, int], missing: int) -> Reading | None:
    """Promoters less detractors, in points."""
    found = nps(list(given), counts=list(given.values()))
    if found.too_few:
        return None
    return Reading(found.points, found.low, found.high, found.n, missing, found.standard_error, found.interval)


def troubled(_: Scale, given: Mapping[float, int], missing: int) -> Reading | None:
    """Problems a hundred customers."""
    try:
        found = problems_per_hundred(list(given), counts=list(given.values()))
    except MethodError:  # a free number that counts nothing
        return None
    if found.too_few:
        return None
    error = _error(found.low, found.high)
    return Reading(found.rate, found.low, found.high, found.n, missing, error, found.interval)


def repeated(_: Scale, given: Mapping[float, int], missing: int) -> Reading | None:
    """Share of customers who bought again: 1 who did, 0 who did not."""
    customers = sum(given.values())
    if not customers:
        return None
    found = share_interval(given[1.0], customers, confidence=CONFIDENCE)
    error = _error(found.low, found.high)
    return Reading(found.share, found.low, found.high, found.n, missing, error, found.interval)


def _error(low: float, high: float) -> float:
    """What the limits say of it, so that none and all have an error too."""
    return (high - low) / (2 * critical(CONFIDENCE))
