"""Several items of the same people, from sums: what ``Items`` says of the rows, without the rows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from regulars.methods.columns import Floats, Scale
from regulars.methods.intervals import critical
from regulars.methods.scores.estimates import NOTHING, Mean, room_for_others
from regulars.methods.scores.pair_sums import PairSums


@dataclass(frozen=True)
class ItemSums:
    """The same means, and the same sums of means, as ``Items`` has from the rows."""

    people: PairSums

    @property
    def names(self) -> tuple[str, ...]:
        """The items, in order."""
        return self.people.names

    @property
    def item_n(self) -> tuple[int, ...]:
        """How many answered each item."""
        return tuple(int(count) for count in self.people.item_n)

    @cached_property
    def means(self) -> Floats:
        """Mean of each item over those who answered it; NaN where nobody did."""
        return self.people.means

    @cached_property
    def added(self) -> Floats:
        """Σ d d' of what each respondent adds to each mean."""
        return self.people.linearised()

    def each(self, confidence: float, scale: Scale | None) -> list[Mean]:
        """The mean of every item, by itself, as ``mean_rating`` has it."""
        return [
            _alone(float(mean), float(deviation), float(n), confidence, scale)
            for mean, deviation, n in zip(
                self.means, self.people.deviations(), self.people.item_n_effective, strict=True
            )
        ]

    def covariance(self) -> Floats:
        """Of the means, one with another."""
        people = self.people
        return np.asarray(self.added / people.total * people.n / max(people.n - 1, 1) / max(people.n_effective, 1))

    def over(self, places: Sequence[int], part: Floats, confidence: float, scale: Scale | None = None) -> Mean:
        """Σ part · mean over some of the items, ``part`` in their order."""
        whole = np.zeros(len(self.names))
        whole[list(places)] = part
        return self.along(whole, confidence, scale)

    def along(self, part: Floats, confidence: float, scale: Scale | None = None) -> Mean:
        """Σ part · mean over the items, part 0 where nobody answered."""
        used = part != 0
        centre = float(part[used] @ self.means[used])
        people = self.people
        variance = float(part @ self.added @ part) / people.total * people.n / max(people.n - 1, 1)
        return _student(centre, math.sqrt(max(variance, 0.0)), people.n_effective, confidence, scale)


def _alone(mean: float, deviation: float, n: float, confidence: float, scale: Scale | None) -> Mean:
    found = _student(mean, deviation, n, confidence, scale)
    return found if scale is None or deviation != 0 else room_for_others(found, n, confidence, scale)


def _student(mean: float, deviation: float, n: float, confidence: float, scale: Scale | None) -> Mean:
    """Mean with Student's interval, as ``mean_of`` has it; ``n`` is the effective one."""
    if n <= 1:
        return replace(NOTHING, mean=mean, n_effective=n)
    error = deviation / math.sqrt(n)
    reach = error * critical(confidence, n - 1)
    lowest, highest = (-math.inf, math.inf) if scale is None else scale
    return Mean(mean, deviation, error, max(lowest, mean - reach), min(highest, mean + reach), n)
