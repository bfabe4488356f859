"""One value of a series with its interval, from its method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from regulars.insights.satisfaction.scores import standard_error
from regulars.methods import csat, nps, problems_per_hundred, share_interval
from regulars.methods.errors import MethodError

CONFIDENCE = 0.95
Scale = tuple[float | None, float | None]  # of the question; a free number has none


@dataclass(frozen=True)
class Reading:
    """``interval`` says how the limits were made."""

    value: float
    low: float
    high: float
    n: int
    n_missing: int
    interval: str

    @property
    def standard_error(self) -> float:
        """In the unit of the value, as the results of one survey have it."""
        return standard_error(self.low, self.high, CONFIDENCE)


def satisfied(scale: Scale, given: Mapping[float, int], missing: int) -> Reading | None:
    """Share of the two best answers."""
    low, high = scale
    if low is None or high is None:  # a free number has no best answers
        return None
    try:
        found = csat(list(given), scale=(int(low), int(high)), counts=list(given.values()))
    except MethodError:  # a scale of two points has no two best ones
        return None
    return Reading(found.share, found.low, found.high, found.n, missing, found.interval)


def recommended(_: Scale, given: Mapping[float, int], missing: int) -> Reading | None:
    """Promoters less detractors, in points."""
    found = nps(list(given), counts=list(given.values()))
    if found.too_few:
        return None
    return Reading(found.points, found.low, found.high, found.n, missing, found.interval)


def troubled(_: Scale, given: Mapping[float, int], missing: int) -> Reading | None:
    """Problems a hundred customers."""
    try:
        found = problems_per_hundred(list(given), counts=list(given.values()))
    except MethodError:  # a free number that counts nothing
        return None
    if found.too_few:
        return None
    return Reading(found.rate, found.low, found.high, found.n, missing, found.interval)


def repeated(_: Scale, given: Mapping[float, int], missing: int) -> Reading | None:
    """Share of customers who bought again: 1 who did, 0 who did not."""
    customers = sum(given.values())
    if not customers:
        return None
    found = share_interval(given[1.0], customers, confidence=CONFIDENCE)
    return Reading(found.share, found.low, found.high, found.n, missing, found.interval)
