"""One value of a series with its interval, from its method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.insights.points import reached
from regulars.insights.satisfaction.scores import standard_error
from regulars.methods import csat, nps, problems_per_hundred, share_interval
from regulars.methods.errors import MethodError

CONFIDENCE = 0.95
Scale = tuple[float | None, float | None]  # of the question; a free number has none
Given = Mapping[tuple[float, float], int]  # value and weight -> how often


@dataclass(frozen=True)
class Reading:
    """``interval`` says how the limits were made."""

    value: float
    low: float
    high: float
    n: int
    n_missing: int
    interval: str
    weighed_n: float | None = None  # the effective n, where answers have weights

    @property
    def standard_error(self) -> float:
        """In the unit of the value, as the results of one survey have it."""
        return standard_error(self.low, self.high, CONFIDENCE)


def taken(given: Given) -> tuple[list[float], dict[str, Any]]:
    """Values, and their counts and weights as a method takes them."""
    weights = [weight for _, weight in given]
    plain = all(weight == 1 for weight in weights)
    return [value for value, _ in given], {"counts": list(given.values()), "weights": None if plain else weights}


def _reading(found: Any, value: float, missing: int, given: Given) -> Reading:
    weighed = found.n_effective if any(weight != 1 for _, weight in given) else None
    return Reading(value, found.low, found.high, found.n, missing, found.interval, weighed)


def satisfied(scale: Scale, given: Given, missing: int) -> Reading | None:
    """Share of the two best answers."""
    low, high = scale
    if low is None or high is None:  # a free number has no best answers
        return None
    values, options = taken(given)
    try:
        found = csat(reached(np.asarray(values)), scale=(int(low), int(high)), **options)
    except MethodError:  # a scale of two points has no two best ones
        return None
    return _reading(found, found.share, missing, given)


def recommended(_: Scale, given: Given, missing: int) -> Reading | None:
    """Promoters less detractors, in points."""
    values, options = taken(given)
    found = nps(reached(np.asarray(values)), **options)
    if found.too_few:
        return None
    return _reading(found, found.points, missing, given)


def troubled(_: Scale, given: Given, missing: int) -> Reading | None:
    """Problems a hundred customers."""
    values, options = taken(given)
    try:
        found = problems_per_hundred(values, **options)
    except MethodError:  # a free number that counts nothing
        return None
    if found.too_few:
        return None
    return _reading(found, found.rate, missing, given)


def repeated(_: Scale, given: Given, missing: int) -> Reading | None:
    """Share of customers who bought again: 1 who did, 0 who did not."""
    customers = sum(given.values())
    if not customers:
        return None
    found = share_interval(given[1.0, 1.0], customers, confidence=CONFIDENCE)
    return Reading(found.share, found.low, found.high, found.n, missing, found.interval)
