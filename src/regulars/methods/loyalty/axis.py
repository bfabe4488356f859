"""One side of the plane, satisfaction or loyalty: its answers, its cut, and how surely an answer lies above it."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

from regulars.language import message
from regulars.methods.columns import (
    Floats,
    IntoColumn,
    Ints,
    Scale,
    as_array,
    check_scale,
    frame_columns,
    ratings,
    same_length,
)
from regulars.methods.errors import DependentColumnsError, OptionError
from regulars.methods.indices.reliability import reliability
from regulars.methods.sample import Sample
from regulars.methods.sampling.settings import finite, share

ASSUMED = 0.7  # of a single question about satisfaction [wanous1997]; nobody is called clear on its strength
NO_STEP = 0.05  # of the scale: how far a cut is moved where answers have no steps


@dataclass(frozen=True)
class Answers:
    """The answers of one side, shape (rows,), NaN where one is missing; ``items`` are the columns they come from."""

    name: str
    values: Floats
    items: dict[str, Floats]
    scale: Scale

    @classmethod
    def of(cls, given: Any, *, name: str, scale: Scale, missing: Collection[Any]) -> Answers:
        """A column, or a frame of several items: then their mean, for whoever answered all of them."""
        check_scale(scale)
        frame = isinstance(given, dict) or hasattr(given, "column_names") or hasattr(given, "columns")
        columns = frame_columns(given) if frame or (isinstance(given, np.ndarray) and given.ndim == 2) else None
        if columns is None:
            column = ratings(given, name=name, scale=scale, missing=missing)
            return cls(name, column, {name: column}, scale)
        if not columns:
            raise OptionError(message("{name} has no column. Give at least one.", name=name))
        items = {key: ratings(column, name=key, scale=scale, missing=missing) for key, column in columns.items()}
        same_length(len(next(iter(items.values()))), *items.items())
        return cls(name, np.mean(list(items.values()), axis=0), items, scale)

    @cached_property
    def distinct(self) -> tuple[Floats, Ints]:
        """The few answers that there are, and which each row has."""
        values, place = np.unique(self.values, return_inverse=True)
        return values, place.astype(np.int64)


@dataclass(frozen=True)
class Axis:
    """``cut`` is the lowest answer that is high; ``line`` the place that the true score must reach.

    Where answers go in steps (``grain``; 0 for none) the line lies half a step below the cut: whoever ticked 4 may
    stand at 3.6. ``reliability`` is the part of the answers' variance that is no error, ``reliability_low`` its
    lower limit.
    """

    answers: Answers
    cut: float
    grain: float
    mean: float
    variance: float
    reliability: float
    reliability_low: float
    known: bool

    @property
    def line(self) -> float:
        """Where the two sides part."""
        return self._line(self.cut)

    @property
    def high(self) -> NDArray[np.bool_]:
        """Whether each answer is high; an answer at the cut is."""
        return self.above(self.cut)

    @property
    def step(self) -> float:
        """How far the cut is moved to see what depends on it."""
        low, high = self.answers.scale
        return self.grain or NO_STEP * (high - low)

    def above(self, cut: float) -> NDArray[np.bool_]:
        """Whether each answer reaches a cut; a hair of tolerance for means of items."""
        with np.errstate(invalid="ignore"):
            return np.asarray(self.answers.values >= cut - 1e-9)

    def ends(self, extreme: float) -> tuple[float, float]:
        """The lowest answer at the very top, and the lowest that is not at the very bottom."""
        low, high = self.answers.scale
        room = extreme * (high - low)
        return high - room, low + room + (self.grain or 1e-6 * (high - low))

    def chance(self, cut: float, reliability: float) -> Floats:
        """Chance that each true score reaches the line of this cut.

        The true score is normal about the answer drawn towards the mean by the reliability [kelley1947].
        """
        error = self._error(reliability)
        values, place = self.answers.distinct
        centre = self.mean + reliability * (values - self.mean)
        return _reaches(centre, math.sqrt(reliability * error), self._line(cut))[place]

    def chance_alone(self, cut: float, reliability: float) -> Floats:
        """The same from the answer alone and its standard error of measurement, whatever others answered."""
        values, place = self.answers.distinct
        return _reaches(values, math.sqrt(self._error(reliability)), self._line(cut))[place]

    def _line(self, cut: float) -> float:
        if not self.grain:
            return cut
        steps = (cut - self.answers.scale[0]) / self.grain
        return cut - self.grain / 2 if abs(steps - round(steps)) < 1e-9 else cut  # else it lies between two steps

    def _error(self, reliability: float) -> float:
        """Variance of an answer about its true score; at least that of rounding to steps."""
        return max(self.variance * (1 - reliability), self.grain**2 / 12)


def axis(answers: Answers, sample: Sample, cut: float | None, given: float | None, *, cut_name: str) -> Axis:
    """The axis with its cut, and the spread of the answers of those who count."""
    low, high = answers.scale
    at = low + 0.75 * (high - low) if cut is None else finite(cut, name=cut_name)
    if not low < at <= high:
        raise OptionError(
            message(
                "{name} is {value}. It lies above {low} and at most at {high}.",
                name=cut_name,
                value=at,
                low=float(low),
                high=float(high),
            )
        )
    own = answers.values[sample.rows]
    mean = sample.mean(own)
    variance = float(sample.shares @ (own - mean) ** 2)
    measured, measured_low = (math.nan, math.nan)
    if given is not None:
        measured = measured_low = share(given, name="reliability")
    elif len(answers.items) > 1:
        measured, measured_low = _alpha(answers, sample)
    known = not math.isnan(measured)
    return Axis(
        answers,
        at,
        _grain(answers, sample),
        mean,
        variance,
        measured if known else ASSUMED,
        measured_low if known else ASSUMED,
        known,
    )


def _grain(answers: Answers, sample: Sample) -> float:
    """The step between two answers where all are whole points, or means of such; else 0."""
    low = answers.scale[0]
    whole = all(bool(((column[sample.rows] - low) % 1 == 0).all()) for column in answers.items.values())
    return 1 / len(answers.items) if whole else 0.0


def _alpha(answers: Answers, sample: Sample) -> tuple[float, float]:
    """Alpha of the items and its lower limit, both at least 0; NaN where the items say nothing about it."""
    items = {name: column[sample.rows] for name, column in answers.items.items()}
    try:
        found = reliability(items, weights=sample.weights, counts=sample.counts, clusters=sample.clusters)
    except DependentColumnsError:
        return math.nan, math.nan
    if math.isnan(found.low):
        return math.nan, math.nan
    return min(max(found.alpha, 0.0), 1.0), min(max(found.low, 0.0), 1.0)


def _reaches(centre: Floats, error: float, line: float) -> Floats:
    if error <= 0:
        return np.where(np.isnan(centre), np.nan, (centre >= line).astype(np.float64))
    return np.asarray(scipy.special.ndtr((centre - line) / error))


def flags(column: IntoColumn | None, size: int, *, name: str, missing: Collection[Any]) -> NDArray[np.bool_] | None:
    """A column of yes (1) and no (0); no answer is no. ``None`` stays ``None``."""
    if column is None:
        return None
    words = [int(value) if isinstance(value, bool) else value for value in as_array(column).tolist()]
    found = ratings(words, name=name, scale=(0, 1), missing=missing, whole=True)
    same_length(size, (name, found))
    return np.asarray(found == 1)
