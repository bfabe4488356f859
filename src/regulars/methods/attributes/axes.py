"""The two axes of an importance-performance chart: values, the line across, and how far each value is from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from regulars.language import message
from regulars.methods.columns import Floats
from regulars.methods.errors import OptionError
from regulars.methods.resampling import limits

Line: TypeAlias = Callable[[Floats], Floats]  # values (..., attributes) -> where the line runs (...)


class Lines(StrEnum):
    """Where the two lines run."""

    MEANS = "means"
    MEDIANS = "medians"
    MIDPOINT = "midpoint"


def lines_of(name: str, known: tuple[Lines, ...]) -> Lines:
    """The lines of this name, which must be one of those known."""
    if name not in known:
        words = tuple(line.value for line in known)
        raise OptionError(message("lines is {value}. Choose one of: {known}.", value=str(name)[:60], known=words))
    return Lines(name)


def line_of(lines: Lines, midpoint: float | None = None) -> Line:
    """The line as a function of the values; an axis without a scale has no midpoint and takes the mean."""
    if lines is Lines.MEDIANS:
        return lambda values: np.asarray(np.median(values, axis=-1))
    if lines is Lines.MIDPOINT and midpoint is not None:
        return lambda values: np.full(values.shape[:-1], midpoint)
    return lambda values: np.asarray(values.mean(axis=-1))


@dataclass(frozen=True)
class Axis:
    """``values`` shape (attributes,), ``draws`` shape (resamples, attributes).

    Only the attributes in ``counted`` say where the line runs; a value that is not counted is never clear.
    """

    values: Floats
    draws: Floats
    line: Line
    counted: NDArray[np.bool_]

    @property
    def crossing(self) -> float:
        """Where the line runs."""
        return float(self.line(self.values[self.counted]))

    @property
    def high(self) -> NDArray[np.bool_]:
        """On the line counts as high, whatever the rounding of the line."""
        return self.distance >= -1e-12 * (1 + abs(self.crossing))

    @property
    def distance(self) -> Floats:
        """Value less line."""
        return self.values - self.crossing

    def distance_limits(self, confidence: float) -> tuple[Floats, Floats]:
        """Interval of the distance, the line drawn anew in each resample."""
        low, high = limits(self.draws - self.line(self.draws[:, self.counted])[:, None], confidence)
        return np.where(self.counted, low, np.nan), np.where(self.counted, high, np.nan)

    def clear(self, confidence: float) -> NDArray[np.bool_]:
        """Whether the interval of the distance excludes zero, whatever the seed.

        Near the border the luck of the draw would decide; so fewer resamples than (1 − confidence) / 2 must lie
        on the other side by twice the simulation error of that share.
        """
        size, tail = len(self.draws), (1 - confidence) / 2
        if not size:
            return np.zeros(len(self.values), dtype=bool)
        distance = self.draws - self.line(self.draws[:, self.counted])[:, None]
        other = np.minimum((distance <= 0).mean(axis=0), (distance >= 0).mean(axis=0))
        return np.asarray((other < tail - 2 * np.sqrt(tail * (1 - tail) / size)) & self.counted)
