"""What an index of several items is made of, as sums: so that parts of a survey can be added up.

Of every respondent: which items were answered (0 or 1) and how (0 where not), and the sums of all products of two of
these. An item's mean is taken over those who answered it, and two items are compared over the same people; so
the sums keep apart who answered which. With survey weights each respondent's products count by the weight, and what
the weights cost is kept beside them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from regulars.methods.columns import Floats

CHUNK = 4096


@dataclass(frozen=True)
class Weighed:
    """Of those who answered each item, shape (k,): how many, and Σ w²; of those who answered any: Σ w, and Σ w²."""

    item_n: Floats
    item_squares: Floats
    total: float
    squares: float

    def __add__(self, other: Weighed) -> Weighed:
        """Both together."""
        return Weighed(
            self.item_n + other.item_n,
            self.item_squares + other.item_squares,
            self.total + other.total,
            self.squares + other.squares,
        )


@dataclass(frozen=True)
class PairSums:
    """An answer is origin + unit · v. ``products`` shape (2k, 2k): of k times answered, then k times v.

    ``weighed``: the products are weighted; ``None``: every respondent counts as one.
    """

    names: tuple[str, ...]
    origin: Floats
    unit: Floats
    products: Floats
    n: int  # respondents with at least one answer
    n_missing: int
    weighed: Weighed | None = None

    @classmethod
    def of_whole(
        cls,
        names: tuple[str, ...],
        values: NDArray[np.integer] | Floats,
        answered: NDArray[np.bool_],
        origin: Floats,
        unit: Floats,
        weights: Floats | None = None,
    ) -> PairSums:
        """From small whole numbers, shape (respondents, items); what was not answered may hold any. Sums are exact.

        Numbers between whole ones are summed in double precision.

        ``weights`` shape (respondents,); who has weight 0 is missing.
        """
        rows, k = values.shape
        if weights is not None:
            answered = answered & (weights > 0)[:, None]
        total = np.zeros((2 * k, 2 * k))
        for start in range(0, rows, CHUNK):
            here = answered[start : start + CHUNK]
            both = np.concatenate([here, np.where(here, values[start : start + CHUNK], 0)], axis=1, dtype=np.float64)
            total += (both if weights is None else both * weights[start : start + CHUNK, None]).T @ both
        anybody = np.asarray(answered.any(axis=1))
        someone = int(anybody.sum())
        weighed = None if weights is None else _weighed(answered, anybody, weights)
        return cls(names, origin, unit, total, someone, rows - someone, weighed)

    def __add__(self, other: PairSums) -> PairSums:
        """Both together."""
        return replace(
            self,
            products=self.products + other.products,
            n=self.n + other.n,
            n_missing=self.n_missing + other.n_missing,
            # Sums of one survey are all weighted or all not.
            weighed=None if self.weighed is None or other.weighed is None else self.weighed + other.weighed,
        )

    @property
    def item_n(self) -> Floats:
        """How many answered each item."""
        return self._mass if self.weighed is None else self.weighed.item_n

    @property
    def item_n_effective(self) -> Floats:
        """The same, less what the weights cost; 0 where nobody answered."""
        if self.weighed is None:
            return self.item_n
        squares = self.weighed.item_squares
        return np.asarray(np.divide(self._mass**2, squares, out=np.zeros(len(self.names)), where=squares > 0))

    @property
    def total(self) -> float:
        """All weights of those who answered any item."""
        return float(self.n) if self.weighed is None else self.weighed.total

    @property
    def n_effective(self) -> float:
        """``n``, less what the weights cost."""
        if self.weighed is None:
            return float(self.n)
        return self.weighed.total**2 / self.weighed.squares if self.weighed.squares else 0.0

    @property
    def means(self) -> Floats:
        """Mean of each item over those who answered it; NaN where nobody did."""
        return np.asarray(self.origin + self.unit * self._mean())

    def deviations(self) -> Floats:
        """Standard deviation of each item (divided by n − 1); NaN below two answers."""
        k, n, mass = len(self.names), self.item_n, self._mass
        squares = np.diag(self.products)[k:] - mass * np.nan_to_num(self._mean()) ** 2
        with np.errstate(divide="ignore", invalid="ignore"):
            spread = np.maximum(squares, 0) * (n / mass if self.weighed else 1.0) / (n - 1)
            return np.asarray(np.where(n > 1, self.unit * np.sqrt(spread), np.nan))

    def linearised(self) -> Floats:
        """Σ d d' with d_j = what a respondent adds to the mean of item j: (answer − mean) / share who answered."""
        k, mean = len(self.names), np.nan_to_num(self._mean())
        both, crossed, values = self.products[:k, :k], self.products[:k, k:], self.products[k:, k:]
        centred = values - mean[:, None] * crossed - (mean[:, None] * crossed).T + np.outer(mean, mean) * both
        share = self._mass / self.total
        factor = np.divide(self.unit, share, out=np.zeros(k), where=share > 0)
        return np.asarray(centred * np.outer(factor, factor))

    @property
    def _mass(self) -> Floats:
        """The weights of those who answered each item."""
        return np.asarray(np.diag(self.products)[: len(self.names)])

    def _mean(self) -> Floats:
        k, mass = len(self.names), self._mass
        totals = np.diag(self.products[:k, k:])
        return np.asarray(np.divide(totals, mass, out=np.full(k, np.nan), where=mass > 0))


def _weighed(answered: NDArray[np.bool_], anybody: NDArray[np.bool_], weights: Floats) -> Weighed:
    squares = weights**2
    return Weighed(
        item_n=answered.sum(axis=0).astype(np.float64),
        item_squares=squares @ answered,
        total=float(weights[anybody].sum()),
        squares=float(squares[anybody].sum()),
    )
