"""What an index of several items is made of, as sums: so that parts of a survey can be added up.

Of every respondent: which items were answered (0 or 1) and how (0 where not), and the sums of all products of two of
these. An item's mean is taken over those who answered it, and two items are compared over the same people; so
the sums keep apart who answered which.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from regulars.methods.columns import Floats

CHUNK = 4096


@dataclass(frozen=True)
class PairSums:
    """An answer is origin + unit · v. ``products`` shape (2k, 2k): of k times answered, then k times v."""

    names: tuple[str, ...]
    origin: Floats
    unit: Floats
    products: Floats
    n: int  # respondents with at least one answer
    n_missing: int

    @classmethod
    def of_whole(
        cls,
        names: tuple[str, ...],
        values: NDArray[np.integer],
        answered: NDArray[np.bool_],
        origin: Floats,
        unit: Floats,
    ) -> PairSums:
        """From small whole numbers, shape (respondents, items); what was not answered may hold any. Sums are exact."""
        rows, k = values.shape
        total = np.zeros((2 * k, 2 * k))
        for start in range(0, rows, CHUNK):
            here = answered[start : start + CHUNK]
            both = np.concatenate([here, np.where(here, values[start : start + CHUNK], 0)], axis=1, dtype=np.float64)
            total += both.T @ both
        someone = int(answered.any(axis=1).sum())
        return cls(names, origin, unit, total, someone, rows - someone)

    def __add__(self, other: PairSums) -> PairSums:
        """Both together."""
        return replace(
            self,
            products=self.products + other.products,
            n=self.n + other.n,
            n_missing=self.n_missing + other.n_missing,
        )

    @property
    def item_n(self) -> Floats:
        """How many answered each item."""
        return np.asarray(np.diag(self.products)[: len(self.names)])

    @property
    def means(self) -> Floats:
        """Mean of each item over those who answered it; NaN where nobody did."""
        return np.asarray(self.origin + self.unit * self._mean())

    def deviations(self) -> Floats:
        """Standard deviation of each item (divided by n − 1); NaN below two answers."""
        k, n = len(self.names), self.item_n
        squares = np.diag(self.products)[k:] - n * np.nan_to_num(self._mean()) ** 2
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.where(n > 1, self.unit * np.sqrt(np.maximum(squares, 0) / (n - 1)), np.nan))

    def linearised(self) -> Floats:
        """Σ d d' with d_j = what a respondent adds to the mean of item j: (answer − mean) / share who answered."""
        k, mean = len(self.names), np.nan_to_num(self._mean())
        both, crossed, values = self.products[:k, :k], self.products[:k, k:], self.products[k:, k:]
        centred = values - mean[:, None] * crossed - (mean[:, None] * crossed).T + np.outer(mean, mean) * both
        share = self.item_n / self.n
        factor = np.divide(self.unit, share, out=np.zeros(k), where=share > 0)
        return np.asarray(centred * np.outer(factor, factor))

    def _mean(self) -> Floats:
        k = len(self.names)
        totals = np.diag(self.products[:k, k:])
        return np.asarray(np.divide(totals, self.item_n, out=np.full(k, np.nan), where=self.item_n > 0))
