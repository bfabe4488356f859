"""From values to pixels: an axis, its round ticks, its limits."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Axis:
    """A straight scale from values to pixels."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """The pixel of a value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def length(self, span: float) -> float:
        """Pixels of a distance."""
        return abs(span / (self.high - self.low) * (self.end - self.start))


def step(low: float, high: float, wanted: int) -> float:
    """A round step (1, 2 or 5 times a power of ten) that gives about so many ticks."""
    raw = (high - low) / max(1, wanted)
    power = 10.0 ** math.floor(math.log10(raw))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= raw * 0.999)


def ticks(low: float, high: float, wanted: int) -> tuple[list[float], float]:
    """Round values within the limits, and the step between them."""
    by = step(low, high, wanted)
    first, last = math.ceil(low / by - 1e-9), math.floor(high / by + 1e-9)
    return [round(place * by, 12) for place in range(first, last + 1)], by


def limits(values: Iterable[float], *, zero: bool = False, room: float = 0.06) -> tuple[float, float]:
    """The range of values with some room; ``zero`` includes it and keeps it as the end."""
    known = [value for value in values if math.isfinite(value)] or [0.0, 1.0]
    low, high = min(known), max(known)
    if zero:
        low, high = min(0.0, low), max(0.0, high)
    # One value alone needs some room on both sides, whatever was asked for.
    extra = room * (high - low) if high > low else max(1e-9, abs(high) * 0.1)
    return (low if zero and low == 0 else low - extra), (high if zero and high == 0 else high + extra)


def rounded_limits(low: float, high: float, wanted: int) -> tuple[float, float]:
    """Limits moved outwards to the next ticks."""
    by = step(low, high, wanted)
    return math.floor(low / by + 1e-9) * by, math.ceil(high / by - 1e-9) * by
