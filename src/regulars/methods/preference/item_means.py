"""Several items that the same people judged against each other: means, their differences, their order."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from regulars.methods.columns import Floats, Scale
from regulars.methods.preference.one_cluster import size_of
from regulars.methods.preference.order import Order
from regulars.methods.sample import Sample
from regulars.methods.scores.estimates import Mean, mean_answer


@dataclass(frozen=True)
class ItemMeans:
    """``means``: one for each column; ``n_effective``: the least that any of them is known by."""

    sample: Sample
    means: tuple[Mean, ...]
    n_effective: float

    @classmethod
    def of(cls, sample: Sample, values: Floats, confidence: float, scale: Scale) -> ItemMeans:
        """From ``values`` of shape (rows of the sample, items), without a gap."""
        columns = [sample.over(column) for column in values.T]
        means = tuple(mean_answer(column, confidence, scale) for column in columns)
        sizes = [size_of(column) for column in columns]
        return cls(sample, means, min([*sizes, float(sample.n)]))

    def column(self, name: str) -> Floats:
        """One field of the means."""
        return np.array([getattr(mean, name) for mean in self.means])

    def order(self, values: Floats, confidence: float, *, judged: bool, low_is_first: bool = False) -> Order:
        """Which item lies clearly above which, by what each person said of both."""
        size = values.shape[1]
        errors = np.full((size, size), math.nan)
        if self.sample.n > 1 and self.sample.n_clusters != 1:
            for one in range(size):
                for other in range(one + 1, size):
                    variance = self.sample.variance_of_mean(values[:, one] - values[:, other])
                    errors[one, other] = errors[other, one] = math.sqrt(variance)
        degrees = (self.sample.n_clusters or self.sample.n_effective) - 1
        means = self.column("mean")
        return Order.of(-means if low_is_first else means, errors, degrees, confidence, judged=judged)
