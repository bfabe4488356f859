"""Newton, Miller and Smith: how likely is a purchase, from the four prices and two intentions?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.language import message
from regulars.methods.columns import Floats, IntoColumn, Ints, Scale, as_array, check_scale, ratings, same_length
from regulars.methods.errors import OptionError
from regulars.methods.preference.price_curves import Prices, add_up
from regulars.methods.sampling.settings import share

CALIBRATION = (0.0, 0.1, 0.3, 0.5, 0.7)


@dataclass(frozen=True)
class Trial:
    """Each respondent's chance to buy: 0 up to "too cheap" and from "too expensive" on, straight lines between.

    ``bends`` shape (rows, 4): by how much the line of each row turns at each of its four prices.
    """

    prices: Prices
    bends: Floats
    known: Floats

    @classmethod
    def of(cls, answers: Floats, prices: Prices, chances: Floats) -> Trial:
        """From the four prices and the chances at "cheap" and "expensive", NaN where not given."""
        known = np.asarray(~np.isnan(chances).any(axis=1))
        height = np.column_stack(
            [np.zeros(len(answers)), np.where(known[:, None], chances, 0.0), np.zeros(len(answers))]
        )
        slopes = np.diff(height, axis=1) / np.diff(answers, axis=1)
        bends = np.diff(slopes, axis=1, prepend=0.0, append=0.0)
        return cls(prices, bends, np.asarray(known, dtype=np.float64))

    def curve(self, rows: Ints, mass: Floats) -> Floats:
        """Mean chance to buy at each price, shape (draws, prices); 0 where nobody stated an intention."""
        size = len(self.prices.grid)
        turns = np.zeros((len(mass), size))
        for column in range(4):
            turns += add_up(self.prices.place[rows, column], mass * self.bends[rows, column], size)
        slopes = np.cumsum(turns, axis=1)[:, :-1]
        total = (mass @ self.known[rows])[:, None]
        rise = np.cumsum(slopes * np.diff(self.prices.grid), axis=1)
        bought = np.concatenate([np.zeros((len(mass), 1)), rise], axis=1)
        share = np.divide(bought, total, out=np.zeros_like(bought), where=total > 0)
        return np.asarray(np.clip(share, 0.0, 1.0))


def chances_of(
    cheap: IntoColumn | None,
    expensive: IntoColumn | None,
    size: int,
    *,
    scale: Scale,
    calibration: Sequence[float] | None,
    missing: Collection[Any],
) -> Floats | None:
    """Chance to buy at the two prices, shape (rows, 2); ``None`` where the questions were not asked."""
    if cheap is None and expensive is None:
        return None
    if cheap is None or expensive is None:
        raise OptionError(message("Give both intentions, at the cheap and at the expensive price, or neither."))
    low, high = check_scale(scale)
    points = _calibration(round(high - low) + 1, calibration)
    found = []
    for name, column in (("intention_cheap", cheap), ("intention_expensive", expensive)):
        answers = ratings(column, name=name, scale=(low, high), missing=missing, whole=True)
        same_length(size, (name, answers))
        place = np.where(np.isnan(answers), low, answers) - low
        found.append(np.where(np.isnan(answers), np.nan, points[place.astype(np.int64)]))
    return np.column_stack(found)


def _calibration(size: int, given: Any) -> Floats:
    """The chance that each point of the scale stands for, lowest first."""
    values = CALIBRATION if given is None else tuple(as_array(given).tolist())
    if len(values) != size:
        raise OptionError(
            message(
                "calibration has {found} chances for {size} points of the scale. Give one for each, lowest first.",
                found=len(values),
                size=size,
            )
        )
    return np.array([share(value, name="calibration") for value in values])
