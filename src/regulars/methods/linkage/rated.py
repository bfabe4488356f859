"""Ratings as low, in between or high: what penalty and reward are measured from."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regulars.language import message
from regulars.methods.columns import Floats, Scale
from regulars.methods.errors import OptionError
from regulars.methods.sample import Sample
from regulars.methods.sampling.settings import finite

RATED_MINIMUM = 10  # effective ratings on either side of a cut, below which nothing is measured from it


@dataclass(frozen=True)
class Cuts:
    """A rating is low up to ``low``, high from ``high`` on, both on the scale."""

    low: float
    high: float

    @classmethod
    def of(cls, scale: Scale, low_to: float | None, high_from: float | None) -> Cuts:
        """A third of the scale at either end, unless stated: 1 to 2 and 4 to 5 of five points."""
        least, most = (float(end) for end in scale)
        third = (most - least) / 3
        if least.is_integer() and most.is_integer():
            third = float(math.floor(third))
        low = least + third if low_to is None else finite(low_to, name="low_to")
        high = most - third if high_from is None else finite(high_from, name="high_from")
        if not least <= low < high <= most:
            raise OptionError(
                message(
                    "Low up to {low} and high from {high} do not fit the scale {least} to {most}. Low ends below where "
                    "high begins.",
                    low=low,
                    high=high,
                    least=least,
                    most=most,
                )
            )
        return cls(low, high)

    def neighbours(self, scale: Scale) -> list[Cuts]:
        """The same cuts with one of them a point farther in or out, where the scale allows it."""
        least, most = (float(end) for end in scale)
        step = 1.0 if least.is_integer() and most.is_integer() else (most - least) / 6
        moved = [(-step, 0.0), (step, 0.0), (0.0, -step), (0.0, step)]
        found = [Cuts(self.low + a, self.high + b) for a, b in moved]
        return [cuts for cuts in found if least <= cuts.low < cuts.high <= most]


@dataclass(frozen=True)
class Rated:
    """Columns of 1 where an attribute is rated low, and where it is rated high, as far as there are enough of both.

    ``design`` shape (rows, 1 + columns), the first all 1; ``low_at`` and ``high_at``: the column of each attribute, -1
    where it has none. ``named``: what each column but the first is called.
    """

    design: Floats
    low_at: tuple[int, ...]
    high_at: tuple[int, ...]
    named: tuple[str, ...]

    @classmethod
    def of(cls, names: tuple[str, ...], ratings: Floats, sample: Sample, cuts: Cuts) -> Rated:
        columns, named = [np.ones(len(ratings))], []
        places: tuple[list[int], list[int]] = ([], [])
        for name, rated in zip(names, ratings.T, strict=True):
            low, high = rated <= cuts.low, rated >= cuts.high
            sides = [(low, f"{name} ≤ {cuts.low:g}"), (high, f"{name} ≥ {cuts.high:g}")]
            known = [_enough(sample, side) for side, _ in sides]
            # Without ratings in between both say the same, and neither is measured from anything.
            if all(known) and not _enough(sample, ~(low | high)):
                known[0] = False
            for place, (side, called), enough in zip(places, sides, known, strict=True):
                place.append(len(columns) if enough else -1)
                if enough:
                    columns.append(side.astype(np.float64))
                    named.append(called)
        return cls(np.column_stack(columns), tuple(places[0]), tuple(places[1]), tuple(named))


def _enough(sample: Sample, side: NDArray[np.bool_]) -> bool:
    """Whether enough effective ratings lie on this side and on the other."""
    size = sample.n_effective * float(sample.shares @ side) if side.any() else 0.0
    return bool(min(size, sample.n_effective - size) >= RATED_MINIMUM)
